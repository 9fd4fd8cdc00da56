/** The gate: how the nudge of a neuron's activation becomes that of its z. It passes the function's
 * curve, and is multiplied by its slope.
 * @import {Side} from "../../kit/equation.js"
 * @import {ActivationDescriptor} from "../../server/types.js"
 * @import {BackwardFacts} from "./walk_facts.js"
 * @typedef {object} Gate
 * @property {number} layer @property {number} index @property {number} last the output layer
 * @property {ActivationDescriptor} function
 * @property {number} z @property {number} a @property {number} slope
 * @property {number} ofA the nudge of a, -dC/da @property {number} ofZ that of z, -dC/dz */

import { equated, UP_TO_SIX_DIGITS } from "../../kit/equation.js";
import { format } from "../../kit/format.js";
import { nudgeTex } from "../../kit/nudges.js";
import { aligned, product, symbol } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { derivativeName, slopeValues } from "../../network/descriptors.js";
import { curveIn } from "../../server/function_curves.js";
import { curveFor } from "./gate_curves.js";
import { gateCaption } from "./gate_words.js";
import { drawGate } from "./views/gate_picture.js";
import { gateQuestion } from "./walk_questions.js";

const PASS_MS = 3200;

/** The beat of a neuron; none where its activation is made of all z of its layer, as with softmax:
 * there is no curve then.
 * @type {(facts: BackwardFacts, id: string, layer: number, index: number) => NetworkBeat[]} */
export function gateBeats(facts, id, layer, index) {
  const gate = gateOf(facts, layer, index);
  if (gate === null) {
    return [];
  }
  return [
    {
      id,
      caption: gateCaption(gate),
      tex: gateFormula(gate),
      lines: layer === facts.last ? ["output-delta", "slope"] : ["through", "chain", "slope"],
      question: layer === facts.last ? gateQuestion(gate) : null,
      picture: picture({
        activations: facts.last,
        cost: true,
        neuron: { layer, index },
      }),
      duration: PASS_MS,
      draw: (context, frame) =>
        drawGate(
          context,
          frame,
          gate,
          curveIn(frame.functions, curveFor(gate.function.id, gate.z)),
        ),
    },
  ];
}

/** @type {(facts: BackwardFacts, layer: number, index: number) => Gate | null} */
function gateOf({ backward, forward, last, output, activation }, layer, index) {
  const slopes = backward.slopes[layer - 1];
  if (!slopes) {
    return null;
  }
  return {
    ...{ layer, index, last, function: layer === last ? output : activation },
    z: forward.pre_activations[layer - 1][index],
    a: forward.activations[layer][index],
    slope: slopes[index],
    ofA: backward.nudges.activations[layer - 1][index],
    ofZ: -backward.deltas[layer - 1][index],
  };
}

/** The formula alone. @type {(facts: BackwardFacts, layer: number, index: number) => string} */
export function gateTex(facts, layer, index) {
  const gate = gateOf(facts, layer, index);
  return gate === null ? "" : gateFormula(gate);
}

/** @type {(gate: Gate) => string} */
function gateFormula(gate) {
  const { layer, index, function: f, ofA, ofZ, slope } = gate;
  const at = `^{(${layer})}_{${index}}`;
  const left = `${nudgeTex("a", at)} \\cdot ${derivativeName(f)}\\bigl(${symbol("z", `z${at}`)}\\bigr)`;
  const out = format(ofZ);
  /** @type {Side} */
  const inItsNumbers = (style) => {
    const [nudge, at] = [format(ofA, style), slopeValues(f, gate, style)];
    const value = at.value === null ? null : nudge.shown * at.value;
    return { tex: `${nudge.tex} \\times ${at.tex}`, value };
  };
  const inA = equated(out, inItsNumbers, UP_TO_SIX_DIGITS);
  // Where the curve is flat no few digits of a make its slope.
  const { tex, sign } =
    inA.sign === "=" ? inA : equated(out, (style) => product([ofA, slope], "\\times", style));
  return aligned(
    `${left} &= ${nudgeTex("z", at)} = -${symbol("delta", `\\delta${at}`)}`,
    `${tex} &${sign} ${out.tex}`,
  );
}
