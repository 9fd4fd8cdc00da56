"""One session's training, commanded and changed from several sides."""

import httpx
import numpy as np
import pytest

from tests.app.calls import Calls
from tests.app.training.training_client import NEW, finished_at, known_to_all, watching


@pytest.fixture
def fresh(client: httpx.Client) -> Calls:
    return Calls(client, **NEW)


def test_two_pages_see_the_same_and_no_step_of_either_is_lost(fresh: Calls) -> None:
    with watching(fresh) as one, watching(fresh) as other:
        for _ in range(40):
            one.send("step")
            other.send("step")
        ends = [page.until(finished_at(80)) for page in (one, other)]
        for name in ("session", "run", "costs", "accuracy", "norms"):
            assert ends[0][name] == ends[1][name]
        assert fresh.describe()["iteration"] == 80


def test_steps_asked_for_one_by_one_are_all_taken(fresh: Calls) -> None:
    """Each comes while the network is being evaluated after the one before, or is not any more."""
    with watching(fresh) as watcher:
        for n in range(1, 61):
            watcher.send("step")
            fresh.describe()
            if n % 7 == 0:
                watcher.until_iteration(n)
        watcher.until(finished_at(60))


def test_an_undo_while_it_trains_pauses_it_with_a_reason(fresh: Calls) -> None:
    before = fresh.network().parameters.vector
    with watching(fresh) as watcher:
        watcher.send("start")
        watcher.until_iteration(20)
        fresh.done("undo")
        paused = watcher.until_status("paused")
        assert "changed" in paused["reason"]
        np.testing.assert_array_equal(fresh.network().parameters.vector, before)
        assert fresh.describe()["iteration"] == paused["iteration"] == 0
        assert paused["accuracy"] is None
        assert paused["norms"] is None
        watcher.run_on(1)
        assert fresh.describe()["iteration"] == 1


def test_a_run_can_be_undone_as_a_whole(fresh: Calls) -> None:
    before = fresh.state()
    with watching(fresh) as watcher:
        end = watcher.run_on(25)
        assert end["session"]["undo"] >= 1
    while fresh.describe()["undo"]:
        fresh.done("undo")
    assert fresh.state()[1] == before[1]
    assert fresh.describe()["iteration"] == 0


def test_what_others_change_is_seen(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        fresh.done("step", batch_size=10, steps=3, learning_rate=0.5)
        frame = watcher.until_iteration(3)
        assert frame["session"] == known_to_all(fresh)
