/**
 * A canvas's context with as many pixels as the screen has, in units of the page divided by `unit`.
 * @param {HTMLCanvasElement} canvas
 * @param {number} unit
 * @param {number} [ratio] pixels of the canvas for one of the page; the screen's where left out
 * @returns {CanvasRenderingContext2D}
 */
export function scaled(canvas, unit, ratio = devicePixelRatio) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((side) =>
    Math.round(side * ratio),
  );
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio * unit, 0, 0, ratio * unit, 0, 0);
  return context;
}
