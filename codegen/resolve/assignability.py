"""Whether one type can be used as another: what conditional types ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..model import UNKNOWN, Literal, Opaque, Primitive, Template
from .semantics import (
    FUNCTION,
    NEVER,
    UNDEFINED,
    Named,
    ObjectShape,
    Placeholder,
    Special,
    TArray,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
)

if TYPE_CHECKING:
    from .evaluate import Evaluator

__all__ = ["assignable", "template_pattern"]


def assignable(
    evaluator: Evaluator,
    source: TypeTerm,
    target: TypeTerm,
    inferred: dict[str, TypeTerm] | None = None,
) -> bool | None:
    """Whether `source` is assignable to `target` (TypeScript, strict); None if undecided.

    `Opaque("infer", name)` in the target matches anything and is noted in `inferred`.
    """
    return _Comparison(evaluator, {} if inferred is None else inferred).check(source, target)


def _every(verdicts: Sequence[bool | None]) -> bool | None:
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _some(verdicts: Sequence[bool | None]) -> bool | None:
    if True in verdicts:
        return True
    return None if None in verdicts else False


class _Comparison:
    """One question, with what it has inferred and what it is busy with."""

    def __init__(self, evaluator: Evaluator, inferred: dict[str, TypeTerm]) -> None:
        self.evaluator = evaluator
        self.inferred = inferred
        self.busy: set[tuple[object, object]] = set()

    def check(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        source, target = self.evaluator.peel(source), self.evaluator.peel(target)
        if isinstance(target, Opaque) and target.reason == "infer":
            self._infer(target.text, source)
            return True
        if UNKNOWN in (source, target) or source == NEVER or identity(source) == identity(target):
            return True
        if isinstance(source, TUnion):
            return _every([self.check(member, target) for member in source.members])
        if source == Primitive("boolean") and isinstance(target, TUnion | Literal):
            halves = [Literal("boolean", True), Literal("boolean", False)]
            return _every([self.check(half, target) for half in halves])
        if isinstance(target, TUnion):
            return _some([self.check(source, member) for member in target.members])
        if isinstance(source, Opaque | Placeholder) or isinstance(target, Opaque | Placeholder):
            return None
        return self._single(source, target)

    def _infer(self, name: str, source: TypeTerm) -> None:
        known = self.inferred.get(name)
        if known is None or identity(known) == identity(source):
            self.inferred[name] = source
        else:
            self.inferred[name] = TUnion((known, source))

    def _single(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        match target:
            case Primitive("defined"):
                return source not in (Primitive("null"), UNDEFINED)
            case Primitive("object"):
                return self._is_object(source)
            case Primitive("string") | Special("open string"):
                return _kind(source) == "string" or self._enum_kind(source) == "string"
            case Primitive("number") | Special("open number"):
                return _kind(source) == "number" or self._enum_kind(source) == "number"
            case Primitive("boolean"):
                return _kind(source) == "boolean"
            case Template():
                return _matches(source, target)
            case TArray(element):
                return self._array(source, element)
            case TTuple():
                return self._tuple(source, target)
        wanted = self.evaluator.shape(target)
        if wanted is not None:
            return self._object(source, target, wanted)
        return source == target

    def _is_object(self, source: TypeTerm) -> bool:
        if isinstance(source, TArray | TTuple) or source in (FUNCTION, Primitive("object")):
            return True
        return self.evaluator.shape(source) is not None

    def _enum_kind(self, source: TypeTerm) -> str | None:
        if not isinstance(source, Named) or not source.symbol.of_kind("enum"):
            return None
        shape = self.evaluator.shape(self.evaluator.enum_object(source.symbol))
        kinds = {_kind(item.type) for item in shape.properties.values()} if shape else set()
        return kinds.pop() if len(kinds) == 1 else None

    def _array(self, source: TypeTerm, element: TypeTerm) -> bool | None:
        match source:
            case TArray(element=inner):
                return self.check(inner, element)
            case TTuple(items):
                return _every([self.check(item.type, element) for item in items])
            case _:
                return False

    def _tuple(self, source: TypeTerm, target: TTuple) -> bool | None:
        if not isinstance(source, TTuple):
            return False
        verdicts: list[bool | None] = []
        position = 0
        for index, wanted in enumerate(target.items):
            if wanted.rest:
                after = len(target.items) - index - 1
                end = len(source.items) - after
                rest = TTuple(source.items[position:end])
                verdicts.append(self._rest(rest, wanted.type))
                position = end
            elif position < len(source.items):
                verdicts.append(self.check(source.items[position].type, wanted.type))
                position += 1
            elif not wanted.optional:
                return False
        return False if position < len(source.items) else _every(verdicts)

    def _rest(self, rest: TTuple, element: TypeTerm) -> bool | None:
        forced = self.evaluator.force(element)
        if isinstance(forced, Opaque) and forced.reason == "infer":
            self._infer(forced.text, rest)
            return True
        return _every([self.check(item.type, element) for item in rest.items])

    def _object(self, source: TypeTerm, target: TypeTerm, wanted: ObjectShape) -> bool | None:
        if wanted.is_empty:
            return source not in (Primitive("null"), UNDEFINED)
        if wanted.callable and not wanted.properties:
            return source == FUNCTION
        given = self.evaluator.shape(source)
        if given is None:
            return False
        key = (identity(source), identity(target))
        if key in self.busy:
            return True
        self.busy.add(key)
        try:
            return _every(self._properties(given, wanted))
        finally:
            self.busy.discard(key)

    def _properties(self, given: ObjectShape, wanted: ObjectShape) -> list[bool | None]:
        verdicts: list[bool | None] = []
        for name, item in wanted.properties.items():
            own = given.properties.get(name)
            if own is None:
                verdicts.append(item.optional)
            elif own.optional and not item.optional:
                verdicts.append(False)
            else:
                verdicts.append(self.check(own.type, item.type))
        for _, value in wanted.indexes:
            verdicts += [self.check(item.type, value) for item in given.properties.values()]
            verdicts += [self.check(inner, value) for _, inner in given.indexes]
        return verdicts


def _kind(source: TypeTerm) -> str | None:
    match source:
        case Literal(kind):
            return kind
        case Template() | Special("open string"):
            return "string"
        case Special("open number"):
            return "number"
        case Primitive("string" | "number" | "boolean" as name):
            return name
        case _:
            return None


def template_pattern(template: Template) -> str:
    """A regular expression that matches the whole of a string of a template literal type."""
    number = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
    return "".join(
        re.escape(part)
        if isinstance(part, str)
        else (number if part.name in ("number", "integer") else r"[\s\S]*")
        for part in template.parts
    )


def _matches(source: TypeTerm, target: Template) -> bool | None:
    if isinstance(source, Literal):
        if source.kind != "string":
            return False
        return re.fullmatch(template_pattern(target), str(source.value)) is not None
    return None if isinstance(source, Template) else False
