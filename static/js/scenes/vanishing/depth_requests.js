/** What the vanishing scene shows and prints besides training: the pass of one example through both
 * networks, the activation functions as curves, and tables of the numbers.
 * @import {TablesOf} from "../../server/endpoints.js"
 * @import {SideName} from "./choices.js"
 * @import {VanishingResource} from "./scene.js"
 * @import {Example, VanishingState} from "./state.js" */

import { backward } from "../../server/endpoints.js";
import { curvesOf } from "../../server/function_curves.js";
import { resource } from "../../server/resource.js";
import { SIDES } from "./choices.js";
import { curveWanted } from "./neurons.js";
import { pairNames } from "./pair_names.js";

/** @type {(side: SideName) => VanishingResource} */
const passOf = (side) =>
  resource({
    about: `pass of ${side}`,
    key: ({ own: { sides, example } }) => {
      const { session, frame } = sides[side];
      const isKnown = session !== null && frame !== null && example !== null;
      return isKnown ? [session, frame.iteration, example] : null;
    },
    scope: ({ own: { sides } }) => [sides[side].session],
    fetch: async ({ own: { sides, example } }) => {
      const shown = /** @type {Example} */ (example);
      const answer = await backward(sides[side].session ?? "", shown.pixels, shown.label);
      return { answer, example: shown };
    },
    into: (pass) => ({ type: "sideChanged", side, change: { pass } }),
  });

export const PASSES = SIDES.map(passOf);

export const curves = curvesOf(
  /** @param {{own: VanishingState}} states */
  ({ own }) => SIDES.map((side) => curveWanted(own, side)),
);

/** The tables of a part, of both networks.
 * @type {(state: VanishingState, part: string, page: Pick<State, "options">) => TablesOf[]} */
export function vanishingTables(state, part, { options }) {
  const names = pairNames(state.sides, options);
  return SIDES.flatMap((side) => tablesOfSide(state, part, side, names[side]));
}

/** @type {(state: VanishingState, part: string, side: SideName, name: string) => TablesOf[]} */
function tablesOfSide({ example, layer, rank, sides }, part, side, name) {
  const { session } = sides[side];
  if (session === null) {
    return [];
  }
  if (part !== "slopes" && part !== "product") {
    return [{ id: session, part: "network", body: { name } }];
  }
  if (example === null) {
    return [];
  }
  const { label, pixels } = example;
  const chosen = part === "slopes" ? { layer } : { target: label, rank };
  return [{ id: session, part, body: { name, pixels, ...chosen } }];
}
