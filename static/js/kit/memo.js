/** Compute something again only when an input is another value or object than at the last call.
 * @template {unknown[]} I @template R @param {(...inputs: I) => R} make
 * @returns {(...inputs: I) => R} */
export function memo(make) {
  /** @type {{inputs: I, result: R} | null} */
  let kept = null;
  return (...inputs) => {
    if (kept === null || inputs.some((input, i) => input !== kept?.inputs[i])) {
      kept = { inputs, result: make(...inputs) };
    }
    return kept.result;
  };
}
