/** What a phone shows of a room's state, and of what it has said itself. Pure.
 * @import {RoomState} from "../server/types.js"
 * @import {Kept} from "./seat_memory.js" */

import { shareOf } from "../state/questions.js";

/** What an address says of the lecturer's own page: which panel is open, whether questions are asked
 * there, by which way its network has become what it is. */
const OF_PRESENTER = ["panel", "ask", "talk", "network", "trained", "start", "seed", "rate"];

/** Six letters and digits without those that are taken for one another.
 * @type {(text: string) => string} what may be meant, in upper case */
export const codeNamed = (text) => {
  const last =
    text
      .trim()
      .split(/[/#?]/)
      .findLast((part) => part !== "") ?? "";
  return last.toUpperCase().replace(/[^A-Z0-9]/g, "");
};

/** Whether that may be a code. @type {(code: string) => boolean} */
export const isCode = (code) => /^[A-HJKMNP-Z2-9]{6}$/.test(code);

/** Scene and beat of an address, like `walk/cost`. @type {(address: string) => string} */
export const beatOf = (address) => address.split("?")[0].replace(/^[#/!]+/, "");

/** What a phone shows of the presenter's address. @type {(address: string) => string} */
export function shownAddress(address) {
  const [beat] = address.split("?");
  const settings = settingsOf(address);
  for (const name of OF_PRESENTER) {
    settings.delete(name);
  }
  const text = settings.toString();
  return text === "" ? beat : `${beat}?${text}`;
}

/** Whether an address shows the room's drawings as one mini-batch.
 * @type {(address: string) => boolean} */
export const showsBatch = (address) =>
  beatOf(address) === "descent/wishes" && settingsOf(address).get("over") === "room";

/** What an address says besides the beat. @type {(address: string) => URLSearchParams} */
export const settingsOf = (address) => new URLSearchParams(address.split("?").slice(1).join("?"));

/** What has been drawn, by its name; null where there is nothing. @type {(address: string) => string
 *   | null} */
export const digitOf = (address) => settingsOf(address).get("digit");

/** What is to be remembered of a new state: what has come to be known while this phone was here, or
 * of a question that it has answered.
 * @type {(state: RoomState, before: RoomState | null, kept: Kept) => Partial<Kept>} */
export function noted(state, before, { told, stepped, votes }) {
  const beat = beatOf(state.address);
  const [reveal, step] = [revealIn(state), stepIn(state)];
  const isRevealed = before === null ? reveal in votes : revealIn(before) !== reveal;
  const isStepped = before !== null && stepIn(before) !== step;
  const isAsked = state.question !== null && state.question.id !== before?.question?.id;
  const isDrawn = state.drawing && before?.drawing === false;
  return {
    ...(isAsked || isDrawn ? { drawsFirst: isDrawn } : {}),
    ...(reveal !== "" && reveal !== told?.id && isRevealed ? { told: { id: reveal, beat } } : {}),
    ...(step !== "" && step !== stepped?.id && isStepped
      ? { stepped: { id: step, beat, told: reveal } }
      : {}),
  };
}

/** @type {(state: RoomState) => string} */
const revealIn = ({ closed_question: closed }) => closed?.id ?? "";

/** @type {(state: RoomState) => string} */
const stepIn = ({ drawings: { step } }) => (step === null ? "" : JSON.stringify(step));

/** What a phone is about now: a question that is asked or drawings that are, the later one; what was just revealed or
 * done until the lecture goes on; else the lecture's picture alone.
 * @type {(state: RoomState, kept: Kept) => "question" | "draw" | "told" | "drawn" | ""} */
export function aboutOf(state, { told, stepped, drawsFirst }) {
  const beat = beatOf(state.address);
  if (state.question !== null && !(state.drawing && drawsFirst)) {
    return "question";
  }
  if (state.drawing) {
    return "draw";
  }
  const isStepped = stepped?.id === stepIn(state) && stepped.beat === beat;
  const isRevealedHere = told !== null && told.id === revealIn(state) && told.beat === beat;
  if (isStepped && (!isRevealedHere || stepped.told === told.id)) {
    return "drawn"; // What has come last.
  }
  return isRevealedHere ? "told" : "";
}

/** The choice that an amount belongs to, where the choices share its range in their order.
 * @type {(question: {amount: {least: number, most: number}, choices: unknown[]}, amount: number) =>
 *   number} */
export function choiceAt({ amount: range, choices }, amount) {
  return Math.min(choices.length - 1, Math.floor(shareOf(range, amount) * choices.length));
}
