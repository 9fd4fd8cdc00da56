/** The lecture's whole picture on a phone: the playground itself in a frame, which works on the room's
 * network and can change nothing of it. It goes where the lecture goes, until somebody looks around.
 * @import {RoomState} from "../server/types.js" */

import { element } from "../kit/dom.js";
import { UP } from "./room_server.js";
import { beatOf } from "./seat_view.js";
import { SEAT } from "./seat_words.js";

/** Between two pictures that it is led to. */
const PAUSE_MS = 400;
/** A network that has changed is fetched once so often, and so many times at once where it was quiet
 * before: each time it is 92 kB, for each phone of a hall. */
const NETWORK_MS = 10_000;
const NETWORKS_AT_ONCE = 4;
/** After so long it is taken for lost. */
const LATE_MS = 15_000;

export class SceneFrame {
  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  /** What was shown last, on whose word it was. */
  #address = "";
  #network = 0;
  /** @type {object | null} */
  #steps = null;
  /** What there was when it was fetched. */
  #fetched = { address: "", network: 0 };
  #fetchedAt = 0;
  /** Whether somebody has touched it since it was led to what the lecture shows. */
  #isTouched = false;
  /** @type {ReturnType<typeof setTimeout> | 0} */
  #timer = 0;
  #wentAt = Number.NEGATIVE_INFINITY;
  /** How many times the network may be fetched now. */
  #looks = NETWORKS_AT_ONCE;
  #looksCountedAt = performance.now();
  /** @type {ReturnType<typeof setTimeout> | 0} */
  #lookTimer = 0;
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

  /** @type {(address: string, network: number, steps: RoomState["steps"]) => void} */
  show(address, network, steps) {
    this.#steps = steps && { ...steps, network };
    const isOther = address !== this.#address;
    const isOtherNetwork = network !== this.#network;
    this.#address = address;
    this.#network = network;
    if (this.#frame === null) {
      this.#fetch(address);
      return;
    }
    if (isOtherNetwork && this.isThere) {
      this.#lookSoon();
    }
    if (isOther && this.isThere) {
      this.#goSoon();
    }
    this.#tell({ steps: this.#steps });
  }

  /** While somebody draws, another picture comes five times a second; for all phones of a hall to have
   * each of them computed would be too much. */
  #goSoon() {
    const since = performance.now() - this.#wentAt;
    if (since >= PAUSE_MS) {
      this.go(this.#address);
    } else if (this.#timer === 0) {
      this.#timer = setTimeout(() => this.go(this.#address), PAUSE_MS - since);
    }
  }

  #lookSoon() {
    const now = performance.now();
    const gained = (now - this.#looksCountedAt) / NETWORK_MS;
    this.#looks = Math.min(NETWORKS_AT_ONCE, this.#looks + gained);
    this.#looksCountedAt = now;
    if (this.#looks >= 1) {
      this.#looks -= 1;
      this.look();
    } else if (this.#lookTimer === 0) {
      const again = () => {
        this.#lookTimer = 0;
        this.#lookSoon();
      };
      this.#lookTimer = setTimeout(again, (1 - this.#looks) * NETWORK_MS);
    }
  }

  /** Look at the network again: it has changed, or this phone has slept. */
  look() {
    this.#frame?.contentWindow?.dispatchEvent(new Event("online"));
  }

  /** @type {(address: string) => void} */
  go(address) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#wentAt = performance.now();
    this.#isTouched = false;
    this.#tell({ show: address });
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
    this.#fetched = { address, network: this.#network };
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
      this.onWander(beat);
    }
  }

  /** While it was on its way it could not be told what has changed. */
  #catchUp() {
    this.#tell({ steps: this.#steps });
    const { address, network } = this.#fetched;
    if (address !== this.#address) {
      this.go(this.#address);
    }
    if (network !== this.#network) {
      this.look();
    }
  }

  /** @type {(page: Window) => void} */
  #listenToTouches(page) {
    for (const act of ["pointerdown", "keydown"]) {
      page.addEventListener(act, () => (this.#isTouched = true), { capture: true });
    }
  }
}
