"""How well a network does: counted, and summed, one example after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nn.network import Network
from app.nn.score import score
from tests.nn.cases import OUTPUTS_AND_COSTS


@pytest.mark.parametrize(("output", "cost"), OUTPUTS_AND_COSTS)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(0, 7))
def test_score_is_the_sum_over_the_examples(output: str, cost: str, seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    network = Network([4, 5, 3], "tanh", output, cost)
    network.randomize("xavier", seed)
    x, labels = rng.uniform(0, 1, (count, 4)), rng.integers(3, size=count)
    got = score(network, x, labels)
    passes = [network.backprop(*pair) for pair in zip(x, np.eye(3)[labels], strict=True)]
    assert got.cost_sum == pytest.approx(sum(each.cost for each in passes), rel=1e-10)
    predictions = [int(each.forward.prediction) for each in passes]
    assert got.correct == sum(p == label for p, label in zip(predictions, labels, strict=True))


def test_scores_of_parts_add_up() -> None:
    rng = np.random.default_rng(1)
    network = Network([4, 3])
    network.randomize(seed=1)
    x, labels = rng.uniform(0, 1, (9, 4)), rng.integers(3, size=9)
    whole, one, other = (
        score(network, x[part], labels[part]) for part in (slice(None), slice(4), slice(4, None))
    )
    assert whole.correct == one.correct + other.correct
    assert whole.cost_sum == pytest.approx(one.cost_sum + other.cost_sum, rel=1e-12)
