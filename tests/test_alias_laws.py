"""Whatever aliases stand for, the package of a spec can be imported and its annotations evaluated.

The sources are random: names for names, for null, for undefined, for functions, for brands, and for
unions, lists and tuples of these, in circles too. Others have unions of objects within themselves,
for every target.
"""

from __future__ import annotations

import random
import typing
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pydantic
import pytest

from realtime_codegen.model import refs, types_of
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import target_names
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.wire.samples import sample
from tests.oracle.introspect import import_module
from tests.tools.night import sampled
from tests.tools.packages import (
    ENTRY,
    compiled_text,
    forget,
    import_package,
    write_tree,
)

_NAMES = tuple(f"T{number}" for number in range(12))
_LEAVES = (
    *("null", "undefined", "string", "'a'", "(() => void)", "symbol", "never", "unknown"),
    *("(symbol & { brand: 1 })", "('a' & { brand: 1 })"),
)


def _type(chance: random.Random, depth: int = 2) -> str:
    kind = chance.random()
    if depth == 0 or kind < 0.45:
        return chance.choice(_NAMES)
    if kind < 0.6:
        return chance.choice(_LEAVES)
    if kind < 0.85:
        return " | ".join(_type(chance, depth - 1) for _ in range(chance.randint(2, 3)))
    if kind < 0.95:
        return f"({_type(chance, depth - 1)})[]"
    return f"[{_type(chance, depth - 1)}, ({_type(chance, depth - 1)})?]"


def _source(seed: int) -> str:
    chance = random.Random(seed)
    lines = []
    for name in _NAMES:
        if chance.random() < 0.3:
            fields = "; ".join(f"{key}{chance.choice(('', '?'))}: {_type(chance)}" for key in "abc")
            lines.append(f"export interface {name} {{ own{name}: 1; {fields} }}")
        else:
            lines.append(f"export type {name} = {_type(chance)};")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", sampled(range(60), 3))
def test_annotations_can_be_evaluated_whatever_aliases_stand_for(seed: int, tmp_path: Path) -> None:
    source = _source(seed)
    model = load_model(MemoryFiles({ENTRY: source.encode()}), ENTRY, Options()).model
    assert model is not None
    declared = {declaration.id for declaration in model.declarations}
    for declaration in model.declarations:
        for type_ in types_of(declaration):
            assert declared.issuperset(refs(type_)), declaration.id
    made = compiled_text(source, "aliases", targets=("dataclasses", "typeddicts"))
    write_tree(tmp_path, made.files)
    for name in ("models", "typed_dicts"):
        module = import_module(tmp_path, "aliases", name)
        for public in module.__all__:
            value = getattr(module, public)
            assert not isinstance(value, str), public
            if isinstance(value, type):
                typing.get_type_hints(value)


# ----------------------------------------------------------------- unions within themselves

_UNIONS = tuple(f"U{number}" for number in range(5))
_CLASSES = ("A", "B")


def _within(chance: random.Random, unions: Sequence[str], depth: int = 1) -> str:
    """A type that has unions in it, at the places where TypeScript allows a circle."""
    inner = " | ".join(chance.sample((*unions, *_CLASSES), k=chance.randint(1, 2)))
    if depth and chance.random() < 0.4:
        inner += f" | {_within(chance, unions, depth - 1)}"
    return chance.choice(
        (
            *(f"{{ [key: string]: {inner} }}", f"{{ [key: string]: {inner} }}", f"({inner})[]"),
            *(f"[{inner}, ({inner})?]", f"[1, ...({inner})[]]", f"{{ of?: {inner} }}"),
            *(f"{{ of: 'x' | {inner} }}", f"{{ type: 't{depth}'; of?: {inner} | null }}"),
        )
    )


def _unions(seed: int) -> str:
    chance = random.Random(seed)
    unions = _UNIONS[: 2 + seed % 4]
    lines = [
        f"export interface {name} {{ type: '{name}'; of?: {_within(chance, unions)} }}"
        for name in _CLASSES
    ]
    for number, name in enumerate(unions):
        members = [f"{{ type: '{name}' }}", *(_within(chance, unions) for _ in range(2))]
        members += chance.sample(unions[number + 1 :], k=min(1, len(unions) - number - 1))
        lines.append(f"export type {name} = {' | '.join(members)};")
    chance.shuffle(lines)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", sampled(range(40), 6))
def test_every_target_writes_unions_within_themselves(seed: int, tmp_path: Path) -> None:
    name = f"within_{seed}"
    source = _unions(seed)
    made = compiled_text(source, name, targets=target_names())
    package = import_package(tmp_path, made.files, name)
    for module in ("pydantic_models", "typed_dicts", "strategies", "dispatch", "codec"):
        if f"{name}/{module}.py" in made.files:
            assert getattr(package, module).__name__ == f"{name}.{module}"
    models: Any = package.pydantic_models
    model = load_model(MemoryFiles({ENTRY: source.encode()}), ENTRY, Options()).model
    assert model is not None
    for declaration in model.declarations:
        adapted = getattr(models, str(declaration.id), None)
        if adapted is None:  # It has no name of its own in the source.
            continue
        value = sample(model, declaration.id)
        adapter: Any = pydantic.TypeAdapter(adapted)
        assert adapter.dump_python(adapter.validate_python(value)) == value
    forget(name)
