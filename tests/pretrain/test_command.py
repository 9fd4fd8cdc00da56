"""`python -m app.pretrain`, on few drawings and a single epoch."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.data import digits
from app.data.digits import Digits, Split
from app.data.trained import SHIPPED
from app.nn.network import Network
from app.nn.serialization import load_into, read_metadata
from app.pretrain.__main__ import main, pretrain
from app.pretrain.recipe import RECIPES, Recipe
from app.pretrain.strokes import PenDrawing

TINY = Recipe(seed=3, epochs=2, pen_pictures=50, pen_copies=2, held_back_writers=1)


@pytest.fixture(scope="module")
def few_digits() -> Digits:
    all_digits = digits.load()
    few = Split(all_digits.train.images[:1500], all_digits.train.labels[:1500])
    return replace(all_digits, train=few)


@pytest.fixture(scope="module")
def drawings() -> list[PenDrawing]:
    """Ones and sevens of three writers."""
    one = np.array([[50.0, 0.0], [45.0, 100.0]])
    seven = np.array([[0.0, 0.0], [60.0, 0.0], [20.0, 100.0]])
    return [
        PenDrawing(label, writer, (stroke * (1 + writer / 10),))
        for writer in (1, 2, 3)
        for label, stroke in ((1, one), (7, seven))
    ]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_seed_gives_the_same_bits(
    name: str, few_digits: Digits, drawings: list[PenDrawing], tmp_path: Path
) -> None:
    first, second, other = (
        pretrain(name, replace(TINY, seed=seed), few_digits, drawings, tmp_path).read_bytes()
        for seed in (3, 3, 4)
    )
    assert first == second
    assert first != other


def test_the_file_holds_a_network_that_has_learnt(
    few_digits: Digits, drawings: list[PenDrawing], tmp_path: Path
) -> None:
    recipe = replace(RECIPES["relu"], epochs=12, pen_pictures=100, pen_copies=1)
    recipe = replace(recipe, held_back_writers=1, warm_up_steps=10)
    data = pretrain("relu", recipe, few_digits, drawings, tmp_path).read_bytes()
    network = Network(*SHIPPED["relu"])
    load_into(network.parameters, data)
    x = few_digits.train.pixels(slice(None))
    learnt = (network.forward(x).prediction == few_digits.train.labels).mean()
    assert learnt > 0.8
    assert json.loads(read_metadata(data)["scores"])["mnist_test"] > 0.75


def test_the_metadata_tell_everything_that_the_result_depends_on(
    few_digits: Digits, drawings: list[PenDrawing], tmp_path: Path
) -> None:
    path = pretrain("sigmoid", TINY, few_digits, drawings, tmp_path)
    assert path == tmp_path / "trained-sigmoid.safetensors"
    metadata = read_metadata(path.read_bytes())
    assert metadata["activation"] == "sigmoid"
    assert json.loads(metadata["layers"]) == [784, 16, 16, 10]
    recipe = json.loads(metadata["recipe"])
    assert recipe == json.loads(json.dumps(TINY.as_dict()))
    assert recipe["seed"] == 3
    assert "2 writers to train on, the writers 3 held back" in metadata["data"]
    assert set(json.loads(metadata["scores"])) == {
        "mnist_test",
        "pen_drawings",
        "pen_drawings_by_size",
    }


def test_mnist_alone_is_enough_and_said(
    few_digits: Digits,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(digits, "load", lambda: few_digits)
    code = main(["--network", "tanh", "--epochs", "1", "--seed", "5", "--output", str(tmp_path)])
    assert code == 0
    assert "MNIST alone" in capsys.readouterr().out
    metadata = read_metadata((tmp_path / "trained-tanh.safetensors").read_bytes())
    assert "10.24432/C5MG6K" not in metadata["data"]
    assert "pen_drawings" not in json.loads(metadata["scores"])
    recipe = json.loads(metadata["recipe"])
    assert (recipe["epochs"], recipe["seed"]) == (1, 5)


def test_a_broken_stroke_file_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.unipen"
    broken.write_text('.SEGMENT DIGIT 0 ? "8"\n.COMMENT 8 1 1\n 12 13\n', "ascii")
    output = tmp_path / "output"
    assert main(["--pen-strokes", str(broken), "--output", str(output)]) == 1
    message = capsys.readouterr().err
    assert message.startswith("error: broken.unipen, line 3: expected points between")
    assert not output.exists()


def test_a_missing_stroke_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--pen-strokes", str(tmp_path / "none"), "--output", str(tmp_path)]) == 1
    assert "none" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--epochs", "0"], ["--seed", "-1"], ["--network", "lenet"]])
def test_wrong_options_are_refused(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(option)
    assert refused.value.code == 2
    assert option[0] in capsys.readouterr().err
