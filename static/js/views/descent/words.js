/** Figures of a training in words. */

/** @param {number} share 0 … 1 */
export function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/**
 * @param {number} seconds
 */
export function duration(seconds) {
  if (seconds < 60) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${String(Math.round(seconds % 60)).padStart(2, "0")} s`;
}

/** @param {number} count */
export function grouped(count) {
  return Math.round(count).toLocaleString("en-US");
}
