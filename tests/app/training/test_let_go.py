"""A network that is deleted is freed at once, also where it was trained."""

import asyncio
import gc
import weakref

from app.data.digits import load
from app.nn.network import Network
from app.sessions.compute import Compute
from app.sessions.session import Session
from app.sessions.store import MemoryStore
from app.training.broadcast import Broadcasts
from app.training.commanders import Commanders, Limits


async def trained_and_deleted() -> weakref.ref[Session]:
    store = MemoryStore(2, 1 << 30, 3600)
    compute = Compute(4, 2)

    async def digits() -> object:
        return load()

    commanders = Commanders(compute, store, digits, Limits(1, 2, 1 << 20, 1e6))  # type: ignore[arg-type]
    session = Session(Network((784, 3, 10)), "zeros", 0, "random", 1 << 20)
    await store.create(session)
    commander = commanders.of(session)
    with Broadcasts().seat(commander, is_owner=True) as seat:
        await commander.take_steps(1)
        while commander.status != "finished":
            await seat.wait()
            seat.take()
    await store.delete(session.id)
    await asyncio.sleep(0)
    compute.close()
    return weakref.ref(session)


def test_nothing_keeps_a_deleted_network() -> None:
    gc.collect()
    gc.disable()
    try:
        assert asyncio.run(trained_and_deleted())() is None
    finally:
        gc.enable()
