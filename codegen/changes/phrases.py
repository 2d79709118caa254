"""Descriptions of the difference between two types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model import Literal, TagType, Type, Union
from ..model.typescript import literal_text
from .atoms import atoms
from .meaning import Difference
from .report import Phrase, Quoted
from .version import Version

__all__ = ["in_words", "listing"]


def in_words(difference: Difference, old: Version, new: Version) -> Phrase:
    """Describe how a type changed between two versions."""
    match difference.kind:
        case "null-added":
            return ("now nullable",)
        case "null-removed":
            return ("no longer nullable",)
        case "values-added" | "values-removed" as kind:
            verb = "added" if kind == "values-added" else "removed"
            return (
                f"{_noun('value', difference.values)} {verb}: ",
                *listing(difference.values),
            )
        case "variants-added" | "variants-removed" as kind:
            added = kind == "variants-added"
            version, verb = (new, "added") if added else (old, "removed")
            names = (Quoted(version.text(variant)) for variant in difference.variants)
            return (f"{_noun('variant', difference.variants)} {verb}: ", *_separated(names))
        case "class-changed":
            before, after = old.text(difference.old), new.text(difference.new)
            return ("the same as before, by another name: ", Quoted(before), " -> ", Quoted(after))
        case "values-opened":
            return (f"any {_kind(difference.old)} is possible now",)
        case "values-closed":
            return ("only these values are possible now: ", *_listed(difference.new, new))
        case _:
            before, after = old.text(difference.old), new.text(difference.new)
            return (Quoted(before), " -> ", Quoted(after))


def _kind(type_: Type) -> str:
    members = type_.members if isinstance(type_, Union) else (type_,)
    numbers = any(isinstance(member, Literal) and member.kind == "number" for member in members)
    return "number" if numbers else "string"


def _noun(noun: str, things: tuple[object, ...]) -> str:
    return noun if len(things) == 1 else f"{len(things)} {noun}s"


def _listed(type_: Type, version: Version) -> Phrase:
    members = atoms(type_, version.by_id)
    return listing(tuple(member for member in members if isinstance(member, Literal)))


def listing(values: Sequence[TagType]) -> Phrase:
    """Literals, and null, with commas between them."""
    return _separated(
        Quoted(literal_text(value) if isinstance(value, Literal) else "null") for value in values
    )


def _separated(quoted: Iterable[Quoted]) -> Phrase:
    parts: list[str | Quoted] = []
    for text in quoted:
        parts += (", ", text) if parts else (text,)
    return tuple(parts)
