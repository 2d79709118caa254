"""What is known of the library's interfaces and values by name, without a program.

All of it is read from the library's declarations, one interface where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from ...model import NULL, Literal, Primitive
from ..syntax import (
    AliasBody,
    FunctionType,
    IndexNode,
    InterfaceBody,
    KeyofType,
    KeywordType,
    LiteralType,
    MemberNode,
    ObjectType,
    PropertyNode,
    QueryType,
    ReferenceType,
    SkippedNode,
    TemplateType,
    TypeNode,
    TypeParameter,
    UnionType,
    VariableBody,
)
from .library_text import aliases, bodies_of, is_called
from .semantics import UNDEFINED, LibraryFunction, TUnion, TypeTerm

__all__ = [
    "all_keys",
    "bases_of",
    "is_empty",
    "is_of_any",
    "is_plain_alias",
    "is_registry",
    "is_weak",
    "known_members",
    "own_bases",
    "plain_members",
    "plain_name",
    "required_keys",
    "sure_members",
    "value_name",
]

_FUNCTION: Final = LibraryFunction("function", "")
_KEYWORDS: Final[Mapping[str, TypeTerm]] = {
    **{kind: Primitive(kind) for kind in ("string", "number", "boolean")},
    "null": NULL,
    "undefined": UNDEFINED,
    "void": UNDEFINED,
}
_ABSENT: Final = (NULL, UNDEFINED)
_CALLS: Final = ("call signature", "construct signature")
_OF_REGISTRIES: Final = ("EventMap", "TagNameMap")


@cache
def known_members(name: str) -> Mapping[str, TypeTerm]:
    """The members of an interface or a value, own and inherited ones, whose types are known.

    They are texts, numbers, truth values and functions, which may be null or absent. The value of a
    class without an interface for it is called `typeof URL`.
    """
    members: dict[str, TypeTerm] = {}
    for base in own_bases(name):
        members.update(known_members(base))
    for member in _own_members(name):
        key = _name_of(member)
        if key is None or key == "prototype":
            continue
        term = _type_of(member, _within(name))
        if term is not None and term not in _ABSENT:
            members[key] = term
        else:
            members.pop(key, None)
    return members


@cache
def all_keys(name: str) -> frozenset[str] | None:
    """The names of all members of an interface, own and inherited ones; None if it is not known.

    The key of an index signature is `[number]` or `[string]`; `()` says that one is called.
    """
    if not any(isinstance(body, InterfaceBody) for body in bodies_of(name)):
        return None
    own = (key for member in _own_members(name) for key in _keys_of(member))
    return frozenset(own).union(*(all_keys(base) or () for base in own_bases(name)))


@cache
def required_keys(name: str) -> frozenset[str]:
    """The names of the members that every instance of an interface has, inherited ones too."""
    needed = set[str]().union(*map(required_keys, own_bases(name)))
    for member in _own_members(name):
        key = _name_of(member)
        if key is not None:
            is_optional = isinstance(member, PropertyNode | SkippedNode) and member.optional
            (needed.discard if is_optional else needed.add)(key)
    return frozenset(needed)


@cache
def own_bases(name: str) -> Sequence[str]:
    """The interfaces that one of the library extends."""
    bodies = [body for body in bodies_of(name) if isinstance(body, InterfaceBody)]
    nodes = [node for body in bodies for node in body.extends if isinstance(node, ReferenceType)]
    return tuple(dict.fromkeys(_meant(node, _within(name)) for node in nodes))


@cache
def bases_of(name: str) -> frozenset[str]:
    """The interfaces of which one of the library inherits members."""
    bases = own_bases(name)
    return frozenset(bases).union(*map(bases_of, bases))


@cache
def is_registry(name: str) -> bool:
    """Whether an interface has nothing but names of elements or events, all of them required."""
    return name.endswith(_OF_REGISTRIES) and all_keys(name) is not None


def is_empty(name: str) -> bool:
    """Whether an interface has no members at all, not even one of a symbol."""
    is_known = any(isinstance(body, InterfaceBody) for body in bodies_of(name))
    return is_known and not any(_own_members(name)) and all(map(is_empty, own_bases(name)))


def is_of_any(name: str) -> bool:
    """Whether an interface has nothing but members that all values have, such as `toString`."""
    keys = all_keys(name)
    return bool(keys) and (keys or frozenset()) <= (all_keys("Object") or frozenset())


def is_weak(name: str) -> bool:
    """Whether an interface has optional members alone."""
    keys = all_keys(name) or ("()",)
    return not (required_keys(name) or any(key.startswith(("(", "[")) for key in keys))


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


def is_plain_alias(name: str) -> bool:
    """Whether a name of the library stands for texts, numbers or truth values, and no class."""
    return name in aliases() and _is_plain_alias(name)


@cache
def _is_plain_alias(name: str) -> bool:
    return any(
        isinstance(body, AliasBody) and _is_plain(body.type, body.parameters)
        for body in bodies_of(name)
    )


def _is_plain(node: TypeNode, parameters: Sequence[TypeParameter] = ()) -> bool:
    match node:
        case KeywordType(name="string" | "number" | "boolean") | LiteralType():
            return True
        case UnionType(members=parts):
            return all(_is_plain(part, parameters) for part in parts)
        case TemplateType(parts=parts):
            return all(isinstance(part, str) or _is_plain(part, parameters) for part in parts)
        case ReferenceType(name=(name,), arguments=given):
            is_parameter = any(parameter.name == name for parameter in parameters)
            return is_parameter or (all(map(_is_plain, given)) and is_plain_alias(name))
    return False


def _within(name: str) -> str:
    """The namespace of an interface, with a dot, or nothing."""
    return name.rpartition(".")[0] + "." if "." in name else ""


def _own_members(name: str) -> Iterator[MemberNode]:
    for body in bodies_of(name):
        if isinstance(body, InterfaceBody):
            yield from body.members
        elif isinstance(body, VariableBody) and isinstance(body.type, ObjectType):
            yield from body.type.members
        elif isinstance(body, VariableBody) and isinstance(body.type, QueryType):
            yield from _own_members(f"typeof {'.'.join(body.type.name)}")


def _name_of(member: MemberNode) -> str | None:
    """The name of a property or a method; None for what has none, and for what is only set."""
    match member:
        case PropertyNode(name=name, computed=()):
            return name
        case SkippedNode(what="method", key=key):
            return key
    return None


def _keys_of(member: MemberNode) -> Iterator[str]:
    match member:
        case IndexNode(key=KeywordType(name=name)):
            yield f"[{name}]"
        case IndexNode(key=ReferenceType(name=("PropertyKey",))):
            yield from ("[string]", "[number]", "[symbol]")
        case SkippedNode(what=what) if what in _CALLS:
            yield "()"
        case SkippedNode(what="setter", key=str(name)):
            yield name
        case _ if (called := _name_of(member)) is not None:
            yield called


def _type_of(member: MemberNode, within: str) -> TypeTerm | None:
    """The type of a member; None if it is none of those that are known."""
    if isinstance(member, SkippedNode):
        return _one_of([_FUNCTION, *([UNDEFINED] if member.optional else [])])
    if not isinstance(member, PropertyNode) or member.type is None:
        return None
    term = _term(member.type, within)
    if term is None or not member.optional:
        return term
    return _one_of([*(term.members if isinstance(term, TUnion) else [term]), UNDEFINED])


def _term(node: TypeNode, within: str) -> TypeTerm | None:
    """The type of a node: of one kind, and perhaps null or absent; None for any other type."""
    match node:
        case KeywordType(name=name):
            return _KEYWORDS.get(name)
        case LiteralType(kind="string" | "number" as kind, value=value):
            return Literal(kind, value)
        case FunctionType():
            return _FUNCTION
        case ReferenceType():
            return plain_name(_meant(node, within))
        case KeyofType(type=ReferenceType() as type_):
            keys = sorted(all_keys(_meant(type_, within)) or ())
            return _one_of([Literal("string", key) for key in keys])
        case UnionType(members=members):
            terms = [_term(member, within) for member in members]
            known = [term for term in terms if term is not None]
            return _one_of(known) if len(known) == len(terms) else None
    return None


def _one_of(terms: Sequence[TypeTerm]) -> TypeTerm | None:
    """A union of some types, null and undefined at its end; None if they are of several kinds."""
    flat = [one for t in terms for one in (t.members if isinstance(t, TUnion) else [t])]
    parts = list(dict.fromkeys(one for one in flat if one not in _ABSENT))
    is_texts = all(isinstance(part, Literal) and part.kind == "string" for part in parts)
    if not parts or (len(parts) > 1 and not is_texts):
        return None
    marks = [absent for absent in _ABSENT if absent in flat]
    return TUnion((*parts, *marks)) if len(parts) + len(marks) > 1 else parts[0]


@cache
def plain_name(name: str) -> TypeTerm | None:
    """What a name of the library stands for, if that is of one kind, and perhaps null or absent."""
    if name == "Function" or is_called(name):
        return _FUNCTION
    aliases = [body for body in bodies_of(name) if isinstance(body, AliasBody)]
    return _term(aliases[0].type, _within(name)) if aliases and not aliases[0].parameters else None


def _meant(node: ReferenceType, within: str) -> str:
    """The name of what a reference in a namespace of the library means."""
    name = ".".join(node.name)
    return f"{within}{name}" if within and bodies_of(f"{within}{name}") else name
