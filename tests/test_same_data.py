"""Instances of a generic type whose arguments reach only behaviour are one class."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from realtime_codegen.model import Array, DeclId, Interface, Model, Primitive, Ref, Type, refs
from realtime_codegen.pipeline import Options, compile_spec, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.night import share

ARGUMENTS = ("string", "number", "boolean", "Plain", "Plain[]", "{ a: 1 }", "'x' | 'y'", "1", "2")
PLAIN = ("string", "number | null", "Plain", "Plain[]", "'l' | 2", "any", "undefined | string")
BEHAVIOUR = (
    "f: (value: T) => void",
    "f?: ((value: T) => T) | undefined",
    "on(value: T): T[]",
    "(value: T): void",
    "new (value: T): string",
    "call: { (value: T): void }",
)


def _files(text: str) -> MemoryFiles:
    return MemoryFiles({"input.d.ts": text.encode()})


def _model(text: str) -> Model:
    loaded = load_model(_files(text), "input.d.ts", Options())
    assert loaded.model is not None, text
    return loaded.model


def _lines(text: str) -> int:
    result = compile_spec(_files(text), "input.d.ts", Options(targets=("dataclasses",)))
    return sum(content.count("\n") for path, content in result.files.items() if "models" in path)


def _generic(seed: int) -> str:
    """A generic interface, and one that has instances of it; nothing that is data has a T."""
    random_ = random.Random(seed)
    data = [f"d{n}: {random_.choice(PLAIN)};" for n in range(random_.randrange(4))]
    behaviour = random_.sample(BEHAVIOUR, random_.randint(1, 2))
    if not data:
        behaviour = [b for b in behaviour if b[0] not in "(n"] or [BEHAVIOUR[0]]
    members = [*data, *(f"{b};" for b in behaviour)]
    random_.shuffle(members)
    export = random_.choice(("export ", ""))
    heir = random_.choice((" extends Inner<T>", ""))
    return f"""
        export interface Plain {{ p: string }}
        interface Inner<T> {{ inner(value: T): void }}
        {export}interface G<T> {heir} {{ {" ".join(members)} }}
        export {{}};
    """


def _with_uses(generic: str, arguments: Sequence[str]) -> str:
    order = (f"u{ARGUMENTS.index(a)}?: G<{a}> | undefined;" for a in arguments)
    return f"{generic} export interface Uses {{ {' '.join(order)} }}"


def _uses(model: Model) -> dict[str, Type]:
    (uses,) = (d for d in model.declarations if d.id.path == ("Uses",))
    assert isinstance(uses, Interface)
    return {item.wire_name: item.type for item in uses.properties}


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_the_number_of_classes_does_not_grow_with_that_of_instances(start: int) -> None:
    for seed in range(start, start + share(20)):
        generic = _generic(seed)
        random_ = random.Random(seed)
        few = _with_uses(generic, random_.sample(ARGUMENTS, 2))
        many = _with_uses(generic, random_.sample(ARGUMENTS, len(ARGUMENTS)))
        models = [_model(few), _model(many)]
        classes = [len([d for d in model.declarations if d.id.path[0] == "G"]) for model in models]
        assert classes == [1, 1], many
        assert all(len(set(_uses(model).values())) == 1 for model in models), many


def test_the_lines_do_not_grow_with_the_instances() -> None:
    """A use costs the lines of a field, and nothing else."""
    generic = "interface G<T> { f: (value: T) => void } export {};"
    lines = [_lines(_with_uses(generic, ARGUMENTS[:n])) for n in (2, 4, 8)]
    assert lines[2] - lines[1] == 2 * (lines[1] - lines[0])
    plain = [
        _lines(
            "interface G { f: string } export {}; export interface Uses { "
            + "".join(f"u{n}?: G | undefined; " for n in range(count))
            + "}"
        )
        for count in (2, 4, 8)
    ]
    assert lines[2] - lines[0] == plain[2] - plain[0]


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_the_name_does_not_depend_on_the_order_of_the_instances(start: int) -> None:
    for seed in range(start, start + share(20)):
        generic, random_ = _generic(seed), random.Random(seed)
        arguments = random_.sample(ARGUMENTS, 4)
        names = set()
        for _ in range(3):
            random_.shuffle(arguments)
            names |= set(_uses(_model(_with_uses(generic, arguments))).values())
        assert len(names) == 1, (generic, arguments)


DATA = {
    "a property of the parameter": ("v: T;", 1),
    "a list of it": ("v: T[];", 1),
    "what is data for some arguments": ("v: T extends string ? 1 : () => void;", 2),
    "what is absent for some arguments": ("v: T extends string ? 1 : undefined;", 2),
    "two unions": ("v: T extends string ? 'a' | 'b' : 'a' | 'c';", 2),
    "null of a list": ("v: (T extends string ? () => void : null)[];", 1),
    "any and no function": ("v: T extends string ? string : (() => void) | string;", 1),
}


@pytest.mark.parametrize("case", DATA)
def test_what_the_data_have_of_the_arguments_stays(case: str) -> None:
    members, count = DATA[case]
    text = f"interface G<T> {{ {members} f(value: T): void }} export {{}};"
    text += "export interface Uses { a: G<string>; b: G<number>; c: G<boolean> }"
    model = _model(text)
    uses = _uses(model)
    by_id: dict[DeclId, Interface] = {
        d.id: d for d in model.declarations if isinstance(d, Interface)
    }
    types = {}
    for name, use in uses.items():
        assert isinstance(use, Ref)
        types[name] = [(p.type, p.required) for p in by_id[use.id].properties]
    if case in ("a property of the parameter", "a list of it"):
        plain = [Primitive("string"), Primitive("number"), Primitive("boolean")]
        wanted: list[Type] = [Array(p) if "list" in case else p for p in plain]
        assert [types[name][0][0] for name in "abc"] == wanted
    else:
        assert len({str(value) for value in types.values()}) == count
    assert all(id_ in by_id for use in uses.values() for id_ in refs(use))
