/** The controls that choose the rows in the middle of the table. */

import { button, element } from "../../../kit/dom.js";

/** @param {{onFind: (text: string) => boolean, onDisputed: () => void}} actions `onFind` says
 *   whether there is such a weight
 * @returns {{elements: HTMLElement[]}} */
export function tableTools({ onFind, onDisputed }) {
  const field = element("input", "search");
  field.type = "search";
  field.placeholder = "row: w 3→7";
  field.setAttribute("aria-label", "Find a row by its number or name");
  field.addEventListener("input", () => {
    const found = field.value.trim() === "" || onFind(field.value);
    field.setAttribute("aria-invalid", String(!found));
  });
  const disputed = button("", "Most disputed", onDisputed);
  disputed.title = "The weight that some want up the most, and others down";
  return { elements: [field, disputed] };
}
