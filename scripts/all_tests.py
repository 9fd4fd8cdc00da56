"""`python -m scripts.all_tests`: run all tests but the long ones; `--long`: run those.

`--share 2/5` runs one in five of them, the third one: five shares are all of them.

Where `CI` is set, what has failed is run once more, by itself and with nothing beside it: a fault
of the code fails again, a second in which the machine stood still does not. Both stay in the log.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
TESTS: Final = ROOT / "tests"
BROWSER: Final = TESTS / "browser"
FAILED: Final = 1
"""pytest's own code: tests have failed, and nothing worse has happened."""


class Half(NamedTuple):
    """Tests that one process of pytest runs."""

    name: str
    what: list[str]
    """Files and folders, and options that choose among them."""
    how: list[str]


def halves(workers: int) -> list[Half]:
    """Return the tests in the browser, and all others beside them, which fill the gaps.

    A page and its server keep a core busy: on two cores two tests in the browser run at once.
    """
    others = [*sorted(TESTS.glob("*/")), *sorted(TESTS.glob("test_*.py"))]
    rest = [str(path) for path in others if path != BROWSER and not path.name.startswith("_")]
    return [
        Half(
            "browser",
            [str(BROWSER)],
            [f"--numprocesses={workers}", "--dist=worksteal", "--durations=40"],
        ),
        Half("rest", rest, ["--durations=20"]),
    ]


def long(workers: int, share: str) -> list[Half]:
    """Return the tests that take minutes, or a share of them."""
    how = [f"--numprocesses={workers}", "--dist=worksteal", f"--share={share}"]
    return [Half("long", [str(TESTS), "-m", "long"], how)]


def run(all_: list[Half], logs: Path) -> int:
    """Run them at once, the first one's output as it comes; return 0 if all is well."""
    # Where nothing that is compiled is kept, each of dozens of servers compiles the app.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    first, *others = all_
    files = [(logs / f"{half.name}.log").open("w+") for half in others]
    running = [_start(half, file) for half, file in zip(others, files, strict=True)]
    codes = [_start(first, None).wait(), *(process.wait() for process in running)]
    for file in files:
        file.seek(0)
        print(file.read(), flush=True)
        file.close()
    last = [
        _again(half) if code == FAILED and os.environ.get("CI") else code
        for half, code in zip(all_, codes, strict=True)
    ]
    return next(filter(None, last), 0)


def _start(half: Half, output: IO[str] | None) -> subprocess.Popen[str]:
    # The first is run by several processes: those beside it would end a minute after it.
    behind = ["nice", "-n", "2"] if output is None and shutil.which("nice") else []
    command = [*behind, *_pytest(half), "--cache-clear", *half.how]
    return subprocess.Popen(command, stdout=output, stderr=output and subprocess.STDOUT, text=True)


def _again(half: Half) -> int:
    print(f"\nOnce more what has failed ({half.name}):", flush=True)
    only = ["--last-failed", "--last-failed-no-failures=none"]
    return subprocess.run([*_pytest(half), *only], check=False).returncode


def _pytest(half: Half) -> list[str]:
    cache = Path(sys.prefix) / "pytest" / half.name
    return [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *half.what]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="those that take minutes")
    parser.add_argument("--workers", type=int, default=2, help="tests in the browser at once")
    parser.add_argument("--share", default="0/1", help="of the long ones, like 2/5")
    given = parser.parse_args()
    chosen = long(given.workers, given.share) if given.long else halves(given.workers)
    sys.exit(run(chosen, Path(sys.prefix)))
