/** What the server is asked about the step taken last, each while a beat shows it.
 * @import {PageResource} from "../../../server/session.js"
 * @import {ProposedStep} from "../../../server/types.js" */

import { checkAll, othersOf, ratesOf } from "../../../server/endpoints.js";
import { resource } from "../../../server/resource.js";

/** What all of it is about; null where there is no step to speak of.
 * @type {(state: State) => unknown[] | null} */
function subject({ session, version, drawing, target, backward, training, lastStep }) {
  const { pixels } = drawing;
  return session === null || pixels === null || target === null || backward === null || training
    ? null
    : [session.id, version, pixels, target, lastStep];
}

/** @type {(state: State) => ProposedStep} */
function proposed({ drawing, target, learningRate, lastStep }) {
  const step = lastStep && { steps: lastStep.steps, learning_rate: lastStep.learning_rate };
  return {
    pixels: drawing.pixels ?? [],
    target: target ?? 0,
    learning_rate: lastStep?.learning_rate ?? learningRate,
    step,
  };
}

/** @type {PageResource} */
export const othersAnswer = resource({
  about: "others",
  key: ({ page }) => {
    const about = subject(page);
    const rate = page.lastStep === null ? page.learningRate : null;
    return page.others !== null ? null : about && [...about, rate];
  },
  fetch: ({ page }) => othersOf(page.session?.id ?? "", proposed(page)),
  into: (others) => ({ type: "set", values: { others } }),
});

/** While the rate is being changed, each answer is shown. @type {PageResource} */
export const ratesAnswer = resource({
  about: "rates",
  key: ({ page }) => {
    const about = subject(page);
    const isThere = page.rates?.present.learning_rate === page.learningRate;
    return isThere ? null : about && [...about, page.learningRate];
  },
  scope: ({ page }) => subject(page),
  fetch: ({ page }) => {
    const { learningRate } = page;
    return ratesOf(page.session?.id ?? "", { ...proposed(page), learning_rate: learningRate });
  },
  into: (rates) => ({ type: "set", values: { rates } }),
});

/** @type {PageResource} */
export const measuredAnswer = resource({
  about: "measured",
  key: ({ page }) => (page.measured !== null ? null : subject(page)),
  fetch: ({ page }, by) => {
    const { session, drawing, target } = page;
    return checkAll(session?.id ?? "", drawing.pixels ?? [], target ?? 0, by);
  },
  into: (measured) => ({ type: "set", values: { measured } }),
  progress: (far) => ({ type: "set", values: { measuring: far?.done ?? null } }),
});
