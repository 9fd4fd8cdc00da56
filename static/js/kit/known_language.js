/** What draws the charts asks `Intl` for the browser's language as soon as it is read, and some browsers
 * name one that `Intl` does not know, like "C" or "en-US@posix": then it is the page's own. */

try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en", configurable: true });
}
