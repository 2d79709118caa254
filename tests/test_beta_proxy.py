"""The example of a proxy from the beta to GA, with the adapter of the published declarations."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.adapt.emission import adapter
from tests.test_migrate_beta import report, versions
from tests.tools.replaying import GA, through

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("spec-history")]

EXAMPLES = Path(__file__).parents[1] / "examples"


def imported(path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, path.stem, module)
    spec.loader.exec_module(module)
    return module


def test_a_client_of_the_beta_talks_to_a_server_of_ga(
    realtime_replay: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client hears and says the beta, and the server, which is strict, GA."""
    text = adapter(*versions(), report(), version="1", least=0.75)
    assert text is not None
    (tmp_path / "adapter.py").write_text(text, "utf-8")
    imported(tmp_path / "adapter.py", monkeypatch)
    proxy = imported(EXAMPLES / "beta_proxy.py", monkeypatch)
    content = [{"type": "input_text", "text": "Hi"}]
    item = {"type": "message", "role": "user", "content": content}
    asked = [
        {"type": "session.update", "session": {"voice": "alloy", "modalities": ["text"]}},
        {"type": "conversation.item.create", "item": item},
        {"type": "response.create", "response": {"modalities": ["text"]}},
    ]
    double = EXAMPLES / "double.jsonl"
    with realtime_replay(
        double, GA / "realtime.d.ts", facts=str(GA / "facts.toml"), strict=True
    ) as server:
        talk = through(lambda port: proxy.proxy(server.url, port), asked, "response.done")
        heard = asyncio.run(asyncio.wait_for(talk, 60))
    kinds = [event["type"] for event in heard]
    assert kinds.count("conversation.item.created") == 1
    assert kinds.count("response.text.delta") == 2
    updated = next(event for event in heard if event["type"] == "session.updated")
    assert updated["session"]["voice"] == "alloy"
