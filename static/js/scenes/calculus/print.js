/**
 * What is taken home of the calculus: a part's numbers as tables, and the chain's program.
 *
 * @import {NumbersOf} from "../../print/take_home.js"
 * @import {Table} from "../../server/tables_api.js"
 * @import {CalculusState} from "./state.js"
 */

import { NONE, tablesOfChain, tablesOfSession } from "../../server/tables_api.js";
import { chainBody, chainProgram } from "../../server/take_home_api.js";

/** The parts that are about other networks than the chain: they have no program. */
const OTHERS = ["layers", "fold"];

/** @type {(state: CalculusState, part: string) => NumbersOf} */
export function chainNumbers(state, part) {
  return {
    tables: () => tablesOf(state, part),
    program: OTHERS.includes(part) ? null : () => chainProgram(state),
  };
}

/** @type {(state: CalculusState, part: string) => Promise<Table[]>} */
function tablesOf(state, part) {
  if (part === "fold") {
    const { fold } = state;
    return fold === null ? NONE : tablesOfSession(fold.session, part, fold.request);
  }
  if (part === "layers") {
    const { neuron, wide } = state;
    return tablesOfChain(part, { layers: [2, 3, 2], ...wide, neuron });
  }
  return tablesOfChain("chain", { ...chainBody(state), part });
}
