/**
 * Asks a server that may refuse, lose the network or be lost itself. Every failure is shown; a lost
 * server is waited for, and a lost network replaced.
 * @import {NewSession, SessionObject} from "./types.js" */

import { SERVER } from "../kit/words.js";
import { FRESH_NETWORK, notice } from "../state/message.js";
import { Refusal, Unreachable } from "./client.js";
import { deleteSession, getSession, openSession } from "./endpoints.js";

const RETRY_MS = [500, 1000, 2000, 4000];

export class Connection {
  #isReconnecting = false;
  /** Ends the wait before the server is asked again. */
  #wake = () => {};
  /** @type {Promise<unknown> | null} */
  #renewing = null;
  /** @type {Map<string, Set<Promise<unknown>>>} what is under way, by the network it is about */
  #underWay = new Map();

  /** @param {Store<State, Action>} store
   * @param {() => Promise<boolean>} open opens the first network */
  constructor(store, open) {
    this.store = store;
    this.open = open;
  }

  /**
   * Ask something. A refusal is shown until the same question succeeds; the result says whether the
   * server answered at all.
   * @type {(about: string, question: () => Promise<unknown>) => Promise<boolean>} */
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
    try {
      await deleteSession(id);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unreachable)) {
        throw error;
      } // Else nothing is missing: the server drops by itself what is not used.
    }
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

  /** @type {(about: string, question: () => Promise<unknown>) => Promise<boolean>} */
  async #guarded(about, question) {
    try {
      await question();
      this.#found();
      this.store.dispatch({ type: "succeeded", about });
    } catch (error) {
      if (error instanceof Unreachable) {
        this.store.dispatch({ type: "lost" });
        this.#reconnect();
        return false;
      }
      if (!(error instanceof Refusal)) {
        throw error;
      }
      this.#found();
      await this.#refused(error, about);
    }
    return true;
  }

  #found() {
    if (this.store.get().connection === "lost") {
      this.store.dispatch({ type: "connected" });
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
    this.#wake();
    const { session, connection, training } = this.store.get();
    if (session !== null && connection === "ready" && !training) {
      this.resume();
    }
  }

  /** Wait for the server, then go on with the same network, or a fresh one if it is gone. */
  async #reconnect() {
    if (this.#isReconnecting) {
      return;
    }
    this.#isReconnecting = true;
    for (let attempt = 0, isBack = false; !isBack; attempt++) {
      const pause = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)];
      await new Promise((resolve) => {
        this.#wake = () => resolve(null);
        setTimeout(resolve, pause * (0.5 + Math.random()));
      });
      isBack = await this.resume();
    }
    this.#isReconnecting = false;
  }

  /** Open a fresh network of the same kind in place of one that the server no longer has.
   * @type {(lost: string) => Promise<void>} */
  async #renew(lost) {
    await this.#guarded("network", async () => {
      const session = await openSession(
        asItBegan(this.store.get().session ?? /** @type {never} */ ({})),
      );
      if (this.store.get().session?.id !== lost) {
        await this.retire(session.id); // Another network was chosen meanwhile.
        return;
      }
      this.store.dispatch({ type: "sessionOpened", session });
      this.store.set(notice(SERVER.networkLost, FRESH_NETWORK));
    });
    this.#renewing = null;
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
