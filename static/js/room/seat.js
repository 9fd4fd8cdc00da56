/** A phone in a room, `/r/{code}`; where a code is typed, `/r`. With the room's key in its address it is
 * the lecturer's remote. */

import { element, offerToLoadAgain, onWaking, setText } from "../kit/dom.js";
import { untilItComes } from "../kit/files.js";
import { troubles } from "../kit/troubles.js";
import { FILES } from "../kit/words.js";
import { codeForm } from "./code_form.js";
import { SeatPage } from "./seat_page.js";
import { codeNamed, isCode } from "./seat_view.js";
import { SEAT } from "./seat_words.js";
import { keepAwake } from "./wake_lock.js";

const THEME = "nudge theme";

const html = document.documentElement;
const room = /** @type {HTMLElement} */ (document.getElementById("room"));
const message = /** @type {HTMLElement} */ (document.getElementById("message"));
const theme = /** @type {HTMLElement} */ (document.getElementById("theme"));
const named = /\/r\/([^/]+)\/?$/.exec(location.pathname)?.[1] ?? "";
const code = codeNamed(decodeURIComponent(named));
/** @type {SeatPage | null} */
let seat = null;

/** @returns {string | null} null where the browser keeps nothing */
function keptTheme() {
  try {
    return localStorage.getItem(THEME);
  } catch {
    return null;
  }
}

/** @type {(name: string) => void} */
function dress(name) {
  html.dataset.theme = name;
  setText(theme, name === "dark" ? SEAT.light : SEAT.dark);
  seat?.dress();
}

dress(keptTheme() ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"));
theme.addEventListener("click", () => {
  dress(html.dataset.theme === "dark" ? "light" : "dark");
  try {
    localStorage.setItem(THEME, html.dataset.theme ?? "");
  } catch {
    // Then it lasts as long as the page.
  }
});

/** @type {(wrong: string) => void} */
function askForCode(wrong) {
  html.dataset.state = "code";
  setText(message, "");
  room.replaceChildren(codeForm(wrong));
}

/** @type {(words: string) => void} */
function end(words) {
  html.dataset.state = "over";
  setText(message, "");
  room.replaceChildren(element("p", "seat-over", words));
}

/** Be the lecturer's remote. @type {(key: string) => Promise<void>} */
async function lead(key) {
  html.dataset.state = "remote";
  troubles.follow((trouble) => trouble?.isOfFile && offerToLoadAgain(message, trouble.message));
  const { startRemote } = await untilItComes(FILES.page, () => import("./remote.js"));
  setText(message, "");
  startRemote({ code, key, root: room });
}

/** Be one of the room's phones. */
function sit() {
  seat = new SeatPage(room, message, code, (ending) => {
    if (ending === "unknown") {
      askForCode(code);
    } else if (ending !== "full") {
      end(SEAT[ending]);
    }
  });
}

if (named === "") {
  askForCode("");
} else if (!isCode(code)) {
  askForCode(code);
} else {
  setText(/** @type {HTMLElement} */ (document.getElementById("room-code")), code);
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (key !== null) {
    lead(key);
  } else {
    sit();
  }
  keepAwake();
}
onWaking(() => troubles.wake());
html.dataset.ready = "true";
