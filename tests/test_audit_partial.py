"""Partial reports add up to the report of the whole, in any order and however it was split."""

from __future__ import annotations

import gzip
import importlib
import io
import json
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings, strategies as st

from realtime_codegen.audit import tally
from realtime_codegen.audit.auditor import Auditor, Settings
from realtime_codegen.audit.parallel import parts_of
from realtime_codegen.audit.report import FORMATS
from realtime_codegen.cli import main
from tests.test_audit_reading import MODEL, NAMES, RECORDINGS, SPEC, Recording
from tests.tools.night import share

EXAMPLES = Path(__file__).parents[1] / "examples"


def auditor(**options: Any) -> Auditor:
    assert MODEL is not None
    return Auditor(MODEL, NAMES, Settings(**options))


def read(lines: list[bytes], before: int = 0, file: str = "log") -> Auditor:
    made = auditor()
    made.read(file, io.BytesIO(b"".join(lines)), before=before)
    return made


def printed(one: Auditor) -> list[str]:
    report = one.report()
    return [form(report, True) for form in FORMATS.values()]


def merged(partials: list[bytes]) -> Auditor:
    whole = auditor()
    whole.merge(*partials)
    return whole


def together(one: bytes, other: bytes) -> bytes:
    return merged([one, other]).partial()


def lines_of(recording: Recording) -> list[bytes]:
    values: list[Any] = [event for _, event in recording]
    values += [{"dir": sender, "data": event} for sender, event in recording]
    return [json.dumps(value).encode() + b"\n" for value in values] + [b"text\n", b'{"cut\n']


LINES = st.lists(RECORDINGS.map(lines_of), min_size=1, max_size=3).map(
    lambda all_: [line for one in all_ for line in one]
)


def check(lines: list[bytes], chance: random.Random) -> None:
    parts: list[bytes] = []
    at = 0
    while at < len(lines):
        size = chance.randint(1, max(1, len(lines) // 2))
        parts.append(read(lines[at : at + size], at).partial())
        at += size
    whole = read(lines)
    chance.shuffle(parts)
    assert printed(merged(parts)) == printed(whole)
    assert merged(parts).partial() == whole.partial()
    # Associative: from the left as from the right, and in a tree.
    assert reduce(together, parts) == whole.partial()
    assert reduce(lambda one, other: together(other, one), parts[::-1]) == whole.partial()


@settings(max_examples=share(40), phases=(Phase.explicit, Phase.generate))
@given(LINES, st.randoms(use_true_random=False))
def test_any_split_gives_the_report_of_the_whole(lines: list[bytes], chance: random.Random) -> None:
    check(lines, chance)


def test_so_it_is_beyond_every_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_MOST_FINDINGS", "_MOST_VALUES", "_MOST_UNKNOWN", "_MOST_BROKEN"):
        monkeypatch.setattr(tally, name, 3)
    monkeypatch.setattr("realtime_codegen.audit.summary._MOST_FINDINGS", 3)
    monkeypatch.setattr("realtime_codegen.audit.census._MOST_NAMES", 3)
    monkeypatch.setattr("realtime_codegen.audit.census._MOST_KEYS", 2)
    monkeypatch.setattr("realtime_codegen.audit.census._MOST_NODES", 2)
    for seed in range(8):
        chance = random.Random(seed)
        values: list[Any] = []
        for _ in range(60):
            n = chance.randint(0, 20)
            values += [
                {"type": f"unknown.{n}", f"f{n}": 1},
                {"type": "hello", "name": n, "level": f"l{n}", f"x{n}": 0},
                {"type": "welcome", "parts": [{"text": n, f"y{n}": 1}, {"text": ""}]},
                {"type": "bye", "tags": {f"k{n}": n}},
            ]
        lines = [json.dumps(value).encode() + b"\n" for value in values]
        lines += [b'{"broken": %d\n' % chance.randint(0, 9) for _ in range(20)]
        chance.shuffle(lines)
        check(lines, chance)


def test_files_in_any_order_are_one_recording() -> None:
    one = [b'{"type": "ended", "x": 1}\n']
    parts = [read(one, file="b").partial(), read(one, file="a").partial()]
    assert printed(merged(parts)) == printed(merged(parts[::-1]))
    assert merged(parts).report().files == ("a", "b")


def test_a_partial_report_is_bounded() -> None:
    def size(count: int) -> int:
        events: list[Any] = [{"type": f"u{n:06}", f"f{n}": "x" * 9} for n in range(count)]
        events += [{"type": "hello", "name": n, f"f{n:06}": n} for n in range(count)]
        return len(read([json.dumps(event).encode() + b"\n" for event in events]).partial())

    assert size(9_000) < size(4_500) * 1.05


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no partial report"),
        (b"[" * 100_000, "no partial report"),
        (b'{"format": 1}', "no partial report"),
        (b"[]", "no partial report"),
    ],
)
def test_what_is_no_partial_report_is_said(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        merged([data])


def test_partial_reports_of_other_settings_are_refused() -> None:
    other = auditor(direction="client").partial()
    with pytest.raises(ValueError, match="other options"):
        merged([other])
    content = json.loads(auditor().partial())
    for key in content.keys() - {"format", "mark"}:
        for value in (None, 3, [[1]], {"x": "y"}):
            with pytest.raises(ValueError, match="partial report"):
                merged([json.dumps({**content, key: value}).encode()])


# -------------------------------------------------------------------------- the command


@pytest.fixture
def recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A spec, and three recordings that misfit in many ways, one of them compressed."""
    monkeypatch.chdir(tmp_path)
    Path("spec.d.ts").write_text(SPEC)
    names = ["a.jsonl", "b.jsonl.gz", "c.json"]
    for number, name in enumerate(names):
        events: list[Any] = [{"type": "ended", f"x{n % 7}": n} for n in range(500)]
        events += [{"type": f"new{n % 9}"} for n in range(number * 30)]
        data = b"".join(json.dumps(event).encode() + b"\n" for event in events) + b'{"cut\n'
        data = gzip.compress(data) if name.endswith("gz") else data
        Path(name).write_bytes(json.dumps(events).encode() if name == "c.json" else data)
    return names


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["audit", "spec.d.ts", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout + done.stderr


def test_partial_reports_of_the_command_give_the_whole_one(recordings: list[str]) -> None:
    whole = run(*recordings, "--fields")
    assert whole[0] == 1
    for name in recordings:
        assert run(name, "--partial", f"{name}.part") == (0, "")
    parts = [f"{name}.part" for name in recordings]
    assert run("--merge", *parts[::-1], "--fields") == whole
    assert run("--merge", *parts[:2], "--partial", "two.part") == (0, "")
    assert run("--merge", parts[2], "two.part", "--fields") == whole
    code, said = run("--merge", "a.jsonl")
    assert (code, "RC734" in said) == (2, True)
    code, said = run("--merge", parts[0], "--ignore", "missing")
    assert (code, "RC734" in said) == (2, True)


def test_several_processes_give_the_same_report(
    recordings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime_codegen.audit.parallel.parts_of.__defaults__", (1000,))
    assert len(list(parts_of("a.jsonl", 1000))) > 10
    whole = run(*recordings, "--fields")
    assert run(*recordings, "--fields", "-j", "2") == whole
    code, said = run("a.jsonl", "none.jsonl", "-j", "2")
    assert (code, "RC731" in said) == (2, True)


@pytest.mark.parametrize("size", [1, 50, 333, 10**6])
def test_parts_of_a_file_are_whole_lines(recordings: list[str], size: int) -> None:
    data = Path("a.jsonl").read_bytes()
    parts = list(parts_of("a.jsonl", size))
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == len(data)
    for part in parts:
        assert part.before == data[: part.start].count(b"\n")
        assert data[part.start : part.end].endswith(b"\n")
    assert len(list(parts_of("b.jsonl.gz", size))) == 1


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The two calls of the examples."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    return importlib.import_module("audit_store")


def test_threads_of_a_worker_are_not_in_the_way_of_each_other(
    recordings: list[str], store: ModuleType
) -> None:
    """A worker of Dask has several threads, if nobody says otherwise."""
    files = recordings * 8
    alone = [store.partial("spec.d.ts", file) for file in files]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(store.partial, ["spec.d.ts"] * len(files), files)) == alone


CLUSTERS = ("dask", "spark")
NEEDED = {"dask": "distributed", "spark": "pyspark"}


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_the_examples_give_the_same_report(
    recordings: list[str], cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(NEEDED[cluster])
    if cluster == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    done = on_cluster(cluster, monkeypatch)
    assert (done.returncode, done.stdout) == (0, run(*recordings)[1]), done.stderr[-2000:]


def on_cluster(cluster: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> Any:
    """An example as a user runs it, on all recordings of the folder."""
    monkeypatch.setenv("PYTHONPATH", str(EXAMPLES))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    return subprocess.run(
        [sys.executable, EXAMPLES / f"audit_{cluster}.py", "spec.d.ts", "*.js*", *more],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_example_for_dask_runs_on_a_cluster_that_is_there(
    recordings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its workers have several threads, and know nothing of the folder of the examples."""
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 4, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        done = on_cluster("dask", monkeypatch, cluster.scheduler_address)
    assert (done.returncode, done.stdout) == (0, run(*recordings)[1]), done.stderr[-2000:]


_STOPPED = """
import sys
from concurrent.futures import process
from realtime_codegen.cli import main

def stop(self):
    raise KeyboardInterrupt

process._ExecutorManagerThread.start = stop
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_stop_before_the_thread_of_the_pool_has_started_is_a_stop(tmp_path: Path) -> None:
    lines = [f"export interface {name} {{ type: '{name}' }}" for name in ("a", "b")]
    (tmp_path / "s.d.ts").write_text("\n".join((*lines, "export type E = a | b;\n")))
    (tmp_path / "log.jsonl").write_text('{"type":"a"}\n' * 100)
    command = [sys.executable, "-c", _STOPPED, "audit", "s.d.ts", "log.jsonl", "-j", "2"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "stopped\n")
