/** The walk: one drawing's way through the network and back, with its own numbers. A part is a list
 * of what makes beats of facts; a beat of yours is one more in such a list.
 * @import {Part} from "../../page/story.js"
 * @import {PartId} from "./input.js"
 * @import {BackwardFacts, Facts} from "./walk_facts.js" */

import { memo } from "../../kit/memo.js";
import { picture } from "../../network/beat_picture.js";
import { layerName } from "../../network/names.js";
import { chapterAfter } from "../../page/story.js";
import { REWIND_BEAT, TARGET_BEAT } from "../../state/page.js";
import { addingBeats, furtherBeats } from "./adding.js";
import { costBeats, outputNudgeBeats } from "./cost.js";
import { drawingBeats } from "./drawing_beat.js";
import { forwardBeats } from "./forward.js";
import { BEGINNING, inputBeats, outlined } from "./input.js";
import { leverBeats } from "./levers.js";
import { othersBeats } from "./step/others.js";
import { ratesBeats } from "./step/rates.js";
import { whyFastBeats } from "./step/why_fast.js";
import { stepBeats } from "./step.js";
import { backwardFactsOf, factsOf } from "./walk_facts.js";
import { rewindCaption, rewoundCaption, targetCaption } from "./words.js";

/** @template F
 * @typedef {Partial<Record<PartId, ((facts: F) => NetworkBeat[])[]>>} Makers */

/** @type {Makers<Facts>} */
export const FORWARD = { input: [inputBeats], forward: [forwardBeats] };

/** @type {Makers<BackwardFacts>} those that speak of the digit it should have been */
export const BACKWARD = {
  cost: [costBeats],
  wishes: [outputNudgeBeats],
  levers: [leverBeats],
  "adding-up": [addingBeats],
  "further-back": [furtherBeats, drawingBeats],
  step: [stepBeats, othersBeats, ratesBeats, whyFastBeats],
};

/** How long something travels, in milliseconds. */
const TRAVEL_MS = 1100;

/** All parts; those that the state lacks a number for have no beats. They stay the same until a fact
 * changes.
 * @type {(state: State) => Part<NetworkBeat>[]} */
export function walkParts(state) {
  const facts = factsOf(state);
  return partsOf(facts, facts && backwardFactsOf(facts, state), state.target, state.rewound);
}

const partsOf = memo(
  /** @type {(facts: Facts | null, backward: BackwardFacts | null, target: number | null, rewound:
   *   boolean) => Part<NetworkBeat>[]} */
  (facts, backward, target, rewound) => {
    if (facts === null) {
      return BEGINNING;
    }
    const { last } = facts;
    return outlined({
      ...made(FORWARD, facts),
      target: [targetBeat(last, target), ...rewindBeats(backward, rewound)],
      ...(backward === null ? {} : { ...made(BACKWARD, backward), chapter: [chapterBeat(last)] }),
    });
  },
);

/** @type {<F>(makers: Makers<F>, facts: F) => Partial<Record<PartId, NetworkBeat[]>>} */
function made(makers, facts) {
  return Object.fromEntries(
    Object.entries(makers).map(([id, makes]) => [
      id,
      makes
        .flatMap((make) => make(facts))
        .map((beat) => ({ duration: beat.picture.motion ? TRAVEL_MS : 0, ...beat })),
    ]),
  );
}

/** Which digit it should have been: asked, or answered.
 * @type {(last: number, target: number | null) => NetworkBeat} */
function targetBeat(last, target) {
  return {
    id: TARGET_BEAT,
    caption: targetCaption(target),
    ...{ tex: "", lines: [], question: null },
    picture: picture({ activations: last, lit: last }),
  };
}

/** A drawing whose nudges are all smaller leaves nothing to learn. */
const NOTHING_TO_LEARN = 0.01;

/** Where nothing is left to learn: the training is turned back.
 * @type {(backward: BackwardFacts | null, rewound: boolean) => NetworkBeat[]} */
function rewindBeats(facts, rewound) {
  if (facts === null) {
    return [];
  }
  const { backward, forward, last, target } = facts;
  const layer = Math.max(1, last - 1);
  const nudges = backward.nudges.activations[layer - 1];
  const most = Math.max(...nudges.map(Math.abs));
  if (!rewound && most >= NOTHING_TO_LEARN) {
    return [];
  }
  const isRight = forward.prediction === target;
  return [
    {
      id: REWIND_BEAT,
      caption: rewound ? rewoundCaption(most, layerName(layer, last)) : rewindCaption(isRight),
      ...{ tex: "", lines: [], question: null },
      picture: picture({ activations: last, nudges: last, lit: last }),
    },
  ];
}

/** @type {(last: number) => NetworkBeat} */
function chapterBeat(last) {
  const { id, caption } = chapterAfter("walk");
  return {
    ...{ id, caption, aside: true, tex: "", lines: [], question: null },
    picture: picture({ activations: last, cost: true, nudges: last }),
  };
}
