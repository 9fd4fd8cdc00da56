"""Whatever numbers are sent: no fault of the server, and a program that can print its tables."""

from typing import Any

import httpx
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.app.calls import Calls

NUMBERS = st.one_of(
    st.sampled_from([0, 1, -1, 0.5, 1e-5, 1e-300, 5e-324, 1e6, 1e21, 1e160, 1e308, -1e308]),
    st.floats(-10, 10),
    st.floats(allow_nan=False, allow_infinity=False),
)
POINTS = st.lists(NUMBERS, min_size=2, max_size=2)
STEPS = st.fixed_dictionaries({"steps": st.integers(-1, 4), "learning_rate": NUMBERS})
WALKS = st.fixed_dictionaries(
    {"pixels": st.lists(st.floats(0, 1), min_size=5, max_size=5)},
    optional={
        "target": st.none() | st.integers(-1, 3),
        "placement": st.fixed_dictionaries({"origin": POINTS, "scale": NUMBERS, "offset": POINTS}),
        "looked_at": st.fixed_dictionaries(
            {"layer": st.integers(-1, 4), "index": st.integers(-1, 5)}
        ),
        "learning_rate": NUMBERS,
        "step": st.none() | STEPS,
    },
)
PAIRS = st.fixed_dictionaries({"x": NUMBERS, "y": NUMBERS})
CHAINS = st.fixed_dictionaries(
    {
        "layers": st.just([1, 1, 1, 1]),
        "parameters": st.lists(NUMBERS, min_size=6, max_size=6),
        "x": st.lists(NUMBERS, min_size=1, max_size=1),
        "y": st.lists(NUMBERS, min_size=1, max_size=1),
        "pairs": st.lists(PAIRS, min_size=1, max_size=3),
    },
    optional={
        "activation": st.sampled_from(["sigmoid", "tanh", "relu", "leaky_relu", "linear"]),
        "output": st.sampled_from(["sigmoid", "linear", "relu"]),
        "cost": st.sampled_from(["squared_error", "cross_entropy"]),
        "by": NUMBERS,
        "parameter": st.integers(0, 5),
    },
)


def check(answer: httpx.Response) -> None:
    if answer.status_code == 200:
        names: dict[str, Any] = {"__name__": "program"}
        exec(compile(answer.text, "program.py", "exec"), names)
        make, data = ("walk_tables", "WALK") if "WALK" in names else ("chain_tables", "CHAIN")
        for table in names[make](names[data]):
            assert {len(row) for row in table.rows} <= {len(table.head)}
            assert not [cell for row in table.rows for cell in row if "nan" in cell.lower()]
    else:
        assert answer.status_code in (409, 422), answer.text
        assert answer.json().keys() == {"detail"}


@hypothesis_settings(max_examples=50)
@given(wanted=WALKS)
def test_odd_walks_are_no_fault(small: Calls, wanted: dict[str, Any]) -> None:
    check(small.post("program", **wanted))


@hypothesis_settings(max_examples=80)
@given(wanted=CHAINS)
def test_odd_chains_are_no_fault(client: httpx.Client, wanted: dict[str, Any]) -> None:
    check(client.post("/api/program", json=wanted))
