"""Where a step leads: mini-batches' directions, and the cost's landscape around the network."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.checks import check_takes_digits
from app.api.descent_messages import DirectionsWish, LandscapeWish
from app.api.documentation import INPUT, SESSION
from app.api.services import services_of
from app.api.streams import LINES, streamed
from app.api.wire import JsonRoute
from app.errors import InvalidInput, NotFound
from app.sessions.averaging import batches_ahead, shuffled
from app.sessions.directions import Directions
from app.sessions.landscape import Landscape, View
from app.sessions.run import RunMoment
from app.sessions.session import Session

router = APIRouter(prefix="/api/sessions/{session_id}", tags=["descent"], route_class=JsonRoute)

MOST_INDICES = 100


@router.post("/directions", response_class=Response, responses=LINES | SESSION | INPUT)
async def directions(session_id: str, wish: DirectionsWish, request: Request) -> Response:
    """Return where the next mini-batches point, beside the exact gradient over all digits."""
    services = services_of(request)
    settings = services.settings
    if wish.batches > settings.max_directions:
        message = f"Expected at most {settings.max_directions}"
        raise InvalidInput(("body", "batches"), message, "limit")
    async with services.session(session_id) as session:
        train = (await services.digits.get()).train
        check_takes_digits(session.network, train.images.shape[1], ("path", "session_id"))
        if wish.batch_size * wish.batches > settings.max_examples_per_call:
            message = f"Expected at most {settings.max_examples_per_call} digits in all of them"
            raise InvalidInput(("body", "batches"), message, "limit")
        if wish.batch_size > len(train):
            message = f"Expected at most {len(train)}"
            raise InvalidInput(("body", "batch_size"), message, "limit")
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
                    "indices": mean.indices[:MOST_INDICES],
                    "cost": mean.cost,
                    "angle": each.angle,
                    **each._asdict(),
                }
                for mean, each in zip(seen.means, seen.deviations, strict=True)
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
    limit = services.settings.max_landscape_examples
    if wish.examples > limit:
        raise InvalidInput(("body", "examples"), f"Expected at most {limit}", "limit")
    async with services.session(session_id) as session:
        train = (await services.digits.get()).train
        check_takes_digits(session.network, train.images.shape[1], ("path", "session_id"))
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


def _path(session: Session, wish: LandscapeWish) -> list[RunMoment]:
    if wish.run is None:
        if wish.directions == "path":
            raise InvalidInput(("body", "run"), "Expected a run, whose path it is", "missing")
        return []
    run = session.runs.get(wish.run)
    if run is None:
        raise NotFound("The session has no such run.")
    return [*run.moments]
