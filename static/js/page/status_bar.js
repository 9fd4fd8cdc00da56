/**
 * What the page says whatever scene is shown: the message, the network, its answer and its figures.
 * @typedef {{message: HTMLElement, prediction: HTMLElement, cost: HTMLElement, iteration:
 *   HTMLElement, network: HTMLSelectElement}} StandingElements */

import { offerToLoadAgain, option, setText } from "../kit/dom.js";
import { plainDecimal } from "../kit/format.js";
import { functionNames } from "../network/descriptors.js";
import { isSameKind } from "../network/names.js";

/** @type {(elements: StandingElements, state: State) => void} */
export function showStanding(elements, state) {
  const { session, forward, backward } = state;
  showMessage(elements.message, state);
  setText(elements.prediction, forward === null ? "" : String(forward.prediction));
  setText(elements.cost, backward === null ? "" : plainDecimal(backward.cost));
  setText(elements.iteration, String(session?.iteration ?? 0));
  showNetworks(elements, state);
}

/** @type {(element: HTMLElement, state: State) => void} */
function showMessage(element, { trouble, ...state }) {
  const message = trouble?.message ?? state.message;
  element.hidden = message === "";
  if (trouble?.isOfFile) {
    offerToLoadAgain(element, message);
  } else {
    setText(element, message);
  }
}

/** The trained networks that can be chosen, and whether the present one is among them.
 * @type {(elements: StandingElements, state: State) => void} */
function showNetworks({ network }, { options, session }) {
  const trained = options?.trained ?? [];
  if (network.options.length !== trained.length) {
    network.replaceChildren(
      ...trained.map((kind) => option(functionNames(options, kind), functionNames(null, kind))),
    );
  }
  network.selectedIndex = trained.findIndex((kind) => isSameKind(session, kind));
}
