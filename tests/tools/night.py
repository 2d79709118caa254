"""The larger sizes of tests at night."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

__all__ = ["at_night", "begin", "is_nightly", "sampled", "share"]


class _Run:
    """The current run."""

    nightly = False


def begin(*, nightly: bool) -> None:
    """Set the kind of run, before the modules of tests are imported."""
    _Run.nightly = nightly


def is_nightly() -> bool:
    """Whether the tests run at their larger size."""
    return _Run.nightly


def share(number: int, of: int = 4) -> int:
    """The number of examples: all of them at night, a fraction in a push."""
    return number if _Run.nightly else -(-number // of)


def at_night(parameter: Any) -> Any:
    """A parameter of a test, by `pytest.param`, that only runs with `--nightly`."""
    marks = (*parameter.marks, pytest.mark.nightly)
    return pytest.param(*parameter.values, id=parameter.id, marks=marks)


def sampled(parameters: Iterable[Any], step: int) -> list[Any]:
    """Parameters by `pytest.param`: a push runs one of each `step`, the night all.

    Any other value becomes a parameter of its own.
    """
    return [
        at_night(_parameter(given)) if number % step else given
        for number, given in enumerate(parameters)
    ]


def _parameter(given: Any) -> Any:
    return given if hasattr(given, "marks") else pytest.param(given)
