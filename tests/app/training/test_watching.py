"""Many watch one training: they see what its owner sees, and can do nothing to it."""

import random
from contextlib import ExitStack

import httpx
import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed

from app.nn.parameters import Parameters
from app.training.frame import Frame
from tests.app.calls import Calls
from tests.app.training.training_client import (
    NEW,
    float32,
    listed_runs,
    trained,
    until_it_rests,
    watch_address,
    watching,
)

MOST_BYTES = 16_384

FIELDS = ("frame", "epochs", "name", "learning_rate", "batch_size", "momentum", "session", "id")
ODD = (0, 1, -1, 0.5, 1e300, None, True, "", "1", [], {}, [[1]])
COMMANDS = ("start", "pause", "step", "epoch", "stop", "settings")


@pytest.fixture
def fresh(client: httpx.Client) -> Calls:
    return Calls(client, **NEW)


def test_who_only_watches_sees_the_same_files(fresh: Calls) -> None:
    with watching(fresh) as owner, watching(fresh, watch_address(fresh)) as viewer:
        owner.send("start")
        for _ in range(8):
            owner.next_frame()
            viewer.next_frame()
        seen = [{frame["frame"]: frame for frame in each.frames} for each in (owner, viewer)]
        both = [frame for frame in seen[1] if frame in seen[0] and not seen[1][frame]["complete"]]
        assert len(both) > 2
        for number in both:
            one, other = (each[number] for each in seen)
            assert one.metadata == other.metadata
            assert all((one.tensors[name] == other.tensors[name]).all() for name in one.tensors)


def test_a_frame_is_made_once_for_all_who_join(
    fresh: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    really = Frame._made
    monkeypatch.setattr(Frame, "_made", lambda *of: made.append(of) or really(*of))
    at = watch_address(fresh)
    with watching(fresh) as owner, ExitStack() as stack:
        viewers = [stack.enter_context(watching(fresh, at)) for _ in range(6)]
        del made[:]
        owner.send("start")
        for each in (owner, *viewers):
            each.next_frame()
        for each in (owner, *viewers) * 3:
            each.next_frame()
    assert made
    assert len({(frame, seen) for frame, seen in made}) == len(made)


def test_who_only_watches_commands_nothing(fresh: Calls) -> None:
    trained(fresh, 2)
    before = fresh.state(), listed_runs(fresh)
    with watching(fresh, watch_address(fresh)) as viewer:
        for command in COMMANDS:
            viewer.send(command)
            assert "Only the page that this network was begun on" in viewer.refusal()
    assert (fresh.state(), listed_runs(fresh)) == before


def test_nothing_that_a_viewer_may_say_changes_anything(fresh: Calls) -> None:
    trained(fresh, 2)
    before, rng, at = (fresh.state(), listed_runs(fresh)), random.Random(6), watch_address(fresh)
    for _ in range(3):
        with watching(fresh, at) as viewer:
            for _ in range(50):
                fields = {name: rng.choice(ODD) for name in rng.sample(FIELDS, rng.randint(0, 3))}
                viewer.send(rng.choice((*COMMANDS, "ack", "undo", "")), **fields)
            viewer.socket.send(rng.randbytes(50))
            viewer.send("the last one")
            while "type" not in str(viewer.refusal()):
                pass
    assert (fresh.state(), listed_runs(fresh)) == before


def test_what_is_watched_does_not_say_how_to_command_it(client: httpx.Client) -> None:
    calls = Calls(client, **NEW)
    trained(calls, 2)
    at = watch_address(calls)
    with watching(calls, at) as viewer:
        assert calls.created["id"] not in str(viewer.frames[0].metadata)
    key = at.rpartition("/")[2]
    for path in ("", "/parameters", "/runs", "/watch"):
        assert client.get(f"/api/sessions/{key}{path}").status_code == 404


def test_a_key_ends_with_its_session(fresh: Calls) -> None:
    at = watch_address(fresh)
    assert watch_address(fresh) == at
    with watching(fresh, at) as viewer:
        fresh.client.delete(fresh.url)
        assert viewer.close_code() == 4404
    with pytest.raises(ConnectionClosed), watching(fresh, at):
        pass


def test_a_run_pauses_without_its_owner_however_many_watch(fresh: Calls) -> None:
    with watching(fresh, watch_address(fresh)) as viewer:
        with watching(fresh) as owner:
            owner.send("start")
            owner.until_iteration(10)
        assert until_it_rests(fresh)["status"] == "paused"
        assert viewer.until_status("paused")["iteration"] == fresh.describe()["iteration"]


def test_nothing_that_is_sent_is_large(client: httpx.Client) -> None:
    calls = Calls(client, weights="random")
    with watching(calls) as owner:
        owner.send("start", learning_rate=0.5)
        owner.until(lambda frame: frame["elapsed_s"] > 1.2)
        with watching(calls) as late:
            late.until(lambda frame: not frame["complete"])
            whole = late.frames[0]
            assert whole["complete"]
            assert len(whole.tensors["record.iterations"]) > 300
            assert late.largest <= MOST_BYTES
        assert owner.largest <= MOST_BYTES
        assert 2 <= len(owner.pictures) <= 4


def test_a_picture_is_within_a_step_of_the_weights(client: httpx.Client) -> None:
    calls = Calls(client, weights="random")
    exact, start = float32(calls), 0
    with watching(calls) as owner:
        owner.send("start", learning_rate=1e-9)  # No step is to be seen, however late it is shown.
        while not owner.pictures:
            owner.read()
        picture, scales = (owner.pictures[0].tensors[name] for name in ("picture", "scales"))
    assert (picture.dtype, picture.size) == (np.int8, calls.created["parameter_count"])
    network = Parameters(calls.created["layers"], exact)
    for weights, biases, scale in zip(network.weights, network.biases, scales, strict=True):
        end = start + weights.size + biases.size
        drawn = picture[start:end] * scale
        assert np.abs(drawn - exact[start:end]).max() <= scale * 0.51
        assert np.abs(picture[start:end]).max() == 127
        start = end


def test_a_large_network_is_shown_without_pictures(client: httpx.Client) -> None:
    calls = Calls(client, layers=[784, 32, 10], weights="random")
    with watching(calls) as owner:
        assert not owner.frames[0]["pictured"]
        owner.send("start")
        owner.until(lambda frame: frame["elapsed_s"] > 1)
        assert owner.pictures == []
