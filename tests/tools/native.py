"""Packages with the native core, held against the same packages without it.

    python -m tests.tools.native [--count N] [--seed S] [--events FOLDER]
        [--samples FOLDER] [--alone] [--package FOLDER]

Messages are what `tests.tools.fuzzing` begins with, and samples as the target `fixtures` makes
them; each is changed at random. Types, the order of keys, values, errors with their places and
encoded text have to be equal, for text, bytes and objects, strictly and not. Ends at the first
difference, and prints the seed that makes it again.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from benchmarks.packages import load_package

from .fuzzing import ROOT, changed, messages_of
from .native_writing import with_parts_set

__all__ = ["Differential", "both", "spelled_oddly", "state_of"]


def both(folder: Path) -> tuple[ModuleType, ModuleType]:
    """A generated package without the native core, and with it."""
    plain = load_package(folder, f"plain_{folder.name}", native=False)
    return plain, load_package(folder, f"native_{folder.name}", native=True)


def state_of(value: Any) -> Any:
    """A value as it is compared: types by their names, order, floats to the bit."""
    kind = type(value)
    if kind in (str, int, bool, type(None)):
        return value if kind in (str, type(None)) else (kind.__name__, value)
    if kind is float:
        return ("float", value.hex())
    if kind is list:
        return [state_of(item) for item in value]
    if kind is dict:
        return ("dict", *((key, state_of(item)) for key, item in value.items()))
    if isinstance(value, Exception):
        return _state_of_error(value)
    if kind.__module__.endswith(("models", "_runtime")) and hasattr(kind, "__slots__"):
        return (kind.__name__, *(state_of(getattr(value, name)) for name in kind.__slots__))
    return (kind.__name__, repr(value))


def _state_of_error(error: Exception) -> Any:
    names = ("message", "offset", "line", "column", "problems", "more")
    details = [repr(getattr(error, name, None)) for name in names]
    text = re.sub(r"\b(plain|native)_(?=\w+\.)", "", str(error))  # CPython 3.13 names modules.
    return (type(error).__name__, text, *details)


_TAGS: Final = {"response.output_audio_transcript.delta", "response.output_audio.delta"}
_VALUES: Final = re.compile(
    rb':\s*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|\[\]|\{\}|null|true|false)'
)
_KEYS: Final = re.compile(rb'[{,]\s*"([a-z_]+)"\s*:')
_ODD: Final = (
    *(b"-0", b"-0.0", b"1e5", b"1E-3", b"0.1", b"3.141592653589793238", b"1e400", b"-1e400"),
    *(b"999999999999999999", b"9223372036854775807", b"9223372036854775808", b"1" * 310),
    *(b"5e-324", b"2.2250738585072011e-308", b"1.7976931348623157e308", b"9007199254740993.0"),
    *(b"01", b"-", b"1.", b".5", b"+1", b"1e", b"NaN", b"Infinity", b"-Infinity", b"tru", b"nul"),
    *(b'"\\u00e9\\ud83d\\ude00"', b'"\\ud83d"', b'"\\ude00"', b'"\\ud83dx"', b'"\\u12g4"'),
    *(
        b'"\\ud83d\\u0041"',
        b'"\\ud83d\\ud83d"',
        b'"\\b\\f\\n\\r\\t\\/\\\\\\""',
        b'"\\x"',
        b'"\\"',
        b'"\x01"',
        b'"\x7f"',
    ),
    *(rb'"\\n"', rb'"\n"', b'"\n"', rb'"a\\"', rb'"a\"b"', b'"a"b"', rb'"\\u0041"', rb'"\u0041"'),
    *('"é😀"'.encode(), b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\xf4\x90\x80\x80"'),
    *(b'{"a":1,"b":2,"a":3}', b'{"type":"x","type":"y"}', b"[1,{}]", b"[", b"[]]", b"{,}", b"[1,]"),
    *(b'{"type":"message"}', b'{"type":"message","role":"user","content":[{},null,1]}'),
    *(b'"message"', b'"function_call"', b'"user"', b'"x"', b'"y"', b"1", b"2", b"true", b"false"),
    *(b"[" * 70 + b"]" * 70, b'{"a":' * 70 + b"1" + b"}" * 70, b'{"a":' * 63 + b"1" + b"}" * 63),
)


def spelled_oddly(rand: random.Random, data: bytes) -> bytes:
    """A message with one part spelled otherwise: a value, a key, one more key, blanks, a mark."""
    way = rand.randrange(6)
    if way == 0 and (values := list(_VALUES.finditer(data))):
        place = rand.choice(values)
        return data[: place.start(1)] + rand.choice(_ODD) + data[place.end(1) :]
    keys = list(_KEYS.finditer(data))
    if way == 1 and keys:
        place = rand.choice(keys)
        key = place.group(1)
        at = rand.randrange(len(key))
        escaped = b"%s\\u%04x%s" % (key[:at], key[at], key[at + 1 :])
        return data[: place.start(1)] + escaped + data[place.end(1) :]
    if way == 2 and keys:
        place = rand.choice(keys)
        name = rand.choice((b"new", b"type", b"role", b"t\\u0079pe", place.group(1), "ä".encode()))
        start = place.start() + 1
        return data[:start] + b'"' + name + b'":' + rand.choice(_ODD) + b"," + data[start:]
    if way == 3:
        return rand.choice((b" \t\r\n", b"\xef\xbb\xbf", b"\x00", b"\x0b")) + data
    if way == 4:
        return data + rand.choice((b" \t\r\n", b"x", b"\x00", b"{}", b","))
    return data[: rand.randrange(len(data) + 1)]


class _Text(str):
    __slots__ = ()

    def __repr__(self) -> str:
        return f"_Text({str(self)!r})"


class _Integer(int):
    pass


class _Elements(list[Any]):
    pass


def with_odd_part(rand: random.Random, value: Any) -> Any:
    """A parsed value with one part of a type that JSON does not have, or a key that is no text."""
    if isinstance(value, dict) and value:
        if rand.random() < 0.15:
            return rand.choice(({**value, 1: 2}, {_Text(key): value[key] for key in value}))
        if rand.random() < 0.1:
            return OrderedDict(value)
        key = rand.choice(list(value))
        return {**value, key: with_odd_part(rand, value[key])}
    if isinstance(value, list):
        if not value or rand.random() < 0.3:
            return rand.choice((tuple(value), _Elements(value)))
        place = rand.randrange(len(value))
        return [*value[:place], with_odd_part(rand, value[place]), *value[place + 1 :]]
    if isinstance(value, str):
        return _Text(value)
    return rand.choice((_Integer(3), (1, 2), b"x", {1, 2}, 10**400, float("nan"), [], {}))


_ODD_ROUNDS: Final = 3  # In one of as many events parts are set, which takes long.
_KINDS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"strict": True},
    {"skip_unhandled": True},
    {"raise_unhandled": ["response.done"], "handler_errors": "stop"},
)


def _dispatcher(package: Any, name: str, number: int, told: list[Any]) -> Any:
    """A dispatcher of one of the kinds, whose handlers tell what they were called with."""
    dispatcher = getattr(package, name)(**_KINDS[number])
    for key in sorted(dispatcher._events, key=str)[:: 3 + number]:
        tag = key if isinstance(key, str) else key[1]
        dispatcher.on(tag, told.append)
    if number == 1:
        dispatcher.on_unknown(told.append)
    return dispatcher


class Differential:
    """Rounds with two packages of one spec; `counts` says what was met."""

    def __init__(self, plain: ModuleType, native: ModuleType, messages: Sequence[bytes]) -> None:
        self.messages = messages
        self.counts: Counter[str] = Counter()
        self.seed = 0
        self.packages: tuple[Any, Any] = (plain, native)
        names = [name for name in plain.__all__ if name.startswith("decode_")]
        events = [name for name in names if name.endswith("_event")]
        server = [name for name in names if name.endswith("realtime_server_event")]
        self.unions = names + events * 3 + server * 40
        models = sys.modules[f"{plain.__name__}.models"]
        names = [name for name in plain.__all__ if name.endswith("EventDispatcher")]
        first = next((name for name in names if name == "RealtimeServerEventDispatcher"), None)
        self.told: tuple[list[Any], list[Any]] = ([], [])
        self.dispatchers = [
            [
                _dispatcher(package, first or names[0], number, told)
                for package, told in zip(self.packages, self.told, strict=True)
            ]
            for number in range(len(_KINDS) if names else 0)
        ]
        self.classes = [name for name in models.__all__ if isinstance(getattr(models, name), type)]

    def round(self, seed: int) -> None:
        """One message, changed at random. Raises AssertionError."""
        self.seed = seed
        rand = random.Random(seed)
        data = changed(rand, self.messages) if rand.random() < 0.6 else rand.choice(self.messages)
        if rand.random() < 0.4:
            data = spelled_oddly(rand, data)
        name = rand.choice(self.unions) if rand.random() < 0.8 else ""
        calls = self._calls(name) if name else self._of_class(rand.choice(self.classes))
        form: Any = data
        way = rand.random()
        if way < 0.5:
            form = self._other_form(rand, data, way < 0.25)
        self.compare(calls, form)
        self._look(form)
        self._tag(form, check=rand.random() < 0.5)
        if self.dispatchers:
            self._dispatch(rand.choice(self.dispatchers), form)

    def try_form(self, calls: Sequence[Callable[..., Any]], message: Any) -> None:
        """A message as bytes, as text or parsed. Raises AssertionError."""
        self.compare(calls, message)
        self._look(message)
        for dispatchers in self.dispatchers:
            self._dispatch(dispatchers, message)

    def _calls(self, name: str) -> list[Callable[..., Any]]:
        return [getattr(package, name) for package in self.packages]

    def _of_class(self, name: str) -> list[Callable[..., Any]]:
        def decoder(package: Any) -> Callable[..., Any]:
            return lambda message, **options: package.decode(
                getattr(package, name), message, **options
            )

        return [decoder(package) for package in self.packages]

    def _other_form(self, rand: random.Random, data: bytes, parsed: bool) -> Any:
        try:
            text = data.decode()
            if not parsed:
                return text
            value = json.loads(text)
            return with_odd_part(rand, value) if rand.random() < 0.6 else value
        except (ValueError, RecursionError):
            return data

    def compare(self, calls: Sequence[Callable[..., Any]], message: Any) -> None:
        """Compare the results of two functions for a message, and their texts."""
        plain, native = (_outcome(call, message) for call in calls)
        self._same("read", message, plain, native)
        strict = [_outcome(call, message, strict=True) for call in calls]
        self._same("read strictly", message, *strict)
        if not isinstance(plain, Exception):
            written = [
                _outcome(package.encode, event)
                for package, event in zip(self.packages, (plain, native), strict=True)
            ]
            self._same("written", message, *written)
            if self.seed % _ODD_ROUNDS == 0:
                self._write_odd((plain, native), message)
        self.counts["refused" if isinstance(plain, Exception) else "read"] += 1
        self.counts["refused strictly" if isinstance(strict[0], Exception) else "strict"] += 1

    def _write_odd(self, events: Sequence[Any], message: Any) -> None:
        """Write two equal events after the same was done to them."""
        seed = self.seed + len(self.messages)
        written = [
            _outcome(package.encode, with_parts_set(package, event, seed))
            for package, event in zip(self.packages, events, strict=True)
        ]
        self._same("written with parts set", message, *written)
        self.counts["odd, " + ("written" if isinstance(written[0], str) else "not written")] += 1

    def _dispatch(self, dispatchers: Sequence[Any], message: Any) -> None:
        """Handlers get the same events; a look that skips may miss a malformed message."""
        results = [_outcome(dispatcher.dispatch, message) for dispatcher in dispatchers]
        plain, native = ([*told] for told in self.told)
        for told in self.told:
            told.clear()
        if dispatchers[0]._skip and any(isinstance(result, Exception) for result in results):
            return
        self._same("dispatched", message, [results[0], *plain], [results[1], *native])
        self.counts["handled" if plain else "not handled"] += 1

    def _look(self, message: Any) -> None:
        """If a look of the core says yes, reading gives the tag or an error.

        A thorough look says so of well-formed messages alone.
        """
        core = import_module("realtime_codegen_native")
        plain, _ = self.packages
        dispatcher = self.dispatchers[0][0] if self.dispatchers else None
        if dispatcher is None or not isinstance(dispatcher._wire_tag, str):
            return
        key = dispatcher._wire_tag
        texts = sorted(key for key in dispatcher._events if isinstance(key, str))
        tags = frozenset({*texts[::7], *_TAGS, "message", "x"})
        for name, is_thorough in (("seen", False), ("seen thoroughly", True)):
            if core.Look(key, is_thorough).finds(message, tags):
                event = _outcome(dispatcher._decode, message)
                tag = None if isinstance(event, Exception) else plain.to_dict(event)[key]
                is_right = tag in tags or (tag is None and not is_thorough)
                assert is_right, f"seen wrongly: {message!r}"
                self.counts[name] += 1

    def _tag(self, message: Any, *, check: bool) -> None:
        """`event_type` gives the same, in packages with one tag for all events."""
        if self.dispatchers and "event_type" in self.packages[0].__all__:
            calls = [package.event_type for package in self.packages]
            tags = [_outcome(call, message, check=check) for call in calls]
            self._same("told the type", message, *tags)

    def _same(self, what: str, message: Any, plain: Any, native: Any) -> None:
        one, other = state_of(plain), state_of(native)
        assert one == other, f"{what} differently: {message!r}\n  {one!r}\n  {other!r}"


def _outcome(call: Callable[..., Any], message: Any, **options: bool) -> Any:
    try:
        return call(message, **options)
    except Exception as error:
        return error


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=Path, help="a folder of recordings, *.jsonl")
    parser.add_argument("--samples", type=Path, nargs="*", default=[], help="folders of *.json")
    parser.add_argument("--alone", action="store_true", help="with no messages but the samples")
    parser.add_argument("--package", type=Path, default=ROOT / "generated" / "openai_realtime")
    options = parser.parse_args()
    messages = [] if options.alone else messages_of(options.events)
    for folder in options.samples:
        messages += [path.read_bytes() for path in sorted(folder.rglob("*.json"))]
    differential = Differential(*both(options.package), messages)
    started = time.process_time()
    for number in range(options.count):
        try:
            differential.round(options.seed + number)
        except AssertionError as error:
            raise SystemExit(f"seed {options.seed + number}: {error}") from None
    told = ", ".join(f"{name} {count:,}" for name, count in sorted(differential.counts.items()))
    seconds = time.process_time() - started
    sys.stdout.write(f"{options.count:,} messages alike in {seconds:,.0f} s of CPU: {told}\n")


if __name__ == "__main__":
    main()
