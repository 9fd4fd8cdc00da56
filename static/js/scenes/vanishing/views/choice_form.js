/** The fields that choose a side's network and its training. A field with the focus is left alone.
 * @import {Options, SettingDescriptor} from "../../../server/types.js"
 * @import {Choice} from "../choices.js" */

import { scaled } from "../../../kit/canvas.js";
import { button, element, fill, select, setText, turning } from "../../../kit/dom.js";
import { changes } from "../../../kit/memo.js";
import { listenForNumber, showNumber } from "../../../kit/number_field.js";
import { drawPixels } from "../../../kit/picture.js";
import { sizeOf } from "../../../kit/size.js";
import { outOfBounds } from "../../../kit/words.js";
import { MOST, SETTINGS } from "../choices.js";
import { FIELDS, LABELS, optionalWords, SETTING_WORDS } from "../words.js";

export class ChoiceForm {
  /** @type {Map<keyof Choice, HTMLInputElement | HTMLSelectElement>} */
  #fields = new Map();
  /** @type {Options | null} what the fields were made of */
  #options = null;

  /** @param {string} side its name
   * @param {(change: Partial<Choice>) => void} onChange */
  constructor(side, onChange) {
    this.side = side;
    this.onChange = onChange;
    this.element = element("form", "vanishing-choice");
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @type {(chosen: Choice, options: Options | null) => void} */
  show(chosen, options) {
    if (options !== this.#options && options !== null) {
      this.#options = options;
      this.#build(options);
    }
    for (const [name, field] of this.#fields) {
      const text = String(chosen[name] ?? "");
      if (field instanceof HTMLInputElement) {
        showNumber(field, text);
      } else if (field.value !== text && field.ownerDocument.activeElement !== field) {
        field.value = text;
      }
    }
  }

  /** @type {(options: Options) => void} */
  #build({ descriptors: { activations, initializers, training } }) {
    const settings = SETTINGS.map((name) => training.find((each) => each.name === name));
    this.element.replaceChildren(
      this.#whole("depth"),
      this.#whole("width"),
      this.#list("activation", activations),
      this.#list("initializer", initializers),
      ...settings.filter((found) => found !== undefined).map((found) => this.#setting(found)),
    );
  }

  /** @type {(name: "depth" | "width") => HTMLElement} */
  #whole(name) {
    const ends = { min: 1, max: MOST[name], above_min: false, step: 1, optional: false };
    return this.#number({ name, ...FIELDS[name], ...ends });
  }

  /** @type {(setting: SettingDescriptor) => HTMLElement} */
  #setting(setting) {
    const { description, optional } = setting;
    const words = optional ? { description: optionalWords(description) } : {};
    return this.#number({ ...setting, ...words, ...SETTING_WORDS[setting.name] });
  }

  /** @type {(number: Pick<SettingDescriptor, "name" | "label" | "description" | "min" | "max" |
   *   "above_min" | "step" | "optional">) => HTMLElement} */
  #number({ name, label, description, min, max, above_min, step, optional }) {
    const input = element("input", "");
    input.inputMode = "decimal";
    input.required = !optional;
    input.placeholder = optional ? LABELS.off : "";
    const [least, most] = [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY];
    const isGood = (/** @type {number | null} */ value) =>
      value === null ? optional : value <= most && (above_min ? value > least : value >= least);
    listenForNumber(input, {
      whole: step === 1,
      empty: true,
      step: step ?? 1,
      onNumber: (value) => this.onChange({ [name]: value }),
      fault: (value) => (isGood(value) ? "" : outOfBounds(value, { min, max, above_min })),
    });
    return this.#field(name, label, `${label}: ${description}`, input);
  }

  /** @type {(name: "activation" | "initializer", described: {id: string, label: string}[]) =>
   *   HTMLElement} */
  #list(name, described) {
    const list = select("", [], (value) => this.onChange({ [name]: value }));
    fill(list, described);
    const { label } = FIELDS[name];
    return this.#field(name, label, label, list);
  }

  /** @type {(name: string, label: string, description: string, field: HTMLInputElement |
   *   HTMLSelectElement) => HTMLElement} */
  #field(name, label, description, field) {
    this.#fields.set(/** @type {keyof Choice} */ (name), field);
    field.id = `vanishing-${this.side}-${name.replaceAll("_", "-")}`;
    field.setAttribute("aria-label", description);
    field.title = description;
    return element("label", "vanishing-field", element("span", "field-name", label), field);
  }
}

/** The bar above a part's pictures: the buttons that train both networks, a switch, and the digit
 * shown.
 * @import {Theme} from "../../../kit/canvas.js"
 * @import {Example} from "../state.js" */

export class TrainBar {
  /** @param {Record<"onPlay" | "onPause" | "onStep" | "onFresh" | "onBack", () => void>} listeners
   * @param {...HTMLElement} more what else stands in the bar */
  constructor({ onPlay, onPause, onStep, onFresh, onBack }, ...more) {
    this.play = button("primary vanishing-play", LABELS.train);
    this.turn = turning(this.play, onPlay, onPause);
    this.step = button("vanishing-step", LABELS.step, onStep);
    this.fresh = button("quiet vanishing-fresh", LABELS.fresh, onFresh);
    this.back = button("quiet vanishing-back", LABELS.back, onBack);
    const own = [this.play, this.step, this.fresh, this.back];
    this.element = element("div", "vanishing-bar", ...own, ...more);
  }

  /** @param {{running: boolean, ready: boolean, canGoBack: boolean}} state ready: whether any side can be
   *   trained */
  show({ running, ready, canGoBack }) {
    this.back.hidden = !canGoBack;
    this.back.disabled = running;
    this.turn(running, running ? LABELS.pause : LABELS.train);
    this.play.dataset.running = String(running);
    this.play.disabled = !ready;
    this.step.disabled = !ready || running;
    this.fresh.disabled = !ready;
  }
}

export class ExamplePicture {
  #isToDraw = changes();

  constructor() {
    this.canvas = element("canvas", "vanishing-example");
    this.canvas.setAttribute("aria-hidden", "true");
    this.name = element("span", "vanishing-label");
    this.element = element("span", "vanishing-digit-shown", this.canvas, this.name);
  }

  /** @type {(example: Example | null, theme: Theme) => void} */
  show(example, theme) {
    setText(this.name, example?.name ?? "");
    this.element.dataset.label = String(example?.label ?? "");
    this.element.dataset.own = String(example?.isOwn ?? false);
    if (example !== null && this.#isToDraw(example, theme, devicePixelRatio)) {
      const square = { x: 0, y: 0, side: sizeOf(this.canvas).width };
      drawPixels(scaled(this.canvas), example.pixels, square, theme);
    }
  }
}
