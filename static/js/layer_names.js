/** What layers and the neurons in them are called in sentences. Pure. */

/** @import {Item} from "./state.js" */

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"];

/**
 * "the first hidden layer", "the output layer".
 * @param {number} layer
 * @param {number} last
 */
export function layerName(layer, last) {
  if (layer === 0) {
    return "the input layer";
  }
  if (layer === last) {
    return "the output layer";
  }
  return last === 2
    ? "the hidden layer"
    : `the ${ORDINALS[layer - 1] ?? `${layer}th`} hidden layer`;
}

/**
 * "neuron 5", "output 3", "pixel 406".
 * @param {number} layer
 * @param {number} index
 * @param {number} last
 */
export function neuronName(layer, index, last) {
  if (layer === 0) {
    return `pixel ${index}`;
  }
  return layer === last ? `output ${index}` : `neuron ${index}`;
}

/**
 * "row 14, column 15", counted from 1 at the top left.
 * @param {number} index
 * @param {number} inputs
 */
export function pixelPlace(index, inputs) {
  const side = Math.round(Math.sqrt(inputs));
  return `row ${Math.floor(index / side) + 1}, column ${(index % side) + 1}`;
}

/**
 * Whether two items are the same thing.
 * @param {Item | null} one
 * @param {Item | null} other
 */
export function isSameItem(one, other) {
  if (one === null || other === null || one.kind === "weight" || other.kind === "weight") {
    return (
      one?.kind === "weight" &&
      other?.kind === "weight" &&
      one.layer === other.layer &&
      one.to === other.to &&
      one.from === other.from
    );
  }
  return one.layer === other.layer && one.index === other.index;
}

/** @param {string} text */
export function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
