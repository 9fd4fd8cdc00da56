"""The page's own files: typed and compressed the same way on every machine."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from os import PathLike, stat_result
from pathlib import Path
from typing import Final, cast

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from app.bundle import BUNDLE

MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Windows takes the types from its registry, where any program may have written."""

COMPRESSED: Final = frozenset(MEDIA_TYPES) - {".woff2"}
COMPRESSION_LEVEL: Final = 9

ENDINGS: Final = {"br": ".br", "gzip": ".gz", "identity": ""}
"""What the build has put beside each file of the bundle; the smallest comes first."""

BUNDLE_CACHE: Final = "public, max-age=31536000, immutable"
"""The name of a file in the bundle holds a hash of what is in it."""
VENDOR_CACHE: Final = "public, max-age=86400"
OWN_CACHE: Final = "no-cache"
"""Kept by the browser, but asked for again: modules of two versions must not meet."""

MOST_KEPT_BYTES: Final = 16 << 20
LARGEST_KEPT_BYTES: Final = 1 << 20


@lru_cache(maxsize=256)
def encoding_for(accepted: str, offered: Sequence[str]) -> str:
    """Return which of the encodings offered to send, by an Accept-Encoding header (RFC 9110).

    Of those that are wanted equally it is the one offered first. What is not encoded may always be
    sent, and is where nothing else is wanted.
    """
    weights = dict(_weights(accepted))
    others = weights.get("*", 0.0)
    wanted = {encoding: weights.get(encoding, others) for encoding in offered}
    best = max(offered, key=lambda encoding: wanted[encoding], default="identity")
    is_wanted = wanted.get(best, 0.0) > 0 and wanted[best] >= weights.get("identity", 0.0)
    return best if is_wanted else "identity"


def _weights(accepted: str) -> list[tuple[str, float]]:
    found = []
    for part in accepted.lower().split(","):
        name, *parameters = (text.strip() for text in part.split(";"))
        weight = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        try:
            found.append((name, min(1.0, max(0.0, float(weight)))))
        except ValueError:
            found.append((name, 0.0))
    return found


def accepted_encodings(scope: Scope) -> str:
    """Return the request's Accept-Encoding header, empty where there is none."""
    return Headers(scope=scope).get("accept-encoding", "")


@dataclass(frozen=True)
class Kept:
    """A file as it goes over the wire, and what it was made from."""

    file: Path
    version: tuple[int, int]
    headers: Headers
    body: bytes

    def is_fresh(self) -> bool:
        """Return whether the file is still what it was."""
        try:
            return self.version == _version(self.file.stat())
        except OSError:
            return False


def _version(stat: stat_result) -> tuple[int, int]:
    return stat.st_mtime_ns, stat.st_size


class Files(StaticFiles):
    """Static files, each encoded once and kept in memory as such.

    What is kept is answered with at once, since a thread's turn takes longer than the look at the
    file's date for which it would be asked.
    """

    path: Final = "/static/{path}"
    """What stands for all of them in the log and in the figures, as a route's path does."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._folder = directory.resolve()
        self._kept: dict[tuple[str, str], Kept] = {}
        self._kept_bytes = 0

    def read_ahead(self) -> None:
        """Keep all that the page asks for of the bundle, so that nothing is opened for it later."""
        for file in sorted((self._folder / BUNDLE).glob("*")):
            path = str(file.relative_to(self._folder))
            if file.suffix in MEDIA_TYPES and file.suffix != ".map":
                answer = self.file_response(file, file.stat(), {"type": "http", "headers": []})
                for encoding in ENDINGS if file.suffix in COMPRESSED else ("identity",):
                    kept = _encode(cast(FileResponse, answer), encoding, bundled=True)
                    self._keep((path, encoding), kept)

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, or 304 where the browser has it already."""
        path = Path(full_path)
        response = FileResponse(
            path,
            status_code=status_code,
            media_type=MEDIA_TYPES.get(path.suffix),
            stat_result=stat_result,
            headers={"Cache-Control": _cache_control(self._within(path))},
        )
        if _is_bundled(self._within(path)):
            # What changes has another name then: it needs no date, the hash in its name is tag
            # enough, and the first load is lighter.
            del response.headers["Last-Modified"]
            response.headers["ETag"] = f'"{path.stem.rpartition("-")[2]}"'
        if path.suffix in COMPRESSED:
            response.headers["Vary"] = "Accept-Encoding"
            # Weak, because the same tag stands for the file and for its compressed forms.
            response.headers["ETag"] = f"W/{response.headers['etag']}"
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response

    def _within(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        """Compare without regard to whether a tag is weak."""
        tag = response_headers["etag"].removeprefix("W/")
        strong = Headers({**response_headers, "etag": tag})
        return super().is_not_modified(strong, request_headers)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file at `path`, compressed where that helps and the caller can read it."""
        encoding = _encoding_of(path, scope)
        if encoding is None:
            return await super().get_response(path, scope)
        kept = self._kept.get((path, encoding))
        if kept is None or not (_is_bundled(path) or kept.is_fresh()):
            response = await super().get_response(path, scope)
            if not isinstance(response, FileResponse):
                return response
            encode = partial(_encode, response, encoding, bundled=_is_bundled(path))
            kept = await anyio.to_thread.run_sync(encode)
            self._keep((path, encoding), kept)
        if self.is_not_modified(kept.headers, Headers(scope=scope)):
            return NotModifiedResponse(kept.headers)
        return Response(kept.body, headers=kept.headers)

    def _keep(self, key: tuple[str, str], kept: Kept) -> None:
        before = self._kept.pop(key, None)
        self._kept_bytes -= len(before.body) if before else 0
        size = len(kept.body)
        if size <= LARGEST_KEPT_BYTES and self._kept_bytes + size <= MOST_KEPT_BYTES:
            self._kept[key] = kept
            self._kept_bytes += size


def _is_bundled(path: str) -> bool:
    return Path(path).parts[:1] == (BUNDLE,)


def _cache_control(path: str) -> str:
    if _is_bundled(path):
        return BUNDLE_CACHE
    return VENDOR_CACHE if Path(path).parts[:1] == ("vendor",) else OWN_CACHE


def _encoding_of(path: str, scope: Scope) -> str | None:
    """Return the encoding in which a file is kept; None where it is not."""
    headers = Headers(scope=scope)
    if scope["method"] not in ("GET", "HEAD"):
        return None
    is_text = Path(path).suffix in COMPRESSED
    bundled = _is_bundled(path)
    offered = (("br", "gzip") if bundled else ("gzip",)) if is_text else ()
    encoding = encoding_for(headers.get("accept-encoding", ""), offered)
    if encoding == "identity" and (not bundled or "range" in headers):
        return None
    return encoding


def _encode(response: FileResponse, encoding: str, *, bundled: bool) -> Kept:
    file = Path(response.path)
    version = _version(file.stat())
    if bundled:
        body = file.with_name(file.name + ENDINGS[encoding]).read_bytes()
    else:
        body = gzip.compress(file.read_bytes(), COMPRESSION_LEVEL, mtime=0)
    headers = dict(response.headers) | {"content-length": str(len(body))}
    if encoding != "identity":
        headers["content-encoding"] = encoding
        headers.pop("accept-ranges", None)
    return Kept(file, version, Headers(headers), body)
