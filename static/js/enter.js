/**
 * The scenes that are fetched when they are entered, so that the page comes without them.
 *
 * @import {Conversation} from "./conversation.js"
 * @import {PageScene} from "./scenes.js"
 * @import {Action, Ink, Item, Place, State} from "./state.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} EnteredPage
 * @property {Store<State, Action>} store
 * @property {Conversation} conversation
 * @property {(part: string) => void} onPart a part of the scene is shown
 *
 * @typedef {PageScene & {styled: Promise<void>}} Entered
 */

/** @type {Record<string, (root: HTMLElement, page: EnteredPage) => Promise<Entered>>} */
const SCENES = {
  descent: async (root, page) => {
    const { Descent } = await import("./scenes/descent/scene.js");
    return new Descent(root, { ...page, openWalk: (wanted) => openWalk(page.store, wanted) });
  },
  calculus: async (root, page) => {
    const { Calculus } = await import("./scenes/calculus/scene.js");
    return new Calculus(root, page);
  },
  vanishing: async (root, page) => {
    const { Vanishing } = await import("./scenes/vanishing/scene.js");
    return new Vanishing(root, page);
  },
};

/**
 * @param {string} name of another scene than the walk
 * @param {HTMLElement} root
 * @param {EnteredPage} page
 * @returns {Promise<PageScene>} once its styles are there too
 */
export async function enter(name, root, page) {
  const scene = await SCENES[name](root, page);
  await scene.styled;
  return scene;
}

/**
 * Leave for the walk, on some digit, at a beat, with something of the network kept in view.
 * @param {Store<State, Action>} store
 * @param {{pixels: number[], label: number, from: Place | null, ink: Ink | null, beat: string,
 *   item: Item | null}} wanted
 */
function openWalk(store, { beat, item, ...digit }) {
  const { drawing, target } = store.get();
  const { pixels, label } = digit;
  if (drawing.pixels !== pixels) {
    store.dispatch({ type: "sampled", ...digit });
  } else if (target !== label) {
    store.dispatch({ type: "targetChosen", target: label });
  }
  store.dispatch({ type: "pinned", item });
  location.hash = `walk/${beat}`;
}
