/**
 * Numbers with the digits that a comparison needs, and which of their digits two of them share.
 */

import { element } from "./dom.js";
import { format, formatSigned } from "./theme.js";

/** Numbers are compared to this many digits. */
const COMPARED = 10;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** A number smaller than this is written with a power of ten. */
const SMALL = 1e-7;

/** @type {(size: number) => number} */
const exponentOf = (size) => (size === 0 ? 0 : Math.floor(Math.log10(size)));

/**
 * How many digits after the point numbers that stand beside each other have, so that the largest
 * has four.
 * @type {(values: number[]) => number}
 */
export function placesFor(values) {
  return Math.min(9, Math.max(2, 3 - exponentOf(Math.max(...values.map(Math.abs)))));
}

/**
 * Numbers that stand beside each other, all with as many digits after the point.
 * @param {number[]} values
 * @param {boolean} plus whether plus signs are written
 * @returns {string[]}
 */
export function alike(values, plus) {
  const largest = Math.max(...values.map(Math.abs));
  const small = largest > 0 && largest < SMALL;
  const power = small ? exponentOf(largest) : 0;
  const digits = small ? 3 : placesFor(values);
  return values.map((value) => {
    const text = signed((value / 10 ** power).toFixed(digits), plus);
    return small ? `${text} · 10⁻${superscript(-power)}` : text;
  });
}

/**
 * A number with four digits, without zeros at its end.
 * @type {(value: number) => string}
 */
export function fourDigits(value) {
  return alike([value], false)[0]
    .replace(/(\.\d*?)0+(?= |$)/, "$1")
    .replace(/\.(?= |$)/, "");
}

/**
 * A text for a number with a real minus sign; none before a zero.
 * @param {string} text
 * @param {boolean} plus whether a plus sign is written
 */
function signed(text, plus) {
  if (Number(text) === 0) {
    return text.replace("-", "");
  }
  return text.startsWith("-") ? `−${text.slice(1)}` : `${plus ? "+" : ""}${text}`;
}

/** @type {(power: number) => string} */
function superscript(power) {
  return Array.from(String(power), (digit) => SUPERSCRIPTS[Number(digit)]).join("");
}

/**
 * Two numbers with ten digits each, and how much of their texts is the same from the left on.
 * @param {number} one
 * @param {number} other
 * @returns {{texts: [string, string], same: number, digits: number}} `same` counts signs, `digits`
 *   only digits from the first that is not 0
 */
export function compared(one, other) {
  const largest = Math.max(Math.abs(one), Math.abs(other));
  const power = largest > 0 && largest < SMALL ? exponentOf(largest) : 0;
  const after = Math.min(20, Math.max(0, COMPARED - 1 - exponentOf(largest) + power));
  /** @type {(value: number) => string} */
  const write = (value) => signed((value / 10 ** power).toFixed(after), false);
  const texts = /** @type {[string, string]} */ ([write(one), write(other)]);
  const [short, long] = texts;
  let same = 0;
  while (same < short.length && short[same] === long[same]) {
    same += 1;
  }
  const digits = short
    .slice(0, same)
    .replace(/[^0-9]/g, "")
    .replace(/^0+/, "").length;
  const tail = power === 0 ? "" : ` · 10⁻${superscript(-power)}`;
  return { texts: [short + tail, long + tail], same, digits };
}

/** Numbers that are compared by eye: four digits after the point, and never a small one as 0. Pure. */

const CHAIN_DIGITS = 4;
const CHAIN_SMALLEST = 0.0005;

/**
 * How many digits after the point; a small number has as many as it asks for.
 * @type {(value: number) => 4 | undefined}
 */
export function fineDigits(value) {
  return value !== 0 && Math.abs(value) < CHAIN_SMALLEST ? undefined : CHAIN_DIGITS;
}

/** @type {(value: number) => string} */
export function fine(value) {
  return format(value, fineDigits(value));
}

/** @type {(value: number) => string} */
export function fineSigned(value) {
  return formatSigned(value, fineDigits(value));
}

/** Numbers to be checked by hand: all digits that matter, and none for what is not computed yet. */

export const UNKNOWN = "not computed yet";
const WRITTEN_DIGITS = 5;

/**
 * A number with five digits after the point; a smaller one as a power of ten, never as 0.
 * @param {number | null} value
 * @param {boolean} signed whether the plus sign is written
 * @returns {(Node | string)[]}
 */
export function exact(value, signed) {
  if (value === null) {
    return [UNKNOWN];
  }
  if (value === 0 || Math.abs(value) >= 0.5 * 10 ** -WRITTEN_DIGITS) {
    return [signed ? formatSigned(value, WRITTEN_DIGITS) : format(value, WRITTEN_DIGITS)];
  }
  const [digits, power] = Math.abs(value).toExponential(2).split("e-");
  const sign = value < 0 ? "−" : signed ? "+" : "";
  return [`${sign}${digits} × 10`, element("sup", "", `−${power}`)];
}

/** A number that programs read too: the cost, for whoever checks it. */

const FEWEST_PLACES = 4;
const PLAIN_DIGITS = 4;
const PLAIN_SMALLEST = 1e-9;

/**
 * Four digits that matter at least, in a form that `Number` reads; with an exponent only where a
 * row of zeros would hide them.
 * @param {number} value 0 or more
 */
export function plainDecimal(value) {
  if (value === 0) {
    return value.toFixed(FEWEST_PLACES);
  }
  if (value < PLAIN_SMALLEST) {
    return value.toExponential(PLAIN_DIGITS - 1);
  }
  const places = PLAIN_DIGITS - 1 - Math.floor(Math.log10(value));
  return value.toFixed(Math.max(FEWEST_PLACES, places));
}

/** Figures of a training in words. */

/** @param {number} share 0 … 1 */
export function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/** @type {(seconds: number) => string} */
export function duration(seconds) {
  if (seconds < 60) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${String(Math.round(seconds % 60)).padStart(2, "0")} s`;
}

/** @type {(count: number) => string} */
export function grouped(count) {
  return Math.round(count).toLocaleString("en-US");
}
