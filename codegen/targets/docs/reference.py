"""What a reference page says of a type: notation with links, and how values are written.

The notation is TypeScript's, with the Python names of declarations, since those are the
titles of the pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never

from ...model import (
    ByKeys,
    ByTag,
    Decision,
    DeclId,
    Member,
    Type,
)
from ...model.notation import SEPARATOR, pieces
from ...model.typescript import property_name
from ...python.document import WIDTH
from ...python.literals import literal
from ...python.names import Names
from ...text.hidden import escape_hidden
from ...text.markdown import code
from ...wire.samples import Sampled, SampledObject, plain

__all__ = ["conditions", "json_text", "python_code", "type_text"]

Linker: TypeAlias = Callable[[DeclId], str]
"""From a declaration to its link in Markdown."""

_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


def type_text(type_: Type, link: Linker, *, in_table: bool) -> str:
    """A type as Markdown: code, with each declaration linked."""
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


def conditions(decision: Decision | None) -> dict[Type, str]:
    """When an object is which member of a union, as Markdown for a table."""
    conditions_of: dict[Type, list[str]] = {}
    if decision is not None:
        for member, steps in _leaves(decision, ()):
            conditions_of.setdefault(member, []).append(", ".join(steps))
    return {member: " or ".join(dict.fromkeys(ways)) for member, ways in conditions_of.items()}


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


def python_code(start: str, sampled: Sampled, names: Names | None, package: str) -> str:
    """A statement that gives a sample to a name, laid out as the formatter does it.

    `start` is what stands before the value; `names` are those of the generated classes, or
    None where the value is to be made of dictionaries; `package` is what the generated
    package is called.
    """
    value = _Expression.of(sampled, names, package)
    return value.lines(start, "", "")


@dataclass(frozen=True, slots=True)
class _Expression:
    """An expression with its parts, so that it can be broken where the formatter breaks it."""

    flat: str
    opening: str = ""
    parts: tuple[tuple[str, _Expression], ...] = ()

    @classmethod
    def of(cls, sampled: Sampled, names: Names | None, package: str) -> _Expression:
        match sampled:
            case SampledObject(interface, members):
                parts = [(key, cls.of(member, names, package)) for key, member in members.items()]
                if interface is None or names is None:
                    return cls._bracketed(
                        "{", [(f"{literal(key)}: ", member) for key, member in parts]
                    )
                head = f"{package}.{names.declarations[interface.id]}("
                fields = names.fields[interface.id]
                return cls._bracketed(head, list(cls._arguments(fields, sampled.tags, parts)))
            case list(items):
                return cls._bracketed("[", [("", cls.of(item, names, package)) for item in items])
            case str(text):
                return cls(literal(text))
            case _:
                return cls(repr(sampled))

    @classmethod
    def _arguments(
        cls,
        fields: Mapping[str, str],
        tags: frozenset[str],
        parts: list[tuple[str, _Expression]],
    ) -> Iterator[tuple[str, _Expression]]:
        """The arguments of a class; it has its tags by itself."""
        others: list[tuple[str, _Expression]] = []
        for key, value in parts:
            if key not in fields:
                others.append((f"{literal(key)}: ", value))
            elif key not in tags:
                yield f"{fields[key]}=", value
        if others:
            yield "unknown_fields=", cls._bracketed("{", others)

    @classmethod
    def _bracketed(cls, opening: str, parts: list[tuple[str, _Expression]]) -> _Expression:
        inside = ", ".join(f"{start}{part.flat}" for start, part in parts)
        return cls(f"{opening}{inside}{_CLOSING[opening[-1]]}", opening, tuple(parts))

    def lines(self, start: str, indent: str, end: str) -> str:
        line = f"{indent}{start}{self.flat}{end}"
        if len(line) <= WIDTH or not self.parts:
            return line
        inner = f"{indent}    "
        first, last = f"{indent}{start}{self.opening}", f"{indent}{_CLOSING[self.opening[-1]]}{end}"
        if len(self.parts) == 1 or self.opening[-1] == "(":
            body = self.flat[len(self.opening) : -1]
            if len(inner) + len(body) <= WIDTH:
                return f"{first}\n{inner}{body}\n{last}"
        broken = (part.lines(before, inner, ",") for before, part in self.parts)
        return "\n".join((first, *broken, last))
