"""Which process trains which network: a lease in the engine, which ends by itself."""

import secrets
from collections.abc import Mapping
from typing import Final, cast

from redis.asyncio import Redis

from app.engine.connection import Engine

LEASE_S: Final = 3.0
"""A process that says nothing for so long trains nothing any more."""

TAKE: Final = """\
-- KEYS: the leases; for how long (ms), the process that wants them, and of each what it is if that
-- process has it still, and what it is to be if nobody has. Returns what each is then.
local leases = {}
for i, key in ipairs(KEYS) do
  local lease = redis.call('GET', key)
  if not lease or string.sub(lease, 1, #ARGV[2]) == ARGV[2] then
    lease = lease == ARGV[2 * i + 1] and lease or ARGV[2 * i + 2]
    redis.call('SET', key, lease, 'PX', ARGV[1])
  end
  leases[i] = lease
end
return leases
"""

GIVE_BACK: Final = """\
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
"""


class Leases:
    """Leases of sessions, by their ids. Each begins with the name of the process that has it.

    No two are the same: who had one, lost it and has one again, has another. Each call raises
    Unavailable where nothing answers.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._take, self._give_back = engine.script(TAKE), engine.script(GIVE_BACK)

    async def take(self, held: Mapping[str, str]) -> dict[str, str]:
        """Take those that nobody has, keep those that are `held` still; return all as they are."""
        keys = [self._engine.session_keys(each).lease for each in held]
        arguments: list[str | int] = [round(1000 * LEASE_S), self._engine.process]
        for present in held.values():
            arguments += present, f"{self._engine.process}/{secrets.token_hex(6)}"
        leases = await self._engine.call(lambda client: self._take(keys, arguments, client))
        return {each: lease.decode() for each, lease in zip(held, leases, strict=True)}

    async def give_back(self, session_id: str, lease: str) -> None:
        """Let another process have it."""
        keys = [self._engine.session_keys(session_id).lease]
        await self._engine.call(lambda client: self._give_back(keys, [lease], client))

    async def look(self, session_ids: list[str]) -> list[str | None]:
        """Return each as it is; None where nobody has it."""
        keys = [self._engine.session_keys(each).lease for each in session_ids]

        async def ask(client: Redis) -> list[bytes | None]:
            return cast(list[bytes | None], await client.mget(keys))

        return [None if found is None else found.decode() for found in await self._engine.call(ask)]


def process_of(lease: str) -> str:
    """Return which process has a lease."""
    return lease.partition("/")[0]
