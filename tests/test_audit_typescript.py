"""An audit and the TypeScript compiler say the same of recorded events, event by event."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner

from realtime_codegen.audit.checker import Checker
from realtime_codegen.audit.findings import Found, Kind
from realtime_codegen.cli import main
from realtime_codegen.model import Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles
from tests.oracle.corpus import CORPUS
from tests.oracle.typescript import TYPESCRIPT
from tests.oracle.values import changed, places
from tests.tools.node import node_modules, require_node, run_node

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("audit-typescript")]

SCRIPT = Path(__file__).parent / "oracle" / "events.mjs"
GA = CORPUS[0]
Way: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Message:
    """A message, and the union that it is of."""

    union: str
    value: dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """The findings in a message: its undeclared properties, and the places of all others."""

    excess: frozenset[Way]
    wrong: frozenset[Way]

    @property
    def fits(self) -> bool:
        return not self.excess and not self.wrong


@pytest.fixture(scope="module")
def recorded(events_dir: Path) -> list[Message]:
    lines = [
        json.loads(line)
        for path in sorted(events_dir.glob("pydantic-ai__test_openai_ws*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    unions = {"client": "RealtimeClientEvent", "server": "RealtimeServerEvent"}
    return [Message(unions[line["dir"]], line["event"]) for line in lines]


@pytest.fixture(scope="module")
def model() -> Model:
    require_node()
    path = GA.file()
    model = load_model(DiskFiles(path.parent), path.name, Options()).model
    assert model is not None
    return model


def of_compiler(messages: list[Message], folder: Path) -> list[Verdict]:
    """What the compiler says of each message as a literal of the interface with its tag."""
    asked = [
        {"union": message.union, "tag": message.value["type"], "value": message.value}
        for message in messages
    ]
    file = folder / "messages.json"
    file.write_text(json.dumps(asked), "utf-8")
    text = run_node(SCRIPT, str(GA.file()), str(file), modules=node_modules([TYPESCRIPT]))
    verdicts = [
        Verdict(
            frozenset(tuple(way) for way in answer["excess"]),
            frozenset(tuple(way) for way in answer["wrong"]),
        )
        for answer in json.loads(text)
    ]
    assert len(verdicts) == len(messages)
    return verdicts


def way(finding: Found) -> Way:
    """Where the compiler reports a finding: of a missing property it says who lacks it."""
    steps: list[str | int] = []
    rest = finding.steps
    while rest is not None:
        steps.append(rest[0])
        rest = rest[1]
    return tuple(steps[:-1] if finding.misfit.kind is Kind.MISSING else steps)


def of_audit(model: Model, messages: list[Message]) -> list[Verdict]:
    """What an audit says of each message."""
    checker = Checker(model, package_names(model, GA.file().name)[0])
    members = {str(group.id): dict(group.members) for group in model.groups}
    verdicts = []
    for message in messages:
        findings = checker.check(members[message.union][message.value["type"]], message.value)
        excess = frozenset(way(f) for f in findings if f.misfit.kind is Kind.UNDECLARED)
        wrong = frozenset(way(f) for f in findings if f.misfit.kind is not Kind.UNDECLARED)
        verdicts.append(Verdict(excess, wrong))
    return verdicts


def test_recorded_events_are_judged_as_the_compiler_does(
    recorded: list[Message], model: Model, tmp_path: Path
) -> None:
    said, known = of_audit(model, recorded), of_compiler(recorded, tmp_path)
    for message, mine, theirs in zip(recorded, said, known, strict=True):
        assert mine == theirs, json.dumps(message.value)
    of_server = [
        verdict
        for message, verdict in zip(recorded, said, strict=True)
        if message.union == "RealtimeServerEvent"
    ]
    assert (len(recorded), len(of_server)) == (630, 329)
    assert sum(not verdict.fits for verdict in of_server) == 151
    assert sum(bool(verdict.wrong) for verdict in of_server) == 40
    assert sum(not verdict.fits for verdict in said) == 151


@pytest.mark.parametrize(
    ("options", "misfits", "kinds"),
    [
        (("--facts", "none"), 151, {"null": 40, "undeclared": 123}),
        # What servers send and the compiler does not know, the facts for the package say.
        ((), 123, {"undeclared": 123}),
    ],
    ids=["declarations", "facts"],
)
def test_the_command_says_the_same_of_the_recordings(
    events_dir: Path, options: tuple[str, ...], misfits: int, kinds: dict[str, int]
) -> None:
    logs = sorted(map(str, events_dir.glob("pydantic-ai__test_openai_ws*.jsonl")))
    arguments = ["audit", str(GA.file()), *logs, "--format", "json", *options]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    refused = kinds.get("null", 0)
    assert (report["events"], report["misfits"], report["refused"]) == (630, misfits, refused)
    assert report["kinds"] == kinds
    assert report["broken"] == 0
    assert not [row for row in report["types"] if row["sender"] == "client" and row["misfits"]]


def bent(messages: list[Message]) -> Iterator[Message]:
    """Messages with one or two things in them changed; their tags stay."""
    chance = random.Random(20)
    for message in messages:
        for _ in range(2):
            value = copy.deepcopy(message.value)
            for _ in range(chance.choice((1, 1, 2))):
                if chance.random() < 0.25:
                    add(value, chance)
                else:
                    value, _ = changed(value, chance)
            value["type"] = message.value["type"]
            yield Message(message.union, value)


def add(value: dict[str, Any], chance: random.Random) -> None:
    """Add a field, of a name that is declared somewhere or nowhere, to an object in a value."""
    holders = [value]
    for place in places(value):
        holder: Any = value
        for step in place:
            holder = holder[step]
        if isinstance(holder, dict):
            holders.append(holder)
    name = chance.choice(("item", "text", "audio", "format", "new_field", "a b"))
    chance.choice(holders)[name] = chance.choice(("x", 1, None, {}, []))


@pytest.mark.nightly
def test_bent_events_are_judged_as_the_compiler_does(
    recorded: list[Message], model: Model, tmp_path: Path
) -> None:
    # Of the many messages that hold nothing but a piece of audio a few are enough.
    few = [m for n, m in enumerate(recorded) if n % 10 == 0 or "audio" not in m.value]
    messages = list(bent(few))
    said, known = of_audit(model, messages), of_compiler(messages, tmp_path)
    other = [
        (mine, theirs, json.dumps(message.value))
        for message, mine, theirs in zip(messages, said, known, strict=True)
        if (mine.fits, bool(mine.wrong)) != (theirs.fits, bool(theirs.wrong))
    ]
    assert not other, f"{len(other)} of {len(messages)}, the first: {other[0]}"
    assert len(messages) > 600
    assert 0.1 < sum(verdict.fits for verdict in said) / len(messages) < 0.8
    # Where no member of a union inside is meant, the compiler goes on with one of them.
    same = sum(mine == theirs for mine, theirs in zip(said, known, strict=True))
    assert same > 0.98 * len(messages)
    for mine, theirs in zip(said, known, strict=True):
        assert mine.excess <= theirs.excess
        assert mine.wrong <= theirs.wrong
