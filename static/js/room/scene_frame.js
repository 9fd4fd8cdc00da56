/** The lecture's whole picture on a phone: the playground itself in a frame, which works on the room's
 * network and can change nothing of it. It goes where the lecture goes, until somebody looks around.
 * @import {RoomState} from "../server/types.js" */

import { element } from "../kit/dom.js";
import { UP } from "./room_server.js";
import { beatOf, settingsOf, shownAddress, showsBatch } from "./seat_view.js";
import { SEAT } from "./seat_words.js";

/** Between two pictures that it is led to. */
const PAUSE_MS = 400;
/** The next digit waits no longer for what the last ones have cost. */
const DIGIT_MS = 4000;
/** What following may cost, for each phone of a hall: so many bytes a second, and at once where it was
 * quiet before. Another digit is 45 kB, another network 92 kB. */
const BYTES_PER_S = 8000;
const BYTES_AT_ONCE = 300_000;
const OF_SERVER = /\/api\//;
/** After so long it is taken for lost. */
const LATE_MS = 15_000;

/** What a page may still fetch. */
class Allowance {
  #left = BYTES_AT_ONCE;
  #at = performance.now();

  /** Count what it fetches from here on. @type {(page: Window & typeof globalThis) => void} */
  watch(page) {
    const spend = (/** @type {PerformanceObserverEntryList} */ list) => {
      for (const entry of list.getEntries()) {
        const { transferSize = 0 } = /** @type {PerformanceResourceTiming} */ (entry);
        this.#left -= OF_SERVER.test(entry.name) ? transferSize : 0; // The rest comes once.
      }
    };
    new page.PerformanceObserver(spend).observe({ type: "resource" });
  }

  /** For how many milliseconds nothing dear may be fetched. */
  get wait() {
    const now = performance.now();
    this.#left = Math.min(BYTES_AT_ONCE, this.#left + ((now - this.#at) / 1000) * BYTES_PER_S);
    this.#at = now;
    return Math.max(0, (-this.#left / BYTES_PER_S) * 1000);
  }
}

export class SceneFrame {
  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  /** What was shown last, on whose word it was. */
  #address = "";
  #network = 0;
  /** The network that it was told to look at. */
  #looked = 0;
  /** @type {{steps: object | null, batch: object | null}} */
  #told = { steps: null, batch: null };
  #fetchedAt = 0;
  /** Whether somebody has touched it since it was led to what the lecture shows. */
  #isTouched = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** What it was led to last, or fetched with. */
  #went = { address: "", at: Number.NEGATIVE_INFINITY };
  #allowance = new Allowance();
  isThere = false;

  /** @param {HTMLElement} root @param {{code: string, seat: string}} of
   * @param {() => void} onCome it shows something for the first time
   * @param {(beat: string) => void} onWander somebody has gone to another beat in it */
  constructor(root, { code, seat }, onCome, onWander) {
    this.root = root;
    this.query = new URLSearchParams({ embed: "1", room: `room-${code}.${seat}` });
    this.onCome = onCome;
    this.onWander = onWander;
    addEventListener("message", (event) => this.#hear(event));
  }

  /** @type {(state: Pick<RoomState, "address" | "network" | "steps" | "drawings">) => void} */
  show({ address: shown, network, steps, drawings }) {
    const address = shownAddress(shown);
    this.#told = {
      steps: steps && { ...steps, network },
      batch: showsBatch(address) ? { network, drawings: drawings.revision } : null,
    };
    this.#address = address;
    this.#network = network;
    if (this.#frame === null) {
      this.#fetch(address);
      return;
    }
    this.#tell(this.#told);
    if (this.isThere) {
      this.#follow();
    }
  }

  /** Follow the lecture as far as that may be now; the rest in a moment. A picture of another digit or
   * network is dear, the next beat of this one is not. While somebody draws, another one comes five
   * times a second. */
  #follow() {
    clearTimeout(this.#timer);
    const since = performance.now() - this.#went.at;
    const dear = this.#isOtherDigit ? Math.min(this.#allowance.wait, DIGIT_MS - since) : 0;
    const pause = Math.max(PAUSE_MS - since, dear);
    if (this.#address !== this.#went.address && pause <= 0) {
      this.go();
    }
    // Of the room's batch it gets all that it shows by itself, and needs no network.
    const isStale =
      this.#network !== this.#looked && (this.#told.batch === null || this.#isTouched);
    const wait = this.#allowance.wait;
    if (isStale && wait === 0) {
      this.#looked = this.#network;
      this.look();
    }
    const waits = [
      ...(this.#address !== this.#went.address ? [pause] : []),
      ...(isStale && wait > 0 ? [wait] : []),
    ];
    if (waits.length > 0) {
      this.#timer = setTimeout(() => this.#follow(), Math.min(...waits));
    }
  }

  get #isOtherDigit() {
    const [one, other] = [this.#address, this.#went.address].map(settingsOf);
    return ["digit", "target"].some((name) => one.get(name) !== other.get(name));
  }

  /** Look at the network again: it has changed, or this phone has slept. */
  look() {
    this.#frame?.contentWindow?.dispatchEvent(new Event("online"));
  }

  /** Show what the lecture shows, wherever somebody has gone to. */
  go() {
    this.#went = { address: this.#address, at: performance.now() };
    this.#isTouched = false;
    this.#tell({ show: this.#address });
  }

  /** @type {(message: object) => void} */
  #tell(message) {
    if (this.isThere) {
      this.#frame?.contentWindow?.postMessage(message, location.origin);
    }
  }

  /** Where it has not come for long, it is fetched again: it may have been asked for without a line. */
  retry() {
    if (this.#frame !== null && !this.isThere && performance.now() - this.#fetchedAt > LATE_MS) {
      this.#frame.remove();
      this.#fetch(this.#address);
    }
  }

  /** In another theme it comes anew. */
  dress() {
    if (
      this.#frame !== null &&
      this.query.get("theme") !== document.documentElement.dataset.theme
    ) {
      this.#frame.remove();
      this.isThere = false;
      this.#fetch(this.#address);
    }
  }

  /** @type {(address: string) => void} */
  #fetch(address) {
    this.#fetchedAt = performance.now();
    this.#went = { address, at: Number.NEGATIVE_INFINITY };
    this.#looked = this.#network;
    this.query.set("theme", document.documentElement.dataset.theme ?? "dark");
    const frame = element("iframe", "seat-scene");
    frame.title = SEAT.scene;
    frame.src = `${UP || "./"}?${this.query}${address}`;
    this.root.append(frame);
    this.#frame = frame;
  }

  /** @type {(event: MessageEvent) => void} */
  #hear({ source, data }) {
    if (source !== this.#frame?.contentWindow || typeof data !== "string") {
      return;
    }
    const { namespace, eventName, state } = JSON.parse(data);
    if (namespace !== "nudge" || eventName !== "beat") {
      return;
    }
    if (!this.isThere) {
      this.isThere = true;
      this.#listenToTouches(/** @type {Window} */ (source));
      this.#allowance.watch(/** @type {Window & typeof globalThis} */ (source));
      this.#catchUp();
      this.onCome();
    }
    const beat = beatOf(state.address);
    if (this.#isTouched && beat !== beatOf(this.#address)) {
      this.#went.address = this.#address; // It is not led back before that is wanted.
      this.onWander(beat);
      this.#follow();
    }
  }

  /** While it was on its way it could not be told what has changed. */
  #catchUp() {
    this.#tell(this.#told);
    this.#follow();
  }

  /** @type {(page: Window) => void} */
  #listenToTouches(page) {
    for (const act of ["pointerdown", "keydown"]) {
      page.addEventListener(act, () => (this.#isTouched = true), { capture: true });
    }
  }
}
