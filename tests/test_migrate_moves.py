"""Dictionaries whose fields moved: whatever their layout, the same values, in the new places."""

from __future__ import annotations

import ast
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.migrate import reading
from realtime_codegen.migrate.edits import Edit, apply, masked
from tests.tools.migration import FOLDER, plan_between, program

SPECS = FOLDER / "moves"
PLAN = plan_between(SPECS / "old.d.ts", SPECS / "new.d.ts")
MOVED = {
    "voice": ("audio", "output", "voice"),
    "speed": ("audio", "output", "speed"),
    "input_format": ("audio", "input", "format"),
    "output_format": ("audio", "output", "format"),
}
STAYS = ("language", "mood", "own_key", "other")
VALUES = ('"a"', "1", "[1, 2]", '{"b": {"c": []}}', '"""x\ny"""', "(\n  1\n)", "None")


def moved(given: dict[str, Any]) -> dict[str, Any]:
    """A setup as the new spec has it."""
    made: dict[str, Any] = {"kind": "live"}
    for key, value in given.items():
        inner = made
        *holders, last = MOVED.get(key, (key,))
        for holder in holders:
            inner = inner.setdefault(holder, {})
        inner[last] = value
    return made


def written(entries: list[tuple[str, str]], choose: random.Random) -> str:
    """A display of entries in some layout, with comments where there may be some."""
    if choose.random() < 0.4:
        ends = choose.choice(("", ",", ", "))
        body = ", ".join(f"{key!r}: {value}" for key, value in entries)
        return f"{{{body}{ends if entries else ''}}}"
    lines = []
    for position, (key, value) in enumerate(entries):
        if choose.random() < 0.3:
            lines.append("        # before it, in a line: {,}")
        comma = "," if position < len(entries) - 1 or choose.random() < 0.7 else ""
        comment = choose.choice(("", "  # behind it, a comment"))
        quote = choose.choice(("'", '"'))
        lines.append(f"        {quote}{key}{quote}: {value}{comma}{comment}")
    return "{\n" + "\n".join(lines) + "\n    }"


@pytest.mark.parametrize("seed", range(60))
def test_values_come_to_their_new_places_in_any_layout(seed: int) -> None:
    choose = random.Random(seed)
    keys = choose.sample([*MOVED, *STAYS], choose.randint(0, 6))
    entries = [(key, choose.choice(VALUES)) for key in keys]
    display = written(entries, choose)
    before = f'm = {{"type": "setup.update", "setup": {display}}}\n'
    (outcome,) = program([(FOLDER / "made.py", before.encode())], PLAN)
    assert not outcome.problem
    after = outcome.after.decode()
    given = ast.literal_eval(before.removeprefix("m = "))
    made = ast.literal_eval(after.removeprefix("m = "))
    assert made == {"type": "setup.update", "setup": moved(given["setup"])}
    assert after.count("#") == before.count("#")
    (again,) = program([(FOLDER / "made.py", outcome.after)], PLAN)
    assert again.after == outcome.after
    assert not again.notes


@pytest.mark.parametrize("seed", range(30))
def test_updates_leave_what_they_left(seed: int) -> None:
    """A program that updates a setup makes the same of it as one that wrote it at once."""
    choose = random.Random(seed)
    lines, given = [], {}
    for key in choose.choices([*MOVED, *STAYS], k=choose.randint(1, 8)):
        value = choose.choice(("1", "2", '"x"'))
        given[key] = ast.literal_eval(value)
        lines.append(
            choose.choice(
                (
                    f'setup["{key}"] = {value}',
                    f"setup.update({{'{key}': {value}}})",
                    f'setup |= {{"{key}": {value}}}',
                )
            )
        )
    code = "setup = {}\n" + "\n".join(lines) + '\nm = {"type": "setup.update", "setup": setup}\n'
    (outcome,) = program([(FOLDER / "made.py", code.encode())], PLAN)
    scope: dict[str, Any] = {}
    exec(outcome.after.decode(), scope)
    assert scope["m"]["setup"] == moved(given)
    assert not outcome.notes


READS: tuple[tuple[str, dict[str, Any], object], ...] = (
    ('e["setup"]["voice"]', {"voice": "v"}, "v"),
    ("e['setup'].get('speed', 3)", {}, 3),
    ("e['setup'].get('speed')", {"speed": 2}, 2),
    ("f\"{e['setup']['language']}{e['setup']['voice']}\"", {"language": "en", "voice": "v"}, "env"),
)


@pytest.mark.parametrize(("expression", "setup", "expected"), READS)
def test_reads_find_what_moved(expression: str, setup: dict[str, Any], expected: object) -> None:
    code = f'def read(e):\n    if e["type"] == "setup.updated":\n        return {expression}\n'
    (outcome,) = program([(FOLDER / "made.py", code.encode())], PLAN)
    scope: dict[str, Any] = {}
    exec(outcome.after.decode(), scope)
    assert scope["read"]({"type": "setup.updated", "setup": moved(setup)}) == expected


@pytest.mark.parametrize(
    "place",
    [
        '{"type": "setup.update", "setup": {**base, "voice": "x"}}',
        'dict(type="setup.update", setup=dict(base, voice="x"))',
        'dict(type="setup.update", setup=dict(voice="x", **base))',
        '{"type": "setup.update", "setup": {"voice": "x", "audio": audio}}',
    ],
)
def test_what_cannot_be_rewritten_is_told_with_its_new_path(place: str) -> None:
    (outcome,) = program([(FOLDER / "made.py", f"m = {place}\n".encode())], PLAN)
    assert not outcome.changed
    assert any("audio.output.voice" in note.message for note in outcome.notes)


@pytest.mark.parametrize(
    ("comment", "edits", "notes"),
    [
        ("", 1, 1),
        ("  # realtime-codegen: ignore", 0, 0),
        ("  # realtime-codegen: ignore[RC722]", 1, 0),
        ("  # realtime-codegen: ignore[RC721, RC722]", 1, 0),
        ("  # realtime-codegen: ignore[RC723]", 1, 1),
        ("\n\n# realtime-codegen: ignore-file", 0, 0),
    ],
)
def test_places_can_be_ignored(comment: str, edits: int, notes: int) -> None:
    line = (
        'm = {"type": "setup.update", "setup": {"speed": 1}}, {"type": "setup.update", "setup": x}'
    )
    (outcome,) = program([(FOLDER / "made.py", f"{line}{comment}\n".encode())], PLAN)
    assert (outcome.edits, len(outcome.notes)) == (edits, notes)


def test_edits_in_what_parts_leave_out_are_dropped_and_others_are_made() -> None:
    edits = [
        Edit(0, 9, b"", b"", ("<", (4, 8), ">")),
        Edit(1, 2, b"b", b"X"),
        Edit(5, 6, b"f", b"FF"),
        Edit(10, 11, b"k", b"K"),
    ]
    assert apply(b"abcdefghijk", edits) == b"<eFFgh>jK"
    assert masked(b"abcdefghijk", edits, after=False) == b"_jk"
    assert masked(b"abcdefghijk", edits, after=True) == b"_jK"


def test_a_file_of_another_vendor_is_told_by_its_texts(tmp_path: Path) -> None:
    plan = replace(PLAN, other_dialects=("dashscope",), own_texts=("api.openai.com",))
    code = b'URL = "wss://dashscope.example"\nm = {"type": "setup.update", "setup": {"speed": 1}}\n'
    (outcome,) = program([(tmp_path / "a.py", code)], plan)
    assert not outcome.changed
    both = code.replace(b"\n", b" # api.openai.com\n", 1)
    (outcome,) = program([(tmp_path / "a.py", both)], plan)
    assert outcome.changed


def test_a_file_without_a_name_that_changes_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []
    code = b"import events as ev\nprint(ev.StopEvent(reason='x'), ev.decode)\n"
    monkeypatch.setattr(reading, "parse", lambda *given: parsed.append(given))
    (outcome,) = program([(FOLDER / "made.py", code)], PLAN)
    assert not outcome.changed
    assert parsed == []
