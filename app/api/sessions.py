"""Sessions over HTTP: begin, look, change back and forth, end."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.architecture import (
    architecture_of,
    check_trained,
    new_seed,
    weights_of,
)
from app.api.changes import (
    OF_THE_PASS,
    ChangedSession,
    ChangeRequest,
    ResetRequest,
    change_response,
    shown_in,
)
from app.api.http.documentation import CONFLICT, INPUT, SESSION
from app.api.http.json import JsonRoute, json_response
from app.api.http.services import services_of
from app.api.session_messages import NewSession, SessionObject
from app.nn.parameters import parameter_count
from app.sessions.session import LARGE, Session, begin

router = APIRouter(prefix="/api/sessions", tags=["sessions"], route_class=JsonRoute)


@router.post("", status_code=201, response_model=SessionObject, responses=INPUT)
async def create_session(request: Request, body: NewSession | None = None) -> Response:
    """Begin a session with a network of its own.

    Who knows its id may use it. It ends some time after its last use (`session_lifetime_s`).
    """
    services = services_of(request)
    body = body or NewSession()
    architecture = architecture_of(body, services.settings)
    weights = weights_of(body, architecture)
    check_trained(weights, architecture)
    seed = new_seed() if body.seed is None else body.seed

    network = await services.call(
        request,
        lambda: begin(architecture, weights, body.initializer, seed),
        parameter_count(architecture.layers) >= LARGE,
    )
    history_bytes = services.settings.max_history_bytes
    session = Session(network, body.initializer, seed, weights, history_bytes)
    await services.store.create(session)
    return json_response(session.describe(), 201)


@router.get("/{session_id}", response_model=SessionObject, responses=SESSION)
async def get_session(session_id: str, request: Request) -> Response:
    """Return a session."""
    async with services_of(request).session(session_id) as session:
        return json_response(session.describe())


@router.delete("/{session_id}", status_code=204, responses=SESSION)
async def delete_session(session_id: str, request: Request) -> Response:
    """End a session."""
    services = services_of(request)
    async with services.session(session_id):
        await services.store.delete(session_id)
    return Response(status_code=204)


@router.post(
    "/{session_id}/undo",
    response_model=ChangedSession,
    responses=SESSION | CONFLICT | INPUT,
    openapi_extra=OF_THE_PASS,
)
async def undo(session_id: str, request: Request, body: ChangeRequest | None = None) -> Response:
    """Take back the last step, reset or replacement of parameters."""
    return await _in_history(session_id, request, body, Session.undo)


@router.post(
    "/{session_id}/redo",
    response_model=ChangedSession,
    responses=SESSION | CONFLICT | INPUT,
    openapi_extra=OF_THE_PASS,
)
async def redo(session_id: str, request: Request, body: ChangeRequest | None = None) -> Response:
    """Make the change again that was undone last."""
    return await _in_history(session_id, request, body, Session.redo)


@router.post(
    "/{session_id}/reset",
    response_model=ChangedSession,
    responses=SESSION | INPUT,
    openapi_extra=OF_THE_PASS,
)
async def reset(session_id: str, body: ResetRequest, request: Request) -> Response:
    """Start again with trained or random parameters; this can be undone."""
    services = services_of(request)
    seed = new_seed() if body.seed is None else body.seed
    shown = shown_in(body.pixels, body.target, request, services.settings)
    async with services.session(session_id) as session:
        check_trained(body.weights, session.architecture)
        if shown is not None:
            shown.check(session.network)
        network = await services.call(
            request,
            lambda: begin(session.architecture, body.weights, session.initializer, seed),
            session.is_large,
        )
        session.reset(network, body.weights, seed)
        await services.store.put(session)
        return await change_response(services, request, session, shown, session.describe())


async def _in_history(
    session_id: str,
    request: Request,
    body: ChangeRequest | None,
    change: Callable[[Session], None],
) -> Response:
    services = services_of(request)
    body = body or ChangeRequest()
    shown = shown_in(body.pixels, body.target, request, services.settings)
    async with services.session(session_id) as session:
        if shown is not None:
            shown.check(session.network)
        change(session)
        await services.store.put(session)
        return await change_response(services, request, session, shown, session.describe())
