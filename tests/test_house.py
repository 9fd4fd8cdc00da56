"""The rules of the house, read from the source: who may know whom, and how large a file may grow.

CONTRIBUTING.md draws the house; a failing test here names the file and the line that left it.
"""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from scripts.house import count, shared_names
from tests.house import (
    APP,
    PYTHON,
    ROOT,
    SCRIPTS,
    assert_none,
    code_of,
    each_of,
    files_in,
    imports_of,
    lines_with,
    module_of,
    name_of,
    nodes_of,
    statements_of,
    text_of,
    tree_of,
    within_js,
)

FILE_LINES = 600
FILES_IN_A_FOLDER = 25
# A page that grows beyond these has one idea told twice. The room's pages are with it: a phone's,
# and what its lecturer has.
PAGE_LINES = 36_659
PAGE_FILES = 260
PAGE_COMMENTS = 0.18
FUNCTION_LINES = 60  # 40 is the guide; a table or a long docstring may take it further

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
                for each in imports_of(path)
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


SPECIFIER = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def scripts_imported_by(path: Path) -> Iterator[Path]:
    """Yield each script of the project that a script imports."""
    for specifier in SPECIFIER.findall(code_of(path)):
        yield (path.parent / specifier).resolve()


def scene_of(path: Path) -> str | None:
    """Return the name of the scene that owns a script."""
    folder, _, rest = within_js(path).partition("/")
    return rest.partition("/")[0] if folder == "scenes" else None


SCENE_LISTS = {"main.js", "page/scenes.js"}


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


OTHERS_CLASSES = {"katex", "katex-html", "uplot", "opblock", "servers"}
"""What libraries put on the page is theirs."""


def test_what_is_looked_for_in_a_page_has_a_role_an_id_or_data() -> None:
    """A class says how something looks, and is another one when it looks otherwise."""
    found = [
        f"{name_of(path)}:{node.lineno}: {looked_for}"
        for path in BROWSER_TESTS
        for node in nodes_of(path, "locator(")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "locator" and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
        for looked_for in [re.sub(r"\[[^]]*]", "", ast.unparse(node.args[0]))]
        if {*re.findall(r"\.([a-z][\w-]*)", looked_for)} - OTHERS_CLASSES
    ]
    assert found == []


def test_nothing_outside_a_scene_imports_from_it() -> None:
    found = {
        f"{within_js(path)} imports {within_js(imported)}"
        for path in SCRIPTS
        for imported in scripts_imported_by(path)
        if scene_of(imported) not in {None, scene_of(path)} and within_js(path) not in SCENE_LISTS
    }
    assert found == set()


SCRIPTS_MAY_KNOW = {
    "kit": (),
    "network": ("kit",),
    "input": ("kit",),
    "state": ("kit", "panels"),  # What the panels hold of the page's state is theirs.
    "link": ("kit", "network", "input", "state"),
    "server": ("kit", "network", "state"),
    "panels": ("kit", "network", "server"),
    "print": ("kit", "link", "server", "page"),
    "room": ("kit", "input", "link", "state", "server", "page"),
}
"""What each folder of the page may import besides itself; `page` and the scenes know them all."""


@each_of([path for path in SCRIPTS if within_js(path).split("/")[0] in SCRIPTS_MAY_KNOW])
def test_knowledge_of_scripts_goes_downwards(path: Path) -> None:
    folder = within_js(path).split("/")[0]
    allowed = {folder, *SCRIPTS_MAY_KNOW[folder], "static"}
    found = [within_js(imported) for imported in scripts_imported_by(path)]
    assert [each for each in found if each.split("/")[0] not in allowed] == []


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


# One mechanism for each of these


MECHANISMS = {
    # What moves does so by the player's clock. The others wait until a size is known.
    "requestAnimationFrame": {"page/story.js", "room/room_cover.js", "scenes/walk/walk.js"},
    # A room is looked at again and again, and its time is told.
    "setInterval": {"room/news.js", "room/remote.js", "room/room.js"},
    r"\\\\htmlData": {"kit/formula.js", "kit/nudges.js", "kit/tex.js"},
    r"\bnew (Clock|Frames)\b": {"page/player.js", "page/scenes.js"},
    r"\bnew Player\b": {"page/scene.js"},
}
"""By what is there once: the scripts that may use it."""


@pytest.mark.parametrize("used", MECHANISMS)
def test_a_scene_makes_nothing_that_the_page_has(used: str) -> None:
    found = {within_js(path) for path in SCRIPTS if lines_with(path, used)}
    assert found == MECHANISMS[used]


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
