/** What an address holds of the walk, besides what all scenes share: what is pinned. Pure.
 * @import {Codec} from "../../link/codecs.js"
 * @import {Context, Link} from "../../link/table.js" */

import { listOf, whole } from "../../link/codecs.js";
import { link } from "../../link/table.js";
import { initialState } from "../../state/page.js";

const numbers = listOf(whole(0, 4096), 2, 3);

/** @type {Codec<Item, Context<State>>} */
const item = {
  read: (text, { page }) => {
    const layers = page.session?.layers ?? [];
    const [layer, index, from] = numbers.read(text, null) ?? [layers.length];
    if (layer >= layers.length || index >= layers[layer]) {
      return null;
    }
    if (from === undefined) {
      return { kind: "neuron", layer, index };
    }
    const isThere = layer > 0 && from < layers[layer - 1];
    return isThere ? { kind: "weight", layer, to: index, from } : null;
  },
  write: (item) =>
    item.kind === "neuron"
      ? `${item.layer} ${item.index}`
      : `${item.layer} ${item.to} ${item.from}`,
};

/** @type {Link<State>} */
export const WALK_LINK = link([["pin", item, "pinned"]], initialState);
