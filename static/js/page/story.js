/** What a scene tells, as data: a story is parts, a part is beats, a beat is one object. Ids are
 * keys and stand in addresses; words are only shown.
 * @import {StopOfTraining} from "../server/endpoints.js"
 * @import {Resource} from "../server/resource.js"
 * @import {Question} from "../state/questions.js"
 * @import {SceneName} from "./scene.js"
 * @typedef {{text: string, tone?: "up" | "down" | "accent" | "of-a" | "of-z", isGiven?: boolean}}
 *   Words a piece of a caption; what is given is seen before its motion too
 * @typedef {"reading" | "cost" | "steps"} Figure
 * @typedef {boolean | "waiting"} Outcome whether a press has done something; "waiting" where it is to
 *   be pressed again, because what it needs is on its way
 * @typedef {object} View what draws beats; it is kept once it was opened
 * @property {HTMLElement} [element] built once; none where the beats of a scene share a picture
 * @property {() => void} [show] one of its beats is on the screen now: sizes are known
 * @property {() => void} [hide]
 * @property {() => void} update draw what there is now; only while it is shown, once a frame at
 *   most */

import { become, element } from "../kit/dom.js";
import { CHAPTERS, NEXT_CHAPTER } from "../kit/words.js";
import { plain } from "../state/questions.js";

/** @template S, C
 * @typedef {object} Beat S is the state of its scene, C what the scene's views work with
 * @property {string} id in its address
 * @property {string[]} [also] other ids that lead to it: of beats that it has taken the place of
 * @property {Words[] | ((own: S, page: State) => Words[])} caption
 * @property {string} [tex] its formula; empty for none
 * @property {Question | null | ((own: S, page: State) => Question | null)} [question] what a room
 *   can be asked before the beat is shown
 * @property {Resource<S, any>[]} [tells] what tells which answer is right: all of the beat's resources
 *   where left out
 * @property {number} [duration] of what moves in it, in milliseconds at usual speed; 0 for nothing
 * @property {(own: S) => boolean} [ready] whether what moves is there; time stands until it is
 * @property {Resource<S, any>[]} [resources] what the server is asked for while it is shown
 * @property {(context: C) => View} [open] a view of its own; beats that name the same one share it
 * @property {(context: C) => void} [action] what Play does here in place of playing the story
 * @property {(context: C, isDone: boolean) => Outcome} [onward] what the next press does here in
 *   place of showing the next beat; `isDone` where it has done that since the beat came
 * @property {(context: C) => boolean} [back] the same for the press back
 * @property {StopOfTraining} [stop] of training, whose network it is shown with
 * @property {(own: S) => boolean} [enough] whether the training that a press has started has shown
 *   what it is to show: the story then goes on by itself
 * @property {Figure[]} [reveals] what stands beside the picture and is seen from here on
 * @property {Figure[]} [renews] what of that is another one once all that moves is there
 * @property {boolean} [aside] it only leads on to another scene: the last key stops before it */

/** @template {Beat<any, any>} [B=Beat<any, any>]
 * @typedef {object} Part
 * @property {string} id
 * @property {string} name on the line of parts
 * @property {B[]} beats none where they still lack a number
 * @property {number} [size] how many there will be
 * @property {string} [style] its stylesheet in static/css */

/** Whether an id leads to a beat. @type {(id: string | null) => (beat: Beat<any, any>) => boolean} */
export const isOf = (id) => (beat) => beat.id === id || (beat.also ?? []).includes(id ?? "");

/** What of the figures beside the picture the story has still to come to.
 * @param {Beat<any, any>[]} beats @param {number} index of the beat shown
 * @param {boolean} hasArrived whether what it brings has
 * @returns {Figure[]} */
export function figuresToCome(beats, index, hasArrived) {
  const toReveal = beats
    .slice(hasArrived ? index + 1 : index)
    .flatMap(({ reveals = [] }) => reveals);
  return hasArrived ? toReveal : [...toReveal, ...(beats[index].renews ?? [])];
}

/** @type {<S, C>(beat: Beat<S, C>, own: S, page: State) => Words[]} */
export function captionOf({ caption }, own, page) {
  return typeof caption === "function" ? caption(own, page) : caption;
}

/** @type {<S, C>(beat: Beat<S, C>, own: S, page: State) => Question | null} */
export function questionOf({ question = null }, own, page) {
  return typeof question === "function" ? question(own, page) : question;
}

/** What presses do in a beat that trains: the first starts the training, the next one goes on.
 * @template C
 * @typedef {{isReady: (context: C) => boolean, isRunning: (context: C) => boolean, start: (context:
 *   C, isStorys: boolean) => void, pause: (context: C) => void}} Training `isStorys`: not Play, but
 *   the story starts it */

/** @type {<C>(training: Training<C>) => Pick<Beat<any, C>, "action" | "onward">} */
export function trains({ isReady, isRunning, start, pause }) {
  return {
    action: (context) => (isRunning(context) ? pause(context) : start(context, false)),
    onward: (context, isDone) => {
      if (isDone || isRunning(context)) {
        pause(context);
        return false;
      }
      if (!isReady(context)) {
        return "waiting";
      }
      start(context, true);
      return true;
    },
  };
}

/** How long a room watches a training at least, in milliseconds. */
export const TRAINING_MS = 20_000;

/** How long a beat has to be read, in milliseconds. @type {(caption: Words[]) => number} */
export function readingTime(caption) {
  const text = plain(caption);
  return 1200 + 280 * text.split(/\s+/).length;
}

/** How far one of several things has come that move one after the other, from 0 to 1. */
export function inTurn(
  /** @type {number} */ progress,
  /** @type {number} */ index,
  /** @type {number} */ count,
) {
  return Math.min(1, Math.max(0, progress * count - index));
}

/** A part that is one beat, of the same id.
 * @type {<S, C>(part: {name: string} & Beat<S, C>) => Part<Beat<S, C>>} */
export function partOfOne({ name, ...beat }) {
  return { id: beat.id, name, beats: [beat] };
}

/** @type {(element: HTMLElement, caption: Words[]) => void} */
export function showCaption(place, caption) {
  if (place.textContent === plain(caption)) {
    return;
  }
  become(
    place,
    resultsApart(caption).map(({ text, tone, isResult }) =>
      element("span", [tone ?? "", isResult ? "result" : ""].join(" ").trim(), text),
    ),
  );
}

/** A number with its sign, point and power of ten. */
const NUMBER = /([+−-]?\d+\.\d+(?: ?· ?10[⁻⁰¹²³⁴-⁹]+)?)/;

/** The pieces of a caption, apart those that say what comes of the beat's motion: its numbers, and
 * which way something goes. They are not seen before it.
 * @type {(caption: Words[]) => (Words & {isResult: boolean})[]} */
export function resultsApart(caption) {
  return caption.flatMap(({ text, tone, isGiven }) => {
    if (isGiven) {
      return [{ text, tone, isResult: false }];
    }
    if (tone) {
      const isNumber = /^[+−-]?\d/.test(text);
      return [{ text, tone, isResult: tone === "up" || tone === "down" || isNumber }];
    }
    const pieces = text.split(NUMBER).map((piece, i) => ({ text: piece, isResult: i % 2 === 1 }));
    return pieces.filter((piece) => piece.text !== "");
  });
}

/** The page's animation frame: there is one, and it asks the scene shown to draw all that has
 * changed since the last one. */

/** However long a frame has taken, no more of a motion than this is skipped. */
const LONGEST_MS = 100;

export class Frames {
  #requested = false;
  /** When the last frame was, while time runs; 0 while it does not. */
  #last = 0;

  /** @param {(passed: number) => boolean} draw given the milliseconds; whether time runs on */
  constructor(draw) {
    this.draw = draw;
  }

  request() {
    if (!this.#requested) {
      this.#requested = true;
      requestAnimationFrame((now) => this.#frame(now));
    }
  }

  /** @type {(now: number) => void} */
  #frame(now) {
    this.#requested = false;
    const passed = this.#last === 0 ? 0 : Math.min(LONGEST_MS, now - this.#last);
    const runs = this.draw(passed);
    this.#last = runs ? now : 0;
    if (runs) {
      this.request();
    }
  }
}

/** @typedef {keyof typeof CHAPTERS} SceneId */

export const SCENE_IDS = /** @type {SceneId[]} */ (Object.keys(CHAPTERS));

/** The scene's name, as in its address and in words. @type {(id: SceneId) => SceneName} */
export const nameOf = (id) => ({ id, title: CHAPTERS[id].title });

export const CHAPTER_BEAT = "chapter";

/** What is said between a scene and the next.
 * @type {(after: SceneId) => {id: string, name: string, caption: Words[], next: SceneId}} */
export function chapterAfter(after) {
  const next = SCENE_IDS[SCENE_IDS.indexOf(after) + 1];
  return { id: CHAPTER_BEAT, name: NEXT_CHAPTER, caption: [{ text: CHAPTERS[next].before }], next };
}

/** The last part of a scene whose parts have pictures of their own.
 * @type {(after: SceneId) => Part<Beat<any, any>>} */
export function chapterPart(after) {
  const { id, name, caption, next } = chapterAfter(after);
  const open = () => ({ element: chapterCard(next), update: () => {} });
  return { id, name, beats: [{ id, caption, aside: true, open }] };
}

/** The next scene's name, large. @type {(id: SceneId) => HTMLElement} */
export function chapterCard(id) {
  const { title, about } = CHAPTERS[id];
  const link = element("a", "chapter-title", title);
  link.href = `#${id}`;
  return element("div", "chapter", link, element("p", "chapter-about", about));
}
