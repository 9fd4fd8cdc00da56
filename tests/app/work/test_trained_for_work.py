"""Training by the recipe: one run for all who wait for it, and bounded memory."""

from collections import OrderedDict

import pytest

from app.data.digits import Split, load
from app.data.trained import Architecture
from app.nn.arrays import Array
from app.sessions.compute import Work
from app.work import trained_for
from app.work.trained_for import RecipeRun, already_trained, train_by_recipe

SMALL = Architecture((784, 3, 10), "tanh", "softmax", "cross_entropy")
OTHER = SMALL._replace(activation="relu")
LARGEST = 1e6


@pytest.fixture(autouse=True)
def no_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trained_for, "_runs", OrderedDict())


@pytest.fixture
def train() -> Split:
    return load().train


def asked(architecture: Architecture, train: Split, count: int) -> Work[Array]:
    return train_by_recipe(architecture, train, count, LARGEST, ())


def finished(work: Work[Array]) -> tuple[Array, int]:
    """Return what work comes to, and after how many pauses."""
    pauses = 0
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value, pauses
        pauses += 1


def test_who_waits_goes_on_with_what_others_have_begun(train: Split) -> None:
    first, second = asked(SMALL, train, 600), asked(SMALL, train, 300)
    for _ in range(20):
        next(first)
    first.close()  # its client has gone
    vector, pauses = finished(second)
    alone = RecipeRun(SMALL, train)
    _, pauses_alone = finished(alone.parameters(300))  # type: ignore[arg-type]
    assert pauses < pauses_alone - 15
    assert vector.tobytes() == alone.kept[300].tobytes()


def test_two_that_take_turns_end_with_the_same(train: Split) -> None:
    works = [asked(SMALL, train, 300), asked(SMALL, train, 100)]
    ends: list[Array] = []
    while works:
        for work in [*works]:
            try:
                next(work)
            except StopIteration as end:
                ends.append(end.value)
                works.remove(work)
    alone = RecipeRun(SMALL, train)
    finished(alone.parameters(300))  # type: ignore[arg-type]
    assert [each.tobytes() for each in ends] == [alone.kept[n].tobytes() for n in (100, 300)]


def test_a_stop_is_known_once_it_was_reached(train: Split) -> None:
    assert already_trained(SMALL, 100, LARGEST) is None
    vector, _ = finished(asked(SMALL, train, 100))
    assert already_trained(SMALL, 100, LARGEST) is vector
    assert already_trained(SMALL, 300, LARGEST) is None
    assert already_trained(SMALL, 100, 1e-3) is None  # too large to be used
    with pytest.raises(ValueError, match="read-only"):
        vector[0] = 1


def test_what_was_used_least_recently_is_given_up(
    monkeypatch: pytest.MonkeyPatch, train: Split
) -> None:
    monkeypatch.setattr(trained_for, "MOST_KEPT_BYTES", 2 * RecipeRun(SMALL, train).nbytes)
    third = SMALL._replace(activation="sigmoid")
    for architecture in (SMALL, OTHER):
        finished(asked(architecture, train, 0))
    assert already_trained(SMALL, 0, LARGEST) is not None  # and so used after the other
    finished(asked(third, train, 0))
    known = [already_trained(each, 0, LARGEST) is not None for each in (SMALL, OTHER, third)]
    assert known == [True, False, True]
