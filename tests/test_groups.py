"""Tests of one `xdist_group` run in one process: what they share is made once.

Release 3.8 of pytest-xdist ignores the groups under some releases of pytest, and says nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize(
    "group", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("one", "two")]
)
def test_a_group_is_run_by_one_process(
    group: str,
    number: int,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Each test of the group leaves its process, and sees those of the others of this run."""
    if not request.config.getoption("loadgroup", False):
        pytest.skip("run without `--dist loadgroup`")
    processes = tmp_path_factory.getbasetemp().parent / f"group-{group}"
    processes.mkdir(exist_ok=True)
    Path(processes, f"{os.getpid()}").touch()
    assert [path.name for path in processes.iterdir()] == [f"{os.getpid()}"], number
