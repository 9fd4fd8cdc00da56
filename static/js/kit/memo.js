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

/** Do one at a time: of what is asked for meanwhile only the newest is done, after that.
 * @template {unknown[]} I @param {(...inputs: I) => Promise<unknown>} act
 * @returns {(...inputs: I) => Promise<void>} */
export function oneAtATime(act) {
  /** @type {I | null} */
  let waiting = null;
  let isUnderWay = false;
  return async (...inputs) => {
    waiting = inputs;
    if (isUnderWay) {
      return;
    }
    isUnderWay = true;
    try {
      while (waiting !== null) {
        const next = waiting;
        waiting = null;
        await act(...next);
      }
    } finally {
      isUnderWay = false;
    }
  };
}
