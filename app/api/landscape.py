"""Where a step leads: mini-batches' directions, and the cost's landscape around the network."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.descent_messages import DirectionsWish, LandscapeWish
from app.api.http.checks import check_takes_digits
from app.api.http.documentation import INPUT, SESSION
from app.api.http.json import JsonRoute
from app.api.http.services import services_of
from app.api.http.streams import LINES, streamed
from app.errors import InvalidInput, NotFound
from app.sessions.session import Session
from app.training.run import RunMoment
from app.work.averaging import batches_ahead, shuffled
from app.work.directions import Directions
from app.work.landscape import Landscape, View

router = APIRouter(prefix="/api/sessions/{session_id}", tags=["descent"], route_class=JsonRoute)

MOST_INDICES = 100


@router.post("/directions", response_class=Response, responses=LINES | SESSION | INPUT)
async def directions(session_id: str, wish: DirectionsWish, request: Request) -> Response:
    """Return where the next mini-batches point, beside the exact gradient over all digits."""
    services = services_of(request)
    settings = services.settings
    _at_most(settings.max_directions, wish.batches, "batches")
    async with services.session(session_id) as session:
        train = (await services.digits.get()).train
        check_takes_digits(session.network, train.images.shape[1], ("path", "session_id"))
        _at_most(len(train), wish.batch_size, "batch_size")
        _at_most(settings.max_examples_per_call // wish.batch_size, wish.batches, "batches")
        batches = batches_ahead(session, train, wish.batch_size, wish.batches)
        seen = Directions(session.network.copy(), train, batches)
        iteration = session.iteration

    def progress() -> dict[str, object]:
        return {"done": seen.done, "of": seen.of}

    def result() -> dict[str, object]:
        return {
            **progress(),
            "exact": {"norm": seen.exact.norm, "cost": seen.exact.cost},
            "batches": [
                {
                    "indices": each.indices[:MOST_INDICES],
                    "cost": each.cost,
                    "angle": each.deviation.angle,
                    **each.deviation._asdict(),
                }
                for each in seen.compared
            ],
            "iteration": iteration,
        }

    return await streamed(services.compute, seen.work(), progress, result)


@router.post("/landscape", response_class=Response, responses=LINES | SESSION | INPUT)
async def landscape(session_id: str, wish: LandscapeWish, request: Request) -> Response:
    """Return the cost over some training digits on a plane around the network, and a run's path.

    The plane lies along -dC/dw and a random direction (`gradient`), or along the two directions in
    which the run's moments differ most (`path`).
    """
    services = services_of(request)
    _at_most(services.settings.max_landscape_size, wish.size, "size")
    _at_most(services.settings.max_landscape_examples, wish.examples, "examples")
    async with services.session(session_id) as session:
        train = (await services.digits.get()).train
        check_takes_digits(session.network, train.images.shape[1], ("path", "session_id"))
        products = wish.size**2 * session.network.parameters.vector.size
        most = services.settings.max_landscape_products // products
        _at_most(most, wish.examples, "examples")
        path = _path(session, wish)
        view = View(wish.directions == "path", wish.size, wish.span, wish.seed)
        indices = shuffled(session, train, wish.examples)
        seen = Landscape(session.network.copy(), train, indices, path, view)
        iteration = session.iteration

    def progress() -> dict[str, object]:
        return {"done": seen.done, "of": seen.of}

    def result() -> dict[str, object]:
        return {
            **progress(),
            "x": seen.x,
            "y": seen.y,
            "costs": seen.costs,
            "point": [0.0, 0.0],
            "point_cost": seen.point_cost,
            "path": seen.walked,
            "directions": wish.directions,
            "gradient_norm": seen.gradient_norm,
            "examples": wish.examples,
            "iteration": iteration,
        }

    return await streamed(services.compute, seen.work(), progress, result)


def _at_most(limit: int, came: int, field: str) -> None:
    if came > limit:
        raise InvalidInput(("body", field), f"Expected at most {limit}", "limit")


def _path(session: Session, wish: LandscapeWish) -> list[RunMoment]:
    if wish.run is None:
        if wish.directions == "path":
            raise InvalidInput(("body", "run"), "Expected a run, whose path it is", "missing")
        return []
    run = session.runs.get(wish.run)
    if run is None:
        raise NotFound("The session has no such run.")
    return [*run.moments]
