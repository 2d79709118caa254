"""Types as written that mean the same in each instance of what they are written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...text.records import dataclass
from ..syntax import (
    IndexNode,
    InferType,
    KeywordType,
    MemberNode,
    PropertyNode,
    ReferenceType,
    SkippedNode,
    TypeNode,
)
from .semantics import Env, TypeTerm

__all__ = ["Closed", "mentions_this", "names_in"]

_THIS: Final = "this"


@dataclass(eq=False)
class Closed:
    """What is known of a type as written: the names in it, and its term where it has one alone.

    The node is kept, so that its `id` stays its own.
    """

    node: TypeNode
    names: frozenset[str] | None
    term: TypeTerm | None = None

    def is_closed_in(self, env: Env) -> bool:
        """Whether the type is the same whatever the type parameters of a place stand for."""
        if self.names is None or (env.this is not None and _THIS in self.names):
            return False
        return not any(name in env.parameters for name in self.names)


def mentions_this(members: Sequence[MemberNode]) -> bool:
    """Whether `this` is a type in the members that are data."""
    data = (member for member in members if isinstance(member, PropertyNode | IndexNode))
    types = (member.type if isinstance(member, PropertyNode) else member.value for member in data)
    return any(type_ is not None and _THIS in (names_in(type_) or ()) for type_ in types)


def names_in(node: TypeNode) -> frozenset[str] | None:
    """The names in a type that may be those of type parameters, `this` among them.

    None for a type whose parts are not all read, such as one with a method.
    """
    names: set[str] = set()
    waiting: list[object] = [node]
    while waiting:
        part = waiting.pop()
        match part:
            case SkippedNode():
                return None
            case KeywordType(name) if name == _THIS:
                names.add(name)
            case ReferenceType(name=(name,)) | InferType(name=name):
                names.add(name)
        if isinstance(part, tuple):
            waiting += part
        else:
            waiting += (getattr(part, name) for name in getattr(part, "__match_args__", ()))
    return frozenset(names)
