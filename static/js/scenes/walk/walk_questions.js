/** What a room is asked in the walk before it is shown. What is right comes from the answers of the
 * server; where these make a question pointless, it is not asked. Pure.
 * @import {BackwardFacts, Facts} from "./walk_facts.js" */

import { grouped } from "../../kit/format.js";
import { layerName, parameterCount, strongest } from "../../network/names.js";
import { nearest } from "../../state/questions.js";
import {
  BIAS_SIGNS,
  BLUE_OR_RED,
  costWords,
  GATE,
  LARGEST_DELTA,
  MEASURED,
  NUDGE_SIZE,
  OTHERS_COST,
  PAPER_PIXEL,
  READING,
  ROW_SIGN,
  STEP_COST,
  signedWords,
  TENFOLD,
  TORN,
  WEIGHT_NUDGES,
} from "./question_words.js";

/** By how much the right one of several has to stand out. */
const MARGIN = 1.15;
/** Nobody sees, or learns anything of, less than this. */
const NOTHING = 1e-4;

/** The indices of a list's numbers, the largest first. @type {(numbers: number[]) => number[]} */
const ranked = (numbers) => numbers.map((_, i) => i).sort((p, q) => numbers[q] - numbers[p]);

/** Which of some sizes is the largest; null where it hardly stands out.
 * @type {(sizes: number[]) => number | null} */
function clearly(sizes) {
  const [first, second] = ranked(sizes);
  return sizes[first] > NOTHING && sizes[first] >= MARGIN * sizes[second] ? first : null;
}

/** Whether all numbers are positive, or all negative. @type {(numbers: number[]) => boolean} */
const isOneSided = (numbers) =>
  numbers.every((number) => number > 0) || numbers.every((number) => number < 0);

/** What it will read: one of the three brightest outputs.
 * @type {(facts: Facts) => Question | null} */
export function readingQuestion({ forward, last }) {
  const outputs = forward.activations[last];
  const { prediction } = forward;
  const digits = ranked(outputs).slice(0, 3);
  if (digits[0] !== prediction || outputs[prediction] - outputs[digits[1]] < 0.01) {
    return null;
  }
  digits.sort((p, q) => p - q);
  return {
    id: "reading",
    text: READING.text,
    choices: digits.map(READING.choice),
    right: digits.indexOf(prediction),
    why: () => READING.why(prediction, outputs[prediction]),
  };
}

/** How long the longest arrow may be that is dragged. */
const SCALES = [0.1, 0.2, 0.5, 1, 2];

/** How long the arrow of the output is that is furthest off. A square has an arrow of at most 2.
 * @type {(facts: BackwardFacts) => Question | null} */
export function nudgeSizeQuestion({ backward, forward, last, target, cost }) {
  const nudges = backward.nudges.activations[last - 1];
  const output = strongest(nudges);
  const activation = forward.activations[last][output];
  const desired = output === target ? 1 : 0;
  const gap = desired - activation;
  const isSquare = cost.id === "squared_error";
  if (!isSquare || Math.abs(gap) < 0.03 || Math.abs(gap) > 1) {
    return null;
  }
  const most = SCALES.find((scale) => scale >= 2.4 * Math.abs(gap)) ?? 2;
  const presets = [2, 1, -1, -2].map((factor) => factor * gap).sort((p, q) => p - q);
  return {
    id: "wish-size",
    text: NUDGE_SIZE.text(output, activation, desired),
    choices: presets.map(NUDGE_SIZE.words),
    right: nudges[output],
    why: () => NUDGE_SIZE.why(activation, desired, nudges[output]),
    amount: {
      ...{ least: -most, most, start: 0, presets, words: NUDGE_SIZE.words },
      ...{ tolerance: most / 10, within: costWords(most / 10) },
    },
  };
}

/** The biases of the target and of the others.
 * @type {(facts: BackwardFacts) => Question | null} */
export function biasSignsQuestion({ backward, last, target }) {
  const nudges = backward.nudges.biases[last - 1];
  const others = nudges.filter((_, k) => k !== target);
  const own = nudges[target];
  if (Math.abs(own) < NOTHING || !isOneSided(others)) {
    return null;
  }
  const isTheirsUp = others[0] > 0;
  return {
    id: "bias-signs",
    text: BIAS_SIGNS.text(target),
    choices: BIAS_SIGNS.choices,
    right: (own > 0 ? 0 : 2) + (isTheirsUp ? 0 : 1),
    why: () => BIAS_SIGNS.why(own, isTheirsUp),
  };
}

/** Which weight into the target has the largest nudge: they share their δ, so the brightest input.
 * @type {(facts: BackwardFacts) => Question | null} */
export function weightNudgesQuestion({ backward, forward, last, target, weight }) {
  const nudges = backward.nudges.weights?.[last - 1][target];
  const before = forward.activations[last - 1];
  const asked = last > 1 ? backward.nudges.activations[last - 2] : null;
  if (!nudges || asked === null || weight(last, target, 0) === null) {
    return null;
  }
  const weights = before.map((_, j) => Math.abs(weight(last, target, j) ?? 0));
  const chosen = distinct([before.map(Math.abs), weights, asked.map(Math.abs)]);
  const right = clearly(chosen.map((j) => Math.abs(nudges[j])));
  if (right === null) {
    return null;
  }
  const { brightest, heaviest, keenest } = WEIGHT_NUDGES;
  const words = [brightest, heaviest, keenest].map((choice, i) => choice(chosen[i]));
  return {
    id: "weight-nudges",
    text: WEIGHT_NUDGES.text(target),
    choices: words,
    right,
    why: () => WEIGHT_NUDGES.why(chosen[right], before[chosen[right]]),
  };
}

/** The index of the largest in each of several lists, none of them twice.
 * @type {(lists: number[][]) => number[]} */
function distinct(lists) {
  /** @type {number[]} */
  const chosen = [];
  for (const list of lists) {
    chosen.push(ranked(list).find((index) => !chosen.includes(index)) ?? 0);
  }
  return chosen;
}

/** Which neurons should become brighter for the target's sake.
 * @type {(facts: BackwardFacts) => Question | null} */
export function blueOrRedQuestion({ backward, last, target }) {
  const contributions = backward.contributions[last - 2]?.[target] ?? [];
  const nudge = -backward.deltas[last - 1][target];
  const isMixed = Math.max(...contributions) > NOTHING && Math.min(...contributions) < -NOTHING;
  if (!isMixed) {
    return null;
  }
  const isUp = nudge > 0;
  return {
    id: "blue-or-red",
    text: BLUE_OR_RED.text(target, isUp),
    choices: BLUE_OR_RED.choices,
    right: isUp ? 0 : 1,
    why: () => BLUE_OR_RED.why(isUp),
  };
}

/** Which way all outputs together want a neuron to go that the target has a wish for.
 * @type {(facts: BackwardFacts, row: number) => Question | null} */
export function rowQuestion({ backward, last, target }, row) {
  const sum = backward.nudges.activations[last - 2][row];
  const own = backward.contributions[last - 2][target][row];
  if (Math.abs(sum) < NOTHING || Math.abs(own) < NOTHING) {
    return null;
  }
  return {
    id: "row-sign",
    text: ROW_SIGN.text(target, row, own),
    choices: ROW_SIGN.choices,
    right: sum > 0 ? 0 : 1,
    why: () => ROW_SIGN.why(sum),
  };
}

/** How much of an output's nudge gets through its curve: that of z, of that of a.
 * @type {(gate: {index: number, slope: number, ofA: number, ofZ: number}) => Question | null} */
export function gateQuestion({ index, slope, ofA, ofZ }) {
  if (Math.abs(ofA) < 0.02 || ofZ / ofA > 1 || ofZ / ofA < 0) {
    return null;
  }
  const presets = [0.05, 0.25, 0.5, 1].map((share) => share * ofA).sort((p, q) => p - q);
  const [least, most] = [Math.min(0, 1.2 * ofA), Math.max(0, 1.2 * ofA)];
  const tolerance = 0.08 * Math.abs(ofA);
  return {
    id: "gate",
    text: GATE.text(index, ofA),
    choices: presets.map(signedWords),
    right: ofZ,
    why: () => GATE.why(slope),
    amount: {
      ...{ least, most, start: ofA, presets, words: signedWords },
      ...{ tolerance, within: costWords(tolerance) },
    },
  };
}

/** Whether signs alone tell where a neuron goes that three outputs pull both ways; best one that goes
 * the way of the fewer.
 * @type {(facts: BackwardFacts) => Question | null} */
export function tornQuestion({ backward, last }) {
  const rows = backward.contributions[last - 2] ?? [];
  const sums = backward.nudges.activations[last - 2] ?? [];
  const pulled = sums.map((sum, neuron) => {
    const outputs = ranked(rows.map((row) => Math.abs(row[neuron])))
      .slice(0, 3)
      .sort((p, q) => p - q);
    const asked = outputs.map((k) => rows[k][neuron]);
    const up = asked.filter((nudge) => nudge > 0).length;
    const isTorn = (up === 1 || up === 2) && asked.every((nudge) => Math.abs(nudge) > NOTHING);
    const isOutvoted = up === 2 ? sum < 0 : sum > 0;
    return { neuron, sum, outputs, asked, telling: isTorn ? (isOutvoted ? 2 : 1) : 0 };
  });
  const [best] = pulled.sort(
    (one, other) => other.telling - one.telling || Math.abs(other.sum) - Math.abs(one.sum),
  );
  if (!best || best.telling === 0 || rows.length !== 10) {
    return null;
  }
  const { neuron, outputs, asked } = best;
  return {
    id: "torn",
    text: TORN.text(
      neuron,
      outputs,
      asked.map((nudge) => nudge > 0),
    ),
    choices: TORN.choices,
    right: TORN.choices.length - 1, // Signs do not say how large a wish is.
    why: () => TORN.why(asked),
  };
}

/** What ten times the learning rate does. Falls that differ by less look the same.
 * @type {(facts: BackwardFacts) => Question | null} */
export function tenfoldQuestion({ rates, learningRate }) {
  const SAME = 0.1;
  if (rates === null) {
    return null;
  }
  const { cost, costs, present } = rates;
  const rate = present.learning_rate;
  const at = nearest(rates.rates, 10 * rate);
  const isThere = at !== null && Math.abs(rates.rates[at] - 10 * rate) < 0.01 * rate;
  const fall = present.cost === null ? 0 : cost - present.cost;
  if (!isThere || rate !== learningRate || fall < 0.02 * cost || fall < NOTHING) {
    return null;
  }
  const tenfold = costs[at];
  const further = (tenfold === null ? Number.NEGATIVE_INFINITY : cost - tenfold) / fall;
  const { text, choices, why } = TENFOLD;
  return {
    id: "tenfold",
    text: text(rate),
    choices,
    right: further > 1 + SAME ? 0 : further < 1 - SAME ? 2 : 1,
    why: () => why(cost, present.cost ?? cost, tenfold),
  };
}

/** How many passes forward measure all derivatives.
 * @type {(facts: BackwardFacts) => Question | null} */
export function measuredQuestion({ backward, forward }) {
  if (!backward.nudges.weights) {
    return null;
  }
  const count = parameterCount(forward.activations.map(({ length }) => length));
  const choices = [1, 2, forward.activations[0].length, count + 1].map(grouped);
  return {
    id: "measured",
    text: MEASURED.text(grouped(count)),
    choices,
    right: choices.length - 1,
    why: () => MEASURED.why(grouped(count + 1)),
  };
}

/** Which weight into a hidden layer has the largest nudge: of the largest δ, from the brightest input,
 * or the largest weight.
 * @type {(facts: BackwardFacts, layer: number) => Question | null} */
export function largestDeltaQuestion({ backward, forward, last, weight }, layer) {
  const nudges = backward.nudges.weights?.[layer - 1];
  const deltas = backward.deltas[layer - 1];
  const before = forward.activations[layer - 1];
  if (!nudges || layer < 2 || weight(layer, 0, 0) === null) {
    return null;
  }
  const [to, other, third] = ranked(deltas.map(Math.abs));
  const inputs = ranked(before.map(Math.abs));
  const middling = inputs[Math.floor(inputs.length / 3)];
  const weights = before.map((_, j) => Math.abs(weight(layer, third, j) ?? 0));
  const heaviest = ranked(weights).find((j) => j !== middling && j !== inputs[0]) ?? 0;
  const pairs = [
    [middling, to],
    [inputs[0], other],
    [heaviest, third],
  ];
  const right = clearly(pairs.map(([from, into]) => Math.abs(nudges[into][from])));
  if (right === null) {
    return null;
  }
  const { keenest, brightest, heaviest: heavy } = LARGEST_DELTA;
  const [from, into] = pairs[right];
  return {
    id: "largest-delta",
    text: LARGEST_DELTA.text(layerName(layer, last)),
    choices: [keenest, brightest, heavy].map((choice, i) => choice(pairs[i][0], pairs[i][1])),
    right,
    why: () => LARGEST_DELTA.why(deltas[into], before[from], nudges[into][from]),
  };
}

/** What a weight from paper learns. @type {(facts: BackwardFacts) => Question | null} */
export function paperPixelQuestion({ backward, forward }) {
  const nudges = backward.nudges.weights?.[0][strongest(backward.nudges.biases[0])];
  const paper = forward.activations[0].indexOf(0);
  if (!nudges || paper < 0 || Math.max(...nudges.map(Math.abs)) < NOTHING) {
    return null;
  }
  const size = Math.abs(nudges[paper]);
  return {
    id: "paper-pixel",
    text: PAPER_PIXEL.text,
    choices: PAPER_PIXEL.choices,
    right: size === 0 ? 0 : size < Math.max(...nudges.map(Math.abs)) ? 1 : 2,
    why: () => PAPER_PIXEL.why,
  };
}

/** What one step did to this drawing and to another digit: the one that its outputs confuse it with.
 * @type {(facts: BackwardFacts, changes: number[] | null) => Question | null} */
export function othersCostQuestion({ forward, last, step, target }, changes) {
  if (step === null || step.steps !== 1) {
    return null;
  }
  const other = ranked(forward.activations[last]).find((digit) => digit !== target) ?? 0;
  const own = step.cost_after - step.cost_before;
  const theirs = changes?.[other] ?? null;
  if (theirs === 0 || Math.abs(own) < NOTHING) {
    return null;
  }
  const { text, choices, why } = OTHERS_COST;
  return {
    id: "others-cost",
    text: text(target, other),
    choices,
    right: theirs === null ? null : (own < 0 ? 0 : 2) + (theirs > 0 ? 1 : 0),
    why: () => why(own, other, theirs ?? 0),
  };
}

/** What the drawing costs after one step. Beyond these costs a bar tells nothing any more.
 * @type {(facts: BackwardFacts) => Question | null} */
export function stepCostQuestion({ step }) {
  if (step === null || step.steps !== 1) {
    return null;
  }
  const { cost_before: before, cost_after: after } = step;
  if (before < 0.01 || before > 100 || after > 3 * before) {
    return null;
  }
  const presets = [0.15, 0.5, 0.85, 1.2].map((share) => share * before);
  return {
    id: "step-cost",
    text: STEP_COST.text(before),
    choices: presets.map(costWords),
    right: after,
    why: () => STEP_COST.why(before, after),
    amount: {
      ...{ least: 0, most: Math.max(1.5 * before, 1.1 * after), start: before, presets },
      ...{ tolerance: 0.15 * before, within: costWords(0.15 * before), words: costWords },
    },
  };
}
