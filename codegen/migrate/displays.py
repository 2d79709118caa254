"""Reading displays: dictionaries that are messages, tables of tags, texts with holes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import libcst as cst

from ..model import Type
from .proposals import Strength
from .reader import Reader
from .schema import Holders, distinctive
from .uses import UNSURE
from .values import Instance, Value

__all__ = ["called_dictionary", "collection", "concatenated", "dictionary", "formatted", "give"]


def give(reader: Reader, node: cst.BaseExpression, holders: Holders) -> None:
    """The value that a field is given; `holders` are the interfaces that have it."""
    owners = [owner.id for owner, _ in holders]
    if isinstance(node, cst.SimpleString):
        if holders:
            reader.given(node, owners, holders[0][1].wire_name)
        return
    if holders and isinstance(node, cst.List | cst.Tuple | cst.Set):
        for element in node.elements:
            if isinstance(element.value, cst.SimpleString):
                reader.given(element.value, owners, holders[0][1].wire_name)
    expected = reader.schema.content(holders)
    if reader.expr(node, expected) is None and expected is not None:
        _given_unseen(reader, node, holders, expected)


def _given_unseen(
    reader: Reader, node: cst.BaseExpression, holders: Holders, expected: Type
) -> None:
    """An object that is made elsewhere, where nothing says what it is for."""
    if not isinstance(node, cst.Name | cst.Attribute | cst.Call | cst.Await | cst.Subscript):
        return
    changed = reader.uses.changed_fields(reader.schema.interfaces(expected))
    if changed:
        owner, each = holders[0]
        field = f"{reader.schema.python_name(owner.id)}.{each.wire_name}"
        message = f"{field} has other fields now; these have changed: {', '.join(changed)}"
        advice = "See where this is made."
        reader.uses.note(reader.place(node), message, advice, Strength.SURE)


# -------------------------------------------------------------------- dictionaries


def dictionary(reader: Reader, node: cst.Dict, expected: Type | None) -> Value | None:
    """A dictionary display: a message if its tag or its place says so."""
    entries = {
        found[1]: each.value
        for each in node.elements
        if isinstance(each, cst.DictElement)
        and isinstance(each.key, cst.SimpleString)
        and (found := reader.inner(each.key)) is not None
    }
    type_ = _type_of(reader, entries, expected)
    if type_ is None:
        _table(reader, node)
        return None
    for each in node.elements:
        if not isinstance(each, cst.DictElement) or not isinstance(each.key, cst.SimpleString):
            reader.children(each)
            continue
        reader.item(each.key, type_, None, write=True)
        found = reader.inner(each.key)
        holders = reader.schema.holders(type_, found[1], wire=True) if found is not None else ()
        _entry(reader, found[1] if found is not None else "", each.value, holders, expected)
    if all(isinstance(each, cst.DictElement) for each in node.elements):
        start, _ = reader.place(node)
        owners = reader.schema.interfaces(type_)
        reader.uses.made((start, start + 1), owners, entries)
    return Instance(type_, plain=True)


def called_dictionary(reader: Reader, node: cst.Call, expected: Type | None) -> Value | None:
    """`dict(type=..., ...)`, which is a display as well."""
    entries = {each.keyword.value: each.value for each in node.args if each.keyword is not None}
    type_ = _type_of(reader, entries, expected)
    for each in node.args:
        name = each.keyword.value if each.keyword is not None else ""
        holders: Holders = ()
        if type_ is not None and each.keyword is not None:
            holders = reader.schema.holders(type_, name, wire=True)
            reader.uses.field(reader.place(each.keyword), holders, name, "write", wire=True)
        _entry(reader, name, each.value, holders, expected)
    if type_ is None:
        return None
    reader.uses.made(reader.place(node.func), reader.schema.interfaces(type_), entries)
    return Instance(type_, plain=True)


def _entry(
    reader: Reader,
    key: str,
    value: cst.BaseExpression,
    holders: Holders,
    expected: Type | None,
) -> None:
    """What is under a key of a message."""
    is_tag = key in reader.schema.discriminators and expected is None
    if is_tag and isinstance(value, cst.SimpleString):
        reader.tag(value, Strength.STRONG)
    else:
        give(reader, value, holders)


def _type_of(
    reader: Reader, entries: dict[str, cst.BaseExpression], expected: Type | None
) -> Type | None:
    """The type of a message: the one that its place asks for, as its literals narrow it."""
    texts = {
        key: found[1]
        for key, value in entries.items()
        if isinstance(value, cst.SimpleString) and (found := reader.inner(value)) is not None
    }
    if expected is None:
        for key in sorted(reader.schema.discriminators):
            if key in texts and distinctive(texts[key]):
                return reader.schema.tag_type(texts[key])
        return None
    narrowed: Type | None = reader.schema.union(
        each for each in reader.schema.members(expected) if reader.schema.interfaces(each)
    )
    for key, text in texts.items():
        if narrowed is not None:
            narrowed = reader.schema.with_value(narrowed, key, text) or narrowed
    return narrowed


def _table(reader: Reader, node: cst.Dict) -> None:
    """A dictionary of no known type: its keys may be tags, and so may what is under `type`."""
    for each in node.elements:
        if not isinstance(each, cst.DictElement):
            reader.children(each)
            continue
        key, value = each.key, each.value
        found = reader.inner(key) if isinstance(key, cst.SimpleString) else None
        if isinstance(key, cst.SimpleString):
            reader.tag(key, Strength.WEAK)
        else:
            reader.expr(key)
        if not isinstance(value, cst.SimpleString):
            reader.expr(value)
        elif found is not None and found[1] in reader.schema.discriminators:
            reader.tag(value, Strength.STRONG)


# --------------------------------------------------------------------- collections


def collection(
    reader: Reader, node: cst.List | cst.Tuple | cst.Set, expected: Type | None
) -> Value | None:
    """A list, tuple or set: of messages, or of tags."""
    element = None if expected is None else reader.schema.element(expected)
    texts = [each.value for each in node.elements if isinstance(each.value, cst.SimpleString)]
    tags = _are_tags(reader, texts)
    for each in node.elements:
        if isinstance(each.value, cst.SimpleString):
            if tags:
                reader.tag(each.value, Strength.WEAK)
        elif isinstance(each, cst.StarredElement):
            reader.expr(each.value)
        else:
            reader.expr(each.value, element)
    return None if expected is None or element is None else Instance(expected, plain=True)


def _are_tags(reader: Reader, texts: Sequence[cst.SimpleString]) -> bool:
    """Whether all literals of a collection look like tags, and one of them is one."""
    found = [reader.inner(each) for each in texts]
    values = [each[1] for each in found if each is not None]
    known = [each for each in values if each in reader.schema.tags]
    return bool(known) and all(distinctive(each) or each in reader.schema.tags for each in values)


# ---------------------------------------------------------------- texts with holes

_HOLE: Final = ".+"


def formatted(reader: Reader, node: cst.FormattedString) -> None:
    """An f-string: one that may make a tag that is renamed is left to a person."""
    pattern = ""
    fixed = ""
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            pattern += re.escape(part.value)
            fixed += part.value
        else:
            pattern += _HOLE
            reader.children(part)
    _may_make(reader, node, pattern, fixed)


def _may_make(reader: Reader, node: cst.CSTNode, pattern: str, fixed: str) -> None:
    if "." not in fixed or len(fixed) < len("x.y."):
        return
    for each in reader.uses.plan.events:
        if re.fullmatch(pattern, each.old):
            message = f"this may make the event {each.old!r}, which is renamed to {each.new!r}"
            advice = "See what it makes, and change it by hand."
            reader.uses.note(reader.place(node), message, advice, Strength.WEAK, UNSURE)
            return


def concatenated(reader: Reader, node: cst.ConcatenatedString) -> None:
    """Literals that stand side by side: a tag written in pieces is left to a person."""
    value = node.evaluated_value
    pieces = [node.left, node.right]
    while pieces:
        piece = pieces.pop()
        match piece:
            case cst.ConcatenatedString(left=left, right=right):
                pieces += [left, right]
            case cst.FormattedString():
                reader.expr(piece)
            case cst.SimpleString():
                reader.seen.add(piece)
    if isinstance(value, str) and value in reader.schema.tags:
        reader.uses.tag(reader.place(node), value, Strength.STRONG, literal=False)
