/** Where everything in the network's picture is. Pure: sizes in, coordinates out.
 * @typedef {{x: number, y: number, side: number}} Square
 * @typedef {{x: number, ys: number[], radius: number}} Column a layer's neurons, from the top
 * @typedef {object} Layout
 * @property {number} width @property {number} height @property {boolean} narrow
 * @property {number} text size of the numbers, in pixels
 * @property {Square} picture the 28 x 28 inputs
 * @property {Column[]} columns layers 1 … L
 * @property {object} table what is right of each output, as offsets from its neuron
 * @property {number} table.arrow @property {number} table.digit @property {number} table.value
 * @property {number} table.bar @property {number} table.barWidth @property {number} table.target
 * @property {number} table.square the square's centre
 * @property {number} table.squareSide for an output that is off by 1
 * @property {number} table.squareValue */

const WIDE = { arrow: 27, digit: 46, value: 68, bar: 106, barWidth: 48, target: 164, square: 212 };
const NARROW = { arrow: 15, digit: 26, value: 42, bar: 77, barWidth: 20, target: 0, square: 114 };
/** A phone whose letters are enlarged. */
const TINY = { arrow: 12, digit: 22, value: 36, bar: 68, barWidth: 16, target: 0, square: 99 };

/** @type {(width: number) => {offsets: typeof WIDE, tableWidth: number, picture: number, radius:
 *   number}} */
function sizesOf(width) {
  if (width >= 600) {
    return { offsets: WIDE, tableWidth: 276, picture: 320, radius: 13 };
  }
  return width >= 330
    ? { offsets: NARROW, tableWidth: 128, picture: 72, radius: 8 }
    : { offsets: TINY, tableWidth: 110, picture: 28, radius: 6 };
}

/** The size of what is written in a picture that stands large over the network: for the last row,
 * where there is room. @type {(layout: Layout) => number} */
export const largeText = ({ text, height }) => Math.max(text, height / 29);

/** The same in a picture that stands in the network's place: two phrases have room side by side.
 * @type {(layout: Layout, most?: number) => number} */
export const plotText = ({ width, height }, most = 28) =>
  Math.max(14, Math.min(most, height / 27, width / 25));

/** @param {number} width @param {number} height
 * @param {number[]} layers sizes of all layers, the input first
 * @returns {Layout} */
export function layoutNetwork(width, height, layers) {
  const narrow = width < 600;
  const { offsets, tableWidth, picture, radius } = sizesOf(width);
  const top = narrow ? 18 : 30;
  const bottom = narrow ? 22 : 30;
  const side = Math.min(picture, width * (narrow ? 0.15 : 0.16), height * 0.55);
  const outputX = width - tableWidth;
  const firstX = side + (outputX - side) * (narrow ? 0.28 : 0.2);
  const hidden = layers.length - 2;
  const room = height - top - bottom;
  const columns = layers.slice(1).map((size, l) => {
    const share = hidden > 1 ? (l / hidden) * (narrow ? 0.95 : 0.97) : 0;
    const x = l === hidden ? outputX : firstX + (outputX - firstX) * share;
    return column(x, size, top, room, radius);
  });
  return {
    width,
    height,
    narrow,
    text: narrow ? 14 : Math.max(14, Math.min(15, height / 30)),
    picture: { x: 0, y: top + (room - side) / 2, side },
    columns,
    table: {
      ...offsets,
      squareSide: Math.min(narrow ? 15 : 36, (room / layers[layers.length - 1]) * 0.86),
      squareValue: offsets.square + (narrow ? 12 : 23),
    },
  };
}

/** @param {number} x @param {number} size @param {number} top @param {number} room
 * @param {number} largest radius of a neuron
 * @returns {Column} */
function column(x, size, top, room, largest) {
  const spacing = room / size;
  return {
    x,
    ys: Array.from({ length: size }, (_, i) => top + spacing * (i + 0.5)),
    radius: Math.min(largest, spacing * 0.42),
  };
}

/** The centre of neuron `index` of layer `layer`; pixels of the picture for layer 0.
 * @param {Layout} layout @param {number} layer @param {number} index
 * @param {number} inputs size of the input layer
 * @returns {[number, number]} */
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

/** Where a quantity is grabbed: at its neuron, or the middle of its line.
 * @param {Layout} layout @param {number[]} layers @param {Quantity} quantity
 * @returns {[number, number, number]} x, y and radius */
export function gripOf(layout, layers, quantity) {
  if (quantity.kind !== "weight") {
    const { layer, index } = quantity;
    const [x, y] = neuronAt(layout, layer, index, layers[0]);
    return [x, y, layer === 0 ? 3 : layout.columns[layer - 1].radius];
  }
  const [startX, startY] = neuronAt(layout, quantity.layer - 1, quantity.from, layers[0]);
  const [endX, endY] = neuronAt(layout, quantity.layer, quantity.to, layers[0]);
  return [(startX + endX) / 2, (startY + endY) / 2, 4];
}

/** What is under a point: a neuron, else the nearest weight's line; the lines from the pixels are
 * too close together to choose from.
 * @type {(layout: Layout, layers: number[], x: number, y: number) => Item | null} */
export function itemUnder(layout, layers, x, y) {
  for (const [l, { x: centre, ys, radius }] of layout.columns.entries()) {
    const index = ys.findIndex((neuronY) => Math.abs(y - neuronY) <= radius + 2);
    if (Math.abs(x - centre) <= Math.max(radius + 3, 11) && index >= 0) {
      return { kind: "neuron", layer: l + 1, index };
    }
  }
  const { x: left, y: top, side } = layout.picture;
  if (x >= left && x < left + side && y >= top && y < top + side) {
    const rows = Math.round(Math.sqrt(layers[0]));
    const cell = side / rows;
    const index = Math.floor((y - top) / cell) * rows + Math.floor((x - left) / cell);
    return { kind: "neuron", layer: 0, index };
  }
  return weightUnder(layout, x, y);
}

/** How near to a line a point must be, in pixels. */
const REACH = 3;

/** @type {(layout: Layout, x: number, y: number) => Item | null} */
function weightUnder(layout, x, y) {
  for (let l = 1; l < layout.columns.length; l++) {
    const [before, after] = [layout.columns[l - 1], layout.columns[l]];
    const share = (x - before.x) / (after.x - before.x);
    if (share <= 0.04 || share >= 0.96) {
      continue;
    }
    let nearest = { distance: REACH, to: -1, from: -1 };
    for (const [to, endY] of after.ys.entries()) {
      for (const [from, startY] of before.ys.entries()) {
        const distance = Math.abs(startY + (endY - startY) * share - y);
        if (distance < nearest.distance) {
          nearest = { distance, to, from };
        }
      }
    }
    if (nearest.to >= 0) {
      return { kind: "weight", layer: l + 1, to: nearest.to, from: nearest.from };
    }
  }
  return null;
}

/** The key of a column of desired changes: those of neuron `asking` for a layer.
 * @param {number} layer the layer that the desired changes are for
 * @param {number} asking */
export function columnKey(layer, asking) {
  return `${layer}/${asking}`;
}

/**
 * Where the columns of desired changes for a layer are, in the gap after it: one for each neuron of
 * the next layer, then their sum.
 * @param {Layout} layout
 * @param {number} layer the layer that the desired changes are for
 * @param {number} count @returns {{xs: number[], sum: number, step: number}} */
export function columnPositions(layout, layer, count) {
  const here = layout.columns[layer - 1];
  const next = layout.columns[layer];
  const values = layer + 1 === layout.columns.length || layout.narrow ? 0 : 34;
  const start = here.x + here.radius + (layout.narrow ? 4 : 20);
  const end = next.x - next.radius - (layout.narrow ? 6 : 14) - values;
  const step = (end - start) / (count + 1.2);
  return {
    xs: Array.from({ length: count }, (_, k) => start + step * (k + 0.5)),
    sum: start + step * (count + 0.7),
    step,
  };
}

/** Where one row of the columns is laid head to tail: over all that is before the neurons that ask,
 * over the whole of a narrow picture.
 * @param {Layout} layout
 * @param {number} layer the layer that the desired changes are for
 * @param {number} count
 * @returns {{left: number, right: number, top: number, bottom: number, xs: number[], sum: number,
 *   step: number}} */
export function rowPositions(layout, layer, count) {
  const { columns, narrow, picture, width, height } = layout;
  const next = columns[layer];
  const before = columns[layer - 2]?.x ?? picture.x + picture.side;
  const left = narrow ? 0 : before - 40;
  const right = narrow ? width : next.x - next.radius - 14;
  const start = left + (narrow ? 52 : 96);
  const step = (right - start) / (count + 1.6);
  return {
    ...{ left, right, top: narrow ? 30 : 36, bottom: height - (narrow ? 26 : 36) },
    xs: Array.from({ length: count }, (_, k) => start + step * (k + 0.5)),
    sum: start + step * (count + 0.9),
    step,
  };
}
