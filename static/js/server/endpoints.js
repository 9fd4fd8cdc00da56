/** The server's HTTP interface, as the page uses it. Types of bodies and answers are written from
 * the server's own (`types.d.ts`).
 * @import {Tensor} from "./safetensors.js"
 * @import {AccuracyAnswer, AverageAnswer, AverageRequest, ByIndex, ChangedSession, CheckAllAnswer, CheckAnswer,
 *   CheckRequest, DirectionsAnswer, DirectionsRequest, FoldAnswer, FoldRequest, FunctionAnswer,
 *   GradientHeader, LabelledExample, LandscapeAnswer, LandscapeRequest, LearnAnswer, NewSession,
 *   Options, OthersAnswer, PassAnswer, PassAtStop, PassRequest, PredictionsAnswer, ProposedStep, RatesAnswer, RunObject, SessionObject, StepAnswer,
 *   StepRequest, WhatIfAnswer, WhatIfRequest} from "./types.js"
 * @typedef {"train" | "test"} Split
 * @typedef {{pixels: number[] | null, target: number | null}} Shown the example whose pass is shown
 * @typedef {{weights: Float32Array[], biases: Float32Array[]}} Parameters for layers 1 … L, row by
 *   row
 * @typedef {{name: string, file: Blob}} Program a file's name and what it holds
 * @typedef {{signal: AbortSignal, progress: (progress: {done: number, of: number}) => void}} By */

import { SERVER } from "../kit/words.js";
import { firstIndexOf } from "../network/names.js";
import { at, call, change, json, LONG_MS, Refusal, Unreachable } from "./client.js";
import { readSafetensors, readTensors } from "./safetensors.js";

/** A pass with all that the page shows: each weight's nudge, and the largest terms of each sum. */
export const WHOLE_PASS = "weights=true&terms=3";
/** The most steps that are taken until a drawing is read right. */
const MOST_STEPS = 100;

/** @type {(id: string, run: string) => string} */
const runAt = (id, run) => `${at(id)}/runs/${encodeURIComponent(run)}`;

/** @type {() => Promise<Options>} */
export const getOptions = () => json("GET", "api/options");

/** @type {() => Promise<CodeAnswer>} */
export const getCode = () => json("GET", "api/code");

/** @type {(network: NewSession) => Promise<SessionObject>} */
export const openSession = (network) => json("POST", "api/sessions", network);

/** @type {(id: string) => Promise<SessionObject>} */
export const getSession = (id) => json("GET", at(id));

/** What is not dropped now the server drops by itself. @type {(id: string) => Promise<void>} */
export async function deleteSession(id) {
  try {
    await call("DELETE", at(id), { read: nothing, once: true });
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Unreachable)) {
      throw error;
    }
  }
}

const nothing = () => Promise.resolve();

/** @type {(id: string) => Promise<Parameters>} */
export const getParameters = (id) =>
  call("GET", `${at(id)}/parameters?dtype=float32`, {
    read: async (response) => parametersOf(await response.arrayBuffer()),
  });

/** @type {(file: ArrayBuffer) => Parameters} */
function parametersOf(file) {
  const tensors = readSafetensors(file);
  /** @type {(letter: string) => Float32Array<ArrayBufferLike>[]} */
  const all = (letter) =>
    Array.from({ length: tensors.size / 2 }, (_, l) => {
      const tensor = tensors.get(`${letter}${l + 1}`);
      if (tensor === undefined) {
        throw new Refusal(200, SERVER.layerMissing, "");
      }
      return tensor;
    });
  return { weights: all("W"), biases: all("b") };
}

/** All that the server allows, by its setting's name. @type {() => Promise<Record<string, number>>} */
export const getLimits = () => json("GET", "api/limits");

/** The network as a file to be handed on. @type {(id: string) => Promise<Blob>} */
export const savedNetwork = (id) =>
  call("GET", `${at(id)}/parameters?without_id=true`, { read: (response) => response.blob() });

/** Take over the parameters of such a file. @type {(id: string, file: ArrayBuffer, undoable: boolean)
 *   => Promise<unknown>} */
export const loadParameters = (id, file, undoable) =>
  call("PUT", `${at(id)}/parameters?undoable=${undoable}`, { body: file, read: nothing });

/** Back too where there is a target, else forward alone.
 * @type {(id: string, shown: {pixels: number[], target: number | null}) => Promise<ForwardAnswer |
 *   BackwardAnswer>} */
export function pass(id, { pixels, target }) {
  return target === null
    ? json("POST", `${at(id)}/forward?terms=3`, { pixels })
    : json("POST", `${at(id)}/backward?${WHOLE_PASS}`, { pixels, target });
}

/** A pass back without the gradients of the single weights.
 * @type {(id: string, pixels: number[], target: number) => Promise<BackwardAnswer>} */
export const backward = (id, pixels, target) =>
  json("POST", `${at(id)}/backward`, { pixels, target });

/** @type {(id: string, shown: Shown, learning_rate: number) => Promise<StepAnswer>} */
export const step = (id, shown, learning_rate) =>
  change(`${at(id)}/step?${WHOLE_PASS}`, { ...shown, learning_rate });

/** Steps until the answer is right.
 * @type {(id: string, shown: Shown, learning_rate: number) => Promise<LearnAnswer>} */
export const learn = (id, shown, learning_rate) =>
  change(`${at(id)}/learn?${WHOLE_PASS}`, { ...shown, learning_rate, most: MOST_STEPS });

/** Steps on one example or on mini-batches that are not shown.
 * @type {(id: string, body: StepRequest) => Promise<StepAnswer>} */
export const stepOn = (id, body) => change(`${at(id)}/step`, body);

/** @type {(id: string, shown?: Shown & {count?: number}) => Promise<ChangedSession>} */
export const undo = (id, shown) => change(`${at(id)}/undo?${WHOLE_PASS}`, shown);

/** @type {(id: string, shown?: Shown) => Promise<ChangedSession>} */
export const redo = (id, shown) => change(`${at(id)}/redo?${WHOLE_PASS}`, shown);

/** @typedef {Pick<SessionObject, "layers" | "activation" | "output" | "cost">} Kind of a network
 * @typedef {number | null} StopOfTraining mini-batches; null for the network that is shipped trained
 */

/** A network's parameters at each stop of the recipe.
 * @type {(kind: Kind, version: string) => Promise<{stops: StopOfTraining[], parameters:
 *   Parameters[]}>} */
export async function parametersAtStops({ layers, activation, output, cost }, version) {
  const asked = query({ layers: layers.join(), activation, output, cost, version });
  const { tensors, metadata } = await call("GET", `api/trained_for?${asked}`, {
    read: async (response) => readTensors(await response.arrayBuffer()),
    patience: LONG_MS,
  });
  const stops = /** @type {StopOfTraining[]} */ (metadata.get("stops"));
  const all = /** @type {Float32Array} */ (tensors.get("parameters"));
  const count = all.length / stops.length;
  const rows = stops.map((_, i) => all.subarray(i * count, (i + 1) * count));
  return { stops, parameters: rows.map((row) => parametersIn(layers, row)) };
}

/** The parameters that a flat vector holds.
 * @type {(layers: number[], vector: Float32Array) => Parameters} */
export function parametersIn(layers, vector) {
  const behind = layers.slice(1);
  const starts = behind.map((_, i) => firstIndexOf(layers, i + 1));
  const biasesAt = behind.map((size, i) => starts[i] + size * layers[i]);
  return {
    weights: starts.map((start, i) => vector.subarray(start, biasesAt[i])),
    biases: biasesAt.map((start, i) => vector.subarray(start, start + behind[i])),
  };
}

/** One drawing's whole passes at each stop.
 * @type {(kind: Kind, shown: Shown) => Promise<PassAtStop[]>} */
export const passesAtStops = async ({ layers, activation, output, cost }, { pixels, target }) => {
  const body = { layers, activation, output, cost, pixels, target };
  const path = "api/trained_for/passes?whole=true&terms=3&inputs=true";
  return (await json("POST", path, body, { patience: LONG_MS })).stops;
};

/** @type {(id: string, body: Shown & {weights?: "trained" | "random", seed?: number, trained_for?:
 *   number}) => Promise<ChangedSession>} */
export function reset(id, body) {
  const path = `${at(id)}/reset?${WHOLE_PASS}`;
  const isAnyRandom = body.weights === "random" && body.seed === undefined;
  return isAnyRandom ? change(path, body) : json("POST", path, body); // Twice leads to the same.
}

/** @type {(id: string) => Promise<AccuracyAnswer>} */
export const accuracy = (id) => json("GET", `${at(id)}/accuracy?split=test`);

/** @type {(id: string) => Promise<PredictionsAnswer>} */
export const predictions = (id) => json("GET", `${at(id)}/predictions?split=test`);

/** The pass with one number of the network changed; the network itself stays as it is.
 * @type {(id: string, body: WhatIfRequest) => Promise<WhatIfAnswer>} */
export const whatIf = (id, body) => json("POST", `${at(id)}/what_if`, body);

/** @type {(id: string, body: CheckRequest) => Promise<CheckAnswer>} */
export const check = (id, body) => json("POST", `${at(id)}/check`, body);

/** What one step, to be taken or the last one, does to each digit's test examples.
 * @type {(id: string, body: ProposedStep) => Promise<OthersAnswer>} */
export const othersOf = (id, body) => json("POST", `${at(id)}/others`, body);

/** Where that step leads at other learning rates.
 * @type {(id: string, body: ProposedStep) => Promise<RatesAnswer>} */
export const ratesOf = (id, body) => json("POST", `${at(id)}/rates`, body);

/** All derivatives measured one by one.
 * @type {(id: string, pixels: number[], target: number, by: By) => Promise<CheckAllAnswer>} */
export const checkAll = (id, pixels, target, by) =>
  streamed(`${at(id)}/check/all`, "measured", { pixels, target }, by);

/** @type {(id: string, body: FoldRequest) => Promise<FoldAnswer>} */
export const fold = (id, body) => json("POST", `${at(id)}/fold`, body);

/** The pass of a small network that the page holds.
 * @type {(body: PassRequest) => Promise<PassAnswer>} */
export const passOf = (body) => json("POST", "api/pass", body);

/** @type {(activation: string, range: {from: number, to: number, count: number}) =>
 *   Promise<FunctionAnswer>} */
export const functionOf = (activation, { from, to, count }) =>
  json("GET", `api/functions?${query({ activation, from, to, count })}`);

/** A digit of a split, none after the last.
 * @type {(split: Split, label: string, offset: number) => Promise<Digit | undefined>} */
export async function digitAfter(split, label, offset) {
  const all = { split, offset, count: 1 };
  const asked = query(label === "" ? all : { ...all, label });
  return (await json("GET", `api/digits?${asked}`)).digits[0];
}

/** @type {(split: Split, indices: number[]) => Promise<Digit[]>} */
export const digitsAt = async (split, indices) =>
  (await json("GET", `api/digits?split=${split}&indices=${indices.join()}`)).digits;

/** @type {(digit: {split: Split, index: number}) => Promise<Digit>} */
export const digitAt = async ({ split, index }) => (await digitsAt(split, [index]))[0];

/** @type {(values: Record<string, string | number>) => string} */
export const query = (values) =>
  new URLSearchParams(
    Object.entries(values).map(([name, value]) => [name, String(value)]),
  ).toString();

/** @type {(id: string, run: string, name: string) => Promise<RunObject>} */
export const renameRun = (id, run, name) => json("PATCH", runAt(id, run), { name });

/** @type {(id: string, run: string) => Promise<void>} */
export async function removeRun(id, run) {
  try {
    await call("DELETE", runAt(id, run), { read: nothing });
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 404)) {
      throw error;
    } // Else it is gone already: the answer to an earlier try was lost.
  }
}

/** Set the network to a checkpoint of a run.
 * @type {(id: string, run: string, iteration: number) => Promise<ChangedSession>} */
export const goTo = (id, run, iteration) => json("POST", `${runAt(id, run)}/go`, { iteration });

/** Where a run's figures can be fetched as a table. @type {(id: string, run: string) => string} */
export const csvOf = (id, run) => `${runAt(id, run)}/csv`;

/** What each example wants of every parameter, -dC/dw, and their mean.
 * @type {(id: string, examples: (LabelledExample | ByIndex)[]) => Promise<GradientHeader & {nudges:
 *   Float64Array[], average: Float64Array}>} */
export async function gradient(id, examples) {
  const { tensors, metadata } = await call("POST", `${at(id)}/gradient`, {
    body: { examples },
    read: async (response) => readTensors(await response.arrayBuffer()),
  });
  const [nudges, average] = [float64(tensors, "nudges"), float64(tensors, "average")];
  const count = average.length;
  /** @type {any} */
  const header = Object.fromEntries(metadata);
  return {
    ...header,
    nudges: examples.map((_, k) => nudges.subarray(k * count, (k + 1) * count)),
    average,
  };
}

/** @type {(tensors: Map<string, Tensor>, name: string) => Float64Array} */
function float64(tensors, name) {
  const tensor = tensors.get(name);
  if (!(tensor instanceof Float64Array)) {
    throw new Refusal(200, SERVER.lacks(name), "");
  }
  return tensor;
}

/** @type {(id: string, body: AverageRequest, by: By) => Promise<AverageAnswer>} */
export const averageGradient = (id, body, by) =>
  streamed(`${at(id)}/gradient/average`, "average", body, by);

/** The next mini-batches' gradients, compared with the exact one.
 * @type {(id: string, body: DirectionsRequest, by: By) => Promise<DirectionsAnswer>} */
export const directions = (id, body, by) => streamed(`${at(id)}/directions`, "exact", body, by);

/** The cost on a plane around the network.
 * @type {(id: string, body: LandscapeRequest, by: By) => Promise<LandscapeAnswer>} */
export const landscape = (id, body, by) => streamed(`${at(id)}/landscape`, "costs", body, by);

/** An answer of one JSON object a line: how far the server has come, and in the last what was asked
 * for, which has the field `wanted`.
 * @type {(path: string, wanted: string, body: unknown, by: By) => Promise<any>} */
function streamed(path, wanted, body, { signal, progress }) {
  /** @type {(response: Response) => Promise<any>} */
  const read = async (response) => {
    /** @type {any} */
    let last = {};
    for await (const line of linesOf(response)) {
      last = JSON.parse(line);
      progress({ done: last.done, of: last.of });
    }
    if ("detail" in last) {
      throw new Refusal(200, last.detail, path);
    }
    if (!(wanted in last)) {
      throw new Unreachable(SERVER.brokenOff);
    }
    return last;
  };
  return call("POST", path, { body, read, signal, patience: LONG_MS });
}

/** @type {(response: Response) => AsyncGenerator<string>} */
async function* linesOf(response) {
  const stream = response.body ?? new ReadableStream();
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter(Boolean);
  }
  if (rest.trim() !== "") {
    yield rest;
  }
}

/** What a network computes as tables, to be printed.
 * @typedef {object} TablesOf
 * @property {string | null} id null for a small network that the page holds
 * @property {string} part @property {object} body */

/** A program that computes what is shown, likewise.
 * @type {(id: string | null, body: object) => Promise<Program>} */
export function program(id, body) {
  /** @type {(response: Response) => Promise<Program>} */
  const read = async (response) => {
    const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
    return { name: named?.[1] ?? "nudge.py", file: await response.blob() };
  };
  return call("POST", `${id === null ? "api" : at(id)}/program`, {
    body,
    read,
    patience: LONG_MS,
  });
}
