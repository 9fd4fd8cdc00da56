/** The form of a run's settings. A field with the focus is left alone.
 * @import {SettingsOfRun} from "../../../server/types.js"
 * @typedef {{activation: string, output: string, cost: string}} NetworkChoice
 * @typedef {{onChange: (change: Partial<SettingsOfRun>) => void, onNetwork: (choice: NetworkChoice)
 *   => void}} SettingsListeners */

import { element, select } from "../../../kit/dom.js";

/** @type {[keyof SettingsOfRun, string, string, Record<string, string>, string[]][]} */
const FIELDS = [
  [
    "batch_size",
    "Mini-batch",
    "digits in a mini-batch",
    { min: "1", max: "60000", step: "1" },
    ["1", "10", "32", "100", "1000", "60000"],
  ],
  [
    "learning_rate",
    "Learning rate",
    "learning rate",
    { min: "0", step: "any" },
    ["0.1", "0.5", "1.5", "3"],
  ],
  ["momentum", "Momentum", "momentum", { min: "0", max: "0.99", step: "any" }, ["0", "0.5", "0.9"]],
  ["seed", "Seed", "seed of the shuffling", { min: "0", step: "1" }, []],
];

/** @type {[string, string][]} what the hidden neurons do, as the server and as people call it */
const ACTIVATIONS = [
  ["sigmoid", "sigmoid"],
  ["tanh", "tanh"],
  ["relu", "ReLU"],
  ["leaky_relu", "leaky ReLU"],
  ["linear", "linear"],
];

/** @type {[string, Pick<NetworkChoice, "output" | "cost">][]} what the outputs do, and their cost
 */
const COSTS = [
  ["squared error", { output: "sigmoid", cost: "squared_error" }],
  ["cross-entropy", { output: "sigmoid", cost: "cross_entropy" }],
  ["cross-entropy of softmax", { output: "softmax", cost: "cross_entropy" }],
];

export class TrainSettingsForm {
  /** @type {Map<keyof SettingsOfRun, HTMLInputElement>} */
  #inputs = new Map();

  /** @param {SettingsListeners} listeners */
  constructor(listeners) {
    this.listeners = listeners;
    this.activation = select(
      "",
      ACTIVATIONS.map(([, name]) => [name, name]),
      undefined,
      "train-activation",
    );
    this.cost = select(
      "",
      COSTS.map(([name]) => [name, name]),
      undefined,
      "train-cost-function",
    );
    for (const list of [this.activation, this.cost]) {
      list.addEventListener("change", () => this.#chooseNetwork());
    }
    this.element = element(
      "form",
      "train-settings",
      ...FIELDS.map((field) => this.#field(field)),
      labelled("Activation", this.activation),
      labelled("Cost", this.cost),
    );
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @type {(settings: SettingsOfRun | null, network: NetworkChoice | null) => void} */
  show(settings, network) {
    for (const [name, input] of this.#inputs) {
      const text = settings === null ? "" : String(settings[name]);
      if (input.value !== text && input.ownerDocument.activeElement !== input) {
        input.value = text;
      }
    }
    this.activation.selectedIndex = ACTIVATIONS.findIndex(([name]) => name === network?.activation);
    this.cost.selectedIndex = COSTS.findIndex(
      ([, { output, cost }]) => output === network?.output && cost === network.cost,
    );
  }

  /** @param {boolean} disabled */
  set fixed(disabled) {
    this.activation.disabled = disabled;
    this.cost.disabled = disabled;
  }

  #chooseNetwork() {
    // Where the lists lack the network's own choice, their first is shown.
    const [activation] = ACTIVATIONS[Math.max(0, this.activation.selectedIndex)];
    const [, outputs] = COSTS[Math.max(0, this.cost.selectedIndex)];
    this.listeners.onNetwork({ activation, ...outputs });
  }

  /** @type {(field: (typeof FIELDS)[number]) => HTMLLabelElement} */
  #field([name, label, description, attributes, suggestions]) {
    const input = element("input", "");
    input.type = "number";
    input.id = `train-${name}`;
    input.inputMode = "decimal";
    input.required = true;
    input.setAttribute("aria-label", `${label}: ${description}`);
    for (const [key, value] of Object.entries(attributes)) {
      input.setAttribute(key, value);
    }
    input.addEventListener("change", () => {
      // The server judges all numbers; anything else is not sent.
      if (input.value !== "") {
        this.listeners.onChange({ [name]: Number(input.value) });
      }
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        input.blur();
      }
    });
    this.#inputs.set(name, input);
    const parts = [input];
    if (suggestions.length > 0) {
      const list = element("datalist", "", ...suggestions.map((value) => new Option("", value)));
      list.id = `train-${name}-list`;
      input.setAttribute("list", list.id);
      return labelled(label, ...parts, list);
    }
    return labelled(label, ...parts);
  }
}

/** @type {(label: string, ...content: HTMLElement[]) => HTMLLabelElement} */
function labelled(label, ...content) {
  return element("label", "train-field", element("span", "field-name", label), ...content);
}
