/**
 * The descent: the gradient as numbers, wishes averaged over many digits, and training. This joins
 * the scene: its frame, and which part of it is shown.
 *
 * @import {Conversation} from "../../conversation.js"
 * @import {Action, Item, State} from "../../state.js"
 * @import {Store} from "../../store.js"
 * @import {Theme} from "../../theme.js"
 * @import {Part, PartView} from "./parts.js"
 * @import {DescentAction, DescentState} from "./state.js"
 *
 * @typedef {object} Page what the page gives to the scene
 * @property {Store<State, Action>} store
 * @property {Conversation} conversation
 * @property {(wanted: {pixels: number[], label: number, beat: string, item: Item | null}) => void}
 *   openWalk leave for the walk on that digit
 * @property {(part: string) => void} onPart
 *
 * @typedef {object} Scene what a part works with
 * @property {Store<State, Action>} store the page's
 * @property {Store<DescentState, DescentAction>} descent the scene's own
 * @property {Conversation} conversation
 * @property {Live} live the channel of training
 * @property {() => Theme} theme
 * @property {Page["openWalk"]} openWalk
 * @property {(message: string) => void} say tell the user something in the page's message line
 */

import { UNTIL_USED } from "../../message_state.js";
import { createStore } from "../../store.js";
import { readTheme } from "../../theme.js";
import { buildFrame, showFrame } from "../../views/descent/frame.js";
import { Live } from "./live.js";
import { PARTS } from "./parts.js";
import { initialDescent, reduceDescent } from "./state.js";
import { loadStyles } from "./styles.js";

export class Descent {
  /** @type {Map<string, PartView>} those that have been opened */
  #opened = new Map();
  #shown = false;
  #requested = false;
  #theme = readTheme(document.documentElement);

  /**
   * @param {HTMLElement} root
   * @param {Page} page
   */
  constructor(root, page) {
    this.page = page;
    /** The stylesheets are there. */
    this.styled = loadStyles(["descent", ...PARTS.map(({ style }) => style)]);
    this.descent = createStore(reduceDescent, { ...initialDescent, part: PARTS[0].id });
    this.frame = buildFrame(root, PARTS);
    this.frame.previous.addEventListener("click", () => this.command("previous"));
    this.frame.next.addEventListener("click", () => this.command("next"));
    const { store, conversation, openWalk } = page;
    const { descent } = this;
    /** @param {string} message */
    const say = (message) => store.dispatch({ type: "told", message, about: UNTIL_USED });
    const live = new Live({ store, descent, conversation, say });
    const theme = () => this.#theme;
    /** @type {Scene} */
    this.scene = { store, descent, conversation, live, theme, openWalk, say };
    page.store.subscribe(() => this.#request());
    this.descent.subscribe(() => this.#request());
    new ResizeObserver(() => this.#request()).observe(this.frame.picture);
  }

  /** @returns {Part} the part shown */
  get part() {
    const { part } = this.descent.get();
    return PARTS.find(({ id }) => id === part) ?? PARTS[0];
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
    this.#showPart(PARTS.find(({ id }) => id === part) ?? this.part);
  }

  /** @param {string} name of what a key commands */
  command(name) {
    const place = PARTS.indexOf(this.part);
    const places = new Map([
      ["next", place + 1],
      ["previous", place - 1],
      ["first", 0],
      ["last", PARTS.length - 1],
    ]);
    const wanted = places.get(name);
    if (this.#view?.command?.(name)) {
      return;
    }
    if (wanted !== undefined && PARTS[wanted]) {
      this.#showPart(PARTS[wanted]);
    }
  }

  refit() {
    this.#theme = readTheme(document.documentElement);
    this.#request();
  }

  get #view() {
    return this.#opened.get(this.part.id);
  }

  /** @param {Part} part */
  #showPart(part) {
    const before = this.#view;
    const view = this.#opened.get(part.id) ?? part.open(this.scene);
    this.#opened.set(part.id, view);
    if (view.element.parentElement === null || view !== before) {
      before?.hide();
      this.frame.picture.replaceChildren(view.element);
    }
    this.descent.dispatch({ type: "partShown", part: part.id });
    view.show();
    this.page.onPart(part.id);
    this.#request();
  }

  /** One animation frame shows all that has changed since the last one. */
  #request() {
    if (this.#shown && !this.#requested) {
      this.#requested = true;
      requestAnimationFrame(() => {
        this.#requested = false;
        if (this.#shown) {
          const caption = this.part.caption(this.descent.get(), this.page.store.get());
          showFrame(this.frame, this.part.id, caption);
          this.#view?.update();
        }
      });
    }
  }
}
