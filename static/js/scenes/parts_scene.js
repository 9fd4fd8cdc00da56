/**
 * A scene in parts, each with its address: which part is shown, by its link, by a key or by its
 * address, and one animation frame for all that changes.
 *
 * @import {Action, State} from "../state.js"
 * @import {Store} from "../store.js"
 * @import {Theme} from "../theme.js"
 * @import {Words} from "../timeline.js"
 * @import {SceneName} from "../views/parts_frame.js"
 *
 * @typedef {object} PartView a part on the screen
 * @property {HTMLElement} element built once
 * @property {() => void} show it is on the screen now: sizes are known
 * @property {() => void} hide
 * @property {() => void} update a store, the theme or the size has changed; only while it is shown,
 *   and at most once a frame
 * @property {(name: string) => boolean} [command] do what a key commands; false for what is not its
 */

import { readTheme } from "../theme.js";
import { buildFrame, showFrame } from "../views/parts_frame.js";
import { loadStyles } from "./styles.js";

/**
 * @template S, C
 * @typedef {object} PartOf
 * @property {string} id in its address
 * @property {string} name on the line of parts
 * @property {string} style its stylesheet in static/css
 * @property {(state: S, page: State) => Words[]} caption
 * @property {(scene: C) => PartView} open
 */

/**
 * @template S, C
 * @typedef {object} Making what a scene is made of: S is its own state, C what its parts work with
 * @property {HTMLElement} root
 * @property {SceneName} name
 * @property {PartOf<S, C>[]} parts
 * @property {Store<State, Action>} store the page's
 * @property {Pick<Store<S, any>, "get" | "subscribe">} own
 * @property {(part: string) => void} onPart a part is shown
 * @property {(theme: () => Theme, request: () => void) => C} scene what its parts work with;
 *   `request` asks for a frame
 */

/** @template S, C */
export class PartsScene {
  /** @type {Map<string, PartView>} those that have been opened */
  #opened = new Map();
  #shown = false;
  #requested = false;
  #theme = readTheme(document.documentElement);

  /** @param {Making<S, C>} making */
  constructor({ root, name, parts, store, own, onPart, scene }) {
    this.parts = parts;
    this.store = store;
    this.own = own;
    this.onPart = onPart;
    this.part = parts[0];
    const styles = new Set(["parts_scene", ...parts.map(({ style }) => style)]);
    /** The stylesheets are there. */
    this.styled = loadStyles([...styles]);
    this.frame = buildFrame(root, name, parts);
    this.frame.previous.addEventListener("click", () => this.command("previous"));
    this.frame.next.addEventListener("click", () => this.command("next"));
    this.scene = scene(
      () => this.#theme,
      () => this.#request(),
    );
    store.subscribe(() => this.#request());
    own.subscribe(() => this.#request());
    new ResizeObserver(() => this.#request()).observe(this.frame.picture);
  }

  show() {
    this.#theme = readTheme(document.documentElement);
    this.#shown = true;
    this.#showPart(this.part);
  }

  hide() {
    this.#shown = false;
    this.#view?.hide();
  }

  /** @param {string | null} part its id; an unknown one changes nothing */
  lead(part) {
    this.#showPart(this.parts.find(({ id }) => id === part) ?? this.part);
  }

  /** @param {string} name of what a key commands */
  command(name) {
    const place = this.parts.indexOf(this.part);
    const places = new Map([
      ["next", place + 1],
      ["previous", place - 1],
      ["first", 0],
      ["last", this.parts.length - 1],
    ]);
    const wanted = places.get(name);
    if (this.#view?.command?.(name)) {
      return;
    }
    if (wanted !== undefined && this.parts[wanted]) {
      this.#showPart(this.parts[wanted]);
    }
  }

  refit() {
    this.#theme = readTheme(document.documentElement);
    this.#request();
  }

  get #view() {
    return this.#opened.get(this.part.id);
  }

  /** @param {PartOf<S, C>} part */
  #showPart(part) {
    const before = this.#view;
    const view = this.#opened.get(part.id) ?? part.open(this.scene);
    this.#opened.set(part.id, view);
    if (view.element.parentElement === null || view !== before) {
      before?.hide();
      this.frame.picture.replaceChildren(view.element);
    }
    this.part = part;
    this.onPart(part.id);
    view.show();
    this.#request();
  }

  /** One animation frame shows all that has changed since the last one. */
  #request() {
    if (this.#shown && !this.#requested) {
      this.#requested = true;
      requestAnimationFrame(() => {
        this.#requested = false;
        if (this.#shown) {
          const caption = this.part.caption(this.own.get(), this.store.get());
          showFrame(this.frame, this.part.id, caption);
          this.#view?.update();
        }
      });
    }
  }
}
