"""Training, live: commands come through a socket as JSON, frames go out as safetensors."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Any, Final, NamedTuple

import orjson
from fastapi import APIRouter, Request, Response, WebSocket
from pydantic import BaseModel, ValidationError
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected

from app.api.http.checks import check_takes_digits
from app.api.http.documentation import SESSION
from app.api.http.json import JsonRoute, json_response
from app.api.http.services import Services, services_of
from app.api.train_messages import (
    Acknowledge,
    ChangeSettings,
    Plain,
    Start,
    changes_of,
    read_command,
)
from app.errors import InvalidInput, NotFound, NudgeError, TooManyRequests, problems
from app.nn.train_settings import SETTINGS
from app.sessions.overtaken import again_if_overtaken
from app.sessions.session import NO_SUCH_SESSION
from app.training import orders
from app.training.broadcast import Seat
from app.training.commander import Commander, Order

router = APIRouter(tags=["training"], route_class=JsonRoute)

MOST_IN_FLIGHT: Final = 2
MOST_BYTES_IN_FLIGHT: Final = 20_000
"""Frames that a viewer may leave unacknowledged, and with how many bytes the next one waits for
that: it is the newest then, however slow the network."""
ACKNOWLEDGE_WITHIN_S: Final = 4.0
"""A viewer that takes longer is gone: a closed tab is noticed within 5 s, on any network."""
CLOSE_WITHIN_S: Final = 0.5
MOST_MESSAGES_PER_S: Final = 200
MOST_COMMANDS_WAITING: Final = 64
MOST_OWNERS: Final = 16
"""Pages that may command one session at once: room for them is left by those that only watch."""

NO_SESSION: Final = 4404
TRY_AGAIN_LATER: Final = 1013
POLICY_VIOLATION: Final = 1008

PLAIN_ORDERS: Final[dict[str, Order]] = {
    "pause": orders.Pause(),
    "step": orders.TakeSteps(1),
    "epoch": orders.TakeEpoch(),
    "stop": orders.Stop(),
}

GONE: Final = (WebSocketDisconnect, WebSocketDisconnected)
"""The viewer has closed, or something was about to be sent as the server did."""

ONLY_WATCHES: Final = "Only the page that this network was begun on can train it; here it is shown."


class InFlight(NamedTuple):
    """What was sent, and not acknowledged yet."""

    frame: int
    size: int


class WatchKey(BaseModel):
    """What lets others watch a network train, and do nothing else with it."""

    watch_key: str


@router.get("/api/sessions/{session_id}/watch", response_model=WatchKey, responses=SESSION)
async def watch_key(request: Request, session_id: str) -> Response:
    """Return the key with which a session's training is watched at `/api/watch/{watch_key}`."""
    services = services_of(request)
    commander = await services.commanders.published(await services.found(session_id))
    return json_response({"watch_key": commander.watch_key})


@router.websocket("/api/sessions/{session_id}/train")
async def train(socket: WebSocket, session_id: str) -> None:
    """Let who knows a session's id watch and command its training."""
    services: Services = socket.app.state.services
    await socket.accept()
    try:
        commander = services.commanders.of(await services.found(session_id))
        if len(commander.owners) >= MOST_OWNERS:
            raise TooManyRequests("Too many pages train this network.")
    except NudgeError as refusal:
        await _refuse(socket, refusal)
    else:
        await Viewer(socket, commander, services, is_owner=True).stay()


@router.websocket("/api/watch/{watch_key}")
async def watch(socket: WebSocket, watch_key: str) -> None:
    """Let others watch a session's training."""
    services: Services = socket.app.state.services
    await socket.accept()
    try:
        commander = await services.commanders.watched(watch_key)
        others = len(commander.session.viewers) - len(commander.owners)
        if others >= services.settings.max_viewers_per_session:
            raise TooManyRequests("Too many pages watch this network train.")
    except NudgeError as refusal:
        await _refuse(socket, refusal)
    else:
        await Viewer(socket, commander, services, is_owner=False).stay()


async def _refuse(socket: WebSocket, refusal: NudgeError) -> None:
    code = NO_SESSION if isinstance(refusal, NotFound) else TRY_AGAIN_LATER
    await socket.close(code, str(refusal))


class Viewer:
    """One page that watches a session train, and commands it where the session is its own."""

    def __init__(
        self, socket: WebSocket, commander: Commander, services: Services, is_owner: bool
    ) -> None:
        self.socket = socket
        self.commander = commander
        self.services = services
        self.is_owner = is_owner
        self._in_flight: deque[InFlight] = deque()
        self._credit = asyncio.Event()
        self._credit.set()
        self._commands: asyncio.Queue[Start | ChangeSettings | Plain] = asyncio.Queue(
            MOST_COMMANDS_WAITING
        )

    async def stay(self) -> None:
        """Show and listen until page or session is gone; the last owner's run is paused."""
        peers = self.services.commanders.peers
        with (
            self.services.broadcasts.seat(self.commander, self.is_owner) as seat,
            peers.watching(self.commander),
        ):
            parts = self._show(seat), self._listen(), self._obey()
            tasks = [asyncio.create_task(part) for part in parts]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                results = await asyncio.gather(*tasks, return_exceptions=True)
        if self.is_owner:
            await self.commander.leave_alone()
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, GONE):
                raise result

    async def _show(self, seat: Seat) -> None:
        """Send the newest state whenever there is news, and no more than the viewer can take."""
        while True:
            await seat.wait()
            try:
                async with asyncio.timeout(ACKNOWLEDGE_WITHIN_S):
                    await self._credit.wait()
            except TimeoutError:
                await self._close(TRY_AGAIN_LATER, "Frames are not acknowledged.")
                return
            if seat.is_over:
                if self.commander.session.closed:
                    await self._close(NO_SESSION, NO_SUCH_SESSION)
                else:
                    await self._close(TRY_AGAIN_LATER, "There are no frames.")
                return
            frame, files = seat.take()
            self._in_flight.append(InFlight(frame, sum(map(len, files))))
            self._note_credit()
            try:
                async with asyncio.timeout(ACKNOWLEDGE_WITHIN_S):
                    for file in files:
                        await self.socket.send_bytes(file)
            except TimeoutError:
                return  # It does not read: there is no use in sending more.

    async def _listen(self) -> None:
        """Take acknowledgements at once, and keep commands for their turn."""
        began, count = monotonic(), 0
        while True:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if monotonic() - began > 1:
                began, count = monotonic(), 0
            count += 1
            if count > MOST_MESSAGES_PER_S:
                await self._close(POLICY_VIOLATION, "Too many messages.")
                return
            async with self._refusing():
                command = _read(message)
                if isinstance(command, Acknowledge):
                    self._acknowledge(command.frame)
                elif not self.is_owner:
                    raise NudgeError(ONLY_WATCHES)
                elif self._commands.full():
                    raise TooManyRequests("Too many commands wait for their turn.")
                else:
                    self._commands.put_nowait(command)

    async def _obey(self) -> None:
        """Do what is asked for, one after the other."""
        while True:
            command = await self._commands.get()
            async with self._refusing():
                await self._carry_out(command)

    @asynccontextmanager
    async def _refusing(self) -> AsyncIterator[None]:
        """Send the viewer what is wrong with a message; the socket stays open."""
        try:
            yield
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            await self._refuse(problems({**each, "loc": _location(each)} for each in found))
        except InvalidInput as error:
            await self._refuse(problems([error.problem()]))
        except NudgeError as error:
            await self._refuse(str(error))

    async def _carry_out(self, command: Start | ChangeSettings | Plain) -> None:
        if self.commander.session.closed:
            raise NotFound(NO_SUCH_SESSION)
        await self._check(command)
        order = _order_of(command)
        await again_if_overtaken(lambda: self.commander.carry_out(order))

    async def _check(self, command: Start | ChangeSettings | Plain) -> None:
        """Raise InvalidInput where the command is beyond the limits, or the network no reader."""
        if isinstance(command, Start | ChangeSettings):
            self._check_limits(command)
        if command.type in ("start", "step", "epoch"):
            inputs = (await self.services.digits.get()).train.images.shape[1]
            check_takes_digits(self.commander.session.network, inputs, ("message", "type"))

    def _check_limits(self, command: Start | ChangeSettings) -> None:
        settings = self.services.settings
        limits: dict[str, float] = {"epochs": settings.max_epochs} | {
            name: getattr(settings, setting.limit)
            for name, setting in SETTINGS.items()
            if setting.limit is not None
        }
        for field, limit in limits.items():
            value = getattr(command, field, None)
            if value is not None and value > limit:
                raise InvalidInput(
                    ("message", field), f"Expected at most {limit:g}, but got {value:g}", "limit"
                )

    def _acknowledge(self, frame: int) -> None:
        while self._in_flight and self._in_flight[0].frame <= frame:
            self._in_flight.popleft()
        self._note_credit()

    def _note_credit(self) -> None:
        """Let the next frame be sent, or wait."""
        taken = sum(each.size for each in self._in_flight)
        if len(self._in_flight) < MOST_IN_FLIGHT and taken < MOST_BYTES_IN_FLIGHT:
            self._credit.set()
        else:
            self._credit.clear()

    async def _refuse(self, detail: object) -> None:
        await self.socket.send_text(orjson.dumps({"type": "error", "detail": detail}).decode())

    async def _close(self, code: int, reason: str) -> None:
        # The viewer may have done so already, or may not read.
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            await asyncio.wait_for(self.socket.close(code, reason), CLOSE_WITHIN_S)


def _order_of(command: Start | ChangeSettings | Plain) -> Order:
    match command:
        case Start():
            return orders.Start(changes_of(command), command.epochs, command.name or "")
        case ChangeSettings():
            return orders.ChangeSettings(changes_of(command))
        case Plain():
            return PLAIN_ORDERS[command.type]


def _read(message: Any) -> Any:
    text = message.get("text")
    if text is None:
        raise InvalidInput(("message",), "Expected text, but got bytes", "text_expected")
    try:
        return read_command(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise InvalidInput(
            ("message",), "Expected JSON, but this cannot be read as JSON", "json_invalid"
        ) from error


def _location(problem: Any) -> tuple[str | int, ...]:
    """Return where a problem is; pydantic puts the command's kind before the field."""
    if problem["type"].startswith("union_tag"):
        return ("message", "type")
    return ("message", *problem["loc"][1:])
