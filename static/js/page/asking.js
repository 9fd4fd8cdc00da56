/** A question before its answer: what can be chosen while it waits, and then what was chosen, what is
 * true and why, and how many hands went up for each. There is one on the page; it stands below the
 * sentence of the scene shown.
 * @import {Room} from "../room/room.js"
 * @import {Prediction, Question} from "../state/questions.js"
 * @typedef {typeof import("./question_view.js")} View */

import { element } from "../kit/dom.js";
import { OnDemand } from "../kit/files.js";
import { FILES } from "../kit/words.js";
import { choiceValue, predictionOf } from "../state/questions.js";

export class Asking {
  /** @type {[Question | null, boolean]} what is asked, and whether it waits */
  #now = [null, false];
  /** What is on the screen. */
  #built = "";
  /** Whether there are fields for the hands. */
  #counts = false;
  /** @type {(prediction: Prediction | null) => void} show what has been said meanwhile */
  #refresh = () => {};
  /** @type {Room | null} */
  #room = null;

  /** @param {Store<State, Action>} store @param {HTMLElement} body
   * @param {() => void} onNext the next press, from within a field
   * @param {() => void} onReady what a question needs has been fetched: it is to be shown again */
  constructor(store, body, onNext, onReady) {
    this.store = store;
    this.body = body;
    this.onNext = onNext;
    this.element = element("div", "asking");
    /** @type {OnDemand<View>} */
    this.view = new OnDemand(FILES.scene, () => import("./question_view.js"), onReady);
    store.subscribe(({ asking }) => body.toggleAttribute("data-asking", asking));
  }

  /** Show a question below its sentence.
   * @type {(sentence: HTMLElement, question: Question | null, waits: boolean) => void} */
  show(sentence, question, waits) {
    this.#now = [question, waits];
    const prediction = question && predictionOf(this.store.get().predictions, question);
    mark(sentence, "testid", waits ? "question" : null);
    mark(this.body, "question", waits ? (question?.open ? "open" : "hidden") : null);
    mark(this.body, "outcome", waits ? null : said(prediction));
    if (question !== null && (waits || prediction?.revealed)) {
      if (sentence.nextElementSibling !== this.element) {
        sentence.after(this.element);
      }
      this.#render(question, prediction);
    } else {
      this.#built = "";
      this.element.remove();
    }
    this.#room?.asks(question, waits);
  }

  /** Ask the room, too: what stands here already, and all that comes. @param {Room} room */
  join(room) {
    this.#room = room;
    room.asks(...this.#now);
  }

  /** @type {(question: Question, prediction: Prediction | null) => void} */
  #render(question, prediction) {
    const [, waits] = this.#now;
    const { id, text, choices, right } = question;
    const view = this.view.want(); // It is fetched only where questions are asked.
    const outcome = waits ? this.#counts : [right];
    const built = JSON.stringify([id, text, choices, outcome, view !== null]);
    if (built !== this.#built) {
      this.#built = built;
      this.element.replaceChildren(
        ...(waits ? this.#choices(question, view) : (view?.outcome(question, prediction) ?? [])),
      );
    }
    if (waits) {
      this.#refresh(prediction);
    } else if (prediction?.was === null && right !== null) {
      this.store.dispatch({ type: "questionRevealed", question }); // Now it is known.
    }
  }

  /** Do what a key commands, where a question waits; whether it did. `learn` is a digit's key.
   * @type {(name: string, key: string) => boolean} */
  command(name, key) {
    const [question, waits] = this.#now;
    if (this.#room?.command(name)) {
      return true;
    }
    if (name === "hands") {
      this.#count();
      return true;
    }
    if (!waits || question === null || name !== "learn") {
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
    const [question, waits] = this.#now;
    if (waits && question !== null) {
      this.#counts = !this.#counts;
      this.#render(question, predictionOf(this.store.get().predictions, question));
      this.element.querySelector("input")?.focus();
    }
  }

  /** @type {(question: Question, view: View | null) => HTMLElement[]} */
  #choices(question, view) {
    const made = view?.choices(question, {
      counts: this.#counts,
      choose: (value) => this.#choose(question, value),
      count: () => this.#count(),
      onHands: (choice, count) =>
        this.store.dispatch({ type: "handsCounted", question, choice, count }),
      onNext: this.onNext,
    });
    this.#refresh = made?.refresh ?? (() => {});
    return made?.elements ?? [];
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
