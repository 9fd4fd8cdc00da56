/**
 * The frame of a scene in parts: the part's picture, room beside it, one large sentence, a thin line
 * of parts.
 */

/** @import {Words} from "./timeline.js" */

import { element } from "../kit/dom.js";
import { svg } from "../kit/svg.js";
import { showCaption } from "./caption.js";

/**
 * @typedef {object} Frame
 * @property {HTMLElement} picture where the part shown stands
 * @property {HTMLElement} panel beside the picture, where there is more to be read
 * @property {HTMLElement} caption
 * @property {HTMLButtonElement} previous
 * @property {HTMLButtonElement} play only where the parts can be played
 * @property {HTMLButtonElement} next
 * @property {Map<string, HTMLAnchorElement>} links of the parts, by id
 *
 * @typedef {object} SceneName
 * @property {string} id in its address
 * @property {string} title what it is called where it cannot be seen, like "The descent"
 */

/** The same icons as those of the walk's line of time. */
const PLAY = "M5 3.5v13l11-6.5z";
const PAUSE = "M5 4h3.5v12H5zM11.5 4H15v12h-3.5z";

/**
 * Build the frame.
 * @param {HTMLElement} root
 * @param {SceneName} scene
 * @param {{id: string, name: string}[]} parts
 * @param {boolean} plays whether the parts can be played one after the other
 * @returns {Frame}
 */
export function buildFrame(root, scene, parts, plays) {
  const picture = element("section", "parts-picture");
  picture.setAttribute("aria-label", scene.title);
  const panel = element("aside", "parts-panel");
  panel.setAttribute("aria-label", "Code");
  panel.hidden = true;
  const caption = element("p", "caption");
  const words = element("section", "parts-words", caption);
  words.setAttribute("aria-live", "polite");
  const links = new Map(parts.map(({ id, name }) => [id, partLink(scene.id, id, name)]));
  const previous = element("button", "time-button", "‹");
  previous.setAttribute("aria-label", "Previous part");
  const next = element("button", "time-button", "›");
  next.setAttribute("aria-label", "Next part");
  const play = element("button", "time-button", icon("when-paused", PLAY));
  play.append(icon("when-playing", PAUSE));
  for (const button of [previous, play, next]) {
    button.type = "button";
  }
  const list = element("ol", "parts-list", ...[...links.values()].map((a) => element("li", "", a)));
  const buttons = plays ? [previous, play, next] : [previous, next];
  const line = element("nav", "parts-line", ...buttons, list);
  line.setAttribute("aria-label", `${scene.title}: its parts`);
  root.replaceChildren(picture, panel, words, line);
  return { picture, panel, caption, previous, play, next, links };
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
 * Say whether the parts go on by themselves.
 * @type {(frame: Frame, playing: boolean) => void}
 */
export function showPlaying({ play }, playing) {
  play.classList.toggle("playing", playing);
  play.setAttribute("aria-label", playing ? "Pause" : "Play");
}

/**
 * @param {string} when it is shown
 * @param {string} d
 */
function icon(when, d) {
  const look = { viewBox: "0 0 20 20", class: `icon filled ${when}`, "aria-hidden": "true" };
  return svg("svg", look, svg("path", { d }));
}

/** @type {(scene: string, id: string, name: string) => HTMLAnchorElement} */
function partLink(scene, id, name) {
  const link = element("a", "part", element("span", "", name));
  link.href = `#${scene}/${id}`;
  return link;
}
