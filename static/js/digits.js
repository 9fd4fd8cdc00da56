/**
 * Numbers with the digits that a comparison needs, and which of their digits two of them share.
 */

/** Numbers are compared to this many digits. */
const COMPARED = 10;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** A number smaller than this is written with a power of ten. */
const SMALL = 1e-7;

/** @param {number} size */
const exponentOf = (size) => (size === 0 ? 0 : Math.floor(Math.log10(size)));

/**
 * How many digits after the point numbers that stand beside each other have, so that the largest
 * has four.
 * @param {number[]} values
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
 * @param {number} value
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

/** @param {number} power */
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
  /** @param {number} value */
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
