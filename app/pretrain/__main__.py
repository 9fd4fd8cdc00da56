"""`python -m app.pretrain`: train the networks that are shipped, and write them as files."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from app.data import digits
from app.data.trained import SHIPPED, trained_file
from app.nn.serialization import dump
from app.pretrain.examples import Examples, render_copies
from app.pretrain.recipe import RECIPES, Recipe
from app.pretrain.report import metadata, scores
from app.pretrain.strokes import PenDrawing, read_pen_drawings, split_by_writer
from app.pretrain.train import train
from app.resources import DATA


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = parser().parse_args(arguments)
    try:
        drawings = read_pen_drawings(options.pen_strokes) if options.pen_strokes else []
        if not drawings:
            check_output_of_less(options.output)
            print("Training on MNIST alone: people's drawings will be read less well.")
        options.output.mkdir(parents=True, exist_ok=True)
        for name in [options.network] if options.network else SHIPPED:
            recipe = RECIPES[name].changed(options.epochs, options.seed)
            pretrain(name, recipe, digits.load(), drawings, options.output)
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def check_output_of_less(output: Path) -> None:
    """Refuse to replace what is shipped by networks that have learnt less."""
    if output == DATA:
        raise ValueError(
            "Expected --pen-strokes, or else --output: networks that have learnt no pen strokes "
            "do not replace the ones that are shipped"
        )


def parser() -> argparse.ArgumentParser:
    """Return what the command understands."""
    result = argparse.ArgumentParser(prog="python -m app.pretrain", description=__doc__)
    result.add_argument("--network", choices=SHIPPED, help="which one; all where not given")
    result.add_argument(
        "--pen-strokes",
        type=Path,
        metavar="FILE",
        help="pendigits-orig.tra of the UCI repository, packed by gzip or not; "
        "without it MNIST's digits are all there is to learn from",
    )
    result.add_argument("--epochs", type=at_least(1), help="instead of the recipe's")
    result.add_argument("--seed", type=at_least(0), help="instead of the recipe's")
    result.add_argument(
        "--output", type=Path, default=DATA, metavar="DIR", help="where the files go (%(default)s)"
    )
    return result


def at_least(lowest: int) -> Callable[[str], int]:
    """Return the type of an option that is an integer, not below `lowest`."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < lowest:
            raise argparse.ArgumentTypeError(f"expected an integer >= {lowest}, but got {text!r}")
        return int(text)

    return read


def pretrain(
    name: str, recipe: Recipe, data: digits.Digits, drawings: Sequence[PenDrawing], output: Path
) -> Path:
    """Train one network, measure it, and return the path of the file it was written to."""
    writers, held_back = (
        split_by_writer(drawings, recipe.held_back_writers) if drawings else ([], [])
    )
    pictures = render_copies(tuple(writers), recipe.variation, recipe.pen_copies, recipe.seed)
    labels = np.array([drawing.label for drawing in writers], np.intp)
    with tqdm(total=recipe.epochs, desc=f"{name}, epochs") as bar:
        network = train(SHIPPED[name], recipe, Examples(data.train, pictures, labels), bar.update)
    measured = scores(network, data, held_back)
    path = trained_file(name, output)
    path.write_bytes(
        dump(network.parameters, metadata(SHIPPED[name], recipe, writers, held_back, measured))
    )
    print(f"{path}: {measured}")
    return path


if __name__ == "__main__":
    sys.exit(main())
