"""What the package promises to whoever installs it."""

import json
import re
import tomllib
import zipfile
from importlib.metadata import requires, version
from importlib.util import find_spec
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from app import __version__, resources
from app.bundle import fingerprints, read_manifest
from hatch_build import bring_up_to_date
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


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_locked_versions_have_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert "://" not in text
    locked = re.split(r"\n(?=\w)", text.strip())
    assert all("==" in each and "--hash=sha256:" in each for each in locked)
    names = {each.partition("==")[0] for each in locked}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for wanted in project["dependencies"] + (extras["test"] if name == "test" else []):
        assert re.split("[><=;]", wanted)[0] in names, f"{wanted}: `make lock`"


def test_the_image_is_built_on_one_that_never_changes_and_runs_by_number() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    (base,) = [line.partition("=")[2] for line in lines if line.startswith("ARG BASE=")]
    assert re.fullmatch(r"python:[\w.-]+@sha256:[0-9a-f]{64}", base)
    assert {line.split()[1] for line in lines if line.startswith("FROM ")} == {"${BASE}"}
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001"]


def test_what_is_installed_to_run_and_to_test_has_the_hashes_of_the_lock() -> None:
    for file, names in (("Makefile", ["run", "test"]), ("Dockerfile", ["run"])):
        text = (ROOT / file).read_text("utf-8")
        for name in names:
            assert re.search(rf"install .*--require-hashes .*requirements/{name}\.txt", text)


def test_the_images_health_is_asked_at_the_port_that_is_served() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    check = text.partition("HEALTHCHECK")[2]
    assert r":{os.environ[\"PORT\"]}/api/health" in check
    assert r"--port \"$PORT\"" in check


def test_no_reader_of_forms_is_installed() -> None:
    assert not [name for name in ("multipart", "python_multipart") if find_spec(name)]


def test_only_pretraining_needs_a_progress_bar() -> None:
    locked = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    assert not re.search("^tqdm==", locked, re.MULTILINE)
    importing = [path for path in (ROOT / "app").rglob("*.py") if "import tqdm" in path.read_text()]
    assert importing
    assert all(path.parent.name == "pretrain" for path in importing)


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


def test_the_lock_file_has_the_bundler_of_every_platform() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    bundler = packages["node_modules/esbuild"]
    assert not bundler.get("dev"), "the build installs it without what only checks need"
    platforms = bundler["optionalDependencies"]
    assert {"@esbuild/win32-x64", "@esbuild/darwin-arm64", "@esbuild/linux-x64"} <= set(platforms)
    for platform, wanted in platforms.items():
        assert packages[f"node_modules/{platform}"]["version"] == wanted


def test_a_wheel_holds_the_bundle_and_what_the_server_needs(tmp_path: Path) -> None:
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("app/static/bundle.json"))
    assert {"app/bundle.py", "app/templates/index.html", "app/static/favicon.svg"} <= names
    for path, name in manifest["files"].items():
        assert f"app/static/{path}" in names
        assert f"app/static/bundle/{name}" in names
        if not name.endswith(".woff2"):
            assert f"app/static/bundle/{name}.br" in names
            assert f"app/static/bundle/{name}.gz" in names
            assert f"app/static/bundle/{name}.map" in names


def test_the_bundle_is_made_again_only_where_a_source_has_changed() -> None:
    bring_up_to_date()
    before = read_manifest(resources.STATIC)
    assert before is not None
    assert before.sources == fingerprints(resources.STATIC)
    assert bring_up_to_date() == []
