/**
 * The list of runs: each curve's colour, whether it is shown, its best accuracy, and its figures to
 * download.
 * @typedef {object} RunRow
 * @property {string} id @property {string} name @property {number} colour @property {boolean} shown
 * @property {boolean} current
 * @property {boolean} here whether it is of the present network, so that the server has it
 * @property {number | null} best
 * @property {string} branch where it has branched off, or empty
 * @property {string} csv the address of its figures
 * @typedef {object} RunListeners
 * @property {(id: string, shown: boolean) => void} onShow
 * @property {(id: string, name: string) => void} onRename @property {(id: string) => void} onRemove
 * @property {(id: string) => void} onReturn back to its last checkpoint */

import { button, element, setText } from "../../../kit/dom.js";
import { format, PERCENT } from "../../../kit/format.js";

export class RunList {
  /** @type {Map<string, {row: HTMLElement, update: (row: RunRow) => void}>} */
  #rows = new Map();

  /** @param {RunListeners} listeners */
  constructor(listeners) {
    this.listeners = listeners;
    this.element = element("ul", "run-list");
    this.element.setAttribute("aria-label", "Runs");
  }

  /** @param {RunRow[]} rows the newest last; it is shown first */
  show(rows) {
    const wanted = rows.toReversed();
    for (const [id, { row }] of this.#rows) {
      if (!wanted.some((each) => each.id === id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    for (const [i, each] of wanted.entries()) {
      const known = this.#rows.get(each.id) ?? this.#make(each.id);
      known.update(each);
      if (this.element.children[i] !== known.row) {
        this.element.insertBefore(known.row, this.element.children[i] ?? null);
      }
    }
  }

  /** @type {(id: string) => { row: HTMLLIElement; update: (run: RunRow) => void; }} */
  #make(id) {
    const { onShow, onRename, onRemove, onReturn } = this.listeners;
    const shown = element("input", "run-shown");
    shown.type = "checkbox";
    shown.addEventListener("change", () => onShow(id, shown.checked));
    const name = element("input", "run-name");
    name.type = "text";
    name.maxLength = 60;
    name.setAttribute("aria-label", "Name of the run");
    name.addEventListener("change", () => name.value.trim() && onRename(id, name.value.trim()));
    name.addEventListener("keydown", ({ key }) => key === "Enter" && name.blur());
    const best = element("span", "run-best");
    const branch = element("span", "run-branch");
    const back = button("quiet", "Return", () => onReturn(id));
    const csv = element("a", "run-csv", "CSV");
    csv.setAttribute("download", "");
    const remove = button("quiet", "Remove", () => onRemove(id));
    const actions = element("span", "run-actions", branch, back, csv, remove);
    const row = element("li", "run", shown, name, best, actions);
    /** @type {(run: RunRow) => void} */
    const update = (run) => {
      row.dataset.run = run.id;
      row.style.setProperty("--run", `var(--run-${run.colour})`);
      row.classList.toggle("current", run.current);
      shown.checked = run.shown;
      shown.setAttribute("aria-label", `Show the curves of ${run.name}`);
      if (name.ownerDocument.activeElement !== name && name.value !== run.name) {
        name.value = run.name;
      }
      name.readOnly = !run.here;
      setText(best, run.best === null ? "" : format(run.best, PERCENT).text);
      setText(branch, run.branch);
      back.hidden = run.current || !run.here;
      csv.hidden = !run.here;
      csv.href = run.csv;
    };
    const made = { row, update };
    this.#rows.set(id, made);
    return made;
  }
}
