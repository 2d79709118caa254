"""Instances of one class or interface are compared as the compiler does."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from realtime_codegen.frontend.resolve.library_alike import are_alike
from realtime_codegen.frontend.resolve.library_lookup import bases_of
from realtime_codegen.frontend.resolve.library_names import OPAQUE
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles
from tests.oracle.beside import values_beside, wrong_types
from tests.oracle.typescript import TYPESCRIPT
from tests.test_method_laws import hold
from tests.tools.counting import calls_of
from tests.tools.night import share
from tests.tools.node import node_modules, require_node, run_node

_FIELDS = (
    "{m}: {t}",
    "{m}?: {t}",
    "{m}: {t}[]",
    "{m}: () => {t}",
    "{m}: (a: {t}) => void",
    "{m}(a: {t}): void",
    "{m}: {{ hack(a: {t}): void }}['hack']",
    "{m}: [{t}, 1]",
    "{m}: {t} | null",
    "{m}: {t} & {{ k: 1 }}",
    "{m}: Promise<{t}>",
    "{m}: Held<{t}>",
    "{m}: Taken<{t}>",
    "{m}: Shown<{t}>",
    "{m}: Many<{t}>",
    "{m}: {{ [name: string]: {t} }}",
    "{m}: (use: (a: {t}) => void) => void",
    "{m}: 1",
    "readonly {m}: {t}",
)
_LOOKS_INTO = (
    *("{m}: {{ [K in keyof {t}]: 1 }}", "{m}: Partial<{t}>", "{m}: Held<Partial<{t}>>"),
    *("{m}: Required<{t}>", "{m}: Record<'r', {t}>", "{m}: {{ [K in 'r']: {t} }}"),
)
"""Fields that depend on more of an argument than what it is assignable to."""
_HEIRS = ("", " extends Held<{t}>", " extends Taken<{t}>", " extends Held<{t}>, Taken<{t}>")
_ARGUMENTS = (
    *("{ x: 1 }", "{ x: 1; y: 2 }", "{ x: 2 }", "{ x?: 1 }", "'a'", "'a' | 'b'", "string"),
    *("unknown", "any", "1[]", "(1 | 2)[]"),
    *("undefined", "() => 1", "Held<{ x: 1 }>", "Held<{ x: 1; y: 2 }>", "object"),
)
_OBJECTS = ("{ x: 1 }", "{ x: 1; y: 2 }", "{ x: 2 }", "{ x: 2; y: 2 }", "{ x: 1 | 2 }")
_ELEMENTS = (
    *("HTMLElement", "HTMLDivElement", "HTMLSpanElement", "SVGElement", "SVGDefsElement"),
    *("Element", "EventTarget", "MouseEvent", "Event", "any"),
)
_ASKED = (
    "{0} extends {1} ? 1 : 2",
    "{1} extends {0} ? 1 : 2",
    "{0}[] extends {1}[] ? 1 : 2",
    "{0} extends {1} & {{ held?: any }} ? 1 : 2",
    "{0} & {{ z: 1 }} extends {1} ? 1 : 2",
    "Heir{2}<{3}> extends {1} ? 1 : 2",
    "Heir{2}<{3}> extends Heir{2}<{4}> ? 1 : 2",
)
_BEFORE = """
interface Held<T> { held?: T }
interface Taken<T> { take?(a: T): void }
interface Shown<T> { show: (a: T) => void }
interface Many<T> { one: T; more: Many<T>[] }
"""


def instances(rand: random.Random, number: int) -> tuple[str, list[str]]:
    """A generic class or interface with an heir, and conditions on instances of them."""
    parameters = rand.choice((("T",), ("T",), ("T", "U")))
    fields = rand.sample(_FIELDS, rand.choice((1, 2, 2, 3)))
    among = rand.choice((_ARGUMENTS, _ARGUMENTS, _ELEMENTS, _OBJECTS))
    if among is _OBJECTS:
        fields[0] = rand.choice(_LOOKS_INTO)
    members = "; ".join(
        field.format(m=f"m{place}", t=rand.choice(parameters)) for place, field in enumerate(fields)
    )
    listed = ", ".join(parameters)
    above = rand.choice(_HEIRS).format(t=parameters[0])
    declared = (
        f"interface G{number}<{listed}>{above} {{ {members} }}\n"
        f"interface Heir{number}<{listed}> extends G{number}<{listed}> {{ z?: 1 }}"
    )
    first, other = (", ".join(rand.choice(among) for _ in parameters) for _ in range(2))
    asked = rand.sample(_ASKED, 3)
    pair = f"G{number}<{first}>", f"G{number}<{other}>"
    return declared, [text.format(*pair, number, first, other) for text in asked]


@pytest.mark.network
def test_instances_are_compared_as_the_compiler_does(tmp_path: Path) -> None:
    """Law: whether one instance is another, or an heir is one, is what the compiler says."""
    rand = random.Random("variances")
    hold(tmp_path, (instances(rand, number) for number in range(share(3000, 8))), _BEFORE)


def test_all_targets_of_events_that_are_alike_are_known(tmp_path: Path) -> None:
    """Law: which elements and events of the web are assignable to others, all of them."""
    require_node()
    empty = tmp_path / "empty.d.ts"
    empty.write_text("export {};")
    asks = Path(__file__).parent / "oracle" / "alike.mjs"
    said = json.loads(run_node(asks, str(empty), modules=node_modules([TYPESCRIPT])))
    known = {name for name in OPAQUE if are_alike(name, name)}
    assert known == set(said["names"])
    assert len(known) > 300
    alike = {
        target: others
        for target in said["names"]
        if (others := [name for name in said["names"] if _is_like(name, target)])
    }
    assert alike == said["alike"]


def _is_like(name: str, target: str) -> bool:
    """Whether an interface is assignable to another one that it does not inherit from."""
    above = target == name or target in bases_of(name)
    return are_alike(name, target) is True and not above


def _registry(elements: int, events: int, props: int) -> str:
    """A registry of elements with many attributes, as React has one, and props to compare."""
    handlers = "".join(f"  on{place}?: Handler<Event<T>>;\n" for place in range(events))
    own = "".join(
        f"interface E{place} {{ e{place}: {place}; all: 1 }}\n"
        f"interface Own{place}<T> extends Attributes<T> {{ own{place}?: {place} }}\n"
        for place in range(elements)
    )
    entries = "".join(f"  k{n}: Ref<E{n}> & Own{n}<E{n}>;\n" for n in range(elements))
    asked = "".join(
        f"export type P{place} = Tags<Attributes<{{ all: 1; p{place}?: 1 }}>>;\n"
        for place in range(props)
    )
    return (
        "interface Event<T> { target: T; more: Event<T>; kind: string }\n"
        "type Handler<E> = { hack(event: E): void }['hack'];\n"
        f"interface Attributes<T> {{\n{handlers}}}\ninterface Ref<T> {{ ref?: T }}\n{own}"
        f"interface Elements {{\n{entries}}}\n"
        "type Tags<P> = { [K in keyof Elements]: P extends Elements[K] ? K : never };\n"
        f"{asked}"
    )


def test_props_are_compared_with_the_attributes_of_all_elements(tmp_path: Path) -> None:
    """Law: a further type that is compared with all elements costs a ninth of making these."""
    calls = []
    for props in (1, 13):
        path = tmp_path / f"registry{props}.d.ts"
        path.write_text(_registry(30, 40, props), encoding="utf-8")
        calls.append(calls_of(lambda path=path: _read(path)))
    assert 9 * (calls[1] - calls[0]) < 12 * calls[0]


def _read(path: Path) -> None:
    """Read a file, all of whose types have an end."""
    loaded = load_model(DiskFiles(path.parent), path.name, Options())
    assert not [finding for finding in loaded.diagnostics if finding.code == "RC206"]


_OF_ANY = """
interface Style { a?: 1 }
type Rec = Record<any, Style>;
type Rec2 = Record<any, Record<any, Style>>;
type Bool<T> = T extends 'true' | 'false' ? boolean : T;
type Sel<T extends Rec2> = keyof any extends keyof T ? {} : { [K in keyof T]?: Bool<keyof T[K]> };
"""
_KEYS_OF_ANY = (
    *("keyof Rec", "keyof Rec extends string ? 1 : 2", "keyof any extends keyof Rec ? 1 : 2"),
    *("keyof Rec2[string]", "Sel<Rec2>", "Sel<any>", "Sel<{ size: { sm: Style; true: Style } }>"),
    *("keyof (Rec | { a: 1 })", "Record<keyof Rec, 1>", "Rec[keyof Rec]", "Pick<Rec, keyof Rec>"),
    *("Omit<Rec, 'a'>", "Exclude<keyof Rec, string>", "keyof Record<any, any>"),
    *("keyof Record<string, 1>", "Omit<Rec2, 'a'>['x']", "keyof Readonly<Rec>"),
    *("{ [K in keyof Rec]: 1 }", "{ [K in keyof Rec]?: Bool<keyof Rec2[K]> }"),
)


@pytest.mark.network
def test_keys_of_a_record_over_any_are_any(tmp_path: Path) -> None:
    """Law: what is made of `keyof Record<any, V>` is what the compiler says."""
    require_node()
    wrong = wrong_types(values_beside(tmp_path, _OF_ANY, _KEYS_OF_ANY), _KEYS_OF_ANY)
    assert wrong == []
