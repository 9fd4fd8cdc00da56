"""The pages for people: the playground, and the description of the API."""

import gzip
import re
from functools import cache
from typing import Final

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader
from starlette.responses import Response

from app import __version__
from app.api.http.static_files import accepts_gzip
from app.resources import STATIC, TEMPLATES

router = APIRouter(include_in_schema=False)

templates: Final = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)

STATIC_IMPORT: Final = re.compile(r'^(?:import|export)\b[^;"]*"(\.[^"]+\.js)"', re.MULTILINE)


@router.get("/")
async def playground(request: Request) -> Response:
    """Return the playground."""
    return _page(request, "index.html", modules=modules_of("main.js"))


@router.get("/docs")
async def documentation(request: Request) -> Response:
    """Return the API's pages, which need no other server."""
    return _page(request, "docs.html")


@cache
def modules_of(script: str) -> list[str]:
    """Return the modules of static/js that one of its scripts imports, directly or not.

    Named at the top of a page they load at once, instead of each after the one that imports it.
    """
    folder = STATIC.resolve() / "js"
    found: list[str] = []
    waiting = [folder / script]
    while waiting:
        importer = waiting.pop(0)
        for specifier in STATIC_IMPORT.findall(importer.read_text("utf-8")):
            module = (importer.parent / specifier).resolve()
            if not module.is_relative_to(folder) or not module.is_file():
                continue
            name = module.relative_to(folder).as_posix()
            if name not in found:
                found.append(name)
                waiting.append(module)
    return found


def _page(request: Request, name: str, **context: object) -> Response:
    body = templates.get_template(name).render(version=__version__, **context).encode()
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if accepts_gzip(request.scope):
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type="text/html")
