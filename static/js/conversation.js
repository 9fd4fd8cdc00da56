/**
 * What is asked of the server, and when: the store changes, questions follow, answers become
 * actions. Of each kind one question is under way, and the newest waits.
 *
 * @import {Store} from "./store.js"
 * @import {Action, State} from "./state.js"
 * @import {Session, Trained} from "./api.js"
 */

import { api, newestWins, Refusal, Unreachable } from "./api.js";

const RETRY_MS = [500, 1000, 2000, 4000];
const MOST_WAITING = 8;
const TEST_DIGITS = 10_000;

export class Conversation {
  /** Changes of the network, one after the other. */
  #changes = Promise.resolve();
  #waiting = 0;
  #reconnecting = false;
  /** @type {Map<string, number>} the next digit to take, by label */
  #offsets = new Map();

  /** @param {Store<State, Action>} store */
  constructor(store) {
    this.store = store;
    const askPass = newestWins(() => this.#guarded(() => this.#askPass()));
    const askDataset = newestWins(() => this.#guarded(() => this.#askDataset()));
    const askParameters = newestWins(() => this.#guarded(() => this.#askParameters()));
    store.subscribe((state, before) => {
      const networkChanged = state.version !== before.version;
      if (networkChanged) {
        askParameters();
      }
      if ((networkChanged || state.target !== before.target) && state.target !== null) {
        askDataset();
      }
      const drawn = state.drawing.pixels !== before.drawing.pixels;
      if (networkChanged || drawn || state.target !== before.target) {
        askPass();
      }
    });
  }

  /**
   * Ask something more of the server; a failure is told, or the server waited for.
   * @param {() => Promise<void>} question
   */
  talk(question) {
    return this.#guarded(question);
  }

  /** Open the default network, for the first time or after the server has lost it. */
  async open() {
    await this.#guarded(async () => {
      const session = await api.createSession(null);
      this.store.dispatch({ type: "connected" });
      this.store.dispatch({ type: "sessionOpened", session });
      this.store.dispatch({ type: "optionsArrived", options: await api.options() });
    });
  }

  /**
   * Work on another network from now on.
   * @param {Trained} architecture
   */
  async openOther(architecture) {
    await this.#guarded(async () => {
      const old = this.store.get().session;
      const session = await api.createSession(architecture);
      this.store.dispatch({ type: "sessionOpened", session });
      if (old) {
        await api.deleteSession(old.id);
      }
    });
  }

  /** One step of gradient descent on the present drawing. */
  step() {
    this.#descend(async (id, pixels, target, learningRate) => {
      const { cost_before, cost_after } = await api.step(id, pixels, target, learningRate);
      return [cost_before, cost_after];
    });
  }

  /** Steps on the present drawing until it is read right. */
  learn() {
    this.#descend(async (id, pixels, target, learningRate) => {
      const { costs, learnt, steps } = await api.learn(id, pixels, target, learningRate);
      if (!learnt) {
        const message = `After ${steps} steps it is still not read as a ${target}. Another learning rate may help.`;
        this.store.dispatch({ type: "told", message });
      }
      return costs;
    });
  }

  /**
   * @param {(id: string, pixels: number[], target: number, rate: number) => Promise<number[]>} descend
   *   answers with the costs, the one before the first step included
   */
  #descend(descend) {
    const { drawing, target, learningRate, forward: before } = this.store.get();
    const { pixels } = drawing;
    if (pixels === null || target === null) {
      return;
    }
    this.#change(async (id) => {
      const costs = await descend(id, pixels, target, learningRate);
      const session = await api.session(id);
      this.store.dispatch({ type: "networkChanged", session });
      const step = {
        steps: costs.length - 1,
        cost_before: costs[0],
        cost_after: costs[costs.length - 1],
        costs,
        before,
      };
      this.store.dispatch({ type: "stepped", drawing: drawing.id, step });
    });
  }

  undo() {
    this.#changeTo((id) => api.undo(id));
  }

  redo() {
    this.#changeTo((id) => api.redo(id));
  }

  /** @param {"trained" | "random"} weights */
  reset(weights) {
    this.#changeTo((id) => api.reset(id, weights));
  }

  /**
   * Take a digit of MNIST's test digits to the pad.
   * @param {string} label empty for any
   * @param {boolean} random else the next one
   */
  async sample(label, random) {
    await this.#guarded(async () => {
      const count = label === "" ? TEST_DIGITS : TEST_DIGITS / 12;
      const next = this.#offsets.get(label) ?? 0;
      const offset = random ? Math.floor(Math.random() * count) : next;
      const { digits } = await api.digits(label, offset);
      const [digit] = digits.length > 0 ? digits : (await api.digits(label, 0)).digits;
      this.#offsets.set(label, digits.length > 0 ? offset + 1 : 1);
      this.store.dispatch({ type: "sampled", pixels: digit.pixels, label: digit.label });
    });
  }

  /** @param {(id: string) => Promise<Session>} call */
  #changeTo(call) {
    this.#change(async (id) => {
      this.store.dispatch({ type: "networkChanged", session: await call(id) });
    });
  }

  /**
   * Change the network after all earlier changes are done.
   * @param {(id: string) => Promise<void>} change
   */
  #change(change) {
    if (this.#waiting >= MOST_WAITING) {
      return;
    }
    this.#waiting += 1;
    this.#changes = this.#changes.then(async () => {
      await this.#guarded(async () => {
        const { session } = this.store.get();
        if (session) {
          await change(session.id);
        }
      });
      this.#waiting -= 1;
    });
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

  /**
   * Let no failure go unsaid: a refusal is told, a lost server is waited for.
   * @param {() => Promise<void>} talk
   */
  async #guarded(talk) {
    try {
      await talk();
    } catch (error) {
      if (error instanceof Unreachable) {
        this.store.dispatch({ type: "lost" });
        this.#reconnect();
      } else if (error instanceof Refusal && error.status === 404 && this.store.get().session) {
        await this.#renew("The server no longer has this network. A fresh one was opened.");
      } else if (error instanceof Refusal) {
        this.store.dispatch({ type: "told", message: error.message });
      } else {
        throw error;
      }
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
    await this.#resume();
  }

  async #resume() {
    const { session } = this.store.get();
    if (session === null) {
      await this.open();
      return;
    }
    await this.#guarded(async () => {
      this.store.dispatch({ type: "networkChanged", session: await api.session(session.id) });
    });
  }

  /** @param {string} message */
  async #renew(message) {
    try {
      const session = await api.createSession(null);
      this.store.dispatch({ type: "sessionOpened", session });
      this.store.dispatch({ type: "told", message });
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        throw error;
      }
      this.store.dispatch({ type: "lost" });
      this.#reconnect();
    }
  }
}
