/**
 * What the walk says in words and buttons: the caption, what can be pressed; and which panel is open
 * on the page.
 *
 * @import {PanelName, State} from "../state/page.js"
 * @import {Beat, Words} from "./timeline.js"
 *
 * @typedef {object} PageElements
 * @property {HTMLElement} body
 * @property {HTMLElement} caption
 * @property {HTMLElement} targets the row of digits
 * @property {HTMLButtonElement[]} digits
 * @property {HTMLButtonElement} step
 * @property {HTMLButtonElement} learn
 * @property {HTMLButtonElement} ask
 * @property {HTMLElement} panel
 * @property {Map<PanelName, {button: HTMLElement, section: HTMLElement}>} panels
 * @property {HTMLButtonElement} undo
 * @property {HTMLButtonElement} redo
 * @property {HTMLButtonElement} undoStroke
 * @property {HTMLButtonElement} clear
 * @property {HTMLButtonElement} forward
 * @property {HTMLButtonElement} backward
 * @property {HTMLElement} rate
 */

import { setText } from "../kit/dom.js";
import { showCaption } from "./caption.js";

/** @type {Words[]} */
const ASK_DIGIT = [{ text: "First press the digit it should have been." }];

/**
 * @param {PageElements} elements
 * @param {State} state
 * @param {Beat} beat
 * @param {boolean} veiled whether the room is still asked what the beat brings
 */
export function showPage(elements, state, beat, veiled) {
  const { session, drawing, target } = state;
  const words = veiled && beat.question ? beat.question : beat.caption;
  showCaption(elements.caption, state.askTarget ? ASK_DIGIT : words);
  elements.ask.setAttribute("aria-pressed", String(state.asking));
  elements.targets.classList.toggle("asked", state.askTarget);
  for (const [digit, button] of elements.digits.entries()) {
    button.setAttribute("aria-pressed", String(digit === target));
  }
  const blank = drawing.pixels === null;
  elements.clear.disabled = blank;
  elements.undoStroke.disabled = drawing.strokes.length === 0;
  elements.forward.disabled = blank;
  elements.backward.disabled = blank;
  elements.step.disabled = blank;
  elements.learn.disabled = blank;
  elements.undo.disabled = !session?.undo;
  elements.redo.disabled = !session?.redo;
  setText(elements.rate, String(state.learningRate));
}

/**
 * Open a panel, in whichever scene; a scene that has no such panel shows none.
 * @type {(elements: PageElements, open: PanelName | null) => void}
 */
export function showPanels({ body, panel, panels }, open) {
  panel.hidden = open === null;
  if (open === null) {
    delete body.dataset.panel;
  } else {
    body.dataset.panel = open;
  }
  for (const [name, { button, section }] of panels) {
    section.hidden = name !== open;
    button.setAttribute("aria-pressed", String(name === open));
  }
}
