"""Patterns of `match` statements: class, mapping and value patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Type
from .narrowing import narrow_by_tag
from .reader import Reader
from .schema import distinctive
from .splits import matched
from .tree import nodes as cst
from .values import ClassObject, Foreign, Instance, TagOf, Value

__all__ = ["is_catch_all", "pattern"]


def is_catch_all(case: cst.MatchCase) -> bool:
    """Whether a case matches every value."""
    match case.pattern:
        case cst.MatchAs(pattern=None):
            return case.guard is None
    return False


def pattern(
    reader: Reader,
    node: cst.MatchPattern,
    value: Value | None,
    path: str | None,
    hint: str = "",
) -> Value | None:
    """Read a pattern; returns the value narrowed by it.

    `path` is the variable that holds the matched value, `hint` the variable's name.
    """
    match node:
        case cst.MatchValue(value=literal):
            reader.against(literal, value, hint)
            _narrow(reader, node, value)
        case cst.MatchOr():
            return _alternatives(reader, node, value, path, hint)
        case cst.MatchAs(pattern=inner, name=name):
            if inner is not None:
                value = pattern(reader, inner, value, path, hint)
            if name is not None:
                reader.scene.set(name.value, value)
        case cst.MatchClass():
            return _class(reader, node, value, path)
        case cst.MatchMapping():
            return _mapping(reader, node, value, path)
        case cst.MatchSequence(patterns=patterns):
            _sequence(reader, patterns, value)
        case _:
            reader.children(node)
    return value


def _narrow(reader: Reader, node: cst.MatchPattern, value: Value | None) -> None:
    """Narrow the object whose tag the pattern matches."""
    texts = list(_texts(reader, node))
    if isinstance(value, TagOf) and texts:
        narrow_by_tag(reader, value, texts, truth=True)


def _texts(reader: Reader, node: cst.MatchPattern) -> Iterator[str]:
    match node:
        case cst.MatchValue(value=value):
            text = reader.text(value)
            if text is not None:
                reader.uses.compared.add(text)
                if not isinstance(value, cst.SimpleString):
                    reader.uses.knows(text)
                yield text
        case cst.MatchOr(patterns=patterns):
            for alternative in patterns:
                yield from _texts(reader, alternative.pattern)
        case cst.MatchAs(pattern=inner) if inner is not None:
            yield from _texts(reader, inner)


def _alternatives(
    reader: Reader, node: cst.MatchOr, value: Value | None, path: str | None, hint: str
) -> Value | None:
    before = reader.scene
    values: list[Value | None] = []
    for alternative in node.patterns:
        with reader.within(before.copy()):
            values.append(pattern(reader, alternative.pattern, value, path, hint))
    instances = [instance for instance in values if isinstance(instance, Instance)]
    if len(instances) == len(values) and len({instance.plain for instance in instances}) == 1:
        type_ = reader.schema.union(instance.type for instance in instances)
        if type_ is not None:
            joined = Instance(type_, instances[0].plain)
            before.refine(path, joined)
            return joined
    if path is not None and not isinstance(value, TagOf):
        before.forget(path)
    _narrow(reader, node, value)
    return value if isinstance(value, TagOf) else None


def _class(
    reader: Reader, node: cst.MatchClass, value: Value | None, path: str | None
) -> Value | None:
    class_value = reader.expr(node.cls)
    type_: Type | None = None
    if isinstance(class_value, ClassObject) and not class_value.plain:
        matched(reader, node, class_value.type)
        known = value.type if isinstance(value, Instance) else None
        type_ = class_value.type if known is None else reader.schema.common(known, class_value.type)
        reader.scene.refine(path, Instance(type_))
    elif path is not None:
        reader.scene.forget(path)
    for positional in node.patterns:
        pattern(reader, positional.value, None, None)
    for keyword in node.kwds:
        inner: Value | None = None
        if type_ is not None:
            inner = reader.attribute(keyword.key, type_, None)
        elif keyword.key.value in reader.schema.discriminators:
            inner = TagOf(None, keyword.key.value, plain=False)
        pattern(reader, keyword.pattern, inner, None)
    return None if type_ is None else Instance(type_)


def _mapping(
    reader: Reader, node: cst.MatchMapping, value: Value | None, path: str | None
) -> Value | None:
    type_ = value.type if isinstance(value, Instance) and value.plain else None
    if type_ is None and not isinstance(value, Foreign):
        type_ = _tagged(reader, node)
        if type_ is not None:
            reader.scene.refine(path, Instance(type_, plain=True))
    for element in node.elements:
        inner: Value | None = None
        if not isinstance(element.key, cst.SimpleString):
            reader.expr(element.key)
        elif type_ is not None and isinstance(value, Instance):
            inner = reader.item(element.key, type_, None)
        else:
            inner = reader.unknown_item(element.key, None)
            if inner is None and type_ is not None:
                inner = reader.item(element.key, type_, None)
        pattern(reader, element.pattern, inner, None)
    if node.rest is not None:
        reader.scene.set(node.rest.value, None)
    return value if type_ is None else Instance(type_, plain=True)


def _tagged(reader: Reader, node: cst.MatchMapping) -> Type | None:
    """The union of the events whose tags a mapping pattern names."""
    for element in node.elements:
        if not isinstance(element.key, cst.SimpleString):
            continue
        quoted = reader.quoted(element.key)
        if quoted is not None and quoted.text in reader.schema.discriminators:
            texts = list(_texts(reader, element.pattern))
            types = [reader.schema.tag_type(text) for text in texts if distinctive(text)]
            if texts and len(types) == len(texts):
                return reader.schema.union(
                    event_type for event_type in types if event_type is not None
                )
    return None


def _sequence(
    reader: Reader,
    patterns: Sequence[cst.MatchSequenceElement | cst.MatchStar],
    value: Value | None,
) -> None:
    element: Value | None = None
    if isinstance(value, Instance):
        type_ = reader.schema.element(value.type)
        element = None if type_ is None else Instance(type_, value.plain)
    for inner in patterns:
        if isinstance(inner, cst.MatchSequenceElement):
            pattern(reader, inner.value, element, None)
        elif inner.name is not None:
            reader.scene.set(inner.name.value, None)
