/**
 * What stands in the arrays of `fold` for the newest path: a number for each of its links.
 *
 * @import {FoldAnswer} from "../../calculus_api.js"
 * @import {CodeArray} from "../../views/code_view.js"
 */

import { array } from "../../code_arrays.js";
import { format } from "../../theme.js";

/** @type {[string, string, (answer: FoldAnswer) => CodeArray[]][]} */
export const FOLD_READINGS = [
  ["fold", "weights = np.array([", ({ weights }) => [array("weights", [weights], format)]],
  ["fold", "biases = np.array([", ({ biases }) => [array("biases", [biases], format)]],
  [
    "fold",
    "activations = np.array([",
    ({ activations }) => [array("activations", [activations], format)],
  ],
  [
    "fold",
    "constants = zs",
    ({ parameters }) => [array("constants", [parameters.filter((_, i) => i % 2 === 1)], format)],
  ],
  ["fold", "rests=constants", ({ rests }) => [array("rests", [rests], format)]],
  ["fold", "parameters=np.", ({ parameters }) => [array("parameters", [parameters], format)]],
];
