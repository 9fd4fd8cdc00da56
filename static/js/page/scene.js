/**
 * A scene in parts, each with its address: which part is shown, by its link, by a key or by its
 * address, and one animation frame for all that changes.
 *
 * @import {Resource} from "../server/resource.js"
 * @import {Conversation} from "../server/session.js"
 * @import {Action, State} from "../state/page.js"
 * @import {Store} from "../state/store.js"
 * @import {NumbersOf, TakeHomeOf} from "../print/take_home.js"
 * @import {Theme} from "../kit/theme.js"
 * @import {Words} from "./timeline.js"
 * @import {SceneName} from "./frame.js"
 * @import {Moving} from "./player.js"
 * @import {CodeOf, PartsCode} from "../panels/code/part_panel.js"
 *
 * @typedef {object} PartView a part on the screen
 * @property {HTMLElement} element built once
 * @property {() => void} show it is on the screen now: sizes are known
 * @property {() => void} hide
 * @property {() => void} update a store, the theme or the size has changed; only while it is shown,
 *   and at most once a frame
 * @property {(name: string) => boolean} [command] do what a key commands; false for what is not its
 * @property {Moving} [motion] what moves in it
 */

import { loadStyles } from "../kit/files.js";
import { OnDemand } from "../kit/lazy.js";
import { readTheme } from "../kit/theme.js";
import { Supply } from "../server/resource.js";
import { saidMissing } from "../state/message.js";
import { buildFrame, showFrame, showPlaying } from "./frame.js";
import { PartPlayer } from "./player.js";

/**
 * @template S, C
 * @typedef {object} PartOf
 * @property {string} id in its address
 * @property {string} name on the line of parts
 * @property {string} style its stylesheet in static/css
 * @property {(state: S, page: State) => Words[]} caption
 * @property {(scene: C) => PartView} open
 * @property {Resource<S, any>[]} [resources] what the server is asked for while it is shown
 */

/**
 * @template S, C
 * @typedef {object} Making what a scene is made of: S is its own state, C what its parts work with
 * @property {HTMLElement} root
 * @property {SceneName} name
 * @property {PartOf<S, C>[]} parts
 * @property {Store<State, Action>} store the page's
 * @property {Store<S, any>} own
 * @property {Conversation} conversation
 * @property {(part: string) => void} onPart a part is shown
 * @property {(theme: () => Theme, request: () => void) => C} scene what its parts work with;
 *   `request` asks for a frame
 * @property {boolean} [plays] whether its parts can be played one after the other
 * @property {Code<S>} [code]
 * @property {(state: S, part: string) => Promise<NumbersOf>} home what is taken home of a part beside
 *   its picture
 */

/**
 * @template S
 * @typedef {object} Code
 * @property {string[]} parts which parts have code to show
 * @property {() => Promise<CodeOf<S>>} fetch fetched when it is first read
 */

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** @template S, C */
export class PartsScene {
  /** @type {Map<string, PartView>} those that have been opened */
  #opened = new Map();
  /** @type {OnDemand<PartsCode<S>> | null} */
  #code = null;
  #shown = false;
  #requested = false;
  #theme = readTheme(document.documentElement);

  /** @type {Supply<S, any>[]} */
  #supplies;

  /** @param {Making<S, C>} making */
  constructor(making) {
    const { root, name, parts, store, own, onPart, scene, plays = false, code, home } = making;
    this.root = root;
    this.name = name;
    this.home = home;
    this.parts = parts;
    this.store = store;
    this.own = own;
    this.onPart = onPart;
    this.part = parts[0];
    const styles = new Set(["parts_scene", ...parts.map(({ style }) => style)]);
    /** The stylesheets are there. */
    this.styled = loadStyles([...styles]);
    this.frame = buildFrame(root, name, parts, plays);
    this.frame.previous.addEventListener("click", () => this.command("previous"));
    this.frame.play.addEventListener("click", () => this.command("playOrPause"));
    this.frame.next.addEventListener("click", () => this.command("next"));
    this.player = plays ? this.#playerOf() : null;
    /** The parts that have code to show. */
    this.coded = code?.parts ?? [];
    if (code !== undefined) {
      this.#code = this.#codeOf(name, code);
    }
    this.scene = scene(
      () => this.#theme,
      () => this.#request(),
    );
    this.#supplies = this.#suppliesOf(making);
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
    this.player?.pause();
    this.#view?.hide();
    this.#look();
  }

  /** @param {string | null} part its id; an unknown one changes nothing */
  lead(part) {
    const wanted = this.parts.find(({ id }) => id === part) ?? this.part;
    if (wanted !== this.part) {
      this.player?.pause();
    }
    this.#showPart(wanted);
  }

  /**
   * What can be taken home of the part shown.
   * @type {() => Promise<TakeHomeOf>}
   */
  async takeHome() {
    const { networkWords } = await import("../network/names.js");
    const { part, name } = this;
    const [own, page] = [this.own.get(), this.store.get()];
    const { tables, program } = await this.home(own, part.id);
    const sheet = {
      title: `${name.title}: ${part.name}`,
      network: networkWords(page),
      caption: part.caption(own, page),
      formula: "",
      tables,
      draw: (/** @type {HTMLElement} */ place) => this.#layOn(place),
    };
    return { sheet, program };
  }

  /** @param {string} name of what a key commands */
  command(name) {
    if (name === "code") {
      if (this.coded.includes(this.part.id)) {
        this.store.dispatch({ type: "panelToggled", panel: "code" });
      }
      return;
    }
    if (name === "playOrPause" && this.player !== null) {
      this.player.playOrPause();
      return;
    }
    if (this.#view?.command?.(name)) {
      return;
    }
    const place = this.parts.indexOf(this.part);
    const places = new Map([
      ["next", place + 1],
      ["previous", place - 1],
      ["first", 0],
      ["last", this.parts.length - 1],
    ]);
    const wanted = this.parts[places.get(name) ?? -1];
    if (wanted !== undefined) {
      this.player?.pause();
      this.#showPart(wanted);
    }
  }

  refit() {
    this.#theme = readTheme(document.documentElement);
    this.#request();
  }

  get #view() {
    return this.#opened.get(this.part.id);
  }

  /**
   * Lay the picture on a sheet, as it stands when all has arrived.
   * @type {(place: HTMLElement) => Promise<void>}
   */
  async #layOn(place) {
    const [{ layPart }, view] = [await import("../print/part_sheet.js"), this.#view];
    if (view !== undefined) {
      view.motion?.finish();
      view.update();
      await nextFrame(); // Formulas come a moment after the numbers that they hold.
      await layPart(place, view.element, this.name.id, (root) => {
        this.#theme = readTheme(root);
        view.update();
      });
    }
  }

  /** @type {(part: PartOf<S, C>) => void} */
  #showPart(part) {
    const before = this.#view;
    const view = this.#opened.get(part.id) ?? part.open(this.scene);
    this.#opened.set(part.id, view);
    if (view.element.parentElement === null || view !== before) {
      before?.hide();
      this.frame.picture.replaceChildren(view.element);
    }
    this.part = part;
    this.player?.stood();
    this.onPart(part.id);
    view.show();
    this.#look();
    this.#request();
  }

  /** One animation frame shows all that has changed since the last one. */
  #request() {
    if (this.#shown && !this.#requested) {
      this.#requested = true;
      requestAnimationFrame(() => {
        this.#requested = false;
        // While something else is printed it has no size, and nothing is drawn.
        if (this.#shown && this.frame.picture.clientWidth > 0) {
          this.#frame();
        }
      });
    }
  }

  #frame() {
    const [own, page] = [this.own.get(), this.store.get()];
    showFrame(this.frame, this.part.id, this.part.caption(own, page));
    const isRead = page.panel === "code" && this.coded.includes(this.part.id);
    const code = isRead ? (this.#code?.want() ?? null) : null;
    // First the room beside the picture: the picture is drawn as large as it then is.
    this.root.classList.toggle("with-panel", code !== null);
    this.frame.panel.hidden = code === null;
    this.#view?.update();
    code?.show(this.part.id, own, page);
    this.player?.tick();
    showPlaying(this.frame, this.player?.playing ?? false);
  }

  /** @type {(making: Making<S, C>) => Supply<S, any>[]} */
  #suppliesOf({ parts, store: page, own, conversation }) {
    /** @type {(about: string, question: () => Promise<void>) => Promise<void>} */
    const ask = (about, question) => conversation.talk(question, about);
    const all = new Set(parts.flatMap(({ resources = [] }) => resources));
    return Array.from(all, (resource) => {
      const isWanted = () => this.#shown && (this.part.resources?.includes(resource) ?? false);
      return new Supply(resource, { page, own, ask }, isWanted);
    });
  }

  /** Another part is shown, and wants other things. */
  #look() {
    for (const supply of this.#supplies) {
      supply.look();
    }
  }

  #playerOf() {
    const last = this.parts.length - 1;
    const player = new PartPlayer({
      moving: () => this.#view?.motion,
      isLast: () => this.part === this.parts[last],
      goOn: () => this.#showPart(this.parts[this.parts.indexOf(this.part) + 1] ?? this.parts[0]),
      request: () => this.#request(),
    });
    // Who takes hold of something wants it to stay.
    for (const kind of ["click", "input"]) {
      this.frame.picture.addEventListener(kind, () => player.pause());
    }
    return player;
  }

  /**
   * @param {SceneName} name
   * @param {Code<S>} code
   */
  #codeOf(name, { fetch }) {
    return new OnDemand(
      async () => {
        const [{ PartsCode }, codeOf] = await Promise.all([
          import("../panels/code/part_panel.js"),
          fetch(),
        ]);
        return new PartsCode(this.frame.panel, `${name.id}-code`, codeOf);
      },
      {
        onReady: () => this.#request(),
        onMissing: () => this.store.set(saidMissing("The code")),
      },
    );
  }
}
