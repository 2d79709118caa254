"""Test the committed package on one interpreter, with the standard library alone.

`python3.14t tests/tools/selfcheck.py` imports every module, decodes and encodes every sample of
the reference, checks the laws of decoding and encoding on random objects, and runs handlers, also
in threads and after a fork where the platform has them. It prints one line that names the
interpreter, or the traceback of the first failure.

With `zip` as argument the package is imported from an archive, with `frozen` from code objects
without a file, as programs that are frozen into one executable have them; `brief` tries less of
what is random. The levels of optimisation are those of the package alone.
"""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import importlib.abc
import importlib.machinery
import json
import os
import pickle
import platform
import random
import re
import sys
import tempfile
import types
import warnings
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

GENERATED = Path(__file__).resolve().parents[2] / "generated"
PACKAGE = "openai_realtime"
BRIEF = "brief" in sys.argv
MALFORMED = [
    *["", " ", "{", "[]", "null", "3", '"type"', '{"type":"error"', '{"a":1}}', '{"a":NaN}'],
    *['{"a":-Infinity}', '{"a":"\n"}', '{"a":01}', "\ufeff{}", '{"a":"\\x"}', "{'a':1}", "[" * 99],
]
# Deeper than any stack, if the interpreter limits its own.
MESSAGES = 300 if BRIEF else 1_500
DEPTHS = () if sys.platform == "emscripten" else (100_000,) if BRIEF else (100_000, 1_000_000)


class Frozen(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the package from code objects; no module has a file or a source."""

    def __init__(self) -> None:
        self.code = {
            f"{PACKAGE}.{path.stem}".removesuffix(".__init__"): compile(
                path.read_bytes(), f"<frozen {path.stem}>", "exec"
            )
            for path in (GENERATED / PACKAGE).glob("*.py")
        }

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        if fullname not in self.code:
            return None
        is_package = fullname == PACKAGE
        return importlib.machinery.ModuleSpec(fullname, self, is_package=is_package)

    def exec_module(self, module: types.ModuleType) -> None:
        exec(self.code[module.__name__], vars(module))


def archive(folder: str) -> str:
    """The package in an archive."""
    path = Path(folder, "packages.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for module in (GENERATED / PACKAGE).glob("*.py"):
            packed.write(module, f"{PACKAGE}/{module.name}")
    return str(path)


def load(folder: str) -> Any:
    """The package, with all of its modules."""
    if "frozen" in sys.argv:
        sys.meta_path.insert(0, Frozen())
    else:
        sys.path.insert(0, archive(folder) if "zip" in sys.argv else str(GENERATED))
    rt = importlib.import_module(PACKAGE)
    for path in sorted((GENERATED / PACKAGE).glob("*.py")):
        if path.stem != "__init__":
            importlib.import_module(f"{PACKAGE}.{path.stem}")
    assert ("frozen" in sys.argv) is not hasattr(rt, "__file__")
    assert "zip" not in sys.argv or ".zip" in str(rt.__file__)
    names: dict[str, Any] = {name: getattr(rt, name) for name in rt.__all__}
    assert len(names) > 80
    return rt


def exactly(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def raised(kind: Any, call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """The exception that a call raises."""
    try:
        call(*arguments, **options)
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__} for {arguments!r}"[:200])


def classes(rt: Any) -> list[Any]:
    models = importlib.import_module(f"{PACKAGE}.models")
    return [
        value
        for value in vars(models).values()
        if hasattr(value, "__match_args__") and value.__module__ == models.__name__
    ]


def check_samples(rt: Any) -> int:
    """Every sample and every piece of Python in the reference."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(rt.UNSET, protocol)) is rt.UNSET
    count = 0
    for path in sorted((GENERATED / "docs" / PACKAGE).glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for kind, body in re.findall(
            r"^```(json|python)\n(.*?)^```", text, re.MULTILINE | re.DOTALL
        ):
            if kind == "python" and "assert" in body:
                exec(compile(body, path.name, "exec", optimize=0), {})
                count += 1
            elif kind == "json" and isinstance(sample := json.loads(body), dict):
                hold(rt, rt.decode_realtime_server_event, sample)
                count += 1
    return count


def hold(rt: Any, decode: Callable[..., Any], value: dict[str, Any]) -> None:
    """The laws of reading and writing for one object."""
    event = decode(value)
    assert exactly(rt.to_dict(event)) == exactly(value)
    text = rt.encode(event)
    data = text.encode()
    for form in (text, data, bytearray(data), memoryview(data), json.dumps(value, indent=1)):
        assert decode(form) == event
    assert event == copy.deepcopy(event) == pickle.loads(pickle.dumps(event))


def values(source: random.Random, depth: int = 0) -> Any:
    """A random JSON value."""
    kind = source.randrange(8 if depth < 3 else 6)
    if kind == 6:
        return [values(source, depth + 1) for _ in range(source.randrange(3))]
    if kind == 7:
        names = ["type", "event_id", "item", "delta", "é", 'a"b']
        return {source.choice(names): values(source, depth + 1) for _ in range(source.randrange(4))}
    return source.choice([None, True, 0, -7, 1.0, 1.5, 10**30, "", "a\n\x7f", "\ud83d", "response"])


def check_laws(rt: Any) -> int:
    """Random objects as each class and as both unions."""
    source = random.Random(7)
    unions = (rt.decode_realtime_server_event, rt.decode_realtime_client_event)
    tags = [*rt.RealtimeServerEventDispatcher._events, *rt.RealtimeClientEventDispatcher._events]
    count = 0
    for _ in range(2 if BRIEF else 20):
        for tag in tags:
            value = {"type": tag, "item": values(source), "error": values(source), "n": 1.0}
            hold(rt, unions[count % 2], value)
            count += 1
        for cls in classes(rt):
            names = [*cls.__slots__, "new"]
            value = {name: values(source) for name in source.sample(names, min(3, len(names)))}

            def decode(message: Any, cls: Any = cls) -> Any:
                return rt.decode(cls, message)

            hold(rt, decode, value)
            count += 1
    return count


def check_refusals(rt: Any) -> int:
    """Malformed messages raise the one error, and strict decoding names the place."""
    decode = rt.decode_realtime_server_event
    for text in MALFORMED:
        for form in (text, text.encode()):
            assert raised(rt.DecodeError, decode, form).offset is not None
    for depth in DEPTHS:
        raised(rt.DecodeError, decode, '{"a":' + "[" * depth + "]" * depth + "}")
    error = raised(rt.DecodeError, decode, {"type": "error", "error": {}}, strict=True)
    assert {path for path, _ in error.problems} >= {"$.event_id", "$.error.message"}
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
    return len(MALFORMED) + len(DEPTHS) + 1


def check_classes(rt: Any) -> int:
    """The classes are dataclasses in every way, and the sentinel is one."""
    for cls in classes(rt):
        event = rt.decode(cls, {})
        fields = [field.name for field in dataclasses.fields(cls)]
        assert fields[-1] == "unknown_fields"
        assert dataclasses.replace(event) == event
        assert set(dataclasses.asdict(event)) == set(fields)
        assert repr(event).startswith(cls.__name__)
        assert not hasattr(event, "__dict__")
    unset = rt.UNSET
    assert copy.copy(unset) is copy.deepcopy(unset) is pickle.loads(pickle.dumps(unset)) is unset
    match rt.decode_realtime_server_event({"type": "response.output_text.delta", "delta": "a"}):
        case rt.ResponseTextDeltaEvent(delta=text):
            assert text == "a"
        case _:
            raise AssertionError("no match")
    return len(classes(rt))


def check_helpers(rt: Any) -> int:
    """Audio, tags and answers."""
    audio = bytes(range(256))
    frame = rt.encode_input_audio_buffer_append_event(audio, format="pcm16")
    assert rt.audio_bytes(rt.decode_realtime_client_event(frame)) == audio
    for text in ("A", "A===", "AAAA=", "AAAA====", "AA AA", "AA==AA==", "é", "AAA\n"):
        raised(rt.DecodeError, rt.audio_bytes, rt.InputAudioBufferAppendEvent(audio=text))
    for check in (True, False):
        assert rt.event_type('{"type":"a","\\u0074ype":"b"}', check=check) == "b"
    message = {"event_id": "e"}
    error = raised(rt.DecodeError, rt.decode_realtime_client_event, message, strict=True)
    assert rt.realtime_error_event(error, message, event_id="s").error.event_id == "e"
    return 11


def stream(count: int) -> Iterator[str]:
    """Messages of several kinds, no two neighbours equal."""
    for number in range(count):
        if number % 5 == 4:
            yield f'{{"type":"new.{number % 50}","n":[{number}]}}'
        else:
            yield f'{{"type":"response.output_text.delta","delta":"{number}","item_id":"i"}}'


async def messages(count: int) -> AsyncIterator[str]:
    for message in stream(count):
        yield message


def check_dispatch(rt: Any) -> int:
    """Handlers of both kinds, without and with an event loop, if there is one."""
    d = rt.RealtimeServerEventDispatcher()
    log: list[str] = []

    async def later(event: Any) -> None:
        log.append(event.delta)

    d.on("response.output_text.delta", later)
    d.once("response.output_text.delta", lambda event: log.append("once"))
    d.on_unknown(lambda event: log.append(event.type))
    running = d.run(messages(10))
    raised(StopIteration, running.send, None)
    assert log == ["0", "once", "1", "2", "3", "new.4", "5", "6", "7", "8", "new.9"]
    failure = '{"type":"error","error":{"message":"quota"}}'
    assert "quota" in str(raised(rt.UnhandledEventError, d.dispatch, failure))
    if sys.platform != "emscripten":  # Its event loop is the browser's.
        log.clear()
        asyncio.run(d.run(messages(5_000)))
        assert len(log) == 5_000
    return 3


def check_threads(rt: Any) -> int:
    """Decoding, encoding and dispatching at the same time in several threads."""
    if sys.platform == "emscripten":
        return 0
    import threading

    d = rt.RealtimeServerEventDispatcher(skip_unhandled=True)
    counts: list[int] = []
    onces: list[object] = []
    errors: list[BaseException] = []
    barrier = threading.Barrier(8)

    def work(number: int) -> None:
        try:
            barrier.wait()
            own: list[object] = []
            for turn, message in enumerate(stream(MESSAGES)):
                event = rt.decode_realtime_server_event(message)
                assert json.loads(rt.encode(event)) == json.loads(message)
                handler = own.append
                d.on("response.output_text.delta", handler)
                d.dispatch(message)
                assert d.off("response.output_text.delta", handler) == 1
                if turn % 100 == number:
                    d.once("response.done", onces.append)
                    d.dispatch({"type": "response.done"})
            counts.append(len(own))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    if errors:
        raise errors[0]
    assert len(counts) == 8
    assert all(count >= MESSAGES * 4 // 5 for count in counts)
    assert len(onces) == 8 * MESSAGES // 100
    return 8


def check_fork(rt: Any) -> int:
    """A forked process keeps what was compiled before, and compiles more."""
    if not hasattr(os, "fork") or sys.platform == "emscripten":
        return 0
    messages = list(stream(10))
    before = [rt.to_dict(rt.decode_realtime_server_event(text)) for text in messages]
    with warnings.catch_warnings():
        # The threads of the check before have ended; some systems count them for a moment.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            again = [rt.to_dict(rt.decode_realtime_server_event(text)) for text in messages]
            for cls in classes(rt):
                assert rt.to_dict(rt.decode(cls, {"new": 1}))["new"] == 1
            os._exit(0 if again == before else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    return 1


CHECKS = (
    *(check_samples, check_laws, check_refusals, check_classes),
    *(check_helpers, check_dispatch, check_fork, check_threads),
)


def main() -> str:
    """Run every check; return a line about the interpreter. A failed check raises."""
    with tempfile.TemporaryDirectory() as folder:
        rt = load(folder)
        done = {check.__name__.removeprefix("check_"): check(rt) for check in CHECKS}
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    version = f"{platform.python_implementation()} {platform.python_version()}"
    counts = ", ".join(f"{name} {count}" for name, count in done.items())
    return f"{version} ({sys.platform}, {'with' if gil else 'without'} the GIL): {counts}\n"


if __name__ == "__main__" and not __debug__:
    # An optimised interpreter drops assertions, but these have to stay.
    source = Path(__file__).read_bytes()
    exec(compile(source, __file__, "exec", optimize=0), {**globals(), "__builtins__": __builtins__})
elif __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.stdout.write(main())
