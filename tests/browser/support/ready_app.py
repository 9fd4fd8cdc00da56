"""A process that has the app ready, and becomes a server as often as it is asked to.

It has imported the app, read the digits and trained the lecture's network, which takes longer than
most tests; each server is a copy of it. It ends when nobody can ask any more.
"""

import json
import os
import signal
import socket
import sys
from typing import Final

from app.__main__ import main
from app.data.digits import load
from app.data.trained import SHIPPED
from app.work.trained_for import STOPS, train_by_recipe

MOST_BYTES: Final = 1 << 16


def answer(asked: socket.socket) -> None:
    """Fork a server for each question, which comes with the pipe for its output; tell its process.

    asked: where each is {"arguments", "environment"} in JSON.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody here waits for them.
    while True:
        question, outputs, _, _ = socket.recv_fds(asked, MOST_BYTES, 1)
        if not question:
            return
        (output,) = outputs
        if (process := os.fork()) == 0:
            asked.close()
            _serve(output, **json.loads(question))
        os.close(output)
        asked.sendall(str(process).encode())


def _serve(output: int, arguments: list[str], environment: dict[str, str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(output, sys.stdout.fileno())
    os.close(output)
    os.environ.update(environment)
    sys.exit(main(arguments))


if __name__ == "__main__":
    for _ in train_by_recipe(SHIPPED["sigmoid"], load().train, STOPS[-1], float("inf"), ()):
        pass
    answer(socket.socket(fileno=int(sys.argv[1])))
