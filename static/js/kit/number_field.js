/** Fields for numbers, in all scenes and panels: a decimal comma is read as a point, and an entry that
 * is no number is said and changes nothing. Of a field of the type "number" browsers in English drop
 * the comma, so that 0,25 becomes 25, and hand out nothing of what they cannot read. */

import { toDigits } from "./format.js";
import { notRead } from "./words.js";

const FORM = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,3})?$/i;
const WHOLE = /^[+-]?\d+$/;
const UNREAD = "unread";
const DIRECTIONS = new Map([
  ["ArrowUp", 1],
  ["ArrowDown", -1],
]);

/** The number that somebody has typed; null where it is none. In a whole one a comma might part
 * thousands, so it is not read.
 * @type {(text: string, isWhole?: boolean) => number | null} */
export function readNumber(text, isWhole = false) {
  const plain = text.replace(/\s/g, "").replace("−", "-");
  const value = (isWhole ? WHOLE : FORM).test(plain) ? Number(plain.replace(",", ".")) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** @typedef {object} NumberEntry
 * @property {(value: number | null) => void} onNumber null for an empty field
 * @property {boolean} [whole] @property {boolean} [live] each key counts
 * @property {boolean} [empty] an empty field counts too, else it changes nothing
 * @property {number} [step] of the keys up and down
 * @property {(value: number | null) => string} [fault] why it cannot be had; empty where it can */

/** Read what is typed into a field. @type {(field: HTMLInputElement, entry: NumberEntry) => void} */
export function listenForNumber(field, { onNumber, step = 1, fault = () => "", ...entry }) {
  const { whole = false, live = false, empty = false } = entry;
  field.type = "text";
  field.autocomplete = "off";
  field.spellcheck = false;
  /** @type {(isThrough: boolean) => void} */
  const take = (isThrough) => {
    const text = field.value.trim();
    const value = readNumber(text, whole);
    if (text === "" && !empty) {
      return;
    }
    const reason = text !== "" && value === null ? notRead(text, whole) : fault(value);
    if (reason === "") {
      field.removeAttribute("aria-invalid");
      onNumber(value);
    } else if (isThrough) {
      field.setAttribute("aria-invalid", "true");
      dispatchEvent(new CustomEvent(UNREAD, { detail: reason }));
    }
  };
  if (live) {
    field.addEventListener("input", () => take(false));
  }
  field.addEventListener("change", () => take(true));
  field.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS.get(event.key);
    const value = readNumber(field.value, whole);
    if (direction !== undefined && value !== null && !field.list) {
      event.preventDefault();
      field.value = String(toDigits(value + direction * step, 12));
      take(true);
    }
  });
}

/** Have what was typed and could not be had said.
 * @type {(say: (reason: string) => void) => void} */
export function onUnread(say) {
  addEventListener(UNREAD, (event) => event instanceof CustomEvent && say(event.detail));
}

/** Write into a field, unless somebody is typing in it, or has left there what could not be read.
 * @type {(field: HTMLInputElement, text: string) => void} */
export function showNumber(field, text) {
  const isLeft = field.getAttribute("aria-invalid") === "true" && field.dataset.shown === text;
  if (field === document.activeElement || isLeft) {
    return;
  }
  field.dataset.shown = text;
  field.removeAttribute("aria-invalid");
  if (field.value !== text) {
    field.value = text;
  }
}
