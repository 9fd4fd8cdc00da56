"""Steps of gradient descent over HTTP: taken, or only asked about."""

from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.api.changes import OF_THE_PASS, ChangeAnswer, change_response, shown_in
from app.api.http.checks import (
    check_limit,
    check_pixels,
    check_steps,
    check_takes_digits,
    check_target,
)
from app.api.http.documentation import INPUT, OTHER_STEPS, SESSION
from app.api.http.json import JsonRoute, json_response
from app.api.http.messages import (
    LabelledExample,
    LearningRate,
    Pixels,
    Size,
    StepsTaken,
    Target,
    WithPicture,
    limited,
)
from app.api.http.services import Services, services_of
from app.errors import InvalidInput
from app.nn.network import Network
from app.nn.trace import BackwardTrace
from app.sessions.session import Session
from app.settings import Settings
from app.take_home.walk import Steps
from app.work.before_step import seen_by_others, try_rates
from app.work.steps import Outcome, learn_example, step_on_batches, step_on_example
from app.work.steps_taken import pass_before


class StepRequest(WithPicture):
    """One step on one example (`pixels`, `target`), or on mini-batches (`batch_size`, `steps`)."""

    learning_rate: LearningRate
    pixels: Pixels | None = None
    target: Target | None = None
    batch_size: Annotated[
        Size | None, Field(examples=[10], json_schema_extra=limited("max_batch_size"))
    ] = None
    steps: Annotated[
        Size | None, Field(examples=[100], json_schema_extra=limited("max_examples_per_call"))
    ] = None


class StepAnswer(ChangeAnswer):
    """What a call of `step` has done."""

    iteration: int
    cost_before: Annotated[
        float,
        Field(
            description="Before the call, of the same example or as the mean over the last "
            "mini-batch."
        ),
    ]
    cost_after: Annotated[float, Field(description="After the call, of the same.")]


class LearnRequest(LabelledExample):
    """One picture, to be learnt until the network says what it is."""

    learning_rate: LearningRate
    most: Annotated[
        Size,
        Field(
            description="The largest number of steps.",
            examples=[100],
            json_schema_extra=limited("max_learn_steps"),
        ),
    ]


class LearnAnswer(ChangeAnswer):
    """What a call of `learn` has done."""

    iteration: int
    steps: Annotated[int, Field(description="0 where the network knew it already.")]
    costs: Annotated[
        list[float], Field(description="C0 before the first step, and after each: steps + 1.")
    ]
    prediction: Annotated[int, Field(description="After the last step.")]
    learnt: Annotated[bool, Field(description="Whether that is the target, or its largest entry.")]


class ProposedStep(LabelledExample):
    """One step on one picture, which is not taken, or the one that was taken last."""

    learning_rate: LearningRate
    step: Annotated[
        StepsTaken | None,
        Field(
            description="The session's last change, if that was a step or steps on this picture: "
            "the answer begins with the network before them."
        ),
    ] = None


class OthersAnswer(BaseModel):
    """The mean C0 of each digit's test examples, 0 … 9, before the step and after it."""

    before: Annotated[list[float], Field(description="Ten means, before the step.")]
    after: Annotated[list[float], Field(description="Ten means, after the step.")]
    counts: Annotated[list[int], Field(description="How many test examples there are of each.")]
    mean_before: Annotated[float, Field(description="The mean C0 of all test examples.")]
    mean_after: float
    cost_before: Annotated[float, Field(description="C0 of the picture itself.")]
    cost_after: float
    iteration: Annotated[int, Field(description="The steps that the network had taken.")]


class AtRate(BaseModel):
    """Where a step with one learning rate leads."""

    learning_rate: float
    cost: Annotated[float | None, Field(description="C0 after it; null where it is not finite.")]


class RatesAnswer(BaseModel):
    """C0 of the picture after one step along -dC0/dw, for many learning rates."""

    cost: Annotated[float, Field(description="C0 before the step.")]
    slope: Annotated[
        float,
        Field(description="dC0/d(learning rate) at rate 0: minus the gradient's squared length."),
    ]
    rates: Annotated[
        list[float], Field(description="0, then 60 from 0.01 to 10, evenly spaced as logarithms.")
    ]
    costs: Annotated[
        list[float | None],
        Field(description="C0 after a step with each rate; null where it is not finite."),
    ]
    tangent: Annotated[
        list[float], Field(description="cost + slope * rate: what the slope promises for each.")
    ]
    present: Annotated[AtRate, Field(description="The same for the rate that was asked with.")]
    best: Annotated[AtRate, Field(description="Of all `rates` the one with the lowest cost.")]
    iteration: Annotated[int, Field(description="The steps that the network had taken.")]


router = APIRouter(prefix="/api/sessions/{session_id}", tags=["descent"], route_class=JsonRoute)

WHAT_IT_TAKES: Final = "Expected either pixels and target, or batch_size and steps"


class OnExample(NamedTuple):
    """One step on one picture."""

    pixels: list[float]
    target: int | list[float]


class OnBatches(NamedTuple):
    """Steps on mini-batches of the training digits."""

    batch_size: int
    steps: int


@router.post(
    "/step",
    response_model=StepAnswer,
    responses=SESSION | INPUT,
    openapi_extra=OF_THE_PASS,
)
async def step(session_id: str, body: StepRequest, request: Request) -> Response:
    """Go down the gradient: W <- W - learning_rate * dC/dW. One call is undone by one undo.

    Either one step on one picture (`pixels`, `target`), or `steps` steps on mini-batches of
    `batch_size` training digits. A call that would leave the numbers that can be computed with is
    refused.
    """
    services = services_of(request)
    check_limit(services.settings.max_learning_rate, body.learning_rate, "learning_rate")
    examples = _examples_of(body, services.settings)
    shown = shown_in(body.pixels, body.target, request, services.settings)
    async with services.session(request, session_id) as session:
        if isinstance(examples, OnExample):
            outcome = await _on_example(services, session, examples, body.learning_rate, request)
        else:
            outcome = await _on_batches(services, session, examples, body.learning_rate, request)
        session.change(outcome.vector, outcome.iteration, outcome.batches_taken)
        await services.store.put(session)
        fields: dict[str, object] = {
            "iteration": session.iteration,
            "cost_before": outcome.cost_before,
            "cost_after": outcome.cost_after,
        }
        return await change_response(services, request, session, shown, fields)


@router.post(
    "/learn",
    response_model=LearnAnswer,
    responses=SESSION | INPUT,
    openapi_extra=OF_THE_PASS,
)
async def learn(session_id: str, body: LearnRequest, request: Request) -> Response:
    """Take steps on one picture until the network says what it is, `most` at most.

    One call is undone by one undo. Where the network knows the picture already, nothing changes,
    and there is nothing to undo.
    """
    services, rate = services_of(request), body.learning_rate
    settings = services.settings
    check_limit(settings.max_learning_rate, rate, "learning_rate")
    check_limit(settings.max_learn_steps, body.most, "most")
    shown = shown_in(body.pixels, body.target, request, settings)
    async with services.session(request, session_id) as session:
        check_pixels(body.pixels, session.network)
        check_target(body.target, session.network)
        largest = settings.max_parameter_size
        work = learn_example(session, body.pixels, body.target, rate, body.most, largest)
        learnt = await services.compute_for(request, work)
        if learnt.steps:
            session.change(learnt.vector, learnt.iteration)
            await services.store.put(session)
        fields: dict[str, object] = {
            "iteration": session.iteration,
            "steps": learnt.steps,
            "costs": learnt.costs,
            "prediction": learnt.prediction,
            "learnt": learnt.is_learnt,
        }
        return await change_response(services, request, session, shown, fields)


@router.post("/others", response_model=OthersAnswer, responses=OTHER_STEPS | SESSION | INPUT)
async def others(session_id: str, body: ProposedStep, request: Request) -> Response:
    """Return what one step on one picture would do to the test digits, digit by digit.

    With `step`, what those steps have done. The session stays as it is. A step that would leave the
    numbers that can be computed with is refused, as `step` refuses it.
    """
    services = services_of(request)
    settings, rate = services.settings, body.learning_rate
    check_limit(settings.max_learning_rate, rate, "learning_rate")
    check_steps(settings, body.step)
    test = await services.digits.split("test")
    async with services.session(request, session_id) as session:
        check_takes_digits(session.network, test.images.shape[1], ("path", "session_id"))
        before, trace = await _before(services, request, session, body)
        after = session.network.copy()
        if body.step is None:
            example, largest = OnExample(body.pixels, body.target), settings.max_parameter_size
            outcome = await services.call(
                request,
                lambda: step_on_example(session, *example, rate, largest),
                session.is_large,
            )
            after.parameters.vector[...] = outcome.vector
            cost_after = outcome.cost_after
        else:
            cost_after = session.backward(body.pixels, body.target).cost
        iteration = session.iteration
    seen = await services.compute_for(request, seen_by_others(before, after, test))
    return json_response(
        {
            "before": seen.before,
            "after": seen.after,
            "counts": seen.counts,
            "mean_before": seen.mean_before,
            "mean_after": seen.mean_after,
            "cost_before": trace.cost,
            "cost_after": cost_after,
            "iteration": iteration,
        }
    )


@router.post("/rates", response_model=RatesAnswer, responses=OTHER_STEPS | SESSION | INPUT)
async def rates(session_id: str, body: ProposedStep, request: Request) -> Response:
    """Return the cost after one step on one picture, for learning rates from 0.01 to 10.

    With `step`, from where those steps began. The session stays as it is.
    """
    services = services_of(request)
    check_limit(services.settings.max_learning_rate, body.learning_rate, "learning_rate")
    check_steps(services.settings, body.step)
    async with services.session(request, session_id) as session:
        before, trace = await _before(services, request, session, body)
        iteration = session.iteration
    work = try_rates(before, trace, body.learning_rate)
    tried = await services.compute_for(request, work)
    return json_response(
        {
            "cost": tried.cost,
            "slope": tried.slope,
            "rates": tried.rates,
            "costs": tried.costs,
            "tangent": tried.tangent,
            "present": {"learning_rate": body.learning_rate, "cost": tried.present},
            "best": {
                "learning_rate": tried.rates[tried.best],
                "cost": tried.costs[tried.best],
            },
            "iteration": iteration,
        }
    )


async def _before(
    services: Services, request: Request, session: Session, body: ProposedStep
) -> tuple[Network, BackwardTrace]:
    """Return the network that the step begins with, and the picture's pass through it."""
    check_pixels(body.pixels, session.network)
    check_target(body.target, session.network)
    step = body.step
    taken = None if step is None else Steps(step.steps, step.learning_rate)
    latest = None if step is None else await session.latest()
    work = pass_before(session, body.pixels, body.target, taken, latest)
    return await services.compute_for(request, work)


def _examples_of(body: StepRequest, settings: Settings) -> OnExample | OnBatches:
    """Return which of the two kinds of step is asked for.

    Raises: InvalidInput where it is none, both, or beyond the limits.
    """
    is_example = body.pixels is not None or body.target is not None
    is_batches = body.batch_size is not None or body.steps is not None
    if is_example and is_batches:
        surplus = "steps" if body.batch_size is None else "batch_size"
        raise InvalidInput(("body", surplus), f"{WHAT_IT_TAKES}, but got some of both", "both")
    if is_example:
        if body.pixels is None or body.target is None:
            raise _missing("pixels" if body.pixels is None else "target")
        return OnExample(body.pixels, body.target)
    if body.batch_size is None or body.steps is None:
        raise _missing("batch_size" if body.batch_size is None else "steps")
    check_limit(settings.max_batch_size, body.batch_size, "batch_size")
    check_limit(settings.max_examples_per_call // body.batch_size, body.steps, "steps")
    return OnBatches(body.batch_size, body.steps)


def _missing(field: str) -> InvalidInput:
    return InvalidInput(("body", field), f"{WHAT_IT_TAKES}, but this one is missing", "missing")


async def _on_example(
    services: Services, session: Session, examples: OnExample, rate: float, request: Request
) -> Outcome:
    check_pixels(examples.pixels, session.network)
    check_target(examples.target, session.network)
    largest = services.settings.max_parameter_size
    return await services.call(
        request,
        lambda: step_on_example(session, examples.pixels, examples.target, rate, largest),
        session.is_large,
    )


async def _on_batches(
    services: Services, session: Session, examples: OnBatches, rate: float, request: Request
) -> Outcome:
    train = (await services.digits.get()).train
    check_takes_digits(session.network, train.images.shape[1], ("body", "batch_size"))
    check_limit(len(train), examples.batch_size, "batch_size")
    largest = services.settings.max_parameter_size
    work = step_on_batches(session, train, examples.batch_size, examples.steps, rate, largest)
    return await services.compute_for(request, work)
