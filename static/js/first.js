/** The page's first and smallest script. While the others are on their way, it asks for what they
 * will need; and where one of them does not come, only this one can say so. */
{
  const headers = { "Content-Type": "application/json" };
  /** What the page left in this tab, where somebody comes back to it: loads it again, goes back or
   * forward. link/tab_memory.js has written it, link/address.js the word in the history. */
  const left = (() => {
    try {
      const written = JSON.parse(sessionStorage.getItem("nudge") ?? "null");
      // The address may have been written after the browser had begun to load the page again.
      const [arrival] = performance.getEntriesByType("navigation");
      const isReload = /** @type {PerformanceNavigationTiming} */ (arrival)?.type === "reload";
      const isBack = isReload || history.state === "written" || location.hash === written?.hash;
      return isBack ? written : null;
    } catch {
      return null; // Storage may be forbidden.
    }
  })();
  /** What is asked already, by method, path and body: server/client.js takes the answers. */
  const early = new Map([["GET /api/options ", fetch("/api/options")]]);
  if (left === null) {
    const body = "{}";
    early.set("POST /api/sessions {}", fetch("/api/sessions", { method: "POST", headers, body }));
  }
  for (const answer of early.values()) {
    answer.catch(() => {}); // Whoever takes it sees that it failed.
  }
  Object.assign(globalThis, { early, left });

  /** @type {(what: string) => void} */
  const say = (what) => {
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Load again";
    again.addEventListener("click", () => location.reload());
    const message = document.getElementById("message");
    message?.replaceChildren(`${what} could not be fetched from the server. `, again);
    message?.removeAttribute("hidden");
  };

  /** @type {(event: Event) => void} */
  const look = ({ target }) => {
    const isStyle = target instanceof HTMLLinkElement && target.rel === "stylesheet";
    if (!isStyle && !(target instanceof HTMLScriptElement)) {
      return; // What was only asked for early is asked for again.
    }
    const what = isStyle ? "A stylesheet of the page" : "The page's program";
    // Where main.js comes, it says so too: by the one if it comes later, by the other if it is here.
    document.documentElement.dataset.missing = what;
    dispatchEvent(new CustomEvent("filemissing", { detail: what }));
    if (document.readyState === "loading") {
      addEventListener("DOMContentLoaded", () => say(what));
    } else {
      say(what);
    }
  };
  addEventListener("error", look, true); // Errors of elements do not bubble.
}
