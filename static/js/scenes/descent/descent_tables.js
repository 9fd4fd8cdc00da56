/** The numbers of each part of the descent as tables, to be printed: what the server is asked for
 * them.
 * @import {TablesOf} from "../../server/endpoints.js"
 * @import {DigitsTables, GradientTables, MiniBatchesTables, TrainingTables} from "../../server/types.js"
 */

import { averagesTo, middleOf, middleRow } from "./average/state.js";
import { batchSizeOf } from "./training/state.js";

/** @type {(state: DescentState, part: string, page: State) => TablesOf[]} */
export function descentTables(state, part, page) {
  const { session } = page;
  const body = session === null ? null : BODIES[part](state, page);
  return session === null || body === null ? [] : [{ id: session.id, part, body }];
}

/** What each part's tables are made from; null while there is nothing to show.
 * @type {Record<string, (state: DescentState, page: State) => object | null>} */
const BODIES = {
  gradient: gradientBody,
  wishes: averageBody,
  training: trainingBody,
  "mini-batches": miniBatchesBody,
  learning: (_, { drawing }) => ({ pixels: drawing.pixels }),
};

/** @type {(state: DescentState) => GradientTables | null} */
function gradientBody({ gradient: { gradient, chosen } }) {
  if (gradient === null) {
    return null;
  }
  const { digit, examples, over } = gradient;
  if (digit !== null) {
    return { example: { pixels: digit.pixels, target: digit.target }, chosen };
  }
  return over === "mini_batch"
    ? { average: { over, batch_size: examples }, chosen }
    : { average: { over: "all" }, chosen };
}

/** @type {(state: DescentState, page: State) => DigitsTables} */
function averageBody({ table }, { session }) {
  const layers = session?.layers ?? [];
  return {
    examples: table.digits.map(({ label, pixels, index }) =>
      index === null ? { pixels, target: label } : { split: "train", index },
    ),
    average: averagesTo(table.over).at(-1) ?? null,
    middle: middleOf(middleRow(table, layers), layers),
  };
}

/** The server keeps no runs of a network that is gone: what the page knows of them is sent.
 * @type {(state: DescentState, page: State) => TrainingTables | null} */
function trainingBody({ training: { frame, runs } }, { session }) {
  if (frame === null) {
    return null;
  }
  return {
    runs: runs.seen.map(({ run, session: id }) =>
      id === session?.id
        ? { run: run.id }
        : {
            name: run.name,
            iteration: run.iteration,
            settings: { ...run.settings },
            best_accuracy: run.best_accuracy,
          },
    ),
  };
}

/** @type {(state: DescentState, page: State) => MiniBatchesTables} */
function miniBatchesBody(state, page) {
  const { directions, landscape } = state.miniBatches;
  const { runs } = state.training;
  return {
    directions: directions && {
      batch_size: batchSizeOf(state, page),
      batches: directions.batches.length,
    },
    landscape: landscape && {
      directions: landscape.directions,
      examples: landscape.examples,
      size: landscape.x.length,
      run: runs.current,
    },
  };
}
