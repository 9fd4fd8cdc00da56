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
