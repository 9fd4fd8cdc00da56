/** Numbers as the page writes them: text and TeX are made together, of the same digits.
 * @typedef {number | Rule} Style how a number is written; a plain number is the count of digits
 *   after the point
 * @typedef {object} Rule
 * @property {number | ((size: number) => number)} [places] digits after the point; by default they
 *   depend on the number's size
 * @property {number} [smallest] smaller numbers are written with a power of ten
 * @property {number} [largest] numbers at least as large, too
 * @property {number} [mantissa] digits after the point before a power of ten
 * @property {string} [times] stands between mantissa and power
 * @property {boolean} [plus] write the plus sign as well
 * @property {number} [scale] a factor applied first
 * @property {string} [unit] written after it
 * @property {string} [unknown] written for null
 * @typedef {object} Written
 * @property {string} text with a real minus sign, its power of ten in superscripts
 * @property {string} tex
 * @property {string} stem the text in front of the exponent
 * @property {number} power the exponent; 0 where none is written
 * @property {number} shown the number that can be read there
 * @property {number} unit one unit of its last digit */

export const SMALLEST = 1e-5;
export const LARGEST = 1e6;

/** Two significant digits, at least two after the point. @type {(size: number) => number} */
export function digitsFor(size) {
  return size >= 0.095 || size < SMALLEST ? 2 : 1 - Math.floor(Math.log10(size));
}

/** A number rounded to so many significant digits, to be computed with.
 * @type {(value: number, digits: number) => number} */
export const toDigits = (value, digits) => Number(value.toPrecision(digits));

/** A number rounded to so many digits after the point, likewise.
 * @type {(value: number, places: number) => number} */
export const toPlaces = (value, places) => Number(value.toFixed(places));

/** Two digits after the point, more where it is small. */
export const GENERAL = {};

/** For comparing by eye: four digits after the point; a small number is never written as 0. */
export const FINE = {
  places: (/** @type {number} */ size) => (size !== 0 && size < 0.0005 ? digitsFor(size) : 4),
  largest: Number.POSITIVE_INFINITY,
};
export const FINE_SIGNED = { ...FINE, plus: true };

/** So many significant digits, at least two after the point. @type {(digits: number) => Rule} */
const significant = (digits) => ({
  places: (size) =>
    size === 0 ? 2 : Math.min(9, Math.max(2, digits - 1 - Math.floor(Math.log10(size)))),
  mantissa: digits - 1,
});
export const THREE_DIGITS = significant(3);
export const SIX_DIGITS = significant(6);

/** Short, for narrow tables: two significant digits, three where the second is 0. */
export const SHORT = {
  // Rounded first, so that 0.9999 has the digits of 1.
  places: (/** @type {number} */ size) =>
    size === 0 ? 0 : Math.max(0, 1 - Math.floor(Math.log10(toDigits(size, 2)))),
  smallest: 0.001,
  largest: 9999.5,
  times: "·",
};

/** For checking by hand: all digits that matter. */
export const EXACT = {
  places: () => 5,
  smallest: 0.5e-5,
  largest: Number.POSITIVE_INFINITY,
  mantissa: 2,
  times: " × ",
};

/** A share from 0 to 1. */
export const PERCENT = { scale: 100, places: 1, unit: " %" };
export const WHOLE_PERCENT = { ...PERCENT, places: 0 };

/** Write a number in a style; by default two digits after the point, more where it is small.
 * @type {(value: number | null, style?: Style) => Written} */
export function format(value, style = GENERAL) {
  const rule = typeof style === "number" ? { places: style } : style;
  const { unit = "", plus = false, scale = 1 } = rule;
  if (value === null) {
    const unknown = rule.unknown ?? "–";
    const tex = `\\text{${unknown}}`;
    return { text: unknown, tex, stem: unknown, power: 0, shown: Number.NaN, unit: Number.NaN };
  }
  const size = Math.abs(value * scale);
  const { digits, power } = digitsOf(size, rule);
  const isNegative = value < 0 && (power !== 0 || Number(digits) !== 0);
  const sign = isNegative ? "−" : plus && value >= 0 ? "+" : "";
  const written = writtenWith(`${sign}${digits}`, power, rule.times);
  return unit === "" ? written : { ...written, text: written.text + unit };
}

/** @type {(size: number, rule: Rule) => {digits: string, power: number}} */
function digitsOf(
  size,
  { places = digitsFor, smallest = SMALLEST, largest = LARGEST, mantissa = 1 },
) {
  const isFixed = typeof places === "number";
  if (!isFixed && size > 0 && (size < smallest || size >= largest)) {
    const [digits, exponent] = size.toExponential(mantissa).split("e");
    return { digits, power: Number(exponent) };
  }
  return { digits: size.toFixed(isFixed ? places : places(size)), power: 0 };
}

/** @type {(digits: string, power: number, times?: string) => Written} */
export function writtenWith(digits, power, times = " · ") {
  const tex = digits.replace("−", "-");
  const decimals = tex.includes(".") ? tex.length - 1 - tex.indexOf(".") : 0;
  const [shown, unit] = [Number(`${tex}e${power}`), Number(`1e${power - decimals}`)];
  if (power === 0) {
    return { text: digits, tex, stem: digits, power, shown, unit };
  }
  const stem = `${digits}${times}10`;
  const inTex = `${tex} \\cdot 10^{${power}}`;
  return { text: stem + superscript(power), tex: inTex, stem, power, shown, unit };
}

/** Whether a number is written so, with its last digit rounded.
 * @type {(value: number, written: Written) => boolean} */
export function isShownAs(value, { shown, unit }) {
  return Math.abs(value - shown) <= (unit / 2) * (1 + 1e-6);
}

/** @type {(number: number) => string} */
export function superscript(number) {
  return scripted(number, "⁰¹²³⁴⁵⁶⁷⁸⁹", "⁻");
}

/** @type {(number: number) => string} */
export function subscript(number) {
  return scripted(number, "₀₁₂₃₄₅₆₇₈₉", "₋");
}

/** A text's parts: each second one is of small letters, as exponents and indices are.
 * @type {(text: string) => string[]} */
export const splitAtScripts = (text) => text.split(/([\u00b2\u00b3\u00b9\u2070-\u209c]+)/);

/** @type {(number: number, digits: string, minus: string) => string} */
function scripted(number, digits, minus) {
  const written = Array.from(String(Math.abs(number)), (digit) => digits[Number(digit)]);
  return `${number < 0 ? minus : ""}${written.join("")}`;
}

/** Columns of smaller numbers share a power of ten. */
const SMALL = 1e-7;

/** @type {(size: number) => number} */
const exponentOf = (size) => (size === 0 ? 0 : Math.floor(Math.log10(size)));

/** @type {(largest: number) => number} */
const sharedPower = (largest) => (largest > 0 && largest < SMALL ? exponentOf(largest) : 0);

/** The digits after the point for a column of numbers, so that the largest has four in all.
 * @type {(values: number[]) => number} */
export function placesFor(values) {
  return Math.min(9, Math.max(2, 3 - exponentOf(Math.max(...values.map(Math.abs)))));
}

/** A column of numbers, all with the same digits after the point; a zero has no sign.
 * @type {(values: number[], plus: boolean) => Written[]} */
export function formatAll(values, plus) {
  const power = sharedPower(Math.max(...values.map(Math.abs)));
  const places = power === 0 ? placesFor(values) : 3;
  return values.map((value) => {
    const digits = signed((value / 10 ** power).toFixed(places), plus);
    return writtenWith(digits, power);
  });
}

/** Two numbers as they are written everywhere, with more digits only where they would look the same.
 * @type {(one: number, other: number) => Written[]} */
export function formatApart(one, other) {
  const both = [format(one), format(other)];
  return both[0].text === both[1].text ? formatAll([one, other], false) : both;
}

/** A number with four digits, without trailing zeros. @type {(value: number) => Written} */
export function fourDigits(value) {
  const power = sharedPower(Math.abs(value));
  const digits = (value / 10 ** power).toFixed(power === 0 ? placesFor([value]) : 3);
  return writtenWith(signed(digits.replace(/\.?0+$/, ""), false), power);
}

/** A number's digits with a real minus sign; a zero has none.
 * @type {(digits: string, plus: boolean) => string} */
function signed(digits, plus) {
  if (Number(digits) === 0) {
    return digits.replace("-", "");
  }
  return digits.startsWith("-") ? `−${digits.slice(1)}` : `${plus ? "+" : ""}${digits}`;
}

/** Numbers are compared to this many digits. */
const COMPARED = 10;

/** Two numbers with ten digits each, and how many characters their texts share from the left.
 * @param {number} one @param {number} other
 * @returns {{texts: [string, string], same: number, digits: number}} `same` counts signs, `digits`
 *   only digits from the first that is not 0 */
export function compared(one, other) {
  const largest = Math.max(Math.abs(one), Math.abs(other));
  const power = sharedPower(largest);
  const after = Math.min(20, Math.max(0, COMPARED - 1 - exponentOf(largest) + power));
  /** @type {(value: number) => string} */
  const write = (value) => signed((value / 10 ** power).toFixed(after), false);
  const [first, second] = [write(one), write(other)];
  let same = 0;
  while (same < first.length && first[same] === second[same]) {
    same += 1;
  }
  const digits = first.slice(0, same).replace(/\D/g, "").replace(/^0+/, "").length;
  return {
    texts: [writtenWith(first, power).text, writtenWith(second, power).text],
    same,
    digits,
  };
}

const FEWEST_PLACES = 4;
const PLAIN_DIGITS = 4;
const PLAIN_SMALLEST = 1e-9;

/** A number that programs can read too: at least four significant digits, in a form that `Number`
 * parses.
 * @param {number} value 0 or more */
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
