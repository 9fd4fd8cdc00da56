"""What axe-core finds on a page that keeps somebody out."""

from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from tests.browser.support.playground import Playground

AXE: Final = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
# The rule "region" takes two fifths of all the time and is a moderate one, which do not count here.
RUN: Final = """async (parts) => {
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  const { violations } = await axe.run(parts ?? document, {
    resultTypes: ["violations"],
    rules: { region: { enabled: false } },
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}"""


class Audit:
    """A page in one theme, with axe-core on it."""

    def __init__(self, playground: Playground, theme: str) -> None:
        assert AXE.is_file(), "Expected axe-core in node_modules: make lint-browser installs it"
        self.playground = playground
        playground.page.evaluate(AXE.read_text("utf-8"))
        if theme == "light":
            playground.press("theme")
        expect(playground.page.locator("html")).to_have_attribute("data-theme", theme)

    def faults(self, *parts: str) -> list[str]:
        """Return what is serious or critical, in parts of the page if selectors name them."""
        found: list[str] = self.playground.page.evaluate(
            RUN, {"include": list(parts)} if parts else None
        )
        return found
