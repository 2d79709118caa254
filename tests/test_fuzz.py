"""Messages that went wrong, some thousands in each push; `make fuzz` has as many as are wanted."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.tools.fuzzing import DisagreementError, Fuzzer, messages_of

KEPT = (1, 58, 160, 275, 4_000_206_041, 4_000_652_813, 4_100_364_923)
"""Seeds of rounds that once showed something, here or in the fuzzer itself."""


@pytest.fixture(scope="module")
def fuzzer(realtime: ModuleType, repo_root: Path) -> Fuzzer:
    recordings = repo_root.parent / "shared" / "data" / "events"
    return Fuzzer(realtime, messages_of(recordings if recordings.is_dir() else None))


def test_kept_seeds(fuzzer: Fuzzer) -> None:
    for seed in KEPT:
        fuzzer.round(seed)


@pytest.mark.parametrize("start", [10_000, 20_000, 30_000])
def test_no_two_ways_disagree(start: int, fuzzer: Fuzzer) -> None:
    for seed in range(start, start + 1500):
        fuzzer.round(seed)
    # Nothing would be shown by messages that are all refused, or none of which is.
    for outcome in ("read", "refused", "strict: read", "strict: refused", "dispatched"):
        assert fuzzer.counts[outcome] > 50, outcome
    assert fuzzer.counts["odd: written"] > 50
    assert fuzzer.counts["odd: refused"] > 50


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(4))
def test_no_two_ways_disagree_at_night(part: int, fuzzer: Fuzzer) -> None:
    start = 1_000_000 * (part + 1)
    for seed in range(start, start + 250_000):
        fuzzer.round(seed)


@pytest.mark.parametrize("fault", ["to_dict", "encode", "strict", "skip", "plain"])
def test_a_fault_is_found(fault: str, realtime: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each comparison is one that can fail."""
    fuzzer = Fuzzer(realtime, messages_of())
    if fault == "to_dict":
        real = realtime.to_dict
        monkeypatch.setattr(realtime, "to_dict", lambda event: {**real(event), "new": 1})
    elif fault == "encode":
        monkeypatch.setattr(realtime, "encode", lambda event: json.dumps({"type": "error"}))
    elif fault == "strict":
        monkeypatch.setattr(fuzzer.walk, "find_problems", lambda *_: [])
    elif fault == "skip":
        monkeypatch.setattr(fuzzer.dispatchers[1], "dispatch", lambda _: False)
    else:
        monkeypatch.setattr(type(fuzzer.codec), "encode_deep", lambda *_: "{}")

    def many() -> None:
        for seed in range(500):
            fuzzer.round(seed)

    with pytest.raises(DisagreementError):
        many()
