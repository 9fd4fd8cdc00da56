/** Formulas set by KaTeX, which is loaded after the page is usable; until then formulas wait. */
import { asWritten, become, element } from "./dom.js";
import { loadStyle, untilItComes } from "./files.js";
import { FILES } from "./words.js";

/** Formulas are the page's own; all that is trusted is the naming of symbols. */
const OPTIONS = {
  throwOnError: false,
  strict: false,
  trust: (/** @type {{command: string}} */ { command }) => command === "\\htmlData",
};

/** The fonts of nearly all formulas. Where another stands in for one, symbols lie over each other. */
const FONTS = ["Main", "Math", "Size1", "Size2"].map(
  (name) => `${name === "Math" ? "italic" : ""} 1em KaTeX_${name}`,
);
/** Longer than this no formula waits for its fonts. */
const FONTS_MS = 3000;

/** @typedef {typeof import("katex")} Katex
 * @type {Promise<Katex> | null} */
let loading = null;
/** @type {Katex | null} once it has come */
let ready = null;
/** @type {typeof import("./long_formula.js") | null} */
let long = null;
/** @type {Map<HTMLElement, {tex: string, onSet?: () => void}>} */
const wanted = new Map();

/** Set a formula into an element; of several calls the newest counts.
 * @param {HTMLElement} element
 * @param {string} tex empty for none
 * @param {() => void} [onSet] called each time it has been set */
export async function showFormula(element, tex, onSet) {
  if (wanted.get(element)?.tex === tex) {
    return;
  }
  for (const other of wanted.keys()) {
    if (!other.isConnected) {
      wanted.delete(other);
    }
  }
  wanted.set(element, { tex, onSet });
  if (tex === "") {
    element.replaceChildren();
    onSet?.();
    return;
  }
  loading ??= load();
  const katex = ready ?? (await loading);
  if (wanted.get(element)?.tex === tex) {
    set(katex, element);
  }
}

/** @type {(katex: Katex, host: HTMLElement) => void} */
function set(katex, host) {
  const { tex = "", onSet } = wanted.get(host) ?? {};
  const made = element("div", "");
  katex.render(tex, made, OPTIONS);
  become(asWritten(host), [...made.childNodes]);
  long?.fit(host, tex, (row, line) => katex.render(row, line, OPTIONS));
  onSet?.();
}

/** From then on a formula is set as soon as it is asked for. */
export async function formulasLoaded() {
  loading ??= load();
  await loading;
}

async function load() {
  const [katex, fitting] = await untilItComes(FILES.formulas, () =>
    Promise.all([
      import("../../vendor/katex/katex.mjs"),
      import("./long_formula.js"),
      loadStyle("vendor/katex/katex.min.css"),
    ]),
  );
  await Promise.race([
    Promise.all(FONTS.map((font) => document.fonts.load(font))).catch(() => {}), // It is mended elsewhere.
    new Promise((resolve) => setTimeout(resolve, FONTS_MS)),
  ]);
  long = fitting;
  // Its fonts are not as wide as those that stand in for them.
  document.fonts.addEventListener("loadingdone", () => {
    for (const [host, { tex }] of fitting.isSmall() ? wanted : []) {
      if (tex !== "") {
        set(katex, host);
      }
    }
  });
  ready = katex;
  return katex;
}
