/** The number that is held: its fields, dragging in the picture, and its requests.
 * @import {WhatIfModel} from "./quantity.js"
 * @import {Stage} from "../../scenes/walk/stage.js"
 * @import {Hold} from "./drag.js"
 * @import {WhatIfElements, WhatIfFields} from "./what_if_panel.js"
 * @typedef {object} TrialElements
 * @property {HTMLFormElement} form @property {HTMLCanvasElement} curve
 * @property {HTMLElement} checkAnswer
 * @property {HTMLElement} sign in the picture: says that this is not the network's own pass
 * @typedef {{store: Store<State, Action>, conversation: Conversation, stage: Stage}} TrialPage */

import { scaled } from "../../kit/canvas.js";
import { listenForNumber, readNumber } from "../../kit/number_field.js";
import { sizeOf } from "../../kit/size.js";
import { listenForHolding } from "./drag.js";
import { drawGrip } from "./handle.js";
import { presentValue, quantityOf, rangeOf, strongestInto, whatIfModel } from "./quantity.js";
import { drawTrial, fieldsOf, showWhatIf, sliderSteps } from "./what_if_panel.js";
import { check, WHAT_IF } from "./what_if_requests.js";

export class Trial {
  /** @param {TrialElements} elements @param {TrialPage} page */
  constructor({ form, curve, checkAnswer, sign }, { store, conversation, stage }) {
    this.curve = curve;
    this.stage = stage;
    /** @type {WhatIfElements} */
    this.elements = { fields: fieldsOf(form), checkAnswer, sign };
    for (const resource of WHAT_IF) {
      conversation.supply(resource, store);
    }
    wireWhatIf(this.elements.fields, { store, onCheck: () => check(store, conversation) });
    wireHolding(stage.elements.network, store, () => stage.layout);
  }

  /** @param {WhatIfModel | null} model
   * @param {boolean} veiled whether the room is still asked what the beat brings */
  show(model, veiled) {
    this.elements.fields.form.hidden = veiled;
    showWhatIf(this.elements, model);
  }

  /** Draw the quantity over the network's picture, and the curve of the cost.
   * @type {(model: WhatIfModel | null) => void} */
  draw(model) {
    if (model?.open) {
      const { curve } = this;
      const { elements, layout, theme } = this.stage;
      drawGrip(scaled(elements.network), layout, theme, model);
      const { width, height } = sizeOf(curve);
      drawTrial(scaled(curve), width, height, theme, model);
    }
  }
}

/** @type {(fields: WhatIfFields, parts: {store: Store<State, Action>, onCheck: () => void}) => void} */
function wireWhatIf(fields, { store, onCheck }) {
  for (const field of [fields.kind, fields.layer]) {
    field.addEventListener("change", () => choose(fields, store));
  }
  for (const field of [fields.neuron, fields.from]) {
    // Without a number it is the first neuron, or the strongest weight.
    listenForNumber(field, { whole: true, empty: true, onNumber: () => choose(fields, store) });
  }
  fields.slider.addEventListener("input", () => {
    const state = store.get();
    const quantity = quantityOf(state);
    const range = quantity && rangeOf(state, quantity);
    if (quantity !== null && range !== null) {
      const share = Number(fields.slider.value) / sliderSteps(quantity, range);
      moveTo(store, range.from + (range.to - range.from) * share);
    }
  });
  listenForNumber(fields.value, {
    live: true,
    step: 0.05,
    onNumber: (value) => value !== null && moveTo(store, value),
  });
  fields.putBack.addEventListener("click", () => store.dispatch({ type: "moved", value: null }));
  fields.check.addEventListener("click", onCheck);
  const { form } = fields;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      store.dispatch({ type: "moved", value: null });
    }
  });
}

/** Let the quantity be dragged in the network's picture.
 * @type {(picture: HTMLElement, store: Store<State, Action>, layout: () => Layout) => void} */
function wireHolding(picture, store, layout) {
  const opened = () => {
    if (layout().narrow) {
      picture.scrollIntoView(); // On a phone the picture and what moves it should be seen together.
    }
  };
  opened(); // It is the panel's first opening that brings this here.
  store.subscribe((state, before) => {
    if (state.panel === "number" && before.panel !== "number") {
      opened();
    }
  });
  listenForHolding(picture, () => holdOf(store.get(), layout()), {
    onTake: (item) => store.set({ pinned: item }),
    onMove: (value) => moveTo(store, value),
    onPutBack: () => store.dispatch({ type: "moved", value: null }),
  });
}

/** What can be dragged in the picture now. @type {(state: State, layout: Layout) => Hold | null} */
function holdOf(state, layout) {
  const model = whatIfModel(state);
  if (model === null || !model.open || model.range === null || model.present === null) {
    return null;
  }
  const { layers, quantity, range, present, whatIf } = model;
  return { layout, layers, quantity, range, value: whatIf.value ?? present };
}

/** Move the quantity within its range; at its own value it is put back.
 * @type {(store: Store<State, Action>, value: number) => void} */
function moveTo(store, value) {
  const state = store.get();
  const quantity = quantityOf(state);
  const range = quantity && rangeOf(state, quantity);
  const present = quantity && presentValue(state, quantity);
  if (range === null || present === null || !Number.isFinite(value)) {
    return;
  }
  const within = Math.min(range.to, Math.max(range.from, value));
  if (Math.abs(within - present) < 1e-9) {
    store.dispatch({ type: "moved", value: null });
  } else {
    store.dispatch({ type: "moved", value: within });
  }
}

/** Choose the quantity that the fields say.
 * @type {(fields: WhatIfFields, store: Store<State, Action>) => void} */
function choose(fields, store) {
  const state = store.get();
  const layers = state.session?.layers ?? [];
  const kind = fields.kind.value;
  const layer = Math.max(kind === "activation" ? 0 : 1, Number(fields.layer.value));
  const index = within(fields.neuron, layers[layer]);
  /** @type {Item} */
  let item = { kind: "neuron", layer, index };
  if (kind === "weight") {
    const count = layers[layer - 1];
    const from =
      fields.from.value === "" ? strongestInto(state, layer, index) : within(fields.from, count);
    item = { kind: "weight", layer, to: index, from };
  } else {
    store.set({ "whatIf.part": kind === "bias" ? "bias" : "activation" });
  }
  store.set({ pinned: item });
}

/** The number in a field, clamped to its range.
 * @type {(field: HTMLInputElement, count: number) => number} */
function within(field, count) {
  const number = Math.min(count - 1, Math.max(0, readNumber(field.value, true) ?? 0));
  field.value = String(number);
  return number;
}
