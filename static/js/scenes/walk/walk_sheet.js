/** A beat of the walk on paper: the network's picture drawn again in the paper's colours, large
 * enough for the sheet whatever screen it was seen on.
 * @import {State} from "../../state/page.js"
 * @import {NetworkBeat} from "../../network/beat_picture.js"
 * @import {Home} from "../../page/scene.js" */

import { element } from "../../kit/dom.js";
import { needsDigits, walkProgram, walkTables } from "../../server/take_home_api.js";
import { Stage } from "./stage.js";
import { showColumnHeads } from "./views/columns.js";

/** Pixels of the picture for one of the page: paper is finer than a screen. */
const PRINT_RATIO = 2;

/** @type {(state: State, beat: NetworkBeat) => Home} */
export function walkHome(state, beat) {
  const isDrawn = state.drawing.pixels !== null && state.session !== null;
  return {
    tables: () => walkTables(state, beat),
    program: isDrawn ? () => walkProgram(state, needsDigits(beat)) : null,
    draw: (place) => drawPicture(place, state, beat),
  };
}

/** @type {(place: HTMLElement, state: State, beat: NetworkBeat) => Promise<void>} */
async function drawPicture(place, state, beat) {
  const canvas = element("canvas", "sheet-network");
  const heads = element("div", "column-heads");
  place.append(element("div", "sheet-scaled", canvas, heads));
  const stage = await stageOn(canvas, place, state);
  stage.drawNetwork(state, beat, { progress: 1, veiled: false });
  stage.close();
  const nobody = () => {};
  showColumnHeads(heads, stage.layout, beat.picture.columns, state.hiddenColumns, {
    onToggle: nobody,
    onPick: nobody,
  });
}

/** @param {HTMLCanvasElement} canvas @param {HTMLElement} root @param {State} state
 * @returns {Promise<Stage>} when the lines of its weights are there */
function stageOn(canvas, root, state) {
  return new Promise((resolve) => {
    const pad = document.createElement("canvas");
    const print = { root, ratio: PRINT_RATIO };
    const stage = new Stage(
      { network: canvas, pad },
      () => canvas.dataset.lines === "drawn" && resolve(stage),
      print,
    );
    stage.refit(state);
    if (state.parameters === null) {
      resolve(stage);
    }
  });
}
