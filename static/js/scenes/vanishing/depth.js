/** The part "Depth" and the experiments: both networks' layers as bars, live while they train, with
 * their curves. An experiment is the same picture with its own networks.
 * @import {Part, View} from "../../page/story.js"
 * @import {Scene} from "./scene.js"
 * @import {Decades} from "./views/layer_bars.js" */

import { CurveChart } from "../../kit/curve_chart.js";
import { partOfOne, trains } from "../../page/story.js";
import { depthCaption, experimentCaption } from "./caption_words.js";
import { SIDES } from "./choices.js";
import {
  accuracyLine,
  costLines,
  lastStepOf,
  layerRows,
  normLine,
  sizeOf,
  spansDecades,
} from "./layer_measures.js";
import { pairDifferences, pairNames } from "./pair_names.js";
import { isRunning, standOf, trainBarOf } from "./state.js";
import { experimentQuestion } from "./vanishing_questions.js";
import { DepthView } from "./views/depth_view.js";
import { decadesOf } from "./views/layer_bars.js";
import { sideColours } from "./views/side_heading.js";
import { EXPERIMENT_NAMES, PART_NAMES, sideWords, stopWords } from "./words.js";

/** @type {ReturnType<typeof trains<Scene>>} */
const training = trains({
  isReady: ({ vanishing }) => trainBarOf(vanishing.get()).ready,
  isRunning: ({ vanishing }) => isRunning(vanishing.get()),
  start: ({ networks }, isStorys) => networks.start(isStorys),
  pause: ({ networks }) => networks.pause(),
});

/** Two epochs of mini-batches of ten tell networks that learn from those that do not. */
const ENOUGH_STEPS = 12_000;

/** @type {(state: VanishingState) => boolean} */
function enough({ sides }) {
  const frames = SIDES.map((side) => sides[side].frame);
  const isDone = frames.every(
    (frame) => frame?.status === "diverged" || (frame?.iteration ?? 0) >= ENOUGH_STEPS,
  );
  return isDone && !frames.some((frame) => frame?.status === "paused");
}

/** @type {Part<Beat<VanishingState, Scene>>} */
export const depthPart = partOfOne({
  id: "depth",
  name: PART_NAMES.depth,
  caption: depthCaption,
  open,
  enough,
  ...training,
});

/** @type {Part<Beat<VanishingState, Scene>>[]} */
export const experimentParts = EXPERIMENT_NAMES.map(([id, name]) =>
  partOfOne({
    id,
    name,
    caption: (state, page) => experimentCaption(id, state, page),
    question: (state) => experimentQuestion(id, state),
    open,
    enough,
    ...training,
  }),
);

/** @type {(scene: Scene) => View} */
function open(scene) {
  return new Depth(scene);
}

/** @implements {View} */
class Depth {
  /** @type {{key: string, decades: Decades} | null} the axis of the bars, which only grows */
  #axis = null;

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { vanishing, networks } = scene;
    this.view = new DepthView({
      ...networks.pressed,
      onChange: (side, change) => networks.change(side, change),
      onMeasure: (measure) => vanishing.set({ measure }),
      onCurve: (curve) => vanishing.set({ curve }),
    });
    this.element = this.view.element;
    this.upper = new CurveChart(this.view.upper, "cost");
    this.accuracy = new CurveChart(this.view.accuracy, "share");
  }

  update() {
    const state = this.scene.vanishing.get();
    const { sides, measure } = state;
    const { options } = this.scene.store.get();
    this.view.bar.show(trainBarOf(state));
    const decades = this.#decades(state);
    const names = pairNames(sides, options);
    this.view.showSwitches(measure, state.curve);
    this.view.showLegend(pairDifferences(sides, options));
    for (const side of SIDES) {
      this.view.showSide(side, {
        ...standOf(sides[side]),
        chosen: sides[side].choice,
        options,
        names,
        words: sideWords(sides[side]),
        reason: stopWords(sides[side]),
        rows: layerRows(sides[side], measure),
        decades,
      });
    }
    this.#drawCurves(state);
  }

  /** One axis for both sides, to compare their bars. @type {(state: VanishingState) => Decades} */
  #decades({ sides, measure }) {
    const key = JSON.stringify([measure, sides.a.session, sides.b.session]);
    const sizes = SIDES.flatMap((side) =>
      (sides[side].frame?.layers ?? []).map((layer) => sizeOf(layer, measure)),
    );
    const before = this.#axis?.key === key ? this.#axis.decades : null;
    const decades = decadesOf(sizes, before);
    if (sizes.length > 0) {
      this.#axis = { key, decades };
    }
    return decades;
  }

  /** @type {(state: VanishingState) => void} */
  #drawCurves({ sides, curve }) {
    const theme = this.scene.theme();
    const colours = sideColours(this.element);
    const both = SIDES.map((name) => ({ side: sides[name], name, colour: colours[name] }));
    const isCost = curve === "cost";
    const until = lastStepOf(both.map(({ side }) => side));
    const lines = both.flatMap((each) => (isCost ? costLines(each) : normLine(each, until)));
    this.upper.draw({
      lines,
      dots: null,
      mark: null,
      stepsPerEpoch: 0,
      scale: isCost && !spansDecades(lines) ? "linear" : "log",
      theme,
    });
    this.accuracy.draw({
      lines: both.map(accuracyLine),
      dots: null,
      mark: null,
      stepsPerEpoch: 0,
      scale: "linear",
      theme,
    });
  }
}
