/** The seat's first and smallest script: where one of the page's files does not come, it says so and
 * has the page come again. Three hundred phones arrive within seconds on one Wi-Fi: not all at once. */
{
  const PAUSE_MS = 1500;
  let timer = 0;
  addEventListener(
    "error",
    ({ target }) => {
      if (target instanceof HTMLLinkElement || target instanceof HTMLScriptElement) {
        const message = document.getElementById("message");
        if (message !== null) {
          message.textContent = "This page could not be fetched whole. Trying again …";
        }
        clearTimeout(timer);
        timer = setTimeout(() => location.reload(), PAUSE_MS * (1 + Math.random()));
        addEventListener("online", () => location.reload(), { once: true });
      }
    },
    true, // Errors of elements do not bubble.
  );
}
