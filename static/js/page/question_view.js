/** What a question shows: what can be chosen while it waits, an amount as a bar, or as an arrow from
 * 0, that is dragged; then what was chosen beside what is true, and how many hands went up for each.
 * @import {Amount, Prediction, Question} from "../state/questions.js"
 * @typedef {object} Answering what can be done while a question waits
 * @property {boolean} counts whether there are fields for the hands
 * @property {(value: number) => void} choose
 * @property {() => void} count have fields for the hands, or put them away
 * @property {(choice: number, count: number) => void} onHands
 * @property {() => void} onNext the next press, from within a field */

import { button, element, setText } from "../kit/dom.js";
import { listenForNumber } from "../kit/number_field.js";
import { QUESTIONS } from "../kit/words.js";
import { choiceValue, isRight, rightChoice, shareOf, wordsOf } from "../state/questions.js";

/** How many steps of the arrow keys lead from one end to the other. */
const STEPS = 40;
/** What keys do, in such steps. @type {Record<string, number>} */
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

class AmountBar {
  /** @param {Amount} amount @param {(value: number) => void} onChange */
  constructor(amount, onChange) {
    this.amount = amount;
    this.onChange = onChange;
    this.value = amount.start;
    const { least, most, words } = amount;
    this.ends = barOf(amount);
    this.element = this.ends.element;
    const { track, handle } = this.ends;
    track.append(handle);
    this.words = element("span", "amount-words");
    const within = element("span", "amount-within", QUESTIONS.within(amount.within));
    this.element.append(this.words, within);
    track.tabIndex = 0;
    track.setAttribute("role", "slider");
    track.setAttribute("aria-label", QUESTIONS.amount);
    track.setAttribute("aria-valuemin", String(least));
    track.setAttribute("aria-valuemax", String(most));
    track.title = `${words(least)} … ${words(most)}`;
    this.#listen(track);
    this.show(null);
  }

  /** @type {(chosen: number | null) => void} null while nothing has been said */
  show(chosen) {
    const { track, handle } = this.ends;
    this.value = chosen ?? this.amount.start;
    const words = this.amount.words(this.value);
    track.setAttribute("aria-valuenow", String(this.value));
    track.setAttribute("aria-valuetext", words);
    moveTo(handle, this.amount, this.value);
    fill(this.ends.filled, this.amount, this.value);
    setText(this.words, words);
  }

  /** @type {(track: HTMLElement) => void} */
  #listen(track) {
    const { least, most } = this.amount;
    const drag = (/** @type {PointerEvent} */ { clientX }) => {
      const { left, width } = track.getBoundingClientRect();
      const share = Math.max(0, Math.min(1, (clientX - left) / width));
      this.onChange(least + share * (most - least));
    };
    track.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      track.setPointerCapture(event.pointerId);
      drag(event);
    });
    track.addEventListener("pointermove", (event) => {
      if (track.hasPointerCapture(event.pointerId)) {
        drag(event);
      }
    });
    track.addEventListener("keydown", (event) => {
      const steps = KEYS[event.key];
      if (steps !== undefined) {
        event.preventDefault();
        event.stopPropagation(); // The page's arrows lead the story.
        const next = this.value + (steps * (most - least)) / STEPS;
        this.onChange(Math.max(least, Math.min(most, next)));
      }
    });
  }

  /** What was said and what is true on one bar, the gap drawn between.
   * @type {(amount: Amount, said: number, truth: number) => HTMLElement} */
  static gap(amount, said, truth) {
    const { element: whole, track, filled, handle } = barOf(amount);
    fill(filled, amount, truth);
    moveTo(handle, amount, said);
    const gap = element("span", "amount-gap");
    const [from, to] = [said, truth].map((value) => shareOf(amount, value)).sort((p, q) => p - q);
    gap.style.left = `${from * 100}%`;
    gap.style.width = `${(to - from) * 100}%`;
    track.append(gap, handle);
    whole.classList.add("amount-shown");
    whole.dataset.testid = "gap";
    whole.setAttribute("role", "img");
    const { words } = amount;
    whole.setAttribute(
      "aria-label",
      `${QUESTIONS.guess} ${words(said)}, ${QUESTIONS.truth} ${words(truth)}`,
    );
    return whole;
  }
}

/** @type {(amount: Amount) => {element: HTMLElement, track: HTMLElement, filled: HTMLElement, handle:
 *   HTMLElement}} */
function barOf(amount) {
  const filled = element("span", "amount-filled");
  const handle = element("span", "amount-handle");
  const zero = element("span", "amount-zero");
  moveTo(zero, amount, Math.max(amount.least, Math.min(amount.most, 0)));
  const track = element("div", "amount-track", zero, filled);
  track.classList.toggle("amount-arrow", amount.least < 0);
  return { element: element("div", "amount", track), track, filled, handle };
}

/** @type {(mark: HTMLElement, amount: Amount, value: number) => void} */
function moveTo(mark, amount, value) {
  mark.style.left = `${shareOf(amount, value) * 100}%`;
}

/** Fill the bar from 0 to a value, in the colour of its sign.
 * @type {(filled: HTMLElement, amount: Amount, value: number) => void} */
function fill(filled, amount, value) {
  const [from, to] = [0, value].map((end) => shareOf(amount, end)).sort((p, q) => p - q);
  filled.style.left = `${from * 100}%`;
  filled.style.width = `${(to - from) * 100}%`;
  filled.classList.toggle("down", value < 0);
}

/** What can be chosen, and what shows what has been said meanwhile.
 * @type {(question: Question, page: Answering) =>
 *   {elements: HTMLElement[], refresh: (prediction: Prediction | null) => void}} */
export function choices(question, page) {
  const { choices, amount } = question;
  const buttons = choices.map((words, choice) => {
    const content = element("span", "choice-words", words);
    const key = element("kbd", "choice-key", String(choice + 1));
    key.setAttribute("aria-hidden", "true");
    const made = button("choice", key, () => page.choose(choiceValue(question, choice)));
    made.append(content);
    made.dataset.choice = String(choice);
    return made;
  });
  const fields = page.counts ? choices.map((_, choice) => handsField(question, choice, page)) : [];
  const row = element(
    "div",
    "choices",
    ...buttons.map((made, choice) =>
      element("span", "choice-room", made, ...fields.slice(choice, choice + 1)),
    ),
    button("quiet count-hands", QUESTIONS.count, page.count),
  );
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", QUESTIONS.choices);
  const bar = amount ? new AmountBar(amount, page.choose) : null;
  const refresh = (/** @type {Prediction | null} */ prediction) => {
    const { chosen = null, hands = null } = prediction ?? {};
    for (const [choice, made] of buttons.entries()) {
      made.setAttribute("aria-pressed", String(chosen === choiceValue(question, choice)));
    }
    for (const [choice, field] of fields.entries()) {
      const count = hands?.[choice] ?? 0;
      if (Number(field.value) !== count) {
        field.value = String(count);
      }
    }
    bar?.show(chosen);
  };
  return { elements: bar ? [bar.element, row] : [row], refresh };
}

/** How many hands went up for a choice.
 * @type {(question: Question, choice: number, page: Answering) => HTMLInputElement} */
function handsField(question, choice, { onHands, onNext }) {
  const field = element("input", "hands");
  field.inputMode = "numeric";
  field.setAttribute("aria-label", QUESTIONS.handsFor(question.choices[choice]));
  listenForNumber(field, {
    whole: true,
    live: true,
    onNumber: (value) => onHands(choice, Math.max(0, Math.min(9999, value ?? 0))),
    empty: true, // It counts none.
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      field.blur();
      onNext();
    }
  });
  return field;
}

/** @type {(question: Question, prediction: Prediction | null) => HTMLElement[]} */
export function outcome(question, prediction) {
  const { chosen = null, hands = null } = prediction ?? {};
  return [
    ...(chosen === null ? [] : predicted(question, chosen)),
    ...(hands === null ? [] : [histogram(question, hands)]),
  ];
}

/** What was chosen beside what is true, and why.
 * @type {(question: Question, chosen: number) => HTMLElement[]} */
function predicted(question, chosen) {
  const { right, amount } = question;
  const isTrue = isRight(question, chosen);
  const said = element("span", "predicted-said", QUESTIONS.said(wordsOf(question, chosen)));
  const line = element("p", "predicted", said);
  line.dataset.testid = "predicted";
  if (isTrue === null || right === null) {
    line.append(" ", element("span", "predicted-why", QUESTIONS.unknown));
    return [line];
  }
  line.dataset.right = String(isTrue);
  const verdict = isTrue && !amount ? QUESTIONS.right : QUESTIONS.was(wordsOf(question, right));
  line.append(
    " ",
    element("strong", "predicted-truth", verdict),
    " ",
    element("span", "predicted-why", question.why(chosen)),
  );
  return amount ? [AmountBar.gap(amount, chosen, right), line] : [line];
}

/** The hands for each choice, the right one marked.
 * @type {(question: Question, hands: number[]) => HTMLElement} */
function histogram(question, hands) {
  const most = Math.max(1, ...hands);
  const right = rightChoice(question);
  const rows = question.choices.map((words, choice) => {
    const bar = element("span", "hands-bar");
    bar.style.setProperty("--share", String(hands[choice] / most));
    const row = element("li", "", bar, element("b", "", String(hands[choice])), ` ${words}`);
    row.dataset.right = String(choice === right);
    return row;
  });
  const list = element("ol", "hands-shown", ...rows);
  list.dataset.testid = "hands";
  return list;
}
