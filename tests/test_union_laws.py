"""Laws of unions of objects: what a decision costs, and which member an object becomes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.frontend.resolve.discriminate import Discriminator
from realtime_codegen.model import (
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Interface,
    Literal,
    Model,
    Primitive,
    Ref,
    Type,
    Union,
)
from realtime_codegen.model.json import to_json
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.wire.samples import sample
from tests.tools.night import is_nightly, sampled, share
from tests.tools.packages import ENTRY, compiled_text, import_package

# ------------------------------------------------------------------------ what it costs


def union_of(bodies: list[str], more: str = "") -> str:
    """A spec with one interface for each body, and their union."""
    declared = [f"export interface M{i} {{ {body} }}" for i, body in enumerate(bodies)]
    names = " | ".join(f"M{i}" for i in range(len(bodies)))
    return "\n".join([more, *declared, f"export type All = {names};\n"])


FAMILIES: dict[str, Callable[[int], str]] = {
    "a tag each": lambda n: union_of([f"type: 'm{i}'; a: string" for i in range(n)]),
    "pairs with a tag of their own": lambda n: union_of(
        [f"k{i // 2}: '{'ab'[i % 2]}'; n{i}: number" for i in range(n)]
    ),
    "groups of eight with a tag of their own": lambda n: union_of(
        [f"k{i // 8}: 'v{i % 8}'; n: number" for i in range(n)]
    ),
    "optional tags": lambda n: union_of([f"type?: 'm{i}'; a{i % 3}?: string" for i in range(n)]),
    "two optional tags": lambda n: union_of(
        [f"type?: 'm{i}'; kind?: 'k{i}'; form?: 'f{i}'" for i in range(n)]
    ),
    "a tag shared by three": lambda n: union_of(
        [f"type: 'm{i // 3}'; a{i % 3}: string" for i in range(n)]
    ),
    "a tag shared by all": lambda n: union_of([f"type: 'x'; a{i}: string" for i in range(n)]),
    "all alike": lambda n: union_of(
        [f"type: 'x'; a: {'string' if i % 2 else 'number'}" for i in range(n)]
    ),
    "tags of numbers and booleans": lambda n: union_of(
        [f"code: {i // 2}; ok: {'true' if i % 2 else 'false'}; a: string" for i in range(n)]
    ),
    "inner tags": lambda n: union_of(
        [f"channel: 'c'; header: {{ type: 'm{i}'; id: string }}; a: string" for i in range(n)]
    ),
    "no tag": lambda n: union_of([f"a{i}: string; b: number" for i in range(n)]),
    "no tag, literals": lambda n: union_of([f"a{i}: 'x'; b{i}: 'y' | 'z'" for i in range(n)]),
    "a tag, and an open member": lambda n: union_of(
        [*(f"type: 'm{i}'; a: string" for i in range(n - 1)), "type: string; data: unknown"]
    ),
    "a tag, and others without": lambda n: union_of(
        [f"type: 'm{i}'; a: string" if i % 4 else f"b{i}: string" for i in range(n)]
    ),
    "half have a tag": lambda n: union_of(
        [f"type: 'm{i}'; a: string" if i % 2 else f"b{i}: string" for i in range(n)]
    ),
    "sets of literals that overlap": lambda n: union_of(
        [f"type: {' | '.join(repr(f'm{i + j}') for j in range(4))}; a{i}: 1" for i in range(n)]
    ),
    "sets that are one": lambda n: union_of(
        [f"type: Kind; mode: '{'ab'[i % 2]}'; a{i}: 1" for i in range(n)],
        f"type Kind = {' | '.join(repr(f'm{i}') for i in range(n))};",
    ),
    "a comb of tags": lambda n: union_of(
        [
            "; ".join([*(f"k{j}: 'on'" for j in range(i % 24)), f"k{i % 24}: 'off'", f"n{i}: 1"])
            for i in range(n)
        ]
    ),
    "every tag in half of the members": lambda n: union_of(
        [
            "; ".join([*(f"k{j}: '{(i * 7 + j) % 5}'" for j in range(8) if i >> j & 1), f"n{i}: 1"])
            for i in range(n)
        ]
    ),
    "unions of unions": lambda n: (
        union_of([f"type: 'm{i}'" for i in range(n)])
        + "type L0 = M0 | M1;\n"
        + "".join(f"type L{i} = (L{i - 1} | M2) | (L{i - 1} | M3);\n" for i in range(1, n // 8))
        + f"export interface Holder {{ l: L{n // 8 - 1} }}\n"
    ),
}


def model_of(text: str) -> Model:
    model = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options()).model
    assert model is not None
    return model


def unions(model: Model) -> Iterator[Union]:
    for declaration in model.declarations:
        types = (
            [property_.type for property_ in declaration.properties]
            if isinstance(declaration, Interface)
            else [declaration.type]
            if isinstance(declaration, Alias)
            else []
        )
        yield from (member for member in types if isinstance(member, Union))


def tree_size(decision: Decision | None) -> int:
    """The nodes of a decision, one as often as it is reached, and the members in its leaves."""
    match decision:
        case ByKeys(members):
            return 1 + len(members)
        case ByTag(_, branches, absent, other):
            inner = (*(then for _, then in branches), absent, other)
            return 1 + sum(map(tree_size, inner))
        case _:
            return 1


def steps(model: Model) -> int:
    worker = Discriminator(model.by_id())
    for declaration in model.declarations:
        worker.declaration(declaration)
    return worker.steps


@pytest.mark.parametrize("family", FAMILIES)
def test_a_decision_is_linear_in_its_members(family: str) -> None:
    sizes = []
    for count in (64, 128, 256) if is_nightly() else (32, 64, 128):
        text = FAMILIES[family](count)
        model = model_of(text)
        size = sum(tree_size(union.decision) for union in unions(model))
        words = len(text.split())
        assert size <= 2 * words, (size, words)
        assert steps(model) <= 60 * words
        sizes.append((size, steps(model), len(to_json(model))))
    for small, _, large in zip(*sizes, strict=True):
        # A tree may get one level deeper at any size, so that two doublings are judged together.
        assert large <= 2.3**2 * small + 50, sizes


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_written_is_linear_in_the_members(family: str) -> None:
    lines = []
    for count in (32, 64):
        result = compiled_text(FAMILIES[family](count), f"union_{count}", targets=("dataclasses",))
        own = [text for path, text in result.files.items() if path.endswith(("codec.py", "ma.py"))]
        lines.append(sum(len(text) for text in own))
    assert lines[1] <= 2.3 * lines[0], lines


def test_thousands_of_members_are_decided_in_a_few_steps_each() -> None:
    for family, most in (("a tag each", 40), ("no tag, literals", 60), ("all alike", 40)):
        count = share(5000)
        model = model_of(FAMILIES[family](count))
        assert steps(model) <= most * count, family


# ------------------------------------------------------------------- what an object becomes

POOL = (
    "string",
    "number",
    "boolean",
    "'x'",
    "'x' | 'y'",
    "1",
    "true",
    "string | null",
    "string[]",
    "Leaf",
    "Leaf | string",
    "unknown",
)
NARROWER = {
    "string": "'x'",
    "number": "1",
    "boolean": "true",
    "'x' | 'y'": "'x'",
    "string | null": "string",
    "string[]": "'x'[]",
    "Leaf | string": "Leaf",
    "unknown": "string",
}


@dataclass
class Spec:
    """A random spec, and which of its interfaces are narrower than which."""

    text: str
    unions: list[str]
    narrower: list[tuple[str, str]]


def random_spec(random_: random.Random) -> Spec:
    lines = ["export interface Leaf { leaf: string; size?: number }"]
    names: list[str] = []
    narrower: list[tuple[str, str]] = []
    for union in range(4):
        members: list[str] = []
        tags = random_.choice(
            (["'t'"], ["'t'", "'u'"], ["1", "true", "'1'"], ["'t' | 'u'", "'t'"], ["'t'", "null"])
        )
        for number in range(random_.randint(2, 7)):
            name = f"U{union}M{number}"
            fields = random_.sample(["a", "b", "c", "d"], random_.randint(1, 3))
            body = {field: random_.choice(POOL) for field in fields}
            marks = {field: random_.choice(("", "", "?")) for field in fields}
            tag = f"type{random_.choice(('', '', '', '?'))}: {random_.choice(tags)}; "
            if random_.random() < 0.15:
                tag = ""
            written = "; ".join(f"{field}{marks[field]}: {body[field]}" for field in fields)
            lines.append(f"export interface {name} {{ {tag}{written} }}")
            members.append(name)
            field = next((field for field in fields if body[field] in NARROWER), None)
            if field is not None and random_.random() < 0.5:
                narrow = f"{field}{marks[field]}: {NARROWER[body[field]]}"
                lines.append(f"export interface {name}Sub extends {name} {{ {narrow} }}")
                members.append(f"{name}Sub")
                narrower.append((f"{name}Sub", name))
        random_.shuffle(members)
        names.append(f"Union{union}")
        lines.append(f"export type Union{union} = {' | '.join(members)};")
    lines.append(f"export interface Holder {{ all: ({' | '.join(names)})[] }}")
    return Spec("\n".join(lines), names, narrower)


def fits(by_id: Mapping[DeclId, Declaration], type_: Type, value: Any) -> bool:
    """Whether TypeScript would say that a value is of a type; the types are those of POOL."""
    match type_:
        case Literal(_, literal):
            return type(value) is type(literal) and value == literal
        case Primitive("string"):
            return isinstance(value, str)
        case Primitive("number"):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Primitive("boolean"):
            return isinstance(value, bool)
        case Primitive("null"):
            return value is None
        case Primitive("unknown"):
            return True
        case Array(element):
            return isinstance(value, list) and all(fits(by_id, element, item) for item in value)
        case Union(members):
            return any(fits(by_id, member, value) for member in members)
        case Ref(id_):
            declaration = by_id[id_]
            if isinstance(declaration, Alias):
                return fits(by_id, declaration.type, value)
            assert isinstance(declaration, Interface)
            return isinstance(value, dict) and all(
                fits(by_id, property_.type, value[property_.wire_name])
                if property_.wire_name in value
                else not property_.required
                for property_ in declaration.properties
            )
    raise AssertionError(type_)


def values(model: Model, interface: Interface, random_: random.Random) -> Iterator[Any]:
    """Values of an interface: a sample, the required fields alone, and others' fields beside."""
    full = {
        property_.wire_name: sample(model, property_.type) for property_ in interface.properties
    }
    required = {property_.wire_name for property_ in interface.properties if property_.required}
    yield sample(model, interface.id)
    yield full
    yield {name: value for name, value in full.items() if name in required}
    for _ in range(3):
        kept = {
            name: value
            for name, value in full.items()
            if name in required or random_.random() < 0.5
        }
        yield {**kept, random_.choice("abcd") + "_": 1, **dict.fromkeys(random_.choice(("e", "f")))}


@pytest.mark.parametrize("seed", sampled(range(25), 3))
def test_members_that_share_tags(seed: int, tmp_path: Path) -> None:
    """A value is read strictly as a member that it fits, as the narrower of two, and comes back."""
    random_ = random.Random(f"shared tags {seed}")
    spec = random_spec(random_)
    name = f"shared_tags_{seed}"
    result = compiled_text(spec.text, name, targets=("dataclasses", "typeddicts"))
    assert all(diagnostic.severity is not Severity.ERROR for diagnostic in result.diagnostics)
    told = [
        (diagnostic.span, diagnostic.related)
        for diagnostic in result.diagnostics
        if diagnostic.code == "RC203"
    ]
    assert len(told) == len(set(told))
    package: Any = import_package(tmp_path, result.files, name)
    model = model_of(spec.text)
    by_id = model.by_id()
    interfaces = {
        str(declaration.id): declaration
        for declaration in by_id.values()
        if isinstance(declaration, Interface)
    }
    for union in spec.unions:
        alias = next(declaration for declaration in by_id.values() if str(declaration.id) == union)
        assert isinstance(alias, Alias)
        assert isinstance(alias.type, Union)
        members = [str(member.id) for member in alias.type.members if isinstance(member, Ref)]
        decode = getattr(package, f"decode_{union.lower()}")
        for member in members:
            for value in values(model, interfaces[member], random_):
                if not fits(by_id, Ref(interfaces[member].id), value):
                    continue
                event = decode(value, strict=True)
                kind = type(event).__name__
                fitting = [
                    member for member in members if fits(by_id, Ref(interfaces[member].id), value)
                ]
                assert kind in fitting, (union, value)
                assert (kind, value) not in [
                    (base, value) for sub, base in spec.narrower if sub in fitting
                ]
                assert package.to_dict(event) == value
                holder = package.decode(package.Holder, {"all": [value]}, strict=True)
                assert type(holder.all[0]).__name__ in interfaces


def test_ties_are_errors_for_a_strict_run_that_decodes() -> None:
    text = FAMILIES["all alike"](4)
    files = MemoryFiles({ENTRY: text.encode()})
    strict = load_model(files, ENTRY, Options(strict=True))
    assert [
        diagnostic.code
        for diagnostic in strict.diagnostics
        if diagnostic.severity is Severity.ERROR
    ] == ["RC203"]
    assert load_model(files, ENTRY, Options(strict=True), decodes=False).diagnostics == ()
    for targets in (("typeddicts",), ("typescript",), ("model",)):
        assert compiled_text(text, "quiet", targets=targets, strict=True).diagnostics == ()


@pytest.mark.parametrize("family", FAMILIES)
def test_each_member_is_read_as_itself(family: str, tmp_path: Path) -> None:
    """Where members differ in their keys or literals, a sample of one is read as that one."""
    if family == "all alike":
        return
    text = FAMILIES[family](16)
    name = "each_" + "".join(c if c.isalnum() else "_" for c in family)
    result = compiled_text(text, name, targets=("dataclasses",))
    package: Any = import_package(tmp_path, result.files, name)
    model = model_of(text)
    for declaration in model.declarations:
        path = declaration.id.path
        if not isinstance(declaration, Interface) or len(path) > 1 or path[0] == "Holder":
            continue
        value = {
            property_.wire_name: sample(model, property_.type)
            for property_ in declaration.properties
        }
        event = package.decode_all(value, strict=True)
        fitting = [
            str(declaration.id)
            for declaration in model.declarations
            if isinstance(declaration, Interface) and fits_all(model, declaration, value)
        ]
        assert type(event).__name__ in fitting
        if len(fitting) == 1:
            assert type(event).__name__ == str(declaration.id)
        assert package.to_dict(event) == value


def fits_all(model: Model, interface: Interface, value: Any) -> bool:
    return len(interface.id.path) == 1 and fits(model.by_id(), Ref(interface.id), value)


# ------------------------------------------------------------------- tags inside a member

INNER_PATHS = (("header", "type"), ("payload", "kind"), ("meta", "head", "op"))
SPREAD = ("a", "b", "c", "d")


@dataclass
class Inner:
    """A random union whose tag is at a path: its spec, the path, and values of the members."""

    text: str
    path: tuple[str, ...]
    values: list[tuple[str, Any]]
    of_null: str


def inner_spec(random_: random.Random) -> Inner:
    """Members that share fields, so that keys mislead where one is missing."""
    path = random_.choice(INNER_PATHS)
    tags = random_.choice(
        (["'a'", "'b'", "'c'", "'d'"], ["1", "true", "'1'", "2"], ["'null'", "null", "'a'", "0"])
    )
    lines: list[str] = []
    spec_values: list[tuple[str, Any]] = []
    count = random_.randint(2, 4)
    for number in range(count):
        fields = random_.sample(SPREAD, random_.randint(0, 3))
        # Beside the tag stands what all have alike, and what some have.
        beside = "; version: '1'" + random_.choice(("", "; id?: string"))
        inner = f"{{ {path[-1]}: {tags[number]}{beside} }}"
        if random_.random() < 0.5:
            lines.append(f"export interface H{number} {inner}")
            inner = f"H{number}"
        for step in reversed(path[1:-1]):
            inner = f"{{ {step}: {inner}; n?: number }}"
        body = "".join(f"; {field}: string" for field in fields)
        lines.append(f"export interface M{number} {{ {path[0]}: {inner}{body} }}")
        value: Any = {path[-1]: json.loads(tags[number].replace("'", '"')), "version": "1"}
        for step in reversed(path[:-1]):
            value = {step: value}
        spec_values.append((f"M{number}", {**value, **dict.fromkeys(fields, "x")}))
    names = [f"M{number}" for number in range(count)]
    random_.shuffle(names)
    lines.append(f"export type All = {' | '.join(names)};")
    of_null = "".join(f"M{number}" for number in range(count) if tags[number] == "null")
    return Inner("\n".join(lines), path, spec_values, of_null)


def with_tag(value: Any, path: tuple[str, ...], tag: Any) -> Any:
    if not path:
        return tag
    return {**value, path[0]: with_tag(value[path[0]], path[1:], tag)}


@pytest.mark.parametrize("seed", sampled(range(20), 4))
def test_a_tag_at_a_path_says_which_member_an_object_is(seed: int, tmp_path: Path) -> None:
    """Whatever else is there or missing; an undeclared tag is of no member, and refused there."""
    random_ = random.Random(f"inner tags {seed}")
    spec = inner_spec(random_)
    name = f"inner_tags_{seed}"
    result = compiled_text(spec.text, name, targets=("dataclasses", "docs"))
    (page,) = (text for path, text in result.files.items() if path.endswith("/All.md"))
    rows = [line for line in page.splitlines() if f"`{'.'.join(spec.path)}: " in line]
    assert len(rows) == len(spec.values)
    package: Any = import_package(tmp_path, result.files, name)
    place = "$." + ".".join(spec.path)
    for member, value in spec.values:
        event = package.decode_all(value, strict=True)
        assert type(event).__name__ == member
        assert package.to_dict(event) == value
        for _ in range(6):
            kept = {
                key: item
                for key, item in value.items()
                if key == spec.path[0] or random_.random() < 0.5
            }
            bent = {**kept, **dict.fromkeys(random_.sample(SPREAD, 2), "x")}
            assert type(package.decode_all(bent)).__name__ == member, (spec.text, bent)
            if not value.keys() <= bent.keys():
                with pytest.raises(package.DecodeError) as refused:
                    package.decode_all(bent, strict=True)
                missing = {f"$.{key}" for key in value.keys() - bent.keys()}
                assert {problem.path for problem in refused.value.problems} == missing
        undeclared: tuple[Any, ...] = ("zz", 77, False, {}, [])
        for tag in undeclared:
            unknown = with_tag(value, spec.path, tag)
            event = package.decode_all(unknown)
            assert type(event) is package.UnknownEvent
            assert (event.type, event.data) == (tag if isinstance(tag, str) else "", unknown)
            with pytest.raises(package.DecodeError) as refused:
                package.decode_all(unknown, strict=True)
            assert [problem.path for problem in refused.value.problems] == [place]
        untold = with_tag(value, spec.path[:-1], {"version": "1"})
        owner = type(package.decode_all(untold)).__name__
        assert owner == (spec.of_null or "UnknownEvent")
        with pytest.raises(package.DecodeError) as refused:
            package.decode_all(untold, strict=True)
        assert place in [problem.path for problem in refused.value.problems]


def test_what_several_members_can_have_at_a_path_is_no_tag(tmp_path: Path) -> None:
    """A path that one member lacks, need not have, or shares with another tells nothing."""
    for number, (first, second) in enumerate(
        [
            ("h: { t: 'a' | 'b' }; x: string", "h: { t: 'b' }; y: string"),
            ("h: { t: 'a' }; x: string", "h?: { t: 'b' }; y: string"),
            ("h: { t: 'a' }; x: string", "h: { t?: 'b' }; y: string"),
            ("h: { t: 'a' }; x: string", "h: { t: string | null }; y: string"),
            ("h: { t: 'a' } | null; x: string", "h: { t: 'b' }; y: string"),
        ]
    ):
        text = union_of([first, second])
        name = f"no_inner_tag_{number}"
        result = compiled_text(text, name, targets=("dataclasses",))
        package: Any = import_package(tmp_path, result.files, name)
        for tag in ("a", "b", "zz"):
            event = package.decode_all({"h": {"t": tag}, "y": "y"})
            assert type(event).__name__ == "M1", (first, second, tag)
