/** The numbers of each part of the scene as tables, to be printed: what the server is asked for
 * them.
 * @import {TableObject} from "../../server/types.js" */

import { tables } from "../../server/endpoints.js";
import { SIDES } from "./choices.js";

/** The tables of both networks.
 * @type {(state: VanishingState, part: string) => Promise<TableObject[]>} */
export async function vanishingTables(state, part) {
  return (await Promise.all(SIDES.map((side) => tablesOfSide(state, part, side)))).flat();
}

/** @type {(state: VanishingState, part: string, side: SideName) => TableObject[] |
 *   Promise<TableObject[]>} */
function tablesOfSide({ example, layer, rank, sides }, part, side) {
  const { session } = sides[side];
  const name = side.toUpperCase();
  if (session === null) {
    return [];
  }
  if (part !== "slopes" && part !== "product") {
    return tables(session, "network", { name });
  }
  if (example === null) {
    return [];
  }
  const { label, pixels } = example;
  const chosen = part === "slopes" ? { layer } : { target: label, rank };
  return tables(session, part, { name, pixels, ...chosen });
}
