/** What the pages of a room ask the server. They lie deeper than the playground, so each page says
 * how its address leads up to that.
 * @import {Asking} from "../server/client.js"
 * @typedef {Omit<Asking<Response>, "read"> & {key?: string}} RoomAsking `key` is the room's */

import { askOnce, call, Unreachable } from "../server/client.js";

/** From this page's address to the playground's. */
export const UP = document.documentElement.dataset.up ?? "";

/** @type {(code: string) => string} */
export const roomAt = (code) => `${UP}api/rooms/${encodeURIComponent(code)}`;

const PATIENCE_MS = 8000;

/** @type {(asking: RoomAsking) => Asking<Response>} */
const withKey = ({ key, headers, ...asking }) => ({
  patience: PATIENCE_MS,
  ...asking,
  headers: { ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }), ...headers },
  read: whole,
});

/** With these no answer may have a body, not even an empty one. */
const WITHOUT_BODY = [204, 304];

/** An answer once all of it has come. @type {(response: Response) => Promise<Response>} */
async function whole(response) {
  const { status, headers } = response;
  const body = await response.blob();
  return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers });
}

/** Ask once. Thrown is Refusal, or Unreachable.
 * @type {(method: string, path: string, asking?: RoomAsking) => Promise<Response>} */
export const ask = (method, path, asking = {}) => askOnce(method, path, withKey(asking));

/** Ask until there is an answer; a refusal that waiting does not mend is thrown.
 * @type {(method: string, path: string, asking?: RoomAsking, onTrouble?: () => void) =>
 *   Promise<Response>} */
export const askUntilAnswered = (method, path, asking = {}, onTrouble = undefined) =>
  call(method, path, { ...withKey(asking), onTrouble });

/** How long the server wants to be left alone, if it has said so. @type {(error: unknown) => number | null} */
export const secondsIn = (error) => (error instanceof Unreachable ? error.seconds : null);
