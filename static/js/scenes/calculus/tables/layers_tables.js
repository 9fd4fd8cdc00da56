/** The network with several neurons a layer as tables: its pass, and one derivative as a sum of paths. */

/** @import {ExamplePass} from "../../../server/calculus_api.js" */
/** @import {Table} from "../../../print/tables.js" */
/** @import {CalculusState, Network} from "../state.js" */

import { FINE, FINE_SIGNED, format } from "../../../kit/format.js";
import { indexOfParameter } from "../../../network/names.js";
import { NONE } from "../../../print/tables.js";

/** @type {(state: CalculusState, pass: ExamplePass) => Table[]} */
export function layersTables({ wide, neuron }, pass) {
  return [neuronsTable(pass, wide), weightsTable(pass), pathsTable(pass, neuron)];
}

/** @type {(pass: ExamplePass, network: Network) => Table} */
function neuronsTable({ activations, pre_activations, cost }, { parameters, y }) {
  const last = activations.length - 1;
  const sizes = activations.map((layer) => layer.length);
  /** @type {(layer: number, index: number) => string} */
  const bias = (layer, index) => {
    const place = indexOfParameter(sizes, { kind: "bias", layer, index });
    return place === null ? NONE : format(parameters[place]).text;
  };
  const rows = activations.flatMap((layer, l) =>
    layer.map((a, k) => [
      nameOf(l, k, last),
      bias(l, k),
      l === 0 ? NONE : format(pre_activations[l - 1][k]).text,
      format(a).text,
      l === last ? format(y[k]).text : NONE,
    ]),
  );
  return {
    title: "The neurons and the cost",
    head: ["neuron", "b", "z", "a", "y"],
    rows: [...rows, ["C₀", NONE, NONE, format(cost, FINE).text, NONE]],
  };
}

/** @type {(pass: ExamplePass) => Table} */
function weightsTable({ factors }) {
  const last = factors.z_by_activation.length;
  return {
    title: "The weights",
    head: ["from", "to", "w"],
    rows: factors.z_by_activation.flatMap((matrix, l) =>
      matrix.flatMap((row, j) =>
        row.map((weight, k) => [nameOf(l, k, last), nameOf(l + 1, j, last), format(weight).text]),
      ),
    ),
  };
}

/**
 * What reaches a hidden neuron through each output, and their sum.
 * @type {(pass: ExamplePass, k: number) => Table}
 */
function pathsTable({ factors }, k) {
  const rows = factors.paths[0].map((row, j) => [
    `through output ${j}`,
    format(factors.z_by_activation[1][j][k]).text,
    format(factors.activation_by_z[1]?.[j] ?? 0).text,
    format(factors.cost_by_activation[1][j]).text,
    format(row[k], FINE_SIGNED).text,
  ]);
  const sum = format(factors.cost_by_activation[0][k], FINE_SIGNED).text;
  return {
    title: `How hidden neuron ${k} acts on the cost: ∂C₀/∂a(L−1)`,
    head: ["path", "w", "σ'(z)", "2(a − y)", "their product"],
    rows: [...rows, ["both together", NONE, NONE, NONE, sum]],
  };
}

/** @type {(layer: number, index: number, last: number) => string} */
function nameOf(layer, index, last) {
  const kind = layer === 0 ? "input" : layer === last ? "output" : "hidden";
  return `${kind} ${index}`;
}
