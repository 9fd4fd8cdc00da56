/** What a viewer takes home of the beat shown: a printed page, a program that computes its numbers,
 * a link to it. The sheet is laid outside the screen, printed, and removed.
 * @import {Program} from "../server/endpoints.js"
 * @import {Sheet} from "./sheet.js"
 * @typedef {object} TakeHomeOf what a scene gives of the beat it shows
 * @property {Sheet} sheet
 * @property {(() => Promise<Program>) | null} program null where there is none
 * @typedef {Pick<Sheet, "tables"> & Pick<TakeHomeOf, "program">} NumbersOf what a scene gives of a
 *   part's numbers; the rest is the same for all parts */

import { button, download, element, setText } from "../kit/dom.js";
import { loadStyles, untilItComes } from "../kit/files.js";
import { formulasLoaded } from "../kit/formula.js";
import { FILES } from "../kit/words.js";
import { currentLink } from "../link/address.js";
import { laySheet, writtenNow, writtenTables } from "./sheet.js";
import { TAKE_HOME } from "./words.js";

export class TakeHome {
  /** @type {HTMLElement | null} laid out for printing */
  #page = null;
  #isStyled = false;

  /** @param {() => TakeHomeOf | undefined} current */
  constructor(current) {
    this.current = current;
    this.styled = untilItComes(FILES.paper, () => loadStyles(["sheet"])).then(() => {
      this.#isStyled = true;
    });
    this.news = element("p", "take-home-news");
    this.news.setAttribute("role", "status");
    this.program = choice(TAKE_HOME.program, TAKE_HOME.programmed, () => this.#save());
    const print = choice(TAKE_HOME.print, TAKE_HOME.printed, () => {
      this.dialog.close();
      this.print();
    });
    print.button.classList.add("primary");
    const link = choice(TAKE_HOME.link, TAKE_HOME.linked, () => this.#copy());
    const close = button("quiet", TAKE_HOME.close);
    close.type = "submit";
    const form = element("form", "", close);
    form.method = "dialog";
    const all = [print, this.program, link].flatMap(({ button, words }) => [button, words]);
    this.dialog = element(
      "dialog",
      "take-home",
      element("h2", "", TAKE_HOME.title),
      element("div", "take-home-choices", ...all),
      this.news,
      form,
    );
    this.dialog.setAttribute("aria-label", TAKE_HOME.title);
    document.body.append(this.dialog);
    addEventListener("beforeprint", () => this.#layNow());
    addEventListener("afterprint", () => this.#clear());
  }

  async open() {
    await this.styled;
    const home = this.current();
    const { button, words } = this.program;
    button.disabled = !home?.program;
    setText(words, home?.program ? TAKE_HOME.programmed : TAKE_HOME.noProgram);
    setText(this.news, "");
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
  }

  /** Lay the beat out on a page, and print that. */
  async print() {
    await this.styled;
    const home = this.current();
    if (home) {
      const tables = await writtenTables(home.sheet.tables);
      await formulasLoaded();
      this.#clear(); // Whoever has asked twice meanwhile gets one sheet, and keeps it.
      this.#page = laySheet(home.sheet, currentLink(), tables);
      window.print();
    }
  }

  /** Print the same by the browser's own menu, which waits for nothing. */
  #layNow() {
    const home = this.#page === null && this.#isStyled ? this.current() : undefined;
    if (home) {
      this.#page = laySheet(home.sheet, currentLink(), writtenNow(home.sheet.tables));
    }
  }

  #clear() {
    this.#page?.remove();
    document.body.classList.remove("on-paper");
    this.#page = null;
  }

  async #save() {
    setText(this.news, TAKE_HOME.onItsWay);
    try {
      const home = this.current();
      const program = await home?.program?.();
      if (program) {
        download(program);
        setText(this.news, TAKE_HOME.saved(program.name));
      }
    } catch (error) {
      setText(this.news, TAKE_HOME.notMade(error));
    }
  }

  async #copy() {
    const link = currentLink();
    try {
      await navigator.clipboard.writeText(link);
      setText(this.news, TAKE_HOME.copied);
    } catch {
      setText(this.news, TAKE_HOME.notCopied);
    }
  }
}

/** @param {string} name
 * @param {string} what in words
 * @param {() => void} action */
function choice(name, what, action) {
  return { button: button("", name, action), words: element("p", "", what) };
}
