// What the other scenes say: their captions, from their own parts, in states made of answers.
globalThis.matchMedia ??= () => ({ matches: false, addEventListener: () => {} });
const load = (path) => import(`../../static/js/scenes/${path}`);
const [{ PARTS: DESCENT }, { PARTS: CALCULUS }, { PARTS: VANISHING }] = [
  await load("descent/scene.js"),
  await load("calculus/scene.js"),
  await load("vanishing/scene.js"),
];

const { meaning } = await load("descent/gradient/words.js");
const { captionOf } = await import("../../static/js/page/story.js");
const { initialDescent, reduceDescent } = await import("../../static/js/scenes/descent/state.js");
const { initialCalculus } = await import("../../static/js/scenes/calculus/state.js");
const { initialVanishing } = await import("../../static/js/scenes/vanishing/state.js");
const { functionKey } = await import("../../static/js/server/function_curves.js");
const { activationOf } = await import("../../static/js/network/descriptors.js");
const { curveWanted, factorsOf } = await load("vanishing/neurons.js");
const { productNote } = await load("vanishing/words.js");
const { initialState } = await import("../../static/js/state/page.js");

const textOf = (words) => words.map(({ text }) => text).join("");

const said = (parts, own, page) =>
  parts
    .flatMap(({ beats }) => beats)
    .map((beat) => ({
      id: beat.id,
      caption: textOf(captionOf(beat, own, { ...initialState, ...page })),
    }));

/** Some fields of the descent's pieces, after the actions that bring its answers. */
export function descent(page, pieces, actions = []) {
  let own = { ...initialDescent };
  for (const [piece, values] of Object.entries(pieces)) {
    own[piece] = { ...own[piece], ...values };
  }
  for (const action of actions) {
    own = reduceDescent(own, action);
  }
  return said(DESCENT, own, page);
}

/** What is said of each of some entries of a gradient, looked at one after the other: its sentences. */
export function entries(gradient, layers, indices) {
  let state = reduceDescent(initialDescent, { type: "gradientArrived", gradient });
  return indices.flatMap((index, place) => {
    state = reduceDescent(state, { type: "entryChosen", index });
    const sentences = textOf(meaning(state.gradient, layers)).trim().split(/(?<=\.) /);
    return sentences.map((caption) => ({ id: String(place), caption }));
  });
}

export function calculus(page, own) {
  return said(CALCULUS, { ...initialCalculus, ...own }, page);
}

/** `curves`: of each side's activation, over its neurons. */
export function vanishing(page, own, curves = {}) {
  const state = { ...initialVanishing, ...own, functions: new Map() };
  for (const [name, curve] of Object.entries(curves)) {
    state.functions.set(functionKey(curveWanted(state, name)), curve);
  }
  return said(VANISHING, state, page);
}

/** What stands below the bars of a path through each side. */
export function notes({ options }, sides) {
  return Object.entries(sides).map(([id, side]) => {
    const { ceiling } = activationOf(options, side.choice.activation);
    return { id, caption: productNote(side, factorsOf({ rank: 0 }, side).length, ceiling) };
  });
}
