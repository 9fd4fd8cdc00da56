/**
 * How the state changes with what is on the pad.
 *
 * @import {Action, NetworkAction, State, WhatIfAction} from "./page.js"
 */

/** The beat while the pad is empty, that of a live drawing, and that of a step just taken. */
export const DRAW_BEAT = "draw";
export const ANSWER_BEAT = "answer";
export const STEP_BEAT = "step";
const COST_BEAT = "cost";

/** What is known of a drawing before the server has answered. */
export const NO_PASS = { forward: null, backward: null, lastStep: null };

/** What is on an empty pad. */
export const NO_DRAWING = {
  strokes: [],
  sample: null,
  pixels: null,
  placement: null,
  from: null,
  label: null,
};

/**
 * What is hidden and picked out of the columns of wishes goes with what it was about: what is
 * hidden with this drawing, network and target, what is picked out with the beat, since a head
 * that is taken away under the pointer never says that the pointer has left it.
 * @type {(state: State, before: State) => State}
 */
export function settleColumns(state, before) {
  const same =
    state.drawing.id === before.drawing.id &&
    state.version === before.version &&
    state.target === before.target;
  const sameBeat = state.beat === before.beat;
  if ((same || state.hiddenColumns.length === 0) && (sameBeat || state.pickedColumn === null)) {
    return state;
  }
  return {
    ...state,
    hiddenColumns: same ? state.hiddenColumns : [],
    pickedColumn: sameBeat ? state.pickedColumn : null,
  };
}

/** @type {(state: State, action: Exclude<Action, NetworkAction | WhatIfAction>) => State} */
export function reduceDrawing(state, action) {
  const { drawing } = state;
  switch (action.type) {
    case "inked":
      return {
        ...state,
        ...(action.pixels === null ? NO_PASS : {}),
        drawing: {
          ...drawing,
          strokes: action.strokes,
          pixels: action.pixels,
          placement: action.placement,
        },
        beat: action.pixels === null ? DRAW_BEAT : ANSWER_BEAT,
        lastStep: null,
      };
    case "cleared":
      return emptied(state, DRAW_BEAT);
    case "sampled":
      return {
        ...emptied(state, ANSWER_BEAT),
        drawing: {
          ...NO_DRAWING,
          ...action.ink,
          id: drawing.id + 1,
          sample: action.ink === null ? action.pixels : null,
          pixels: action.pixels,
          from: action.from,
          label: action.ink === null ? action.label : null,
        },
        target: action.label,
      };
    case "targetChosen":
      return {
        ...state,
        target: action.target,
        backward: action.target === state.target ? state.backward : null,
        lastStep: null,
        askTarget: false,
        beat: drawing.pixels === null ? state.beat : COST_BEAT,
      };
    case "targetMissing":
      return { ...state, askTarget: true };
    default:
      return state;
  }
}

/**
 * The state with nothing on the pad, ready for another drawing.
 * @type {(state: State, beat: string) => State}
 */
function emptied(state, beat) {
  return {
    ...state,
    ...NO_PASS,
    drawing: { id: state.drawing.id + 1, ...NO_DRAWING },
    target: null,
    askTarget: false,
    beat,
  };
}
