/**
 * Plays a scene's parts one after the other: what moves in a part comes to its end, the part stands
 * long enough to be read, and the next one is shown.
 *
 * @typedef {object} Moving
 * @property {boolean} isBusy whether it is still on its way, or waits for what it is to show
 * @property {() => void} play let it go on; from the beginning where it has ended
 * @property {() => void} pause
 * @property {() => void} finish let it be there at once
 *
 * @typedef {object} Played
 * @property {() => Moving | undefined} moving in the part shown
 * @property {() => boolean} isLast whether the part shown is
 * @property {() => void} goOn show the next part; after the last the first
 * @property {() => void} request ask for a frame
 */

/** How long a part stands when all of it has arrived. */
const READ_MS = 2400;

export class PartPlayer {
  playing = false;
  /** The timer of a part that stands; 0 while none does. */
  #standing = 0;

  /** @param {Played} played */
  constructor(played) {
    this.played = played;
  }

  /** Play on from the part shown, from the first one where the last has ended; or pause. */
  playOrPause() {
    const { moving, isLast, goOn, request } = this.played;
    if (this.playing) {
      this.pause();
      moving()?.pause();
      return;
    }
    this.playing = true;
    if (isLast() && !moving()?.isBusy) {
      goOn();
    } else {
      moving()?.play();
    }
    request();
  }

  /** Go on no further; what moves in the part arrives all the same. */
  pause() {
    this.playing = false;
    this.stood();
    this.played.request();
  }

  /** The part shown has stood for long enough, or another one is shown. */
  stood() {
    clearTimeout(this.#standing);
    this.#standing = 0;
  }

  /** To be called once a frame, after what moves has. */
  tick() {
    if (this.playing && this.#standing === 0 && !this.played.moving()?.isBusy) {
      this.#standing = setTimeout(() => this.#goOn(), READ_MS);
    }
  }

  #goOn() {
    this.stood();
    if (this.played.isLast()) {
      this.pause();
    } else {
      this.played.goOn();
    }
  }
}

/** Something that takes its time on the screen, and is there at once for whoever wants no motion. */

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
/** However long a frame has taken, or an answer that was waited for, no more of it is skipped. */
const LONGEST_FRAME_MS = 100;

export class Motion {
  /** From 0, nothing has moved, to 1, all has arrived. */
  progress = 1;
  #before = 0;
  #runs = false;

  /**
   * @param {number} duration in milliseconds
   * @param {() => void} request ask for a frame
   */
  constructor(duration, request) {
    this.duration = duration;
    this.request = request;
  }

  /** Whether it is on its way, or waits to begin; not while it pauses. */
  get isBusy() {
    return this.#runs;
  }

  start() {
    this.progress = CALM.matches ? 1 : 0;
    this.#go();
  }

  finish() {
    this.progress = 1;
    this.#runs = false;
  }

  /** Let it go on; from the beginning where it has ended. */
  play() {
    if (this.progress === 1) {
      this.start();
    } else {
      this.#go();
    }
  }

  pause() {
    this.#runs = false;
  }

  /** Let time pass; to be called once a frame. */
  tick() {
    if (!this.#runs) {
      return;
    }
    const now = performance.now();
    const passed = Math.min(LONGEST_FRAME_MS, now - this.#before);
    this.progress = Math.min(1, this.progress + passed / this.duration);
    this.#before = now;
    this.#runs = this.progress < 1;
    if (this.#runs) {
      this.request();
    }
  }

  #go() {
    this.#before = performance.now();
    this.#runs = true;
    this.request();
  }
}

/**
 * How far one of several things has come that move one after the other.
 * @param {number} progress of all of them, from 0 to 1
 * @param {number} place
 * @param {number} count
 */
export function inTurn(progress, place, count) {
  return Math.min(1, Math.max(0, progress * count - place));
}

/** What the beats share in which something moves: it starts when they are shown. */

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
