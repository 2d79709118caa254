"""A process that may open few files finishes a change or undoes it, and leaves nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from realtime_codegen.text.resources import WORK
from tests.tools.packages import tree_of

_OLD = "export interface A { type: 'a'; x: string }\nexport type E = A | B;\n"
_NEW = f"{_OLD}export interface B {{ type: 'b'; y?: C }}\nexport interface C {{ z: E[] }}\n"
_FEWEST, _ENOUGH = 5, 24


def _written(folder: Path, text: str, handles: int) -> subprocess.CompletedProcess[str]:
    spec = folder / "spec.d.ts"
    spec.write_text(text, "utf-8")
    command = [sys.executable, "-m", "realtime_codegen", str(spec), "-o", str(folder / "out")]
    import resource

    limits = (handles, handles)
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limits),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("handles", range(_FEWEST, _ENOUGH))
def test_the_tree_is_old_or_new(handles: int, tmp_path: Path) -> None:
    """Law: whatever a process may open, it ends with all files or with those that were there."""
    out = tmp_path / "out"
    if handles % 2:
        assert _written(tmp_path, _OLD, 200).returncode == 0
    out.mkdir(exist_ok=True)
    before = tree_of(out)
    done = _written(tmp_path, _NEW, handles)
    after = tree_of(out)
    assert "Traceback" not in done.stderr
    if done.returncode == 0:
        assert _written(tmp_path, _NEW, 200).returncode == 0
        assert tree_of(out) == after
    else:
        assert done.returncode in (1, 2)
        assert after == before
    assert not [*tmp_path.rglob(WORK)]
