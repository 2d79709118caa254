"""Displays: dictionaries that are messages, collections of tags, formatted strings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from ..model import Type
from . import constructing, nesting
from .composed import may_make
from .lists import as_list
from .proposals import Strength
from .reader import Reader
from .schema import Holders, distinctive
from .tree import nodes as cst
from .uses import Given
from .values import Instance, Method, Value

__all__ = [
    "called_dictionary",
    "collection",
    "concatenated",
    "dictionary",
    "formatted",
    "give",
    "given_to_field",
]


def give(
    reader: Reader,
    node: cst.BaseExpression,
    holders: Holders,
    make: Callable[[str], str | None] | None = None,
) -> None:
    """Read the value of a field; `holders` are the interfaces that may have the field.

    `make` spells a class of the new spec there, if objects are class instances.
    """
    owners = [owner.id for owner, _ in holders]
    if isinstance(node, cst.SimpleString):
        if holders:
            reader.given(node, owners, holders[0][1].wire_name, make=make)
        return
    if isinstance(node, cst.IfExp):
        reader.expr(node.test)
        give(reader, node.body, holders, make)
        give(reader, node.orelse, holders, make)
        return
    if holders and isinstance(node, cst.Name | cst.Attribute | cst.Subscript | cst.Call):
        reader.uses.tell_forms(reader.span(node), holders, reader.around)
    if holders and isinstance(node, cst.List | cst.Tuple | cst.Set):
        if as_list(reader, node, holders):
            return
        for element in node.elements:
            if isinstance(element.value, cst.SimpleString):
                reader.given(element.value, owners, holders[0][1].wire_name, make=make)
    expected = reader.schema.content(holders)
    held = reader.expr(node, expected)
    if (held is None or isinstance(held, Method)) and expected is not None:
        reader.expectations.note(reader, node, expected)
        _given_unseen(reader, node, holders, expected)


def _given_unseen(
    reader: Reader, node: cst.BaseExpression, holders: Holders, expected: Type
) -> None:
    """Note a value of unknown origin for a field, if the fields of its type have changed."""
    owner, property_ = holders[0]
    field = f"{reader.schema.python_name(owner.id)}.{property_.wire_name}"
    unseen(reader, node, expected, field)


def unseen(reader: Reader, node: cst.BaseExpression, expected: Type, label: str) -> None:
    """Note a value that was not read where it is made, if the fields of its type have changed."""
    if reader.expectations.is_met(reader, node):
        return
    if not isinstance(node, cst.Name | cst.Attribute | cst.Call | cst.Await | cst.Subscript):
        return
    changed = reader.uses.changed_fields(reader.schema.interfaces(expected))
    if changed:
        message = f"{label} has other fields now; these have changed: {', '.join(changed)}"
        advice = "See where this is made."
        reader.uses.note(reader.span(node), message, advice, Strength.SURE)


# -------------------------------------------------------------------- dictionaries


def dictionary(
    reader: Reader, node: cst.Dict, expected: Type | None, *, whole: bool = True
) -> Value | None:
    """Read a dictionary display: a message if its tag or the expected type says so.

    Without `whole` it has only some of the object's fields, as for an update.
    """
    entries = {
        quoted.text: element.value
        for element in node.elements
        if isinstance(element, cst.DictElement)
        and isinstance(element.key, cst.SimpleString)
        and (quoted := reader.quoted(element.key)) is not None
    }
    texts = _texts(reader, entries)
    type_ = _type_of(reader, texts, expected)
    if type_ is None:
        _table(reader, node)
        return None
    reader.around.append(texts)
    if expected is None:
        tags = (texts.get(name) for name in reader.schema.discriminators)
        reader.uses.payloads.update(tag for tag in tags if tag is not None)
    owners = reader.schema.interfaces(type_)
    nested = nesting.nest(reader, node, owners[0], whole=whole) if len(owners) == 1 else ()
    for key, value, holders in _fields(reader, node, type_, nested):
        _entry(reader, key, value, holders, expected)
    reader.around.pop()
    if whole and all(isinstance(element, cst.DictElement) for element in node.elements):
        start, _ = reader.span(node)
        reader.uses.made((start, start + 1), owners, entries)
    return Instance(type_, plain=True)


def partial(reader: Reader, node: cst.Dict, type_: Type, done: frozenset[str]) -> None:
    """Read a display with some fields of an object; those in `done` are already rewritten."""
    for _, value, holders in _fields(reader, node, type_, done):
        give(reader, value, holders)


def _fields(
    reader: Reader, node: cst.Dict, type_: Type, done: Collection[str]
) -> Iterator[tuple[str, cst.BaseExpression, Holders]]:
    """Read the string keys of a display, and all elements without such a key.

    Yields each key with its value, which is still to be read, and the interfaces that have the
    field. Those in `done` are already rewritten.
    """
    for element in node.elements:
        if not isinstance(element, cst.DictElement) or not isinstance(
            element.key, cst.SimpleString
        ):
            reader.children(element)
            if isinstance(element, cst.StarredDictElement):
                _added_unseen(reader, element.value, type_)
            continue
        quoted = reader.quoted(element.key)
        name = quoted.text if quoted is not None else ""
        if name in done:
            reader.seen.add(element.key)
            move = reader.uses.moved(reader.schema.holders(type_, name, wire=True))
            if move is not None:
                given = given_to_field(reader, element.value)
                reader.uses.tell_type(reader.span(element.value), move, given)
        else:
            given = given_to_field(reader, element.value)
            reader.item(element.key, type_, None, write=True, given=given)
        yield name, element.value, reader.schema.holders(type_, name, wire=True)


def _added_unseen(reader: Reader, node: cst.BaseExpression, type_: Type) -> None:
    """Read a source of fields of an object; note a parameter, since callers determine it."""
    reader.expectations.note(reader, node, type_)
    changed = reader.uses.changed_fields(reader.schema.interfaces(type_))
    if changed and isinstance(node, cst.Name) and reader.expectations.is_parameter(reader, node):
        message = f"this is put into an object whose fields have changed: {', '.join(changed)}"
        reader.uses.note(reader.span(node), message, "See what is in it.", Strength.SURE)


def keys(reader: Reader, node: cst.BaseExpression) -> list[str] | None:
    """The string keys of a display; None for any other expression."""
    if not isinstance(node, cst.Dict):
        return None
    texts = (
        reader.quoted(element.key)
        for element in node.elements
        if isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString)
    )
    return [quoted.text for quoted in texts if quoted is not None]


def called_dictionary(reader: Reader, node: cst.Call, expected: Type | None) -> Value | None:
    """Read `dict(type=..., ...)` like a display, also `dict(other, type=...)`."""
    entries = {
        argument.keyword.value: argument.value
        for argument in node.args
        if argument.keyword is not None
    }
    texts = _texts(reader, entries)
    type_ = _type_of(reader, texts, expected)
    if type_ is not None and expected is None:
        reader.uses.payloads.update(texts.get(name, "") for name in reader.schema.discriminators)
    done = None if type_ is None else constructing.nest_call(reader, node, type_, plain=True)
    reader.around.append(texts if type_ is not None else {})
    for argument in node.args:
        name = argument.keyword.value if argument.keyword is not None else ""
        holders: Holders = ()
        if type_ is not None and argument.keyword is not None:
            holders = reader.schema.holders(type_, name, wire=True)
            given = given_to_field(reader, argument.value)
            move = reader.uses.moved(holders) if done and name in done else None
            place = reader.span(argument.keyword)
            if move is None:
                reader.uses.field(place, holders, name, "write", wire=True, given=given)
            else:
                reader.uses.tell_type(reader.span(argument.value), move, given)
        if argument.keyword is not None:
            _entry(reader, name, argument.value, holders, expected)
        else:
            reader.expr(argument.value)
            if type_ is not None:
                _added_unseen(reader, argument.value, type_)
    reader.around.pop()
    if type_ is None:
        return None
    owners = reader.schema.interfaces(type_)
    if len(entries) < len(node.args):
        # A shallow copy shares the inner objects: changes of these show in the original.
        return None
    reader.uses.made(reader.span(node.func), owners, entries)
    if done is None:
        reader.uses.tell_constants(reader.span(node.func), owners, entries)
    return Instance(type_, plain=True)


def _entry(
    reader: Reader,
    key: str,
    value: cst.BaseExpression,
    holders: Holders,
    expected: Type | None,
) -> None:
    """Read the value under a key of a message."""
    is_tag = key in reader.schema.discriminators and expected is None
    if is_tag and isinstance(value, cst.SimpleString):
        reader.tag(value, Strength.STRONG)
    elif is_tag and (text := reader.text(value)) is not None:
        reader.uses.knows(text)
        reader.expr(value)
    else:
        give(reader, value, holders)


def given_to_field(reader: Reader, node: cst.BaseExpression) -> Given | None:
    """The value that is written to a field, as far as it consists of literals."""
    match node:
        case cst.SimpleString():
            quoted = reader.quoted(node)
            return None if quoted is None else quoted.text
        case cst.Dict():
            names = keys(reader, node)
            if names is None or len(names) != len(node.elements):
                return None
            values = (e.value for e in node.elements if isinstance(e, cst.DictElement))
            texts = (
                given_to_field(reader, v) if isinstance(v, cst.SimpleString) else "" for v in values
            )
            pairs = zip(names, texts, strict=True)
            return {name: text if isinstance(text, str) else "" for name, text in pairs}
    return None


def _texts(reader: Reader, entries: dict[str, cst.BaseExpression]) -> dict[str, str]:
    """The entries that are texts."""
    texts = {key: reader.text(value) for key, value in entries.items()}
    return {key: text for key, text in texts.items() if text is not None}


def _type_of(reader: Reader, texts: dict[str, str], expected: Type | None) -> Type | None:
    """The type of a message: the expected type narrowed by its literals, else that of its tag."""
    if expected is None:
        for key in sorted(reader.schema.discriminators):
            if key in texts and distinctive(texts[key]):
                return reader.schema.tag_type(texts[key])
        return None
    narrowed: Type | None = reader.schema.union(
        member for member in reader.schema.members(expected) if reader.schema.interfaces(member)
    )
    for key, text in texts.items():
        if narrowed is not None:
            narrowed = reader.schema.with_value(narrowed, key, text) or narrowed
    return narrowed


def _table(reader: Reader, node: cst.Dict) -> None:
    """Read a dictionary of unknown type, whose keys, and whose `type`, may be tags."""
    for element in node.elements:
        if not isinstance(element, cst.DictElement):
            reader.children(element)
            continue
        key, value = element.key, element.value
        quoted = reader.quoted(key) if isinstance(key, cst.SimpleString) else None
        if isinstance(key, cst.SimpleString):
            reader.tag(key, Strength.WEAK)
        else:
            reader.expr(key)
        if not isinstance(value, cst.SimpleString):
            reader.expr(value)
        elif quoted is not None and quoted.text in reader.schema.discriminators:
            reader.tag(value, Strength.STRONG)
        elif (text := reader.quoted(value)) is not None and distinctive(text.text):
            reader.tag(value, Strength.WEAK)


# --------------------------------------------------------------------- collections


def collection(
    reader: Reader, node: cst.List | cst.Tuple | cst.Set, expected: Type | None
) -> Value | None:
    """Read a list, tuple or set of messages, or of tags."""
    element = None if expected is None else reader.schema.element(expected)
    texts = [item.value for item in node.elements if isinstance(item.value, cst.SimpleString)]
    tags = _are_tags(reader, texts)
    for item in node.elements:
        if isinstance(item.value, cst.SimpleString):
            if tags:
                reader.tag(item.value, Strength.WEAK)
        elif isinstance(item, cst.StarredElement):
            reader.expr(item.value)
        else:
            reader.expr(item.value, element)
    return None if expected is None or element is None else Instance(expected, plain=True)


def _are_tags(reader: Reader, texts: Sequence[cst.SimpleString]) -> bool:
    """Whether all literals of a collection look like tags, and at least one is a known tag."""
    values = [quoted.text for node in texts if (quoted := reader.quoted(node)) is not None]
    known = [value for value in values if value in reader.schema.tags]
    return bool(known) and all(
        distinctive(value) or value in reader.schema.tags for value in values
    )


# ---------------------------------------------------------------- formatted strings


def formatted(reader: Reader, node: cst.FormattedString) -> None:
    """Read an f-string; note one that may compose a renamed tag."""
    pieces: list[str | None] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            pieces.append(part.value)
        else:
            pieces.append(reader.text(part.expression))
            reader.children(part)
    may_make(reader, node, pieces)


def concatenated(reader: Reader, node: cst.ConcatenatedString) -> None:
    """Read adjacent literals; note a tag that they compose."""
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
        reader.uses.tag(reader.span(node), value, Strength.STRONG, verbatim=False)
