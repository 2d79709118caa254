"""Closed types: type nodes that have the same meaning in each instance of their context."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ...text.records import dataclass
from ..syntax import (
    ArrayType,
    IndexNode,
    InferType,
    KeywordType,
    LiteralType,
    MemberNode,
    PropertyNode,
    ReferenceType,
    SkippedNode,
    TypeNode,
    UnionType,
)
from .semantics import Env, TypeTerm

__all__ = [
    "THIS",
    "Closed",
    "closed_argument",
    "closed_term",
    "infers",
    "is_of_names",
    "mentions_this",
    "names_in",
]

THIS: Final = "this"


@dataclass(eq=False)
class Closed:
    """The analysis of a type node: the names in it, and its term if it has a single one.

    The node is kept, so that its `id()` is not reused.
    """

    node: TypeNode
    names: frozenset[str] | None
    term: TypeTerm | None = None

    def is_closed_in(self, env: Env) -> bool:
        """Whether the type is independent of the type parameters of an environment."""
        if self.names is None or (env.this is not None and THIS in self.names):
            return False
        return not any(name in env.parameters for name in self.names)


def is_of_names(node: TypeNode | None) -> bool:
    """Whether a type is a union, or an array, of names, keywords and literals alone.

    Such a type declares nothing in its place.
    """
    waiting: list[TypeNode | None] = [node]
    while waiting:
        match waiting.pop():
            case UnionType(members):
                waiting += members
            case ArrayType(element):
                waiting.append(element)
            case ReferenceType(arguments=arguments):
                waiting += arguments
            case KeywordType() | LiteralType():
                pass
            case _:
                return False
    return True


def mentions_this(member: MemberNode, data: bytes) -> bool:
    """Whether the type of a member, or the signature of a method, refers to `this`.

    `data` is the text of its file: most methods are not lowered for the question. What a method's
    parts leave open counts as a reference.
    """
    match member:
        case PropertyNode(type=node) | IndexNode(value=node):
            if node is None:
                return False
            names = names_in(node)
            start, end = node.at
            return THIS.encode() in data[start:end] if names is None else THIS in names
        case SkippedNode(signature_of=signature_of, at=(start, end)):
            if signature_of is None or THIS.encode() not in data[start:end]:
                return False
            names = names_in(signature_of())
            return names is None or THIS in names


def names_in(node: TypeNode, known: Mapping[int, Closed] | None = None) -> frozenset[str] | None:
    """The names in a type that may be type parameters, or `this`.

    None for a type with parts that are not analyzed, such as methods. `known` has type arguments
    that were analyzed before, by the `id()` of their nodes.
    """
    names: set[str] = set()
    waiting: list[object] = [node]
    while waiting:
        part = waiting.pop()
        closed = known.get(id(part)) if known and part is not node else None
        if closed is not None:
            if closed.names is None:
                return None
            names |= closed.names
            continue
        match part:
            case SkippedNode():
                return None
            case KeywordType(name) if name == THIS:
                names.add(name)
            case ReferenceType(name=(name,)) | InferType(name=name):
                names.add(name)
        waiting += _parts(part)
    return frozenset(names)


def infers(node: TypeNode) -> bool:
    """Whether an `infer` is in a type."""
    waiting: list[object] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, InferType):
            return True
        waiting += _parts(part)
    return False


def closed_argument(known: dict[int, Closed], node: TypeNode) -> Closed:
    """The analysis of a type argument, and of those inside it, each of which is read once."""
    if id(node) not in known:
        arguments: list[TypeNode] = [node]
        waiting: list[object] = [node]
        while waiting:
            part = waiting.pop()
            if isinstance(part, ReferenceType):
                arguments += part.arguments
            waiting += _parts(part)
        for inner in reversed(arguments):
            if id(inner) not in known:
                known[id(inner)] = Closed(inner, names_in(inner, known))
    return known[id(node)]


def closed_term(
    known: dict[int, Closed], node: TypeNode, env: Env, term: Callable[[TypeNode, Env], TypeTerm]
) -> TypeTerm:
    """The term of a node: if it has the same meaning in all instances, it is made once."""
    closed = closed_argument(known, node)
    if not closed.is_closed_in(env):
        return term(node, env)
    if closed.term is None:
        closed.term = term(node, env)
    return closed.term


_WITHOUT_PARTS: Final = frozenset((KeywordType, LiteralType, str, int, bool, float, type(None)))


def _parts(part: object) -> Iterable[object]:
    """The parts of a node, or of a tuple of nodes: those that may have names in them."""
    kind = type(part)
    if kind is tuple:
        return part  # type: ignore[return-value]
    if kind is ReferenceType:
        return part.arguments  # type: ignore[attr-defined, no-any-return]
    if kind in _WITHOUT_PARTS:
        return ()
    return [getattr(part, name) for name in getattr(part, "__match_args__", ())]
