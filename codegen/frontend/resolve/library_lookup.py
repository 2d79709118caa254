"""What is known of a member of the library's interfaces and values.

The module, and the tables that it reads, are only loaded where a member is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from ...model import NULL, Literal, Primitive
from .library_bases import BASES
from .library_constants import CONSTANTS
from .library_functions import FUNCTIONS
from .library_literals import TEXTS
from .library_members import MEMBERS
from .library_optional import OPTIONAL
from .library_texts import CHOICES
from .semantics import UNDEFINED, LibraryFunction, TUnion, TypeTerm

__all__ = ["bases_of", "known_members", "plain_members", "value_name"]

_KINDS: Final[Mapping[str, TypeTerm]] = {
    "#": Primitive("number"),
    "?": Primitive("boolean"),
    "!": LibraryFunction("function", ""),
}
_ABSENT: Final[Mapping[str, TypeTerm]] = {"~": NULL, "?": UNDEFINED}


@cache
def known_members(name: str) -> Mapping[str, TypeTerm]:
    """The members of an interface or a value, own and inherited ones, whose types are known.

    The value of a class without an interface for it is called `typeof URL`.
    """
    members: dict[str, TypeTerm] = {}
    for base in BASES.get(name, ()):
        members.update(known_members(base))
    for word in (*MEMBERS.get(name, ()), *OPTIONAL.get(name, ())):
        if word.startswith("-"):
            del members[word[1:]]
        else:
            members.update([_typed(word)])
    members.update(_typed(f"!{word}") for word in FUNCTIONS.get(name, ()))
    members.update(_choice(*word.split("=")) for word in CHOICES.get(name, ()))
    members.update(_constants(name))
    return members


@cache
def bases_of(name: str) -> frozenset[str]:
    """The interfaces of which one of the library inherits members."""
    bases = BASES.get(name, ())
    return frozenset(bases).union(*map(bases_of, bases))


def plain_members(name: str) -> Iterator[str]:
    """The names of the members of an interface that are a text, a number or a truth value."""
    return (key for key, term in known_members(name).items() if isinstance(term, Primitive))


def value_name(name: str) -> str | None:
    """The name under which the members of a value of the library are known, if they are."""
    names = (f"{name}Constructor", f"typeof {name}")
    return next((known for known in names if known_members(known)), None)


def _typed(word: str) -> tuple[str, TypeTerm]:
    """A member and its type."""
    kind = _KINDS.get(word[0], Primitive("string"))
    return _marked(word[1:] if word[0] in _KINDS else word, [kind])


def _choice(member: str, texts: str) -> tuple[str, TypeTerm]:
    """A member that is one of some texts, and its type."""
    return _marked(member, [Literal("string", text) for text in TEXTS.get(texts, texts.split("|"))])


def _marked(member: str, kinds: Sequence[TypeTerm]) -> tuple[str, TypeTerm]:
    """The name of a member, and its type, which may be null or absent where that is marked."""
    name = member.rstrip("~?")
    types = (*kinds, *(_ABSENT[mark] for mark in member[len(name) :]))
    return name, TUnion(types) if len(types) > 1 else types[0]


def _constants(name: str) -> Iterator[tuple[str, TypeTerm]]:
    for word in CONSTANTS.get(name, ()):
        if word.startswith("@"):
            yield from _constants(word[1:])
        else:
            member, _, value = word.partition("=")
            yield member, Literal("number", float(value) if "." in value else int(value))
