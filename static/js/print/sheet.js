/** A beat on one page of A4, black on white: its sentence, its picture, its formula, its numbers, and
 * what has been said to the questions so far.
 * @import {TablesOf} from "../server/endpoints.js"
 * @import {TableObject} from "../server/types.js"
 * @import {Prediction} from "../state/questions.js"
 * @typedef {object} Sheet
 * @property {string} title the scene and the beat
 * @property {string} network what the numbers are of
 * @property {Words[]} caption
 * @property {string} formula TeX; empty for none, or where it is in the picture
 * @property {Prediction[]} predictions
 * @property {TablesOf[]} tables what the server is asked for
 * @property {(room: HTMLElement, lay: typeof layPart) => void} draw puts the picture into
 *   its room, which is on the page already and has the paper's colours */
import { element } from "../kit/dom.js";
import { showFormula } from "../kit/formula.js";
import { QUESTIONS } from "../kit/words.js";
import { showCaption } from "../page/story.js";
import { at, json, jsonNow, LONG_MS } from "../server/client.js";
import { copyOf } from "./live_copy.js";
import { TAKE_HOME } from "./words.js";

/** The type of the formula and of the tables, in pixels: as large as the page has room for. */
const FORMULA = 15;
const TABLES = 12;
const SMALLEST = 4;
const STEP = 0.25;

/** Put a sheet at the end of the page, where it is printed and nothing else is.
 * @param {Sheet} sheet
 * @param {string} link opens the same beat
 * @param {HTMLElement[]} written its tables
 * @returns {HTMLElement} all of it is there: a browser that prints already waits for no promise */
export function laySheet({ title, network, caption, formula, ...content }, link, written) {
  const sentence = element("p", "sheet-caption");
  showCaption(sentence, caption);
  const picture = element("div", "sheet-picture");
  const set = element("div", "sheet-formula");
  const numbers = element("div", "sheet-tables");
  const head = element("header", "sheet-head", element("h1", "", title), element("p", "", network));
  const foot = element("footer", "sheet-foot", link);
  const page = element("section", "sheet", head, sentence, picture, set, numbers, foot);
  page.setAttribute("aria-hidden", "true");
  page.inert = true;
  document.body.append(page);
  document.body.classList.add("on-paper");
  content.draw(picture, layPart);
  showFormula(set, formula);
  const all = [...written, ...predictionTables(content.predictions)];
  numbers.append(...all);
  fit(set, FORMULA, () => set.scrollWidth <= set.clientWidth);
  for (const table of all) {
    fit(table, TABLES, () => table.clientWidth <= numbers.clientWidth);
  }
  shrink(numbers, all);
  return page;
}

/** The tables, or words instead where the server does not answer.
 * @type {(asked: TablesOf[]) => Promise<HTMLElement[]>} */
export async function writtenTables(asked) {
  try {
    return tableElements(await Promise.all(asked.map(tables)));
  } catch (error) {
    return noTables(error);
  }
}

/** The same at once. @type {(asked: TablesOf[]) => HTMLElement[]} */
export function writtenNow(asked) {
  try {
    return tableElements(asked.map(tablesNow));
  } catch (error) {
    return noTables(error);
  }
}

/** @type {(answers: TableObject[][]) => HTMLElement[]} */
const tableElements = (answers) => answers.flat().filter(isFilled).map(tableElement);

/** @type {(error: unknown) => HTMLElement[]} */
const noTables = (error) => [element("p", "sheet-missing", TAKE_HOME.noTables(error))];

/** @type {(predictions: Prediction[]) => HTMLElement[]} */
function predictionTables(predictions) {
  const { sheet: title, columns: head, nothingSaid } = QUESTIONS;
  const rows = predictions.map(({ asked, said, hands, was }) => [
    asked,
    said || (hands === null ? nothingSaid : QUESTIONS.hands(hands)),
    was ?? nothingSaid,
  ]);
  return [{ title, head, rows }].filter(isFilled).map((table) => {
    const made = tableElement(table);
    made.classList.add("sheet-predictions");
    return made;
  });
}

/** @type {(table: Pick<TableObject, "rows">) => boolean} */
function isFilled({ rows }) {
  return rows.length > 0;
}

/** @type {(table: Pick<TableObject, "title" | "head" | "rows">) => HTMLTableElement} */
function tableElement({ title, head, rows }) {
  const caption = element("caption", "", title);
  const names = head.map((name) => {
    const cell = element("th", "", name);
    cell.scope = "col";
    return cell;
  });
  const lines = rows.map((row) => element("tr", "", ...row.map((cell) => element("td", "", cell))));
  return element(
    "table",
    "sheet-table",
    caption,
    element("thead", "", element("tr", "", ...names)),
    element("tbody", "", ...lines),
  );
}

/** Set something in the largest type in which all of it has room.
 * @type {(text: HTMLElement, largest: number, hasRoom: () => boolean) => void} */
function fit(text, largest, hasRoom) {
  for (let size = largest; size >= SMALLEST; size -= STEP) {
    text.style.fontSize = `${size}px`;
    if (hasRoom()) {
      return;
    }
  }
}

/** Set all tables smaller, as far as it takes until they end where the page does.
 * @param {HTMLElement} numbers where they stand
 * @param {HTMLElement[]} tables */
function shrink(numbers, tables) {
  const sizes = tables.map(({ style }) => Number.parseFloat(style.fontSize));
  for (let share = 1; numbers.scrollHeight > numbers.clientHeight && share > 0.3; share -= 0.02) {
    for (const [i, { style }] of tables.entries()) {
      style.fontSize = `${sizes[i] * share}px`;
    }
  }
}

/** Put a copy of a part's picture on the paper, in its colours, as large as it fits there.
 * @param {HTMLElement} room for it on the paper
 * @param {HTMLElement} live the part on the screen
 * @param {string} scene its name among the stylesheets' classes
 * @param {(root: Element) => void} redraw draws it in the colours that an element carries */
function layPart(room, live, scene, redraw) {
  redraw(room);
  const { copy, width, height, settle } = copyOf(live);
  redraw(document.documentElement);
  copy.style.width = `${width}px`;
  copy.style.height = `${height}px`;
  const scaled = element("div", `sheet-scaled ${scene}`, copy);
  room.append(scaled);
  const scale = Math.min(room.clientWidth / width, largestHeight(room) / height);
  scaled.style.transform = `scale(${scale})`;
  scaled.style.width = `${width}px`;
  scaled.style.marginLeft = `${(room.clientWidth - width * scale) / 2}px`;
  room.style.height = `${height * scale}px`;
  settle();
}

/** @type {(room: HTMLElement) => number} */
function largestHeight(room) {
  return Number.parseFloat(getComputedStyle(room).maxHeight);
}

/** @type {(of: TablesOf) => Promise<TableObject[]>} */
async function tables({ id, part, body }) {
  return (await json("POST", tablesAt(id, part), body, { patience: LONG_MS })).tables;
}

/** The same, while the browser prints and waits for nobody. @type {(of: TablesOf) => TableObject[]} */
function tablesNow({ id, part, body }) {
  return jsonNow("POST", tablesAt(id, part), body).tables;
}

/** @type {(id: string | null, part: string) => string} */
const tablesAt = (id, part) => `${id === null ? "api" : at(id)}/tables/${part}`;
