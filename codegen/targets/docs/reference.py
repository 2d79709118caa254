"""Format types and values for reference pages: notation with links, and samples.

The notation is TypeScript's, with the Python names of declarations, since those are the titles of
the pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from json.encoder import encode_basestring
from typing import Final, TypeAlias, assert_never

from ...model import (
    NULL,
    UNKNOWN,
    Alias,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Interface,
    Literal,
    Member,
    Ref,
    TagPath,
    Template,
    Type,
    Union,
    tag_value,
)
from ...model.notation import SEPARATOR, pieces
from ...model.typescript import property_name
from ...text.hidden import escape_hidden
from ...text.markdown import code
from ...wire.samples import Sampled, SampledObject

__all__ = ["conditions", "json_text", "type_text"]

Linker: TypeAlias = Callable[[DeclId], str]
"""Maps a declaration to its link in Markdown."""

_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


def type_text(type_: Type, link: Linker, *, in_table: bool) -> str:
    """Format a type as Markdown: code, with each declaration linked."""
    out: list[str] = []
    plain = ""
    bar = " \\| " if in_table else " | "
    for piece in pieces(type_):
        if isinstance(piece, str) and piece != SEPARATOR:
            plain += piece
            continue
        if plain:
            out.append(code(plain, in_table=in_table))
            plain = ""
        out.append(link(piece) if isinstance(piece, DeclId) else bar)
    if plain:
        out.append(code(plain, in_table=in_table))
    return "".join(out)


Declarations: TypeAlias = Mapping[DeclId, Declaration]


def conditions(decision: Decision, declarations: Declarations) -> dict[Type, str]:
    """The conditions under which an object is each member of a union, as Markdown cells."""
    conditions_of: dict[Type, list[str]] = {}
    for member, steps in _leaves(decision, (), declarations):
        conditions_of.setdefault(member, []).append(", ".join(steps))
    return {member: " or ".join(dict.fromkeys(ways)) for member, ways in conditions_of.items()}


def _leaves(
    decision: Decision, steps: tuple[str, ...], declarations: Declarations
) -> Iterator[tuple[Type, tuple[str, ...]]]:
    match decision:
        case Member(type_):
            yield type_, steps
        case ByKeys(members):
            for member in members:
                yield member, (*steps, "told by its keys")
        case ByTag(path, branches, absent, other):
            name = ".".join(map(property_name, path))
            for value, then in branches:
                yield from _leaves(then, (*steps, _test(name, tag_value(value))), declarations)
            if absent is not None:
                without = f"no {code(name, in_table=True)}"
                yield from _leaves(absent, (*steps, without), declarations)
            if other is not None:
                for member, inner in _leaves(other, (), declarations):
                    pattern = _pattern(member, path, declarations)
                    any_other = f"any other {code(name, in_table=True)}"
                    said = code(f"{name}: {pattern}", in_table=True) if pattern else any_other
                    yield member, (*steps, said, *inner)
        case _:
            assert_never(decision)


def _pattern(type_: Type, path: TagPath, declarations: Declarations) -> str:
    """The patterns and literals at a path in a member of a union; "" if there is more there."""
    for key in path:
        inside = _unaliased(type_, declarations)
        declared = declarations.get(inside.id) if isinstance(inside, Ref) else None
        properties = declared.properties if isinstance(declared, Interface) else ()
        type_ = next((item.type for item in properties if item.wire_name == key), UNKNOWN)
    tag = _unaliased(type_, declarations)
    members = tag.members if isinstance(tag, Union) else (tag,)
    texts = [member for member in members if member != NULL]
    if not all(isinstance(text, Literal | Template) for text in texts):
        return ""
    return " | ".join(part for text in texts for part in pieces(text) if isinstance(part, str))


def _unaliased(type_: Type, declarations: Declarations) -> Type:
    """What an alias stands for; any other type as it is."""
    seen: set[DeclId] = set()
    while isinstance(type_, Ref) and type_.id not in seen:
        seen.add(type_.id)
        declared = declarations.get(type_.id)
        if not isinstance(declared, Alias):
            break
        type_ = declared.type
    return type_


def _test(name: str, value: str | float | None) -> str:
    return code(f"{name}: {json.dumps(value, ensure_ascii=False)}", in_table=True)


def json_text(sampled: Sampled) -> str:
    """Format a sample as JSON text, indented by two, without a line break at the end."""
    return escape_hidden(_json(sampled, "\n"))


_NUMBERS: Final = json.JSONEncoder()
_WORDS: Final = {None: "null", True: "true", False: "false"}


def _json(sampled: Sampled, line: str) -> str:
    """Format a sample as JSON text; `line` is a line break with the current indentation.

    The result is that of `json.dumps`, whose fast encoder cannot indent.
    """
    if isinstance(sampled, str):
        return encode_basestring(sampled)
    if isinstance(sampled, SampledObject):
        inner = f"{line}  "
        parts = [
            f"{inner}{encode_basestring(key)}: {_json(member, inner)}"
            for key, member in sampled.members.items()
        ]
        opening, closing = "{}"
    elif isinstance(sampled, list):
        inner = f"{line}  "
        parts = [inner + _json(item, inner) for item in sampled]
        opening, closing = "[]"
    else:
        if sampled is None or isinstance(sampled, bool):
            return _WORDS[sampled]
        return _NUMBERS.encode(sampled)
    return f"{opening}{','.join(parts)}{line if parts else ''}{closing}"
