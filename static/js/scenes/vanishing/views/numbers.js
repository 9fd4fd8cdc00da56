/** Numbers in few letters: the scene's tables are narrow, and its numbers of every size. */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const NOT_KNOWN = "–";

/**
 * Two or three digits that matter, as a power of ten where the number is very small or large.
 * @type {(value: number | null) => string}
 */
export function short(value) {
  if (value === null) {
    return NOT_KNOWN;
  }
  const size = Math.abs(value);
  if (size === 0) {
    return "0";
  }
  const sign = value < 0 ? "−" : "";
  if (size >= 0.001 && size < 9999.5) {
    // Rounded first, so that 0.9999 has the digits of 1.
    const places = 1 - Math.floor(Math.log10(Number(size.toPrecision(2))));
    return `${sign}${size.toFixed(Math.max(0, places))}`;
  }
  const [mantissa, power] = size.toExponential(1).split("e");
  return `${sign}${mantissa}·10${raised(Number(power))}`;
}

/** @param {number | null} share 0 … 1 */
export function wholePercent(share) {
  return share === null ? NOT_KNOWN : `${Math.round(100 * share)} %`;
}

/**
 * How many times one number holds another, in words: "14 times", "8 million times".
 * @type {(ratio: number) => string}
 */
export function times(ratio) {
  if (ratio < 10) {
    return `${ratio.toFixed(1)} times`;
  }
  if (ratio < 1e6) {
    return `${Math.round(Number(ratio.toPrecision(2))).toLocaleString("en-US")} times`;
  }
  if (ratio < 1e9) {
    return `${Number((ratio / 1e6).toPrecision(2))} million times`;
  }
  return `${short(ratio)} times`;
}

/** @type {(power: number) => string} */
function raised(power) {
  const digits = Array.from(String(Math.abs(power)), (digit) => SUPERSCRIPTS[Number(digit)]);
  return `${power < 0 ? "⁻" : ""}${digits.join("")}`;
}
