/** The dial "How trained": the network at stops of one training, from untrained to trained. While it
 * is turned, the page shows networks that were fetched ahead; let go, the server's becomes that one.
 * @import {Parameters, StopOfTraining} from "../server/endpoints.js"
 * @import {PassAtStop} from "../server/types.js"
 * @typedef {{slider: HTMLInputElement, output: HTMLElement}} DialElements
 * @typedef {{stops: StopOfTraining[], parameters: Parameters[]}} Networks */

import { setText } from "../kit/dom.js";
import { changes } from "../kit/memo.js";
import { DIAL } from "../kit/words.js";
import { largest, stopOf, stopsOf } from "../network/names.js";
import { parametersAtStops, passesAtStops } from "../server/endpoints.js";
import { passOf } from "../state/network.js";

/** How long the dial rests at each stop where the story turns it, in milliseconds. */
const TURN_MS = 420;
/** A drawing with a larger nudge than this shows what there is to learn. */
const SOMETHING_TO_LEARN = 0.05;

/** What was fetched for a key, until another one is wanted; what did not come is fetched again.
 * @template T */
class Kept {
  #isOther = changes();
  /** @type {Promise<T> | null} */
  #coming = null;

  /** @type {(key: unknown[], fetch: () => Promise<T>) => Promise<T>} */
  get(key, fetch) {
    if (this.#isOther(...key) || this.#coming === null) {
      const coming = fetch();
      this.#coming = coming;
      coming.catch(() => {
        this.#coming = this.#coming === coming ? null : this.#coming;
      });
    }
    return this.#coming;
  }
}

export class Dial {
  /** @type {Kept<Networks>} */
  #networks = new Kept();
  /** @type {Kept<PassAtStop[]>} */
  #passes = new Kept();
  /** The stop that it is turned to, by its number; what comes for an earlier one is dropped. */
  #at = -1;
  #goal = -1; // The stop that the server's network is to become next.
  #settled = Promise.resolve();

  /** @param {DialElements} elements
   * @param {{store: Store<State, Action>, conversation: Conversation}} page
   * @param {(networks: Parameters[]) => void} onAhead called with those that may be shown next */
  constructor({ slider, output }, { store, conversation }, onAhead) {
    this.slider = slider;
    this.output = output;
    this.store = store;
    this.conversation = conversation;
    for (const kind of ["pointerenter", "pointerdown", "focus"]) {
      slider.addEventListener(kind, () =>
        conversation.ask("dial", async () => {
          const [{ parameters }] = await this.#fetchAhead();
          onAhead(parameters);
        }),
      );
    }
    slider.addEventListener("input", () => {
      store.set({ rewound: false });
      this.#turn(Number(slider.value));
    });
    slider.addEventListener("change", () => this.#settle(Number(slider.value)));
    // Whoever turns it back to where it was has changed nothing, but has let it go.
    slider.addEventListener("pointerup", () =>
      setTimeout(() => this.#at >= 0 && this.#settle(Number(slider.value))),
    );
    store.subscribe((state) => this.#show(state));
    this.#show(store.get());
  }

  /** Turn it, visibly, to the most trained stop at which the drawing has something to learn.
   * @type {(isMoving: boolean) => Promise<void>} */
  async rewind(isMoving) {
    await this.conversation.ask("dial", async () => {
      const [, passes] = await this.#fetchAhead();
      const nudges = passes.map(({ largest_nudge }) => largest_nudge ?? 0);
      const found = nudges.findLastIndex((nudge) => nudge > SOMETHING_TO_LEARN);
      const goal = found >= 0 ? found : largest(nudges);
      this.store.set({ rewound: true });
      for (let i = Number(this.slider.value) - 1; isMoving && i > goal; i--) {
        await this.#turn(i);
        await new Promise((resolve) => setTimeout(resolve, TURN_MS));
      }
      await this.#settle(goal);
    });
  }

  /** @type {(state: State) => void} */
  #show(state) {
    const { session } = state;
    const stops = stopsOf(state);
    const { slider, output } = this;
    slider.max = String(Math.max(0, stops.length - 1));
    slider.disabled = session === null || stops.length === 0;
    if (session === null) {
      return;
    }
    const stop = stopOf(session);
    const index = stop === undefined ? -1 : stops.indexOf(stop);
    if (index >= 0 && Number(slider.value) !== index) {
      slider.value = String(index);
    }
    const { weights, iteration } = session;
    const isLoaded = weights === "loaded" && iteration === 0; // Its parameters are as a file had them.
    const own = isLoaded ? DIAL.loaded : DIAL.own(iteration);
    const words = index >= 0 ? DIAL.stop(stops[index]) : own;
    setText(output, words.short);
    slider.setAttribute("aria-valuetext", words.long);
    slider.classList.toggle("off", index < 0);
  }

  /** Its networks, and what they make of the drawing. @returns {Promise<[Networks, PassAtStop[]]>} */
  #fetchAhead() {
    const { session, options, drawing, target } = this.store.get();
    const { pixels } = drawing;
    if (session === null || options === null) {
      return Promise.resolve([{ stops: [], parameters: [] }, []]);
    }
    const { layers, activation, output, cost } = session;
    const kind = [layers.join(), activation, output, cost];
    const networks = this.#networks.get(kind, () =>
      parametersAtStops(session, options.trained_for.version),
    );
    const passes = this.#passes.get([...kind, pixels, target], () =>
      pixels === null ? Promise.resolve([]) : passesAtStops(session, { pixels, target }),
    );
    return Promise.all([networks, passes]);
  }

  /** Show the network at a stop. @type {(at: number) => Promise<void>} */
  async #turn(at) {
    this.#at = at;
    await this.conversation.ask("dial", async () => {
      const { drawing, target } = this.store.get();
      const [{ stops, parameters }, passes] = await this.#fetchAhead();
      if (at === this.#at && at < stops.length) {
        const pass = passOf({ pixels: drawing.pixels, target }, passes[at]?.pass);
        const network = { stop: stops[at], parameters: parameters[at] };
        this.store.dispatch({ type: "previewed", ...network, pass });
      }
    });
  }

  /** Let the server's network become that of a stop, or of a newer one that comes meanwhile: a key
   * held down asks for many. @type {(at: number) => Promise<void>} */
  #settle(at) {
    this.#at = -1;
    this.#goal = at;
    this.#settled = this.#settled.catch(() => {}).then(() => this.#reach());
    return this.#settled;
  }

  async #reach() {
    const stop = stopsOf(this.store.get())[this.#goal];
    this.#goal = -1;
    if (stop !== undefined) {
      await this.conversation.trainFor(stop);
      if (this.#goal < 0 && this.store.get().previewing && this.#at < 0) {
        await this.conversation.resume(); // It was refused, and its own is shown again.
      }
    }
  }
}
