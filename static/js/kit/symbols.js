/**
 * What stands for which symbol in a formula and in a picture: whatever carries the name of the same
 * one (`data-symbol`) is lit together, wherever the pointer is. */

export class Symbols {
  /** @type {Map<string, Element[]>} */
  #elements = new Map();
  /** @type {string[]} */
  #lit = [];

  /** @param {Element} root of the formula or picture */
  constructor(root) {
    this.root = root;
  }

  /** Find what stands for each symbol: once whenever the formula or picture has been built. */
  fill(symbols = this.#lit) {
    this.#elements = new Map();
    for (const element of this.root.querySelectorAll("[data-symbol]")) {
      const name = symbolAt(element) ?? "";
      this.#elements.set(name, [...(this.#elements.get(name) ?? []), element]);
    }
    this.light(symbols);
  }

  /** Light what stands for these symbols, and only that. @type {(symbols: string[]) => void} */
  light(symbols) {
    this.#lit = symbols;
    for (const [name, elements] of this.#elements) {
      for (const element of elements) {
        element.classList.toggle("lit", symbols.includes(name));
      }
    }
  }

  /** Say which symbol the pointer is on.
   * @type {(onPoint: (symbol: string | null, event: PointerEvent) => void) => void} */
  listen(onPoint) {
    const root = /** @type {HTMLElement} */ (this.root);
    root.addEventListener("pointerover", (event) => onPoint(symbolOf(event), event));
    root.addEventListener("pointerleave", (event) => onPoint(null, event));
  }
}

/** The symbol that an event is about. @type {(event: Event) => string | null} */
export function symbolOf({ target }) {
  return target instanceof Element ? symbolAt(target.closest("[data-symbol]")) : null;
}

/** @type {(element: Element | null) => string | null} */
function symbolAt(element) {
  return element?.getAttribute("data-symbol") ?? null;
}
