"""Comparing fields and members with each other reads the types of each once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime_codegen.changes import likeness, match
from realtime_codegen.cli import main
from tests.tools.counting import counted
from tests.tools.packages import write_tree


def _spec(count: int, word: str) -> str:
    """A record over many keys, and a union of as many objects in each other."""
    keys = " | ".join(f"'{word}.key.{number}'" for number in range(count))
    objects = " | ".join(
        f"{{ kind: '{word}{number}'; v{number}: number; w?: U }}" for number in range(count)
    )
    record = "export type M = { [K in L]?: L };"
    return f"export type L = {keys};\n{record}\nexport type U = {objects};\n"


def _looked(count: int, folder: Path, patch: pytest.MonkeyPatch) -> int:
    write_tree(folder, {"old.d.ts": _spec(count, "a"), "new.d.ts": _spec(count, "b")})
    with patch.context() as here:
        looked = counted(here, likeness, "_features")
        done = CliRunner().invoke(
            main, ["diff", str(folder / "old.d.ts"), str(folder / "new.d.ts")]
        )
    assert done.exit_code == 1, done.output
    return len(looked)


def test_twice_the_keys_take_twice_the_features(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once, twice = (_looked(count, tmp_path, monkeypatch) for count in (20, 40))
    assert twice / once < 2.3, (once, twice)


def test_so_many_pairs_are_compared_in_one_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match, "_MOST_COMPARED", 300)
    asked = counted(monkeypatch, match, "declarations_alike")
    renamed = counted(monkeypatch, match, "renamed_alike")
    _looked(20, tmp_path, monkeypatch)
    assert not asked
    assert not renamed
