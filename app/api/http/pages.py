"""The pages for people: the playground, and the description of the API."""

import gzip
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader
from starlette.responses import Response

from app import __version__
from app.api.http.services import services_of
from app.api.http.static_files import accepted_encodings, encoding_for
from app.resources import TEMPLATES

router = APIRouter(include_in_schema=False)

templates: Final = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)

FETCHED_LATER: Final = (".css", "_worker.js")
"""Endings of the files whose addresses the page's scripts must know: modules know each other's."""


@router.get("/")
async def playground(request: Request) -> Response:
    """Return the playground."""
    return _page(request, "index.html")


@router.get("/docs")
async def documentation(request: Request) -> Response:
    """Return the API's pages, which need no other server."""
    return _page(request, "docs.html")


def _page(request: Request, name: str) -> Response:
    addresses = services_of(request).page_files.addresses()
    encoding = encoding_for(accepted_encodings(request.scope), ("gzip",))
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    body = _rendered(name, tuple(addresses.items()), encoding)
    return Response(body, headers=headers, media_type="text/html")


@lru_cache(maxsize=16)
def _rendered(name: str, addresses: tuple[tuple[str, str], ...], encoding: str) -> bytes:
    by_path = dict(addresses)
    body = (
        templates.get_template(name)
        .render(
            version=__version__,
            address=lambda path: by_path.get(path, f"/static/{path}"),
            files=_files(by_path),
        )
        .encode()
    )
    return gzip.compress(body, mtime=0) if encoding == "gzip" else body


def _files(addresses: Mapping[str, str]) -> str:
    """Return what the page's scripts must know of where files are, as JSON."""
    return json.dumps(
        {path: address for path, address in addresses.items() if path.endswith(FETCHED_LATER)},
        separators=(",", ":"),
    )
