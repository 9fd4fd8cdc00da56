/** The vanishing scene's formulas: symbols above, one neuron's or one path's numbers under them.
 * @import {Side} from "../../kit/equation.js"
 * @import {ActivationDescriptor} from "../../server/types.js"
 * @import {Neuron, Factor} from "./neurons.js" */

import { computed, equated, UP_TO_SIX_DIGITS } from "../../kit/equation.js";
import { format, SHORT } from "../../kit/format.js";
import { aligned, bracketed, named } from "../../kit/tex.js";
import { derivativeName } from "../../network/descriptors.js";

/** An activation function's slope in symbols and, where known, at one neuron of a layer, by its index.
 * @type {(activation: ActivationDescriptor, layer: number, index: number, neuron?: Neuron) => string} */
export function slopeTex(activation, layer, index, neuron) {
  const name = derivativeName(activation);
  const general = `${name}(z) &= ${activation.derivative_tex}`;
  if (neuron === undefined) {
    return aligned(general);
  }
  const z = `z^{(${layer})}_{${index}}`;
  return aligned(
    general,
    `${named("neuron", `${name}(${z})`)} &= ${valuesOf(activation, z, neuron)}`,
  );
}

/** @type {(activation: ActivationDescriptor, z: string, neuron: Neuron) => string} */
function valuesOf({ derivative_values_tex: values }, z, neuron) {
  const slope = format(neuron.slope, SHORT);
  if (values === null) {
    return `${slope.tex}, \\text{ since } ${z} = ${number(neuron.z)}`;
  }
  /** @type {Side} */
  const side = (style = SHORT) =>
    computed(values, { a: format(neuron.a, style), z: format(neuron.z, style) });
  const { tex, sign } = equated(slope, side, UP_TO_SIX_DIGITS);
  return tex === "" ? slope.tex : `${tex} ${sign} ${slope.tex}`;
}

/** A path's product: lines of a few factors, as many as have room, each with its numbers under
 * it.
 * @type {(activation: ActivationDescriptor, factors: Factor[], inLine: number) => string} */
export function pathTex(activation, factors, inLine) {
  // A longer name would leave no room for the numbers.
  const name = activation.symbol.length === 1 ? derivativeName(activation) : "f'";
  const product = factors.at(-1)?.product ?? 0;
  const symbols = `\\textstyle\\prod_l w^{(l+1)}\\,${name}(z^{(l)})`;
  const lines = [];
  for (let first = 0; first < factors.length; first += inLine) {
    const line = factors.slice(first, first + inLine);
    const dots = line.map((_, i) => (first + i === 0 ? "" : "\\,\\cdot\\,"));
    lines.push(
      line.map(({ layer, neuron }, i) => {
        const factor = `w^{(${layer + 1})}\\,${name}(z^{(${layer})}_{${neuron}})`;
        return `${dots[i]}${named(`layer-${layer}`, factor)}`;
      }),
      line.map(({ layer, weight, slope }, i) => {
        const values = `${bracketed(number(weight))} \\cdot ${bracketed(number(slope))}`;
        return `${dots[i]}${named(`layer-${layer}`, values)}`;
      }),
    );
  }
  const columns = "c".repeat(Math.min(inLine, factors.length));
  const rows = lines.map((cells) => cells.join(" & ")).join("\\\\");
  const table = `\\begin{array}{${columns}}${rows}\\end{array}`;
  return `\\begin{gathered}${symbols} = ${number(product)}\\\\[2pt]${table}\\end{gathered}`;
}

/** A number as the scene's tables write it. @type {(value: number) => string} */
const number = (value) => format(value, SHORT).tex;
