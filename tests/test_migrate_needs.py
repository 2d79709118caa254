"""The cheap look at a syntax tree: what it says needs nothing, gets nothing from the reader."""

from __future__ import annotations

import ast
import random
from pathlib import Path
from unittest.mock import patch

import pytest

from realtime_codegen.migrate import reading
from realtime_codegen.migrate.packages import PackageName, Packages
from realtime_codegen.migrate.plan import Plan
from realtime_codegen.migrate.rewrite import Words
from tests.test_migrate_beta import plan as beta_plan
from tests.tools.migration import CASES, EVENTS, FOLDER, plan_between, program

BETA = Packages((PackageName(("openai_realtime",)),))
QUIET = b"""
import openai_realtime as rt
from openai_realtime import decode_realtime_server_event as decode

async def run(ws, audio):
    await ws.send(rt.encode(rt.InputAudioBufferAppendEvent(audio=audio)))
    async for raw in ws:
        event = decode(raw)
        if isinstance(event, rt.ResponseDoneEvent):
            print(event.response.status, event.event_id)
        elif event.type == "session.created":
            print(event.session.instructions)
"""


def slices(text: str, choose: random.Random, count: int) -> list[str]:
    """Parts of a program that are programs: some statements, and some of the lines."""
    tree = ast.parse(text)
    made = []
    for _ in range(count):
        kept = [node for node in tree.body if choose.random() < 0.5]
        for node in kept:
            body = getattr(node, "body", None)
            if isinstance(body, list) and len(body) > 1 and choose.random() < 0.6:
                node.body = choose.sample(body, choose.randint(1, len(body)))  # type: ignore[attr-defined]
        made.append(ast.unparse(ast.Module(kept, [])))
        tree = ast.parse(text)
    return made


def check(text: str, plan: Plan, packages: Packages) -> bool:
    """Whether a text needs nothing; the reader then has to find nothing."""
    if Words(plan, packages).may_need_by(text.encode(), ast.parse(text)):
        return False
    with patch.object(Words, "may_need_by", return_value=True):
        (outcome,) = program([(FOLDER / "made.py", text.encode())], plan, packages)
    assert (outcome.changed, outcome.notes) == (False, ()), text
    return True


def test_parts_of_the_cases_that_need_nothing_get_nothing() -> None:
    choose = random.Random(7)
    quiet = 0
    for case in CASES:
        plan = plan_between(case.spec / "old.d.ts", case.spec / "new.d.ts")
        for path in case.files:
            text = path.read_text(encoding="utf-8")
            quiet += sum(check(part, plan, EVENTS) for part in slices(text, choose, 5))
    assert quiet > 10


@pytest.mark.network
@pytest.mark.xdist_group("spec-history")
def test_parts_of_beta_programs_that_need_nothing_get_nothing() -> None:
    choose = random.Random(8)
    quiet = 0
    for path in sorted([*FOLDER.glob("running/*.py"), *FOLDER.glob("beta/*.py")]):
        text = path.read_text(encoding="utf-8")
        quiet += sum(check(part, beta_plan(), BETA) for part in slices(text, choose, 6))
    assert quiet > 10


@pytest.mark.network
@pytest.mark.xdist_group("spec-history")
def test_a_file_that_imports_the_package_and_needs_nothing_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[object] = []
    monkeypatch.setattr(reading, "parse", lambda *given: read.append(given))
    (outcome,) = program([(Path("/made.py"), QUIET)], beta_plan(), BETA)
    assert not outcome.changed
    assert not read
