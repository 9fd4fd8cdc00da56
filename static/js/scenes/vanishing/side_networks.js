/** Both networks, as they are commanded together.
 * @import {Choice, Pair} from "./choices.js"
 * @import {Sides} from "./side_network.js" */

import { LESSONS, SIDES } from "./choices.js";
import { SideNetwork } from "./side_network.js";
import { isReady, isRunning } from "./state.js";

export class Networks {
  #isOpen = false;

  /** @param {Sides} sides */
  constructor(sides) {
    this.vanishing = sides.vanishing;
    this.all = { a: new SideNetwork("a", sides), b: new SideNetwork("b", sides) };
  }

  /** Have the networks that a part is about: its lesson's, or those that are there.
   * @type {(part: string) => void} */
  openFor(part) {
    const pair = LESSONS.get(part);
    if (pair !== undefined && this.vanishing.get().lesson !== part) {
      this.choose(pair, part);
    } else if (!this.#isOpen) {
      this.fresh();
    }
  }

  /** @type {(pair: Pair, lesson: string) => void} */
  choose(pair, lesson) {
    this.vanishing.dispatch({ type: "pairChosen", pair, lesson });
    this.fresh();
  }

  /** Both as they were drawn, before anything was learnt. */
  fresh() {
    this.#isOpen = true;
    for (const side of SIDES) {
      this.all[side].open();
    }
  }

  /** @type {(side: SideName, change: Partial<Choice>) => void} */
  change(side, change) {
    this.all[side].change(change);
  }

  /** What the buttons do that train both sides. */
  get pressed() {
    return {
      onPlay: () => this.playOrPause(),
      onStep: () => this.step(),
      onFresh: () => this.fresh(),
    };
  }

  playOrPause() {
    if (isRunning(this.vanishing.get())) {
      this.pause();
    } else {
      this.#send("start");
    }
  }

  step() {
    this.#send("step");
  }

  pause() {
    for (const side of SIDES) {
      this.all[side].send({ type: "pause" });
    }
  }

  /** A network whose numbers have run away is left as it is.
   * @type {(type: "start" | "step") => void} */
  #send(type) {
    const { sides } = this.vanishing.get();
    for (const side of SIDES) {
      if (isReady(sides[side])) {
        this.all[side].send({ type });
      }
    }
  }
}
