/** The list of keys and what they do. */

/**
 * @param {HTMLElement} list
 * @param {[string[], string, string][]} keys
 */
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

/** @param {string} key */
function spoken(key) {
  return key === " " ? "Space" : key;
}

/**
 * @param {"dt" | "dd"} tag
 * @param {string} text
 */
function described(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
