/** What stands on the remote beside its buttons: how the room answers, a question of the lecturer's own,
 * where people were lost.
 * @import {KeptQuestion, LostAt, NewQuestion} from "../../server/types.js" */

import { button, element, select } from "../../kit/dom.js";
import { tally } from "../room_tally.js";
import { ASKING, DESK } from "../room_words.js";

const MOST_CHOICES = 4;

/** The question asked last, while it is open or was not told yet, and how it stands.
 * @type {(question: KeptQuestion | null, seats: number) => HTMLElement[]} */
export function standingOf(question, seats) {
  if (question === null || !(question.open || question.revealed)) {
    return [];
  }
  const text = element("p", "remote-question", question.text);
  text.dataset.testid = "remote-question";
  const right = question.amount === null ? question.right : null;
  return [
    text,
    element("p", "room-standing", ASKING.answered(question.answered, seats)),
    tally(question, right),
  ];
}

/** @type {(onAsk: (question: NewQuestion) => void) => HTMLElement} */
export function ownQuestionForm(onAsk) {
  const text = field(DESK.text, 300);
  const choices = Array.from({ length: MOST_CHOICES }, (_, index) =>
    field(DESK.choice(index + 1), 120),
  );
  const places = choices.map(
    (_, index) => /** @type {const} */ ([String(index), String(index + 1)]),
  );
  const right = select(DESK.right, [["", DESK.unknown], ...places]);
  const form = element(
    "div",
    "remote-form",
    text,
    ...choices,
    element("label", "", `${DESK.right} `, right),
    button("primary", DESK.send, () => {
      const words = choices.map(({ value }) => value.trim());
      const given = words.filter((each) => each !== "");
      if (text.value.trim() !== "" && given.length >= 2) {
        const index = right.value === "" ? -1 : given.indexOf(words[Number(right.value)]);
        onAsk({ text: text.value.trim(), choices: given, right: index < 0 ? null : index });
      }
    }),
  );
  return form;
}

/** @type {(name: string, most: number) => HTMLInputElement} */
function field(name, most) {
  const made = element("input", "");
  made.placeholder = name;
  made.setAttribute("aria-label", name);
  made.maxLength = most;
  return made;
}

/** How many were lost at each beat, in their order, by what it is called.
 * @type {(lost: LostAt[]) => HTMLElement} */
export function lostCurve(lost) {
  const most = Math.max(0, ...lost.map(({ count }) => count));
  if (most === 0) {
    return element("p", "remote-none", DESK.nobodyLost);
  }
  const bars = lost.map(({ beat, count }) => {
    const bar = element("li", "", element("span", "visually-hidden", DESK.lostAt(beat, count)));
    bar.style.setProperty("--share", String(count / most));
    bar.title = DESK.lostAt(beat, count);
    return bar;
  });
  const worst = [...lost].sort((one, other) => other.count - one.count).slice(0, 3);
  const words = worst
    .filter(({ count }) => count > 0)
    .map(({ beat, count }) => DESK.lostAt(beat, count));
  const list = element("ol", "lost-curve", ...bars);
  list.dataset.testid = "lost";
  return element("div", "", list, ...words.map((each) => element("p", "", each)));
}
