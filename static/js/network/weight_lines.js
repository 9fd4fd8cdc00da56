/** The weights between two layers as lines: blue where positive, red where negative, strength as
 * opacity and width.
 * @typedef {object} WeightLines
 * @property {Float32Array} weights row by row: from every neuron before to the first after, …
 * @property {Float32Array} from x and y of each neuron before
 * @property {Float32Array} to x and y of each neuron after
 * @property {string} positive @property {string} negative
 * @typedef {WeightLines & {width: number, height: number, ratio: number}} LinesPicture `ratio` of
 *   its pixels for a unit of the page */

const STRENGTHS = 10;
/** Of negative lines where each can be seen: hue alone does not say their sign. */
const DASHES = [7, 3];

/** @param {OffscreenCanvasRenderingContext2D} context in units of the page
 * @param {WeightLines} lines */
function drawWeightLines(context, { weights, from, to, positive, negative }) {
  const dense = weights.length > 2000;
  const before = from.length / 2;
  const strongest = largestSize(weights);
  const paths = Array.from({ length: 2 * STRENGTHS }, () => new Path2D());
  for (let i = 0; i < weights.length; i++) {
    const [source, sink] = [2 * (i % before), 2 * Math.floor(i / before)];
    const share = Math.abs(weights[i]) / strongest;
    const strength = Math.min(STRENGTHS - 1, Math.floor(share * STRENGTHS));
    const path = paths[weights[i] < 0 ? STRENGTHS + strength : strength];
    path.moveTo(from[source], from[source + 1]);
    path.lineTo(to[sink], to[sink + 1]);
  }
  for (let strength = 0; strength < STRENGTHS; strength++) {
    const share = (strength + 0.5) / STRENGTHS;
    context.globalAlpha = dense ? 0.035 + 0.5 * share ** 1.6 : 0.12 + 0.75 * share ** 1.3;
    context.lineWidth = dense ? 0.4 + 0.8 * share : 0.5 + 1.9 * share;
    context.strokeStyle = positive;
    context.setLineDash([]);
    context.stroke(paths[strength]);
    context.strokeStyle = negative;
    context.setLineDash(dense ? [] : DASHES);
    context.stroke(paths[STRENGTHS + strength]);
  }
}

/** A picture of all lines between two layers.
 * @type {(lines: LinesPicture) => OffscreenCanvas} */
export function pictureOfLines({ width, height, ratio, ...lines }) {
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(width * ratio)),
    Math.max(1, Math.round(height * ratio)),
  );
  const context = canvas.getContext("2d");
  context?.scale(ratio, ratio);
  if (context) {
    drawWeightLines(context, lines);
  }
  return canvas;
}

/** @type {(weights: Float32Array) => number} */
function largestSize(weights) {
  let largest = 1e-12;
  for (const weight of weights) {
    largest = Math.max(largest, Math.abs(weight));
  }
  return largest;
}
