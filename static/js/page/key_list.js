/** The list of keys and what they do. */

/** @type {(list: HTMLElement, keys: [string[], string, string][]) => void} */
export function showKeyList(list, keys) {
  list.replaceChildren(
    ...keys.flatMap(([names, , meaning]) => [
      described(
        "dt",
        names.length > 2 ? `${names[0]} … ${names.at(-1)}` : names.map(spoken).join(", "),
      ),
      described("dd", meaning),
    ]),
  );
}

/** @type {(key: string) => string} */
function spoken(key) {
  return key === " " ? "Space" : key;
}

/** @type {(tag: "dt" | "dd", text: string) => HTMLElement} */
function described(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
