/** A path of the walk's network as tables: what each of its sums is made of, and the chain it makes. */

/** @import {Table} from "../../../print/tables.js" */
/** @import {CalculusState} from "../state.js" */

import { format } from "../../../kit/format.js";
import { neuronName } from "../../../network/names.js";
import { quantities } from "../../../print/tables.js";

/**
 * @param {CalculusState} state
 * @returns {Table[]} none while no path is folded
 */
export function foldTables({ fold }) {
  if (fold === null) {
    return [];
  }
  const { answer, path } = fold;
  const { weights, activations, rests, biases, parameters } = answer;
  const last = path.length - 1;
  const names = path.map((index, layer) => neuronName(layer, index, last));
  return [
    {
      title: "The sums of the path: z = w · a + (rest + b)",
      head: ["from", "to", "w", "a", "rest", "b", "rest + b"],
      rows: weights.map((weight, l) => [
        names[l],
        names[l + 1],
        ...[weight, activations[l], rests[l], biases[l], parameters[2 * l + 1]].map(
          (value) => format(value).text,
        ),
      ]),
    },
    quantities("The path's end", [
      [`a of ${names[last]}`, format(activations[last]).text],
      ["y, what it should be", format(answer.target).text],
      ["paths through the network", `${answer.path_count}`],
    ]),
  ];
}
