"""Measure how the time for a message grows with its length, for many kinds of messages.

    python -m benchmarks.growth [--kinds WORD ...] [--most MB] [--write]

Each kind is made at 1, 2, 4, 8 and 16 MB of JSON text and read from text and from objects, strictly
and not, and written. A figure is the ratio of the CPU times of a message and of one half as long:
2 is linear. Each time is the least of some runs; the bar is 2.3. For what is above it, the growth
of `json.loads`, of our own time beyond it and of a mere copy of the objects is told beside.
`--write` puts the table into `docs/growth.md`.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import math
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.text.source import MemoryFiles

__all__ = ["KINDS", "MODES", "Growth", "action_of", "make_package", "measure"]

ROOT: Final = Path(__file__).resolve().parent.parent
BAR: Final = 2.3
MB: Final = 1_000_000
_MOST_RUNS: Final = 40

SPEC: Final = """
export interface Text { type: 'text'; text: string }
export interface Numbers { type: 'numbers'; n?: number; all?: number[] }
export interface Open { type: 'open'; value?: unknown }
export interface Lists { type: 'lists'; texts?: string[]; flags?: (boolean | null)[]; rows?: Row[] }
export interface Row { cells: [string, number, ...string[]] }
export interface Branch { left?: Branch; right?: Branch; label?: string }
export interface Tree { type: 'tree'; root: Branch; forest?: Branch[] }
export interface Item { id: string; kind?: 'one' | 'two' }
export interface Maps { type: 'maps'; groups: Record<string, Item[]> }
export interface File { type: 'file'; path?: `${string}/${string}/${string}.wav`; all?: Name[] }
export type Name = `${string}-${number}.${string}`;
export interface Keyed { type: 'keyed'; [key: `x-${string}-${string}.z`]: number | 'keyed' }
export interface Wave { path: `${string}/${string}/${string}.wav` }
export interface Plain { path: string; user?: string }
export interface Sound { type: 'sound'; source: Wave | Plain }
export interface Left { child?: Node; x: number; l?: string; many?: number[] }
export interface Right { child?: Node; x: number; r?: string; many?: number[] }
export type Node = Left | Right;
export interface Choice { type: 'choice'; node?: Node; nodes?: Node[]; lists?: One[] | Two[] }
export interface One { one: number; more?: One[] | Two[] }
export interface Two { two: number; more?: One[] | Two[] }
export interface Circle { shape: 'circle'; r: number }
export interface Square { shape: 'square'; a: number }
export interface Shapes { type: 'shapes'; all: (Circle | Square)[] }
export type E =
  | Text | Numbers | Open | Lists | Tree | Maps | File | Keyed | Sound | Choice | Shapes;
"""


def _filled(head: str, unit: str, size: int, tail: str = "}") -> str:
    """A text of a given size: one piece repeated."""
    count = max((size - len(head) - len(tail)) // len(unit), 1)
    return f"{head}{unit * count}{tail}"


def _listed(head: str, unit: str, size: int, tail: str = "]}") -> str:
    """As `_repeated`, with commas between the pieces."""
    return f"{_filled(head, f'{unit},', size - len(unit), '')}{unit}{tail}"


def _named(head: str, name: str, value: str, size: int, tail: str = "}}") -> str:
    """Fields of names that differ in a number."""
    count = max((size - len(head)) // (len(name) + len(value) + 12), 1)
    fields = ",".join(f'"{name}{number:08}":{value}' for number in range(count))
    return f"{head}{fields}{tail}"


def _nested(opening: str, inside: str, closing: str, depth: int) -> str:
    return opening * depth + inside + closing * depth


_TEXT: Final = '"' + "a" * 150 + '"'
_CHAIN: Final = _nested(f'{{"x":1,"l":{_TEXT},"child":', '{"x":1,"r":""}', "}", 60)
_LEFT: Final = _nested('{"left":', "{}", "}", 100)
_BUSHY: Final = _nested(f'{{"one":1,"note":{_TEXT},"more":[', '{"one":1}', "]}", 25)


def _chain_over(size: int) -> str:
    """Nested unions, with all the length in the innermost."""
    head = '{"type":"choice","node":' + '{"x":1,"l":"","child":' * 60
    return _listed(f'{head}{{"x":1,"r":"","many":[', "7", size, f"]}}{'}' * 60}}}")


KINDS: Final[Mapping[str, Callable[[int], str]]] = {
    "a string": lambda n: _filled('{"type":"text","text":"', "A", n, '"}'),
    "a string, not ASCII": lambda n: _filled('{"type":"text","text":"', "é", n // 2, '"}'),
    "a string, astral": lambda n: _filled('{"type":"text","text":"', "\U0001f600", n // 4, '"}'),
    "escapes": lambda n: _filled('{"type":"text","text":"', '\\n\\"', n, '"}'),
    "escapes by number": lambda n: _filled('{"type":"text","text":"', "\\ud83d\\ude00", n, '"}'),
    "digits": lambda n: _filled('{"type":"numbers","n":', "7", n),
    "digits of one below zero": lambda n: _filled('{"type":"numbers","n":-', "7", n),
    "digits where a string is due": lambda n: _filled('{"type":"text","text":', "7", n),
    "integers": lambda n: _listed('{"type":"numbers","all":[', "1234567", n),
    "integers of 5,000 digits": lambda n: _listed('{"type":"numbers","all":[', "7" * 5_000, n),
    "digits of a fraction": lambda n: _filled('{"type":"numbers","n":0.', "7", n),
    "digits of an exponent": lambda n: _filled('{"type":"numbers","n":1e', "7", n),
    "floats": lambda n: _listed('{"type":"numbers","all":[', "-1.25e-3", n),
    "arrays in arrays": lambda n: _listed(
        '{"type":"open","value":[', _nested("[", "", "]", 200), n
    ),
    "objects in objects": lambda n: _listed('{"type":"tree","root":{},"forest":[', _LEFT, n),
    "an array of strings": lambda n: _listed('{"type":"lists","texts":[', '"abc"', n),
    "an array of literals": lambda n: _listed('{"type":"lists","flags":[', "true,null,false", n),
    "an array of tuples": lambda n: _listed(
        '{"type":"lists","rows":[', '{"cells":["a",1,"b","c"]}', n
    ),
    "an array of what misfits": lambda n: _listed('{"type":"lists","texts":[', "12", n),
    "many keys": lambda n: _named('{"type":"open","value":{', "k", "1", n),
    "many unknown fields": lambda n: _named('{"type":"text","text":""', "k", "1", n, "}").replace(
        '"text":""', '"text":"",', 1
    ),
    "one key again and again": lambda n: _listed('{"type":"open","value":{', '"k":1', n, "}}"),
    "a long key": lambda n: _filled('{"type":"open","value":{"', "k", n, '":1}}'),
    "a long key over many misfits": lambda n: _listed(
        _filled('{"type":"maps","groups":{"', "k", n // 2, '":['), "{}", n, "]}}"
    ),
    "a pattern": lambda n: _filled('{"type":"file","path":"', "/", n, '.wav"}'),
    "a pattern that misfits": lambda n: _filled('{"type":"file","path":"', "/", n, '"}'),
    "a pattern of numbers": lambda n: _filled('{"type":"file","all":["-', "1", n, '.x"]}'),
    "many patterns": lambda n: _listed('{"type":"file","all":[', '"ab-1e3.c"', n),
    "keys of a pattern": lambda n: _named('{"type":"keyed",', "x-a-b", "1", n, "}"),
    "a pattern that chooses": lambda n: _filled(
        '{"type":"sound","source":{"path":"', "/", n, '"}}'
    ),
    "a union without a tag": lambda n: _listed(
        '{"type":"choice","nodes":[', f'{{"x":1,"l":{_TEXT}}},{{"x":2,"r":"b"}}', n
    ),
    "unions within unions": lambda n: _listed('{"type":"choice","nodes":[', _CHAIN, n),
    "all of it in the innermost union": _chain_over,
    "a union that misfits": lambda n: _listed('{"type":"choice","nodes":[', f'{{"x":{_TEXT}}}', n),
    "a union of arrays": lambda n: _listed('{"type":"choice","lists":[', _BUSHY, n),
    "a union with a tag": lambda n: _listed(
        '{"type":"shapes","all":[', '{"shape":"circle","r":1},{"shape":"square","a":2}', n
    ),
    "a map of arrays": lambda n: _named(
        '{"type":"maps","groups":{', "g", '[{"id":"a"},{"id":"b","kind":"one"}]', n
    ),
    "a map of what misfits": lambda n: _named('{"type":"maps","groups":{', "g", "[{},1]", n),
    "white space": lambda n: _filled('{"type":"text","text":""', " \n\t", n),
    "an unknown event": lambda n: _listed('{"type":"new","value":[', '{"a":[1]}', n),
    "a string that does not end": lambda n: _filled('{"type":"text","text":"', '\\"', n, ""),
    "too deep, and a string that does not end": lambda n: _filled(
        '{"type":"open","value":' + "[" * 100_000 + '"', '\\"', n, ""
    ),
    "NaN at the end": lambda n: _listed('{"type":"numbers","all":[', '"\\""', n, ",NaN]}"),
}


@dataclass(frozen=True, slots=True)
class Growth:
    """The least CPU seconds of one kind and mode, for messages of doubling lengths."""

    seconds: tuple[float, ...]
    size: int
    """The bytes of the longest."""

    def least(self, other: Growth) -> Growth:
        """The least of two measurements."""
        return Growth(tuple(map(min, self.seconds, other.seconds)), self.size)

    def less(self, other: Growth) -> Growth:
        """The times without those of another measurement of the same messages."""
        pairs = zip(self.seconds, other.seconds, strict=True)
        return Growth(tuple(max(whole - part, 1e-6) for whole, part in pairs), self.size)

    @property
    def worst(self) -> float:
        """The largest ratio of one doubling."""
        pairs = zip(self.seconds, self.seconds[1:], strict=False)
        return max(later / earlier for earlier, later in pairs)

    @property
    def told(self) -> Growth:
        """The same without the times that are too short to measure."""
        return Growth(tuple(taken for taken in self.seconds if taken >= _TINY), self.size)

    @property
    def mean(self) -> float:
        """The ratio of a doubling, on the whole."""
        whole: float = self.seconds[-1] / self.seconds[0]
        return float(whole ** (1 / (len(self.seconds) - 1)))


def make_package(folder: Path, name: str = "growing") -> Any:
    """The package of the spec, made in a folder and imported."""
    files = MemoryFiles({"growth.d.ts": SPEC.encode()})
    made = compile_spec(files, "growth.d.ts", Options(targets=("dataclasses",), package=name))
    if not made.files:
        raise ValueError("\n".join(map(str, made.diagnostics)))
    for path, text in made.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))


Action = Callable[[], object]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        return error


def _read(rt: Any, message: Any, *, strict: bool = False) -> Any:
    try:
        return rt.decode_e(message, strict=strict)
    except rt.DecodeError as error:
        return str(error)


def action_of(rt: Any, mode: str, text: str) -> Action | None:
    """Make the function of a mode; None for a malformed message in a mode that needs an event."""
    match mode:
        case "json.loads":
            return lambda: _parsed(text)
        case "text":
            return lambda: _read(rt, text)
        case "text, strict":
            data = text.encode()
            return lambda: _read(rt, data, strict=True)
    event = _read(rt, text)
    if isinstance(event, str):
        return None
    if mode == "encode":
        return lambda: rt.encode(event)
    value = rt.to_dict(event)
    return lambda: _read(rt, value, strict=mode == "dict, strict")


_KEEP_MEMORY: Final = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 40)}
"""Make glibc keep freed memory: else the kernel clears large blocks anew for each run."""

PARSER: Final = "json.loads"
MODES: Final = (PARSER, "text", "text, strict", "dict", "dict, strict", "encode")


def measure(
    rt: Any, kind: str, sizes: Sequence[int], patience: float, modes: Sequence[str] = MODES
) -> dict[str, Growth]:
    """The growth of one kind of message in each of some modes that it can be in."""
    texts = [KINDS[kind](size) for size in sizes]
    growths: dict[str, Growth] = {}
    gc.collect()
    gc.disable()  # It would visit all live objects, and none here are in a cycle.
    try:
        for mode in modes:
            actions = [action for text in texts if (action := action_of(rt, mode, text))]
            if actions:
                growths[mode] = Growth(_least(actions, patience), sizes[-1])
    finally:
        gc.enable()
    return growths


def _least(actions: Sequence[Action], patience: float) -> tuple[float, ...]:
    """The least CPU seconds of some runs of each: as many as `patience` allows, at least one.

    They take turns, so that other load on the machine affects all of them.
    """
    actions[0]()  # The first message of a package compiles its functions.
    least = [math.inf] * len(actions)
    runs, spent = 0, 0.0
    while not runs or (runs < _MOST_RUNS and spent < patience * len(actions)):
        for index, action in enumerate(actions):
            start = time.process_time()
            action()
            seconds = time.process_time() - start
            least[index] = max(min(least[index], seconds), 1e-6)
            spent += seconds
        runs += 1
    return tuple(least)


_HEAD: Final = """# How the time for a message grows

Made by `python -m benchmarks.growth --write`. Each kind of message was made at {sizes} MB of
JSON text. The first figure is the largest ratio, over the doublings, of the CPU times of a
message and of one half as long, the second that of a doubling on the whole: 2 is linear and
{bar} the bar. In brackets are the milliseconds at {most} MB. A time is the least of some runs,
in which the lengths take turns. A kind that is above the bar is measured again, and the least
time of all counts. Times below a millisecond are not compared, nor what takes less than two
nanoseconds for a byte: that is nearly as quick as memory is copied, and depends on the caches
(a dash). The allocator keeps freed memory, so that clearing new pages is not measured, and
Python's garbage collector is off. Beside them is `json.loads`: where objects or many texts no
longer are in the processor's caches, it takes longer for a byte, too. {python} on {machine}.

| kind of message | {modes} |
| --- | {rule} |
"""
_COPYING: Final = 2e-9
"""Seconds for a byte: below, copying memory and the processor's caches dominate."""
_TINY: Final = 0.001


def _cell(growth: Growth | None) -> str:
    if growth is None:
        return ""
    milliseconds = f"({growth.seconds[-1] * 1000:,.0f})"
    if not _can_be_told(growth):
        return f"– {milliseconds}"
    return f"{growth.told.worst:.2f}, {growth.told.mean:.2f} {milliseconds}"


def _can_be_told(growth: Growth) -> bool:
    """Whether the times are long enough to compare."""
    return growth.seconds[-1] >= growth.size * _COPYING and len(growth.told.seconds) > 1


def _is_above(growth: Growth) -> bool:
    return _can_be_told(growth) and growth.told.worst > BAR


def _copied(value: Any) -> Any:
    """A copy of a message: a walk that does nothing but touch each key and each value."""
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_copied(inner) for inner in value]
    return value


def copying(kind: str, sizes: Sequence[int], patience: float) -> Growth | None:
    """The growth of a copy of the messages of a kind; None if `json.loads` refuses them."""
    values = [_parsed(KINDS[kind](size)) for size in sizes]
    if any(isinstance(value, Exception) for value in values):
        return None
    gc.disable()
    try:
        actions: list[Action] = [partial(_copied, value) for value in values]
        return Growth(_least(actions, patience), sizes[-1])
    finally:
        gc.enable()


def _told_of(kind: str, growths: Mapping[str, Growth], copy: Growth | None) -> list[str]:
    """A line for each mode of a kind that is above the bar, beside what it cannot do without."""
    lines = []
    for mode, growth in growths.items():
        if mode == PARSER or not _is_above(growth):
            continue
        line = f"{kind}, {mode}: {growth.told.worst:.2f}, on the whole {growth.told.mean:.2f}"
        if mode.startswith("text"):
            parser = growths[PARSER]
            own = growth.less(parser).told
            line += f"; `json.loads` {parser.told.worst:.2f}, {parser.told.mean:.2f}"
            if len(own.seconds) > 1:
                line += f", and our own time beyond it {own.worst:.2f}, {own.mean:.2f}"
        if copy is not None and len(copy.told.seconds) > 1:
            line += f"; a copy of the objects {copy.told.worst:.2f}, {copy.told.mean:.2f}"
        lines.append(line)
    return lines


def _measured(
    rt: Any, kind: str, sizes: Sequence[int], patience: float, attempts: int
) -> dict[str, Growth]:
    """The growth of a kind; modes that are above the bar are measured again."""
    growths = measure(rt, kind, sizes, patience)
    for _ in range(attempts - 1):
        above = [mode for mode, growth in growths.items() if _is_above(growth) and mode != PARSER]
        if not above:
            break
        again = measure(rt, kind, sizes, patience, above)
        growths |= {mode: growths[mode].least(growth) for mode, growth in again.items()}
    return growths


def main() -> None:
    """Print the table, and the kinds that are above the bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kinds", nargs="*", default=[""], help="words of the kinds to try")
    parser.add_argument("--most", type=int, default=16, metavar="MB")
    parser.add_argument("--patience", type=float, default=0.5, metavar="SECONDS")
    parser.add_argument("--attempts", type=int, default=4)
    parser.add_argument("--write", action="store_true", help="write docs/growth.md")
    options = parser.parse_args()
    if any(os.environ.get(name) != value for name, value in _KEEP_MEMORY.items()):
        os.execve(
            sys.executable,
            [sys.executable, "-m", "benchmarks.growth", *sys.argv[1:]],
            {**os.environ, **_KEEP_MEMORY},
        )
    megabytes = [size for size in (1, 2, 4, 8, 16, 32, 64) if size <= options.most]
    table = _HEAD.format(
        sizes=", ".join(map(str, megabytes)),
        most=megabytes[-1],
        bar=BAR,
        python=f"{platform.python_implementation()} {platform.python_version()}",
        machine=platform.machine(),
        modes=" | ".join(MODES),
        rule=" | ".join("--:" for _ in MODES),
    )
    print(table, end="", flush=True)
    above: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        rt = make_package(Path(folder))
        for kind in KINDS:
            if not any(word in kind for word in options.kinds):
                continue
            sizes = [size * MB for size in megabytes]
            growths = _measured(rt, kind, sizes, options.patience, options.attempts)
            row = f"| {kind} | {' | '.join(_cell(growths.get(mode)) for mode in MODES)} |\n"
            print(row, end="", flush=True)
            table += row
            if any(_is_above(growth) for mode, growth in growths.items() if mode != PARSER):
                copy = copying(kind, sizes, options.patience)
                above += _told_of(kind, growths, copy)
    rest = "".join(f"- {line}\n" for line in above) or "- none\n"
    table += f"\nAbove the bar:\n\n{rest}"
    print(f"\nAbove the bar:\n\n{rest}", end="")
    if options.write:
        (ROOT / "docs" / "growth.md").write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
