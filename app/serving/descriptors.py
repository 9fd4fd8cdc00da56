"""Files and connections that the system lets this process have open at once."""

import logging
import sys
from typing import Final

from app.settings import Settings

logger = logging.getLogger("nudge")

KEPT_FREE: Final = 64
"""For listeners, libraries, and files that are read."""


def make_room(settings: Settings) -> Settings:
    """Raise the soft limit to the hard one; return settings whose connections fit into it."""
    room = _raise_limit()
    if room is None or settings.max_connections <= room - KEPT_FREE:
        return settings
    fitting = max(1, room - KEPT_FREE)
    logger.warning(
        "Only %d connections may be open at once, not %d: the system lets this process have %d "
        "descriptors. Raise that limit (ulimit -n, or LimitNOFILE) for more.",
        fitting,
        settings.max_connections,
        room,
    )
    return settings.model_copy(update={"max_connections": fitting})


def _raise_limit() -> int | None:
    """Return how many there may be; None where there is no limit, or no telling."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415  # It is there on POSIX alone.

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # macOS has a lower limit that it does not name.
            return soft
    return None if hard == resource.RLIM_INFINITY else hard
