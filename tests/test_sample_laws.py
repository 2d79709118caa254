"""The law of samples: what is shown of a declaration is a value of it.

Strict decoding takes the sample of every declaration, what is read of it is an instance of the
annotation all the way down, and the Python beside it runs. And what a value may look like is
said by shapes: few modules look at the types of a model, and each of those has its reason.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import json
import re
import shutil
import sys
import types
import typing
from pathlib import Path
from typing import Any, ForwardRef

from hypothesis import HealthCheck, assume, given, settings, strategies as st

from realtime_codegen import model as model_module
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles, SourceFile
from realtime_codegen.wire.samples import Sampler, plain
from tests.tools.handbook import faults
from tests.tools.own_sources import GROUP, nodes_of
from tests.tools.packages import ENTRY, compiled, import_package, reader_of

CODEGEN = Path(model_module.__file__).parents[1]

# ------------------------------------------------------------------------------- specs

NAMES = ["Alpha", "Beta", "Gamma", "Delta", "Omega"]
KEYS = ["type", "id", "item_id", "count", "items", "next", "parameters", "created_at", "a-b", "in"]
TEXTS = ["a", "b", "", "it's", 'say "a"', "a is b", "line\nbreak", "\\", "é", "{x}"]
HOLES = ["string", "number", "boolean"]

literals = st.sampled_from(TEXTS).map(json.dumps) | st.sampled_from(
    ["0", "1", "-2", "1.5", "true", "false"]
)
leaves = (
    st.sampled_from(["string", "number", "boolean", "null", "unknown", "object", "{}", "never"])
    | literals
    | st.sampled_from(HOLES).map("`item_${{{}}}`".format)
    | st.sampled_from(NAMES)
)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map("({})[]".format),
        inner.map("{{ [key: string]: {} }}".format),
        inner.map("Record<number, {}>".format),
        inner.map("Record<`x_${{string}}`, {}>".format),
        st.lists(inner, min_size=2, max_size=4).map(lambda all_: f"({' | '.join(all_)})"),
        st.lists(inner, max_size=3).map(lambda all_: f"[{', '.join(all_)}]"),
        st.tuples(inner, inner).map("[{0[0]}, ({0[1]})?]".format),
        st.tuples(inner, inner).map("[({0[0]}), ...({0[1]})[]]".format),
        st.tuples(inner, inner).map("[...({0[0]})[], {0[1]}]".format),
    )


type_texts = st.recursive(leaves, grown, max_leaves=5)
fields = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(["", "?"]), type_texts),
    max_size=5,
    unique_by=lambda field: field[0],
)


def interface_text(name: str, members: list[tuple[str, str, str]]) -> str:
    doc = "/** Defaults to 0.5, only `auto` is supported. */"
    lines = (f"  {doc} {json.dumps(key)}{mark}: {text};\n" for key, mark, text in members)
    return f"export interface {name} {{\n{''.join(lines)}}}\n"


@st.composite
def specs(draw: st.DrawFn) -> str:
    """The text of a spec: interfaces, aliases, an enum and a union that a tag tells apart."""
    texts = ["export enum Omega { One = 1, Two = 'two', Three }\n"]
    for name in NAMES[:-1]:
        if draw(st.booleans()):
            texts.append(interface_text(name, draw(fields)))
        else:
            texts.append(f"export type {name} = {draw(type_texts)};\n")
    members = [f"Event{number}" for number in range(draw(st.integers(2, 4)))]
    for member in members:
        own = [field for field in draw(fields) if field[0] != "type"]
        mark = draw(st.sampled_from(["", "?"]))
        tags = [json.dumps(member), json.dumps(member.lower())][: draw(st.integers(1, 2))]
        texts.append(interface_text(member, [*own, ("type", mark, " | ".join(tags))]))
    texts.append(f"export type Events = {' | '.join(members)};\n")
    return "".join(texts)


# ---------------------------------------------------------------------------- instances


def is_instance(value: Any, hint: Any, scope: dict[str, Any]) -> bool:
    """Whether a value is of an annotation, field by field, all the way down."""
    if isinstance(hint, (str, ForwardRef)):
        text = hint if isinstance(hint, str) else hint.__forward_arg__
        return is_instance(value, eval(text, scope), scope)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return True
    if hint is typing.Never:
        return False
    if origin in (typing.Union, types.UnionType):
        return any(is_instance(value, member, scope) for member in arguments)
    if origin is typing.Literal:
        return any(type(value) is type(a) and value == a for a in arguments)
    if origin is list:
        return isinstance(value, list) and all(is_instance(v, arguments[0], scope) for v in value)
    if origin is dict:
        return isinstance(value, dict) and all(
            is_instance(part, arguments[1], scope) for part in value.values()
        )
    if hint is None or hint is type(None):
        return value is None
    if hint is float:
        return type(value) in (int, float)
    if hint in (int, str, bool):
        return type(value) is hint
    if hasattr(hint, "__dataclass_fields__"):
        hints = typing.get_type_hints(hint, scope)
        return type(value) is hint and all(
            is_instance(getattr(value, name), field, scope) for name, field in hints.items()
        )
    return isinstance(value, hint)


numbers = itertools.count()


def hold(folder: Path, text: str, facts: str = "") -> int:
    """The laws of one spec. The number of samples that there are."""
    name = f"sampled_{next(numbers)}"
    files = MemoryFiles({ENTRY: text.encode()})
    source = SourceFile("facts.toml", facts.encode())
    result = compiled(files, name, facts=source, targets=("dataclasses", "docs"))
    if result.failed:
        codes = {d.code for d in result.diagnostics if d.severity.name == "ERROR"}
        assert not codes & {"RC402", "RC403", "RC405"}, result.diagnostics
        return 0
    model = load_model(files, ENTRY, Options(facts=source)).model
    assert model is not None
    names, _ = package_names(model, ENTRY)
    sampler = Sampler(model, names)
    count = 0
    try:
        package = import_package(folder, result.files, name)
        codec = importlib.import_module(f"{name}.codec")._codec
        strict = importlib.import_module(f"{name}._strict")
        for declaration in model.declarations:
            python = names.declarations[declaration.id]
            try:
                value = plain(sampler.sampled(declaration.id))
            except ValueError:
                continue
            count += 1
            shape = codec.shapes[python]
            assert strict.find_problems(codec.shapes, shape, value) == [], (python, value)
            event = reader_of(name, python)(value)
            scope = dict(vars(importlib.import_module(f"{name}.models")))
            assert is_instance(event, scope[python], scope), (python, value, event)
        pages = {path: page for path, page in result.files.items() if path.endswith(".md")}
        assert list(faults(pages)) == []
        for path, page in pages.items():
            blocks = dict(re.findall(r"(?ms)^```(json|python)\n(.*?)^```$", page))
            if "python" in blocks:
                exec(compile(blocks["python"], path, "exec"), {"message": blocks["json"]})
    finally:
        for imported in [key for key in sys.modules if key.split(".")[0] == name]:
            del sys.modules[imported]
        shutil.rmtree(folder / name, ignore_errors=True)
    assert package.__name__ == name
    return count


COUNTED = "/** Defaults to 0.5. */ count: number; /** Defaults to 1.5. */ counts: number[]"
FACTS = '[[integers]]\nmatch = "Counted.*"\nwhy = "whole"\n'


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(specs())
def test_a_sample_is_a_value_of_its_declaration(tmp_path: Path, text: str) -> None:
    text += f"export interface Counted {{ {COUNTED} }}\n"
    assume(hold(tmp_path, text, FACTS))


def test_of_a_map_and_an_object_without_properties_the_first_is_shown(tmp_path: Path) -> None:
    """An object is read as that one, so a page with the other would compare it with a dict."""
    text = "export interface Beta {}\nexport type Delta = Record<string, string>;\n"
    unions = ("Delta | Beta", "Beta | Delta", "string | Beta | Record<string, number>", "Beta")
    for number, union in enumerate(unions):
        text += f"export interface Event{number} {{ a: {{ [key: string]: {union} }} }}\n"
    assert hold(tmp_path, f"{text}export interface Counted {{ {COUNTED} }}\n", FACTS)


def test_a_value_is_shown_if_the_smallest_one_is_small() -> None:
    """Each node has to name its parent, and a value of the first one all that it may."""
    names = [f"Node{number}" for number in range(60)]
    text = "export interface Root { kind: 'root'; body: Node[]; first?: Node }\n"
    for number, name in enumerate(names):
        other, third = names[number * 7 % 60], names[number * 11 % 60]
        fields = f"kind: '{name}'; parent: Node | Root; list: {other}[]; also: {third}[]"
        text += f"export interface {name} {{ {fields}; some?: {names[-number - 1]} }}\n"
    text += f"export type Node = {' | '.join(names)};\n"
    model = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options()).model
    assert model is not None
    sampler = Sampler(model, package_names(model, ENTRY)[0])
    shown = [plain(sampler.sampled(declaration.id)) for declaration in model.declarations]
    assert len(shown) == len(names) + 2


ALIKE = """
export interface Bare {}
export interface Some { items?: string }
export interface Must { items: string }
export interface Other { more?: number }
export interface Both { items?: string; more?: number }
"""


def test_of_members_that_an_object_fits_alike_the_one_that_is_read_is_shown(tmp_path: Path) -> None:
    names = re.findall(r"interface (\w+)", ALIKE)
    text = ALIKE
    for count in (2, 3):
        for members in itertools.permutations(names, count):
            field = f"a: {' | '.join(members)}; b: (string | {' | '.join(members)})[]"
            text += f"export interface {''.join(members)} {{ {field} }}\n"
    assert hold(tmp_path, f"{text}export interface Counted {{ {COUNTED} }}\n", FACTS) > 80


# ------------------------------------------------------------------------- who may look

TYPES = frozenset("Array Literal Map Opaque Primitive Template Tuple Union".split())
LOOKERS = {
    "adapt": "pairs what two specs declare, which is more than what values look like",
    "audit.mending": "facts name properties; it finds the ones that a path leads to",
    "facts.answers": "facts name properties; it finds the ones that a text may be put in",
    "changes": "compares what two specs declare, which is more than what values look like",
    "model.selection": "cuts a union of events down to those that are left",
    "model.groups": "finds the unions that a tag tells apart, and what else refers to them",
    "model.in_place": "finds the types that the spec has inline",
    "migrate": "programs name declarations and annotations",
    "model.json": "the model as JSON",
    "python": "the classes, aliases and annotations of Python",
    "facts.audio": "facts name properties and literals; it finds those of the spec",
    "facts.adding": "facts change a model",
    "facts.defaults": "facts change a model",
    "facts.events": "facts change a model",
    "facts.integers": "facts change a model",
    "facts.movement": "facts name events and paths; it finds what these lead to",
    "facts.nullable": "facts change a model",
    "facts.tagging": "facts change a model",
    "facts.selecting": "facts name properties; it finds those with a string or a number in them",
    "frontend": "makes the model",
    "targets.audio": "facts name properties; it reads which formats their declarations name",
    "targets.docs": "what Python calls a type, and which objects are in it",
    "targets.peer": "the annotation of arguments",
    "targets.session": "facts name paths; it finds the attributes that these lead through",
    "targets.pydantic": "the texts that values of the spec are said by",
    "model.notation": "the notation of TypeScript, in one line",
    "model.typescript": "the notation of TypeScript",
}
"""The units that look at the types of a model, each with what it does that shapes cannot say."""


def lookers() -> set[str]:
    """The units outside of `wire` that name kinds of types."""
    units = set()
    for path in CODEGEN.rglob("*.py"):
        parts = path.relative_to(CODEGEN).with_suffix("").parts
        for node in nodes_of(path):
            if isinstance(node, ast.ImportFrom) and node.level:
                names = {alias.name for alias in node.names}
                inside = parts[0] == "model" and node.module is None
                from_model = inside or (node.module or "").split(".")[-1] == "model"
                if (from_model and names & TYPES) or (node.module is None and "model" in names):
                    kept = 2 if parts[0] in ("audit", "facts", "model", "targets") else 1
                    units.add(".".join(parts[:kept]))
    return units - {"wire"}


@GROUP
def test_what_a_value_looks_like_is_said_by_shapes() -> None:
    assert lookers() == set(LOOKERS)
