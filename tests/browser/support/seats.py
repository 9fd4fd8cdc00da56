"""What is wrong with a page as it is seen from a seat.

Which text lies over which, what is cut off or too small to be read, what cannot be pressed.
"""

from pathlib import Path
from typing import Final

from playwright.sync_api import CDPSession, Page, ViewportSize

from tests.browser.support.playground import FRAMES, Playground

SEAT: Final = Path(__file__).with_name("seat.js")
"""Where it is run before the page's own scripts, it also sees what they write on canvases."""
FAULTS_OF_A_SEAT: Final = f"""(wanted) => {{
  {SEAT.read_text(encoding="utf-8")}
  for (const motion of document.getAnimations()) {{
    if (Number.isFinite(motion.effect.getComputedTiming().endTime)) {{
      motion.finish(); // What arrives may pass over something else.
    }}
  }}
  return seat.faults(wanted);
}}"""
TRANSLATED_NUMBERS: Final = f"""() => {{
  {SEAT.read_text(encoding="utf-8")}
  return seat.translatedNumbers();
}}"""
"""Those that a browser would change when it translates the page."""
# What is written where is told when it is asked for: to colour it takes a third of the time. Of one
# pixel the colour itself is asked.
UNPAINTED: Final = """
  const PAINTING = ["clearRect", "drawImage", "putImageData"].concat(
    ...["fill", "stroke"].map((how) => [how, `${how}Rect`, `${how}Text`]),
  );
  for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    for (const name of PAINTING) {
      const paint = prototype[name];
      prototype[name] = function (...given) {
        return this.canvas.width === 1 ? paint.apply(this, given) : undefined;
      };
    }
  }
"""
FROM_AFAR: Final = {"deviceScaleFactor": 1, "mobile": False, "scale": 0.1}
"""Nobody looks on: the window is laid out as it is, and its picture is a hundredth as large."""
FRAMES_TO_COME_TO_REST: Final = 60


def faults(page: Page, *, least: float = 0, whole: bool = False) -> list[str]:
    """Return what is wrong now.

    Letters must have `least` pixels; where the page is to be seen `whole`, nothing may have to be
    scrolled to.
    """
    found: list[str] = page.evaluate(FAULTS_OF_A_SEAT, {"least": least, "whole": whole})
    return found


def lasting_faults(playground: Playground, *, whole: bool = False) -> list[str]:
    """Return what is still wrong once the page has had time to fit its formulas."""
    found = faults(playground.page, whole=whole)
    if found:
        playground.page.evaluate(FRAMES, FRAMES_TO_COME_TO_REST)
        found = faults(playground.page, whole=whole)
    return found


def look_from_afar(page: Page, devtools: CDPSession, size: ViewportSize) -> None:
    """Lay a page out for a window of this size, with as little drawn of it as can be."""
    page.set_viewport_size(size)
    devtools.send("Emulation.setDeviceMetricsOverride", {**size, **FROM_AFAR})
