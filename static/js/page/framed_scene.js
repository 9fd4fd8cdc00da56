/** A scene whose frame is built for it: the beat's picture, room beside it, one large sentence, a
 * thin line of parts.
 * @import {Supply} from "../server/resource.js"
 * @import {Making, SceneElements, SceneName} from "./scene.js"
 * @import {Beat, Part} from "./story.js" */

import { button, element, svg } from "../kit/dom.js";
import { LABELS, partsName } from "../kit/words.js";
import { PartsLine, partLink } from "./parts_line.js";
import { Scene } from "./scene.js";

/** The same icons as those of the walk's line of time. */
const PLAY = "M5 3.5v13l11-6.5z";
const PAUSE = "M5 4h3.5v12H5zM11.5 4H15v12h-3.5z";

/** @template S, C @extends {Scene<S, C>} */
export class FramedScene extends Scene {
  /** @param {HTMLElement} root
   * @param {Omit<Making<S, C>, "elements" | "line" | "story"> & {parts: Part<Beat<S, C>>[]}} making
   */
  constructor(root, { parts, ...making }) {
    const { elements, list } = buildFrame(root, making.name, making.plays === true);
    const line = new PartsLine(list, (part) => partLink(part, making.name.id), false);
    super({ ...making, elements, line, story: () => parts });
    this.root = root;
    this.supplies = this.#suppliesOf(parts);
    elements.ends?.previous.addEventListener("click", () => this.command("previous"));
    elements.ends?.next.addEventListener("click", () => this.command("next"));
  }

  /** @override */
  show() {
    super.show();
    this.#look();
  }

  /** @override */
  hide() {
    super.hide();
    this.#look();
  }

  /** Whether what the beat is about is on its way. */
  get isComing() {
    return false;
  }

  /** @override */
  get isKnown() {
    const { tells, resources = [] } = this.player.beat;
    const from = tells ?? resources;
    return (
      !this.isComing &&
      this.supplies.every((supply) => !from.includes(supply.resource) || supply.isCurrent)
    );
  }

  /** @type {(parts: Part<Beat<S, C>>[]) => Supply<S, any>[]} */
  #suppliesOf(parts) {
    const { own, player } = this;
    const beats = parts.flatMap((part) => part.beats);
    const all = new Set(beats.flatMap(({ resources = [] }) => resources));
    return Array.from(all, (resource) => {
      const isWanted = () =>
        this.isShown && !this.isComing && (player.beat.resources?.includes(resource) ?? false);
      return this.page.conversation.supply(resource, own, isWanted);
    });
  }

  /** The scene comes or goes: it wants other things. */
  #look() {
    for (const supply of this.supplies) {
      supply.look();
    }
  }

  /** @override @type {(isOpen: boolean) => void} */
  showCode(isOpen) {
    const { panel } = this.elements;
    this.root.classList.toggle("with-panel", isOpen);
    if (panel !== null) {
      panel.hidden = !isOpen;
    }
  }
}

/** @type {(root: HTMLElement, name: SceneName, plays: boolean) => {elements: SceneElements, list:
 *   HTMLElement}} */
function buildFrame(root, { title }, plays) {
  const picture = element("section", "parts-picture");
  picture.setAttribute("aria-label", title);
  const panel = element("aside", "parts-panel");
  panel.setAttribute("aria-label", LABELS.code);
  panel.hidden = true;
  const caption = element("p", "caption");
  caption.dataset.caption = "";
  const words = element("section", "parts-words", caption);
  words.setAttribute("aria-live", "polite");
  const previous = timeButton(LABELS.previousPart, "‹");
  const next = timeButton(LABELS.nextPart, "›");
  const play = plays
    ? timeButton(LABELS.play, icon("when-paused", PLAY), icon("when-playing", PAUSE))
    : null;
  const list = element("ol", "parts-list");
  const line = element("nav", "parts-line", previous, ...(play ? [play] : []), next, list);
  line.setAttribute("aria-label", partsName(title));
  root.replaceChildren(picture, panel, words, line);
  const ends = { previous, next };
  return {
    elements: { picture, panel, caption, formula: null, play, count: null, ends },
    list,
  };
}

/** @type {(label: string, ...content: (Node | string)[]) => HTMLButtonElement} */
function timeButton(label, ...content) {
  const made = button("time-button", content);
  made.setAttribute("aria-label", label);
  return made;
}

/** @type {(when: string, d: string) => SVGElement} */
function icon(when, d) {
  const look = { viewBox: "0 0 20 20", class: `icon filled ${when}`, "aria-hidden": "true" };
  return svg("svg", look, svg("path", { d }));
}
