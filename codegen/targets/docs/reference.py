"""What a reference page says of a type: notation with links, and a sample as JSON.

The notation is TypeScript's, with the Python names of declarations, since those are the
titles of the pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias, assert_never

from ...model import (
    Array,
    ByKeys,
    ByTag,
    Decision,
    DeclId,
    Literal,
    Map,
    Member,
    Opaque,
    Primitive,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from ...model.typescript import property_name
from ...text.hidden import escape_hidden
from ...wire.samples import Sampled, plain
from .markdown import code

__all__ = ["conditions", "json_text", "notation", "type_text"]

Linker: TypeAlias = Callable[[DeclId], str]
"""From a declaration to its link in Markdown."""

_Piece: TypeAlias = str | DeclId
_SEPARATOR: Final = " | "


def type_text(type_: Type, link: Linker, *, in_table: bool) -> str:
    """A type as Markdown: code, with each declaration linked."""
    out: list[str] = []
    plain = ""
    bar = " \\| " if in_table else " | "
    for piece in _pieces(type_):
        if isinstance(piece, str) and piece != _SEPARATOR:
            plain += piece
            continue
        if plain:
            out.append(code(plain, in_table=in_table))
            plain = ""
        out.append(link(piece) if isinstance(piece, DeclId) else bar)
    if plain:
        out.append(code(plain, in_table=in_table))
    return "".join(out)


def notation(type_: Type, named: Callable[[DeclId], str]) -> str:
    """A type as plain text on one line; `named` spells its references. It is not escaped."""
    pieces = _pieces(type_)
    return "".join(each if isinstance(each, str) else named(each) for each in pieces)


def _pieces(type_: Type) -> Iterator[_Piece]:
    match type_:
        case Primitive("defined"):
            yield "{}"
        case Primitive(name):
            yield name
        case Literal(_, value):
            yield json.dumps(value, ensure_ascii=False)
        case Template(parts):
            shown = (part if isinstance(part, str) else f"${{{part.name}}}" for part in parts)
            yield f"`{''.join(shown)}`"
        case Array(element):
            yield from _grouped(element)
            yield "[]"
        case Tuple(items):
            yield "["
            for position, item in enumerate(items):
                if position:
                    yield ", "
                yield "..." if item.rest else ""
                if item.name is not None:
                    yield f"{item.name}{'?' if item.optional else ''}: "
                grouped = item.rest or (item.optional and item.name is None)
                yield from _grouped(item.type) if grouped else _pieces(item.type)
                yield "[]" if item.rest else ""
                yield "?" if item.optional and item.name is None else ""
            yield "]"
        case Map(key, value):
            yield "{ [key: "
            yield from _pieces(key)
            yield "]: "
            yield from _pieces(value)
            yield " }"
        case Union(members):
            for position, member in enumerate(members):
                if position:
                    yield _SEPARATOR
                yield from _pieces(member)
        case Ref(id_):
            yield id_
        case Opaque():
            yield "unknown"
        case _:
            assert_never(type_)


def _grouped(type_: Type) -> Iterator[_Piece]:
    if isinstance(type_, Union):
        yield "("
        yield from _pieces(type_)
        yield ")"
    else:
        yield from _pieces(type_)


def conditions(decision: Decision | None) -> dict[Type, str]:
    """When an object is which member of a union, as Markdown for a table."""
    found: dict[Type, list[str]] = {}
    if decision is not None:
        for member, steps in _leaves(decision, ()):
            found.setdefault(member, []).append(", ".join(steps))
    return {member: " or ".join(dict.fromkeys(ways)) for member, ways in found.items()}


def _leaves(decision: Decision, steps: tuple[str, ...]) -> Iterator[tuple[Type, tuple[str, ...]]]:
    match decision:
        case Member(type_):
            yield type_, steps
        case ByKeys(members):
            for member in members:
                yield member, (*steps, "told by its keys")
        case ByTag(property_, branches, absent, other):
            name = property_name(property_)
            for value, then in branches:
                test = code(f"{name}: {json.dumps(value.value, ensure_ascii=False)}", in_table=True)
                yield from _leaves(then, (*steps, test))
            if absent is not None:
                yield from _leaves(absent, (*steps, f"no {code(name, in_table=True)}"))
            if other is not None:
                yield from _leaves(other, (*steps, f"any other {code(name, in_table=True)}"))
        case _:
            assert_never(decision)


def json_text(sampled: Sampled) -> str:
    """A sample as JSON text, indented by two, without a line break at the end."""
    return escape_hidden(json.dumps(plain(sampled), indent=2, ensure_ascii=False))
