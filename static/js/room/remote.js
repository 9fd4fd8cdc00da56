/** The lecturer's second device, on a phone or in a window beside the projector's page: what is said now
 * and next, how the room answers, where it was lost, what it draws. All that it does goes through the
 * room; what leads the story are presses, which the projector's page obeys.
 * @import {Desk, RoomState} from "../server/types.js"
 * @typedef {{id: string, title: string, parts: string[][]}} Named a scene; `parts`: the name of each,
 *   and its beats
 * @typedef {{part: string, now: string, next: string, waits: boolean, scenes: Named[]}} Note */

import { button, element, setText } from "../kit/dom.js";
import { drawingsDesk } from "./remote/remote_drawings.js";
import { lostCurve, ownQuestionForm, standingOf } from "./remote/remote_parts.js";
import { RoomLine } from "./room_line.js";
import { DESK, ROOM } from "./room_words.js";

/** How often it is asked who was lost: no news tells of that. */
const LOOKING_MS = 2000;

/** Show it where `root` stands. @type {(wanted: {code: string, key: string, root: HTMLElement}) => void} */
export function startRemote({ code, key, root }) {
  const trouble = element("p", "remote-trouble");
  trouble.setAttribute("role", "status");
  const line = new RoomLine(
    { code, key },
    {
      onState: (state) => remote.show(state),
      onOver: () => {
        clearInterval(looking);
        root.replaceChildren(element("p", "seat-over", ROOM.over));
      },
      onTrouble: (is) => setText(trouble, is ? ROOM.noLine : ""),
    },
  );
  const remote = new Remote(line);
  root.replaceChildren(trouble, remote.element);
  const looking = setInterval(() => document.hidden || remote.look(), LOOKING_MS);
}

class Remote {
  #part = element("p", "remote-part");
  #now = element("p", "remote-now");
  #next = element("p", "remote-next");
  #here = element("p", "remote-here");
  #asked = element("div", "remote-asked");
  #lost = element("div", "remote-lost");
  /** What scenes and beats are called, of those that the projector's page has told of.
   * @type {Map<string, string>} */
  #names = new Map();
  #version = 0;
  #isLooking = false;
  #drawings;

  /** @param {RoomLine} line */
  constructor(line) {
    this.line = line;
    this.#drawings = drawingsDesk(line);
    this.#now.dataset.testid = "remote-now";
    this.#next.dataset.testid = "remote-next";
    this.#here.dataset.testid = "remote-here";
    /** @type {(className: string, words: string, name: string) => HTMLButtonElement} */
    const presses = (className, words, name) =>
      button(className, words, () => line.put({ press: name }));
    const tools = element(
      "div",
      "remote-presses",
      presses("", DESK.reveal, "reveal"),
      presses("quiet", DESK.again, "again"),
      presses("quiet", DESK.timer, "timer"),
      presses("quiet", DESK.blank, "blank"),
    );
    const lead = element(
      "div",
      "remote-lead",
      tools,
      presses("remote-previous", DESK.previous, "previous"),
      presses("primary remote-forward", DESK.next, "next"),
    );
    const talk = element(
      "section",
      "remote-talk",
      this.#part,
      this.#now,
      element("h2", "", DESK.upNext),
      this.#next,
      this.#here,
      this.#asked,
    );
    const side = element(
      "div",
      "remote-beside",
      folded(
        DESK.ask,
        ownQuestionForm((question) => line.put({ question })),
      ),
      folded(DESK.wall, this.#drawings.element),
    );
    const scroll = element("div", "remote-scroll", talk, side, folded(DESK.lost, this.#lost));
    this.element = element("div", "remote", scroll, lead);
  }

  /** @type {(state: RoomState) => void} */
  show(state) {
    setText(this.#here, ROOM.here(state.seats));
    this.#drawings.show(state);
    this.look();
  }

  /** See what only the lecturer may. */
  async look() {
    if (this.#isLooking) {
      return;
    }
    this.#isLooking = true;
    this.#version = this.line.state?.version ?? 0;
    try {
      this.#showDesk(await this.line.get("desk"));
    } catch {
      // It is looked at again in a moment.
    }
    this.#isLooking = false;
    if (this.#version !== (this.line.state?.version ?? 0)) {
      this.look();
    }
  }

  /** @type {(desk: Desk) => void} */
  #showDesk({ note, lost, questions }) {
    const shown = noteOf(note);
    setText(this.#part, shown?.part ?? "");
    setText(this.#now, shown?.now ?? DESK.waiting);
    setText(this.#next, shown === null ? "" : shown.next || DESK.end);
    this.#asked.replaceChildren(
      ...standingOf(questions.at(-1) ?? null, this.line.state?.seats ?? 0),
    );
    if (shown !== null) {
      shown.scenes.forEach(this.#learnNames);
    }
    this.#lost.replaceChildren(
      lostCurve(lost.map(({ beat, count }) => ({ beat: this.#names.get(beat) ?? beat, count }))),
    );
  }

  /** @type {(scene: Named) => void} */
  #learnNames = ({ id, title, parts }) => {
    this.#names.set(id, title);
    for (const [part, ...beats] of parts) {
      for (const [i, beat] of beats.entries()) {
        this.#names.set(`${id}/${beat}`, DESK.beat(title, part, i + 1, beats.length));
      }
    }
  };
}

/** @type {(name: string, content: HTMLElement) => HTMLDetailsElement} */
function folded(name, content) {
  const made = element("details", "remote-fold", element("summary", "", name), content);
  made.open = matchMedia("(min-width: 60em)").matches;
  return made;
}

/** @type {(note: string) => Note | null} */
function noteOf(note) {
  try {
    return JSON.parse(note);
  } catch {
    return null;
  }
}
