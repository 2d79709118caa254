"""Measure the reading and writing of messages, beside peers, in one run.

    python -m benchmarks.wire [--rounds N] [--messages N] [--write]

The peers (benchmarks/requirements.txt) are installed into `.cache/bench/wire`, and the benchmark
runs there. All candidates take turns in each round; a figure is the median over the rounds of
the ratio of two CPU times of the same round, so that a busy machine disturbs it little. The
table is Markdown, on standard output; `--write` puts it, with a plot, into `docs/`.
"""

from __future__ import annotations

import argparse
import binascii
import gc
import importlib
import importlib.util
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
import tracemalloc
import venv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks import peers, plot, streams
from benchmarks.packages import load_package

ROOT: Final = Path(__file__).resolve().parent.parent
HOME: Final = ROOT / ".cache" / "bench" / "wire"
PACKAGE: Final = "openai_realtime"
BETA: Final = "openai_realtime_beta"
HANDLED: Final = (
    "error",
    "response.done",
    "response.output_item.done",
    "input_audio_buffer.speech_started",
    "response.output_audio_transcript.done",
)
NATIVE: Final = ", native core"
Action = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """CPU seconds of each candidate in each round, for `count` messages a round."""

    seconds: Mapping[str, Sequence[float]]
    count: int

    def microseconds(self, name: str) -> float:
        """The median time of one message."""
        return median(self.seconds[name]) / self.count * 1e6

    def ratio(self, name: str, base: str) -> float:
        """The median of the ratios of two candidates, round by round."""
        pairs = zip(self.seconds[name], self.seconds[base], strict=True)
        return median(ours / theirs for ours, theirs in pairs)


def measure(candidates: Mapping[str, tuple[Action, Sequence[Any]]], rounds: int) -> Timing:
    """Time each candidate over its messages, all of them in turn in each round."""
    seconds: dict[str, list[float]] = {name: [] for name in candidates}
    for action, messages in candidates.values():
        run(action, messages)
    for _ in range(rounds):
        for name, (action, messages) in candidates.items():
            seconds[name].append(run(action, messages))
    return Timing(seconds, len(next(iter(candidates.values()))[1]))


def run(action: Action, messages: Sequence[Any]) -> float:
    """CPU seconds of an action for all messages."""
    start = time.process_time()
    for message in messages:
        action(message)
    return time.process_time() - start


def packages(name: str) -> dict[str, Any]:
    """A package without the native core and, if that is installed, one with it.

    The key is the suffix of its names in the tables.
    """
    folder = ROOT / "generated" / name
    loaded: dict[str, Any] = {"": load_package(folder, f"plain_{name}", native=False)}
    if importlib.util.find_spec("realtime_codegen_native") is not None:
        loaded[NATIVE] = load_package(folder, f"native_{name}", native=True)
    return loaded


def reading(
    packages: Mapping[str, Any], messages: list[bytes], rounds: int, peers: dict[str, Action]
) -> Timing:
    """Decoding, strictly and not, from bytes and from objects; dispatching; and the peers."""
    parse = peers["orjson.loads"]
    parsed = [parse(message) for message in messages]
    tags = handled_by(packages[""])
    handled = [message for message in messages if json.loads(message)["type"] in tags]
    candidates: dict[str, tuple[Action, Sequence[Any]]] = {
        name: (action, messages) for name, action in peers.items()
    }
    for ending, package in packages.items():
        decode: Action = package.decode_realtime_server_event
        candidates[f"decode{ending}"] = (decode, messages)
        candidates[f"decode, strict{ending}"] = (strictly(decode), messages)
        candidates[f"object to event{ending}"] = (decode, parsed)
        candidates |= {
            f"{name}{ending}": (action, messages) for name, action in dispatching(package).items()
        }
        candidates[f"decode the handled alone{ending}"] = (decode, handled)
    return measure(candidates, rounds)


def handled_by(rt: Any) -> tuple[str, ...]:
    """The events that the dispatchers of a package handle here."""
    return tuple(map(streams.as_in_beta, HANDLED)) if rt.__name__.endswith(BETA) else HANDLED


def strictly(decode: Any) -> Action:
    """Strict decoding; `functools.partial` would copy its keywords for each message."""
    return lambda message: decode(message, strict=True)


def dispatching(rt: Any) -> dict[str, Action]:
    """Dispatching with handlers for few of the events, with and without parsing the others."""
    actions: dict[str, Action] = {}
    for name, skip in (("dispatch", False), ("dispatch, skip_unhandled", True)):
        dispatcher = rt.RealtimeServerEventDispatcher(skip_unhandled=skip)
        for tag in handled_by(rt):
            dispatcher.on(tag, lambda event: None)
        actions[name] = dispatcher.dispatch
    return actions


def unusual(messages: list[bytes]) -> list[bytes]:
    """The messages as other servers may write them: the type last, and spaces."""
    objects = [json.loads(message) for message in messages]
    for parsed in objects:
        parsed["type"] = parsed.pop("type")
    return [json.dumps(message, ensure_ascii=False).encode() for message in objects]


def writing(
    packages: Mapping[str, Any], client: Mapping[str, dict[str, Any]], rounds: int
) -> dict[str, Timing]:
    """Encoding each client message, with peers that dump the same object."""
    orjson: Any = importlib.import_module("orjson")
    timings: dict[str, Timing] = {}
    for name, message in client.items():
        candidates: dict[str, tuple[Action, Sequence[Any]]] = {
            "json.dumps": (json.dumps, [message] * 300),
            "orjson.dumps": (orjson.dumps, [message] * 300),
        }
        for ending, package in packages.items():
            event = package.decode_realtime_client_event(message)
            assert json.loads(package.encode(event)) == message
            candidates[f"encode{ending}"] = (package.encode, [event] * 300)
        timings[name] = measure(candidates, rounds)
    rt = packages[""]
    sound = binascii.a2b_base64(client["append, 8 KB of base64"]["audio"])

    def theirs(pcm: bytes) -> bytes:
        audio = binascii.b2a_base64(pcm, newline=False).decode("ascii")
        return bytes(orjson.dumps({"type": "input_audio_buffer.append", "audio": audio}))

    timings["PCM to a frame"] = measure(
        {
            "encode": (rt.encode_input_audio_buffer_append_event, [sound] * 300),
            "orjson.dumps": (theirs, [sound] * 300),
            "json.dumps": (lambda pcm: json.dumps({"audio": theirs(pcm).decode()}), [sound] * 300),
        },
        rounds,
    )
    return timings


def memory(decoders: Mapping[str, Action], messages: list[bytes]) -> dict[str, float]:
    """Bytes of one retained event, for each decoder."""
    used: dict[str, float] = {}
    for name, decode in decoders.items():
        decode(messages[0])
        gc.collect()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        kept = [decode(message) for message in messages]
        gc.collect()
        after = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        used[name] = (after - before - sys.getsizeof(kept)) / len(kept)
    return used


def importing(rounds: int) -> dict[str, float]:
    """CPU milliseconds of a fresh process up to the first decoded event, above an empty one."""
    message = '{"type":"input_audio_buffer.cleared","event_id":"e"}'
    programs = {
        "nothing": "pass",
        **{
            f"this package{ending}": f"import os; os.environ['REALTIME_NATIVE'] = '{switch}'; "
            f"import {PACKAGE} as rt; rt.decode_realtime_server_event({message!r})"
            for switch, ending in (("0", ""), ("1", NATIVE))
        },
        "pydantic": "import pydantic; pydantic.BaseModel",
        "msgspec": "import msgspec; msgspec.Struct",
        "openai": "from openai.types.realtime import RealtimeServerEvent",
    }
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generated")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # An installed package is compiled.
    for number in range(rounds + 1):
        for name, program in programs.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", program], check=True, env=environment)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
            if number:  # The first round compiles.
                seconds[name].append(used)
    base = median(seconds.pop("nothing"))
    return {name: (median(times) - base) * 1e3 for name, times in seconds.items()}


# ----------------------------------------------------------------------------- the report


def decoders(rt: Any, *, beta: bool = False) -> dict[str, Action]:
    """The peers that read server messages, with types by the spec of a package."""
    orjson: Any = importlib.import_module("orjson")
    shapes = importlib.import_module(f"{rt.__name__}._schema").SHAPES
    kinds = importlib.import_module(f"{rt.__name__}._shapes")
    union = "RealtimeServerEvent"
    return {
        "json.loads": json.loads,
        "orjson.loads": orjson.loads,
        "msgspec Structs": peers.msgspec_decoder(shapes, kinds, union),
        "pydantic": peers.pydantic_decoder(shapes, kinds, union),
        "openai-python": peers.openai_decoder(beta=beta),
    }


def read_streams(
    packages: Mapping[str, Any], options: argparse.Namespace, *, beta: bool = False
) -> dict[str, Timing]:
    """The cost of reading, for each of the streams of one API."""
    actions = decoders(packages[""], beta=beta)
    timings: dict[str, Timing] = {}
    for kind in ("control", "audio"):
        messages = streams.server_stream(options.messages, audio=kind == "audio", beta=beta)
        timings[kind] = reading(packages, messages, options.rounds, actions)
    return timings


def rows(timings: Mapping[str, Timing]) -> list[str]:
    """The rows of a table of reading."""
    lines: list[str] = []
    for name in timings["control"].seconds:
        cells = [
            f"{timing.microseconds(name):.2f} | {timing.ratio(name, 'json.loads'):.2f} "
            f"| {timing.ratio(name, 'orjson.loads'):.2f}"
            for timing in timings.values()
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def report(
    packages: Mapping[str, Any], beta: Mapping[str, Any], options: argparse.Namespace
) -> tuple[str, str]:
    """The table in Markdown, and the plot as SVG."""
    rt = packages[""]
    actions = decoders(rt)
    timings = read_streams(packages, options)
    names = list(timings["control"].seconds)
    lines = [_HEAD, _machine(), "", _READING, _COLUMNS, *rows(timings), "", _LACKS, "", _BETA]
    lines += [_COLUMNS, *rows(read_streams(beta, options, beta=True)), "", _DISPATCHING]
    control = streams.server_stream(options.messages, audio=False)
    odd = unusual(control)
    timings["control, the type last, and spaces"] = measure(
        {
            name: (action, odd)
            for name, action in {
                "decode": rt.decode_realtime_server_event,
                **dispatching(rt),
            }.items()
        },
        options.rounds,
    )
    for kind, timing in timings.items():
        ratios = (timing.ratio(name, "decode") for name in dispatching(rt))
        lines.append(f"| {kind} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |")
    lines += ["", _WRITING]
    for name, timing in writing(packages, streams.client_messages(), options.rounds).items():
        for ending in packages:
            if (encoder := f"encode{ending}") in timing.seconds:
                lines.append(
                    f"| {name}{ending} | {timing.microseconds(encoder):.2f} "
                    f"| {timing.ratio(encoder, 'json.dumps'):.2f} "
                    f"| {timing.ratio(encoder, 'orjson.dumps'):.2f} |"
                )
    lines += ["", _REST]
    for name, milliseconds in importing(options.rounds).items():
        lines.append(
            f"| import and first event, CPU ms above an empty process | {name} "
            f"| {milliseconds:.1f} |"
        )
    stream = streams.server_stream(4_000, audio=False)
    ours = {
        f"this package{ending}": package.decode_realtime_server_event
        for ending, package in packages.items()
    }
    everyone = {**ours, **actions}
    for what, tag in (("delta", b"audio_transcript.delta"), ("response.done", b"response.done")):
        chosen = [message for message in stream if tag in message[:60]]
        for name, size in memory(everyone, chosen).items():
            lines.append(f"| bytes of a retained {what} | {name} | {size:.0f} |")
    bars = {
        kind: {name: timing.ratio(name, "json.loads") for name in names}
        for kind, timing in timings.items()
        if "json.loads" in timing.seconds
    }
    return "\n".join([*lines, "", _GENERATING, "", _NOTES, ""]), plot.bars(
        "Time, json.loads = 1", bars
    )


def _machine() -> str:
    return f"CPython {platform.python_version()}, {platform.system()} {platform.machine()}."


_HEAD: Final = """# Performance

Made by `python -m benchmarks.wire --write`: medians of ratios of CPU times, all candidates in turn
in one run, with the package of the GA API where the beta is not named. "Control" is a session
without audio, more than half of it text deltas; in "audio" more than half of the messages are
base64 deltas of 4 to 8 KB. The streams are synthetic and fit the spec.

![Time to read a message, json.loads = 1](performance.svg)
"""
_READING: Final = """## Reading

"object to event" reads what is parsed already. "decode the handled alone" leaves out all messages
but those of the five events that the dispatchers handle; its time, too, is divided by the number of
all. "native core" is the same package where realtime-codegen-native is installed.
"""
_BETA: Final = """### The beta

The same sessions as servers of the beta put them, and the package of its spec.
"""
_COLUMNS: Final = """\
| | control, µs | / json.loads | / orjson.loads | audio, µs | / json.loads | / orjson.loads |
|---|--:|--:|--:|--:|--:|--:|"""
_LACKS: Final = """What the others do not do: `json.loads` and `orjson.loads` make no typed events;
msgspec drops undeclared fields, takes null only where it is declared or, as here, for every
optional field, leaves the items of a conversation untyped, as their classes share a tag, and raises
for unknown events; pydantic keeps undeclared fields here because it is told to, and raises for
unknown events and missing fields; openai-python makes an unknown event the first member of its
union."""
_DISPATCHING: Final = """## Dispatching, five of 46 events handled

| stream | dispatch / decode | with skip_unhandled / decode |
|---|--:|--:|"""
_WRITING: Final = """## Writing

| | encode, µs | / json.dumps | / orjson.dumps |
|---|--:|--:|--:|"""
_REST: Final = """## Import and memory

| | | |
|---|---|--:|"""
_GENERATING: Final = """## Generating a package

Made by `python -m benchmarks.beside CHECKOUT SPEC --import`: the least CPU seconds of whole runs
with all default targets, alternating with the checkout of fd67f9c, before the packages were
tables. These figures are put here by hand.

| spec | CPU s then | now | ratio | MiB then | now | lines of Python then | now |
|---|--:|--:|--:|--:|--:|--:|--:|
| beta, pinned, with its facts | 0.500 | 0.338 | 0.68 | 43 | 39 | 13,611 | 9,598 |
| GA with its imports, openai@7.57.0 | 0.926 | 0.623 | 0.67 | 76 | 56 | 36,022 | 18,979 |
| devtools-protocol, 22,420 lines | 2.861 | 1.419 | 0.50 | 221 | 111 | 148,085 | 53,052 |
| @octokit/openapi-types@29.0.1, 136,245 lines | 37.65 | 18.83 | 0.50 | 2,513 | 884 | | |

Importing what was made, CPU seconds above an empty process, without compiled files and with them:
beta 0.076 and 0.012 (0.107 and 0.015 then), GA with its imports 0.145 and 0.015 (0.193 and
0.032), devtools-protocol 0.225 and 0.068 (0.750 and 0.089), octokit 2.4 and 0.95. Its `codec.py`
and `_schema.py` are 4.0 MB together. Under valgrind, devtools-protocol takes 9.8 thousand million
instructions, and took 20.8. Measured again on a slower machine, with nothing beside, the ratios
were 0.70 for the pinned declarations, 0.45 for octokit, and 0.47 to 0.58 for devtools-protocol,
whose two processes share the caches. Packages have some 300 lines more since, for the native
core.

## Against the earlier version, message by message

GA, 600 messages without nulls, both packages in turns in one process, least of 25 rounds,
microseconds a message. Two copies of one package differ by up to 6 %.

| | then | now | ratio |
|---|--:|--:|--:|
| control, decode | 2.85 | 2.92 | 1.03 |
| control, decode, strict | 6.53 | 3.78 | 0.58 |
| control, encode | 2.57 | 2.62 | 1.02 |
| audio, decode | 5.17 | 5.65 | 1.09 |
| audio, decode, strict | 7.20 | 6.53 | 0.91 |
| audio, encode | 4.29 | 4.43 | 1.03 |"""
_NOTES: Final = """## Notes

- Reading is one call of the standard library's C scanner and straight-line stores into slots.
  Cutting a long string out of the text instead of scanning it would save time only if raw
  control characters, which JSON forbids, were let pass: to look for them costs what the scanner
  costs. Malformed is malformed here, so the scanner reads everything.
- Remembering the text of the last delta, and cutting only what differs out of the next one, saved
  5 % on control and 13 % on audio, for a second way through the decoder, with state. The plain way
  won.
- What is left of decoding is the C scanner (about three fifths), the text of the bytes, and the
  objects themselves; nested objects cost about 0.4 µs each.
- A field is written without a call where nearly every message has the same in it: a tag, or one
  of the literals that the spec declares. Events share such texts; `response.done` has many.
- A long string is written as it is when a search for each of the 35 characters that need an
  escape finds none; `json.dumps` copies it character by character.
- A look at a message whose type comes first costs 0.4 to 1 µs: it makes sure that no second `type`
  follows, which would be the one that counts. Looks that keep finding nothing pause, and then end.
- The native core reads, checks, writes, and looks at messages that nobody handles: so a dispatcher
  makes no event of them, and takes less than to decode all. Most of what the core takes for a
  message are the event's own objects. Only the handlers, and their calls, are Python.
- `skip_unhandled=True` does not parse what nobody handles, so what is malformed in such a message
  goes unnoticed; it is off unless asked for."""


def main() -> None:
    """Make the environment, or, inside it, the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--write", action="store_true", help="write docs/performance.*")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        python = HOME / ("Scripts" if os.name == "nt" else "bin") / "python"
        if not python.exists():
            venv.create(HOME, with_pip=True)
        wanted = ROOT / "benchmarks" / "requirements.txt"
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", wanted], check=True)
        if shutil.which(os.environ.get("CC", "cc")):
            core = ROOT / "native"
            force = "--force-reinstall"  # Its version does not change with each line.
            subprocess.run([python, "-m", "pip", "install", "-q", force, core], check=True)
        command: list[str | Path] = [python, "-m", "benchmarks.wire", "--inside", *sys.argv[1:]]
        sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)
    sys.path.insert(0, str(ROOT / "generated"))
    table, picture = report(packages(PACKAGE), packages(BETA), options)
    print(table)
    if options.write:
        (ROOT / "docs" / "performance.md").write_text(table, encoding="utf-8")
        (ROOT / "docs" / "performance.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
