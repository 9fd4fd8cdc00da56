/** Sentences about the table of nudges. Pure.
 * @import {State} from "../../../state/page.js"
 * @import {Words} from "../../../page/story.js"
 * @import {Hearing, TableState} from "./state.js" */

import { format, grouped } from "../../../kit/format.js";
import { longName } from "../../../network/names.js";
import { shownAverage } from "./state.js";

/** @param {TableState} state @param {State} page
 * @param {number} middle the index of the middle row
 * @returns {Words[]} */
export function tableCaption(state, { session }, middle) {
  const { digits, wishes, hearing } = state;
  if (hearing !== null) {
    return hearingCaption(state, hearing);
  }
  const average = shownAverage(state);
  if (session === null || wishes.length === 0 || average === null) {
    return [{ text: "Each training digit has its own wish for every one of the 13,002 weights." }];
  }
  if (wishes.length < digits.length) {
    const { label } = digits[wishes.length - 1];
    const value = wishes[wishes.length - 1].nudges[middle];
    return [
      { text: `This ${label} wants ` },
      signedWords(value),
      { text: ` of ${longName(session.layers, middle)}.` },
    ];
  }
  const over = state.over === "columns" ? "These six" : `${grouped(average.examples)} digits`;
  const end = state.over === "all" && state.progress === null ? ". That is −∇C." : ".";
  return [
    { text: `${over} do not agree; on average they want ` },
    signedWords(average.nudges[middle]),
    { text: ` of ${longName(session.layers, middle)}${end}` },
  ];
}

/** @type {(value: number) => Words} */
function signedWords(value) {
  if (value === 0) {
    return { text: "nothing" };
  }
  return { text: format(value, { plus: true }).text, tone: value < 0 ? "down" : "up" };
}

/** @type {(state: TableState, hearing: Hearing) => Words[]} */
function hearingCaption({ digits, accuracy }, { column, before, cost, steps }) {
  if (column === null) {
    return [{ text: "Step on the average instead, and every class is heard." }];
  }
  const { label } = digits[column];
  const others = accuracy?.filter((_, digit) => digit !== label) ?? [];
  const worst = accuracy?.indexOf(Math.min(...others)) ?? 0;
  if (cost === null || accuracy === null || steps === 0) {
    return [{ text: `Listen only to this ${label}, step after step …` }];
  }
  return [
    { text: `Listen only to this ${label}: its cost goes to ` },
    { text: format(cost).text, tone: "up" },
    { text: `, and of the ${worst}s it reads ` },
    { text: `${percent(accuracy[worst])} instead of ${percent(before[worst])}`, tone: "down" },
    { text: "." },
  ];
}

/** @type {(share: number) => string} */
export function percent(share) {
  return `${Math.round(share * 100)} %`;
}

/** @param {TableState} state @returns {string} what the bars are about */
export function hearingTitle({ digits, hearing }) {
  if (hearing === null) {
    return "How much of each class it reads";
  }
  if (hearing.column === null) {
    return "Stepping on the average";
  }
  return `Listening only to this ${digits[hearing.column].label}`;
}

/** @param {TableState} state @returns {string} steps and cost, in small */
export function hearingFigures({ hearing }) {
  if (hearing === null) {
    return "of 10,000 test digits";
  }
  const whose = hearing.column === null ? "the mini-batch’s cost" : "its cost";
  const cost = hearing.cost === null ? "" : `, ${whose} ${format(hearing.cost).text}`;
  return `${grouped(hearing.steps)} steps${cost}`;
}
