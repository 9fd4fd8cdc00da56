/** What can be taken home of the walk and of the chain: tables of the numbers shown, and a program
 * that computes them.
 * @import {Table} from "./tables_api.js"
 * @import {ChainRequest, WalkRequest} from "./types.js"
 * @import {NetworkBeat} from "../network/beat_picture.js"
 * @import {State} from "../state/page.js"
 * @import {CalculusState} from "../scenes/calculus/state.js"
 * @typedef {{name: string, file: Blob}} Program a file's name and what it holds */

import { at, call } from "./client.js";
import { NONE, tablesOfSession } from "./tables_api.js";

/** Long enough for the ten thousand test digits to be packed. */
const TIME_LIMIT_MS = 60_000;

/** The program of the walk of the present drawing.
 * @param {State} state
 * @param {boolean} digits whether the test digits come with it, so that it computes their mean cost
 * @returns {Promise<Program>} refused where the last change of the network was not the step shown
 */
export function walkProgram(state, digits) {
  const { session, drawing } = state;
  if (session === null || drawing.pixels === null) {
    return Promise.reject(new TypeError("Expected a drawing in a network, but there is none."));
  }
  return fetched(`${at(session.id)}/program`, walkBody(state, digits));
}

/** What a beat's tables show of the walk of the present drawing.
 * @type {(state: State, beat: NetworkBeat) => Promise<Table[]>} */
export function walkTables(state, beat) {
  const { session, drawing } = state;
  if (session === null || drawing.pixels === null) {
    return NONE;
  }
  const body = { ...walkBody(state, needsDigits(beat)), beat: beat.id };
  return tablesOfSession(session.id, "walk", body);
}

/** @type {(state: State, digits: boolean) => WalkRequest} */
function walkBody({ drawing, target, learningRate, lastStep, pinned }, digits) {
  const isNeuron = pinned?.kind === "neuron" && pinned.layer > 0;
  return {
    pixels: drawing.pixels ?? [],
    target,
    placement: drawing.placement,
    looked_at: isNeuron ? { layer: pinned.layer, index: pinned.index } : null,
    learning_rate: learningRate,
    step:
      lastStep === null ? null : { steps: lastStep.steps, learning_rate: lastStep.learning_rate },
    dataset: digits,
  };
}

/** Whether a beat of the walk needs the test digits: they make a program large.
 * @type {(beat: NetworkBeat) => boolean} */
export function needsDigits({ id }) {
  return id === "cost-mean";
}

/** The program of the chain with its present numbers.
 * @type {(state: CalculusState) => Promise<Program>} */
export function chainProgram(state) {
  return fetched("/api/program", chainBody(state));
}

/** The chain with its present numbers. @type {(state: CalculusState) => ChainRequest} */
export function chainBody({ chain, by, pairs, parameter }) {
  return {
    layers: [1, 1, 1, 1],
    parameters: chain.parameters,
    x: chain.x,
    y: chain.y,
    by,
    pairs,
    parameter,
  };
}

/** @type {(path: string, body: object) => Promise<Program>} */
async function fetched(path, body) {
  const response = await call("POST", path, body, AbortSignal.timeout(TIME_LIMIT_MS));
  const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { name: named?.[1] ?? "nudge.py", file: await response.blob() };
}
