/**
 * The stage: the canvases of the network and the pad, drawn in one animation frame, and only when
 * something has changed.
 *
 * @import {State} from "./state.js"
 * @import {Beat} from "./timeline.js"
 * @import {Theme} from "./theme.js"
 * @import {Layout} from "./layout.js"
 * @import {Traveller} from "./views/travellers.js"
 */

import { layoutNetwork } from "./layout.js";
import { BRUSH_RADIUS } from "./pad.js";
import { StillLayers } from "./still_layers.js";
import { readTheme } from "./theme.js";
import { drawNetwork } from "./views/network_view.js";
import { drawPad } from "./views/pad_view.js";
import { backwardTravellers, forwardTravellers } from "./views/travellers.js";

const DEFAULT_LAYERS = [784, 16, 16, 10];
const COST_TERMS = { squared_error: "(a − y)²", cross_entropy: "−y ln a" };

export class Stage {
  /** @type {Layout} */
  layout;
  /** @type {Theme} */
  #theme;
  /** @type {{beat: Beat, state: State, travellers: Traveller[]} | null} */
  #underWay = null;

  /**
   * @param {{network: HTMLCanvasElement, pad: HTMLCanvasElement, still: HTMLElement}} elements
   */
  constructor({ network, pad, still }) {
    this.elements = { network, pad };
    this.still = new StillLayers(still);
    this.#theme = readTheme(document.documentElement);
    this.layout = this.#measure(DEFAULT_LAYERS);
  }

  /**
   * Take the theme and the sizes anew.
   * @param {State} state
   */
  refit(state) {
    this.#theme = readTheme(document.documentElement);
    this.layout = this.#measure(state.session?.layers ?? DEFAULT_LAYERS);
    this.#underWay = null;
    this.drawStill(state);
  }

  /**
   * Draw the weights' lines: only needed when they, the sizes or the theme have changed.
   * @param {State} state
   */
  drawStill({ parameters, session }) {
    if (parameters !== null && session !== null) {
      this.still.draw(parameters, session.layers, this.layout, this.#theme);
    }
  }

  /**
   * Draw the pad.
   * @param {State} state
   */
  drawPad({ drawing }) {
    const context = scaled(this.elements.pad, this.elements.pad.clientWidth);
    drawPad(context, drawing.strokes, drawing.sample, BRUSH_RADIUS, this.#theme);
  }

  /**
   * Draw the network as the beat shows it.
   * @param {State} state
   * @param {Beat} beat
   * @param {number} progress
   */
  drawNetwork(state, beat, progress) {
    const { motion } = beat.picture;
    this.still.light(
      motion === null ? null : motion.direction === "forward" ? motion.layer - 1 : motion.layer,
    );
    drawNetwork(scaled(this.elements.network, 1), {
      layout: this.layout,
      theme: this.#theme,
      pixels: state.drawing.pixels,
      forward: state.forward,
      backward: state.backward,
      target: state.target,
      parameters: state.parameters,
      costTerm:
        state.session?.cost === "cross_entropy"
          ? COST_TERMS.cross_entropy
          : COST_TERMS.squared_error,
      picture: beat.picture,
      progress,
      travellers: progress < 1 ? this.#travellers(state, beat) : [],
      pointed: state.pointed,
    });
  }

  /**
   * What travels in a beat, worked out once for each.
   * @param {State} state
   * @param {Beat} beat
   * @returns {Traveller[]}
   */
  #travellers(state, beat) {
    if (this.#underWay?.beat !== beat || this.#underWay.state.parameters !== state.parameters) {
      this.#underWay = { beat, state, travellers: travellersOf(state, beat, this.layout) };
    }
    return this.#underWay.travellers;
  }

  /** @param {number[]} layers */
  #measure(layers) {
    const { clientWidth, clientHeight } = this.elements.network;
    return layoutNetwork(clientWidth, clientHeight, layers);
  }
}

/**
 * @param {State} state
 * @param {Beat} beat
 * @param {Layout} layout
 * @returns {Traveller[]}
 */
function travellersOf({ forward, backward, parameters, session }, { picture }, layout) {
  const { motion } = picture;
  if (motion === null || forward === null || session === null) {
    return [];
  }
  const [inputs] = session.layers;
  if (motion.direction === "forward") {
    const weights = parameters?.weights[motion.layer - 1];
    const before = forward.activations[motion.layer - 1];
    return weights ? forwardTravellers(layout, inputs, motion.layer, weights, before) : [];
  }
  const contributions = backward?.contributions[motion.layer - 1];
  return contributions ? backwardTravellers(layout, inputs, motion.layer, contributions) : [];
}

/**
 * A canvas's context with as many pixels as the screen has, in units of the page divided by `unit`.
 * @param {HTMLCanvasElement} canvas
 * @param {number} unit
 * @returns {CanvasRenderingContext2D}
 */
function scaled(canvas, unit) {
  const ratio = devicePixelRatio;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((side) =>
    Math.round(side * ratio),
  );
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio * unit, 0, 0, ratio * unit, 0, 0);
  return context;
}
