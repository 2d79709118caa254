"""What else holds of a package with the native core; each check runs in a process of its own.

    python -m tests.tools.native_checks CHECK [--count N]

A check ends with an AssertionError where it does not hold.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final

from benchmarks.packages import load_package

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
        shape, partial(codec._event_branch, shape.tag), _ask
    )
    return read


def common(_count: int) -> None:
    """What servers send is read and checked by the core alone."""
    package: Any = load_package(PACKAGE, "native_package", native=True)
    read = _reader_alone(package)
    codec = vars(sys.modules["native_package.codec"])["_codec"]
    check = codec._binding.checker(codec._names, _ask)
    peek: Any = importlib.import_module("native_package._peek").Peek("type")
    for message in messages_of()[:210]:  # The streams.
        assert peek.finds(message, frozenset({json.loads(message)["type"]})), message
        assert not peek.finds(message, frozenset({"another"})), message
        for form in (message, message.decode(), json.loads(message)):
            check(UNION, form, read(form))


def replaced(_count: int) -> None:
    """A class whose attributes were replaced is read by Python, and by the core before."""
    packages: Any = both(PACKAGE)
    for package in packages:
        _replace(package.ResponseTextDeltaEvent, package.decode_realtime_server_event)


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
    sys.stdout.write(f"the core gave up {given_up} times\n")


def level(count: int) -> None:
    """Memory stays level over many messages, read, refused and given up."""
    plain, package = both(PACKAGE)
    differential = Differential(plain, package, messages_of())
    import random
    import resource

    rand = random.Random(1)
    given = [spelled_oddly(rand, rand.choice(differential.messages)) for _ in range(4000)]
    decode = vars(package)["decode_realtime_server_event"]
    error = vars(package)["DecodeError"]
    sizes: list[int] = []
    for part in range(4):
        for number in range(count // 4):
            message = given[number % len(given)]
            with suppress(error):
                decode(message, strict=part % 2 == 1)
        gc.collect()
        sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    sys.stdout.write(f"{count:,} messages, kilobytes at most: {sizes}\n")
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
    check.__name__: check for check in (common, replaced, starved, level, alone)
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("check", choices=CHECKS)
    parser.add_argument("--count", type=int, default=1_000_000)
    options = parser.parse_args()
    CHECKS[options.check](options.count)


if __name__ == "__main__":
    main()
