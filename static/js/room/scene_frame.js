/** The lecture's whole picture on a phone: the playground itself in a frame, which works on the room's
 * network and can change nothing of it. It goes where the lecture goes, until somebody looks around.
 * @import {RoomState} from "../server/types.js" */

import { element } from "../kit/dom.js";
import { UP } from "./room_server.js";
import { beatOf, shownAddress, showsBatch } from "./seat_view.js";
import { SEAT } from "./seat_words.js";

/** Between two pictures that it is led to: while somebody draws, one comes five times a second. What
 * they cost is bounded by the page itself (server/session.js). */
const PAUSE_MS = 200;
/** Between two looks at the lecture's network. */
const LOOK_MS = 1000;
/** After so long it is taken for lost. */
const LATE_MS = 15_000;

export class SceneFrame {
  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  /** What was shown last, on whose word it was. */
  #address = "";
  #network = 0;
  /** The network that it was told to look at. */
  #looked = { network: 0, at: Number.NEGATIVE_INFINITY };
  /** @type {{steps: object | null, batch: object | null}} */
  #sent = { steps: null, batch: null };
  #fetchedAt = 0;
  /** Whether somebody has touched it since it was led to what the lecture shows. */
  #isTouched = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** What it was led to last, or fetched with. */
  #went = { address: "", at: Number.NEGATIVE_INFINITY };
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
    this.#sent = {
      steps: steps && { ...steps, network },
      batch: showsBatch(address) ? { network, drawings: drawings.revision } : null,
    };
    this.#address = address;
    this.#network = network;
    if (this.#frame === null) {
      this.#fetch(address);
      return;
    }
    this.#tell(this.#sent);
    if (this.isThere) {
      this.#follow();
    }
  }

  /** Follow the lecture as far as that may be now; the rest in a moment. */
  #follow() {
    clearTimeout(this.#timer);
    // Of the room's batch it gets all that it shows by itself, and needs no network.
    const isStale =
      this.#network !== this.#looked.network && (this.#sent.batch === null || this.#isTouched);
    const waits = [
      this.#address === this.#went.address ? null : this.#went.at + PAUSE_MS,
      isStale ? this.#looked.at + LOOK_MS : null,
    ].map((due) => (due === null ? Number.POSITIVE_INFINITY : due - performance.now()));
    const [toGo, toLook] = waits;
    if (toGo <= 0) {
      this.go();
    }
    if (toLook <= 0) {
      this.look();
    }
    const next = Math.min(...waits.filter((wait) => wait > 0));
    if (next < Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(() => this.#follow(), next);
    }
  }

  /** Look at the network again: it has changed, or this phone has slept. */
  look() {
    this.#looked = { network: this.#network, at: performance.now() };
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

  /** It is loaded again in another theme. */
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
    this.#looked = { network: this.#network, at: Number.NEGATIVE_INFINITY };
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
    this.#tell(this.#sent);
    this.#follow();
  }

  /** @type {(page: Window) => void} */
  #listenToTouches(page) {
    for (const act of ["pointerdown", "keydown"]) {
      page.addEventListener(act, () => (this.#isTouched = true), { capture: true });
    }
  }
}
