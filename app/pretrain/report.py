"""What a trained file says about itself: what it is, how it was made, how well it does."""

import json
from collections.abc import Sequence
from typing import Final

import numpy as np

from app.data.digits import Digits
from app.data.trained import Architecture
from app.nn.network import Network
from app.nn.training import count_correct
from app.pretrain.pad import pen_accuracies
from app.pretrain.recipe import Recipe
from app.pretrain.strokes import PenDrawing

MNIST_SOURCE: Final = (
    "MNIST, Y. LeCun, C. Cortes, C. J. C. Burges, CC BY-SA 3.0: the 60,000 training digits"
)
PEN_SOURCE: Final = (
    "Pen-Based Recognition of Handwritten Digits, E. Alpaydin, F. Alimoglu, UCI, "
    "doi:10.24432/C5MG6K, CC BY 4.0: the strokes of pendigits-orig.tra"
)


def scores(
    network: Network, digits: Digits, held_back: Sequence[PenDrawing]
) -> dict[str, float | dict[str, float]]:
    """Return the shares of test digits and, where there are some, of drawings read rightly.

    `pen_drawings` is the mean over the sizes that drawings may have on the pad.
    """
    test = digits.test
    correct = count_correct(network, test.pixels(slice(None), np.float32), test.labels)
    result: dict[str, float | dict[str, float]] = {"mnist_test": correct / len(test)}
    if held_back:
        by_size = pen_accuracies(network, held_back)
        result["pen_drawings"] = round(float(np.mean(list(by_size.values()))), 4)
        result["pen_drawings_by_size"] = {
            f"{size:g} of the pad": round(share, 4) for size, share in by_size.items()
        }
    return result


def metadata(
    architecture: Architecture,
    recipe: Recipe,
    writers: Sequence[PenDrawing],
    held_back: Sequence[PenDrawing],
    measured: dict[str, float | dict[str, float]],
) -> dict[str, str]:
    """Return the metadata of a trained file; what is not plain text is JSON."""
    data = [MNIST_SOURCE]
    if writers:
        trained = len({drawing.writer for drawing in writers})
        numbers = sorted({drawing.writer for drawing in held_back})
        data.append(
            f"{PEN_SOURCE}, {trained} writers to train on, the writers "
            f"{', '.join(map(str, numbers))} held back to measure with"
        )
    return {
        "layers": json.dumps(architecture.layers),
        "activation": architecture.activation,
        "output": architecture.output,
        "cost": architecture.cost,
        "recipe": json.dumps(recipe.as_dict()),
        "data": "; ".join(data),
        "scores": json.dumps(measured),
    }
