/** The fields that choose a side's network and its training. A field with the focus is left alone.
 * @typedef {{depth: number, width: number, activation: string, initializer: string, seed: number,
 *   learning_rate: number, clip: number | null}} Chosen */

import { scaled } from "../../../kit/canvas.js";
import { button, element, select, setText } from "../../../kit/dom.js";
import { drawPixels } from "../../../kit/picture.js";
import { LABELS } from "../words.js";
import { ACTIVATIONS } from "./activation_names.js";

/** @type {[keyof Chosen, string, string, Record<string, string>][]} */
const NUMBERS = [
  ["depth", "Depth", "hidden layers, from 1 to 12", { min: "1", max: "12", step: "1" }],
  ["width", "Width", "neurons in each hidden layer", { min: "1", max: "64", step: "1" }],
  ["seed", "Seed", "of the weights and the shuffling", { min: "0", step: "1" }],
  ["learning_rate", "Rate", "learning rate", { min: "0", step: "any" }],
  [
    "clip",
    "Clip at",
    "largest norm of a step's gradient; empty for none",
    { min: "0", step: "any" },
  ],
];

/** @type {[keyof Chosen, string, [string, string][]][]} */
const LISTS = [
  ["activation", "Activation", ACTIVATIONS],
  [
    "initializer",
    "Start",
    [
      ["xavier", "Xavier"],
      ["he", "He"],
      ["standard_normal", "normal"],
      ["zeros", "zeros"],
    ],
  ],
];

/** @type {(keyof Chosen)[]} */
const ORDER = ["depth", "width", "activation", "initializer", "seed", "learning_rate", "clip"];

export class ChoiceForm {
  /** @type {Map<keyof Chosen, HTMLInputElement | HTMLSelectElement>} */
  #fields = new Map();

  /** @param {string} side its name
   * @param {(change: Partial<Chosen>) => void} onChange */
  constructor(side, onChange) {
    this.side = side;
    this.onChange = onChange;
    for (const [name, label, description, attributes] of NUMBERS) {
      this.#fields.set(name, this.#number(name, `${label}: ${description}`, attributes));
    }
    for (const [name, label, options] of LISTS) {
      this.#fields.set(name, this.#list(name, label, options));
    }
    const labels = new Map([...NUMBERS, ...LISTS].map(([name, label]) => [name, label]));
    this.element = element(
      "form",
      "vanishing-choice",
      ...ORDER.map((name) => {
        const field = /** @type {HTMLElement} */ (this.#fields.get(name));
        const label = element("span", "field-name", labels.get(name) ?? "");
        return element("label", "vanishing-field", label, field);
      }),
    );
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @type {(chosen: Chosen) => void} */
  show(chosen) {
    for (const [name, field] of this.#fields) {
      const text = String(chosen[name] ?? "");
      if (field.value !== text && field.ownerDocument.activeElement !== field) {
        field.value = text;
      }
    }
  }

  /** @type {(name: keyof Chosen, description: string, attributes: Record<string, string>) =>
   *   HTMLInputElement} */
  #number(name, description, attributes) {
    const input = element("input", "");
    input.type = "number";
    input.inputMode = "decimal";
    if (name === "clip") {
      input.placeholder = "off";
    } else {
      input.required = true;
    }
    for (const [key, value] of Object.entries(attributes)) {
      input.setAttribute(key, value);
    }
    this.#name(input, name, description);
    input.addEventListener("change", () => this.#take(name, input));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        input.blur();
      }
    });
    return input;
  }

  /** A value out of bounds is marked and ignored; the last valid choice stays.
   * @type {(name: keyof Chosen, input: HTMLInputElement) => void} */
  #take(name, input) {
    const isEmpty = input.value === "";
    const isGood =
      input.checkValidity() && !(name !== "seed" && !isEmpty && Number(input.value) <= 0);
    input.setAttribute("aria-invalid", String(!isGood));
    if (isGood) {
      this.onChange({ [name]: isEmpty ? null : Number(input.value) });
    }
  }

  /** @type {(name: keyof Chosen, label: string, options: [string, string][]) => HTMLSelectElement}
   */
  #list(name, label, options) {
    const list = select("", options, (value) => this.onChange({ [name]: value }));
    this.#name(list, name, label);
    return list;
  }

  /** @type {(field: HTMLElement, name: keyof Chosen, description: string) => void} */
  #name(field, name, description) {
    field.id = `vanishing-${this.side}-${name.replaceAll("_", "-")}`;
    field.setAttribute("aria-label", `${this.side.toUpperCase()}, ${description}`);
    field.title = description;
  }
}

/** The bar above a part's pictures: the buttons that train both networks, a switch, and the digit
 * shown.
 * @import {Theme} from "../../../kit/canvas.js" */

export class TrainBar {
  /** @param {{onPlay: () => void, onStep: () => void, onFresh: () => void}} listeners
   * @param {...HTMLElement} more what else stands in the bar */
  constructor({ onPlay, onStep, onFresh }, ...more) {
    this.play = button("primary vanishing-play", LABELS.train, onPlay);
    this.step = button("vanishing-step", LABELS.step, onStep);
    this.fresh = button("quiet vanishing-fresh", LABELS.fresh, onFresh);
    this.element = element("div", "vanishing-bar", this.play, this.step, this.fresh, ...more);
  }

  /** @param {{running: boolean, ready: boolean}} state ready: whether any side can be trained */
  show({ running, ready }) {
    setText(this.play, running ? LABELS.pause : LABELS.train);
    this.play.disabled = !ready;
    this.step.disabled = !ready || running;
  }
}

/** A choice as a row of buttons. @template {string} T */
export class Switch {
  /** @type {Map<T, HTMLButtonElement>} */
  #buttons;

  /** @param {string} label @param {[T, string][]} choices @param {(choice: T) => void} onChoose */
  constructor(label, choices, onChoose) {
    this.#buttons = new Map(
      choices.map(([choice, text]) => [choice, button("quiet", text, () => onChoose(choice))]),
    );
    this.element = element("div", "vanishing-switch", ...this.#buttons.values());
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", label);
  }

  /** @type {(chosen: T) => void} */
  show(chosen) {
    for (const [choice, each] of this.#buttons) {
      each.setAttribute("aria-pressed", String(choice === chosen));
    }
  }
}

export class ExamplePicture {
  /** @type {unknown[]} what it was drawn of */
  #drawn = [];

  constructor() {
    this.canvas = element("canvas", "vanishing-example");
    this.canvas.setAttribute("aria-hidden", "true");
    this.name = element("span", "vanishing-label");
    this.element = element("span", "vanishing-digit-shown", this.canvas, this.name);
  }

  /** @type {(example: {pixels: number[], name: string} | null, theme: Theme) => void} */
  show(example, theme) {
    setText(this.name, example?.name ?? "");
    const drawn = [example, theme, devicePixelRatio];
    if (example !== null && drawn.some((value, i) => value !== this.#drawn[i])) {
      this.#drawn = drawn;
      const square = { x: 0, y: 0, side: this.canvas.clientWidth };
      drawPixels(scaled(this.canvas, 1), example.pixels, square, theme);
    }
  }
}
