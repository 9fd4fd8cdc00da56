/**
 * The scenes of the page: which of them is shown, by its link, by a key or by its address. A scene is
 * fetched when it is entered for the first time; what is hidden of the others is the stylesheet's.
 *
 * @typedef {object} PageScene
 * @property {() => void} show it is on the screen from now on
 * @property {() => void} hide another scene is
 * @property {(beat: string | null) => void} lead show a beat; where it was left for null
 * @property {(name: string, key: string) => void} command do what a key commands
 * @property {() => void} refit take sizes and theme anew
 *
 * @typedef {object} SceneElements
 * @property {HTMLElement} body
 * @property {HTMLElement[]} links one for each scene, its name in `data-scene`
 */

import { readAddress, writeAddress } from "./address.js";

export class Scenes {
  /** @type {Map<string, PageScene>} those that have been entered */
  #entered = new Map();
  /** Whose name is on the page; the scene itself may still be on its way. */
  #name = "";
  /** @type {Promise<void>} until it is there */
  #coming = Promise.resolve();

  /**
   * @param {SceneElements} elements
   * @param {Map<string, () => Promise<PageScene>>} loaders by the scene's name; the first is shown
   *   where the address names none
   * @param {(error: unknown) => void} onMissing a scene could not be fetched
   */
  constructor(elements, loaders, onMissing) {
    this.elements = elements;
    this.loaders = loaders;
    this.onMissing = onMissing;
  }

  /** @returns {PageScene | undefined} the scene shown */
  get shown() {
    return this.#entered.get(this.#name);
  }

  /**
   * Show what an address names; an address of something else changes nothing.
   * @param {string} hash
   */
  async follow(hash) {
    const [first] = this.loaders.keys();
    const address = hash === "" ? { scene: first, beat: null } : readAddress(hash);
    if (address !== null && this.loaders.has(address.scene)) {
      const scene = await this.#enter(address.scene);
      scene?.lead(address.beat);
    }
  }

  /** The address of the scene after the one shown. */
  get next() {
    const names = [...this.loaders.keys()];
    return `#${names[(names.indexOf(this.#name) + 1) % names.length]}`;
  }

  /**
   * A scene shows a beat: the page says so, and so does the address.
   * @param {string} name
   * @param {string} beat
   */
  beatShown(name, beat) {
    if (name === this.#name) {
      this.elements.body.dataset.beat = beat;
      writeAddress(name, beat);
    }
  }

  /**
   * @param {string} name
   * @returns {Promise<PageScene | undefined>} the scene, if it is still the one to be shown
   */
  async #enter(name) {
    if (name !== this.#name) {
      this.shown?.hide();
      this.#name = name;
      this.#sayName();
      this.#coming = this.#fetch(name);
    }
    await this.#coming;
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
   */
  async #fetch(name) {
    try {
      const scene = this.#entered.get(name) ?? (await this.loaders.get(name)?.());
      if (scene) {
        this.#entered.set(name, scene);
      }
    } catch (error) {
      this.onMissing(error);
    }
    if (name === this.#name) {
      this.shown?.show();
    }
  }
}
