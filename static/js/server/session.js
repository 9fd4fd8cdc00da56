/** The page's own network on the server: what is shown of it, and what changes it.
 * @import {DigitIndex} from "../state/page.js"
 * @import {Shown, StopOfTraining} from "./endpoints.js"
 * @import {OtherNetworks} from "./other_networks.js"
 * @import {Resource} from "./resource.js"
 * @import {ChangedSession, NewSession, SessionObject} from "./types.js" */

import { OnDemand, untilItComes } from "../kit/files.js";
import { FILES, learntMessage, SERVER as SERVER_WORDS } from "../kit/words.js";
import { notice, UNTIL_USED } from "../state/message.js";
import { areParametersRead, isAnswered, leadsToOther, passOf, stepOf } from "../state/network.js";
import { Unreachable } from "./client.js";
import { Connection, foundAgain } from "./connection.js";
import * as server from "./endpoints.js";
import { resource, Supply } from "./resource.js";

/** @typedef {Resource<State, Action>} PageResource
 * @typedef {(id: string, shown: Shown) => Promise<ChangedSession>} Change */

/** @type {(state: State) => Shown} */
const shownIn = ({ drawing: { pixels }, target }) => ({
  pixels,
  target: pixels === null ? null : target,
});

/** Often enough for the eye, and within what the server takes of one page. A stroke is answered at
 * once, point by point; only who goes on without lifting the pen is answered less often. */
const PASS_PAUSE_MS = 35;
const PASSES_AT_ONCE = 80;

/** Between two fetches of all parameters while a run goes on, by the size of the network. */
const TRAINING_PAUSE_MS = { small: 250, large: 1000 };

/** Forward alone, or back too where there is a target. While one draws, each answer is shown.
 * @type {PageResource} */
export const pass = resource({
  about: "pass",
  pause: () => PASS_PAUSE_MS,
  burst: PASSES_AT_ONCE,
  key: ({ page }) => {
    const { session, version, drawing, target } = page;
    return session === null || drawing.pixels === null || isAnswered(page)
      ? null
      : [session.id, version, drawing.id, target, drawing.pixels];
  },
  scope: ({ page: { session, version, drawing, target } }) => [
    session?.id,
    version,
    drawing.id,
    target,
  ],
  fetch: ({ page }) => {
    const { pixels, target } = shownIn(page);
    return server.pass(page.session?.id ?? "", { pixels: pixels ?? [], target });
  },
  into: (answer, { page }) => ({ type: "answered", pass: passOf(shownIn(page), answer) }),
});

/** @type {PageResource} */
export const parameters = resource({
  about: "parameters",
  pause: ({ page: { training, arePicturesComing } }) =>
    training ? TRAINING_PAUSE_MS[arePicturesComing ? "small" : "large"] : 0,
  key: ({ page }) => {
    const { session, version, parametersVersion } = page;
    return parametersVersion === version || !areParametersRead(page)
      ? null
      : session && [session.id, version];
  },
  // While they change all the time, those of a moment ago are worth showing.
  scope: ({ page: { session, version, training } }) => [session?.id, training || version],
  fetch: ({ page }) => server.getParameters(page.session?.id ?? ""),
  into: (parameters, { page: { version } }) => ({ type: "parametersArrived", parameters, version }),
});

/** @type {PageResource} */
const dataset = resource({
  about: "dataset",
  key: ({ page: { session, version, target, training, dataset } }) =>
    target === null || training || dataset !== null ? null : session && [session.id, version],
  fetch: ({ page }) => server.accuracy(page.session?.id ?? ""),
  into: (dataset) => ({ type: "set", values: { dataset } }),
});

const MOST_WAITING = 8;

export class Conversation {
  /** Changes of the network, one after the other. */
  #changes = Promise.resolve();
  #waiting = 0;
  /** Counts the changes whose answers were lost; what was pressed before such a one is not done after. */
  #series = 0;
  #others = new OnDemand(FILES.panel, async () => {
    const { OtherNetworks } = await import("./other_networks.js");
    return new OtherNetworks(this.store, this.#connection);
  });
  /** @type {Samples} */
  #samples;
  /** @type {Connection} */
  #connection;

  /** @param {Store<State, Action>} store
   * @param {() => Promise<SessionObject | null>} own the network that the tab has had before
   * @param {boolean} isOfRoom whether it is a lecture's, seen on a phone */
  constructor(store, own = () => Promise.resolve(null), isOfRoom = false) {
    this.store = store;
    this.own = own;
    this.#connection = new Connection(store, () => this.open());
    this.#samples = new Samples(store, this.#connection);
    this.supply(dataset, store);
    if (isOfRoom) {
      untilItComes(FILES.scene, () => import("./lent.js")).then(({ lent }) => {
        for (const shown of lent) {
          this.supply(shown, store);
        }
      });
    } else {
      this.supply(pass, store);
      this.supply(parameters, store);
    }
  }

  /** Ask the server something; a failure is shown, and a lost server waited for.
   * @type {(about: string, question: () => Promise<unknown>) => Promise<void>} */
  ask(about, question) {
    return this.#connection.ask(about, question);
  }

  /** Fetch a resource of a scene whenever it is wanted.
   * @type {<S, A>(wanted: Resource<S, A>, own: Store<S, A>, isWanted?: () => boolean) => Supply<S,
   *   A>} */
  supply(wanted, own, isWanted) {
    const source = { page: this.store, own, ask: this.ask.bind(this) };
    return new Supply(wanted, source, isWanted);
  }

  /** Open the network that the page begins with. */
  async open() {
    const options = this.ask("options", async () => {
      this.store.set({ options: await server.getOptions() });
    });
    await this.ask("network", async () => {
      const session = await this.#first();
      this.store.dispatch({ type: "sessionOpened", session });
    });
    await options;
  }

  /** The network that the tab had; the default one on a new tab. @returns {Promise<SessionObject>} */
  async #first() {
    const own = await this.own();
    return own === null ? server.openSession({}) : foundAgain(own);
  }

  /** Work on another network from now on; undo leads back. @type {(network: NewSession) => Promise<void>} */
  openOther({ layers, activation, output, cost, weights, seed, trained_for }) {
    const network = { layers, activation, output, cost, weights, seed, trained_for };
    return this.#toOther("network", (others) => others.open(network));
  }

  /** One step of gradient descent on the present drawing. */
  step() {
    return this.#descend(async (id, shown, rate) => {
      const answer = await server.step(id, shown, rate);
      return { ...answer, costs: [answer.cost_before, answer.cost_after], message: "" };
    });
  }

  /** Steps on the present drawing until it is read correctly. */
  learn() {
    return this.#descend(async (id, shown, rate) => {
      const answer = await server.learn(id, shown, rate);
      return { ...answer, message: learntMessage(answer, shown.target) };
    });
  }

  /** @param {(id: string, shown: Shown, rate: number) => Promise< Pick<ChangedSession, "session" |
   *   "pass"> & {costs: number[], message: string}>} descend answers with the costs, the one before
   *   the first step included, and a message to show */
  #descend(descend) {
    const { drawing, target, learningRate } = this.store.get();
    const { pixels } = drawing;
    if (pixels === null || target === null) {
      return Promise.resolve();
    }
    const shown = { pixels, target };
    return this.#change(async (id) => {
      const { answered, forward, parameters, parametersVersion, version } = this.store.get();
      const before = answered?.pixels === pixels ? forward : null;
      const weights = parametersVersion === version ? parameters : null;
      const { session, pass, costs, message } = await descend(id, shown, learningRate);
      if (costs.length > 1) {
        const step = stepOf(costs, learningRate, before, weights);
        this.store.dispatch({
          type: "networkChanged",
          session,
          pass: passOf(shown, pass),
          step: { drawing: drawing.id, step },
        });
      }
      if (message !== "") {
        this.store.set(notice(message));
      }
    });
  }

  undo(count = 1) {
    return this.#travel("undo", (id, shown) => server.undo(id, { ...shown, count }));
  }

  redo() {
    return this.#travel("redo", server.redo);
  }

  /** Start again with trained or random parameters; with others each time where no seed is given.
   * @type {(weights: "trained" | "random", seed?: number) => void} */
  reset(weights, seed) {
    this.#changeTo((id, shown) => server.reset(id, { ...shown, weights, seed }));
  }

  /** Work with the network as the recipe has trained it. @type {(stop: StopOfTraining) => Promise<void>} */
  trainFor(stop) {
    const how =
      stop === null ? { weights: /** @type {const} */ ("trained") } : { trained_for: stop };
    // The seed stays: it decides the order in which digits are trained with.
    const seed = this.store.get().session?.seed;
    return this.#changeTo((id, shown) => server.reset(id, { ...shown, ...how, seed }));
  }

  /** The network as a file; null while there is none. @returns {Promise<Blob | null>} */
  async savedNetwork() {
    await this.#changes; // As it is once all has been done that was asked for.
    const { session } = this.store.get();
    return session && server.savedNetwork(session.id);
  }

  /** Work with the parameters of a file. @type {(file: ArrayBuffer) => Promise<void>} */
  loadNetwork(file) {
    return this.#toOther(UNTIL_USED, (others) => others.load(file));
  }

  /** @type {(about: string, change: (others: OtherNetworks) => Promise<void>) => Promise<void>} */
  #toOther(about, change) {
    this.store.dispatch({ type: "userActed" });
    return this.#inTurn(about, async () => change(await this.#others.comes()));
  }

  /** See whether the server is there and still has the network; if not, do what can be done. */
  resume() {
    return this.#connection.resume();
  }

  /** The page is looked at again. */
  wake() {
    this.#connection.wake();
  }

  /** Take one of MNIST's test digits to the pad: any or the next one, of a label or of all ("").
   * @type {(label: string, random: boolean) => Promise<void>} */
  sample(label, random) {
    this.store.dispatch({ type: "userActed" });
    return this.#samples.take(label, random);
  }

  /** Take a certain digit of MNIST to the pad, and show a beat of it: the answer where left out.
   * @type {(digit: DigitIndex, beat?: string) => Promise<void>} */
  sampleAt(digit, beat) {
    return this.#samples.takeAt(digit, beat);
  }

  /** Along the history of the network shown, and from its end to that of another.
   * @type {(way: "undo" | "redo", change: Change) => Promise<void>} */
  #travel(way, change) {
    return this.#change(async (id) => {
      if (leadsToOther(this.store.get(), way)) {
        await (await this.#others.comes()).go(way);
      } else {
        await this.#make(id, change);
      }
    });
  }

  /** @type {(change: Change) => Promise<void>} */
  #changeTo(change) {
    return this.#change((id) => this.#make(id, change));
  }

  /** @type {(id: string, change: Change) => Promise<void>} */
  async #make(id, change) {
    const shown = shownIn(this.store.get());
    const { session, pass } = await change(id, shown);
    this.store.dispatch({ type: "networkChanged", session, pass: passOf(shown, pass) });
  }

  /** Change the network after all earlier changes are done.
   * @type {(change: (id: string) => Promise<void>) => Promise<void>} */
  #change(change) {
    if (this.#waiting >= MOST_WAITING) {
      this.store.set(notice(SERVER_WORDS.tooMany(MOST_WAITING)));
      return Promise.resolve();
    }
    this.store.dispatch({ type: "userActed" });
    const series = this.#series;
    return this.#inTurn("change", async () => {
      const { session } = this.store.get();
      if (session === null || series !== this.#series) {
        return;
      }
      try {
        await change(session.id);
      } catch (error) {
        if (error instanceof Unreachable) {
          this.#series += 1;
        }
        throw error;
      }
    });
  }

  /** @type {(about: string, change: () => Promise<void>) => Promise<void>} */
  #inTurn(about, change) {
    this.#waiting += 1;
    const done = this.#changes
      .then(() => this.ask(about, change))
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#changes = done.catch(() => {}); // Its caller sees the failure; the next change is made.
    return done;
  }
}

const TEST_DIGITS = 10_000;

/** Digits of MNIST that are taken to the pad: the next one, any, or a certain one. */
class Samples {
  /** @type {Map<string, number>} the next digit to take, by label */
  #offsets = new Map();
  #asked = 0;

  /** @param {Store<State, Action>} store @param {Connection} connection */
  constructor(store, connection) {
    this.store = store;
    this.connection = connection;
  }

  /** @type {(label: string, random: boolean) => Promise<void>} */
  take(label, random) {
    const count = label === "" ? TEST_DIGITS : TEST_DIGITS / 12;
    const next = this.#offsets.get(label) ?? 0;
    const offset = random ? Math.floor(Math.random() * count) : next;
    this.#offsets.set(label, offset + 1); // At once: the next press must not wait for the answer.
    return this.#show("test", async () => {
      const digit = await server.digitAfter("test", label, offset);
      if (digit !== undefined) {
        return digit;
      }
      this.#offsets.set(label, 1);
      return server.digitAfter("test", label, 0);
    });
  }

  /** @type {(digit: DigitIndex, beat?: string) => Promise<void>} */
  takeAt(digit, beat) {
    return this.#show(digit.split, () => server.digitAt(digit), beat);
  }

  /** Only the digit that was asked for last comes to the pad.
   * @type {(split: DigitIndex["split"], fetch: () => Promise<Digit | undefined>, beat?: string) =>
   *   Promise<void>} */
  async #show(split, fetch, beat) {
    this.#asked += 1;
    const number = this.#asked;
    await this.connection.ask("sample", async () => {
      const digit = await fetch();
      if (digit !== undefined && number === this.#asked) {
        const { index, label, pixels } = digit;
        const from = { split, index };
        this.store.dispatch({ type: "sampled", pixels, label, from, ink: null, beat });
      }
    });
  }
}
