/** The functions' curves that the walk's gates are drawn with. */

import { strongest } from "../../network/names.js";
import { curvesOf, reachOf } from "../../server/function_curves.js";

/** Which curve a neuron's picture needs. @type {(id: string, z: number) => {activation: string, reach:
 *   number}} */
export const curveFor = (activation, z) => ({ activation, reach: reachOf([z]) });

/** The curves that the gates of the present pass need.
 * @type {(state: State) => {activation: string, reach: number}[]} */
function wantedCurves({ session, backward, target }) {
  if (session === null || backward === null || target === null) {
    return [];
  }
  const { slopes, pre_activations: zs } = backward;
  const last = slopes.length;
  const gates = [{ activation: session.output, layer: last, index: target }];
  if (last > 1) {
    const index = gateNeuron(backward, last - 1);
    gates.push({ activation: session.activation, layer: last - 1, index });
  }
  return gates
    .filter(({ layer }) => slopes[layer - 1] !== null)
    .map(({ activation, layer, index }) => curveFor(activation, zs[layer - 1][index]));
}

/** The neuron of a hidden layer whose gate is shown: that of the largest nudge of z.
 * @type {(backward: BackwardAnswer, layer: number) => number} */
export const gateNeuron = ({ nudges }, layer) => strongest(nudges.biases[layer - 1]);

export const gateCurves = curvesOf((/** @type {{own: State}} */ { own }) => wantedCurves(own));
