"""One path through a session's network as a chain of one neuron a layer."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.calculus_messages import FoldAnswer, FoldWish
from app.api.http.checks import check_pixels, check_target
from app.api.http.documentation import INPUT, SESSION
from app.api.http.json import JsonRoute, json_response
from app.api.http.services import services_of
from app.errors import InvalidInput
from app.nn.fold import Fold, fold
from app.sessions.session import Session

router = APIRouter(prefix="/api/sessions/{session_id}", tags=["calculus"], route_class=JsonRoute)


@router.post("/fold", response_model=FoldAnswer, responses=SESSION | INPUT)
async def fold_path(session_id: str, wish: FoldWish, request: Request) -> Response:
    """Return the chain along a path, which computes what the path's neurons compute."""
    services = services_of(request)
    async with services.session(session_id) as session:
        check_pixels(wish.pixels, session.network)
        check_target(wish.target, session.network)
        folded = await services.call(request, lambda: _fold(session, wish), session.is_large)
    return json_response(asdict(folded))


def _fold(session: Session, wish: FoldWish) -> Fold:
    trace = session.backward(wish.pixels, wish.target)
    try:
        return fold(session.network, trace, wish.path)
    except (ValueError, IndexError) as error:
        raise InvalidInput(("body", "path"), str(error)) from error
