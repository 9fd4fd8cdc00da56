/**
 * What the pointer is on in the network's picture. Moving says what is pointed at, pressing pins it.
 *
 * @import {Layout} from "./layout.js"
 * @import {Item} from "./state.js"
 */

import { itemUnder } from "./layout.js";

/**
 * @param {HTMLElement} element
 * @param {() => {layout: Layout, layers: number[]}} current
 * @param {{onPoint: (item: Item | null) => void, onPin: (item: Item | null) => void}} actions
 */
export function listenForPointing(element, current, { onPoint, onPin }) {
  /** @param {MouseEvent} event */
  const under = (event) => {
    const { layout, layers } = current();
    return itemUnder(layout, layers, event.offsetX, event.offsetY);
  };
  element.addEventListener("pointermove", (event) => onPoint(under(event)));
  element.addEventListener("pointerleave", () => onPoint(null));
  element.addEventListener("click", (event) => onPin(under(event)));
}
