/**
 * What an address says of the walk beside what all scenes share: whether the room is asked, and what
 * is pinned. Pure.
 *
 * @import {Item, State} from "../../state/page.js"
 */

import { listOf, wholeIn } from "../../link/codecs.js";

/** @type {(state: State) => [string, string][]} */
export function walkSettings({ asking, pinned }) {
  /** @type {[string, string][]} */
  const all = [];
  if (asking) {
    all.push(["ask", "yes"]);
  }
  if (pinned?.kind === "neuron") {
    all.push(["pin", `${pinned.layer} ${pinned.index}`]);
  } else if (pinned !== null) {
    all.push(["pin", `${pinned.layer} ${pinned.to} ${pinned.from}`]);
  }
  return all;
}

/** @type {(settings: URLSearchParams, state: State) => Partial<State>} */
export function walkValues(settings, { session }) {
  const pinned = itemNamed(settings.get("pin"), session?.layers ?? []);
  return {
    ...(settings.get("ask") === "yes" ? { asking: true } : {}),
    ...(pinned === null ? {} : { pinned }),
  };
}

/** @type {(text: string | null, layers: number[]) => Item | null} */
function itemNamed(text, layers) {
  const count = text?.split(" ", 4).length === 3 ? 3 : 2;
  const numbers = listOf(text, count, (word) => wholeIn(word, 0, 4096));
  if (numbers === null) {
    return null;
  }
  const [layer, index, from] = numbers;
  if (layer >= layers.length || index >= layers[layer]) {
    return null;
  }
  if (count === 2) {
    return { kind: "neuron", layer, index };
  }
  const isThere = layer > 0 && from < layers[layer - 1];
  return isThere ? { kind: "weight", layer, to: index, from } : null;
}
