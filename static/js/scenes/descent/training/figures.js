/** The figures of the current run.
 * @import {Frame} from "../../../server/training_socket.js" */

import { element } from "../../../kit/dom.js";
import { duration, format, grouped, PERCENT } from "../../../kit/format.js";

/** @type {[string, string, string, (frame: Frame) => string][]} id, name, what it is, its text */
const FIGURES = [
  ["step", "step", "steps of gradient descent", ({ iteration }) => grouped(iteration)],
  ["epoch", "epoch", "times through all training digits", ({ epoch }) => epoch.toFixed(2)],
  [
    "train-cost",
    "C, training",
    "mean cost of 10,000 training digits",
    ({ costs }) => known(costs.train),
  ],
  ["test-cost", "C, test", "mean cost of all test digits", ({ costs }) => known(costs.test)],
  [
    "accuracy",
    "read right",
    "share of the test digits",
    ({ accuracy }) => (accuracy === null ? "–" : format(accuracy, PERCENT).text),
  ],
  [
    "gradient",
    "‖∇C‖",
    "length of the last mini-batch's gradient",
    ({ norms }) => known(norms?.gradient),
  ],
  [
    "rate",
    "steps a second",
    "how fast the run goes",
    ({ status, steps_per_second }) =>
      status === "running" && steps_per_second ? grouped(steps_per_second) : "–",
  ],
  ["elapsed", "elapsed", "time that the run has taken", ({ elapsed_s }) => duration(elapsed_s)],
  [
    "remaining",
    "remaining",
    "time until the epochs asked for are over",
    ({ remaining_s }) => (remaining_s === null ? "–" : duration(remaining_s)),
  ],
];

export class TrainFigures {
  constructor() {
    this.values = FIGURES.map(([id]) => {
      const value = element("dd", "");
      value.dataset.testid = `train-${id}`;
      return value;
    });
    this.element = element(
      "dl",
      "train-figures",
      ...FIGURES.map(([, name, title], i) => {
        const row = element("div", "", element("dt", "", name), this.values[i]);
        row.title = title;
        return row;
      }),
    );
  }

  /** @type {(frame: Frame | null) => void} */
  show(frame) {
    for (const [i, [, , , text]] of FIGURES.entries()) {
      const shown = frame === null ? "–" : text(frame);
      if (this.values[i].textContent !== shown) {
        this.values[i].textContent = shown;
      }
    }
  }
}

/** @type {(value: number | null | undefined) => string} */
function known(value) {
  return value === null || value === undefined ? "–" : format(value).text;
}
