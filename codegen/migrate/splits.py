"""Classes of the old spec that are unions of classes, or texts, in the new one.

A constructor call becomes that of the member which takes its arguments, if it is the only one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ..model import Ref, Type
from .plan import Split, Variant
from .proposals import Strength
from .reader import Reader
from .tree import nodes as cst

__all__ = ["imported", "made", "matched"]

_CONFIDENCE: Final = 0.9
"""The confidence in a member that is chosen by the arguments of the call."""


def made(reader: Reader, node: cst.Call, type_: Type) -> None:
    """Rewrite or report the constructor call of a class that the new spec has as a union."""
    split = _split_of(reader, type_)
    if split is None:
        return
    fitting = _fitting(reader, split.variants, node.args)
    if len(fitting) == 1 and _renamed(reader, node.func, split, fitting[0]):
        return
    names = " or ".join(variant.name for variant in fitting or split.variants)
    advice = f"Make one of {names}." if names else "See what the new spec takes instead."
    _note(reader, node.func, split, advice)


def matched(reader: Reader, node: cst.MatchClass, type_: Type) -> None:
    """Report a pattern of a class that the new spec has as a union."""
    split = _split_of(reader, type_)
    if split is not None:
        names = " | ".join(f"{variant.name}(...)" for variant in split.variants)
        advice = f"Match its members: {names}." if names else "See what comes instead."
        _note(reader, node.cls, split, advice)


def _note(reader: Reader, node: cst.CSTNode, split: Split, advice: str) -> None:
    message = f"{split.name} is no class any more, but {split.now}"
    reader.uses.note(reader.span(node), message, advice, Strength.SURE)


def _split_of(reader: Reader, type_: Type) -> Split | None:
    return reader.uses.splits.get(type_.id) if isinstance(type_, Ref) else None


def _fitting(
    reader: Reader, variants: Sequence[Variant], given: Sequence[cst.Arg]
) -> list[Variant]:
    """The members that accept the arguments; all of them if the arguments are unclear."""
    texts: dict[str, str | None] = {}
    for argument in given:
        if argument.keyword is None:
            return list(variants)
        value = argument.value
        quoted = reader.quoted(value) if isinstance(value, cst.SimpleString) else None
        texts[argument.keyword.value] = quoted.text if quoted is not None else None
    return [variant for variant in variants if _takes(variant, texts)]


def _takes(variant: Variant, given: Mapping[str, str | None]) -> bool:
    if not variant.required <= set(given) <= variant.fields:
        return False
    return all(
        given.get(name) is None or given[name] in accepted for name, accepted in variant.texts
    )


def _renamed(reader: Reader, callee: cst.BaseExpression, split: Split, variant: Variant) -> bool:
    """Propose to replace the name of a union by a member's; False if that is not possible."""
    match callee:
        case cst.Attribute(attr=cst.Name(value=split.name) as name):
            pass
        case cst.Name(value=split.name) as name:
            if not imported(reader, name, variant.name, _CONFIDENCE):
                return False
        case _:
            return False
    reader.uses.split(reader.span(name), split.name, variant.name, _CONFIDENCE)
    return True


def imported(
    reader: Reader, name: cst.Name, new: str, confidence: float, *, propose: bool = True
) -> bool:
    """Propose the import of a class of the new spec beside that of a name.

    False if it is not possible: the name is not imported, or the new name is taken. Without
    `propose` this is only checked.
    """
    scope = name.scope
    brought = reader.bindings.imported(name.value, scope)
    if brought is None or new in reader.uses.symbols:
        return False
    known = reader.bindings.imported(new, scope)
    if brought.alias is None or brought.symbol is None or known is not None:
        return brought.symbol is not None and (known is None or known.symbol == new)
    inside = reader.bindings.packages.inside(brought.parts)
    is_there = inside is None or reader.bindings.packages.holds(inside[0], new)
    if reader.bindings.is_bound(new, scope) or not is_there:
        return False
    if propose:
        reader.uses.add_import(reader.span(brought.alias), brought.symbol, new, confidence)
    return True
