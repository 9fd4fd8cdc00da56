"""What is cut off on a page."""

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
