"""Source that runs elsewhere: of what some definitions need, the text, read from the modules here.

So the arithmetic of a program to take home is that of this server, written once, and checked here.
"""

import ast
import inspect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import Final, NamedTuple, TypeGuard

PACKAGE: Final = "app"

MODULES: Final = (
    "app.nn.arrays",
    "app.nn.activations",
    "app.nn.costs",
    "app.nn.parameters",
    "app.nn.initializers",
    "app.nn.trace",
    "app.nn.network",
    "app.nn.norms",
    "app.nn.training",
    "app.nn.score",
    "app.nn.directions",
    "app.nn.terms",
    "app.nn.what_if",
    "app.nn.finite_difference",
    "app.nn.chain_rule",
    "app.take_home.unpack",
    "app.take_home.numbers",
    "app.take_home.tables",
    "app.take_home.names",
    "app.take_home.facts",
    "app.take_home.input_tables",
    "app.take_home.forward_tables",
    "app.take_home.cost_tables",
    "app.take_home.backward_tables",
    "app.take_home.drawing_tables",
    "app.take_home.step_tables",
    "app.take_home.walk",
    "app.take_home.chain_tables",
)
"""Where the source may come from, each after those that it needs."""


class Location(NamedTuple):
    """Where something is defined."""

    module: str
    name: str


@dataclass(frozen=True)
class Definition:
    """A function, class or constant, with its docstring."""

    text: str
    uses: frozenset[str]
    """All names that occur in it."""
    is_constant: bool


@dataclass(frozen=True)
class Module:
    """A module taken apart."""

    title: str
    """The first line of its docstring."""
    definitions: dict[str, Definition]
    """In their order."""
    own: dict[str, Location]
    """Names that are imported from this package."""
    foreign: dict[str, Location]
    """Names that are imported from elsewhere; a module itself has the name ""."""


def source_of(roots: Iterable[Location]) -> str:
    """Return the source of `roots` and of all that they need: imports first, then the modules.

    Raises: KeyError where a name comes from a module that is not among `MODULES`.
    """
    needed = _needed(roots)
    sections = [_imports(needed)]
    for name in MODULES:
        module = module_called(name)
        definitions = [
            definition
            for own_name, definition in module.definitions.items()
            if Location(name, own_name) in needed
        ]
        if definitions:
            sections.append(f"# {module.title}\n\n{_joined(definitions)}")
    return "\n\n\n".join(sections)


def _joined(definitions: Sequence[Definition]) -> str:
    """Return definitions under each other, constants closer than functions and classes."""
    text = definitions[0].text
    for before, definition in pairwise(definitions):
        together = before.is_constant and definition.is_constant
        text += ("\n\n" if together else "\n\n\n") + definition.text
    return text


def _needed(roots: Iterable[Location]) -> set[Location]:
    needed: set[Location] = set()
    waiting = list(roots)
    while waiting:
        location = waiting.pop()
        if location in needed:
            continue
        needed.add(location)
        module = module_called(location.module)
        for name in module.definitions[location.name].uses:
            if name in module.definitions:
                waiting.append(Location(location.module, name))
            elif name in module.own:
                waiting.append(module.own[name])
    return needed


def _imports(needed: set[Location]) -> str:
    """Return the import statements that the definitions need, numpy's last."""
    foreign = {
        (source, name)
        for location in needed
        for name in module_called(location.module).definitions[location.name].uses
        if (source := module_called(location.module).foreign.get(name)) is not None
    }
    modules = {source.module: name for source, name in foreign if source.name == ""}
    names: dict[str, list[str]] = {}
    for source, _ in sorted(foreign):
        if source.name:
            names.setdefault(source.module, []).append(source.name)
    lines = [
        *(f"import {m}" + ("" if m == name else f" as {name}") for m, name in modules.items()),
        *(
            f"from {module} import {', '.join(sorted(found, key=_constants_first))}"
            for module, found in names.items()
        ),
    ]
    standard = sorted(line for line in lines if " numpy" not in line)
    others = sorted(line for line in lines if " numpy" in line)
    return "\n".join([*_plain_first(standard), "", *_plain_first(others)])


def _constants_first(name: str) -> tuple[bool, bool, str]:
    return not name.isupper(), name[0].islower(), name


def _plain_first(lines: Sequence[str]) -> list[str]:
    return sorted(lines, key=lambda line: line.startswith("from"))


@cache
def module_called(name: str) -> Module:
    """Take a module apart, once, when the first program is made: it need not slow the start.

    Raises: KeyError where it is not among `MODULES`.
    """
    source = SOURCES[name]
    lines, tree = source.splitlines(), ast.parse(source)
    own: dict[str, Location] = {}
    foreign: dict[str, Location] = {}
    definitions: dict[str, Definition] = {}
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.Import):
            for alias in node.names:
                foreign[alias.asname or alias.name] = Location(alias.name, "")
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            imported = own if module.partition(".")[0] == PACKAGE else foreign
            imported |= {alias.name: Location(module, alias.name) for alias in node.names}
        elif defined := _name_of(node):
            is_constant = isinstance(node, ast.AnnAssign)
            end = after if is_constant and _is_text(after) else node
            text = "\n".join(lines[_start(node) - 1 : end.end_lineno])
            definitions[defined] = Definition(text, _names_in(node), is_constant)
    title = (ast.get_docstring(tree) or "").partition("\n")[0]
    return Module(title, definitions, own, foreign)


def _name_of(node: ast.stmt) -> str | None:
    """Return what a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return None


def _start(node: ast.stmt) -> int:
    """Return a definition's first line: that of its decorators, where it has some."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def _is_text(node: ast.stmt | None) -> TypeGuard[ast.Expr]:
    """Return whether a statement is the docstring of the constant before it."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _names_in(node: ast.stmt) -> frozenset[str]:
    return frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))


# Read while the modules are loaded: later the files might hold what does not run here.
SOURCES: Final = {name: inspect.getsource(import_module(name)) for name in MODULES}
