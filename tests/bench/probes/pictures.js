/**
 * Draws on a pad of the page's own making, and returns what its image code makes of each drawing:
 * 784 numbers. Drawings are lists of strokes of points on a pad whose side is 1.
 */
async ({ drawings, side }) => {
  const { listenForInk, BRUSH_RADIUS } = await import("/static/js/input/pad.js");
  const { inkPicture } = await import("/static/js/input/digit_image.js");
  const pad = document.createElement("div");
  pad.style.cssText = `position: absolute; left: 0; top: 0; width: ${side}px; height: ${side}px`;
  pad.setPointerCapture = () => {}; // there is no real pointer to capture
  document.body.append(pad);
  let strokes = [];
  listenForInk(
    pad,
    () => strokes,
    (ink) => {
      strokes = ink;
    },
  );
  const send = (type, [x, y]) =>
    pad.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, clientX: x * side, clientY: y * side, buttons: 1 }),
    );
  const pictures = drawings.map((drawing) => {
    strokes = [];
    for (const points of drawing) {
      send("pointerdown", points[0]);
      points.slice(1).forEach((point) => send("pointermove", point));
      send("pointerup", points.at(-1));
    }
    return Array.from(inkPicture(strokes, BRUSH_RADIUS).pixels);
  });
  pad.remove();
  return pictures;
}
