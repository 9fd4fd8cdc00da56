// Of which lines of the source the page knows what stands in their arrays.
import { READINGS as OF_WALK } from "../../../static/js/panels/code/code_values.js";
import { FOLD_READINGS, READINGS } from "../../../static/js/scenes/calculus/chain_code_values.js";

/** The names of lines, by the functions that they stand in. */
export const readings = () =>
  [OF_WALK, READINGS, FOLD_READINGS].flatMap((each) =>
    Object.entries(each).map(([name, lines]) => [name, Object.keys(lines)]),
  );
