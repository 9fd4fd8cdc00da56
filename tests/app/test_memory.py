"""Free memory goes back to the system."""

import subprocess
import sys

import pytest

HALF_USED = """
from pathlib import Path
from app.operating.memory import give_back

def taken():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

blocks = [bytearray(b"x" * 60_000) for _ in range(2_000)]  # So small that the C library keeps them.
del blocks[:-1]  # The last one lies on top of all the others.
before = taken()
give_back()
print(before - taken())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has a call for it")
def test_what_lies_free_below_something_used_is_given_back() -> None:
    command = [sys.executable, "-c", HALF_USED]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert int(output) > 100e6
