/** The panels around the picture: code, the number that is held, tip, and the neurons for the
 * keyboard.
 * @import {PageResource} from "../server/session.js"
 * @import {CodePanel} from "./code/code_panel.js"
 * @import {HeldElements, InspectPanel} from "./inspect_view.js"
 * @typedef {object} PanelElements
 * @property {HTMLElement} code @property {HeldElements} held @property {HTMLElement} neurons
 * @property {HTMLElement} tip
 * @property {HTMLElement} picture where pointers move
 * @typedef {object} PanelPage
 * @property {Store<State, Action>} store @property {Conversation} conversation
 * @property {() => void} onReady a panel has been fetched
 * @typedef {{x: number, y: number}} Point */

import { setText } from "../kit/dom.js";
import { loadStyles, OnDemand } from "../kit/files.js";
import { inUnits, pointOf, unitPixels } from "../kit/size.js";
import { FILES } from "../kit/words.js";
import { neuronAt } from "../network/layout.js";
import { isSameItem } from "../network/names.js";
import { Refusal } from "../server/client.js";
import { getCode } from "../server/endpoints.js";
import { resource } from "../server/resource.js";
import { NeuronGrid } from "./neuron_grid.js";
import { heldItem } from "./what_if/quantity.js";
import { CODE, TIPS } from "./words.js";

/** The tip's distance from its item, in pixels: a fingertip hides more than a pointer. */
const GAP = { mouse: 24, touch: 52 };
const EDGE = 4;

/** A line or two about what is pointed at. @type {(item: Item, state: State) => string[]} */
function tipLines(item, state) {
  const { forward, backward, parameters, session } = state;
  const layers = session?.layers ?? [];
  const last = layers.length - 1;
  if (item.kind === "weight") {
    const { layer, to, from } = item;
    const weight = parameters?.weights[layer - 1]?.[to * layers[layer - 1] + from];
    const nudge = backward?.nudges.weights?.[layer - 1][to][from];
    return [TIPS.weight(layer, to, from, last), TIPS.values("w", weight, nudge)];
  }
  const { layer, index } = item;
  const activation = forward?.activations[layer][index];
  const value = activation === undefined ? TIPS.unknownActivation : TIPS.values("a", activation);
  if (layer === 0) {
    return [TIPS.pixel(index, layers[0]), value];
  }
  const nudge = backward?.nudges.activations[layer - 1][index];
  const values = activation === undefined ? value : TIPS.values("a", activation, nudge);
  return [TIPS.neuron(layer, index, last), values];
}

/** @param {HTMLElement} tip
 * @param {string[]} lines none to hide it
 * @param {Point} anchor where its item is
 * @param {Layout} layout @param {boolean} touch */
function showTip(tip, lines, anchor, layout, touch) {
  tip.hidden = lines.length === 0;
  if (tip.hidden) {
    return;
  }
  setText(tip, lines.join("\n"));
  const unit = unitPixels();
  const [width, height] = [tip.offsetWidth / unit, tip.offsetHeight / unit];
  const corner = cornerOf(anchor, { width, height }, layout, touch ? GAP.touch : GAP.mouse);
  tip.style.left = inUnits(corner.x);
  tip.style.top = inUnits(corner.y);
}

/** Above its item, or next to it where there is no room above; always inside the picture.
 * @param {Point} anchor @param {{width: number, height: number}} size
 * @param {{width: number, height: number}} bounds @param {number} gap
 * @returns {Point} its top left corner */
function cornerOf(anchor, size, bounds, gap) {
  const rightmost = bounds.width - size.width - EDGE;
  const lowest = bounds.height - size.height - EDGE;
  const above = anchor.y - gap - size.height;
  if (above >= EDGE) {
    return { x: clamp(anchor.x - size.width / 2, EDGE, rightmost), y: Math.min(above, lowest) };
  }
  const right = anchor.x + gap;
  const x = right <= rightmost ? right : anchor.x - gap - size.width;
  if (x >= EDGE) {
    return { x, y: clamp(anchor.y - size.height / 2, EDGE, lowest) };
  }
  return { x: clamp(anchor.x - size.width / 2, EDGE, rightmost), y: anchor.y + gap };
}

/** @type {(value: number, least: number, most: number) => number} */
function clamp(value, least, most) {
  return Math.max(least, Math.min(most, value));
}

/** The middle of an item in the picture.
 * @type {(item: Item, layout: Layout, inputs: number) => Point} */
function middleOf(item, layout, inputs) {
  if (item.kind === "neuron") {
    const [x, y] = neuronAt(layout, item.layer, item.index, inputs);
    return { x, y };
  }
  const [startX, startY] = neuronAt(layout, item.layer - 1, item.from, inputs);
  const [endX, endY] = neuronAt(layout, item.layer, item.to, inputs);
  return { x: (startX + endX) / 2, y: (startY + endY) / 2 };
}

let openings = 0;
let wasOpen = false;

/** How often the panel "Code" has been opened. @type {(panel: State["panel"]) => number} */
function openingsOfCode(panel) {
  openings += panel === "code" && !wasOpen ? 1 : 0;
  wasOpen = panel === "code";
  return openings;
}

/** The source that runs, for the panel "Code". Once asked for it is waited for, even where the panel
 * is closed meanwhile; what did not come is asked for when it is opened again.
 * @type {PageResource} */
const source = resource({
  about: "code",
  key: ({ page: { panel, code } }) => {
    const opened = openingsOfCode(panel);
    return opened > 0 && code === null ? [opened] : null;
  },
  scope: () => [],
  fetch: async () => {
    try {
      return await getCode();
    } catch (error) {
      if (error instanceof Refusal) {
        error.message = CODE.missing(error.message);
      }
      throw error;
    }
  },
  into: (code) => ({ type: "set", values: { code } }),
});

export class Panels {
  /** @type {{x: number, y: number} | null} where the pointer is in the picture */
  #pointer = null;
  #touch = false;
  /** Whether the pointer has rested since the beat came: then a tip would be in the way. */
  #resting = false;
  /** @type {{beat: NetworkBeat, layout: Layout, veiled: boolean} | null} what is on the screen */
  #shown = null;
  /** Where the pointer is on the screen. */
  #at = "";

  /** @param {PanelElements} elements @param {PanelPage} page */
  constructor(elements, { store, conversation, onReady }) {
    this.store = store;
    conversation.supply(source, store);
    this.tip = elements.tip;
    const fetchCode = async () => {
      const { CodePanel } = await import("./code/code_panel.js");
      return new CodePanel(elements.code, (tab) =>
        store.set({ codeTab: { tab, beat: store.get().beat } }),
      );
    };
    /** @type {OnDemand<CodePanel>} */
    this.code = new OnDemand(FILES.panel, fetchCode, onReady);
    const fetchInspect = async () => {
      const [{ InspectPanel }] = await Promise.all([
        import("./inspect_view.js"),
        loadStyles(["what_if"]),
      ]);
      return new InspectPanel(elements.held, () => this.pin(null));
    };
    /** @type {OnDemand<InspectPanel>} */
    this.inspect = new OnDemand(FILES.panel, fetchInspect, onReady);
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
          this.#pointer = pointOf({ offsetX, offsetY });
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
    this.grid.container.hidden = !beat.picture.network;
    this.grid.show(state, layout);
    this.#resting ||= beat.id !== this.#shown?.beat.id;
    this.#shown = { beat, layout, veiled };
    if (state.panel === "code") {
      this.code.want()?.show(state, beat, veiled);
    }
    if (state.panel === "number") {
      this.inspect.want()?.show(heldItem(state), state, veiled);
    }
    this.#showTip();
  }

  #showTip() {
    const state = this.store.get();
    if (this.#shown === null) {
      return;
    }
    const { beat, layout, veiled } = this.#shown;
    const kept = state.panel === "number" ? null : state.pinned;
    const pointed = this.#resting ? null : state.pointed;
    const item = state.whatIf.value === null ? (pointed ?? kept) : null;
    const isHidden = veiled || !beat.picture.network;
    if (item === null || isHidden || state.session === null) {
      this.tip.hidden = true;
      return;
    }
    const followed = item.kind === "weight" || item.layer === 0 ? this.#pointer : null;
    const anchor = followed ?? middleOf(item, layout, state.session.layers[0]);
    showTip(this.tip, tipLines(item, state), anchor, layout, this.#touch);
  }
}
