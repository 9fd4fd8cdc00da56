"""Messages between processes: delivered once, to those that listen at the time."""

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Final, TypeAlias

from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from app.engine.connection import NO_ANSWER, Engine
from app.errors import Unavailable

logger = logging.getLogger("nudge")

QUIET_S: Final = 2.0
"""After so long without a message the engine is asked whether it is still there; and once more
after that it counts as gone."""
AGAIN_S: Final = (0.05, 0.3)
"""The pause before listening again after a loss is between these: all processes lose it at once."""

Take: TypeAlias = Callable[[bytes], None]


class Post:
    """One connection that listens to many channels, and is opened again when it is lost.

    What is sent while nobody listens is lost; who needs it reads what is stored.
    """

    def __init__(self, engine: Engine) -> None:
        self.after_loss: set[Callable[[], None]] = set()
        """Called when messages may have been lost."""
        self._engine = engine
        self._client = engine.waiting(2 * QUIET_S)
        self._takers: dict[bytes, Take] = {}
        self._heard: dict[bytes, asyncio.Event] = {}
        """Of each channel, whether the engine has confirmed that it is listened to."""
        self._pubsub: PubSub | None = None

    async def send(self, channel: str, message: bytes) -> int:
        """Tell all who listen to a channel; return how many processes do. Raises: Unavailable."""
        return int(await self._engine.call(lambda client: client.publish(channel, message)))

    async def listen(self, channel: str, take: Take) -> None:
        """Pass what is sent from now on to `take`. Raises: Unavailable where that takes long."""
        key = channel.encode()
        self._takers[key] = take
        heard = self._heard.setdefault(key, asyncio.Event())
        try:
            async with asyncio.timeout(self._engine.patience_s):
                if self._pubsub is not None:
                    await self._pubsub.subscribe(key)
                await heard.wait()
        except (RedisError, OSError, TimeoutError) as error:
            raise Unavailable(NO_ANSWER) from error

    async def leave(self, channel: str) -> None:
        """Listen no longer."""
        key = channel.encode()
        self._takers.pop(key, None)
        self._heard.pop(key, None)
        if self._pubsub is not None:
            try:
                await self._pubsub.unsubscribe(key)
            except (RedisError, OSError) as error:
                logger.debug("A channel could not be left: %s", error)

    async def run(self) -> None:
        """Read what is told, as long as the server runs. Never ends."""
        while True:
            try:
                async with self._client.pubsub() as pubsub:
                    if self._takers:
                        await pubsub.subscribe(*self._takers)
                    self._pubsub = pubsub
                    await self._read(pubsub)
            except (RedisError, OSError, TimeoutError) as error:
                logger.debug("What processes tell each other is not heard: %s", error)
            finally:
                self._pubsub = None
            for heard in self._heard.values():
                heard.clear()
            await asyncio.sleep(random.uniform(*AGAIN_S))  # noqa: S311 - No secret.

    async def close(self) -> None:
        """Close the connection."""
        await self._client.aclose()

    async def _read(self, pubsub: PubSub) -> None:
        self._tell_of_loss()
        is_asked = False
        while True:
            if not pubsub.subscribed:
                await asyncio.sleep(AGAIN_S[0])  # Nobody wants to hear anything yet.
                continue
            message = await pubsub.get_message(timeout=QUIET_S)
            if message is not None:
                is_asked = False
                self._take(message["type"], message["channel"], message["data"])
            elif is_asked:
                raise TimeoutError("no answer")
            else:
                is_asked = True
                await pubsub.ping()

    def _take(self, kind: str, channel: bytes, data: object) -> None:
        if kind == "subscribe":
            if (heard := self._heard.get(channel)) is not None:
                heard.set()
        elif kind == "message" and (take := self._takers.get(channel)) is not None:
            assert isinstance(data, bytes)
            try:
                take(data)
            except Exception:
                logger.exception("What a process has told could not be taken")

    def _tell_of_loss(self) -> None:
        for tell in tuple(self.after_loss):
            tell()
