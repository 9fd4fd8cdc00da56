/** What happens when something is pressed, chosen or drawn: every action of the user, wired once.
 * @import {Player} from "./player.js"
 * @import {PanelName} from "../state/page.js"
 * @typedef {object} ControlElements
 * @property {HTMLElement} pad @property {HTMLButtonElement} clear
 * @property {HTMLButtonElement} undoStroke @property {HTMLElement} sampleNext
 * @property {HTMLElement} sampleRandom @property {HTMLSelectElement} sampleLabel
 * @property {HTMLElement} targets the row of digits
 * @property {HTMLButtonElement[]} digits @property {HTMLButtonElement} forward
 * @property {HTMLButtonElement} backward @property {HTMLButtonElement} step
 * @property {HTMLButtonElement} learn @property {HTMLButtonElement} undo
 * @property {HTMLButtonElement} redo @property {HTMLElement} rate
 * @property {HTMLInputElement} rateSlider @property {HTMLSelectElement} network
 * @typedef {{body: HTMLElement, panel: HTMLElement, panels: Map<PanelName, {button: HTMLElement,
 *   section: HTMLElement}>}} PanelElements
 * @typedef {{store: Store<State, Action>, player: Player<any>, conversation: Conversation}} Parts
 */

import { inkPicture } from "../input/digit_image.js";
import { BRUSH_RADIUS, listenForInk } from "../input/pad.js";
import { setText } from "../kit/dom.js";
import { toDigits } from "../kit/format.js";
import { learnName, PAD_IS_FULL, speedName } from "../kit/words.js";
import { notice } from "../state/message.js";
import { canTravel } from "../state/network.js";
import { ANSWER_BEAT, TARGET_BEAT } from "../state/page.js";

/** @type {(elements: ControlElements, parts: Parts) => void} */
export function wireControls(elements, parts) {
  wirePad(elements, parts);
  wirePasses(elements, parts);
  wireNetwork(elements, parts);
}

/** @type {(element: HTMLElement, action: () => void) => void} */
export function press(element, action) {
  element.addEventListener("click", action);
}

/** @type {(elements: ControlElements, parts: Parts) => void} */
function wirePad(elements, { store, conversation }) {
  /** @type {(strokes: Stroke[], earlier?: Stroke[]) => void} */
  const ink = (strokes, earlier) => {
    const { pixels, placement } = inkPicture(strokes, BRUSH_RADIUS);
    const seen = placement === null ? null : pixels;
    store.dispatch({ type: "inked", strokes, pixels: seen, placement, earlier });
  };
  listenForInk(
    elements.pad,
    () => store.get().drawing.strokes,
    (strokes) => {
      if (store.get().drawing.sample !== null) {
        store.dispatch({ type: "cleared" });
      }
      ink(strokes);
    },
    () => store.set(notice(PAD_IS_FULL)),
  );
  press(elements.clear, () => store.dispatch({ type: "cleared" }));
  press(elements.undoStroke, () => {
    const { strokes, earlier } = store.get().drawing;
    if (strokes.length > 0) {
      ink(strokes.slice(0, -1));
    } else {
      store.dispatch({ type: "cleared" });
      ink(earlier, []);
    }
  });
  press(elements.sampleNext, () => conversation.sample(elements.sampleLabel.value, false));
  press(elements.sampleRandom, () => conversation.sample(elements.sampleLabel.value, true));
}

/** @type {(elements: ControlElements, parts: Parts) => void} */
function wirePasses(elements, { store, player, conversation }) {
  for (const [digit, element] of elements.digits.entries()) {
    press(element, () => chooseTarget(digit, { store, player }));
  }
  press(elements.forward, () => player.playPassage("input", ANSWER_BEAT));
  const whole = { store, player, conversation };
  press(elements.backward, () => withTarget(whole, () => player.playPassage("cost", "step-ready")));
  press(elements.step, () => withTarget(whole, () => conversation.step()));
  press(elements.learn, () => withTarget(whole, () => conversation.learn()));
}

/** @type {(elements: ControlElements, parts: Parts) => void} */
function wireNetwork(elements, { store, conversation }) {
  press(elements.undo, () => conversation.undo());
  press(elements.redo, () => conversation.redo());
  const { rateSlider, network } = elements;
  const showRate = () => {
    const position = String(Math.log10(store.get().learningRate));
    // While the knob is moved it stays where it was put.
    if (rateOf(rateSlider) !== store.get().learningRate) {
      rateSlider.value = position;
    }
  };
  showRate();
  store.subscribe(showRate);
  rateSlider.addEventListener("input", () => {
    store.set({ learningRate: rateOf(rateSlider) });
  });
  network.addEventListener("change", () => {
    const chosen = store.get().options?.trained[network.selectedIndex];
    if (chosen) {
      conversation.openOther(chosen);
    }
  });
}

/** The learning rate at a knob's power of ten. @type {(knob: HTMLInputElement) => number} */
export const rateOf = ({ value }) => toDigits(10 ** Number(value), 2);

/** Say which digit it should have been. Whoever is past that question stays where they are; who is
 * at it goes on as soon as it is answered.
 * @type {(target: number, parts: Pick<Parts, "store" | "player">) => void} */
export function chooseTarget(target, { store, player }) {
  const { id } = player.beat;
  const stays = id === TARGET_BEAT || player.isPast(TARGET_BEAT);
  store.dispatch({ type: "targetChosen", target, beat: stays ? id : undefined });
  if (id === TARGET_BEAT) {
    player.nextOnceWhole();
  }
}

/** Do what needs the right digit, or ask for it. @type {(parts: Parts, action: () => void) => void} */
function withTarget({ store, player }, action) {
  const { drawing, target } = store.get();
  if (target !== null) {
    action();
  } else if (drawing.pixels !== null) {
    player.showOnceThere(TARGET_BEAT);
  }
}

/** Show what can be pressed, and what is.
 * @type {(elements: ControlElements, state: State) => void} */
export function showControls(elements, state) {
  const { drawing, target } = state;
  elements.targets.classList.toggle("asked", state.beat === TARGET_BEAT && target === null);
  for (const [digit, button] of elements.digits.entries()) {
    button.setAttribute("aria-pressed", String(digit === target));
  }
  const blank = drawing.pixels === null;
  const read = state.forward?.prediction ?? target;
  elements.learn.hidden = target === null || read === target;
  setText(elements.learn, target === null ? "" : learnName(target));
  elements.step.classList.toggle("primary", target !== null);
  for (const name of /** @type {const} */ (["clear", "forward", "backward", "step", "learn"])) {
    elements[name].disabled = blank;
  }
  elements.undoStroke.disabled = drawing.strokes.length + drawing.earlier.length === 0;
  elements.undo.disabled = !canTravel(state, "undo");
  elements.redo.disabled = !canTravel(state, "redo");
  setText(elements.rate, String(state.learningRate));
}

/** Open a panel, in whichever scene; a scene that has no such panel shows none.
 * @type {(elements: PanelElements, open: PanelName | null) => void} */
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

/** What keys and small buttons command in the walk, by name, beside leading the story.
 * @type {(parts: Parts) => Map<string, (key: string) => void>} */
export function commands({ store, player, conversation }) {
  /** @type {(panel: PanelName) => () => void} */
  const panel = (panel) => () => store.dispatch({ type: "panelToggled", panel });
  return new Map([
    ["code", panel("code")],
    ["number", panel("number")],
    ["unpin", () => store.set({ pinned: null })],
    ["step", () => withTarget({ store, player, conversation }, () => conversation.step())],
    ["learn", (/** @type {string} */ key) => learn(Number(key), store, conversation)],
  ]);
}

/** Tell it the right digit: it learns until it reads it.
 * @type {(digit: number, store: Store<State, Action>, conversation: Conversation) => void} */
function learn(digit, store, conversation) {
  store.dispatch({ type: "targetChosen", target: digit });
  if (store.get().forward?.prediction !== digit) {
    conversation.learn();
  }
}

/** Show only picture, caption, formula and outline, on the full screen where the browser lets us. */
export function switchPresenting() {
  const { documentElement: root, fullscreenElement } = document;
  const isOn = root.toggleAttribute("data-presenting");
  if (isOn) {
    root.requestFullscreen?.().catch(() => {}); // Without it the page presents in its window.
  } else if (fullscreenElement) {
    document.exitFullscreen();
  }
}

/** Whoever leaves the full screen by the browser's own key has ended presenting, too. */
export function watchFullScreen() {
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) {
      document.documentElement.removeAttribute("data-presenting");
    }
  });
}

/** How fast the story plays. @type {(element: HTMLElement, clock: {speed: number}) => void} */
export function wireSpeed(element, clock) {
  const speeds = [1, 2, 0.5];
  press(element, () => {
    clock.speed = speeds[(speeds.indexOf(clock.speed) + 1) % speeds.length];
    setText(element, clock.speed === 0.5 ? "½×" : `${clock.speed}×`);
    element.setAttribute("aria-label", speedName(element.textContent));
  });
}
