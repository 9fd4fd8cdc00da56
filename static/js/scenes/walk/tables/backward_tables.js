/** The way back as tables: levers, wishes and their sums, deltas, and the nudges of weights. */

/** @import {Table} from "../../../print/tables.js" */
/** @import {Columns} from "../../../page/timeline.js" */
/** @import {BackwardFacts} from "../walk_facts.js" */

import { format } from "../../../kit/format.js";
import { layerName, neuronName, pixelPlace } from "../../../network/names.js";
import {
  among,
  inUnits,
  NONE,
  quantities,
  strongestPlaces,
  unitOf,
} from "../../../print/tables.js";

/** Of the weights of a layer that is fed by more neurons than this, the strongest are listed. */
const MOST_COLUMNS = 32;
const LISTED = 10;

/**
 * What the output that should rise can do: its bias, its weights, the activations before it.
 * @type {(facts: BackwardFacts) => Table[]}
 */
export function leversTable(facts) {
  const { backward, forward, last, target, terms } = facts;
  const bias = terms(last, target)?.bias;
  const name = neuronName(last, target, last);
  const nudges = backward.nudges.weights?.[last - 1][target];
  const wishes = backward.contributions[last - 2]?.[target];
  const rows = forward.activations[last - 1].map((a, k) => {
    const weight = facts.weight(last, target, k);
    return [
      neuronName(last - 1, k, last),
      format(a).text,
      weight === null ? NONE : format(weight).text,
      nudges === undefined ? NONE : format(nudges[k], { plus: true }).text,
      wishes === undefined ? NONE : format(wishes[k], { plus: true }).text,
    ];
  });
  return [
    quantities(`The first lever of ${name}: its bias`, [
      [
        "−∂C₀/∂a, the nudge of a",
        format(backward.nudges.activations[last - 1][target], { plus: true }).text,
      ],
      ["δ = ∂C₀/∂z", format(backward.deltas[last - 1][target]).text],
      ["b", bias === undefined ? NONE : format(bias).text],
      [
        "−∂C₀/∂b = −δ, the nudge of b",
        format(backward.nudges.biases[last - 1][target], { plus: true }).text,
      ],
    ]),
    {
      title: `The other two levers of ${name}: its weights, and the activations before it`,
      head: ["from", "a", "w", "nudge of w = −δ · a", "wish for a = −δ · w"],
      rows,
    },
  ];
}

/**
 * What one output asks of the layer before it.
 * @type {(facts: BackwardFacts, k: number) => Table}
 */
export function columnTable({ backward, last, weight }, k) {
  const nudge = format(-backward.deltas[last - 1][k], { plus: true }).text;
  return {
    title: `What ${neuronName(last, k, last)} asks of ${layerName(last - 1, last)}`,
    head: ["neuron", "−δ", "w", "wish for a = −δ · w"],
    rows: backward.contributions[last - 2][k].map((wish, j) => {
      const w = weight(last, k, j);
      return [`${j}`, nudge, w === null ? NONE : format(w).text, format(wish, { plus: true }).text];
    }),
  };
}

/**
 * Who asks whom for what: the columns that stand, and their sum once it is there.
 * @type {(facts: BackwardFacts, columns: Columns) => Table}
 */
export function contributionsTable({ backward, last }, { layer, order, sum }) {
  const wishes = backward.contributions[layer - 1];
  const nudges = backward.nudges.activations[layer - 1];
  const unit = unitOf([...wishes.flat(), ...nudges]);
  const askers = order.toSorted((p, q) => p - q);
  return {
    title: inUnits(`What ${layerName(layer + 1, last)} asks of ${layerName(layer, last)}`, unit),
    head: ["neuron", ...askers.map((k) => `by ${k}`), ...(sum ? ["sum"] : [])],
    rows: nudges.map((nudge, j) => [
      `${j}`,
      ...askers.map((k) => among(wishes[k][j], unit)),
      ...(sum ? [among(nudge, unit)] : []),
    ]),
  };
}

/**
 * The nudges of a layer's neurons, and what its function lets through to their biases.
 * @type {(facts: BackwardFacts, layer: number) => Table}
 */
export function deltasTable({ backward, forward, last }, layer) {
  const { activations, biases } = backward.nudges;
  return {
    title: `Nudges of ${layerName(layer, last)}`,
    head: ["neuron", "nudge of a", "z", "δ", "nudge of b = −δ"],
    rows: biases[layer - 1].map((nudge, j) => [
      `${j}`,
      format(activations[layer - 1][j], { plus: true }).text,
      format(forward.pre_activations[layer - 1][j]).text,
      format(backward.deltas[layer - 1][j]).text,
      format(nudge, { plus: true }).text,
    ]),
  };
}

/**
 * The nudges of all weights into a layer, or the strongest where they are too many.
 * @type {(facts: BackwardFacts, layer: number) => Table}
 */
export function weightNudges(facts, layer) {
  const rows = facts.backward.nudges.weights?.[layer - 1] ?? [];
  if (rows.length === 0 || rows[0].length > MOST_COLUMNS) {
    return strongestNudges(facts, layer);
  }
  const unit = unitOf(rows.flat());
  return {
    title: inUnits(`Nudges of the weights into ${layerName(layer, facts.last)}`, unit),
    head: ["neuron", ...rows[0].map((_, k) => `from ${k}`)],
    rows: rows.map((row, j) => [`${j}`, ...row.map((nudge) => among(nudge, unit))]),
  };
}

/** @type {(facts: BackwardFacts, layer: number) => Table} */
export function strongestNudges({ backward, forward, last }, layer) {
  const rows = backward.nudges.weights?.[layer - 1] ?? [];
  const nudges = rows.flat();
  const before = rows[0]?.length ?? 1;
  return {
    title: `The strongest nudges of the ${nudges.length} weights into ${layerName(layer, last)}`,
    head: ["to", "from", "−δ", "a", "nudge of w = −δ · a"],
    rows: strongestPlaces(nudges, LISTED).map((place) => {
      const [to, from] = [Math.floor(place / before), place % before];
      return [
        neuronName(layer, to, last),
        sourceName(layer - 1, from, last, before),
        format(-backward.deltas[layer - 1][to], { plus: true }).text,
        format(forward.activations[layer - 1][from]).text,
        format(nudges[place], { plus: true }).text,
      ];
    }),
  };
}

/**
 * Of a pixel its place too.
 * @param {number} layer
 * @param {number} index
 * @param {number} last
 * @param {number} count neurons of the layer
 */
function sourceName(layer, index, last, count) {
  const name = neuronName(layer, index, last);
  return layer === 0 ? `${name} (${pixelPlace(index, count)})` : name;
}
