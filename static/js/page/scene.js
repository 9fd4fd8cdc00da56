/** A scene: a story of parts and beats, one player that leads through it, and what it says of the
 * beat shown. The scenes differ in their stories and in the views that draw their beats.
 * @import {NumbersOf} from "../print/take_home.js"
 * @import {Sheet} from "../print/sheet.js"
 * @import {CodeOf, PartsCode} from "../panels/code/code_panel.js"
 * @typedef {object} SceneElements
 * @property {HTMLElement} picture where the beat's view stands
 * @property {HTMLElement} caption
 * @property {HTMLElement | null} formula null where it stands in the picture
 * @property {HTMLButtonElement | null} play @property {HTMLElement | null} count
 * @property {{previous: HTMLButtonElement, next: HTMLButtonElement} | null} ends disabled at the
 *   ends
 * @property {HTMLElement | null} panel of the code
 * @typedef {object} Page what the page gives to a scene
 * @property {Store<State, Action>} store @property {Conversation} conversation
 * @property {Asking} asking where questions stand
 * @property {(beat: string) => void} onBeat a beat is shown
 * @property {(direction: 1 | -1) => boolean} ends whether the talk goes on elsewhere from here
 * @property {(direction: 1 | -1) => void} leave go on to what comes after this scene, or back
 * @property {() => void} request ask for a frame
 * @typedef {NumbersOf & {draw?: Sheet["draw"]}} Home
 * @typedef {{id: string, title: string}} SceneName as in its address, and in words */

/** @template S
 * @typedef {object} Code what stands beside the beats that have code to show
 * @property {string[]} beats
 * @property {CodeOf<S>} of what is shown of it */

/** @template S, C @template {Beat<S, C>} [B=Beat<S, C>]
 * @typedef {object} Making what a scene is made of: S is its own state, C what its views work with
 * @property {SceneName} name @property {SceneElements} elements @property {Page} page
 * @property {Store<S, any>} own
 * @property {Link<S>} link what an address holds of it
 * @property {(own: S) => Part<B>[]} story the same parts as long as nothing that they tell changes
 * @property {(own: S) => string} shown the id of the beat shown
 * @property {(beat: string) => void} onBeat the own state says from now on that it is
 * @property {boolean} [plays] whether the story can be played
 * @property {Code<S>} [code] @property {PartsLine} line
 * @property {(given: {clock: Clock, theme: () => Theme, request: () => void}) => C} context */

import { readTheme } from "../kit/canvas.js";
import { setText, turning } from "../kit/dom.js";
import { OnDemand } from "../kit/files.js";
import { showFormula } from "../kit/formula.js";
import { memo } from "../kit/memo.js";
import { Symbols } from "../kit/symbols.js";
import { FILES, LABELS, unknownAddress } from "../kit/words.js";
import { networkWords } from "../network/names.js";
import { notice } from "../state/message.js";
import { predictionOf } from "../state/questions.js";
import { beatCount } from "./parts_line.js";
import { Player } from "./player.js";
import {
  captionOf,
  figuresToCome,
  isOf,
  questionOf,
  readingTime,
  SCENE_IDS,
  showCaption,
  TRAINING_MS,
} from "./story.js";

/** @import {Asking} from "./asking.js"
 * @import {Theme} from "../kit/canvas.js"
 * @import {Link} from "../link/table.js"
 * @import {PartsLine} from "./parts_line.js"
 * @import {Clock} from "./player.js"
 * @import {Beat, Outcome, Part, View} from "./story.js"
 * @import {Question} from "../state/questions.js" */

const PRINTED = matchMedia("print");
/** A formula that changes can be read when it stands so long. */
const READABLE_MS = 120;
/** The id of the list of parts of the scene shown. */
const OUTLINE = "parts";
/** The commands that lead through the story: the player's methods. */
const LEADING = /** @type {const} */ (["next", "previous", "first", "last", "end"]);

/** @template S, C @template {Beat<S, C>} [B=Beat<S, C>] */
export class Scene {
  /** @type {Map<unknown, View>} those that have been opened, by what opened them */
  #views = new Map();
  /** @type {View | null} */
  #view = null;
  /** @type {OnDemand<PartsCode<S>> | null} */
  #code = null;
  /** @type {{beat: string, question: Question} | null} the one that was answered last */
  #answered = null;
  isShown = false;
  /** Whether anything has changed since the last frame. */
  #stale = false;
  /** @type {number | null} the picture's, as it was laid out last; null while it is not known */
  #width = null;
  /** What a view draws on may get another size while the room for it stays: then it is drawn again. */
  #canvases = new ResizeObserver(() => this.request());
  /** When the formula was set last, and the timer of its next time. */
  #formulaShown = Number.NEGATIVE_INFINITY;
  #later = 0;
  theme = readTheme(document.documentElement);
  /** @type {((isOn: boolean, says: string) => void) | null} */
  #showPlay;
  #beatsOf = memo((/** @type {Part<B>[]} */ parts) => parts.flatMap(({ beats }) => beats));

  /** @param {Making<S, C, B>} making */
  constructor(making) {
    const { elements, page, own, code } = making;
    this.making = making;
    this.name = making.name;
    this.page = page;
    this.store = page.store;
    this.own = own;
    this.link = making.link;
    this.story = making.story;
    this.elements = elements;
    /** @type {Player<B>} */
    this.player = new Player(
      {
        beats: () => this.#beatsOf(this.parts),
        shown: () => making.shown(own.get()),
        show: (id) => this.#go(id),
        asks: () => this.#asks,
        reveal: () => this.#reveal(),
        whole: () => this.whole,
        lacks: (beat) => this.#sayUnknown(beat),
        enough: () => this.player.beat.enough?.(own.get()) ?? false,
        reading: () => this.#reading(),
        onward: (isDone) => this.onward(isDone),
        back: () => this.back(),
        ends: (direction) => page.ends(direction),
        leave: (direction) => page.leave(direction),
      },
      () => this.request(),
    );
    this.line = making.line;
    /** Those of the formula, where that does not stand in the picture. */
    this.symbols = elements.formula && new Symbols(elements.formula);
    this.context = making.context({
      clock: this.player.clock,
      theme: () => this.theme,
      request: () => this.request(),
    });
    if (code !== undefined) {
      this.#code = this.#codeOf(code);
    }
    this.#showPlay =
      elements.play &&
      turning(
        elements.play,
        () => this.player.play(),
        () => this.player.pause(),
        showPlaying,
      );
    page.store.subscribe(() => this.request());
    own.subscribe(() => this.request());
    new ResizeObserver(([{ contentRect }]) => {
      this.#width = contentRect.width;
      this.request();
    }).observe(elements.picture);
  }

  /** Whether there is room to draw in: none while something else is printed. To ask the picture each
   * time would have the page laid out twice a frame. */
  get #hasRoom() {
    return !PRINTED.matches && (this.#width ?? this.elements.picture.clientWidth) > 0;
  }

  /** What the room is asked before the beat shown, if anything is. Once it was answered it stands as
   * it was until the beat is left, whatever the numbers do meanwhile. */
  get #question() {
    const page = this.store.get();
    const { beat } = this.player;
    if (!page.asking) {
      return null;
    }
    const kept = this.#answered?.beat === beat.id ? this.#answered.question : null;
    if (kept !== null && kept.right !== null) {
      return kept;
    }
    const question = questionOf(beat, this.own.get(), page);
    if (question !== null && !this.isKnown) {
      return question.made ? kept : { ...question, right: null };
    }
    return question ?? kept;
  }

  /** Whether the numbers that tell which answer is right are there: not those of another network. */
  get isKnown() {
    return true;
  }

  /** Whether that has not been answered yet. */
  get #asks() {
    const question = this.#question;
    const { predictions } = this.store.get();
    return question !== null && !predictionOf(predictions, question)?.revealed;
  }

  #reveal() {
    const question = this.#question;
    if (question !== null) {
      this.store.dispatch({ type: "questionRevealed", question });
    }
    this.request();
  }

  /** What an address may refer to. */
  get linked() {
    return { page: this.store.get(), own: this.own.get() };
  }

  /** What an address holds of the scene now. */
  settings() {
    return this.link.write(this.linked);
  }

  /** The story as it stands. */
  get parts() {
    return this.story(this.own.get());
  }

  /** Whether nothing is on its way that would make the story longer. */
  get whole() {
    return true;
  }

  /** The beat as it is shown: another one where something stands in its place. */
  get beat() {
    return this.player.beat;
  }

  show() {
    this.theme = readTheme(document.documentElement);
    this.isShown = true;
    this.#width = null;
    this.line.list.id = OUTLINE;
    this.player.begin();
    this.#enter();
  }

  hide() {
    this.isShown = false;
    this.line.list.removeAttribute("id");
    this.page.asking.show(this.elements.caption, null, false);
    this.player.clock.pause();
    this.player.clock.finish();
    this.#view?.hide?.();
  }

  /** The first and the last beat of a part, of a beat alone, or of all for none.
   * @type {(id?: string) => [string, string]} */
  span(id) {
    const part = this.parts.find((each) => each.id === id);
    const { beats, ownBeats } = this.player;
    const named = id === undefined ? ownBeats : (part?.beats ?? beats.filter(isOf(id)));
    return [named[0]?.id ?? id ?? "", named.at(-1)?.id ?? id ?? ""];
  }

  /** The beat of that name, or the first one of that part. @type {(id?: string) => string} */
  startOf(id) {
    return id !== undefined && this.player.beats.some(isOf(id)) ? id : this.span(id)[0];
  }

  /** Show a beat; the one shown until now for null, and for one that there is not.
   * @type {(beat: string | null) => void | Promise<void>} */
  lead(beat) {
    const isThere = this.player.beats.some(isOf(beat));
    if (beat !== null && !isThere && this.parts.every(({ beats }) => beats.length > 0)) {
      this.#sayUnknown(beat);
    }
    if (beat !== null && isThere && !isOf(beat)(this.player.beat)) {
      this.player.show(beat);
    }
  }

  /** @type {(beat: string) => void} */
  #sayUnknown(beat) {
    this.store.set(notice(unknownAddress(beat)));
  }

  /** How long the beat shown has to be read. @returns {number} */
  #reading() {
    const { beat } = this;
    const reading = readingTime(captionOf(beat, this.own.get(), this.store.get()));
    return beat.enough ? Math.max(TRAINING_MS, reading) : reading;
  }

  /** Do what the beat shown has in place of the next one. @type {(isDone: boolean) => Outcome} */
  onward(isDone) {
    return this.player.beat.onward?.(this.context, isDone) ?? false;
  }

  /** The same on the way back. @returns {boolean} */
  back() {
    return this.player.beat.back?.(this.context) ?? false;
  }

  /** @type {(name: string, key?: string) => void} what a key commands */
  command(name) {
    const { player, making } = this;
    const { action } = player.beat;
    if (name === "code" && making.code?.beats.includes(player.beat.id)) {
      this.store.dispatch({ type: "panelToggled", panel: "code" });
    } else if (name === "playOrPause" && action && !player.veiled) {
      player.clock.pause(); // A lecturer who plays it goes on by hand.
      action(this.context);
    } else if (name === "playOrPause" && making.plays) {
      player.playOrPause();
    } else {
      const lead = LEADING.find((each) => each === name);
      if (lead) {
        player[lead]();
      }
    }
  }

  /** What can be taken home of the beat shown. */
  takeHome() {
    const { beat } = this.player;
    const [own, page] = [this.own.get(), this.store.get()];
    const part = this.parts.find(({ beats }) => beats.includes(beat));
    const { program, ...numbers } = this.home(beat);
    const sheet = {
      title: `${this.name.title}: ${part?.name}`,
      network: networkWords(page),
      caption: captionOf(beat, own, page),
      formula: beat.tex ?? "",
      predictions: Object.values(page.predictions).filter(({ revealed }) => revealed),
      draw: this.#layOn.bind(this),
      ...numbers,
    };
    return { sheet, program };
  }

  /** What is taken home of a beat beside its picture. @type {(beat: B) => Home} */
  home() {
    return { tables: [], program: null };
  }

  /** Read the theme and the sizes again. */
  refit() {
    this.theme = readTheme(document.documentElement);
    this.request();
  }

  /** Ask for a frame: something has changed. */
  request() {
    this.#stale = true;
    if (this.isShown) {
      this.page.request();
    }
  }

  /** Draw what has changed since the last frame; whether time runs on.
   * @type {(passed: number) => boolean} */
  frame(passed) {
    if (!this.isShown || !this.#hasRoom) {
      return false;
    }
    const { player } = this;
    const { progress } = player.clock;
    const isReady = player.beat.ready?.(this.own.get()) ?? true;
    if (player.running && isReady) {
      player.tick(passed);
    }
    if (this.#stale) {
      this.#stale = false;
      this.draw();
    } else if (player.clock.progress !== progress) {
      this.#showArrival();
      this.#view?.update();
    }
    return player.running && isReady;
  }

  /** Show all of the beat but its picture: at once, so that nothing lags behind its id. */
  showBeat() {
    const { elements, player, beat } = this;
    const [own, page] = [this.own.get(), this.store.get()];
    const { veiled } = player;
    const question = this.#question;
    const asked = veiled ? question : null;
    this.#keep(question, veiled);
    player.hold(); // A question may have come with a number.
    showCaption(elements.caption, asked?.text ?? captionOf(beat, own, page));
    if (this.isShown) {
      this.page.asking.show(elements.caption, question, asked !== null);
    }
    if (elements.formula !== null) {
      this.#showFormula(elements.formula, veiled ? "" : (beat.tex ?? ""), page.previewing);
    }
    this.#showArrival();
    this.line.show(this.parts, player.beat);
    this.#showPlay?.(player.clock.playing, player.clock.playing ? LABELS.pause : LABELS.play);
    showTime(elements, player, this);
  }

  /** A formula takes as long as the picture, and nobody can read sixty of them a second: while the
   * network changes with each frame, the formula follows as fast as one can read.
   * @type {(element: HTMLElement, tex: string, isTurning: boolean) => void} */
  #showFormula(element, tex, isTurning) {
    const now = performance.now();
    clearTimeout(this.#later);
    if (isTurning && now < this.#formulaShown + READABLE_MS) {
      this.#later = setTimeout(() => this.request(), READABLE_MS);
      return;
    }
    this.#formulaShown = now;
    showFormula(element, tex, () => this.symbols?.fill());
  }

  /** What the beat brings is said once it is there: a result after what has made it. */
  #showArrival() {
    const { elements, player } = this;
    const isMoving = player.clock.progress < 1 && Boolean(player.beat.duration);
    for (const words of [elements.caption, elements.formula]) {
      words?.toggleAttribute("data-arriving", isMoving && !player.veiled);
    }
    if (this.isShown) {
      const isThere = !isMoving && !player.veiled;
      const figures = figuresToCome(player.beats, player.index, isThere);
      document.body.dataset.toCome = figures.join(" ");
    }
  }

  /** @type {(question: Question | null, veiled: boolean) => void} */
  #keep(question, veiled) {
    const { id } = this.player.beat;
    if (this.#answered !== null && this.#answered.beat !== id) {
      this.#answered = null;
    }
    const { predictions } = this.store.get();
    if (question !== null && !veiled && predictionOf(predictions, question)?.revealed) {
      this.#answered = { beat: id, question };
    }
  }

  /** Draw all of the beat shown. */
  draw() {
    this.showBeat();
    const { player } = this;
    const [own, page] = [this.own.get(), this.store.get()];
    // First the room beside the picture: the picture is drawn as large as it then is.
    const isRead =
      !player.veiled && page.panel === "code" && this.making.code?.beats.includes(player.beat.id);
    const code = isRead ? (this.#code?.want() ?? null) : null;
    this.showCode(code !== null);
    this.#view?.update();
    code?.show(player.beat.id, own, page);
  }

  /** Make room for the code, or take it back. @type {(isOpen: boolean) => void} */
  showCode() {}

  /** @type {(beat: B) => View} */
  open({ id, open }) {
    if (open === undefined) {
      throw new TypeError(`Expected a view of beat ${id}`);
    }
    return open(this.context);
  }

  /** @type {(beat: string) => void} */
  #go(beat) {
    this.making.onBeat(beat);
    this.#enter();
  }

  /** The beat shown is another one, or the scene has come back: bring its view onto the screen. */
  #enter() {
    const { beat } = this.player;
    const view = this.#views.get(beat.open) ?? this.open(beat);
    this.#views.set(beat.open, view);
    if (view !== this.#view) {
      this.#view?.hide?.();
      this.#view = view;
      this.#canvases.disconnect();
      if (view.element) {
        this.elements.picture.replaceChildren(view.element);
        for (const canvas of view.element.querySelectorAll("canvas")) {
          this.#canvases.observe(canvas);
        }
      }
    }
    view.show?.();
    this.showBeat();
    this.page.onBeat(beat.id);
    this.request();
  }

  /** Lay the picture on a sheet, as it stands when all has arrived.
   * @type {Sheet["draw"]} */
  #layOn(room, layPart) {
    const view = this.#view;
    if (view?.element) {
      this.player.clock.finish();
      view.update();
      layPart(room, view.element, this.name.id, (root) => {
        this.theme = readTheme(root);
        view.update();
      });
    }
  }

  /** @type {(code: Code<S>) => OnDemand<PartsCode<S>>} */
  #codeOf({ of }) {
    return new OnDemand(
      FILES.code,
      async () => {
        const { PartsCode } = await import("../panels/code/code_panel.js");
        const { panel } = this.elements;
        return new PartsCode(/** @type {HTMLElement} */ (panel), `${this.name.id}-code`, of);
      },
      () => this.request(),
    );
  }
}

/** @type {(play: HTMLElement, says: string) => void} */
function showPlaying(play, says) {
  play.classList.toggle("playing", says === LABELS.pause);
  play.setAttribute("aria-label", says);
}

/** Say how far the story has come.
 * @type {(elements: SceneElements, player: Player<any>, scene: {parts: Part[], name: SceneName}) =>
 *   void} */
function showTime({ count, ends }, { beats, index }, { parts, name: { id } }) {
  if (count !== null) {
    setText(count, `${index + 1} / ${parts.reduce((sum, part) => sum + beatCount(part), 0)}`);
  }
  if (ends !== null) {
    ends.previous.disabled = index === 0 && SCENE_IDS[0] === id;
    ends.next.disabled = index === beats.length - 1 && SCENE_IDS.at(-1) === id;
  }
}
