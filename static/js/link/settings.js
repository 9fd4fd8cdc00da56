/**
 * What an address holds of what all scenes share: the digit, what it should have been, the network,
 * the learning rate, the open panel, whether questions are asked. Steps that were taken are in no address: nobody else has taken
 * them. Fetched with the first thing that there is to hold.
 * @import {NamedDigit} from "./digit.js"
 * @import {Kind} from "../network/names.js"
 * @import {Codec} from "./codecs.js"
 * @import {Link} from "./table.js"
 * @typedef {object} LinkedPage
 * @property {Store<State, Action>} store @property {Conversation} conversation
 * @property {Promise<unknown>} opened the first network is there
 * @typedef {Kind & {weights?: "random", seed?: number, trained_for?: number}} NetworkSettings trained
 *   weights where they are shipped, and any seed, if left out */

import { inkPicture } from "../input/digit_image.js";
import { BRUSH_RADIUS } from "../input/pad.js";
import { CHAPTERS, unreadSettings } from "../kit/words.js";
import { DEFAULT_LAYERS, isSameKind, LECTURE } from "../network/names.js";
import { ADDRESS, notice } from "../state/message.js";
import { initialState } from "../state/page.js";
import { number, oneOf, whole } from "./codecs.js";
import { digit, digitText } from "./digit.js";
import { link, unreadKeys } from "./table.js";

/** @type {Codec<Kind, {page: State}>} */
const kind = {
  read: (text, { page }) => {
    const [activation, output, cost, ...more] = text.split(".", 4);
    const { activations = [], costs = [] } = page.options?.descriptors ?? {};
    const isKnown =
      more.length === 0 &&
      activations.some(({ id }) => id === activation) &&
      costs.some(({ id, outputs }) => id === cost && outputs.includes(output));
    return isKnown ? { activation, output, cost } : null;
  },
  write: ({ activation, output, cost }) => `${activation}.${output}.${cost}`,
};

/** @type {Codec<boolean>} */
const yes = { read: (text) => text === "yes" || null, write: (value) => (value ? "yes" : null) };

const CUE = /^[a-z]+\/[a-z0-9-]{1,60}$/;
const MOST_CUES = 100;
const ALL = "all";

/** Beats and parts that a talk leads through: all for none. Those of scenes that there are not are
 * left out. @type {Codec<string[]>} */
const cues = {
  read: (text) => {
    const named = text === ALL || text === "" ? [] : text.split(/[ ,]/, MOST_CUES);
    return named.every((cue) => CUE.test(cue))
      ? named.filter((cue) => cue.split("/")[0] in CHAPTERS)
      : null;
  },
  write: (named) => named.join(",") || ALL,
};

const openPanel = oneOf("code", "number");

/** What a number is and what if it were another were two panels once.
 * @type {typeof openPanel} */
const panel = {
  ...openPanel,
  read: (text, context) =>
    openPanel.read(["inspect", "what-if"].includes(text) ? "number" : text, context),
};

/** @type {(page: State) => State["session"]} */
const random = ({ session }) =>
  session?.weights === "random" && session.began_for === null ? session : null;

/** @type {Link<State>} */
export const PAGE_LINK = link(
  [
    ["digit", digit, ({ own: { drawing } }) => (drawing.pixels === null ? null : drawing)],
    ["target", whole(0, 9), ({ own }) => own.target, ({ own }) => own.drawing.label],
    ["network", kind, ({ own }) => own.session, () => LECTURE],
    ["trained", whole(0), ({ own }) => own.session?.began_for ?? null],
    ["start", oneOf("random"), ({ own }) => random(own) && "random"],
    ["seed", whole(0), ({ own }) => random(own)?.seed ?? null],
    ["rate", number(0.01, 10), "learningRate"],
    ["talk", cues, "talk"],
    ["panel", panel, "panel"],
    ["ask", yes, "asking"],
  ],
  initialState,
);

/** @type {(requests: Record<string, any>) => NetworkSettings | null} */
export function networkSettings({ network, start = null, seed = null, trained = null }) {
  const isNamed = network !== undefined || [start, seed, trained].some((one) => one !== null);
  if (network === null || !isNamed) {
    return null;
  }
  const kind = network ?? LECTURE;
  return trained === null
    ? { ...kind, weights: start ?? undefined, seed: seed ?? undefined }
    : { ...kind, trained_for: trained, seed: seed ?? undefined };
}

export class Links {
  /** @param {LinkedPage} page */
  constructor(page) {
    this.page = page;
  }

  /** @type {() => [string, string][]} */
  settings() {
    const state = this.page.store.get();
    return PAGE_LINK.write({ page: state, own: state });
  }

  /** Say which values of an address could not be read. @type {(settings: URLSearchParams) => void} */
  sayUnread(settings) {
    const keys = unreadKeys(settings);
    if (keys.length > 0) {
      const { store } = this.page;
      store.set(notice(unreadSettings(keys), ADDRESS));
      for (const act of ["pointerdown", "keydown"]) {
        const end = () => store.dispatch({ type: "succeeded", about: ADDRESS });
        addEventListener(act, end, { capture: true, once: true });
      }
    }
  }

  /** Have what an address names; what it does not name stays as it is.
   * @type {(settings: URLSearchParams) => Promise<void>} */
  async take(settings) {
    const { store, opened } = this.page;
    const read = () => PAGE_LINK.read(settings, { page: store.get(), own: store.get() });
    store.set(read().values);
    await opened; // Until then it is not known which networks there are.
    const { requests } = read();
    await this.#haveNetwork(networkSettings(requests));
    await this.#haveDigit(requests.digit ?? null);
    const { target = null } = requests;
    if (target !== null && target !== store.get().target) {
      store.dispatch({ type: "targetChosen", target });
    }
  }

  /** @type {(wanted: NetworkSettings | null) => Promise<void>} */
  async #haveNetwork(wanted) {
    const { session } = this.page.store.get();
    if (wanted === null || session === null) {
      return;
    }
    const { weights, seed, trained_for } = wanted;
    const isThere =
      isSameKind(session, wanted) &&
      (trained_for ?? session.began_for) === session.began_for &&
      (weights === undefined || (weights === session.weights && session.began_for === null)) &&
      (seed === undefined
        ? weights === undefined || trained_for !== undefined
        : seed === session.seed);
    if (!isThere) {
      await this.page.conversation.openOther({ ...wanted, layers: DEFAULT_LAYERS });
    }
  }

  /** @type {(wanted: NamedDigit | null) => Promise<void>} */
  async #haveDigit(wanted) {
    const { store, conversation } = this.page;
    const { drawing, target } = store.get();
    const before = digitText(drawing);
    if (wanted === null || digitText(wanted) === before) {
      return;
    }
    if (wanted.from !== null) {
      await conversation.sampleAt(wanted.from);
      return;
    }
    const { strokes } = wanted;
    const { pixels, placement } = inkPicture(strokes, BRUSH_RADIUS);
    const goesOn =
      target === null && before?.startsWith("ink-") && digitText(wanted)?.startsWith(before);
    if (!goesOn) {
      store.dispatch({ type: "cleared" });
    }
    store.dispatch({ type: "inked", strokes, pixels, placement });
  }
}
