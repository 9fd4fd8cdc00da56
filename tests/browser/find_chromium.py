"""Find a Chromium for the browser tests, or put one on the machine.

`python -m tests.browser.find_chromium` prints its path; with `--install` it installs one first
where there is none: the system's package where `apt-get` may be used, else Playwright's download.
The headless shell, the same engine without a window's surroundings, opens a page in two thirds of
the time, so it comes first.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SHELL = "chromium-headless-shell"
COMMANDS = (
    SHELL,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
)


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome, or None where there is none.

    `NUDGE_CHROMIUM` decides where it is set; then come the machine's own browsers, then one that
    Playwright has downloaded.
    """
    if chosen := os.environ.get("NUDGE_CHROMIUM"):
        if not Path(chosen).is_file():
            message = f"Expected NUDGE_CHROMIUM to name a browser, but got {chosen!r}."
            raise FileNotFoundError(message)
        return chosen
    return next(_candidates(), None)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    for application in APPLICATIONS:
        path = os.path.expandvars(application)
        if Path(path).is_file():
            yield path
    yield from _downloaded()


def _downloaded() -> Iterator[str]:
    """Yield the path of the Chromium that Playwright downloaded, if it did."""
    # Asked in a process of its own: Playwright's answer needs an event loop, and tests have one.
    script = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    path = answer.stdout.strip()
    if answer.returncode == 0 and Path(path).is_file():
        yield path


def install_chromium() -> None:
    """Install Chromium: from the system's packages where that is allowed, else by Playwright."""
    for package in (SHELL, "chromium"):
        if find_chromium() is None:
            install_packages(package)
    if find_chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def install_packages(*names: str) -> None:
    """Install packages of the system where that is allowed; it may have none of these names."""
    if (prefix := _administrator()) is None:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *names]):
        subprocess.run([*prefix, "apt-get", *command], check=False, env=environment)


def _administrator() -> list[str] | None:
    """Return what makes a command run as administrator, None where apt-get is out of reach."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    if not shutil.which("sudo"):
        return None
    trial = subprocess.run([*sudo, "true"], check=False, capture_output=True)
    return sudo if trial.returncode == 0 else None


def main() -> int:
    """Print the browser's path; return 1 where there is none."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--install", action="store_true", help="install one where there is none")
    if parser.parse_args().install and find_chromium() is None:
        install_chromium()
    path = find_chromium()
    if path is None:
        print(
            "Expected a Chromium or Chrome on this machine, but found none. Install one, or set "
            "NUDGE_CHROMIUM to its path.",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
