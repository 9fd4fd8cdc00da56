/** What a viewer takes home of the beat shown: a printed page, a program that computes its numbers,
 * a link to it. The sheet is laid outside the screen, printed, and removed.
 * @import {Program} from "../server/endpoints.js"
 * @import {Sheet} from "./sheet.js"
 * @typedef {object} TakeHomeOf what a scene gives of the beat it shows
 * @property {Sheet} sheet
 * @property {(() => Promise<Program>) | null} program null where there is none
 * @typedef {Pick<Sheet, "tables"> & Pick<TakeHomeOf, "program">} NumbersOf what a scene gives of a
 *   part's numbers; the rest is the same for all parts */

import { button, element } from "../kit/dom.js";
import { loadStyles } from "../kit/files.js";
import { currentLink } from "../link/address.js";
import { laySheet } from "./sheet.js";

const NO_PROGRAM = "For the walk with a drawing, and for the chain of the calculus.";
const PROGRAM = "numpy only. Run alone, it computes every number of the sheet.";

export class TakeHome {
  /** @type {HTMLElement | null} laid out for printing */
  #page = null;

  /** @param {() => Promise<TakeHomeOf> | undefined} current */
  constructor(current) {
    this.current = current;
    this.styled = loadStyles(["sheet"]);
    this.news = element("p", "take-home-news");
    this.news.setAttribute("role", "status");
    this.program = choice("Python file", PROGRAM, () => this.#save());
    const print = choice("Print", "This beat on one page A4, with every number.", () => {
      this.dialog.close();
      this.print();
    });
    print.button.classList.add("primary");
    const link = choice("Copy link", "Opens this beat, digit and settings anywhere.", () =>
      this.#copy(),
    );
    const close = element("button", "quiet", "Close");
    close.type = "submit";
    const form = element("form", "", close);
    form.method = "dialog";
    const all = [print, this.program, link].flatMap(({ button, words }) => [button, words]);
    this.dialog = element(
      "dialog",
      "take-home",
      element("h2", "", "Take home"),
      element("div", "take-home-choices", ...all),
      this.news,
      form,
    );
    this.dialog.setAttribute("aria-label", "Take home");
    document.body.append(this.dialog);
    addEventListener("afterprint", () => this.#clear());
  }

  async open() {
    await this.styled;
    const home = await this.current();
    const { button, words } = this.program;
    button.disabled = !home?.program;
    words.textContent = home?.program ? PROGRAM : NO_PROGRAM;
    this.news.textContent = "";
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
  }

  /** Lay the beat out on a page, and print that. */
  async print() {
    await this.styled;
    const home = await this.current();
    if (home) {
      this.#clear();
      this.#page = await laySheet(home.sheet, currentLink());
      window.print();
    }
  }

  #clear() {
    this.#page?.remove();
    this.#page = null;
  }

  async #save() {
    this.news.textContent = "On its way …";
    try {
      const home = await this.current();
      const program = await home?.program?.();
      if (program) {
        save(program);
        this.news.textContent = `${program.name} is saved.`;
      }
    } catch (error) {
      this.news.textContent = `It could not be made. ${error instanceof Error ? error.message : ""}`;
    }
  }

  async #copy() {
    const link = currentLink();
    try {
      await navigator.clipboard.writeText(link);
      this.news.textContent = "The link is copied.";
    } catch {
      this.news.textContent = "This browser lets nobody copy: take the link from the address bar.";
    }
  }
}

/** @param {string} name
 * @param {string} what in words
 * @param {() => void} action */
function choice(name, what, action) {
  return { button: button("", name, action), words: element("p", "", what) };
}

/** @type {(program: Program) => void} */
function save({ name, file }) {
  const link = element("a", "");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
