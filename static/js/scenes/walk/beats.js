/**
 * The walk: one drawing's way through the network and back, beat by beat, with its own numbers.
 *
 * @import {State} from "../../state/page.js"
 * @import {Beat} from "../../page/timeline.js"
 * @import {BackwardFacts, Facts} from "./walk_facts.js"
 */

import { memo } from "../../kit/memo.js";
import { addingBeats, furtherBeats } from "./adding.js";
import { costBeats } from "./cost.js";
import { drawBeat } from "./draw_beat.js";
import { forwardBeats } from "./forward.js";
import { inputBeats } from "./input.js";
import { leverBeats } from "./levers.js";
import { stepBeats } from "./step.js";
import { backwardFactsOf, factsOf } from "./walk_facts.js";

/**
 * All beats that the state has numbers for: the same ones until a fact changes.
 * @type {(state: State) => Beat[]}
 */
export function walkBeats(state) {
  const facts = factsOf(state);
  return beatsOf(facts, facts && backwardFactsOf(facts, state));
}

const beatsOf = memo(
  /**
   * @param {Facts | null} facts
   * @param {BackwardFacts | null} backward
   * @returns {Beat[]}
   */
  (facts, backward) => {
    if (facts === null) {
      return [drawBeat];
    }
    const forward = [...inputBeats(facts), ...forwardBeats(facts)];
    return backward === null
      ? forward
      : [
          ...forward,
          ...costBeats(backward),
          ...leverBeats(backward),
          ...addingBeats(backward),
          ...furtherBeats(backward),
          ...stepBeats(backward),
        ];
  },
);
