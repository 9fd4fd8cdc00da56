/**
 * Notes the way of each stroke, all in the page's own time: the last pointer event that brought ink,
 * the last change of the answer in the document, the start of the first frame that draws the network
 * with it, and when that frame had been painted.
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
  let isDrawn = false;
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    isDrawn ||= this.canvas.id === "network-view";
    return clearRect.apply(this, area);
  };

  // The document and the network are changed by the same frame, and the observer is told of it when
  // the frame's function is over: so it is only then asked what the frame has drawn.
  const { requestAnimationFrame } = window;
  window.requestAnimationFrame = (draw) =>
    requestAnimationFrame((now) => {
      const began = performance.now();
      isDrawn = false;
      draw(now);
      queueMicrotask(() => {
        if (isDrawn && stroke.document !== 0) {
          stroke.frame ||= began;
          port2.postMessage(stroke.document);
        }
      });
    });
})();
