"""The page's own files: typed and compressed the same way on every machine."""

import gzip
from dataclasses import dataclass
from os import PathLike, stat_result
from pathlib import Path
from typing import Final

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Windows takes the types from its registry, where any program may have written."""

COMPRESSED: Final = frozenset({".css", ".js", ".mjs", ".json", ".svg"})
COMPRESSION_LEVEL: Final = 9

VENDOR_CACHE: Final = "public, max-age=86400"
OWN_CACHE: Final = "no-cache"
"""Kept by the browser, but asked for again: modules of two versions must not meet."""


def accepts_gzip(scope: Scope) -> bool:
    """Return whether the caller can read gzip."""
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


@dataclass(frozen=True)
class Compressed:
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
    """Static files, each compressed once and kept in memory as such.

    The page has about a hundred small modules: what is kept is answered with at once, since a
    thread's turn takes longer than the look at the file's date for which it would be asked.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._kept: dict[str, Compressed] = {}

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
            headers={"Cache-Control": VENDOR_CACHE if "vendor" in path.parts else OWN_CACHE},
        )
        if path.suffix in COMPRESSED:
            response.headers["Vary"] = "Accept-Encoding"
            # Weak, because the same tag stands for the file and for its compressed form.
            response.headers["ETag"] = f"W/{response.headers['etag']}"
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        """Compare without regard to whether a tag is weak."""
        tag = response_headers["etag"].removeprefix("W/")
        strong = Headers({**response_headers, "etag": tag})
        return super().is_not_modified(strong, request_headers)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file at `path`, compressed where that helps and the caller can read it."""
        is_read_packed = scope["method"] in ("GET", "HEAD") and accepts_gzip(scope)
        kept = self._kept.get(path) if is_read_packed else None
        if kept is None or not kept.is_fresh():
            response = await super().get_response(path, scope)
            if not (is_read_packed and isinstance(response, FileResponse)):
                return response
            if Path(response.path).suffix not in COMPRESSED:
                return response
            kept = self._kept[path] = await _compress(response)
        if self.is_not_modified(kept.headers, Headers(scope=scope)):
            return NotModifiedResponse(kept.headers)
        return Response(kept.body, headers=kept.headers)


async def _compress(response: FileResponse) -> Compressed:
    file = Path(response.path)

    def read() -> tuple[tuple[int, int], bytes]:
        version = _version(file.stat())
        return version, gzip.compress(file.read_bytes(), COMPRESSION_LEVEL, mtime=0)

    version, body = await anyio.to_thread.run_sync(read)
    headers = dict(response.headers) | {"content-encoding": "gzip"}
    headers.pop("accept-ranges", None)
    headers["content-length"] = str(len(body))
    return Compressed(file, version, Headers(headers), body)
