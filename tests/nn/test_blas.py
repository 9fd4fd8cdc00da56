"""The linear algebra under numpy keeps to one thread."""

import json
import os
import subprocess
import sys
from pathlib import Path

LOOK = """
import json, threadpoolctl, {first}
threads = [p["num_threads"] for p in threadpoolctl.threadpool_info() if p["user_api"] == "blas"]
print(json.dumps(threads))
"""


def threads_after_importing(first: str) -> list[int]:
    """Ask a process of its own, which was told to use two threads."""
    wanted = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "2")
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(first=first)],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | wanted,
        text=True,
    )
    return list(json.loads(done.stdout))


def test_one_thread_once_the_network_is_imported() -> None:
    assert len(threads_after_importing("numpy")) == 1  # threadpoolctl knows this library
    assert threads_after_importing("app.nn") == [1]
    assert threads_after_importing("app.nn.network") == [1]
