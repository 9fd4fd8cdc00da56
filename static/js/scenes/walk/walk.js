/** The walk: one drawing's way through the network and back. This joins the scene: the network's
 * picture, what stands beside it, what is pointed at.
 * @import {ControlElements} from "../../page/controls.js"
 * @import {DialElements} from "../../page/dial.js"
 * @import {Page, SceneElements} from "../../page/scene.js"
 * @import {PanelElements} from "../../panels/panels.js"
 * @import {Supply} from "../../server/resource.js"
 * @import {PageResource} from "../../server/session.js"
 * @import {Trial, TrialElements} from "../../panels/what_if/what_if_controls.js"
 * @typedef {{frame: SceneElements, controls: ControlElements & {pad: HTMLCanvasElement}, network:
 *   HTMLCanvasElement, cards: HTMLElement, dial: DialElements, panels: PanelElements, whatIf: TrialElements, heads: HTMLElement, solo: HTMLButtonElement, parts:
 *   HTMLElement, speed: HTMLElement, outputs: HTMLTableSectionElement}} WalkElements
 * @typedef {Page & {elements: WalkElements, opened: Promise<unknown>}} WalkPage `opened`: the first
 *   network is there */

import { loadStyles, OnDemand, untilItComes } from "../../kit/files.js";
import { sizeOf } from "../../kit/size.js";
import { FILES } from "../../kit/words.js";
import { symbolsOfItem } from "../../network/beat_picture.js";
import { isSameItem } from "../../network/names.js";
import {
  chooseTarget,
  commands,
  press,
  showControls,
  wireControls,
  wireSpeed,
} from "../../page/controls.js";
import { Dial } from "../../page/dial.js";
import { PartsLine, partButton } from "../../page/parts_line.js";
import { isCalm } from "../../page/player.js";
import { Scene } from "../../page/scene.js";
import { nameOf } from "../../page/story.js";
import { Panels } from "../../panels/panels.js";
import { whatIfModel } from "../../panels/what_if/quantity.js";
import { underChange } from "../../panels/what_if/what_if_beat.js";
import { isLent } from "../../server/client.js";
import { DRAW_BEAT, REWIND_BEAT, STEP_BEAT, TARGET_BEAT } from "../../state/page.js";
import { WALK_LINK } from "./address.js";
import { gateCurves } from "./gate_curves.js";
import { BEGINNING } from "./input.js";
import { Cards, listenForPointing, Overlay, Stage } from "./stage.js";
import { measuredAnswer, othersAnswer, ratesAnswer } from "./step/step_requests.js";
import { beforeLifting, showColumnHeads, showSolo } from "./views/column_heads.js";
import { showOutputs } from "./views/outputs.js";
import { walkHome } from "./walk_sheet.js";

/** The digit that the story takes where nobody has drawn one. */
const OWN_DIGIT = /** @type {const} */ ({ split: "test", index: 32 });
const FIRST_BEAT = "input";

/** @extends {Scene<State, Stage, NetworkBeat>} */
export class Walk extends Scene {
  /** Whether more than the story's beginning is there. */
  #isWhole = false;
  /** @type {Promise<unknown>} its parts have been fetched */
  #partsFetched;
  #commands;
  #cards;
  #dial;
  #overlay;
  /** Whether what a press has asked for is on its way. */
  #isUnderWay = false;
  /** @type {OnDemand<Trial>} what can be done with the number that is held */
  #trial;
  /** @type {Supply<State, Action>[]} */
  #supplies = [];

  /** @param {WalkPage} page */
  constructor(page) {
    const { store, conversation, elements } = page;
    const canvases = { network: elements.network, pad: elements.controls.pad };
    super({
      name: nameOf("walk"),
      elements: elements.frame,
      line: new PartsLine(
        elements.parts,
        (part) => partButton(part, (beat) => this.player.show(beat)),
        true,
        new Map([
          ["forward", [elements.controls.forward]],
          ["cost", [elements.controls.backward]],
        ]),
      ),
      page,
      own: store,
      link: WALK_LINK,
      story: () => BEGINNING,
      shown: ({ beat }) => beat,
      onBeat: (beat) => store.dispatch({ type: "beatShown", beat }),
      plays: true,
      context: ({ request }) => new Stage(canvases, request),
    });
    this.walk = elements;
    this.conversation = conversation;
    this.opened = page.opened;
    this.stage = this.context;
    const onReady = () => this.request();
    this.#overlay = new Overlay(elements.network, store);
    this.#dial = new Dial(elements.dial, { store, conversation }, (networks) =>
      this.stage.weights.ahead(networks),
    );
    this.#cards = new Cards(elements.cards, (digit) =>
      chooseTarget(digit, { store, player: this.player }),
    );
    this.panels = new Panels(elements.panels, { store, conversation, onReady });
    const fetchTrial = async () => {
      const controls = import("../../panels/what_if/what_if_controls.js");
      const [{ Trial }] = await Promise.all([controls, loadStyles(["what_if"])]);
      return new Trial(elements.whatIf, { store, conversation, stage: this.stage });
    };
    this.#trial = new OnDemand(FILES.panel, fetchTrial, onReady);
    const fetchParts = async () => (await import("./beats.js")).walkParts;
    this.#partsFetched = untilItComes(FILES.scene, fetchParts).then((walkParts) => {
      this.story = walkParts;
      this.#isWhole = true;
      this.player.arrive();
      this.request();
    });
    conversation.supply(gateCurves, store);
    const joined = { store, conversation, player: this.player };
    this.#commands = commands(joined).set("oneOrAll", () => this.#switchSolo());
    store.subscribe((state, before) => this.#follow(state, before));
    wireControls(elements.controls, joined);
    wireSpeed(elements.speed, this.player.clock);
    this.#listen();
    // In a frame of its own: it gives sizes to what is watched around the network, which would not be
    // told of them in this one, and browsers call that an error.
    new ResizeObserver(() => requestAnimationFrame(() => this.refit())).observe(elements.network);
    this.#supplies = [othersAnswer, ratesAnswer, measuredAnswer].map((answer) =>
      conversation.supply(answer, store, () => this.#wants(answer)),
    );
  }

  /** Whether the beat shown needs an answer. What is guessed at is fetched meanwhile, but nothing is
   * counted yet that the room is to see counted.
   * @type {(answer: PageResource) => boolean} */
  #wants(answer) {
    const { player } = this;
    const isToBeSeen = answer === measuredAnswer && player.veiled;
    return this.isShown && !isToBeSeen && (player.beat.resources?.includes(answer) ?? false);
  }

  /** Whether nothing is on its way that would make the story longer. @override */
  get whole() {
    const { forward, backward, target } = this.store.get();
    return this.#isWhole && forward !== null && (backward !== null || target === null);
  }

  /** @override */
  get beat() {
    return underChange(this.store.get(), this.player.beat).beat;
  }

  /** @override */
  show() {
    super.show();
    const { forward, backward, target } = this.store.get();
    showOutputs(this.walk.outputs, forward, backward, target);
    this.refit();
  }

  /** Whether it waits for the beat that it was led to. */
  get arriving() {
    return this.player.waiting;
  }

  /** Show a beat, on a digit of MNIST where nothing is drawn.
   * @override @type {(beat: string | null) => Promise<void>} */
  async lead(beat) {
    await this.opened;
    if (beat === null || [DRAW_BEAT, this.player.beat.id].includes(beat)) {
      return;
    }
    if (this.store.get().drawing.pixels === null) {
      await this.conversation.sample("", false);
    }
    this.player.showOnceThere(beat);
  }

  /** @type {(settings: URLSearchParams) => void} */
  take(settings) {
    this.store.set(this.link.read(settings, this.linked).values);
  }

  /** On an empty pad a press takes a digit, after it the label or the reading as what it should have
   * been; where nothing is left to learn it turns the dial back, and at last it takes the step.
   * @override */
  onward() {
    const { conversation, player, store } = this;
    const { drawing, target, forward, lastStep, rewound } = store.get();
    const { id } = player.beat;
    if (this.#isUnderWay || player.waiting) {
      return true;
    }
    if (id === DRAW_BEAT) {
      if (drawing.pixels === null) {
        this.#await(conversation.sampleAt(OWN_DIGIT, FIRST_BEAT));
      } // Else what somebody has drawn is being read.
      return true;
    }
    if (id === TARGET_BEAT && target === null && forward !== null) {
      chooseTarget(drawing.label ?? forward.prediction, { store, player });
      return true;
    }
    if (id === REWIND_BEAT && !rewound) {
      this.#await(this.#dial.rewind(!isCalm()));
      return true;
    }
    if (id === "step-ready" || (id === STEP_BEAT && lastStep === null)) {
      this.#await(conversation.step());
      return true;
    }
    return false;
  }

  /** The step is taken back, and so is the story's own digit. @override */
  back() {
    const { conversation, player, store } = this;
    const { drawing, lastStep, rewound, session } = store.get();
    const { id } = player.beat;
    if (this.#isUnderWay) {
      return true;
    }
    if (id === STEP_BEAT && lastStep !== null) {
      this.#await(conversation.undo()).then(() => {
        if (store.get().lastStep === null) {
          player.previous(); // Else it was refused.
        }
      });
      return true;
    }
    if (id === REWIND_BEAT && rewound) {
      const { trained_for: stop = null, revision } = session ?? {};
      // What has been trained since is kept.
      this.#await(stop === null ? Promise.resolve() : conversation.undo()).then(() => {
        if (stop !== null && store.get().session?.revision === revision) {
          return; // It was refused.
        }
        store.set({ rewound: false });
        if (player.isMissing) {
          player.show(TARGET_BEAT);
        }
      });
      return true;
    }
    const { from, strokes } = drawing;
    const isOwn = from?.split === OWN_DIGIT.split && from.index === OWN_DIGIT.index;
    if (id === FIRST_BEAT && isOwn && strokes.length === 0) {
      store.dispatch({ type: "cleared" });
      return true;
    }
    return false;
  }

  /** Have a digit, and a network that has something to learn of it. */
  async begin() {
    const { conversation, player, store } = this;
    await this.opened;
    await conversation.sampleAt(OWN_DIGIT, FIRST_BEAT);
    await this.#dial.rewind(false);
    store.set({ rewound: false });
    player.showOnceThere(FIRST_BEAT);
  }

  /** Have a digit, and what it should have been, with all that is known of them. */
  async prepare() {
    const { store } = this;
    await this.opened;
    if (store.get().drawing.pixels === null) {
      await this.begin();
    }
    const { forward } = await this.#once(({ forward }) => forward !== null);
    const { drawing, target } = store.get();
    if (target === null && forward !== null) {
      store.dispatch({ type: "targetChosen", target: drawing.label ?? forward.prediction });
    }
    await this.#once(({ backward }) => backward !== null);
    await this.#partsFetched;
  }

  /** @type {(holds: (state: State) => boolean) => Promise<State>} the state once that holds */
  #once(holds) {
    return new Promise((resolve) => {
      const look = () => holds(this.store.get()) && resolve(this.store.get());
      this.store.subscribe(look);
      look();
    });
  }

  /** Show the wishes of one output alone, or those of all: their motion begins once more. */
  #switchSolo() {
    const { picture, id } = this.player.beat;
    if (picture.columns?.solo) {
      this.store.set({ alone: !picture.columns.solo.alone });
      this.player.show(id);
    }
  }

  /** Take no other press while something is under way.
   * @type {(done: Promise<unknown>) => Promise<void>} */
  async #await(done) {
    this.#isUnderWay = true;
    try {
      await done;
    } finally {
      this.#isUnderWay = false;
    }
  }

  /** @override @type {(name: string, key?: string) => void} */
  command(name, key = "") {
    const own = this.#commands.get(name);
    if (own) {
      own(key);
    } else {
      super.command(name);
    }
  }

  /** @override */
  home() {
    return walkHome(this.store.get(), this.player.beat);
  }

  /** Read the theme and the sizes again. While the walk is hidden it has none. @override */
  refit() {
    if (this.walk.network.clientWidth > 0) {
      const state = this.store.get();
      this.stage.refit(state);
      this.stage.drawPad(state);
      this.request();
    }
  }

  /** All beats are drawn on one stage. @override */
  open() {
    return { update: () => this.#drawPicture() };
  }

  /** While the beat to be shown is on its way, the page stays as it is: in another size or on
   * another screen its picture is drawn again. @override */
  draw() {
    if (this.#isComing) {
      this.stage.drawAgain();
    } else {
      super.draw();
    }
  }

  get #isComing() {
    return this.player.isMissing && !this.whole;
  }

  /** @override */
  showBeat() {
    super.showBeat();
    const { walk, store, stage, player } = this;
    const state = store.get();
    const { picture } = this.beat;
    showControls(walk.controls, state);
    this.#cards.show(player.beat.id, state.target);
    this.#overlay.show(
      player.veiled ? { ...this.beat, overlay: undefined } : this.beat,
      stage.layout,
    );
    for (const supply of this.#supplies) {
      supply.look();
    }
    this.panels.show(this.beat, stage.layout, player.veiled);
    const trial = state.panel === "number" ? this.#trial.want() : this.#trial.value;
    trial?.show(whatIfModel(state), player.veiled);
    const standing = player.veiled ? beforeLifting(picture.columns, stage.layout) : picture.columns;
    showColumnHeads(walk.heads, stage.layout, standing, state.hiddenColumns, {
      onToggle: (column) => store.dispatch({ type: "columnToggled", column }),
      onPick: (column) => store.set({ pickedColumn: column }),
    });
    showSolo(walk.solo, picture.columns?.solo ?? null);
    this.symbols?.light(symbolsOfItem(state.pointed ?? state.pinned, picture));
  }

  #drawPicture() {
    const { stage, player } = this;
    if (sizeOf(this.walk.network).width !== stage.layout.width) {
      return; // Its new size is measured soon, and drawn then.
    }
    const shown = this.store.get();
    if (isInkAwaited(shown)) {
      return;
    }
    const { state, beat } = underChange(shown, player.beat);
    const { veiled } = player;
    const { picture, asked = picture } = beat;
    const drawn = veiled ? { ...beat, picture: asked, draw: undefined } : beat;
    stage.drawNetwork(state, drawn, { progress: player.clock.progress, veiled });
    this.#trial.value?.draw(veiled ? null : whatIfModel(shown));
  }

  /** Follow what has changed. While another scene is shown nothing is drawn: all is when this one
   * comes back.
   * @type {(state: State, before: State) => void} */
  #follow(state, before) {
    const { player, stage } = this;
    if (state.drawing !== before.drawing || (state.trouble && !before.trouble)) {
      player.stop();
    }
    if (state.beat !== before.beat) {
      player.moved();
    }
    if (state.lastStep !== null && state.lastStep !== before.lastStep) {
      player.clock.start(player.beat.duration);
    }
    player.arrive();
    if (!this.isShown) {
      return;
    }
    this.#hideOld();
    if (state.drawing !== before.drawing) {
      stage.drawPad(state);
    }
    if (state.session?.layers.join() !== before.session?.layers.join()) {
      stage.refit(state);
    } else if (state.parameters !== before.parameters) {
      stage.drawStill(state);
    }
    if (state.forward !== before.forward || state.backward !== before.backward) {
      showOutputs(this.walk.outputs, state.forward, state.backward, state.target);
    }
    if (this.#isComing) {
      showControls(this.walk.controls, state);
      return;
    }
    this.showBeat();
    this.page.onBeat(player.beat.id);
  }

  /** What was shown before is not left standing while what is asked for cannot come. */
  #hideOld() {
    const { trouble } = this.store.get();
    const isOld = this.#isComing && trouble !== null && !trouble.isOfFile;
    const { picture, caption, formula } = this.walk.frame;
    for (const part of [picture.parentElement, caption, formula]) {
      part?.toggleAttribute("data-old", isOld);
    }
  }

  #listen() {
    const { network } = this.walk;
    const { store, player, stage } = this;
    press(this.walk.solo, () => this.#switchSolo());
    this.line.listenForScrubbing((beat) => beat !== player.beat.id && player.show(beat));
    this.symbols?.listen((symbol) => {
      if (symbol !== store.get().symbol) {
        store.set({ symbol });
      }
    });
    listenForPointing(
      network,
      () => {
        const layers = store.get().session?.layers ?? [];
        return { layout: stage.layout, layers, isThere: this.beat.picture.network };
      },
      {
        onPoint: (item) => {
          const { pointed } = store.get();
          if (item !== pointed && !isSameItem(item, pointed)) {
            store.set({ pointed: item });
          }
        },
        onPin: (item) => this.panels.pin(item),
      },
    );
  }
}

/** Whether new ink waits for its answer, of which all is drawn together: that comes sooner where no
 * frame is spent on half of it. A phone shows how the lecturer draws, and numbers less often.
 * @type {(state: State) => boolean} */
function isInkAwaited({ answered, drawing: { pixels }, session, trouble }) {
  const isBehind = answered !== null && pixels !== null && answered.pixels !== pixels;
  return isBehind && trouble === null && !isLent(session?.id);
}
