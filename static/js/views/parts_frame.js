/** The frame of a scene in parts: the part's picture, one large sentence, a thin line of parts. */

/** @import {Words} from "../timeline.js" */

import { element } from "./element.js";
import { showCaption } from "./words.js";

/**
 * @typedef {object} Frame
 * @property {HTMLElement} picture where the part shown stands
 * @property {HTMLElement} caption
 * @property {HTMLButtonElement} previous
 * @property {HTMLButtonElement} next
 * @property {Map<string, HTMLAnchorElement>} links of the parts, by id
 *
 * @typedef {object} SceneName
 * @property {string} id in its address
 * @property {string} title what it is called where it cannot be seen, like "The descent"
 */

/**
 * Build the frame.
 * @param {HTMLElement} root
 * @param {SceneName} scene
 * @param {{id: string, name: string}[]} parts
 * @returns {Frame}
 */
export function buildFrame(root, scene, parts) {
  const picture = element("section", "parts-picture");
  picture.setAttribute("aria-label", scene.title);
  const caption = element("p", "caption");
  const words = element("section", "parts-words", caption);
  words.setAttribute("aria-live", "polite");
  const links = new Map(parts.map(({ id, name }) => [id, partLink(scene.id, id, name)]));
  const previous = element("button", "time-button", "‹");
  previous.setAttribute("aria-label", "Previous part");
  const next = element("button", "time-button", "›");
  next.setAttribute("aria-label", "Next part");
  for (const button of [previous, next]) {
    button.type = "button";
  }
  const list = element("ol", "parts-list", ...[...links.values()].map((a) => element("li", "", a)));
  const line = element("nav", "parts-line", previous, next, list);
  line.setAttribute("aria-label", `${scene.title}: its parts`);
  root.replaceChildren(picture, words, line);
  return { picture, caption, previous, next, links };
}

/**
 * Say what is shown.
 * @param {Frame} frame
 * @param {string} part its id
 * @param {Words[]} caption
 */
export function showFrame({ caption: place, previous, next, links }, part, caption) {
  showCaption(place, caption);
  const ids = [...links.keys()];
  for (const [id, link] of links) {
    if (id === part) {
      link.setAttribute("aria-current", "step");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  previous.disabled = part === ids[0];
  next.disabled = part === ids.at(-1);
}

/**
 * @param {string} scene
 * @param {string} id
 * @param {string} name
 */
function partLink(scene, id, name) {
  const link = element("a", "part", element("span", "", name));
  link.href = `#${scene}/${id}`;
  return link;
}
