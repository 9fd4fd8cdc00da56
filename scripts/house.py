"""`python -m scripts.house`: measure the house, in the figures that tests/test_house.py keeps."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
JS: Final = ROOT / "static" / "js"
TREES: Final = {
    "static/js": ("static/js", ".js"),
    "app": ("app", ".py"),
    "tests": ("tests", ".py"),
    "static/css": ("static/css", ".css"),
}
FOLDER_FILES: Final = 25
MAY_SHARE_A_NAME: Final = {"scene", "state", "words", "address", "__init__", "__main__"}
COMMENT_OR_STRING: Final = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|/\*.*?\*/|(?<!:)//[^\n]*""",
    re.DOTALL,
)


class Lines(NamedTuple):
    """How many lines some files have, and what stands on them."""

    files: int
    total: int
    comments: int
    blank: int


def files_of(tree: str) -> list[Path]:
    """Return the source files of one of the trees, without what was installed or built."""
    folder, suffix = TREES[tree]
    return sorted((ROOT / folder).rglob(f"*{suffix}"))


def code_of(text: str) -> str:
    """Return a script without its comments, each line at its number."""

    def blank(match: re.Match[str]) -> str:
        return match[1] or "\n" * match[0].count("\n")

    return COMMENT_OR_STRING.sub(blank, text)


def count(paths: list[Path]) -> Lines:
    """Count the lines of scripts; a line with code on it is no comment."""
    total = comments = empty = 0
    for path in paths:
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        code = code_of(text).splitlines()
        code += [""] * (len(lines) - len(code))
        blank = sum(not line.strip() for line in lines)
        total += len(lines)
        empty += blank
        comments += sum(not line.strip() for line in code) - blank
    return Lines(len(paths), total, comments, empty)


def crowded_folders(paths: list[Path]) -> list[str]:
    """Return the folders that hold more files than a person finds their way in."""
    folders = Counter(path.parent.relative_to(ROOT).as_posix() for path in paths)
    return [f"{name}: {many} files" for name, many in folders.items() if many > FOLDER_FILES]


def shared_names(paths: list[Path]) -> list[str]:
    """Return the file names that stand more than once in a tree."""
    names = Counter(path.stem for path in paths)
    return [
        f"{name}: {many} files"
        for name, many in sorted(names.items())
        if many > 1 and name not in MAY_SHARE_A_NAME
    ]


def report() -> Iterator[str]:
    """Yield the lines of the table."""
    yield "tree          files   lines  comments   share  median  longest"
    for tree in TREES:
        paths = files_of(tree)
        lengths = sorted(len(path.read_text("utf-8").splitlines()) for path in paths)
        middle = lengths[len(lengths) // 2]
        if tree == "static/js":
            lines = count(paths)
            share = f"{lines.comments:>10,}{lines.comments / lines.total:>8.1%}"
        else:
            share = f"{'':>18}"
        yield f"{tree:<12}{len(paths):>7}{sum(lengths):>8,}{share}{middle:>8}{lengths[-1]:>9}"
    for tree in ("static/js", "app"):
        paths = files_of(tree)
        yield f"\n{tree}"
        yield f"  folders of more than {FOLDER_FILES} files: {crowded_folders(paths) or 'none'}"
        yield f"  names that stand more than once: {shared_names(paths) or 'none'}"


if __name__ == "__main__":
    print(*report(), sep="\n")
