"""What of a type argument is not in the data does not tell instances apart, and nothing else does.

Random generic declarations have their parameters where the data are, and where they are not: in
functions, methods, defaults and phantom arguments; or a base asks for them by `this`. Each
instance must have the data that it has where it is the only one; and arguments that are the same
data make one class.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

import pytest

from realtime_codegen.model import (
    UNKNOWN,
    Alias,
    Array,
    DeclId,
    Interface,
    Map,
    Model,
    Opaque,
    Ref,
    Tuple,
    Type,
    Union,
)
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.night import share

ARGUMENTS = (
    "string", "number", "HTMLDivElement", "HTMLSpanElement", "Blob", "() => void", "(() => 1)",
    "(() => void) | undefined", "undefined", "null", "Plain", "Plain[]", "HTMLDivElement[]",
    "HTMLSpanElement | null", "HTMLDivElement | null", "any", "unknown", "'a' | 'b'",
    "Phantom<string>", "Phantom<number>", "Box<Blob>", "Box<HTMLDivElement>", "{ own: 1 }",
)  # fmt: skip
OF_LIBRARY = ("HTMLDivElement", "HTMLSpanElement", "Blob")
BEHAVIOUR = ("() => void", "(() => 1)")
WITHOUT_DATA = (
    "(value: T) => void", "(() => T)", "{ (value: T): void }", "Phantom<T>", "Handler<T>",
    "{ hack(value: T): void }['hack']", "Either<number, Phantom<T>>", "Late<string, T>",
)  # fmt: skip
WITH_DATA = (
    "T", "T[]", "T | null", "T | undefined", "T | ((value: T) => void)", "Box<T>", "[T, 1]",
    "{ inner: T }", "{ inner: T; call(value: T): void }", "Either<T, number>", "Defaulted<T>",
    "Record<string, T>", "readonly T[]", "{ at: T }['at']", "Box<Box<T>>", "Omit<Two<T>, 'a'>",
    "Partial<Two<T>>", "Pick<Box<T>, 'v'>", "{ [K in 'x' | 'y']: T }", "Promise<T>", "Two<T>['b']",
)  # fmt: skip
EVALUATED = (
    "T extends string ? 1 : 2", "T extends Blob ? 'blob' : T", "keyof Two<T>",
    "T extends () => void ? 'call' : 'data'", "Same<T>", "[T] extends [HTMLDivElement] ? 1 : 2",
    "T extends { own: infer U } ? U : null", "Two<T> extends Two<Blob> ? 1 : 2", "T & Plain",
    "{ p: T } & { p: unknown }", "Required<Opt<T>>", "Exclude<T, undefined>",
)  # fmt: skip
SHARED = """
export interface Plain { p: string }
interface Phantom<T> { d: 1; take(value: T): void; f?: (value: T) => T }
type Handler<T> = (value: T) => void;
interface Box<T> { v: T; take(value: T): void }
interface Two<T> { a: 1; b: T; c(value: T): void }
interface Opt<T> { o?: T }
type Either<A, B> = A | B;
interface Late<A, B, C = A, D = (b: B) => void> { a: A; c: C; d: D }
interface Defaulted<T, U = T[]> { u: U }
type Same<T> = T extends unknown ? T : never;
"""


def _declaration(random_: random.Random, kinds: Sequence[Sequence[str]]) -> str:
    """A generic declaration `G<T>`, whose properties are of these kinds of types."""
    count, first = random_.randint(1, 4), random_.randrange(2)
    members = [
        f"m{n}{random_.choice(('', '?'))}: {random_.choice(random_.choice(kinds))};"
        for n in range(count)
    ]
    base, own, body = " ".join(members[:first]), " ".join(members[first:]), " ".join(members)
    match random_.randrange(4):
        case 0:
            return f"interface G<T> {{ {body} }}"
        case 1:
            return f"interface B<T> {{ {base} }} interface G<T> extends B<T> {{ {own} }}"
        case 2:
            return f"type G<T> = {{ {body} }};"
        case _:
            return f"class G<T> {{ {body} on(value: T): void }}"


OF_THIS = (
    "this['b'] extends Blob ? 'blob' : 'other'", "keyof this['b']", "ReturnType<this['get']>",
    "this['b'] & Plain", "[this['b']] extends [() => void] ? 1 : 2", "Two<this['b']>['b']",
    "this extends { b: infer U } ? U : 0", "Exclude<this['b'], undefined>", "this['b'][]",
)  # fmt: skip
HEIRS = (
    "interface G<T> extends Asks { b: T; get(): T }",
    "interface Middle extends Asks { n: 1 } interface G<T> extends Middle { b: T; get(): T }",
    "interface M<T> extends Asks { b: T } interface G<T> extends M<T> { get(): T }",
    "type G<T> = Asks & { b: T; get(): T };",
    "type Also = Asks & { n: 1 }; type G<T> = Also & { b: T; get(): T };",
    "type Also = Asks; interface G<T> extends Also { b: T; get(): T }",
    "interface G<T> extends Partial<Asks> { b: T; get(): T }",
    "type Which = 1 extends 1 ? Asks : never; interface G<T> extends Which { b: T; get(): T }",
    "type Held = { held: Asks }['held']; interface G<T> extends Held { b: T; get(): T }",
    "type Given<B> = B; interface G<T> extends Given<Asks> { b: T; get(): T }",
    "class G<T> extends Asking { b: T; get(): T }",
    "declare const Made: new () => Asks; class G<T> extends Made { b: T; get(): T }",
    "interface H<T> extends Asks { b: T; get(): T } type G<T> = { h: H<T> };",
    "type H<T> = Asks & { b: T; get(): T }; interface G<T> { h: H<T>[]; take(value: T): void }",
    "interface G<T> extends Asks { take(value: T): void; get(): T }",
    "type G<T> = Asks & { get(): T };",
)
"""Declarations in which a base asks what `this` contains: the argument is in the heir."""


def _heirs(heir: str) -> Iterator[str]:
    """Generic declarations `G<T>`, with bases that ask different things of what `this` has."""
    for asked in OF_THIS:
        members = f"b: unknown; get(): unknown; x: {asked}"
        yield f"interface Asks {{ {members} }} declare class Asking {{ {members} }} {heir}"


def _model(text: str) -> Model:
    files = MemoryFiles({"input.d.ts": text.encode()})
    loaded = load_model(files, "input.d.ts", Options())
    assert loaded.model is not None, text
    return loaded.model


class _Data:
    """Types by what they contain: names and the texts of what has no JSON form do not count."""

    def __init__(self, model: Model) -> None:
        self.by_id: Mapping[DeclId, object] = {one.id: one for one in model.declarations}

    def of(self, type_: Type, seen: tuple[DeclId, ...] = ()) -> object:
        match type_:
            case Opaque():
                return "unknown"
            case Ref(id=id_):
                if id_ in seen:
                    return ("again", len(seen) - seen.index(id_))
                return self.declared(self.by_id[id_], (*seen, id_))
            case Array(element):
                return ("list", self.of(element, seen))
            case Map(key, value):
                return ("map", self.of(key, seen), self.of(value, seen))
            case Tuple(items):
                return ("tuple", *((self.of(i.type, seen), i.optional, i.rest) for i in items))
            case Union():
                members = frozenset(self.of(member, seen) for member in type_.members)
                return "unknown" if "unknown" in members else members
            case _:
                return "unknown" if type_ == UNKNOWN else repr(type_)

    def declared(self, declaration: object, seen: tuple[DeclId, ...]) -> object:
        match declaration:
            case Alias(type=type_):
                return self.of(type_, seen)
            case Interface(properties=properties, index=index):
                own = {p.wire_name: (self.of(p.type, seen), p.required) for p in properties}
                map_ = None if index is None else self.of(index, seen)
                return ("object", frozenset(own.items()), map_)
        raise AssertionError(declaration)


def _uses(model: Model) -> dict[str, Type]:
    (uses,) = (d for d in model.declarations if d.id.path == ("Uses",))
    assert isinstance(uses, Interface)
    return {item.wire_name: item.type for item in uses.properties}


def _with_uses(generic: str, arguments: Sequence[str]) -> tuple[Model, list[Type]]:
    fields = " ".join(f"u{ARGUMENTS.index(one)}?: G<{one}> | 0;" for one in arguments)
    model = _model(f"{SHARED} {generic} export {{}}; export interface Uses {{ {fields} }}")
    return model, list(_uses(model).values())


def _assert_as_alone(generic: str, arguments: Sequence[str]) -> None:
    """Check that each instance has the data that it has where it is the only one."""
    model, uses = _with_uses(generic, arguments)
    together = [_Data(model).of(type_) for type_ in uses]
    for argument, data in zip(arguments, together, strict=True):
        alone, (use,) = _with_uses(generic, [argument])
        assert _Data(alone).of(use) == data, (generic, argument, arguments)


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_an_instance_has_the_data_that_it_has_alone(start: int) -> None:
    for seed in range(start, start + share(20)):
        random_ = random.Random(seed)
        generic = _declaration(random_, (WITHOUT_DATA, WITH_DATA, EVALUATED))
        _assert_as_alone(generic, random_.sample(ARGUMENTS, 8))


@pytest.mark.parametrize("heir", HEIRS)
def test_an_heir_has_the_data_that_its_base_asks_of_it(heir: str) -> None:
    for generic in _heirs(heir):
        _assert_as_alone(generic, ["HTMLDivElement", "Blob", "() => void", "(() => 1)", "Plain[]"])


@pytest.mark.parametrize("alike", [OF_LIBRARY, BEHAVIOUR])
def test_arguments_that_are_the_same_data_give_one_class(alike: Sequence[str]) -> None:
    for seed in range(share(120)):
        random_ = random.Random(seed)
        generic = _declaration(random_, (WITHOUT_DATA, WITH_DATA))
        model, uses = _with_uses(generic, alike)
        assert len(set(map(str, uses))) == 1, (generic, uses)
        assert (
            sum(one.id.path[0] == "G" and len(one.id.path) == 2 for one in model.declarations) < 2
        )
