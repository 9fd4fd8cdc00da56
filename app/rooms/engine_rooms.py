"""Rooms in Redis or Valkey, which any process serves."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from app.engine.connection import Engine
from app.engine.looks import Looks
from app.errors import NotFound, Unavailable
from app.rooms.deeds import Close, Journal
from app.rooms.room import Room
from app.rooms.room_store import ABANDONED_S, CODE, ENDED_KNOWN_S, new_code
from app.rooms.shared_journal import WAIT_S, Keys, SharedJournal, fields_of
from app.rooms.written_room import Bounds, read_room, write_room

CLOSED_STAYS_MS: Final = 5000
"""For so long the log of a room that has ended can be read to its end."""

LOOK: Final = """\
local answers = {}
for i, key in ipairs(KEYS) do
  local read = redis.call('HMGET', key, 'seq', 'closed')
  answers[i] = read[1] and not read[2] and tonumber(read[1]) or -1
end
return answers
"""

CREATE: Final = """\
-- KEYS: all rooms, the room, its code; code, how many there may be, for how long one lives without
-- its presenter, and at all, for how long its code is known after that, when an empty one makes way
-- (all in ms), what all keys begin with, names and values
if redis.call('EXISTS', KEYS[2]) == 1 or redis.call('EXISTS', KEYS[3]) == 1 then return 'taken' end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, code in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if redis.call('EXISTS', ARGV[7] .. code) == 0 then redis.call('ZREM', KEYS[1], code) end
end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local before = string.format('%d', now - ARGV[6])
  for _, code in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', before)) do
    local here = ARGV[7] .. code .. ':here'
    redis.call('ZREMRANGEBYSCORE', here, '-inf', string.format('%d', now))
    if redis.call('ZCARD', here) == 0 then return code end
  end
  return 'full'
end
redis.call('HSET', KEYS[2], 'seq', 0, 'at', 0, 'ends', string.format('%d', now + ARGV[4]))
redis.call('HSET', KEYS[2], unpack(ARGV, 8))
redis.call('PEXPIRE', KEYS[2], math.min(ARGV[3], ARGV[4]))
redis.call('ZADD', KEYS[1], string.format('%d', now), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('SET', KEYS[3], '', 'PX', string.format('%d', ARGV[4] + ARGV[5]))
return 'created'
"""

END: Final = """\
-- KEYS: all rooms, the room, its log, who is here, its code; code, how long it can still be read,
-- how long its code is known (ms)
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('SET', KEYS[5], '', 'PX', ARGV[3])
if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HSET', KEYS[2], 'closed', 1) end
for i = 2, 4 do redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
return 1
"""


class EngineRooms:
    """Rooms by their codes, bounded in number and in time over all processes."""

    def __init__(
        self,
        engine: Engine,
        most: int,
        lifetime_s: float,
        without_presenter_s: float,
        max_seats: int,
        bounds: Bounds,
    ) -> None:
        """Networks that rooms show have histories of these bounds."""
        self.most = most
        self.lifetime_s = lifetime_s
        self.without_presenter_s = without_presenter_s
        self._engine, self._max_seats, self._bounds = engine, max_seats, bounds
        self._way = engine.waiting(WAIT_S)
        self._journals: dict[str, SharedJournal] = {}
        self._opening: dict[str, asyncio.Task[SharedJournal | None]] = {}
        self._looks = Looks(self._look_at)
        self._look, self._create = engine.script(LOOK), engine.script(CREATE)
        self._end = engine.script(END)

    def __len__(self) -> int:
        """Return how many this process knows."""
        return len(self._journals)

    def __iter__(self) -> Iterator[Room]:
        """Go through all that it knows."""
        return iter([journal.room for journal in self._journals.values()])

    async def create(self, make: Callable[[str], Room]) -> Room:
        """Keep the room that `make` makes for a code. Raises: Unavailable without a free place."""
        while True:
            room = make(new_code())
            answer = await self._put(room)
            if answer == "created":
                return self._begin(room, 0).room
            if answer == "full":
                raise Unavailable("All rooms are taken; try again later.", 60)
            if answer != "taken" and (abandoned := await self.find(answer)) is not None:
                await self.delete(abandoned)

    async def find(self, code: str) -> Room | None:
        """Return a room by its code, in whatever case, as it is now. Raises: Unavailable."""
        code = code.upper()
        if not CODE.fullmatch(code):
            return None
        at = await self._looks.get(code)
        if at is None:
            self._forget(code)
            return None
        journal = self._journals.get(code) or await self._opened(code)
        if journal is None:
            return None
        try:
            await journal.catch_up(at)
        except NotFound:
            return None
        if not journal.room.is_open:
            self._forget(code)
            return None
        return journal.room

    async def has_ended(self, code: str) -> bool:
        """Return whether there was a room with this code until lately. Raises: Unavailable."""
        if not CODE.fullmatch(code.upper()):
            return False
        key = self._code_key(code.upper())
        return await self._engine.call(lambda client: client.exists(key)) == 1

    async def delete(self, room: Room) -> None:
        """End a room, and tell all that listen. Raises: Unavailable."""
        code = room.code
        journal = self._journals[code]
        await journal.do(Close())
        keys = [self._all_key, *self._keys(code), self._code_key(code)]
        arguments: list[str | int] = [code, CLOSED_STAYS_MS, round(1000 * ENDED_KNOWN_S)]
        await self._engine.call(lambda client: self._end(keys, arguments, client))
        self._forget(code)

    async def expire(self) -> None:
        """Forget the rooms that have ended; the engine ends those whose time is over."""
        for room in self:
            if not room.is_open:
                self._forget(room.code)

    def journal(self, room: Room) -> Journal:
        """Return what does things to a room."""
        return self._journals[room.code]

    async def close(self) -> None:
        """Let go of all rooms."""
        for journal in self._journals.values():
            with suppress(Unavailable):  # Then its seats are counted for a while.
                await journal.leave()
        await self._way.aclose()

    @property
    def _all_key(self) -> str:
        return self._engine.key("rooms")

    def _code_key(self, code: str) -> str:
        return self._engine.key("code", code)

    def _keys(self, code: str) -> Keys:
        key = self._engine.key("room", code)
        return Keys(key, f"{key}:log", f"{key}:here")

    async def _put(self, room: Room) -> str:
        keys = [self._all_key, self._keys(room.code).room, self._code_key(room.code)]
        lives = self.without_presenter_s, self.lifetime_s, ENDED_KNOWN_S, ABANDONED_S
        times = [round(1000 * seconds) for seconds in lives]
        arguments: list[str | int | bytes] = [room.code, self.most, *times]
        arguments.append(self._engine.key("room", ""))
        for name, value in write_room(room).items():
            arguments += name, value
        answer = await self._engine.call(lambda client: self._create(keys, arguments, client))
        return bytes(answer).decode()

    async def _look_at(self, codes: list[str]) -> list[int | None]:
        keys = [self._keys(code).room for code in codes]
        answers = await self._engine.call(lambda client: self._look(keys, [], client))
        return [None if answer < 0 else int(answer) for answer in answers]

    async def _opened(self, code: str) -> SharedJournal | None:
        """Return a room that this process has not known; read once for all who ask."""
        opening = self._opening.get(code)
        if opening is None:
            opening = self._opening[code] = asyncio.create_task(self._open(code))
            opening.add_done_callback(lambda _: self._opening.pop(code))
        return await asyncio.shield(opening)

    async def _open(self, code: str) -> SharedJournal | None:
        key = self._keys(code).room
        named = await fields_of(self._engine, key)
        if "room" not in named:
            return None
        room = read_room(named, self._max_seats, self._bounds)
        return self._begin(room, int(named["at"]))

    def _begin(self, room: Room, at: int) -> SharedJournal:
        journal = self._journals[room.code] = SharedJournal(
            room,
            at,
            self._keys(room.code),
            self._engine,
            self._way,
            self._bounds,
            self.without_presenter_s,
            self._all_key,
        )
        return journal

    def _forget(self, code: str) -> None:
        journal = self._journals.pop(code, None)
        if journal is not None:
            journal.end()
