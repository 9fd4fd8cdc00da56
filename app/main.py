"""Joins the parts to one application: settings, sessions, digits, endpoints, page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

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
from app.api.http.headers import SecurityHeaders
from app.api.http.request_checks import RequestChecks
from app.api.http.services import Services, SharedDigits
from app.api.http.static_files import Files
from app.api.http.unhandled_errors import UnhandledErrors
from app.bundle import PageFiles
from app.data.trained import SHIPPED
from app.errors import NudgeError
from app.resources import IS_CHECKOUT, STATIC
from app.sessions.compute import Compute
from app.sessions.store import MemoryStore
from app.settings import Settings
from app.training.commander import Commanders, Limits
from app.work.trained_for import STOPS, train_by_recipe

PARTS: Final = (
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
    pages,
)
"""The endpoints; the busiest come first."""

EXPIRY_INTERVAL_S: Final = 60.0

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
            docs_url=None,  # FastAPI's own would come from another host
            redoc_url=None,
            redirect_slashes=False,
            lifespan=_lifespan,
            telemetry={"tracing": False, "metrics": False, "logs": False},
            # Not by include_router, which would look for the route twice for every request.
            routes=[route for part in PARTS for route in part.router.routes],
        )
        self._settings = settings

    def build_middleware_stack(self) -> ASGIApp:
        """Return FastAPI's stack with the checks and the headers around all of it.

        What is added by `add_middleware` lies within the answers to errors, which would then lack
        the headers.
        """
        settings = self._settings
        compute = self.state.services.compute
        checked = RequestChecks(
            super().build_middleware_stack(),
            hosts=settings.hosts,
            origins=settings.allowed_origins,
            max_body_bytes=settings.max_body_bytes,
        )
        return SecurityHeaders(
            UnhandledErrors(checked, lambda: compute.is_stopping), settings.frame_ancestors
        )


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return a new application, with the settings of the environment if none are given."""
    settings = settings or Settings()
    app = Application(settings)
    store = MemoryStore(
        settings.max_sessions, settings.max_session_bytes, settings.session_lifetime_s
    )
    compute, digits = Compute(settings.max_computations), SharedDigits()
    limits = Limits(
        settings.max_training_sessions,
        settings.max_runs,
        settings.max_run_bytes,
        settings.max_parameter_size,
    )
    commanders = Commanders(compute, store, digits.get, limits)
    app.state.services = Services(
        settings,
        store,
        compute,
        digits,
        commanders,
        PageFiles(STATIC, bundled=not settings.source, is_checkout=IS_CHECKOUT),
    )
    errors.install(app)
    app.mount("/static", Files(STATIC))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    services.digits.start()
    tasks = [asyncio.create_task(_expire(services)), asyncio.create_task(_train_ahead(services))]
    yield
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    services.compute.close()


async def _expire(services: Services) -> None:
    """Free the memory of sessions that are no longer used, even if no new ones are made."""
    while True:
        await asyncio.sleep(EXPIRY_INTERVAL_S)
        services.store.expire()


async def _train_ahead(services: Services) -> None:
    """Train the lecture's network by the recipe before anybody asks for it."""
    train = await services.digits.split("train")
    last, largest = STOPS[-1], services.settings.max_parameter_size
    work = train_by_recipe(SHIPPED["sigmoid"], train, last, largest, ())
    with suppress(NudgeError):  # Whoever asks is answered with it.
        while not await services.compute.turn(work):
            pass
