/** The part "The average": each digit's nudges for every weight, and their average: up to a factor,
 * −∇C.
 * @import {DescentPart, View, Scene} from "../scene.js"
 * @import {Batch} from "../../../room/room_batch.js"
 * @import {Taken} from "../../../state/page.js"
 * @import {Over} from "./state.js" */

import { button, element, showProgress } from "../../../kit/dom.js";
import { indicesNamed, layersOf, parameterAt, parameterCount } from "../../../network/names.js";
import { partOfOne } from "../../../page/story.js";
import { isLent } from "../../../server/client.js";
import { ownDigit } from "../address.js";
import { agreementQuestion } from "../descent_questions.js";
import {
  accuracy,
  average,
  column,
  digits,
  exchange,
  lentTable,
  roomAverage,
} from "./average_requests.js";
import { ListeningView, NudgeTable } from "./average_view.js";
import { Listener, standsAfter } from "./one_digit.js";
import {
  MIDDLE,
  middleOf,
  middleRow,
  mostDisputed,
  rowOf,
  rowsAround,
  shownAverage,
} from "./state.js";
import {
  averageName,
  LABELS,
  listeningFigures,
  listeningTitle,
  NAME,
  rowName,
  tableCaption,
  textsOfRow,
} from "./words.js";

/** @type {DescentPart} */
export const averagePart = partOfOne({
  id: "wishes",
  name: NAME,
  stop: 1000,
  caption: ({ table }, page) => {
    const layers = layersOf(page);
    return tableCaption(table, page, middleOf(middleRow(table, layers), layers));
  },
  question: agreementQuestion,
  tells: [digits, column, lentTable],
  open: (scene) => new AveragePart(scene),
  resources: [digits, column, average, roomAverage, lentTable, accuracy],
});

/** @implements {View} */
class AveragePart {
  /** @type {Batch["columns"] | null} the room's drawings that were put into the columns */
  #batch = null;

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { store, descent, conversation } = scene;
    this.listener = new Listener(store, descent, conversation);
    this.tools = tableTools({
      onFind: (text) => this.#find(text),
      onDisputed: () => this.#choose(mostDisputed(descent.get().table.answers)),
    });
    this.table = new NudgeTable({
      onOpen: (column, index) => this.#open(column, index ?? this.middle),
      onExchange: (column, choice) => this.#exchange(column, choice),
      onListen: (column) => {
        this.listening.element.scrollIntoView({ block: "nearest" }); // On a phone it is far below.
        this.listener.start(column);
      },
      onScroll: (step) => this.#choose(this.middle + step * MIDDLE),
      onOver: (over) => descent.set({ "table.over": /** @type {Over} */ (over) }),
    });
    this.table.corner.append(...this.tools.elements);
    this.progress = element("div", "progress");
    this.listening = new ListeningView({
      onStop: () => this.listener.stop(),
      onUndo: () => this.#undo(),
      onAverage: () => this.#stepOnAverage(),
    });
    const side = element("div", "wishes-side", this.listening.element);
    this.table.averageHead.append(this.progress);
    this.element = element("div", "wishes-part", this.table.element, side);
  }

  hide() {
    this.listener.stop();
  }

  update() {
    const { store, descent, theme } = this.scene;
    const { batch, session } = store.get();
    this.#takeBatch(batch);
    const isThin = this.#isThin;
    const { table } = descent.get();
    const isOfRoom = batch !== null || isLent(session?.id);
    const { layers, middle } = this;
    const average = shownAverage(table);
    const { listening } = table;
    if (table.row === null && table.answers.length > 0 && !isThin) {
      this.#choose(middle); // From now on the rows stay, whatever the network learns.
    }
    this.table.show({
      columns: table.digits.map(({ label, pixels, index, isOwn }, k) => ({
        label,
        pixels,
        own: isOwn ?? (index === null && !isOfRoom),
        cost: table.answers[k]?.cost ?? null,
        prediction: table.answers[k]?.prediction ?? null,
        heard: listening?.column === k,
        nudge: (index) => table.answers[k]?.nudges[index] ?? null,
      })),
      rows: rowsAround(middle, parameterCount(layers)),
      middle,
      nameOf: (index) => rowName(layers, index),
      average: (index) => average?.nudges[index] ?? null,
      textsOf: (index) => textsOfRow(rowOf(table, index)),
      over: table.over,
      averageOf: average === null ? "\u00a0" : averageName(average.examples),
      hasRoom: batch !== null || isThin,
      drawn: ownDigit(store.get()) !== null,
      busy: listening?.running ?? false,
      theme: theme(),
    });
    // During the steps the table stays as it was before the first.
    this.element.classList.toggle("waiting", listening?.running ?? false);
    this.tools.disputed.hidden = isThin; // It has but a few rows.
    showProgress(this.progress, table.progress);
    this.listening.show({
      accuracy: table.accuracy,
      before: listening?.before ?? null,
      title: listeningTitle(table),
      figures: (this.#stepsOfRoom && batch?.words) || listeningFigures(table),
      isOfRoom: table.over === "room",
      heard:
        listening === null || listening.column === null
          ? null
          : table.digits[listening.column].label,
      running: listening?.running ?? false,
      undoable: listening === null ? this.#stepsOfRoom !== null : listening.steps > 0,
    });
  }

  /** One step on all that the room has drawn, or many on mini-batches. */
  #stepOnAverage() {
    const { batch } = this.scene.store.get();
    if (batch !== null && this.scene.descent.get().table.over === "room") {
      batch.step();
    } else {
      this.listener.start(null);
    }
  }

  /** The room's steps that can be taken back. @returns {Taken | null} */
  get #stepsOfRoom() {
    const { batch, session } = this.scene.store.get();
    const { listening } = this.scene.descent.get().table;
    const taken = batch?.taken ?? null;
    const isAfter = taken !== null && session !== null && session.iteration > taken.from;
    return listening === null && isAfter && standsAfter(taken, session) ? taken : null;
  }

  #undo() {
    this.listener.undo(this.#stepsOfRoom ?? undefined);
  }

  /** Whether it is of a room's batch on a phone, which gets but the rows that are seen. */
  get #isThin() {
    const isOfRoom = this.scene.descent.get().table.over === "room";
    return isOfRoom && isLent(this.scene.store.get().session?.id);
  }

  /** The room's drawings are the columns, and all of them what the average is over.
   * @type {(batch: State["batch"]) => void} */
  #takeBatch(batch) {
    const { descent, store } = this.scene;
    const columns = batch?.columns ?? null;
    if (columns === this.#batch) {
      const isNobodys = batch === null && store.get().room === null && !this.#isThin;
      if (isNobodys && descent.get().table.over === "room") {
        descent.set({ "table.over": "columns" }); // Somebody has opened its address later.
      }
      return;
    }
    const isNew = this.#batch === null || columns === null;
    this.#batch = columns;
    const digits = (columns ?? []).map((column) => ({ ...column, index: null, from: null }));
    descent.dispatch({ type: "digitsArrived", digits });
    if (isNew) {
      descent.set({ "table.over": columns === null ? "columns" : "room" });
    }
  }

  get layers() {
    return layersOf(this.scene.store.get());
  }

  get middle() {
    const { layers } = this;
    return middleOf(middleRow(this.scene.descent.get().table, layers), layers);
  }

  /** @type {(row: number) => void} */
  #choose(row) {
    this.scene.descent.set({ "table.row": middleOf(row, this.layers) });
  }

  /** @type {(text: string) => boolean} */
  #find(text) {
    const [index] = indicesNamed(this.layers, text);
    if (index !== undefined) {
      this.#choose(index);
    }
    return index !== undefined;
  }

  /** @type {(column: number, choice: string) => void} */
  #exchange(column, choice) {
    const own = ownDigit(this.scene.store.get());
    if (choice === "own" && own !== null) {
      const { strokes, placement, from } = this.scene.store.get().drawing;
      const ink = from === null ? { strokes, placement } : null;
      const digit = { index: null, label: own.target, pixels: own.pixels, from, ink };
      this.scene.descent.dispatch({ type: "digitExchanged", column, digit });
    } else if (choice !== "own") {
      const { label } = this.scene.descent.get().table.digits[column];
      const wanted = choice === "same" ? label : choice === "any" ? null : Number(choice);
      exchange(this.scene, column, wanted);
    }
  }

  /** Open the walk of a column's digit, at the beat about a weight.
   * @type {(column: number, index: number) => void} */
  #open(column, index) {
    const { pixels, label, from, ink } = this.scene.descent.get().table.digits[column];
    this.scene.openWalk({ pixels, label, from, ink, ...beatOf(this.layers, index) });
  }
}

/** @type {(layers: number[], index: number) => {beat: string, item: Item}} */
function beatOf(layers, index) {
  const parameter = parameterAt(layers, index);
  const { layer } = parameter;
  /** @type {Item} */
  const item =
    parameter.kind === "bias"
      ? { kind: "neuron", layer, index: parameter.index }
      : { kind: "weight", layer, to: parameter.to, from: parameter.from };
  if (layer === layers.length - 1) {
    return { beat: parameter.kind === "bias" ? "lever-bias" : "lever-weights", item };
  }
  const pixels = layer === 1 && parameter.kind === "weight";
  return { beat: pixels ? "further-pixels" : `further-${layer}-levers`, item };
}

/** What chooses the rows of the table.
 * @param {{onFind: (text: string) => boolean, onDisputed: () => void}} actions `onFind` says
 *   whether there is such a weight
 * @returns {{elements: HTMLElement[], disputed: HTMLElement}} */
function tableTools({ onFind, onDisputed }) {
  const field = element("input", "search");
  field.type = "search";
  field.placeholder = LABELS.findExample;
  field.setAttribute("aria-label", LABELS.find);
  field.addEventListener("input", () => {
    const found = field.value.trim() === "" || onFind(field.value);
    field.setAttribute("aria-invalid", String(!found));
  });
  const disputed = button("", LABELS.disputed, onDisputed);
  disputed.title = LABELS.disputedInFull;
  return { elements: [field, disputed], disputed };
}
