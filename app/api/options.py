"""What the server says about itself."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app import __version__
from app.api.http.json import json_response
from app.api.http.messages import Health, Options
from app.api.http.services import services_of
from app.data.trained import SHIPPED, trained_metadata
from app.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from app.nn.costs import COSTS
from app.nn.initializers import INITIALIZERS

router = APIRouter(prefix="/api", tags=["about"])


@router.get("/health", response_model=Health)
async def health() -> Response:
    """Answer as long as the server does."""
    return json_response({"status": "ok", "version": __version__})


@router.get("/limits", response_model=dict[str, float])
async def limits(request: Request) -> Response:
    """Return every limit in force, by its setting's name."""
    return json_response(services_of(request).settings.limits())


@router.get("/options", response_model=Options)
async def options() -> Response:
    """Return what a session may be made of, and which networks are shipped trained."""
    return json_response(
        {
            "activations": list(HIDDEN_ACTIVATIONS),
            "outputs": list(ACTIVATIONS),
            "costs": COSTS,
            "initializers": list(INITIALIZERS),
            "weights": ("trained", "random"),
            "trained": [
                architecture._asdict() | {"metadata": trained_metadata(*architecture)}
                for architecture in SHIPPED.values()
            ],
        }
    )
