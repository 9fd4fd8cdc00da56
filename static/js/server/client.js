/** One call of the server's HTTP interface, and what it throws where there is no answer. */

import { SERVER } from "../kit/words.js";

const TIME_LIMIT_MS = 15_000;

/** The answer to a call that ends with the signal, after a time limit where there is none. What is
 * sent is JSON, but for bytes.
 * @type {(method: string, path: string, body?: unknown, signal?: AbortSignal) => Promise<Response>}
 */
export async function call(method, path, body, signal) {
  const isFile = body instanceof ArrayBuffer;
  const type = isFile ? "application/octet-stream" : "application/json";
  let response;
  try {
    response = await (askedEarly(method, path, body) ??
      fetch(path, {
        method,
        body: body === undefined || isFile ? body : JSON.stringify(body),
        headers: body === undefined ? {} : { "Content-Type": type },
        signal: signal ?? AbortSignal.timeout(TIME_LIMIT_MS),
      }));
  } catch (error) {
    throw new Unreachable(SERVER.unreachable, { cause: error });
  }
  if (!response.ok) {
    throw new Refusal(response.status, await reason(response), path);
  }
  return response;
}

/** The answer to what first.js has asked already; it is taken once.
 * @type {(method: string, path: string, body: unknown) => Promise<Response> | undefined} */
function askedEarly(method, path, body) {
  const { early } = /** @type {{early?: Map<string, Promise<Response>>}} */ (globalThis);
  const question = `${method} ${path} ${body === undefined ? "" : JSON.stringify(body)}`;
  const answer = early?.get(question);
  early?.delete(question);
  return answer;
}

/** The sentence in an error's body. @type {(response: Response) => Promise<string>} */
async function reason(response) {
  try {
    const { detail } = await response.json();
    if (Array.isArray(detail)) {
      return detail.map(({ loc, msg }) => `${loc.at(-1)}: ${msg}`).join("; ");
    }
    if (typeof detail === "string") {
      return detail;
    }
  } catch {
    // A body without a sentence: the status says what there is to say.
  }
  return SERVER.status(response.status);
}

/** @type {(method: string, path: string, body?: unknown) => Promise<any>} */
export async function json(method, path, body) {
  return (await call(method, path, body)).json();
}

/** @type {(id: string) => string} */
export const at = (id) => `/api/sessions/${encodeURIComponent(id)}`;

/** The server answered, but not with what was asked for. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message @param {string} path what was asked */
  constructor(status, message, path) {
    super(message);
    this.status = status;
    this.path = path;
  }

  /** The id of the network that the server no longer has; null where it lacks something else.
   * @returns {string | null} */
  get lostSession() {
    // A run, or a checkpoint of one, may be missing where the network is there.
    const found = /^\/api\/sessions\/([^/?]+)(?!.*\/runs\/)/.exec(this.path);
    return this.status === 404 && found ? decodeURIComponent(found[1]) : null;
  }
}

/** The server did not answer. */
export class Unreachable extends Error {}
