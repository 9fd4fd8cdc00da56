/** All sentences of the walk, and the names of what is in it. Pure: a sentence is made of the facts
 * of one drawing and of what its beat has found in them.
 * @import {Written} from "../../kit/format.js"
 * @import {AccuracyAnswer} from "../../server/types.js"
 * @import {Step} from "../../state/page.js"
 * @import {BackwardFacts, Facts} from "./walk_facts.js" */

import { format, formatApart, grouped } from "../../kit/format.js";
import { NUDGES } from "../../kit/nudges.js";
import { NEXT_CHAPTER } from "../../kit/words.js";
import { digitWords, largest, layerName } from "../../network/names.js";

/** Each part's name, by its id. */
export const PART_NAMES = {
  input: "Input",
  forward: "Forward",
  target: "Target",
  cost: "Cost",
  wishes: "Wishes",
  levers: "Three levers",
  "adding-up": "Adding up",
  "further-back": "Further back",
  step: "Step",
  chapter: NEXT_CHAPTER,
};

/** Words inside formulas. */
export const IN_FORMULAS = {
  pad: "pad",
  ink: "ink",
  scale: "scale",
  shift: "shift",
  desiredChangeOf: "wish for ",
  /** @type {(count: number) => string} */
  more: (count) => `${count} more`,
};

/** Words inside the pictures. */
export const IN_PICTURES = {
  /** @type {(times: number) => string} */
  changes: (times) =>
    times === 1
      ? "the weights that change most"
      : `the weights that change most, changes × ${grouped(times)}`,
  /** @type {(narrow: boolean) => string} */
  inputs: (narrow) => (narrow ? "784" : "784 inputs"),
  /** @type {(neuron: number, narrow: boolean) => string} */
  weightsTo: (neuron, narrow) => (narrow ? `to ${neuron}` : `weights to neuron ${neuron}`),
  moreInk: "more ink",
  lessInk: "less ink",
  /** @type {(cost: string) => string} */
  sum: (cost) => `sum  ${cost}`,
  /** @type {(count: number) => string} */
  steps: (count) => `${count} ${count === 1 ? "step" : "steps"}`,
};

export const TARGETS = "The digit it should have been";
/** What the button says that shows the wishes of one output alone, or of all.
 * @type {(output: number, alone: boolean) => string} */
export const soloWords = (output, alone) => (alone ? "All ten outputs" : `Output ${output} alone`);
/** @type {(neuron: number) => string} */
export const neuronWords = (neuron) => `neuron ${neuron}`;
/** @type {(k: number) => string} */
export const columnName = (k) => `Wishes of ${k}`;
/** @type {(k: number) => string} */
export const columnTitle = (k) => `Wishes of ${k}: press to hide or show`;

/** A word by the sign of a nudge, in its tone.
 * @type {(nudge: number, up: string, down: string) => Words} */
function direction(nudge, up, down) {
  return nudge < 0 ? { text: down, tone: "down" } : { text: up, tone: "up" };
}

/** @type {(nudge: number) => string} */
const signed = (nudge) => format(nudge, { plus: true }).text;

// Input

export const DRAW_CAPTION = [{ text: "Draw a digit from 0 to 9." }];

/** What the colours of the weights' lines say. @type {["positive" | "negative", string][]} */
export const LINES_LEGEND = [
  ["positive", "blue: weight > 0"],
  ["negative", "red: weight < 0"],
];

/** @type {(facts: Facts) => Words[]} */
export function centringCaption({ drawing }) {
  const isSample = drawing.sample !== null;
  return [
    { text: isSample ? "MNIST's digits came like this: cropped, " : "Your drawing is cropped, " },
    { text: "scaled to 20 pixels", tone: "accent" },
    { text: " and moved until its " },
    { text: "centre of mass", tone: "accent" },
    { text: " is in the middle." },
  ];
}

/** @type {(facts: Facts) => Words[]} */
export function numbersCaption({ forward }) {
  const inked = forward.activations[0].filter((value) => value > 0).length;
  return [
    { text: "28 × 28 pixels make " },
    { text: "784 numbers", tone: "accent" },
    { text: `, from 0 for paper to 1 for ink. Here ${inked} are not 0.` },
  ];
}

/** @type {Words[]} */
export const COLUMN_CAPTION = [
  { text: "Row by row they become the " },
  { text: "784 input neurons", tone: "accent" },
  { text: ": all that the network sees." },
];

// Forward

/** @type {(index: number) => Words[]} */
export function weightsCaption(index) {
  return [
    { text: `Neuron ${index} has a weight for every pixel: it looks for ink where they are ` },
    { text: "blue", tone: "up" },
    { text: ", for paper where they are " },
    { text: "red", tone: "down" },
    { text: "." },
  ];
}

/** @type {(facts: Facts, layer: number, index: number) => Words[]} */
export function sumCaption(facts, layer, index) {
  const isLast = layer === facts.last;
  const { verb } = isLast ? facts.output : facts.activation;
  return [
    {
      text: `${isLast ? "Output" : "Neuron"} ${index} weighs every activation before it, adds them and its bias, and ${verb}: `,
    },
    { text: format(facts.forward.activations[layer][index]).text, tone: "accent" },
  ];
}

/** How many of some numbers are written as one of them is, itself not counted.
 * @type {(values: number[], index: number) => number} */
function countEqual(values, index) {
  const { text } = format(values[index]);
  return values.filter((value) => format(value).text === text).length - 1;
}

/** @type {(count: number) => string} */
const andOthers = (count) => ` and ${count === 1 ? "one other" : `${count} others`}`;

/** @type {(facts: Facts, layer: number, most: number) => Words[]} */
export function layerCaption({ forward, last }, layer, most) {
  const activations = forward.activations[layer];
  const { length } = activations;
  const isLast = layer === last;
  const all = isLast
    ? `All ${length} outputs`
    : `All ${length} neurons of ${layerName(layer, last)}`;
  const value = format(activations[most]).text;
  const equal = countEqual(activations, most);
  if (equal === length - 1) {
    return [{ text: `${all} do the same, and all come to ${value}.` }];
  }
  const superlative = activations[most] < 0 ? "strongest" : "brightest";
  return [
    { text: `${all} do the same. ${isLast ? "Output" : "Neuron"} ` },
    { text: `${most}`, tone: "accent" },
    { text: equal === 0 ? " is" : `${andOthers(equal)} are` },
    { text: ` the ${superlative} (${value}).` },
  ];
}

/** @type {(facts: Facts) => Words[]} */
export function answerCaption({ forward, last }) {
  const { prediction } = forward;
  const outputs = forward.activations[last];
  const [digit, value] = [digitWords(prediction), format(outputs[prediction]).text];
  const equal = countEqual(outputs, prediction);
  if (equal > 0) {
    return [
      { text: "Not sure: " },
      { text: digit, tone: "accent" },
      { text: `${andOthers(equal)} are level (${value}).` },
    ];
  }
  return [
    { text: outputs[prediction] < 0.5 ? "Not sure: its best guess is " : "It reads " },
    { text: digit, tone: "accent" },
    { text: ` (${value}).` },
  ];
}

// Target

/** @type {(target: number | null) => Words[]} null while nobody has said it */
export function targetCaption(target) {
  const text =
    target === null ? "What should it have been?" : `It should be ${digitWords(target)}.`;
  return [{ text }];
}

/** @type {(isRight: boolean) => Words[]} */
export function rewindCaption(isRight) {
  const why = isRight
    ? "It is right already, so there is next to nothing to learn."
    : "It is wrong, but next to nothing of the error gets back.";
  return [
    { text: `${why} Wind its training back to when it was ` },
    { text: "still unsure", tone: "accent" },
    { text: "." },
  ];
}

/** @type {(nudge: number, layer: string) => Words[]} the layer's largest one now */
export function rewoundCaption(nudge, layer) {
  return [
    { text: "Earlier in its training this drawing still had something to teach. " },
    { text: `The largest nudge of ${layer} is ` },
    { text: format(nudge).text, tone: "accent" },
    { text: "." },
  ];
}

// Cost

/** @type {(facts: BackwardFacts) => Words[]} */
export function costCaption({ backward, target, cost }) {
  return [
    { text: "It should be " },
    { text: digitWords(target), tone: "accent" },
    { text: `. ${cost.terms} add up to the cost of this drawing, ` },
    { text: format(backward.cost).text, tone: "accent" },
    { text: "." },
  ];
}

/** @param {AccuracyAnswer | null} dataset null while the cost is being counted
 * @param {number} own the cost of this drawing
 * @returns {Words[]} */
export function meanCaption(dataset, own) {
  if (dataset === null) {
    return [{ text: "Averaged over the 10,000 test digits the cost is being counted …" }];
  }
  const { cost: mean, total } = dataset;
  const { sign } = comparedCosts(mean, own);
  const compared = { "<": "more than", ">": "less than", "\\approx": "as much as" }[sign];
  return [
    { text: `Averaged over ${grouped(total)} test digits the cost is ` },
    { text: format(mean, 3).text, tone: "accent" },
    { text: `. This drawing costs ${compared} the average.` },
  ];
}

/** The mean cost, a drawing's, and which is larger: neither where the shown digits do not say.
 * @type {(mean: number, own: number) => {mean: Written, own: Written, sign: "<" | ">" |
 *   "\\approx"}} */
export function comparedCosts(mean, own) {
  const written = { mean: format(mean, 3), own: format(own) };
  const order = Math.sign(written.own.shown - written.mean.shown);
  const sign = order === 0 || order !== Math.sign(own - mean) ? "\\approx" : order > 0 ? "<" : ">";
  return { ...written, sign };
}

/** Which way an output's wish goes; empty where what is shown of it is as desired.
 * @type {(facts: BackwardFacts, k: number) => Words[]} */
function outputNudge({ backward, forward, last, target }, k) {
  const off = format(forward.activations[last][k], 2).shown - (k === target ? 1 : 0);
  const nudge = backward.nudges.activations[last - 1][k];
  return off === 0 || nudge === 0 ? [] : [direction(nudge, "up", "down")];
}

/** @type {(facts: BackwardFacts) => Words[]} */
export function outputNudgesCaption(facts) {
  const { backward, last, target, output } = facts;
  const nudges = backward.nudges.activations[last - 1];
  const others = nudges.map((nudge, k) => (k === target ? 0 : Math.abs(nudge)));
  const other = largest(others);
  const own = outputNudge(facts, target);
  /** @type {Words[]} */
  const rise =
    own.length > 0
      ? [{ text: `Output ${target} should go ` }, ...own]
      : [{ text: `Output ${target} is where it should be` }];
  if (others[other] === 0) {
    const passed = output.is_elementwise ? "." : `; ${output.label} shares it out.`;
    return [...rise, { text: `. No other output has a nudge of its own${passed}` }];
  }
  const its = outputNudge(facts, other);
  return its.length > 0
    ? [
        ...rise,
        { text: `, output ${other} ` },
        ...its,
        { text: ": the further off, the stronger the nudge." },
      ]
    : [...rise, { text: own.length > 0 ? "; all others are near 0." : ", all others are near 0." }];
}

// Three levers

/** @type {(facts: BackwardFacts) => Words[]} */
export function leversCaption({ forward, last, target }) {
  const value = format(forward.activations[last][target]);
  const [where, can] =
    value.shown === 1
      ? ["where it should be", " could move it."]
      : ["and should be at 1", value.shown < 1 ? " can raise it." : " can lower it."];
  const comma = value.shown === 1 ? "," : "";
  return [
    { text: `Look at output ${target} alone. It is at ${value.text}${comma} ${where}. ` },
    { text: "Three levers", tone: "accent" },
    { text: can },
  ];
}

/** @type {Words} */
const NUDGE_OF_Z = { text: NUDGES.z.words, tone: NUDGES.z.tone };

/** @type {(nudge: number) => Words[]} */
export function biasCaption(nudge) {
  if (nudge === 0) {
    return [
      { text: "First lever: its bias. It counts in z as it is, so with no " },
      NUDGE_OF_Z,
      { text: " it has none." },
    ];
  }
  return [
    { text: "First lever: " },
    direction(nudge, "increase", "decrease"),
    { text: " its bias. It counts in z as it is, so it gets all of the " },
    NUDGE_OF_Z,
    { text: ", " },
    { text: signed(nudge), tone: "accent" },
    { text: "." },
  ];
}

/** Whether some other number is as large by size, as far as its digits show.
 * @type {(values: number[], index: number) => boolean} */
function isMatched(values, index) {
  return countEqual(values.map(Math.abs), index) > 0;
}

/** What a lever's largest nudge is. @param {number[]} nudges @param {number} most the index of it
 * @param {{alone: string, shared: string, none: string}} words before it
 * @returns {Words[]} */
function largestOf(nudges, most, { alone, shared, none }) {
  if (!nudges[most]) {
    return [{ text: nudges.length === 0 ? "." : none }]; // They are on their way.
  }
  const isShared = isMatched(nudges, most);
  return [
    { text: isShared ? shared : alone },
    { text: signed(nudges[most]), tone: "accent" },
    { text: isShared ? ", none more." : "." },
  ];
}

/** @param {number} most the neuron before it that its weight from has the largest nudge
 * @param {number[]} nudges of its weights @returns {Words[]} */
export function leverWeightsCaption(most, nudges) {
  return [
    { text: "Second lever: its weights, each by the " },
    NUDGE_OF_Z,
    { text: " times the activation it carries", tone: "accent" },
    ...largestOf(nudges, most, {
      alone: `. Neuron ${most}'s gets the most, `,
      shared: `. Neuron ${most}'s gets `,
      none: ". Here none has a nudge.",
    }),
  ];
}

/** @type {(most: number, contributions: number[]) => Words[]} */
export function leverActivationsCaption(most, contributions) {
  return [
    { text: "Third lever: the activations before it, each by the " },
    NUDGE_OF_Z,
    { text: " times its weight", tone: "accent" },
    ...largestOf(contributions, most, {
      alone: `. It asks neuron ${most} the most, `,
      shared: `. Neuron ${most} gets `,
      none: ". Here it asks for nothing.",
    }),
  ];
}

/** @type {Words[]} */
export const NO_DIRECT_CAPTION = [
  { text: "We cannot set an activation directly. So we " },
  { text: "note the wish and pass it", tone: "accent" },
  { text: " to the layer before." },
];

// Adding up, further back

/** An output passes on less than this share of its nudge where its curve is flat. */
const FLAT = 0.05;

/** Whether the curve of an output's function is flat where it stands.
 * @type {(facts: BackwardFacts, k: number) => boolean} */
function isFlat({ backward, last, output }, k) {
  const nudge = backward.nudges.activations[last - 1][k];
  return output.is_elementwise && Math.abs(backward.deltas[last - 1][k]) < FLAT * Math.abs(nudge);
}

/** An output that asks for less than this asks for next to nothing. */
const NOTHING = 0.002;
/** An output nearer than this to what it should be is nearly right. */
const NEAR = 0.1;

/** @param {BackwardFacts} facts
 * @param {number} k the output that asks
 * @param {number} most the neuron that it asks the most of
 * @param {boolean} first whether its column is the first
 * @returns {Words[]} */
export function columnCaption(facts, k, most, first) {
  const { backward, forward, last, target, output } = facts;
  const contributions = backward.contributions[last - 2][k];
  const contribution = contributions[most];
  if (Math.abs(contribution) < NOTHING) {
    const reason = isFlat(facts, k) ? `${output.symbol} is flat there` : "its weights are small";
    const off = Math.abs(forward.activations[last][k] - (k === target ? 1 : 0));
    const why =
      off < NEAR ? "is nearly right, so it asks" : `is far off, but ${reason}, so it asks`;
    return [
      { text: `Output ${k} ${why} for ` },
      { text: "next to nothing", tone: "accent" },
      { text: "." },
    ];
  }
  const isPassedOn = backward.nudges.activations[last - 1][k] === 0;
  const who = isPassedOn ? `Through ${output.label} output` : first ? "Output" : "And output";
  return [
    { text: `${who} ${k} wants neuron ${most} ` },
    direction(contribution, "up", "down"),
    { text: isMatched(contributions, most) ? ", none more: " : " most of all: " },
    { text: signed(contribution), tone: "accent" },
    { text: "." },
  ];
}

/** @param {BackwardFacts} facts
 * @param {number} k which of the outputs that are left asks the most @param {number} most of which
 *   neuron
 * @returns {Words[]} */
export function othersCaption({ backward, last }, k, most) {
  const contribution = backward.contributions[last - 2][k][most];
  if (Math.abs(contribution) < NOTHING) {
    return [
      { text: "The other eight ask for " },
      { text: "next to nothing", tone: "accent" },
      { text: "." },
    ];
  }
  return [
    {
      text: `And so do the other eight. The strongest of them, output ${k}, wants neuron ${most} `,
    },
    direction(contribution, "up", "down"),
    { text: " by " },
    { text: signed(contribution), tone: "accent" },
    { text: "." },
  ];
}

/** @type {(facts: BackwardFacts, row: number, sum: number) => Words[]} */
export function rowCaption({ target, alone }, row, sum) {
  if (sum === 0) {
    return [
      {
        text: alone
          ? `Output ${target} alone asks nothing of neuron ${row}.`
          : `Take neuron ${row}. Laid head to tail, its ten wishes end where they began.`,
      },
    ];
  }
  return [
    {
      text: alone
        ? `Output ${target} alone asks neuron ${row} to go `
        : `Take neuron ${row}. Laid head to tail, its ten wishes ask it to go `,
    },
    direction(sum, "up", "down"),
    { text: ", by " },
    { text: signed(sum), tone: "accent" },
    { text: "." },
  ];
}

/** @type {(facts: BackwardFacts, layer: number, most: number) => Words[]} */
export function addedUpCaption({ backward, last }, layer, most) {
  const nudges = backward.nudges.activations[layer - 1];
  const here = layerName(layer, last);
  if (nudges[most] === 0) {
    return [{ text: `All wishes for ${here} add up to nothing.` }];
  }
  const askers = layer + 1 === last ? "the outputs" : layerName(layer + 1, last);
  const isShared = isMatched(nudges, most);
  return [
    {
      text: isShared
        ? `All wishes for ${here} add up.`
        : `The wishes of ${askers} for ${here} add up.`,
    },
    { text: ` Together they want neuron ${most} ` },
    direction(nudges[most], "up", "down"),
    { text: isShared ? ", none more: " : " most: " },
    { text: signed(nudges[most]), tone: "accent" },
    { text: "." },
  ];
}

/** @type {(facts: BackwardFacts, layer: number, most: number) => Words[]} */
export function leversAgainCaption({ backward }, layer, most) {
  const nudge = backward.nudges.biases[layer - 1][most];
  return [
    { text: "Now each of these neurons plays the output's part, with the " },
    { text: "same three levers", tone: "accent" },
    { text: `. The bias of neuron ${most} gets ` },
    { text: nudge === 0 ? "0" : signed(nudge), tone: "accent" },
    { text: "." },
  ];
}

/** @type {(facts: BackwardFacts, most: number) => Words[]} */
export function pixelWeightsCaption({ backward, forward }, most) {
  const nudges = backward.nudges.biases[0];
  const [inputs, count] = [forward.activations[0].length, nudges.length];
  const end =
    nudges[most] === 0
      ? "Here none is to change."
      : isMatched(nudges, most)
        ? `None change more than neuron ${most}'s.`
        : `Neuron ${most}'s change most.`;
  return [
    { text: `The ${inputs} × ${count} weights of the pixels: each ` },
    { text: "in proportion to the ink", tone: "accent" },
    { text: ` under it. ${end}` },
  ];
}

/** The nudges of the pixels; none while they are on their way. What they say is true of a little
 * ink: each is a slope.
 * @type {(nudges: number[]) => Words[]} */
export function drawingCaption(nudges) {
  if (nudges.length > 0 && nudges.every((nudge) => nudge === 0)) {
    return [
      { text: "And the drawing itself? No pixel has a nudge: " },
      { text: "a little more or less ink changes nothing", tone: "accent" },
      { text: "." },
    ];
  }
  return [
    { text: "And the drawing itself? A little " },
    { text: "more ink where it is blue", tone: "up" },
    { text: ", " },
    { text: "less where it is red", tone: "down" },
    { text: ", would lower the cost fastest." },
  ];
}

// Step

/** @type {Words[]} */
export const STEP_READY_CAPTION = [
  { text: "Every weight and bias now knows its nudge: " },
  { text: "blue", tone: "up" },
  { text: " ones grow, " },
  { text: "red", tone: "down" },
  { text: " ones shrink. Press Step, and they move a little." },
];

/** @type {(step: Step | null) => Words[]} */
export function stepCaption(step) {
  if (step === null) {
    return [{ text: "Press Step, and the same drawing runs through the changed network." }];
  }
  const { cost_before, cost_after, steps } = step;
  const [before, after] = formatApart(cost_before, cost_after).map(({ text }) => text);
  const lead = `After ${steps === 1 ? "one step" : `${steps} steps`} the same drawing`;
  if (before === after) {
    return [{ text: `${lead} still costs ` }, { text: after, tone: "accent" }, { text: "." }];
  }
  return [
    { text: `${lead} costs ` },
    { text: after, tone: "accent" },
    { text: " instead of " },
    { text: before, tone: "accent", isGiven: true },
    { text: cost_after > cost_before ? ". The step was too long." : "." },
  ];
}
