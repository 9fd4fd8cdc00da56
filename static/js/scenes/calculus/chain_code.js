/** The code of the calculus scene: which lines of the source each beat shows.
 * @import {Tab} from "../../panels/code/code_lines.js"
 * @import {CodeOfPart} from "../../panels/code/code_panel.js"
 * @import {CalculusState} from "./state.js" */

import { LECTURE } from "../../network/names.js";
import { tabsOf } from "../../panels/code/code_lines.js";
import { arraysOf } from "./chain_code_values.js";
import { PARAMETERS } from "./chain_facts.js";

/** @type {Tab[]} */
const OWN = [
  { id: "factors", name: "factors", functions: ["factors"] },
  { id: "perturb", name: "perturb", functions: ["perturb"] },
  { id: "fold", name: "fold", functions: ["fold"] },
];
const FORWARD = ["products", "sum", "squash", "cost-terms"];
/** From the cost to the last z: the two factors that every derivative begins with. */
const OUTPUT = [
  "cost-derivative",
  "output-delta",
  "chain",
  "slope",
  "activation-by-z",
  "cost-by-activation",
];
/** To the activation before, by the weight. */
const BACK = ["by-weights", "z-by-activation"];
/** And through its sigmoid. */
const THROUGH = ["layers", "through"];
const PERTURBATION = ["perturbed", "cost-change", "ratios"];

/** @type {Record<string, string[]>} the names of lines, by the beats' ids */
const LINES = {
  chain: FORWARD,
  tree: [...FORWARD, "keep-activation", "keep-z"],
  "ripple-weight": [...OUTPUT, ...PERTURBATION, "z-by-weight", "output-weights"],
  "ripple-bias": [...OUTPUT, ...PERTURBATION, "output-bias"],
  "ripple-activation": [...OUTPUT, ...PERTURBATION, ...BACK],
  "ripple-back": [...OUTPUT, ...PERTURBATION, ...BACK, ...THROUGH, "z-by-weight", "hidden-weights"],
  gradient: [
    ...OUTPUT,
    ...BACK,
    ...THROUGH,
    "z-by-weight",
    "output-weights",
    "output-bias",
    "hidden-weights",
    "hidden-bias",
  ],
  layers: [...BACK, "paths"],
  fold: [
    "links",
    "path-weights",
    "path-biases",
    "path-zs",
    "path-activations",
    "constants",
    "rests",
    "path-parameters",
  ],
};

/** @type {(part: string, own: CalculusState, page: State) => CodeOfPart} */
export function codeOf(part, own, page) {
  return {
    // The chain's neurons are the lecture's. No step is taken here.
    tabs: [...tabsOf(LECTURE, page).filter(({ id }) => id !== "step"), ...OWN],
    lines: part === "examples" ? linesOfExamples(own.parameter) : LINES[part],
    arraysOf: (name, marks) => arraysOf(part, own, name, marks),
    about: [own.answers[part], own.chain, own.wide, own.pairs, own.by, own.fold, own.parameter],
  };
}

/** Where the derivative by a parameter is added up, and made a mean.
 * @type {(parameter: number) => string[]} */
function linesOfExamples(parameter) {
  const [kind, layer] = PARAMETERS[parameter];
  const of = kind === "w" ? "weights" : "bias";
  const batch = kind === "w" ? "batch-weights" : "batch-biases";
  return [layer === "3" ? `output-${of}` : `hidden-${of}`, "mean", batch];
}
