/** Notes when the page can be used, and what kept it busy until then; in milliseconds. */
(() => {
  const load = { ready: 0, longTasksEnd: [] };
  window.benchLoad = load;
  new MutationObserver((_, self) => {
    if (document.documentElement?.dataset.ready === "true") {
      load.ready = performance.now();
      self.disconnect();
    }
  }).observe(document, { attributeFilter: ["data-ready"], subtree: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      load.longTasksEnd.push(startTime + duration);
    }
  }).observe({ type: "longtask", buffered: true });
})();
