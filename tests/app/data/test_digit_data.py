"""MNIST: shapes, numbers, and one reading for all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import numpy as np
import pytest

from app.data import digits
from app.data.digits import Digits, Split


@pytest.fixture
def not_yet_loaded() -> Iterator[None]:
    digits._read.cache_clear()
    yield
    digits._read.cache_clear()


def both_splits() -> list[Split]:
    loaded = digits.load()
    return [loaded.train, loaded.test]


def test_all_of_mnist_is_there() -> None:
    train, test = both_splits()
    assert train.images.shape == (60_000, 784)
    assert test.images.shape == (10_000, 784)
    assert (len(train), len(test)) == (60_000, 10_000)
    assert train.images.dtype == test.images.dtype == np.uint8
    assert train.labels[:5].tolist() == [5, 0, 4, 1, 9]  # known from the original files
    assert test.labels[:5].tolist() == [7, 2, 1, 0, 4]


def test_pictures_stand_in_the_order_of_the_file() -> None:
    with np.load(digits.FILE, allow_pickle=False) as file:
        for split, name in zip(both_splits(), ("train", "test"), strict=True):
            first = file[f"{name}_images"][:20]
            assert (split.images[:20].reshape(20, 28, 28) == first).all()


def test_nobody_can_write_to_what_all_share() -> None:
    for split in both_splits():
        for array in (split.images, split.labels, split.with_label(3)):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0


def test_pixels_are_the_grey_values_from_0_to_1() -> None:
    train = digits.load().train
    pixels = train.pixels(np.array([4, 2]))
    assert pixels.dtype == np.float64
    assert (pixels == train.images[[4, 2]] / 255).all()
    assert pixels.min() == 0
    assert pixels.max() == 1


def test_pixels_can_be_single_precision_one_picture_or_a_slice() -> None:
    train = digits.load().train
    assert train.pixels(slice(3), np.float32).dtype == np.float32
    assert train.pixels(slice(3)).shape == (3, 784)
    assert train.pixels(7).shape == (784,)


def test_pixels_belong_to_the_caller() -> None:
    train = digits.load().train
    train.pixels(0)[:] = 0.5
    assert train.pixels(0).max() == 1


def test_a_label_leads_to_all_of_its_pictures_in_order() -> None:
    for split in both_splits():
        for label in range(10):
            indices = split.with_label(label)
            assert (indices == np.flatnonzero(split.labels == label)).all()
            assert split.with_label(label) is indices  # looked for once
        assert sum(len(split.with_label(label)) for label in range(10)) == len(split)


@pytest.mark.parametrize("label", [-1, 10])
def test_other_labels_are_refused(label: int) -> None:
    with pytest.raises(ValueError, match=f"Expected a digit from 0 to 9, but got {label}"):
        digits.load().test.with_label(label)


@pytest.mark.usefixtures("not_yet_loaded")
def test_threads_that_ask_at_once_share_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    read = np.load
    readings: list[Any] = []
    other_has_started = Event()

    def read_once_the_other_asks(*args: Any, **options: Any) -> Any:
        other_has_started.wait(timeout=10)
        readings.append(args)
        return read(*args, **options)

    monkeypatch.setattr(digits.np, "load", read_once_the_other_asks)
    ready = Barrier(3)

    def ask() -> Digits:
        ready.wait(timeout=10)
        return digits.load()

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(ask) for _ in range(2)]
        ready.wait(timeout=10)
        other_has_started.set()
        first, second = (answer.result(timeout=30) for answer in answers)
    assert first is second
    assert len(readings) == 1
