"""Programs of the beta of the Realtime API, carried to GA with the facts of the change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from realtime_codegen.changes import ChangeReport, Version, compare
from realtime_codegen.changes.cited import cited
from realtime_codegen.changes.report import Cited
from realtime_codegen.facts.of_changes import change_facts
from realtime_codegen.facts.shipped import SHIPPED_CHANGES, shipped_source
from realtime_codegen.migrate.derive import derive
from realtime_codegen.migrate.packages import Packages
from realtime_codegen.migrate.plan import Plan
from realtime_codegen.migrate.rewrite import Outcome
from realtime_codegen.text.source import SourceFile
from tests.tools import node
from tests.tools.migration import listing, program
from tests.tools.spec_history import BETA, GA, spec_of

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("spec-history")]

PROGRAMS = Path(__file__).parent / "migrate" / "beta"
SHARED = Path(__file__).parents[2] / "shared" / "cases" / "change"
NAME = SHIPPED_CHANGES["openai-realtime-beta", "openai-realtime-ga"]


@cache
def versions() -> tuple[Version, Version]:
    node.require_node()
    before, after = spec_of("5.6.0", BETA), spec_of("7.57.0", GA)
    assert before is not None
    assert after is not None
    return before, after


@cache
def report() -> ChangeReport:
    facts, problems = change_facts(shipped_source(NAME))
    assert not problems
    report, idle = cited(*versions(), compare(*versions()), facts)
    assert not idle, "each fact of the change applies to this pair"
    return report


@cache
def plan() -> Plan:
    return derive(*versions(), report())


def carried(path: Path) -> Outcome:
    (outcome,) = program([(path, path.read_bytes())], plan(), Packages())
    return outcome


# ------------------------------------------------------------------------------ programs


@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAMS.glob("*.py")))
def test_programs_become_what_is_expected(name: str, golden: Callable[[Path, str], None]) -> None:
    outcome = carried(PROGRAMS / f"{name}.py")
    assert not outcome.problem
    golden(PROGRAMS / "expected" / f"{name}.txt", listing(outcome, f"{name}.py"))
    golden(PROGRAMS / "expected" / f"{name}.py.txt", outcome.after.decode())
    (again,) = program([(outcome.path, outcome.after)], plan(), Packages())
    assert not again.changed


LEFT = {
    # name: edits, places left
    "m01": (1, 0),
    "m02": (3, 0),
    "m03": (2, 0),
    "m04": (1, 0),
    "m05": (3, 0),
    "m06": (5, 1),
    "m07": (0, 1),
    "m08": (0, 3),
    "m09": (0, 0),
    "m10": (0, 0),
    "m12": (0, 6),
    "m13": (0, 2),
    "m14": (2, 1),
    "m15": (0, 0),
    "m16": (4, 0),
    "m17": (0, 0),
    "m18": (2, 0),
    "m19": (0, 2),
    "m20": (0, 2),
    "m21": (0, 1),
    "m22": (0, 1),
}
"""What becomes of the cases that show a fault each."""


@pytest.mark.parametrize("name", LEFT)
def test_each_place_of_the_cases_is_rewritten_or_told(name: str) -> None:
    paths = list(SHARED.glob(f"{name}_*.py"))
    if not paths:
        pytest.skip("the cases are not here")
    outcome = carried(paths[0])
    assert not outcome.problem
    assert (outcome.edits, len(outcome.notes)) == LEFT[name], listing(outcome, name)


def test_the_message_about_newer_python_names_it() -> None:
    code = (
        b"type Event = dict[str, str]\ndef f(e: Event): return e['type'] == 'response.text.done'\n"
    )
    (outcome,) = program([(PROGRAMS / "newer.py", code)], plan(), Packages())
    assert outcome.changed or "written for Python 3.12" in outcome.problem


@pytest.mark.parametrize("other", ["dashscope.aliyuncs.com", "open.bigmodel.cn", "api.stepfun.com"])
def test_programs_of_other_vendors_are_left_alone(other: str) -> None:
    code = f'URL = "wss://{other}/realtime"\ndef f(e): return e["type"] == "response.audio.delta"\n'
    (outcome,) = program([(PROGRAMS / "other.py", code.encode())], plan(), Packages())
    assert not outcome.changed
    assert not outcome.notes


# --------------------------------------------------------------------------------- facts


def test_what_facts_confirm_is_certain() -> None:
    (change,) = [
        one
        for one in report().of_kind("field-moved")
        if one.subject == "SessionUpdateEvent.Session.voice"
    ]
    assert change.move is not None
    assert change.move.confidence == 1


STALE = [
    ('[[field]]\nmatch = "Session.voice"\nis = "audio.voice"\nwhy = "w"\n', "is audio.voice now"),
    ('[[field]]\nmatch = "Session.no_such"\nis = "x"\nwhy = "w"\n', "selects no field"),
    ('[[gone]]\nmatch = "Session.voice"\nwhy = "x"\n', "is removed"),
    (
        '[[value]]\nmatch = "Session.turn_detection"\nvalue = "x"\nform = "y"\nwhy = "w"\n',
        "takes 'x'",
    ),
    (
        '[[list]]\nmatch = "*.modalities"\nvalues = ["x", "y"]\nform = ["x"]\nwhy = "w"\n',
        "a list of ['x', 'y']",
    ),
    ('[[event]]\nevent = "no.such"\nbecomes = []\nwhy = "w"\n', "no event 'no.such'"),
    ('[[event]]\nevent = "error"\nbecomes = ["no.such"]\nwhy = "w"\n', "no event 'no.such'"),
]


@pytest.mark.parametrize(("text", "said"), STALE)
def test_a_fact_that_does_not_apply_is_an_error(text: str, said: str) -> None:
    facts, problems = change_facts(SourceFile("f.toml", text.encode()))
    assert not problems
    _, idle = cited(*versions(), compare(*versions()), facts)
    assert [one.code for one in idle] == ["RC501"]
    assert said in idle[0].message


WRONG = [
    ('[[value]]\nmatch = "a"\nvalue = "x"\nform = [1]\nwhy = "w"\n', "RC502"),
    ('[[value]]\nmatch = "a"\nvalue = "x"\nform = "y"\nwhere = "z"\nwhy = "w"\n', "RC502"),
    ('[[gone]]\nmatch = "a"\n', "RC502"),
    ('[[list]]\nmatch = "a"\nvalues = "x"\nform = ["y"]\nwhy = "w"\n', "RC502"),
    ('[[list]]\nmatch = "a"\nvalues = ["x"]\nform = []\nwhy = "w"\n', "RC502"),
    ('[[event]]\nevent = "a"\nbecomes = "b"\nwhy = "w"\n', "RC502"),
    ('[[text]]\ntext = "a"\n', "RC502"),
    ('[[dialect]]\nname = "a"\ntexts = "b"\n', "RC502"),
    ('[[field]]\nmatch = "a"\nis = "b"\nother = 1\nwhy = "w"\n', "RC503"),
    ("[[integers]]\n", "RC503"),
]


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_what_is_no_fact_of_a_change_is_told(text: str, code: str) -> None:
    _, problems = change_facts(SourceFile("f.toml", text.encode()))
    assert code in {problem.code for problem in problems}


def test_each_cited_fact_says_what_it_is_about() -> None:
    lines = [(one.subject, one.text) for one in report().facts]
    assert len(lines) == len(set(lines))
    assert all(re.search(r"\w", subject) and text for subject, text in lines)
    kinds = {type(replace(Cited(one.fact)).fact).__name__ for one in report().facts}
    assert len(kinds) == 7
