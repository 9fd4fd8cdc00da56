/**
 * The numbers of each beat of the calculus as tables, to be printed. The program of the chain that
 * can be taken home prints the same ones (app/take_home): a change here is a change there.
 *
 * @import {ExamplePass} from "../../../server/calculus_api.js"
 * @import {Table} from "../../../print/tables.js"
 * @import {CalculusState, Network} from "../state.js"
 */

import { FINE, FINE_SIGNED, format } from "../../../kit/format.js";
import { NONE, quantities } from "../../../print/tables.js";
import { changeOf, derivativeOf, factorOf, linksFrom, quantityIn } from "../chain_facts.js";
import { PARAMETERS, partsOfName, pathFrom } from "../chain_names.js";
import { foldTables } from "./fold_tables.js";
import { layersTables } from "./layers_tables.js";

/** Every quantity of the chain, in the order in which they are computed. */
const QUANTITIES = ["a0", "w1", "b1", "z1", "a1", "w2", "b2", "z2", "a2", "w3", "b3", "z3", "a3"];
/** What the ripples nudge. */
const NUDGED = new Map([
  ["ripple-weight", "w3"],
  ["ripple-bias", "b3"],
  ["ripple-activation", "a2"],
  ["ripple-back", "w2"],
]);

/**
 * Every number that a part of the scene shows.
 * @param {CalculusState} state
 * @param {string} part its id
 * @returns {Table[]} none while the server has not answered, or where the part has no tables
 */
export function chainTables(state, part) {
  const { answers, chain, by } = state;
  if (part === "fold") {
    return foldTables(state);
  }
  const pass = answers[part]?.examples[0];
  if (pass === undefined) {
    return [];
  }
  const nudged = NUDGED.get(part);
  if (nudged !== undefined) {
    return [rippleTable(pass, chain, nudged, by), productTable(pass, nudged)];
  }
  switch (part) {
    case "chain":
    case "tree":
      return [chainTable(pass, chain)];
    case "gradient":
      return [gradientTable(pass), chainTable(pass, chain)];
    case "examples":
      return [examplesTable(state)];
    case "layers":
      return layersTables(state, pass);
    default:
      return [];
  }
}

/**
 * A quantity's name in plain text, as "w(L−1)".
 * @type {(name: string) => string}
 */
function written(name) {
  const { letter, above } = partsOfName(name);
  return name === "C" ? "C₀" : `${letter}${above}`;
}

/** @type {(of: string, by: string) => string} */
function derivative(of, by) {
  return `∂${written(of)}/∂${written(by)}`;
}

/** @type {(pass: ExamplePass, chain: Network) => Table} */
function chainTable(pass, chain) {
  return quantities("The quantities of the chain", [
    ...QUANTITIES.map(
      (name) =>
        /** @type {[string, string]} */ ([
          written(name),
          format(quantityIn(pass, chain, name)).text,
        ]),
    ),
    [written("y"), format(chain.y[0]).text],
    [written("C"), format(pass.cost, FINE).text],
  ]);
}

/** @type {(pass: ExamplePass, chain: Network, nudged: string, by: number) => Table} */
function rippleTable(pass, chain, nudged, by) {
  const { ripple } = pass;
  return {
    title: `A nudge of ${written(nudged)} by ${format(by).text}, and what follows`,
    head: ["quantity", "value", "change", "change by the one before"],
    rows: pathFrom(nudged).map((name, i) => {
      const ratio = ripple?.ratios[i - 1] ?? null;
      return [
        written(name),
        name === "C" ? format(pass.cost, FINE).text : format(quantityIn(pass, chain, name)).text,
        ripple === null ? NONE : format(changeOf(ripple, name, nudged, by), FINE_SIGNED).text,
        ratio === null ? NONE : format(ratio).text,
      ];
    }),
  };
}

/**
 * One derivative as the product of its factors.
 * @param {ExamplePass} pass
 * @param {string} name of what the cost is derived by
 * @returns {Table}
 */
function productTable(pass, name) {
  return quantities(`The chain rule for ${written(name)}`, [
    ...linksFrom(name).map(
      ([from, to]) =>
        /** @type {[string, string]} */ ([
          derivative(to, from),
          format(factorOf(pass, from, to)).text,
        ]),
    ),
    [`${derivative("C", name)}, their product`, format(derivativeOf(pass, name), FINE).text],
  ]);
}

/** @type {(pass: ExamplePass) => Table} */
function gradientTable(pass) {
  return {
    title: "The gradient",
    head: ["derivative", "its factors", "their product"],
    rows: PARAMETERS.toReversed().map((name) => {
      const factors = linksFrom(name).map(([from, to]) => format(factorOf(pass, from, to)).text);
      return [
        derivative("C", name),
        factors.join(" × "),
        format(derivativeOf(pass, name), FINE_SIGNED).text,
      ];
    }),
  };
}

/**
 * What each training pair makes of one derivative, and their mean.
 * @type {(state: CalculusState) => Table}
 */
function examplesTable({ answers, pairs, parameter }) {
  const { examples, gradient } = answers["examples"];
  const name = PARAMETERS[parameter];
  const rows = examples.map((pass, k) => [
    `${k + 1}`,
    format(pass.activations[0][0]).text,
    format(pairs[k].y).text,
    format(pass.activations.at(-1)?.[0] ?? null).text,
    format(pass.cost, FINE).text,
    format(pass.gradient[parameter], FINE_SIGNED).text,
  ]);
  return {
    title: `What each example makes of ∂C/∂${written(name)}`,
    head: ["example", "x", "y", "a(L)", "C", "derivative"],
    rows: [
      ...rows,
      ["mean", NONE, NONE, NONE, NONE, format(gradient[parameter], FINE_SIGNED).text],
    ],
  };
}
