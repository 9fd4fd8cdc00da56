/** The forward pass as tables: what a neuron's sum is made of, and every neuron of a layer. */

/** @import {Parameters} from "../../../server/client.js" */
/** @import {Table} from "../../../print/tables.js" */
/** @import {Facts} from "../walk_facts.js" */

import { format } from "../../../kit/format.js";
import { capitalised, layerName, neuronName } from "../../../network/names.js";
import { NONE, quantities } from "../../../print/tables.js";
import { pictureHead, pictureRows } from "./input_tables.js";

/**
 * "neuron 5 of the first hidden layer", "output 3".
 * @type {(layer: number, index: number, last: number) => string}
 */
export function fullName(layer, index, last) {
  const name = neuronName(layer, index, last);
  return layer === 0 || layer === last ? name : `${name} of ${layerName(layer, last)}`;
}

/** @type {(facts: Facts, layer: number, index: number) => Table} */
export function sumTable(facts, layer, index) {
  const { last, forward, activation, output } = facts;
  const sum = facts.terms(layer, index);
  const terms = (sum?.terms ?? []).map((term) => [
    neuronName(layer - 1, term.index, last),
    format(term.weight).text,
    format(term.activation).text,
    format(term.product).text,
  ]);
  const others =
    sum === null
      ? []
      : [
          [`the other ${sum.rest_count}`, NONE, NONE, format(sum.rest).text],
          ["bias", NONE, NONE, format(sum.bias).text],
        ];
  return {
    title: `The sum of ${fullName(layer, index, last)}`,
    head: ["term", "w", "a before", "w · a"],
    rows: [
      ...terms,
      ...others,
      ["z, their sum", NONE, NONE, format(forward.pre_activations[layer - 1][index]).text],
      [
        `a = ${layer === last ? output : activation}(z)`,
        NONE,
        NONE,
        format(forward.activations[layer][index]).text,
      ],
    ],
  };
}

/**
 * The weights of all pixels, as they lie in the picture.
 * @param {Parameters} parameters
 * @param {number} index of a neuron of the first layer
 * @param {number} count of the pixels
 * @returns {Table}
 */
export function weightsTable({ weights }, index, count) {
  const own = weights[0].slice(index * count, (index + 1) * count);
  const side = Math.ceil(Math.sqrt(count));
  const cells = Array.from(own, (weight) => format(weight, 2).text);
  return {
    title: `The weights of neuron ${index}, pixel by pixel`,
    head: pictureHead(side),
    rows: pictureRows(cells, side),
  };
}

/** @type {(facts: Facts, layer: number) => Table} */
export function layerTable({ forward, last, terms }, layer) {
  return {
    title: capitalised(layerName(layer, last)),
    head: [layer === last ? "output" : "neuron", "b", "z", "a"],
    rows: forward.activations[layer].map((a, index) => {
      const bias = terms(layer, index)?.bias;
      const z = forward.pre_activations[layer - 1][index];
      return [
        `${index}`,
        bias === undefined ? NONE : format(bias).text,
        format(z).text,
        format(a).text,
      ];
    }),
  };
}

/** @type {(facts: Facts) => Table} */
export function answerTable({ forward, last }) {
  const { prediction } = forward;
  return quantities("The answer", [
    ["digit", `${prediction}`],
    ["its a, the largest", format(forward.activations[last][prediction]).text],
  ]);
}
