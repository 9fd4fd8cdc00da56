"""The pages for people: the playground, and the description of the API."""

import asyncio
import gzip
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader
from starlette.responses import Response

from app import __version__
from app.api.http.json import json_response
from app.api.http.services import services_of
from app.api.http.static_files import accepted_encodings, encoding_for
from app.bundle import PageFiles
from app.resources import STATIC, TEMPLATES

router = APIRouter(include_in_schema=False)

templates: Final = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)

FETCHED_LATER: Final = (".css", "_worker.js")
"""Endings of the files whose addresses the page's scripts must know: modules know each other's."""


def read_ahead(page_files: PageFiles) -> None:
    """Read what the pages are made of, so that nothing is opened for them later."""
    page_files.addresses()
    _icon()
    for name in templates.list_templates():
        templates.get_template(name)


@router.get("/")
async def playground(request: Request) -> Response:
    """Return the playground: bare, with `?embed=1`, in the theme that `theme` names."""
    asked = request.query_params
    theme = "light" if asked.get("theme") == "light" else "dark"
    is_bare, is_of_room = asked.get("embed") == "1", "room" in asked
    return _page(request, "index.html", embed=is_bare, of_room=is_of_room, theme=theme)


@router.get("/r")
async def code_field(request: Request) -> Response:
    """Return the page where the code of a room is typed."""
    return _page(request, "seat.html")


@router.get("/r/{code}")
async def seat(request: Request) -> Response:
    """Return the page by which a phone is in a room: it reads the code and asks for the room."""
    return _page(request, "seat.html", up="../")


@router.get("/docs")
async def documentation(request: Request) -> Response:
    """Return the API's pages, which need no other server."""
    return _page(request, "docs.html")


@router.get("/openapi.json")
async def description(request: Request) -> Response:
    """Return the description of the API, and where this is if it stands below a path."""
    described = await asyncio.to_thread(request.app.openapi)
    root = request.scope["root_path"]
    return json_response({"servers": [{"url": root}], **described} if root else described)


def _page(request: Request, name: str, *, up: str = "", **asked: object) -> Response:
    """Return a page; `up` leads from its address to that of the playground."""
    addresses = services_of(request).page_files.addresses()
    encoding = encoding_for(accepted_encodings(request.scope), ("gzip",))
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    body = _rendered(name, tuple(addresses.items()), encoding, up, tuple(asked.items()))
    return Response(body, headers=headers, media_type="text/html")


@lru_cache(maxsize=16)
def _rendered(
    name: str,
    addresses: tuple[tuple[str, str], ...],
    encoding: str,
    up: str,
    asked: tuple[tuple[str, object], ...],
) -> bytes:
    by_path = {path: up + address for path, address in addresses}
    body = (
        templates.get_template(name)
        .render(
            version=__version__,
            address=lambda path: by_path.get(path, f"{up}static/{path}"),
            up=up,
            icon=_icon(),
            files=_files(by_path),
            **dict(asked),
        )
        .encode()
    )
    return gzip.compress(body, mtime=0) if encoding == "gzip" else body


@lru_cache(maxsize=1)
def _icon() -> str:
    """Return the icon's address with the icon in it: one request less in a full hall."""
    return "data:image/svg+xml," + quote((STATIC / "favicon.svg").read_text(encoding="utf-8"))


def _files(addresses: Mapping[str, str]) -> str:
    """Return what the page's scripts must know of where files are, as JSON."""
    return json.dumps(
        {path: address for path, address in addresses.items() if path.endswith(FETCHED_LATER)},
        separators=(",", ":"),
    )
