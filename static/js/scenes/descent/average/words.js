/** Sentences about the table of nudges. Pure.
 * @import {Listening, Row, TableState} from "./state.js" */

import { format, grouped, WHOLE_PERCENT } from "../../../kit/format.js";
import { formatSum } from "../../../kit/shown_sum.js";
import { digitWords, largest, longName, parameterAt } from "../../../network/names.js";
import { rowOf, shownAverage } from "./state.js";

export const NAME = "The average";

export const LABELS = {
  table: "Table of wishes",
  tableInFull: "What each digit wants of each weight",
  over: "Average over",
  overBefore: "over ",
  average: "average",
  before: "Rows before these",
  after: "Rows after these",
  find: "Find a row by its number or name",
  findExample: "row: w 3→7",
  disputed: "Where they disagree most",
  disputedInFull: "The weight that some want up the most, and others down",
  listen: "Follow",
  exchange: "Exchange",
  listening: "Following one digit alone",
  stop: "Stop",
  undo: "Undo all of it",
  stepOnAverage: "Step on the average",
  stepOnRoom: "Step on the room’s batch",
  stepOnAverageInFull: "Steps on mini-batches of 100 training digits",
};

/** @type {[string, string][]} */
export const OVERS = [
  ["columns", "these"],
  ["room", "the room"],
  ["mini_batch", "a batch"],
  ["10", "10"],
  ["100", "100"],
  ["1000", "1,000"],
  ["10000", "10,000"],
  ["all", "60,000"],
];

/** What a column's digit can be exchanged for. @type {[string, string][]} */
export const EXCHANGES = [
  ["", "pick …"],
  ["same", "another"],
  ["own", "your drawing"],
  ["any", "any digit"],
  ...Array.from(
    { length: 10 },
    (_, digit) => /** @type {[string, string]} */ ([String(digit), digitWords(digit)]),
  ),
];

/** @type {(examples: number) => string} */
export const averageName = (examples) => `of ${grouped(examples)}`;
/** @type {(label: number, isOwn: boolean) => string} */
export const columnName = (label, isOwn) => (isOwn ? `your ${label}` : `this ${label}`);
/** @type {(column: {label: number, own: boolean, prediction: number | null}) => string} */
export const predictionWords = ({ label, own, prediction }) =>
  prediction !== null && prediction !== label
    ? `${own ? "your " : ""}${label}, read as ${prediction}`
    : own
      ? columnName(label, true)
      : digitWords(label);
/** @type {(name: string) => string} */
export const openWords = (name) => `Open the walk of ${name}`;
/** @type {(name: string) => string} */
export const exchangeWords = (name) => `Exchange ${name}`;
/** @type {(name: string) => string} */
export const listenWords = (name) => `Follow only ${name}`;
/** @type {(label: number, nudge: string, row: string) => string} */
export const nudgeWords = (label, nudge, row) =>
  `This ${label} wants ${nudge || "not there yet"} of ${row}`;

/** What each digit wants and, last, the average: it is the mean of the shown numbers where it is that
 * of these digits. @type {(row: Row) => string[]} */
export function textsOfRow({ nudges, average, isTheirs }) {
  const values = [...nudges, average];
  const style = { plus: true, parts: nudges.length };
  const written =
    isTheirs && average !== null
      ? formatSum(/** @type {number[]} */ (nudges), average, style)
      : values.map((value) => format(value, { plus: true, unknown: "" }));
  return written.map(({ text }, i) => (values[i] === 0 ? "0" : text));
}

/** "layer 2: 3 → 7", "layer 2: bias 4". @type {(layers: number[], index: number) => string} */
export function rowName(layers, index) {
  const parameter = parameterAt(layers, index);
  return parameter.kind === "bias"
    ? `layer ${parameter.layer}: bias ${parameter.index}`
    : `layer ${parameter.layer}: ${parameter.from} → ${parameter.to}`;
}

/** @param {TableState} state @param {State} page
 * @param {number} middle the index of the middle row
 * @returns {Words[]} */
export function tableCaption(state, { session }, middle) {
  const { digits, answers, listening } = state;
  if (listening !== null) {
    return listeningCaption(state, listening);
  }
  const average = shownAverage(state);
  if (session === null || answers.length === 0 || average === null) {
    return [{ text: "Each training digit has its own wish for every one of the 13,002 weights." }];
  }
  if (answers.length < digits.length) {
    const { label } = digits[answers.length - 1];
    const value = answers[answers.length - 1].nudges[middle];
    return [
      { text: `This ${label} wants ` },
      signedWords(value),
      { text: ` of ${longName(session.layers, middle)}.` },
    ];
  }
  const value = average.nudges[middle];
  if (state.over !== "columns") {
    const end = ENDS[state.progress === null ? state.over : ""] ?? "";
    return [
      { text: `Over ${grouped(average.examples)} digits the average nudge of this weight is ` },
      averageWords(format(value, { plus: true }).text, value),
      { text: `${end}.` },
    ];
  }
  const row = rowOf(state, middle);
  const text = textsOfRow(row).at(-1) ?? "";
  return [
    { text: `${togetherWords(row)} their average nudge is ` },
    averageWords(text, value),
    { text: "." },
  ];
}

/** What the average is, once it is over all that it is to be over. @type {Record<string, string>} */
const ENDS = { all: ", an entry of −∇C", room: ", an entry of the batch’s −∇C" };

/** Whether the digits of the table want the same of a weight. @type {(row: Row) => string} */
function togetherWords({ nudges }) {
  const signs = nudges.map((nudge) => Math.sign(nudge ?? 0));
  const these = COUNTS[nudges.length] === undefined ? "They" : `These ${COUNTS[nudges.length]}`;
  if (signs.includes(1) && signs.includes(-1)) {
    return `${these} disagree about this weight;`;
  }
  if (signs.every((sign) => sign === 0)) {
    return `${these} leave this weight as it is;`;
  }
  const way = signs.includes(1) ? "up" : "down";
  return signs.includes(0)
    ? `Of ${these.toLowerCase()}, some want this weight ${way}, none the other way;`
    : `${these} all want this weight ${way};`;
}

const COUNTS = ["", "one", "two", "three", "four", "five", "six"];

/** @type {(text: string, value: number) => Words} */
const averageWords = (text, value) =>
  value === 0 ? { text: "0" } : { text, tone: value < 0 ? "down" : "up" };

/** @type {(value: number) => Words} */
function signedWords(value) {
  if (value === 0) {
    return { text: "nothing" };
  }
  return { text: format(value, { plus: true }).text, tone: value < 0 ? "down" : "up" };
}

/** @type {(state: TableState, listening: Listening) => Words[]} */
function listeningCaption({ digits, accuracy }, { column, before, cost, steps }) {
  if (column === null) {
    return [{ text: "Step on the average instead, and every class is heard." }];
  }
  const { label } = digits[column];
  if (cost === null || accuracy === null || steps === 0) {
    return [{ text: `Follow only this ${label}, step after step …` }];
  }
  const lost = accuracy.map((share, digit) => (digit === label ? -1 : before[digit] - share));
  const worst = largest(lost);
  const [then, now] = [percent(before[worst]), percent(accuracy[worst])];
  return [
    { text: `Follow only this ${label}, and its cost goes to ` },
    { text: format(cost).text, tone: "up" },
    { text: `; of the ${worst}s it reads ` },
    then === now
      ? { text: `${now}, as before` }
      : { text: `${now} instead of ${then}`, tone: "down" },
    { text: "." },
  ];
}

/** @type {(share: number) => string} */
const percent = (share) => format(share, WHOLE_PERCENT).text;

/** @param {TableState} state @returns {string} what the bars are about */
export function listeningTitle({ digits, listening }) {
  if (listening === null) {
    return "Test digits read right, by digit";
  }
  if (listening.column === null) {
    return "Stepping on the average";
  }
  return `Following only this ${digits[listening.column].label}`;
}

/** @param {TableState} state @returns {string} steps and cost, in small */
export function listeningFigures({ listening }) {
  if (listening === null) {
    return "of 10,000 test digits";
  }
  const subject = listening.column === null ? "the mini-batch’s cost" : "its cost";
  const cost = listening.cost === null ? "" : `, ${subject} ${format(listening.cost).text}`;
  return `${grouped(listening.steps)} steps${cost}`;
}
