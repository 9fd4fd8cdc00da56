/**
 * The walk: one drawing's way through the network and back, beat by beat, with its own numbers.
 *
 * @import {State} from "../../state/page.js"
 * @import {Beat} from "../../page/timeline.js"
 */

import { addingBeats, furtherBeats } from "./adding.js";
import { costBeats } from "./cost.js";
import { drawBeat } from "./draw_beat.js";
import { forwardBeats } from "./forward.js";
import { inputBeats } from "./input.js";
import { leverBeats } from "./levers.js";
import { stepBeats } from "./step.js";
import { backwardFactsOf, factsOf } from "./walk_facts.js";

/**
 * All beats that the state has numbers for.
 * @type {(state: State) => Beat[]}
 */
export function walkBeats(state) {
  const facts = factsOf(state);
  if (facts === null) {
    return [drawBeat];
  }
  const beats = [...inputBeats(facts), ...forwardBeats(facts)];
  const backward = backwardFactsOf(facts, state);
  if (backward !== null) {
    beats.push(
      ...costBeats(backward),
      ...leverBeats(backward),
      ...addingBeats(backward),
      ...furtherBeats(backward),
      ...stepBeats(backward),
    );
  }
  return beats;
}
