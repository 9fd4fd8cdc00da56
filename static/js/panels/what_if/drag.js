/** Dragging a neuron or a weight in the network's picture up or down. A mouse or pen drags whatever
 * it is pressed on; a finger only what is selected already, so that it can still scroll the page.
 * @import {Range} from "./quantity.js"
 * @typedef {object} Hold
 * @property {Layout} layout @property {number[]} layers @property {Quantity} quantity
 * @property {number} value its present value
 * @property {Range} range
 * @typedef {{onTake: (item: Item) => void, onMove: (value: number) => void, onPutBack: () => void}}
 *   HoldActions */

import { pointOf } from "../../kit/size.js";
import { gripOf, itemUnder } from "../../network/layout.js";

/** The pixels from one end of the range to the other. */
const FULL_PIXELS = 260;
/** How near to the handle a pointer must be, in pixels. */
const REACH = { mouse: 12, pen: 12, touch: 26 };
/** A pointer that moves less than this does not drag. */
const STILL = 3;

/** @param {HTMLElement} element
 * @param {() => Hold | null} current null while nothing can be dragged
 * @param {HoldActions} actions */
export function listenForHolding(element, current, { onTake, onMove, onPutBack }) {
  /**
   * @type {{pointer: number, y: number, from: number, range: Range, moved: boolean, taken: boolean}
   *   | null} */
  let drag = null;

  element.addEventListener("pointerdown", (event) => {
    let hold = current();
    if (hold === null || drag !== null || !event.isPrimary || event.button !== 0) {
      return;
    }
    const taken = !isOn(hold, event);
    if (taken) {
      const { layout, layers } = hold;
      const { x, y } = pointOf(event);
      const item = itemUnder(layout, layers, x, y);
      if (item === null || event.pointerType === "touch") {
        return;
      }
      onTake(item);
      hold = current();
    }
    if (hold !== null) {
      const { value, range } = hold;
      drag = {
        pointer: event.pointerId,
        y: pointOf(event).y,
        from: value,
        range,
        moved: false,
        taken,
      };
      element.setPointerCapture(event.pointerId);
    }
  });
  // Dragging comes before pointing: hence while the event is captured.
  const follow = (/** @type {PointerEvent} */ event) => {
    if (drag === null || event.pointerId !== drag.pointer) {
      const hold = current();
      element.style.cursor = hold !== null && isOn(hold, event) ? "ns-resize" : "";
      return;
    }
    event.stopImmediatePropagation();
    const up = drag.y - pointOf(event).y;
    drag.moved ||= Math.abs(up) > STILL;
    if (drag.moved) {
      const step = (up / FULL_PIXELS) * (drag.range.to - drag.range.from);
      onMove(drag.from + Math.round(step * 100) / 100);
    }
  };
  element.addEventListener("pointermove", follow, { capture: true });
  element.addEventListener("pointerup", () => {
    // The click that follows must neither let go of what was taken nor pin what is under it now.
    if (drag?.moved || drag?.taken) {
      const swallow = (/** @type {Event} */ event) => event.stopImmediatePropagation();
      element.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => element.removeEventListener("click", swallow, { capture: true }));
    }
    drag = null;
  });
  element.addEventListener("pointercancel", () => {
    if (drag !== null) {
      drag = null;
      onPutBack();
    }
  });
  // A finger that drags must not scroll the page.
  element.addEventListener(
    "touchstart",
    (event) => {
      const hold = current();
      const [touch] = event.touches;
      const { left, top } = element.getBoundingClientRect();
      const at = {
        offsetX: touch.clientX - left,
        offsetY: touch.clientY - top,
        pointerType: "touch",
      };
      if (hold !== null && event.touches.length === 1 && isOn(hold, at)) {
        event.preventDefault();
      }
    },
    { passive: false },
  );
}

/**
 * @type {(hold: Hold, pointer: {offsetX: number, offsetY: number, pointerType: string}) => boolean}
 */
function isOn({ layout, layers, quantity }, pointer) {
  const at = pointOf(pointer);
  const [x, y, radius] = gripOf(layout, layers, quantity);
  const reach = pointer.pointerType === "touch" ? REACH.touch : REACH.mouse;
  return Math.hypot(at.x - x, at.y - y) <= Math.max(reach, radius + 4);
}
