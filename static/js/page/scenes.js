/**
 * The scenes of the page: which of them is shown, by its link, by a key or by its address. A scene is
 * fetched when it is entered for the first time; what is hidden of the others is the stylesheet's.
 *
 * @typedef {object} PageScene
 * @property {() => void} show it is on the screen from now on
 * @property {() => void} hide another scene is
 * @property {(beat: string | null) => void | Promise<void>} lead show a beat; where it was left for null
 * @property {(name: string, key: string) => void} command do what a key commands
 * @property {() => Promise<import("../print/take_home.js").TakeHomeOf>} takeHome what can be taken home of
 *   what it shows
 * @property {() => void} refit take sizes and theme anew
 * @property {boolean} [arriving] it waits for the beat that it was led to
 * @property {() => [string, string][]} [settings] what its address holds of its own
 * @property {(settings: URLSearchParams, beat: string | null) => void | Promise<void>} [take] have what an
 *   address names
 *
 * @typedef {object} SharedSettings those that the scenes have in common
 * @property {() => [string, string][]} settings
 * @property {(settings: URLSearchParams) => Promise<void>} take
 *
 * @typedef {object} SceneElements
 * @property {HTMLElement} body
 * @property {HTMLElement[]} links one for each scene, its name in `data-scene`
 */
import { keepAddress, readAddress, touchAddress } from "../link/address.js";

const NOWHERE = { beat: null, settings: "" };

export class Scenes {
  /** @type {Map<string, PageScene>} those that have been entered */
  #entered = new Map();
  /** Whose name is on the page; the scene itself may still be on its way. */
  #name = "";
  /** @type {Promise<void>} until it is there */
  #coming = Promise.resolve();
  /** Counts the addresses followed, and those that have been arrived at. */
  #followed = 0;
  #arrived = 0;

  /**
   * @param {SceneElements} elements
   * @param {Map<string, () => Promise<PageScene>>} loaders by the scene's name; the first is shown
   *   where the address names none
   * @param {SharedSettings} shared
   * @param {(error: unknown) => void} onMissing a scene could not be fetched, or what takes
   *   up the settings of an address
   */
  constructor(elements, loaders, shared, onMissing) {
    this.elements = elements;
    this.loaders = loaders;
    this.shared = shared;
    this.onMissing = onMissing;
    keepAddress(() => this.#address());
  }

  /** @returns {PageScene | undefined} the scene shown */
  get shown() {
    return this.#entered.get(this.#name);
  }

  /**
   * Show what an address names; an address of something else changes nothing once a scene is shown.
   * @param {string} hash
   * @param {boolean} isNew whether its settings are to be taken up
   */
  async follow(hash, isNew) {
    const [first] = this.loaders.keys();
    const read = readAddress(hash);
    const isKnown = read !== null && this.loaders.has(read.scene);
    if (!isKnown && hash !== "" && this.#name !== "") {
      return;
    }
    const { scene: name, beat, settings } = isKnown ? read : { ...NOWHERE, scene: first };
    const turn = ++this.#followed;
    const take = isNew && settings !== "" ? new URLSearchParams(settings) : null;
    try {
      if (take !== null) {
        await this.shared.take(take).catch(this.onMissing);
      }
      if (turn === this.#followed) {
        const scene = await this.#enter(name, take, beat);
        await scene?.lead(beat);
      }
    } finally {
      this.#arrived = Math.max(this.#arrived, turn);
      touchAddress();
    }
  }

  /** The address of the scene after the one shown. */
  get next() {
    const names = [...this.loaders.keys()];
    return `#${names[(names.indexOf(this.#name) + 1) % names.length]}`;
  }

  /**
   * A scene shows a beat: the page says so, and so does the address.
   * @type {(name: string, beat: string) => void}
   */
  beatShown(name, beat) {
    if (name === this.#name) {
      this.elements.body.dataset.beat = beat;
      touchAddress();
    }
  }

  /** The address of what is shown, with its settings; null on the way to it. */
  #address() {
    const { shown } = this;
    const beat = this.elements.body.dataset.beat;
    if (!shown || !beat || shown.arriving || this.#arrived < this.#followed) {
      return null;
    }
    const all = [...this.shared.settings(), ...(shown.settings?.() ?? [])];
    const settings = new URLSearchParams(all).toString();
    return `#${this.#name}/${beat}${settings === "" ? "" : `?${settings}`}`;
  }

  /**
   * @param {string} name
   * @param {URLSearchParams | null} settings those of its address that are to be taken up
   * @param {string | null} beat
   * @returns {Promise<PageScene | undefined>} the scene, if it is still the one to be shown
   */
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
    for (const link of this.elements.links) {
      if (link.dataset.scene === this.#name) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  }

  /**
   * Have a scene, and show it if nobody has gone on to another one meanwhile.
   * @param {string} name
   * @param {(scene: PageScene) => void | Promise<void>} take what it is to have before
   */
  async #fetch(name, take) {
    try {
      const scene = this.#entered.get(name) ?? (await this.loaders.get(name)?.());
      if (scene) {
        this.#entered.set(name, scene);
        await take(scene);
      }
    } catch (error) {
      this.onMissing(error);
    }
    if (name === this.#name) {
      this.shown?.show();
    }
  }
}

/**
 * The scenes that are fetched when they are entered, so that the page comes without them.
 *
 * @import {Conversation} from "../server/session.js"
 * @import {Action, Ink, Item, Place, State} from "../state/page.js"
 * @import {Store} from "../state/store.js"
 *
 * @typedef {object} EnteredPage
 * @property {Store<State, Action>} store
 * @property {Conversation} conversation
 * @property {(part: string) => void} onPart a part of the scene is shown
 *
 * @typedef {PageScene & {styled: Promise<void>}} Entered
 */

/** @type {Record<string, (root: HTMLElement, page: EnteredPage) => Promise<Entered>>} */
const SCENES = {
  descent: async (root, page) => {
    const { Descent } = await import("../scenes/descent/scene.js");
    return new Descent(root, { ...page, openWalk: (wanted) => openWalk(page.store, wanted) });
  },
  calculus: async (root, page) => {
    const { Calculus } = await import("../scenes/calculus/scene.js");
    return new Calculus(root, page);
  },
  vanishing: async (root, page) => {
    const { Vanishing } = await import("../scenes/vanishing/scene.js");
    return new Vanishing(root, page);
  },
};

/**
 * @param {string} name of another scene than the walk
 * @param {HTMLElement} root
 * @param {EnteredPage} page
 * @returns {Promise<PageScene>} once its styles are there too
 */
export async function enter(name, root, page) {
  const scene = await SCENES[name](root, page);
  await scene.styled;
  return scene;
}

/**
 * Leave for the walk, on some digit, at a beat, with something of the network kept in view.
 * @type {(store: Store<State, Action>, wanted: {pixels: number[], label: number, from: Place |
 *   null, ink: Ink | null, beat: string, item: Item | null}) => void}
 */
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
