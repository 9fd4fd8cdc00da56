"""Where the page's own files lie.

A wheel carries `static/` and `templates/` inside the package; in a checkout, and so in an
editable install, they are next to it, where people edit them.
"""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


IS_CHECKOUT: Final = not (_PACKAGE / "static").is_dir()
STATIC: Final = _folder("static")
TEMPLATES: Final = _folder("templates")
VENDOR: Final = STATIC / "vendor"
DATA: Final = _PACKAGE / "data"
