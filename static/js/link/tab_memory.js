/** What a tab keeps of itself, so that whoever loads the page again, or comes back to it, finds it as
 * it was: which network it works on, and what no address holds. first.js has read it by now.
 * @import {SessionObject} from "../server/types.js"
 * @typedef {Partial<State>} Rest
 * @typedef {object} Left
 * @property {SessionObject} session
 * @property {string} hash the address in the bar
 * @property {string | null} address that of all that was shown
 * @property {boolean} left whether the page has gone; else a tab that was copied brings it along
 * @property {Rest} viewer @property {Rest} network what no address holds of them */

import { SERVER } from "../kit/words.js";
import { FRESH_NETWORK, notice } from "../state/message.js";

const NAME = "nudge";
/** Where it stands in the tab's storage, which servers below other paths share; first.js names it
 * too. */
const KEY = `${NAME} ${location.pathname}`;
/** What no address holds: of the viewer, and of the network as it is. */
const OF_VIEWER = /** @type {const} */ (["asking", "predictions", "pinned", "room"]);
const OF_NETWORK = /** @type {const} */ (["rewound", "lastStep", "ownNetwork", "otherNetworks"]);
/** How long a page that is going may take to let its network go. */
const PATIENCE_MS = 5000;
/** How long another tab may take to say that it has a network. */
const ANSWER_MS = 300;

export class TabMemory {
  /** What there was when the page came; null on a new tab. */
  left = /** @type {{left?: Left | null}} */ (globalThis).left ?? null;
  /** Whether somebody has come back to what was shown before that. */
  isFurtherBack = this.left !== null && this.left.hash !== location.hash;
  /** What is still as it was left, until somebody does something: the page may still be on its way back to it.
   * @type {Left | null} */
  #untouched = this.left;
  /** That of what was shown last, while the page is on its way to something else. */
  #address = this.left?.address ?? null;
  /** @type {Promise<SessionObject | null> | null} */
  #own = null;
  /** The network that no other tab can take. */
  #held = "";
  #release = () => {};
  /** On an address that browsers do not trust there are no locks: there the tabs ask each other. */
  #tabs = navigator.locks === undefined ? new BroadcastChannel(KEY) : null;
  #hearTaken = () => {};
  /** Whether the page has been left: it is hidden after that, too. */
  #isGone = false;

  /** @param {Store<State, Action>} store @param {() => string | null} address of what is shown */
  constructor(store, address) {
    this.store = store;
    this.address = address;
    if (this.left !== null) {
      this.#write({ ...this.left, left: false }); // From now on only a copied tab finds it.
    }
    store.subscribe(({ session }) => {
      if (session !== null && session.id !== this.#held) {
        this.#hold(session.id);
      }
    });
    this.#tabs?.addEventListener("message", ({ data: { asked, taken } }) => {
      if (asked && asked === this.#held) {
        this.#tabs?.postMessage({ taken: asked });
      } else if (taken && taken === this.#held) {
        this.#hearTaken();
      }
    });
    for (const act of ["pointerdown", "keydown", "drop", "hashchange"]) {
      addEventListener(act, () => (this.#untouched = null), { capture: true, once: true });
    }
    addEventListener("pagehide", () => {
      this.#keep(true);
      this.#letGo();
      this.#isGone = true;
    });
    addEventListener("pageshow", ({ persisted }) => {
      const { session } = store.get();
      this.#isGone = false;
      if (persisted && session !== null) {
        this.#keep(false);
        this.#hold(session.id);
      }
    });
    // A tab may be dropped for good while it is hidden, without another word.
    document.addEventListener("visibilitychange", () => this.#isGone || this.#keep(false));
  }

  /** The network that this tab worked on, unless another tab works on it now: two never share one.
   * @returns {Promise<SessionObject | null>} */
  own() {
    this.#own ??= this.#claim();
    return this.#own;
  }

  /** The address of what the page was left with: the one in the bar may be a little behind, or name
   * a scene that was shown before. */
  get first() {
    return this.left?.address ?? this.left?.hash ?? location.hash;
  }

  /** Once all that the address names has come: have the rest too, or say that it is lost. */
  restore() {
    const { left, store } = this;
    const { session } = store.get();
    if (left === null || session === null) {
      return;
    }
    this.left = null;
    const { id, revision, iteration } = left.session;
    store.set(left.viewer);
    if (session.id !== id || this.isFurtherBack) {
      this.#untouched = null;
    }
    if (session.id !== id) {
      this.#own?.then((own) => own && store.set(notice(SERVER.networkLost, FRESH_NETWORK)));
    } else if (session.revision === revision && session.iteration === iteration) {
      store.set(left.network);
    }
  }

  async #claim() {
    const { left } = this;
    return left !== null && (await this.#hold(left.session.id, left.left)) ? left.session : null;
  }

  /** Keep other tabs from a network as long as this page works on it.
   * @param {string} id
   * @param {boolean} [isComing] whether the page that has it is going
   * @returns {Promise<boolean>} whether no other tab has it */
  #hold(id, isComing = false) {
    this.#letGo();
    this.#held = id;
    const { locks } = navigator;
    if (locks === undefined) {
      return isComing ? Promise.resolve(true) : this.#askTabs(id);
    }
    const how = isComing
      ? { signal: AbortSignal.timeout(PATIENCE_MS) }
      : { ifAvailable: /** @type {true} */ (true) };
    return new Promise((resolve) => {
      locks
        .request(`${NAME} ${id}`, how, (lock) => {
          resolve(lock !== null);
          if (this.#held !== id) {
            return null; // The page has gone on to another one.
          }
          return lock && new Promise((release) => (this.#release = () => release(null)));
        })
        .catch(() => resolve(false));
    });
  }

  /** @type {(id: string) => Promise<boolean>} whether no other tab says that it has a network */
  #askTabs(id) {
    return new Promise((resolve) => {
      this.#hearTaken = () => resolve(false);
      setTimeout(() => resolve(true), ANSWER_MS);
      this.#tabs?.postMessage({ asked: id });
    });
  }

  #letGo() {
    this.#release();
    this.#release = () => {};
    this.#held = "";
  }

  /** @type {(left: boolean) => void} */
  #keep(left) {
    if (this.#untouched !== null) {
      this.#write({ ...this.#untouched, hash: location.hash, left });
      return;
    }
    const state = this.store.get();
    const { session } = state;
    if (session !== null) {
      const [viewer, network] = [OF_VIEWER, OF_NETWORK].map((keys) =>
        Object.fromEntries(keys.map((key) => [key, state[key]])),
      );
      this.#address = this.address() ?? this.#address;
      const where = { hash: location.hash, address: this.#address };
      this.#write({ session, ...where, left, viewer, network });
    }
  }

  /** @type {(left: Left) => void} */
  #write(left) {
    if (document.documentElement.dataset.embed !== undefined) {
      return; // There may be several frames in the tab.
    }
    try {
      sessionStorage.setItem(KEY, JSON.stringify(left));
    } catch {
      // Storage is full or forbidden: then a reload opens what the address names.
    }
  }
}
