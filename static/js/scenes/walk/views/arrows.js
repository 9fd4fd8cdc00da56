/** The one scale of all arrows in the network's picture, and its legend.
 * @import {Context} from "../../../kit/canvas.js"
 * @import {Columns, Frame} from "../../../network/beat_picture.js"
 * @import {Group} from "../../../kit/scale.js" */

import { memo } from "../../../kit/memo.js";
import { drawScale, Scale } from "../../../kit/scale.js";
import { columnPositions } from "../../../network/layout.js";

/** The longest arrow's share of what is between two neurons. */
const SHARE = 0.86;
/** Half the side of the bias's box. @type {(layout: Layout) => number} */
export const biasSize = ({ narrow }) => (narrow ? 9 : 15);

/** The layer whose nudges are shown as arrows; columns of them come instead of arrows elsewhere.
 * @type {(frame: Frame) => number | null} */
export const nudgedLayer = ({ picture, backward }) =>
  backward === null || picture.columns !== null ? null : picture.nudges;

/** Whether arrows, or the pictures of weights, stand where the numbers of a layer would: in a narrow
 * picture there is no room for both.
 * @type {(frame: Frame, layer: number) => boolean} */
export const hasArrowsBefore = (frame, layer) =>
  frame.layout.narrow &&
  ((frame.picture.columns?.layer ?? nudgedLayer(frame)) === layer - 1 ||
    (layer === 1 && frame.picture.lines === "pixel-weight-nudges"));

/** Whether columns are shown by one row of them: it is laid head to tail, or there is room for no
 * more.
 * @type {(columns: Columns, layout: Layout) => boolean} */
export const isRow = ({ single, lifted, sum }, { narrow }) =>
  !single && (lifted || (narrow && sum === null));

/** How far to the right of its neuron an arrow stands.
 * @type {(layout: Layout, layer: number) => number} */
export function arrowOffset(layout, layer) {
  return layer === layout.columns.length
    ? layout.table.arrow
    : layout.columns[layer - 1].radius + (layout.narrow ? 7 : 13);
}

/** @type {(frame: Frame) => Scale} */
export const arrowScale = ({ layout, picture, backward }) => scaleOf(layout, picture, backward);

const scaleOf = memo(
  /** @type {(layout: Layout, picture: Picture, backward: BackwardAnswer | null) => Scale} */
  (layout, picture, backward) =>
    Scale.fitting(backward === null ? [] : groupsOf(layout, picture, backward)),
);

/** @type {(layout: Layout, picture: Picture, backward: BackwardAnswer) => Group[]} */
function groupsOf(layout, { columns, nudges, neuron, lines }, backward) {
  if (columns !== null) {
    const { layer, order, single, sum } = columns;
    const asked = backward.contributions[layer - 1];
    const { step } = columnPositions(layout, layer, asked.length);
    const isAlone = single || (layout.narrow && sum !== null);
    const values = single ? asked[order[0]] : isAlone ? [] : asked.flat();
    const sums = single ? [] : backward.nudges.activations[layer - 1];
    const room = Math.min(roomOf(layout, layer), isAlone ? Infinity : step * 2.4);
    return [{ values: [...values, ...sums], room }];
  }
  const groups = [];
  if (nudges !== null) {
    const room = roomOf(layout, nudges);
    groups.push({ values: backward.nudges.activations[nudges - 1], room });
  }
  if (lines === "bias-nudge" && neuron !== null) {
    const { layer, index } = neuron;
    groups.push({
      values: [backward.nudges.biases[layer - 1][index]],
      room: biasSize(layout) * 2.6,
    });
  }
  return groups;
}

/** The room for an arrow beside a neuron of a layer. @type {(layout: Layout, layer: number) => number} */
function roomOf({ columns }, layer) {
  const { ys, radius } = columns[layer - 1];
  return (ys.length > 1 ? ys[1] - ys[0] : radius * 2) * SHARE;
}

/** Write the scale below the arrows. @type {(context: Context, frame: Frame) => void} */
export function drawArrowLegend(context, frame) {
  const { layout, theme, picture, backward } = frame;
  const { columns } = picture;
  const layer = columns?.layer ?? nudgedLayer(frame);
  const isWaiting = frame.veiled && columns?.lifted && !layout.narrow;
  const isLaid = columns !== null && isRow(columns, layout) && !isWaiting;
  if (backward === null || layer === null || isLaid) {
    return; // A row has a scale of its own once it is laid.
  }
  const { x } = layout.columns[layer - 1];
  const between = columns !== null && !columns.single && !(layout.narrow && columns.sum !== null);
  const middle = between ? (x + layout.columns[layer].x) / 2 : x + arrowOffset(layout, layer);
  const isWhole = columns === null || columns.single || columns.sum !== null;
  const kind = isWhole && !columns?.solo?.alone && !isWaiting ? "arrow" : "fullArrow";
  const at = {
    x: middle,
    y: layout.height - (layout.narrow ? 9 : 13),
    // Right of it are the ends of the bars, and in a narrow picture the sum of the cost.
    most: layout.narrow
      ? layout.width - 96
      : layout.columns[layout.columns.length - 1].x + layout.table.bar - layout.text,
    text: layout.text,
  };
  drawScale(context, arrowScale(frame), kind, at, theme);
}
