/** What is taken home of the calculus: a part's numbers as tables, and the chain's program.
 * @import {NumbersOf} from "../../print/take_home.js"
 * @import {TablesOf} from "../../server/endpoints.js"
 * @import {ChainRequest} from "../../server/types.js" */

import { program } from "../../server/endpoints.js";
import { CHAIN_LAYERS, WIDE_LAYERS } from "./chain_facts.js";

/** The parts that are about other networks than the chain: they have no program. */
const OTHERS = ["layers", "fold"];

/** @type {(state: CalculusState, part: string) => NumbersOf} */
export function chainNumbers(state, part) {
  return {
    tables: tablesOf(state, part),
    program: OTHERS.includes(part) ? null : () => program(null, chainBody(state)),
  };
}

/** @type {(state: CalculusState, part: string) => TablesOf[]} */
function tablesOf(state, part) {
  if (part === "fold") {
    const { fold } = state;
    return fold === null ? [] : [{ id: fold.session, part, body: fold.request }];
  }
  if (part === "layers") {
    const { neuron, wide } = state;
    return [{ id: null, part, body: { layers: WIDE_LAYERS, ...wide, neuron } }];
  }
  return [{ id: null, part: "chain", body: { ...chainBody(state), part } }];
}

/** The chain with its present numbers. @type {(state: CalculusState) => ChainRequest} */
function chainBody({ chain, by, pairs, parameter }) {
  return {
    layers: CHAIN_LAYERS,
    parameters: chain.parameters,
    x: chain.x,
    y: chain.y,
    by,
    pairs,
    parameter,
  };
}
