/** A seat in a room: it shows what the lecture shows, asks what it asks, and sends what is said and
 * drawn. All of it is made of the room's present state, and of what this phone keeps.
 * @import {RoomState} from "../server/types.js"
 * @import {Vote} from "./seat_memory.js"
 * @import {Ending} from "./news.js"
 * @typedef {ReturnType<typeof openQuestion>} OpenQuestion */

import { button, element, setText } from "../kit/dom.js";
import { oneAtATime } from "../kit/memo.js";
import { Refusal } from "../server/client.js";
import { News } from "./news.js";
import { Present } from "./present.js";
import { openQuestion, outcomeOf } from "./question_card.js";
import { ask, askUntilAnswered, roomAt, UP } from "./room_server.js";
import { SceneFrame } from "./scene_frame.js";
import { SeatDrawing } from "./seat_drawing.js";
import { SeatMemory } from "./seat_memory.js";
import { aboutOf, beatOf, digitOf, noted, settingsOf, shownAddress } from "./seat_view.js";
import { ASKED, DRAWN, SEAT } from "./seat_words.js";

export class SeatPage {
  /** @type {RoomState | null} */
  #state = null;
  /** @type {{id: string, card: OpenQuestion} | null} */
  #question = null;
  #outcome = "";
  #trouble = "";
  #hasLine = true;
  #isWandering = false;
  /** @type {AbortController} the vote under way: a later one takes its place */
  #voting = new AbortController();
  #asked = "";

  /** @param {HTMLElement} root @param {HTMLElement} message @param {string} code
   * @param {(ending: Ending) => void} onEnd */
  constructor(root, message, code, onEnd) {
    this.code = code;
    this.message = message;
    this.memory = new SeatMemory(code);
    this.at = roomAt(code);
    const { seat } = this.memory.kept;
    this.present = new Present();
    this.shown = element("section", "seat-shown", this.present.element);
    this.scene = new SceneFrame(
      this.shown,
      { code, seat },
      () => this.#show(),
      () => this.#wander(true),
    );
    this.drawing = new SeatDrawing(this.at, this.memory);
    this.asked = element("div", "above seat-asked");
    for (const [above, name] of /** @type {const} */ ([
      [this.asked, ASKED.region],
      [this.drawing.element, DRAWN.region],
    ])) {
      above.tabIndex = 0; // Held sideways it is scrolled, by keys, too.
      above.setAttribute("role", "region");
      above.setAttribute("aria-label", name);
    }
    this.back = button("primary", SEAT.back, () => this.#wander(false));
    this.lost = button("", SEAT.lostMe, () => this.#lose());
    this.own = button("quiet", SEAT.own, () => this.#takeOwn());
    const acts = element("nav", "seat-acts", this.back, this.lost, this.own);
    root.replaceChildren(this.shown, this.asked, this.drawing.element, acts);
    this.news = new News(code, seat, {
      onState: (state) => this.#take(state),
      onTrouble: (is) => {
        this.#say({ hasLine: !is });
        if (!is) {
          this.scene.retry();
        }
      },
      onEnd: (ending) => {
        setText(message, ending === "full" ? SEAT.full : "");
        onEnd(ending);
      },
    });
    this.news.start();
  }

  /** The theme is another one. */
  dress() {
    this.scene.dress();
    this.present.draw();
    this.drawing.draw();
    this.#show();
  }

  /** @type {(state: RoomState) => void} */
  #take(state) {
    this.memory.change(noted(state, this.#state, this.memory.kept));
    this.#state = state;
    document.documentElement.dataset.state = "in";
    this.#show();
    this.#lookAtPass(state);
    if (!this.#isWandering) {
      this.scene.show(state);
    }
    this.drawing.follow(state);
  }

  #show() {
    if (this.#state === null) {
      return;
    }
    const about = aboutOf(this.#state, this.memory.kept);
    const { question, closed_question: closed, address } = this.#state;
    this.#showQuestion(question);
    this.#showOutcome(about === "told" ? closed : null);
    document.body.dataset.about = about;
    // On an empty pad the lecture's picture is empty, too: where the address names no digit, the frame
    // keeps the last one.
    const isEmpty = beatOf(address).startsWith("walk") && digitOf(address) === null;
    document.body.dataset.scene = this.scene.isThere && !isEmpty ? "there" : "";
    document.body.dataset.beat = beatOf(address);
    const isLost = this.memory.kept.lostAt === beatOf(address);
    this.back.hidden = !this.#isWandering;
    this.lost.hidden = this.#isWandering;
    this.lost.disabled = isLost;
    setText(this.lost, isLost ? SEAT.lostNoted : SEAT.lostMe);
    this.#say({});
  }

  /** What is going on, in one line. @type {(news: {hasLine?: boolean, trouble?: string}) => void} */
  #say({ hasLine = this.#hasLine, trouble = this.#trouble }) {
    this.#hasLine = hasLine;
    this.#trouble = trouble;
    const { training = null } = this.#state ?? {};
    const calm = this.#isWandering ? SEAT.wandering : SEAT.following;
    const standing = training === null ? calm : SEAT.training(training);
    document.body.dataset.line = hasLine ? "" : "lost";
    setText(
      this.message,
      hasLine ? trouble || (this.#state ? standing : SEAT.coming) : SEAT.offline,
    );
  }

  /** @type {(question: RoomState["question"]) => void} */
  #showQuestion(question) {
    if (question === null) {
      if (this.#question !== null) {
        this.#question = null;
        this.asked.replaceChildren();
      }
      return;
    }
    const vote = this.memory.kept.votes[question.id];
    if (this.#question?.id !== question.id) {
      const card = openQuestion(question, vote, (own) => this.#vote(question.id, own));
      this.#question = { id: question.id, card };
      this.asked.replaceChildren(card.element);
      this.#asked = "";
    }
    this.#question.card.show(vote, question.answered, this.#asked);
  }

  /** @type {(told: RoomState["closed_question"]) => Promise<void>} */
  async #showOutcome(closed) {
    const id = closed?.id ?? "";
    if (id === this.#outcome) {
      return;
    }
    this.#outcome = id;
    if (closed === null) {
      if (this.#question === null) {
        this.asked.replaceChildren();
      }
      return;
    }
    const vote = this.memory.kept.votes[id];
    const late = this.#asked === ASKED.closed ? element("p", "told-why", ASKED.late) : "";
    this.asked.replaceChildren(outcomeOf(closed, vote, []), late);
    if (closed.amount !== null) {
      const path = `${this.at}/questions/${id}`;
      const answer = await askUntilAnswered("GET", path, {}, () => {}).catch(() => null);
      const { amounts = [] } = (await answer?.json()) ?? {};
      if (this.#outcome === id) {
        this.asked.replaceChildren(outcomeOf(closed, vote, amounts ?? []), late);
      }
    }
  }

  /** It is kept at once, and sent until it has arrived: the last one counts.
   * @type {(id: string, vote: Vote) => Promise<void>} */
  async #vote(id, vote) {
    const { seat, votes } = this.memory.kept;
    this.memory.change({ votes: { ...votes, [id]: vote } });
    this.#voting.abort();
    this.#voting = new AbortController();
    const { signal } = this.#voting;
    /** @type {(words: string) => void} */
    const say = (words) => {
      this.#asked = words;
      this.#show();
    };
    say("");
    const body = vote.amount === null ? { choice: vote.choice } : vote;
    const path = `${this.at}/questions/${encodeURIComponent(id)}/votes/${seat}`;
    try {
      await askUntilAnswered("PUT", path, { body, signal }, () => say(ASKED.failed));
      say("");
    } catch (error) {
      if (!signal.aborted && error instanceof Refusal) {
        this.memory.change({ votes }); // What came too late does not count.
        this.#outcome = ""; // It may have been told as one's own already.
        say(error.status === 409 ? ASKED.closed : error.message);
      }
    }
  }

  /** "You lost me": counted for the beat that is shown, without a name. */
  async #lose() {
    if (this.#state === null) {
      return;
    }
    this.memory.change({ lostAt: beatOf(this.#state.address) });
    this.#show();
    const body = { seat: this.memory.kept.seat };
    await askUntilAnswered("POST", `${this.at}/lost`, { body }).catch(() => {});
  }

  /** Leave the lecture's way, or come back to it. @type {(is: boolean) => void} */
  #wander(is) {
    this.#isWandering = is;
    document.body.dataset.wandering = is ? "yes" : "";
    if (!is && this.#state !== null) {
      this.scene.show(this.#state);
      this.scene.go();
    }
    this.#show();
  }

  /** What was shown last was computed of. */
  #passOf = "";

  /** Fetch what the network makes of what is shown. */
  #lookAtPass = oneAtATime(async (/** @type {RoomState} */ { address, network }) => {
    const target = settingsOf(address).get("target") ?? "";
    const of = `${network} ${digitOf(address) ?? ""} ${target}`;
    if (of === this.#passOf || (this.scene.isThere && digitOf(address))) {
      return; // It is as it was, or in the whole picture.
    }
    this.#passOf = of;
    if (digitOf(address) === null) {
      this.present.show(null);
      return;
    }
    try {
      const query = `inputs=false&dtype=float32&seat=${this.memory.kept.seat}`;
      const answer = await askUntilAnswered("GET", `${this.at}/pass?${query}`, {}, () => {});
      this.present.show(await answer.json());
    } catch {
      this.#passOf = ""; // With the next news it is tried again.
      this.present.show(null);
    }
  });

  /** Go on with a network of one's own: the playground finds it as what this tab has left there. */
  async #takeOwn() {
    if (this.#state === null) {
      return;
    }
    try {
      const session = await (await ask("POST", `${this.at}/fork`)).json();
      const hash = shownAddress(this.#state.address);
      const page = new URL(UP || "./", location.href);
      const left = { session, hash, address: hash, left: true, viewer: {}, network: {} };
      sessionStorage.setItem(`nudge ${page.pathname}`, JSON.stringify(left));
      location.assign(`${page.href}${hash}`);
    } catch {
      this.#say({ trouble: SEAT.ownFailed });
    }
  }
}
