/** The layout of the part "What it learns". */

import { button, element } from "../../../kit/dom.js";
import { LABELS } from "./words.js";

/** @param {HTMLElement} confusion @param {HTMLElement} wall @param {() => void} onPlay */
export function buildLearning(confusion, wall, onPlay) {
  const weights = element("canvas", "");
  weights.setAttribute("role", "img");
  weights.setAttribute("aria-label", LABELS.weightsInFull);
  const activations = element("canvas", "");
  activations.setAttribute("role", "img");
  activations.setAttribute("aria-label", LABELS.drawingInFull);
  const play = button("primary", LABELS.train, onPlay, "learning-play");
  const whole = element(
    "div",
    "learning",
    panel("learning-weights", LABELS.weights, weights),
    panel("learning-pass", LABELS.drawing, activations, play),
    panel("learning-confusion", LABELS.confusion, confusion),
    panel("learning-wall", LABELS.wall, wall),
  );
  return { element: whole, weights, activations, play };
}

/** @type {(name: string, title: string, ...content: HTMLElement[]) => HTMLElement} */
function panel(name, title, ...content) {
  const made = element("section", name, element("h2", "learning-title", title), ...content);
  made.setAttribute("aria-label", title);
  return made;
}
