/**
 * The numbers of each part of the scene as tables, to be printed.
 *
 * @import {Table} from "../../print/tables.js"
 * @import {SideName} from "./choices.js"
 * @import {Side, VanishingState} from "./state.js"
 */

import { format, grouped, PERCENT, SHORT, WHOLE_PERCENT } from "../../kit/format.js";
import { NONE, quantities } from "../../print/tables.js";
import { SIDES } from "./choices.js";
import { seenNeurons } from "./neurons.js";
import { pathOf } from "./path.js";
import { nameOf } from "./views/activation_names.js";

/**
 * @param {VanishingState} state
 * @param {string} part
 * @returns {Table[]} for both networks
 */
export function vanishingTables(state, part) {
  return SIDES.flatMap((name) => {
    const side = state.sides[name];
    if (part === "slopes") {
      return [neuronsTable(name, state)];
    }
    return part === "product"
      ? [productTable(name, side, state)]
      : [standingTable(name, side), layersTable(name, side)];
  });
}

/** @type {(name: SideName, state: VanishingState) => Table} */
function neuronsTable(name, state) {
  const { activation, depth } = state.sides[name].choice;
  const layer = Math.min(state.layer, depth);
  return {
    title: `${name.toUpperCase()}: hidden layer ${layer}, ${nameOf(activation)}`,
    head: ["neuron", "z", "f(z)", "f′(z)"],
    rows: seenNeurons(state, name).map(({ z, a, slope }, j) => [
      String(j),
      format(z, SHORT).text,
      format(a, SHORT).text,
      format(slope, SHORT).text,
    ]),
  };
}

/** @type {(name: SideName, side: Side, state: VanishingState) => Table} */
function productTable(name, { pass }, { rank }) {
  const factors = pass === null ? [] : pathOf(pass.answer, pass.example.label, rank);
  return {
    title: `${name.toUpperCase()}: the factors along the path`,
    head: ["layer", "neuron", "w", "f′(z)", "w f′(z)", "product so far"],
    rows: factors.map(({ layer, neuron, weight, slope, product }) => [
      String(layer),
      String(neuron),
      format(weight, SHORT).text,
      format(slope, SHORT).text,
      format(weight * slope, SHORT).text,
      format(product, SHORT).text,
    ]),
  };
}

/** @type {(name: SideName, side: Side) => Table} */
function standingTable(name, { choice, frame }) {
  const { depth, width, activation, initializer, seed, learning_rate, clip } = choice;
  return quantities(`Network ${name.toUpperCase()}`, [
    ["hidden layers", `${depth} of ${width} neurons`],
    ["activation", nameOf(activation)],
    ["start", `${initializer.replace("_", " ")}, seed ${seed}`],
    ["learning rate", String(learning_rate)],
    ["gradient clipped at", clip === null ? NONE : String(clip)],
    ["steps", grouped(frame?.iteration ?? 0)],
    ["C of the last mini-batch", format(frame?.costs.batch ?? null, SHORT).text],
    ["C over the test digits", format(frame?.costs.test ?? null, SHORT).text],
    [
      "test digits read right",
      frame?.accuracy == null ? NONE : format(frame.accuracy, PERCENT).text,
    ],
  ]);
}

/** @type {(name: SideName, side: Side) => Table} */
function layersTable(name, { choice, frame }) {
  return {
    title: `${name.toUpperCase()}: what reaches each layer`,
    head: ["layer", "mean |∂C/∂w|", "its norm", "mean |∂C/∂z|", "mean f′", "flat", "speed"],
    rows: (frame?.layers ?? []).map((layer, l) => [
      l === choice.depth ? "output" : String(l + 1),
      format(layer.mean_gradient, SHORT).text,
      format(layer.gradient_norm, SHORT).text,
      format(layer.mean_delta, SHORT).text,
      format(layer.mean_slope, SHORT).text,
      format(layer.saturated, WHOLE_PERCENT).text,
      format(layer.speed, SHORT).text,
    ]),
  };
}
