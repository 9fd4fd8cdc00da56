/**
 * Formulas, set by KaTeX. It is loaded after the page can be used; until then a formula waits.
 */

/** A formula comes from this page's own scenes; only naming what a symbol stands for is allowed. */
const OPTIONS = {
  throwOnError: false,
  strict: false,
  trust: (/** @type {{command: string}} */ { command }) => command === "\\htmlData",
};

/** @type {Promise<typeof import("katex")> | null} */
let loading = null;
/** @type {WeakMap<HTMLElement, string>} */
const wanted = new WeakMap();

/**
 * Set a formula into an element; of several calls the newest counts.
 * @param {HTMLElement} element
 * @param {string} tex empty for none
 */
export async function showFormula(element, tex) {
  if (wanted.get(element) === tex) {
    return;
  }
  wanted.set(element, tex);
  if (tex === "") {
    element.replaceChildren();
    return;
  }
  loading ??= load();
  const { render } = await loading;
  if (wanted.get(element) === tex) {
    render(tex, element, OPTIONS);
  }
}

async function load() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/static/vendor/katex/katex.min.css";
  const styled = new Promise((resolve) => style.addEventListener("load", resolve, { once: true }));
  document.head.append(style);
  const [katex] = await Promise.all([import("../vendor/katex/katex.mjs"), styled]);
  return katex;
}
