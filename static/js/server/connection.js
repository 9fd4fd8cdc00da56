/**
 * Asks a server that may refuse or lose the network. A refusal is shown, a lost network replaced; and
 * where nobody knows what has become of a change, it is asked what the network is now.
 * @import {NewSession, SessionObject} from "./types.js" */

import { troubles } from "../kit/troubles.js";
import { SERVER } from "../kit/words.js";
import { FRESH_NETWORK, notice } from "../state/message.js";
import { Refusal, Unreachable } from "./client.js";
import { deleteSession, getSession, openSession } from "./endpoints.js";

export class Connection {
  /** @type {Promise<unknown> | null} */
  #renewing = null;
  /** @type {Map<string, Set<Promise<unknown>>>} what is under way, by the network it is about */
  #underWay = new Map();

  /** @param {Store<State, Action>} store
   * @param {() => Promise<void>} open opens the first network */
  constructor(store, open) {
    this.store = store;
    this.open = open;
    troubles.follow((trouble) => store.dispatch({ type: "troubled", trouble }));
  }

  /** Ask something. A refusal is shown until the same question succeeds.
   * @type {(about: string, question: () => Promise<unknown>) => Promise<void>} */
  ask(about, question) {
    const id = this.store.get().session?.id;
    const done = this.#guarded(about, question);
    if (id !== undefined) {
      const all = this.#underWay.get(id) ?? new Set();
      this.#underWay.set(id, all.add(done));
      const forget = () => all.delete(done);
      done.then(forget, forget);
    }
    return done;
  }

  /** Let the server drop a network once all questions about it are answered.
   * @type {(id: string) => Promise<void>} */
  async retire(id) {
    await Promise.allSettled(this.#underWay.get(id) ?? []);
    this.#underWay.delete(id);
    await deleteSession(id);
  }

  /** Look whether the server still has the network, and at what has become of it. */
  resume() {
    const { session } = this.store.get();
    return session === null
      ? this.open()
      : this.ask("network", async () => {
          this.store.dispatch({ type: "networkChanged", session: await getSession(session.id) });
        });
  }

  /** @type {(about: string, question: () => Promise<unknown>) => Promise<void>} */
  async #guarded(about, question) {
    const before = this.store.get().session;
    try {
      await question();
      this.store.dispatch({ type: "succeeded", about });
    } catch (error) {
      if (error instanceof Unreachable) {
        await this.#lookAgain(error, about, before);
      } else if (error instanceof Refusal) {
        await this.#refused(error, about);
      } else {
        throw error;
      }
    }
  }

  /** The answer to a change is lost: the change may have been made or not.
   * @type {(error: Unreachable, about: string, before: SessionObject | null) => Promise<void>} */
  async #lookAgain(error, about, before) {
    troubles.begin(error, SERVER.again(error.message));
    try {
      await this.resume();
    } finally {
      troubles.end(error);
    }
    const { session } = this.store.get();
    if (session?.id === before?.id && session?.revision === before?.revision) {
      this.store.set(notice(SERVER.notDone(error.message), about));
    }
  }

  /** @type {(refusal: Refusal, about: string) => Promise<void>} */
  async #refused({ message, lostSession }, about) {
    if (lostSession === null) {
      this.store.set(notice(message, about));
    } else if (lostSession === this.store.get().session?.id) {
      this.#renewing ??= this.#renew(lostSession);
      await this.#renewing;
    } // Else it is about a network that is no longer shown.
  }

  /** The page is looked at again, after a sleep perhaps: timers may have stood still, the server may
   * have been lost and come back, or have given the network up. */
  wake() {
    troubles.wake();
    const { session, trouble, training } = this.store.get();
    if (session !== null && trouble === null && !training) {
      this.resume();
    }
  }

  /** Open a fresh network of the same kind in place of one that the server no longer has.
   * @type {(lost: string) => Promise<void>} */
  async #renew(lost) {
    try {
      await this.#guarded("network", () => this.#replace(lost));
    } finally {
      this.#renewing = null;
    }
  }

  /** @type {(lost: string) => Promise<void>} */
  async #replace(lost) {
    const gone = this.store.get().session ?? /** @type {never} */ ({});
    const session = await openSession(asItBegan(gone));
    if (this.store.get().session?.id !== lost) {
      await this.retire(session.id); // Another network was chosen meanwhile.
      return;
    }
    this.store.dispatch({ type: "sessionOpened", session });
    this.store.set(notice(SERVER.networkLost, FRESH_NETWORK));
  }
}

/** A network as the server has it now, or one like it where it has it no longer.
 * @type {(known: SessionObject) => Promise<SessionObject>} */
export async function foundAgain(known) {
  try {
    return await getSession(known.id);
  } catch (error) {
    if (error instanceof Refusal && error.lostSession !== null) {
      return openSession(asItBegan(known));
    }
    throw error;
  }
}

/** A new network like one that is gone, as that was at its beginning.
 * @type {(gone: SessionObject) => NewSession} */
export function asItBegan({ layers, activation, output, cost, weights, seed, began_for }) {
  const begun =
    began_for !== null
      ? { trained_for: began_for }
      : weights === "loaded"
        ? {} // Its file is not here.
        : { weights, seed };
  return { layers, activation, output, cost, ...begun };
}
