/** The talk's questions, asked of the room: how many have answered while it waits, and once it is
 * revealed what they said.
 * @import {RoomState, RevealedQuestion} from "../server/types.js"
 * @import {Question} from "../state/questions.js"
 * @import {RoomLine} from "./room_line.js" */

import { button, element, setText } from "../kit/dom.js";
import { plain, rightChoice } from "../state/questions.js";
import { outcomeOf } from "./room_tally.js";
import { ASKING } from "./room_words.js";

/** How long the server's fields are at most. */
const LONGEST = { text: 300, choice: 120, why: 500 };

/** @typedef {object} Asked
 * @property {Question} question @property {string} text
 * @property {"asked" | "revealed" | "told"} stage */

export class RoomQuestion {
  /** @type {RoomLine | null} */
  line = null;
  /** @type {Asked | null} the one that stands before the room, or whose answers do */
  #asked = null;
  /** What the talk has asked so far: news of it may come when it asks something else. */
  #texts = new Set();
  /** @type {{question: Question | null, waits: boolean}} */
  #now = { question: null, waits: false };
  #standing = element("p", "room-standing");
  #talk = element("p", "room-talk");
  #outcome = element("div", "room-outcome");

  /** @param {Store<State, Action>} store @param {HTMLElement} root where questions stand
   * @param {() => void} onAgain */
  constructor(store, root, onAgain) {
    this.store = store;
    this.root = root;
    this.#standing.dataset.testid = "answered";
    this.#talk.dataset.testid = "talk";
    this.waiting = element(
      "div",
      "room-waiting",
      this.#talk,
      this.#standing,
      button("quiet", ASKING.again, onAgain),
    );
  }

  /** Whether a question of the talk waits for the room. */
  get isWaiting() {
    return this.#asked?.stage === "asked";
  }

  /** Whether it is the talk that has asked this. @type {(text: string) => boolean} */
  isTalks(text) {
    return this.#texts.has(text) || textOf(this.#now.question) === text;
  }

  /** The talk shows a question, waiting or answered; or none.
   * @type {(question: Question | null, waits: boolean) => void} */
  asks(question, waits) {
    this.#now = { question, waits };
    const { line } = this;
    const asked = this.#asked;
    if (!line?.state) {
      return; // It is looked at again with the room's first state.
    }
    const isSame = asked !== null && asked.text === textOf(question);
    if (!isSame) {
      this.#leave();
    }
    if (question !== null && waits && !isSame) {
      this.#ask(question);
    } else if (isSame && question !== null && !waits && asked.stage === "asked") {
      asked.question = question;
      this.#reveal(asked);
    }
    this.#put();
  }

  /** @type {(question: Question) => void} */
  #ask(question) {
    const text = textOf(question);
    this.#asked = { question, text, stage: "asked" };
    this.#texts.add(text);
    if (this.line?.state?.question?.text === text) {
      return; // This page was loaded again.
    }
    const { choices, amount } = question;
    const bounds = amount && { least: amount.least, most: amount.most };
    const words = choices.map((choice) => choice.slice(0, LONGEST.choice));
    this.line?.put({ question: { text, choices: words, amount: bounds ?? null } });
  }

  /** @type {(asked: Asked) => void} */
  #reveal(asked) {
    const { right, why, amount } = asked.question;
    if (right === null) {
      return; // It is on its way.
    }
    asked.stage = "revealed";
    const said = amount ? right : Math.max(0, rightChoice(asked.question));
    this.line?.put({ reveal: true, right, why: why(said).slice(0, LONGEST.why) });
  }

  #leave() {
    if (this.#asked?.stage === "asked") {
      this.line?.put({ question: null });
    }
    this.#asked = null;
    this.#outcome.replaceChildren();
  }

  /** How long neighbours may still talk; empty for no time. @type {(left: string) => void} */
  showTalk(left) {
    setText(this.#talk, left === "" ? "" : ASKING.talk(left));
  }

  /** @type {(state: RoomState) => void} */
  show({ question, closed_question, seats }) {
    if (this.#asked === null) {
      this.asks(this.#now.question, this.#now.waits);
    }
    setText(this.#standing, ASKING.answered(question?.answered ?? 0, seats));
    const asked = this.#asked;
    if (asked?.stage === "revealed" && closed_question?.text === asked.text) {
      asked.stage = "told";
      this.#tell(asked, closed_question);
    }
  }

  /** @type {(asked: Asked, closed: RevealedQuestion) => Promise<void>} */
  async #tell(asked, closed) {
    const answers =
      closed.amount === null
        ? null
        : await this.line?.get(`questions/${closed.id}`).catch(() => null);
    if (asked !== this.#asked) {
      return;
    }
    const { question } = asked;
    const right = question.right === null ? null : rightChoice(question);
    this.#outcome.replaceChildren(...outcomeOf(closed, answers?.amounts ?? null, right));
    for (const [choice, count] of closed.counts.entries()) {
      if (closed.answered > 0) {
        this.store.dispatch({ type: "handsCounted", question, choice, count });
      }
    }
    this.store.dispatch({ type: "questionRevealed", question });
    this.#put();
  }

  /** Stand in the page's question. */
  #put() {
    const stage = this.#asked?.stage;
    const shown = stage === "asked" ? this.waiting : stage === "told" ? this.#outcome : null;
    for (const each of [this.waiting, this.#outcome]) {
      if (each !== shown) {
        each.remove();
      } else if (each.parentElement !== this.root) {
        this.root.append(each);
      }
    }
    this.root.classList.toggle("in-room", shown !== null);
  }
}

/** @type {(question: Question | null) => string} */
function textOf(question) {
  return plain(question?.text ?? []).slice(0, LONGEST.text);
}
