/** Says so where a browser is too old for the page, which would look alive there and do nothing. A
 * script of its own, in the language of 2015: those browsers cannot read the others. */
{
  const canvas = window.CanvasRenderingContext2D && CanvasRenderingContext2D.prototype;
  const isNewEnough =
    "noModule" in document.createElement("script") &&
    "OffscreenCanvas" in window && // Safari 16.4, Firefox 105
    "AbortSignal" in window &&
    "timeout" in AbortSignal && // Chrome 103
    "roundRect" in canvas && // Firefox 112
    "findLastIndex" in Array.prototype;
  if (!isNewEnough) {
    const words = document.createElement("p");
    words.className = "message";
    words.setAttribute("role", "alert");
    words.textContent =
      "This browser is too old for Nudge. It needs Chrome or Edge 109, Firefox 115, Safari 16.4, " +
      "iOS or iPadOS 16.4, or a newer one.";
    document.body.textContent = "";
    document.body.appendChild(words);
  }
}
