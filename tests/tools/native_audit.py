"""Audits with the native core, held against audits without it.

    python -m tests.tools.native_audit [--count N] [--seed S]

A recording is of messages as `tests.tools.native` makes them, on lines, in parts. Reports have to
be equal, fields and examples too. The spec is the GA API, and small ones with what that lacks.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
from typing import Any, Final

from realtime_codegen.audit.auditor import Auditor, Settings
from realtime_codegen.audit.report import FORMATS
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles, Files, MemoryFiles, SourceFile

from .fuzzing import ROOT, changed, messages_of
from .native import spelled_oddly

__all__ = ["held_against"]

_GA: Final = ROOT / "spec" / "openai-realtime-ga"
_SMALL: Final = """
export interface Node { type: 'node'; rate: 1 | 2.5 | true; next?: Node | null; any?: unknown }
export interface Leaf { type: 'leaf'; parts: Array<Array<Part | string>>; free?: Parts }
export interface Parts { [key: string]: Part }
export interface Left { kind: 'left'; left: string | number }
export interface Right { kind: 'right'; pair: [number, string]; object?: object }
export type Part = Left | Right;
export interface Open { type: 'open'; part: Part | boolean; [key: string]: unknown }
export type Event = Node | Leaf | Open;
export declare class Session { on(handler: (event: Event) => void): void }
"""
_SMALL_MESSAGES: Final = (
    '{"type":"node","rate":1,"next":{"type":"node","rate":2.5,"next":null}}',
    '{"type":"node","rate":true,"any":{"a":[1]}}',
    '{"type":"node","rate":2.50,"any":null}',
    '{"type":"node","rate":1.0,"next":{"type":"node","rate":1,"next":{"type":"node","rate":1}}}',
    '{"type":"leaf","parts":[["a",{"kind":"left","left":1}],[],[{"kind":"right","pair":[1,"b"]}]]}',
    '{"type":"leaf","parts":[[{"kind":"left","left":"x"},{"left":1e3,"kind":"left"}]],"free":{}}',
    '{"type":"leaf","parts":[],"free":{"a":{"kind":"left","left":1}}}',
    '{"type":"open","part":{"kind":"left","left":3},"x":1}',
    '{"type":"open","part":false}',
    '{"part":{"kind":"right","pair":[1,"a"],"object":{"b":1}},"type":"open"}',
)


def _auditors(files: Files, entry: str, options: Options) -> list[Auditor]:
    """One with the core, and one without."""
    model = load_model(files, entry, options).model
    assert model is not None
    names, _ = package_names(model, entry)
    native, plain = (Auditor(model, names, Settings()) for _ in range(2))
    assert vars(native)["_native"] is not None, "the core is missing"
    vars(plain)["_native"] = None
    return [native, plain]


def held_against(auditors: list[Auditor], messages: list[bytes], seed: int, count: int) -> int:
    """Audit a random recording in both ways; returns how many of its lines the core counted."""
    rand = random.Random(seed)
    lines = [_line(rand, messages) for _ in range(count)]
    reports: list[Any] = []
    for auditor in auditors:
        auditor.clear()
        cut = len(lines) // 3
        for number, part in enumerate((lines[:cut], lines[cut:])):
            auditor.read(f"log{number}", io.BytesIO(b"".join(part)))
        report = auditor.report()
        reports.append([form(report, True) for form in FORMATS.values()])
    assert reports[0] == reports[1], f"seed {seed}: {_first_difference(*reports)}"
    counts = vars(auditors[0])["_native"].counts
    return sum(map(counts, lines))


def _line(rand: random.Random, messages: list[bytes]) -> bytes:
    data = changed(rand, messages) if rand.random() < 0.3 else rand.choice(messages)
    if rand.random() < 0.3:
        data = spelled_oddly(rand, data)
    return data.replace(b"\n", b" ") + rand.choice((b"\n", b"\n", b"\r\n"))


def _first_difference(one: list[str], other: list[str]) -> str:
    pairs = zip("\n".join(one).splitlines(), "\n".join(other).splitlines(), strict=False)
    return next((f"{a!r} {b!r}" for a, b in pairs if a != b), "one is longer")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    facts = SourceFile("facts.toml", (_GA / "facts.toml").read_bytes())
    ga = _auditors(DiskFiles(_GA), "realtime.d.ts", Options(facts=facts)), messages_of()
    small = [message.encode() for message in _SMALL_MESSAGES]
    files = MemoryFiles({"small.d.ts": _SMALL.encode()})
    for auditors, messages in (ga, (_auditors(files, "small.d.ts", Options()), small)):
        assert all(json.loads(message) for message in messages)
        counted = sum(
            held_against(auditors, messages, options.seed + number, 300)
            for number in range(options.count)
        )
        assert counted > 10 * options.count, "the core counted few"
        sys.stdout.write(f"{300 * options.count:,} messages alike, {counted:,} by the core\n")


if __name__ == "__main__":
    main()
