"""The connection to Redis or Valkey: every call ends soon, with an answer or an error."""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.commands.core import AsyncScript
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import NoScriptError, OutOfMemoryError, RedisError, ResponseError

from app.errors import Unavailable

logger = logging.getLogger("nudge")

T = TypeVar("T")

AT_ONCE: Final[dict[str, Any]] = {"protocol": 2, "driver_info": None}
"""A connection can be used as soon as it is there: nothing is asked that nobody needs to know."""
MOST_CONNECTIONS: Final = 50
MOST_WAITING: Final = 1000
REST_S: Final = 0.5
"""For so long nobody is made to wait again, once the engine has not answered."""
BEAT_S: Final = 1.0
"""How often the engine is asked whether it is there, where nobody else asks it."""

NO_ANSWER: Final = "The store of sessions does not answer; try again in a moment."
FULL: Final = "The store of sessions is full; try again later."

OLDEST: Final = 7
OLDEST_VALKEY: Final = 8
SAFE_POLICIES: Final = frozenset({"noeviction", "volatile-lru", "volatile-ttl", "allkeys-lru"})


class SessionKeys(NamedTuple):
    """The keys of one session."""

    itself: str
    lease: str
    """Who trains it."""
    news: str
    """The channel of what happens to it."""


@dataclass(frozen=True, eq=False, slots=True)
class ScriptCall:
    """One call of a script."""

    keys: Sequence[str]
    arguments: Sequence[str | int | bytes]


class Full(Unavailable):
    """The engine has no room for what is to be stored."""


class Engine:
    """Calls to one engine. Where it fails, callers get a 503, and the next of them get it at once.

    A connection that was lost between two calls is opened again once, so a call must be safe to
    repeat.
    """

    def __init__(
        self,
        url: str,
        prefix: str,
        patience_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wait at most so long for an answer, connecting and all."""
        self.prefix = prefix
        self.process = secrets.token_hex(8)
        """What this process is called by the others."""
        self.is_answering = True
        """Whether the last call was answered."""
        self.patience_s = patience_s
        self._url = url
        self._clock = clock
        self._rests_until = self._answered_at = -1.0
        self._slots = asyncio.Semaphore(MOST_CONNECTIONS)
        pool = ConnectionPool.from_url(
            url,
            max_connections=MOST_CONNECTIONS,
            socket_timeout=None,  # `call` waits no longer than its patience, once for all of it.
            socket_connect_timeout=patience_s,
            retry=Retry(NoBackoff(), 1, (NoConnection,)),
            **AT_ONCE,
        )
        self._client = Redis.from_pool(pool)

    def key(self, *parts: str) -> str:
        """Return the name of a key, which no other program's has."""
        return ":".join((self.prefix, *parts))

    def has(self, lease: str) -> bool:
        """Return whether a lease is this process's: each begins with the name of who has it."""
        return lease.startswith(self.process)

    def session_keys(self, session_id: str) -> "SessionKeys":
        """Return where all that belongs to a session is."""
        key = self.key("session", session_id)
        return SessionKeys(key, f"{key}:lease", f"{key}:news")

    def script(self, text: str) -> AsyncScript:
        """Return what the engine is to run in one piece; for `call`."""
        return self._client.register_script(text)

    async def call(self, work: Callable[[Redis], Awaitable[T]]) -> T:
        """Return what the engine answers. Raises: Unavailable where it does not."""
        began = self._clock()
        if began < self._rests_until:
            raise Unavailable(NO_ANSWER)
        try:
            async with asyncio.timeout(self.patience_s), self._slots:
                answer = await work(self._client)
        except ResponseError as error:
            raise _refusal(error) from error
        except (RedisError, OSError, TimeoutError) as error:
            self._note_failure(error, began)
            raise Unavailable(NO_ANSWER) from error
        self._note_answer()
        return answer

    async def call_script(
        self, script: AsyncScript, calls: Sequence[ScriptCall]
    ) -> list[Any | Unavailable]:
        """Return the answers to many calls of a script, made at once; refused ones as errors.

        Raises: Unavailable where the engine does not answer.
        """
        answers = await self.call(lambda client: _run(client, script, calls))
        return [_refusal(each) if isinstance(each, ResponseError) else each for each in answers]

    def waiting(self, longest_s: float) -> Redis:
        """Return a client whose answers may take so much longer, for calls that wait for news."""
        patience_s = self.patience_s + longest_s
        return Redis.from_url(
            self._url,
            max_connections=MOST_WAITING,
            socket_timeout=patience_s,
            socket_connect_timeout=self.patience_s,
            retry=Retry(NoBackoff(), 0),
            **AT_ONCE,
        )

    async def watch(self) -> None:
        """Keep `is_answering` up to date; log at the start what is unsafe. Never ends."""
        await self._warn()
        while True:
            with suppress(Unavailable):
                await self.call(lambda client: client.ping())
            await asyncio.sleep(BEAT_S)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    def _note_failure(self, error: BaseException, began: float) -> None:
        if self._answered_at > began:
            return  # It has come back since this was asked for.
        self._rests_until = self._clock() + REST_S
        if self.is_answering:
            self.is_answering = False
            logger.error("The store of sessions does not answer: %s", _reason(error))

    def _note_answer(self) -> None:
        self._answered_at = self._clock()
        if not self.is_answering:
            self.is_answering = True
            logger.warning("The store of sessions answers again.")

    async def _warn(self) -> None:
        """Say what is unsafe about the engine, as far as it tells how it is set."""
        with suppress(Unavailable):  # Where it does not answer, that was logged.
            info, config = await self.call(_how_it_is_set)
            for warning in warnings_of(info, config, self._is_near):
                logger.warning("The store of sessions %s", warning)

    @property
    def _is_near(self) -> bool:
        """Whether only this machine can reach the engine, as far as its address tells."""
        where = self._client.connection_pool.connection_kwargs
        return "path" in where or where.get("host") in ("localhost", "127.0.0.1", "::1")


async def _run(client: Redis, script: AsyncScript, calls: Sequence[ScriptCall]) -> list[Any]:
    pipe = client.pipeline(transaction=False)
    for call in calls:
        pipe.evalsha(script.sha, len(call.keys), *call.keys, *call.arguments)
    answers = await pipe.execute(raise_on_error=False)
    unknown = [index for index, each in enumerate(answers) if isinstance(each, NoScriptError)]
    if unknown:
        await client.script_load(script.script)
        again = await _run(client, script, [calls[index] for index in unknown])
        for index, answer in zip(unknown, again, strict=True):
            answers[index] = answer
    return answers


def _refusal(error: ResponseError) -> Unavailable:
    """Return what a caller gets whom the engine has refused."""
    if isinstance(error, OutOfMemoryError) or "maxmemory" in str(error):
        return Full(FULL, 10)
    logger.error("The store of sessions refuses a call: %s", error)
    return Unavailable(NO_ANSWER, 10)


async def _how_it_is_set(client: Redis) -> tuple[Mapping[Any, Any], Mapping[Any, Any]]:
    info = await client.info("server")
    try:
        return info, await client.config_get("maxmemory-policy", "requirepass")
    except ResponseError:  # Who rents it may not ask for that.
        return info, {}


def warnings_of(info: Mapping[Any, Any], config: Mapping[Any, Any], is_near: bool) -> Iterator[str]:
    """Yield what is unsafe about an engine, by its INFO and CONFIG."""
    name, oldest = ("Valkey", OLDEST_VALKEY) if "valkey_version" in info else ("Redis", OLDEST)
    version = str(info.get(f"{name.lower()}_version", oldest))
    if int(version.split(".", maxsplit=1)[0]) < oldest:
        yield f"is {name} {version}, which is too old: it should be {oldest} or later."
    policy = config.get("maxmemory-policy", "noeviction")
    if policy not in SAFE_POLICIES:
        yield (
            f"may drop sessions in use when it is full (maxmemory-policy {policy}): set it to "
            "volatile-lru or noeviction."
        )
    if config.get("requirepass") == "" and not is_near:
        yield (
            "is reached over the network and asks for no password: whoever reaches it can read "
            "and change everything."
        )


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
