/** Names of quantities of a network with several neurons a layer: `a1-2` is a₂ of the hidden layer,
 * `w2-0-1` the weight to output 0 from hidden neuron 1, `b2-0`, `z2-0`, `y-0`; `C`. */

import { element, svg } from "../../../kit/dom.js";
import { named } from "../../../kit/tex.js";
import { partsOfName } from "../chain_facts.js";

/** A quantity's name, with what is above and below it. @type {(name: string) => SVGElement[]} */
export function nameInPicture(name) {
  const { letter, above, below } = partsOfName(name);
  const made = [svg("tspan", { class: "calc-letter" }, letter)];
  if (above !== "" || below !== "") {
    const shift = above === "" ? "0.3em" : "-0.5em";
    made.push(svg("tspan", { class: "calc-index", dy: shift }, above || below));
    made.push(svg("tspan", { dy: above === "" ? "-0.21em" : "0.36em" }, "\u200b"));
  }
  return made;
}

/** A quantity's name among words. @type {(name: string) => HTMLSpanElement} */
export function nameInWords(name) {
  const { letter, above, below } = partsOfName(name);
  const made = element("span", "calc-name", element("i", "", letter));
  if (above !== "") {
    made.append(element("sup", "", above));
  }
  if (below !== "") {
    made.append(element("sub", "", below));
  }
  made.dataset.symbol = name;
  return made;
}

/** @type {(name: string) => {letter: string, above: string, below: string}} */
function partsOfIndexed(name) {
  if (name === "C") {
    return { letter: "C", above: "", below: "0" };
  }
  const [head, ...indices] = name.split("-");
  const layer = head.slice(1);
  if (head === "y" || head === "a0") {
    return { letter: head === "y" ? "y" : "x", above: "", below: indices.join("") };
  }
  return { letter: head[0], above: layer === "2" ? "(L)" : "(L−1)", below: indices.join("") };
}

/** The name in a picture, its index below. @type {(name: string) => SVGElement[]} */
export function indexedName(name) {
  const { letter, above, below } = partsOfIndexed(name);
  return [
    svg("tspan", { class: "calc-letter" }, letter),
    svg("tspan", { class: "calc-index", dy: "0.3em" }, below),
    ...(above === "" ? [] : [svg("tspan", { class: "calc-index", dy: "-0.9em" }, above)]),
    svg("tspan", { dy: above === "" ? "-0.21em" : "0.42em" }, "\u200b"),
  ];
}

/** The name among words. @type {(name: string) => HTMLSpanElement} */
export function indexedInWords(name) {
  const { letter, above, below } = partsOfIndexed(name);
  const made = element("span", "calc-name", element("i", "", letter), element("sub", "", below));
  if (above !== "") {
    made.append(element("sup", "", above));
  }
  made.dataset.symbol = name;
  return made;
}

/** The name in a formula. @type {(name: string) => string} */
export function indexedTex(name) {
  const { letter, above, below } = partsOfIndexed(name);
  const high = above === "" ? "" : `^{${above.replace("−", "-")}}`;
  return named(name, `${letter}${high}_{${below}}`);
}
