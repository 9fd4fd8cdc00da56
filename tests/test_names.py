"""What things are called in the code, and what the documents name.

Names are the field's own; a failing test here names the file and the word.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import APP, ROOT, SCRIPTS, code_of, each_of, text_of, tree_of

FORBIDDEN = {"wish", "place", "moment", "told", "anew", "alike", "beside", "whose"}
FORBIDDEN |= {"utils", "helpers", "manager"}
"""Words that are of no field, or say nothing; captions may have the first ones."""
STORED = "told"
"""A field's name, in rooms that are kept."""
INHERITED = {"handle_exit", "handle_ping", "handle_websocket_upgrade"}


def words_of(name: str) -> list[str]:
    """Return the words that a name is made of: `isTold` and `is_told` are both "is told"."""
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower().strip("_").split("_")


def is_unfit(name: str) -> bool:
    """Return whether a name has a word in it that is not to be there."""
    is_empty = name.startswith("handle_") and name not in INHERITED
    return is_empty or (name != STORED and not FORBIDDEN.isdisjoint(words_of(name)))


def names_given(path: Path) -> Iterator[tuple[int, str]]:
    """Yield what a Python file gives a name to, and its line."""
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr


@each_of(APP)
def test_names_say_what_they_name(path: Path) -> None:
    found = [f"{line}: {name}" for line, name in names_given(path) if is_unfit(name)]
    assert found == []


GIVEN = re.compile(r"\b(?:const|let|class|function\*?|get|set|async) +#?(\w+)|#(\w+) *[=(;]")


@each_of(SCRIPTS)
def test_names_of_scripts_say_what_they_name(path: Path) -> None:
    names = {given or hidden for given, hidden in GIVEN.findall(code_of(path))}
    assert [name for name in sorted(names) if is_unfit(name)] == []


DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ROOTS = ("", "static", "static/js", "app", "tests", "tests/browser")
"""Where a path in them begins."""
TO_BE_MADE = re.compile(r"/x/|/x_|/largest_term\.js$|^(?:FOLDER|text)/")
"""What stands for a name, or for a file that a reader would add."""


@each_of(DOCUMENTS)
def test_documents_name_what_there_is(path: Path) -> None:
    named = [word for span in re.findall(r"`([^`\n]+)`", text_of(path)) for word in span.split()]
    paths = [word for word in named if re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?", word)]
    missing = [
        word
        for word in paths
        if not TO_BE_MADE.search(word) and not any((ROOT / root / word).exists() for root in ROOTS)
    ]
    assert not missing, f"names paths that do not exist: {missing}"
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    commands = set(re.findall(r"(?:^|`)make ([a-z-]+)", text_of(path), re.MULTILINE))
    assert commands <= targets, f"names commands that make does not have: {commands - targets}"
    modules = re.findall(r"python -m ((?:app|scripts|tests)[\w.]*)", text_of(path))
    for module in modules:
        file = ROOT / module.replace(".", "/")
        assert file.with_suffix(".py").exists() or (file / "__main__.py").exists(), module
