"""What the neurons' sums are made of, as an answer to `?terms=k`."""

from typing import Any, Final

from fastapi import Request

from app.errors import InvalidInput
from app.nn.network import Network
from app.nn.terms import LayerTerms, largest_terms
from app.nn.trace import ForwardTrace
from app.settings import Settings

WITH_TERMS: Final = {
    "name": "terms",
    "in": "query",
    "schema": {"type": "integer", "minimum": 0, "default": 0},
    "description": "Return what each neuron's sum is made of: so many of its largest terms, and "
    "the rest as one (at most `max_terms`, see /api/limits).",
}


def wanted_terms(request: Request, settings: Settings) -> int:
    """Return how many terms of each sum the caller wishes to see.

    Raises: InvalidInput where that is no whole number from 0 to the limit.
    """
    if not request.scope["query_string"]:  # as it is for every stroke; reading none takes as long
        return 0
    wish = request.query_params.get("terms", "0")
    limit = settings.max_terms
    if not (wish.isascii() and wish.isdigit()) or len(wish) > len(str(limit)) or int(wish) > limit:
        raise InvalidInput(
            ("query", "terms"), f"Expected a whole number from 0 to {limit}", "out_of_range"
        )
    return int(wish)


def terms_answer(network: Network, trace: ForwardTrace, count: int) -> dict[str, object]:
    """Return what is to be added to the answer: nothing where no terms are asked for."""
    if not count:
        return {}
    # A tuple, so that a large answer is written layer by layer.
    return {"terms": tuple(_neurons(layer) for layer in largest_terms(network, trace, count))}


def _neurons(layer: LayerTerms) -> list[dict[str, Any]]:
    neurons = zip(
        _terms(layer),
        layer.rest.tolist(),
        layer.biases.tolist(),
        layer.pre_activations.tolist(),
        layer.activations.tolist(),
        strict=True,
    )
    return [
        {"terms": terms, "rest": rest, "rest_count": layer.rest_count, "bias": b, "z": z, "a": a}
        for terms, rest, b, z, a in neurons
    ]


def _terms(layer: LayerTerms) -> list[list[dict[str, Any]]]:
    rows = zip(
        layer.indices.tolist(),
        layer.weights.tolist(),
        layer.activations_before.tolist(),
        layer.products.tolist(),
        strict=True,
    )
    return [
        [
            {"index": i, "weight": w, "activation": a, "product": product}
            for i, w, a, product in zip(*row, strict=True)
        ]
        for row in rows
    ]
