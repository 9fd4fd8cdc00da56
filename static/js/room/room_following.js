/** How the projector's page tells the room what it shows: as often as the room can follow, and the
 * newest only.
 * @import {Scene} from "../page/scene.js"
 * @import {PageScene} from "../page/scenes.js"
 * @import {Named} from "./remote.js"
 * @import {RoomChange} from "../server/types.js"
 * @import {RoomLine} from "./room_line.js" */

import { memo } from "../kit/memo.js";
import { shownAddress } from "../link/address.js";
import { captionOf } from "../page/story.js";
import { plain } from "../state/questions.js";

const LONGEST_NOTE = 4000;

export class Telling {
  /** @type {Record<string, unknown>} what the room was sent last */
  #sent = {};
  #isUnderWay = false;

  /** @param {RoomLine} line @param {Store<State, Action>} store
   * @param {() => string | null} note what only holders of the key read
   * @param {() => boolean} isAsking whether a question waits: else phones hide nothing either */
  constructor(line, store, note, isAsking) {
    this.isAsking = isAsking;
    this.line = line;
    this.store = store;
    this.note = note;
  }

  /** Tell it what has changed since, unless it is being told. */
  async tell() {
    const change = this.#isUnderWay ? null : this.#news();
    if (change === null) {
      return;
    }
    this.#isUnderWay = true;
    if (await this.line.put(change)) {
      this.#sent = { ...this.#sent, ...change };
    }
    this.#isUnderWay = false;
  }

  /** @returns {RoomChange | null} */
  #news() {
    const { session, drawing, lastStep } = this.store.get();
    const shown = shownAddress();
    if (shown === null || session === null) {
      return null; // It is on its way to something else.
    }
    const address = this.isAsking() ? shown : unasked(shown);
    const isInk = /[?&]digit=ink-/.test(address);
    /** @type {RoomChange} */
    const now = { address, note: this.note(), session: session.id, steps: stepsOf(lastStep) };
    if (isInk && drawing.pixels !== null) {
      now.pixels = drawing.pixels;
    }
    const news = Object.entries(now).filter(([name, value]) => value !== this.#sent[name]);
    return news.length === 0 ? null : Object.fromEntries(news);
  }
}

/** What phones are told of steps: the same as long as they are.
 * @type {(step: State["lastStep"]) => {learning_rate: number, costs: number[]} | null} */
const stepsOf = memo((step) => step && { learning_rate: step.learning_rate, costs: step.costs });

/** An address that lets no question wait. @type {(address: string) => string} */
const unasked = (address) =>
  address.replace(/([?&])ask=yes(&|$)/, (_, before, after) => after && before);

/** What the lecturer reads beside: the part, what is said now, and next; and what the beats of all
 * scenes are called that have been shown, for a device that comes late.
 * @type {(scene: PageScene | undefined, entered: PageScene[], page: State) => string | null} */
export function noteOf(scene, entered, page) {
  const story = asStory(scene);
  if (story === null) {
    return null;
  }
  const { player, own, parts } = story;
  const { beats, index, beat, veiled } = player;
  /** @type {(shown: typeof beat | undefined) => string} */
  const words = (shown) => (shown === undefined ? "" : plain(captionOf(shown, own.get(), page)));
  const part = parts.find((each) => each.beats.includes(beat));
  const note = {
    part: part?.name ?? "",
    now: words(beat),
    next: words(beats[index + 1]),
    waits: veiled,
    scenes: entered.flatMap((each) => asStory(each) ?? []).map(namesOf),
  };
  while (note.scenes.length > 0 && JSON.stringify(note).length > LONGEST_NOTE) {
    note.scenes.shift(); // A name less can be read, half a note cannot.
  }
  return JSON.stringify(note);
}

/** @type {(scene: PageScene | undefined) => Scene<any, any> | null} */
const asStory = (scene) =>
  scene !== undefined && "player" in scene ? /** @type {Scene<any, any>} */ (scene) : null;

/** What a scene is called, and each of its parts with its beats. @type {(scene: Scene<any, any>) => Named} */
const namesOf = ({ name: { id, title }, parts }) => ({
  id,
  title,
  parts: parts.map((each) => [each.name, ...each.beats.map((beat) => beat.id)]),
});
