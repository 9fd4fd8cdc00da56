/**
 * The address bar: `#walk/cost?digit=test-3` is a beat of a scene, so that a lecturer can keep cues
 * in their slides, with the settings that make it the same on another page. `#walk` alone is the
 * scene where it was left. */

const FORM = /^#([a-z]+)(?:\/([a-z0-9-]+))?(?:\?(.*))?$/;
/** What a sentence around an address leaves at its end. */
const TRAILING = /[\s.,;:!?)\]}>"'’”»…]+$/;
/** Hyphens as programs for text put them, and what cannot be seen where they break a line. */
const HYPHENS = /[\u2010-\u2015\u2212]/g;
const UNSEEN = /[^\S ]|[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const AMPERSANDS = /&(?:(?:amp|#38|#x26);)+/gi;
/** Mail programs encode what is encoded already; none was seen to do so more often. */
const MOST_TIMES_ENCODED = 4;

/** The scene and beat that an address names; the beat is null where it names the scene alone. It may
 * have come through a mail program or a slide. No value of a setting holds what parts settings, so
 * those are parted by an "&" or "=" that was encoded, too.
 * @type {(hash: string) => {scene: string, beat: string | null, settings: string} | null} */
export function readAddress(hash) {
  const whole = decoded(hash).replace(UNSEEN, "").replace(HYPHENS, "-").replace(TRAILING, "");
  const [path, ...settings] = whole.replace(AMPERSANDS, "&").split("?");
  const name = path
    .replaceAll(" ", "")
    .replace(/^#[#/!]+/, "#")
    .replace(/[/]+$/, "")
    .toLowerCase();
  const found = FORM.exec([name, ...settings].join("?"));
  return found && { scene: found[1], beat: found[2] ?? null, settings: found[3] ?? "" };
}

/** What was encoded, however often; as it is where that cannot be.
 * @type {(text: string, times?: number) => string} */
function decoded(text, times = MOST_TIMES_ENCODED) {
  try {
    return times === 0 ? text : decoded(decodeURIComponent(text), times - 1);
  } catch {
    return text;
  }
}

/** Browsers refuse to take many addresses in a short time: so only one at which the page rests. */
const REST_MS = 250;
/** What an address that the page has written itself is known by among those in its history. */
const WRITTEN = "written";
let resting = 0;
/** @type {() => string | null} */
let addressNow = () => null;

/** Let the address bar follow the page.
 * @param {() => string | null} now the page's address; null while it is on its way to another */
export function keepAddress(now) {
  addressNow = now;
}

/** Something has changed that the address may hold. */
export function touchAddress() {
  if (resting === 0) {
    const before = addressNow();
    resting = setTimeout(() => {
      resting = 0;
      if (addressNow() === before) {
        put(before);
      } else {
        touchAddress();
      }
    }, REST_MS);
  }
}

/** The address of what the page shows now; null while it is on its way to something else. */
export const shownAddress = () => addressNow();

/** A link to what the page shows now. */
export function currentLink() {
  put(addressNow());
  return location.href;
}

/** @type {(address: string | null) => void} */
function put(address) {
  if (address !== null && location.hash !== address) {
    history.replaceState(WRITTEN, "", address);
  }
}

/** Follow the address to begin with, and all that are gone to from now on.
 * @param {string} first
 * @param {(hash: string, isNew: boolean) => Promise<void>} follow `isNew` is false where somebody
 *   goes back to what the page has shown: what has changed since stays
 * @returns {Promise<void>} until the first has been arrived at */
export function followAddress(first, follow) {
  addEventListener("blur", currentLink); // Somebody may go to the address bar to copy it.
  addEventListener("popstate", ({ state }) => follow(location.hash, state !== WRITTEN));
  return follow(first, true);
}
