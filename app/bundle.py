"""The page's files as they are served: bundled by the build, or as they stand in static/.

hatch_build.py writes the bundle and its manifest; the server reads them. Nothing here needs more
than Python itself, so that the build can import it.
"""

import hashlib
import json
import logging
import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BUNDLE: Final = "bundle"
MANIFEST: Final = "bundle.json"
BUNDLER: Final = "bundle.mjs"
SOURCES: Final = ("js/**/*.js", "css/**/*.css", "vendor/complete.sha256")
"""What decides what lies in the bundle; the vendor folder's stamp stands for all that is in it."""

LOOK_AGAIN_S: Final = 0.5
"""Some ten milliseconds each, for which all wait: a hall of pages at once looks seldom."""

logger = logging.getLogger("nudge")


@dataclass(frozen=True)
class Manifest:
    """Which files the build has made, and of which sources."""

    files: Mapping[str, str]
    """Names in the bundle by paths in static/."""
    sources: Mapping[str, str]
    """What `fingerprints` said of the sources."""


def _sources(static: Path) -> Iterator[tuple[str, Path]]:
    yield BUNDLER, static.parent / BUNDLER
    for pattern in SOURCES:
        for path in sorted(static.glob(pattern)):
            yield path.relative_to(static).as_posix(), path


def fingerprints(static: Path) -> dict[str, str]:
    """Return the hash of each source of the bundle."""
    # Line ends differ between systems, the content does not.
    return {
        name: hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for name, path in _sources(static)
    }


def read_manifest(static: Path) -> Manifest | None:
    """Return what the bundle's manifest says; None where there is no whole bundle."""
    try:
        return Manifest(**json.loads((static / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


class PageFiles:
    """Where the page finds each of its files.

    In a checkout the bundle is served only as long as it was made of the sources that lie there:
    whoever changes one is served the sources from the next page on, half a second after the last.
    """

    def __init__(
        self,
        static: Path,
        *,
        bundled: bool,
        is_checkout: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._static = static
        self._bundled = bundled
        self._is_checkout = is_checkout
        self._clock = clock
        self._seen: object = None
        self._look_again_at = -math.inf
        self._files: Mapping[str, str] = {}

    def addresses(self) -> Mapping[str, str]:
        """Return addresses by paths in static/; none where the files are served as they stand.

        They are relative to that of the page, which may be served under a path.
        """
        now = self._clock()
        if self._bundled and now >= self._look_again_at:
            self._look_again_at = now + LOOK_AGAIN_S
            seen = self._look() if self._is_checkout else "once"
            if seen != self._seen:
                self._seen = seen
                self._files = {
                    path: f"static/{BUNDLE}/{name}" for path, name in self._bundle().items()
                }
        return self._files

    def _bundle(self) -> Mapping[str, str]:
        manifest = read_manifest(self._static)
        if manifest is None:
            reason = "There is no bundle of the page"
        elif self._is_checkout and manifest.sources != fingerprints(self._static):
            reason = "The page's bundle was made of other sources"
        else:
            return manifest.files
        logger.warning("%s: serving static/ as it stands. `make bundle` makes a new one.", reason)
        return {}

    def _look(self) -> object:
        """Return what changes when a source or the bundle does."""
        manifest = ("", self._static / MANIFEST)
        try:
            return [
                (name, stat.st_mtime_ns, stat.st_size)
                for name, path in [manifest, *_sources(self._static)]
                if path.is_file() and (stat := path.stat())
            ]
        except OSError:  # Where no more can be opened, nobody changes a source either.
            return self._seen
