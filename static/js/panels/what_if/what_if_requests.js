/** What "What if" and "Check it" ask of the server. Nothing that is asked here changes the network.
 * @import {PageResource} from "../../server/session.js" */

import { check as checkOf, whatIf } from "../../server/endpoints.js";
import { resource } from "../../server/resource.js";
import { parameterIndex, presentValue, quantityOf, rangeOf } from "./quantity.js";

/** How many points of the curve are asked for. */
const CURVE_POINTS = 121;

/** The curve of the cost over the quantity. @type {PageResource} */
const rest = resource({
  about: "what-if",
  key: ({ page }) =>
    page.whatIf.rest === null && isArrived(page) ? [page.session?.id, page.whatIf.id] : null,
  fetch: ({ page }) => {
    const { session, range, present, ...asked } = experimentIn(page);
    return whatIf(session, { ...asked, value: present, curve: { ...range, count: CURVE_POINTS } });
  },
  into: (rest, { page }) => ({ type: "experimentAnswered", id: page.whatIf.id, rest }),
});

/** The pass under the change. While it is dragged, each answer is shown. @type {PageResource} */
const moved = resource({
  about: "what-if",
  key: ({ page: { whatIf, panel } }) =>
    panel === "number" && whatIf.rest !== null && whatIf.value !== null
      ? [whatIf.id, whatIf.value]
      : null,
  scope: ({ page: { whatIf } }) => [whatIf.id],
  fetch: ({ page }) => {
    const { session, pixels, target, quantity } = experimentIn(page);
    const value = /** @type {number} */ (page.whatIf.value);
    return whatIf(session, { pixels, target, quantity, value });
  },
  into: (moved, { page }) => ({ type: "experimentAnswered", id: page.whatIf.id, moved }),
});

export const WHAT_IF = [rest, moved];

/** Ask for backprop's derivative and the finite difference.
 * @type {(store: Store<State, Action>, conversation: Conversation) => Promise<void>} */
export async function check(store, conversation) {
  const state = store.get();
  const { session, whatIf } = state;
  const quantity = quantityOf(state);
  const parameter = quantity && session && parameterIndex(session.layers, quantity);
  if (isArrived(state) && parameter !== null) {
    await conversation.ask("what-if", async () => {
      const { session, pixels, target } = experimentIn(state);
      const check = await checkOf(session, { pixels, target, parameter });
      store.dispatch({ type: "experimentAnswered", id: whatIf.id, check });
    });
  }
}

/** Whether all is known that an experiment needs. @type {(state: State) => boolean} */
function isArrived(state) {
  const { session, drawing, target, panel, version, parametersVersion } = state;
  const quantity = quantityOf(state);
  return (
    panel === "number" &&
    session !== null &&
    drawing.pixels !== null &&
    target !== null &&
    parametersVersion === version &&
    quantity !== null &&
    rangeOf(state, quantity) !== null &&
    presentValue(state, quantity) !== null
  );
}

/** What is asked about, once all has arrived. @param {State} state */
function experimentIn(state) {
  const session = /** @type {NonNullable<State["session"]>} */ (state.session);
  const quantity = /** @type {Quantity} */ (quantityOf(state));
  return {
    session: session.id,
    pixels: /** @type {number[]} */ (state.drawing.pixels),
    target: /** @type {number} */ (state.target),
    quantity:
      quantity.kind === "activation"
        ? { activation: { layer: quantity.layer, index: quantity.index } }
        : { parameter: parameterIndex(session.layers, quantity) },
    range: /** @type {{from: number, to: number}} */ (rangeOf(state, quantity)),
    present: /** @type {number} */ (presentValue(state, quantity)),
  };
}
