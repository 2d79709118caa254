"""Constructors whose fields moved: the program makes the message of the new spec with them."""

from __future__ import annotations

import ast
import random
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.migrate.packages import PackageName, Packages
from realtime_codegen.migrate.rewrite import Outcome
from tests.test_migrate_moves import PLAN, SPECS, moved
from tests.tools.migration import FOLDER, program
from tests.tools.packages import compiled_folder, import_package

NAME = "moved_events"
STRINGS = ("voice", "input_format", "output_format", "language")
PACKAGES = Packages((PackageName((NAME,)),))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The package of the new spec."""
    targets = ("dataclasses", "typeddicts")
    made = compiled_folder(SPECS, NAME, entry="new.d.ts", targets=targets)
    assert not made.failed
    return import_package(tmp_path_factory.mktemp("new"), made.files, NAME)


def carried(code: str) -> Outcome:
    (outcome,) = program([(FOLDER / "made.py", code.encode())], PLAN, PACKAGES)
    return outcome


def result_of(outcome: Outcome) -> Any:
    assert not outcome.problem
    scope: dict[str, Any] = {}
    exec(outcome.after.decode(), scope)
    return scope["m"]


def written(given: dict[str, str], choose: random.Random) -> str:
    """The arguments of a call in some layout, with comments where there may be some."""
    entries = list(given.items())
    if choose.random() < 0.5:
        return ", ".join(f"{key}={value}" for key, value in entries)
    lines = []
    for key, value in entries:
        if choose.random() < 0.3:
            lines.append("        # before it, in a line: (,)")
        lines.append(f"        {key}={value},{choose.choice(('', '  # behind it, a comment'))}")
    return "\n" + "\n".join(lines) + "\n    "


IMPORTS = (
    (f"import {NAME}", f"{NAME}."),
    (f"import {NAME} as e", "e."),
    (f"from {NAME} import Setup, SetupEvent, to_dict", ""),
    (f"from {NAME}.models import Setup, SetupEvent\nfrom {NAME} import to_dict", ""),
    (f"from {NAME} import *", ""),
)


@pytest.mark.parametrize("seed", range(40))
def test_constructors_make_the_new_message(seed: int, package: ModuleType) -> None:
    choose = random.Random(seed)
    statement, prefix = choose.choice(IMPORTS)
    keys = choose.sample((*STRINGS, "speed"), choose.randint(0, 5))
    given = {key: "2" if key == "speed" else f'"of {key}"' for key in keys}
    made = f"{prefix}Setup({written(given, choose)})"
    code = f"{statement}\nm = {prefix}to_dict({prefix}SetupEvent(setup={made}))\n"
    outcome = carried(code)
    values = {key: ast.literal_eval(value) for key, value in given.items()}
    assert result_of(outcome) == {"type": "setup.update", "setup": moved(values)}
    assert outcome.after.count(b"#") == code.count("#")
    assert not outcome.notes
    again = carried(outcome.after.decode())
    assert again.after == outcome.after
    assert not again.notes


def test_a_typed_dict_gets_displays_and_the_constants_of_its_own(package: ModuleType) -> None:
    code = f"from {NAME}.typed_dicts import Setup\nm = Setup(voice='v', speed=2, mood='calm')\n"
    outcome = carried(code)
    assert result_of(outcome) == moved({"voice": "v", "speed": 2, "mood": "calm"})
    assert not outcome.notes


@pytest.mark.parametrize("seed", range(12))
def test_attributes_are_assigned_where_they_are_now(seed: int, package: ModuleType) -> None:
    choose = random.Random(seed)
    statement, prefix = choose.choice(IMPORTS[:4])
    first: dict[str, Any] = {key: f"of {key}" for key in choose.sample(STRINGS, 2)}
    then = {**dict.fromkeys(choose.sample(STRINGS, 2), "then"), "speed": choose.choice((2, 3))}
    made = ", ".join(f"{key}={value!r}" for key, value in first.items())
    indent, head = choose.choice((("", ""), ("    ", "if 1:\n"), ("", "if 1: ")))
    lines = [f"{indent}x.{key} = ({value!r})  # {key}" for key, value in then.items()]
    code = f"{statement}\nx = {prefix}Setup({made})\n{head}" + "\n".join(lines)
    code += f"\nm = {prefix}to_dict({prefix}SetupEvent(setup=x))\n"
    outcome = carried(code)
    assert result_of(outcome) == {"type": "setup.update", "setup": moved({**first, **then})}
    assert not outcome.notes
    assert outcome.after.count(b"#") == code.count("#")
    again = carried(outcome.after.decode())
    assert (again.after, again.notes) == (outcome.after, ())


@pytest.mark.parametrize("seed", range(12))
def test_calls_of_dict_make_the_new_message(seed: int) -> None:
    choose = random.Random(seed)
    keys = choose.sample((*STRINGS, "speed"), choose.randint(0, 5))
    given = {key: "2" if key == "speed" else f'"of {key}"' for key in keys}
    inner = f"dict({written(given, choose)})"
    outer = choose.choice(
        ("dict(type='setup.update', setup={})", "{{'type': 'setup.update', 'setup': {}}}")
    )
    outcome = carried(f"m = {outer.format(inner)}\n")
    values = {key: ast.literal_eval(value) for key, value in given.items()}
    assert result_of(outcome) == {"type": "setup.update", "setup": moved(values)}
    assert not outcome.notes
    again = carried(outcome.after.decode())
    assert (again.after, again.notes) == (outcome.after, ())


@pytest.mark.parametrize(
    "call",
    [
        "Setup(**given, voice='v')",
        "Setup(voice='v', audio=audio)",
        "replace(Setup(), voice='v')",
    ],
)
def test_what_is_not_shown_is_left_with_the_new_path(call: str) -> None:
    code = f"from dataclasses import replace\nfrom {NAME} import Setup\nm = {call}\n"
    outcome = carried(code)
    assert not outcome.changed
    assert any("audio.output.voice" in note.message for note in outcome.notes)


def test_a_taken_name_leaves_the_call_to_a_person() -> None:
    code = f"from {NAME} import Setup\nclass Audio: ...\nm = Setup(voice='v')\n"
    outcome = carried(code)
    assert not outcome.changed
    assert any("audio.output.voice" in note.message for note in outcome.notes)


READS = (
    "e['setup']['voice']",
    "e.get('setup', {}).get('voice')",
    "e.setup.voice",
    "{'setup': {'voice': 'x'}}",
)


@pytest.mark.parametrize("read", READS)
def test_what_moved_is_told_where_the_event_is_unknown(read: str) -> None:
    code = f"def f(e): return {read}\nm = {{'type': 'setup.stop'}}, {{'type': 'setup.update'}}\n"
    (note,) = [n for n in carried(code).notes if "setup.voice" in n.message]
    assert "setup.audio.output.voice" in note.message


@pytest.mark.parametrize("read", ["setup[key]", "setup.get(key)"])
def test_a_name_that_is_not_shown_is_told_with_what_has_changed(read: str) -> None:
    code = f"from {NAME}.typed_dicts import Setup\ndef f(setup: Setup, key): return {read}\n"
    (note,) = carried(code).notes
    assert "voice" in note.message


def test_the_place_of_a_list_is_no_name() -> None:
    code = f"from {NAME}.typed_dicts import Setup\ndef f(all: list[Setup], i): return all[i]\n"
    assert not carried(code).notes
