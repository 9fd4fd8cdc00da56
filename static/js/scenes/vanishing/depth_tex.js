/** The vanishing scene's formulas: symbols above, one neuron's or one path's numbers under them.
 * @import {Neuron, Factor} from "./neurons.js" */

import { format, SHORT } from "../../kit/format.js";
import { aligned, slopeName } from "../../kit/tex.js";

/** An activation function's slope in symbols and, where known, at one neuron.
 * @param {string} activation
 * @param {number} index the neuron's index in its layer
 * @param {Neuron | undefined} neuron */
export function slopeTex(activation, index, neuron) {
  const name = slopeName(activation);
  const general = `${name}(z) &= ${symbolsOf(activation)}`;
  if (neuron === undefined) {
    return aligned(general);
  }
  const z = `z_{${index}}`;
  return aligned(
    general,
    `${named("neuron", `${name}(${z})`)} &= ${valuesOf(activation, z, neuron)}`,
  );
}

/** @type {(activation: string) => string} */
function symbolsOf(activation) {
  switch (activation) {
    case "sigmoid":
      return "\\sigma(z)\\,(1 - \\sigma(z))";
    case "tanh":
      return "1 - \\tanh^2(z)";
    case "linear":
      return "1";
    default:
      return `1 \\text{ where } z > 0, \\text{ else } ${activation === "relu" ? "0" : "0.01"}`;
  }
}

/** @param {string} activation
 * @param {string} z the neuron's
 * @param {Neuron} neuron */
function valuesOf(activation, z, neuron) {
  const [a, slope] = [number(neuron.a), number(neuron.slope)];
  switch (activation) {
    case "sigmoid":
      return `${a} \\cdot (1 - ${a}) = ${slope}`;
    case "tanh":
      return `1 - ${bracketed(a)}^2 = ${slope}`;
    case "linear":
      return slope;
    default:
      return `${slope}, \\text{ since } ${z} = ${number(neuron.z)}`;
  }
}

/** A path's product: lines of a few factors, each with its numbers under it.
 * @param {string} activation
 * @param {Factor[]} factors from the last hidden layer to the first
 * @param {number} inLine how many a line has room for */
export function pathTex(activation, factors, inLine) {
  // A longer name would leave no room for the numbers.
  const name = activation === "sigmoid" ? slopeName(activation) : "f'";
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
