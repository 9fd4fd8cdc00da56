/** The walk: one drawing's way through the network and back, with its own numbers. A part is a list
 * of what makes beats of facts; a beat of yours is one more in such a list.
 * @import {Part} from "../../page/story.js"
 * @import {BackwardFacts, Facts} from "./walk_facts.js" */

import { memo } from "../../kit/memo.js";
import { addingBeats, furtherBeats } from "./adding.js";
import { costBeats, outputNudgeBeats } from "./cost.js";
import { forwardBeats } from "./forward.js";
import { BEGINNING, INPUT, inputBeats } from "./input.js";
import { leverBeats } from "./levers.js";
import { stepBeats } from "./step.js";
import { backwardFactsOf, factsOf } from "./walk_facts.js";
import { PART_NAMES } from "./words.js";

/** @template F
 * @typedef {{id: string, name: string, beats: ((facts: F) => NetworkBeat[])[]}} PartOf facts F */

/** @type {PartOf<Facts>[]} */
export const FORWARD = [
  { ...INPUT, beats: [inputBeats] },
  { id: "forward", name: PART_NAMES.forward, beats: [forwardBeats] },
];

/** @type {PartOf<BackwardFacts>[]} those that speak of the digit it should have been */
export const BACKWARD = [
  { id: "cost", name: PART_NAMES.cost, beats: [costBeats] },
  { id: "wishes", name: PART_NAMES.wishes, beats: [outputNudgeBeats] },
  { id: "levers", name: PART_NAMES.levers, beats: [leverBeats] },
  { id: "adding-up", name: PART_NAMES.addingUp, beats: [addingBeats] },
  { id: "further-back", name: PART_NAMES.furtherBack, beats: [furtherBeats] },
  { id: "step", name: PART_NAMES.step, beats: [stepBeats] },
];

/** How long something travels, in milliseconds. */
const TRAVEL_MS = 1100;

/** All parts that the state has numbers for: the same ones until a fact changes.
 * @type {(state: State) => Part<NetworkBeat>[]} */
export function walkParts(state) {
  const facts = factsOf(state);
  return partsOf(facts, facts && backwardFactsOf(facts, state));
}

const partsOf = memo(
  /** @type {(facts: Facts | null, backward: BackwardFacts | null) => Part<NetworkBeat>[]} */
  (facts, backward) => {
    if (facts === null) {
      return BEGINNING;
    }
    const forward = FORWARD.map((part) => built(part, facts));
    const back = backward === null ? [] : BACKWARD.map((part) => built(part, backward));
    return [...forward, ...back].filter(({ beats }) => beats.length > 0);
  },
);

/** @type {<F>(part: PartOf<F>, facts: F) => Part<NetworkBeat>} */
function built({ id, name, beats }, facts) {
  const made = beats.flatMap((make) => make(facts));
  return {
    id,
    name,
    beats: made.map((beat) => ({ duration: beat.picture.motion ? TRAVEL_MS : 0, ...beat })),
  };
}
