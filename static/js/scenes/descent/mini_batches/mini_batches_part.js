/** The part "Mini-batches": the digits shuffled into batches, their steps against the exact one, and
 * the landscape that they descend.
 * @import {Words} from "../../../page/story.js"
 * @import {DescentPart, View} from "../scene.js"
 * @import {Scene} from "../scene.js"
 * @import {DescentState} from "../state.js" */

import { scaled } from "../../../kit/canvas.js";
import { format, grouped } from "../../../kit/format.js";
import { showProgress } from "../../../kit/progress.js";
import { partOfOne } from "../../../page/story.js";
import { DigitWall } from "../learning/digit_wall.js";
import { isRunning } from "../training/state.js";
import { drawFan } from "./directions.js";
import { drawLandscape } from "./landscape.js";
import { directions, landscape, pictures } from "./mini_batches_requests.js";
import { buildMiniBatches } from "./mini_batches_view.js";
import { meanAngle, planeAlong } from "./state.js";

const EXAMPLES = 60_000;

/** @type {DescentPart} */
export const miniBatchesPart = partOfOne({
  id: "mini-batches",
  name: "Mini-batches",
  style: "descent_mini_batches",
  caption: miniBatchesCaption,
  open: (scene) => new MiniBatches(scene),
  resources: [directions, landscape, pictures],
  action: (scene) => scene.live.playOrPause(),
});

/** @type {(state: DescentState) => Words[]} */
function miniBatchesCaption({ miniBatches, training }) {
  const { directions } = miniBatches;
  const size = training.frame?.settings.batch_size ?? 10;
  if (directions === null) {
    return [{ text: "A mini-batch points only roughly downhill, but it is quick." }];
  }
  const count = Math.ceil(EXAMPLES / size);
  const steps = count === 1 ? "one step" : `${grouped(count)} steps`;
  return [
    { text: `A mini-batch of ${grouped(size)} points ` },
    { text: `${Math.round(meanAngle(directions))}°`, tone: "accent" },
    { text: ` beside the true direction; for one careful step it takes ${steps}.` },
  ];
}

/** @implements {View} */
class MiniBatches {
  /** @type {unknown[]} what the pictures were drawn of */
  #drawn = [];

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { descent } = scene;
    this.wall = new DigitWall(({ pixels, label, index }) => {
      const from = /** @type {const} */ ({ split: "train", index });
      scene.openWalk({ pixels, label, from, ink: null, beat: "answer", item: null });
    });
    this.view = buildMiniBatches(this.wall.element, {
      onPlay: () => scene.live.playOrPause(),
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
    view.play.textContent = running ? "Pause" : "Train";
    view.play.disabled = !open;
    view.step.disabled = !open || running;
    view.along.value = miniBatches.along;
    view.zoom.value = miniBatches.zoom;
    showProgress(view.progress, miniBatches.progress);
    this.#showBatch();
    this.#showWords();
    const { fan, ground } = view;
    const sizes = [fan.clientWidth, fan.clientHeight, ground.clientWidth, ground.clientHeight];
    const drawn = [miniBatches.directions, miniBatches.landscape, theme, ...sizes];
    if (drawn.some((value, i) => value !== this.#drawn[i])) {
      this.#drawn = drawn;
      this.#draw(fan, miniBatches.directions, drawFan);
      this.#draw(ground, miniBatches.landscape, drawLandscape);
    }
  }

  /**
   * @type {<T>(canvas: HTMLCanvasElement, what: T | null, draw: (context: CanvasRenderingContext2D,
   *   area: {width: number, height: number}, what: T, theme: import("../../../kit/theme.js").Theme)
   *   => void) => void} */
  #draw(canvas, what, draw) {
    const area = { width: canvas.clientWidth, height: canvas.clientHeight };
    if (what !== null && area.width > 0 && area.height > 0) {
      draw(scaled(canvas, 1), area, what, this.scene.theme());
    }
  }

  #showBatch() {
    const { miniBatches, training } = this.scene.descent.get();
    const size = training.frame?.settings.batch_size ?? 10;
    const shown = miniBatches.pictures.slice(0, size);
    const more = size > shown.length && shown.length > 0 ? `, of which ${shown.length}` : "";
    const which = isRunning(training) ? "The mini-batch of this step" : "The next mini-batch";
    this.view.batchTitle.textContent = `${which}: ${grouped(size)} digits${more}`;
    this.wall.show(
      shown.map((digit) => ({ index: digit.index, digit, prediction: null })),
      this.scene.theme(),
    );
  }

  #showWords() {
    const { directions, landscape } = this.scene.descent.get().miniBatches;
    if (directions !== null) {
      const [first] = directions.batches;
      const ratio = first.norm / directions.exact.norm;
      this.view.angles.textContent =
        `This one: ${Math.round(first.angle)}° off, ${format(ratio, 1).text} × as long as ‖∇C‖ = ` +
        `${format(directions.exact.norm).text}. Each is turned to the left or right by its angle.`;
    }
    if (landscape !== null) {
      const path = landscape.path.length > 1 ? "; the line is the path walked" : "";
      this.view.drawnAt.textContent =
        `Around step ${grouped(landscape.iteration)}, over ${grouped(landscape.examples)} digits, ` +
        `${format(landscape.x[landscape.x.length - 1], 1).text} to each side${path}.`;
    }
  }
}
