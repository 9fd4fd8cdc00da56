"""Where one process is the whole server."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from app.sessions.session import Session
from app.training.commander import Commander, Order


class NoPeers:
    """One process is all: it trains whatever is to be trained."""

    process = ""
    attend: Callable[[Session], Awaitable[None]] | None = None

    async def lease(self, _commander: Commander) -> bool:
        """Return that it may."""
        return True

    async def release(self, commander: Commander) -> None:
        """Do nothing."""

    async def hand_over(self, _commander: Commander, _order: Order) -> bool:
        """Return that nobody else does anything."""
        return False

    @contextmanager
    def watching(self, _commander: Commander) -> Iterator[None]:
        """Do nothing: nothing happens elsewhere."""
        yield

    async def publish(self, watch_key: str, session: Session) -> None:
        """Do nothing: there is nobody to tell."""

    async def published(self, _watch_key: str) -> Session | None:
        """Return that nothing is known but what this process knows itself."""
        return None

    async def run(self) -> None:
        """Do nothing."""

    async def close(self) -> None:
        """Do nothing."""
