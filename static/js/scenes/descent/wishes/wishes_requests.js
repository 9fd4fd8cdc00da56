/**
 * What the table of wishes asks of the server: its digits, what each of them wants, one column after
 * the other, and the average over more digits than it has columns.
 *
 * @import {Conversation} from "../../../server/session.js"
 * @import {Digit, Example, Over as AskedOver} from "../../../server/descent_api.js"
 * @import {Column} from "../address.js"
 * @import {Over, TableDigit} from "./state.js"
 * @import {DescentAction, DescentState} from "../state.js"
 * @import {Action, State} from "../../../state/page.js"
 * @import {Store} from "../../../state/store.js"
 */

import { inkPicture } from "../../../input/digit_image.js";
import { BRUSH_RADIUS } from "../../../input/pad.js";
import { newestWins } from "../../../server/client.js";
import { descentApi } from "../../../server/descent_api.js";
import { digitsApi } from "../../../server/digits_api.js";
import { FIRST_PLACES } from "../training_examples.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
/** How long a column stands before the next one comes. */
const PAUSE_MS = 550;
const LABELS = 10;
const PER_LABEL = 5000;

/** An average over many digits forms over the first few of them, then over more and more. */
const COUNTS = [10, 100, 1000, 10_000];

/**
 * @param {Exclude<Over, "columns">} over
 * @returns {AskedOver[]} the averages that lead to the one that is wanted
 */
function stepsTo(over) {
  if (over === "mini_batch") {
    return [{ over, batch_size: 100 }];
  }
  const most = over === "all" ? Number.POSITIVE_INFINITY : Number(over);
  const counts = COUNTS.filter((count) => count <= most);
  /** @type {AskedOver[]} */
  const steps = counts.map((count) => ({ over: "count", count }));
  return over === "all" ? [...steps, { over }] : steps;
}

export class TableQuestions {
  /** The network that the columns are about, and their digits. */
  #network = "";
  /** @type {TableDigit[]} */
  #digits = [];
  /** What the average was asked for. */
  #average = "";
  #giveUp = new AbortController();

  /**
   * @param {Store<State, Action>} store
   * @param {Store<DescentState, DescentAction>} descent
   * @param {Conversation} conversation
   */
  constructor(store, descent, conversation) {
    this.store = store;
    this.descent = descent;
    this.conversation = conversation;
    this.askColumns = newestWins(() => conversation.talk(() => this.#askColumns(), "wishes"));
    this.askAverage = newestWins(() => conversation.talk(() => this.#askAverage(), "average"));
    this.askAccuracy = newestWins(() => conversation.talk(() => this.#askAccuracy(), "accuracy"));
  }

  /** Ask for what is missing. While one digit is listened to, the table stands as it was. */
  keep() {
    const { session, version, connection, training } = this.store.get();
    const { table } = this.descent.get();
    if (session === null || connection !== "ready" || training || table.hearing?.running) {
      return;
    }
    const network = `${session.id}/${version}`;
    if (network !== this.#network) {
      this.#network = network;
      this.descent.dispatch({ type: "wishesOutdated", from: 0 });
      this.askColumns();
      this.askAccuracy();
    } else if (table.digits !== this.#digits) {
      this.askColumns();
    }
    this.#digits = table.digits;
    const average = `${network}/${table.over}`;
    if (average !== this.#average) {
      this.#average = average;
      this.#giveUp.abort();
      this.askAverage();
    }
  }

  /**
   * Another digit for a column: the next of a label, of any where it is null.
   * @type {(column: number, label: number | null) => Promise<void>}
   */
  exchange(column, label) {
    return this.conversation.talk(async () => {
      const offset = Math.floor(Math.random() * PER_LABEL * (label === null ? LABELS : 1));
      const wanted = label === null ? "" : String(label);
      const digit = await digitsApi.digitAfter("train", wanted, offset);
      if (digit !== undefined) {
        this.put(column, digitOf(digit));
      }
    }, "exchange");
  }

  /** @type {(column: number, digit: TableDigit) => void} */
  put(column, digit) {
    this.descent.dispatch({ type: "digitExchanged", column, digit });
  }

  /** The digits, then what each of them wants, with the average over all that have come. */
  async #askColumns() {
    if (this.descent.get().table.digits.length === 0) {
      const digits = await digitsApi.digitsAt("train", FIRST_PLACES);
      this.descent.dispatch({ type: "digitsArrived", digits: digits.map(digitOf) });
    }
    for (let next = true; next; ) {
      next = await this.#askColumn();
    }
  }

  /** @returns {Promise<boolean>} whether there may be another one to ask for */
  async #askColumn() {
    const { session } = this.store.get();
    const [network, { digits, wishes }] = [this.#network, this.descent.get().table];
    const count = wishes.length + 1;
    if (session === null || count > digits.length) {
      return false;
    }
    const pause = CALM.matches || count === 1 ? 0 : PAUSE_MS;
    const [answer] = await Promise.all([
      descentApi.gradient(session.id, digits.slice(0, count).map(exampleOf)),
      new Promise((resolve) => setTimeout(resolve, pause)),
    ]);
    const now = this.descent.get().table;
    const same = network === this.#network && now.wishes === wishes;
    if (same && digits.slice(0, count).every((digit, k) => digit === now.digits[k])) {
      const last = count - 1;
      this.descent.dispatch({
        type: "wishArrived",
        wish: {
          nudges: answer.nudges[last],
          cost: answer.costs[last],
          prediction: answer.predictions[last],
        },
        average: { nudges: answer.average, norm: answer.average_norm, examples: count },
      });
    }
    return true;
  }

  async #askAverage() {
    const { session } = this.store.get();
    const [asked, { over }] = [this.#average, this.descent.get().table];
    if (session === null || over === "columns") {
      return;
    }
    this.#giveUp = new AbortController();
    const steps = stepsTo(over);
    for (const step of steps) {
      const answer = await descentApi.average(
        session.id,
        step,
        ({ done, of }) => {
          if (asked === this.#average) {
            this.descent.dispatch({ type: "averageProgressed", progress: { done, of } });
          }
        },
        this.#giveUp.signal,
      );
      if (answer === null || asked !== this.#average) {
        return;
      }
      const { average: nudges, norm, of: examples } = answer;
      const last = step === steps.at(-1);
      this.descent.dispatch({ type: "averageArrived", average: { nudges, norm, examples }, last });
    }
  }

  async #askAccuracy() {
    const { session } = this.store.get();
    if (session !== null) {
      const { class_accuracy } = await descentApi.predictions(session.id);
      this.descent.dispatch({ type: "accuracyArrived", accuracy: class_accuracy });
    }
  }
}

/**
 * The table's digits by their names in an address.
 * @type {(columns: Column[]) => Promise<TableDigit[]>}
 */
export function columnDigits(columns) {
  return Promise.all(columns.map(columnDigit));
}

/** @type {(column: Column) => Promise<TableDigit>} */
async function columnDigit({ label, digit: { from, strokes } }) {
  if (from === null) {
    const { pixels, placement } = inkPicture(strokes, BRUSH_RADIUS);
    return { place: null, label: label ?? 0, pixels, from, ink: { strokes, placement } };
  }
  const digit = await digitsApi.digitAt(from);
  return label === null ? digitOf(digit) : { ...digitOf(digit), place: null, label, from };
}

/** @type {(digit: Digit) => TableDigit} */
function digitOf({ index, label, pixels }) {
  return { place: index, label, pixels, from: { split: "train", index }, ink: null };
}

/** @type {(digit: TableDigit) => Example} */
function exampleOf({ place, label, pixels }) {
  return place === null ? { pixels, target: label } : { split: "train", index: place };
}
