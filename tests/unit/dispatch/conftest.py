"""What the tests of the dispatchers share."""

from __future__ import annotations

from typing import Any

import pytest

from realtime_codegen.runtime import _peek
from tests.unit.dispatch.fakes import (
    FakeDispatcher,
    Send,
    send_async,
)


@pytest.fixture(autouse=True)
def without_the_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """These are laws of the Python code. tests/native holds the core to it."""
    monkeypatch.setattr(_peek, "CORE", None)


@pytest.fixture
def d() -> FakeDispatcher:
    return FakeDispatcher()


@pytest.fixture
def log() -> list[Any]:
    return []


@pytest.fixture(params=["dispatch", "dispatch_async"])
def send(request: pytest.FixtureRequest) -> Send:
    """Both ways to dispatch: what holds for one holds for the other."""
    return FakeDispatcher.dispatch if request.param == "dispatch" else send_async
