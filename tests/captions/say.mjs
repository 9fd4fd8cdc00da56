// What the page says in a state: captions, questions and formulas of its beats, by its own modules.
import { meanTex, passTex, productColumnTex, productTex } from "../../static/js/scenes/calculus/chain_tex.js";
import { sumsTex } from "../../static/js/scenes/calculus/fold.js";
import { pathsTex } from "../../static/js/scenes/calculus/layers.js";
import { textsOfRow } from "../../static/js/scenes/descent/average/words.js";
import { slopeTex } from "../../static/js/scenes/vanishing/depth_tex.js";
import { walkParts } from "../../static/js/scenes/walk/beats.js";
import { initialState } from "../../static/js/state/page.js";

const textOf = (words) => (words ?? []).map(({ text }) => text).join("");

/** Every beat of the walk. */
export function walk(state) {
  return walkParts({ ...initialState, ...state })
    .flatMap(({ beats }) => beats)
    .map(({ id, caption, question, tex }) => ({
      id,
      caption: textOf(caption),
      question: question?.text ?? "",
      tex: tex ?? "",
    }));
}

const WIDTHS = { narrow: 390, wide: 1280 };
const PERTURBED = ["w3", "b3", "a2", "w2"];

/** All formulas of one pass through the chain, on a wide page and on a narrow one. */
export function chainFormulas(chain, pass, by, perturbed) {
  return [true, false].flatMap((narrow) => [
    passTex(pass, chain, narrow),
    ...(PERTURBED.includes(perturbed)
      ? [narrow ? productColumnTex(pass, perturbed, by, 9) : productTex(pass, perturbed, by, 9)]
      : []),
  ]);
}

/** The mean of the examples' derivatives, while they arrive and when all have. */
export function examplesFormulas(name, terms, mean) {
  return [true, false].flatMap((narrow) =>
    Array.from({ length: terms.length + 1 }, (_, count) =>
      meanTex(name, { terms, mean, narrow, arrived: terms.map((_, k) => (k < count ? 1 : 0)) }),
    ),
  );
}

/** The sum over both outputs, on a wide page and on a narrow one. */
export function pathsFormulas(pass, neuron) {
  return Object.values(WIDTHS).map((width) => pathsTex(pass, neuron, [1, 1], width));
}

export const foldFormula = (answer) => sumsTex(answer);
export const slopeFormula = (activation, neuron) => slopeTex(activation, 0, neuron);
export const tableRow = (row) => textsOfRow(row);
