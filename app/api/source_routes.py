"""The source of the arithmetic, for readers who want to see what runs."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.api.code_marks import marks_of
from app.api.http.json import written_response
from app.nn.activations import ACTIVATIONS, Activation
from app.nn.chain_rule import factors, perturb
from app.nn.costs import COSTS, Cost, cost_for
from app.nn.fold import fold
from app.nn.lecture import lecture_backprop
from app.nn.network import Network, add_up, add_up_products


class SourceOfFunction(BaseModel):
    """A function as it is in the module that runs."""

    name: Annotated[str, Field(examples=["Network.backprop"])]
    file: Annotated[str, Field(examples=["app/nn/network.py"])]
    first_line: Annotated[int, Field(description="Its line in the file, counted from 1.")]
    lines: list[str]
    marks: Annotated[
        list[list[str]], Field(description="The names of each line, by which beats light it.")
    ]


class CodeAnswer(BaseModel):
    """The source of the arithmetic."""

    functions: list[SourceOfFunction]
    activations: Annotated[
        dict[str, list[str]], Field(description="What computes each activation, there and back.")
    ]
    costs: Annotated[
        dict[str, dict[str, list[str]]],
        Field(description="What computes each cost, by the activation of the outputs."),
    ]


router = APIRouter(prefix="/api", tags=["about"])

Function = Callable[..., Any]


def _functions_of_activation(function: Activation) -> tuple[Function, ...]:
    """Return what computes an activation; without a derivative it carries dC/da back."""
    kind = type(function)
    has_slope = kind.derivative is not Activation.derivative
    return (
        (kind.__call__, kind.derivative, kind.delta) if has_slope else (kind.__call__, kind.delta)
    )


def _functions_of_cost(cost: Cost) -> tuple[Function, ...]:
    kind = type(cost)
    return (kind.terms, kind.derivative, kind.delta)


def _cost_or_none(cost: str, output: str) -> Cost | None:
    try:
        return cost_for(cost, output)
    except ValueError:
        return None


OF_ACTIVATIONS: Final = {
    name: _functions_of_activation(function) for name, function in ACTIVATIONS.items()
}
OF_COSTS: Final = {
    name: {
        output: _functions_of_cost(cost)
        for output in ACTIVATIONS
        if (cost := _cost_or_none(name, output))
    }
    for name in COSTS
}
SHOWN: Final[tuple[Function, ...]] = tuple(
    dict.fromkeys(
        (
            Network.forward,
            Network.backprop,
            Network.step,
            add_up,
            add_up_products,
            # What their lines call, whatever the network's functions and its cost are.
            *(each for functions in OF_ACTIVATIONS.values() for each in functions),
            *(
                each
                for outputs in OF_COSTS.values()
                for costs in outputs.values()
                for each in costs
            ),
            # The chain rule, one factor at a time.
            factors,
            perturb,
            fold,
            lecture_backprop,
        )
    )
)


def _source_of(function: Function) -> dict[str, object]:
    lines, first_line = inspect.getsourcelines(function)
    return {
        "name": function.__qualname__,
        "file": f"{function.__module__.replace('.', '/')}.py",
        "first_line": first_line,
        "lines": [line.rstrip("\n") for line in lines],
        "marks": marks_of(function, lines),
    }


def _names(functions: tuple[Function, ...]) -> list[str]:
    return [function.__qualname__ for function in functions]


# Read while the modules are loaded: later the files might hold what does not run here.
WRITTEN: Final = orjson.dumps(
    {
        "functions": [_source_of(function) for function in SHOWN],
        "activations": {name: _names(functions) for name, functions in OF_ACTIVATIONS.items()},
        "costs": {
            cost: {output: _names(functions) for output, functions in outputs.items()}
            for cost, outputs in OF_COSTS.items()
        },
    }
)


@router.get("/code", response_model=CodeAnswer)
async def get_code() -> Response:
    """Return the source of the passes, the step and the chain rule, read from what runs.

    `lecture_backprop` is the lecture's version, for sigmoids and the squared error: to be compared
    with `Network.backprop`, which gives the same numbers.
    """
    return written_response(WRITTEN)
