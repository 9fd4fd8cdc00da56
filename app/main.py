"""Joins the parts to one application: settings, sessions, digits, endpoints, page."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from starlette.types import ASGIApp

from app import __version__, errors
from app.api import (
    calculus_routes,
    descend_routes,
    digits_routes,
    gradient_routes,
    landscape_routes,
    options_routes,
    parameters_routes,
    passes_routes,
    predictions_routes,
    runs_routes,
    sessions_routes,
    source_routes,
    tables_routes,
    take_home_routes,
    train_routes,
    trained_for_routes,
    what_if_routes,
)
from app.api.http import pages
from app.api.http.behind_proxies import BehindProxies, LastSlash
from app.api.http.bodies import Bodies
from app.api.http.cors import Cors
from app.api.http.documentation import complete
from app.api.http.head import HeadAsGet
from app.api.http.headers import SecurityHeaders
from app.api.http.request_checks import RequestChecks
from app.api.http.services import Services, SharedDigits
from app.api.http.session_shares import SessionShares
from app.api.http.static_files import Files
from app.api.http.unhandled_errors import UnhandledErrors
from app.api.rooms import (
    batch_routes,
    drawings_routes,
    lent_network,
    rooms_routes,
    shared_routes,
    votes_routes,
)
from app.bundle import PageFiles
from app.data.trained import SHIPPED, keep_trained
from app.errors import NudgeError, Unavailable
from app.operating.figures import Figures, served
from app.operating.memory import give_back
from app.operating.one_process import claim_among_workers
from app.operating.requests import Requests
from app.resources import IS_CHECKOUT, STATIC
from app.rooms.guesses import Guesses
from app.rooms.room_store import MemoryRooms
from app.rooms.rooms import Rooms
from app.sessions.compute import Compute
from app.sessions.shares import Buckets, Creations
from app.sessions.store import MemoryStore, SessionStore
from app.settings import Settings, settings_of_environment
from app.training.broadcast import Broadcasts
from app.training.commander import Peers
from app.training.commanders import Commanders, Limits
from app.training.peers import NoPeers
from app.work.trained_for import STOPS, train_by_recipe

if TYPE_CHECKING:
    from app.engine.connection import Engine

PARTS: Final = (
    lent_network,
    passes_routes,
    what_if_routes,
    descend_routes,
    sessions_routes,
    train_routes,
    gradient_routes,
    landscape_routes,
    calculus_routes,
    runs_routes,
    parameters_routes,
    digits_routes,
    predictions_routes,
    options_routes,
    trained_for_routes,
    source_routes,
    tables_routes,
    take_home_routes,
    rooms_routes,
    shared_routes,
    votes_routes,
    batch_routes,
    drawings_routes,
    pages,
)
"""The endpoints; the busiest come first, but for those whose addresses others would take, too."""

EXPIRY_INTERVAL_S: Final = 60.0

NEW_ROOMS_PER_S_OF_ALL: Final = 1.0

DESCRIPTION: Final = """\
A network that reads drawn digits, and everything it computes: activations forwards, desired
nudges backwards, and steps of gradient descent.

`l` counts layers from 0, the input. `z[l] = W[l] a[l-1] + b[l]`, `a[l] = f(z[l])`,
`delta[l] = dC0/dz[l]`; a *desired nudge* of a quantity `q` is `-dC0/dq`, positive where it should
grow. Errors are `{"detail": "a sentence"}`; wrong input is answered with 422 and a list of
`{"type", "loc", "msg"}` that names the field, and changes nothing.
"""


class Application(FastAPI):
    """A FastAPI application behind request checks, with security headers on every answer."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            title="Nudge",
            version=__version__,
            description=DESCRIPTION,
            openapi_url=None,  # FastAPI's own is made on the event loop
            docs_url=None,  # and its pages would come from another host
            redoc_url=None,
            redirect_slashes=False,
            lifespan=_lifespan,
            telemetry={"tracing": False, "metrics": False, "logs": False},
            # Not by include_router, which would look for the route twice for every request.
            routes=[route for part in PARTS for route in part.router.routes],
        )
        self._settings = settings
        self._describing = threading.Lock()

    def openapi(self) -> dict[str, Any]:
        """Return the description of the API, which is made once, by whichever thread asks first."""
        with self._describing:
            if self.openapi_schema is None:
                self.openapi_schema = complete(super().openapi(), self._settings.limits())
            return self.openapi_schema

    def build_middleware_stack(self) -> ASGIApp:
        """Return FastAPI's stack with the checks and the headers around all of it.

        What is added by `add_middleware` lies within the answers to errors, which would then lack
        the headers.
        """
        settings = self._settings
        compute = self.state.services.compute
        buckets = Buckets(
            settings.max_session_requests_per_s, settings.max_session_requests_at_once
        )
        checked = RequestChecks(
            LastSlash(SessionShares(super().build_middleware_stack(), buckets)),
            hosts=settings.hosts,
            origins=settings.allowed_origins,
            max_body_bytes=settings.max_body_bytes,
        )
        allowed = Cors(HeadAsGet(checked), settings.allowed_origins)
        answered = SecurityHeaders(
            UnhandledErrors(allowed, lambda: compute.is_stopping), settings.frame_ancestors
        )
        noted = Requests(answered, self.state.figures.note)
        return BehindProxies(noted, settings.trusted_proxies, settings.root_path)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return a new application, with the settings of the environment if none are given."""
    settings = settings or settings_of_environment()
    app = Application(settings)
    engine = _engine(settings)
    broadcasts = Broadcasts()
    store, peers = _store(settings, engine, broadcasts)
    compute = Compute(settings.max_computations, settings.max_long_computations_per_session)
    digits = SharedDigits()
    limits = Limits(
        settings.max_training_sessions,
        settings.max_runs,
        settings.max_run_bytes,
        settings.max_parameter_size,
    )
    commanders = Commanders(compute, store, digits.get, limits, peers)
    rooms = _rooms(settings, commanders, engine)
    peers.attend = rooms.attend
    app.state.services = Services(
        settings,
        store,
        compute,
        digits,
        commanders,
        PageFiles(STATIC, bundled=not settings.source, is_checkout=IS_CHECKOUT),
        Creations(
            settings.max_new_sessions_per_s,
            settings.max_new_sessions_at_once,
            settings.max_new_sessions_per_s_of_all,
        ),
        Bodies(settings.max_bodies_bytes),
        broadcasts,
        rooms,
        Creations(
            settings.max_new_rooms_per_s,
            settings.max_new_rooms_at_once,
            NEW_ROOMS_PER_S_OF_ALL,
            what="rooms",
        ),
        Guesses(settings.max_wrong_codes_per_s, settings.max_wrong_codes_at_once),
    )
    app.state.figures = Figures(
        {
            "sessions": ("Sessions kept.", lambda: len(store)),
            "session_bytes": ("Memory that they take.", lambda: store.nbytes),
            "sessions_given_up": ("Sessions that made room for others.", lambda: store.given_up),
            "computations": ("Long computations under way.", lambda: compute.under_way),
            "trainings": ("Sessions that train.", lambda: commanders.training),
            "viewers": ("Sockets that watch a session.", lambda: commanders.viewers),
            "rooms": ("Rooms that are open.", lambda: len(rooms)),
            "listeners": ("Streams and polls of rooms' news.", lambda: rooms.listeners),
        }
    )
    errors.install(app)
    app.state.files = Files(STATIC)
    app.mount("/static", app.state.files)
    return app


# Who needs no engine does not wait for its client: that is imported only where it is used.


def _engine(settings: Settings) -> "Engine | None":
    if settings.store is None:
        return None
    from app.engine.connection import Engine  # noqa: PLC0415

    return Engine(settings.store, settings.store_prefix, settings.store_within_s)


def _store(
    settings: Settings, engine: "Engine | None", broadcasts: Broadcasts
) -> tuple[SessionStore, Peers]:
    """Return where sessions are kept, and the other processes that use them."""
    bounds = settings.max_sessions, settings.max_session_bytes, settings.session_lifetime_s
    if engine is None:
        return MemoryStore(*bounds), NoPeers()
    from app.engine.post import Post  # noqa: PLC0415
    from app.sessions.engine_store import EngineStore  # noqa: PLC0415
    from app.training.engine_peers import EnginePeers  # noqa: PLC0415

    store = EngineStore(engine, *bounds, settings.history_bounds)
    return store, EnginePeers(engine, Post(engine), store, broadcasts)


def _rooms(settings: Settings, commanders: Commanders, engine: "Engine | None") -> Rooms:
    bounds = settings.max_rooms, settings.room_lifetime_s, settings.room_without_presenter_s
    if engine is None:
        return Rooms(MemoryRooms(*bounds), commanders, settings.max_seats)
    from app.rooms.engine_rooms import EngineRooms  # noqa: PLC0415

    rooms = EngineRooms(engine, *bounds, settings.max_seats, settings.history_bounds)
    return Rooms(rooms, commanders, settings.max_seats)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    if services.settings.store is None:
        claim_among_workers()  # Here, because an application may be made before workers fork.
    keep_trained()
    await asyncio.to_thread(_read_ahead, app)
    services.digits.start()
    figures: Figures = app.state.figures
    works = (
        _expire(services),
        _train_ahead(services),
        figures.watch_loop(),
        services.store.watch(),
        services.commanders.peers.run(),
    )
    tasks = [asyncio.create_task(work) for work in works]
    settings = services.settings
    with served(figures.registry, settings.metrics_host, settings.metrics_port):
        yield
    await services.commanders.end()
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await services.rooms.close()
    await services.commanders.peers.close()
    await services.store.close()
    services.compute.close()


def _read_ahead(app: FastAPI) -> None:
    """Read all that every page needs: in a full hall there may be no descriptor left for a file."""
    pages.read_ahead(app.state.services.page_files)
    app.state.files.read_ahead()


async def _expire(services: Services) -> None:
    """Free the memory of sessions and rooms that are no longer used."""
    while True:
        await asyncio.sleep(EXPIRY_INTERVAL_S)
        await services.rooms.expire()
        with suppress(Unavailable):
            await services.store.tidy()
        await asyncio.to_thread(give_back)  # Also of sessions that expired or were deleted before.


async def _train_ahead(services: Services) -> None:
    """Train the lecture's network by the recipe before anybody asks for it."""
    train = await services.digits.split("train")
    last, largest = STOPS[-1], services.settings.max_parameter_size
    work = train_by_recipe(SHIPPED["sigmoid"], train, last, largest, ())
    with suppress(NudgeError):  # Whoever asks is answered with it.
        while not await services.compute.turn(work):
            pass
