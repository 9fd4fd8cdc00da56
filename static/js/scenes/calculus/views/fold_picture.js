/** One path of a network of four layers folded into a chain: the neurons off the path move into
 * their sum's constant, those on it into a line. */

import { SIDE } from "../../../input/digit_image.js";
import { svg, text } from "../../../kit/dom.js";
import { format } from "../../../kit/format.js";
import { chainLayout } from "./chain_picture.js";
import { nameInPicture } from "./quantity_names.js";

/** @typedef {object} FoldModel
 * @property {number[]} pixels
 * @property {number[][]} activations of the four layers
 * @property {number[]} path
 * @property {number[]} weights along the path
 * @property {number[]} constants the chain's biases
 * @property {number} folded from 0, the network, to 1, the chain */

/** A pixel with less ink is not drawn. */
const FAINT = 0.06;
const SMALL = 9;
/** A circle with room for large numbers. */
const LARGE = 48;
/** Between the last layer and the picture's edge. */
const MARGIN = 70;

/** @type {(picture: SVGElement, area: {width: number, height: number}, model: FoldModel) => void}
 */
export function drawFold(picture, area, model) {
  picture.setAttribute("viewBox", `0 0 ${area.width} ${area.height}`);
  const positions = layout(area, model);
  const { activations, path } = model;
  const parts = inputs(model, positions);
  for (let l = 1; l < activations.length; l += 1) {
    for (const [k, value] of activations[l].entries()) {
      if (k !== path[l]) {
        parts.push(neuron({ ...positions.off(l, k), value, layer: l, index: k, on: false }));
      }
    }
  }
  for (let l = 1; l < activations.length; l += 1) {
    parts.push(...fan(l, model, positions));
  }
  for (const [l, k] of path.entries()) {
    parts.push(
      neuron({ ...positions.on(l), value: activations[l][k], layer: l, index: k, on: true }),
    );
    if (model.folded === 1) {
      const { x, y, r } = positions.on(l);
      parts.push(text(x, y - r - 12, "calc-label", ...nameInPicture(`a${l}`)));
    }
  }
  picture.replaceChildren(...parts);
}

/** @typedef {{x: number, y: number, r: number, opacity: number}} Spot
 * @typedef {{on: (l: number) => Spot, off: (l: number, k: number) => Spot, side: number, left:
 *   number, top: number}} Positions */

/** @type {(area: {width: number, height: number}, model: FoldModel) => Positions} */
function layout({ width, height }, { activations, path, folded }) {
  const side = Math.min(height * 0.86, width * 0.26);
  const chain = chainLayout({ width, height }); // It is left as the next part shows it.
  const left = 6;
  const top = (height - side) / 2;
  const first = left + side / 2;
  const step = (width - first - MARGIN) / (activations.length - 1);
  /** @type {(l: number, k: number) => { x: number; y: number; }} */
  const start = (l, k) => {
    if (l === 0) {
      const unit = side / SIDE;
      return { x: left + ((k % SIDE) + 0.5) * unit, y: top + (Math.floor(k / SIDE) + 0.5) * unit };
    }
    const apart = Math.min(30, (height - 24) / activations[l].length);
    return {
      x: first + l * step,
      y: height / 2 + (k - (activations[l].length - 1) / 2) * apart,
    };
  };
  const small = Math.min(SMALL, height / 40);
  return {
    side,
    left,
    top,
    on: (l) => {
      const { x, y } = start(l, path[l]);
      return {
        x: mix(x, chain.at(l), folded),
        y: mix(y, chain.y, folded),
        r: mix(l === 0 ? small * 0.7 : small, chain.radius, folded),
        opacity: 1,
      };
    },
    off: (l, k) => {
      const { x, y } = start(l, k);
      // Into the constant of the next sum; the other outputs have none to go into.
      const next = Math.min(l + 1, activations.length - 1);
      const to = { x: chain.at(next), y: chain.y + chain.radius + 26 };
      return {
        x: mix(x, l === next ? x : to.x, folded),
        y: mix(y, l === next ? y : to.y, folded),
        r: small * (1 - 0.6 * folded),
        opacity: 1 - folded,
      };
    },
  };
}

/** @type {(from: number, to: number, share: number) => number} */
function mix(from, to, share) {
  return from + (to - from) * share;
}

/** The input's picture; its pixels move into the first sum's constant.
 * @type {(model: FoldModel, positions: Positions) => SVGElement[]} */
function inputs({ pixels, folded }, { side, left, top, on }) {
  if (folded === 1) {
    return [];
  }
  const unit = side / SIDE;
  const { x, y, r } = on(1);
  const to = { x, y: y + r + 26 };
  const drawn = pixels.flatMap((ink, k) => {
    if (ink < FAINT) {
      return [];
    }
    return svg("rect", {
      x: left + (k % SIDE) * unit,
      y: top + Math.floor(k / SIDE) * unit,
      width: unit,
      height: unit,
      "fill-opacity": ink,
      class: "calc-ink",
    });
  });
  const frame = svg("rect", {
    x: left,
    y: top,
    width: side,
    height: side,
    class: "calc-paper",
    "data-layer": 0,
  });
  const scale = 1 - folded;
  const move = `translate(${folded * to.x} ${folded * to.y}) scale(${scale})`;
  return [svg("g", { transform: move, opacity: scale, class: "calc-inputs" }, frame, ...drawn)];
}

/** The weights into the path's neuron of a layer: the path's own lit, the others faint.
 * @type {(l: number, model: FoldModel, positions: Positions) => SVGElement[]} */
function fan(l, { activations, path, weights, constants, folded }, { on, off }) {
  const [from, to] = [on(l - 1), on(l)];
  const parts = [];
  if (l > 1) {
    for (const k of activations[l - 1].keys()) {
      if (k !== path[l - 1]) {
        const { x, y } = off(l - 1, k);
        parts.push(line({ x, y }, to, "calc-edge", 1 - folded));
      }
    }
  }
  const tone = weights[l - 1] < 0 ? "calc-down" : "calc-up";
  const [middle, level] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
  parts.push(
    svg(
      "g",
      { class: `calc-item ${tone}`, "data-symbol": `w${l}` },
      line(from, to, "calc-line calc-path", 1),
      text(middle, level - 12, "calc-value calc-over", format(weights[l - 1]).text),
    ),
  );
  if (folded > 0) {
    const words = [...nameInPicture(`b${l}`), ` ${format(constants[l - 1]).text}`];
    const shown = svg("g", { opacity: folded, class: "calc-item", "data-symbol": `b${l}` });
    shown.append(text(to.x, to.y + to.r + mix(28, 44, folded), "calc-label", ...words));
    parts.push(shown);
  }
  return parts;
}

/** @type {(from: {x: number, y: number}, to: {x: number, y: number}, className: string, opacity:
 *   number) => SVGElement} */
function line(from, to, className, opacity) {
  return svg("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: className, opacity });
}

/** @type {(spot: Spot & {value: number, layer: number, index: number, on: boolean}) => SVGElement}
 */
function neuron({ x, y, r, opacity, value, layer, index, on }) {
  const round = 2 * Math.PI * r;
  const share = Math.min(1, Math.max(0, value));
  const slim = r > LARGE ? "" : " calc-slim";
  const parts = [
    svg("circle", { cx: x, cy: y, r, class: `calc-ring${slim}` }),
    svg("circle", {
      cx: x,
      cy: y,
      r,
      class: `calc-filled${slim}`,
      "stroke-dasharray": `${share * round} ${round}`,
      transform: `rotate(-90 ${x} ${y})`,
    }),
  ];
  if (on && r > 18) {
    const size = r > LARGE ? "calc-value calc-large" : "calc-value";
    parts.push(text(x, y + (r > LARGE ? 7 : 5), size, format(value).text));
  }
  return svg(
    "g",
    { class: on ? "calc-chosen" : "calc-other", opacity, "data-layer": layer, "data-index": index },
    ...parts,
  );
}

/** The pixel under a point of the picture; null where there is none.
 * @param {{x: number, y: number}} point from the corner of the whole picture
 * @param {{left: number, top: number, width: number}} paper */
export function pixelAt({ x, y }, { left, top, width }) {
  const [column, row] = [x - left, y - top].map((far) => Math.floor((far / width) * SIDE));
  const inside = column >= 0 && column < SIDE && row >= 0 && row < SIDE;
  return inside ? row * SIDE + column : null;
}
