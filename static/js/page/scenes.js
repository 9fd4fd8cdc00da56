/** The scenes of the page: which of them is shown, by its link, by a key or by its address. A scene
 * is fetched when it is entered for the first time; what is hidden of the others is the
 * stylesheet's.
 * @import {TakeHomeOf} from "../print/take_home.js"
 * @import {WalkElements} from "../scenes/walk/walk.js"
 * @import {Deck} from "./deck.js"
 * @import {Ink, DigitIndex} from "../state/page.js"
 * @typedef {object} PageScene
 * @property {{veiled: boolean}} player whether a question stands before what it shows
 * @property {() => void} show it is on the screen from now on
 * @property {() => void} hide another scene is
 * @property {(beat: string | null) => void | Promise<void>} lead show a beat; where it was left for
 *   null
 * @property {(id?: string) => [string, string]} span the first and last beat of a part or beat
 * @property {(id?: string) => string} startOf the beat of that name, or the first of that part
 * @property {() => Promise<void>} [begin] have something to talk about
 * @property {() => Promise<void>} [prepare] have all that the story needs, where nobody can give it
 * @property {(name: string, key: string) => void} command do what a key commands
 * @property {() => TakeHomeOf} takeHome what can be taken home of what it shows
 * @property {() => void} request something has changed: draw it with the next frame
 * @property {() => void} refit read sizes and theme again
 * @property {(passed: number) => boolean} frame draw what has changed; whether time runs on
 * @property {boolean} [arriving] it waits for the beat that it was led to
 * @property {() => [string, string][]} [settings] what its address holds of its own
 * @property {(settings: URLSearchParams, beat: string | null) => void | Promise<void>} [take] have
 *   what an address names
 * @typedef {object} ScenePage what the page gives to a scene
 * @property {HTMLElement} root where it stands
 * @property {WalkElements} elements of the page's own scene, the walk
 * @property {Store<State, Action>} store @property {Conversation} conversation
 * @property {Asking} asking where questions stand
 * @property {Promise<unknown>} opened the first network is there
 * @property {(beat: string) => void} onBeat a beat is shown
 * @property {(direction: 1 | -1) => boolean} ends whether the talk goes on elsewhere from here
 * @property {(direction: 1 | -1) => void} leave go on to what comes after this scene, or back
 * @property {() => void} request ask for a frame
 * @property {(wanted: Wanted) => void} openWalk leave for the walk
 * @typedef {{pixels: number[], label: number, from: DigitIndex | null, ink: Ink | null, beat: string,
 *   item: Item | null}} Wanted some digit, a beat, something of the network kept in view
 * @typedef {{settings: () => [string, string][], take: (settings: URLSearchParams) =>
 *   Promise<void>, sayUnread: (settings: URLSearchParams) => void}} SharedSettings those that the scenes have in common
 * @typedef {object} SceneElements
 * @property {HTMLElement} body
 * @property {HTMLElement[]} links one for each scene, its name in `data-scene`
 * @property {Map<string, HTMLElement>} roots by the scenes' names
 * @property {WalkElements} walk */

import { loadStyles, untilItComes } from "../kit/files.js";
import { FILES, unknownAddress } from "../kit/words.js";
import { keepAddress, readAddress, touchAddress } from "../link/address.js";
import { Walk } from "../scenes/walk/walk.js";
import { notice } from "../state/message.js";
import { Asking } from "./asking.js";
import { Frames, SCENE_IDS } from "./story.js";

/** @type {Record<string, (page: ScenePage) => Promise<PageScene>>} */
const SCENES = {
  walk: (page) => Promise.resolve(new Walk(page)),
  descent: async (page) => {
    const [{ Descent }] = await withStyles("descent", () => import("../scenes/descent/scene.js"));
    return new Descent(page);
  },
  calculus: async (page) => {
    const [{ Calculus }] = await withStyles(
      "calculus",
      () => import("../scenes/calculus/scene.js"),
    );
    return new Calculus(page);
  },
  vanishing: async (page) => {
    const [{ Vanishing }] = await withStyles(
      "vanishing",
      () => import("../scenes/vanishing/scene.js"),
    );
    return new Vanishing(page);
  },
};

/** A scene's module and its styles, each fetched without waiting for the other.
 * @type {<T>(name: string, module: () => Promise<T>) => Promise<[T, void]>} */
function withStyles(name, module) {
  const styles = ["parts_scene", `${name}_scene`];
  return untilItComes(FILES.scene, () => Promise.all([module(), loadStyles(styles)]));
}

/** The address that begins the talk. */
const TALK = "talk";
const NOWHERE = { beat: null, settings: "" };

/** Addresses that name no scene and need none: nothing, and where the link past the bar leads. */
const WITHIN = ["", "#", "#pad"];

export class Scenes {
  /** @type {Map<string, PageScene>} those that have been entered */
  #entered = new Map();
  /** @type {Map<string, Promise<PageScene>>} those that are there or on their way */
  #fetched = new Map();
  #frames = new Frames((passed) => this.shown?.frame(passed) ?? false);
  /** Whose name is on the page; the scene itself may still be on its way. */
  #name = "";
  /** @type {Promise<void>} until it is there */
  #coming = Promise.resolve();
  /** Counts the addresses followed, and those that have been arrived at. */
  #followed = 0;
  #arrived = 0;
  /** The cue of the talk that was gone to last. */
  #lastCue = 0;
  /** @type {string[][]} what a frame of slides shows: the one cue that its address names */
  #slide = [];

  /** @param {SceneElements} elements
   * @param {Pick<ScenePage, "store" | "conversation" | "opened">} page
   * @param {SharedSettings} shared @param {Deck | null} deck the slides that the page is part of */
  constructor(elements, page, shared, deck) {
    this.deck = deck;
    this.elements = elements;
    this.page = page;
    this.shared = shared;
    this.asking = new Asking(
      page.store,
      elements.body,
      () => this.shown?.command("next", ""),
      () => this.shown?.request(),
    );
    this.#bring("walk"); // It wires what stands on the page whichever scene is shown.
    keepAddress(() => this.#address());
    page.store.subscribe(({ talk }) => {
      if (talk !== null) {
        elements.body.dataset.talk = "true";
      } else {
        delete elements.body.dataset.talk;
      }
    });
  }

  /** Those that have been shown since the page was loaded. */
  get entered() {
    return [...this.#entered.values()];
  }

  /** @returns {PageScene | undefined} the scene shown */
  get shown() {
    return this.#entered.get(this.#name);
  }

  /**
   * Show what an address names; an address of something else changes nothing once a scene is shown.
   * @param {string} hash
   * @param {boolean} isNew whether its settings are to be taken up */
  async follow(hash, isNew) {
    const read = readAddress(hash);
    if (read?.scene === TALK) {
      await this.#beginTalk(new URLSearchParams(read.settings).get("cues") ?? "");
      return;
    }
    const isKnown = read !== null && read.scene in SCENES;
    const isUnknown = !isKnown && !WITHIN.includes(hash);
    if (!isKnown && hash !== "" && this.#name !== "") {
      this.#sayUnknown(isUnknown, hash);
      return;
    }
    const { scene: name, beat, settings } = isKnown ? read : { ...NOWHERE, scene: SCENE_IDS[0] };
    const turn = ++this.#followed;
    const take = isNew && settings !== "" ? new URLSearchParams(settings) : null;
    try {
      if (take !== null) {
        await this.shared.take(take);
      }
      if (turn === this.#followed) {
        const scene = await this.#enter(name, take, beat);
        await (scene && this.#lead(scene, beat));
        this.#sayUnknown(isUnknown, hash);
        if (take !== null) {
          this.shared.sayUnread(take);
        }
      }
    } finally {
      this.#arriveAt(turn);
    }
  }

  /** Show a beat; in slides with all that it needs, and with nothing but that or its part.
   * @type {(scene: PageScene, beat: string | null) => Promise<void>} */
  async #lead(scene, beat) {
    if (this.deck === null || this.deck.isOfRoom) {
      await scene.lead(beat);
      return;
    }
    this.#slide = [beat === null ? [this.#name] : [this.#name, beat]];
    await scene.prepare?.();
    await scene.lead(scene.startOf(beat ?? undefined));
  }

  /** @type {(isUnknown: boolean, hash: string) => void} */
  #sayUnknown(isUnknown, hash) {
    if (isUnknown) {
      this.page.store.set(notice(unknownAddress(hash.slice(1).split("?")[0])));
    }
  }

  /** The address of the scene after the one shown. */
  get next() {
    return `#${SCENE_IDS[(this.#index + 1) % SCENE_IDS.length]}`;
  }

  /** Where the scene shown stands in the talk. */
  get #index() {
    return /** @type {string[]} */ (SCENE_IDS).indexOf(this.#name);
  }

  /** Begin the talk: questions are asked, on a digit and a network that has something to learn.
   * @type {(text: string) => Promise<void>} */
  async #beginTalk(text) {
    const { store } = this.page;
    this.#slide = [];
    store.set({ talk: [], asking: true });
    await this.shared.take(new URLSearchParams({ talk: text }));
    await this.#arrive(SCENE_IDS[0], (walk) => walk.begin?.());
    await this.#goTo(0, 1);
  }

  /** The cues of the talk, each its scene and the id of a part or beat.
   * @returns {string[][]} none where it leads through all */
  get #cues() {
    const { talk } = this.page.store.get();
    return this.#slide.length > 0 ? this.#slide : (talk ?? []).map((cue) => cue.split("/"));
  }

  /** The cue that the beat shown belongs to; the first where it belongs to none. */
  get #cue() {
    const cues = this.#cues;
    const isHere = (/** @type {string[]} */ [scene, id]) =>
      scene === this.#name && (this.shown?.span(id) ?? [""]).includes(this.#beat);
    const last = cues[this.#lastCue];
    return last && isHere(last) ? this.#lastCue : Math.max(0, cues.findIndex(isHere));
  }

  /** Whether the cue that is led through ends at the beat shown.
   * @type {(direction: 1 | -1) => boolean} */
  #ends(direction) {
    const [scene, id] = this.#cues[this.#cue] ?? [];
    const ends = scene === this.#name ? this.shown?.span(id) : undefined;
    return ends?.[direction > 0 ? 1 : 0] === this.#beat;
  }

  /** Go on to the next cue, or to the first beat of the next scene; or back to the end of the one
   * before. @type {(direction: 1 | -1) => Promise<void>} */
  async #leave(direction) {
    if (this.#cues.length > 0) {
      await this.#goTo(this.#cue + direction, direction);
    } else if (SCENE_IDS[this.#index + direction]) {
      await this.#arrive(SCENE_IDS[this.#index + direction], (scene) =>
        scene.command(direction > 0 ? "first" : "end", ""),
      );
    } else {
      this.deck?.leave(direction);
    }
  }

  /** Show a cue from its beginning, or from its end.
   * @type {(at: number, direction: 1 | -1) => Promise<void>} */
  async #goTo(at, direction) {
    const [name, id] = this.#cues[at] ?? [];
    if (name !== undefined) {
      this.#lastCue = at;
      await this.#arrive(name, (scene) => scene.lead(scene.span(id)[direction > 0 ? 0 : 1]));
    } else {
      this.deck?.leave(direction);
    }
  }

  /** Enter a scene, and do what is to be done there unless somebody has gone on meanwhile.
   * @type {(name: string, act: (scene: PageScene) => Promise<void> | void | undefined) =>
   *   Promise<void>} */
  async #arrive(name, act) {
    const turn = ++this.#followed;
    const scene = await this.#enter(name, null, null);
    if (scene && turn === this.#followed) {
      await act(scene);
      this.#arriveAt(turn);
    }
  }

  /** @type {(turn: number) => void} */
  #arriveAt(turn) {
    this.#arrived = Math.max(this.#arrived, turn);
    this.#tell();
  }

  /** The address says what is shown, and the deck hears of it; not of what is passed on the way. */
  #tell() {
    touchAddress();
    if (this.#arrived >= this.#followed) {
      this.deck?.beatShown(this.#name, this.#beat);
    }
  }

  get #beat() {
    return this.elements.body.dataset.beat ?? "";
  }

  /** A scene shows a beat: the page says so.
   * @type {(name: string, beat: string) => void} */
  beatShown(name, beat) {
    if (name === this.#name) {
      this.elements.body.dataset.beat = beat;
      this.#tell();
    }
  }

  /** The address of what is shown, with its settings; null on the way to it. */
  #address() {
    const { shown } = this;
    const beat = this.#beat;
    if (!shown || beat === "" || shown.arriving || this.#arrived < this.#followed) {
      return null;
    }
    const all = [...this.shared.settings(), ...(shown.settings?.() ?? [])];
    const settings = new URLSearchParams(all).toString();
    return `#${this.#name}/${beat}${settings === "" ? "" : `?${settings}`}`;
  }

  /** @param {string} name
   * @param {URLSearchParams | null} settings those of its address that are to be taken up
   * @param {string | null} beat
   * @returns {Promise<PageScene | undefined>} the scene, if it is still the one to be shown */
  async #enter(name, settings, beat) {
    const isOther = name !== this.#name;
    const take = (/** @type {PageScene | undefined} */ scene) =>
      settings === null ? undefined : scene?.take?.(settings, beat);
    if (isOther) {
      this.shown?.hide();
      this.#name = name;
      this.#sayName();
      this.#coming = this.#fetch(name, take);
    }
    await this.#coming;
    if (!isOther) {
      await take(this.shown);
    }
    return name === this.#name ? this.shown : undefined;
  }

  #sayName() {
    this.elements.body.dataset.scene = this.#name;
    this.elements.body.dataset.beat = ""; // Until it is there, it shows none.
    for (const link of this.elements.links) {
      if (link.dataset.scene === this.#name) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  }

  /** Have a scene, and show it if nobody has gone on to another one meanwhile.
   * @param {string} name
   * @param {(scene: PageScene) => void | Promise<void>} take what it is to have before */
  async #fetch(name, take) {
    await take(await this.#bring(name));
    if (name === this.#name) {
      this.shown?.show();
    }
  }

  /** Have a scene with its styles. @type {(name: string) => Promise<PageScene>} */
  async #bring(name) {
    const fetched = this.#fetched.get(name) ?? SCENES[name](this.#pageOf(name));
    this.#fetched.set(name, fetched);
    const scene = await fetched;
    this.#entered.set(name, scene);
    return scene;
  }

  /** @type {(name: string) => ScenePage} */
  #pageOf(name) {
    const { roots, walk, body } = this.elements;
    return {
      ...this.page,
      root: roots.get(name) ?? body,
      elements: walk,
      asking: this.asking,
      onBeat: (beat) => this.beatShown(name, beat),
      ends: (direction) => this.#ends(direction),
      leave: (direction) => this.#leave(direction),
      request: () => this.#frames.request(),
      openWalk: (wanted) => openWalk(this.page.store, wanted),
    };
  }
}

/** Leave for the walk, on some digit, at a beat, with something of the network kept in view.
 * @type {(store: Store<State, Action>, wanted: Wanted) => void} */
function openWalk(store, { beat, item, ...digit }) {
  const { drawing, target } = store.get();
  const { pixels, label } = digit;
  if (drawing.pixels !== pixels) {
    store.dispatch({ type: "sampled", ...digit });
  } else if (target !== label) {
    store.dispatch({ type: "targetChosen", target: label });
  }
  store.set({ pinned: item });
  location.hash = `walk/${beat}`;
}
