/**
 * Notes the way of each stroke, all in the page's own time: the last pointer event that brought ink,
 * the last change of the answer in the document, the frame after that, and when the frame that
 * shows it had been painted.
 */
(() => {
  const stroke = { event: 0, document: 0, frame: 0, painted: 0 };
  window.benchStroke = stroke;

  // A page may act on a move before the frame in which `pointermove` tells of it.
  for (const move of ["pointerrawupdate", "pointermove"]) {
    addEventListener(
      move,
      ({ buttons, timeStamp }) => {
        if (buttons !== 0 && timeStamp > stroke.event) {
          Object.assign(stroke, { event: timeStamp, document: 0, frame: 0, painted: 0 });
        }
      },
      { capture: true },
    );
  }

  const observer = new MutationObserver(() => {
    Object.assign(stroke, { document: performance.now(), frame: 0, painted: 0 });
    requestAnimationFrame(() => {
      stroke.frame ||= performance.now();
    });
  });
  addEventListener("DOMContentLoaded", () => {
    for (const answer of document.querySelectorAll("[data-testid=prediction], #outputs tbody")) {
      observer.observe(answer, { childList: true, characterData: true, subtree: true });
    }
  });

  // A message that is sent while a frame is being drawn arrives once it has been painted.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data === stroke.document) {
      stroke.painted ||= performance.now();
    }
  };
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    if (stroke.document !== 0 && this.canvas.id === "network-view") {
      port2.postMessage(stroke.document);
    }
    return clearRect.apply(this, area);
  };
})();
