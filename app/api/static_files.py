"""The page's own files: typed and compressed the same way on every machine."""

import gzip
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


class Files(StaticFiles):
    """Static files, each compressed once and kept in memory as such."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._compressed: dict[str, tuple[str, bytes]] = {}

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
        response = await super().get_response(path, scope)
        if not isinstance(response, FileResponse) or not accepts_gzip(scope):
            return response
        file = Path(response.path)
        if file.suffix not in COMPRESSED:
            return response
        body = await self._compress(file, response.headers["etag"])
        headers = dict(response.headers) | {"Content-Encoding": "gzip"}
        for of_the_file in ("content-length", "accept-ranges"):
            headers.pop(of_the_file, None)
        return Response(body, response.status_code, headers)

    async def _compress(self, file: Path, tag: str) -> bytes:
        known = self._compressed.get(str(file))
        if known is not None and known[0] == tag:
            return known[1]
        body = await anyio.to_thread.run_sync(
            lambda: gzip.compress(file.read_bytes(), COMPRESSION_LEVEL, mtime=0)
        )
        self._compressed[str(file)] = (tag, body)
        return body
