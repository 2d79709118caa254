"""The functions that are compiled when a class is first met, wherever and however that is.

Texts, keys and literals of a spec are values of names, and never part of source that is
compiled. A traceback shows the lines. Threads, forks, archives and levels of optimisation
change nothing.
"""

from __future__ import annotations

import ast
import builtins
import copy
import gc
import json
import multiprocessing
import os
import pickle
import re
import subprocess
import sys
import threading
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from realtime_codegen.runtime import _shapes as shapes, _unions
from realtime_codegen.runtime._choice import choice_reader
from realtime_codegen.runtime._codec import Codec
from realtime_codegen.runtime._record import dataclass
from realtime_codegen.runtime._strict import find_problems
from realtime_codegen.runtime._template import Template
from tests.tools.night import share
from tests.tools.packages import compiled_text, forget, import_package, write_tree

# ------------------------------------------------------------------- codecs without a spec


def codec_of(declared: dict[str, shapes.Shape]) -> Codec:
    """A codec of some shapes; the attributes of its classes are `f0`, `f1` and so on."""
    models: dict[str, Any] = {}
    renamed: dict[str, dict[str, str]] = {}
    for name, shape in declared.items():
        if isinstance(shape, shapes.Object):
            wires = [*shape.required, *shape.optional]
            renamed[name] = {f"f{number}": wire for number, wire in enumerate(wires)}
            names = dict.fromkeys([*renamed[name], "unknown_fields"], Any)
            namespace = {"__annotations__": names, "__module__": __name__}
            models[name] = dataclass(slots=True)(type(name, (), namespace))
    return Codec(declared, models, renamed, _unions, choice_reader)


def test_the_name_of_a_union_is_no_class_even_after_it_was_read() -> None:
    codec = codec_of(
        {
            "A": shapes.Object({"a": shapes.TEXT}, {}),
            "U": shapes.AnyOf(shapes.Named("A"), shapes.TEXT),
        }
    )
    for _ in range(2):
        with pytest.raises(TypeError, match="'U' is not a class of this package's models"):
            codec.read("U", {"a": "x"})
        assert codec.read_union("U", '"x"', False) == "x"
        assert codec.read_union("U", {"a": "x"}, False).f0 == "x"


def functions(codec: Codec) -> Iterator[FunctionType]:
    """The functions that were compiled for a codec."""
    seen: set[int] = set()
    pending: list[Any] = [codec._readers, codec._writers, codec._checks]
    while pending:
        current = pending.pop()
        if id(current) in seen or isinstance(current, (ModuleType, type, str)):
            continue
        seen.add(id(current))
        if isinstance(current, FunctionType):
            if isinstance(current.__globals__.get("__loader__"), SimpleNamespace):
                yield current
                pending.append(current.__globals__)
            pending.extend(cell.cell_contents for cell in current.__closure__ or ())
        elif isinstance(current, dict):
            pending.extend(current.values())


def source_of(function: FunctionType) -> str:
    loader = function.__globals__["__loader__"]
    source = loader.get_source(function.__globals__["__name__"])
    assert isinstance(source, str)
    return source


# --------------------------------------------------------------------------- no spec text

HOSTILE = [
    '"',
    "'",
    '"""',
    "\\",
    "\n",
    "\r\n",
    "\0",
    "\ud800",
    "\udfff",
    "\u2028",
    "é",
    "😀",
    "{0}",
    "%s",
    "_0",
    "value",
    "data",
    "event",
    "UNSET",
    "import os",
    "') or __import__('os')._exit(1) or ('",
    "\n    raise SystemExit\n",
    "class",
    "__builtins__",
    "None",
    "len(data)",
    "a == b",
    "#",
    "",
]
TEXTS = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\"'\\\n{}%"), max_size=8
)
LITERALS = TEXTS | st.integers() | st.booleans() | st.sampled_from([1.5, -0.0, 1e300, 10**40])
PATHS = st.lists(TEXTS, min_size=1, max_size=3).map(tuple)
NAMES = ["Alpha", "Beta", "Gamma"]
LEAVES = st.one_of(
    st.sampled_from([shapes.TEXT, shapes.NUMBER, shapes.BOOLEAN, shapes.NULL, shapes.ANYTHING]),
    st.lists(LITERALS, min_size=1, max_size=12).map(lambda values: shapes.Constant(*values)),
    TEXTS.map(
        lambda text: shapes.Pattern(
            f"`{text}${{string}}`", Template((text, False), ("string", True))
        )
    ),
    st.sampled_from(NAMES).map(shapes.Named),
)


def _grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    named = st.sampled_from(NAMES).map(shapes.Named)
    branches = st.lists(st.tuples(TEXTS, named), min_size=1, max_size=4)
    return st.one_of(
        inner.map(shapes.ListOf),
        inner.map(shapes.MapOf),
        st.lists(inner, max_size=3).map(lambda all_: shapes.TupleOf(*all_, required=len(all_))),
        st.lists(inner, min_size=2, max_size=3).map(lambda all_: shapes.AnyOf(*all_)),
        st.builds(shapes.Tagged, PATHS, branches),
    )


FIELDS = st.dictionaries(TEXTS, st.recursive(LEAVES, _grown, max_leaves=4), max_size=5)


@st.composite
def declared_shapes(draw: st.DrawFn) -> dict[str, shapes.Shape]:
    declared: dict[str, shapes.Shape] = {}
    for name in NAMES:
        required, optional = draw(FIELDS), draw(FIELDS)
        for wire in required:
            optional.pop(wire, None)
        extra = draw(st.none() | st.just(shapes.TEXT) | st.just(shapes.Named("Alpha")))
        declared[name] = shapes.Object(required, optional, extra)
    return declared


JSON = st.recursive(
    st.none() | LITERALS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


OWN_NUMBERS = range(64)
"""How many fields a class has; the names of values are `_0`, `_1` and so on."""


def hold_apart(function: FunctionType) -> None:
    """The source has names, attributes `f0` ..., and no other text than its own."""
    tree = ast.parse(source_of(function))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert set(node.value) <= set("{},"), node.value
        elif isinstance(node, ast.Constant) and node.value is not None:
            assert isinstance(node.value, bool) or node.value in OWN_NUMBERS, node.value
        elif isinstance(node, ast.Name):
            known = node.id in function.__globals__ or hasattr(builtins, node.id)
            assert known or node.id in function.__code__.co_varnames, node.id
        elif isinstance(node, ast.Attribute):
            own = {"get", "append", "join", "unknown_fields", "__class__", "issuperset"}
            assert node.attr in own or re.fullmatch(r"f\d+", node.attr), node.attr


@settings(max_examples=share(150), deadline=None)
@given(declared_shapes(), st.lists(st.dictionaries(TEXTS, JSON, max_size=4), max_size=3), st.data())
def test_no_text_of_a_spec_is_compiled(
    declared: dict[str, shapes.Shape], values: list[dict[str, Any]], data: st.DataObject
) -> None:
    codec = codec_of(declared)
    for name in NAMES:
        shape = declared[name]
        assert isinstance(shape, shapes.Object)
        names = [*shape.required, *shape.optional]
        values = [*values, {wire: data.draw(JSON) for wire in names}]
    for name in NAMES:
        for value in values:
            event = codec.reader(shapes.Named(name))(value)
            assert codec.to_dict(event) == value
            assert json.loads(codec.text(event)) == value
            quick = codec.check(shapes.Named(name))(event)
            assert not (quick and find_problems(declared, declared[name], value)), value
    compiled = list(functions(codec))
    assert {function.__name__ for function in compiled} >= {"read", "write", "check"}
    for function in compiled:
        hold_apart(function)


def test_the_search_for_functions_finds_what_is_nested() -> None:
    declared: dict[str, shapes.Shape] = {
        "Alpha": shapes.Object({"a": shapes.ListOf(shapes.Named("Beta"))}, {}),
        "Beta": shapes.Object({"b": shapes.AnyOf(shapes.TEXT, shapes.NULL)}, {}),
    }
    codec = codec_of(declared)
    event = codec.reader(shapes.Named("Alpha"))({"a": [{"b": "x"}]})
    assert codec.check(shapes.Named("Alpha"))(event)
    codec.text(event)
    titles = sorted(function.__globals__["__name__"] for function in functions(codec))
    assert len(titles) == 6, titles


# ------------------------------------------------------------------------------ tracebacks


class Refusing:
    """A value that raises wherever it is looked at."""

    def __eq__(self, other: object) -> bool:
        raise LookupError("seen")

    __hash__ = None  # type: ignore[assignment]


def lines_of(error: BaseException) -> list[tuple[str, str]]:
    """The function and the line of each frame that is compiled."""
    frames = traceback.extract_tb(error.__traceback__)
    return [(frame.name, frame.line or "") for frame in frames if " " in frame.filename]


@pytest.fixture
def three() -> Codec:
    """Two unions whose functions have no class, and the class that holds them."""
    one = shapes.AnyOf(shapes.Constant("a"), shapes.NULL)
    other = shapes.AnyOf(shapes.Constant(1, "b", "c"), shapes.NULL)
    fields: dict[str, shapes.Shape] = {
        "tag": shapes.Constant("x"),
        "one": shapes.ListOf(one),
        "other": shapes.ListOf(other),
    }
    return codec_of({"Alpha": shapes.Object(fields, {})})


def test_a_traceback_shows_the_line(three: Codec) -> None:
    reader = three.reader(shapes.Named("Alpha"))
    with pytest.raises(LookupError) as caught:
        reader({"tag": Refusing(), "one": [], "other": []})
    [(name, line)] = lines_of(caught.value)
    assert name == "read"
    assert re.fullmatch(r"event\.f0 = (_\d+) if data\[(_\d+)\] == \1 else data\[\2\]", line)
    assert line in "".join(traceback.format_exception(caught.value))
    event = reader({"tag": "x", "one": [], "other": []})
    event.f0 = Refusing()
    with pytest.raises(LookupError) as caught:
        three.text(event)
    assert lines_of(caught.value)[-1][0] == "write"
    assert lines_of(caught.value)[-1][1].startswith("if value == ")


@pytest.mark.parametrize("order", [("one", "other"), ("other", "one")])
def test_each_function_has_lines_of_its_own(three: Codec, order: tuple[str, str]) -> None:
    """The checks of unions have no name that tells them apart; their lines are not mixed up."""
    reader = three.reader(shapes.Named("Alpha"))
    for field in order:
        event = reader({"tag": "x", "one": [], "other": [], field: [Refusing()]})
        with pytest.raises(LookupError) as caught:
            three.check(shapes.Named("Alpha"))(event)
        name, line = lines_of(caught.value)[-1]
        assert name == "check"
        assert line.startswith("return (value == " if field == "one" else "return ((value in ")


def test_a_traceback_is_shown_for_a_package(rt: ModuleType) -> None:
    with pytest.raises(LookupError) as caught:
        rt.decode(rt.Message, {"type": Refusing()})
    assert lines_of(caught.value)[0][1].startswith("event.type = ")
    frame = traceback.extract_tb(caught.value.__traceback__)[-2]
    assert frame.filename.startswith(f"{rt.__name__}.models.Message read")


# --------------------------------------------------------------------- wherever that is

SPEC = """
export interface Message { type: 'message'; parts: Array<Text | Sound>; up?: Message; id?: Id }
export type Id = 'a' | 'b';
export interface Text { kind: 'text'; text: string }
export interface Sound { kind: 'sound'; data: Kept | string }
export interface Kept { path: string; names: string[] }
export interface Note { type: 'note'; "it's": 1 | 'say "no"'; deep?: Note[] }
export type Event = Message | Note;
"""
MESSAGE = {
    "type": "message",
    "parts": [{"kind": "text", "text": "x"}, {"kind": "sound", "data": {"path": "p", "names": []}}],
    "up": {"type": "message", "parts": [], "extra": 1},
}
USE = f"""
import json, sys
sys.path.insert(0, sys.argv[1])
import compiled as rt
assert rt.__file__.startswith(sys.argv[1]), rt.__file__
message = json.loads({json.dumps(json.dumps(MESSAGE))})
event = rt.decode_event(message, strict=True)
if type(event.parts[1].data) is not rt.Kept: raise SystemExit("a class is not read")
if json.loads(rt.encode(event)) != message: raise SystemExit("not the same")
if rt.to_dict(event) != message: raise SystemExit("not the same")
del message["parts"][0]["text"]
try:
    rt.decode_event(message, strict=True)
except rt.DecodeError as error:
    if "$.parts[0].text" not in str(error): raise SystemExit(str(error))
else:
    raise SystemExit("it should not fit")
class Bad:
    def __eq__(self, other): raise LookupError
import traceback
try:
    rt.decode(rt.Note, {{"type": Bad()}})
except LookupError:
    if "event.type = " not in traceback.format_exc(): raise SystemExit(traceback.format_exc())
print("done")
"""


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return dict(compiled_text(SPEC, "compiled", targets=("dataclasses",)).files)


@pytest.fixture
def rt(files: dict[str, str], tmp_path: Path) -> Iterator[ModuleType]:
    yield import_package(tmp_path, files, "compiled")
    forget("compiled")


@pytest.mark.parametrize("flags", [(), ("-O",), ("-OO",), ("-I",), ("-X", "utf8=0")], ids=" ".join)
@pytest.mark.parametrize("archive", [False, True], ids=["folder", "zip"])
def test_any_interpreter_compiles(
    files: dict[str, str], tmp_path: Path, flags: tuple[str, ...], archive: bool
) -> None:
    place = tmp_path / "place"
    if archive:
        place = tmp_path / "place.zip"
        with zipfile.ZipFile(place, "w") as packed:
            for path, text in files.items():
                packed.writestr(path, text)
    else:
        write_tree(place, files)
    command = [sys.executable, *flags, "-c", USE, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("done\n", "", 0)


def test_threads_that_meet_one_class_at_once(rt: ModuleType) -> None:
    number = 16
    barrier = threading.Barrier(number)
    results: list[Any] = []

    def run() -> None:
        barrier.wait()
        event = rt.decode_event(MESSAGE, strict=True)
        results.append((event, json.loads(rt.encode(event))))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=run) for _ in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert len(results) == number
    assert all(event == results[0][0] and text == MESSAGE for event, text in results)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("warm", [False, True])
def test_a_fork_goes_on(rt: ModuleType, warm: bool) -> None:
    if warm:
        rt.decode_event(MESSAGE, strict=True)
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()

    def child() -> None:
        event = rt.decode_event(MESSAGE, strict=True)
        queue.put((rt.encode(event), type(event.parts[1].data).__name__))

    process = context.Process(target=child)
    process.start()
    process.join(60)
    assert process.exitcode == 0
    text, name = queue.get()
    assert json.loads(text) == json.loads(rt.encode(rt.decode_event(MESSAGE))) == MESSAGE
    assert name == "Kept"


def test_events_are_copied_and_pickled_after_their_functions_are_compiled(rt: ModuleType) -> None:
    event = rt.decode_event(MESSAGE, strict=True)
    for twin in (copy.copy(event), copy.deepcopy(event), pickle.loads(pickle.dumps(event))):
        assert twin == event
        assert rt.encode(twin) == rt.encode(event)
        assert type(twin.parts[1].data) is rt.Kept
        assert twin.id is event.id


def test_depth_ends_in_an_error(rt: ModuleType) -> None:
    """Deep messages are read, or refused by a `DecodeError`: never anything else."""
    for depth in (10, 100, 300, 1_000, 10_000, 100_000):
        text = """{"type":"note","it's":1,"deep":[""" * depth + "]}" * depth
        for strict in (False, True):
            try:
                event = rt.decode_event(text, strict=strict)
            except rt.DecodeError:
                assert depth > 100
                continue
            assert json.loads(rt.encode(event))["type"] == "note"


def test_a_chain_of_names_is_followed_to_its_end() -> None:
    """Names that stand for names, and unions in unions: depth of the spec, not of the message."""
    number = 3_000
    declared: dict[str, shapes.Shape] = {
        f"Name{i}": shapes.Named(f"Name{i + 1}") for i in range(number)
    }
    declared[f"Name{number}"] = shapes.Object({"a": shapes.Constant("x")}, {})
    declared["Top"] = shapes.Object({"of": shapes.Named("Name0")}, {})
    codec = codec_of(declared)
    event = codec.reader(shapes.Named("Top"))({"of": {"a": "x"}})
    assert type(event.f0).__name__ == f"Name{number}"
    assert codec.check(shapes.Named("Top"))(event)
    assert codec.text(event) == '{"of":{"a":"x"}}'


def test_a_class_of_many_fields() -> None:
    number = 5_000
    required = {f"r{i}": shapes.AnyOf(shapes.TEXT, shapes.NULL) for i in range(number)}
    optional = {f"o{i}": shapes.Constant("x", "y") for i in range(number)}
    codec = codec_of({"Wide": shapes.Object(required, optional)})
    value = dict.fromkeys(required)
    event = codec.reader(shapes.Named("Wide"))(value)
    assert codec.check(shapes.Named("Wide"))(event)
    assert json.loads(codec.text(event)) == value


def test_a_codec_that_is_not_used_is_freed() -> None:
    """The functions are in no table that outlives the codec."""
    codec = codec_of({"Alpha": shapes.Object({"a": shapes.ListOf(shapes.Named("Alpha"))}, {})})
    event = codec.reader(shapes.Named("Alpha"))({"a": [{"a": []}]})
    codec.text(event)
    model = type(event)
    del codec, event
    gc.collect()
    assert not [f for f in gc.get_referrers(model) if isinstance(f, dict) and "model" in f]
