/**
 * Joins the parts of the page. The only file that looks elements up.
 */

import { Conversation } from "./conversation.js";
import { inkPicture } from "./digit_image.js";
import { showFormula } from "./formula.js";
import { KEYS, listenForKeys } from "./keys.js";
import { neuronUnder } from "./layout.js";
import { BRUSH_RADIUS, listenForInk } from "./pad.js";
import { Player } from "./player.js";
import { walkBeats } from "./scenes/walk.js";
import { Stage } from "./stage.js";
import { ANSWER_BEAT, initialState, reduce, STEP_BEAT } from "./state.js";
import { createStore } from "./store.js";
import { showOutputs } from "./views/outputs_table.js";
import { showPage } from "./views/page_view.js";
import { showParts } from "./views/parts.js";

/**
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T}
 */
function find(selector, kind) {
  const element = document.querySelector(selector);
  if (!(element instanceof (kind ?? HTMLElement))) {
    throw new Error(`Expected ${selector} in the page`);
  }
  return /** @type {T} */ (element);
}

/** @param {string} id */
const button = (id) => find(`#${id}`, HTMLButtonElement);
/** @param {string} name */
const part = (name) => find(`[data-testid=${name}]`);

const root = document.documentElement;
const digits = Array.from({ length: 10 }, (_, digit) => button(`target-${digit}`));
const elements = {
  body: document.body,
  message: find("#message"),
  prediction: part("prediction"),
  cost: part("cost"),
  iteration: part("iteration"),
  caption: find("#caption"),
  targets: find(".targets"),
  digits,
  step: button("step"),
  undo: button("undo"),
  redo: button("redo"),
  undoStroke: button("undo-stroke"),
  clear: button("clear"),
  forward: button("forward"),
  backward: button("backward"),
  resetTrained: button("reset-trained"),
  rate: find("#learning-rate-value"),
  network: find("#network", HTMLSelectElement),
};
const pad = find("#pad", HTMLCanvasElement);
const networkCanvas = find("#network-view", HTMLCanvasElement);
const formula = find("#formula");
const parts = find("#parts");
const beatCount = find("#beat-count");
const playButton = button("play");
const keyList = find("#key-list", HTMLDialogElement);
const sampleLabel = find("#sample-label", HTMLSelectElement);
const rate = find("#learning-rate", HTMLInputElement);
const outputs = find("#outputs tbody", HTMLTableSectionElement);

const store = createStore(reduce, initialState);
const player = new Player(store, walkBeats);
const stage = new Stage({ network: networkCanvas, pad, still: find("#weight-layers") });
const conversation = new Conversation(store);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// One animation frame draws all that has changed since the last one.
let requested = false;
let lastFrame = 0;

function request() {
  if (!requested) {
    requested = true;
    requestAnimationFrame(frame);
  }
}

/** @param {number} now */
function frame(now) {
  requested = false;
  if (player.clock.running) {
    player.tick(Math.min(100, lastFrame === 0 ? 0 : now - lastFrame));
    if (calm.matches) {
      player.clock.progress = 1;
    }
  }
  stage.drawNetwork(store.get(), player.beat, player.clock.progress);
  showTime();
  lastFrame = player.clock.running ? now : 0;
  if (player.clock.running) {
    request();
  }
}

function showTime() {
  showParts(parts, player.beats, player.place, (beat) => player.show(beat));
  beatCount.textContent = `${player.place + 1} / ${player.beats.length}`;
  const { playing } = player.clock;
  playButton.classList.toggle("playing", playing);
  playButton.setAttribute("aria-label", playing ? "Pause" : "Play");
}

store.subscribe((state, before) => {
  showPage(elements, state, player.beat);
  showFormula(formula, state.askTarget ? "" : player.beat.formula);
  if (state.drawing !== before.drawing) {
    stage.drawPad(state);
  }
  if (state.session?.layers.join() !== before.session?.layers.join()) {
    stage.refit(state);
  } else if (state.parameters !== before.parameters) {
    stage.drawStill(state);
  }
  if (state.forward !== before.forward || state.backward !== before.backward) {
    showOutputs(outputs, state.forward, state.backward, state.target);
  }
  if (state.parameters !== null) {
    root.dataset.ready = "true";
  }
  request();
});

listenForInk(
  pad,
  () => store.get().drawing.strokes,
  (strokes) => {
    if (store.get().drawing.sample !== null) {
      store.dispatch({ type: "cleared" });
    }
    ink(strokes);
  },
);

/** @param {import("./digit_image.js").Stroke[]} strokes */
function ink(strokes) {
  const { pixels, placement } = inkPicture(strokes, BRUSH_RADIUS);
  store.dispatch({ type: "inked", strokes, pixels: placement === null ? null : pixels });
}

// A button pressed by pointer does not keep the focus, so that the keys go on leading the story.
document.addEventListener("mousedown", (event) => {
  if (event.target instanceof Element && event.target.closest("button")) {
    event.preventDefault();
  }
});

/**
 * @param {HTMLElement} element
 * @param {() => void} action
 */
const press = (element, action) => element.addEventListener("click", action);

press(elements.clear, () => store.dispatch({ type: "cleared" }));
press(elements.undoStroke, () => ink(store.get().drawing.strokes.slice(0, -1)));
for (const [digit, element] of digits.entries()) {
  press(element, () => store.dispatch({ type: "targetChosen", target: digit }));
}
press(elements.forward, () => player.playPassage("input", ANSWER_BEAT));
press(elements.backward, () => withTarget(() => player.playPassage("cost", STEP_BEAT)));
press(elements.step, () => withTarget(() => conversation.step()));
press(elements.undo, () => conversation.undo());
press(elements.redo, () => conversation.redo());
press(elements.resetTrained, () => conversation.reset("trained"));
press(button("reset-random"), () => conversation.reset("random"));
press(button("sample-next"), () => conversation.sample(sampleLabel.value, false));
press(button("sample-random"), () => conversation.sample(sampleLabel.value, true));
press(button("previous-beat"), () => command("previous"));
press(button("next-beat"), () => command("next"));
press(playButton, () => command("playOrPause"));
press(button("theme"), switchTheme);
press(button("full-screen"), () => command("fullScreen"));
press(button("keys"), () => command("keys"));

/**
 * Do what needs the right digit, or ask for it.
 * @param {() => void} action
 */
function withTarget(action) {
  if (store.get().target === null) {
    store.dispatch({ type: "targetMissing" });
  } else {
    action();
  }
}

rate.addEventListener("input", () => {
  const learningRate = Number((10 ** Number(rate.value)).toPrecision(2));
  store.dispatch({ type: "rateChosen", learningRate });
});

elements.network.addEventListener("change", () => {
  const chosen = store.get().options?.trained[elements.network.selectedIndex];
  if (chosen) {
    conversation.openOther(chosen);
  }
});

networkCanvas.addEventListener("pointermove", (event) => {
  const neuron = neuronUnder(stage.layout, event.offsetX, event.offsetY);
  const { pointed } = store.get();
  if (neuron?.layer !== pointed?.layer || neuron?.index !== pointed?.index) {
    store.dispatch({ type: "pointed", neuron });
  }
});
networkCanvas.addEventListener("pointerleave", () => {
  store.dispatch({ type: "pointed", neuron: null });
});

/** @type {Record<string, () => void>} */
const COMMANDS = {
  next: () => player.next(),
  previous: () => player.previous(),
  first: () => player.first(),
  last: () => player.last(),
  playOrPause: () => player.playOrPause(),
  fullScreen: () =>
    document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.(),
  keys: () => keyList.showModal(),
};

/** @param {string} name */
function command(name) {
  COMMANDS[name]();
  request();
}

listenForKeys(document, command);

function switchTheme() {
  setTheme(root.dataset.theme === "dark" ? "light" : "dark");
}

/** @param {string} theme */
function setTheme(theme) {
  root.dataset.theme = theme;
  button("theme").textContent = theme === "dark" ? "Light" : "Dark";
  refit();
}

function refit() {
  stage.refit(store.get());
  stage.drawPad(store.get());
  request();
}

new ResizeObserver(refit).observe(networkCanvas);
find("#key-rows").append(
  ...KEYS.flatMap(([keys, , meaning]) => {
    const names = keys.map((key) => (key === " " ? "Space" : key)).join(", ");
    return [definition("dt", names), definition("dd", meaning)];
  }),
);

/**
 * @param {"dt" | "dd"} tag
 * @param {string} text
 */
function definition(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

rate.value = String(Math.log10(store.get().learningRate));
showPage(elements, store.get(), player.beat);
document.fonts.ready.then(request);
conversation.open();
