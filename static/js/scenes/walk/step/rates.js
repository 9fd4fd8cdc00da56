/** Too long a step: where the same step leads at other learning rates. Each state has its own truth:
 * there may be no far wall, or nothing to fall into.
 * @import {RatesAnswer} from "../../../server/types.js"
 * @import {Overlaid} from "../../../network/beat_picture.js"
 * @import {BackwardFacts} from "../walk_facts.js" */

import { element } from "../../../kit/dom.js";
import { format } from "../../../kit/format.js";
import { inUnits } from "../../../kit/size.js";
import { aligned, number, symbol } from "../../../kit/tex.js";
import { picture } from "../../../network/beat_picture.js";
import { rateOf } from "../../../page/controls.js";
import { tenfoldQuestion } from "../walk_questions.js";
import { drawRates, POWERS, plotOf } from "./rates_picture.js";
import { ratesAnswer } from "./step_requests.js";
import { RATE_KNOB, rateCaption, ratesQuestion, rateValue } from "./words.js";

const ALONG_MS = 3600;
/** Costs that are nearer to each other than this share of the cost before look the same. */
const SEEN = 0.02;

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function ratesBeats(facts) {
  const { rates } = facts;
  return [
    {
      id: "step-too-long",
      caption: rates ? rateCaption(kindOf(rates), rates) : ratesQuestion,
      tex: rates ? tangentFormula(rates) : "",
      lines: ["step"],
      question: tenfoldQuestion(facts),
      picture: picture({ network: false }),
      duration: ALONG_MS,
      ready: (state) => state.rates !== null || state.messageAbout === ratesAnswer.about,
      resources: [ratesAnswer],
      draw: drawRates,
      overlay: rateKnob,
    },
  ];
}

/** What the present rate does: lead out of all bounds, change nothing to be seen, be too short for
 * that, end up higher than before, or as high, overshoot the lowest cost, or fall; with a far wall
 * behind that, or none.
 * @typedef {"unbounded" | "flat" | "short" | "wall" | "across" | "overshoot" | "before-wall" |
 *   "falling"} RateKind
 * @type {(rates: RatesAnswer) => RateKind} */
function kindOf({ cost, costs, present, best, rates }) {
  const seen = SEEN * cost;
  const [lowest, now] = [best.cost ?? cost, present.cost];
  if (now === null) {
    return "unbounded";
  }
  if ([...costs, now].every((each) => each !== null && Math.abs(each - cost) <= seen)) {
    return "flat";
  }
  const isBehind = present.learning_rate > best.learning_rate;
  if (now > cost + seen) {
    return "wall";
  }
  if (now > cost - seen) {
    return isBehind ? "across" : "short";
  }
  if (isBehind && now > lowest + seen) {
    return "overshoot";
  }
  // The wall is seen where the curve has come down and goes up again.
  let least = now;
  const rises = costs.some((each, i) => {
    const isLonger = rates[i] > present.learning_rate;
    least = isLonger ? Math.min(least, each ?? least) : least;
    return isLonger && (each === null || each > least + seen);
  });
  return rises ? "before-wall" : "falling";
}

/** What the slope promises. @type {(rates: RatesAnswer) => string} */
function tangentFormula({ cost, slope }) {
  const cost0 = symbol("C", "C_0");
  return aligned(
    `${cost0}(\\eta) &\\approx ${cost0} - \\eta\\, |\\nabla C_0|^2`,
    `&= ${number(cost)} - ${number(-slope)}\\, \\eta`,
  );
}

/** The knob, to be dragged or moved by keys: it lies unseen over the curve that it is drawn on.
 * @type {(store: Store<State, Action>) => Overlaid} */
function rateKnob(store) {
  const knob = element("input", "rate-knob");
  const { least, most } = POWERS;
  Object.assign(knob, { type: "range", min: String(least), max: String(most), step: "any" });
  knob.setAttribute("aria-label", RATE_KNOB);
  knob.addEventListener("input", () => store.set({ learningRate: rateOf(knob) }));
  return { element: knob, update: (state, layout) => moveKnob(knob, state, layout) };
}

/** @type {(knob: HTMLInputElement, state: State, layout: Layout) => void} */
function moveKnob(knob, { rates, learningRate }, layout) {
  knob.hidden = rates === null;
  const { left, right, top, bottom } = plotOf(layout, 1);
  Object.assign(knob.style, { left: inUnits(left), top: inUnits(top) });
  Object.assign(knob.style, { width: inUnits(right - left), height: inUnits(bottom - top) });
  if (rateOf(knob) !== learningRate) {
    knob.value = String(Math.log10(learningRate));
  }
  if (rates !== null) {
    const { present, cost } = rates;
    const [now, before] = [present.cost, cost].map((each) => each && format(each).text);
    knob.setAttribute("aria-valuetext", rateValue(learningRate, now, before));
  }
}
