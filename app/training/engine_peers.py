"""Training where several processes serve: one of them trains a network, all of them show it.

The one that trains holds a lease and renews it each second. The others pass commands on to it, and
show the frames that it sends. If that process dies, its lease ends, and the next one that is asked
to go on continues the run from where it was stored last.
"""

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, Final, NamedTuple, cast

import orjson

from app import errors
from app.engine.connection import Engine
from app.engine.post import Post
from app.errors import NotFound, NudgeError, Overtaken, Unavailable
from app.sessions.engine_store import EngineStore, entry_of
from app.sessions.session import Session
from app.training.broadcast import Broadcasts
from app.training.commander import Commander, Order
from app.training.followers import Followers
from app.training.leases import LEASE_S, Leases, process_of
from app.training.mirror import Mirror
from app.training.orders import Keep, MakeWay, read_order, write_order

logger = logging.getLogger("nudge")

BEAT_S: Final = 1.0
"""How often leases are renewed, and it is looked who has those of others."""
ANSWER_S: Final = 30.0
"""How long an order may take: an evaluation in a server that computes for many."""
TAKE_OVER_S: Final = LEASE_S + 2.0
"""How long an order waits until another process answers, or its lease has ended."""
LOOK_AGAIN_S: Final = 0.2
KEEP_WITHIN_S: Final = 0.3
"""How long whoever asks for a network waits for the newest of its training to be stored."""

REFUSALS: Final = {
    kind.__name__: kind
    for kind in (errors.NotFound, errors.Conflict, errors.TooManyRequests, errors.Unavailable)
}
"""What another process may answer; anything else counts as the last."""

MOST_OBEYED: Final = 1000

NO_ANSWER: Final = "The process that trains this network does not answer; try again in a moment."


class Held(NamedTuple):
    """A session that trains here."""

    commander: Commander
    lease: str
    followers: Followers
    """The processes that show it."""


class Asked:
    """What another process was asked for."""

    def __init__(self) -> None:
        self.is_accepted = False
        """Whether it is being done, and nobody else is to do it."""
        self.answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    @property
    def is_heard_of(self) -> bool:
        """Whether it is being done, or was."""
        return self.is_accepted or self.answer.done()


class Watched:
    """A session that somebody watches at this process."""

    def __init__(self, commander: Commander) -> None:
        self.commander = commander
        self.watchers = 0
        self.is_listening = False
        """Whether what happens to it elsewhere is heard here."""
        self.led_by: str | None = None
        """The lease of the other process that is told of those who watch here."""


class EnginePeers:
    """The other processes, which share an engine with this one."""

    def __init__(
        self, engine: Engine, post: Post, store: EngineStore, broadcasts: Broadcasts
    ) -> None:
        self.process = engine.process
        self.attend: Callable[[Session], Awaitable[None]] | None = None
        """Called when a session that trains here may be shown in other rooms than before."""
        self._engine, self._post, self._store = engine, post, store
        self._broadcasts = broadcasts
        self._leases = Leases(engine)
        self._held: dict[str, Held] = {}
        self._watched: dict[str, Watched] = {}
        self._asked: dict[str, Asked] = {}
        self._obeyed: OrderedDict[str, asyncio.Task[dict[str, Any]]] = OrderedDict()
        """What other processes have asked for lately, by what they call it."""
        self._accepted: set[str] = set()
        """Those of them that are being done."""
        self._keeping: dict[str, asyncio.Task[None]] = {}
        self._beat_now = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        post.after_loss.add(self._listen_again)
        store.leaders = self

    async def run(self) -> None:
        """Keep leases, and listen to the other processes, as long as the server runs."""
        async with asyncio.TaskGroup() as parts:
            parts.create_task(self._post.run())
            parts.create_task(self._beat_on())

    async def close(self) -> None:
        """Let go of all that is not this process's own."""
        for held in self._held.values():
            held.followers.end()
        for task in self._tasks:
            task.cancel()
        await self._post.close()

    # Leases

    async def lease(self, commander: Commander) -> bool:
        """Return whether this process may train the network from now on, and no other."""
        session = commander.session
        lease = (await self._leases.take({session.id: ""}))[session.id]
        if not self._engine.has(lease):
            entry_of(session).note_lease(lease)
            return False
        news = self._engine.session_keys(session.id).news
        followers = Followers(commander, self._post, news, self._broadcasts)
        self._held[session.id] = Held(commander, lease, followers)
        try:
            await self._store.look(session.id)  # What was stored before is known from here on.
        except BaseException:
            await self.release(commander)
            raise
        self._tell(session.id, b"h" + lease.encode())
        return True

    async def release(self, commander: Commander) -> None:
        """Let others train it."""
        session_id = commander.session.id
        held = self._held.pop(session_id, None)
        if held is None:
            return
        held.followers.end()
        commander.owners_elsewhere = 0
        with suppress(Unavailable):  # Then it ends by itself.
            await self._leases.give_back(session_id, held.lease)
        entry_of(commander.session).note_lease(None)
        self._tell(session_id, b"r")

    async def _beat_on(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT_S):
                    await self._beat_now.wait()
            self._beat_now.clear()
            try:
                await self._renew()
                await self._look_after_watched()
            except NudgeError as error:
                logger.debug("Leases could not be looked after: %s", error)
            except Exception:
                logger.exception("Leases could not be looked after")

    async def _renew(self) -> None:
        """Renew all leases; what another process trains by now is not trained here any more."""
        held = {session_id: each.lease for session_id, each in self._held.items()}
        if not held:
            return
        for session_id, lease in (await self._leases.take(held)).items():
            if (each := self._held.get(session_id)) is None:
                continue
            if not self._engine.has(lease):
                entry_of(each.commander.session).note_lease(lease)
                each.commander.abandon()
                continue
            if lease != each.lease:  # It had ended: another process may have had one meanwhile.
                session = await self._store.look(session_id)
                if entry_of(session).is_behind:
                    each.commander.abandon()
            self._held[session_id] = each._replace(lease=lease)
            each.followers.look_for_gone()

    # What a training is told to do

    async def hand_over(self, commander: Commander, order: Order) -> bool:
        """Return whether another process trains the network, and has done what was asked for."""
        session, end = commander.session, monotonic() + TAKE_OVER_S
        while session.id not in self._held:
            await self._store.look(session.id)
            if not session.is_led_elsewhere:
                await session.catch_up()
                return False
            if await self._ask(session, order, ANSWER_S):
                await session.catch_up()
                return True
            if monotonic() > end:
                raise Unavailable(NO_ANSWER)
            await asyncio.sleep(LOOK_AGAIN_S)
        return False

    async def ask_to_make_way(self, session: Session) -> None:
        """Let another process stop training a network. Raises: Unavailable where it cannot."""
        if session.id in self._held:
            return  # It was taken over from this process, which is the one that stops.
        end = monotonic() + TAKE_OVER_S
        while await self._look_who_leads(session) and not await self._ask(
            session, MakeWay(), ANSWER_S
        ):
            if monotonic() > end:
                raise Unavailable(NO_ANSWER)
            await asyncio.sleep(LOOK_AGAIN_S)

    async def ask_to_keep(self, session: Session) -> None:
        """Let what another process has trained be stored, if it can be soon; asked for once."""
        keeping = self._keeping.get(session.id)
        if keeping is None:
            keeping = self._keeping[session.id] = self._do(self._ask_to_keep(session))
            keeping.add_done_callback(lambda _: self._keeping.pop(session.id, None))
        await asyncio.shield(keeping)

    async def _ask_to_keep(self, session: Session) -> None:
        with suppress(NudgeError):  # Then what was stored before is all there is.
            await self._ask(session, Keep(), KEEP_WITHIN_S)

    async def _look_who_leads(self, session: Session) -> bool:
        (lease,) = await self._leases.look([session.id])
        entry_of(session).note_lease(lease)
        return session.is_led_elsewhere

    async def _ask(self, session: Session, order: Order, within_s: float) -> bool:
        """Let the process that trains a session do something; return whether it has.

        Raises: NudgeError where it could not, or takes too long to say.
        """
        lease, asked = entry_of(session).lease, Asked()
        if lease is None:
            return False
        token = secrets.token_hex(8)
        about = {"kind": "order", "from": self._engine.process, "token": token, "lease": lease}
        message = orjson.dumps({**about, "session": session.id, **write_order(order)})
        self._asked[token] = asked
        end = monotonic() + within_s
        try:
            while not asked.answer.done():
                left = end - monotonic()
                if left <= 0:
                    raise Unavailable(NO_ANSWER)
                if not await self._post.send(self._inbox(process_of(lease)), message):
                    return False  # There is no such process any more.
                await asyncio.wait({asked.answer}, timeout=min(BEAT_S, left))
                if asked.is_heard_of:
                    continue
                if await self._is_other(session, lease) and not asked.is_heard_of:
                    return False  # It will never do it.
        finally:
            del self._asked[token]
        answer = asked.answer.result()
        if not answer["held"]:
            return False
        entry = entry_of(session)
        entry.newest = max(entry.newest, answer["version"])
        if answer["error"] is not None:
            name, *arguments = answer["error"]
            raise REFUSALS.get(name, Unavailable)(*arguments)
        return True

    async def _is_other(self, session: Session, lease: str) -> bool:
        """Return whether a lease has ended. Raises: Unavailable."""
        await self._look_who_leads(session)
        return entry_of(session).lease != lease

    async def _obey(self, message: dict[str, Any]) -> None:
        """Do what another process has asked for, once however often it asks, and answer.

        Whoever asks does not wait any longer than the lease lasts, unless it hears that this has
        been accepted: so an order that has come late, after a sleep, is not done twice.
        """
        token, inbox = message["token"], self._inbox(message["from"])
        is_first = token not in self._obeyed
        if is_first:
            self._obeyed[token] = asyncio.create_task(self._obey_once(message))
            if len(self._obeyed) > MOST_OBEYED:
                self._obeyed.popitem(last=False)
        doing = self._obeyed[token]
        if is_first or doing.done():
            await self._send(inbox, orjson.dumps({"kind": "answer", "token": token} | await doing))
        elif token in self._accepted:
            await self._accept(message)

    async def _accept(self, message: dict[str, Any]) -> None:
        """Let the process that has asked know that nobody else is to do it."""
        said = orjson.dumps({"kind": "accepted", "token": message["token"]})
        with suppress(Unavailable):  # It asks again.
            await self._send(self._inbox(message["from"]), said)

    async def _obey_once(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what another process has asked for; return what came of it."""
        try:
            (lease,) = await self._leases.look([message["session"]])
        except Unavailable:
            return {"held": False}
        held = self._held.get(message["session"])
        if held is None or not message["lease"] == lease == held.lease:
            return {"held": False}
        if held.commander.is_abandoned:
            return {"held": False}
        commander, order = held.commander, read_order(message)
        answer: dict[str, Any] = {"held": True, "error": None}
        self._accepted.add(message["token"])
        try:
            await self._accept(message)
            await order.do(commander)
            if self.attend is not None:
                await self.attend(commander.session)
        except Overtaken:
            answer["held"] = False  # Not any more.
        except NudgeError as error:
            answer["error"] = [type(error).__name__, str(error)]
        finally:
            self._accepted.discard(message["token"])
        return answer | {"version": entry_of(commander.session).newest}

    # Who watches

    @contextmanager
    def watching(self, commander: Commander) -> Iterator[None]:
        """Let somebody watch who is told what happens at other processes, too."""
        session_id = commander.session.id
        watched = self._watched.setdefault(session_id, Watched(commander))
        watched.watchers += 1
        self._beat_now.set()
        try:
            yield
        finally:
            watched.watchers -= 1
            if not watched.watchers:
                del self._watched[session_id]
                commander.mirror = None
                self._do(self._post.leave(self._engine.session_keys(session_id).news))
            self._tell_leader(watched)

    async def publish(self, watch_key: str, session: Session) -> None:
        """Let all processes know what can be watched by a key. Raises: Unavailable."""
        key, life_ms = self._engine.key("watch", watch_key), self._store.lifetime_ms
        await self._engine.call(lambda client: client.set(key, session.id, px=life_ms))

    async def published(self, watch_key: str) -> Session | None:
        """Return what can be watched by a key, if that is known. Raises: Unavailable."""
        key = self._engine.key("watch", watch_key)
        found = cast(bytes | None, await self._engine.call(lambda client: client.get(key)))
        if found is None:
            return None
        session = await self._store.get(found.decode())
        await session.catch_up()
        return session

    async def _look_after_watched(self) -> None:
        """Listen to what happens to all that is watched here, and know who trains it."""
        for watched in tuple(self._watched.values()):
            if not watched.is_listening:
                await self._listen(watched)
        all_watched = tuple(self._watched.items())
        if not all_watched:
            return
        leases = await self._leases.look([session_id for session_id, _ in all_watched])
        for (_, watched), lease in zip(all_watched, leases, strict=True):
            await self._note_leader(watched, lease)
            self._tell_leader(watched)

    async def _listen(self, watched: Watched) -> None:
        session = watched.commander.session
        news = self._engine.session_keys(session.id).news
        await self._post.listen(news, lambda message: self._hear(watched, message))
        watched.is_listening = True
        if session.id not in self._watched:  # Whoever watched has gone meanwhile.
            await self._post.leave(news)
            return
        with suppress(NotFound):  # Its watchers have been told.
            await self._store.look(session.id)
            await session.catch_up()

    async def _note_leader(self, watched: Watched, lease: str | None) -> None:
        """Know who trains a session; a mirror shows what another process trains."""
        commander = watched.commander
        entry_of(commander.session).note_lease(lease)
        if commander.session.is_led_elsewhere:
            if commander.mirror is None or watched.led_by != lease:
                commander.mirror, watched.led_by = commander.mirror or Mirror(), lease
                commander.mirror.await_complete()
        elif commander.mirror is not None:
            with suppress(NotFound):
                await self._store.look(commander.session.id)
                await commander.session.catch_up()
            commander.mirror = watched.led_by = None
            commander.notify()

    def _tell_leader(self, watched: Watched) -> None:
        """Let the process that trains a session know who watches here."""
        mirror, session = watched.commander.mirror, watched.commander.session
        if watched.led_by is None:
            return
        message = {
            "kind": "follow",
            "from": self._engine.process,
            "session": session.id,
            "watchers": watched.watchers,
            "owners": len(watched.commander.owners),
            "anew": mirror is not None and not mirror.is_whole,
        }
        self._do(self._send(self._inbox(process_of(watched.led_by)), orjson.dumps(message)))

    # What other processes tell

    def _hear(self, watched: Watched, message: bytes) -> None:
        """Hear what happens to a session.

        A message begins with a letter: its `v`ersion, it is `g`one, its `h`older, it `r`ests, a
        `f`rame, a `p`icture.
        """
        kind, rest = message[:1], message[1:]
        commander = watched.commander
        mirror, entry = commander.mirror, entry_of(commander.session)
        if kind == b"f" and mirror is not None:
            if mirror.take_frame(*_numbered(rest)):
                commander.notify()
            else:
                self._tell_leader(watched)
        elif kind == b"p" and mirror is not None:
            mirror.take_picture(*_numbered(rest))
        elif kind == b"v":
            entry.newest = max(entry.newest, int(rest))
            if mirror is None and entry.is_behind:
                self._do(commander.session.catch_up())
        elif kind == b"g":
            self._store.forget(commander.session.id)
        elif kind == b"h" and not self._engine.has(rest.decode()):
            self._do(self._begin_mirror(watched, rest.decode()))
        elif kind == b"r" and mirror is not None:
            self._do(self._note_leader(watched, None))

    async def _begin_mirror(self, watched: Watched, lease: str) -> None:
        await self._note_leader(watched, lease)
        self._tell_leader(watched)

    def _take(self, message: bytes) -> None:
        """Take what another process tells this one."""
        news = orjson.loads(message)
        match news["kind"]:
            case "order":
                self._do(self._obey(news))
            case "accepted" if (asked := self._asked.get(news["token"])) is not None:
                asked.is_accepted = True
            case "answer" if (asked := self._asked.get(news["token"])) is not None:
                if not asked.answer.done():
                    asked.answer.set_result(news)
            case "follow" if (held := self._held.get(news["session"])) is not None:
                held.followers.note(news["from"], news["watchers"], news["owners"], news["anew"])

    def _listen_again(self) -> None:
        """Listen again to all that was listened to: what was told meanwhile is lost."""
        self._do(self._post.listen(self._inbox(self._engine.process), self._take))
        for watched in self._watched.values():
            watched.is_listening = False
            if watched.commander.mirror is not None:
                watched.commander.mirror.await_complete()
        self._beat_now.set()

    def _inbox(self, process: str) -> str:
        return self._engine.key("process", process)

    def _tell(self, session_id: str, message: bytes) -> None:
        self._do(self._send(self._engine.session_keys(session_id).news, message))

    async def _send(self, channel: str, message: bytes) -> None:
        await self._post.send(channel, message)

    def _do(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something that nobody waits for; where the engine is away, it is done no more."""

        async def done() -> None:
            with suppress(NudgeError):
                await work

        task = asyncio.create_task(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _numbered(message: bytes) -> tuple[int, bytes]:
    return int.from_bytes(message[:8], "big"), message[8:]
