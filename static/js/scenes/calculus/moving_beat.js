/** What the beats share in which something moves: it starts when they are shown. */

/** @import {Motion} from "./motion.js" */

export class MovingBeat {
  /** @param {Motion} motion */
  constructor(motion) {
    this.motion = motion;
  }

  show() {
    this.motion.start();
    this.update();
  }

  hide() {
    this.motion.finish();
  }

  /** Draw it as it is now: each beat in its own way. */
  update() {}
}
