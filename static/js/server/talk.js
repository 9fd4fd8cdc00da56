/**
 * Talk with a server that may refuse, lose the network or be lost itself: no failure goes unsaid.
 *
 * @import {Store} from "../state/store.js"
 * @import {Action, State} from "../state/page.js"
 */

import { notice } from "../state/message.js";
import { api, Refusal, Unreachable } from "./client.js";

const RETRY_MS = [500, 1000, 2000, 4000];

export class Talk {
  #reconnecting = false;
  /** @type {Promise<void> | null} */
  #renewing = null;
  /** @type {Map<string, Set<Promise<void>>>} what is under way, by the network it is about */
  #underWay = new Map();

  /**
   * @param {Store<State, Action>} store
   * @param {() => Promise<void>} open opens the first network
   */
  constructor(store, open) {
    this.store = store;
    this.open = open;
  }

  /**
   * Ask something; a refusal is told until the same is asked with success, a lost server waited for.
   * @param {string} about what kind of question it is
   * @param {() => Promise<void>} question
   * @returns {Promise<void>}
   */
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

  /**
   * Let the server drop a network once all that was asked about it is answered.
   * @type {(id: string) => Promise<void>}
   */
  async retire(id) {
    await Promise.allSettled(this.#underWay.get(id) ?? []);
    this.#underWay.delete(id);
    try {
      await api.deleteSession(id);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unreachable)) {
        throw error;
      } // Else nobody misses it: the server drops by itself what is not used.
    }
  }

  /** @type {(about: string, question: () => Promise<void>) => Promise<void>} */
  async #guarded(about, question) {
    try {
      await question();
      this.store.dispatch({ type: "succeeded", about });
    } catch (error) {
      if (error instanceof Unreachable) {
        this.store.dispatch({ type: "lost" });
        this.#reconnect();
      } else if (!(error instanceof Refusal)) {
        throw error;
      } else if (error.lostSession === null) {
        this.store.set(notice(error.message, about));
      } else if (error.lostSession === this.store.get().session?.id) {
        this.#renewing ??= this.#renew(error.lostSession);
        await this.#renewing;
      } // Else it is about a network that is no longer shown.
    }
  }

  /** Wait for the server, then go on with the same network, or a fresh one if it is gone. */
  async #reconnect() {
    if (this.#reconnecting) {
      return;
    }
    this.#reconnecting = true;
    for (let attempt = 0; this.store.get().connection === "lost"; attempt++) {
      const pause = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
      try {
        await api.health();
        this.store.dispatch({ type: "connected" });
      } catch (error) {
        if (!(error instanceof Unreachable)) {
          this.store.dispatch({ type: "connected" });
        }
      }
    }
    this.#reconnecting = false;
    await this.resume();
  }

  /** Look at the network anew. */
  async resume() {
    const { session } = this.store.get();
    if (session === null) {
      await this.open();
      return;
    }
    await this.ask("network", async () => {
      this.store.dispatch({ type: "networkChanged", session: await api.session(session.id) });
    });
  }

  /**
   * Open a fresh network of the same kind in the place of one that the server no longer has.
   * @type {(lost: string) => Promise<void>}
   */
  async #renew(lost) {
    await this.#guarded("network", async () => {
      const session = await api.createSession(this.store.get().session);
      if (this.store.get().session?.id !== lost) {
        await this.retire(session.id); // Another network was chosen meanwhile.
        return;
      }
      const message = "The server no longer has this network. A fresh one was opened.";
      this.store.dispatch({ type: "sessionOpened", session });
      this.store.set(notice(message));
    });
    this.#renewing = null;
  }
}
