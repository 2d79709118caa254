"""Fuzz the generated package with malformed messages, compared with `json` and the plain path.

    python -m tests.tools.fuzzing [--count N] [--seed S] [--events FOLDER]

Messages are synthetic streams, samples of each event, and recordings if a folder is given, with
mutated bytes and values. Each is decoded in all forms, strictly and leniently, passed to a
dispatcher that skips events without a handler, and encoded; then fields are set to odd values and
it is encoded again. Ends at the first message whose results differ, and prints the seed that
reproduces it. A round depends on its seed alone.
"""

from __future__ import annotations

import argparse
import enum
import json
import math
import random
import sys
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

__all__ = ["Fuzzer", "messages_of"]

ROOT: Final = Path(__file__).parents[2]
SLICE: Final = 8


class _Word(str):
    __slots__ = ()


class _Color(enum.Enum):
    RED = "red"


class _Level(enum.IntEnum):
    HIGH = 1


def messages_of(events: Path | None = None) -> list[bytes]:
    """The initial messages: streams, and recordings in a folder."""
    from benchmarks.streams import client_messages, server_stream

    messages = [*server_stream(150, audio=False), *server_stream(60, audio=True)]
    messages += [json.dumps(message).encode() for message in client_messages().values()]
    for path in sorted(events.glob("*.jsonl")) if events is not None else ():
        for line in path.read_text(encoding="utf-8").splitlines():
            messages += [json.dumps(value).encode() for value in _objects(json.loads(line))]
    return messages


def _objects(value: Any) -> list[Any]:
    """The events in a line of a recording, however it wraps them."""
    if isinstance(value, dict) and isinstance(value.get("type"), str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [event for part in inner for event in _objects(part)]


class DisagreementError(AssertionError):
    """Two implementations that disagree."""


def _assert(holds: object, said: str, *shown: Any) -> None:
    if not holds:
        raise DisagreementError(f"{said}: {', '.join(repr(part)[:400] for part in shown)}")


class Fuzzer:
    """Rounds with one package; `counts` counts the outcomes."""

    def __init__(self, package: ModuleType, messages: Sequence[bytes]) -> None:
        self.rt: Any = package
        self.messages = messages
        self.counts: Counter[str] = Counter()
        codec = sys.modules[f"{package.__name__}.codec"]
        self.codec: Any = vars(codec)["_codec"]
        self.walk: Any = import_module(f"{package.__name__}._strict")
        self.number: Any = import_module(f"{package.__name__}._number")
        self.unions = [
            (name, getattr(package, f"decode_realtime_{stem}_event"))
            for name, stem in (("RealtimeServerEvent", "server"), ("RealtimeClientEvent", "client"))
        ]
        self.seen: tuple[list[Any], list[Any]] = ([], [])
        self.dispatchers = [self._dispatcher(skip, self.seen[skip]) for skip in (False, True)]

    def _dispatcher(self, skip: bool, seen: list[Any]) -> Any:
        made = self.rt.RealtimeServerEventDispatcher(skip_unhandled=skip)
        for tag in ("response.output_audio.delta", "response.done", "error", "session.created"):
            made.on(tag, seen.append)
        return made

    def round(self, seed: int) -> None:
        """Try one message, changed at random. Raises DisagreementError."""
        rand = random.Random(seed)
        data = changed(rand, self.messages)
        name, decode = rand.choice(self.unions)
        expected = _by_json(data)
        event = self._read(decode, data, expected)
        self._dispatch(data)
        if event is None:
            return
        self._strict(name, decode, data, expected, event)
        self._write(event, expected)
        self._odd(rand, event)

    def _outcome(
        self, call: Any, given: Any, allowed: tuple[type[Exception], ...] = (), **options: bool
    ) -> Any:
        """The result or the exception of a call: a DecodeError, or another allowed one."""
        try:
            return call(given, **options)
        except (self.rt.DecodeError, *allowed) as error:
            _assert(len(str(error).encode("utf-8", "replace")) < 8192, "a long error", str(error))
            return error

    def _read(self, decode: Any, data: bytes, expected: Any) -> Any:
        """The event of a message, None if it is malformed; all forms have to agree."""
        forms: list[Any] = [data, bytearray(data), memoryview(data)]
        text = _text_of(data)
        if text is not None:
            forms.append(text)
        if isinstance(expected, dict):
            forms.append(expected)
        outcomes = [self._outcome(decode, form) for form in forms]
        if not isinstance(expected, dict):
            refused = [isinstance(event, self.rt.DecodeError) for event in outcomes]
            _assert(all(refused) or expected is _DEEP, "a message that is none was read", data)
            self.counts["refused"] += 1
            return None
        for event in outcomes:
            _assert(not isinstance(event, Exception), "an object was refused", data, event)
            _assert(event == outcomes[0], "two forms differ", data, event, outcomes[0])
        self.counts["read"] += 1
        return outcomes[0]

    def _strict(self, name: str, decode: Any, data: bytes, value: Any, event: Any) -> None:
        # A long integer is no `int` there, so that the text misfits a declared one.
        parsed = _by_json(data, self.number.parse_integer)
        for form, walked in ((data, parsed), (value, value)):
            problems = self.walk.find_problems(self.codec.shapes, self.codec.shapes[name], walked)
            outcome = self._outcome(decode, form, strict=True)
            refused = isinstance(outcome, self.rt.DecodeError)
            _assert(refused == bool(problems), "the check and the walk differ", data, problems)
            _assert(refused or outcome == event, "strict reading gives something else", data)
            if refused:
                listed = list(outcome.problems)
                _assert(listed == problems, "the problems differ", data, listed, problems)
            self.counts["strict: refused" if problems else "strict: read"] += 1

    def _write(self, event: Any, value: Any) -> None:
        _assert(self.rt.to_dict(event) == value, "to_dict gives something else", value)
        text = self.rt.encode(event)
        _assert(_loads(text) == value, "encode gives something else", value, text)
        deep = self.codec.encode_deep(event)
        _assert(_loads(deep) == value, "the plain path gives something else", value, deep)

    def _dispatch(self, data: bytes) -> None:
        """Check that two dispatchers agree: one that decodes all events, and one that skips."""
        for seen in self.seen:
            seen.clear()
        plain, skipping = (self._outcome(made.dispatch, data) for made in self.dispatchers)
        _assert(self.seen[0] == self.seen[1], "a skipped event has a handler", data)
        if isinstance(plain, Exception):
            _assert(isinstance(skipping, Exception) or skipping is False, "it was handled", data)
        else:
            _assert(plain == skipping, "two dispatchers differ", data, plain, skipping)
            self.counts["dispatched"] += bool(plain)

    def _odd(self, rand: random.Random, event: Any) -> None:
        """Check that both writers agree on an event with odd values: JSON text, or an error."""
        names = [name for name in type(event).__slots__ if isinstance(name, str)]
        for name in rand.sample(names, k=min(len(names), rand.choice((1, 1, 2)))):
            setattr(event, name, self._odd_value(rand, event, name == "unknown_fields"))
        quick, plain = (
            self._outcome(write, event, (TypeError, ValueError))
            for write in (self.rt.encode, self.codec.encode_deep)
        )
        if isinstance(quick, Exception) or isinstance(plain, Exception):
            refused = isinstance(quick, Exception) and isinstance(plain, Exception)
            _assert(refused, "one way refuses it", event, quick, plain)
            self.counts["odd: refused"] += 1
            return
        same = _exactly(quick) == _exactly(plain)
        _assert(same, "two ways write differently", event, quick, plain)
        self.counts["odd: written"] += 1

    def _odd_value(self, rand: random.Random, event: Any, is_extra: bool) -> Any:
        loop: list[Any] = []
        loop.append(loop)
        values: list[Any] = [
            *(None, True, 0, -0.0, 1.5, 10**400, math.nan, math.inf, "", "\ud800", "é\u2028", b"x"),
            *(
                (),
                (1, ("a",)),
                [],
                [[]],
                {},
                {"a": self.rt.UNSET},
                {1: 2},
                {None: 1},
                {"\ud800": 1},
            ),
            *(_Word("w"), _Color.RED, _Level.HIGH, OrderedDict(b=1, a=2), {1, 2}, object(), loop),
            *(
                self.rt.UNSET,
                [self.rt.UNSET],
                self.rt.LongInteger("7" * 20_000) if hasattr(self.rt, "LongInteger") else 10**5000,
                type(event),
                iter([1]),
            ),
        ]
        value = rand.choice(values)
        if rand.random() < 0.2:
            value = rand.choice(([value], {"k": value}, (value,), [{"a": [value]}]))
        return {"more": value} if is_extra else value


def _loads(text: str, **options: Any) -> Any:
    """Parse with `json`, without the interpreter's limit on integers."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return json.loads(text, **options)
    finally:
        sys.set_int_max_str_digits(limit)


def _exactly(text: str) -> Any:
    """Parse a JSON text with integers as spelled. Raises ValueError for malformed text."""
    return _loads(text, parse_int=str, parse_constant=_refuse)


def _refuse(name: str) -> None:
    raise ValueError(name)


_DEEP: Final = object()


def _text_of(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _by_json(data: bytes, parse_int: Callable[[str], Any] = int) -> Any:
    """Parse with `json`; None for malformed text, and `_DEEP` for excessive nesting."""

    text = _text_of(data)
    if text is None:
        return None
    try:
        return _loads(text, parse_int=parse_int, parse_constant=_refuse)
    except ValueError:
        return None
    except RecursionError:
        return _DEEP


# --------------------------------------------------------------------------- changes

_TOKENS: Final = [
    *(b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"NaN", b"-", b"1e999", b"-0"),
    *(b"\\u0000", b"\\ud800", b"\xff", b"\xef\xbb\xbf", b"\x00", b" ", b"\n", b'"type":"error",'),
    *(b"1" * 3000, b'{"type":', b"[" * 300, b'{"a":' * 300, b"true", b"\\u0022", b"9" * 25),
]


def changed(rand: random.Random, messages: Sequence[bytes]) -> bytes:
    """A random message, with random changes of its values or of its bytes, or none."""
    data = rand.choice(messages)
    way = rand.random()
    if way < 0.1:
        return data
    if way < 0.6:
        value = json.loads(data)
        for _ in range(rand.choice((1, 1, 2, 5))):
            value = _bent(rand, value, json.loads(rand.choice(messages)))
        style: dict[str, Any] = rand.choice(
            ({}, {"separators": (",", ":")}, {"indent": 1}, {"ensure_ascii": False})
        )
        return json.dumps(value, **style).encode("utf-8", "surrogatepass")
    for _ in range(rand.choice((1, 1, 2, 8))):
        data = _cut(rand, data, rand.choice(messages))
    return data


def _cut(rand: random.Random, data: bytes, other: bytes) -> bytes:
    start = rand.randrange(len(data) + 1)
    stop = min(len(data), start + rand.choice((0, 1, 1, SLICE, 80)))
    middle = rand.choice(
        (b"", data[start:stop] * 2, rand.choice(_TOKENS), rand.randbytes(1), other[start:stop])
    )
    return data[:start] + middle + data[stop:]


_JUNK: Final[list[Any]] = [
    *(None, True, False, 0, -1, 1.5, 1e300, 2**63, 10**30, "", "x", "error", "\ud800", "é", "\0"),
    *([], [None], {}, {"type": "x"}, {"type": None}, {"type": "error"}, [[]], "k" * 300),
]


def _bent(rand: random.Random, value: Any, other: Any) -> Any:
    """A value with one change somewhere in it."""
    junk = rand.choice((rand.choice(_JUNK), rand.choice(_JUNK), _part(rand, other)))
    if not isinstance(value, dict | list) or not value or rand.random() < 0.15:
        return junk if rand.random() < 0.5 else value
    if isinstance(value, list):
        index = rand.randrange(len(value))
        return [*value[:index], _bent(rand, value[index], other), *value[index + 1 :]]
    key = rand.choice(list(value))
    way = rand.random()
    if way < 0.2:
        return {name: inner for name, inner in value.items() if name != key}
    if way < 0.4:
        return {**value, rand.choice(("new", "type", "__class__", "unknown_fields", "", key)): junk}
    return {**value, key: junk if way < 0.6 else _bent(rand, value[key], other)}


def _part(rand: random.Random, value: Any) -> Any:
    while isinstance(value, dict | list) and value and rand.random() < 0.6:
        value = rand.choice(list(value.values()) if isinstance(value, dict) else value)
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=Path, help="a folder of recordings, *.jsonl")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "generated"))
    fuzzer = Fuzzer(import_module("openai_realtime"), messages_of(options.events))
    started = time.process_time()
    for number in range(options.count):
        try:
            fuzzer.round(options.seed + number)
        except Exception as fault:
            sys.exit(f"seed {options.seed + number}: {type(fault).__name__}: {fault}")
    told = ", ".join(f"{name} {count:,}" for name, count in sorted(fuzzer.counts.items()))
    seconds = time.process_time() - started
    sys.stdout.write(f"{options.count:,} messages in {seconds:,.0f} s of CPU: {told}\n")


if __name__ == "__main__":
    main()
