/** The part "What it learns": the weights as pictures, a drawing's activations, and the digits
 * predicted right and wrong.
 * @import {DescentPart, Scene, View} from "../scene.js" */

import { scaled } from "../../../kit/canvas.js";
import { button, element, turning } from "../../../kit/dom.js";
import { changes } from "../../../kit/memo.js";
import { sizeOf } from "../../../kit/size.js";
import { partOfOne } from "../../../page/story.js";
import * as server from "../../../server/endpoints.js";
import { resource } from "../../../server/resource.js";
import { confusionQuestion } from "../descent_questions.js";
import { drawActivations, drawWeightTiles } from "../training/activations.js";
import { isRunning } from "../training/state.js";
import { ConfusionTable, DigitWall } from "./digit_wall.js";
import { wallOf } from "./state.js";
import { LABELS, learningCaption, NAME } from "./words.js";

/** What the network reads in the test digits, and the pictures of those on the wall.
 * @import {LearningState} from "./state.js" */

/** Reading 10,000 digits takes as long as some hundred steps. */
const WHILE_TRAINING_MS = 1000;

/** @type {DescentResource} */
const predictions = resource({
  about: "predictions",
  key: ({ page: { session, version } }) => session && [session.id, version],
  scope: ({ page: { session } }) => [session?.id],
  pause: ({ page: { training } }) => (training ? WHILE_TRAINING_MS : 0),
  fetch: ({ page: { session } }) => server.predictions(session?.id ?? ""),
  into: (predictions) => ({ type: "set", values: { "learning.predictions": predictions } }),
});

/** @type {(learning: LearningState) => number[]} */
const missing = (learning) => wallOf(learning).filter((index) => !learning.pictures.has(index));

/** @type {DescentResource} */
const wall = resource({
  about: "wall",
  key: ({ own: { learning } }) => {
    const indices = missing(learning);
    return indices.length > 0 ? indices : null;
  },
  fetch: ({ own: { learning } }) => server.digitsAt("test", missing(learning)),
  into: (digits) => ({ type: "picturesArrived", digits }),
});

/** @type {DescentPart} */
export const learningPart = partOfOne({
  id: "learning",
  name: NAME,
  stop: null,
  caption: learningCaption,
  question: confusionQuestion,
  tells: [predictions],
  open: (scene) => new Learning(scene),
  resources: [predictions, wall],
  action: (scene) => scene.live.playOrPause(),
});

/** @implements {View} */
class Learning {
  #areWeightsToDraw = changes();

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { descent } = scene;
    this.confusion = new ConfusionTable((cell) => descent.set({ "learning.cell": cell }));
    this.wall = new DigitWall(({ pixels, label, index }) => {
      const from = /** @type {const} */ ({ split: "test", index });
      scene.openWalk({ pixels, label, from, ink: null, beat: "answer", item: null });
    });
    const { live } = scene;
    this.view = buildLearning(this.confusion.element, this.wall.element, live.pressed);
    this.element = this.view.element;
  }

  show() {
    if (this.scene.store.get().drawing.pixels === null) {
      this.scene.conversation.sample("", false);
    }
  }

  update() {
    const page = this.scene.store.get();
    const state = this.scene.descent.get();
    const theme = this.scene.theme();
    const running = isRunning(state.training);
    this.view.turn(running, running ? LABELS.pause : LABELS.train);
    this.view.play.dataset.running = String(running);
    this.view.play.disabled = state.training.channel !== "open";
    const { weights, activations } = this.view;
    const size = `${weights.clientWidth}x${weights.clientHeight}x${devicePixelRatio}`;
    if (page.pictured !== null && this.#areWeightsToDraw(page.pictured, theme, size)) {
      const area = sizeOf(weights);
      drawWeightTiles(scaled(weights), area, page.pictured.weights[0], theme);
    }
    drawActivations(
      scaled(activations),
      sizeOf(activations),
      { forward: page.forward, target: page.target },
      theme,
    );
    const { learning } = state;
    this.confusion.show(learning.predictions, learning.cell);
    this.wall.show(
      wallOf(learning).map((index) => ({
        index,
        digit: learning.pictures.get(index) ?? null,
        prediction: learning.predictions?.predictions[index] ?? null,
      })),
      theme,
    );
  }
}

/** @param {HTMLElement} confusion @param {HTMLElement} wall
 * @param {{onPlay: () => void, onPause: () => void}} listeners */
function buildLearning(confusion, wall, { onPlay, onPause }) {
  const weights = element("canvas", "");
  weights.setAttribute("role", "img");
  weights.setAttribute("aria-label", LABELS.weightsInFull);
  const activations = element("canvas", "");
  activations.setAttribute("role", "img");
  activations.setAttribute("aria-label", LABELS.drawingInFull);
  const play = button("primary", LABELS.train, undefined, "learning-play");
  const whole = element(
    "div",
    "learning",
    panel("learning-weights", LABELS.weights, weights),
    panel("learning-pass", LABELS.drawing, activations, play),
    panel("learning-confusion", LABELS.confusion, confusion),
    panel("learning-wall", LABELS.wall, wall),
  );
  return { element: whole, weights, activations, play, turn: turning(play, onPlay, onPause) };
}

/** @type {(name: string, title: string, ...content: HTMLElement[]) => HTMLElement} */
function panel(name, title, ...content) {
  const made = element("section", name, element("h2", "learning-title", title), ...content);
  made.setAttribute("aria-label", title);
  return made;
}
