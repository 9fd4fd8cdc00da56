/** Formulas set by KaTeX, which is loaded after the page is usable; until then formulas wait. */
import { asWritten, become, element } from "./dom.js";
import { loadStyle, untilItComes } from "./files.js";
import { FILES, LABELS } from "./words.js";

/** Formulas are the page's own; all that is trusted is the naming of symbols. */
const OPTIONS = {
  throwOnError: false,
  strict: false,
  trust: (/** @type {{command: string}} */ { command }) => command === "\\htmlData",
};

/** @typedef {typeof import("katex")} Katex
 * @type {Promise<Katex> | null} */
let loading = null;
/** @type {Map<HTMLElement, {tex: string, onSet?: () => void}>} */
const wanted = new Map();
const SMALL = "(max-width: 50em)";

/** Set a formula into an element; of several calls the newest counts.
 * @param {HTMLElement} element
 * @param {string} tex empty for none
 * @param {() => void} [onSet] called each time it has been set */
export async function showFormula(element, tex, onSet) {
  if (wanted.get(element)?.tex === tex) {
    return;
  }
  for (const place of wanted.keys()) {
    if (!place.isConnected) {
      wanted.delete(place);
    }
  }
  wanted.set(element, { tex, onSet });
  if (tex === "") {
    element.replaceChildren();
    onSet?.();
    return;
  }
  loading ??= load();
  const katex = await loading;
  if (wanted.get(element)?.tex === tex) {
    set(katex, element);
  }
}

/** @type {(katex: Katex, place: HTMLElement) => void} */
function set(katex, place) {
  const { tex = "", onSet } = wanted.get(place) ?? {};
  const made = element("div", "");
  katex.render(tex, made, OPTIONS);
  become(asWritten(place), [...made.childNodes]);
  if (matchMedia(SMALL).matches) {
    breakLong(katex, place, tex);
  }
  onSet?.();
}

/** Formulas asked for until now are set when this has come, and soon after it. */
export const formulasLoaded = async () => loading;

/** On a phone a formula that is too long for its line is set row by row, and each row may be broken.
 * @type {(katex: Katex, place: Element, tex: string) => void} */
function breakLong(katex, place, tex) {
  const rows = /^\\begin\{aligned\}(.*)\\end\{aligned\}$/s.exec(tex)?.[1] ?? tex;
  if (place.scrollWidth <= place.clientWidth + 1 || rows.includes("\\begin{")) {
    return;
  }
  const lines = rows.split(/\\\\(?:\[[^\]]*\])?/).map((row) => {
    const line = element("div", "formula-row");
    katex.render(row.replaceAll("&", ""), line, OPTIONS);
    return line;
  });
  place.replaceChildren(...lines);
}

async function load() {
  const [katex] = await untilItComes(FILES.formulas, () =>
    Promise.all([import("../../vendor/katex/katex.mjs"), loadStyle("vendor/katex/katex.min.css")]),
  );
  // Its fonts are not as wide as those that stand in for them.
  document.fonts.addEventListener("loadingdone", () => {
    for (const [place, { tex }] of matchMedia(SMALL).matches ? wanted : []) {
      if (tex !== "") {
        set(katex, place);
      }
    }
  });
  return katex;
}

/** A formula in type as large as its line has room for, so that nobody has to scroll it. */

/** The least readable size, in pixels; KaTeX sets its letters a fifth larger. */
const SMALLEST = 10;
/** Italics stand a little out of their boxes. */
const SPARE = 4;

export class FittedFormula {
  /** The formula, and the width for which its type was chosen. */
  #fitted = "";

  /** @param {HTMLElement} element its largest type is the stylesheet's */
  constructor(element) {
    this.element = element;
    // KaTeX's fonts arrive with the first formula and are wider than the fallback.
    document.fonts.addEventListener("loadingdone", () => {
      this.#fitted = ""; // Where it is not on the page now, it is fitted when it is shown again.
      this.#fit();
    });
  }

  /** @param {string} tex empty for none
   * @param {() => void} [onSet] called each time it has been set */
  async show(tex, onSet) {
    await showFormula(this.element, tex, () => {
      this.#fitted = ""; // It may have been shown again, and fitted empty, while KaTeX was fetched.
      onSet?.();
    });
    const { clientWidth } = this.element;
    const fitted = `${clientWidth} ${tex}`;
    if (fitted !== this.#fitted && clientWidth > 0) {
      this.#fitted = fitted;
      this.#fit();
    }
  }

  /** The line's width in ems of the stylesheet's size. */
  get ems() {
    return (this.element.parentElement?.clientWidth ?? 0) / this.#largest;
  }

  /** The type's size in the stylesheet. */
  get #largest() {
    const { style } = this.element;
    const fitted = style.fontSize;
    style.fontSize = "";
    const size = Number.parseFloat(getComputedStyle(this.element).fontSize);
    style.fontSize = fitted;
    return size;
  }

  /** Letters are not exactly as much narrower as they are smaller: it may take more than one try. */
  #fit() {
    const { style } = this.element;
    style.fontSize = "";
    let size = this.#largest;
    for (let room = this.#shareShown; room < 1 && size > SMALLEST; room = this.#shareShown) {
      size = Math.max(SMALLEST, Math.floor(size * room * 10) / 10);
      style.fontSize = `${size}px`;
    }
  }

  /** How much of the formula its line has room for; 1 for all of it. */
  get #shareShown() {
    const { scrollWidth, clientWidth } = this.element;
    return scrollWidth > clientWidth ? (clientWidth - SPARE) / scrollWidth : 1;
  }
}

/** An element for a formula, which the keyboard can scroll where the formula is wider than it.
 * @param {string} className further than a formula's own */
export function formulaElement(className) {
  const made = element("div", `formula ${className}`);
  made.tabIndex = 0;
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", LABELS.formula);
  return made;
}
