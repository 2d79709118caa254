"""What the night tries besides what a push tries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

__all__ = ["at_night", "begin", "is_nightly", "sampled", "share"]


class _Run:
    """This run."""

    nightly = False


def begin(*, nightly: bool) -> None:
    """Say which run this is, before the modules of tests are imported."""
    _Run.nightly = nightly


def is_nightly() -> bool:
    """Whether the tests run at their larger size."""
    return _Run.nightly


def share(number: int, of: int = 3) -> int:
    """How many examples are made: all of them by night, and one of a few in a push."""
    return number if _Run.nightly else -(-number // of)


def at_night(parameter: Any) -> Any:
    """A parameter of a test, as `pytest.param` makes it, that runs with `--nightly` alone."""
    marks = (*parameter.marks, pytest.mark.nightly)
    return pytest.param(*parameter.values, id=parameter.id, marks=marks)


def sampled(parameters: Iterable[Any], step: int) -> list[Any]:
    """Parameters as `pytest.param` makes them: a push tries one of each `step`, the night all.

    What is no such parameter stands for one of a single value.
    """
    return [
        at_night(_parameter(given)) if number % step else given
        for number, given in enumerate(parameters)
    ]


def _parameter(given: Any) -> Any:
    return given if hasattr(given, "marks") else pytest.param(given)
