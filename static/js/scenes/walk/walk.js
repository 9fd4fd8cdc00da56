/**
 * Joins what only the walk has: the story's player, the network's picture, and what stands beside it.
 *
 * @import {Conversation} from "../../server/session.js"
 * @import {ControlElements} from "../../page/controls.js"
 * @import {BesideElements} from "../../panels/panels.js"
 * @import {Action, State} from "../../state/page.js"
 * @import {Store} from "../../state/store.js"
 * @import {PageElements} from "../../page/page_view.js"
 * @import {Trial, TrialElements} from "../../panels/what_if/what_if_controls.js"
 *
 * @typedef {object} WalkElements
 * @property {PageElements & ControlElements & {pad: HTMLCanvasElement}} page
 * @property {HTMLCanvasElement} network
 * @property {BesideElements} beside
 * @property {TrialElements} whatIf
 * @property {HTMLElement} heads
 * @property {HTMLElement} formula
 * @property {() => Iterable<Element>} symbols those of the formula shown
 * @property {HTMLElement} parts
 * @property {HTMLElement} beatCount
 * @property {HTMLElement} play
 * @property {HTMLElement} speed
 * @property {HTMLTableSectionElement} outputs
 *
 * @typedef {object} WalkPage
 * @property {Store<State, Action>} store
 * @property {Conversation} conversation
 * @property {Promise<void>} opened the first network is there
 * @property {() => void} showKeys
 * @property {(error: unknown) => void} onMissing something could not be fetched
 * @property {(beat: string) => void} onBeat
 */

import { showFormula } from "../../kit/formula.js";
import { OnDemand } from "../../kit/lazy.js";
import { commands, wireControls, wireSpeed } from "../../page/controls.js";
import { showPage } from "../../page/page_view.js";
import { listenForScrubbing, showParts } from "../../page/parts_line.js";
import { Player } from "../../page/story_player.js";
import { symbolsOfItem } from "../../page/symbols.js";
import { Beside } from "../../panels/panels.js";
import { whatIfModel } from "../../panels/what_if/quantity.js";
import { underChange } from "../../panels/what_if/what_if_beat.js";
import { DRAW_BEAT } from "../../state/page.js";
import { WALK_LINK } from "./address.js";
import { drawBeat, PARTS } from "./draw_beat.js";
import { listenForPointing, listenForSymbols } from "./pointing.js";
import { Stage } from "./stage.js";
import { showColumnHeads } from "./views/column_heads.js";
import { showOutputs } from "./views/outputs_table.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

export class Walk {
  #shown = false;
  // One animation frame draws all that has changed since the last one.
  #requested = false;
  #lastFrame = 0;
  /** @type {(name: string, key?: string) => void} */
  #commands;
  /** @type {OnDemand<Trial>} the panel "What if" */
  #trial;

  /**
   * @param {WalkElements} elements
   * @param {WalkPage} page
   */
  constructor(elements, page) {
    const { store, conversation } = page;
    this.elements = elements;
    this.page = page;
    this.player = new Player(store, () => [drawBeat]);
    const canvases = { network: elements.network, pad: elements.page.pad };
    this.stage = new Stage(canvases, () => this.#request());
    const arrival = { onReady: () => this.#lead(() => {}), onMissing: page.onMissing };
    this.beside = new Beside(elements.beside, { store, conversation, arrival });
    this.#trial = new OnDemand(async () => {
      const { Trial } = await import("../../panels/what_if/what_if_controls.js");
      return new Trial(elements.whatIf, { store, conversation, stage: this.stage });
    }, arrival);
    new OnDemand(async () => (await import("./beats.js")).walkBeats, {
      onReady: (walkBeats) => this.#lead(() => this.player.tell(walkBeats)),
      onMissing: page.onMissing,
    }).want();
    const joined = { store, conversation, player: this.player };
    this.#commands = commands(joined, { showKeys: page.showKeys });
    store.subscribe((state, before) => this.#follow(state, before));
    wireControls(elements.page, joined);
    wireSpeed(elements.speed, this.player.clock);
    this.#listen();
    this.#showBeat();
    new ResizeObserver(() => this.refit()).observe(elements.network);
  }

  /** What has come meanwhile is drawn; where it has no size yet, in a moment. */
  show() {
    this.#shown = true;
    const { forward, backward, target } = this.page.store.get();
    showOutputs(this.elements.outputs, forward, backward, target);
    this.#showBeat();
    this.refit();
  }

  hide() {
    this.#shown = false;
    this.player.clock.pause();
  }

  /** Whether it waits for the beat that it was led to. */
  get arriving() {
    return this.player.waiting;
  }

  /**
   * Show a beat, on a digit of MNIST where nothing is drawn.
   * @type {(beat: string | null) => Promise<void>}
   */
  async lead(beat) {
    await this.page.opened;
    if (beat === null || [DRAW_BEAT, this.player.beat.id].includes(beat)) {
      return;
    }
    if (this.page.store.get().drawing.pixels === null) {
      await this.page.conversation.sample("", false);
    }
    this.#lead(() => this.player.showOnceThere(beat));
  }

  settings() {
    const state = this.page.store.get();
    return WALK_LINK.write({ page: state, own: state });
  }

  /** @type {(settings: URLSearchParams) => void} */
  take(settings) {
    const state = this.page.store.get();
    this.page.store.set(WALK_LINK.read(settings, { page: state, own: state }).values);
  }

  /** @type {(name: string, key?: string) => void} */
  command(name, key) {
    this.#lead(() => this.#commands(name, key));
  }

  /**
   * What can be taken home of the beat shown.
   * @type {() => Promise<import("../../print/take_home.js").TakeHomeOf>}
   */
  async takeHome() {
    const [{ walkSheet }, { needsDigits, walkProgram }] = await Promise.all([
      import("./walk_sheet.js"),
      import("../../server/take_home_api.js"),
    ]);
    const state = this.page.store.get();
    const { beat } = this.player;
    const drawn = state.drawing.pixels !== null && state.session !== null;
    return {
      sheet: walkSheet(state, beat),
      program: drawn ? () => walkProgram(state, needsDigits(beat)) : null,
    };
  }

  /** Take the theme and the sizes anew. While the walk is hidden it has none. */
  refit() {
    if (this.elements.network.clientWidth === 0) {
      return;
    }
    const state = this.page.store.get();
    this.stage.refit(state);
    this.stage.drawPad(state);
    this.#showBeat();
    this.#request();
  }

  #request() {
    if (!this.#requested && this.#shown) {
      this.#requested = true;
      requestAnimationFrame((now) => this.#frame(now));
    }
  }

  /** @type {(now: number) => void} */
  #frame(now) {
    this.#requested = false;
    const { player, stage } = this;
    if (this.elements.network.clientWidth !== stage.layout.width) {
      return; // Its new size is measured in a moment, and drawn then.
    }
    if (player.running) {
      player.tick(Math.min(100, this.#lastFrame === 0 ? 0 : now - this.#lastFrame));
      if (CALM.matches && !player.veiled) {
        player.clock.progress = 1;
      }
    }
    const { progress } = player.clock;
    const shown = this.page.store.get();
    const { state, beat } = underChange(shown, player.beat);
    stage.drawNetwork(state, beat, { progress, veiled: player.veiled });
    this.#trial.value?.draw(whatIfModel(shown));
    this.#lastFrame = player.running ? now : 0;
    if (player.running) {
      this.#request();
    }
    this.#showTime();
  }

  #showTime() {
    const { playing } = this.player.clock;
    this.elements.play.classList.toggle("playing", playing);
    this.elements.play.setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  #showBeat() {
    const { elements, player, stage } = this;
    const { store } = this.page;
    const state = store.get();
    const { beat } = underChange(state, player.beat);
    showPage(elements.page, state, beat, player.veiled);
    showFormula(elements.formula, state.askTarget || player.veiled ? "" : beat.formula);
    showParts(elements.parts, PARTS, player, (id) => this.#lead(() => player.show(id)));
    this.beside.show(beat, stage.layout, player.veiled);
    elements.beatCount.textContent = `${player.place + 1} / ${player.beats.length}`;
    const trial = state.panel === "what-if" ? this.#trial.want() : this.#trial.value;
    trial?.show(whatIfModel(state));
    showColumnHeads(elements.heads, stage.layout, beat.picture.columns, state.hiddenColumns, {
      onToggle: (column) => store.dispatch({ type: "columnToggled", column }),
      onPick: (column) => store.set({ pickedColumn: column }),
    });
    const lit = symbolsOfItem(state.pointed ?? state.pinned, beat.picture);
    for (const element of elements.symbols()) {
      element.classList.toggle("lit", lit.includes(element.getAttribute("data-symbol") ?? ""));
    }
    this.page.onBeat(player.beat.id);
  }

  /**
   * Lead the story somewhere, and show it.
   * @type {(action: () => void) => void}
   */
  #lead(action) {
    action();
    this.#showBeat();
    this.#request();
  }

  /**
   * Show what has changed; while another scene is shown, nothing: all is when this one comes back.
   * @type {(state: State, before: State) => void}
   */
  #follow(state, before) {
    if (!this.#shown) {
      return;
    }
    if (state.drawing !== before.drawing) {
      this.stage.drawPad(state);
    }
    if (state.session?.layers.join() !== before.session?.layers.join()) {
      this.stage.refit(state);
    } else if (state.parameters !== before.parameters) {
      this.stage.drawStill(state);
    }
    if (state.forward !== before.forward || state.backward !== before.backward) {
      showOutputs(this.elements.outputs, state.forward, state.backward, state.target);
    }
    this.#showBeat();
    this.#request();
  }

  #listen() {
    const { network, formula, parts } = this.elements;
    const { store } = this.page;
    listenForScrubbing(
      parts,
      () => this.player.beats,
      (beat) => beat !== this.player.beat.id && this.#lead(() => this.player.show(beat)),
    );
    listenForSymbols(formula, (symbol) => {
      if (symbol !== store.get().symbol) {
        store.set({ symbol });
      }
    });
    listenForPointing(
      network,
      () => ({ layout: this.stage.layout, layers: store.get().session?.layers ?? [] }),
      {
        onPoint: (item) => {
          if (JSON.stringify(item) !== JSON.stringify(store.get().pointed)) {
            store.set({ pointed: item });
          }
        },
        onPin: (item) => this.beside.pin(item),
      },
    );
  }
}
