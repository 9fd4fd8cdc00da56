/** The screen stays on while a phone follows, where the browser can do that: on trusted addresses. */
export function keepAwake() {
  const { wakeLock } = navigator;
  if (wakeLock === undefined) {
    return;
  }
  let isHeld = false;
  const hold = async () => {
    if (document.hidden || isHeld) {
      return;
    }
    const held = await wakeLock.request("screen").catch(() => null); // The battery may be low.
    isHeld = held !== null;
    held?.addEventListener("release", () => (isHeld = false));
  };
  document.addEventListener("visibilitychange", hold);
  addEventListener("pointerdown", hold);
  hold();
}
