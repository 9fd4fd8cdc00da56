/** The vanishing scene's formulas: symbols above, one neuron's or one path's numbers under them.
 * @import {ActivationDescriptor} from "../../server/types.js"
 * @import {Neuron, Factor} from "./neurons.js" */

import { format, SHORT } from "../../kit/format.js";
import { aligned } from "../../kit/tex.js";
import { derivativeName, filled } from "../../network/descriptors.js";

/** An activation function's slope in symbols and, where known, at one neuron, by its index.
 * @type {(activation: ActivationDescriptor, index: number, neuron?: Neuron) => string} */
export function slopeTex(activation, index, neuron) {
  const name = derivativeName(activation);
  const general = `${name}(z) &= ${activation.derivative_tex}`;
  if (neuron === undefined) {
    return aligned(general);
  }
  const z = `z_{${index}}`;
  return aligned(
    general,
    `${named("neuron", `${name}(${z})`)} &= ${valuesOf(activation, z, neuron)}`,
  );
}

/** @type {(activation: ActivationDescriptor, z: string, neuron: Neuron) => string} */
function valuesOf({ derivative_values_tex: values }, z, neuron) {
  const [a, slope] = [number(neuron.a), number(neuron.slope)];
  if (values === null) {
    return `${slope}, \\text{ since } ${z} = ${number(neuron.z)}`;
  }
  const written = filled(values, { a, "(a)": bracketed(a), z: number(neuron.z) });
  return written === "" ? slope : `${written} = ${slope}`;
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
    const dots = line.map((_, i) => (first + i === 0 ? "" : "\\cdot\\;"));
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

/** A piece of a formula, linked to the picture. @type {(name: string, tex: string) => string} */
function named(name, tex) {
  return `\\htmlData{symbol=${name}}{${tex}}`;
}

/** @type {(text: string) => string} */
function bracketed(text) {
  return text.startsWith("-") ? `(${text})` : text;
}

/** A number as the scene's tables write it. @type {(value: number) => string} */
const number = (value) => format(value, SHORT).tex;
