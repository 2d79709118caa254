"""A type without a name is declared once in all of its places, and named after the best of them."""

from __future__ import annotations

import random

import pytest

from realtime_codegen.frontend.resolve.sharing import rank
from realtime_codegen.model import Array, DeclId, Interface, Model, Ref, Type, Union, refs, types_of
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.night import share


def _model(text: str) -> Model:
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None
    assert not [d for d in loaded.diagnostics if d.code == "RC206"], text
    return loaded.model


def _spec(random_: random.Random) -> str:
    """Interfaces that have each other, most of them without some of their properties."""
    count = random_.randint(3, 8)
    lines = []
    for n in random_.sample(range(count), count):
        fields = " ".join(
            f"{random_.choice('abcdef')}{k}: {_use(random_, count)};"
            for k in range(random_.randint(1, 4))
        )
        heir = (
            f" extends Partial<T{random_.randrange(n)}>" if n and not random_.randrange(4) else ""
        )
        export = random_.choice(["export ", ""])
        lines.append(f"{export}interface T{n}{heir} {{ own{n}: {n}; {fields} }}")
    return "\n".join([*lines, "export interface Uses { all: [T0, T1]; last: Partial<T2> }"])


def _use(random_: random.Random, count: int) -> str:
    name = f"T{random_.randrange(count)}"
    utility = random_.choice(
        ["#", "Partial<#>", "Partial<#>", "Required<#>", "Partial<Required<#>>"]
    )
    return random_.choice(["#", "#[]", "# | null"]).replace("#", utility.replace("#", name))


def _parts(type_: Type) -> list[DeclId]:
    """The declarations that a type refers to whose path has no segment of its own."""
    match type_:
        case Array(element):
            return _parts(element)
        case Union(members):
            return [id_ for member in members for id_ in _parts(member)]
        case Ref(id=id_):
            return [id_]
        case _:
            return []


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_the_name_is_of_the_best_place(start: int) -> None:
    for seed in range(start, start + share(100)):
        text = _spec(random.Random(seed))
        places: dict[DeclId, list[DeclId]] = {}
        declarations = _model(text).declarations
        for declaration in declarations:
            if isinstance(declaration, Interface):
                for item in declaration.properties:
                    path = (*declaration.id.path, f".{item.wire_name}")
                    for id_ in _parts(item.type):
                        places.setdefault(id_, []).append(DeclId(declaration.id.module, path))
        without_name = [d.id for d in declarations if d.id.path[-1].startswith(".")]
        for id_ in without_name:
            assert id_ == min(places[id_], key=rank), text
        ids = {declaration.id for declaration in declarations}
        assert len(ids) == len(declarations)
        assert {id_ for d in declarations for t in types_of(d) for id_ in refs(t)} <= ids


def test_types_inside_each_other_are_lifted_once() -> None:
    """Each of 9 levels is in 6 properties of the next: 10 million places."""
    levels = "\n".join(
        f"interface L{n} {{ {' '.join(f'p{k}: Partial<L{n - 1}>;' for k in range(6))} }}"
        for n in range(1, 10)
    )
    model = _model(f"interface L0 {{ v: string }}\n{levels}\nexport type Top = Partial<L9>;")
    assert len(model.declarations) == 10 + 9 + 1


NULLABLE = {
    "NonNullable": "export interface U { p: NonNullable<Words> }",
    "of a property": "export interface U { p: NonNullable<P['w']>[] }",
    "in a mapped type": "export type U = { [K in keyof P]: P[K] | NonNullable<P[K]>[] };",
    "Required": "export type U = Required<P>;",
    "of a union": "export interface U { p: NonNullable<Words | number | null> }",
    "behind an alias that has it": "export interface U { p: NonNullable<Or<Or<P['w']> | null>> }",
    "of optional properties": "export type U = { [K in keyof P]: Or<P[K]> | null };",
}


@pytest.mark.parametrize("text", NULLABLE.values(), ids=NULLABLE)
def test_an_alias_without_null_stays_one(text: str) -> None:
    model = _model(
        "export type Words = 'a' | 'b' | { c: 1 };\n"
        f"type Or<T> = T | T[] | {{ [key: string]: T }};\n"
        f"interface P {{ w?: Words | undefined }}\n{text}"
    )
    (uses,) = (d for d in model.declarations if d.id.path == ("U",))
    assert {str(id_) for t in types_of(uses) for id_ in refs(t)} == {"Words"}


def test_an_alias_with_null_loses_it() -> None:
    model = _model(
        "export type Words = 'a' | null | Inner; type Inner = 'b' | undefined;\n"
        "export interface U { p: NonNullable<Words> }"
    )
    (uses,) = (d for d in model.declarations if d.id.path == ("U",))
    assert isinstance(uses, Interface)
    assert str(uses.properties[0].type).count("value=") == 2
    assert not list(refs(uses.properties[0].type))


def test_literals_behind_aliases_are_no_copies() -> None:
    """Three hundred words in a thousand unions are written once."""
    words = " | ".join(f"'word{n}'" for n in range(300))
    fields = " ".join(f"p{n}: Words | {n};" for n in range(1000))
    model = _model(f"export type Words = {words};\nexport interface U {{ {fields} }}")
    (uses,) = (d for d in model.declarations if d.id.path == ("U",))
    assert all(len(list(refs(type_))) == 1 for type_ in types_of(uses))
