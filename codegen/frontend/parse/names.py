"""The names in the body of a function, and their types in place of `typeof` of them."""

from __future__ import annotations

from dataclasses import field, fields, is_dataclass, replace
from typing import Any, Final

from ...text.records import dataclass
from ..syntax import (
    ArrayType,
    CallType,
    FunctionType,
    IndexedType,
    KeywordType,
    LiteralType,
    ObjectType,
    OperationType,
    QueryType,
    TypeNode,
    UnionType,
    UnsupportedType,
    Widening,
)
from .bodies import CLASSES, Tests, declarators, patterns, tests
from .cursor import Cursor, Node, named_children
from .lowering import lower_type
from .members import ValueType
from .plain_values import loosened
from .signatures import parameters_of

__all__ = ["Local", "Names", "evolves", "is_fixed", "is_small", "names_of"]

_FIXED: Final = ("string", "number", "bigint", "symbol", "void", "undefined", "null")
"""Primitive types of which a test leaves all, unless it is for a value."""
_LARGEST: Final = 200
"""The largest type, in nodes, that is written in several places."""


@dataclass(frozen=True, slots=True)
class Local:
    """The type of a name as it is, and where literal types are widened."""

    kept: TypeNode
    widened: TypeNode

    def read(self, how: Widening) -> TypeNode:
        """The type of a name where it is read. TypeScript: a union is kept in a result."""
        if how == "unit" and isinstance(self.kept, QueryType | IndexedType):
            return self.kept if self.kept == self.widened else replace(self.kept, widens=how)
        is_union = isinstance(self.kept, UnionType | OperationType)
        return self.kept if not how or (how == "unit" and is_union) else self.widened


@dataclass(frozen=True, slots=True)
class Names:
    """The parameters and local names of a function, and where names are tested first.

    The type of None is not known.
    """

    known: dict[str, Local | None] = field(default_factory=dict)
    tested: Tests = field(default_factory=Tests)

    def add(self, name: str, kept: TypeNode | None, widened: TypeNode | None = None) -> None:
        """Add a name; one that is declared twice is not known."""
        is_known = kept is not None and name not in self.known and is_small(kept)
        local = None
        if is_known and kept is not None:
            local = Local(self.inside(kept), self.inside(kept if widened is None else widened))
        self.known[name] = local

    def inside(self, part: Any) -> Any:
        """Replace `typeof` of names by their types, in a type.

        TypeScript narrows names by what is tested. Behind such a place their types are not known.
        """
        match part:
            case QueryType():
                return self._typed(part)
            case CallType(function=QueryType(name=(str(), *path) as name) as function):
                is_plain = not path and name[0] not in self.known
                called = function if is_plain else self._typed(function)
                if isinstance(called, UnsupportedType):
                    return called
                return replace(part, function=called, arguments=self.inside(part.arguments))
            case tuple():
                changed = tuple(self.inside(item) for item in part)
                is_new = any(a is not b for a, b in zip(part, changed, strict=True))
                return changed if is_new else part
        if not is_dataclass(part) or isinstance(part, type):
            return part
        values = {item.name: getattr(part, item.name) for item in fields(part)}
        changes = {
            name: new for name, value in values.items() if (new := self.inside(value)) is not value
        }
        return replace(part, **changes) if changes else part

    def _typed(self, query: QueryType) -> TypeNode:
        """The type of a name, or of a property behind it."""
        root = query.name[0] if query.name else ""
        unknown = UnsupportedType(".".join(query.name), query.at)
        local = self.known.get(root)
        own = None if local is None else local.read(query.widens)
        if root in self.known and own is None:
            return unknown
        tests = self.tested.equal if is_fixed(own) else self.tested.first
        if tests.get(root, query.at[0] + 1) <= query.at[0]:
            return unknown
        if own is None:
            return query
        for name in query.name[1:]:
            own = IndexedType(own, LiteralType("string", name, query.at), query.at)
        return replace(own, widens=query.widens) if isinstance(own, IndexedType) else own


def is_fixed(node: TypeNode | None) -> bool:
    """Whether nothing but a comparison leaves less of a type."""
    if isinstance(node, KeywordType):
        return node.name in _FIXED
    return isinstance(node, LiteralType)


def is_small(part: object) -> bool:
    """Whether a type is small enough to be written in several places."""
    count, pending = 0, [part]
    while pending and count <= _LARGEST:
        current = pending.pop()
        if isinstance(current, tuple):
            pending += current
        elif is_dataclass(current):
            count += 1
            pending += [getattr(current, item.name) for item in fields(current)]
    return count <= _LARGEST


# ------------------------------------------------------ the names that a function declares


def names_of(
    node: Node, body: Node, signature: FunctionType, cursor: Cursor, value_type: ValueType
) -> Names:
    """The names in a function: its parameters, and what its body declares."""
    names = Names(tested=tests(body, cursor))
    parameters = node.child_by_field_name("parameters")
    single = node.child_by_field_name("parameter")
    written = parameters_of(parameters)
    for element, (parameter, pattern) in zip(signature.elements, written, strict=False):
        type_ = element.type
        if element.optional and parameter.child_by_field_name("value") is None:
            type_ = UnionType((type_, KeywordType("undefined", type_.at)), type_.at)
        text = pattern if pattern.type != "rest_pattern" else named_children(pattern)[0]
        _add_pattern(names, text, (type_, type_), cursor)
    if single is not None:
        names.add(cursor.text(single), signature.elements[0].type)
    for pattern, declared, is_constant in declarators(body):
        _add_pattern(names, pattern, _declared(declared, is_constant, cursor, value_type), cursor)
    return names


def _declared(
    node: Node | None, is_constant: bool, cursor: Cursor, value_type: ValueType
) -> tuple[TypeNode | None, TypeNode | None]:
    """The type of a declared name, as it is and widened; None if it is not known."""
    if node is None:
        return None, None
    if node.type in CLASSES:
        made = value_type(node, cursor, True)
        return made, made
    if node.type == "for_in_statement":
        element = _iterated(node, cursor, value_type)
        return element, element
    annotation, value = node.child_by_field_name("type"), node.child_by_field_name("value")
    if annotation is not None:
        # TypeScript narrows a union by the first value.
        type_ = lower_type(named_children(annotation)[0], cursor)
        known = type_ if isinstance(type_, KeywordType | ArrayType | ObjectType) else None
        return known, known
    if value is None:
        return None, None
    if evolves(value, is_constant):
        return None, None
    kept = value_type(value, cursor, True)
    loose = kept if value.type == "as_expression" else loosened(kept)
    return (kept if is_constant else loose), loose


def evolves(value: Node, is_constant: bool) -> bool:
    """Whether a name has the type of what it is assigned, or added to it, later.

    TypeScript: so it is for a list that is empty at first, and for a variable that is null or
    undefined.
    """
    if value.type == "array":
        return not named_children(value)
    return not is_constant and value.type in ("null", "undefined")


def _iterated(node: Node, cursor: Cursor, value_type: ValueType) -> TypeNode | None:
    """The type of the variable of `for (... of list)`, or of a key `in` an object."""
    operator, over = (node.child_by_field_name(name) for name in ("operator", "right"))
    if operator is None or over is None:
        return None
    at = cursor.at(over)
    if operator.type == "in":
        return KeywordType("string", at)
    whole = value_type(over, cursor, True)
    if isinstance(whole, UnsupportedType):
        return None
    return IndexedType(whole, KeywordType("number", at), at)


def _add_pattern(
    names: Names, pattern: Node, type_: tuple[TypeNode | None, TypeNode | None], cursor: Cursor
) -> None:
    """Add the names of a pattern, with the types that they have in a type."""
    kept, widened = type_
    if pattern.type in ("identifier", "type_identifier"):
        names.add(cursor.text(pattern), kept, widened)
        return
    for node, key in patterns(pattern, cursor):
        name, at = cursor.text(node), cursor.at(node)
        if key is None or kept is None:
            names.add(name, None)
        else:
            place = isinstance(key, int)
            written = LiteralType("number" if place else "string", key, at)
            names.add(name, IndexedType(kept, written, at))
