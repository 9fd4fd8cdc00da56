/** One call of the server's HTTP interface. Until its answer has been read to the end, whatever goes
 * wrong is said, and the same is asked again; but for a change of which nobody knows whether it was
 * made. */

import { troubles } from "../kit/troubles.js";
import { SERVER } from "../kit/words.js";

/** The longest that an answer may stand still, at its beginning or between two of its pieces. */
const PATIENCE_MS = 15_000;
/** Long enough for all digits to be gone through, or packed, even on a slow machine. */
export const LONG_MS = 60_000;
/** What the server has refused for now, and not done. */
const LATER = [429, 503];
/** It is as it was known to be. */
const UNCHANGED = 304;

/** @template T
 * @typedef {object} Asking
 * @property {(answer: Response) => Promise<T>} read
 * @property {unknown} [body] sent as JSON, but for bytes
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal] nobody wants the answer any more
 * @property {number} [patience] in milliseconds
 * @property {() => void} [onTrouble] it will be asked again
 * @property {boolean} [once] a change that would be another one if it were made twice */

/** What the server answers, once it does.
 * @template T @param {string} method @param {string} path @param {Asking<T>} asking
 * @returns {Promise<T>} */
export async function call(method, path, asking) {
  const { signal, once = false } = asking;
  const waiting = {};
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await askOnce(method, path, asking);
        if (attempt > 0) {
          troubles.wake();
        }
        return answer;
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof Unreachable) || (once && !error.isUndone)) {
          throw error;
        }
        troubles.begin(waiting, SERVER.again(error.message));
        asking.onTrouble?.();
        await troubles.pause(attempt, { seconds: error.seconds, signal });
        signal?.throwIfAborted();
      }
    }
  } finally {
    troubles.end(waiting);
  }
}

/** Ask once; thrown is a Refusal, or Unreachable.
 * @template T @param {string} method @param {string} path @param {Asking<T>} asking
 * @returns {Promise<T>} */
export async function askOnce(method, path, asking) {
  const { read, body, headers, signal, patience = PATIENCE_MS } = asking;
  const watch = new Watch(patience, signal);
  const isFile = body instanceof ArrayBuffer;
  const type = isFile ? "application/octet-stream" : "application/json";
  try {
    const early = askedEarly(method, path, body);
    const response = await (early
      ? Promise.race([early, watch.lost])
      : fetch(path, {
          method,
          body: body === undefined || isFile ? body : JSON.stringify(body),
          headers: { ...(body === undefined ? {} : { "Content-Type": type }), ...headers },
          signal: watch.signal,
        }));
    const answer = accepted(watch.over(response), path).then(read);
    return await Promise.race([answer, watch.lost]);
  } catch (error) {
    if (error instanceof Refusal || error instanceof Unreachable) {
      throw error;
    }
    throw new Unreachable(watch.isAnswered ? SERVER.brokenOff : SERVER.unreachable, {
      cause: error,
    });
  } finally {
    watch.end();
  }
}

/** Gives an answer up that stands still. */
class Watch {
  #giveUp = new AbortController();
  #timer = 0;
  #isOver = false;
  isAnswered = false;

  /** @param {number} patience @param {AbortSignal | undefined} signal */
  constructor(patience, signal) {
    this.patience = patience;
    this.outer = signal;
    signal?.throwIfAborted();
    signal?.addEventListener("abort", this.#onAbort);
    this.#begin();
  }

  get signal() {
    return this.#giveUp.signal;
  }

  /** Rejects once the answer is given up. @returns {Promise<never>} */
  get lost() {
    const { signal } = this;
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  }

  #onAbort = () => this.#giveUp.abort(this.outer?.reason);

  #begin() {
    clearTimeout(this.#timer);
    const isLate = new DOMException("The answer stands still", "TimeoutError");
    this.#timer = /** @type {any} */ (setTimeout(() => this.#giveUp.abort(isLate), this.patience));
  }

  /** The answer, whose every piece is news. A copy is watched, and the answer left to the browser to
   * read: what a script reads piece by piece Chromium calls aborted, though all of it has come.
   * @type {(response: Response) => Response} */
  over(response) {
    this.isAnswered = true;
    this.#begin();
    this.#follow(response.clone());
    return response;
  }

  /** @type {(copy: Response) => Promise<void>} */
  async #follow({ body }) {
    const pieces = body?.getReader();
    try {
      while (pieces && !(await pieces.read()).done && !this.#isOver) {
        this.#begin();
      }
    } catch {
      // Whoever reads the answer itself is told.
    }
  }

  end() {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.outer?.removeEventListener("abort", this.#onAbort);
  }
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

/** An answer that can be read; thrown is why there is none.
 * @type {(response: Response, path: string) => Promise<Response>} */
async function accepted(response, path) {
  if (!response.ok && response.status !== UNCHANGED) {
    throw await refused(response, path);
  }
  if (response.headers.get("Content-Type")?.startsWith("text/html")) {
    throw new Unreachable(SERVER.anotherPage); // Some networks have one to log in.
  }
  return response;
}

/** Why there is no answer. What comes without the server's own kind of body comes from something
 * between it and the page. @type {(response: Response, path: string) => Promise<Error>} */
async function refused(response, path) {
  const { status } = response;
  const seconds = Number.parseFloat(response.headers.get("Retry-After") ?? "");
  const wait = Number.isNaN(seconds) ? null : Math.max(0, seconds);
  const sentence = await sentenceIn(response);
  const isLater = LATER.includes(status);
  if (sentence === null || isLater || status >= 500) {
    return new Unreachable(sentence ?? SERVER.status(status), {
      seconds: wait,
      isUndone: sentence !== null && isLater,
    });
  }
  return new Refusal(status, sentence, path);
}

/** The sentence in an error's body; null where there is none.
 * @type {(response: Response) => Promise<string | null>} */
async function sentenceIn(response) {
  try {
    const { detail } = await response.json();
    if (Array.isArray(detail)) {
      return detail.map(({ loc, msg }) => `${loc.at(-1)}: ${msg}`).join("; ");
    }
    return typeof detail === "string" ? detail : null;
  } catch {
    return null;
  }
}

/** A question that changes nothing, or whose change made twice is the same as made once.
 * @type {(method: string, path: string, body?: unknown, options?: {signal?: AbortSignal,
 *   patience?: number}) => Promise<any>} */
export const json = (method, path, body, options) =>
  call(method, path, { body, read: readJson, ...options });

/** A change that would be another one if it were made twice.
 * @type {(path: string, body?: unknown) => Promise<any>} */
export const change = (path, body) => call("POST", path, { body, read: readJson, once: true });

/** Ask and wait, the whole page with it, and only once: for where the browser waits for nothing else.
 * @type {(method: string, path: string, body: unknown) => any} */
export function jsonNow(method, path, body) {
  const request = new XMLHttpRequest();
  request.open(method, path, false);
  request.setRequestHeader("Content-Type", "application/json");
  try {
    request.send(JSON.stringify(body));
  } catch (error) {
    throw new Unreachable(SERVER.unreachable, { cause: error });
  }
  if (request.status !== 200) {
    throw new Unreachable(SERVER.status(request.status));
  }
  return JSON.parse(request.responseText);
}

/** @type {(response: Response) => Promise<any>} */
const readJson = (response) => response.json();

/** @type {(id: string) => string} */
export const at = (id) => `api/sessions/${encodeURIComponent(id)}`;

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
    const found = /^api\/sessions\/([^/?]+)(?!.*\/runs\/)/.exec(this.path);
    return this.status === 404 && found ? decodeURIComponent(found[1]) : null;
  }
}

/** There is no whole answer of the server. */
export class Unreachable extends Error {
  /** @param {string} message
   * @param {{cause?: unknown, seconds?: number | null, isUndone?: boolean}} [more] `seconds` that
   *   the server asks to wait; `isUndone` where it says that it has changed nothing */
  constructor(message, { cause, seconds = null, isUndone = false } = {}) {
    super(message, { cause });
    this.seconds = seconds;
    this.isUndone = isUndone;
  }
}

/** Whether a network is the lecture's, which a phone in its room sees and cannot change: the server
 * takes it for a session with such an id (app/api/rooms/lent_network.py).
 * @type {(id: string | null | undefined) => boolean} */
export const isLent = (id) => id?.startsWith("room-") === true;
