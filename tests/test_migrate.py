"""Carrying programs to a new spec: the cases of `migrate/`, and what holds for every file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.migration import CASES, Case, listing, plan_between, program

over_cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


@over_cases
def test_programs_become_what_is_expected(case: Case, golden: Callable[[Path, str], None]) -> None:
    plan = plan_between(case.spec / "old.d.ts", case.spec / "new.d.ts")
    outcomes = program([(each, each.read_bytes()) for each in case.files], plan)
    left = ""
    for outcome in outcomes:
        golden(case.expected(outcome.path), outcome.after.decode())
        left += listing(outcome, outcome.path.relative_to(case.folder).as_posix())
    golden(case.folder / "expected.txt", left)


@over_cases
def test_a_second_run_changes_nothing(case: Case) -> None:
    plan = plan_between(case.spec / "old.d.ts", case.spec / "new.d.ts")
    first = program([(each, each.read_bytes()) for each in case.files], plan)
    again = program([(each.path, each.after) for each in first], plan)
    assert [each.path for each in again if each.changed] == []
    assert [each.problem for each in again if each.problem] == []
