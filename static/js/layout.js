/**
 * Where everything of the network stands in its picture. Pure: sizes in, coordinates out.
 *
 * @typedef {{x: number, y: number, side: number}} Square
 * @typedef {{x: number, ys: number[], radius: number}} Column a layer's neurons, from the top
 *
 * @typedef {object} Layout
 * @property {number} width
 * @property {number} height
 * @property {boolean} narrow
 * @property {number} text size of the numbers, in pixels
 * @property {Square} picture the 28 x 28 inputs
 * @property {Column[]} columns layers 1 … L
 * @property {object} table what stands right of each output, as offsets from its neuron
 * @property {number} table.arrow
 * @property {number} table.digit
 * @property {number} table.value
 * @property {number} table.bar
 * @property {number} table.barWidth
 * @property {number} table.target
 * @property {number} table.square the square's centre
 * @property {number} table.squareSide for an output that is off by 1
 * @property {number} table.squareValue
 */

const WIDE = { arrow: 27, digit: 46, value: 68, bar: 106, barWidth: 48, target: 164, square: 212 };
const NARROW = { arrow: 15, digit: 26, value: 39, bar: 68, barWidth: 24, target: 0, square: 110 };

/**
 * @param {number} width
 * @param {number} height
 * @param {number[]} layers sizes of all layers, the input first
 * @returns {Layout}
 */
export function layoutNetwork(width, height, layers) {
  const narrow = width < 560;
  const offsets = narrow ? NARROW : WIDE;
  const tableWidth = narrow ? 124 : 276;
  const top = narrow ? 18 : 30;
  const bottom = narrow ? 22 : 30;
  const side = Math.min(narrow ? 76 : 168, width * 0.19, height * 0.55);
  const outputX = width - tableWidth;
  const firstX = side + (outputX - side) * (narrow ? 0.36 : 0.32);
  const hidden = layers.length - 2;
  const room = height - top - bottom;
  const columns = layers.slice(1).map((size, l) => {
    // The gap before the outputs is the widest: ten columns of wishes will stand in it.
    const share = hidden > 1 ? (l / hidden) * (narrow ? 0.92 : 0.66) : 0;
    const x = l === hidden ? outputX : firstX + (outputX - firstX) * share;
    return column(x, size, top, room, narrow ? 8 : 13);
  });
  return {
    width,
    height,
    narrow,
    text: narrow ? 11 : Math.max(12, Math.min(15, height / 30)),
    picture: { x: 0, y: top + (room - side) / 2, side },
    columns,
    table: {
      ...offsets,
      squareSide: Math.min(narrow ? 15 : 36, (room / layers[layers.length - 1]) * 0.86),
      squareValue: offsets.square + (narrow ? 12 : 23),
    },
  };
}

/**
 * @param {number} x
 * @param {number} size
 * @param {number} top
 * @param {number} room
 * @param {number} largest radius of a neuron
 * @returns {Column}
 */
function column(x, size, top, room, largest) {
  const spacing = room / size;
  return {
    x,
    ys: Array.from({ length: size }, (_, i) => top + spacing * (i + 0.5)),
    radius: Math.min(largest, spacing * 0.42),
  };
}

/**
 * The centre of neuron `index` of layer `layer`; pixels of the picture for layer 0.
 * @param {Layout} layout
 * @param {number} layer
 * @param {number} index
 * @param {number} inputs size of the input layer
 * @returns {[number, number]}
 */
export function neuronAt(layout, layer, index, inputs) {
  if (layer > 0) {
    const { x, ys } = layout.columns[layer - 1];
    return [x, ys[index]];
  }
  const rows = Math.round(Math.sqrt(inputs));
  const { x, y, side } = layout.picture;
  const cell = side / rows;
  return [x + cell * ((index % rows) + 0.5), y + cell * (Math.floor(index / rows) + 0.5)];
}

/**
 * The neuron of layers 1 … L under a point.
 * @param {Layout} layout
 * @param {number} x
 * @param {number} y
 * @returns {{layer: number, index: number} | null}
 */
export function neuronUnder(layout, x, y) {
  for (const [l, { x: centre, ys, radius }] of layout.columns.entries()) {
    const reach = Math.max(radius + 3, 11);
    if (Math.abs(x - centre) <= reach) {
      const index = ys.findIndex((neuronY) => Math.abs(y - neuronY) <= radius + 2);
      if (index >= 0) {
        return { layer: l + 1, index };
      }
    }
  }
  return null;
}
