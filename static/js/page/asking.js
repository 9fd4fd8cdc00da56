/** A question before its answer: what can be chosen while it waits, and then what was chosen, what is
 * true and why, and how many hands went up for each. There is one on the page; it stands below the
 * sentence of the scene shown.
 * @import {Room} from "../room/room.js"
 * @import {Prediction, Question} from "../state/questions.js"
 * @typedef {typeof import("./amount_bar.js").AmountBar} Bar */

import { button, element } from "../kit/dom.js";
import { OnDemand } from "../kit/files.js";
import { listenForNumber } from "../kit/number_field.js";
import { FILES, QUESTIONS } from "../kit/words.js";
import { choiceValue, isRight, predictionOf, rightChoice, wordsOf } from "../state/questions.js";

export class Asking {
  /** @type {Question | null} while it waits */
  #waiting = null;
  /** What is on the screen. */
  #built = "";
  /** Whether there are fields for the hands. */
  #counts = false;
  /** @type {(prediction: Prediction | null) => void} show what has been said meanwhile */
  #refresh = () => {};
  /** @type {Room | null} the room that is asked, too */
  room = null;

  /** @param {Store<State, Action>} store @param {HTMLElement} body
   * @param {() => void} onNext the next press, from within a field
   * @param {() => void} onReady what a question needs has been fetched: it is to be shown again */
  constructor(store, body, onNext, onReady) {
    this.store = store;
    this.body = body;
    this.onNext = onNext;
    this.element = element("div", "asking");
    this.bars = new OnDemand(
      FILES.scene,
      async () => (await import("./amount_bar.js")).AmountBar,
      onReady,
    );
    store.subscribe(({ asking }) => body.toggleAttribute("data-asking", asking));
  }

  /** Show a question below its sentence.
   * @type {(sentence: HTMLElement, question: Question | null, waits: boolean) => void} */
  show(sentence, question, waits) {
    this.#show(sentence, question, waits);
    this.room?.asks(question, waits);
  }

  /** @type {(sentence: HTMLElement, question: Question | null, waits: boolean) => void} */
  #show(sentence, question, waits) {
    this.#waiting = waits ? question : null;
    const prediction = question && predictionOf(this.store.get().predictions, question);
    mark(sentence, "testid", waits ? "question" : null);
    mark(this.body, "question", waits ? (question?.open ? "open" : "hidden") : null);
    mark(this.body, "outcome", waits ? null : said(prediction));
    if (question === null || !(waits || prediction?.revealed)) {
      this.#built = "";
      this.element.remove();
      return;
    }
    if (sentence.nextElementSibling !== this.element) {
      sentence.after(this.element);
    }
    this.#render(question, prediction);
    if (!waits && prediction?.was === null && question.right !== null) {
      this.store.dispatch({ type: "questionRevealed", question }); // Now it is known.
    }
  }

  /** @type {(question: Question, prediction: Prediction | null) => void} */
  #render(question, prediction) {
    const waits = this.#waiting !== null;
    const { id, text, choices, right, amount } = question;
    const Bar = amount ? this.bars.want() : null; // Few questions are about amounts.
    const built = JSON.stringify([id, text, choices, waits ? this.#counts : [right], Bar !== null]);
    if (built !== this.#built) {
      this.#built = built;
      this.element.replaceChildren(
        ...(waits ? this.#choices(question, Bar) : outcome(question, prediction, Bar)),
      );
    }
    if (waits) {
      this.#refresh(prediction);
    }
  }

  /** Do what a key commands, where a question waits; whether it did. `learn` is a digit's key.
   * @type {(name: string, key: string) => boolean} */
  command(name, key) {
    const question = this.#waiting;
    if (this.room?.command(name)) {
      return true;
    }
    if (name === "hands") {
      this.#count();
      return true;
    }
    if (question === null || name !== "learn") {
      return false;
    }
    if (question.choices[Number(key) - 1] !== undefined) {
      this.#choose(question, choiceValue(question, Number(key) - 1));
    }
    return true;
  }

  /** @type {(question: Question, chosen: number) => void} */
  #choose(question, chosen) {
    this.store.dispatch({ type: "choiceMade", question, chosen });
  }

  /** Have fields for the hands, or put them away. */
  #count() {
    const question = this.#waiting;
    if (question !== null) {
      this.#counts = !this.#counts;
      this.#render(question, predictionOf(this.store.get().predictions, question));
      this.element.querySelector("input")?.focus();
    }
  }

  /** @type {(question: Question, Bar: Bar | null) => HTMLElement[]} */
  #choices(question, Bar) {
    const { choices, amount } = question;
    const buttons = choices.map((words, choice) => {
      const content = element("span", "choice-words", words);
      const key = element("kbd", "choice-key", String(choice + 1));
      key.setAttribute("aria-hidden", "true");
      const made = button("choice", key, () =>
        this.#choose(question, choiceValue(question, choice)),
      );
      made.append(content);
      made.dataset.choice = String(choice);
      return made;
    });
    const fields = this.#counts ? choices.map((_, choice) => this.#field(question, choice)) : [];
    const row = element(
      "div",
      "choices",
      ...buttons.map((made, choice) =>
        element("span", "choice-room", made, ...fields.slice(choice, choice + 1)),
      ),
      button("quiet count-hands", QUESTIONS.count, () => this.#count()),
    );
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", QUESTIONS.choices);
    const bar = amount && Bar ? new Bar(amount, (value) => this.#choose(question, value)) : null;
    this.#refresh = (prediction) => {
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
    return bar ? [bar.element, row] : [row];
  }

  /** How many hands went up for a choice.
   * @type {(question: Question, choice: number) => HTMLInputElement} */
  #field(question, choice) {
    const field = element("input", "hands");
    field.inputMode = "numeric";
    field.setAttribute("aria-label", QUESTIONS.handsFor(question.choices[choice]));
    listenForNumber(field, {
      whole: true,
      live: true,
      onNumber: (value) => {
        const count = Math.max(0, Math.min(9999, value ?? 0));
        this.store.dispatch({ type: "handsCounted", question, choice, count });
      },
      empty: true, // It counts none.
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        field.blur();
        this.onNext();
      }
    });
    return field;
  }
}

/** Say something of an element in its data, or nothing.
 * @type {(element: HTMLElement, name: string, value: string | null) => void} */
function mark(element, name, value) {
  if (value === null) {
    delete element.dataset[name];
  } else {
    element.dataset[name] = value;
  }
}

/** What is shown of what was said, for the stylesheet.
 * @type {(prediction: Prediction | null) => "hands" | "choice" | null} */
function said(prediction) {
  const { chosen = null, hands = null, revealed = false } = prediction ?? {};
  return (revealed || null) && (hands ? "hands" : chosen === null ? null : "choice");
}

/** @type {(question: Question, prediction: Prediction | null, Bar: Bar | null) => HTMLElement[]} */
function outcome(question, prediction, Bar) {
  const { chosen = null, hands = null } = prediction ?? {};
  return [
    ...(chosen === null ? [] : predicted(question, chosen, Bar)),
    ...(hands === null ? [] : [histogram(question, hands)]),
  ];
}

/** What was chosen beside what is true, and why.
 * @type {(question: Question, chosen: number, Bar: Bar | null) => HTMLElement[]} */
function predicted(question, chosen, Bar) {
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
  return amount && Bar ? [Bar.gap(amount, chosen, right), line] : [line];
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
