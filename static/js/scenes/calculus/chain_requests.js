/** The passes of the scene's small networks, and a path of the walk's network as a chain. While a
 * number is dragged, each answer is shown.
 * @import {FoldRequest, PassRequest} from "../../server/types.js"
 * @import {State} from "../../state/page.js"
 * @import {CalculusResource} from "./scene.js"
 * @import {CalculusState} from "./state.js" */

import { DEFAULT_LAYERS, isLectures } from "../../network/names.js";
import { fold as foldOf, passOf } from "../../server/endpoints.js";
import { resource } from "../../server/resource.js";

/** @type {(kind: string, request: (own: CalculusState) => PassRequest) => CalculusResource} */
export const passResource = (kind, request) =>
  resource({
    about: "pass",
    key: ({ own }) => [JSON.stringify(request(own))],
    scope: () => [],
    fetch: ({ own }) => passOf(request(own)),
    into: (answer) => ({ type: "answered", kind, answer }),
  });

/** Whether the walk's network can be folded into a chain. @type {(page: State) => boolean} */
export function canFold({ session }) {
  return session !== null && session.layers.join() === DEFAULT_LAYERS.join() && isLectures(session);
}

/** @type {(page: State, own: CalculusState) => FoldRequest | null} */
function foldRequest(page, { path }) {
  const { forward, drawing, target } = page;
  return canFold(page) && forward !== null && drawing.pixels !== null && path !== null
    ? { pixels: drawing.pixels, target: target ?? forward.prediction, path }
    : null;
}

/** @type {CalculusResource} */
export const fold = resource({
  about: "fold",
  key: ({ page, own }) => {
    const request = foldRequest(page, own);
    return request && [page.session?.id, page.version, ...Object.values(request)];
  },
  scope: () => [],
  fetch: async ({ page, own }) => {
    const request = /** @type {FoldRequest} */ (foldRequest(page, own));
    const session = page.session?.id ?? "";
    return { answer: await foldOf(session, request), session, request };
  },
  into: (fold) => ({ type: "set", values: { fold } }),
});
