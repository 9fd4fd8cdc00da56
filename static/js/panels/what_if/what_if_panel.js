/** Which number is held and where it is moved to, what that does to the cost and what the
 * gradient predicted; and backprop's derivative checked by a finite difference.
 * @import {Quantity, Range, WhatIfModel} from "./quantity.js"
 * @import {Written} from "../../kit/format.js"
 * @import {CheckAnswer, WhatIfAnswer} from "../../server/types.js"
 * @typedef {object} WhatIfElements
 * @property {HTMLElement} checkAnswer
 * @property {HTMLElement} sign in the picture: says that this is not the network's own pass
 * @property {WhatIfFields} fields */
import { element, option, setText } from "../../kit/dom.js";
import { compared, format, fourDigits, placesFor, toPlaces } from "../../kit/format.js";
import { showNumber } from "../../kit/number_field.js";
import { drawCostCurve, TOLERANCE } from "./cost_curve.js";
import { SYMBOLS } from "./quantity.js";
import { promiseOf } from "./what_if_beat.js";
import { agreement, FIRST, layerTitle, outcome, TRY_IT, WAYS } from "./what_if_words.js";

/** @param {WhatIfElements} elements
 * @param {WhatIfModel | null} model null before there is a network */
export function showWhatIf(elements, model) {
  const { fields, sign } = elements;
  sign.hidden = !model?.own;
  const missing = model?.missing ?? null;
  setText(fields.ask, missing === null ? "" : FIRST[missing]);
  fields.form.dataset.missing = missing ?? "";
  fields.form.dataset.ready = String(model !== null && missing === null);
  if (model === null) {
    return;
  }
  showChoice(elements, model);
  if (!model.open) {
    return;
  }
  const { rest, moved, check } = model.whatIf;
  showValue(fields, model);
  showCosts(fields, SYMBOLS[model.quantity.kind], rest, moved);
  showCheck(elements, model, check);
}

/** Draw the curve of the cost, at most once a frame, since it measures sizes.
 * @type {(context: CanvasRenderingContext2D, width: number, height: number, theme: Theme, model:
 *   WhatIfModel) => void} */
export function drawTrial(context, width, height, theme, { quantity, whatIf: { rest, moved } }) {
  const curve = rest && { rest, moved, symbol: SYMBOLS[quantity.kind] };
  drawCostCurve(context, { width, height }, theme, curve);
}

/** @type {(elements: WhatIfElements, model: WhatIfModel) => void} */
function showChoice({ fields }, { layers, quantity }) {
  const { kind, layer } = quantity;
  fields.form.dataset.kind = kind;
  fields.kind.value = kind;
  const first = kind === "activation" ? 0 : 1;
  const last = layers.length - 1;
  const wanted = `${first}/${last}`;
  if (fields.layer.dataset.layers !== wanted) {
    fields.layer.dataset.layers = wanted;
    fields.layer.replaceChildren(
      ...layers.slice(first).map((_, i) => option(layerTitle(first + i, last), `${first + i}`)),
    );
  }
  fields.layer.value = String(layer);
  showNumber(fields.neuron, String(quantity.kind === "weight" ? quantity.to : quantity.index));
  showNumber(fields.from, quantity.kind === "weight" ? String(quantity.from) : "");
}

/** @type {(fields: WhatIfFields, model: WhatIfModel) => void} */
function showValue({ value, slider, putBack }, { quantity, whatIf, present, range }) {
  if (present === null || range === null) {
    return;
  }
  const shown = whatIf.value ?? present;
  const count = sliderSteps(quantity, range);
  slider.max = String(count);
  slider.value = String(Math.round(((shown - range.from) / (range.to - range.from)) * count));
  slider.setAttribute("aria-valuetext", format(shown, 4).text);
  value.title = `${range.from} … ${range.to}`;
  showNumber(value, format(shown, 4).tex);
  putBack.disabled = whatIf.value === null;
}

/** @type {(fields: WhatIfFields, symbol: string, rest: WhatIfAnswer | null, moved: WhatIfAnswer |
 *   null) => void} */
function showCosts(fields, symbol, rest, moved) {
  setText(fields.formula, `dC/d${symbol} · Δ${symbol}`);
  if (moved === null) {
    setText(fields.change, "–");
    setText(fields.promised, "–");
    setText(fields.costs, rest === null ? "" : `C = ${format(rest.cost_before, 4).text}`);
    setText(
      fields.product,
      rest === null ? "" : `dC/d${symbol} = ${fourDigits(rest.derivative).text}`,
    );
    setText(fields.outcome, rest === null ? "" : TRY_IT);
    return;
  }
  const { change, promised, product, isExact } = promiseOf(moved);
  setText(fields.change, change.text);
  setText(fields.promised, promised.text);
  setText(fields.costs, `C ${costsOf(moved, change).join(" → ")}`);
  setText(fields.product, `${isExact ? "=" : "≈"} ${product.text}`);
  const isReadOtherwise = rest !== null && rest.prediction !== moved.prediction;
  setText(fields.outcome, outcome(moved, TOLERANCE, isReadOtherwise));
}

/** The costs before and after, such that the change shown lies between those shown.
 * @type {(moved: WhatIfAnswer, change: Written) => string[]} */
function costsOf({ cost_before, cost, change, promised }, { power }) {
  const places = placesFor([change, promised]);
  const after = toPlaces(cost, places);
  const before = power === 0 ? after - toPlaces(change, places) : cost_before;
  return [before, after].map((each) => format(each, places).text);
}

/** @type {(elements: WhatIfElements, model: WhatIfModel, answer: CheckAnswer | null) => void} */
function showCheck({ fields, checkAnswer }, { quantity }, answer) {
  fields.check.hidden = quantity.kind === "activation";
  const key = answer === null ? "" : JSON.stringify(answer);
  if (checkAnswer.dataset.answer === key) {
    return;
  }
  checkAnswer.dataset.answer = key;
  checkAnswer.dataset.agree = String(answer?.agree ?? "");
  if (answer === null) {
    checkAnswer.replaceChildren();
    return;
  }
  const { texts, same, digits } = compared(answer.backprop, answer.finite_difference);
  const rows = [WAYS.backprop, WAYS.difference].map((name, i) =>
    element("div", "", element("dt", "", name), withSame(texts[i], same)),
  );
  checkAnswer.replaceChildren(
    element("dl", "", ...rows),
    element("p", "", agreement(answer, digits)),
  );
}

/** A number whose first characters, which agree, are marked.
 * @type {(text: string, same: number) => HTMLElement} */
function withSame(text, same) {
  return element("dd", "", element("strong", "", text.slice(0, same)), text.slice(same));
}

/** The slider's steps. */
const PARAMETER_STEP = 0.05;
const ACTIVATION_STEP = 0.01;

/** @typedef {ReturnType<typeof fieldsOf>} WhatIfFields */

/** @param {HTMLFormElement} form */
export function fieldsOf(form) {
  /** @type {(name: string) => HTMLOutputElement} */
  const output = (name) => field(form, name, HTMLOutputElement);
  return {
    form,
    kind: field(form, "kind", HTMLSelectElement),
    layer: field(form, "layer", HTMLSelectElement),
    neuron: field(form, "neuron", HTMLInputElement),
    from: field(form, "from", HTMLInputElement),
    value: field(form, "value", HTMLInputElement),
    slider: field(form, "place", HTMLInputElement),
    putBack: field(form, "putBack", HTMLButtonElement),
    check: field(form, "check", HTMLButtonElement),
    ask: output("ask"),
    change: output("change"),
    costs: output("costs"),
    formula: output("formula"),
    promised: output("promised"),
    product: output("product"),
    outcome: output("outcome"),
  };
}

/** @type {<T extends Element>(form: HTMLFormElement, name: string, kind: new () => T) => T} */
function field(form, name, kind) {
  const element = form.elements.namedItem(name);
  if (!(element instanceof kind)) {
    throw new Error(`Expected a field ${name} in the form`);
  }
  return element;
}

/** How many steps the slider has. @type {(quantity: Quantity, range: Range) => number} */
export function sliderSteps({ kind }, { from, to }) {
  const step = kind === "activation" ? ACTIVATION_STEP : PARAMETER_STEP;
  return Math.round((to - from) / step);
}
