/**
 * The numbers of each part of the scene as tables, to be printed: what the server is asked for them.
 *
 * @import {Table} from "../../server/tables_api.js"
 * @import {SideName} from "./choices.js"
 * @import {VanishingState} from "./state.js"
 */

import { NONE, tablesOfSession } from "../../server/tables_api.js";
import { SIDES } from "./choices.js";

/**
 * @param {VanishingState} state
 * @param {string} part
 * @returns {Promise<Table[]>} for both networks
 */
export async function vanishingTables(state, part) {
  const tables = await Promise.all(SIDES.map((side) => tablesOfSide(state, part, side)));
  return tables.flat();
}

/** @type {(state: VanishingState, part: string, side: SideName) => Promise<Table[]>} */
function tablesOfSide({ example, layer, rank, sides }, part, side) {
  const { session } = sides[side];
  const name = side.toUpperCase();
  if (session === null) {
    return NONE;
  }
  if (part !== "slopes" && part !== "product") {
    return tablesOfSession(session, "network", { name });
  }
  if (example === null) {
    return NONE;
  }
  const { label, pixels } = example;
  const chosen = part === "slopes" ? { layer } : { target: label, rank };
  return tablesOfSession(session, part, { name, pixels, ...chosen });
}
