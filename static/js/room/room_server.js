/** What the pages of a room ask the server. They lie deeper than the playground, so each page says
 * how its address leads up to that. */

import { troubles } from "../kit/troubles.js";

/** From this page's address to the playground's. */
export const UP = document.documentElement.dataset.up ?? "";

/** @type {(code: string) => string} */
export const roomAt = (code) => `${UP}api/rooms/${encodeURIComponent(code)}`;

const PATIENCE_MS = 8000;

/** The server has refused, or something in between has. */
export class Refused extends Error {
  /** @param {number} status @param {string} message @param {number} seconds to wait; 0 if not said */
  constructor(status, message, seconds) {
    super(message);
    this.status = status;
    this.seconds = seconds;
  }
}

/** @typedef {object} Asking
 * @property {unknown} [body] sent as JSON @property {string} [key] the room's
 * @property {Record<string, string>} [headers] @property {AbortSignal} [signal]
 * @property {number} [patience] in milliseconds */

/** Ask once. Thrown is Refused, or whatever the browser throws where nobody answers.
 * @type {(method: string, path: string, asking?: Asking) => Promise<Response>} */
export async function ask(method, path, { body, key, headers, signal, patience } = {}) {
  const late = AbortSignal.timeout(patience ?? PATIENCE_MS);
  const response = await fetch(path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...headers,
    },
    signal: signal ? either(signal, late) : late,
    cache: headers?.["If-None-Match"] ? "no-store" : "default",
  });
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html");
  if (isPage) {
    throw new TypeError("A page of somebody else"); // Some networks have one to log in.
  }
  if (!response.ok && response.status !== 304) {
    const { detail = "" } = await response.json().catch(() => ({}));
    const seconds = Number(response.headers.get("Retry-After")) || 0;
    throw new Refused(response.status, typeof detail === "string" ? detail : "", seconds);
  }
  const isEmpty = [204, 304].includes(response.status);
  // Read to its end, as it may break off: who has an answer has all of it.
  return isEmpty ? response : new Response(await response.arrayBuffer(), response);
}

/** The oldest browsers that are supported have no AbortSignal.any.
 * @type {(one: AbortSignal, other: AbortSignal) => AbortSignal} */
function either(one, other) {
  const both = new AbortController();
  for (const each of [one, other]) {
    each.addEventListener("abort", () => both.abort(each.reason), { once: true });
  }
  if (one.aborted) {
    both.abort(one.reason);
  }
  return both.signal;
}

/** Ask until there is an answer; a refusal that waiting does not mend is thrown.
 * @type {(method: string, path: string, asking: Asking, onTrouble: () => void) => Promise<Response>} */
export async function askUntilAnswered(method, path, asking, onTrouble) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask(method, path, asking);
    } catch (error) {
      asking.signal?.throwIfAborted();
      if (isRefused(error)) {
        throw error;
      }
      onTrouble();
      await troubles.pause(attempt, { seconds: secondsIn(error), signal: asking.signal });
    }
  }
}

/** Whether asking again would not help. @type {(error: unknown) => boolean} */
export const isRefused = (error) =>
  error instanceof Refused && ![429, 502, 503, 504].includes(error.status);

/** How long the server wants to be left alone, if it has said so. @type {(error: unknown) => number | null} */
export const secondsIn = (error) => (error instanceof Refused && error.seconds) || null;
