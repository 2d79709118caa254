"""Placeholders for types that are not emitted, with their diagnostics."""

from __future__ import annotations

from typing import Final

from ...model import Opaque, Type
from ...text.diagnostics import note, warning
from ...text.source import Span
from ..syntax import Range
from .endings import shortened
from .protocol import Types
from .semantics import OF_LIBRARY, Env

__all__ = [
    "a_bigint",
    "a_part",
    "endless",
    "is_too_large",
    "of_library",
    "too_large",
    "too_many_instances",
]

_TOO_LARGE: Final = "it has too many parts, or nests too deeply"


def is_too_large(type_: Type | None) -> bool:
    """Whether a type is the placeholder for one that was too large."""
    return isinstance(type_, Opaque) and type_.reason == _TOO_LARGE


def too_large(types: Types, name: str, span: Span | None) -> Opaque:
    """The placeholder for the type of `name`, which has too many parts or nests too deeply."""
    advice = "It becomes Any; give parts of it names of their own, or leave some out."
    budget = types.budget
    if budget.is_full and not budget.is_large:
        advice = "It becomes Any; generate only what is needed (--root), or all with --large."
    if budget.is_full and budget.is_told:
        message = "the spec repeats too much already to write this type out"
    elif budget.is_full:
        budget.is_told = True
        message = f"with {name!r}, the spec repeats the parts of its types too often"
    else:
        message = f"the type of {name!r} has too many parts, or nests too deeply"
    types.say(warning("RC206", message, span, advice))
    return Opaque(_TOO_LARGE, name)


def endless(types: Types, name: str, span: Span | None) -> Opaque:
    """The placeholder for an instance of a generic type whose arguments only grow."""
    message = f"{name!r} is instantiated with ever larger arguments"
    advice = "It becomes Any where they are too large; give the recursion an end."
    types.say(warning("RC206", message, span, advice))
    return Opaque("it has no end", name)


def too_many_instances(types: Types, name: str, span: Span | None) -> Opaque:
    """The placeholder for a further instance of a generic type that has thousands."""
    message = f"{name!r} has too many instances to write all of them out"
    advice = "Those that are reached last become Any; --large lets them have more."
    types.say(warning("RC206", message, span, advice))
    return Opaque("it has too many instances", name)


def of_library(types: Types, env: Env, at: Range, text: str) -> Opaque:
    """The placeholder for a type of the library: what JSON makes of it is no error."""
    message = f"{shortened(types.text(env, at))!r} becomes Any: {OF_LIBRARY}"
    types.report(env, at, note("RC204", message, types.span(env, at)))
    return Opaque(OF_LIBRARY, text)


def a_part(types: Types, text: str, reason: str, span: Span | None) -> Opaque:
    """The placeholder for a type that the library has in one of its types, at a place."""
    types.say(note("RC204", f"{text!r} becomes Any: {reason}", span))
    return Opaque(reason, text)


def a_bigint(types: Types, span: Span | None) -> Opaque:
    """The placeholder for a bigint at a place."""
    reason = "JSON cannot carry a bigint"
    types.say(note("RC204", f"a bigint becomes Any: {reason}", span))
    return Opaque(reason, "bigint")
