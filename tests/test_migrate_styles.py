"""Programs of the beta in many styles: each place is rewritten or told, and nothing else is.

They were written for this, one style each: plain dictionaries, a helper that sends, dataclasses,
pydantic models, tables of handlers, a script with options, constants, `match`, tags that are put
together, TypedDicts, the client of `openai`, a bridge for telephone calls.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from realtime_codegen.migrate.packages import Packages
from tests.test_migrate_beta import carried, plan
from tests.tools.migration import listing, program

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("spec-history")]

PROGRAMS = Path(__file__).parent / "migrate" / "styles"
EXPECTED = PROGRAMS / "expected"


@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAMS.glob("*.py")))
def test_each_place_is_rewritten_or_told(name: str, golden: Callable[[Path, str], None]) -> None:
    outcome = carried(PROGRAMS / f"{name}.py")
    assert not outcome.problem
    assert outcome.notes, "each has something that a person has to do"
    golden(EXPECTED / f"{name}.txt", listing(outcome, f"{name}.py"))
    golden(EXPECTED / f"{name}.py.txt", outcome.after.decode())
    (again,) = program([(outcome.path, outcome.after)], plan(), Packages())
    assert not again.changed


def test_constants_may_be_in_another_module(golden: Callable[[Path, str], None]) -> None:
    """A file without any tag is read, if it takes them from a module of the program."""
    files = sorted((PROGRAMS / "constants_apart").glob("*.py"))
    outcomes = program([(path, path.read_bytes()) for path in files], plan(), Packages())
    assert [(one.problem, one.notes) for one in outcomes] == [("", ()), ("", ())]
    for outcome in outcomes:
        golden(EXPECTED / f"constants_apart.{outcome.path.stem}.py.txt", outcome.after.decode())
    again = program([(one.path, one.after) for one in outcomes], plan(), Packages())
    assert not any(one.changed for one in again)


def test_what_no_file_shows_is_told() -> None:
    """The module of the constants alone does not show what is sent."""
    (outcome,) = [carried(PROGRAMS / "constants_apart" / "names.py")]
    assert {note.unseen for note in outcome.notes} == {"session.update", "response.create"}
