"""What the night tries besides what a push tries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

__all__ = ["at_night", "sampled"]


def at_night(parameter: Any) -> Any:
    """A parameter of a test, as `pytest.param` makes it, that runs with `--nightly` alone."""
    marks = (*parameter.marks, pytest.mark.nightly)
    return pytest.param(*parameter.values, id=parameter.id, marks=marks)


def sampled(parameters: Iterable[Any], step: int) -> list[Any]:
    """Parameters as `pytest.param` makes them: a push tries one of each `step`, the night all."""
    return [
        at_night(parameter) if number % step else parameter
        for number, parameter in enumerate(parameters)
    ]
