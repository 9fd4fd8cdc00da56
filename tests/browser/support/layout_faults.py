"""What is cut off on a page, and what lies over something else."""

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

# Pairs of visible texts that lie over each other by more than a letter's edge. A formula is one.
TEXTS_OVER_TEXTS = """() => {
  const boxes = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (texts.nextNode()) {
    const { parentElement: parent, data } = texts.currentNode;
    const owner = parent.closest(".katex") ?? parent;
    const isHidden = parent.closest(".visually-hidden, .skip, dialog, option, svg") !== null
      || !owner.checkVisibility({ visibilityProperty: true });
    // A dot stands where a head has no room.
    if (isHidden || seen.has(owner) || /^[\\s·]*$/.test(data)) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(owner === parent ? texts.currentNode : owner);
    if (owner !== parent) {
      seen.add(owner);
    }
    const clips = [];
    let stays = false; // From under what stays where it is, all else can be scrolled away.
    for (let around = owner; around !== document.body; around = around.parentElement) {
      const { overflowY, position } = getComputedStyle(around);
      stays ||= position === "fixed" || position === "sticky";
      if (overflowY !== "visible") {
        clips.push(around.getBoundingClientRect());
      }
    }
    const whole = owner === parent ? [...range.getClientRects()] : [range.getBoundingClientRect()];
    for (const line of stays ? [] : whole) {
      // A line is higher than its letters.
      const ink = { left: line.left, right: line.right };
      ink.top = line.top + line.height / 5;
      ink.bottom = line.bottom - line.height / 5;
      const most = (side) => Math.max(...[ink, ...clips].map((box) => box[side]));
      const least = (side) => Math.min(...[ink, ...clips].map((box) => box[side]));
      const box = { left: most("left"), right: least("right") };
      Object.assign(box, { top: most("top"), bottom: least("bottom") });
      if (box.right - box.left > 2 && box.bottom - box.top > 2) {
        boxes.push({ name: data.trim().slice(0, 30), owner, ...box });
      }
    }
  }
  const by = (a, b, low, high) => Math.min(a[high], b[high]) - Math.max(a[low], b[low]);
  const found = [];
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      const across = by(a, b, "left", "right");
      const down = by(a, b, "top", "bottom");
      if (a.owner !== b.owner && across > 2 && down > 3) {
        found.push(`"${a.name}" over "${b.name}" by ${Math.round(across)} x ${Math.round(down)}`);
      }
    }
  });
  return found;
}"""


def lasting_faults(playground: Playground, whole: bool) -> list[str]:
    """Return what is still cut off once the page has had time to fit its formulas."""
    found: list[str] = playground.page.evaluate(FAULTS, whole)
    if found:
        playground.page.evaluate(FRAMES, FRAMES_TO_COME_TO_REST)
        found = playground.page.evaluate(FAULTS, whole)
    return found
