/** What the beats share in which something moves: it starts when they are shown, Space replays it. */

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

  /**
   * @param {string} name
   * @returns {boolean}
   */
  command(name) {
    if (name === "playOrPause") {
      this.motion.toggle();
      return true;
    }
    return false;
  }

  /** Draw it as it is now: each beat in its own way. */
  update() {}
}
