"""The same forward pass behind bare FastAPI endpoints: no session, no check but the length.

`python -m uvicorn tests.bench.peers.bare_endpoint:app` serves it. `/pydantic` answers as FastAPI
does by itself, `/orjson` writes and reads the arrays by orjson.
"""

from typing import Annotated

import numpy as np
import orjson
from annotated_types import Len
from fastapi import FastAPI, Request
from pydantic import BaseModel
from starlette.responses import Response

from app.data.trained import load_trained
from app.nn.network import Network

app = FastAPI()
network = Network()
load_trained(network)


class Example(BaseModel):
    """What is asked."""

    pixels: Annotated[list[float], Len(784, 784)]


class Answer(BaseModel):
    """What is answered."""

    activations: list[list[float]]
    pre_activations: list[list[float]]
    prediction: int


@app.get("/")
async def home() -> str:
    """Answer at all."""
    return "ready"


@app.post("/pydantic")
async def with_pydantic(example: Example) -> Answer:
    """Validate and write as FastAPI does by itself."""
    trace = network.forward(np.asarray(example.pixels))
    return Answer(
        activations=[a.tolist() for a in trace.activations],
        pre_activations=[z.tolist() for z in trace.pre_activations],
        prediction=int(trace.prediction),
    )


@app.post("/orjson")
async def with_orjson(request: Request) -> Response:
    """Read and write by orjson, and validate nothing."""
    trace = network.forward(np.asarray(orjson.loads(await request.body())["pixels"], np.float64))
    answer = {
        "activations": trace.activations,
        "pre_activations": trace.pre_activations,
        "prediction": int(trace.prediction),
    }
    body = orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(body, media_type="application/json")
