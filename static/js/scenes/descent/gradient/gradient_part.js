/** The part "−∇C": the gradient as a column of 13,002 numbers, one for each weight and bias.
 * @import {DescentPart, View, Scene} from "../scene.js"
 * @import {MapLayout} from "./map.js" */

import { ofScreen, scaled } from "../../../kit/canvas.js";
import { changes } from "../../../kit/memo.js";
import { pointOf, sizeOf } from "../../../kit/size.js";
import {
  indicesNamed,
  layersOf,
  neuronName,
  parameterAt,
  shortName,
} from "../../../network/names.js";
import { partOfOne, showCaption } from "../../../page/story.js";
import * as server from "../../../server/endpoints.js";
import { resource } from "../../../server/resource.js";
import { FIRST_INDICES, ownDigit } from "../address.js";
import { zerosQuestion } from "../descent_questions.js";
import { NumberColumn } from "./column.js";
import { GradientView } from "./gradient_view.js";
import { drawLitNetwork } from "./lit_network.js";
import { drawMap, indexUnder, layoutMap, markEntry } from "./map.js";
import { digitName, gradientCaption, meaning, NAME, searchWords } from "./words.js";

/** The gradient of one digit, of a mini-batch or of all training digits.
 * @import {Gradient} from "./state.js" */

const OVER = {
  mini_batch: /** @type {const} */ ({ over: "mini_batch", batch_size: 100 }),
  all: /** @type {const} */ ({ over: "all" }),
};

/** @type {DescentResource} */
const gradient = resource({
  about: "gradient",
  key: ({ page: { session, version, drawing, target, training }, own: { gradient } }) => {
    const { over } = gradient;
    if (over === "digit") {
      return session && [session.id, version, over, drawing.pixels, target];
    }
    // While it trains, an average would be about a network that is gone before it is formed.
    return training ? null : session && [session.id, version, over];
  },
  fetch: ({ page, own: { gradient } }, by) => {
    const id = page.session?.id ?? "";
    return gradient.over === "digit"
      ? ofDigit(id, page, gradient.gradient, by.signal)
      : ofMany(id, gradient.over, by);
  },
  into: (gradient) => ({ type: "gradientArrived", gradient }),
  progress: (progress) => ({ type: "set", values: { "gradient.progress": progress } }),
});

/** @type {(id: string, page: State, shown: Gradient | null, signal: AbortSignal) =>
 *   Promise<Gradient>} */
async function ofDigit(id, page, shown, signal) {
  const own = ownDigit(page);
  const digit = own ?? (shown?.digit?.own === false ? shown.digit : await firstDigit());
  signal.throwIfAborted(); // Nobody looks at it any more: the gradient is not asked for.
  const { average, costs, average_norm } = await server.gradient(id, [
    { pixels: digit.pixels, target: digit.target },
  ]);
  return {
    over: "digit",
    nudges: average,
    norm: average_norm,
    cost: costs[0],
    examples: 1,
    digit: { ...digit, own: own !== null },
  };
}

async function firstDigit() {
  const { pixels, label } = await server.digitAt({ split: "train", index: FIRST_INDICES[0] });
  return { pixels, target: label };
}

/**
 * @type {(id: string, over: keyof typeof OVER, by: Parameters<typeof server.averageGradient>[2]) =>
 *   Promise<Gradient>} */
async function ofMany(id, over, by) {
  const { average, norm, cost, of } = await server.averageGradient(id, OVER[over], by);
  return { over, nudges: average, norm, cost, examples: of, digit: null };
}

/** @type {DescentPart} */
export const gradientPart = partOfOne({
  id: "gradient",
  name: NAME,
  stop: 1000,
  caption: ({ gradient }, page) => gradientCaption(gradient, page),
  question: zerosQuestion,
  open: (scene) => new GradientPart(scene),
  resources: [gradient],
});

/** @implements {View} */
class GradientPart {
  /** The search's position among the indices of one name. */
  #search = { text: "", position: 0, found: "" };
  /** @type {{layout: MapLayout, image: OffscreenCanvas} | null} */
  #map = null;
  #isMapToDraw = changes();

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { descent, store } = scene;
    /** @type {(index: number) => void} */
    const choose = (index) => descent.dispatch({ type: "entryChosen", index });
    this.column = new NumberColumn(choose);
    this.view = new GradientView(this.column.element, {
      onOver: (over) => descent.set({ "gradient.over": over }),
      onTarget: (target) => store.dispatch({ type: "targetChosen", target }),
      onOrder: (order) => descent.set({ "gradient.order": order }),
      onSearch: (text, again) => this.#find(text, again),
    });
    this.element = this.view.element;
    this.view.map.addEventListener("click", (event) => {
      const { x, y } = pointOf(event);
      const index = this.#map && indexUnder(this.#map.layout, x, y);
      if (index !== null) {
        choose(index);
      }
    });
  }

  update() {
    const { store, descent } = this.scene;
    const page = store.get();
    const { gradient: state } = descent.get();
    const { gradient } = state;
    const { pixels } = page.drawing;
    this.view.show({
      ...state,
      digitName: digitName(ownDigit(page) !== null),
      drawn: pixels !== null,
      target: page.target,
      norm: gradient?.norm ?? null,
      cost: gradient?.cost ?? null,
      count: gradient?.nudges.length ?? 0,
      found: this.#search.found,
    });
    const { layers } = this;
    showCaption(this.view.meaning, meaning(state, layers));
    if (gradient !== null) {
      this.column.show({
        nudges: gradient.nudges,
        order: state.order === "size" ? state.bySize : null,
        chosen: state.chosen,
        nameOf: (index) => shortName(layers, index),
      });
      this.#drawNetwork(layers);
      this.#drawMap(layers);
    }
  }

  get layers() {
    return layersOf(this.scene.store.get());
  }

  /** Choose what a text names; searched again, the next of that name.
   * @type {(text: string, again: boolean) => void} */
  #find(text, again) {
    const indices = indicesNamed(this.layers, text);
    const next = again && text === this.#search.text ? this.#search.position + 1 : 0;
    const position = indices.length === 0 ? 0 : next % indices.length;
    if (indices.length > 0) {
      this.scene.descent.dispatch({ type: "entryChosen", index: indices[position] });
    }
    const found = searchWords(text.trim() === "", position, indices.length);
    this.#search = { text, position, found };
    this.update();
  }

  /** @type {(layers: number[]) => void} */
  #drawNetwork(layers) {
    const { gradient, bySize, chosen } = this.scene.descent.get().gradient;
    const { network } = this.view;
    if (gradient === null || bySize === null || network.clientWidth === 0) {
      return;
    }
    drawLitNetwork(scaled(network), sizeOf(network), this.scene.theme(), {
      layers,
      nudges: gradient.nudges,
      strongest: bySize,
      pixels: gradient.digit?.pixels ?? null,
      lit: chosen === null ? null : litEntry(layers, chosen, gradient.nudges[chosen]),
    });
  }

  /** The numbers are drawn once for each gradient, size and theme; the mark over them each time.
   * @type {(layers: number[]) => void} */
  #drawMap(layers) {
    const { gradient, chosen } = this.scene.descent.get().gradient;
    const { map } = this.view;
    const { width, height } = sizeOf(map);
    if (gradient === null || width === 0) {
      return;
    }
    const theme = this.scene.theme();
    const { ratio, unit } = ofScreen();
    const scale = ratio * unit;
    if (this.#isMapToDraw(gradient, width, height, theme, scale) || this.#map === null) {
      const layout = layoutMap(width, height, layers);
      const image = new OffscreenCanvas(width * scale, height * scale);
      const context = image.getContext("2d");
      context?.scale(scale, scale);
      if (context) {
        drawMap(context, layout, gradient.nudges, theme);
      }
      this.#map = { layout, image };
    }
    const { layout, image } = this.#map;
    const context = scaled(map);
    context.clearRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
    if (chosen !== null) {
      markEntry(context, layout, chosen, theme);
    }
  }
}

/** @param {number[]} layers @param {number} entry @param {number} value */
function litEntry(layers, entry, value) {
  const parameter = parameterAt(layers, entry);
  const last = layers.length - 1;
  const index = parameter.kind === "bias" ? parameter.index : parameter.to;
  const before =
    parameter.kind === "bias" ? "" : neuronName(parameter.layer - 1, parameter.from, last);
  const ends = /** @type {[string, string]} */ ([before, neuronName(parameter.layer, index, last)]);
  return { parameter, value, ends };
}
