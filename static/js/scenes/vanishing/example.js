/** The example that is sent through both networks: the page's drawing, or one of MNIST's test
 * digits.
 * @import {NamedDigit} from "../../link/digit.js"
 * @import {Example, VanishingAction} from "./state.js" */

import { inkPicture } from "../../input/digit_image.js";
import { BRUSH_RADIUS } from "../../input/pad.js";
import { digitAfter, digitAt } from "../../server/endpoints.js";
import { drawingName, sampleName } from "./words.js";

export class Examples {
  /** The next of the test digits. */
  #index = 0;
  /** Counts the digits asked for: an earlier one comes too late. */
  #asked = 0;
  /** @type {number[] | null} the drawing that was taken over last */
  #drawing = null;

  /** @param {Store<State, Action>} store the page's
   * @param {Store<VanishingState, VanishingAction>} vanishing the scene's
   * @param {Conversation} conversation */
  constructor(store, vanishing, conversation) {
    this.store = store;
    this.vanishing = vanishing;
    this.conversation = conversation;
  }

  /** Have an example to show: the page's drawing where it is a new one, or a digit. */
  begin() {
    const { drawing, target, forward } = this.store.get();
    const label = target ?? forward?.prediction ?? null;
    const isNew = drawing.pixels !== this.#drawing;
    if (drawing.pixels !== null && label !== null && isNew) {
      this.#drawing = drawing.pixels;
      const { pixels, from, strokes } = drawing;
      this.#show({ ...own(label), pixels, digit: { from, strokes } });
    } else if (this.vanishing.get().example === null) {
      this.next();
    }
  }

  /** Show the next of the test digits. */
  next() {
    const index = this.#index;
    this.#index += 1;
    return this.#fetch(async () => {
      const digit = await digitAfter("test", "", index);
      return digit && ofMnist(digit);
    });
  }

  /** Show the example that an address names.
   * @type {(named: {label: number | null, digit: NamedDigit}) => Promise<unknown>} */
  find({ label, digit: { from, strokes } }) {
    this.#drawing = this.store.get().drawing.pixels; // Else it would be taken in its place.
    return this.#fetch(async () => {
      const found = from && (await digitAt(from));
      if (label !== null) {
        const pixels = found?.pixels ?? inkPicture(strokes ?? [], BRUSH_RADIUS).pixels;
        return { ...own(label), pixels, digit: { from, strokes: strokes ?? [] } };
      }
      if (found !== null) {
        this.#index = found.index + 1;
        return ofMnist(found);
      }
      return undefined;
    });
  }

  /** @type {(fetch: () => Promise<Example | undefined>) => Promise<unknown>} */
  #fetch(fetch) {
    this.#asked += 1;
    const number = this.#asked;
    return this.conversation.ask("digit", async () => {
      const example = await fetch();
      if (example !== undefined && number === this.#asked) {
        this.#show(example);
      }
    });
  }

  /** @type {(example: Example) => void} */
  #show(example) {
    this.vanishing.set({ example });
  }
}

/** @param {number} label what a drawing is taken for */
function own(label) {
  return { label, name: drawingName(label), isOwn: true };
}

/** One of the test digits. @type {(digit: Digit) => Example} */
function ofMnist({ index, label, pixels }) {
  const digit = { from: { split: /** @type {const} */ ("test"), index }, strokes: [] };
  return { pixels, label, name: sampleName(label), isOwn: false, digit };
}
