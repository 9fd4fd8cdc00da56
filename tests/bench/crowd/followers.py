"""Phones that follow a room while others use the server. Prints figures as JSON at its end.

A line names each phase as it begins, so that the servers can be looked at meanwhile.
"""

import asyncio
import json
import random
import sys
from time import perf_counter

import uvloop

from tests.bench.crowd.phones import JOIN_S, Asking, Phone
from tests.bench.report import percentile

SETTLE_S = 1.0
VOTE_S = 2.0


async def follow(port: int, code: str, key: str, count: int, changes: int) -> dict[str, object]:
    """Follow so many changes, one a second, and vote; return the figures."""
    room = f"/api/rooms/{code}"
    presenter = Asking(port, key)
    phones = [Phone(port, room) for _ in range(count)]
    await asyncio.gather(*(phone.join(random.uniform(0, JOIN_S)) for phone in phones))
    await asyncio.sleep(SETTLE_S)
    print("changes", flush=True)
    began, pressed = perf_counter(), {}
    for number in range(changes):
        address = f"#walk/cost?digit=test-{number + 100}&target={number % 10}"
        pressed[address] = perf_counter()
        await presenter.ask("PUT", room, {"address": address})
        await asyncio.sleep(max(0.0, began + number + 1 - perf_counter()))
    late = [
        phone.heard[at] - pressed[at] for phone in phones for at in pressed if at in phone.heard
    ]
    body = {"question": {"text": "Which?", "choices": ["a", "b"], "right": 1}}
    _, asked = await presenter.ask("PUT", room, body)
    await asyncio.sleep(SETTLE_S)
    print("votes", flush=True)
    path = f"questions/{json.loads(asked)['question']['id']}/votes"
    delays = [random.uniform(0, VOTE_S) for _ in phones]
    votes = [phone.say(own, path, {"choice": 1}) for phone, own in zip(phones, delays, strict=True)]
    taken = (await asyncio.gather(*votes)).count(204)
    print("end", flush=True)
    for phone in phones:
        phone.leave()
    return {
        "late_p95_s": percentile(late, 95),
        "lost": count * changes - len(late),
        "votes": taken,
    }


if __name__ == "__main__":
    port, code, key, count, changes = sys.argv[1:]
    print(json.dumps(uvloop.run(follow(int(port), code, key, int(count), int(changes)))))
