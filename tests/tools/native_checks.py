"""More checks of a package with the native core, each in a process of its own.

    python -m tests.tools.native_checks CHECK [--count N]

A check ends with an AssertionError where it does not hold.
"""

from __future__ import annotations

import argparse
import copy
import gc
import importlib
import inspect
import json
import pickle
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final

from benchmarks.packages import load_package
from benchmarks.streams import client_messages

from .fuzzing import ROOT, messages_of
from .native import Differential, both, spelled_oddly, state_of

PACKAGE: Final = ROOT / "generated" / "openai_realtime"
UNION: Final = "RealtimeServerEvent"


class _PythonAskedError(AssertionError):
    """The core left to Python what it should do itself."""


def _ask(*arguments: Any) -> Any:
    raise _PythonAskedError(repr(arguments)[:400])


def _reader_alone(package: Any) -> Callable[[Any], Any]:
    """The reader of server events of a package, whose fallback fails."""
    codec = vars(sys.modules[f"{package.__name__}.codec"])["_codec"]
    shape = codec.shapes[UNION]
    read: Callable[[Any], Any] = codec._binding.event_reader(
        shape, partial(codec._event_branch, shape.path), _ask
    )
    return read


def common(_count: int) -> None:
    """The core alone reads, checks and writes the messages of servers."""
    package: Any = load_package(PACKAGE, "native_package", native=True)
    read = _reader_alone(package)
    codec = vars(sys.modules["native_package.codec"])["_codec"]
    check = codec._binding.checker(codec._names, _ask)
    write = codec._binding.writer(codec._names, _ask)
    core: Any = importlib.import_module("realtime_codegen_native")
    looks = [core.Look("type", is_thorough) for is_thorough in (False, True)]
    for message in messages_of()[:210]:  # The streams.
        tag = json.loads(message)["type"]
        for look in looks:
            assert look.finds(message, frozenset({tag})), message
            assert not look.finds(message, frozenset({"another"})), message
            assert look.tag_of(message) == look.tag_of(message.decode()) == tag, message
        for form in (message, message.decode(), json.loads(message)):
            check(UNION, form, read(form))
        event = read(message)
        assert write(event) == codec.text(event), message
    for client in client_messages().values():
        event = package.decode_realtime_client_event(client)
        assert write(event) == codec.text(event), client


def replaced(_count: int) -> None:
    """A class whose attributes were replaced is left to Python, and the core's again after."""
    packages: Any = both(PACKAGE)
    for package in packages:
        _replace(package.ResponseTextDeltaEvent, package.decode_realtime_server_event)
        _replace_what_is_written(package)


def _replace(cls: Any, decode: Callable[[bytes], Any]) -> None:
    message = b'{"type":"response.output_text.delta","event_id":"e","delta":"d"}'
    slot = cls.delta
    assert decode(message).delta == "d"
    cls.delta = property(slot.__get__, lambda self, value: slot.__set__(self, value * 2))
    assert decode(message).delta == "dd"
    cls.delta = slot
    assert decode(message).delta == "d"
    cls.__setattr__ = lambda self, name, value: object.__setattr__(self, name, "set")
    assert decode(message).delta == "set"
    del cls.__setattr__
    assert decode(message).delta == "d"


def _replace_what_is_written(package: Any) -> None:
    cls, slot = package.ResponseTextDeltaEvent, package.ResponseTextDeltaEvent.delta
    event = package.decode_realtime_server_event(
        '{"type":"response.output_text.delta","delta":"d"}'
    )
    plain = package.encode(event)
    assert '"delta":"d"' in plain
    cls.delta = property(lambda self: slot.__get__(self) * 2)
    assert '"delta":"dd"' in package.encode(event)
    cls.delta = slot
    assert package.encode(event) == plain
    cls.__getattribute__ = lambda self, name: (
        "got" if name == "delta" else object.__getattribute__(self, name)
    )
    assert '"delta":"got"' in package.encode(event)
    del cls.__getattribute__
    assert package.encode(event) == plain


def functions(_count: int) -> None:
    """The objects that replace functions are called, described and pickled as these."""
    package: Any = importlib.import_module("openai_realtime")
    for function in (package.decode_realtime_server_event, package.encode):
        plain = function.__wrapped__
        assert inspect.isfunction(plain)
        assert not inspect.isfunction(function)
        for name in ("__name__", "__qualname__", "__module__", "__doc__", "__annotations__"):
            assert getattr(function, name) == getattr(plain, name), name
        assert inspect.signature(function) == inspect.signature(plain)
        assert pickle.loads(pickle.dumps(function)) is copy.deepcopy(function) is function
        assert weakref.ref(function)() is function
        assert type("Holder", (), {"method": function})().method.__func__ is function
        for wrong in (function, partial(function, 1, 2), partial(function, "{}", strange=1)):
            assert _type_error(wrong) == _type_error(_unwrapped(wrong))
    decode, message = package.decode_realtime_server_event, '{"type":"error"}'
    for strict in (True, 1):
        try:
            decode(message, strict=strict)
        except package.DecodeError:
            continue
        raise AssertionError("it was not strict")
    for call in (partial(decode, message=message), partial(decode, message, strict=0)):
        assert call() == decode(message, strict=False) == decode(message)


def _unwrapped(call: Any) -> Any:
    if isinstance(call, partial):
        function: Any = call.func
        return partial(function.__wrapped__, *call.args, **call.keywords)
    return call.__wrapped__


def _type_error(call: Any) -> str:
    try:
        call()
    except TypeError as error:
        return str(error)
    raise AssertionError("it was called")


def starved(_count: int) -> None:
    """Each allocation fails in turn: the core gives up, and Python makes the same event."""
    testing: Any = importlib.import_module("_testcapi")
    plain, package = both(PACKAGE)
    decode = vars(package)["decode_realtime_server_event"]
    alone = _reader_alone(package)
    expected = vars(plain)["decode_realtime_server_event"]
    done = next(message for message in messages_of() if b'"response.done"' in message[:30])
    odd = done.replace(b'"realtime.response"', b'"\\n\\u00e9"').replace(b'"output":', b'"new":')
    given_up = 0
    for message in (done, odd, json.loads(done)):
        wanted = state_of(expected(message, strict=False))
        for number in range(1, 200):
            for read in (alone, decode):
                event = None
                try:
                    testing.set_nomemory(number, number + 1)
                    event = read(message)
                except (MemoryError, _PythonAskedError):
                    given_up += 1
                finally:
                    testing.remove_mem_hooks()
                assert event is None or state_of(event) == wanted, message
        assert state_of(alone(message)) == wanted, "the core gave up for good"
    assert given_up > 30, given_up
    _starve_writing(testing, package, alone(done))
    sys.stdout.write(f"the core gave up {given_up} times\n")


def _starve_writing(testing: Any, package: Any, event: Any) -> None:
    codec = vars(sys.modules[f"{package.__name__}.codec"])["_codec"]
    # What is longer than the first buffer of the core, in steps.
    event.unknown_fields = {f"k{number}": "x" * 3000 for number in range(40)}
    wanted = codec.text(event)
    given_up = 0
    for number in range(1, 60):
        write = codec._binding.writer(codec._names, _ask)
        text = None
        try:
            testing.set_nomemory(number, number + 1)
            text = write(event)
        except (MemoryError, _PythonAskedError):
            given_up += 1
        finally:
            testing.remove_mem_hooks()
        assert text is None or text == wanted
        assert write(event) == wanted, "the core gave up writing for good"
    assert given_up > 5, given_up


_SPELLED: Final = (
    *(r'"a\\nb"', r'"a\nb"', '"a\nb"', r'"a\"b"', '"a"b"', r'"\\"', '"\\"', r'"\u0041"', '"A"'),
    *(r'"\\u0041"', r'"\\t"', r'"\t"', '"\t"', r'"\/"', '"/"', r'"\\/"'),
)


def spelled(_count: int) -> None:
    """A string that came before is no measure for one that is only spelled like it."""
    packages = both(PACKAGE)
    calls = [vars(package)["decode_realtime_server_event"] for package in packages]
    differential = Differential(*packages, [])
    tag = "response.output_audio_transcript.delta"
    for first in _SPELLED:
        for second in _SPELLED:
            for value in (first, second):
                for key in ("delta", "item_id"):
                    message = f'{{"type":"{tag}","event_id":"e","{key}":{value}}}'
                    differential.try_form(calls, message)
                    differential.try_form(calls, message.encode())
                differential.try_form(calls, f'{{"type":{value},"event_id":{value}}}')


def together(_count: int) -> None:
    """The data of the core outlives calls of Python in which it is changed."""
    core: Any = importlib.import_module("realtime_codegen_native")
    _replace_a_plan_in_use(core)
    _drop_a_tag_in_use(core)


def _replace_a_plan_in_use(core: Any) -> None:
    """Two threads read first at once: one makes its plan while the other reads by its own."""
    is_reading, is_made = threading.Event(), threading.Event()

    def find(_: str) -> None:
        is_reading.set()
        assert is_made.wait(10)

    def make() -> Any:
        if threading.current_thread() is not other:
            other.start()
            assert is_reading.wait(10)
        return core.Tagged("type", find, None, None, "type")

    read = core.Reader(make, lambda _: "python")
    results: list[Any] = []
    other = threading.Thread(target=lambda: results.append(read(b'{"type":"x"}')))
    results.append(read(b"[]"))
    is_made.set()
    other.join()
    assert results == ["python", "python"], results


def _drop_a_tag_in_use(core: Any) -> None:
    """An object loses its tag while Python is asked what the tag stands for."""
    messages: list[dict[str, Any]] = []

    def find(_: str) -> None:
        messages[-1].clear()

    plan = core.Tagged("type", find, None, None, "type")
    read = core.Reader(lambda: plan, lambda _: "python")
    for number in range(50):
        messages.append({"type": f"tag {number}"})
        assert read(messages[-1]) == "python"


def level(count: int) -> None:
    """Memory stays level over many messages, read, refused, given up and dispatched."""
    plain, package = both(PACKAGE)
    differential = Differential(plain, package, messages_of())
    import random
    import resource

    rand = random.Random(1)
    given = [spelled_oddly(rand, rand.choice(differential.messages)) for _ in range(4000)]
    decode = vars(package)["decode_realtime_server_event"]
    encode, error = vars(package)["encode"], vars(package)["DecodeError"]
    dispatcher = vars(package)["RealtimeServerEventDispatcher"](raise_unhandled=())
    sizes: list[int] = []
    done = 0
    for tenths in (1, 2, 5, 10):
        for number in range(done, count * tenths // 10):
            message = given[number % len(given)]
            with suppress(error):
                encode(decode(message, strict=number % 2 == 1))
                dispatcher.dispatch(message)
            if number % 1000 == 0:
                handler = partial(repr)
                dispatcher.on("response.created", handler)
                assert dispatcher.discard(handler) == 1
        done = count * tenths // 10
        gc.collect()
        sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    sys.stdout.write(f"{count:,} messages, kilobytes at most after 1, 2, 5, 10 tenths: {sizes}\n")
    assert sizes[-1] - sizes[1] < 2048, sizes


def alone(_count: int) -> None:
    """The core refuses a sub-interpreter, and packages do without it there."""
    module: Any = importlib.import_module("_xxsubinterpreters")
    interpreter = module.create(isolated=False)
    program = f"""
import sys
sys.path[:] = {[str(PACKAGE.parent), *sys.path]!r}
try:
    import realtime_codegen_native
except ImportError as error:
    assert "main interpreter" in str(error) or "subinterpreter" in str(error), error
else:
    raise AssertionError("it was imported")
import openai_realtime
assert not openai_realtime.NATIVE
event = openai_realtime.decode_realtime_server_event('{{"type":"error"}}')
assert type(event).__name__ == "RealtimeErrorEvent", event
"""
    module.run_string(interpreter, program)
    module.destroy(interpreter)


CHECKS: Final[dict[str, Callable[[int], None]]] = {
    check.__name__: check
    for check in (common, replaced, functions, spelled, together, starved, level, alone)
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("check", choices=CHECKS)
    parser.add_argument("--count", type=int, default=1_000_000)
    options = parser.parse_args()
    CHECKS[options.check](options.count)


if __name__ == "__main__":
    main()
