"""Steps of gradient descent over HTTP."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.checks import check_pixels, check_takes_digits, check_target
from app.api.documentation import INPUT, SESSION
from app.api.messages import Step, StepAnswer
from app.api.services import Services, services_of
from app.api.wire import JsonRoute, json_response
from app.errors import InvalidInput
from app.sessions.descent import Outcome, step_on_batches, step_on_example
from app.sessions.session import Session
from app.settings import Settings

router = APIRouter(prefix="/api/sessions/{id}", tags=["descent"], route_class=JsonRoute)


@router.post("/step", response_model=StepAnswer, responses=SESSION | INPUT)
async def step(id: str, wish: Step, request: Request) -> Response:
    """Go down the gradient: W <- W - learning_rate * dC/dW. One call is undone by one undo.

    Either one step on one picture (`pixels`, `target`), or `steps` steps on mini-batches of
    `batch_size` training digits. A call that would leave the numbers that can be computed with is
    refused.
    """
    services = services_of(request)
    check_step(wish, services.settings)
    async with services.session(id) as session:
        if wish.pixels is not None:
            outcome = await _on_example(services, session, wish, request)
        else:
            outcome = await _on_batches(services, session, wish, request)
        session.change(outcome.vector, outcome.iteration, outcome.batches_taken)
        await services.store.put(session)
        return json_response(
            {
                "iteration": session.iteration,
                "cost_before": outcome.cost_before,
                "cost_after": outcome.cost_after,
            }
        )


def check_step(wish: Step, settings: Settings) -> None:
    """Raise InvalidInput unless exactly one kind of step is asked for, within the limits."""
    example = {"pixels": wish.pixels, "target": wish.target}
    batches = {"batch_size": wish.batch_size, "steps": wish.steps}
    is_one_example = any(value is not None for value in example.values())
    wanted, unwanted = (example, batches) if is_one_example else (batches, example)
    for field, value in wanted.items():
        if value is None:
            raise InvalidInput(
                ("body", field),
                f"Expected either pixels and target, or batch_size and steps, but got no {field}",
                "missing",
            )
    for field, value in unwanted.items():
        if value is not None:
            raise InvalidInput(
                ("body", field),
                "Expected either pixels and target, or batch_size and steps, but got both",
                "extra_forbidden",
            )
    _at_most(settings.max_learning_rate, wish.learning_rate, "learning_rate")
    if wish.batch_size is not None and wish.steps is not None:
        _at_most(settings.max_batch_size, wish.batch_size, "batch_size")
        _at_most(settings.max_examples_per_call // wish.batch_size, wish.steps, "steps")


async def _on_example(
    services: Services, session: Session, wish: Step, request: Request
) -> Outcome:
    assert wish.pixels is not None
    assert wish.target is not None
    pixels, target = wish.pixels, wish.target
    check_pixels(pixels, session.network)
    check_target(target, session.network)
    largest = services.settings.max_parameter_size
    return await services.call(
        request,
        lambda: step_on_example(session, pixels, target, wish.learning_rate, largest),
        session.is_large,
    )


async def _on_batches(
    services: Services, session: Session, wish: Step, request: Request
) -> Outcome:
    assert wish.batch_size is not None
    assert wish.steps is not None
    train = (await services.digits.get()).train
    check_takes_digits(session.network, train.images.shape[1], ("body", "batch_size"))
    _at_most(len(train), wish.batch_size, "batch_size")
    work = step_on_batches(
        session,
        train,
        wish.batch_size,
        wish.steps,
        wish.learning_rate,
        services.settings.max_parameter_size,
    )
    return await services.compute_for(request, work)


def _at_most(limit: float, came: float, field: str) -> None:
    if came > limit:
        raise InvalidInput(("body", field), f"Expected at most {limit:g}", "limit")
