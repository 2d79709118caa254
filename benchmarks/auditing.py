"""Measure an audit beside a loop of `json.loads` over the same recording.

    python -m benchmarks.auditing [--events N] [--runs N]

The recording is a stream of GA (`streams`), a message a line: what a model says as text, where most
messages are small, and as audio. Whole processes in turn: the least CPU seconds in user mode of
each, above a process that reads the first message alone, and the ratio. The table is Markdown. Only
for systems that have `wait4`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from .streams import server_stream

_SPEC: Final = Path(__file__).resolve().parent.parent / "spec/openai-realtime-ga/realtime.d.ts"
_LOOP: Final = "import json, sys\nfor line in open(sys.argv[1], 'rb'):\n    json.loads(line)\n"


def _user_seconds(command: list[str]) -> float:
    """Run a command and discard its output. Raises CalledProcessError if it fails."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime


def _compare(name: str, messages: list[bytes], runs: int, folder: Path) -> str:
    """The row of the table for a recording."""
    whole, first = folder / f"{name}.jsonl", folder / f"{name}-first.jsonl"
    whole.write_bytes(b"".join(message + b"\n" for message in messages))
    first.write_bytes(messages[0] + b"\n")
    audit = [sys.executable, "-m", "realtime_codegen", "audit", str(_SPEC)]
    loop = [sys.executable, "-c", _LOOP]
    took: dict[tuple[str, Path], list[float]] = {}
    for _ in range(runs):
        for path in (whole, first):
            took.setdefault(("audit", path), []).append(_user_seconds([*audit, str(path)]))
            took.setdefault(("loop", path), []).append(_user_seconds([*loop, str(path)]))
    least = {key: min(seconds) for key, seconds in took.items()}
    audited = least["audit", whole] - least["audit", first]
    looped = least["loop", whole] - least["loop", first]
    size = whole.stat().st_size / len(messages)
    cells = (name, f"{len(messages):,}", f"{size:.0f}", f"{audited:.2f}", f"{looped:.2f}")
    return f"| {' | '.join(cells)} | {audited / looped:.2f} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, default=200_000, help="messages of each recording")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each")
    options = parser.parse_args()
    print("| recording | messages | bytes a message | audit, s | `json.loads`, s | ratio |")
    print("|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("text", "audio"):
            messages = server_stream(options.events, audio=name == "audio")
            print(_compare(name, messages, options.runs, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
