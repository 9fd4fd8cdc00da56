/** The layout of the part "What it learns". */

import { element } from "../../../kit/dom.js";

/** @param {HTMLElement} confusion @param {HTMLElement} wall @param {() => void} onPlay */
export function buildLearning(confusion, wall, onPlay) {
  const weights = element("canvas", "");
  weights.setAttribute("role", "img");
  weights.setAttribute("aria-label", "The weights into each neuron of the first hidden layer");
  const activations = element("canvas", "");
  activations.setAttribute("role", "img");
  activations.setAttribute("aria-label", "The activations of the drawing");
  const play = element("button", "primary", "Train");
  play.type = "button";
  play.id = "learning-play";
  play.addEventListener("click", onPlay);
  const whole = element(
    "div",
    "learning",
    panel("learning-weights", "Weights of the first layer", weights),
    panel("learning-pass", "This drawing", activations, play),
    panel("learning-confusion", "What is read in 10,000 test digits", confusion),
    panel("learning-wall", "Test digits", wall),
  );
  return { element: whole, weights, activations, play };
}

/** @type {(name: string, title: string, ...content: HTMLElement[]) => HTMLElement} */
function panel(name, title, ...content) {
  const made = element("section", name, element("h2", "learning-title", title), ...content);
  made.setAttribute("aria-label", title);
  return made;
}
