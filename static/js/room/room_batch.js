/** What comes of the room's drawings on the projector's page: one goes to the pad, or all of them
 * become one mini-batch of the descent, along which the network takes a step.
 * @import {ShownDrawing} from "../server/types.js"
 * @import {Stroke} from "../input/digit_image.js"
 * @import {Ink} from "../state/page.js"
 * @import {RoomLine} from "./room_line.js"
 * @typedef {{label: number, pixels: number[], ink: Ink}} BatchColumn
 * @typedef {object} Batch
 * @property {BatchColumn[]} columns of those that are shown, as many as the table has
 * @property {() => Promise<{average: number[], norm: number, count: number}>} average over all
 * @property {() => Promise<unknown>} step @property {string} words what has come of the last one */

import { inkPicture, SIDE } from "../input/digit_image.js";
import { BRUSH_RADIUS, STEPS } from "../input/pad.js";
import { digitNamed } from "../link/digit.js";
import { notice } from "../state/message.js";
import { askUntilAnswered, isRefused, Refused } from "./room_server.js";
import { DRAWINGS } from "./room_words.js";

/** As many columns as the descent's table has. */
const MOST_COLUMNS = 6;

/** Ink darker than this is traced. */
const DARK = 0.6;

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
        const columns = shown.slice(0, MOST_COLUMNS).map(columnOf);
        const average = () => line.get("drawings/average");
        this.store.set({ batch: { columns, average, step: () => this.step(), words: "" } });
        location.hash = "descent/wishes";
      }
      return shown.length > 0;
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
      const { session: own, learningRate } = this.store.get();
      const body = { learning_rate: learningRate, of: "all" };
      const { session, count, before, after } = await stepped(line, body, own?.id ?? "");
      this.store.dispatch({ type: "networkChanged", session: { ...session, id: own?.id } });
      const { batch } = this.store.get();
      this.store.set({
        batch: batch && { ...batch, words: DRAWINGS.stepped(count, before, after) },
      });
      return true;
    });
  }

  /** @type {(act: (line: RoomLine) => Promise<boolean>) => Promise<boolean>} whether it was done */
  async #with(act) {
    try {
      return this.line !== null && (await act(this.line));
    } catch (error) {
      const words = error instanceof Refused ? error.message : "";
      this.store.set(notice(words || DRAWINGS.notDone));
      return false;
    }
  }
}

/** Take a step; where its answer is lost, the room says whether it was taken.
 * @type {(line: RoomLine, body: unknown, id: string) => Promise<any>} */
async function stepped(line, body, id) {
  const taken = JSON.stringify(line.state?.drawings.step);
  try {
    return await line.post("/drawings/step", body);
  } catch (error) {
    const { step } = (await line.now()).drawings;
    if (isRefused(error) || JSON.stringify(step) === taken) {
      throw error;
    }
    const answer = await askUntilAnswered("GET", `api/sessions/${id}`, {}, () => {});
    return { ...step, session: await answer.json() };
  }
}

/** What a page keeps of a drawing. Its own strokes are taken where they make its very picture: who let
 * that through has seen no others.
 * @type {(drawing: ShownDrawing) => BatchColumn} */
function columnOf({ label, pixels, ink }) {
  const own = digitNamed(ink)?.strokes ?? [];
  const made = inkPicture(own, BRUSH_RADIUS);
  if (made.pixels.every((value, i) => value === pixels[i])) {
    return { label, pixels, ink: { strokes: own, placement: made.placement } };
  }
  const strokes = tracedFrom(pixels);
  return {
    label,
    pixels,
    ink: { strokes, placement: inkPicture(strokes, BRUSH_RADIUS).placement },
  };
}

/** Strokes along the dark of a picture: what the pad shows of it, and its address names.
 * @type {(pixels: number[]) => Stroke[]} */
export function tracedFrom(pixels) {
  /** @type {Stroke[]} */
  const strokes = [];
  /** @type {(place: number) => number} as exactly as an address names it */
  const at = (place) => Math.round(((place + 0.5) / SIDE) * STEPS) / STEPS;
  for (let row = 0; row < SIDE; row++) {
    let begin = -1;
    for (let column = 0; column <= SIDE; column++) {
      const isDark = column < SIDE && pixels[row * SIDE + column] > DARK;
      if (isDark && begin < 0) {
        begin = column;
      } else if (!isDark && begin >= 0) {
        strokes.push([
          [at(begin), at(row)],
          [at(column - 1), at(row)],
        ]);
        begin = -1;
      }
    }
  }
  return strokes;
}
