/** The page's first and smallest script. While the others are on their way, it asks for what they
 * will need; and where one of them does not come, only this one can say so. */
{
  const headers = { "Content-Type": "application/json" };
  /** What the page left in this tab, where somebody comes back to it: loads it again, goes back or
   * forward. link/tab_memory.js has written it, link/address.js the word in the history. */
  const left = (() => {
    if (document.documentElement.dataset.embed !== undefined) {
      // Each frame of a tab shows what its own address names; a phone's in a room, on its network.
      const id = new URLSearchParams(location.search).get("room");
      return id && { session: { id }, hash: location.hash, left: true, viewer: {} };
    }
    try {
      const written = JSON.parse(sessionStorage.getItem(`nudge ${location.pathname}`) ?? "null");
      const [arrival] = performance.getEntriesByType("navigation");
      const isReload = /** @type {PerformanceNavigationTiming} */ (arrival)?.type === "reload";
      if (isReload && written !== null) {
        written.hash = location.hash; // It may have been written after the loading had begun.
      }
      const isBack = isReload || history.state === "written" || location.hash === written?.hash;
      return isBack ? written : null;
    } catch {
      return null; // Storage may be forbidden.
    }
  })();
  /** What is asked already, by method, path and body: server/client.js takes the answers. */
  const early = new Map([["GET api/options ", fetch("api/options")]]);
  if (left === null) {
    const body = "{}";
    early.set("POST api/sessions {}", fetch("api/sessions", { method: "POST", headers, body }));
  }
  for (const answer of early.values()) {
    answer.catch(() => {}); // Whoever takes it sees that it failed.
  }
  Object.assign(globalThis, { early, left });

  const PAUSE_MS = 1000;
  const LONGEST_PAUSE_MS = 8000;
  const root = document.documentElement;
  /** @type {Map<string, string>} what is missing, by its address */
  const missing = new Map();

  /** Say what is missing, or no longer say it. Once main.js is here it listens, and says it. */
  const say = () => {
    const [what = ""] = missing.values();
    root.dataset.missing = what;
    if (!dispatchEvent(new CustomEvent("filemissing", { cancelable: true }))) {
      return;
    }
    const message = document.getElementById("message");
    if (what === "") {
      message?.setAttribute("hidden", "");
    } else {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = "Load again";
      again.addEventListener("click", () => location.reload());
      message?.replaceChildren(
        `${what} could not be fetched from the server. Trying again. `,
        again,
      );
      message?.removeAttribute("hidden");
    }
  };

  /** Put a copy in the place of a file's element: so it is fetched again. A browser runs no script
   * twice, so its copy is made by hand.
   * @type {(element: HTMLLinkElement | HTMLScriptElement, attempt: number) => void} */
  const fetchAgain = (element, attempt) => {
    const copy = document.createElement(element.localName);
    for (const { name, value } of element.attributes) {
      copy.setAttribute(name, value);
    }
    copy.dataset.attempt = String(attempt + 1);
    copy.addEventListener("load", () => {
      if (!isEmptyStyle(copy)) {
        missing.delete(addressOf(element));
        say();
      }
    });
    element.replaceWith(copy);
  };

  /** @type {(element: HTMLLinkElement | HTMLScriptElement) => string} */
  const addressOf = (element) => ("src" in element ? element.src : element.href);

  /** What comes in place of a stylesheet, like a page to log in, is taken for an empty one.
   * @type {(element: EventTarget | null) => boolean} */
  const isEmptyStyle = (element) =>
    element instanceof HTMLLinkElement && element.sheet?.cssRules.length === 0;

  /** @type {(event: Event) => void} */
  const look = ({ target }) => {
    const isStyle =
      target instanceof HTMLLinkElement &&
      target.rel === "stylesheet" &&
      target.dataset.own === undefined;
    if (!isStyle && !(target instanceof HTMLScriptElement)) {
      return; // What was only asked for early, or by a module, is asked for again by that.
    }
    missing.set(addressOf(target), isStyle ? "A stylesheet of the page" : "The page's program");
    const attempt = Number(target.dataset.attempt ?? 0);
    const pause = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** attempt) * (0.5 + Math.random());
    /** After the pause, or as soon as there is a line again. */
    const again = () => {
      clearTimeout(timer);
      removeEventListener("online", again);
      fetchAgain(target, attempt);
    };
    const timer = setTimeout(again, pause);
    addEventListener("online", again);
    if (document.readyState === "loading") {
      addEventListener("DOMContentLoaded", say);
    } else {
      say();
    }
  };
  addEventListener("error", look, true); // Errors of elements do not bubble.
  document.addEventListener("load", (event) => isEmptyStyle(event.target) && look(event), true);
}
