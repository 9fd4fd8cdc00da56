/** Where the code of a room is typed. */

import { button, element, setText } from "../kit/dom.js";
import { Refusal, Unreachable } from "../server/client.js";
import { ask, roomAt, UP } from "./room_server.js";
import { codeNamed, isCode } from "./seat_view.js";
import { SEAT } from "./seat_words.js";

/** @param {string} wrong a code that there is no room for, to be said; empty at first
 * @returns {HTMLElement} */
export function codeForm(wrong = "") {
  const field = element("input", "code-field");
  field.id = "code";
  field.name = "code";
  field.maxLength = 80; // Somebody may paste the whole address.
  field.autocomplete = "off";
  field.setAttribute("autocapitalize", "characters");
  field.spellcheck = false;
  const label = element("label", "code-label", SEAT.title);
  label.htmlFor = field.id;
  const hint = element("p", "code-hint", SEAT.hint);
  const message = element("p", "code-wrong", wrong === "" ? "" : SEAT.unknown(wrong));
  message.setAttribute("role", "alert");
  const come = button("primary", SEAT.join);
  come.type = "submit";
  const form = element("form", "code-form", label, field, come, message, hint);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const code = codeNamed(field.value);
    setText(message, isCode(code) ? "" : SEAT.noCode);
    if (isCode(code)) {
      come.disabled = true;
      setText(message, await whyNot(code));
      come.disabled = false;
      if (message.textContent === "") {
        location.assign(`${UP}r/${code}`);
      }
    }
    field.select();
  });
  return form;
}

/** Why a room cannot be joined; empty where it can. @type {(code: string) => Promise<string>} */
async function whyNot(code) {
  try {
    await ask("GET", roomAt(code));
    return "";
  } catch (error) {
    if (error instanceof Refusal) {
      return error.status === 404 ? SEAT.unknown(code) : error.message;
    }
    return error instanceof Unreachable && error.isUndone ? error.message : SEAT.offline;
  }
}
