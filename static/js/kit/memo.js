/** Work out something once, and again only when what it is made of is another: the last result is
 * kept for as long as every input is the same value or the same object.
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
