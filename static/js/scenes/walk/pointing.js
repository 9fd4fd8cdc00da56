/**
 * What the pointer is on, in the network's picture or in the formula. Moving says what is pointed
 * at, pressing pins it.
 *
 * @import {Layout} from "../../network/layout.js"
 * @import {Item} from "../../state/page.js"
 */

import { itemUnder } from "../../network/layout.js";

/**
 * @type {(element: HTMLElement, current: () => {layout: Layout, layers: number[]}, actions:
 *   {onPoint: (item: Item | null) => void, onPin: (item: Item | null) => void}) => void}
 */
export function listenForPointing(element, current, { onPoint, onPin }) {
  /** @type {(event: MouseEvent) => Item | null} */
  const under = (event) => {
    const { layout, layers } = current();
    return itemUnder(layout, layers, event.offsetX, event.offsetY);
  };
  element.addEventListener("pointermove", (event) => onPoint(under(event)));
  element.addEventListener("pointerleave", () => onPoint(null));
  element.addEventListener("click", (event) => onPin(under(event)));
}

/** @type {(formula: HTMLElement, onSymbol: (symbol: string | null) => void) => void} */
export function listenForSymbols(formula, onSymbol) {
  formula.addEventListener("pointerover", ({ target }) => {
    const over = target instanceof Element ? target.closest("[data-symbol]") : null;
    onSymbol(over?.getAttribute("data-symbol") ?? null);
  });
  formula.addEventListener("pointerleave", () => onSymbol(null));
}
