/**
 * The part "Mini-batches": the digits shuffled into batches, their steps against the exact one, and
 * the landscape that they descend.
 * @import {DescentPart, Scene, View} from "../scene.js" */

import { scaled } from "../../../kit/canvas.js";
import { setText, showProgress } from "../../../kit/dom.js";
import { changes } from "../../../kit/memo.js";
import { sizeOf } from "../../../kit/size.js";
import { partOfOne } from "../../../page/story.js";
import { angleQuestion } from "../descent_questions.js";
import { DigitWall } from "../learning/digit_wall.js";
import { batchSizeOf, isRunning } from "../training/state.js";
import { trainsAnEpoch } from "../training/training_part.js";
import { drawLandscape } from "./landscape.js";
import { directions, landscape, pictures } from "./mini_batches_requests.js";
import { buildMiniBatches, drawFan } from "./mini_batches_view.js";
import { planeAlong } from "./state.js";
import { batchTitle, fanNote, LABELS, landscapeNote, miniBatchesCaption, NAME } from "./words.js";

/** @type {DescentPart} */
export const miniBatchesPart = partOfOne({
  id: "mini-batches",
  name: NAME,
  stop: 0,
  caption: miniBatchesCaption,
  question: angleQuestion,
  tells: [directions],
  open: (scene) => new MiniBatches(scene),
  resources: [directions, landscape, pictures],
  ...trainsAnEpoch,
});

/** @implements {View} */
class MiniBatches {
  #isToDraw = changes();

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { descent } = scene;
    this.wall = new DigitWall(({ pixels, label, index }) => {
      const from = /** @type {const} */ ({ split: "train", index });
      scene.openWalk({ pixels, label, from, ink: null, beat: "answer", item: null });
    });
    this.view = buildMiniBatches(this.wall.element, {
      ...scene.live.pressed,
      onStep: () => scene.live.send({ type: "step" }),
      onAlong: (along) => descent.set(planeAlong(along)),
      onZoom: (zoom) => descent.set({ "miniBatches.zoom": zoom }),
    });
    this.element = this.view.element;
  }

  update() {
    const { miniBatches, training } = this.scene.descent.get();
    const { view } = this;
    const theme = this.scene.theme();
    const running = isRunning(training);
    const open = training.channel === "open";
    view.turn(running, running ? LABELS.pause : LABELS.train);
    view.play.disabled = !open;
    view.step.disabled = !open || running;
    view.along.value = miniBatches.along;
    view.zoom.value = miniBatches.zoom;
    showProgress(view.progress, miniBatches.progress);
    this.#showBatch();
    this.#showWords();
    const { fan, ground } = view;
    const sizes = [fan.clientWidth, fan.clientHeight, ground.clientWidth, ground.clientHeight];
    const { directions, landscape } = miniBatches;
    if (this.#isToDraw(directions, landscape, theme, ...sizes)) {
      this.#draw(fan, directions, drawFan);
      this.#draw(ground, landscape, drawLandscape);
    }
  }

  /**
   * @type {<T>(canvas: HTMLCanvasElement, what: T | null, draw: (context: CanvasRenderingContext2D,
   *   area: {width: number, height: number}, what: T, theme:
   *   import("../../../kit/canvas.js").Theme) => void) => void} */
  #draw(canvas, what, draw) {
    const area = sizeOf(canvas);
    if (what !== null && area.width > 0 && area.height > 0) {
      draw(scaled(canvas), area, what, this.scene.theme());
    }
  }

  #showBatch() {
    const own = this.scene.descent.get();
    const { miniBatches, training } = own;
    const size = batchSizeOf(own, this.scene.store.get());
    const shown = miniBatches.pictures.slice(0, size);
    setText(this.view.batchTitle, batchTitle(size, shown.length, isRunning(training)));
    this.wall.show(
      shown.map((digit) => ({ index: digit.index, digit, prediction: null })),
      this.scene.theme(),
    );
  }

  #showWords() {
    const { directions, landscape } = this.scene.descent.get().miniBatches;
    if (directions !== null) {
      setText(this.view.angles, fanNote(directions));
    }
    if (landscape !== null) {
      setText(this.view.drawnAt, landscapeNote(landscape));
      this.view.drawnAt.dataset.step = String(landscape.iteration);
      this.view.drawnAt.dataset.walked = String(landscape.path.length - 1);
    }
  }
}
