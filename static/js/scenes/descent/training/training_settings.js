/** The form of a run's settings. A field with the focus is left alone.
 * @import {Options, SettingDescriptor, SettingsOfRun} from "../../../server/types.js"
 * @typedef {{activation: string, output: string, cost: string}} NetworkChoice
 * @typedef {{onChange: (change: Partial<SettingsOfRun>) => void, onNetwork: (choice: NetworkChoice)
 *   => void}} SettingsListeners */

import { element, option, select } from "../../../kit/dom.js";
import { listenForNumber, showNumber } from "../../../kit/number_field.js";
import { LABELS } from "./words.js";

/** The settings that stand in sight; the others are folded away. */
const FIRST = ["batch_size", "learning_rate"];

export class TrainSettingsForm {
  /** @type {Map<keyof SettingsOfRun, HTMLInputElement>} */
  #inputs = new Map();
  /** @type {Options | null} what the fields and lists were made of */
  #options = null;

  /** @param {SettingsListeners} listeners
   * @param {HTMLElement} fresh the button that begins once more, with what is set here */
  constructor(listeners, fresh) {
    this.listeners = listeners;
    this.fresh = fresh;
    this.more = element("details", "train-more");
    this.activation = select("", [], undefined, "train-activation");
    this.cost = select("", [], undefined, "train-cost-function");
    for (const list of [this.activation, this.cost]) {
      list.addEventListener("change", () => this.#chooseNetwork());
    }
    this.element = element("form", "");
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  /**
   * @type {(settings: SettingsOfRun | null, network: NetworkChoice | null, options: Options | null)
   *   => void} */
  show(settings, network, options) {
    if (options !== this.#options) {
      this.#fill(options);
    }
    for (const [name, input] of this.#inputs) {
      showNumber(input, settings === null ? "" : String(settings[name]));
    }
    const { activations, costs } = options?.descriptors ?? { activations: [], costs: [] };
    this.activation.selectedIndex = activations.findIndex(({ id }) => id === network?.activation);
    this.cost.selectedIndex = costs.findIndex(
      ({ id, outputs: [output] }) => output === network?.output && id === network.cost,
    );
  }

  /** @type {(options: Options | null) => void} */
  #fill(options) {
    this.#options = options;
    this.#inputs.clear();
    const { activations = [], costs = [], training = [] } = options?.descriptors ?? {};
    // What is off until somebody turns it on has no field here.
    const settings = training.filter(({ optional }) => !optional);
    const listed = (/** @type {{label: string}[]} */ described) =>
      described.map(({ label }) => option(label, label));
    this.activation.replaceChildren(...listed(activations));
    this.cost.replaceChildren(...listed(costs));
    const [first, others] = [true, false].map((isFirst) =>
      settings
        .filter(({ name }) => FIRST.includes(name) === isFirst)
        .map((setting) => this.#field(setting)),
    );
    this.more.replaceChildren(
      element("summary", "", LABELS.more),
      element(
        "div",
        "train-settings",
        ...others,
        labelled(LABELS.activation, this.activation),
        labelled(LABELS.costFunction, this.cost),
        this.fresh,
      ),
    );
    this.element.replaceChildren(element("div", "train-settings", ...first), this.more);
  }

  /** @param {boolean} disabled */
  set fixed(disabled) {
    this.activation.disabled = disabled;
    this.cost.disabled = disabled;
  }

  #chooseNetwork() {
    // Where the lists lack the network's own choice, their first is shown.
    if (this.#options !== null) {
      const { activations, costs } = this.#options.descriptors;
      const activation = activations[Math.max(0, this.activation.selectedIndex)].id;
      const { id: cost, outputs } = costs[Math.max(0, this.cost.selectedIndex)];
      this.listeners.onNetwork({ activation, output: outputs[0], cost });
    }
  }

  /** @type {(setting: SettingDescriptor) => HTMLLabelElement} */
  #field({ name, label, description, type, step, choices }) {
    const input = element("input", "");
    input.id = `train-${name}`;
    input.inputMode = "decimal";
    input.required = true;
    input.setAttribute("aria-label", `${label}: ${description}`);
    listenForNumber(input, {
      whole: type === "integer",
      step: step ?? 1,
      // The server judges all numbers; anything else is not sent.
      onNumber: (value) => value !== null && this.listeners.onChange({ [name]: value }),
    });
    this.#inputs.set(/** @type {keyof SettingsOfRun} */ (name), input);
    const parts = [input];
    if (choices.length > 0) {
      const list = element("datalist", "", ...choices.map((value) => option("", String(value))));
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
