/** The list of keys and what they do, fetched when somebody opens it. */

import { element } from "../kit/dom.js";
import { KEY_MEANINGS, SPACE_KEY } from "./key_words.js";
import { KEYS } from "./keys.js";

/** Write the list of keys and what they do. @type {(list: HTMLElement) => void} */
export function showKeyList(list) {
  list.replaceChildren(
    ...KEYS.flatMap(([names, command]) => [
      element(
        "dt",
        "",
        names.length > 2 ? `${names[0]} … ${names.at(-1)}` : names.map(spoken).join(", "),
      ),
      element("dd", "", KEY_MEANINGS[command]),
    ]),
  );
}

/** @type {(key: string) => string} */
function spoken(key) {
  return key === " " ? SPACE_KEY : key;
}
