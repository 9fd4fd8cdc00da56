/** Makes parts of an SVG picture; colours are the stylesheet's. */

const SVG = "http://www.w3.org/2000/svg";

/** @type {(tag: string, attributes: Record<string, string | number>, ...content: ((Node |
 *   string))[]) => SVGElement} */
export function svg(tag, attributes, ...content) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, typeof value === "number" ? String(round(value)) : value);
  }
  made.append(...content);
  return made;
}

/** @type {(value: number) => number} */
function round(value) {
  return Math.round(value * 100) / 100;
}

/** A line of text in a picture.
 * @type {(x: number, y: number, className: string, ...content: ((Node | string))[]) => SVGElement}
 */
export function text(x, y, className, ...content) {
  return svg("text", { x, y, class: className }, ...content);
}

/** @returns {SVGSVGElement} an empty picture */
export function emptyPicture() {
  return /** @type {SVGSVGElement} */ (document.createElementNS(SVG, "svg"));
}
