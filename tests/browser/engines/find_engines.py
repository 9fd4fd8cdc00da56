"""Find what tests need besides Chromium, or put it on the machine.

Firefox and WebKitGTK are for the core path, Redis or Valkey for sessions that outlive a process.

`python -m tests.browser.engines.find_engines --install` installs from the system's packages what
is not there. Where they cannot be had, it says so, and the tests are skipped; with `CI` set, they
fail instead.
"""

import argparse
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.browser.find_chromium import install_packages

FIREFOX: Final = (
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    r"%ProgramFiles%\Mozilla Firefox\firefox.exe",
)
FIREFOX_PACKAGE: Final = "firefox-esr"
WEBKIT_PACKAGES: Final = ("webkit2gtk-driver", "xvfb")
STORES: Final = ("valkey-server", "redis-server")


class WebKitPrograms(NamedTuple):
    """What has to be there for WebKitGTK: its driver, its browser, and a display for that."""

    driver: str
    browser: str
    display: str


def find_firefox() -> str | None:
    """Return the path of a Firefox, or None where there is none."""
    named = map(shutil.which, (FIREFOX_PACKAGE, "firefox"))
    installed = map(os.path.expandvars, FIREFOX)
    return next((path for path in (*named, *installed) if path and Path(path).is_file()), None)


def find_webkit() -> WebKitPrograms | None:
    """Return where WebKitGTK's programs are, or None where one is not."""
    found = (shutil.which("WebKitWebDriver"), next(_mini_browsers(), None), shutil.which("Xvfb"))
    driver, browser, display = found
    if driver is None or browser is None or display is None:
        return None
    return WebKitPrograms(driver, browser, display)


def find_store() -> str | None:
    """Return the path of a Valkey or Redis, or None where there is none."""
    return next(filter(None, map(shutil.which, STORES)), None)


def _mini_browsers() -> Iterator[str]:
    """Yield the paths of WebKitGTK's own browser, which is in no folder of commands."""
    for pattern in ("lib/*/webkit2gtk-*/MiniBrowser", "lib*/webkit2gtk-*/MiniBrowser"):
        yield from map(str, Path("/usr").glob(pattern))


def must_run() -> bool:
    """Return whether an engine that is not there is a fault, not a reason to skip its test."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def main() -> None:
    """Install what is not there where that was asked for; say what is still not there."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--install", action="store_true", help="install what is not there")
    is_wanted = parser.parse_args().install
    for name, find, packages, untested in (
        ("Firefox", find_firefox, (FIREFOX_PACKAGE,), "the page is not tested in it"),
        ("WebKitGTK", find_webkit, WEBKIT_PACKAGES, "the page is not tested in it"),
        ("Redis", find_store, ("redis-server",), "sessions are tested in memory only"),
    ):
        if is_wanted and find() is None:
            install_packages(*packages)
        if find() is None:
            print(f"{name} is not here ({' '.join(packages)}): {untested}.")


if __name__ == "__main__":
    main()
