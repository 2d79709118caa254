"""Quick checks for strict decoding; where one says no, the walk of `_strict` decides."""

from __future__ import annotations

from functools import partial
from typing import Any

from . import _shapes as sh
from ._compile import Check, Checks, Codec, Lines, later
from ._runtime import UNSET, Json

CONDITION_NAMES: dict[str, Any] = {
    "UNSET": UNSET,
    "numbers": (int, float),
    "containers": (dict, list),
}
"""The functions and types that conditions name; values are bound to other names."""

_KINDS = {
    "string": "type({0}) is str",
    "number": "type({0}) in numbers",
    "integer": "type({0}) is int",
    "boolean": "type({0}) is bool",
    "null": "{0} is None",
    "an array or object": "type({0}) in containers",
    "anything but null": "({0} is not None and {0} is not UNSET)",
}
_FEW = 8  # More string literals than these are looked up in a set.


def class_check(codec: Codec, name: str) -> Check:
    """The check of the objects of a class, field by field."""
    shape = codec.shapes[name]
    assert isinstance(shape, sh.Object)
    fields = codec.fields_of(name)
    lines = Lines(
        f"{codec.class_of(name).__module__}.{name} check",
        "def check(event):",
        model=codec.class_of(name),
        **CONDITION_NAMES,
    )
    lines.add("    return (", "        type(event) is model")
    for wire, field in shape.required.items():
        value = f"event.{fields[wire]}"
        test = condition(codec, lines, field, value)
        lines.add(f"        and {test or f'{value} is not UNSET'}")
    for wire, field in shape.optional.items():
        value = f"event.{fields[wire]}"
        test = condition(codec, lines, field, value)
        if test:
            lines.add(f"        and ({value} is UNSET or {test})")
    if shape.extra is not None and not is_anything(shape.extra):
        lines.add("        and event.unknown_fields is UNSET")
    lines.add("    )")
    check: Check = lines.function("check")
    return check


def is_anything(shape: sh.Shape) -> bool:
    """Whether every value is of a shape."""
    return isinstance(shape, sh.Kind) and object in shape.types


def condition(checks: Checks, lines: Lines, shape: sh.Shape, value: str) -> str:
    """The expression that tests `value`, another expression; empty where all values fit."""
    if isinstance(shape, sh.Kind):
        if is_anything(shape):
            return ""
        return _KINDS.get(shape.name, "False").format(value)
    if isinstance(shape, sh.Constant):
        return _literal_condition(lines, shape, value)
    if isinstance(shape, sh.AnyOf):
        members, tests = shape.members, list[str]()
        if checks.unions is not None:
            members, apart = checks.unions.told_apart(checks, shape)
            tests += [] if apart is None else [f"{lines.bind(apart)}({value})"]
        tests += [condition(checks, lines, member, value) for member in members]
        return _either(tests) if all(tests) else ""
    return f"{lines.bind_later(partial(checks.check, shape))}({value})"


def _literal_condition(lines: Lines, shape: sh.Constant, value: str) -> str:
    texts = tuple(literal for literal in shape.values if isinstance(literal, str))
    conditions: list[str] = []
    if len(texts) == 1:
        conditions.append(f"{value} == {lines.bind(texts[0])}")
    elif len(texts) > _FEW:
        name = lines.bind(frozenset(texts))
        conditions.append(f"(type({value}) is str and {value} in {name})")
    elif texts:
        conditions.append(f"{value} in {lines.bind(texts)}")
    for literal in shape.values:
        if isinstance(literal, bool):
            conditions.append(f"{value} is {literal}")
        elif not isinstance(literal, str):
            name = lines.bind(literal)
            conditions.append(f"(type({value}) in numbers and {value} == {name})")
    return _either(conditions)


def _either(conditions: list[str]) -> str:
    if len(conditions) > 1:
        return f"({' or '.join(conditions)})"
    return conditions[0] if conditions else "False"


def shape_check(checks: Checks, shape: sh.Shape) -> Check:
    """The check of a shape that is no class."""
    if isinstance(shape, sh.Named):
        return checks.check(shape)
    if isinstance(shape, sh.ListOf):
        return _parts_check(checks, shape.element, is_list=True)
    if isinstance(shape, sh.MapOf):
        return _parts_check(checks, shape.value, is_list=False)
    if isinstance(shape, (sh.Kind, sh.Constant, sh.AnyOf)):
        lines = Lines("a union, check", "def check(value):", **CONDITION_NAMES)
        test = condition(checks, lines, shape, "value")
        lines.add(f"    return {test or 'value is not UNSET'}")
        check: Check = lines.function("check")
        return check
    if isinstance(shape, sh.Pattern):
        return lambda value: type(value) is str and shape.allows(value)
    if isinstance(shape, sh.TupleOf):
        return _tuple_check(checks, shape)
    return lambda value: False  # Only the walk of strict decoding can judge it.


def _tuple_check(checks: Checks, shape: sh.TupleOf) -> Check:
    parts: dict[int, Check] = {}
    for index, item in enumerate((*shape.items, *shape.after)):
        later(parts, index, partial(checks.check, item))
    if shape.rest is not None:
        later(parts, -1, partial(checks.check, shape.rest))
    before, after = len(shape.items), len(shape.after)

    def check(value: Json) -> bool:
        if type(value) is not list or len(value) < shape.required + after:
            return False
        middle = len(value) - before - after
        if middle > 0 and shape.rest is None:
            return False
        first = min(before, len(value) - after)
        places = (*range(first), *[-1] * middle, *range(before, before + after))
        return all(
            parts[place](item) for place, item in zip(places, value, strict=True)
        )

    return check


def _parts_check(checks: Checks, part: sh.Shape, *, is_list: bool) -> Check:
    kind: type[Any] = list if is_list else dict
    if is_anything(part):
        return lambda value: type(value) is kind
    parts: dict[str, Check] = {}
    later(parts, "", partial(checks.check, part))
    if is_list:
        return lambda value: type(value) is kind and all(map(parts[""], value))
    return lambda value: type(value) is kind and all(map(parts[""], value.values()))


def object_check(codec: Codec, shape: sh.Tagged | sh.ByKeys) -> Check:
    """The check of the objects of the classes of a union."""
    checks: dict[Any, Check] = {}
    for member in sh.variants(codec.shapes, shape):
        if isinstance(member, sh.Named):
            cls = codec.class_of(member.name)
            later(checks, cls, partial(codec.check, member))

    def check(value: Any) -> bool:
        class_check = checks.get(type(value))
        return class_check is not None and class_check(value)

    return check
