"""What the package promises to whoever installs it."""

import json
import re
from importlib.metadata import requires, version
from pathlib import Path

import pytest

from app import __version__, resources
from scripts.settings_table import BEGIN, README, with_table

ROOT = Path(__file__).resolve().parent.parent


def test_every_setting_stands_in_the_readme() -> None:
    readme = README.read_text(encoding="utf-8")
    assert BEGIN in readme
    assert readme == with_table(readme), "`make format` writes the table anew"


def test_the_version_is_the_installed_one() -> None:
    assert version("nudge-playground") == __version__


def test_every_dependency_says_what_it_needs_at_least() -> None:
    bare = [each for each in requires("nudge-playground") or [] if not re.search("[><=]=", each)]
    assert bare == []


def test_the_lock_file_names_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert "integrity" in package or not name, name


@pytest.mark.parametrize("library", ["inter", "katex", "swagger-ui", "uplot"])
def test_libraries_come_with_their_licence(library: str) -> None:
    assert (resources.VENDOR / library / "LICENSE").is_file()


def test_resources_are_there() -> None:
    assert (resources.DATA / "mnist.npz").is_file()
    assert resources.TEMPLATES.is_dir()


def test_stylesheets_find_their_fonts() -> None:
    stylesheet = (resources.VENDOR / "katex" / "katex.min.css").read_text("utf-8")
    fonts = re.findall(r"url\((fonts/[^)]+\.woff2)\)", stylesheet)
    assert fonts
    for font in fonts:
        assert (resources.VENDOR / "katex" / font).is_file(), font
