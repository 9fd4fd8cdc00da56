/**
 * What the part "Mini-batches" asks of the server while the network rests: the directions of the next
 * mini-batches, their pictures, and the landscape. What is no longer wanted is given up.
 *
 * @import {Conversation} from "../../../server/session.js"
 * @import {DescentAction, DescentState} from "../state.js"
 * @import {Action, State} from "../../../state/page.js"
 * @import {Store} from "../../../state/store.js"
 */

import { newestWins } from "../../../server/client.js";
import { descentApi } from "../../../server/descent_api.js";
import { digitsApi } from "../../../server/digits_api.js";
import { SHARES } from "./state.js";

const BATCHES = 24;
const MOST_PICTURES = 100;
/** All mini-batches together hold so many digits at most, that they are there within a second. */
const MOST_DIGITS = 60_000;
const SIZE = 25;
const EXAMPLES = 1000;
/** While a run goes on its mini-batch's pictures change as often as an eye can follow. */
const PICTURES_MS = 600;

export class MiniBatchQuestions {
  #askedDirections = "";
  #askedGround = "";
  #giveUp = new AbortController();
  #picturesAt = 0;
  #pictures = "";

  /**
   * @param {Store<State, Action>} store
   * @param {Store<DescentState, DescentAction>} descent
   * @param {Conversation} conversation
   */
  constructor(store, descent, conversation) {
    this.store = store;
    this.descent = descent;
    this.askDirections = newestWins(() =>
      conversation.talk(() => this.#askDirections(), "directions"),
    );
    this.askGround = newestWins(() => conversation.talk(() => this.#askGround(), "landscape"));
    this.askPictures = newestWins(() => conversation.talk(() => this.#askPictures(), "batch"));
  }

  /** Ask for what has changed since it was asked for last. */
  keep() {
    const { session, connection, training } = this.store.get();
    if (session === null || connection !== "ready") {
      return;
    }
    this.#keepPictures(training);
    if (training) {
      this.stop();
      return;
    }
    if (this.#wantedDirections() !== this.#askedDirections) {
      this.askDirections();
    }
    if (this.#wantedGround() !== this.#askedGround) {
      this.#giveUp.abort();
      this.askGround();
    }
  }

  /** Give up what is under way; it is asked for again when it is wanted. */
  stop() {
    if (this.descent.get().miniBatches.progress !== null) {
      this.#giveUp.abort();
      this.#askedGround = "";
      this.descent.dispatch({ type: "groundProgressed", progress: null });
    }
  }

  get #batchSize() {
    return this.descent.get().training.frame?.settings.batch_size ?? 10;
  }

  #wantedDirections() {
    const { session, version } = this.store.get();
    return [session?.id, version, this.#batchSize].join("/");
  }

  #wantedGround() {
    const { session, version } = this.store.get();
    const { training, miniBatches } = this.descent.get();
    const run = training.runs.current;
    return [session?.id, version, run, miniBatches.along, miniBatches.zoom].join("/");
  }

  async #askDirections() {
    const { session } = this.store.get();
    const wanted = this.#wantedDirections();
    if (session === null || wanted === this.#askedDirections) {
      return;
    }
    this.#askedDirections = wanted;
    const batch_size = this.#batchSize;
    const batches = Math.max(1, Math.min(BATCHES, Math.floor(MOST_DIGITS / batch_size)));
    const directions = await descentApi.directions(session.id, { batch_size, batches });
    if (directions !== null && wanted === this.#wantedDirections()) {
      this.descent.dispatch({ type: "directionsArrived", directions });
    }
  }

  async #askGround() {
    const { session } = this.store.get();
    const wanted = this.#wantedGround();
    if (session === null || wanted === this.#askedGround) {
      return;
    }
    const { training, miniBatches } = this.descent.get();
    const { along, zoom, reach } = miniBatches;
    const run = training.runs.current;
    const here = training.runs.seen.find((seen) => seen.run.id === run);
    const bends = (here?.run.moments.length ?? 0) > 2;
    this.#askedGround = wanted;
    this.#giveUp = new AbortController();
    const wish = {
      directions: along === "path" && bends ? along : "gradient",
      ...(run === null ? {} : { run }),
      ...(zoom === "wide" || reach === 0 ? {} : { span: reach * SHARES[zoom] }),
      size: SIZE,
      examples: EXAMPLES,
    };
    this.descent.dispatch({ type: "groundProgressed", progress: { done: 0, of: SIZE ** 2 } });
    const landscape = await descentApi.landscape(
      session.id,
      wish,
      (progress) => this.descent.dispatch({ type: "groundProgressed", progress }),
      this.#giveUp.signal,
    );
    if (landscape !== null && wanted === this.#wantedGround()) {
      this.descent.dispatch({ type: "landscapeArrived", landscape });
    }
  }

  /** @type {(training: boolean) => void} */
  #keepPictures(training) {
    const now = performance.now();
    const wanted = this.#batch().join();
    if (wanted === "" || wanted === this.#pictures) {
      return;
    }
    if (!training || now - this.#picturesAt > PICTURES_MS) {
      this.#picturesAt = now;
      this.#pictures = wanted;
      this.askPictures();
    }
  }

  /** The digits of the mini-batch to show: the last step's while a run goes on, else the next. */
  #batch() {
    const { training, miniBatches } = this.descent.get();
    const last = training.frame?.batch?.indices ?? [];
    const next = miniBatches.directions?.batches[0].indices ?? [];
    return (this.store.get().training ? last : next).slice(0, MOST_PICTURES);
  }

  async #askPictures() {
    const digits = await digitsApi.digitsAt("train", this.#batch());
    this.descent.dispatch({ type: "batchArrived", digits });
  }
}
