/** Where a formula stands: it can be reached by keyboard, should it be wider than its place. */

import { element } from "./element.js";

/** @param {string} className further than a formula's own */
export function formulaPlace(className) {
  const place = element("div", `formula ${className}`);
  place.tabIndex = 0;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", "Formula");
  return place;
}
