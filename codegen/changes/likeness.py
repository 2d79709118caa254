"""The likeness of names, texts, types and declarations, as numbers from 0 to 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, assert_never

from ..model import (
    NULL,
    Alias,
    Array,
    Declaration,
    Enum,
    Interface,
    Literal,
    Map,
    Opaque,
    Primitive,
    Property,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from ..text.records import dataclass
from .version import Version, tag_of

__all__ = [
    "Likeness",
    "declarations_alike",
    "docs_alike",
    "names_alike",
    "properties_alike",
    "renamed_alike",
    "shared_words",
    "structure_alike",
]

_FIELDS_ALIKE: Final = 0.55
_MOST_RENAMED: Final = 400
"""The largest number of pairs of properties that are compared to find renames."""
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """A weighted mean, and a description of its parts."""

    score: float
    why: str

    @classmethod
    def of(cls, parts: Iterable[tuple[str, float, float]]) -> Likeness:
        """The weighted mean of parts, each a description, a weight, and a number from 0 to 1."""
        counted = [part for part in parts if part[1] > 0]
        total = sum(weight for _, weight, _ in counted)
        score = sum(weight * value for _, weight, value in counted) / total if total else 0.0
        return cls(score, ", ".join(f"{words} {_percent(value)}" for words, _, value in counted))


def _percent(value: float) -> str:
    return f"{round(100 * value)} %"


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name or tag, in lower case."""
    return tuple(word.lower() for word in _WORDS.findall(name))


def shared_words(one: str, other: str) -> frozenset[str]:
    """The words that two names have in common."""
    return frozenset(words(one)) & frozenset(words(other))


@lru_cache(maxsize=65536)
def names_alike(one: str, other: str) -> float:
    """The likeness of two names, by their words in order."""
    if one == other:
        return 1.0
    left, right = words(one), words(other)
    # SequenceMatcher is not symmetric; the likeness of two names should be.
    ratios = (
        SequenceMatcher(None, *pair, False).ratio() for pair in ((left, right), (right, left))
    )
    return max(ratios)


@lru_cache(maxsize=65536)
def docs_alike(one: str | None, other: str | None) -> float:
    """The likeness of two doc comments, by their words in any order."""
    left, right = Counter((one or "").lower().split()), Counter((other or "").lower().split())
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _dice(left: frozenset[str], right: frozenset[str]) -> float:
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 1.0


def _features(type_: Type, version: Version, depth: int = 0) -> Iterator[str]:
    """The features of a type, as marks that two types can share."""
    match type_:
        case Primitive(name):
            yield "number" if name == "integer" else name
        case Literal(kind, value):
            yield f"{kind}:{value}"
        case Template(parts):
            yield f"`{parts}"
        case Opaque(_, text):
            yield f"?{text}"
        case Array(element):
            yield from (f"{feature}[]" for feature in _features(element, version, depth))
        case Tuple(items):
            for item in items:
                yield from (f"[{feature}" for feature in _features(item.type, version, depth))
        case Map(_, value):
            yield from (f"{{{feature}" for feature in _features(value, version, depth))
        case Union(members):
            for member in members:
                if member != NULL:
                    yield from _features(member, version, depth)
        case Ref(id_):
            yield from _declared_features(version.by_id.get(id_), version, depth)
        case _:
            assert_never(type_)


def _declared_features(
    declaration: Declaration | None, version: Version, depth: int
) -> Iterator[str]:
    match declaration:
        case Interface(_, properties):
            yield "object"
            yield from (f".{property_.wire_name}" for property_ in properties)
        case Alias(_, type_) if depth < 3:
            yield from _features(type_, version, depth + 1)
        case Enum(_, members):
            for member in members:
                if member.value is not None:
                    yield from _features(member.value, version)
        case _:
            yield "..."


def types_alike(old: Type, new: Type, versions: tuple[Version, Version]) -> float:
    """The likeness of two types, by their features."""
    return _dice(_marks(old, versions[0]), _marks(new, versions[1]))


def _marks(type_: Type, version: Version) -> frozenset[str]:
    """The features of a type, which is compared with many others."""
    known = version.features.get(type_)
    if known is None:
        known = version.features[type_] = frozenset(_features(type_, version))
    return known


def properties_alike(old: Property, new: Property, versions: tuple[Version, Version]) -> Likeness:
    """The likeness of two properties of one object with different names."""
    documented = 0.25 if old.doc and new.doc else 0.0
    return Likeness.of(
        (
            ("type", 0.4, types_alike(old.type, new.type, versions)),
            ("name", 0.35, names_alike(old.wire_name, new.wire_name)),
            ("documentation", documented, docs_alike(old.doc, new.doc)),
        )
    )


def renamed_alike(
    old: Property, new: Property, versions: tuple[Version, Version]
) -> Likeness | None:
    """The likeness of two properties if it is enough for a rename, else None."""
    if not shared_words(old.wire_name, new.wire_name):
        return None
    likeness = properties_alike(old, new, versions)
    return likeness if likeness.score >= _FIELDS_ALIKE else None


def declarations_alike(
    old: Declaration, new: Declaration, versions: tuple[Version, Version]
) -> Likeness:
    """The likeness of two declarations, by structure, name, tag and documentation."""
    left, right = (
        v.names.declarations[declaration.id]
        for v, declaration in zip(versions, (old, new), strict=True)
    )
    tags = tag_of(old), tag_of(new)
    tagged = 0.3 if tags[0] and tags[1] else 0.0
    documented = 0.25 if old.doc and new.doc else 0.0
    size, structure = _structure(old, new, versions)
    return Likeness.of(
        (
            ("structure", 0.5 * min(1.0, size / 3), structure),
            ("name", 0.25, names_alike(left, right)),
            ("tag", tagged, names_alike(tags[0][1], tags[1][1]) if tags[0] and tags[1] else 0.0),
            ("documentation", documented, docs_alike(old.doc, new.doc)),
        )
    )


def structure_alike(old: Declaration, new: Declaration, versions: tuple[Version, Version]) -> float:
    """The likeness of two declarations' structure, without regard to their names."""
    return _structure(old, new, versions)[1]


def _structure(
    old: Declaration, new: Declaration, versions: tuple[Version, Version]
) -> tuple[int, float]:
    """The number of features that two declarations have, and their likeness from 0 to 1."""
    if isinstance(old, Interface) and isinstance(new, Interface):
        return _objects(old, new, versions)
    marks = [
        frozenset(_declared_features(declaration, version, 0))
        for declaration, version in zip((old, new), versions, strict=True)
    ]
    return len(marks[0] | marks[1]), _dice(*marks)


def _objects(
    old: Interface, new: Interface, versions: tuple[Version, Version]
) -> tuple[int, float]:
    tags = {tag[0] for tag in (tag_of(old), tag_of(new)) if tag is not None}
    left = {
        property_.wire_name: property_
        for property_ in old.properties
        if property_.wire_name not in tags
    }
    right = {
        property_.wire_name: property_
        for property_ in new.properties
        if property_.wire_name not in tags
    }
    names = left.keys() | right.keys()
    kept = sorted(left.keys() & right.keys())
    shared = sum(
        0.5 + 0.5 * types_alike(left[name].type, right[name].type, versions) for name in kept
    )
    gone = [left[name] for name in left if name not in right]
    come = [right[name] for name in right if name not in left]
    shared += _renamed(gone, come, versions)
    return len(names), 2 * shared / (len(left) + len(right)) if names else 1.0


def _renamed(
    gone: Sequence[Property], come: Sequence[Property], versions: tuple[Version, Version]
) -> float:
    """The number of renamed properties between two objects, each weighted by its likeness."""
    if len(gone) * len(come) > _MOST_RENAMED:
        return 0.0
    pairs = ((before, renamed_alike(before, after, versions)) for before in gone for after in come)
    best: dict[str, float] = {}
    for before, likeness in pairs:
        if likeness is not None:
            name = before.wire_name
            best[name] = max(best.get(name, 0.0), likeness.score)
    return sum(best.values())
