/** What comes of the room's drawings on the projector's page: one goes to the pad, or the network takes
 * a step along what all of them ask for.
 * @import {ShownDrawing} from "../server/types.js"
 * @import {Stroke} from "../input/digit_image.js"
 * @import {RoomLine} from "./room_line.js" */

import { inkPicture, SIDE } from "../input/digit_image.js";
import { BRUSH_RADIUS } from "../input/pad.js";
import { notice } from "../state/message.js";
import { Refused } from "./room_server.js";

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
      const [drawing] = /** @type {ShownDrawing[]} */ ((await line.get("drawings/shown")).drawings);
      if (drawing !== undefined) {
        const { pixels, label } = drawing;
        const strokes = tracedFrom(pixels);
        const { placement } = inkPicture(strokes, BRUSH_RADIUS);
        this.store.dispatch({
          type: "sampled",
          pixels,
          label,
          from: null,
          ink: { strokes, placement },
        });
        location.hash = "walk/answer";
      }
    });
  }

  /** One step along what all of them ask for. */
  step() {
    return this.#with(async (line) => {
      const { session, learningRate } = this.store.get();
      const body = { learning_rate: learningRate, of: "all" };
      const answer = await line.send("POST", "/drawings/step", body);
      const changed = { ...answer.session, id: session?.id };
      this.store.dispatch({ type: "networkChanged", session: changed });
    });
  }

  /** @type {(act: (line: RoomLine) => Promise<void>) => Promise<void>} */
  async #with(act) {
    try {
      await (this.line && act(this.line));
    } catch (error) {
      if (error instanceof Refused && error.message !== "") {
        this.store.set(notice(error.message));
      }
    }
  }
}

/** Strokes along the dark of a picture: what the pad shows of it, and its address names.
 * @type {(pixels: number[]) => Stroke[]} */
export function tracedFrom(pixels) {
  /** @type {Stroke[]} */
  const strokes = [];
  for (let row = 0; row < SIDE; row++) {
    let begin = -1;
    for (let column = 0; column <= SIDE; column++) {
      const isDark = column < SIDE && pixels[row * SIDE + column] > DARK;
      if (isDark && begin < 0) {
        begin = column;
      } else if (!isDark && begin >= 0) {
        const y = (row + 0.5) / SIDE;
        strokes.push([
          [(begin + 0.5) / SIDE, y],
          [(column - 0.5) / SIDE, y],
        ]);
        begin = -1;
      }
    }
  }
  return strokes;
}
