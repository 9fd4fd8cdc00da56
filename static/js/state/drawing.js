/** How the state changes with what is on the pad.
 * @import {Ink, DigitIndex, Step} from "./page.js"
 * @typedef {{inked: {strokes: Stroke[], pixels: number[] | null, placement: Placement | null,
 *   earlier?: Stroke[]},
 *   cleared: {}, sampled: {pixels: number[], label: number, from: DigitIndex | null, ink: Ink | null,
 *   beat?: string}, targetChosen: {target: number, beat?: string}}} DrawingActions */

import { FRESH_NETWORK, used } from "./message.js";

/** The beats that the state goes to by itself: while the pad is empty, of a drawing answered, while
 * the digit it should have been is not said, and of a step just taken. */
export const DRAW_BEAT = "draw";
export const TARGET_BEAT = "target";
export const REWIND_BEAT = "rewind";
export const ANSWER_BEAT = "answer";
export const STEP_BEAT = "step";
export const COST_BEAT = "cost";

/** What is known of a drawing before the server has answered. */
export const NO_PASS = {
  /** @type {ForwardAnswer | null} */ forward: null,
  /** @type {BackwardAnswer | null} */ backward: null,
  /** @type {{pixels: number[], target: number | null, version: number} | null} what these two are
   *   about; of a drawing that goes on they may be a little behind */ answered: null,
  /** @type {Step | null} the last step on this drawing */ lastStep: null,
};

/** What is on an empty pad. */
export const NO_DRAWING = {
  /** @type {Stroke[]} */ strokes: [],
  /** @type {number[] | null} the pixels of a digit from MNIST, under the strokes */ sample: null,
  /** @type {number[] | null} what the network sees; null while the pad is empty */ pixels: null,
  /** @type {Placement | null} where the ink went in the picture */ placement: null,
  /** @type {DigitIndex | null} where that digit from MNIST stands */ from: null,
  /** @type {number | null} the digit that it is said to be */ label: null,
  /** @type {Stroke[]} what was drawn before, for who wants it back */ earlier: [],
};

/** What is hidden and picked out of the columns goes with what it was about: what is
 * hidden with this drawing, network and target, what is picked out with the beat, since a head that
 * is taken away under the pointer never says that the pointer has left it.
 * @type {(state: State, before: State) => State} */
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

/** @type {Reducers<State, DrawingActions>} */
export const drawingReducers = {
  inked: (state, { strokes, pixels, placement, earlier = state.drawing.earlier }) => ({
    ...(state.messageAbout === FRESH_NETWORK ? state : used(state)),
    ...(pixels === null ? NO_PASS : {}),
    drawing: { ...state.drawing, strokes, pixels, placement, earlier },
    rewound: false,
    beat: pixels === null ? DRAW_BEAT : ANSWER_BEAT,
    lastStep: null,
  }),
  cleared: (state) => emptied(used(state), DRAW_BEAT),
  sampled: (state, { pixels, label, from, ink, beat = ANSWER_BEAT }) => ({
    ...emptied(state, beat),
    drawing: {
      ...emptied(state, beat).drawing,
      ...ink,
      sample: ink === null ? pixels : null,
      pixels,
      from,
      label: ink === null ? label : null,
    },
    target: label,
  }),
  targetChosen: (state, { target, beat = COST_BEAT }) => ({
    ...used(state),
    target,
    backward: target === state.target ? state.backward : null,
    lastStep: null,
    beat: state.drawing.pixels === null ? state.beat : beat,
  }),
};

/** The state with nothing on the pad, ready for another drawing.
 * @type {(state: State, beat: string) => State} */
function emptied(state, beat) {
  const { id, strokes, earlier } = state.drawing;
  return {
    ...state,
    ...NO_PASS,
    drawing: { ...NO_DRAWING, id: id + 1, earlier: strokes.length === 0 ? earlier : strokes },
    target: null,
    rewound: false,
    beat,
  };
}
