/** The layout of the part "Training", and its controls: buttons, settings, the slider back in time,
 * and the list of runs.
 * @import {Options, SettingsOfRun} from "../../../server/types.js"
 * @import {RunListeners, RunRow} from "./figures.js"
 * @import {NetworkChoice, SettingsListeners} from "./training_settings.js" */

import { button, element, setText, turning } from "../../../kit/dom.js";
import { COLOURS } from "../../../state/runs.js";
import { RunList } from "./figures.js";
import { TrainSettingsForm } from "./training_settings.js";
import { epochsName, LABELS } from "./words.js";

/** @param {TrainControls} controls @param {HTMLElement} figures */
export function buildTraining(controls, figures) {
  const cost = element("div", "plot");
  const accuracy = element("div", "plot");
  const charts = element(
    "div",
    "train-charts",
    chart(LABELS.cost, LABELS.costLegend, cost, controls.scale),
    chart(LABELS.accuracy, LABELS.accuracyLegend, accuracy),
  );
  const back = element(
    "div",
    "train-back",
    element("span", "field-name", LABELS.back),
    controls.slider,
    controls.checkpoint,
  );
  const main = element("div", "train-main", controls.buttons, controls.reason, charts, back);
  const side = element(
    "aside",
    "train-side",
    figures,
    controls.settings.element,
    element("h2", "train-heading", LABELS.runs),
    controls.runs.element,
  );
  side.setAttribute("aria-label", LABELS.side);
  const whole = element("div", "training", main, side);
  /** The colours of runs in the present theme. */
  const colours = () => {
    const style = getComputedStyle(whole);
    return Array.from({ length: COLOURS }, (_, i) => style.getPropertyValue(`--run-${i}`).trim());
  };
  return { element: whole, cost, accuracy, colours };
}

/** @type {(title: string, legend: string[], plot: HTMLElement, ...more: HTMLElement[]) =>
 *   HTMLElement} */
function chart(title, legend, plot, ...more) {
  const words = legend.map((text) => element("span", "legend", text));
  const caption = element("figcaption", "", element("strong", "", title), ...words, ...more);
  return element("figure", "train-chart", caption, plot);
}

/** @typedef {RunListeners & SettingsListeners & { onPlay: () => void, onPause: () => void, onStep: () => void, onEpoch:
 *   () => void, onEpochs: (epochs: number) => void, onFresh: () => void, onUndo: () => void,
 *   onCheckpoint: (index: number) => void, onScale: (scale: "linear" | "log") => void, }}
 *   ControlListeners
 * @typedef {{running: boolean, ready: boolean, options: Options | null, settings: SettingsOfRun |
 *   null, network: NetworkChoice | null, checkpoints: number[], iteration: number, checkpoint:
 *   string, scale: "linear" | "log", reason: string, undo: boolean, rows: RunRow[]}} Controls what
 *   they show */

const LONG_RUN_EPOCHS = 30;

export class TrainControls {
  #held = false;

  /** @param {ControlListeners} listeners */
  constructor(listeners) {
    this.play = button("primary", LABELS.play, undefined, "train-play");
    this.turn = turning(this.play, listeners.onPlay, listeners.onPause);
    this.step = button("", LABELS.miniBatch, listeners.onStep, "train-step");
    this.epoch = button("", epochsName(1), listeners.onEpoch, "train-epoch");
    this.epochs = button(
      "",
      epochsName(LONG_RUN_EPOCHS),
      () => listeners.onEpochs(LONG_RUN_EPOCHS),
      "train-epochs",
    );
    this.fresh = button("", LABELS.fresh, listeners.onFresh, "train-fresh");
    this.fresh.title = LABELS.freshInFull;
    this.undo = button("", LABELS.undo, listeners.onUndo, "train-undo");
    this.buttons = element(
      "div",
      "train-buttons",
      this.play,
      this.step,
      this.epoch,
      this.epochs,
      this.undo,
    );
    this.settings = new TrainSettingsForm(listeners, this.fresh);
    this.runs = new RunList(listeners);
    this.reason = element("p", "train-reason");
    this.reason.setAttribute("role", "status");
    this.scale = button(
      "",
      LABELS.log,
      () =>
        listeners.onScale(this.scale.getAttribute("aria-pressed") === "true" ? "linear" : "log"),
      "train-scale",
    );
    this.scale.setAttribute("aria-label", LABELS.logInFull);
    this.slider = element("input", "train-slider");
    this.slider.type = "range";
    this.slider.id = "train-moment";
    this.slider.min = "0";
    this.slider.setAttribute("aria-label", LABELS.slider);
    this.slider.addEventListener("pointerdown", () => (this.#held = true));
    for (const end of ["pointerup", "pointercancel", "blur"]) {
      this.slider.addEventListener(end, () => (this.#held = false));
    }
    this.slider.addEventListener("input", () => listeners.onCheckpoint(Number(this.slider.value)));
    this.checkpoint = element("output", "train-moment");
    this.checkpoint.htmlFor.add("train-moment");
  }

  /** @type {(shown: Controls) => void} */
  show(shown) {
    this.turn(shown.running, shown.running ? LABELS.pause : LABELS.play);
    this.play.dataset.running = String(shown.running);
    for (const pressed of [this.play, this.step, this.epoch, this.epochs]) {
      pressed.disabled = !shown.ready;
    }
    this.fresh.disabled = shown.running;
    this.undo.disabled = shown.running || !shown.undo;
    const isFresh = shown.iteration === 0;
    this.undo.hidden = isFresh && !shown.undo;
    this.scale.hidden = isFresh && shown.scale === "linear";
    setText(this.reason, shown.reason);
    this.reason.hidden = shown.reason === "";
    this.scale.setAttribute("aria-pressed", String(shown.scale === "log"));
    this.settings.show(shown.settings, shown.network, shown.options);
    this.settings.fixed = shown.running;
    this.runs.show(shown.rows);
    this.#showCheckpoints(shown);
  }

  /** @type {(shown: Controls) => void} */
  #showCheckpoints({ checkpoints, iteration, checkpoint, running }) {
    this.slider.max = String(Math.max(0, checkpoints.length - 1));
    this.slider.disabled = running || checkpoints.length < 2;
    if (!this.#held) {
      const passed = checkpoints.filter((each) => each <= iteration).length;
      this.slider.value = String(Math.max(0, passed - 1));
    }
    this.slider.setAttribute("aria-valuetext", checkpoint);
    setText(this.checkpoint, checkpoint);
  }
}
