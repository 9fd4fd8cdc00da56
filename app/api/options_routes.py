"""What the server says about itself."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app import __version__
from app.api.http.documentation import INPUT, Problem, Responses
from app.api.http.json import json_response, packed_response
from app.api.http.messages import Activation
from app.api.http.services import services_of
from app.api.trained_for_routes import Recipe, recipe
from app.data.trained import SHIPPED, trained_metadata
from app.errors import InvalidInput
from app.nn.activation_curve import activation_curve
from app.nn.activations import ACTIVATION_DESCRIPTIONS, ACTIVATIONS, FLAT, HIDDEN_ACTIVATIONS
from app.nn.costs import COST_DESCRIPTIONS, COSTS, Cost
from app.nn.initializers import INITIALIZERS
from app.nn.train_settings import SETTINGS, Setting

End = float | None


class ActivationDescriptor(BaseModel):
    """An activation: its names, its formulas, and what a plot of it needs."""

    id: str
    label: Annotated[str, Field(description="Its name in menus and sentences.")]
    plural: Annotated[str, Field(description="Several layers of it, after their number.")]
    symbol: Annotated[str, Field(description="Its name in a line of text, like σ.")]
    tex: Annotated[str, Field(description="Its name in a formula; empty where none is written.")]
    derivative_text: Annotated[str, Field(description="f′(z) in a line of text.")]
    derivative_tex: Annotated[str, Field(description="f'(z) as a formula of z.")]
    derivative_values_tex: Annotated[
        str | None,
        Field(
            description="The same with numbers in place of {z} and {a}, {(a)} in brackets where "
            "it is negative; null where it depends on the sign of z alone."
        ),
    ]
    verb: Annotated[str, Field(description="What a neuron does with its sum.")]
    ceiling: Annotated[float, Field(description="The largest |f'(z)|.")]
    range: Annotated[list[End], Field(description="From, to; null where it has no end.")]
    is_elementwise: Annotated[
        bool, Field(description="Whether each neuron's a depends on its own z alone.")
    ]
    class_name: Annotated[str, Field(description="The class that computes it, as in /api/code.")]


class CostDescriptor(BaseModel):
    """A cost for some outputs: its names and formulas."""

    id: str
    label: Annotated[str, Field(description="Its name in menus and sentences.")]
    short: Annotated[str, Field(description="Its name where there is little room.")]
    terms: Annotated[str, Field(description="What its terms are called, as a sentence begins.")]
    outputs: Annotated[list[str], Field(description="The activations that outputs may have.")]
    term_text: Annotated[
        str, Field(description="One output's term in few characters, y being 0 or 1.")
    ]
    cost_tex: Annotated[str, Field(description="C0 as a formula, with {a} and {y} to be replaced.")]
    nudge_tex: Annotated[str, Field(description="-dC0/da of one output, in the same way.")]
    nudge_values_tex: Annotated[
        str,
        Field(
            description="The same for an output that should be 1, with its number in place of {a}; "
            "in place of {a.2} with two digits after the point."
        ),
    ]
    target_term_tex: Annotated[
        str | None,
        Field(
            description="The term of an output that should be 1, with its number in place of {a}, "
            "where the terms of all that should be 0 are 0; null where they count."
        ),
    ]
    needs_shares: Annotated[bool, Field(description="Whether desired outputs must be from 0 to 1.")]
    class_name: Annotated[str, Field(description="The class that computes it, as in /api/code.")]


class InitializerDescriptor(BaseModel):
    """A way to draw random weights."""

    id: str
    label: str
    tex: Annotated[str, Field(description="The distribution of a weight.")]
    draws_biases: bool


class SettingDescriptor(BaseModel):
    """A setting of a run of training: what its field, its link and its table need."""

    name: str
    label: str
    description: str
    short: Annotated[str, Field(description="Its name in a run's name.")]
    type: Literal["integer", "number"]
    default: Annotated[
        float | None, Field(description="null for off, or for the session's own seed.")
    ]
    optional: Annotated[bool, Field(description="Whether it may be null, which turns it off.")]
    min: End
    above_min: Annotated[bool, Field(description="Whether it must be larger than `min`.")]
    max: End
    log: Annotated[bool, Field(description="Whether a slider is best divided by powers of ten.")]
    step: Annotated[float | None, Field(description="null for any.")]
    choices: Annotated[list[float], Field(description="Values to suggest.")]
    link: Annotated[str, Field(description="Its key in an address.")]


class Descriptors(BaseModel):
    """All that can be chosen, described."""

    activations: Annotated[
        list[ActivationDescriptor], Field(description="What hidden layers may use.")
    ]
    outputs: Annotated[list[ActivationDescriptor], Field(description="What outputs may use.")]
    costs: list[CostDescriptor]
    initializers: list[InitializerDescriptor]
    training: list[SettingDescriptor]
    flat_below: Annotated[
        float, Field(description="A neuron whose |f'(z)| is smaller counts as saturated.")
    ]


class Health(BaseModel):
    """The server answers."""

    status: Literal["ok"]
    version: str


class Readiness(BaseModel):
    """The server can take on more."""

    status: Literal["ready"]


class TrainedNetwork(BaseModel):
    """A network that is shipped trained."""

    layers: list[int]
    activation: str
    output: str
    cost: str
    metadata: Annotated[dict[str, str], Field(description="Its recipe and its scores.")]


class Options(BaseModel):
    """What a session may be made of."""

    activations: list[str]
    outputs: list[str]
    costs: list[str]
    initializers: list[str]
    weights: list[str]
    trained: list[TrainedNetwork]
    trained_for: Recipe
    descriptors: Descriptors


class FunctionAnswer(BaseModel):
    """An activation at evenly spaced z."""

    z: list[float]
    f: Annotated[list[float], Field(description="f(z).")]
    slope: Annotated[list[float], Field(description="f'(z).")]


NOT_READY: Final[Responses] = {
    503: {"model": Problem, "description": "It starts, stops or is full; see Retry-After."}
}

router = APIRouter(prefix="/api", tags=["about"])


@router.get("/health", response_model=Health)
async def health() -> Response:
    """Answer as long as the server does."""
    return json_response({"status": "ok", "version": __version__})


@router.get("/ready", response_model=Readiness, responses=NOT_READY)
async def ready(request: Request) -> Response:
    """Answer whether the server can take on more: not while it starts, stops or is full."""
    services_of(request).require_ready()
    return json_response({"status": "ready"})


@router.get("/limits", response_model=dict[str, float])
async def limits(request: Request) -> Response:
    """Return every limit in force, by its setting's name."""
    return json_response(services_of(request).settings.limits())


@router.get("/options", response_model=Options)
async def options(request: Request) -> Response:
    """Return what a session may be made of, and which networks are shipped trained."""
    return packed_response(
        request,
        {
            "activations": list(HIDDEN_ACTIVATIONS),
            "outputs": list(ACTIVATIONS),
            "costs": list(COSTS),
            "initializers": list(INITIALIZERS),
            "weights": ("trained", "random"),
            "trained": [
                architecture._asdict() | {"metadata": trained_metadata(*architecture)}
                for architecture in SHIPPED.values()
            ],
            "trained_for": recipe(services_of(request).settings).model_dump(),
            "descriptors": descriptors().model_dump(),
        },
    )


@router.get("/functions", response_model=FunctionAnswer, responses={422: INPUT[422]})
async def get_function(
    request: Request,
    activation: Annotated[Activation, Query(description="One that hidden layers may use.")],
    start: Annotated[float, Query(alias="from", allow_inf_nan=False)] = -6,
    end: Annotated[float, Query(alias="to", allow_inf_nan=False)] = 6,
    count: Annotated[int, Query(ge=2, description="How many z, both ends among them.")] = 121,
) -> Response:
    """Return an activation and its derivative at evenly spaced z."""
    settings = services_of(request).settings
    for name, z in (("from", start), ("to", end)):
        if abs(z) > settings.max_what_if_size:
            largest = f"{settings.max_what_if_size:g}"
            raise InvalidInput(
                ("query", name), f"Expected -{largest} to {largest}, but got {z:g}", "limit"
            )
    if end <= start:
        raise InvalidInput(
            ("query", "to"), f"Expected more than {start:g}, but got {end:g}", "empty_span"
        )
    if count > settings.max_curve_points:
        raise InvalidInput(
            ("query", "count"), f"Expected at most {settings.max_curve_points}", "limit"
        )
    curve = activation_curve(activation, start, end, count)
    return json_response({"z": curve.z, "f": curve.f, "slope": curve.derivative})


def descriptors() -> Descriptors:
    """Return what the tables hold now."""
    return Descriptors(
        activations=[_activation(name) for name in HIDDEN_ACTIVATIONS],
        outputs=[_activation(name) for name in ACTIVATIONS],
        costs=[_cost(cost) for of_name in COSTS.values() for cost in of_name],
        initializers=[
            InitializerDescriptor(
                id=name, label=each.label, tex=each.tex, draws_biases=each.draws_biases
            )
            for name, each in INITIALIZERS.items()
        ],
        training=[_setting(name, each) for name, each in SETTINGS.items()],
        flat_below=FLAT,
    )


def _activation(name: str) -> ActivationDescriptor:
    function, description = ACTIVATIONS[name], ACTIVATION_DESCRIPTIONS[name]
    fields = description._asdict()
    del fields["learning_rate"]  # It is the recipe's.
    return ActivationDescriptor(
        id=name,
        range=[fields.pop("low"), fields.pop("high")],
        is_elementwise=function.is_elementwise,
        class_name=type(function).__name__,
        **fields,
    )


def _cost(cost: Cost) -> CostDescriptor:
    return CostDescriptor(
        id=cost.name,
        outputs=list(ACTIVATIONS if cost.outputs is None else cost.outputs),
        needs_shares=cost.needs_shares,
        class_name=type(cost).__name__,
        **COST_DESCRIPTIONS[type(cost)]._asdict(),
    )


def _setting(name: str, setting: Setting) -> SettingDescriptor:
    return SettingDescriptor(
        name=name,
        label=setting.label,
        description=setting.description,
        short=setting.short,
        type="integer" if setting.is_whole else "number",
        default=None if setting.is_of_session else setting.default,
        optional=setting.is_optional,
        min=setting.low,
        above_min=setting.is_above_low,
        max=setting.high,
        log=setting.is_logarithmic,
        step=1 if setting.is_whole else None,
        choices=list(setting.suggestions),
        link=setting.link,
    )
