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
from .library_keys import names_of
from .library_literals import TEXTS
from .library_members import MEMBERS
from .library_optional import OPTIONAL
from .library_others import OTHERS
from .library_texts import CHOICES
from .semantics import UNDEFINED, LibraryFunction, TUnion, TypeTerm

__all__ = ["all_keys", "bases_of", "known_members", "plain_members", "sure_members", "value_name"]

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
    members.update(_of_namespace(name))
    return members


@cache
def all_keys(name: str) -> frozenset[str] | None:
    """The names of all members of an interface, own and inherited ones; None if it is not known.

    The key of an index signature is `[number]` or `[string]`; `()` says that one is called.
    """
    words = _in_namespace(name)
    if words is not None:
        bases, others = _after("+", words), _after("*", words)
    elif name in OTHERS or name in BASES or known_members(name) or names_of(name):
        bases, others = BASES.get(name, ()), (*OTHERS.get(name, ()), *names_of(name))
    else:
        return None
    inherited = (all_keys(base) or () for base in bases)
    return frozenset(known_members(name)).union(others, *inherited)


def _after(mark: str, words: Sequence[str]) -> Sequence[str]:
    return [word[1:] for word in words if word.startswith(mark)]


@cache
def bases_of(name: str) -> frozenset[str]:
    """The interfaces of which one of the library inherits members."""
    bases = BASES.get(name, ())
    return frozenset(bases).union(*map(bases_of, bases))


def plain_members(name: str) -> Iterator[str]:
    """The names of the members of an interface that are a text, a number or a truth value."""
    return (key for key, term in known_members(name).items() if isinstance(term, Primitive))


def sure_members(name: str) -> Iterator[str]:
    """The names of the known members of an interface that are never absent."""
    members = known_members(name).items()
    return (
        k for k, term in members if not (isinstance(term, TUnion) and UNDEFINED in term.members)
    )


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


def _in_namespace(name: str) -> tuple[str, ...] | None:
    """The words for an interface of `Intl` or `WebAssembly`; None for any other name."""
    if "." not in name:
        return None
    from .library_namespaces import IN_NAMESPACES

    return IN_NAMESPACES.get(name)


def _of_namespace(name: str) -> Iterator[tuple[str, TypeTerm]]:
    for word in _in_namespace(name) or ():
        member, _, texts = word.partition("=")
        if texts:
            yield _choice(member, texts.replace("+", " "))
        elif word.startswith("+"):
            yield from known_members(word[1:]).items()
        elif not word.startswith("*"):
            yield _typed(word)


def _constants(name: str) -> Iterator[tuple[str, TypeTerm]]:
    for word in CONSTANTS.get(name, ()):
        if word.startswith("@"):
            yield from _constants(word[1:])
        else:
            member, _, value = word.partition("=")
            yield member, Literal("number", float(value) if "." in value else int(value))
