/**
 * Every beat has an address, `/#walk/<beat>`, so that a lecturer can keep cues in their slides.
 */

const FORM = /^#([a-z]+)\/([a-z0-9-]+)$/;

/**
 * The scene and beat that an address names.
 * @param {string} hash
 * @returns {{scene: string, beat: string} | null}
 */
export function readAddress(hash) {
  const found = FORM.exec(hash);
  return found && { scene: found[1], beat: found[2] };
}

/**
 * @param {string} scene
 * @param {string} beat
 */
export function addressOf(scene, beat) {
  return `#${scene}/${beat}`;
}
