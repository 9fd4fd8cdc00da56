/** The panels around the picture: code, inspected neuron or weight, tip, and the neurons for the
 * keyboard.
 * @import {PageResource} from "../server/session.js"
 * @import {CodePanel} from "./code/code_panel.js"
 * @import {InspectPanel} from "./inspect_view.js"
 * @typedef {object} BesideElements
 * @property {HTMLElement} code @property {HTMLElement} inspect @property {HTMLElement} neurons
 * @property {HTMLElement} tip
 * @property {HTMLElement} picture where pointers move
 * @typedef {object} BesidePage
 * @property {Store<State, Action>} store @property {Conversation} conversation
 * @property {{onReady: () => void, onMissing: (error: unknown) => void}} arrival of a panel fetched
 *   on demand */

import { OnDemand } from "../kit/files.js";
import { isSameItem } from "../network/names.js";
import { Refusal } from "../server/client.js";
import { getCode } from "../server/endpoints.js";
import { resource } from "../server/resource.js";
import { NeuronGrid } from "./neuron_grid.js";
import { middleOf, showTip, tipLines } from "./tip.js";

/** The source that runs, for the panel "Code". @type {PageResource} */
const source = resource({
  about: "code",
  key: ({ page: { panel, code } }) => (panel === "code" && code === null ? [] : null),
  fetch: async () => {
    try {
      return await getCode();
    } catch (error) {
      if (error instanceof Refusal) {
        error.message = `The source could not be fetched. ${error.message}`;
      }
      throw error;
    }
  },
  into: (code) => ({ type: "set", values: { code } }),
});

export class Beside {
  /** @type {{x: number, y: number} | null} where the pointer is in the picture */
  #pointer = null;
  #touch = false;
  /** Whether the pointer has rested since the beat came: then a tip would be in the way. */
  #resting = false;
  /** @type {{beat: NetworkBeat, layout: Layout, veiled: boolean} | null} what is on the screen */
  #shown = null;
  /** Where the pointer is on the screen. */
  #at = "";

  /** @param {BesideElements} elements @param {BesidePage} page */
  constructor(elements, { store, conversation, arrival }) {
    this.store = store;
    conversation.supply(source, store);
    this.tip = elements.tip;
    /** @type {OnDemand<CodePanel>} */
    this.code = new OnDemand(async () => {
      const { CodePanel } = await import("./code/code_panel.js");
      return new CodePanel(elements.code, (tab) =>
        store.set({ codeTab: { tab, beat: store.get().beat } }),
      );
    }, arrival);
    /** @type {OnDemand<InspectPanel>} */
    this.inspect = new OnDemand(async () => {
      const { InspectPanel } = await import("./inspect_view.js");
      return new InspectPanel(elements.inspect, (item) => this.pin(item));
    }, arrival);
    this.grid = new NeuronGrid(elements.neurons, {
      onFocus: (item) => {
        this.#pointer = null;
        this.#resting = false;
        store.set({ pointed: item });
      },
      onPin: (item) => this.pin(item),
      onUnpin: () => store.set({ pinned: null }),
    });
    for (const kind of /** @type {const} */ (["pointerdown", "pointermove"])) {
      elements.picture.addEventListener(
        kind,
        ({ offsetX, offsetY, screenX, screenY, pointerType }) => {
          // Browsers also report moves when the page has moved under a resting pointer.
          const at = `${screenX}/${screenY}`;
          const moved = at !== this.#at || kind === "pointerdown";
          this.#at = at;
          this.#pointer = { x: offsetX, y: offsetY };
          this.#touch = pointerType === "touch";
          if (this.#resting && moved) {
            this.#resting = false;
            this.#showTip();
          }
        },
        { capture: true },
      );
    }
  }

  /** Pin an item; the same one again, or null, unpins it. @type {(item: Item | null) => void} */
  pin(item) {
    const kept = isSameItem(item, this.store.get().pinned) ? null : item;
    this.store.set({ pinned: kept });
  }

  /** @param {NetworkBeat} beat @param {Layout} layout
   * @param {boolean} veiled whether the room is still asked what the beat brings */
  show(beat, layout, veiled) {
    const state = this.store.get();
    this.grid.show(state, layout);
    this.#resting ||= beat.id !== this.#shown?.beat.id;
    this.#shown = { beat, layout, veiled };
    if (state.panel === "code") {
      this.code.want()?.show(state, beat, veiled);
    }
    if (state.panel === "inspect") {
      this.inspect.want()?.show(inspected(state, beat), state, veiled);
    }
    this.#showTip();
  }

  #showTip() {
    const state = this.store.get();
    if (this.#shown === null) {
      return;
    }
    const { layout, veiled } = this.#shown;
    const kept = state.panel === "what-if" ? null : state.pinned;
    const pointed = this.#resting ? null : state.pointed;
    const item = state.whatIf.value === null ? (pointed ?? kept) : null;
    if (item === null || veiled || state.panel === "inspect" || state.session === null) {
      this.tip.hidden = true;
      return;
    }
    const followed = item.kind === "weight" || item.layer === 0 ? this.#pointer : null;
    const anchor = followed ?? middleOf(item, layout, state.session.layers[0]);
    showTip(this.tip, tipLines(item, state), anchor, layout, this.#touch);
  }
}

/** What the panel shows: what is pinned, else pointed at, else the beat's own neuron.
 * @type {(state: State, beat: NetworkBeat) => Item | null} */
function inspected({ pinned, pointed }, { picture: { neuron } }) {
  return pinned ?? pointed ?? (neuron === null ? null : { kind: "neuron", ...neuron });
}
