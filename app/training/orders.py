"""What a training is told to do, one by one, as it can be written down for another process."""

from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from app.training.commander import Commander, Order


@dataclass(frozen=True)
class Start:
    """Train with these changes of the settings, for a number of epochs or until told to pause."""

    changes: dict[str, float | None]
    epochs: int | None = None
    name: str = ""

    async def do(self, commander: Commander) -> None:
        """Do it. Raises: TooManyRequests; Unavailable."""
        await commander.start(self.changes, self.epochs, self.name)


@dataclass(frozen=True)
class TakeSteps:
    """Take so many more steps."""

    count: int

    async def do(self, commander: Commander) -> None:
        """Do it. Raises: TooManyRequests; Unavailable."""
        await commander.take_steps(self.count)


@dataclass(frozen=True)
class TakeEpoch:
    """Take as many steps as an epoch has."""

    async def do(self, commander: Commander) -> None:
        """Do it. Raises: TooManyRequests; Unavailable."""
        await commander.take_epoch()


@dataclass(frozen=True)
class Pause:
    """Stop, and evaluate once more."""

    async def do(self, commander: Commander) -> None:
        """Do it."""
        await commander.pause()


@dataclass(frozen=True)
class ChangeSettings:
    """Train with other settings from the next step on."""

    changes: dict[str, float | None]

    async def do(self, commander: Commander) -> None:
        """Do it. Raises: Unavailable."""
        await commander.change(self.changes)


@dataclass(frozen=True)
class Stop:
    """Stop, and end the run."""

    async def do(self, commander: Commander) -> None:
        """Do it. Raises: Unavailable."""
        await commander.stop()


@dataclass(frozen=True)
class Go:
    """Set the network to a checkpoint of a run."""

    run: str
    iteration: int

    async def do(self, commander: Commander) -> None:
        """Do it. Raises: NotFound; Unavailable."""
        await commander.go(commander.run_of(self.run), self.iteration)


@dataclass(frozen=True)
class Rename:
    """Give a run another name."""

    run: str
    name: str

    async def do(self, commander: Commander) -> None:
        """Do it. Raises: NotFound; Unavailable."""
        await commander.rename(commander.run_of(self.run), self.name)


@dataclass(frozen=True)
class Remove:
    """Drop a run."""

    run: str

    async def do(self, commander: Commander) -> None:
        """Do it. Raises: NotFound; Conflict where it is under way; Unavailable."""
        await commander.remove(commander.run_of(self.run))


@dataclass(frozen=True)
class ShowIn:
    """Note that a room shows the network, and is to hear of its changes."""

    code: str

    async def do(self, commander: Commander) -> None:
        """Do it. Raises: Unavailable."""
        await commander.show_in(self.code)


@dataclass(frozen=True)
class MakeWay:
    """Pause at once, because the network is about to be changed elsewhere."""

    async def do(self, commander: Commander) -> None:
        """Do it."""
        await commander.make_way()


@dataclass(frozen=True)
class Keep:
    """Store how far the training has come."""

    async def do(self, commander: Commander) -> None:
        """Do it, as far as the store lets it."""
        await commander.keep()


KINDS: Final[dict[str, TypeAdapter[Any]]] = {
    kind.__name__: TypeAdapter(kind)
    for kind in (
        *(Start, TakeSteps, TakeEpoch, Pause, ChangeSettings, Stop),
        *(Go, Rename, Remove, ShowIn, MakeWay, Keep),
    )
}


def write_order(order: Order) -> dict[str, Any]:
    """Return an order as it can be written in JSON."""
    name = type(order).__name__
    return {"order": name, "fields": KINDS[name].dump_python(order)}


def read_order(written: dict[str, Any]) -> Order:
    """Return what `write_order` was given."""
    order: Order = KINDS[written["order"]].validate_python(written["fields"])
    return order
