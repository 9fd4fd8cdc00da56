/** What a beat draws over the still layers: lines that stand out, and what travels along them.
 * Computed once for a beat. Sizes are shares of the largest, for thickness and opacity only.
 * @import {Parameters} from "../../../server/endpoints.js"
 * @import {Line} from "../../../kit/canvas.js"
 * @import {Overlay} from "../../../network/beat_picture.js"
 * @typedef {{layout: Layout, layers: number[], parameters: Parameters | null, forward:
 *   ForwardAnswer | null, backward: BackwardAnswer | null, picture: Picture}} Source */

import { neuronAt } from "../../../network/layout.js";

const MOST_TRAVELLERS = 320;
const MOST_LINES = 700;

/** @param {Layout} layout @param {number[]} layers @param {Picture} picture
 * @param {Parameters | null} parameters @param {ForwardAnswer | null} forward
 * @param {BackwardAnswer | null} backward @returns {Overlay} */
export function overlayOf(layout, layers, picture, parameters, forward, backward) {
  const source = { layout, layers, picture, parameters, forward, backward };
  return { lines: linesOf(source), travellers: travellersOf(source) };
}

/** @type {(source: Source) => Line[]} */
function linesOf(source) {
  const { picture, backward, layers } = source;
  switch (picture.lines) {
    case "weights":
    case "products":
      return picture.neuron === null ? [] : intoNeuron(source, picture.neuron, picture.lines);
    case "weight-nudges":
      return picture.neuron === null
        ? []
        : lines(
            source,
            picture.neuron.layer,
            rowOf(backward, picture.neuron),
            picture.neuron.index,
          );
    case "layer-weight-nudges":
      return picture.lit === null ? [] : ofLayer(source, picture.lit);
    case "all-weight-nudges":
      return layers.slice(1).flatMap((_, l) => ofLayer(source, l + 1));
    default:
      return [];
  }
}

/** @type {(backward: BackwardAnswer | null, neuron: {layer: number, index: number}) => number[]} */
function rowOf(backward, { layer, index }) {
  return backward?.nudges.weights?.[layer - 1][index] ?? [];
}

/** The nudges of all weights into a layer. @type {(source: Source, layer: number) => Line[]} */
function ofLayer(source, layer) {
  return lines(source, layer, source.backward?.nudges.weights?.[layer - 1].flat() ?? [], null);
}

/** The weights into a neuron, or what each carries: its strength and the brightness before it.
 * @type {(source: Source, neuron: {layer: number, index: number}, kind: "weights" | "products") =>
 *   Line[]} */
function intoNeuron(source, { layer, index }, kind) {
  const { layers, parameters, forward } = source;
  const before = layers[layer - 1];
  const row = parameters?.weights[layer - 1].subarray(index * before, (index + 1) * before);
  const activations = forward?.activations[layer - 1];
  if (!row || !activations) {
    return [];
  }
  const values = Array.from(row, (weight, k) =>
    kind === "products" ? weight * activations[k] : weight,
  );
  return lines(source, layer, values, index);
}

/** @param {Source} source
 * @param {number} layer that the lines lead into
 * @param {number[]} values row by row for all neurons of the layer, or for one
 * @param {number | null} index of that one
 * @returns {Line[]} */
function lines({ layout, layers }, layer, values, index) {
  const before = layers[layer - 1];
  return strongest(values, MOST_LINES).map(({ i, share }) => ({
    from: neuronAt(layout, layer - 1, i % before, layers[0]),
    to: neuronAt(layout, layer, index ?? Math.floor(i / before), layers[0]),
    value: values[i],
    share,
  }));
}

/** @type {(source: Source) => Line[]} */
function travellersOf(source) {
  const { picture, layers } = source;
  const { motion } = picture;
  switch (motion?.kind) {
    case "forward":
      return intoLayer(source, motion.layer);
    case "step":
      return layers.slice(1).flatMap((_, l) => intoLayer(source, l + 1));
    case "neuron":
      return intoNeuron(source, motion, "products").slice(0, MOST_TRAVELLERS);
    case "lines":
      return linesOf(source).slice(0, MOST_TRAVELLERS).map(reversed);
    case "lever":
      return picture.columns === null ? linesOf(source).map(reversed) : [];
    default:
      return [];
  }
}

/** The other way round: a nudge comes from the neuron that asks for it.
 * @type {(line: Line) => Line} */
function reversed({ from, to, value, share }) {
  return { from: to, to: from, value, share };
}

/** What each weight into a layer carries. @type {(source: Source, layer: number) => Line[]} */
function intoLayer(source, layer) {
  const { forward, parameters } = source;
  const activations = forward?.activations[layer - 1];
  const weights = parameters?.weights[layer - 1];
  if (!activations || !weights) {
    return [];
  }
  const values = Array.from(weights, (weight, i) => weight * activations[i % activations.length]);
  return lines(source, layer, values, null).slice(0, MOST_TRAVELLERS);
}

/** The largest values by size, with their share of the largest, in descending order.
 * @type {(values: number[], most: number) => {i: number, share: number}[]} */
function strongest(values, most) {
  const order = values
    .map((value, i) => ({ i, size: Math.abs(value) }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size)
    .slice(0, most);
  const largest = order[0]?.size ?? 1;
  return order.map(({ i, size }) => ({ i, share: size / largest }));
}
