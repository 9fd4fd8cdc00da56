/** Parts Adding up and Further back: what every neuron asks of the layer before it, as columns, and
 * their sum as that layer's nudges; then the same a layer further back.
 * @import {Columns} from "../../network/beat_picture.js"
 * @import {BackwardFacts} from "./walk_facts.js" */

import { equation } from "../../kit/equation.js";
import { format } from "../../kit/format.js";
import { nudgeTex } from "../../kit/nudges.js";
import { formatSum, shownSum, withoutZeros } from "../../kit/shown_sum.js";
import { aligned, excerpt, number, product, sumTex, symbol, table } from "../../kit/tex.js";
import { columns, picture } from "../../network/beat_picture.js";
import { strongest } from "../../network/names.js";
import { gateBeats, gateTex } from "./gate.js";
import { gateNeuron } from "./gate_curves.js";
import { askedTex } from "./sums.js";
import {
  largestDeltaQuestion,
  paperPixelQuestion,
  rowQuestion,
  tornQuestion,
} from "./walk_questions.js";
import {
  addedUpCaption,
  columnCaption,
  IN_FORMULAS,
  leversAgainCaption,
  othersCaption,
  pixelWeightsCaption,
  rowCaption,
} from "./words.js";

/** The columns of the target and of the strongest other output, then those of all others; one row of
 * them laid head to tail; and all rows added up.
 * @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function addingBeats(facts) {
  const { backward, last, target } = facts;
  const contributions = backward.contributions[last - 2];
  if (!contributions) {
    return [];
  }
  const size = contributions.map((row) => Math.max(...row.map(Math.abs)));
  const order = size
    .map((_, k) => k)
    .sort((p, q) => (q === target ? 1 : 0) - (p === target ? 1 : 0) || size[q] - size[p]);
  return [
    columnBeat(facts, order.slice(0, 1)),
    columnBeat(facts, order.slice(0, 2)),
    othersBeat(facts, order),
    rowBeat(facts),
    { ...sumBeat(facts, last - 1, "adding-up"), duration: SUM_MS },
  ];
}

/** How long ten things take that move one after the other, in milliseconds. */
const OTHERS_MS = 2000;
const ROW_MS = 3000;
const SUM_MS = 1800;

/** @type {(facts: BackwardFacts, shown: Partial<Columns> & Pick<Columns, "order">, kind: "column" |
 *   "row") => Picture} */
function columnsPicture({ last }, shown, kind) {
  const standing = columns({ layer: last - 1, ...shown });
  return picture({ activations: last, cost: true, columns: standing, motion: { kind } });
}

/** @type {(facts: BackwardFacts, order: number[]) => NetworkBeat} the last one of the order comes */
function columnBeat(facts, order) {
  const { backward, last } = facts;
  const k = order[order.length - 1];
  const contributions = backward.contributions[last - 2][k];
  const row = strongest(contributions);
  return {
    id: `adding-${k}`,
    caption: columnCaption(facts, k, row, order.length === 1),
    tex: columnFormula(contributions, k, row, last),
    lines: ["back"],
    question: null,
    picture: {
      ...columnsPicture(facts, { order, arriving: [k], row }, "column"),
      neuron: { layer: last, index: k },
    },
  };
}

/** All columns that are left, by one press.
 * @type {(facts: BackwardFacts, order: number[]) => NetworkBeat} */
function othersBeat(facts, order) {
  const contributions = facts.backward.contributions[facts.last - 2];
  const others = order.slice(2).sort((p, q) => p - q);
  const k = order[2] ?? order[0];
  const row = strongest(contributions[k]);
  return {
    id: "adding-others",
    also: others.map((other) => `adding-${other}`),
    caption: othersCaption(facts, k, row),
    tex: columnFormula(contributions[k], k, row, facts.last),
    lines: ["back"],
    question: tornQuestion(facts),
    duration: OTHERS_MS,
    picture: columnsPicture(facts, { order, arriving: others, row }, "column"),
  };
}

/** What all outputs together ask of the second last layer; or what the target alone does.
 * @type {(facts: BackwardFacts) => number[]} */
const askedFor = ({ backward, last, target, alone }) =>
  alone ? backward.contributions[last - 2][target] : backward.nudges.activations[last - 2];

/** Whose columns are added up. @type {(facts: BackwardFacts) => number[]} */
const askers = ({ backward, last, target, alone }) =>
  alone ? [target] : backward.contributions[last - 2].map((_, k) => k);

/** One row head to tail: of a neuron that the target alone wants the other way than all do, where
 * there is one of which much is asked.
 * @type {(facts: BackwardFacts) => NetworkBeat} */
function rowBeat(facts) {
  const { backward, last, target, alone } = facts;
  const row = tellingRow(backward.contributions[last - 2][target], facts);
  const sum = askedFor(facts);
  const solo = { output: target, alone };
  const shown = { order: askers(facts), sum, row, lifted: true, solo };
  return {
    id: "adding-row",
    caption: rowCaption(facts, row, sum[row]),
    tex: alone ? aloneFormula(facts, row) : rowFormula(facts, row),
    lines: ["back"],
    question: alone ? null : rowQuestion(facts, row),
    duration: ROW_MS,
    picture: columnsPicture(facts, shown, "row"),
  };
}

/** From this share of the largest nudge on much is asked of a neuron. */
const MUCH = 0.4;

/** @type {(own: number[], facts: BackwardFacts) => number} */
function tellingRow(own, { backward, last }) {
  const nudges = backward.nudges.activations[last - 2];
  const most = strongest(nudges);
  const torn = nudges.map((nudge, j) =>
    nudge * own[j] < 0 && Math.abs(nudge) >= MUCH * Math.abs(nudges[most]) ? Math.abs(own[j]) : 0,
  );
  const row = strongest(torn);
  return torn[row] > 0 ? row : most;
}

/** What one output asks of two neurons: of the first, and of the one that it asks the most of (or of
 * the last where those are one).
 * @type {(contributions: number[], k: number, most: number, last: number) => string} */
function columnFormula(contributions, k, most, last) {
  const { length } = contributions;
  const indices = [0, most || length - 1];
  /** @type {(j: number) => string} */
  const name = (j) =>
    symbol(
      "nudge-a",
      `-${symbol("delta", `\\delta^{(${last})}_{${k}}`)}\\, ${symbol("w", `w^{(${last})}_{${k},${j}}`)}`,
    );
  return table(
    excerpt(indices, length, name),
    excerpt(indices, length, (j) => number(contributions[j])),
  );
}

/** All columns and their sum, which is the layer's nudges; of the last layer but one also the column
 * of the target alone.
 * @type {(facts: BackwardFacts, layer: number, id: string) => NetworkBeat} */
function sumBeat(facts, layer, id) {
  const { backward, last, target } = facts;
  const isFirst = layer === last - 1;
  const alone = isFirst && facts.alone;
  const order = isFirst ? askers(facts) : backward.contributions[layer - 1].map((_, k) => k);
  const sum = isFirst ? askedFor(facts) : backward.nudges.activations[layer - 1];
  const row = strongest(sum);
  const solo = isFirst ? { output: target, alone } : null;
  return {
    id,
    caption: alone ? rowCaption(facts, row, sum[row]) : addedUpCaption(facts, layer, row),
    tex: alone ? aloneFormula(facts, row) : sumFormula(facts, layer, row),
    lines: ["back", "keep-gradient"],
    question: null,
    picture: picture({
      activations: last,
      cost: true,
      lit: layer,
      columns: columns({ layer, order, sum, row, solo }),
      motion: { kind: "sum" },
    }),
  };
}

/** @type {(facts: BackwardFacts, layer: number, j: number) => string} */
function sumFormula({ backward }, layer, j) {
  const sum = shownSum(
    backward.contributions[layer - 1].map((row) => row[j]),
    backward.nudges.activations[layer - 1][j],
  );
  return aligned(sumSymbols(layer, j), `${sum.total.tex} &= ${sumTex(sum, IN_FORMULAS.more)}`);
}

/** The sum of one row with the digits of its picture; what is 0 in these stands together.
 * @type {(facts: BackwardFacts, j: number) => string} */
function rowFormula({ backward, last }, j) {
  const asked = backward.contributions[last - 2].map((row) => row[j]);
  const written = formatSum(asked, backward.nudges.activations[last - 2][j]);
  const sum = withoutZeros(written.slice(0, -1), written[asked.length]);
  return aligned(sumSymbols(last - 1, j), `${sum.total.tex} &= ${sumTex(sum, IN_FORMULAS.more)}`);
}

/** @type {(layer: number, j: number) => string} */
const sumSymbols = (layer, j) =>
  `${nudgeTex("a", `^{(${layer})}_{${j}}`)} &= \\textstyle\\sum_k -${symbol("delta", `\\delta^{(${layer + 1})}_k`)}\\, ${symbol("w", `w^{(${layer + 1})}_{k,${j}}`)}`;

/** What the target alone asks of a neuron.
 * @type {(facts: BackwardFacts, j: number) => string} */
function aloneFormula({ backward, last, target, weight }, j) {
  const w = weight(last, target, j);
  const delta = -backward.deltas[last - 1][target];
  const asked = format(backward.contributions[last - 2][target][j]);
  return aligned(
    askedTex(last, target, j),
    w === null ? asked.tex : equation(asked, (style) => product([delta, w], "\\times", style)),
  );
}

/** A layer further back, until the first hidden layer; then the weights of the pixels.
 * @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function furtherBeats(facts) {
  const { last } = facts;
  /** @type {NetworkBeat[]} */
  const beats = [];
  for (let layer = last - 1; layer >= 1; layer--) {
    if (layer === last - 1) {
      const index = gateNeuron(facts.backward, layer);
      beats.push(...gateBeats(facts, `further-${layer}-gate`, layer, index));
    }
    beats.push(leversAgainBeat(facts, layer));
    if (layer > 1) {
      beats.push(sumBeat(facts, layer - 1, `further-${layer - 1}`));
    }
  }
  beats.push(pixelWeightsBeat(facts));
  return beats;
}

/** @type {(facts: BackwardFacts, layer: number) => NetworkBeat} */
function leversAgainBeat(facts, layer) {
  const most = gateNeuron(facts.backward, layer);
  return {
    id: `further-${layer}-levers`,
    caption: leversAgainCaption(facts, layer, most),
    tex: layer === facts.last - 1 ? biasFormula(facts, layer, most) : gateTex(facts, layer, most),
    lines: ["through", "chain", "hidden-bias", "hidden-weights"],
    question: largestDeltaQuestion(facts, layer),
    picture: picture({
      activations: facts.last,
      cost: true,
      nudges: layer,
      lit: layer,
      lines: "layer-weight-nudges",
      motion: { kind: "lines", layer },
    }),
  };
}

/** Its gate has just been seen. @type {(facts: BackwardFacts, layer: number, index: number) => string}
 */
function biasFormula({ backward }, layer, index) {
  const at = `^{(${layer})}_{${index}}`;
  const nudge = number(backward.nudges.biases[layer - 1][index]);
  return aligned(
    `${symbol("nudge", `-\\partial C_0 / \\partial b${at}`)} &= -${symbol("delta", `\\delta${at}`)} \\times 1`,
    `${nudge} &= ${nudge} \\times 1`,
  );
}

/** @type {(facts: BackwardFacts) => NetworkBeat} */
function pixelWeightsBeat(facts) {
  const { backward, forward, last } = facts;
  const inputs = forward.activations[0];
  const nudges = backward.nudges.biases[0];
  const most = strongest(nudges);
  // Its weights' nudges are in proportion to the ink: the strongest is that of the inkiest pixel.
  const pixel = strongest(inputs);
  const nudge = backward.nudges.weights?.[0][most][pixel]; // Else it is on its way.
  return {
    id: "further-pixels",
    caption: pixelWeightsCaption(facts, most),
    tex: aligned(
      `${symbol("nudge", `-\\partial C_0 / \\partial w^{(1)}_{${most},${pixel}}`)} &= -${symbol("delta", `\\delta^{(1)}_{${most}}`)}\\, ${symbol("a-before", `a^{(0)}_{${pixel}}`)}`,
      ...(nudge === undefined
        ? []
        : [
            equation(format(nudge), (style) =>
              product([nudges[most], inputs[pixel]], "\\times", style),
            ),
          ]),
    ),
    lines: ["hidden-weights"],
    question: paperPixelQuestion(facts),
    asked: picture({ activations: last, cost: true, nudges: 1 }),
    picture: picture({
      inputs: "picture",
      activations: last,
      cost: true,
      nudges: 1,
      lines: "pixel-weight-nudges",
    }),
  };
}
