"""Members of large unions are found without a look at each, and they are the right ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from realtime_codegen.changes import compare
from realtime_codegen.changes.meaning import Covering, Meaning
from realtime_codegen.changes.members import Members
from realtime_codegen.changes.version import Version
from realtime_codegen.model import Alias, Interface, Ref, Type
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import counted
from tests.tools.night import sampled

_FIELDS = ("a", "b", "kind", "type")
_TYPES = (
    *("'x'", "'y'", "'x' | 'y'", "1", "1 | 2", "true", "boolean", "string", "number", "null"),
    *("Alias", "Alias | 'z'", "never", "any", "U", "Tone", "Tone.High", "string[]", "'x'[]"),
    *("Record<string, 'x'>", "`x-${string}`", "{ in: 'x' }", "['x', 1?]", "O0", "O1 | 'x'"),
)
_PLAIN = (
    *("string", "'x'", "'x-1'", "`x-${string}`", "`${string}-y`", "1", "number", "true", "boolean"),
    *("null", "string[]", "O0[]", "['x']", "Record<string, string>", "Tone", "() => void"),
)


def _spec(rand: random.Random) -> str:
    lines = [
        f"export type Alias = {rand.choice(_PLAIN)};",
        "export enum Tone { High = 'h', Low = 'l' }",
    ]
    for number in range(6):
        fields = [
            f"{name}{rand.choice(('', '', '?'))}: {rand.choice(_TYPES)};"
            for name in _FIELDS
            if rand.random() < 0.6
        ]
        index = ["[other: string]: any;"] if rand.random() < 0.15 else []
        lines.append(f"export interface O{number} {{ {' '.join([*fields, *index])} }}")
    for name in ("U", "V"):
        members = [f"O{rand.randrange(6)}" for _ in range(rand.randrange(1, 6))]
        members += rand.sample(_PLAIN, rand.randrange(3))
        lines.append(f"export type {name} = {' | '.join(members)};")
    return "\n".join([*lines, "export interface Use { u: U; v?: V; list: (U | V)[] }"])


def _version(text: str) -> Version:
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None, text
    return Version.of(loaded.model, "input.d.ts")


def _every(members: Members, _other: Type, _declarations: object) -> Iterator[Type]:
    return iter(members.atoms)


def _every_object(members: Members, _other: Any, _declarations: object) -> list[Ref]:
    return [atom for atom in members.atoms if isinstance(atom, Ref)]


def _types(version: Version) -> list[Type]:
    """The types of fields and of aliases, and all interfaces."""
    types: list[Type] = []
    for declared in version.model.declarations:
        if isinstance(declared, Interface):
            types += [Ref(declared.id), *(item.type for item in declared.properties)]
        elif isinstance(declared, Alias):
            types.append(declared.type)
    return list(dict.fromkeys(types))


def _relations(old: Version, new: Version, seed: int) -> list[str]:
    """How types of one spec compare with those of the other, where no declarations match."""
    meaning, told = Meaning(old, new, {}), []
    pairs = list(product(_types(old), _types(new)))
    for one, other in random.Random(seed).sample(pairs, min(120, len(pairs))):
        relation = meaning.relation(one, other), meaning.equal(one, other)
        changed = [changed.kind for changed in meaning.differences(one, other)]
        told.append(f"{old.text(one)} -> {new.text(other)}: {relation} {changed}")
    return told


@pytest.mark.parametrize("seed", sampled(range(240), 8))
def test_what_is_found_is_what_a_look_at_each_member_finds(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: types compare as they do where all members are compared."""
    rand = random.Random(seed)
    old, new = _spec(rand), _spec(rand)
    by_looking_up = _relations(_version(old), _version(new), seed)
    monkeypatch.setattr(Members, "alike", _every)
    monkeypatch.setattr(Members, "takers", _every)
    monkeypatch.setattr(Members, "objects", _every_object)
    assert by_looking_up == _relations(_version(old), _version(new), seed)


def _union(count: int, word: str) -> str:
    objects = (f"export interface {word}{n} {{ type: '{word}{n}'; v?: {n} }}" for n in range(count))
    loose = (f"export interface L{word}{n} {{ {word}{n}?: string }}" for n in range(count))
    names = " | ".join(
        f"{word}{n} | L{word}{n} | '{word}-{n}' | `{word}:{n}:${{string}}`" for n in range(count)
    )
    return "\n".join([*objects, *loose, f"export interface Use {{ it: {names} }}"])


@pytest.mark.parametrize("words", [("A", "A"), ("A", "B")])
def test_twice_the_members_take_twice_the_comparisons(
    words: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for number in (100, 200):
        old, new = (_version(_union(number, word)) for word in words)
        with monkeypatch.context() as here:
            equal = counted(here, Meaning, "_same_atoms")
            taken = counted(here, Covering, "_atom")
            compare(old, new)
        counts.append(len(equal) + len(taken))
    assert counts[1] <= 2.3 * max(counts[0], 100), counts
