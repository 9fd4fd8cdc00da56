/**
 * What can be taken home of the walk and of the chain: a program that computes every number shown.
 *
 * @import {Beat} from "../page/timeline.js"
 * @import {State} from "../state/page.js"
 * @import {CalculusState} from "../scenes/calculus/state.js"
 *
 * @typedef {{name: string, file: Blob}} Program a file's name and what it holds
 */

import { at, call } from "./client.js";

/** Long enough for the ten thousand test digits to be packed. */
const TIME_LIMIT_MS = 60_000;

/**
 * The program of the walk of the present drawing.
 * @param {State} state
 * @param {boolean} digits whether the test digits come with it, so that it computes their mean cost
 * @returns {Promise<Program>} refused where the last change of the network was not the step shown
 */
export function walkProgram(state, digits) {
  const { session, drawing, target, learningRate, lastStep, pinned } = state;
  if (session === null || drawing.pixels === null) {
    return Promise.reject(new TypeError("Expected a drawing in a network, but there is none."));
  }
  const wish = {
    pixels: drawing.pixels,
    target,
    placement: drawing.placement,
    looked_at: pinned?.kind === "neuron" ? { layer: pinned.layer, index: pinned.index } : null,
    learning_rate: learningRate,
    step:
      lastStep === null ? null : { steps: lastStep.steps, learning_rate: lastStep.learning_rate },
    dataset: digits,
  };
  return fetched(`${at(session.id)}/program`, wish);
}

/**
 * Whether the program of a beat of the walk needs the test digits: they make it large.
 * @type {(beat: Beat) => boolean}
 */
export function needsDigits({ id }) {
  return id === "cost-mean";
}

/**
 * The program of the chain with its present numbers.
 * @type {(state: CalculusState) => Promise<Program>}
 */
export function chainProgram({ chain, by, pairs, parameter }) {
  return fetched("/api/program", {
    layers: [1, 1, 1, 1],
    parameters: chain.parameters,
    x: chain.x,
    y: chain.y,
    by,
    pairs,
    parameter,
  });
}

/** @type {(path: string, wish: object) => Promise<Program>} */
async function fetched(path, wish) {
  const response = await call("POST", path, wish, AbortSignal.timeout(TIME_LIMIT_MS));
  const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { name: named?.[1] ?? "nudge.py", file: await response.blob() };
}
