/** What comes of the room's drawings on the projector's page: one goes to the pad, or all of them
 * become one mini-batch of the descent, along which the network takes a step.
 * @import {DrawingsAverage, DrawingsStepAnswer, RoomState, ShownDrawing, StepOnDrawings} from "../server/types.js"
 * @import {Ink, Taken} from "../state/page.js"
 * @import {RoomLine} from "./room_line.js"
 * @typedef {{label: number, pixels: number[], ink: Ink}} BatchColumn
 * @typedef {object} Batch
 * @property {BatchColumn[]} columns of those that are shown, as many as the table has
 * @property {number} revision of what has been drawn and is shown
 * @property {() => Promise<DrawingsAverage>} average over all
 * @property {() => Promise<unknown>} step @property {string} words what has come of the last one
 * @property {Taken | null} taken the steps on it that the network stands after */

import { oneAtATime } from "../kit/memo.js";
import { inkOf } from "../link/drawn.js";
import { Refusal, Unreachable } from "../server/client.js";
import { notice } from "../state/message.js";
import { askUntilAnswered } from "./room_server.js";
import { DRAWINGS } from "./room_words.js";
import { showsBatch } from "./seat_view.js";

/** As many columns as the descent's table has. */
const MOST_COLUMNS = 6;

export class RoomBatch {
  /** @type {RoomLine | null} */
  line = null;

  /** @param {Store<State, Action>} store */
  constructor(store) {
    this.store = store;
  }

  /** The first drawing that is shown goes to the pad. */
  toPad() {
    return this.#with(async (line) => {
      const [drawing] = await this.#shown(line);
      if (drawing !== undefined) {
        this.store.dispatch({ type: "sampled", ...columnOf(drawing), from: null });
        location.hash = "walk/answer";
      }
      return drawing !== undefined;
    });
  }

  /** All drawings become the mini-batch over which the descent averages; those shown are columns. */
  begin() {
    return this.#with(async (line) => {
      const shown = await this.#shown(line);
      if (shown.length > 0) {
        this.#take(shown, line.state?.drawings.revision ?? 0);
        location.hash = "descent/wishes";
      }
      return shown.length > 0;
    });
  }

  /** What is hidden again is no column any more; where the page was loaded again, it is as it was. */
  follow = oneAtATime(async (/** @type {RoomState} */ { drawings: { revision } }) => {
    const { batch } = this.store.get();
    if (batch === null ? showsBatch(location.hash) : batch.revision !== revision) {
      await this.#with(async (line) => {
        const { drawings } = await line.get("drawings/shown");
        this.#take(drawings, revision);
        return true;
      });
    }
  });

  /** @type {(shown: ShownDrawing[], revision: number) => void} */
  #take(shown, revision) {
    const { batch } = this.store.get();
    const columns = shown.slice(0, MOST_COLUMNS).map(columnOf);
    const isSame = JSON.stringify(columns) === JSON.stringify(batch?.columns);
    this.store.set({
      batch: {
        average: () =>
          this.line?.get("drawings/average") ?? Promise.reject(new TypeError("No room")),
        step: () => this.step(),
        words: "",
        taken: null,
        ...batch,
        columns: isSame && batch ? batch.columns : columns,
        revision,
      },
    });
  }

  /** Those that were let through; where there are none, that is said.
   * @type {(line: RoomLine) => Promise<ShownDrawing[]>} */
  async #shown(line) {
    const { drawings } = await line.get("drawings/shown");
    if (drawings.length === 0) {
      this.store.set(notice(DRAWINGS.noneShown));
    }
    return drawings;
  }

  /** One step along what all of them ask for. */
  step() {
    return this.#with(async (line) => {
      const { session, learningRate } = this.store.get();
      if (session === null) {
        return false;
      }
      const answer = await stepped(line, { learning_rate: learningRate, of: "all" }, session.id);
      const changed = { ...answer.session, id: session.id };
      this.store.dispatch({ type: "networkChanged", session: changed });
      const { count, before, after } = answer;
      const { batch } = this.store.get();
      if (batch !== null) {
        const { id, iteration } = session;
        const isNext = batch.taken?.session === id && batch.taken.to === iteration;
        const from = isNext && batch.taken ? batch.taken.from : iteration;
        const taken = { session: id, from, to: changed.iteration };
        this.store.set({
          batch: { ...batch, taken, words: DRAWINGS.stepped(count, before, after) },
        });
      }
      return true;
    });
  }

  /** @type {(act: (line: RoomLine) => Promise<boolean>) => Promise<boolean>} whether it was done */
  async #with(act) {
    try {
      return this.line !== null && (await act(this.line));
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unreachable)) {
        throw error;
      }
      this.store.set(notice(error.message));
      return false;
    }
  }
}

/** Take a step; where its answer is lost, the room says whether it was taken.
 * @type {(line: RoomLine, body: StepOnDrawings, id: string) => Promise<Pick<DrawingsStepAnswer, "count" |
 *   "before" | "after" | "session">>} */
async function stepped(line, body, id) {
  const taken = JSON.stringify(line.state?.drawings.step);
  try {
    return await line.post("/drawings/step", body);
  } catch (error) {
    const { step } = (await line.now()).drawings;
    if (error instanceof Refusal || step === null || JSON.stringify(step) === taken) {
      throw error;
    }
    const answer = await askUntilAnswered("GET", `api/sessions/${id}`);
    return { ...step, session: await answer.json() };
  }
}

/** What a page keeps of a drawing. @type {(drawing: ShownDrawing) => BatchColumn} */
const columnOf = ({ label, pixels, ink }) => ({ label, pixels, ink: inkOf({ pixels, ink }) });
