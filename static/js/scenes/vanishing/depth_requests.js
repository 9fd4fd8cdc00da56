/**
 * What the vanishing scene asks besides training: one example there and back through both networks
 * whenever either has changed, and the activation functions as curves.
 *
 * @import {Digit} from "../../server/digits_api.js"
 * @import {Conversation} from "../../server/session.js"
 * @import {NamedDigit} from "../../link/digit.js"
 * @import {SideName} from "./choices.js"
 * @import {Example, VanishingAction, VanishingState} from "./state.js"
 * @import {Action, State} from "../../state/page.js"
 * @import {Store} from "../../state/store.js"
 */

import { inkPicture } from "../../input/digit_image.js";
import { BRUSH_RADIUS } from "../../input/pad.js";
import { newestWins } from "../../server/client.js";
import { digitsApi } from "../../server/digits_api.js";
import { vanishingApi } from "../../server/vanishing_api.js";
import { functionKey, SIDES } from "./choices.js";

/** Points of a curve; an odd number, so that z = 0 is one of them. */
const POINTS = 201;

export class VanishingQuestions {
  /** @type {Record<SideName, unknown[]>} what each side's pass was asked about last */
  #asked = { a: [], b: [] };
  /** @type {Set<string>} functions that are on their way */
  #coming = new Set();
  #digit = 0;
  /** @type {number[] | null} the drawing that was taken over last */
  #drawing = null;

  /**
   * @param {Store<State, Action>} store the page's
   * @param {Store<VanishingState, VanishingAction>} vanishing the scene's
   * @param {Conversation} conversation
   */
  constructor(store, vanishing, conversation) {
    this.store = store;
    this.vanishing = vanishing;
    this.conversation = conversation;
    /** @type {(side: SideName) => () => Promise<void>} */
    const asking = (side) =>
      newestWins(() => conversation.talk(() => this.#askPass(side), `pass of ${side}`));
    this.ask = { a: asking("a"), b: asking("b") };
    this.nextDigit = newestWins(() => conversation.talk(() => this.#askDigit(), "digit"));
  }

  /** Have an example to show: the page's drawing, or a digit of MNIST. */
  begin() {
    const { drawing, target, forward } = this.store.get();
    const label = target ?? forward?.prediction ?? null;
    const isNew = drawing.pixels !== this.#drawing;
    if (drawing.pixels !== null && label !== null && isNew) {
      this.#drawing = drawing.pixels;
      const { pixels, from, strokes } = drawing;
      this.#show({ ...own(label), pixels, digit: { from, strokes } });
    } else if (this.vanishing.get().example === null) {
      this.nextDigit();
    }
  }

  /**
   * Have the example that an address names.
   * @type {(named: {label: number | null, digit: NamedDigit}) => Promise<void>}
   */
  async find({ label, digit }) {
    this.#drawing = this.store.get().drawing.pixels; // Else it would be taken in its place.
    await this.conversation.talk(async () => {
      const { from, strokes } = digit;
      const found = from && (await digitsApi.digitAt(from));
      if (found !== null && label === null) {
        this.#digit = found.index + 1;
        this.#show(ofMnist(found));
      } else if (label !== null) {
        const pixels = found?.pixels ?? inkPicture(strokes ?? [], BRUSH_RADIUS).pixels;
        this.#show({ ...own(label), pixels, digit: { from, strokes: strokes ?? [] } });
      }
    }, "digit");
  }

  /** Ask for what has changed since it was asked for last. */
  keep() {
    const { sides, example } = this.vanishing.get();
    for (const side of SIDES) {
      const { session, frame } = sides[side];
      const about = [session, frame?.iteration, example];
      if (session !== null && frame !== null && example !== null) {
        if (about.some((value, i) => value !== this.#asked[side][i])) {
          this.#asked[side] = about;
          this.ask[side]();
        }
      }
    }
  }

  /**
   * Have a function's curve from -reach to reach.
   * @type {(activation: string, reach: number) => Promise<void>}
   */
  async have(activation, reach) {
    const key = functionKey(activation, reach);
    if (this.vanishing.get().functions.has(key) || this.#coming.has(key)) {
      return;
    }
    this.#coming.add(key);
    await this.conversation.talk(async () => {
      const range = { from: -reach, to: reach, count: POINTS };
      const answer = await vanishingApi.functionOf(activation, range);
      this.vanishing.dispatch({ type: "functionArrived", key, answer });
    }, "functions");
    this.#coming.delete(key);
  }

  /** @type {(side: SideName) => Promise<void>} */
  async #askPass(side) {
    const { sides, example } = this.vanishing.get();
    const { session } = sides[side];
    if (session === null || example === null) {
      return;
    }
    const answer = await vanishingApi.pass(session, example.pixels, example.label);
    if (this.vanishing.get().sides[side].session === session) {
      this.vanishing.dispatch({ type: "sideChanged", side, change: { pass: { answer, example } } });
    }
  }

  async #askDigit() {
    const digit = await digitsApi.digitAfter("test", "", this.#digit);
    if (digit !== undefined) {
      this.#digit += 1;
      this.#show(ofMnist(digit));
    }
  }

  /** @type {(example: Example) => void} */
  #show(example) {
    this.vanishing.set({ example });
  }
}

/** @param {number} label what a drawing is taken for */
function own(label) {
  return { label, name: `the drawing, as a ${label}`, isOwn: true };
}

/**
 * One of the test digits.
 * @type {(digit: Digit) => Example}
 */
function ofMnist({ index, label, pixels }) {
  const digit = { from: { split: /** @type {const} */ ("test"), index }, strokes: [] };
  return { pixels, label, name: `a ${label} of MNIST`, isOwn: false, digit };
}
