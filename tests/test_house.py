"""The rules of the house, read from the source: who may know whom, and how large a file may grow.

CONTRIBUTING.md draws the house; a failing test here names the file and the line that left it.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

from scripts.house import count, shared_names

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 600
FILES_IN_A_FOLDER = 25
# A page that grows beyond these has one idea told twice. The room's pages are with it: a phone's,
# and what its lecturer has.
PAGE_LINES = 36_577
PAGE_FILES = 260
PAGE_COMMENTS = 0.18
FUNCTION_LINES = 60  # 40 is the guide; a table or a long docstring may take it further

APP = sorted((ROOT / "app").rglob("*.py"))
PYTHON = [
    *APP,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "scripts").rglob("*.py")),
    ROOT / "hatch_build.py",
]
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))


class Import(NamedTuple):
    """One imported module, by its full dotted name."""

    line: int
    module: str

    def is_in(self, package: str) -> bool:
        """Return whether this is the package or something inside it."""
        return self.module == package or self.module.startswith(f"{package}.")


def name_of(path: Path) -> str:
    """Return a file's path as a person would write it."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """Return the dotted name of a Python file of the project."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def each_of(paths: Sequence[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Make of a rule for one path a test of them all, which names each that breaks it.

    A test for each path would take longer than reading it.
    """

    def made_one(rule: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            broken = []
            for path in paths:
                try:
                    rule(path)
                except AssertionError as error:
                    broken.append(f"{name_of(path)}: {error}")
            if broken:
                pytest.fail("\n".join(broken))

        test.__name__, test.__doc__ = rule.__name__, rule.__doc__
        return test

    return made_one


def is_for_types_only(node: ast.AST) -> bool:
    """Return whether this is `if TYPE_CHECKING:`."""
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


HOLD_STATEMENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def statements_of(node: ast.AST, *, at_runtime: bool = False) -> Iterator[ast.AST]:
    """Yield all statements within a node, without what only the type checker reads if so wanted.

    Not what they are made of, which is most of a file.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, HOLD_STATEMENTS) and not (at_runtime and is_for_types_only(child)):
            yield child
            yield from statements_of(child, at_runtime=at_runtime)


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """Return what a Python file says; each is read once for all rules."""
    return ast.parse(text_of(path))


def nodes_of(path: Path, word: str) -> Iterator[ast.AST]:
    """Yield all nodes of a Python file, where it has a word."""
    if word in text_of(path):
        yield from ast.walk(tree_of(path))


@cache
def imports_of(path: Path, *, at_runtime: bool = False) -> tuple[Import, ...]:
    """Return each module that a Python file imports, anywhere in it."""
    return tuple(read_imports(path, at_runtime))


def read_imports(path: Path, at_runtime: bool) -> Iterator[Import]:
    package = module_of(path).split(".")
    if path.name != "__init__.py":
        package.pop()
    for node in statements_of(tree_of(path), at_runtime=at_runtime):
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            # `from app import main` imports app.main; `from app.nn import Network` merely looks
            # as if it imported app.nn.Network, which breaks no rule.
            yield from (Import(node.lineno, f"{module}.{alias.name}") for alias in node.names)


def files_in(*folders: str) -> list[Path]:
    """Return the application's files in these folders, or of these names."""
    names = [f"app/{folder}" for folder in folders]
    return [
        path
        for path in APP
        if any(
            name_of(path) == f"{name}.py" or name_of(path).startswith(f"{name}/") for name in names
        )
    ]


def assert_none(path: Path, found: list[Import], rule: str) -> None:
    """Fail with every import that breaks the rule."""
    assert not found, f"{rule}:\n" + "\n".join(
        f"  {name_of(path)}:{line} imports {module}" for line, module in found
    )


# Who may know whom: the server


LIBRARIES = {"numpy", "threadpoolctl", *sys.stdlib_module_names}
"""What the mathematics may use."""

FEATURES = ("data", "engine", "sessions", "work", "training")
PROGRAM = ("bundle", "callers", "errors", "resources", "settings", "__version__")
MAY_KNOW = {
    "nn": (),
    "data": ("nn", "errors", "resources"),
    "engine": ("errors",),
    "sessions": ("nn", "data", "engine", "errors"),
    "work": ("nn", "data", "sessions", "take_home", "errors"),
    "training": ("nn", "data", "engine", "sessions", "work", "errors"),
    "rooms": ("nn", *FEATURES, "errors"),
    "take_home": ("nn", "__version__"),
    "serving": ("callers", "errors", "settings"),
    "pretrain": ("nn", "data", "resources"),
    "api": (
        "nn",
        *FEATURES,
        "rooms",
        "take_home",
        "bundle",
        "callers",
        "errors",
        "resources",
        "settings",
        "__version__",
    ),
}
"""What each folder of the server may import besides itself."""


@each_of(files_in(*MAY_KNOW))
def test_knowledge_goes_downwards(path: Path) -> None:
    folder = path.relative_to(ROOT / "app").parts[0]
    allowed = [f"app.{known}" for known in (folder, *MAY_KNOW[folder])]
    found = [
        each for each in imports_of(path) if each.is_in("app") and not any(map(each.is_in, allowed))
    ]
    assert_none(path, found, f"app/{folder} may import {', '.join(allowed)}")


@each_of(files_in("nn"))
def test_mathematics_needs_only_numpy(path: Path) -> None:
    allowed = {"app", *LIBRARIES}
    if name_of(path) == "app/nn/serialization.py":
        allowed.add("safetensors")
    found = [each for each in imports_of(path) if each.module.split(".")[0] not in allowed]
    assert_none(path, found, "app/nn may import numpy, threadpoolctl and itself")


@each_of(files_in("api"))
def test_endpoints_do_no_arithmetic(path: Path) -> None:
    found = [each for each in imports_of(path) if each.is_in("numpy")]
    assert_none(path, found, "api never imports numpy")


def test_no_modules_of_the_server_import_each_other_in_a_circle() -> None:
    modules = {module_of(path): path for path in APP}
    sorter = TopologicalSorter(
        {
            module: {
                known
                for each in imports_of(path, at_runtime=True)
                for known in (each.module, each.module.rpartition(".")[0])
                if known in modules and known not in (module, "app")
            }
            for module, path in modules.items()
        }
    )
    try:
        sorter.prepare()
    except CycleError as error:
        pytest.fail(f"A circle of imports: {' <- '.join(error.args[1])}")


@each_of(APP)
def test_nobody_imports_main(path: Path) -> None:
    if name_of(path) == "app/process.py":
        return
    found = [each for each in imports_of(path) if each.is_in("app.main")]
    assert_none(path, found, "only app/process.py imports app.main")


@each_of(APP)
def test_nothing_is_unpickled(path: Path) -> None:
    found = [
        each
        for each in imports_of(path)
        if each.module.split(".")[0] in {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal"}
    ]
    assert_none(path, found, "reading a pickle runs its author's code")
    for node in nodes_of(path, "allow_pickle"):
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            allowed = not (isinstance(node.value, ast.Constant) and node.value.value is False)
            assert not allowed, f"{name_of(path)}:{node.value.lineno} allows a pickle"


# Who may know whom: the browser


@cache
def code_of(path: Path) -> str:
    """Return a script without its comments, each line in its place."""
    comment = re.compile(
        r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|/\*.*?\*/|(?<!:)//[^\n]*""",
        re.DOTALL,
    )

    def blank(match: re.Match[str]) -> str:
        return match[1] or "\n" * match[0].count("\n")

    return comment.sub(blank, text_of(path))


SPECIFIER = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def scripts_imported_by(path: Path) -> Iterator[Path]:
    """Yield each script of the project that a script imports."""
    for specifier in SPECIFIER.findall(code_of(path)):
        yield (path.parent / specifier).resolve()


def within_js(path: Path) -> str:
    """Return a script's path below static/js, or below static for the vendor's."""
    js = ROOT / "static" / "js"
    return path.relative_to(js).as_posix() if path.is_relative_to(js) else name_of(path)


def scene_of(path: Path) -> str | None:
    """Return the name of the scene that owns a script."""
    folder, _, rest = within_js(path).partition("/")
    return rest.partition("/")[0] if folder == "scenes" else None


SCENE_LISTS = {"main.js", "page/scenes.js"}
# Still to be cut; none may be added.
KNOWN_TO_REACH_INTO_SCENES = {
    "panels/what_if/handle.js imports scenes/walk/views/outputs.js",
}


BROWSER_TESTS = sorted((ROOT / "tests" / "browser").rglob("*.py"))


@each_of(BROWSER_TESTS)
def test_what_is_waited_for_in_a_page_is_a_function(path: Path) -> None:
    """An expression would be evaluated by the page again and again, which its policy forbids."""
    tree = tree_of(path)
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in nodes_of(path, "wait_for_function"):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr != "wait_for_function":
                continue
            given = node.args[0]
            awaited = named.get(given.id, given) if isinstance(given, ast.Name) else given
            text = ast.unparse(awaited).lstrip("rf'\"\\n ")
            is_text = isinstance(awaited, ast.Constant | ast.JoinedStr)
            assert not is_text or text.startswith(("(", "async (")), ast.unparse(node)


def test_nothing_outside_a_scene_imports_from_it() -> None:
    found = {
        f"{within_js(path)} imports {within_js(imported)}"
        for path in SCRIPTS
        for imported in scripts_imported_by(path)
        if scene_of(imported) not in {None, scene_of(path)} and within_js(path) not in SCENE_LISTS
    }
    assert found == KNOWN_TO_REACH_INTO_SCENES


VIEWS = [path for path in SCRIPTS if "/views/" in within_js(path)]


@each_of(VIEWS)
def test_views_only_draw(path: Path) -> None:
    found = [
        within_js(imported)
        for imported in scripts_imported_by(path)
        if within_js(imported).startswith(("server/", "state/", "main.js"))
    ]
    assert not found, f"views draw what they are given: {found}"
    for fetched in ("fetch(", "XMLHttpRequest", "WebSocket", "EventSource"):
        assert fetched not in code_of(path), f"{name_of(path)} uses {fetched}"


STATIC_IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.[^"']+)["']""", re.MULTILINE)


def test_no_scripts_import_each_other_in_a_circle() -> None:
    """In a circle a module may run before what it needs; what is fetched later is in none."""
    graph = {
        within_js(path): {
            within_js((path.parent / specifier).resolve())
            for specifier in STATIC_IMPORT.findall(code_of(path))
        }
        for path in SCRIPTS
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"A circle of imports: {' <- '.join(error.args[1])}")


@each_of(SCRIPTS)
def test_nobody_imports_main_in_the_browser(path: Path) -> None:
    assert "main.js" not in [within_js(imported) for imported in scripts_imported_by(path)]


@each_of(SCRIPTS)
def test_imported_scripts_exist(path: Path) -> None:
    for imported in scripts_imported_by(path):
        assert imported.is_file(), f"{name_of(path)} imports {within_js(imported)}"


EXPORTED = re.compile(r"^export (?:async )?(?:class|const|function\*?) (\w+)", re.MULTILINE)


def test_what_is_exported_is_imported() -> None:
    """What only its own file uses is not exported; what nobody uses is not there."""
    in_tests = "\n".join(
        text_of(path)
        for path in sorted((ROOT / "tests").rglob("*.*"))
        if path.suffix in {".py", ".js", ".mjs"} and path != Path(__file__)
    )
    importers: dict[Path, list[str]] = {}
    for path in SCRIPTS:
        for specifier in SPECIFIER.findall(text_of(path)):  # Types are imported in comments.
            importers.setdefault((path.parent / specifier).resolve(), []).append(text_of(path))
    unused = [
        f"{within_js(path)}: {name}"
        for path in SCRIPTS
        for name in EXPORTED.findall(code_of(path))
        if not re.search(rf"\b{name}\b", "\n".join([*importers.get(path, []), in_tests]))
    ]
    assert unused == []


def lines_with(path: Path, pattern: str) -> list[str]:
    """Return the lines of a script's code that hold a pattern."""
    return [
        f"{name_of(path)}:{number}: {line.strip()}"
        for number, line in enumerate(code_of(path).splitlines(), start=1)
        if re.search(pattern, line)
    ]


ALONE = ("first.js", "old_browser.js", "room/arrival.js")  # They run where no module does.


@each_of(SCRIPTS)
def test_a_view_looks_up_only_inside_its_own_root(path: Path) -> None:
    if within_js(path) in ("main.js", "room/seat.js", *ALONE):  # Each joins a page's parts.
        return
    lookups = (
        r"\b(getElements?By\w+|elementFromPoint)\b"
        r"|\bdocument(\s*\.\s*(body|documentElement|head))?\s*\.\s*querySelector"
    )
    assert lines_with(path, lookups) == []


@each_of([path for path in SCRIPTS if within_js(path) not in (*ALONE, "kit/dom.js")])
def test_one_place_makes_buttons_and_writes_texts(path: Path) -> None:
    by_hand = r"""\b(element|createElement)\(\s*"(button|option)"|\bnew Option\(|\.textContent = """
    assert lines_with(path, by_hand) == [], "kit/dom.js has button, option, select and setText"


@each_of([path for path in SCRIPTS if within_js(path) != "kit/format.js"])
def test_one_place_writes_numbers(path: Path) -> None:
    by_hand = r"\.(toFixed|toPrecision|toExponential|toLocaleString)\("
    assert lines_with(path, by_hand) == [], "kit/format.js writes numbers, and rounds them"


@each_of([path for path in SCRIPTS if within_js(path) != "kit/memo.js"])
def test_one_place_remembers_what_was_drawn_of(path: Path) -> None:
    by_hand = r"\.(some|every)\(\(\w+, \w+\) => \w+ [!=]== this\."
    assert lines_with(path, by_hand) == [], "kit/memo.js has memo and changes"


@each_of(SCRIPTS)
def test_no_text_becomes_markup_or_code(path: Path) -> None:
    dangerous = (
        r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)\b"
        r"|\bdocument\s*\.\s*write(ln)?\b|\beval\s*\(|\bnew\s+Function\b|\bsrcdoc\b"
    )
    assert lines_with(path, dangerous) == []


# What is read grows with the reader's letters


STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
ON_PAPER = ROOT / "static" / "css" / "sheet.css"


@each_of([path for path in STYLES if path != ON_PAPER])
def test_letters_have_no_size_in_pixels(path: Path) -> None:
    sizes = r"\b(font|font-size|line-height|letter-spacing|--[\w-]*size)\s*:[^;]*\d(px|pt)\b"
    assert lines_with(path, sizes) == []


# How large a file may grow


@each_of([*PYTHON, *SCRIPTS])
def test_one_idea_one_file(path: Path) -> None:
    count = len(text_of(path).splitlines())
    assert count <= FILE_LINES, f"Expected at most {FILE_LINES} lines, but got {count}"


FOLDERS = sorted({path.parent for path in [*PYTHON, *SCRIPTS]} - {ROOT})


@each_of(FOLDERS)
def test_a_folder_can_be_looked_through(folder: Path) -> None:
    count = sum(path.is_file() for path in folder.iterdir())
    assert count <= FILES_IN_A_FOLDER, f"Expected at most {FILES_IN_A_FOLDER}, but got {count}"


TREES = {
    tree: sorted((ROOT / tree).rglob("*.py")) for tree in ("app", "tests/app", "tests/browser")
}


@pytest.mark.parametrize("paths", [*TREES.values(), SCRIPTS], ids=[*TREES, "static/js"])
def test_a_name_leads_to_one_file(paths: list[Path]) -> None:
    assert shared_names(paths) == []


@each_of(PYTHON)
def test_functions_fit_on_a_screen(path: Path) -> None:
    for node in statements_of(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            where = f"{name_of(path)}:{node.lineno} {node.name}"
            assert count <= FUNCTION_LINES, (
                f"{where}: expected at most {FUNCTION_LINES} lines, but got {count}"
            )


def test_the_pages_code_stays_as_small_as_it_is() -> None:
    """`python -m scripts.house` prints these figures."""
    measured = count(SCRIPTS)
    assert measured.total <= PAGE_LINES
    assert measured.files <= PAGE_FILES
    assert measured.comments <= PAGE_COMMENTS * measured.total
