/** The caption: a sentence in pieces, each with its tone. Text only, never markup.
 * @import {Words} from "./story.js" */

/** @type {(element: HTMLElement, caption: Words[]) => void} */
export function showCaption(element, caption) {
  const text = caption.map((piece) => piece.text).join("");
  if (element.textContent === text) {
    return;
  }
  element.replaceChildren(
    ...caption.map(({ text: words, tone }) => {
      if (!tone) {
        return words;
      }
      const span = document.createElement("span");
      span.className = tone;
      span.textContent = words;
      return span;
    }),
  );
}
