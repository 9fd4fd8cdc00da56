/** The names of a chain's quantities: `w3`, `b3`, `z3`, `a3` for its last layer, back to `w1` and
 * the input `a0`; `y` and `C`. Pure. */

export const LAST = 3;
/** The parameters in the order of their flat vector. */
export const PARAMETERS = ["w1", "b1", "w2", "b2", "w3", "b3"];

/** The letter of a quantity and its superscript; layers are counted from the end.
 * @type {(name: string) => {letter: string, above: string, below: string}} */
export function partsOfName(name) {
  if (name === "C") {
    return { letter: "C", above: "", below: "0" };
  }
  if (name === "y" || name === "a0") {
    return { letter: name === "y" ? "y" : "x", above: "", below: "" };
  }
  const back = LAST - Number(name.slice(1));
  return { letter: name[0], above: back === 0 ? "(L)" : `(L−${back})`, below: "" };
}

/** A quantity in a formula, linked to the picture. @type {(name: string) => string} */
export function texOf(name) {
  const { letter, above, below } = partsOfName(name);
  const high = above === "" ? "" : `^{${above.replace("−", "-")}}`;
  return `\\htmlData{symbol=${name}}{${letter}${high}${below === "" ? "" : `_${below}`}}`;
}

/** The path from a quantity to the cost, itself included. @type {(name: string) => string[]} */
export function pathFrom(name) {
  const path = [name];
  const layer = Number(name.slice(1));
  const first = name[0] === "a" ? layer + 1 : layer;
  for (let l = first; l <= LAST; l += 1) {
    path.push(`z${l}`, `a${l}`);
  }
  return [...path, "C"];
}
