"""Packages with sessions, made once for all tests of a process."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.packages import ENTRY, compiled, import_package

__all__ = ["session_package"]

_MADE: dict[str, ModuleType] = {}


def session_package(folders: pytest.TempPathFactory, place: Path, name: str) -> ModuleType:
    """The package of the declarations and facts of a folder, with sessions."""
    if name not in _MADE:
        (spec,) = place.glob("*.d.ts")
        source = SourceFile("facts.toml", (place / "facts.toml").read_bytes())
        files = MemoryFiles({ENTRY: spec.read_bytes()})
        result = compiled(files, name, facts=source, targets=("session", "audio"))
        assert not result.failed, result.diagnostics
        _MADE[name] = import_package(folders.mktemp(name), result.files, name)
    return _MADE[name]
