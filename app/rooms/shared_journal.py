"""One room that several processes know: each does the same deeds in the order of one log.

What is done is appended to the log in the engine, which numbers it, and is done here when it comes
back, as it is everywhere: so all processes have the same room, and none ever loses a vote of
another's. Once in a while one of them stores the whole room, and the log before that is dropped.
"""

import asyncio
import hashlib
import logging
import random
import secrets
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final, NamedTuple, TypeAlias, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.engine.connection import NO_ANSWER, Engine
from app.errors import NotFound, NudgeError, Overtaken, Unavailable
from app.rooms.deeds import Count, Deed, Journal
from app.rooms.room import Room
from app.rooms.seats import HERE_AFTER_S
from app.rooms.written_room import Bounds, read_deed, renew_room, write_deed, write_room

logger = logging.getLogger("nudge")

WAIT_S: Final = 10.0
"""So long the engine holds its answer where there is nothing new."""
BEAT_S: Final = 1.0
IDLE_BEAT_S: Final = 10.0
"""How often this process says who is connected through it, even where nobody is."""
BEATS_APART_S: Final = 0.1
AT_ONCE: Final = 100
"""So many deeds are read, or written, in one call."""
AGAIN_S: Final = 0.2
"""After so long a note is written again that the engine has not taken."""
SETTLE_S: Final = 1.0
LOG_LENGTH: Final = 500
LOG_BYTES: Final = 2 << 20
"""With so much in the log the whole room is stored."""

NO_SUCH_ROOM: Final = "There is no such room, or it has ended."

APPEND: Final = """\
-- who writes, its token, and by, deed and numbers of each deed. Returns the number of the last; who
-- has written them, and never heard of it, hears it now.
if redis.call('HEXISTS', KEYS[1], 'closed') == 1 then return -1 end
if redis.call('HEXISTS', KEYS[1], 'seq') == 0 then return -1 end
local by = redis.call('HMGET', KEYS[1], 'by:' .. ARGV[1], 'last:' .. ARGV[1])
if by[1] == ARGV[2] then return tonumber(by[2]) end
for i = 3, #ARGV, 3 do
  local at = redis.call('HGET', KEYS[1], 'seq') + 1
  redis.call('XADD', KEYS[2], at .. '-0', 'by', ARGV[i], 'deed', ARGV[i + 1], 'n', ARGV[i + 2])
  redis.call('HSET', KEYS[1], 'seq', at)  -- Last: where the one before fails, nothing is missing.
end
local last = redis.call('HGET', KEYS[1], 'seq')
redis.call('HSET', KEYS[1], 'by:' .. ARGV[1], ARGV[2], 'last:' .. ARGV[1], last)
redis.call('PEXPIREAT', KEYS[2], redis.call('PEXPIRETIME', KEYS[1]))
return tonumber(last)
"""

BEAT: Final = """\
-- KEYS: room, log, who is here, all rooms; code, whether its presenter was there, for how long it
-- lives without, how long a seat is here (ms), and who is here
if redis.call('HEXISTS', KEYS[1], 'seq') == 0 then return -1 end
if redis.call('HEXISTS', KEYS[1], 'closed') == 1 then return -1 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[2] == '1' then
  local ends = math.min(tonumber(redis.call('HGET', KEYS[1], 'ends')), now + tonumber(ARGV[3]))
  redis.call('PEXPIREAT', KEYS[1], string.format('%d', ends))
  redis.call('PEXPIREAT', KEYS[2], string.format('%d', ends))
  redis.call('ZADD', KEYS[4], string.format('%d', now), ARGV[1])
end
for i = 5, #ARGV do redis.call('ZADD', KEYS[3], string.format('%d', now + ARGV[4]), ARGV[i]) end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', string.format('%d', now))
redis.call('PEXPIREAT', KEYS[3], redis.call('PEXPIRETIME', KEYS[1]))
return redis.call('ZCARD', KEYS[3])
"""

LEAVE: Final = """\
redis.call('ZREM', KEYS[1], unpack(ARGV))
return 1
"""

STORE: Final = """\
-- up to where the log is in it, names and values. What came since it was stored before stays in the
-- log: other processes are about to read it.
if redis.call('HEXISTS', KEYS[1], 'seq') == 0 then return -1 end
local before = tonumber(redis.call('HGET', KEYS[1], 'at'))
if before >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'at', unpack(ARGV))
redis.call('XTRIM', KEYS[2], 'MINID', '=', (before + 1) .. '-0')
return 1
"""
GONE: Final = -1


class Keys(NamedTuple):
    """What a room is stored as."""

    room: str
    """A hash: `seq`, how many deeds there were; the whole room as it was after `at` of them."""
    log: str
    """A stream of the deeds after those."""
    here: str
    """A sorted set: until when each seat is here. Of seats only digests."""


class Waiting(NamedTuple):
    """A deed that is to be written."""

    deed: bytes
    numbers: bytes
    done: asyncio.Future[None]
    is_note: bool
    """Whether it is written in any case, once the engine answers."""
    is_allowed: bool
    """Whether no room refuses it."""


class Written(NamedTuple):
    """A deed that has been written, and is awaited in the log."""

    done: asyncio.Future[None]
    is_allowed: bool
    number: int | None = None
    """None until the engine has told it."""


Entry: TypeAlias = tuple[bytes, Mapping[bytes, bytes]]
"""Of the log: its name, and what is in it."""


class _Gap(Exception):
    """A deed is missing that the whole room has in it by now."""


class SharedJournal(Journal):
    """Does to a room here what is done to it anywhere."""

    def __init__(
        self,
        room: Room,
        at: int,
        keys: Keys,
        engine: Engine,
        way: Redis,
        bounds: Bounds,
        without_presenter_s: float,
        all_rooms: str,
    ) -> None:
        """Go on with a room as it was after so many deeds; `way` is for waiting on."""
        super().__init__(room)
        self.at = at
        self._keys, self._all_rooms = keys, all_rooms
        self._engine, self._way, self._bounds = engine, way, bounds
        self._without_presenter_ms = round(1000 * without_presenter_s)
        self._name = secrets.token_hex(8)
        self._queue: deque[Waiting] = deque()
        self._written: dict[bytes, Written] = {}
        self._noted: set[asyncio.Future[None]] = set()
        self._awaited: list[tuple[int, asyncio.Future[None]]] = []
        self._log_length = self._log_bytes = 0
        self._presented_at = room.presented_at
        self._here: frozenset[str] = frozenset()
        self._beats_now = asyncio.Event()
        self._saying = asyncio.Lock()
        self._writing: asyncio.Task[None] | None = None
        self._append, self._beat = engine.script(APPEND), engine.script(BEAT)
        self._leave, self._store = engine.script(LEAVE), engine.script(STORE)
        room.note_count = lambda _: self._beats_now.set()
        self._tasks = [asyncio.create_task(self._read_on()), asyncio.create_task(self._beat_on())]

    async def do(self, deed: Deed) -> None:
        """Do something, and wait until it is done here.

        Raises: NudgeError where the room does not allow it; Unavailable.
        """
        await self._within_patience(self._write(deed, is_note=False))

    def note(self, deed: Deed) -> None:
        """Do what a room always allows, and does not mind twice; nobody waits for it."""
        noted = self._write(deed, is_note=True)
        self._noted.add(noted)
        noted.add_done_callback(self._forget_noted)

    async def settle(self) -> None:
        """Wait a little until all that was noted is done here."""
        if self._noted:
            await asyncio.wait(set(self._noted), timeout=SETTLE_S)

    def _forget_noted(self, noted: asyncio.Future[None]) -> None:
        self._noted.discard(noted)
        if not noted.cancelled():
            noted.exception()  # The room has ended.

    async def catch_up(self, at: int) -> None:
        """Wait until so many deeds are done here. Raises: Unavailable."""
        if self.at < at:
            reached = asyncio.get_running_loop().create_future()
            self._awaited.append((at, reached))
            await self._within_patience(reached)

    def end(self) -> None:
        """Know that the room is no more, and tell all that listen here."""
        if self.room.is_open:
            self.room.close()
        self.stop()

    def stop(self) -> None:
        """Read no further."""
        for task in self._tasks:
            task.cancel()
        queued = [waiting.done for waiting in self._queue]
        for done in (*queued, *(written.done for written in self._written.values())):
            _fail(done, NotFound(NO_SUCH_ROOM))
        for _, reached in self._awaited:
            _fail(reached, NotFound(NO_SUCH_ROOM))

    async def _within_patience(self, future: asyncio.Future[None]) -> None:
        try:
            async with asyncio.timeout(2 * self._engine.patience_s):
                await future
        except TimeoutError:
            raise Unavailable(NO_ANSWER) from None

    # Writing

    def _write(self, deed: Deed, *, is_note: bool) -> asyncio.Future[None]:
        done = asyncio.get_running_loop().create_future()
        self._queue.append(Waiting(*write_deed(deed), done, is_note, not deed.may_be_refused))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_on())
        return done

    async def _write_on(self) -> None:
        while self._queue:
            batch = [self._queue.popleft() for _ in range(min(AT_ONCE, len(self._queue)))]
            token = secrets.token_hex(8)
            arguments: list[str | bytes] = [self._name, token]
            for index, waiting in enumerate(batch):
                by = _by(token, index)
                self._written[by] = Written(waiting.done, waiting.is_allowed)
                arguments += by, waiting.deed, waiting.numbers
            try:
                answer = await self._engine.call(self._append_all(arguments))
            except Exception as error:  # noqa: BLE001 - It is raised where it is awaited.
                self._fail_all(batch, token, error)
                if isinstance(error, Unavailable) and self.room.is_open:
                    self._queue.extendleft(each for each in reversed(batch) if each.is_note)
                    await asyncio.sleep(AGAIN_S)
            else:
                if answer == GONE:
                    self._fail_all(batch, token, NotFound(NO_SUCH_ROOM))
                    self.end()
                else:
                    self._number(token, len(batch), last=answer)

    def _number(self, token: str, count: int, last: int) -> None:
        """Know under which numbers the engine has taken deeds; some may be done by now."""
        for index in range(count):
            by = _by(token, index)
            if by in self._written:
                number = last - count + 1 + index
                self._written[by] = self._written[by]._replace(number=number)
        self._settle_missed()

    def _settle_missed(self) -> None:
        """End the waiting for deeds that are in the room but will not be read any more."""
        for by, written in tuple(self._written.items()):
            if written.number is not None and written.number <= self.at:
                del self._written[by]
                if written.is_allowed:
                    _succeed(written.done)
                else:  # Nobody knows what came of it: it bears being done again.
                    _fail(written.done, Overtaken(NO_ANSWER))

    def _append_all(self, arguments: list[str | bytes]) -> Any:
        return lambda client: self._append([self._keys.room, self._keys.log], arguments, client)

    def _fail_all(self, batch: list[Waiting], token: str, error: Exception) -> None:
        for index, waiting in enumerate(batch):
            self._written.pop(_by(token, index), None)
            if not (waiting.is_note and isinstance(error, Unavailable)):
                _fail(waiting.done, error)

    # Reading

    async def _read_on(self) -> None:
        """Do all that is in the log, as it comes. Ends with the room."""
        while self.room.is_open:
            try:
                await self._read()
            except _Gap:
                with suppress(NudgeError):
                    await self._take_whole()
            except (RedisError, OSError):
                await asyncio.sleep(random.uniform(0.05, 0.3))  # noqa: S311 - No secret.
        self.stop()

    async def _read(self) -> None:
        wait_ms = round(1000 * WAIT_S)
        after: dict[Any, Any] = {self._keys.log: f"{self.at}-0"}
        answer = await self._way.xread(after, count=AT_ONCE, block=wait_ms)
        for _, entries in cast(Iterable[tuple[bytes, list[Entry]]], answer):
            for name, fields in entries:
                self._do_next(int(name.partition(b"-")[0]), fields)

    def _do_next(self, number: int, fields: Mapping[bytes, bytes]) -> None:
        if number != self.at + 1:
            raise _Gap
        written, numbers, by = fields[b"deed"], fields[b"n"], fields[b"by"]
        written_here = self._written.pop(by, None)
        done = None if written_here is None else written_here.done
        self.at = number
        try:
            deed = read_deed(written, numbers, self._bounds)
            deed.do(self.room)
            if isinstance(deed, Count):
                self._note_count(deed.seats)
        except NudgeError as error:
            _fail(done, error)
        except Exception as error:
            logger.exception("What was done to a room could not be done here")
            _fail(done, error)
        else:
            _succeed(done)
        self._note_reached()
        self._log_length += 1
        self._log_bytes += len(numbers) + len(written)
        if self._log_length >= LOG_LENGTH or self._log_bytes >= LOG_BYTES:
            self._log_length = self._log_bytes = 0
            self._store_whole()

    def _note_reached(self) -> None:
        still = []
        for at, reached in self._awaited:
            if at > self.at:
                still.append((at, reached))
            else:
                _succeed(reached)
        self._awaited = still

    async def _take_whole(self) -> None:
        """Take over the whole room as it is stored. Raises: Unavailable."""
        named = await fields_of(self._engine, self._keys.room)
        if "room" not in named:
            self.end()
            return
        self.at = int(named["at"])
        renew_room(self.room, named, self._bounds)
        self._note_reached()
        self._settle_missed()

    # Storing

    def _store_whole(self) -> None:
        arguments: list[str | int | bytes] = [self.at]
        for name, value in write_room(self.room).items():
            arguments += name, value
        keys = [self._keys.room, self._keys.log]

        async def store() -> None:
            with suppress(Unavailable):  # The log stays as it is; another process may do it.
                await self._engine.call(lambda client: self._store(keys, arguments, client))

        self._tasks.append(asyncio.create_task(store()))
        self._tasks = [task for task in self._tasks if not task.done()]

    # Who is here

    async def _beat_on(self) -> None:
        """Say who is connected through this process, and count those of all. Ends with the room."""
        while self.room.is_open:
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT_S if self._here else IDLE_BEAT_S):
                    await self._beats_now.wait()
            self._beats_now.clear()
            with suppress(NudgeError):
                async with self._saying:
                    await self._say_who_is_here(self._digests())
            await asyncio.sleep(BEATS_APART_S)

    async def look(self) -> None:
        """Tell how many are in the room now, those who have just come in among them."""
        async with self._saying:
            here = self._digests()
            if here != self._here:
                await self._say_who_is_here(here)

    async def leave(self) -> None:
        """Read no further: nobody is connected through this process now. Raises: Unavailable."""
        self.stop()
        await self._take_away(self._here)

    async def _take_away(self, seats: frozenset[str]) -> None:
        if seats:
            keys = [self._keys.here]
            await self._engine.call(lambda client: self._leave(keys, list(seats), client))

    def _digests(self) -> frozenset[str]:
        return frozenset(map(self._digest, self.room.seats.here))

    async def _say_who_is_here(self, here: frozenset[str]) -> None:
        room = self.room
        gone = self._here - here
        was_presented = room.presented_at > self._presented_at
        self._presented_at = room.presented_at
        lives = self._without_presenter_ms, round(1000 * HERE_AFTER_S)
        arguments: list[str | int] = [room.code, int(was_presented), *lives, *here]
        keys = [*self._keys, self._all_rooms]
        await self._take_away(gone)
        count = await self._engine.call(lambda client: self._beat(keys, arguments, client))
        if count == GONE:
            self.end()
            return
        self._here = here
        self._note_count(count)
        if count != room.seats_noted:
            await self.do(Count(count))

    def _note_count(self, seats: int) -> None:
        self.room.seats.elsewhere = max(0, seats - len(self._here))

    def _digest(self, seat: str) -> str:
        """Return what a seat is known by: nobody can vote with that. Who has no name gets one."""
        own = seat if len(seat) > 8 else f"{self._name}{seat}"
        return hashlib.blake2b(f"{self.room.code}{own}".encode(), digest_size=9).hexdigest()


async def fields_of(engine: Engine, key: str) -> dict[str, bytes]:
    """Return all that is stored of a room. Raises: Unavailable."""
    fields = await engine.call(lambda client: client.hgetall(key))
    read = cast(Mapping[bytes, bytes], fields)
    return {name.decode(): value for name, value in read.items()}


def _by(token: str, index: int) -> bytes:
    return f"{token}:{index}".encode()


def _succeed(future: asyncio.Future[None] | None) -> None:
    if future is not None and not future.done():
        future.set_result(None)


def _fail(future: asyncio.Future[None] | None, error: Exception) -> None:
    if future is not None and not future.done():
        future.set_exception(error)
