/**
 * Joins the parts of the page. The only file that looks elements up.
 */

import { readAddress, writeAddress } from "./address.js";
import { Beside } from "./beside.js";
import { commands, leaveFocusAlone, press, wireControls, wireSpeed } from "./controls.js";
import { Conversation } from "./conversation.js";
import { whatIfModel } from "./experiment.js";
import { showFormula } from "./formula.js";
import { KEYS, listenForKeys } from "./keys.js";
import { Player } from "./player.js";
import { listenForPointing, listenForSymbols } from "./pointing.js";
import { walkBeats } from "./scenes/walk/beats.js";
import { listenForScrubbing } from "./scrubbing.js";
import { Stage } from "./stage.js";
import { DRAW_BEAT, initialState, reduce } from "./state.js";
import { createStore } from "./store.js";
import { symbolsOfItem } from "./symbols.js";
import { showColumnHeads } from "./views/column_heads.js";
import { showKeyList } from "./views/key_list.js";
import { showOutputs } from "./views/outputs_table.js";
import { showPage } from "./views/page_view.js";
import { showParts } from "./views/parts.js";
import { fieldsOf } from "./views/what_if_fields.js";
import { showWhatIf } from "./views/what_if_panel.js";
import { WhatIf } from "./what_if.js";
import { underChange } from "./what_if_beat.js";
import { wireHolding, wireWhatIf } from "./what_if_controls.js";

/**
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
function find(selector, kind) {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) {
    throw new Error(`Expected ${selector} in the page`);
  }
  return element;
}

/** @param {string} selector */
const any = (selector) => find(selector, HTMLElement);
/** @param {string} id */
const button = (id) => find(`#${id}`, HTMLButtonElement);

const SCENE = "walk";
const root = document.documentElement;
const elements = {
  body: document.body,
  message: any("#message"),
  prediction: any("[data-testid=prediction]"),
  cost: any("[data-testid=cost]"),
  iteration: any("[data-testid=iteration]"),
  caption: any("#caption"),
  targets: any(".targets"),
  digits: Array.from({ length: 10 }, (_, digit) => button(`target-${digit}`)),
  pad: find("#pad", HTMLCanvasElement),
  clear: button("clear"),
  undoStroke: button("undo-stroke"),
  sampleNext: button("sample-next"),
  sampleRandom: button("sample-random"),
  sampleLabel: find("#sample-label", HTMLSelectElement),
  forward: button("forward"),
  backward: button("backward"),
  step: button("step"),
  learn: button("learn"),
  undo: button("undo"),
  redo: button("redo"),
  resetTrained: button("reset-trained"),
  resetRandom: button("reset-random"),
  rate: any("#learning-rate-value"),
  rateSlider: find("#learning-rate", HTMLInputElement),
  network: find("#network", HTMLSelectElement),
  ask: button("ask"),
  panel: any("#panel"),
  panels: new Map(
    /** @type {const} */ (["code", "inspect", "what-if"]).map((name) => [
      name,
      { button: button(name), section: any(`#panel-${name}`) },
    ]),
  ),
};
const networkCanvas = find("#network-view", HTMLCanvasElement);
const heads = any("#column-heads");
const formula = any("#formula");
const parts = any("#parts");
const beatCount = any("#beat-count");
const playButton = button("play");
const whatIfElements = {
  fields: fieldsOf(find("#what-if-form", HTMLFormElement)),
  curve: find("#cost-curve", HTMLCanvasElement),
  checkAnswer: any("#check-answer"),
  sign: any("#what-if-sign"),
};
const keyList = find("#key-list", HTMLDialogElement);
const outputs = find("#outputs tbody", HTMLTableSectionElement);

const store = createStore(reduce, initialState);
const player = new Player(store, walkBeats);
const stage = new Stage({ network: networkCanvas, pad: elements.pad }, request);
const conversation = new Conversation(store);
const beside = new Beside(
  {
    code: any("#panel-code"),
    inspect: any("#panel-inspect"),
    neurons: any("#neurons"),
    tip: any("#tip"),
    picture: networkCanvas,
  },
  store,
  conversation,
);
const whatIf = new WhatIf(store, conversation);
const joined = { store, player, conversation };
const command = commands(joined, { showKeys: () => keyList.showModal() });
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
  if (player.running) {
    player.tick(Math.min(100, lastFrame === 0 ? 0 : now - lastFrame));
    if (calm.matches && !player.veiled) {
      player.clock.progress = 1;
    }
  }
  const { progress } = player.clock;
  const { state, beat } = underChange(store.get(), player.beat);
  stage.drawNetwork(state, beat, { progress, veiled: player.veiled });
  stage.drawTrial(whatIfModel(store.get()), whatIfElements.curve);
  lastFrame = player.running ? now : 0;
  if (player.running) {
    request();
  }
  showTime();
}

function showTime() {
  const { playing } = player.clock;
  playButton.classList.toggle("playing", playing);
  playButton.setAttribute("aria-label", playing ? "Pause" : "Play");
}

function showBeat() {
  const state = store.get();
  const { beat } = underChange(state, player.beat);
  showPage(elements, state, beat, player.veiled);
  showFormula(formula, state.askTarget || player.veiled ? "" : beat.formula);
  showParts(parts, player.beats, player.place, (id) => lead(() => player.show(id)));
  beside.show(beat, stage.layout, player.veiled);
  beatCount.textContent = `${player.place + 1} / ${player.beats.length}`;
  showWhatIf(whatIfElements, whatIfModel(state));
  showColumnHeads(heads, stage.layout, beat.picture.columns, state.hiddenColumns, {
    onToggle: (column) => store.dispatch({ type: "columnToggled", column }),
    onPick: (column) => store.dispatch({ type: "columnPicked", column }),
  });
  const lit = symbolsOfItem(state.pointed ?? state.pinned, beat.picture);
  for (const element of formula.querySelectorAll("[data-symbol]")) {
    element.classList.toggle("lit", lit.includes(element.getAttribute("data-symbol") ?? ""));
  }
  writeAddress(SCENE, player.beat.id);
}

/**
 * Lead the story somewhere, and show it.
 * @param {() => void} action
 */
function lead(action) {
  action();
  showBeat();
  request();
}

store.subscribe((state, before) => {
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
  showBeat();
  request();
});

wireControls(elements, joined);
listenForScrubbing(
  parts,
  () => player.beats,
  (beat) => beat !== player.beat.id && lead(() => player.show(beat)),
);
listenForKeys(document, (name, key) => lead(() => command(name, key)));
wireWhatIf(whatIfElements.fields, { store, whatIf });
wireHolding(networkCanvas, store, () => stage.layout);
listenForPointing(
  networkCanvas,
  () => ({ layout: stage.layout, layers: store.get().session?.layers ?? [] }),
  {
    onPoint: (item) => {
      if (JSON.stringify(item) !== JSON.stringify(store.get().pointed)) {
        store.dispatch({ type: "pointed", item });
      }
    },
    onPin: (item) => beside.pin(item),
  },
);

for (const [id, name] of [
  ["previous-beat", "previous"],
  ["play", "playOrPause"],
  ["next-beat", "next"],
  ["full-screen", "fullScreen"],
  ["keys", "keys"],
  ["ask", "ask"],
  ["code", "code"],
  ["inspect", "inspect"],
  ["what-if", "what-if"],
]) {
  press(button(id), () => lead(() => command(name)));
}

wireSpeed(button("speed"), player.clock);
leaveFocusAlone(document);
listenForSymbols(formula, (symbol) => {
  if (symbol !== store.get().symbol) {
    store.dispatch({ type: "symbolPointed", symbol });
  }
});

press(button("theme"), () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  button("theme").textContent = root.dataset.theme === "dark" ? "Light" : "Dark";
  refit();
});

function refit() {
  stage.refit(store.get());
  stage.drawPad(store.get());
  showBeat();
  request();
}

/**
 * Show the beat that an address names, on a digit of MNIST where nothing is drawn.
 * @param {string} hash
 */
async function followAddress(hash) {
  const address = readAddress(hash);
  if (address?.scene !== SCENE || [DRAW_BEAT, player.beat.id].includes(address.beat)) {
    return;
  }
  if (store.get().drawing.pixels === null) {
    await conversation.sample("", false);
  }
  lead(() => player.showOnceThere(address.beat));
}

showKeyList(any("#key-rows"), KEYS);
showBeat();
new ResizeObserver(refit).observe(networkCanvas);
document.fonts.ready.then(refit);
// The event's own address: the bar's may have been written anew since.
addEventListener("hashchange", ({ newURL }) => followAddress(new URL(newURL).hash));
const opened = location.hash;
conversation.open().then(() => followAddress(opened));
