"""What is tested once more: on another screen, in another theme, with the other store."""

from collections.abc import Iterable
from typing import Any

import pytest


def again(*values: Any) -> list[pytest.ParameterSet]:
    """Return parameters with which a test runs in `make test-long` only.

    Beside them stands one with which it runs each time, and which shows the same behaviour.
    """
    return [pytest.param(value, marks=pytest.mark.long) for value in values]


def again_with(*values: Any) -> pytest.ParameterSet:
    """Return one such set of parameters, for a test that takes several."""
    return pytest.param(*values, marks=pytest.mark.long)


def one_in(step: int, values: Iterable[Any]) -> list[Any]:
    """Return all values in order, of which a test runs each time with every `step`-th only."""
    return [again(value)[0] if index % step else value for index, value in enumerate(values)]
