/**
 * What is taken home of the calculus: a part's numbers as tables, and the chain's program.
 *
 * @import {NumbersOf} from "../../print/take_home.js"
 * @import {CalculusState} from "./state.js"
 */

import { chainProgram } from "../../server/take_home_api.js";
import { chainTables } from "./tables/tables.js";

/** The parts that are about other networks than the chain: they have no program. */
const OTHERS = ["layers", "fold"];

/** @type {(state: CalculusState, part: string) => NumbersOf} */
export function chainNumbers(state, part) {
  return {
    tables: chainTables(state, part),
    program: OTHERS.includes(part) ? null : () => chainProgram(state),
  };
}
