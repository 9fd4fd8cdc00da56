/**
 * What is asked about the test digits: what the network reads in all of them, now and then while it
 * trains, and the pictures of those on the wall.
 *
 * @import {Conversation} from "../../../server/session.js"
 * @import {DescentAction, DescentState} from "../state.js"
 * @import {Action, State} from "../../../state/page.js"
 * @import {Store} from "../../../state/store.js"
 */

import { newestWins } from "../../../server/client.js";
import { descentApi } from "../../../server/descent_api.js";
import { digitsApi } from "../../../server/digits_api.js";
import { wallOf } from "./state.js";

const ABOUT = "predictions";
/** Reading 10,000 digits takes as long as some hundred steps. */
const WHILE_TRAINING_MS = 1000;

export class PredictionQuestions {
  #asked = -1;
  #askedAt = 0;
  #timer = 0;
  #wall = "";

  /**
   * @param {Store<State, Action>} store
   * @param {Store<DescentState, DescentAction>} descent
   * @param {Conversation} conversation
   */
  constructor(store, descent, conversation) {
    this.store = store;
    this.descent = descent;
    this.askPredictions = newestWins(() => conversation.talk(() => this.#askPredictions(), ABOUT));
    this.askWall = newestWins(() => conversation.talk(() => this.#askWall(), "wall"));
  }

  /** Ask for what has changed since it was asked for last. */
  keep() {
    const { version, training, connection, session } = this.store.get();
    if (session === null || connection !== "ready") {
      return;
    }
    const since = performance.now() - this.#askedAt;
    if (version !== this.#asked) {
      clearTimeout(this.#timer);
      if (!training || since >= WHILE_TRAINING_MS) {
        this.#asked = version;
        this.#askedAt = performance.now();
        this.askPredictions();
      } else {
        this.#timer = setTimeout(() => this.keep(), WHILE_TRAINING_MS - since);
      }
    }
    const wall = wallOf(this.descent.get().learning).join();
    if (wall !== this.#wall) {
      this.#wall = wall;
      this.askWall();
    }
  }

  stop() {
    clearTimeout(this.#timer);
  }

  async #askPredictions() {
    const { session } = this.store.get();
    if (session !== null) {
      const predictions = await descentApi.predictions(session.id);
      this.descent.dispatch({ type: "predictionsArrived", predictions });
    }
  }

  async #askWall() {
    const { learning } = this.descent.get();
    const missing = wallOf(learning).filter((index) => !learning.pictures.has(index));
    if (missing.length > 0) {
      const digits = await digitsApi.digitsAt("test", missing);
      this.descent.dispatch({ type: "picturesArrived", digits });
    }
  }
}
