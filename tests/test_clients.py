"""Real clients hold a session with a strict server of the generated GA package, on loopback.

Each program in `clients/programs` does the same with another client: it updates the session,
speaks, takes the transcript and the call of its tool, interrupts the answer, and lives through
an error and an event that nobody declared. `clients/README.md` says how to renew the versions.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.clients import server
from tests.tools.node import locked_modules, require_node
from tests.tools.pypi import python_environment

CLIENTS = Path(__file__).parent / "clients"
TIMEOUT = 180

SAID_BY_ALL = {
    "session.update",
    "input_audio_buffer.append",
    "conversation.item.create",
    "response.create",
    "conversation.item.truncate",
}
HEARD_BY_ALL = {
    "session.created",
    "session.updated",
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
    "conversation.item.input_audio_transcription.delta",
    "conversation.item.input_audio_transcription.completed",
    "response.created",
    "response.output_item.added",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "response.output_item.done",
    "response.content_part.added",
    "response.output_audio_transcript.delta",
    "response.output_audio.delta",
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.content_part.done",
    "conversation.item.truncated",
    "response.done",
    "rate_limits.updated",
    "error",
    server.UNDECLARED,
}
DETECTED = {"input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped"}


@dataclass(frozen=True)
class Client:
    """A program, the lock file of what it needs, and how its session differs from the others.

    `says` and `hears` are the tags that only some clients have, `refused` the problems of what the
    program gets wrong on purpose, `hides` what the client keeps from its program.
    """

    program: str
    lock: str
    says: frozenset[str] = frozenset()
    hears: frozenset[str] = frozenset(DETECTED)
    refused: tuple[str, ...] = ()
    hides: frozenset[str] = frozenset()


BAD_CANCEL = ("$.response_id: expected string, got number 1",)
MANUAL = frozenset({"input_audio_buffer.commit", "response.cancel"})
LOOKS_BACK = frozenset({"conversation.item.retrieve"})
LOOKED_BACK = frozenset({*DETECTED, "conversation.item.retrieved"})

OPENAI = Client("openai_python.py", "openai", MANUAL, frozenset(), BAD_CANCEL)
OPENAI_NODE = Client("openai_node.mjs", "node", MANUAL, frozenset(), BAD_CANCEL)
AGENTS = Client("openai_agents.py", "openai", LOOKS_BACK, LOOKED_BACK)
AGENTS_NODE = Client(
    "agents_node.mjs",
    "node",
    LOOKS_BACK | {"conversation.item.delete"},
    LOOKED_BACK | {"conversation.item.deleted"},
)
LIVEKIT = Client("livekit_openai.py", "livekit", frozenset({"response.cancel"}))
PIPECAT = Client("pipecat_openai.py", "pipecat", hides=frozenset({"session", "errors", "unknown"}))
PYDANTIC = Client(
    "pydantic_ai_openai.py",
    "openai",
    frozenset({"response.cancel"}),
    hides=frozenset({"session", "unknown"}),
)


def case(client: Client, *marks: pytest.MarkDecorator) -> Any:
    """A parameter; the clients of one environment run in one process, which makes it once."""
    group = pytest.mark.xdist_group(f"clients of {client.lock}")
    return pytest.param(client, id=Path(client.program).stem, marks=[group, *marks])


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize(
    "client",
    [
        case(OPENAI),
        case(AGENTS),
        case(OPENAI_NODE),
        case(AGENTS_NODE),
        case(PYDANTIC, pytest.mark.nightly),
        # What these need takes as long to install and to import as all the others together.
        case(LIVEKIT, pytest.mark.nightly),
        case(PIPECAT, pytest.mark.nightly),
    ],
)
def test_a_client_holds_a_session_with_a_strict_server(
    client: Client, realtime: ModuleType, tmp_path: Path
) -> None:
    command, environment = started_by(client)

    record, code, output, errors = asyncio.run(session(realtime, command, environment, tmp_path))

    story = f"{server.shown(record)}\n{output}\n{errors}"
    assert code == 0, story
    assert not record.faults, story
    assert record.refused == list(client.refused), story
    assert record.of_client() == SAID_BY_ALL | client.says, story
    assert record.of_server() == HEARD_BY_ALL | client.hears, story
    assert len(record.messages) == sum(event.startswith(">") for event in record.events)
    told(json.loads(output), client.hides)


def told(seen: Mapping[str, Any], hidden: frozenset[str]) -> None:
    """What a program printed is what the server meant, but for what its client hides."""
    assert seen["transcript"] == server.SAID
    name, arguments = seen["tool"]
    assert name == server.TOOL
    assert arguments in (server.ARGUMENTS, json.loads(server.ARGUMENTS)["city"])
    assert seen["audio"] > len(server.SPOKEN)
    assert sum(seen["usage"]) == 3 * server.USAGE["total"]
    assert seen["interrupted"]
    assert "session" in hidden or seen["session"] == "realtime"
    assert "errors" in hidden or seen["errors"][0] == server.FAULT
    assert "unknown" in hidden or seen["unknown"] == ["calm"]


def started_by(client: Client) -> tuple[list[str], dict[str, str]]:
    """The command of a program, and the variables of the environment that it needs."""
    program = CLIENTS / "programs" / client.program
    lock = CLIENTS / "locks" / f"{client.lock}.txt"
    variables = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if program.suffix == ".py":
        return [str(python_environment(lock)), str(program)], variables
    require_node()
    return ["node", str(program)], {**variables, "NODE_PATH": str(locked_modules(lock))}


async def session(
    realtime: ModuleType, command: list[str], environment: Mapping[str, str], folder: Path
) -> tuple[server.Record, int | None, str, str]:
    """Serve a program: the record, its exit code and what it printed."""
    async with server.serving(realtime) as (port, record):
        process = await asyncio.create_subprocess_exec(
            *command,
            str(port),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
            cwd=folder,
        )
        try:
            output, errors = await asyncio.wait_for(process.communicate(), TIMEOUT)
        except TimeoutError:
            process.kill()
            output, errors = await process.communicate()
    return record, process.returncode, output.decode(), errors.decode()


def test_the_versions_of_clients_are_exact() -> None:
    locks = sorted((CLIENTS / "locks").iterdir())
    assert [lock.stem for lock in locks] == ["livekit", "node", "openai", "pipecat"]
    for lock in locks:
        for line in lock.read_text(encoding="utf-8").splitlines():
            separator = "@" if lock.stem == "node" else "=="
            name, _, version = line.rpartition(separator)
            assert line.startswith("#") or (name and version[0].isdigit()), line
