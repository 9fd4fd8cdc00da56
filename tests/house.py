"""The project's sources, as the rules of the house read them."""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
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


HOLD_STATEMENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def statements_of(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all statements within a node; not what they are made of, which is most of a file."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, HOLD_STATEMENTS):
            yield child
            yield from statements_of(child)


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
def imports_of(path: Path) -> tuple[Import, ...]:
    """Return each module that a Python file imports, anywhere in it, be it for its types alone."""
    return tuple(read_imports(path))


def read_imports(path: Path) -> Iterator[Import]:
    package = module_of(path).split(".")
    if path.name != "__init__.py":
        package.pop()
    for node in statements_of(tree_of(path)):
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


def within_js(path: Path) -> str:
    """Return a script's path below static/js, or below static for the vendor's."""
    js = ROOT / "static" / "js"
    return path.relative_to(js).as_posix() if path.is_relative_to(js) else name_of(path)


def lines_with(path: Path, pattern: str) -> list[str]:
    """Return the lines of a script's code that hold a pattern."""
    return [
        f"{name_of(path)}:{number}: {line.strip()}"
        for number, line in enumerate(code_of(path).splitlines(), start=1)
        if re.search(pattern, line)
    ]
