"""Sessions over HTTP: begin, look, change back and forth, end."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.architecture import (
    architecture_of,
    check_trained,
    new_seed,
    weights_of,
)
from app.api.http.documentation import CONFLICT, INPUT, SESSION
from app.api.http.json import JsonRoute, json_response
from app.api.http.services import services_of
from app.api.session_messages import NewSession, ResetRequest, SessionObject
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


@router.post("/{session_id}/undo", response_model=SessionObject, responses=SESSION | CONFLICT)
async def undo(session_id: str, request: Request) -> Response:
    """Take back the last step, reset or replacement of parameters."""
    services = services_of(request)
    async with services.session(session_id) as session:
        session.undo()
        await services.store.put(session)
        return json_response(session.describe())


@router.post("/{session_id}/redo", response_model=SessionObject, responses=SESSION | CONFLICT)
async def redo(session_id: str, request: Request) -> Response:
    """Make again what was undone last."""
    services = services_of(request)
    async with services.session(session_id) as session:
        session.redo()
        await services.store.put(session)
        return json_response(session.describe())


@router.post("/{session_id}/reset", response_model=SessionObject, responses=SESSION | INPUT)
async def reset(session_id: str, body: ResetRequest, request: Request) -> Response:
    """Begin anew with trained or random parameters; this can be undone."""
    services = services_of(request)
    seed = new_seed() if body.seed is None else body.seed
    async with services.session(session_id) as session:
        check_trained(body.weights, session.architecture)
        network = await services.call(
            request,
            lambda: begin(session.architecture, body.weights, session.initializer, seed),
            session.is_large,
        )
        session.reset(network, body.weights, seed)
        await services.store.put(session)
        return json_response(session.describe())
