/** Sizes of the page. Its letters grow with the browser's, and in a large window with the window
 * (css/theme.css), and all else with them. So pictures are laid out in units: pixels of a page whose
 * letters have 16 of them. */

const LETTERS = 16;

/** How many of the browser's pixels a unit has. */
export function unitPixels() {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / LETTERS;
}

/** The room in an element, in units. @type {(element: Element) => {width: number, height: number}} */
export function sizeOf({ clientWidth, clientHeight }) {
  const unit = unitPixels();
  return { width: clientWidth / unit, height: clientHeight / unit };
}

/** Where in its element something was pressed, in units.
 * @type {(event: {offsetX: number, offsetY: number}) => {x: number, y: number}} */
export function pointOf({ offsetX, offsetY }) {
  const unit = unitPixels();
  return { x: offsetX / unit, y: offsetY / unit };
}

/** A number of units as stylesheets write it. @type {(units: number) => string} */
export const inUnits = (units) => `${units / LETTERS}rem`;
