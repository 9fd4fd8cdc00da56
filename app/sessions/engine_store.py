"""Sessions in Redis or Valkey: what was acknowledged outlives every process that serves it.

A session is one hash: `version`, which grows with every change; `about`, what it is, naming its
parts; and the parts, which are never changed. A change is written only on top of the version that
it was made from, in one piece with all that belongs to it: two processes never lose a step of each
other's, and nobody ever reads half of one.

Of a session a process keeps the present state and the runs. The states before and after it stay in
the engine, known by their names, until one of them is gone back to.
"""

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, Protocol, cast

import orjson
from redis.asyncio import Redis

from app.engine.connection import Engine, Full, ScriptCall
from app.engine.looks import Looks
from app.errors import NotFound, Overtaken, Unavailable
from app.sessions.history import Checkpoint
from app.sessions.session import NO_SUCH_SESSION, Session
from app.sessions.shelf import Shelf
from app.sessions.watch_key import watch_key_of
from app.sessions.written_session import (
    blank_session,
    names_at_hand,
    names_in,
    read_checkpoint,
    read_state,
    renew,
    write,
)

MOST_TRIES: Final = 5
"""To read what others are changing meanwhile."""

PIECE_BYTES: Final = 2 << 20
"""So much is read at once: then others have their turn."""

WRITES_AT_ONCE: Final = 16
"""So many sessions are stored by one call, but for large ones."""

LOOK: Final = """\
-- KEYS: of each session itself, its lease and its watch key; for how long it lives (ms)
local found = {}
for i = 1, #KEYS, 3 do
  local version = redis.call('HGET', KEYS[i], 'version')
  if version then
    redis.call('PEXPIRE', KEYS[i], ARGV[1])
    redis.call('PEXPIRE', KEYS[i + 2], ARGV[1])
  end
  found[#found + 1] = {version, redis.call('GET', KEYS[i + 1])}
end
return found
"""

WRITE: Final = """\
-- KEYS: the session, its lease, its news
-- version it was made from (0 for a new one), who writes, lifetime, about, its process, how many
-- parts to drop, their names, and the names and bytes of new ones. Who wrote last, and never heard
-- of it, goes on.
local version = redis.call('HGET', KEYS[1], 'version')
local holder = redis.call('GET', KEYS[2])
if holder and string.sub(holder, 1, #ARGV[5]) ~= ARGV[5] then return -3 end
if not version and ARGV[1] ~= '0' then return -1 end
if version and version ~= ARGV[1] and redis.call('HGET', KEYS[1], 'writer') ~= ARGV[2] then
  return -2
end
local first = 7 + tonumber(ARGV[6])
for i = 7, first - 1 do redis.call('HDEL', KEYS[1], ARGV[i]) end
for i = first, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('HSET', KEYS[1], 'about', ARGV[4], 'writer', ARGV[2])
local new = redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PUBLISH', KEYS[3], 'v' .. new)
return new
"""
GONE: Final = -1
OTHER_VERSION: Final = -2
TRAINED_ELSEWHERE: Final = -3

CHANGED_ELSEWHERE: Final = "This network was changed from elsewhere at the same moment; try again."


class Leaders(Protocol):
    """The way to the processes that train networks."""

    async def ask_to_keep(self, session: Session) -> None:
        """Let what another process has trained be stored, if it can be soon."""

    async def ask_to_make_way(self, session: Session) -> None:
        """Let another process stop training a network. Raises: Unavailable where it cannot."""


class Entry:
    """A session's entry in the engine, as this process knows it."""

    def __init__(self, store: "EngineStore", session: Session) -> None:
        self.shelf = Shelf()
        self.version = 0
        """What the session here was made from; 0 where nothing is stored yet."""
        self.newest = 0
        """The highest version that this process has heard of."""
        self.is_doubtful = False
        """Whether the session here may hold what was not stored."""
        self.lease: str | None = None
        """Of the process that trains the network, as far as is known; it begins with its name."""
        self.writer = secrets.token_hex(8)
        self.stored: frozenset[str] = frozenset()
        """The names of the parts that are stored with `version`."""
        self._store, self._session = store, session

    @property
    def is_behind(self) -> bool:
        """Whether the session here is not what is stored, as far as is known."""
        return self.is_doubtful or self.newest != self.version

    @property
    def is_led_elsewhere(self) -> bool:
        """Whether another process trains the network, as far as is known."""
        return self.lease is not None and not self._store.engine.has(self.lease)

    def note_lease(self, lease: str | None) -> None:
        """Know who trains the network, and tell all who watch it where that is new."""
        if lease != self.lease:
            self.lease = lease
            self._session.notify()

    def doubt(self) -> None:
        """Have the session read from the store before it is used again."""
        self.is_doubtful = True

    async def enter(self) -> None:
        """Bring the session to what is stored, where another process has changed it."""
        if self.is_behind:
            await self._store.read(self._session, self)

    async def fetch(self, name: str, to_go_there: bool) -> Checkpoint:
        """Return a state before or after the present one. Raises: Overtaken; Unavailable."""
        checkpoint = await self._store.fetch(self._session, self, name)
        if to_go_there:
            self.shelf.put(name, checkpoint)  # It is stored already.
        return checkpoint


class EngineStore:
    """Sessions in an engine. Each process keeps those it uses, and reads what has changed."""

    def __init__(
        self,
        engine: Engine,
        max_kept: int,
        max_kept_bytes: int,
        lifetime_s: float,
        history: tuple[int, int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep at most `max_kept` sessions at hand, whose histories have these bounds."""
        self.given_up = 0
        self.leaders: Leaders | None = None
        """Those that train; None where nobody does."""
        self.engine = engine
        self.lifetime_ms = max(1, round(1000 * lifetime_s))
        self._history = history
        self._kept = Kept(max_kept, max_kept_bytes, lifetime_s, clock)
        self._reading: dict[str, asyncio.Task[Session]] = {}
        self._looks = Looks(self._look_at)
        self._writes = Looks(self._write_all, WRITES_AT_ONCE)
        self._large_writes = Looks(self._write_all, 1)
        self._look = engine.script(LOOK)
        self._write = engine.script(WRITE)

    def __len__(self) -> int:
        """Return how many sessions this process keeps at hand."""
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """Memory that they take."""
        return self._kept.nbytes

    @property
    def is_answering(self) -> bool:
        """Whether the engine answered when it was called last."""
        return self.engine.is_answering

    @property
    def has_room(self) -> bool:
        """Whether there is room as far as is known: the engine says so only when there is none."""
        return True

    async def watch(self) -> None:
        """Look now and then whether the engine answers."""
        await self.engine.watch()

    async def close(self) -> None:
        """Close the way to the engine."""
        await self.engine.close()

    async def create(self, session: Session) -> None:
        """Keep a new session. Raises: Unavailable."""
        session.stored = entry = Entry(self, session)
        await self._put(session, entry)
        self._kept.keep(session, entry)

    async def get(self, session_id: str) -> Session:
        """Return a session, which counts as its use. Raises: NotFound; Unavailable.

        What another process has just trained is stored before.
        """
        session = await self.look(session_id)
        if session.is_led_elsewhere and self.leaders is not None:
            await self.leaders.ask_to_keep(session)
        return session

    async def look(self, session_id: str) -> Session:
        """Return a session as it is stored, and know which process trains it.

        Raises: NotFound; Unavailable.
        """
        version, lease = await self._looks.get(session_id)
        session = self._kept.get(session_id)
        if version is None:
            self.forget(session_id)
            raise NotFound(NO_SUCH_SESSION)
        while session is None or session.closed:  # It may have had to make room at once.
            session = await self._read_first(session_id)
        entry = entry_of(session)
        entry.newest = max(entry.newest, version)
        entry.note_lease(lease)
        return session

    def forget(self, session_id: str) -> None:
        """Let a session go that is no more."""
        session = self._kept.get(session_id)
        if session is not None:
            self._kept.remove(session)

    async def put(self, session: Session) -> None:
        """Store what has changed in a session, while it is its turn.

        Raises: Overtaken where another process has changed it meanwhile; NotFound; Unavailable. The
        session is then brought back to what is stored before it is used again.
        """
        entry = entry_of(session)
        try:
            await self._put_with_less(session, entry)
        except BaseException:
            entry.is_doubtful = True
            raise
        self._kept.keep(session, entry)

    async def delete(self, session_id: str) -> None:
        """Delete a session. Raises: NotFound; Unavailable."""
        keys = self.engine.session_keys(session_id)

        async def delete(client: Redis) -> int:
            pipe = client.pipeline(transaction=False)
            pipe.delete(keys.itself)
            pipe.publish(keys.news, b"g")
            count, _ = await pipe.execute()
            return int(count)

        count = await self.engine.call(delete)
        self.forget(session_id)
        if count == 0:
            raise NotFound(NO_SUCH_SESSION)

    async def tidy(self) -> None:
        """Let go what is not used here any more; what is watched or shown stays alive."""
        busy = self._kept.expire()

        async def touch(client: Redis) -> None:
            pipe = client.pipeline(transaction=False)
            for session in busy:
                pipe.pexpire(self._key(session.id), self.lifetime_ms)
            await pipe.execute()

        if busy:
            await self.engine.call(touch)

    async def read(self, session: Session, entry: Entry) -> None:
        """Bring a session to what is stored. Raises: NotFound; Unavailable."""
        key = self._key(session.id)
        for _ in range(MOST_TRIES):
            version, about = await self._fields(key, "version", "about")
            if version is None or about is None:
                self._kept.remove(session)
                raise NotFound(NO_SUCH_SESSION)
            written = orjson.loads(about)
            names = names_at_hand(written)
            if await self._fetch_all(session, version, names, entry.shelf):
                renew(session, written, entry.shelf)
                entry.shelf.keep(names)
                entry.stored = frozenset(names_in(written))
                entry.version = entry.newest = int(version)
                entry.is_doubtful = False
                self._kept.keep(session, entry)
                return
        raise Unavailable("This network is being changed all the time; try again in a moment.")

    async def fetch(self, session: Session, entry: Entry, name: str) -> Checkpoint:
        """Return a state of a session by its name, while it is the session's turn.

        Raises: Overtaken where another process has dropped it; Unavailable.
        """
        if name in entry.shelf:
            return read_state(name, entry.shelf)
        (part,) = await self._fields(self._key(session.id), name)
        if part is None:
            entry.doubt()
            raise Overtaken(CHANGED_ELSEWHERE)
        return read_checkpoint(part)

    async def _read_first(self, session_id: str) -> Session:
        """Return a session that this process does not know yet; read once for all who ask."""
        reading = self._reading.get(session_id)
        if reading is None:
            reading = asyncio.create_task(self._read_session(session_id))
            self._reading[session_id] = reading
            reading.add_done_callback(partial(self._note_read, session_id))
        return await asyncio.shield(reading)

    def _note_read(self, session_id: str, reading: asyncio.Task[Session]) -> None:
        del self._reading[session_id]
        if not reading.cancelled():
            reading.exception()  # Whoever waited for it knows; perhaps all of them have gone.

    async def _read_session(self, session_id: str) -> Session:
        (about,) = await self._fields(self._key(session_id), "about")
        if about is None:
            raise NotFound(NO_SUCH_SESSION)
        session = blank_session(session_id, orjson.loads(about), *self._history)
        session.stored = entry = Entry(self, session)
        await self.read(session, entry)
        return session

    async def _fetch_all(
        self, session: Session, version: bytes, names: list[str], shelf: Shelf
    ) -> bool:
        """Lay all parts on the shelf, few at once; return whether they are of this version."""
        missing = [name for name in dict.fromkeys(names) if name not in shelf]
        at_once = max(1, PIECE_BYTES // session.network.parameters.vector.nbytes)
        for first in range(0, len(missing), at_once):
            wanted = missing[first : first + at_once]
            now, *parts = await self._fields(self._key(session.id), "version", *wanted)
            if now != version or None in parts:
                return False
            for name, part in zip(wanted, parts, strict=True):
                shelf.put(name, cast(bytes, part))
        return True

    async def _put_with_less(self, session: Session, entry: Entry) -> None:
        """Store a session; where there is no room for all of it, its own past goes."""
        try:
            await self._put(session, entry)
        except Full:
            if not session.keeps_past:
                raise
            session.forget_past()
            await self._put(session, entry)

    async def _put(self, session: Session, entry: Entry) -> None:
        if session.is_large:
            written = await asyncio.to_thread(write, session, entry.shelf, entry.stored)
        else:
            written = write(session, entry.shelf, entry.stored)
        dropped = entry.stored - written.names
        beginning = (
            entry.version,
            entry.writer,
            self.lifetime_ms,
            written.about,
            self.engine.process,
        )
        arguments: list[str | int | bytes] = [*beginning, len(dropped), *dropped]
        for name, part in written.new.items():
            arguments += name, part
        keys = self.engine.session_keys(session.id)
        writes = self._large_writes if session.is_large else self._writes
        answer = await writes.get_or_wait(ScriptCall(keys, arguments))
        if answer == GONE:
            self._kept.remove(session)
            raise NotFound(NO_SUCH_SESSION)
        if answer == TRAINED_ELSEWHERE:
            if self.leaders is not None:
                await self.leaders.ask_to_make_way(session)
            raise Overtaken(CHANGED_ELSEWHERE)
        if answer == OTHER_VERSION:
            raise Overtaken(CHANGED_ELSEWHERE)
        entry.version = entry.newest = answer
        entry.is_doubtful = False
        entry.stored = written.names
        entry.shelf.keep(written.at_hand)
        session.history.let_go(written.history)

    async def _write_all(self, calls: list[ScriptCall]) -> Sequence[int | Exception]:
        return await self.engine.call_script(self._write, calls)

    async def _look_at(self, session_ids: list[str]) -> list[tuple[int | None, str | None]]:
        """Return each session's version, and the lease of the process that trains it."""
        keys = []
        for session_id in session_ids:
            itself, lease, _ = self.engine.session_keys(session_id)
            keys += [itself, lease, self.engine.key("watch", watch_key_of(session_id))]
        answers = await self.engine.call(
            lambda client: self._look(keys, [self.lifetime_ms], client)
        )
        return [
            (
                None if version is None else int(version),
                None if lease is None else lease.decode(),
            )
            for version, lease in answers
        ]

    async def _fields(self, key: str, *names: str) -> list[bytes | None]:
        return await self.engine.call(
            lambda client: cast(Awaitable[list[bytes | None]], client.hmget(key, list(names)))
        )

    def _key(self, session_id: str) -> str:
        return self.engine.session_keys(session_id).itself


class Kept:
    """The sessions that this process has at hand: those least recently used go first."""

    def __init__(
        self, most: int, most_bytes: int, lifetime_s: float, clock: Callable[[], float]
    ) -> None:
        self.most, self.most_bytes, self.lifetime_s = most, most_bytes, lifetime_s
        self.nbytes = 0
        self._clock = clock
        self._sessions: OrderedDict[str, tuple[Session, int, float]] = OrderedDict()
        """With their sizes and times of use, the least recently used first."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._sessions)

    def get(self, session_id: str) -> Session | None:
        """Return a session, which counts as its use; None where it is not here."""
        found = self._sessions.get(session_id)
        if found is None:
            return None
        self._sessions[session_id] = (found[0], found[1], self._clock())
        self._sessions.move_to_end(session_id)
        return found[0]

    def keep(self, session: Session, entry: Entry) -> None:
        """Keep a session, or note that it has changed."""
        present = session.network.parameters.vector.nbytes  # It lies on the shelf as well.
        past = session.history.nbytes_of_names - session.history.nbytes
        size = session.nbytes + past + present + entry.shelf.unread_bytes
        self._forget(session.id)
        self._sessions[session.id] = (session, size, self._clock())
        self.nbytes += size
        if self._is_room():
            return
        for other, _, _ in list(self._sessions.values()):
            if self._is_room():
                return
            if other is not session and not other.is_busy:
                self.remove(other)

    def remove(self, session: Session) -> None:
        """Let a session go."""
        session.close()
        self._forget(session.id)

    def expire(self) -> list[Session]:
        """Let go those not used for too long; return those in use, whoever asks for them."""
        now, busy = self._clock(), []
        for session, _, used in list(self._sessions.values()):
            if session.is_busy:
                busy.append(session)
            elif now - used >= self.lifetime_s:
                self.remove(session)
        return busy

    def _is_room(self) -> bool:
        return len(self) <= self.most and self.nbytes <= self.most_bytes

    def _forget(self, session_id: str) -> None:
        found = self._sessions.pop(session_id, None)
        if found is not None:
            self.nbytes -= found[1]


def entry_of(session: Session) -> Entry:
    """Return a session's entry in the engine, where it must be."""
    assert isinstance(session.stored, Entry)
    return session.stored
