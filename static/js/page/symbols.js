/**
 * Which symbol of a beat's formula stands for which part of its picture, both ways.
 *
 * @import {Item} from "../state/page.js"
 * @import {Picture} from "./timeline.js"
 */

/**
 * The layer that a beat's formula speaks of.
 * @type {(picture: Picture) => number | null}
 */
function subject({ lit, neuron, columns }) {
  return columns?.layer ?? neuron?.layer ?? lit;
}

/**
 * The layer that a beat is about: that of its formula, or else the one whose pictures it shows.
 * @type {(picture: Picture) => number | null}
 */
export function layerOfBeat(picture) {
  return subject(picture) ?? (picture.lines === "pixel-weight-nudges" ? 1 : null);
}

/**
 * The layer whose neurons a symbol stands for; null where it stands for none.
 * @type {(symbol: string | null, picture: Picture) => number | null}
 */
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
    case "C":
      return layer;
    default:
      return null;
  }
}

/**
 * The gap between layers whose weights a symbol stands for: 0 for that after the inputs.
 * @type {(symbol: string | null, picture: Picture) => number | null}
 */
export function gapOfSymbol(symbol, picture) {
  const layer = subject(picture);
  if (symbol !== "w" || layer === null) {
    return null;
  }
  return picture.columns === null ? layer - 1 : layer;
}

/**
 * The symbols that stand for a thing in the picture.
 * @type {(item: Item | null, picture: Picture) => string[]}
 */
export function symbolsOfItem(item, picture) {
  const layer = subject(picture);
  if (item === null || layer === null) {
    return [];
  }
  if (item.kind === "weight") {
    return item.layer - 1 === gapOfSymbol("w", picture) ? ["w"] : [];
  }
  const names = ["a", "a-before", "b", "z", "delta", "nudge"];
  return names.filter((name) => layerOfSymbol(name, picture) === item.layer);
}
