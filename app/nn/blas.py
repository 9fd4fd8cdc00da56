"""Threads of the linear-algebra library under numpy."""

import numpy  # noqa: F401, ICN001 - only a library that is loaded already can be limited
from threadpoolctl import threadpool_limits


def keep_to_one_thread() -> None:
    """Let BLAS use one thread in this process, for good.

    The matrices here are small: with two threads a step over 1,000 examples takes more than four
    times as long, because the threads spend their time waiting for one another.
    """
    threadpool_limits(limits=1, user_api="blas")
