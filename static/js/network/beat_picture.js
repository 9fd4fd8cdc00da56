/** What a beat shows of the network, and which symbol of its formula stands for which part of that,
 * both ways.
 * @import {Line} from "../kit/canvas.js"
 * @typedef {{kind: "inputs" | "lever" | "column" | "row" | "sum" | "step"} | {kind: "neuron",
 *   layer: number, index: number} | {kind: "forward" | "nudges" | "lines", layer: number}} Motion
 *   what moves; at the clock's end it has arrived
 * @typedef {object} Columns what one layer's neurons want of the layer before it
 * @property {number} layer the layer that the desired changes are for
 * @property {number[]} order whose columns stand
 * @property {boolean} single whether it is one column alone, close to the neurons that it is for
 * @property {number[]} arriving whose columns are just coming
 * @property {number[] | null} sum what they add up to for each neuron, once that is shown
 * @property {number | null} row the neuron that the beat is about
 * @property {boolean} lifted whether that neuron's row is laid head to tail
 * @property {Solo | null} solo where one column alone can be shown in place of all
 * @typedef {{output: number, alone: boolean}} Solo whose column, and whether it is
 * @typedef {object} Picture what a beat shows; complete, so that every way to a beat looks the same
 * @property {boolean} network whether the network is shown; else what the beat draws stands alone
 * @property {"picture" | "centring" | "numbers" | "unrolling" | "weights"} inputs
 * @property {number} activations the last layer whose activations are shown; -1 for none
 * @property {number | null} nudges the layer whose nudges are shown as arrows
 * @property {boolean} cost whether the squares and their sum are shown
 * @property {number | null} lit the layer that the beat is about
 * @property {{layer: number, index: number} | null} neuron the neuron that the beat is about
 * @property {"weights" | "products" | "weight-nudges" | "bias-nudge" | "layer-weight-nudges" |
 *   "pixel-weight-nudges" | "all-weight-nudges" | null} lines what is drawn between layers
 * @property {Columns | null} columns
 * @property {boolean} compare whether the answer before the last step is shown with the present one
 * @property {Motion | null} motion
 * @typedef {Beat<State, any> & {caption: Words[], tex: string, lines: string[], picture: Picture,
 *   asked?: Picture, draw?: (context: CanvasRenderingContext2D, frame: Frame) => void, overlay?:
 *   (store: Store<State, Action>) => Overlaid}} NetworkBeat a beat of the walk: `lines` names the
 *   lines of code that it stands for (app/api/code_marks.py), `asked` is its picture while its
 *   question waits, where that is another than its picture before anything has moved, `draw` adds a
 *   picture of its own, `overlay` makes what is laid over it to be used
 * @typedef {{element: HTMLElement, update: (state: State, layout: Layout) => void}} Overlaid
 * @typedef {{lines: Line[], travellers: Line[]}} Overlay travellers run from `from` to `to`
 * @typedef {object} Shown what one frame shows, besides the page's state
 * @property {Layout} layout @property {Theme} theme @property {number} brushRadius
 * @property {Picture} picture
 * @property {boolean} veiled whether what the beat brings is still hidden from the room
 * @property {number} progress of the picture's motion, from 0 to 1
 * @property {Overlay} overlay
 * @property {number[]} weightOpacities how strongly the lines of each gap show
 * @property {number | null} litLayer the layer that is lit, by the beat or by a symbol pointed at
 * @typedef {State & Shown} Frame */

/** A picture in which only what is named differs from a resting network.
 * @type {(shown: Partial<Picture>) => Picture} */
export function picture(shown) {
  return {
    network: true,
    inputs: "picture",
    activations: 0,
    nudges: null,
    cost: false,
    lit: null,
    neuron: null,
    lines: null,
    columns: null,
    compare: false,
    motion: null,
    ...shown,
  };
}

/** Columns that stand, with no sum yet.
 * @type {(shown: Partial<Columns> & Pick<Columns, "layer" | "order">) => Columns} */
export function columns(shown) {
  const resting = { single: false, arriving: [], sum: null, row: null, lifted: false, solo: null };
  return { ...resting, ...shown };
}

/** The layer that a beat's formula speaks of. @type {(picture: Picture) => number | null} */
function subject({ lit, neuron, columns }) {
  return columns?.layer ?? neuron?.layer ?? lit;
}

/** The layer that a beat is about: that of its formula, or else the one whose pictures it shows.
 * @type {(picture: Picture) => number | null} */
export function layerOfBeat(picture) {
  return subject(picture) ?? (picture.lines === "pixel-weight-nudges" ? 1 : null);
}

/** The layer whose neurons a symbol stands for; null where it stands for none.
 * @type {(symbol: string | null, picture: Picture) => number | null} */
export function layerOfSymbol(symbol, picture) {
  const layer = subject(picture);
  if (symbol === null || layer === null) {
    return null;
  }
  switch (symbol) {
    case "a-before":
      return layer - 1;
    case "delta":
      return picture.columns === null ? layer : layer + 1;
    case "a":
    case "b":
    case "z":
    case "y":
    case "nudge":
    case "nudge-a":
    case "nudge-z":
    case "C":
      return layer;
    default:
      return null;
  }
}

/** The gap between layers whose weights a symbol stands for: 0 for that after the inputs.
 * @type {(symbol: string | null, picture: Picture) => number | null} */
export function gapOfSymbol(symbol, picture) {
  const layer = subject(picture);
  if (symbol !== "w" || layer === null) {
    return null;
  }
  return picture.columns === null ? layer - 1 : layer;
}

/** The symbols that stand for a thing in the picture.
 * @type {(item: Item | null, picture: Picture) => string[]} */
export function symbolsOfItem(item, picture) {
  const layer = subject(picture);
  if (item === null || layer === null) {
    return [];
  }
  if (item.kind === "weight") {
    return item.layer - 1 === gapOfSymbol("w", picture) ? ["w"] : [];
  }
  const names = ["a", "a-before", "b", "z", "delta", "nudge", "nudge-a", "nudge-z"];
  return names.filter((name) => layerOfSymbol(name, picture) === item.layer);
}
