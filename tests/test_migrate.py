"""Carrying programs to a new spec: the cases of `migrate/`, and what holds for every file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from realtime_codegen.migrate.leftover_parts import PartsOfTags
from realtime_codegen.migrate.packages import PackageName, Packages, folder_parts
from realtime_codegen.migrate.plan import Plan
from realtime_codegen.migrate.text import compiles, same_shape
from tests.tools.migration import CASES, FOLDER, Case, listing, plan_between, program
from tests.tools.night import share

over_cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


@over_cases
def test_programs_become_what_is_expected(case: Case, golden: Callable[[Path, str], None]) -> None:
    plan = plan_between(case.spec / "old.d.ts", case.spec / "new.d.ts")
    outcomes = program([(file, file.read_bytes()) for file in case.files], plan)
    left = ""
    for outcome in outcomes:
        golden(case.expected(outcome.path), outcome.after.decode())
        left += listing(outcome, outcome.path.relative_to(case.folder).as_posix())
    golden(case.folder / "expected.txt", left)


@over_cases
def test_a_second_run_changes_nothing(case: Case) -> None:
    plan = plan_between(case.spec / "old.d.ts", case.spec / "new.d.ts")
    first = program([(file, file.read_bytes()) for file in case.files], plan)
    again = program([(file.path, file.after) for file in first], plan)
    assert [file.path for file in again if file.changed] == []
    assert [file.problem for file in again if file.problem] == []


# ------------------------------------------------------------------------------ laws

SPEC = FOLDER / "old.d.ts"
RENAMED = plan_between(SPEC, FOLDER / "new.d.ts")
EVERY = [path for case in CASES for path in case.files]


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_nothing_changes_where_nothing_is_renamed(path: Path) -> None:
    (outcome,) = program([(path, path.read_bytes())], plan_between(SPEC, SPEC))
    assert outcome.after == path.read_bytes()
    assert not outcome.notes
    assert not outcome.problem


def pieces() -> st.SearchStrategy[str]:
    """Lines of code that the migration knows, and lines that only look like it."""
    lines = [
        'if event.type == "response.audio.delta": event.item_ref\n',
        "ev.ErrorEvent\n",
        "x = ErrorEvent  # ErrorEvent and response.audio.delta\n",
        "session: ev.Session = ev.Session(id='a', max_response_output_tokens=1)\n",
        "session . max_response_output_tokens ;  session.voice\n",
        "# item_ref: ünïcode ✓\n",
        '"""response.audio.delta"""\n',
        "text = 'é'; kind = event [ 'type' ] == 'response.audio.done'\n",
        "\n",
        "\tx = 1\n".lstrip(),
        "def f(event: 'ev.AudioDeltaEvent', *, é=\"\"): return (event\n   . item_ref)\n",
        "match event:\n  case ev.AudioDeltaEvent(  item_ref = é ) : pass\n",
        "\x0c\n",
        "  \x0c \x0c\n",
        " \n",
        "   # a comment\n",
    ]
    return st.lists(st.sampled_from(lines), max_size=12).map("".join)


@given(
    text=pieces(), newline=st.sampled_from(["\n", "\r\n"]), end=st.booleans(), mark=st.booleans()
)
@settings(max_examples=share(100), deadline=None)
def test_bytes_outside_of_names_stay(text: str, newline: str, end: bool, mark: bool) -> None:
    text = f"import events as ev\nfrom events import ErrorEvent\n{text}".replace("\n", newline)
    if not end:
        text = text.rstrip("\r\n")
    data = (codecs.BOM_UTF8 if mark else b"") + text.encode()
    (outcome,) = program([(FOLDER / "made.py", data)], RENAMED)
    assert not outcome.problem
    assert masked(outcome.after) == masked(data)
    (again,) = program([(FOLDER / "made.py", outcome.after)], RENAMED)
    assert again.after == outcome.after


_NAMES = (
    rb"response\.(output_)?audio\.(delta|done)|(Realtime)?ErrorEvent|item_(ref|id)|"
    rb"max_(response_)?output_tokens"
)


def masked(data: bytes) -> list[bytes]:
    """The bytes between the names that the migration renames."""
    return re.sub(_NAMES, b"\0", data).split(b"\0")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("latin-1", "latin-1"), ("utf-8", "utf-8"), ("cp1251", "windows-1251"), ("shift_jis", "sjis")],
)
def test_the_encoding_of_a_file_stays(encoding: str, declared: str) -> None:
    letter = {"latin-1": "é", "utf-8": "✓", "cp1251": "ж", "shift_jis": "語"}[encoding]
    text = f"# -*- coding: {declared} -*-\n# {letter}\nx = event.type == 'response.audio.delta'\n"
    expected = text.replace("audio", "output_audio")
    (outcome,) = program([(FOLDER / "made.py", text.encode(encoding))], RENAMED)
    assert outcome.after == expected.encode(encoding)


@pytest.mark.parametrize(
    "data",
    [
        b"if event.type == 'response.audio.delta'\n",
        b"# -*- coding: no-such -*-\nx = event.type == 'response.audio.delta'\n",
        b"x = '\xff'; event.type == 'response.audio.delta'\n",
        b"def f(a, a): return event.type == 'response.audio.delta'\n",
        b"return event.type == 'response.audio.delta'\n",
        b"event.type == 'response.audio.delta'\0\n",
        b"print 'response.audio.delta'\n",
        b"x = " + b"(" * 5000 + b"'response.audio.delta'" + b")" * 5000 + b"\n",
    ],
)
def test_what_python_does_not_read_is_left_alone(data: bytes) -> None:
    (outcome,) = program([(FOLDER / "made.py", data)], RENAMED)
    assert outcome.problem
    assert outcome.after == data


def test_what_is_less_certain_is_left_to_a_person() -> None:
    data = b"import events as ev\nx = ev.ErrorEvent, ev.Session(max_response_output_tokens=1)\n"
    (outcome,) = program([(FOLDER / "made.py", data)], RENAMED, confidence=0.99)
    assert outcome.after == data.replace(b"ErrorEvent", b"RealtimeErrorEvent")
    assert [note.code for note in outcome.notes] == ["RC723"]
    assert "--min-confidence 0.95" in outcome.notes[0].advice


def test_a_name_from_a_spec_cannot_leave_its_literal() -> None:
    events = tuple(replace(event, new='x" or evil("') for event in RENAMED.events)
    data = b'x = event.type == "response.audio.delta", event["type"] == "response.audio.done"\n'
    (outcome,) = program([(FOLDER / "made.py", data)], replace(RENAMED, events=events))
    assert outcome.after == data
    assert len(outcome.notes) == 2


def test_the_package_is_known_by_its_place(tmp_path: Path) -> None:
    code = b"from .inner.gen import ErrorEvent\nimport app.inner.gen as g\ng.ErrorEvent\n"
    package = Packages((), (folder_parts(tmp_path / "app" / "inner" / "gen"),))
    (outcome,) = program([(tmp_path / "app" / "main.py", code)], RENAMED, package)
    assert outcome.after == code.replace(b"ErrorEvent", b"RealtimeErrorEvent")
    (outcome,) = program([(tmp_path / "other" / "main.py", code)], RENAMED, package)
    assert outcome.after == code.replace(b"g.ErrorEvent", b"g.RealtimeErrorEvent")


def test_a_package_that_moves_is_renamed_in_imports() -> None:
    package = Packages((PackageName(("old", "events"), ("new", "api")),))
    code = (
        b"from old.events import ErrorEvent\n"
        b"from old.events.error_event import ErrorEvent as E\n"
        b"import old.events.models as m\n"
        b"from vendor.old import events\n"
        b"import old.events\n"
        b"from old.eventsource import x\n"
    )
    (outcome,) = program([(FOLDER / "made.py", code)], RENAMED, package)
    assert outcome.after == (
        b"from new.api import RealtimeErrorEvent\n"
        b"from new.api.realtime_error_event import RealtimeErrorEvent as E\n"
        b"import new.api.models as m\n"
        b"from vendor.old import events\n"
        b"import old.events\n"
        b"from old.eventsource import x\n"
    )
    assert len(outcome.notes) == 2
    (again,) = program([(FOLDER / "made.py", outcome.after)], RENAMED, package)
    assert again.after == outcome.after


@pytest.mark.parametrize("other", ["x = f(b, c)", "x = f(b)(c)", "x = f(b); y", "x = f(*b)"])
def test_a_text_of_another_shape_is_noticed(other: str) -> None:
    before = compiles(b"x = f(a)")
    assert same_shape(before, compiles(b"z = g(w)"))
    assert not same_shape(before, compiles(other.encode()))


def test_an_edit_that_changes_more_than_names_is_not_made() -> None:
    symbols = tuple(replace(symbol, new="a, b") for symbol in RENAMED.symbols)
    code = b"import events as ev\nx = f(ev.ErrorEvent)\n"
    (outcome,) = program([(FOLDER / "made.py", code)], replace(RENAMED, symbols=symbols))
    assert outcome.after == code
    assert outcome.problem == "it cannot be rewritten: more than names would change"


def test_objects_of_new_classes_are_right_already() -> None:
    folder = FOLDER / "made"
    plan = plan_between(folder / "old.d.ts", folder / "new.d.ts")
    (first,) = program([(folder / "before.py", (folder / "before.py").read_bytes())], plan)
    (again,) = program([(first.path, first.after)], plan)
    assert first.edits == 5
    assert listing(again, "before.py") == listing(first, "before.py")


def test_patterns_are_made_once_for_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many texts it has: each is held against the parts of tags."""
    made = []
    of = PartsOfTags.of

    def counted(plan: Plan) -> PartsOfTags:
        made.append(plan)
        return of(plan)

    monkeypatch.setattr(PartsOfTags, "of", counted)
    plan = plan_between(FOLDER / "old.d.ts", FOLDER / "new.d.ts")
    counts = []
    for number in (10, 1000):
        made.clear()
        lines = "".join(f"t{index} = 'text.{index}'\n" for index in range(number))
        source = f"{next(iter(plan.events)).old!r}\n{lines}".encode()
        program([(Path("a.py"), source)], plan)
        counts.append(len(made))
    assert counts[0] == counts[1] <= 2
