/** Makes elements of text: what is shown is never read as markup. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className empty for none
 * @param {...(Node | string)} content
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className !== "") {
    made.className = className;
  }
  made.append(...content);
  return made;
}

/** Text that is written only where it changes: screen readers say every writing. */

/** @type {(element: HTMLElement, text: string) => void} */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
