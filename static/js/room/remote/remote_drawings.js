/** The wall of the room's drawings, before anybody else sees them: asked for, let through one by one or
 * all, hidden again; one to the pad, all as the mini-batch.
 * @import {RoomState, SentDrawing} from "../../server/types.js"
 * @import {RoomLine} from "../room_line.js" */

import { button, element, select, setText, turning } from "../../kit/dom.js";
import { pictureOf } from "../room_cover.js";
import { DESK, DRAWINGS } from "../room_words.js";

const ignore = () => {};
/** All pictures are large: so they are not fetched more often. */
const FETCHING_MS = 1500;

/** @type {(line: RoomLine) => {element: HTMLElement, show: (state: RoomState) => void}} */
export function drawingsDesk(line) {
  const digits = Array.from(
    { length: 10 },
    (_, digit) => /** @type {const} */ ([String(digit), String(digit)]),
  );
  const digit = select(DESK.digit, [["", DESK.any], ...digits]);
  digit.value = "4";
  const count = element("p", "remote-none", DESK.noDrawings);
  const result = element("p", "remote-result");
  result.dataset.testid = "remote-result";
  const wall = element("div", "remote-wall");
  wall.dataset.testid = "remote-wall";
  /** @type {SentDrawing[]} */
  let drawings = [];
  let fetched = "";
  let isFetching = false;

  let sending = Promise.resolve();
  let taps = 0;

  /** A tap may come before the one before it has been answered: it counts at once.
   * @type {(seats: string[]) => void} */
  const letThrough = (seats) => {
    taps += 1;
    drawings = drawings.map((each) => ({ ...each, shown: seats.includes(each.seat) }));
    wall.replaceChildren(...drawings.map(tile));
    const send = () => line.set("/drawings/shown", { seats });
    sending = sending.then(send).then(ignore, ignore);
    sending.then(() => fetch(true));
  };
  /** @type {(drawing: SentDrawing) => HTMLElement} */
  const tile = ({ seat, label, reading, shown, pixels }) => {
    const words = DRAWINGS.read(label, reading.prediction);
    const made = button("remote-tile", pictureOf(pixels ?? []), () => {
      const wanted = drawings.filter((each) => (each.seat === seat ? !shown : each.shown));
      letThrough(wanted.map((each) => each.seat));
    });
    made.append(element("span", "", words));
    made.setAttribute("aria-pressed", String(shown));
    made.setAttribute("aria-label", DESK.tile(words, shown));
    return made;
  };
  /** What was asked for before a tap was answered does not know of it. */
  const load = async () => {
    for (let known = -1; known !== taps; ) {
      known = taps;
      await sending;
      const answer = await line.get("drawings");
      drawings = known === taps ? answer.drawings : drawings;
    }
    wall.replaceChildren(...drawings.map(tile));
  };
  /** All that have come by now: the wall may be behind, and what is let through is seen here, too. */
  const showAll = async () => {
    await load().catch(() => {});
    letThrough(drawings.map(({ seat }) => seat));
  };
  const fetch = async (/** @type {boolean} */ isWanted) => {
    const { drawings: about, network } = line.state ?? {};
    const now = JSON.stringify([about, network]);
    if (isFetching || (now === fetched && !isWanted)) {
      return;
    }
    isFetching = true;
    fetched = now;
    try {
      await load();
    } catch {
      fetched = "";
    }
    setTimeout(() => {
      isFetching = false;
      fetch(false);
    }, FETCHING_MS);
  };
  /** @type {(words: string, name: string) => HTMLButtonElement} */
  const presses = (words, name) => button("quiet", words, () => line.put({ press: name }));
  const toggle = button("primary", DESK.draw);
  const turn = turning(
    toggle,
    () => line.put({ drawing: true, digit: digit.value === "" ? null : Number(digit.value) }),
    () => line.put({ drawing: false }),
  );
  const tools = element(
    "div",
    "remote-tools",
    digit,
    toggle,
    button("quiet", DESK.showAll, showAll),
    button("quiet", DESK.showNone, () => letThrough([])),
    presses(DESK.toPad, "to-pad"),
    presses(DESK.batch, "batch"),
    presses(DESK.step, "step"),
  );
  return {
    element: element("div", "remote-drawings", tools, count, result, wall),
    show: ({ drawing, drawings: about }) => {
      const { step } = about;
      turn(drawing, drawing ? DESK.stop : DESK.draw);
      setText(count, about.count === 0 ? DESK.noDrawings : DRAWINGS.count(about.count));
      setText(result, step ? DRAWINGS.stepped(step.count, step.before, step.after) : "");
      fetch(false);
    },
  };
}
