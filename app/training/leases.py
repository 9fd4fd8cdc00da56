"""Which process trains which network: a lease in the engine, which ends by itself."""

from collections.abc import Sequence
from typing import Final, cast

from redis.asyncio import Redis

from app.engine.connection import Engine

LEASE_S: Final = 3.0
"""A process that says nothing for so long trains nothing any more."""

TAKE: Final = """\
-- KEYS: the leases; who wants them, for how long (ms). Returns who has each now.
local holders = {}
for i, key in ipairs(KEYS) do
  local holder = redis.call('GET', key)
  if not holder or holder == ARGV[1] then
    redis.call('SET', key, ARGV[1], 'PX', ARGV[2])
    holder = ARGV[1]
  end
  holders[i] = holder
end
return holders
"""

GIVE_BACK: Final = """\
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
"""


class Leases:
    """Leases of sessions, by their ids; each call raises Unavailable where nothing answers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._take, self._give_back = engine.script(TAKE), engine.script(GIVE_BACK)

    async def take(self, session_ids: Sequence[str]) -> list[str]:
        """Take or renew those that nobody else has; return who has each then."""
        keys = [self._engine.session_keys(each).lease for each in session_ids]
        arguments: list[str | int] = [self._engine.process, round(1000 * LEASE_S)]
        holders = await self._engine.call(lambda client: self._take(keys, arguments, client))
        return [holder.decode() for holder in holders]

    async def give_back(self, session_id: str) -> None:
        """Let another process have it."""
        keys, arguments = [self._engine.session_keys(session_id).lease], [self._engine.process]
        await self._engine.call(lambda client: self._give_back(keys, arguments, client))

    async def holders(self, session_ids: Sequence[str]) -> list[str | None]:
        """Return who has each; None where nobody has."""
        keys = [self._engine.session_keys(each).lease for each in session_ids]

        async def ask(client: Redis) -> list[bytes | None]:
            return cast(list[bytes | None], await client.mget(keys))

        return [None if found is None else found.decode() for found in await self._engine.call(ask)]
