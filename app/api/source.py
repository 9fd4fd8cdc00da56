"""The source of the arithmetic, for those who want to read what they see."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.api.http.json import written_response
from app.nn.activations import Activation, LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Tanh
from app.nn.chain_rule import factors, ripple
from app.nn.costs import BinaryCrossEntropy, Cost, SoftmaxCrossEntropy, SquaredError
from app.nn.fold import fold
from app.nn.lecture import lecture_backprop
from app.nn.network import Network, add_up, add_up_products


class SourceOfFunction(BaseModel):
    """A function as it stands in the module that runs."""

    name: Annotated[str, Field(examples=["Network.backprop"])]
    file: Annotated[str, Field(examples=["app/nn/network.py"])]
    first_line: Annotated[int, Field(description="Its line in the file, counted from 1.")]
    lines: list[str]


class CodeAnswer(BaseModel):
    """The source of the arithmetic."""

    functions: list[SourceOfFunction]


router = APIRouter(prefix="/api", tags=["about"])

SHOWN: Final[tuple[Callable[..., Any], ...]] = (
    Network.forward,
    Network.backprop,
    Network.step,
    add_up,
    add_up_products,
    # What their lines call, whatever the network's functions and its cost are.
    *(
        method
        for function in (Sigmoid, Tanh, ReLU, LeakyReLU, Linear)
        for method in (function.__call__, function.derivative)
    ),
    Activation.delta,
    Softmax.__call__,
    Softmax.delta,
    SquaredError.terms,
    SquaredError.derivative,
    Cost.delta,
    BinaryCrossEntropy.terms,
    BinaryCrossEntropy.derivative,
    BinaryCrossEntropy.delta,
    SoftmaxCrossEntropy.terms,
    SoftmaxCrossEntropy.derivative,
    SoftmaxCrossEntropy.delta,
    # The chain rule, one factor at a time.
    factors,
    ripple,
    fold,
    lecture_backprop,
)


def _source_of(function: Callable[..., Any]) -> dict[str, object]:
    lines, first_line = inspect.getsourcelines(function)
    return {
        "name": function.__qualname__,
        "file": f"{function.__module__.replace('.', '/')}.py",
        "first_line": first_line,
        "lines": [line.rstrip("\n") for line in lines],
    }


# Read while the modules are loaded: later the files might hold what does not run here.
WRITTEN: Final = orjson.dumps({"functions": [_source_of(function) for function in SHOWN]})


@router.get("/code", response_model=CodeAnswer)
async def get_code() -> Response:
    """Return the source of the passes, the step and the chain rule, read from what runs.

    `lecture_backprop` is the lecture's version, for sigmoids and the squared error: to be read
    beside `Network.backprop`, whose numbers it gives.
    """
    return written_response(WRITTEN)
