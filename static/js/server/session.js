/**
 * What is asked of the server, and when: the store changes, questions follow, answers become
 * actions. Of each kind one question is under way, and the newest waits.
 *
 * @import {Store} from "../state/store.js"
 * @import {Action, Pass, Place, State, Step} from "../state/page.js"
 * @import {Architecture, Session} from "./client.js"
 *
 * @typedef {Pass & {pixels: number[], target: number | null}} AskedPass and what was asked
 */

import { notice } from "../state/message.js";
import { stepOf } from "../state/network.js";
import { api, newestWins, Refusal } from "./client.js";
import { digitsApi } from "./digits_api.js";
import { Talk } from "./talk.js";

const MOST_WAITING = 8;

export class Conversation {
  /** Changes of the network, one after the other. */
  #changes = Promise.resolve();
  #waiting = 0;
  /** @type {Samples} */
  #samples;
  /** @type {Talk} */
  #talk;

  /** @param {Store<State, Action>} store */
  constructor(store) {
    this.store = store;
    this.#talk = new Talk(store, () => this.open());
    this.#samples = new Samples(store, this.#talk);
    const askPass = newestWins(() => this.#talk.ask("pass", () => this.#askPass()));
    const askDataset = newestWins(() => this.#talk.ask("dataset", () => this.#askDataset()));
    const askParameters = newestWins(() =>
      this.#talk.ask("parameters", () => this.#askParameters()),
    );
    store.subscribe((state, before) => {
      const networkChanged = state.version !== before.version;
      if (networkChanged && state.parameters === before.parameters) {
        askParameters(); // Else they have come with the change.
      }
      const isAskedAnew =
        networkChanged || state.target !== before.target || state.training !== before.training;
      if (isAskedAnew && state.target !== null && !state.training) {
        askDataset();
      }
      const unanswered = networkChanged && state.forward === before.forward;
      const drawn = state.drawing.pixels !== before.drawing.pixels;
      if (unanswered || drawn || state.target !== before.target) {
        askPass();
      }
    });
  }

  /**
   * Ask something more of the server; a failure is told, or the server waited for.
   * @param {() => Promise<void>} question
   * @param {string} about what kind of question it is
   */
  talk(question, about = "what-if") {
    return this.#talk.ask(about, question);
  }

  /** Open the default network, for the first time. */
  async open() {
    const options = this.#talk.ask("options", async () => {
      this.store.set({ options: await api.options() });
    });
    await this.#talk.ask("network", async () => {
      const session = await api.createSession(null);
      this.store.dispatch({ type: "connected" });
      this.store.dispatch({ type: "sessionOpened", session });
    });
    await options;
  }

  /**
   * Work on another network from now on.
   * @param {Architecture} architecture
   * @returns {Promise<void>} until it is there
   */
  openOther(architecture) {
    this.store.dispatch({ type: "userActed" });
    return this.#inTurn("network", async () => {
      const session = await api.createSession(architecture);
      const pass = this.#ofNow(await this.#pass(session.id));
      const old = this.store.get().session;
      this.store.dispatch({ type: "sessionOpened", session, pass });
      if (old) {
        this.#talk.retire(old.id);
      }
    });
  }

  /** One step of gradient descent on the present drawing. */
  step() {
    this.#descend(async (id, pixels, target, learningRate) => {
      const { cost_before, cost_after } = await api.step(id, pixels, target, learningRate);
      return { costs: [cost_before, cost_after], message: "" };
    });
  }

  /** Steps on the present drawing until it is read right. */
  learn() {
    this.#descend(async (id, pixels, target, learningRate) => {
      const { costs, learnt, steps } = await api.learn(id, pixels, target, learningRate);
      if (learnt) {
        const message = steps === 0 ? `It is already read as a ${target}: nothing to learn.` : "";
        return { costs, message };
      }
      const message = `After ${steps} steps it is still not read as a ${target}. Another learning rate may help.`;
      return { costs, message };
    });
  }

  /**
   * @param {(id: string, pixels: number[], target: number, rate: number) =>
   *   Promise<{costs: number[], message: string}>} descend
   *   answers with the costs, the one before the first step included, and what is to be said
   */
  #descend(descend) {
    const { drawing, target, learningRate } = this.store.get();
    const { pixels } = drawing;
    if (pixels === null || target === null) {
      return;
    }
    this.#change(async (id) => {
      const shown = this.store.get();
      const before = shown.drawing.pixels === pixels ? shown.forward : null;
      const { costs, message } = await descend(id, pixels, target, learningRate);
      if (costs.length > 1) {
        const [session, pass] = await Promise.all([api.session(id), this.#pass(id)]);
        const step = stepOf(costs, learningRate, before);
        this.#showChange(session, pass, { drawing: drawing.id, step });
      }
      if (message !== "") {
        this.store.set(notice(message));
      }
    });
  }

  undo() {
    this.#changeTo((id) => api.undo(id));
  }

  redo() {
    this.#changeTo((id) => api.redo(id));
  }

  /**
   * @param {"trained" | "random"} weights
   * @param {number} [seed] of what is drawn; another each time where left out
   */
  reset(weights, seed) {
    this.#changeTo((id) => api.reset(id, weights, seed));
  }

  /** See whether the server is there and still has the network; if not, do what can be done. */
  resume() {
    return this.#talk.resume();
  }

  /**
   * Take a digit of MNIST's test digits to the pad.
   * @param {string} label empty for any
   * @param {boolean} random else the next one
   */
  sample(label, random) {
    this.store.dispatch({ type: "userActed" });
    return this.#samples.take(label, random);
  }

  /**
   * Take a certain digit of MNIST to the pad.
   * @type {(place: Place) => Promise<void>}
   */
  sampleAt(place) {
    return this.#samples.takeAt(place);
  }

  /** @type {(call: (id: string) => Promise<Session>) => void} */
  #changeTo(call) {
    this.#change(async (id) => {
      const session = await call(id);
      this.#showChange(session, await this.#pass(id), null);
    });
  }

  /**
   * Change the network after all earlier changes are done.
   * @type {(change: (id: string) => Promise<void>) => void}
   */
  #change(change) {
    if (this.#waiting >= MOST_WAITING) {
      return;
    }
    this.store.dispatch({ type: "userActed" });
    this.#inTurn("change", async () => {
      const { session } = this.store.get();
      if (session) {
        await change(session.id);
      }
    });
  }

  /** @type {(about: string, change: () => Promise<void>) => Promise<void>} */
  #inTurn(about, change) {
    this.#waiting += 1;
    this.#changes = this.#changes.then(async () => {
      await this.#talk.ask(about, change);
      this.#waiting -= 1;
    });
    return this.#changes;
  }

  /**
   * The step count, the cost and the prediction change together.
   * @type {(session: Session, asked: AskedPass | null, step: {drawing: number, step: Step} |
   *   null) => void}
   */
  #showChange(session, asked, step) {
    const pass = this.#ofNow(asked);
    this.store.dispatch({ type: "networkChanged", session, pass, step });
    if (pass !== null) {
      this.store.dispatch({ type: "succeeded", about: "pass" });
    }
  }

  /**
   * What a network says of the present drawing; null where there is none, or where it is refused:
   * then it is asked for once more by itself, and that refusal is told.
   * @type {(id: string) => Promise<AskedPass | null>}
   */
  async #pass(id) {
    const { drawing, target } = this.store.get();
    const { pixels } = drawing;
    if (pixels === null) {
      return null;
    }
    try {
      const backward = target === null ? null : await api.backward(id, pixels, target);
      const forward = backward ?? (await api.forward(id, pixels));
      return { pixels, target, forward, backward };
    } catch (error) {
      if (error instanceof Refusal) {
        return null;
      }
      throw error;
    }
  }

  /**
   * @param {AskedPass | null} pass
   * @returns {Pass | null} null where it is about what is no longer shown
   */
  #ofNow(pass) {
    const { drawing, target } = this.store.get();
    return pass?.pixels === drawing.pixels && pass.target === target ? pass : null;
  }

  /** Ask for the pass of the present drawing: forward alone, or back too where a target is said. */
  async #askPass() {
    const { session, drawing, target, version } = this.store.get();
    if (!session || drawing.pixels === null) {
      return;
    }
    const question = { drawing: drawing.id, version, target };
    const backward =
      target === null ? null : await api.backward(session.id, drawing.pixels, target);
    const forward = backward ?? (await api.forward(session.id, drawing.pixels));
    this.store.dispatch({ type: "answered", question, forward, backward });
  }

  async #askDataset() {
    const { session, version } = this.store.get();
    if (session) {
      const dataset = await api.accuracy(session.id);
      this.store.dispatch({ type: "datasetArrived", version, dataset });
    }
  }

  async #askParameters() {
    const { session, version } = this.store.get();
    if (session) {
      const parameters = await api.parameters(session.id);
      this.store.dispatch({ type: "parametersArrived", version, parameters });
    }
  }
}

/**
 * Digits of MNIST that are taken to the pad: the next one, any, or a certain one.
 *
 * @import {Digit} from "./digits_api.js"
 */

const TEST_DIGITS = 10_000;

export class Samples {
  /** @type {Map<string, number>} the next digit to take, by label */
  #offsets = new Map();
  #asked = 0;

  /**
   * @param {Store<State, Action>} store
   * @param {Talk} talk
   */
  constructor(store, talk) {
    this.store = store;
    this.talk = talk;
  }

  /**
   * @param {string} label empty for any
   * @param {boolean} random else the next one
   */
  take(label, random) {
    const count = label === "" ? TEST_DIGITS : TEST_DIGITS / 12;
    const next = this.#offsets.get(label) ?? 0;
    const offset = random ? Math.floor(Math.random() * count) : next;
    this.#offsets.set(label, offset + 1); // At once: the next press must not wait for the answer.
    return this.#show("test", async () => {
      const digit = await digitsApi.digitAfter("test", label, offset);
      if (digit !== undefined) {
        return digit;
      }
      this.#offsets.set(label, 1);
      return digitsApi.digitAfter("test", label, 0);
    });
  }

  /** @type {(place: Place) => Promise<void>} */
  takeAt(place) {
    return this.#show(place.split, () => digitsApi.digitAt(place));
  }

  /**
   * Only the digit that was asked for last comes to the pad.
   * @type {(split: Place["split"], fetch: () => Promise<Digit | undefined>) => Promise<void>}
   */
  async #show(split, fetch) {
    this.#asked += 1;
    const number = this.#asked;
    await this.talk.ask("sample", async () => {
      const digit = await fetch();
      if (digit !== undefined && number === this.#asked) {
        const { index, label, pixels } = digit;
        this.store.dispatch({ type: "sampled", pixels, label, from: { split, index }, ink: null });
      }
    });
  }
}
