/** Formulas that are too long for their line, on a phone. */

import { element } from "./dom.js";

/** Italics stand a little out of their boxes. */
export const SPARE = 4;
/** Whether the page is a phone's, upright or sideways. */
export const isSmall = () => matchMedia("(max-width: 50em), (max-height: 31em)").matches;

/** Tables that were set smaller. @type {WeakSet<HTMLElement>} */
const smaller = new WeakSet();

/** On a phone a formula that is too long for its line is set row by row, and each row may be broken; a
 * table, which cannot be, is set smaller.
 * @type {(host: HTMLElement, tex: string, set: (row: string, line: HTMLElement) => void) => void} */
export function fit(host, tex, set) {
  const rows = /^\\begin\{aligned\}(.*)\\end\{aligned\}$/s.exec(tex)?.[1] ?? tex;
  if (smaller.delete(host)) {
    host.style.fontSize = "";
  }
  if (!isSmall() || host.scrollWidth <= host.clientWidth + 1) {
    return;
  }
  if (rows.includes("\\begin{")) {
    smaller.add(host);
    for (let size = 1; size > 0.6 && host.scrollWidth > host.clientWidth; ) {
      size *= (host.clientWidth - SPARE) / host.scrollWidth; // Its margins stay: try again.
      host.style.fontSize = `${size}rem`;
    }
    return;
  }
  const lines = rows.split(/\\\\(?:\[[^\]]*\])?/).map((row) => {
    const line = element("div", "formula-row");
    set(row.replaceAll("&", ""), line);
    return line;
  });
  host.replaceChildren(...lines);
}
