"""What facts do to a model: its quirks, which the declarations do not tell.

Each fact has to apply to something: one that no longer does is stale, and an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import translate
from typing import Literal as OneOf, assert_never

from ..model import (
    Alias,
    Array,
    AudioField,
    AudioFormat,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Opaque,
    Primitive,
    Property,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
    children,
)
from ..text.diagnostics import Diagnostic, error
from .answers import answers
from .reading import AudioFact, AudioFormatFact, Facts, IntegerFact

__all__ = ["apply", "audio_fields", "audio_formats"]


def apply(model: Model, facts: Facts) -> tuple[Model, tuple[Diagnostic, ...]]:
    """The model with the facts in it: `number` becomes `integer` where an entry says so.

    A fact reaches into unions, arrays, tuples and maps at the property, not through a
    reference to another declaration. An integer entry that selects no property with a
    `number`, an audio entry that selects no property with a string, and an audio format that
    no literal of the model names, is an RC501, as is an answer that would be no such event.
    Returns the model unchanged but for those properties; names and order stay.
    """
    diagnostics = (
        *_stale(model, facts.integers, "number"),
        *_stale(model, facts.audio, "string"),
        *_stale_formats(model, facts.audio_formats),
        *answers(model, facts.answers)[1],
    )
    selects = _selector(fact.match for fact in facts.integers)
    declarations = tuple(
        replace(
            declaration,
            properties=tuple(
                replace(property_, type=_integral(property_.type))
                if selects(declaration.id, property_)
                else property_
                for property_ in declaration.properties
            ),
        )
        if isinstance(declaration, Interface)
        else declaration
        for declaration in model.declarations
    )
    return replace(model, declarations=declarations), diagnostics


def audio_fields(model: Model, facts: Facts) -> tuple[AudioField, ...]:
    """The properties that hold audio, in the model's order.

    Where several entries select a property, the first one tells its format.
    """
    selectors = [(_selector([fact.match]), fact) for fact in facts.audio]
    found: list[AudioField] = []
    for id_, property_ in _properties(model):
        for selects, fact in selectors:
            if selects(id_, property_) and _holds(property_.type, "string"):
                found.append(AudioField(id_, property_.wire_name, fact.format))
                break
    return tuple(found)


def audio_formats(facts: Facts) -> tuple[AudioFormat, ...]:
    """The formats of audio whose samples have a known size, in the order of the facts."""
    return tuple(AudioFormat(fact.name, fact.sample_bytes) for fact in facts.audio_formats)


def _properties(model: Model) -> Iterator[tuple[DeclId, Property]]:
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            for property_ in declaration.properties:
                yield declaration.id, property_


def _selector(patterns: Iterable[str]) -> Callable[[DeclId, Property], bool]:
    """Whether one of the patterns selects a property of a declaration.

    A pattern with a dot is about the whole "Declaration.Nested.property", one without
    about the wire name.
    """
    names: list[str] = []
    paths: list[str] = []
    for pattern in patterns:
        (paths if "." in pattern else names).append(translate(pattern))
    # A pattern that never matches stands for none at all.
    by_name = re.compile("|".join(names) or r"(?!)").match
    by_path = re.compile("|".join(paths) or r"(?!)").match

    def selects(id_: DeclId, property_: Property) -> bool:
        if by_name(property_.wire_name) is not None:
            return True
        return bool(paths) and by_path(f"{id_}.{property_.wire_name}") is not None

    return selects


def _stale(
    model: Model, facts: Sequence[IntegerFact | AudioFact], primitive: OneOf["number", "string"]
) -> Iterator[Diagnostic]:
    """An error for each of the facts that selects no property with the primitive in it."""
    for fact in facts:
        selects = _selector([fact.match])
        selected = [(id_, prop) for id_, prop in _properties(model) if selects(id_, prop)]
        if any(_holds(property_.type, primitive) for _, property_ in selected):
            continue
        if selected:
            message = f"no property that {fact.match!r} selects holds a `{primitive}`"
            related = [
                (property_.span, f"`{id_}.{property_.wire_name}` holds none")
                for id_, property_ in selected
                if property_.span is not None
            ][:3]
        else:
            message = f"{fact.match!r} selects no property"
            related = []
        advice = "Mend the pattern, or remove the entry: the spec does not have what it is about."
        yield error("RC501", message, fact.span, advice, related)


def _stale_formats(model: Model, facts: Sequence[AudioFormatFact]) -> Iterator[Diagnostic]:
    """An error for each format whose name is no text that the spec declares."""
    if not facts:
        return
    declared = {
        literal.value
        for declaration in model.declarations
        for type_ in _types(declaration)
        for literal in _literals(type_)
    }
    for fact in facts:
        if fact.name not in declared:
            advice = "Mend the name, or remove the entry: the spec does not have such a format."
            yield error("RC501", f"no literal of the spec is {fact.name!r}", fact.span, advice)


def _types(declaration: Declaration) -> Iterator[Type]:
    match declaration:
        case Interface(properties=properties):
            yield from (property_.type for property_ in properties)
        case Alias(type=type_):
            yield type_
        case Enum(members=members):
            yield from (member.value for member in members if member.value is not None)
        case _:
            assert_never(declaration)


def _literals(type_: Type) -> Iterator[Literal]:
    if isinstance(type_, Literal):
        yield type_
    for child in children(type_):
        yield from _literals(child)


def _holds(type_: Type, primitive: OneOf["number", "string"]) -> bool:
    """Whether a primitive is part of a type, references not followed."""
    if type_ == Primitive(primitive):
        return True
    return any(_holds(child, primitive) for child in children(type_))


def _integral(type_: Type) -> Type:
    """The type with `integer` for `number`."""
    match type_:
        case Primitive("number"):
            return Primitive("integer")
        case Primitive() | Literal() | Template() | Ref() | Opaque():
            return type_
        case Array(element):
            return Array(_integral(element))
        case Tuple(items):
            return Tuple(tuple(replace(item, type=_integral(item.type)) for item in items))
        case Map(key, value):
            return Map(key, _integral(value))
        case Union(members, decision):
            types = tuple(_integral(member) for member in members)
            return Union(types, None if decision is None else _integral_decision(decision))
        case _:
            assert_never(type_)


def _integral_decision(decision: Decision) -> Decision:
    """The decision with the members that `_integral` makes of the union's."""
    match decision:
        case Member(type_):
            return Member(_integral(type_))
        case ByKeys(members):
            return replace(decision, members=tuple(_integral(member) for member in members))
        case ByTag(_, branches, absent, other):
            return replace(
                decision,
                branches=tuple((tag, _integral_decision(way)) for tag, way in branches),
                absent=None if absent is None else _integral_decision(absent),
                other=None if other is None else _integral_decision(other),
            )
        case _:
            assert_never(decision)
