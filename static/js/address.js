/**
 * Every beat of every scene has an address, `/#walk/<beat>`, so that a lecturer can keep cues in
 * their slides; `/#walk` alone is the scene where it was left.
 */

import { DRAW_BEAT } from "./state.js";

const FORM = /^#([a-z]+)(?:\/([a-z0-9-]+))?$/;

/**
 * The scene and beat that an address names; the beat is null where it names the scene alone.
 * @param {string} hash
 * @returns {{scene: string, beat: string | null} | null}
 */
export function readAddress(hash) {
  const found = FORM.exec(hash);
  return found && { scene: found[1], beat: found[2] ?? null };
}

/** Browsers refuse to take many addresses in a short time: so only one at which the story rests. */
const REST_MS = 250;
let resting = 0;

/**
 * Put a beat's address into the address bar. An empty pad has none, but the address that a page was
 * opened with stays until its beat can be shown.
 * @param {string} scene
 * @param {string} beat
 */
export function writeAddress(scene, beat) {
  clearTimeout(resting);
  resting = setTimeout(() => {
    const address = `#${scene}/${beat}`;
    if (location.hash !== address && (beat !== DRAW_BEAT || location.hash === "")) {
      history.replaceState(null, "", address);
    }
  }, REST_MS);
}
