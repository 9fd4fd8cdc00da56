/** The stage: the canvases of the network and the pad, drawn in one animation frame, and only when
 * something has changed.
 * @import {Frame, NetworkBeat, Overlaid, Picture} from "../../network/beat_picture.js"
 * @typedef {[state: State, beat: NetworkBeat, time: {progress: number, veiled: boolean}]} Drawn what
 *   the network's picture was drawn of */

import { BRUSH_RADIUS, drawPad } from "../../input/pad.js";
import { ofScreen, readTheme, scaled } from "../../kit/canvas.js";
import { button, element } from "../../kit/dom.js";
import { changes, memo } from "../../kit/memo.js";
import { pointOf, sizeOf } from "../../kit/size.js";
import { gapOfSymbol, layerOfSymbol } from "../../network/beat_picture.js";
import { itemUnder, layoutNetwork } from "../../network/layout.js";
import { drawHeld } from "../../network/marks.js";
import { DEFAULT_LAYERS, layersOf } from "../../network/names.js";
import { LinesOnPaper, StillLayers } from "../../network/weight_images.js";
import { CHAPTER_BEAT, chapterAfter, chapterCard } from "../../page/story.js";
import { TARGET_BEAT } from "../../state/page.js";
import { drawMoving, drawStill } from "./views/network_view.js";
import { overlayOf } from "./views/overlay.js";
import { TARGETS } from "./words.js";

export class Stage {
  /** @type {Layout} */
  layout;
  /** @type {Theme} */
  theme;
  /** What a beat lays over the lines, worked out once for each. */
  #overlay = memo(overlayOf);
  #still = new OffscreenCanvas(1, 1);
  #isStillToDraw = changes();
  /** @type {Drawn | null} */
  #drawn = null;

  /** @param {{network: HTMLCanvasElement, pad: HTMLCanvasElement}} elements
   * @param {() => void} onDrawn called when the weights' lines have come
   * @param {{root: Element, ratio: number} | null} [print] what carries the theme, and how fine it
   *   is drawn; the page's and the screen's where left out */
  constructor({ network, pad }, onDrawn, print = null) {
    this.elements = { network, pad };
    this.print = print;
    const Lines = print === null ? StillLayers : LinesOnPaper;
    this.weights = new Lines((isNewest) => {
      this.#isStillToDraw = changes();
      network.dataset.lines = isNewest ? "drawn" : "coming";
      onDrawn();
    });
    this.theme = readTheme(this.#root);
    this.layout = this.#measure(DEFAULT_LAYERS);
  }

  /** Nothing more will be drawn. */
  close() {
    this.weights.close();
  }

  get #root() {
    return this.print?.root ?? document.documentElement;
  }

  get #resolution() {
    return this.print === null ? ofScreen() : { ratio: this.print.ratio, unit: 1 };
  }

  /** Pixels of a canvas for a unit. */
  get #ratio() {
    const { ratio, unit } = this.#resolution;
    return ratio * unit;
  }

  /** Read the theme and the sizes again. @type {(state: State) => void} */
  refit(state) {
    this.theme = readTheme(this.#root);
    this.layout = this.#measure(layersOf(state));
    this.drawStill(state);
  }

  /** Draw the weights' lines: only needed when they, the sizes or the theme have changed.
   * @type {(state: State) => void} */
  drawStill({ parameters, session }) {
    if (parameters !== null && session !== null) {
      this.elements.network.dataset.lines = "coming";
      this.weights.draw(parameters, session.layers, this.layout, this.theme, this.#ratio);
    }
  }

  /** Draw the pad. @type {(state: State) => void} */
  drawPad({ drawing }) {
    const context = scaled(this.elements.pad, sizeOf(this.elements.pad).width);
    drawPad(context, drawing.strokes, drawing.sample, BRUSH_RADIUS, this.theme);
  }

  /** Draw the network as it was drawn last. */
  drawAgain() {
    if (this.#drawn !== null) {
      this.drawNetwork(...this.#drawn);
    }
  }

  /** Draw the network as the beat shows it.
   * @type {(...what: Drawn) => void} */
  drawNetwork(state, beat, time) {
    this.#drawn = [state, beat, time];
    const shown = this.#frame(state, beat, time);
    const context = scaled(this.elements.network, 1, this.#resolution);
    const { width, height } = this.layout;
    context.clearRect(0, 0, width, height);
    // What one beat sets, like the form of line ends, must not reach the next.
    context.save();
    if (beat.picture.network) {
      const still = this.#stillOf(shown, [state, beat, time.veiled, this.layout]);
      context.drawImage(still, 0, 0, width, height);
      drawMoving(context, shown);
    }
    beat.draw?.(context, shown);
    if (beat.picture.network && state.pinned !== null && state.session !== null) {
      const network = { layers: state.session.layers, parameters: state.parameters };
      drawHeld(context, this.layout, this.theme, state.pinned, network);
    }
    context.restore();
  }

  /** @type {(state: State, beat: NetworkBeat, time: {progress: number, veiled: boolean}) => Frame}
   */
  #frame(state, beat, time) {
    const { picture } = beat;
    const { layout } = this;
    const { parameters, forward, backward } = state;
    const layers = layersOf(state);
    return {
      ...state,
      ...time,
      ...{ layout, picture, theme: this.theme, brushRadius: BRUSH_RADIUS },
      overlay: this.#overlay(layout, layers, picture, parameters, forward, backward),
      weightOpacities: opacities(picture, state.symbol, layout.columns.length),
      litLayer: layerOfSymbol(state.symbol, picture) ?? picture.lit,
    };
  }

  /** What stands still in a beat, drawn once and kept until something of it changes.
   * @param {Frame} frame
   * @param {unknown[]} depends all that it depends on
   * @returns {OffscreenCanvas} */
  #stillOf(frame, depends) {
    const { width, height } = this.elements.network;
    if (!this.#isStillToDraw(width, height, ...depends)) {
      return this.#still;
    }
    if (this.#still.width !== width || this.#still.height !== height) {
      this.#still = new OffscreenCanvas(width, height);
    }
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (this.#still.getContext("2d"));
    const ratio = this.#ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, frame.layout.width, frame.layout.height);
    this.#drawWeights(context, frame.weightOpacities);
    context.save();
    drawStill(context, frame);
    context.restore();
    return this.#still;
  }

  /** @param {OffscreenCanvasRenderingContext2D} context
   * @param {number[]} opacities for each gap between layers */
  #drawWeights(context, opacities) {
    for (const [gap, image] of this.weights.images.entries()) {
      if (image) {
        context.globalAlpha = opacities[gap] ?? 0;
        context.drawImage(image, 0, 0, this.layout.width, this.layout.height);
      }
    }
    context.globalAlpha = 1;
  }

  /** @type {(layers: number[]) => Layout} */
  #measure(layers) {
    const { network } = this.elements;
    const { unit } = this.#resolution;
    return layoutNetwork(network.clientWidth / unit, network.clientHeight / unit, layers);
  }
}

/** How strongly the still lines of each gap show, so that what a beat is about stands out.
 * @param {Picture} picture
 * @param {string | null} symbol of the formula that is pointed at
 * @param {number} gaps
 * @returns {number[]} for the gaps from the inputs on */
function opacities(picture, symbol, gaps) {
  const named = gapOfSymbol(symbol, picture);
  return Array.from({ length: gaps }, (_, gap) => (gap === named ? 1 : opacity(picture, gap)));
}

/** @type {(picture: Picture, gap: number) => 0.05 | 0.25 | 0.2 | 0.12 | 0.85 | 0.75} */
function opacity({ lines, columns, motion, inputs }, gap) {
  if (columns !== null && !columns.single) {
    return gap === columns.layer ? 0.05 : 0.2;
  }
  if (lines !== null || inputs === "numbers" || inputs === "unrolling") {
    return 0.12;
  }
  if (motion?.kind === "forward") {
    return gap === motion.layer - 1 ? 0.85 : 0.25;
  }
  return 0.75;
}

/** What the pointer is on in the network's picture: moving says what is pointed at, pressing pins
 * it.
 * @type {(element: HTMLElement, current: () => {layout: Layout, layers: number[], isThere: boolean},
 *   actions: {onPoint: (item: Item | null) => void, onPin: (item: Item | null) => void}) => void} */
export function listenForPointing(element, current, { onPoint, onPin }) {
  /** @type {(event: MouseEvent) => Item | null} */
  const under = (event) => {
    const { layout, layers, isThere } = current();
    const { x, y } = pointOf(event);
    return isThere ? itemUnder(layout, layers, x, y) : null;
  };
  element.addEventListener("pointermove", (event) => onPoint(under(event)));
  element.addEventListener("pointerleave", () => onPoint(null));
  element.addEventListener("click", (event) => onPin(under(event)));
}

/** What a beat lays over the picture to be used, made when that beat comes and taken away with it. */
export class Overlay {
  /** @type {NetworkBeat["overlay"]} */
  #make;
  /** @type {Overlaid | null} */
  #shown = null;

  /** @param {HTMLElement} picture which it follows @param {Store<State, Action>} store */
  constructor(picture, store) {
    this.picture = picture;
    this.store = store;
  }

  /** @type {(beat: NetworkBeat, layout: Layout) => void} */
  show({ overlay }, layout) {
    if (overlay !== this.#make) {
      this.#shown?.element.remove();
      this.#make = overlay;
      this.#shown = overlay?.(this.store) ?? null;
      if (this.#shown !== null) {
        this.picture.after(this.#shown.element);
      }
    }
    this.#shown?.update(this.store.get(), layout);
  }
}

/** What stands large over the network for one beat: ten digits to choose from, or the next scene. */
export class Cards {
  /** @param {HTMLElement} root @param {(digit: number) => void} onDigit */
  constructor(root, onDigit) {
    this.root = root;
    this.digits = Array.from({ length: 10 }, (_, digit) =>
      button("ask-digit", String(digit), () => onDigit(digit)),
    );
    const row = element("div", "ask-digits", ...this.digits);
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", TARGETS);
    /** @type {Map<string, HTMLElement>} by their beats */
    this.cards = new Map([
      [TARGET_BEAT, row],
      [CHAPTER_BEAT, chapterCard(chapterAfter("walk").next)],
    ]);
    root.replaceChildren(...this.cards.values());
  }

  /** @type {(beat: string, target: number | null) => void} */
  show(beat, target) {
    for (const [of, card] of this.cards) {
      card.hidden = of !== beat;
    }
    this.root.hidden = !this.cards.has(beat);
    for (const [digit, each] of this.digits.entries()) {
      each.setAttribute("aria-pressed", String(digit === target));
    }
  }
}
