/** The room that follows this page: opened, told what is shown, asked what the talk asks. It is fetched
 * when somebody opens a room, or comes back to one.
 * @import {OpenedRoom, RoomState} from "../server/types.js"
 * @import {Scenes} from "../page/scenes.js"
 * @import {RoomKey} from "./room_cover.js"
 * @typedef {object} RoomPage
 * @property {Store<State, Action>} store @property {Scenes} scenes
 * @property {(name: string) => void} command */

import { element, setText } from "../kit/dom.js";
import { loadStyles } from "../kit/files.js";
import { shownAddress } from "../link/address.js";
import { notice } from "../state/message.js";
import { RoomBatch } from "./room_batch.js";
import { doorOf, drawingsWall, ownQuestion } from "./room_cover.js";
import { noteOf, Telling } from "./room_following.js";
import { RoomLine } from "./room_line.js";
import { RoomQuestion } from "./room_question.js";
import { ask } from "./room_server.js";
import { clockWords, ROOM } from "./room_words.js";

/** Five times a second are enough for a drawing that is followed. */
const FOLLOWING_MS = 200;
/** What a message is about that no room was opened. */
const OPENING = "room";
/** How long neighbours talk. */
const TALK_MS = 120_000;

export class Room {
  /** @type {RoomLine | null} */
  #line = null;
  /** @type {{element: HTMLElement, show: (state: RoomState) => void} | null} */
  #door = null;
  /** What stands before the picture, and what of it was put away. */
  #cover = element("section", "room-cover");
  /** @type {Set<string>} */
  #hidden = new Set();
  #covered = "";
  #corner = element("span", "room-corner");
  /** @type {Record<string, number> | null} a remote's presses that were obeyed */
  #presses = null;
  #timerEnd = 0;
  #ticking = 0;
  #isOpening = false;
  /** What the room is asked by the lecturer, or to draw. */
  #asked = "";
  #isAsked = false;
  #isDrawing = false;
  /** @type {Telling | null} */
  #telling = null;
  #question;
  #batch;

  /** @param {RoomPage} page */
  constructor(page) {
    this.page = page;
    const { asking, elements } = page.scenes;
    this.#question = new RoomQuestion(page.store, asking.element, () => this.again());
    this.#batch = new RoomBatch(page.store);
    this.#cover.setAttribute("aria-label", ROOM.region);
    this.#cover.hidden = true;
    this.#corner.dataset.testid = "room-count";
    this.nav = /** @type {HTMLElement} */ (elements.links[0].parentElement);
    elements.body.append(this.#cover);
    asking.join(this);
    let shown = elements.body.dataset.beat;
    const onBeat = () => {
      const { beat } = elements.body.dataset;
      if (beat !== shown && beat !== "") {
        shown = beat;
        this.#leaveDoor();
      }
    };
    new MutationObserver(onBeat).observe(elements.body, { attributeFilter: ["data-beat"] });
    const move = () => this.#moveCorner();
    new MutationObserver(move).observe(document.documentElement, {
      attributeFilter: ["data-presenting"],
    });
  }

  /** Come back into the room that this tab has had, or open one. */
  async begin() {
    await loadStyles(["room"]);
    const { room } = this.page.store.get();
    if (room !== null) {
      this.#join(room);
    } else {
      await this.#open();
    }
  }

  async #open() {
    const { store } = this.page;
    const { session } = store.get();
    if (session === null || this.#isOpening) {
      return;
    }
    this.#isOpening = true;
    try {
      const body = { session: session.id, address: shownAddress() ?? undefined };
      /** @type {OpenedRoom} */
      const { code, key, join } = await (await ask("POST", "api/rooms", { body })).json();
      store.set({ room: { code, key, join }, asking: true });
      store.dispatch({ type: "succeeded", about: OPENING });
      this.#join({ code, key, join });
      this.#showDoor({ code, key, join });
    } catch {
      store.set(notice(ROOM.notOpened, OPENING));
    } finally {
      this.#isOpening = false;
    }
  }

  /** @type {(room: RoomKey) => void} */
  #join(room) {
    this.#presses = null;
    this.#line = new RoomLine(room, {
      onState: (state) => this.#show(state),
      onOver: () => this.#end(),
      onTrouble: (is) => this.#corner.toggleAttribute("data-lost", is),
    });
    const { store, scenes } = this.page;
    this.#telling = new Telling(
      this.#line,
      store,
      () => noteOf(scenes.shown, scenes.entered, store.get()),
      () => this.#question.isWaiting,
    );
    this.#question.line = this.#line;
    this.#batch.line = this.#line;
    scenes.elements.body.dataset.room = room.code;
    this.#moveCorner();
    this.#ticking = setInterval(() => this.#tick(), FOLLOWING_MS);
  }

  #tick() {
    this.#telling?.tell();
    if (this.#line?.state) {
      this.#batch.follow(this.#line.state); // The address may name the batch later than the news came.
    }
    this.#showCorner();
  }

  /** Nobody presents in it any more. */
  #end() {
    clearInterval(this.#ticking);
    this.#line = this.#question.line = this.#telling = null;
    this.#door = null;
    this.#uncover(true);
    this.#corner.remove();
    delete this.page.scenes.elements.body.dataset.room;
    this.page.store.set({ room: null, batch: null, ...notice(ROOM.over) });
  }

  /** Do what a key commands, where that is about the room; whether it did.
   * @type {(name: string) => boolean} */
  command(name) {
    if (name === "room") {
      this.#toggle();
      return true;
    }
    const isBefore = !this.#cover.hidden;
    if (!isBefore || !["next", "previous", "unpin"].includes(name)) {
      return false;
    }
    if (this.#door !== null) {
      this.#leaveDoor();
      return name === "unpin"; // The same press leads on.
    }
    if (name === "next" && this.#covered === "asked") {
      this.#line?.put({ reveal: true });
    } else {
      this.#putAway();
    }
    return true;
  }

  #toggle() {
    const { room } = this.page.store.get();
    if (room === null) {
      this.#open();
    } else if (this.#door === null) {
      this.#showDoor(room);
    } else {
      this.#leaveDoor();
    }
  }

  /** The talk asks something, or no longer does. @type {RoomQuestion["asks"]} */
  asks(question, waits) {
    this.#question.asks(question, waits);
  }

  /** Vote again, after talking. */
  again() {
    this.#timerEnd = Date.now() + TALK_MS;
    const state = this.#line?.state;
    if (state?.question) {
      const { text, choices, amount } = state.question;
      this.#line?.put({ question: { text, choices, amount } });
    }
  }

  /** What the buttons of a remote do here.
   * @type {Record<string, () => void>} */
  #buttons = {
    next: () => this.page.command("next"),
    previous: () => this.page.command("previous"),
    blank: () => this.page.command("blank"),
    reveal: () => this.#reveal(),
    again: () => this.again(),
    timer: () => this.#toggleTimer(),
    "to-pad": () => this.#fromWall(this.#batch.toPad()),
    batch: () => this.#fromWall(this.#batch.begin()),
    step: () => this.#batch.step(),
  };

  /** What is made of the drawings is seen behind their wall. @type {(made: Promise<boolean>) => void} */
  async #fromWall(made) {
    if ((await made) && this.#covered.startsWith("drawings")) {
      this.#putAway();
    }
  }

  #reveal() {
    const isVeiled = this.page.scenes.shown?.player.veiled; // Pressed twice it is so once.
    if ((this.#question.isWaiting && isVeiled) || this.#covered === "asked") {
      this.page.command("next");
    }
  }

  #toggleTimer() {
    this.#timerEnd = this.#timerEnd > Date.now() ? 0 : Date.now() + TALK_MS;
  }

  /** @type {(state: RoomState) => void} */
  #show(state) {
    this.#batch.follow(state);
    this.#obey(state.presses);
    this.#question.show(state);
    const { question, drawing, drawings } = state;
    if (this.#isAsked && question === null) {
      this.#timerEnd = 0; // There is nothing to talk about any more.
    }
    this.#isAsked = question !== null;
    const isOwn = question !== null && !this.#question.isTalks(question.text);
    const asked = isOwn ? question.id : drawing ? `${drawings.digit}` : "";
    if (asked !== this.#asked && asked !== "") {
      this.#leaveDoor(); // It was asked from another device, and is to be seen.
    }
    this.#asked = asked;
    if (drawing && !this.#isDrawing) {
      this.#hidden.add(`told ${state.closed_question?.id}`); // It stood before that.
    }
    this.#isDrawing = drawing;
    this.#door?.show(state);
    this.#showCover(state);
    this.#showCorner();
  }

  /** @type {(presses: Record<string, number>) => void} */
  #obey(presses) {
    const before = this.#presses ?? presses;
    this.#presses = presses;
    for (const [name, count] of Object.entries(presses)) {
      for (let done = before[name] ?? 0; done < count; done++) {
        this.#buttons[name]?.();
      }
    }
  }

  /** @type {(isHidden: boolean) => void} */
  #uncover(isHidden) {
    this.#cover.hidden = isHidden;
    this.page.scenes.elements.body.toggleAttribute("data-covered", !isHidden);
  }

  /** @type {(room: RoomKey) => void} */
  #showDoor(room) {
    const line = this.#line;
    this.#door = doorOf(room, {
      onHide: () => this.#leaveDoor(),
      onWindow: () => window.open(`r/${room.code}#key=${room.key}`, "nudge-desk", "popup"),
      onClose: () => line?.end(),
      picture: (withKey) => line?.picture(withKey) ?? Promise.reject(new TypeError("No room")),
    });
    if (line?.state) {
      this.#door.show(line.state);
    }
    this.#covered = "door";
    this.#cover.replaceChildren(this.#door.element);
    this.#uncover(false);
  }

  #leaveDoor() {
    if (this.#door !== null) {
      this.#door = null;
      this.#covered = "";
      this.#uncover(true);
      if (this.#line?.state) {
        this.#showCover(this.#line.state);
      }
    }
  }

  #putAway() {
    this.#hidden.add(this.#covered);
    this.#uncover(true);
    if (this.#line?.state) {
      this.#showCover(this.#line.state);
    }
  }

  /** What the room itself has to show: a question of the lecturer's own, or drawings.
   * @type {(state: RoomState) => Promise<void>} */
  async #showCover(state) {
    if (this.#door !== null) {
      return;
    }
    const what = this.#coversOf(state).find((each) => !this.#hidden.has(each)) ?? "";
    this.#covered = what;
    if (what === "") {
      this.#uncover(true);
      return;
    }
    const content = await this.#contentOf(what, state);
    if (this.#covered === what) {
      this.#cover.replaceChildren(content);
      this.#uncover(false);
    }
  }

  /** @type {(state: RoomState) => string[]} the first that was not put away is shown */
  #coversOf({ question, closed_question, drawing, drawings }) {
    if (question !== null && !this.#question.isTalks(question.text)) {
      this.#own = question.id;
      return ["asked"];
    }
    const isOwn = closed_question !== null && closed_question.id === this.#own;
    const hasDrawings = drawing || drawings.shown > 0;
    return [
      ...(isOwn ? [`told ${closed_question.id}`] : []),
      ...(hasDrawings ? [`drawings ${drawing} ${drawings.digit} ${drawings.shown}`] : []),
    ];
  }

  /** The last question of the lecturer's own. */
  #own = "";

  /** @type {(what: string, state: RoomState) => Promise<HTMLElement>} */
  async #contentOf(what, state) {
    if (what.startsWith("drawings")) {
      const hasSome = state.drawings.shown > 0;
      const { drawings } = hasSome
        ? await /** @type {RoomLine} */ (this.#line)
            .get("drawings/shown")
            .catch(() => ({ drawings: [] }))
        : { drawings: [] };
      return drawingsWall(state, drawings);
    }
    const { closed_question: closed } = state;
    const isRevealed = what !== "asked";
    const answers =
      isRevealed && closed?.amount
        ? await /** @type {RoomLine} */ (this.#line).get(`questions/${closed.id}`).catch(() => null)
        : null;
    return ownQuestion(state, isRevealed, answers?.amounts ?? null);
  }

  #moveCorner() {
    if (this.#line === null) {
      return;
    }
    if (document.documentElement.dataset.presenting === undefined) {
      this.nav.after(this.#corner);
    } else {
      this.page.scenes.elements.body.append(this.#corner);
    }
  }

  #showCorner() {
    const state = this.#line?.state;
    if (state) {
      const left = Math.ceil((this.#timerEnd - Date.now()) / 1000);
      const clock = left > 0 ? clockWords(left) : "";
      this.#question.showTalk(clock);
      setText(this.#corner, (clock && `${clock} · `) + ROOM.corner(state.code, state.seats));
    }
  }
}
