"""A process that has the app ready, and becomes a server as often as it is asked to.

It has imported the app, read the digits and trained the lecture's network, which takes longer than
most tests; each server is a copy of it. It ends when nobody can ask any more.
"""

import json
import os
import selectors
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from app.__main__ import main
from app.data.digits import load
from app.data.trained import SHIPPED
from app.work.trained_for import STOPS, train_by_recipe

MOST_BYTES: Final = 1 << 20
OUTPUTS: Final = 3
"""What comes with each question: where it writes, where its errors go, where its end is told."""


def answer(asked: socket.socket) -> None:
    """Fork a server for each question, tell its process, and how it ended once it has.

    asked: where each is {"arguments", "environment"} in JSON.
    """
    with selectors.DefaultSelector() as watched:
        watched.register(asked, selectors.EVENT_READ)
        while True:
            for key, _ in watched.select():
                if key.fileobj is not asked:
                    watched.unregister(key.fileobj)
                    _tell_end(key.fd, *key.data)
                elif not _fork_for_next(asked, watched):
                    return


def _fork_for_next(asked: socket.socket, watched: selectors.BaseSelector) -> bool:
    """Return whether there was one more question."""
    question, outputs, _, _ = socket.recv_fds(asked, MOST_BYTES, OUTPUTS)
    if not question:
        return False
    output, errors, end = outputs
    if (process := os.fork()) == 0:
        others = [key for key in watched.get_map().values() if key.data]
        _leave([asked.detach(), end, *(fd for key in others for fd in (key.fd, key.data[1]))])
        watched.close()
        _serve(output, errors, **json.loads(question))
    _leave([output, errors])
    watched.register(os.pidfd_open(process), selectors.EVENT_READ, (process, end))
    asked.sendall(str(process).encode())
    return True


def _leave(files: Sequence[int]) -> None:
    for file in files:
        os.close(file)


def _tell_end(ended: int, process: int, end: int) -> None:
    _, status = os.waitpid(process, 0)
    with suppress(BrokenPipeError):  # Nobody wants to know.
        os.write(end, str(os.waitstatus_to_exitcode(status)).encode())
    _leave([ended, end])


def _serve(output: int, errors: int, arguments: list[str], environment: dict[str, str]) -> None:
    os.dup2(output, sys.stdout.fileno())
    os.dup2(errors, sys.stderr.fileno())
    _leave([output, errors])
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(main(arguments))


if __name__ == "__main__":
    for _ in train_by_recipe(SHIPPED["sigmoid"], load().train, STOPS[-1], float("inf"), ()):
        pass
    answer(socket.socket(fileno=int(sys.argv[1])))
