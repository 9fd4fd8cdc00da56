/**
 * What is fetched on demand: files and stylesheets of static/, and parts of the page. Bundled files
 * have other addresses than their sources; the page lists them. */

/** The address of a file of static/. @type {(path: string) => string} */
export function addressOf(path) {
  const addresses = JSON.parse(document.documentElement.dataset.files || "{}");
  return addresses[path] ?? `/static/${path}`;
}

/** @type {Map<string, Promise<void>>} the stylesheets that were added, by their paths */
const styles = new Map();

/** Add a stylesheet of static/ to the page, once, and wait for it.
 * @type {(path: string) => Promise<void>} */
export function loadStyle(path) {
  const loaded = styles.get(path) ?? addStyle(path);
  styles.set(path, loaded);
  loaded.catch(() => styles.delete(path)); // The next one who needs it tries again.
  return loaded;
}

/** @type {(path: string) => Promise<void>} */
function addStyle(path) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = addressOf(path);
  const loaded = new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve(undefined));
    link.addEventListener("error", () => reject(new Error(`Expected ${link.href}`)));
  });
  document.head.append(link);
  return loaded;
}

/** Add stylesheets of static/css, named without their ending.
 * @type {(names: string[]) => Promise<void>} */
export async function loadStyles(names) {
  await Promise.all(names.map((name) => loadStyle(`css/${name}.css`)));
}

const MISSING = "filemissing";
const CAME = "filecame";

/** Have the page say that a file could not be loaded.
 * @type {(what: string) => void} `what` begins a sentence, like "The code" */
export const sayMissing = (what) => announce(MISSING, what);

/** Have the page say so no longer: the file is there. @type {(what: string) => void} */
export const sayCame = (what) => announce(CAME, what);

/** @type {(news: string, what: string) => void} */
function announce(news, what) {
  dispatchEvent(new CustomEvent(news, { detail: what }));
}

/** @type {(listeners: {missing: (what: string) => void, came: (what: string) => void}) => void} */
export function onFiles({ missing, came }) {
  addEventListener(MISSING, (event) => event instanceof CustomEvent && missing(event.detail));
  addEventListener(CAME, (event) => event instanceof CustomEvent && came(event.detail));
}

/** A part of the page that is fetched when it is wanted; the page says where it does not come.
 * @template T */
export class OnDemand {
  /** @type {T | null} null until it is there */
  value = null;
  #coming = false;

  /** @param {string} what it is, as the page says that it is missing
   * @param {() => Promise<T>} fetch
   * @param {(value: T) => void} onReady */
  constructor(what, fetch, onReady) {
    this.what = what;
    this.fetch = fetch;
    this.onReady = onReady;
  }

  /** Get it, or start to fetch it; a failed fetch is tried again the next time.
   * @returns {T | null} null while it is on its way */
  want() {
    if (this.value === null && !this.#coming) {
      this.#coming = true;
      this.#fetch();
    }
    return this.value;
  }

  async #fetch() {
    try {
      this.value = await this.fetch();
    } catch {
      sayMissing(this.what);
      return;
    } finally {
      this.#coming = false;
    }
    sayCame(this.what);
    this.onReady(this.value);
  }
}
