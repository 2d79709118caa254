"""Conditions: comparisons with tags, and the narrowing of variables by tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Ref, Type
from .paths import is_tag_name, last_name, path_of
from .proposals import Strength
from .reader import Reader
from .schema import distinctive
from .tree import nodes as cst
from .values import ClassObject, Foreign, Instance, Likely, TagOf, Value

__all__ = ["boolean", "comparison", "conditional", "narrow", "narrow_by_tag"]


def _is_literal(node: cst.BaseExpression) -> bool:
    """Whether a node is a string literal, or a collection of string literals."""
    match node:
        case cst.SimpleString():
            return True
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            return bool(elements) and all(_is_literal(element.value) for element in elements)
        case cst.Set(elements=elements):
            return all(_is_literal(element.value) for element in elements)
    return False


def _is_text(reader: Reader, node: cst.BaseExpression) -> bool:
    """Whether a node is a string literal or constant, or a collection of these."""
    match node:
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            return bool(elements) and all(_is_text(reader, one.value) for one in elements)
        case cst.Set(elements=elements):
            return all(_is_text(reader, one.value) for one in elements)
    return reader.text(node) is not None


# ----------------------------------------------------------------------- comparisons


def comparison(reader: Reader, node: cst.Comparison) -> None:
    """Read `x == "tag"`, `x in ("a", "b")` or `"key" in x`, every operand once."""
    operands = [node.left, *(target.comparator for target in node.comparisons)]
    values = [None if _is_literal(operand) else reader.expr(operand) for operand in operands]
    for operand in operands:
        constant = reader.text(operand) if not isinstance(operand, cst.SimpleString) else None
        if constant is not None:
            reader.uses.compared.add(constant)
            reader.uses.knows(constant)
    done: set[int] = set()
    for index, target in enumerate(node.comparisons):
        left, right = operands[index], operands[index + 1]
        inside = isinstance(target.operator, cst.In | cst.NotIn)
        if _is_literal(right) and id(right) not in done:
            done.add(id(right))
            reader.against(right, values[index], last_name(left))
        if _is_literal(left) and id(left) not in done:
            done.add(id(left))
            _left(reader, left, right, values[index + 1], inside=inside)


def _left(
    reader: Reader,
    left: cst.BaseExpression,
    right: cst.BaseExpression,
    value: Value | None,
    *,
    inside: bool,
) -> None:
    if inside and isinstance(value, Instance):
        if isinstance(left, cst.SimpleString) and value.plain:
            reader.item(left, value.type, path_of(right))
        return
    reader.against(left, value, last_name(right))
    is_tag = isinstance(value, TagOf) or is_tag_name(last_name(right))
    quoted = (
        reader.quoted(left) if inside and is_tag and isinstance(left, cst.SimpleString) else None
    )
    if quoted is not None and "." in quoted.text and quoted.text not in reader.schema.tags:
        reader.seen.add(left)
        reader.uses.part(quoted.span, quoted.text, str.__contains__, Strength.STRONG)


def boolean(reader: Reader, node: cst.BooleanOperation, expected: Type | None) -> Value | None:
    """Read `a and b`, `b` narrowed by `a`; or `a or b`, `b` narrowed by the failure of `a`."""
    left = reader.expr(node.left, expected)
    with reader.within(reader.scene.copy()):
        narrow(reader, node.left, truth=isinstance(node.operator, cst.And))
        right = reader.expr(node.right, expected)
    if isinstance(node.operator, cst.Or) and isinstance(left, Instance):
        return left
    return right if left == right else None


def conditional(reader: Reader, node: cst.IfExp, expected: Type | None) -> Value | None:
    """Read `a if test else b`, both branches narrowed by the test."""
    reader.expr(node.test)
    values = []
    for branch, truth in ((node.body, True), (node.orelse, False)):
        with reader.within(reader.scene.copy()):
            narrow(reader, node.test, truth=truth)
            values.append(reader.expr(branch, expected))
    first, second = values
    return first if first == second or _is_none(node.orelse) else None


def _is_none(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"


# ------------------------------------------------------------------------- narrowing


def narrow(reader: Reader, test: cst.BaseExpression, *, truth: bool) -> None:
    """Narrow the variables in the scene by a test that gives `truth`."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            narrow(reader, inner, truth=not truth)
        case cst.BooleanOperation(left=left, operator=operator, right=right):
            if isinstance(operator, cst.And) == truth:
                narrow(reader, left, truth=truth)
                narrow(reader, right, truth=truth)
            else:
                _either(reader, left, right, truth=truth)
        case cst.Call(func=cst.Name(value="isinstance"), args=[subject, classes]):
            _by_class(reader, subject.value, classes.value, truth=truth)
        case cst.Comparison(left=left, comparisons=[target]):
            _by_comparison(reader, left, target, truth=truth)


def _either(
    reader: Reader, left: cst.BaseExpression, right: cst.BaseExpression, *, truth: bool
) -> None:
    """Narrow by `left or right` that holds (or `and` that fails): join both cases."""
    before = reader.scene
    scenes = []
    for first, test in ((None, left), (left, right)):
        with reader.within(before.copy()):
            if first is not None:
                narrow(reader, first, truth=not truth)
            narrow(reader, test, truth=truth)
            scenes.append(reader.scene)
    first_values, second_values = (scene.values for scene in scenes)
    for path, one in first_values.items():
        two = second_values.get(path)
        if isinstance(one, Instance) and isinstance(two, Instance) and one.plain == two.plain:
            type_ = reader.schema.union((one.type, two.type))
            if type_ is not None:
                before.refine(path, Instance(type_, one.plain))


def _by_class(
    reader: Reader, subject: cst.BaseExpression, classes: cst.BaseExpression, *, truth: bool
) -> None:
    path = path_of(subject)
    if path is None:
        return
    type_ = _class_type(reader, classes)
    current = reader.peek(subject)
    if type_ is None:
        if truth and not isinstance(current, Foreign):
            reader.scene.forget(path)
        return
    if truth:
        known = current.type if isinstance(current, Instance) else None
        narrowed = type_ if known is None else reader.schema.common(known, type_)
        reader.scene.refine(path, Instance(narrowed))
    elif isinstance(current, Instance):
        rest = reader.schema.without(current.type, type_)
        if rest is not None:
            reader.scene.refine(path, Instance(rest, current.plain))


def _class_type(reader: Reader, node: cst.BaseExpression) -> Type | None:
    """The union of the classes of a test; None if one of them is not the package's."""
    match node:
        case cst.Tuple(elements=elements):
            parts: Iterable[cst.BaseExpression] = [element.value for element in elements]
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            parts = (left, right)
        case _:
            value = reader.peek(node)
            return value.type if isinstance(value, ClassObject) else None
    types = [_class_type(reader, part) for part in parts]
    known = [part_type for part_type in types if part_type is not None]
    return reader.schema.union(known) if len(known) == len(types) else None


def _by_comparison(
    reader: Reader, left: cst.BaseExpression, target: cst.ComparisonTarget, *, truth: bool
) -> None:
    """Narrow by `x.type == "tag"` or `x.type in (...)`."""
    operator, right = target.operator, target.comparator
    if isinstance(operator, cst.NotEqual | cst.NotIn):
        truth = not truth
    elif not isinstance(operator, cst.Equal | cst.In | cst.Is):
        return
    if _is_text(reader, left) and not isinstance(operator, cst.In):
        left, right = right, left
    if not _is_text(reader, right):
        return
    value = reader.peek(left)
    if isinstance(value, TagOf) and value.subject is not None:
        narrow_by_tag(reader, value, list(_texts(reader, right)), truth=truth)


def _texts(reader: Reader, node: cst.BaseExpression) -> Iterator[str]:
    match node:
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from _texts(reader, element.value)
        case cst.Set(elements=elements):
            for element in elements:
                yield from _texts(reader, element.value)
        case _:
            text = reader.text(node)
            if text is not None:
                yield text


def narrow_by_tag(reader: Reader, tag: TagOf, texts: list[str], *, truth: bool) -> None:
    """Narrow an object by its tag: to members with one of `texts`, or without `truth` to others."""
    schema = reader.schema
    current = reader.scene.get(tag.subject)
    if current is None and tag.owners:
        known = schema.union(Ref(owner) for owner in tag.owners)
        current = None if known is None else Instance(known, tag.plain)
    if isinstance(current, Instance) and not truth:
        left: Type | None = current.type
        for text in texts:
            left = None if left is None else schema.with_value(left, tag.wire, text, keep=False)
        remaining = left
    elif isinstance(current, Instance):
        kept = (schema.with_value(current.type, tag.wire, text) for text in texts)
        remaining = schema.union(part for part in kept if part is not None)
    elif (
        (current is None or isinstance(current, Likely))
        and truth
        and all(distinctive(text) for text in texts)
    ):
        types = [schema.tag_type(text) for text in texts]
        remaining = (
            schema.union(event_type for event_type in types if event_type is not None)
            if all(types)
            else None
        )
    else:
        return
    if remaining is None:
        return
    if isinstance(current, Instance):
        reader.scene.refine(tag.subject, Instance(remaining, current.plain))
    else:
        narrowed = Instance(remaining, plain=True) if tag.plain else Likely(remaining)
        reader.scene.refine(tag.subject, narrowed)
