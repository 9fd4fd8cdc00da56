/** The number that is held and can be moved: which one of the network, its value, its range. Pure.
 * @import {CheckAnswer, WhatIfAnswer} from "../../server/types.js"
 * @typedef {{kind: "weight", layer: number, to: number, from: number} | {kind: "bias", layer:
 *   number, index: number} | {kind: "activation", layer: number, index: number}} Quantity
 * @typedef {typeof NO_EXPERIMENT} Experiment
 * @typedef {{from: number, to: number}} Range
 * @typedef {object} WhatIfModel
 * @property {number[]} layers @property {Quantity} quantity @property {Experiment} whatIf
 * @property {number | null} present its value in the network
 * @property {Range | null} range
 * @property {"drawing" | "target" | null} missing what the viewer must give first
 * @property {boolean} open whether it can be moved now
 * @property {ForwardAnswer | null} own the network's own pass while the changed one is shown */

import { activationOf, costOf } from "../../network/descriptors.js";
import { indexOfParameter, strongest } from "../../network/names.js";

export const SYMBOLS = { weight: "w", bias: "b", activation: "a" };

export const NO_EXPERIMENT = {
  /** another for each quantity, drawing, target and network */ id: 0,
  /** @type {"bias" | "activation"} which number of a neuron is moved */ part: "activation",
  /** @type {number | null} what it is moved to; null while it has its own value */ value: null,
  /** @type {WhatIfAnswer | null} the answer at its own value, with the curve */ rest: null,
  /** @type {WhatIfAnswer | null} the newest answer for `value` */ moved: null,
  /** @type {CheckAnswer | null} */ check: null,
};

/** Weights and biases can be moved this far, and at least past 0. */
const REACH = 4;
const LOGARITHM_MARGIN = 0.001;

/** What is held: what is pinned, else a weight that matters to the target.
 * @type {(state: State) => Item | null} null before there is a network */
export const heldItem = (state) => state.pinned ?? chosenItem(state);

/** The number of what is held that can be moved.
 * @param {State} state
 * @returns {Quantity | null} null before there is a network */
export function quantityOf(state) {
  const item = heldItem(state);
  if (item === null) {
    return null;
  }
  if (item.kind === "weight") {
    return item;
  }
  const kind = item.layer === 0 ? "activation" : state.whatIf.part;
  return { kind, layer: item.layer, index: item.index };
}

/** A weight into the target's output, or into the predicted one.
 * @type {(state: State) => Item | null} */
function chosenItem(state) {
  const { session, parameters, forward, target } = state;
  if (session === null || parameters === null) {
    return null;
  }
  const layer = session.layers.length - 1;
  const to = target ?? forward?.prediction ?? 0;
  return { kind: "weight", layer, to, from: strongestInto(state, layer, to) };
}

/** The source of the weight into a neuron that has the largest nudge; of the largest weight where
 * nudges are unknown.
 * @type {(state: State, layer: number, to: number) => number} */
export function strongestInto({ session, parameters, backward }, layer, to) {
  const before = session?.layers[layer - 1] ?? 0;
  const row = parameters?.weights[layer - 1]?.subarray(to * before, (to + 1) * before) ?? [];
  return strongest(backward?.nudges.weights?.[layer - 1][to] ?? Array.from(row));
}

/** Its value in the network.
 * @param {State} state @param {Quantity} quantity
 * @returns {number | null} null while it is not known */
export function presentValue({ session, parameters, forward }, quantity) {
  const { layer } = quantity;
  if (quantity.kind === "activation") {
    return forward?.activations[layer]?.[quantity.index] ?? null;
  }
  if (quantity.kind === "bias") {
    return parameters?.biases[layer - 1]?.[quantity.index] ?? null;
  }
  const before = session?.layers[layer - 1] ?? 0;
  return parameters?.weights[layer - 1]?.[quantity.to * before + quantity.from] ?? null;
}

/** @type {(state: State, quantity: Quantity) => Range | null} */
export function rangeOf(state, quantity) {
  const present = presentValue(state, quantity);
  if (present === null) {
    return null;
  }
  if (quantity.kind !== "activation") {
    const reach = Math.max(REACH, Math.ceil(Math.abs(present)) + 1);
    return { from: present - reach, to: present + reach };
  }
  const far = Math.max(2, Math.ceil(Math.abs(present) * 2));
  const { least, most } = endsOf(state, quantity.layer);
  return { from: Math.min(least ?? -far, present), to: Math.max(most ?? far, present) };
}

/** The ends of what a layer's activations can be; null for none.
 * @type {(state: State, layer: number) => {least: number | null, most: number | null}} */
function endsOf({ session, options }, layer) {
  if (session === null || layer === 0) {
    return { least: 0, most: 1 };
  }
  const isLast = layer === session.layers.length - 1;
  const [least, most] = activationOf(options, isLast ? session.output : session.activation).range;
  // Where outputs are shares the cost has logarithms, with no value at the ends.
  const margin = isLast && costOf(options, session).needs_shares ? LOGARITHM_MARGIN : 0;
  return {
    least: least === null ? null : least + margin,
    most: most === null ? null : most - margin,
  };
}

/** A quantity's index in the flat vector; null for an activation.
 * @type {(layers: number[], quantity: Quantity) => number | null} */
export function parameterIndex(layers, quantity) {
  return quantity.kind === "activation" ? null : indexOfParameter(layers, quantity);
}

/** The answer for the moved quantity, if it is to be shown.
 * @type {(state: State) => WhatIfAnswer | null} */
export function answerUnderChange({ panel, whatIf }) {
  return panel === "number" && whatIf.value !== null ? whatIf.moved : null;
}

/** What the panel shows.
 * @param {State} state
 * @returns {WhatIfModel | null} null before there is a network */
export function whatIfModel(state) {
  const { session, drawing, target, whatIf } = state;
  const quantity = quantityOf(state);
  if (session === null || quantity === null) {
    return null;
  }
  const missing = drawing.pixels === null ? "drawing" : target === null ? "target" : null;
  const present = presentValue(state, quantity);
  const range = rangeOf(state, quantity);
  const open = state.panel === "number" && missing === null && present !== null;
  const own = answerUnderChange(state) === null ? null : state.forward;
  return { layers: session.layers, quantity, whatIf, present, range, missing, open, own };
}
