"""What is cut off on a page."""

from tests.browser.support.playground import FRAMES, Playground

FRAMES_TO_COME_TO_REST = 60

# Whatever is shown and can be pressed, read or drawn on, with what keeps it from being whole.
FAULTS = """(whole) => {
  const faults = [];
  const { clientWidth, clientHeight, scrollWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    faults.push(`the page is ${scrollWidth} wide`);
  }
  for (const element of document.querySelectorAll("button, select, input, output, canvas, p, dd")) {
    if (element.closest(".visually-hidden") || !element.checkVisibility()) {
      continue;
    }
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const inside = left >= -0.5 && right <= clientWidth + 0.5
      && (!whole || (top >= -0.5 && bottom <= clientHeight + 0.5));
    if (!inside) {
      const name = element.id || element.textContent.trim() || element.className;
      faults.push(`${name} at ${[left, top, right, bottom].map(Math.round)}`);
    }
  }
  return faults;
}"""


def lasting_faults(playground: Playground, whole: bool) -> list[str]:
    """Return what is still cut off once the page has had time to fit its formulas."""
    found: list[str] = playground.page.evaluate(FAULTS, whole)
    if found:
        playground.page.evaluate(FRAMES, FRAMES_TO_COME_TO_REST)
        found = playground.page.evaluate(FAULTS, whole)
    return found
