"""What must not happen on a page while it is used."""

import re
from urllib.parse import urlsplit
from weakref import WeakSet

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  console.error(`The policy forbids ${violatedDirective} ${blockedURI}`);
});
"""

GIVEN_UP = re.compile(r"/(landscape|average|directions|check/all|favicon\.svg) net::ERR_ABORTED$")
"""Long answers that the page itself ends when it no longer wants them, and the icon that a browser
no longer wants where the page is loaded again."""


REPORTING: WeakSet[Page] = WeakSet()
"""The tabs that report breaches of the policy already."""


class Watch:
    """Collects errors, dialogs, failed requests, breaches of policy, and what asks other hosts."""

    def __init__(self, page: Page, url: str) -> None:
        self._host = urlsplit(url).netloc
        self.begin()
        if page not in REPORTING:
            page.add_init_script(REPORT_VIOLATIONS)
            REPORTING.add(page)
        self.heard = {
            "console": self._on_console,
            "pageerror": lambda error: self._problems.append(f"Uncaught: {error}"),
            "dialog": self._on_dialog,
            "requestfailed": self._on_failed,
            "request": self._on_request,
        }
        for event, hear in self.heard.items():
            page.on(event, hear)

    def begin(self) -> None:
        """Watch for another test: what happened before is no longer minded."""
        self._problems: list[str] = []
        self._provoked: list[str] = []
        self._tolerated: list[str] = []

    def provoked(self, pattern: str) -> None:
        """Expect problems that match: the test brings them about on purpose."""
        self._provoked.append(pattern)

    def tolerate(self, pattern: str) -> None:
        """Mind no problems that match: the test may bring them about, or not."""
        self._tolerated.append(pattern)

    def problems(self) -> list[str]:
        """Return all that happened and should not have, and what was provoked but did not come."""
        return [
            problem
            for problem in self._problems
            if not any(
                re.search(pattern, problem) for pattern in (*self._provoked, *self._tolerated)
            )
        ] + [
            f"Expected something like {pattern!r}, but it did not come"
            for pattern in self._provoked
            if not any(re.search(pattern, problem) for problem in self._problems)
        ]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self._problems.append(f"Console: {message.text} ({where})")

    def _on_dialog(self, dialog: Dialog) -> None:
        self._problems.append(f"Dialog: {dialog.message}")
        dialog.dismiss()

    def _on_failed(self, request: Request) -> None:
        failure = f"Failed: {request.method} {request.url} {request.failure}"
        if not GIVEN_UP.search(failure):
            self._problems.append(failure)

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self._host:
            self._problems.append(f"Another host: {request.method} {request.url}")
