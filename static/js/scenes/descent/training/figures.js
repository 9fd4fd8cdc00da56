/** The figures of the current run.
 * @import {Frame} from "../../../server/training_socket.js" */
import { button, element, setText, sureButton } from "../../../kit/dom.js";
import { duration, format, grouped, PERCENT } from "../../../kit/format.js";
import { curvesName, FIGURE_WORDS, LABELS } from "./words.js";

/** @typedef {keyof typeof FIGURE_WORDS} Figure */

/** The figures in order, and how each is written. @type {[Figure, (frame: Frame) => string][]} */
const FIGURES = [
  ["step", ({ iteration }) => grouped(iteration)],
  ["epoch", ({ epoch }) => format(epoch, 2).text],
  ["train-cost", ({ costs }) => known(costs.train)],
  ["test-cost", ({ costs }) => known(costs.test)],
  ["accuracy", ({ accuracy }) => (accuracy === null ? "–" : format(accuracy, PERCENT).text)],
  ["gradient", ({ norms }) => known(norms?.gradient)],
  [
    "rate",
    ({ status, steps_per_second }) =>
      status === "running" && steps_per_second ? grouped(steps_per_second) : "–",
  ],
  ["elapsed", ({ elapsed_s }) => duration(elapsed_s)],
  ["remaining", ({ remaining_s }) => (remaining_s === null ? "–" : duration(remaining_s))],
];

export class TrainFigures {
  constructor() {
    this.values = FIGURES.map(([id]) => {
      const value = element("dd", "");
      value.dataset.testid = `train-${id}`;
      return value;
    });
    this.element = element(
      "dl",
      "train-figures",
      ...FIGURES.map(([id], i) => {
        const { name, title } = FIGURE_WORDS[id];
        const row = element("div", "", element("dt", "", name), this.values[i]);
        row.title = title;
        return row;
      }),
    );
  }

  /** @type {(frame: Frame | null) => void} */
  show(frame) {
    for (const [i, [, text]] of FIGURES.entries()) {
      const shown = frame === null ? "–" : text(frame);
      setText(this.values[i], shown);
    }
  }
}

/** @type {(value: number | null | undefined) => string} */
function known(value) {
  return value === null || value === undefined ? "–" : format(value).text;
}

/**
 * The list of runs: each curve's colour, whether it is shown, its best accuracy, and its figures to
 * download.
 * @typedef {object} RunRow
 * @property {string} id @property {string} name @property {number} colour @property {boolean} shown
 * @property {boolean} current @property {boolean} goesOn
 * @property {boolean} here whether it is of the present network, so that the server has it
 * @property {number | null} best
 * @property {string} branch where it has branched off, or empty
 * @property {string} csv the address of its figures
 * @typedef {object} RunListeners
 * @property {(id: string, shown: boolean) => void} onShow
 * @property {(id: string, name: string) => void} onRename @property {(id: string) => void} onRemove
 * @property {(id: string) => void} onReturn back to its last checkpoint */

export class RunList {
  /** @type {Map<string, {row: HTMLElement, update: (row: RunRow) => void}>} */
  #rows = new Map();

  /** @param {RunListeners} listeners */
  constructor(listeners) {
    this.listeners = listeners;
    this.element = element("ul", "run-list");
    this.element.setAttribute("aria-label", LABELS.runs);
  }

  /** @param {RunRow[]} rows the newest last; it is shown first */
  show(rows) {
    const wanted = [...rows].reverse();
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
    name.setAttribute("aria-label", LABELS.runName);
    name.addEventListener("change", () => name.value.trim() && onRename(id, name.value.trim()));
    const best = element("span", "run-best");
    const branch = element("span", "run-branch");
    const back = button("quiet", LABELS.return, () => onReturn(id));
    const csv = element("a", "run-csv", LABELS.csv);
    csv.setAttribute("download", "");
    const remove = sureButton(LABELS.remove, () => onRemove(id));
    const actions = element("span", "run-actions", branch, back, csv, remove);
    const row = element("li", "run", shown, name, best, actions);
    /** @type {(run: RunRow) => void} */
    const update = (run) => {
      row.dataset.run = run.id;
      row.style.setProperty("--run", `var(--run-${run.colour})`);
      row.setAttribute("aria-current", String(run.current));
      shown.checked = run.shown;
      shown.setAttribute("aria-label", curvesName(run.name));
      if (name.ownerDocument.activeElement !== name && name.value !== run.name) {
        name.value = run.name;
      }
      name.readOnly = !run.here;
      setText(best, run.best === null ? "" : format(run.best, PERCENT).text);
      setText(branch, run.branch);
      back.hidden = run.current || !run.here;
      csv.hidden = !run.here;
      remove.disabled = run.goesOn; // The server keeps one that is under way.
      csv.href = run.csv;
    };
    const made = { row, update };
    this.#rows.set(id, made);
    return made;
  }
}
