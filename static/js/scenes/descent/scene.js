/**
 * The scene "The descent": the gradient as numbers, nudges averaged over many digits, and training.
 * @import {Conversation} from "../../server/session.js"
 * @import {Action, Ink, Item, Place, State} from "../../state/page.js"
 * @import {Store} from "../../state/store.js"
 * @import {Theme} from "../../kit/theme.js"
 * @import {DescentAction, DescentState} from "./state.js"
 * @typedef {object} Page what the page gives to the scene
 * @property {Store<State, Action>} store @property {Conversation} conversation
 * @property {(wanted: {pixels: number[], label: number, from: Place | null, ink: Ink | null, beat:
 *   string, item: Item | null}) => void} openWalk open the walk on that digit
 * @property {(part: string) => void} onPart
 * @typedef {import("../../server/resource.js").Resource<DescentState, DescentAction>}
 *   DescentResource
 * @typedef {object} Scene what a part works with
 * @property {Store<State, Action>} store the page's
 * @property {Store<DescentState, DescentAction>} descent the scene's own
 * @property {Conversation} conversation
 * @property {Live} live the channel of training
 * @property {() => Theme} theme @property {Page["openWalk"]} openWalk
 * @property {(message: string) => void} say tell the user something in the page's message line */

import { touchAddress } from "../../link/address.js";
import { PartsScene } from "../../page/scene.js";
import { said } from "../../state/message.js";
import { createStore } from "../../state/store.js";
import { columns, DESCENT_LINK, trainingAsked } from "./address.js";
import { PARTS } from "./descent_parts.js";
import { Live } from "./live.js";
import { initialDescent, reduceDescent } from "./state.js";
import { columnDigits } from "./wishes/wishes_requests.js";

/** @extends {PartsScene<DescentState, Scene>} */
export class Descent extends PartsScene {
  /** @param {HTMLElement} root @param {Page} page */
  constructor(root, page) {
    const { store, conversation, openWalk, onPart } = page;
    const descent = createStore(reduceDescent, { ...initialDescent, part: PARTS[0].id });
    /** @type {(message: string) => void} */
    const say = (message) => store.set(said(message));
    const live = new Live({ store, descent, conversation, say });
    super({
      root,
      name: { id: "descent", title: "The descent" },
      parts: PARTS,
      store,
      own: descent,
      conversation,
      onPart: (part) => {
        descent.set({ part });
        onPart(part);
      },
      home: async (state, part) => {
        const { descentTables } = await import("./descent_tables.js");
        return { tables: () => descentTables(state, part, store.get()), program: null };
      },
      scene: (theme) => ({ store, descent, conversation, live, theme, openWalk, say }),
    });
    descent.subscribe(touchAddress);
    this.descent = descent;
    this.live = live;
    this.conversation = conversation;
  }

  get #context() {
    return { page: this.store.get(), own: this.descent.get() };
  }

  settings() {
    return DESCENT_LINK.write(this.#context);
  }

  /** @type {(settings: URLSearchParams) => Promise<void>} */
  async take(settings) {
    const { descent } = this;
    const { values, asked } = DESCENT_LINK.read(settings, this.#context);
    descent.set(values);
    this.live.set(trainingAsked(asked));
    const shown = columns.write(descent.get().table.digits, this.#context);
    if (asked.columns && shown !== settings.get("columns")) {
      await this.conversation.talk(async () => {
        descent.dispatch({ type: "digitsArrived", digits: await columnDigits(asked.columns) });
      }, "columns");
    }
  }
}
