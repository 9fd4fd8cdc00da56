/**
 * The gradient of one digit, of a mini-batch or of all training digits.
 *
 * @import {State} from "../../../state/page.js"
 * @import {DescentResource} from "../scene.js"
 * @import {Gradient} from "./state.js"
 */

import * as server from "../../../server/endpoints.js";
import { resource } from "../../../server/resource.js";
import { FIRST_INDICES, ownDigit } from "../training_examples.js";

const OVER = {
  mini_batch: /** @type {const} */ ({ over: "mini_batch", batch_size: 100 }),
  all: /** @type {const} */ ({ over: "all" }),
};

/** @type {DescentResource} */
export const gradient = resource({
  about: "gradient",
  key: ({ page: { session, version, drawing, target, training }, own: { gradient } }) => {
    const { over } = gradient;
    if (over === "digit") {
      return session && [session.id, version, over, drawing.pixels, target];
    }
    // While it trains, an average would be about a network that is gone before it is formed.
    return training ? null : session && [session.id, version, over];
  },
  fetch: ({ page, own: { gradient } }, by) => {
    const id = page.session?.id ?? "";
    return gradient.over === "digit"
      ? ofDigit(id, page, gradient.gradient)
      : ofMany(id, gradient.over, by);
  },
  into: (gradient) => ({ type: "gradientArrived", gradient }),
  progress: (progress) => ({ type: "set", values: { "gradient.progress": progress } }),
});

/** @type {(id: string, page: State, shown: Gradient | null) => Promise<Gradient>} */
async function ofDigit(id, page, shown) {
  const own = ownDigit(page);
  const digit = own ?? (shown?.digit?.own === false ? shown.digit : await firstDigit());
  const { average, costs, average_norm } = await server.gradient(id, [
    { pixels: digit.pixels, target: digit.target },
  ]);
  return {
    over: "digit",
    nudges: average,
    norm: average_norm,
    cost: costs[0],
    examples: 1,
    digit: { ...digit, own: own !== null },
  };
}

async function firstDigit() {
  const { pixels, label } = await server.digitAt({ split: "train", index: FIRST_INDICES[0] });
  return { pixels, target: label };
}

/**
 * @type {(id: string, over: keyof typeof OVER, by: Parameters<typeof server.averageGradient>[2]) =>
 *   Promise<Gradient>}
 */
async function ofMany(id, over, by) {
  const { average, norm, cost, of } = await server.averageGradient(id, OVER[over], by);
  return { over, nudges: average, norm, cost, examples: of, digit: null };
}
