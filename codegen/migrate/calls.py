"""Calls: constructors, registered handlers, decoders, access by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from ..model import Type
from . import constructing, displays, hints, moved, splits
from .expectations import payload_type
from .paths import READING_METHODS, dotted, last_name, path_of
from .proposals import Strength
from .reader import Access, Reader
from .schema import distinctive
from .tree import nodes as cst
from .uses import UNSURE
from .values import (
    ClassObject,
    DispatcherObject,
    Foreign,
    FunctionObject,
    Handles,
    Instance,
    Method,
    TagOf,
    Value,
)

__all__ = ["call", "construct"]

_REGISTRATIONS: Final = frozenset(
    {
        "add_event_handler", "add_event_listener", "add_listener", "dispatch", "emit",
        "event_handler", "off", "off_event", "on", "on_event", "once", "remove_event_handler",
        "remove_event_listener", "remove_listener", "wait_for", "wait_for_event",
        "wait_for_next",
    }
)  # fmt: skip
"""Names of methods whose first argument is an event's tag."""

_LOGGING: Final = frozenset(
    {"critical", "debug", "echo", "error", "exception", "info", "log", "print", "trace", "warning"}
)
"""Names of functions that print or log text."""

_CUTTING: Final = frozenset({"split", "rsplit", "partition", "rpartition", "replace"})
_AFFIX_METHODS: Final = frozenset({"startswith", "endswith", "removeprefix", "removesuffix"})
_CONNECTIONS: Final = frozenset(
    {"ws", "websocket", "socket", "conn", "connection", "self", "client"}
)
"""Names of objects that messages are sent through."""

_HOW: Final[dict[str, Access]] = {"get": "get", "setdefault": "setdefault"}
_BY_NAME: Final = frozenset({"getattr", "setattr", "hasattr", "delattr"})


def call(reader: Reader, node: cst.Call, expected: Type | None) -> Value | None:
    """Read a call and infer its result."""
    callee = reader.expr(node.func)
    name = last_name(node.func)
    match callee:
        case ClassObject(type=type_, plain=plain):
            splits.made(reader, node, type_)
            construct(reader, node.args, type_, node, plain=plain)
            return Instance(type_, plain)
        case FunctionObject():
            return _package_function(reader, node, callee)
        case DispatcherObject():
            arguments(reader, node.args)
            return callee
        case Method(owner=DispatcherObject()) if name in ("on", "once", "off"):
            return _registration(reader, node, known=True)
        case Method(owner=TagOf(wire=wire)) if (
            name in _CUTTING and wire in reader.schema.discriminators
        ):
            texts = [a.value.raw_value for a in node.args if isinstance(a.value, cst.SimpleString)]
            if any("." in text for text in texts):
                reader.uses.cuts[reader.span(node)] = name
        case Method(owner=owner, path=subject) if name in READING_METHODS and node.args:
            return _reading(reader, node.args, owner, subject, name)
        case Method(owner=Instance(type_, plain=True)) if name == "update" and node.args:
            _update(reader, node, type_)
            return None
        case Foreign():
            arguments(reader, node.args)
            return callee
    return _by_convention(reader, node, name, expected)


def _by_convention(
    reader: Reader, node: cst.Call, name: str, expected: Type | None
) -> Value | None:
    """Read a call of an unknown function, by the conventions for its name."""
    if name in reader.uses.plan.new_symbols - reader.schema.symbols:
        # A class that only the new spec has: the call was migrated before.
        arguments(reader, node.args)
        return Foreign()
    if name in _REGISTRATIONS and isinstance(node.func, cst.Attribute):
        return _registration(reader, node, known=False)
    if name in _LOGGING:
        _logged(reader, node.args)
        return None
    if name == "deepcopy" and len(node.args) == 1:
        # Changes of a shallow copy do not show in the original.
        return _copied(reader, node.args[0].value, expected)
    sent = _sent_event(reader, node)
    if sent is not None:
        construct(reader, node.args, sent, None, plain=True)
        return None
    if name in _AFFIX_METHODS and isinstance(node.func, cst.Attribute):
        _affix_test(reader, node, node.func)
        return None
    return _by_name(reader, node, name, expected)


def _copied(reader: Reader, node: cst.BaseExpression, expected: Type | None) -> Value | None:
    """Read the argument of a copying function; its value is that of the copy."""
    held = reader.expr(node, expected)
    if (held is None or isinstance(held, Method)) and expected is not None:
        reader.expectations.note(reader, node, expected)
        if reader.expectations.is_met(reader, node):
            return Instance(expected, plain=True)
    return held


def _sent_event(reader: Reader, node: cst.Call) -> Type | None:
    """The event that a method sends by its name, as in OpenAI's client library.

    `connection.session.update(session=...)` sends the event `session.update`. None if the arguments
    are not fields of that event.
    """
    keywords = [argument.keyword.value for argument in node.args if argument.keyword is not None]
    parts = dotted(node.func)
    for start in range(1, len(parts) - 1):
        type_ = reader.schema.tag_type(".".join(parts[start:]))
        if type_ is not None and keywords and len(keywords) == len(node.args):
            known = (reader.schema.holders(type_, name, wire=True) for name in keywords)
            return type_ if all(known) else None
    return None


def _logged(reader: Reader, given: Sequence[cst.Arg]) -> None:
    """Read the arguments of a logging call: their texts are never tags."""
    for argument in given:
        if isinstance(argument.value, cst.SimpleString):
            reader.seen.add(argument.value)
            reader.documents.add(argument.value)
        else:
            reader.expr(argument.value)


# ----------------------------------------------------------------------- arguments


def arguments(reader: Reader, given: Iterable[cst.Arg]) -> None:
    """Read the arguments of an unknown function."""
    for argument in given:
        keyword = argument.keyword.value if argument.keyword is not None else ""
        if not isinstance(argument.value, cst.SimpleString):
            reader.expr(argument.value)
        elif keyword in reader.schema.discriminators:
            reader.tag(argument.value, Strength.STRONG)
        elif keyword.endswith(("event_type", "event_name", "event")):
            reader.tag(argument.value, Strength.WEAK)


def construct(
    reader: Reader,
    arguments: Sequence[cst.Arg],
    type_: Type,
    node: cst.Call | None,
    *,
    plain: bool,
) -> None:
    """Read the fields that a call gives to an object.

    `node` is the call if it constructs a new object, which then needs all required fields.
    """
    span = reader.span(node.func) if node is not None else None
    names: list[str] = []
    complete = span is not None
    done: frozenset[str] = frozenset()
    make = None
    if node is not None:
        done = constructing.nest_call(reader, node, type_, plain=plain) or frozenset()
        if not plain:
            make = partial(constructing.class_text, reader, node.func)
    for argument in arguments:
        if argument.keyword is None:
            complete = False
            reader.expr(argument.value)
            continue
        name = argument.keyword.value
        holders = reader.schema.holders(type_, name, wire=plain)
        given = displays.given_to_field(reader, argument.value)
        move = reader.uses.moved(holders) if name in done else None
        place = reader.span(argument.keyword)
        if move is None:
            reader.uses.field(place, holders, name, "write", wire=plain, given=given)
        else:
            reader.uses.tell_type(reader.span(argument.value), move, given)
        names += [property_.wire_name for _, property_ in holders]
        displays.give(reader, argument.value, holders, make)
    if complete and span is not None:
        reader.uses.made(span, reader.schema.interfaces(type_), names)


def _package_function(reader: Reader, node: cst.Call, function: FunctionObject) -> Value | None:
    values = [reader.expr(argument.value) for argument in node.args]
    first = values[0] if values else None
    if function.result is not None:
        return Instance(function.result)
    match function.name, first:
        case "decode", ClassObject(type=type_):
            return Instance(type_)
        case "to_dict", Instance(type_):
            return Instance(type_, plain=True)
    return None


# -------------------------------------------------------------------- registrations


def _registration(reader: Reader, node: cst.Call, *, known: bool) -> Value | None:
    """Read `on("tag", handler)` or the decorator `on("tag")`, and record the handler's event."""
    strength = Strength.SURE if known else Strength.STRONG
    type_: Type | None = None
    for index, argument in enumerate(node.args):
        value = argument.value
        if isinstance(value, cst.SimpleString) and (index == 0 or argument.keyword is not None):
            reader.tag(value, strength)
            quoted = reader.quoted(value)
            if known and quoted is not None:
                type_ = reader.schema.tag_type(quoted.text)
        elif isinstance(value, cst.Lambda) and type_ is not None:
            reader.lambda_(value, type_)
        else:
            reader.expr(value)
            handler = reader.function(value)
            if handler is not None and type_ is not None:
                before = reader.handlers.get(handler, type_)
                reader.handlers[handler] = reader.schema.union((before, type_)) or type_
    return None if type_ is None else Handles(type_)


# ------------------------------------------------------------------- access by name


def _update(reader: Reader, node: cst.Call, type_: Type) -> None:
    """Read `x.update({...})` of a dictionary of a known type."""
    for argument in node.args:
        match argument:
            case cst.Arg(value=cst.Dict() as given, keyword=None, star=""):
                base = node.func.value if isinstance(node.func, cst.Attribute) else None
                done: frozenset[str] = frozenset()
                if base is not None and node is reader.alone and len(node.args) == 1:
                    done = moved.update(reader, node, base, given, type_, is_call=True)
                displays.partial(reader, given, type_, done)
            case cst.Arg(value=inner) if argument.keyword is None:
                held = reader.expr(inner)
                if held is None or isinstance(held, Method):
                    _updated_unseen(reader, inner, type_)
            case _:
                construct(reader, [argument], type_, None, plain=True)


def _updated_unseen(reader: Reader, given: cst.BaseExpression, type_: Type) -> None:
    """Note an update with an unknown value if the fields of the object have changed."""
    changed = reader.uses.changed_fields(reader.schema.interfaces(type_))
    if changed:
        message = f"this updates an object whose fields have changed: {', '.join(changed)}"
        advice = "See what it is updated with."
        reader.uses.note(reader.span(given), message, advice, Strength.SURE)


def _reading(
    reader: Reader,
    given: Sequence[cst.Arg],
    owner: Value | None,
    subject: str | None,
    method: str,
) -> Value | None:
    """Read `x.get("key")` and similar methods."""
    key, *rest = (argument.value for argument in given)
    result: Value | None = None
    match owner, key:
        case Instance(type_, plain=True), cst.SimpleString():
            how: Access = _HOW.get(method, "")
            result = reader.item(key, type_, subject, write=how == "setdefault", how=how)
            if how == "setdefault":
                quoted = reader.quoted(key)
                name = quoted.text if quoted is not None else ""
                for default in rest:
                    displays.give(reader, default, reader.schema.holders(type_, name, wire=True))
                return result
        case None, cst.SimpleString():
            result = reader.unknown_item(key, subject)
        case Instance(type_, plain=True), _:
            arguments(reader, given[:1])
            reader.uses.by_unknown_name(reader.span(key), type_)
        case _:
            arguments(reader, given[:1])
    for default in rest:
        reader.expr(default)
    return result


def _by_name(reader: Reader, node: cst.Call, name: str, expected: Type | None) -> Value | None:
    """Read a call of a function that is recognized by its name, such as `getattr` or `cast`."""
    given = node.args
    match name, [argument.value for argument in given]:
        case "cast", [type_, value]:
            stated = hints.annotation(reader, type_)
            reader.expr(value)
            return stated
        case "dict", [] if expected is None:
            return None
        case "dict", _:
            return displays.called_dictionary(reader, node, expected)
        case "replace" | "copy" | "deepcopy", [first, *_]:
            original = reader.expr(first)
            if isinstance(original, Instance) and not original.plain:
                construct(reader, given[1:], original.type, None, plain=False)
                return original
            arguments(reader, given[1:])
            return None
    if name in _BY_NAME and len(given) > 1 and isinstance(key := given[1].value, cst.SimpleString):
        return _attribute_by_name(reader, given, key)
    function = reader.function(node.func)
    if not _payload(reader, given):
        for argument in given:
            gathered = reader.expectations.gathered(function, argument)
            if gathered is not None:
                _gathered(reader, argument, gathered)
                continue
            expected = reader.expectations.parameter(function, argument, given)
            if expected is not None and not isinstance(argument.value, cst.SimpleString):
                reader.expr(argument.value, expected)
            else:
                arguments(reader, [argument])
    return None if function is None else reader.results.get(function)


def _gathered(reader: Reader, argument: cst.Arg, type_: Type) -> None:
    """Read an argument for the `**fields` of a function of the file, which builds an object."""
    if argument.keyword is not None:
        construct(reader, [argument], type_, None, plain=True)
    else:
        held = reader.expr(argument.value, type_)
        if held is None or isinstance(held, Method):
            reader.expectations.note(reader, argument.value, type_)
            displays.unseen(reader, argument.value, type_, "an object that is given here")


def _payload(reader: Reader, given: Sequence[cst.Arg]) -> bool:
    """Read the arguments of a helper that gets a tag and the payload of its event.

    False if there is no tag among them, or no other argument.
    """
    tags = [
        (argument, text)
        for argument in given[:3]
        if (text := reader.text(argument.value)) is not None
        and distinctive(text)
        and text in reader.schema.tags
    ]
    if len(tags) != 1 or len(given) < 2:
        return False
    ((tagged, tag),) = tags
    event = reader.schema.tag_type(tag)
    if not any(_is_payload(reader, tag, argument) for argument in given):
        for argument in given:
            reader.expectations.beside(reader, argument.value, tag)
        unseen = [argument for argument in given if _is_unseen(reader, argument)]
        changed = reader.uses.changed_inside(tag) if reader.uses.is_written(tag) else []
        if unseen and changed:
            message = f"what is sent as {tag!r} was not seen; these have changed: "
            advice = "See where it is made, and change it there."
            place = reader.span(tagged.value)
            reader.uses.note(place, message + ", ".join(changed), advice, Strength.STRONG, UNSURE)
        return False
    for argument in given:
        keys = displays.keys(reader, argument.value)
        type_ = payload_type(reader, tag, keys) if keys is not None else None
        name = argument.keyword.value if argument.keyword is not None else ""
        holders = reader.schema.holders(event, name, wire=True) if event and name else ()
        if argument is tagged and isinstance(argument.value, cst.SimpleString):
            reader.tag(argument.value, Strength.STRONG)
        elif type_ is not None:
            reader.uses.payloads.add(tag)
            reader.expr(argument.value, type_)
        elif holders:
            reader.uses.payloads.add(tag)
            span = reader.span(argument.keyword) if argument.keyword is not None else None
            reader.uses.field(span, holders, name, "write", wire=True)
            displays.give(reader, argument.value, holders)
        else:
            arguments(reader, [argument])
    return True


def _is_unseen(reader: Reader, argument: cst.Arg) -> bool:
    """Whether an argument beside a tag may be its payload, made elsewhere."""
    if not isinstance(argument.value, cst.Name | cst.Attribute | cst.Call | cst.Subscript):
        return False
    held = reader.peek(argument.value)
    is_connection = last_name(argument.value).lower() in _CONNECTIONS
    return not is_connection and (held is None or isinstance(held, Method))


def _is_payload(reader: Reader, tag: str, argument: cst.Arg) -> bool:
    """Whether an argument is the payload of a tag: a display of its fields, or one field."""
    keys = displays.keys(reader, argument.value)
    if keys is not None and payload_type(reader, tag, keys) is not None:
        return True
    event = reader.schema.tag_type(tag)
    if argument.keyword is None or event is None:
        return False
    return bool(reader.schema.holders(event, argument.keyword.value, wire=True))


def _attribute_by_name(
    reader: Reader, given: Sequence[cst.Arg], key: cst.SimpleString
) -> Value | None:
    value = reader.expr(given[0].value)
    for argument in given[2:]:
        reader.expr(argument.value)
    quoted = reader.quoted(key)
    if quoted is None:
        return None
    span, text, verbatim = quoted
    reader.seen.add(key)
    subject = path_of(given[0].value)
    if isinstance(value, Instance) and not value.plain:
        holders = reader.schema.holders(value.type, text, wire=False)
        reader.uses.field(span if verbatim else None, holders, text, "read", wire=False)
        return reader.content(holders, subject, plain=False)
    if value is None and text in reader.schema.discriminators:
        return TagOf(subject, text, plain=False)
    return None


# --------------------------------------------------------------------- parts of tags


def _affix_test(reader: Reader, node: cst.Call, method: cst.Attribute) -> None:
    """Read `x.startswith("response.audio.")`: the text may be a part of renamed tags."""
    subject = reader.peek(method.value)
    strength = Strength.STRONG if isinstance(subject, TagOf) else Strength.WEAK
    for argument in node.args:
        value = argument.value
        literals = (
            [element.value for element in value.elements]
            if isinstance(value, cst.Tuple)
            else [value]
        )
        for literal in literals:
            if isinstance(literal, cst.SimpleString):
                _affix(reader, literal, method.attr.value, strength)
            else:
                reader.expr(literal)


def _affix(reader: Reader, node: cst.SimpleString, method: str, strength: Strength) -> None:
    reader.seen.add(node)
    quoted = reader.quoted(node)
    if quoted is None or "." not in quoted.text.strip("."):
        return
    span, text, _ = quoted
    test = str.startswith if method in ("startswith", "removeprefix") else str.endswith
    reader.uses.part(span, text, test, strength)
