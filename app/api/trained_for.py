"""Networks that the recipe has trained for a while: from untrained to trained well."""

from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, Field

from app.api.http.checks import check_layers_take_digits, check_limit
from app.api.http.services import Services
from app.data.trained import Architecture
from app.nn.activations import ACTIVATION_DESCRIPTIONS
from app.nn.arrays import Array
from app.settings import Settings
from app.work.trained_for import (
    BATCH_SIZE,
    INITIALIZER,
    SEED,
    STOPS,
    already_trained,
    train_by_recipe,
)


class Recipe(BaseModel):
    """How the networks of `trained_for` are trained: plain gradient descent on MNIST's digits."""

    stops: Annotated[
        list[int],
        Field(description="Numbers of mini-batches for which the parameters are at hand."),
    ]
    batch_size: Annotated[int, Field(description="Training digits in a mini-batch.")]
    initializer: Annotated[str, Field(description="How the first parameters are drawn.")]
    seed: Annotated[
        int, Field(description="Decides the first parameters and the order of the digits.")
    ]
    learning_rates: Annotated[
        dict[str, float],
        Field(
            description="By activation: a network is trained with the smallest rate of those that "
            "its layers use."
        ),
    ]


def recipe(settings: Settings) -> Recipe:
    """Return the recipe, with the stops that are within the limits."""
    return Recipe(
        stops=stops(settings),
        batch_size=BATCH_SIZE,
        initializer=INITIALIZER,
        seed=SEED,
        learning_rates={name: each.learning_rate for name, each in ACTIVATION_DESCRIPTIONS.items()},
    )


def stops(settings: Settings) -> list[int]:
    """Return the stops that are within the limits."""
    return [stop for stop in STOPS if stop <= settings.max_trained_for]


async def trained_vector(
    services: Services, request: Request, architecture: Architecture, count: int
) -> Array:
    """Return the parameters after `count` mini-batches of the recipe: not to be written to.

    Raises: InvalidInput where there are none.
    """
    where = ("body", "trained_for")
    settings = services.settings
    check_limit(settings.max_trained_for, count, "trained_for")
    train = await services.digits.split("train")
    check_layers_take_digits(architecture.layers, train.images.shape[1], where)
    largest = settings.max_parameter_size
    vector = already_trained(architecture, count, largest)
    if vector is not None:
        return vector
    work = train_by_recipe(architecture, train, count, largest, where)
    return await services.compute_for(request, work)
