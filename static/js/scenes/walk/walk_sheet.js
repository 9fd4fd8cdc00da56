/** A beat of the walk on paper: the network's picture drawn again in the paper's colours, large
 * enough for the sheet whatever screen it was seen on.
 * @import {Home} from "../../page/scene.js"
 * @import {WalkRequest} from "../../server/types.js" */

import { printable } from "../../kit/canvas.js";
import { element } from "../../kit/dom.js";
import { program } from "../../server/endpoints.js";
import { Stage } from "./stage.js";
import { showColumnHeads } from "./views/column_heads.js";

/** Pixels of the picture for one of the page: paper is finer than a screen. */
const PRINT_RATIO = 2;

/** The beats that speak of the test digits. */
const WITH_DIGITS = ["cost-mean", "step-others"];

/** Its program is refused where the network's last change was not the step shown.
 * @type {(state: State, beat: NetworkBeat) => Home} */
export function walkHome(state, beat) {
  const { session, drawing } = state;
  const id = drawing.pixels === null ? undefined : session?.id;
  const body = requestOf(state, beat);
  return {
    tables: id === undefined ? [] : [{ id, part: "walk", body: { ...body, beat: beat.id } }],
    program: id === undefined ? null : () => program(id, body),
    draw: (root) => drawPicture(root, state, beat),
  };
}

/** @type {(state: State, beat: NetworkBeat) => WalkRequest} */
function requestOf({ drawing, target, learningRate, lastStep, pinned }, { id }) {
  const isNeuron = pinned?.kind === "neuron" && pinned.layer > 0;
  return {
    pixels: drawing.pixels ?? [],
    target,
    placement: drawing.placement,
    looked_at: isNeuron ? { layer: pinned.layer, index: pinned.index } : null,
    learning_rate: learningRate,
    step:
      lastStep === null ? null : { steps: lastStep.steps, learning_rate: lastStep.learning_rate },
    dataset: WITH_DIGITS.includes(id), // The test digits make a program large.
  };
}

/** @type {(root: HTMLElement, state: State, beat: NetworkBeat) => void} */
function drawPicture(root, state, beat) {
  const canvas = element("canvas", "sheet-network");
  const heads = element("div", "column-heads");
  root.classList.add("of-network");
  root.append(element("div", "sheet-scaled", canvas, heads));
  printable(canvas);
  const pad = element("canvas", "");
  const stage = new Stage({ network: canvas, pad }, () => {}, { root, ratio: PRINT_RATIO });
  stage.refit(state);
  stage.drawNetwork(state, beat, { progress: 1, veiled: false });
  stage.close();
  const nobody = () => {};
  showColumnHeads(heads, stage.layout, beat.picture.columns, state.hiddenColumns, {
    onToggle: nobody,
    onPick: nobody,
  });
}
