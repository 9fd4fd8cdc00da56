/** Compute something again only when an input is another value or object than at the last call.
 * @template {unknown[]} I @template R @param {(...inputs: I) => R} make
 * @returns {(...inputs: I) => R} */
export function memo(make) {
  /** @type {{inputs: I, result: R} | null} */
  let kept = null;
  return (...inputs) => {
    if (
      kept?.inputs.length !== inputs.length ||
      inputs.some((each, i) => each !== kept?.inputs[i])
    ) {
      kept = { inputs, result: make(...inputs) };
    }
    return /** @type {R} */ (kept?.result);
  };
}

/** Whether something has to be drawn again, asked each time: an input is another one than at the last
 * call. @returns {(...inputs: unknown[]) => boolean} */
export function changes() {
  const versionOf = memo((/** @type {unknown[]} */ ..._) => ({}));
  let drawn = {};
  return (...inputs) => {
    const before = drawn;
    drawn = versionOf(...inputs);
    return drawn !== before;
  };
}
