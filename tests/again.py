"""What is tested once more: on another screen, in another theme, with the other store."""

from typing import Any

import pytest
from _pytest.mark import ParameterSet


def again(*values: Any) -> list[ParameterSet]:
    """Return parameters with which a test runs in `make test-long` only.

    Beside them stands one with which it runs each time, and which shows the same behaviour.
    """
    return [pytest.param(value, marks=pytest.mark.long) for value in values]


def again_with(*values: Any) -> ParameterSet:
    """Return one such set of parameters, for a test that takes several."""
    return pytest.param(*values, marks=pytest.mark.long)
