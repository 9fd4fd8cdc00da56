/**
 * Training on one digit alone, with regular looks at the accuracy of all others; or on mini-batches
 * instead.
 * @import {SessionObject} from "../../../server/types.js"
 * @import {Taken} from "../../../state/page.js"
 * @import {TableDigit} from "./state.js"
 * @import {DescentAction} from "../state.js"
 * @import {Store} from "../../../state/store.js" */

import * as server from "../../../server/endpoints.js";

const RATE = 1;
const BATCH = { batch_size: 100, steps: 10, learning_rate: 1 };
const MOST_CALLS = 40;
/** A cost this small counts as none. */
const ENOUGH = 0.0005;
/** Slow enough to see each step's effect on the others. */
const PAUSE_MS = 250;

/** Whether the network stands within such steps, or before them, and nothing else has changed it.
 * @type {(taken: Taken, session: SessionObject | null) => boolean} */
export const standsAfter = ({ session: id, from, to }, session) =>
  session?.id === id && session.iteration >= from && session.iteration <= to;

export class Listener {
  #stopped = false;
  /** @type {Taken} */
  #taken = { session: "", from: 0, to: 0 };
  /** @type {SessionObject | null} after the last change, until the page knows it */
  #session = null;

  /** @param {Store<State, Action>} store @param {Store<DescentState, DescentAction>} descent
   * @param {Conversation} conversation */
  constructor(store, descent, conversation) {
    this.store = store;
    this.descent = descent;
    this.conversation = conversation;
    store.subscribe(() => this.#forget());
  }

  get running() {
    return this.descent.get().table.listening?.running ?? false;
  }

  stop() {
    this.#stopped = true;
  }

  /** Forget the results once something else has changed the network. */
  #forget() {
    const { listening } = this.descent.get().table;
    const isOwn = standsAfter(this.#taken, this.store.get().session);
    if (listening !== null && !listening.running && !isOwn) {
      this.descent.set({ "table.listening": null });
    }
  }

  /** @param {number | null} column of the digit; null for mini-batches */
  async start(column) {
    const { session } = this.store.get();
    if (session === null || this.running) {
      return;
    }
    if (this.descent.get().table.listening === null) {
      this.#taken = { session: session.id, from: session.iteration, to: session.iteration };
    }
    this.#stopped = false;
    this.descent.dispatch({ type: "listeningBegan", column });
    await this.conversation.ask("listen", () => this.#listen(session.id, column));
    this.#show();
    this.descent.dispatch({ type: "listeningEnded" });
  }

  /** Take back all steps since the first: those that were followed, or others.
   * @type {(taken?: Taken) => Promise<void>} */
  async undo({ session: id, from } = this.#taken) {
    await this.conversation.ask("listen", async () => {
      let { iteration, undo } = await server.getSession(id);
      while (iteration > from && undo > 0) {
        this.#session = await server.undo(id);
        ({ iteration, undo } = this.#session);
      }
    });
    this.descent.set({ "table.listening": null });
    this.#show();
  }

  /** @type {(id: string, column: number | null) => Promise<void>} */
  async #listen(id, column) {
    const { digits, listening } = this.descent.get().table;
    let steps = listening?.steps ?? 0;
    for (let call = 1; call <= MOST_CALLS && !this.#stopped; call++) {
      const examples = column === null ? BATCH : exampleOf(digits[column]);
      const { session, cost_after: cost } = await server.stepOn(id, examples);
      this.#session = session;
      steps += column === null ? BATCH.steps : 1;
      const { class_accuracy: accuracy } = await server.predictions(id);
      this.descent.dispatch({ type: "listeningStepped", steps, cost, accuracy });
      if (column !== null && cost < ENOUGH) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** Tell the page that the network has changed. */
  #show() {
    const session = this.#session;
    if (session !== null) {
      this.#taken.to = session.iteration;
      this.#session = null;
      this.store.dispatch({ type: "networkChanged", session });
    }
  }
}

/** @type {(digit: TableDigit) => {pixels: number[], target: number, learning_rate: number}} */
const exampleOf = ({ pixels, label }) => ({ pixels, target: label, learning_rate: RATE });
