"""The other processes of one server, as far as a session's training is concerned."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from app.sessions.session import Session
from app.training.orders import Order

if TYPE_CHECKING:
    from app.training.commander import Commander


class Peers(Protocol):
    """Knows which process trains which network, and gets to it what it is told to do."""

    process: str
    """What this process is called by the others."""
    attend: Callable[[Session], Awaitable[None]] | None
    """Called when a session that trains here may be shown in other rooms than before."""

    async def lease(self, commander: "Commander") -> bool:
        """Return whether this process may train the network from now on, and no other.

        Raises: NotFound; Unavailable.
        """

    async def release(self, commander: "Commander") -> None:
        """Let others train it."""

    async def hand_over(self, commander: "Commander", order: Order) -> bool:
        """Return whether another process trains the network, and has done what was asked for.

        Raises: NudgeError where that process could not do it; Unavailable where it says nothing.
        """

    def watching(self, commander: "Commander") -> AbstractContextManager[None]:
        """Let somebody watch who is told what happens at other processes, too."""

    async def publish(self, watch_key: str, session: Session) -> None:
        """Let all processes know what can be watched by a key. Raises: Unavailable."""

    async def published(self, watch_key: str) -> Session | None:
        """Return what can be watched by a key, if that is known. Raises: Unavailable."""

    async def run(self) -> None:
        """Keep leases, and listen to the other processes, as long as the server runs."""

    async def close(self) -> None:
        """Let go of all that is not this process's own."""


class NoPeers:
    """One process is all: it trains whatever is to be trained."""

    process = ""
    attend: Callable[[Session], Awaitable[None]] | None = None

    async def lease(self, _commander: "Commander") -> bool:
        """Return that it may."""
        return True

    async def release(self, commander: "Commander") -> None:
        """Do nothing."""

    async def hand_over(self, _commander: "Commander", _order: Order) -> bool:
        """Return that nobody else does anything."""
        return False

    @contextmanager
    def watching(self, _commander: "Commander") -> Iterator[None]:
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
