/**
 * What the page says in words and buttons: the answer, the figures, the caption, what can be pressed.
 *
 * @import {PanelName, State} from "../state.js"
 * @import {Beat, Words} from "../timeline.js"
 *
 * @typedef {object} PageElements
 * @property {HTMLElement} body
 * @property {HTMLElement} message
 * @property {HTMLElement} prediction
 * @property {HTMLElement} cost
 * @property {HTMLElement} iteration
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
 * @property {HTMLButtonElement} resetTrained
 * @property {HTMLElement} rate
 * @property {HTMLSelectElement} network
 */

import { plainDecimal } from "./plain_decimal.js";
import { showCaption } from "./words.js";

/** @type {Words[]} */
const ASK_DIGIT = [{ text: "First press the digit it should have been." }];

/**
 * @param {PageElements} elements
 * @param {State} state
 * @param {Beat} beat
 * @param {boolean} veiled whether the room is still asked what the beat brings
 */
export function showPage(elements, state, beat, veiled) {
  const { session, drawing, target, forward, backward } = state;
  showMessage(elements.message, state.message);
  setText(elements.prediction, forward === null ? "" : String(forward.prediction));
  setText(elements.cost, backward === null ? "" : plainDecimal(backward.cost));
  setText(elements.iteration, String(session?.iteration ?? 0));
  const words = veiled && beat.question ? beat.question : beat.caption;
  showCaption(elements.caption, state.askTarget ? ASK_DIGIT : words);
  elements.ask.setAttribute("aria-pressed", String(state.asking));
  showPanels(elements, state.panel);
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
  showNetworks(elements, state);
}

/**
 * @param {PageElements} elements
 * @param {PanelName | null} open
 */
function showPanels({ body, panel, panels }, open) {
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

/**
 * @param {HTMLElement} element
 * @param {string} message
 */
function showMessage(element, message) {
  element.hidden = message === "";
  setText(element, message);
}

/**
 * The trained networks that can be chosen, and whether the present one is among them.
 * @param {PageElements} elements
 * @param {State} state
 */
function showNetworks({ network, resetTrained }, { options, session }) {
  const trained = options?.trained ?? [];
  if (network.options.length !== trained.length) {
    network.replaceChildren(
      ...trained.map(({ activation, output }) => {
        const option = document.createElement("option");
        option.textContent = activation === output ? activation : `${activation}, ${output}`;
        return option;
      }),
    );
  }
  const present = trained.findIndex(
    ({ activation, output, cost }) =>
      activation === session?.activation && output === session.output && cost === session.cost,
  );
  network.selectedIndex = present;
  resetTrained.disabled = present < 0;
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
