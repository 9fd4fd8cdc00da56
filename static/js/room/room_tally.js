/** What has come of a question of the room, for the projector: how many chose each, before and after
 * they talked, or everybody's amount; and why.
 * @import {RevealedQuestion} from "../server/types.js" */

import { element } from "../kit/dom.js";
import { format } from "../kit/format.js";
import { shareOf, tallied } from "../state/questions.js";
import { ASKING } from "./room_words.js";

/** Amounts are shown as dots, where enough have dragged one.
 * @type {(closed: RevealedQuestion, amounts: number[] | null, right: number | null) => HTMLElement[]} */
export function outcomeOf(closed, amounts, right) {
  const { amount, why, answered } = closed;
  const isDragged = amounts !== null && amounts.length * 2 >= answered;
  return [
    ...(amount && isDragged
      ? [dots(closed, amount, amounts), endsOf(amount)]
      : [tally(closed, right)]),
    ...(why === "" ? [] : [element("p", "room-why", why)]),
  ];
}

/** Where the line of amounts begins and ends. @type {(amount: {least: number, most: number}) => HTMLElement} */
export const endsOf = ({ least, most }) =>
  element("p", "room-ends", ...[least, most].map((end) => element("span", "", String(end))));

/** How many chose each, with the round before beside it, the right choice marked.
 * @type {(closed: Pick<RevealedQuestion, "choices" | "counts" | "earlier">, right: number | null) =>
 *   HTMLElement} */
export function tally(closed, right) {
  const columns = tallied(closed, right).map(({ words, isRight, votes }) => {
    const bars = votes.map(({ count, share }) => {
      const bar = element("span", "room-bar");
      bar.style.setProperty("--share", String(share));
      return element("span", "room-votes", element("b", "", String(count)), bar);
    });
    const column = element(
      "li",
      "",
      element("span", "room-bars", ...bars),
      element("span", "room-choice", words),
    );
    column.dataset.right = String(isRight);
    return column;
  });
  const list = element("ol", "room-tally", ...columns);
  const isAgain = closed.earlier.length > 0;
  list.setAttribute("aria-label", isAgain ? ASKING.rounds : ASKING.votes);
  list.dataset.testid = "tally";
  const legend = element("p", "room-legend", ASKING.rounds);
  return isAgain ? element("div", "room-tallied", list, legend) : list;
}

/** How many rows amounts of the same size are heaped up in. */
const ROWS = 5;

/** Everybody's amount as a dot on one line, and the true one.
 * @type {(closed: RevealedQuestion, amount: {least: number, most: number}, amounts: number[]) =>
 *   HTMLElement} */
function dots({ right }, amount, amounts) {
  /** @type {(className: string, value: number, row: number) => HTMLElement} */
  const mark = (className, value, row) => {
    const made = element("span", className);
    made.style.setProperty("--share", String(shareOf(amount, value)));
    made.style.setProperty("--row", String(row));
    return made;
  };
  const truth = right === null ? [] : [mark("room-truth", right, 0)];
  truth[0]?.append(element("b", "", `${ASKING.truth} ${format(right ?? 0).text}`));
  const line = element(
    "div",
    "room-dots",
    ...amounts.map((value, i) => mark("room-dot", value, i % ROWS)),
    ...truth,
  );
  line.setAttribute("role", "img");
  line.setAttribute("aria-label", ASKING.dots);
  line.dataset.testid = "dots";
  return line;
}
