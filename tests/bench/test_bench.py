"""That the benchmarks can be run and say what they mean; their figures are no tests."""

import importlib
from functools import partial

import pytest

from tests.bench.__main__ import BENCHMARKS, summary
from tests.bench.load import Round
from tests.bench.machine import Probe, describe
from tests.bench.report import Floor, Row, Table, percentile, seconds
from tests.bench.timing import Contestant, Times, by_turns


@pytest.mark.parametrize("name", BENCHMARKS)
def test_each_benchmark_can_be_run(name: str) -> None:
    assert callable(importlib.import_module(f"tests.bench.{name}").run)


def test_a_floor_is_met_on_its_side_and_on_the_bound() -> None:
    assert [Floor(6, "x").is_met_by(figure) for figure in (5.9, 6, 7)] == [False, True, True]
    at_most = Floor(25, "ms", at_most=True)
    assert [at_most.is_met_by(figure) for figure in (24, 25, 26)] == [True, True, False]


def test_a_table_says_which_floors_are_missed() -> None:
    floor = Floor(25, "ms", at_most=True)
    rows = [
        Row("quick", ["20 ms"], 20, floor),
        Row("slow", ["30 ms"], 30, floor),
        Row("blank", ["-"], None, floor),
        Row("beside", ["1 ms"], 1),
    ]
    quick, slow, blank, beside = str(Table("Ways", ["p50"], rows)).splitlines()[-4:]
    assert quick.split() == ["quick", "20", "ms", "≤", "25", "ms", "met"]
    assert slow.endswith("≤ 25 ms        MISSED")
    assert blank.endswith("≤ 25 ms  not measured")
    assert beside.split() == ["beside", "1", "ms"]
    assert summary(rows[:3]) == "\n1 of 3 floors met; not met:\n  slow\n  blank"


@pytest.mark.parametrize(
    ("duration", "text"),
    [(1.6, "1.6 s"), (0.0123, "12.3 ms"), (45.67e-6, "45.7 µs"), (3e-9, "3 ns")],
)
def test_durations_have_the_unit_that_suits_them(duration: float, text: str) -> None:
    assert seconds(duration) == text


def test_percentiles() -> None:
    assert percentile(range(101), 95) == 95
    assert percentile([1.0, 3.0], 50) == 2


def test_contestants_take_turns_and_are_prepared() -> None:
    log: list[str] = []
    contestants = {
        name: Contestant(partial(log.append, name), partial(log.append, f"{name} gets ready"))
        for name in "ab"
    }
    times = by_turns(contestants, rounds=3)
    assert [len(each.rounds) for each in times.values()] == [3, 3]
    turns = [entry for entry in log if entry.endswith("ready")][-6:]
    assert turns == ["a gets ready", "b gets ready"] * 3


def test_a_ratio_above_one_means_that_the_other_is_slower() -> None:
    assert Times((2.0, 4.0)).ratio_to(Times((8.0, 6.0))) == 3


def test_the_machine_is_described() -> None:
    assert "cores" in describe()
    assert "numpy 2" in describe()


def test_a_disturbed_round_counts_for_nothing() -> None:
    assert Round({"age_s": 0.1}, "", is_disturbed=False).judged("age_s") == 0.1
    assert Round({"age_s": 0.1}, "", is_disturbed=True).judged("age_s") is None


def test_the_probe_knows_how_fast_the_machine_can_be() -> None:
    probe = Probe()
    assert probe.slowdown() >= 1
