/** The part "Training": runs as live curves, their settings, and the checkpoints to go back to.
 * @import {Options, RunObject} from "../../../server/types.js"
 * @import {Beat} from "../../../page/story.js"
 * @import {DescentPart, View, Scene} from "../scene.js"
 * @import {SeenRun} from "../../../state/runs.js" */

import { CurveChart } from "../../../kit/curve_chart.js";
import { oneAtATime } from "../../../kit/memo.js";
import { activationOf, costOf } from "../../../network/descriptors.js";
import { isLectures, layersOf } from "../../../network/names.js";
import { partOfOne, trains } from "../../../page/story.js";
import { csvOf, goTo, removeRun, renameRun } from "../../../server/endpoints.js";
import { canTravel } from "../../../state/network.js";
import { currentRun, epochsAt } from "../../../state/runs.js";
import { accuracyQuestion } from "../descent_questions.js";
import { TrainFigures } from "./figures.js";
import { isRunning, settingsOf } from "./state.js";
import { buildTraining, TrainControls } from "./training_view.js";
import { branchName, checkpointWords, NAME, trainingCaption } from "./words.js";

/** An epoch of mini-batches of ten shows how the cost falls. */
const ENOUGH_STEPS = 6000;

/** What presses do in a part that trains the page's network: where the story starts that, it goes on
 * for so many epochs, or for null until it is paused.
 * @type {(epochs: number | null) => Pick<Beat<DescentState, Scene>, "action" | "onward">} */
const trainsFor = (epochs) =>
  trains({
    isReady: ({ descent }) => descent.get().training.channel === "open",
    isRunning: ({ descent }) => isRunning(descent.get().training),
    start: ({ live, network }, isStorys) => {
      network.trainedBy(isStorys);
      live.send({ type: "start", epochs: isStorys ? epochs : null });
    },
    pause: ({ live }) => live.send({ type: "pause" }),
  });

/** Where what is drawn is about a network that rests, it does so before the story leads on. */
export const trainsAnEpoch = trainsFor(1);

/** @type {Pick<Beat<DescentState, Scene>, "action" | "onward" | "enough">} */
const trainsAlong = {
  ...trainsFor(null),
  enough: ({ training: { frame } }) => {
    const steps = (frame?.iteration ?? 0) - (frame?.run?.first_iteration ?? 0);
    const { status } = frame ?? {};
    return status === "diverged" || (status === "running" && steps >= ENOUGH_STEPS);
  },
};

/** @type {DescentPart} */
export const trainingPart = partOfOne({
  id: "training",
  name: NAME,
  caption: (state) => trainingCaption(state.training),
  question: accuracyQuestion,
  open: (scene) => new Training(scene),
  stop: 0,
  ...trainsAlong,
});

/** @implements {View} */
class Training {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.controls = new TrainControls({
      ...scene.live.pressed,
      onStep: () => this.#send("step"),
      onEpoch: () => this.#send("epoch"),
      onEpochs: (epochs) => scene.live.send({ type: "start", epochs }),
      onFresh: () => scene.conversation.reset("random", this.#settings?.seed),
      onUndo: () => scene.conversation.undo(),
      onChange: (change) => scene.live.send({ type: "settings", ...change }),
      onNetwork: (choice) => scene.conversation.openOther({ ...choice, layers: this.#layers }),
      onCheckpoint: (index) => this.#goTo(index),
      onScale: (scale) => scene.descent.set({ "training.costScale": scale }),
      onShow: (id, shown) => this.#change(id, { shown }),
      onRename: (id, name) => this.#ask((session) => renameRun(session, id, name)),
      onRemove: (id) => this.#remove(id),
      onReturn: (id) => this.#return(id),
    });
    this.figures = new TrainFigures();
    this.view = buildTraining(this.controls, this.figures.element);
    this.element = this.view.element;
    this.cost = new CurveChart(this.view.cost, "cost");
    this.accuracy = new CurveChart(this.view.accuracy, "share");
  }

  get #training() {
    return this.scene.descent.get().training;
  }

  get #settings() {
    return settingsOf(this.#training);
  }

  get #layers() {
    return layersOf(this.scene.store.get());
  }

  update() {
    const training = this.#training;
    const { frame, runs, costScale } = training;
    const page = this.scene.store.get();
    const { session, options, ownNetwork } = page;
    const here = currentRun(runs);
    this.controls.show({
      running: isRunning(training),
      ready: training.channel === "open",
      settings: this.#settings,
      network: session,
      options,
      checkpoints: here?.run.moments ?? [],
      iteration: frame?.iteration ?? 0,
      checkpoint: checkpointWords(frame),
      scale: costScale,
      reason: frame?.reason ?? "",
      // The story has put its network in place: another button leads back from that.
      undo: canTravel(page, "undo") && session?.revision !== ownNetwork?.placed,
      rows: runs.seen.map((seen) => this.#row(seen)),
    });
    this.figures.show(frame);
    const theme = this.scene.theme();
    const shown = runs.seen.filter((seen) => seen.shown);
    const mark = here && frame ? epochsAt(here.run, frame.iteration) : null;
    this.#drawCosts(shown, here, mark, theme);
    this.accuracy.draw({
      lines: shown.map((seen) => line(seen, seen.curves.accuracies, this.#colour(seen), [])),
      dots: null,
      stepsPerEpoch: here?.run.steps_per_epoch ?? null,
      mark,
      scale: "linear",
      theme,
    });
  }

  /** @type {(shown: SeenRun[], here: SeenRun | undefined, mark: number | null, theme: Theme) =>
   *   void} */
  #drawCosts(shown, here, mark, theme) {
    const lines = shown.flatMap((seen) => {
      const { trainCosts, testCosts } = seen.curves;
      const colour = this.#colour(seen);
      return [line(seen, trainCosts, colour, []), line(seen, testCosts, colour, [5, 4])];
    });
    const { curves } = here ?? {};
    const dots =
      here?.shown && curves
        ? {
            x: curves.steps.map((step) => step / here.run.steps_per_epoch),
            y: curves.batchCosts,
            colour: `${this.#colour(here)}55`,
          }
        : null;
    const stepsPerEpoch = here?.run.steps_per_epoch ?? null;
    this.cost.draw({ lines, dots, mark, stepsPerEpoch, scale: this.#training.costScale, theme });
  }

  /** @type {(seen: SeenRun) => string} */
  #colour({ colour }) {
    return this.view.colours()[colour];
  }

  /** @param {SeenRun} seen */
  #row({ run, session, colour, shown }) {
    const { runs } = this.#training;
    const { session: own, options } = this.scene.store.get();
    const here = session === own?.id;
    const current = run.id === runs.current;
    const parent = runs.seen.find((other) => other.run.id === run.parent?.run);
    return {
      id: run.id,
      name: run.name,
      colour,
      shown,
      here,
      current,
      goesOn: current && isRunning(this.#training),
      best: run.best_accuracy,
      branch: [networkWords(run, options), branchWords(run, parent?.run)]
        .filter(Boolean)
        .join(", "),
      csv: csvOf(session, run.id),
    };
  }

  /** @type {(type: "start" | "pause" | "step" | "epoch") => void} */
  #send(type) {
    this.scene.live.send({ type });
  }

  /** @type {(id: string, change: Partial<SeenRun>) => void} */
  #change(id, change) {
    this.scene.descent.dispatch({ type: "runChanged", id, change });
  }

  /** Ask the server about the present network; errors are shown as everywhere.
   * @type {(question: (session: string) => Promise<unknown>) => Promise<void>} */
  async #ask(question) {
    const id = this.scene.store.get().session?.id;
    if (id !== undefined) {
      await this.scene.conversation.ask("runs", () => question(id));
    }
  }

  /** @type {(id: string) => void} */
  #remove(id) {
    const seen = this.#training.runs.seen.find(({ run }) => run.id === id);
    const forget = () => this.scene.descent.dispatch({ type: "runRemoved", id });
    if (seen?.session !== this.scene.store.get().session?.id) {
      forget(); // Only the page knows of it any more.
      return;
    }
    this.#ask(async (session) => {
      await removeRun(session, id);
      forget();
    });
  }

  /** @type {(id: string) => void} */
  #return(id) {
    const seen = this.#training.runs.seen.find(({ run }) => run.id === id);
    if (seen) {
      this.#go({ run: id, iteration: seen.run.iteration });
    }
  }

  /** @param {number} index among the checkpoints of the current run */
  #goTo(index) {
    const here = currentRun(this.#training.runs);
    const iteration = here?.run.moments[index];
    if (here && iteration !== undefined) {
      this.#go({ run: here.run.id, iteration });
    }
  }

  /** Have the network of a checkpoint. */
  #go = oneAtATime((/** @type {{run: string, iteration: number}} */ { run, iteration }) =>
    this.#ask((session) => goTo(session, run, iteration)),
  );
}

/** A run's network, where it is not the lecture's.
 * @type {(run: RunObject, options: Options | null) => string} */
function networkWords(run, options) {
  const { label: activation } = activationOf(options, run.activation);
  return isLectures(run) ? "" : `${activation}, ${costOf(options, run).label}`;
}

/** Where a run branched off another; starting where that started is no branch.
 * @type {(run: RunObject, parent: RunObject | undefined) => string} */
function branchWords({ parent: start }, parent) {
  return start && parent && start.iteration > parent.first_iteration
    ? branchName(parent.name, start.iteration)
    : "";
}

/** @param {SeenRun} seen @param {number[]} values @param {string} colour @param {number[]} dash */
function line({ run, curves }, values, colour, dash) {
  return {
    name: run.name,
    x: curves.evaluated.map((step) => step / run.steps_per_epoch),
    y: values,
    colour,
    dash,
    width: 2,
  };
}
