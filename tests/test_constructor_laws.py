"""Conditions on constructors and on generic functions are what the compiler says."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles, MemoryFiles
from tests.oracle.beside import values_beside, wrong_types
from tests.tools.night import share
from tests.tools.node import require_node

_MODIFIERS = ("", "protected ", "private ")
_PARAMETERS = ("", "a: 1", "a: 1, b: 'x'", "a?: string", "...all: number[]")
_ASKED = (
    "{0} extends new (...a: any) => any ? 1 : 0",
    "{0} extends abstract new (...a: any) => any ? 1 : 0",
    "{0} extends new () => any ? 1 : 0",
    "{0} extends abstract new (a: 1) => infer I ? [I] : 0",
    "{0} extends new (...a: infer A) => infer I ? [A, I] : 0",
    "{0} extends {{ prototype: infer P }} ? [P] : 0",
    "[Extract<{0} | 'none', abstract new (...a: any) => any>] extends [never] ? 0 : 1",
)


def _wrong(folder: Path, before: str, types: Sequence[str]) -> list[str]:
    """The types that differ from what the compiler says; it refuses none of them."""
    require_node()
    return wrong_types(values_beside(folder, before, types, is_sound=True), types)


@pytest.mark.network
def test_constructors_have_their_modifiers(tmp_path: Path) -> None:
    """Law: abstract, private and protected constructors, inherited or not."""
    rand = random.Random("constructors")
    before, names = "", []
    for number, (modifier, is_abstract) in enumerate(product(_MODIFIERS, ("", "abstract "))):
        parameters = rand.choice(_PARAMETERS)
        own = f"{modifier}constructor({parameters}); " if modifier or parameters else ""
        before += f"declare {is_abstract}class C{number} {{ {own}own: {number} }}\n"
        names.append(f"C{number}")
        for abstract in ("", "abstract "):
            own = rand.choice(("", "", f"constructor({rand.choice(_PARAMETERS)});"))
            if modifier == "private ":
                continue
            name = f"H{number}{abstract[:1]}"
            before += f"declare {abstract}class {name} extends C{number} {{ {own} heir: 1 }}\n"
            names.append(name)
    before += "declare class Failure extends Error { code: 1 }\n"
    before += "declare class Lower extends Failure { lower: 1 }\n"
    names += ["Failure", "Lower"]
    types = [text.format(f"typeof {name}") for name, text in product(names, _ASKED)]
    pairs = rand.sample([*product(names, repeat=2)], share(400, 4))
    types += [f"typeof {one} extends typeof {other} ? 1 : 0" for one, other in pairs]
    ways = ("new", "abstract new")
    types += [
        f"({one} (a: 1) => 2) extends ({other} (a: 1) => 2) ? 1 : 0"
        for one, other in product(ways, repeat=2)
    ]
    types += [f"ConstructorParameters<typeof {name}>" for name in ("Failure", "Lower")]
    wrong = _wrong(tmp_path, before, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


_OF_GENERIC = (
    *("ConstructorParameters<typeof {0}>", "InstanceType<typeof {0}>"),
    *("typeof {0} extends typeof {1} ? 1 : 0", "typeof {0} extends {2} ? 1 : 0"),
    *("typeof {0} extends new (...a: infer A) => infer R ? [A, R] : 0",),
    *("ConstructorParameters<typeof {0}> extends [string, ...any] ? 1 : 0",),
    *("Partial<InstanceType<typeof {0}>>",),
)
_GIVEN = ("T", "T[]", "{ a: T }", "'x'", "(x: T) => 1", "[T, 1?]", "T | 2")


@pytest.mark.network
def test_a_generic_class_has_the_parameters_of_its_arguments(tmp_path: Path) -> None:
    """Law: constructors of generic classes and their heirs, with the arguments for the base."""
    rand = random.Random("generic classes")
    before, names, targets = "", list[str](), list[str]()
    for number in range(24):
        limit = rand.choice(("", "", " extends string", " extends string = 'd'"))
        given = [rand.choice(_GIVEN) for _ in range(rand.randint(1, 2))]
        own = f"constructor({', '.join(f'p{n}: {type_}' for n, type_ in enumerate(given))});"
        own = own if rand.random() < 0.7 else ""
        name, base = f"C{number}", ""
        if number % 3:
            own = rand.choice(("", "", own)) if number % 3 == 1 else ""
            argument = rand.choice(("'x'", "'y'", "'x' | 'y'", "string"))
            base = f" extends C{number - 1}<{argument}>"
        if number % 3 == 2:
            before += f"declare class {name}{base} {{ own: 1 }}\n"
        else:
            parameter = f"T{limit}" if number % 3 == 0 else "T = 1"
            before += f"declare class {name}<{parameter}>{base} {{ {own} v{number % 3}: T }}\n"
            names.append(f"{name}<'z'>")
            targets.append(f"{name}<'z'>")
        names.append(name)
        targets += [name]
    types: list[str] = []
    for text in _OF_GENERIC * share(32, 4):
        one, other = rand.choice(names), rand.choice(targets)
        taken = f"new (a: {rand.choice(_GIVEN).replace('T', chr(39) + 'x' + chr(39))}) => any"
        types.append(text.format(one, other, f"({taken})"))
    wrong = _wrong(tmp_path, before, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


_TAKEN = (
    *("{ a?: 1 }", "{ a?: 1; b: 'x' }", "{ c: 1 }", "{ a: string }", "string", "'x'", "number"),
    *("unknown", "never", "'x' | 1", "string[]", "[string]", "(x: 'x') => 1", "(x: string) => 1"),
)


@pytest.mark.network
def test_a_constructor_takes_its_parameters_both_ways(tmp_path: Path) -> None:
    """Law: the constructor of a class is compared as a method is, a type of one as a function."""
    rand = random.Random("both ways")
    before, names = "", []
    for number in range(24):
        taken = [rand.choice(_TAKEN) for _ in range(rand.choice((1, 1, 1, 2)))]
        given = ", ".join(f"p{n}{rand.choice(('', '?'))}: {type_}" for n, type_ in enumerate(taken))
        given = given if "?" not in given.split(",")[0] else given.replace("p1:", "p1?:")
        base = f" extends C{rand.randrange(number)}" if number and rand.random() < 0.2 else ""
        own = "" if base and rand.random() < 0.5 else f"constructor({given}); "
        before += f"declare class C{number}{base} {{ {own}same: 1 }}\n"
        before += f"interface I{number} {{ new ({given}): {{ same: 1 }} }}\n"
        names += [f"typeof C{number}", f"I{number}", f"(new ({given}) => {{ same: 1 }})"]
    pairs = rand.sample([*product(names, repeat=2)], share(600, 4))
    types = [f"{one} extends {other} ? 1 : 0" for one, other in pairs]
    wrong = _wrong(tmp_path, before, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


_OF_STATICS = (
    "Extract<keyof typeof {0}, 'added' | 'own' | 'prototype' | `of${{string}}`>",
    "(typeof {0})['added']",
    "typeof {0} extends {{ added: infer A }} ? [A] : 0",
    "Pick<typeof {0}, 'added' | 'own'>",
)


@pytest.mark.network
def test_heirs_have_what_is_added_to_a_class_of_the_library(tmp_path: Path) -> None:
    """Law: an heir of a class of the library has the static members that the spec adds to it."""
    rand = random.Random("added statics")
    before = added = ""
    types: list[str] = []
    for base in ("Error", "TypeError", "Date", "RegExp", "Boolean"):
        added += f"interface {base}Constructor {{ of{base}: '{base}' }}\n"
        if base != "TypeError":
            added += f"interface {base}Constructor {{ added: {rand.choice(_TAKEN)} }}\n"
        own = f"static own: {rand.choice(_TAKEN)}; {rand.choice(('', 'static added: any;'))}"
        before += f"declare class First{base} extends {base} {{ {own} }}\n"
        before += f"declare class Second{base} extends First{base} {{ static second: 1 }}\n"
        for heir in (f"First{base}", f"Second{base}"):
            types += [text.format(heir) for text in _OF_STATICS]
    before += f"declare global {{\n{added}}}\n"
    wrong = _wrong(tmp_path, before, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


@pytest.mark.network
def test_heirs_have_what_node_adds_to_a_class_of_the_library(tmp_path: Path) -> None:
    node = tmp_path / "node_modules/@types/node"
    node.mkdir(parents=True)
    (node / "package.json").write_text('{"name": "@types/node", "types": "index.d.ts"}')
    (node / "index.d.ts").write_text('/// <reference path="globals.d.ts" />\n')
    (node / "globals.d.ts").write_text("interface ErrorConstructor { stackTraceLimit: number }\n")
    before = '/// <reference types="node" />\ndeclare class Failure extends SyntaxError {}\n'
    types = ["typeof Failure", "(typeof Failure)['stackTraceLimit']", "[keyof typeof Failure]"]
    assert not _wrong(tmp_path, before, types)


@pytest.mark.network
def test_the_prototype_of_an_heir_is_its_own(tmp_path: Path) -> None:
    """Law: whatever a constant that a class extends says of its prototype is not the class's."""
    rand = random.Random("prototypes")
    before, types = "", []
    for number in range(12):
        readonly = rand.choice(("", "readonly "))
        made, more = rand.choice((f"B{number}", "any")), rand.choice(("", " more: 'x';"))
        before += f"interface B{number} {{ base: {number} }}\n"
        shape = f"new (): B{number}; {readonly}prototype: {made};{more}"
        before += f"declare const B{number}: {{ {shape} }};\n"
        before += f"declare class C{number} extends B{number} {{ own: 1 }}\n"
        before += f"declare class D{number} extends C{number} {{ static own: 1 }}\n"
        for heir in (f"C{number}", f"D{number}"):
            types += [f"{{ made: typeof {heir} }}", f"[(typeof {heir})['prototype']]"]
            types += [f"[keyof typeof {heir}]", f"Pick<typeof {heir}, keyof typeof {heir}>"]
    wrong = _wrong(tmp_path, before, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


_GENERIC = (
    *("<T>(x: T) => T", "<T extends string>(x: T) => T[]", "<T>(x: T[]) => T", "<T>() => T"),
    *("<T>(x: T, y: T) => T", "<T, U>(x: T, y: U) => [T, U]", "<T>(x: T) => void"),
    *("<T extends { a: 1 }>(x: T) => T['a']", "<A extends any[]>(...all: A) => A"),
    *("<T>(f: (x: T) => void) => T", "<T = 1>(x?: T) => T", "<T extends U, U>(x: T, y: U) => T"),
)
_PLAIN = (
    *("(x: string) => string", "(x: 'a') => 'a'[]", "(x: number) => unknown", "() => string"),
    *("(x: string[]) => string", "(x: string[]) => number", "(x: 1, y: 1) => 1", "(x: 1) => void"),
    *(
        "(x: 1, y: 'b') => [1, 'b']",
        "(x: { a: 1; b: 2 }) => 1",
        "(x: any) => any",
        "(x: never) => 1",
    ),
    *("(f: (x: 1) => void) => 1", "(x: unknown) => void", "(...all: [1, 'x']) => [1, 'x']"),
)


@pytest.mark.network
def test_a_generic_function_stands_for_others(tmp_path: Path) -> None:
    """Law: of two functions or methods, generic or not, whether one is assignable to the other."""
    rand = random.Random("generic")
    both = (*_GENERIC, *_PLAIN)
    pairs = [(one, other) for one, other in product(both, repeat=2) if "<" in one + other]
    pairs = [(one, other) for one, other in pairs if "...all: A" not in other]
    types: list[str] = []
    for one, other in rand.sample(pairs, min(len(pairs), share(1200, 4))):
        left, right = f"({one})", f"({other})"
        if rand.random() < 0.2:
            left, right = (f"{{ m{': '.join(text.rsplit(' => ', 1))} }}" for text in (one, other))
        types.append(f"{left} extends {right} ? 1 : 0")
    wrong = _wrong(tmp_path, "", types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


_LISTS = (
    *("", "a: 1", "a?: 1", "a: 1, b: 2", "a: 1, b?: 2", "a: never", "a: unknown", "a: any"),
    *("...all: 1[]", "...all: never[]", "...all: any[]", "...all: unknown[]", "...all: (1 | 2)[]"),
    *("a: 1, ...more: 2[]", "a: 1, ...more: never[]", "...all: [1, 2?]", "...all: [1, ...2[]]"),
    *("...all: any", "...all: never", "a?: 1 | 2, ...more: string[]", "f: (x: 1) => void"),
    *("...all: (infer E)[]", "a: 1, ...more: infer R", "a: infer A, ...more: (infer E)[]"),
)
_RESULTS = ("void", "unknown", "any", "1", "string", "never")


@pytest.mark.network
def test_functions_are_compared_by_all_of_their_parameters(tmp_path: Path) -> None:
    """Law: functions, methods and constructors with rest parameters, as source and as target."""
    rand = random.Random("rest")
    types: list[str] = []
    for source, target in product(_LISTS, repeat=2):
        infers = "infer" in source or ("infer" in target and source == "...all: never")
        if infers or rand.random() > share(100, 4) / 100:
            continue
        kind = rand.choice(("{0} => {1}", "new {0} => {1}", "abstract new {0} => {1}", "method"))
        forms = ["{{ m{0}: {1} }}" if kind == "method" else f"({kind})"] * 2
        if kind.startswith("new") and rand.random() < 0.5:
            forms[1] = f"(abstract {kind})"
        one, other = (
            form.format(f"({text})", rand.choice(_RESULTS))
            for form, text in zip(forms, (source, target), strict=True)
        )
        names = [name for name in "AER" if f"infer {name}" in other]
        types.append(f"{one} extends {other} ? [1, {', '.join(names)}] : 0")
    wrong = _wrong(tmp_path, "", types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])


def test_what_cannot_be_decided_of_a_generic_function_is_told() -> None:
    text = (
        "export interface Values {\n"
        "  given: (() => 1) extends (<A extends any[]>(...all: A) => 1) ? 1 : 0\n}\n"
    )
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert [item for item in loaded.diagnostics if "cannot be decided" in item.message]


_OF_LIBRARY = (
    *("Map<string, 1>", "Date", "URL", "Array<1>", "Set<string>", "Uint8Array", "Promise<'a'>"),
    *("Error", "RangeError", "AggregateError", "EventTarget", "HTMLElement", "Headers", "Blob"),
    *("ReadableStream<1>", "Intl.NumberFormat", "Event", "MessageEvent<1>", "RegExp", "Request"),
    *("WeakMap<object, 1>", "AbortController", "globalThis.URL"),
)
_OF_ARGUMENTS = (
    *("ConstructorParameters<typeof {0}>", "ConstructorParameters<typeof {0}>['length']"),
    *("typeof {0} extends new (a: infer A) => any ? [A] : 0", "InstanceType<typeof {0}>['own']"),
    *("typeof {0} extends new (a: 1) => any ? 1 : 0", "typeof {0} extends new () => any ? 1 : 0"),
    *("typeof {0} extends new (...a: infer A) => infer I ? [A] : 0",),
)


@pytest.mark.network
def test_constructors_are_inherited_from_the_library(tmp_path: Path) -> None:
    """Law: those of its classes, with the arguments of the heir; some of them are generic."""
    before, types = "", list[str]()
    for number, base in enumerate(_OF_LIBRARY):
        generic = base.replace("1>", "T>")
        before += f"declare class Heir{number} extends {base} {{ own: 1 }}\n"
        before += f"declare class Of{number}<T = 2> extends {generic} {{ own: T }}\n"
        types += [form.format(f"Heir{number}") for form in _OF_ARGUMENTS]
        types.append(f"ConstructorParameters<typeof Of{number}>")
    assert _wrong(tmp_path, before, types) == []


def test_a_constructor_that_is_not_known_is_told() -> None:
    text = (
        "declare class Heir extends Buffer { heir: 1 }\n"
        "export interface Values { given: ConstructorParameters<typeof Heir> }\n"
    )
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert [item for item in loaded.diagnostics if "constructor that is inherited" in item.message]


_LIMITS = (
    *("{0}", "{0}[]", "[{0}, {1}]", "{{ a: {0} }}", "keyof {0}", "Held<{0}>", "{0} | 'x'"),
    *("Partial<{0}>", "string", "{{ q: 1; w: 2 }}", "Record<string, {0}>"),
)
_OF_LIMITED = (
    *("ReturnType<{0}>", "Parameters<{0}>", "{0} extends (...a: any) => infer R ? [R] : 0"),
    *("{0} extends (a: string) => any ? 1 : 0", "{0} extends {0} ? 1 : 0"),
)


@pytest.mark.network
def test_a_constraint_names_any_parameter_of_its_function(tmp_path: Path) -> None:
    """Law: constraints on the parameter itself and on later ones, as what calls may give."""
    rand = random.Random("limits")
    before, types = "interface Held<T> { held: T }\n", list[str]()
    before += "interface Own<T extends Own<T>> { v: T; w: 1 }\n"
    functions = [
        "<T extends Own<T>>(a: T) => T",
        "<A extends B[], B extends C[], C extends A[]>(a: A) => [A, B, C]",
    ]
    for _ in range(share(120, 8)):
        names = rand.sample("ABCD", rand.randint(1, 4))
        parameters = list[str]()
        for number, name in enumerate(names):
            # A parameter that is its own constraint, at once or through others, is refused.
            others = names[number + 1 :] or ["1"]
            limit = rand.choice(_LIMITS).format(rand.choice(others), rand.choice(others))
            limit = rand.choice((limit, limit, f"Held<{rand.choice(names)}>"))
            parameters.append(f"{name} extends {limit}" if rand.random() < 0.8 else name)
        taken = ", ".join(f"p{n}: {name}" for n, name in enumerate(names))
        functions.append(f"<{', '.join(parameters)}>({taken}) => [{', '.join(names)}]")
    for number, function in enumerate(functions):
        before += f"declare const f{number}: {function};\n"
        types += [text.format(f"typeof f{number}") for text in _OF_LIMITED]
    wrong = _wrong(tmp_path, before, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])
    loaded = load_model(DiskFiles(tmp_path), "input.d.ts", Options())
    assert "RC201" not in {finding.code for finding in loaded.diagnostics}


_OPERATORS = (
    *("A", "A & B", "A | B", "A & B | C", "A | null", "A[] | B", "A extends B ? 1 : 2"),
    *("A | B extends B ? 1 : 2", "new () => A | B", "() => A | B", "keyof A | 'x'"),
    "A extends infer X ? X | B : 0",
    *("(A | B)", "(new () => A) | B", "new () => new () => A & C"),
)
_WRITTEN = (
    "(new () => {0}) extends new () => infer I ? [I] : 0",
    "InstanceType<new (a: 1) => {0}>",
    "(abstract new () => {0}) extends abstract new () => infer I ? [I] : 0",
    "{{ x: new <T>() => {0} }} extends {{ x: new () => infer I }} ? [I] : 0",
    "(() => new () => {0}) extends () => new () => infer I ? [I] : 0",
    "A extends B ? 1 : new () => {0} extends new () => infer I ? [I] : 0",
    "(new () => {0})[] extends (new () => infer I)[] ? [I] : 0",
)


@pytest.mark.network
def test_the_result_of_a_constructor_type_goes_as_far_as_it_can(tmp_path: Path) -> None:
    """Law: `new () => A | B` makes an A or a B."""
    require_node()
    before = "interface A { a: 1 }\ninterface B { b: 1 }\ninterface C { c: 1 }\n"
    types = [form.format(result) for form in _WRITTEN for result in _OPERATORS]
    wrong = wrong_types(values_beside(tmp_path, before, types), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])
