/** The page in a frame of slides. The deck around it gets the keys that the story does not use, hears
 * of each beat, and says what is to be shown; both in reveal.js's form, objects as JSON. The browser
 * lets no other page be around it than NUDGE_FRAME_ANCESTORS names: so that one may hear of all, and
 * nobody else is listened to.
 * @import {StepsState} from "../server/types.js" */

import { stepOf } from "../state/network.js";
import { commandOf } from "./keys.js";

/** What leads away from the story, or to what a frame has no room for. */
const OF_DECK = "code number unpin takeHome nextScene present blank keys ask room".split(" ");
const LEAVING = { 1: "next", "-1": "prev" };
/** What has the arrows and letters itself. */
const FIELDS = "input, select, textarea, [contenteditable]";
const OTHER_KEYS = /^(.|Arrow.*|Escape)$/;

export class Deck {
  #shown = "";
  /** Whether the frame is a phone's in a room, and not one of slides: there is nothing to prepare. */
  isOfRoom = location.search.includes("room=");

  /** @type {(StepsState & {network: number}) | null} what a lecture's steps
   * have done, with the network that they led to */
  #steps = null;

  /** @param {Store<State, Action>} store
   * @param {(address: string) => void} onShow the deck wants something shown */
  constructor(store, onShow) {
    this.store = store;
    addEventListener("message", ({ source, data }) => {
      const { show, steps, batch } = source === parent ? wanted(data) : {};
      if (typeof show === "string") {
        onShow(`#${show.replace(/^#/, "")}`);
      }
      if (this.isOfRoom && steps !== undefined) {
        this.#steps = steps;
        this.#takeSteps();
      }
      if (this.isOfRoom && batch !== undefined) {
        store.set({ lentBatch: batch });
      }
    });
    store.subscribe(() => this.#takeSteps());
    document.addEventListener("keydown", (event) => this.#passOn(event), { capture: true });
  }

  /** Once the network is there that the steps have led to. */
  #takeSteps() {
    const { session, lastStep } = this.store.get();
    const steps = this.#steps;
    if (steps !== null && session?.revision === steps.network && lastStep === null) {
      this.store.set({ lastStep: stepOf(steps.costs, steps.learning_rate, null, null) });
    }
  }

  /** A beat is shown. @type {(scene: string, beat: string) => void} */
  beatShown(scene, beat) {
    const address = `#${scene}/${beat}`;
    if (beat !== "" && address !== this.#shown) {
      this.#shown = address;
      tell({ namespace: "nudge", eventName: "beat", state: { scene, beat, address } });
    }
  }

  /** The story has come to its end, or back to its beginning: the deck goes on, and has the keys.
   * @type {(direction: 1 | -1) => void} */
  leave(direction) {
    tell({ method: LEAVING[direction] });
    parent.focus();
  }

  /** @type {(event: KeyboardEvent) => void} */
  #passOn(event) {
    const { key, keyCode, target } = event;
    const command = commandOf(event);
    const isUsed = command !== "" && !OF_DECK.includes(command);
    const isKept = target instanceof Element && target.closest(FIELDS) !== null;
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    if (!isUsed && !isKept && !isModified && OTHER_KEYS.test(key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      tell({ method: "triggerKey", args: [keyCode] });
    }
  }
}

/** @type {(message: object) => void} */
function tell(message) {
  if (parent !== window) {
    parent.postMessage(JSON.stringify(message), "*");
  }
}

/** What a deck wants shown, in whatever form. @type {(data: unknown) => {show?: unknown, steps?: any,
 *   batch?: any}} */
const wanted = (data) => Object(typeof data === "string" ? parsed(data) : data);

/** @type {(text: string) => unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
