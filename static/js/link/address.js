/**
 * The address bar: `#walk/cost?digit=test-3` is a beat of a scene, so that a lecturer can keep cues
 * in their slides, with the settings that make it the same on another page. `#walk` alone is the
 * scene where it was left. */

const FORM = /^#([a-z]+)(?:\/([a-z0-9-]+))?(?:\?(.*))?$/;
/** What a sentence around an address leaves at its end. */
const TRAILING = /(?:[\s.,;:!?)\]}>"'’”»…]|%(?:20|22|29|2[CE]|3[ABE]|5D|7D))+$/i;
/** Hyphens as programs for text put them, and what cannot be seen where they break a line. */
const HYPHENS = /[\u2010-\u2015\u2212]/g;
const UNSEEN = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** The scene and beat that an address names; the beat is null where it names the scene alone. It may
 * have come through a mail program or a slide.
 * @type {(hash: string) => {scene: string, beat: string | null, settings: string} | null} */
export function readAddress(hash) {
  const whole = hash.includes("?") ? hash : decoded(hash);
  const [path, ...settings] = whole.replace(TRAILING, "").split("?");
  const name = decoded(path)
    .replace(UNSEEN, "")
    .replace(HYPHENS, "-")
    .replace(/^#[#/!]+/, "#")
    .replace(/[/]+$/, "")
    .toLowerCase();
  const found = FORM.exec([name, ...settings].join("?").replaceAll("&amp;", "&"));
  return found && { scene: found[1], beat: found[2] ?? null, settings: found[3] ?? "" };
}

/** What was encoded, even twice; as it is where that cannot be. @type {(text: string) => string} */
function decoded(text) {
  try {
    return decodeURIComponent(decodeURIComponent(text));
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
