"""The chain's numbers as tables: its quantities, nudges, factors, gradient, and many examples."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from app.take_home.chain import (
    LAST,
    PARAMETERS,
    Chain,
    changes_from,
    derivative_of,
    factor_of,
    pass_of,
    path_from,
    value_of,
)
from app.take_home.numbers import fine, fine_signed, shown
from app.take_home.passes import Pass
from app.take_home.tables import NONE, Table, print_tables, quantities

NUDGED: Final = ("w3", "b3", "a2", "w2")
QUANTITIES: Final = (
    *("a0", "w1", "b1", "z1", "a1", "w2", "b2", "z2", "a2", "w3", "b3", "z3", "a3"),
    "y",
)
LETTERS: Final[Mapping[str, str]] = {"a0": "x", "y": "y", "C": "C₀"}


def main(chain: Chain) -> None:
    """Print every table of the chain."""
    print_tables(chain_tables(chain))


def chain_tables(chain: Chain) -> Iterator[Table]:
    """Yield every table of the chain, in the order of its story."""
    back = pass_of(chain, chain.x, chain.y)
    rows = [(written(name), shown(value_of(chain, back, name))) for name in QUANTITIES]
    yield quantities("The quantities of the chain", (*rows, (written("C"), fine(back.cost))))
    for name in NUDGED:
        yield ripple_table(chain, back, name)
        yield product_table(chain, back, name)
    yield gradient_table(chain, back)
    yield examples_table(chain)


def written(name: str) -> str:
    """Return a quantity's name as the lecture writes it: layers are counted from the last, L."""
    if name in LETTERS:
        return LETTERS[name]
    distance = LAST - int(name[1])
    return f"{name[0]}(L−{distance})" if distance else f"{name[0]}(L)"


def derivative(of: str, by: str) -> str:
    """Return how a derivative is written."""
    return f"∂{written(of)}/∂{written(by)}"


def ripple_table(chain: Chain, back: Pass, nudged: str) -> Table:
    """Return how far a nudge of one quantity moves all that follow it."""
    path, changes = path_from(nudged), changes_from(chain, back, nudged)
    ratios = [NONE] + [shown(new / old) if old else NONE for old, new in pairwise(changes)]
    rows = []
    for name, change, ratio in zip(path, changes, ratios, strict=True):
        value = value_of(chain, back, name)
        text = fine(value) if name == "C" else shown(value)
        rows.append((written(name), text, fine_signed(change), ratio))
    return Table(
        f"A nudge of {written(nudged)} by {shown(chain.by)}, and what follows",
        ("quantity", "value", "change", "change by the one before"),
        rows,
    )


def product_table(chain: Chain, back: Pass, name: str) -> Table:
    """Return one derivative as the product of its factors."""
    factors = [
        (derivative(to, source), shown(factor_of(chain, back, source, to)))
        for source, to in pairwise(path_from(name))
    ]
    product = (f"{derivative('C', name)}, their product", fine(derivative_of(back, name)))
    return quantities(f"The chain rule for {written(name)}", (*factors, product))


def gradient_table(chain: Chain, back: Pass) -> Table:
    """Return all derivatives, from the last layer back."""
    rows = []
    for name in reversed(PARAMETERS):
        links = pairwise(path_from(name))
        factors = (shown(factor_of(chain, back, source, to)) for source, to in links)
        product = fine_signed(derivative_of(back, name))
        rows.append((derivative("C", name), " × ".join(factors), product))
    return Table("The gradient", ("derivative", "its factors", "their product"), rows)


def examples_table(chain: Chain) -> Table:
    """Return what each training pair makes of one derivative, and their mean."""
    name = PARAMETERS[chain.parameter]
    rows, derivatives = [], []
    for k, (x, y) in enumerate(chain.pairs, start=1):
        back = pass_of(chain, x, y)
        derivatives.append(derivative_of(back, name))
        a, cost = shown(back.activations[-1][0]), fine(back.cost)
        rows.append((str(k), shown(x), shown(y), a, cost, fine_signed(derivatives[-1])))
    mean = fine_signed(sum(derivatives) / len(derivatives))
    return Table(
        f"What each example makes of ∂C/∂{written(name)}",
        ("example", "x", "y", "a(L)", "C", "derivative"),
        (*rows, ("mean", NONE, NONE, NONE, NONE, mean)),
    )
