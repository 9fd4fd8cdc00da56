/**
 * What is fetched on demand: files and stylesheets of static/, and parts of the page. Bundled files
 * have other addresses than their sources; the page lists them. */

import { troubles } from "./troubles.js";
import { fileFailing, fileMissing } from "./words.js";

/** The address of a file of static/. @type {(path: string) => string} */
export function addressOf(path) {
  const addresses = JSON.parse(document.documentElement.dataset.files || "{}");
  return addresses[path] ?? `static/${path}`;
}

/** @type {Map<string, Promise<void>>} the stylesheets that were added, by their paths */
const styles = new Map();

/** Add a stylesheet of static/ to the page, once, and wait for it.
 * @type {(path: string) => Promise<void>} */
export function loadStyle(path) {
  const loaded = styles.get(path) ?? addStyle(path);
  styles.set(path, loaded);
  loaded.catch(() => styles.delete(path)); // It is tried again.
  return loaded;
}

/** @type {(path: string) => Promise<void>} */
function addStyle(path) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.dataset.own = ""; // It is fetched again from here, not by first.js.
  link.href = addressOf(path);
  /** @type {Promise<void>} */
  const loaded = new Promise((resolve, reject) => {
    const miss = () => {
      link.remove(); // Another one takes its place.
      reject(new FileMissing(`Expected ${link.href}`));
    };
    link.addEventListener("error", miss);
    // What comes in place of a stylesheet, like a page to log in, is taken for an empty one.
    link.addEventListener("load", () => (link.sheet?.cssRules.length === 0 ? miss() : resolve()));
  });
  document.head.append(link);
  return loaded;
}

/** Add stylesheets of static/css, named without their ending.
 * @type {(names: string[]) => Promise<void>} */
export async function loadStyles(names) {
  await Promise.all(names.map((name) => loadStyle(`css/${name}.css`)));
}

/** Fetch a part of the page, as often as it takes. While it does not come, the page says so; where it
 * has come and fails by itself, too, and then its error is thrown.
 * @template T @param {string} what begins a sentence, like "The code"
 * @param {() => Promise<T>} fetch @returns {Promise<T>} */
export async function untilItComes(what, fetch) {
  for (let attempt = 0; ; attempt++) {
    try {
      const came = await fetch();
      troubles.end(fetch);
      return came;
    } catch (error) {
      if (!isOfFetching(error)) {
        troubles.begin(fetch, fileFailing(what), true);
        throw error;
      }
      troubles.begin(fetch, fileMissing(what), true);
      await troubles.pause(attempt);
    }
  }
}

/** Where a module, or what it imports, does not come, browsers throw a TypeError, each in its own
 * words: "Failed to fetch dynamically imported module", "error loading dynamically imported module",
 * "Importing a module script failed". @type {(error: unknown) => boolean} */
const isOfFetching = (error) =>
  error instanceof FileMissing ||
  error instanceof DOMException || // of a font
  (error instanceof TypeError && /import\S* (a )?module/i.test(error.message));

class FileMissing extends Error {}

/** Part of the page, which is fetched once for all who ask for it. @template T */
export class OnDemand {
  /** @type {T | null} null until it is there */
  value = null;
  /** @type {Promise<T> | null} */
  #coming = null;

  /** @param {string} what begins a sentence, like "This panel"
   * @param {() => Promise<T>} fetch @param {(value: T) => void} onReady */
  constructor(what, fetch, onReady = () => {}) {
    this.what = what;
    this.fetch = fetch;
    this.onReady = onReady;
  }

  /** Get it, or start to fetch it. @returns {T | null} null while it is on its way */
  want() {
    this.comes();
    return this.value;
  }

  /** Get it once it is there. @returns {Promise<T>} */
  comes() {
    this.#coming ??= this.#fetch();
    return this.#coming;
  }

  async #fetch() {
    this.value = await untilItComes(this.what, this.fetch);
    this.onReady(this.value);
    return this.value;
  }
}
