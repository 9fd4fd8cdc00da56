/** Networks of other kinds than the one shown. Each is one of the server's own; what was shown before
 * it waits there, so that undo leads back to it, and redo to what came after. Fetched with the first.
 * @import {Pass} from "../state/page.js"
 * @import {Connection} from "./connection.js"
 * @import {SavedSession} from "./safetensors.js"
 * @import {NewSession, SessionObject} from "./types.js" */

import { SERVER } from "../kit/words.js";
import { isSameKind } from "../network/names.js";
import { FRESH_NETWORK, notice } from "../state/message.js";
import { passOf } from "../state/network.js";
import { Refusal } from "./client.js";
import { asItBegan, foundAgain } from "./connection.js";
import * as server from "./endpoints.js";
import { savedSession } from "./safetensors.js";

/** So many wait for somebody to come back to them. */
const MOST_WAITING = 4;

/** What would be lost with a network; others are made again as they began.
 * @type {(session: SessionObject) => boolean} */
const hasLearnt = ({ undo, redo, iteration, weights }) =>
  undo + redo + iteration > 0 || weights === "loaded";

/** @type {(one: SessionObject, other: SavedSession) => boolean} */
const isSameNetwork = (one, other) =>
  one.layers.join() === String(other.layers) && isSameKind(one, other);

export class OtherNetworks {
  /** @param {Store<State, Action>} store @param {Connection} connection */
  constructor(store, connection) {
    this.store = store;
    this.connection = connection;
  }

  /** Show a new one. @type {(network: NewSession) => Promise<void>} */
  async open(network) {
    await this.#showNew(await server.openSession(network));
  }

  /** Show the parameters of a file, in a network of its kind. Where it is refused nothing has changed.
   * @type {(file: ArrayBuffer) => Promise<void>} */
  async load(file) {
    const { session } = this.store.get();
    const saved = savedSession(file);
    if (session === null) {
      return;
    }
    if (saved === null || isSameNetwork(session, saved)) {
      await server.loadParameters(session.id, file, true);
      const changed = await server.getSession(session.id);
      this.store.dispatch({ type: "networkChanged", session: changed });
      return;
    }
    const { layers, activation, output, cost } = saved;
    const { id } = await server.openSession({ layers, activation, output, cost });
    try {
      await server.loadParameters(id, file, false);
    } catch (error) {
      this.connection.retire(id);
      throw error;
    }
    await this.#showNew(await server.getSession(id));
  }

  /** Show the one that was shown before, or after. @type {(way: "undo" | "redo") => Promise<void>} */
  async go(way) {
    const { otherNetworks: others, session: left } = this.store.get();
    const wanted = others[way].at(-1);
    if (wanted === undefined || left === null) {
      return;
    }
    const isThere = hasLearnt(wanted);
    const session = await (isThere ? foundAgain(wanted) : server.openSession(asItBegan(wanted)));
    const back = way === "undo" ? "redo" : "undo";
    await this.#show(session, {
      ...others,
      [way]: others[way].slice(0, -1),
      [back]: [...others[back], left],
    });
    if (isThere && session.id !== wanted.id) {
      this.store.set(notice(SERVER.networkLost, FRESH_NETWORK));
    }
    this.#letGo(left);
  }

  /** @type {(session: SessionObject) => Promise<void>} */
  async #showNew(session) {
    const { otherNetworks: others, session: left } = this.store.get();
    const undo = left === null ? others.undo : [...others.undo, left];
    await this.#show(session, { undo: undo.slice(-MOST_WAITING), redo: [] });
    const forgotten = [...others.redo, ...undo.slice(0, -MOST_WAITING)];
    for (const { id } of forgotten.filter(hasLearnt)) {
      this.connection.retire(id);
    }
    if (left !== null) {
      this.#letGo(left);
    }
  }

  /** @type {(session: SessionObject, otherNetworks: State["otherNetworks"]) => Promise<void>} */
  async #show(session, otherNetworks) {
    const pass = await this.#firstPass(session);
    this.store.dispatch({ type: "sessionOpened", session, pass, otherNetworks });
  }

  /** @type {(left: SessionObject) => void} */
  #letGo(left) {
    if (!hasLearnt(left)) {
      this.connection.retire(left.id);
    }
  }

  /**
   * What a network says of the present drawing before it is shown; a refusal is shown when the page
   * asks for the pass of the network shown.
   * @type {(session: SessionObject) => Promise<Pass | null>} */
  async #firstPass({ id }) {
    const { drawing, target } = this.store.get();
    const { pixels } = drawing;
    try {
      return pixels && passOf({ pixels, target }, await server.pass(id, { pixels, target }));
    } catch (error) {
      if (error instanceof Refusal) {
        return null;
      }
      throw error;
    }
  }
}
