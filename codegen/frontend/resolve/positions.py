"""Which type arguments the JSON of a generic type depends on, and in which way.

The parameter of a function reaches no JSON; a property of the type `T` has what `T` is, and no
more; what `keyof T` or a condition makes of it may depend on all of it. This says nothing of how
types compare: it is asked of types that are written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Final, NamedTuple, TypeAlias

from ..syntax import (
    AliasBody,
    ArrayType,
    Body,
    FunctionType,
    IndexedType,
    IndexNode,
    InterfaceBody,
    IntersectionType,
    KeywordType,
    LiteralType,
    MappedType,
    MemberNode,
    ObjectType,
    PropertyNode,
    ReferenceType,
    SkippedNode,
    TupleElement,
    TupleType,
    TypeNode,
    UnionType,
)
from .closed import closed_argument, names_in
from .fixpoints import Fixpoint
from .protocol import Types
from .references import entity_of, is_of_library
from .symbols import Scope, Symbol

__all__ = ["THIS", "Positions", "Reach"]

_DEEPEST: Final = 50
"""The depth of types within each other that is looked into."""
_MOST_VISITS: Final = 400_000
"""The number of type nodes that are visited in all, and one more for a few bytes of the spec."""
_BYTES_OF_A_VISIT: Final = 4
THIS: Final = "this"


class Reach(IntEnum):
    """What of a type argument is in the JSON of a type: each has the ones before it."""

    NOTHING = 0
    WITHIN = 1
    """What it is, in a property or an element."""
    ITSELF = 2
    """What it is: the type is the argument, or a union with it."""
    MEMBERS = 3
    """Its properties, each with what its type is."""
    ALL = 4
    """Anything that can be asked of it."""


_OWN: Final = (
    *(KeywordType, LiteralType, FunctionType, ObjectType),
    *(ArrayType, TupleType, MappedType),
)
"""Types whose members are their own: none of these has a `this` that is an heir."""
_OF_LIBRARY: Final = {
    **dict.fromkeys(("Array", "ReadonlyArray"), (Reach.WITHIN,)),
    **dict.fromkeys(("Partial", "Required", "Readonly"), (Reach.MEMBERS,)),
    **dict.fromkeys(("Pick", "Omit"), (Reach.MEMBERS, Reach.ALL)),
    "Record": (Reach.ALL, Reach.WITHIN),
}
_Reaches: TypeAlias = Mapping[str, Reach]
"""The reach of each name in a type that may be a type parameter; no other one has any."""


class _OpenError(Exception):
    """A type is not looked into, so it may depend on all of all names."""


class _Place(NamedTuple):
    scope: Scope
    depth: int = 0


class Positions:
    """Finds how far type arguments reach, for declarations and for single types in them."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self._known: dict[Symbol, tuple[Reach, ...]] = {}
        self._nodes: dict[int, tuple[TypeNode, _Reaches | None]] = {}
        self._visits = 0
        self._asked = 0
        """The number of times that something was asked of which not all is known yet."""
        self._measuring: Fixpoint[Symbol, tuple[Reach, ...]] | None = None
        self._asking: dict[Symbol, bool] = {}
        """Whether members of a declaration ask more of `this` than what it is."""

    def of_symbol(self, symbol: Symbol) -> tuple[Reach, ...]:
        """How far the arguments for each type parameter reach."""
        if symbol not in self._known:
            self._measuring = Fixpoint(self._known, _none, self._of_declarations)
            try:
                self._known.update(self._measuring.measured(symbol))
            finally:
                self._measuring = None
        return self._known[symbol]

    def of_node(self, node: TypeNode, scope: Scope) -> _Reaches | None:
        """How far the names in a type reach; None if that is not known."""
        known = self._nodes.get(id(node))
        if known is None:
            try:
                reaches: _Reaches | None = self._of(node, _Place(scope))
            except _OpenError:
                reaches = None
            known = self._nodes[id(node)] = node, reaches
        return known[1]

    def _of_declarations(self, symbol: Symbol) -> tuple[Reach, ...]:
        try:
            reaches = _joined(self._of_bodies(symbol))
        except _OpenError:
            return (Reach.ALL,) * len(symbol.parameters)
        # Where more than what it is is asked of the type itself, that is asked of its arguments.
        least = Reach.NOTHING if reaches.get(THIS, Reach.NOTHING) <= Reach.ITSELF else Reach.ALL
        return tuple(max(least, reaches.get(one.name, least)) for one in symbol.parameters)

    def _of_bodies(self, symbol: Symbol) -> Iterable[_Reaches]:
        for node, scope in zip(symbol.declarations, symbol.places, strict=True):
            place, body = _Place(scope), node.body
            if isinstance(body, AliasBody):
                yield self._of(body.type, place)
            elif isinstance(body, InterfaceBody):
                for base in body.extends:
                    if self._asks_this(base, scope):
                        raise _OpenError
                    yield _through(Reach.MEMBERS, self._of(base, place))
                yield self._of_members(body.members, place)

    def _of_members(self, members: Sequence[MemberNode], place: _Place) -> _Reaches:
        return _joined(self._each_member(members, place))

    def _each_member(self, members: Sequence[MemberNode], place: _Place) -> Iterable[_Reaches]:
        for member in members:
            match member:
                case PropertyNode(type=None) | SkippedNode():
                    continue
                case PropertyNode(type=node) if node is not None:
                    yield _through(Reach.WITHIN, self._of_once(node, place))
                case IndexNode(key=key, value=value):
                    yield _through(Reach.ALL, self._of_all(key))
                    yield _through(Reach.WITHIN, self._of_once(value, place))

    def _of(self, node: TypeNode, place: _Place) -> _Reaches:
        """How far the names in a type reach. Raises _OpenError if that is not known."""
        self._visits += 1
        most = _MOST_VISITS + self._types.program.size // _BYTES_OF_A_VISIT
        if place.depth > _DEEPEST or self._visits > most:
            raise _OpenError
        place = place._replace(depth=place.depth + 1)
        match node:
            case KeywordType(name):
                return {THIS: Reach.ITSELF} if name == THIS else {}
            case LiteralType() | FunctionType():
                return {}
            case ReferenceType(name=(name,), arguments=(), module=None):
                return {name: Reach.ITSELF}
            case ReferenceType():
                return self._of_reference(node, place)
            case ArrayType(element):
                return _through(Reach.WITHIN, self._of(element, place))
            case UnionType(members):
                return _joined(self._of(member, place) for member in members)
            case IntersectionType(members):
                if any(self._asks_this(member, place.scope) for member in members):
                    raise _OpenError
                # Properties of one name are intersected, too.
                return {
                    name: Reach.ALL
                    for name, reach in _joined(self._of(one, place) for one in members).items()
                    if reach
                }
            case TupleType(elements):
                return _joined(self._of_element(element, place) for element in elements)
            case ObjectType(members):
                return self._of_members(members, place)
            case MappedType():
                return self._of_mapped(node, place)
            case IndexedType(object=owner, key=key) if _is_plain_key(key):
                return _looked_up(self._of(owner, place))
            case _:
                return self._of_all(node)

    def _asks_this(self, node: TypeNode, scope: Scope) -> bool:
        """Whether members of a base, or of a part of an intersection, ask what `this` contains.

        Their `this` is the heir, or the whole, with its functions.
        """
        match node:
            case UnionType(members) | IntersectionType(members):
                return any(self._asks_this(member, scope) for member in members)
            case ReferenceType(arguments=arguments):
                return self._name_asks_this(node, scope) or any(
                    self._asks_this(argument, scope) for argument in arguments
                )
        # What conditions, lookups and calls give is not looked into.
        return not isinstance(node, _OWN)

    def _name_asks_this(self, node: ReferenceType, scope: Scope) -> bool:
        entity = entity_of(self._types, node, scope)
        if isinstance(entity, Symbol):
            return self._symbol_asks_this(entity)
        # What a constant makes, which a class extends, is not looked into.
        return self._types.program.lookup_path(scope, node.name, "value") is not None

    def _symbol_asks_this(self, symbol: Symbol) -> bool:
        if symbol not in self._asking:
            self._asking[symbol] = False  # While it is asked for itself.
            self._asking[symbol] = any(
                self._body_asks_this(node.body, scope)
                for node, scope in zip(symbol.declarations, symbol.places, strict=True)
            )
        return self._asking[symbol]

    def _body_asks_this(self, body: Body | None, scope: Scope) -> bool:
        match body:
            case AliasBody(type=node):
                return self._asks_this(node, scope)
            case InterfaceBody(extends=bases, members=members):
                return any(map(_member_asks_this, members)) or any(
                    self._asks_this(base, scope) for base in bases
                )
        return False

    def _of_mapped(self, node: MappedType, place: _Place) -> _Reaches:
        asked = [self._of_all(one) for one in (node.constraint, node.rename) if one is not None]
        value = {} if node.type is None else _through(Reach.WITHIN, self._of_once(node.type, place))
        return {
            name: reach
            for name, reach in _joined((*asked, value)).items()
            if name != node.parameter
        }

    def _of_element(self, element: TupleElement, place: _Place) -> _Reaches:
        if not element.rest:
            return _through(Reach.WITHIN, self._of(element.type, place))
        if isinstance(element.type, ArrayType):
            return self._of(element.type, place)
        return self._of_all(element.type)

    def _of_all(self, node: TypeNode) -> _Reaches:
        names = closed_argument(self._types.closed, node).names
        if names is None:
            raise _OpenError
        self._visits += len(names)
        return dict.fromkeys(names, Reach.ALL)

    def _of_reference(self, node: ReferenceType, place: _Place) -> _Reaches:
        """How far the names in the arguments of an instance reach."""
        if not node.arguments:
            return {}
        entity = entity_of(self._types, node, place.scope)
        if isinstance(entity, Symbol):
            outer = self._with_defaults(entity, len(node.arguments), place)
        elif entity is None and node.module is None and len(node.name) == 1:
            outer = self._of_library(node)
        else:
            outer = ()
        if len(outer) < len(node.arguments):
            return self._of_all(node)
        return _joined(
            self._of_all(argument)
            if reach is Reach.ALL
            else _through(reach, self._of(argument, place) if reach else {})
            for reach, argument in zip(outer, node.arguments, strict=False)
        )

    def _of_library(self, node: ReferenceType) -> tuple[Reach, ...]:
        """How far arguments for types of the library reach, as far as that is known."""
        from .library_names import OPAQUE

        (name,) = node.name
        if name in _OF_LIBRARY:
            return _OF_LIBRARY[name]
        is_class = name in OPAQUE and is_of_library(name)
        return (Reach.WITHIN,) * len(node.arguments) if is_class else ()

    def _with_defaults(self, symbol: Symbol, given: int, place: _Place) -> tuple[Reach, ...]:
        """How far the given arguments reach, also by the defaults that are made of them."""
        reaches = list(self._of_other(symbol))
        positions = {one.name: at for at, one in enumerate(symbol.parameters)}
        for at in range(len(reaches) - 1, given - 1, -1):
            node = symbol.parameters[at].default or symbol.parameters[at].constraint
            if node is None or not reaches[at]:
                continue
            whole = reaches[at] is Reach.ALL
            inner = _Place(symbol.scope_of(node), place.depth)
            named = self._of_all(node) if whole else self._of_once(node, inner)
            for name, reach in _through(reaches[at], named).items():
                if positions.get(name, at) < at:
                    reaches[positions[name]] = max(reaches[positions[name]], reach)
        return tuple(reaches)

    def _of_once(self, node: TypeNode, place: _Place) -> _Reaches:
        """How far the names in a default, or in a type within others, reach.

        Many ask for one, so it is read once if all that it needs is known.
        """
        known = self._nodes.get(id(node), (node, None))[1]
        if known is None:
            asked = self._asked
            known = self._of(node, place)
            if asked == self._asked:
                self._nodes[id(node)] = node, known
        return known

    def _of_other(self, symbol: Symbol) -> tuple[Reach, ...]:
        measuring = self._measuring
        if measuring is None:
            return self.of_symbol(symbol)
        self._asked += symbol not in self._known
        return measuring.of(symbol)


def _none(symbol: Symbol) -> tuple[Reach, ...]:
    return (Reach.NOTHING,) * len(symbol.parameters)


def _through(outer: Reach, inner: _Reaches) -> _Reaches:
    """The reach of names in a type that reaches so far itself."""
    through = _THROUGH[outer]
    return {name: through(reach) for name, reach in inner.items()}


def _unless(low: Reach, high: Reach) -> Callable[[Reach], Reach]:
    """What a reach becomes: `high` for the type itself."""
    return lambda reach: high if reach is low else reach


_THROUGH: Final[Mapping[Reach, Callable[[Reach], Reach]]] = {
    Reach.NOTHING: lambda _: Reach.NOTHING,
    Reach.WITHIN: _unless(Reach.ITSELF, Reach.WITHIN),
    Reach.ITSELF: lambda reach: reach,
    Reach.MEMBERS: _unless(Reach.ITSELF, Reach.MEMBERS),
    Reach.ALL: lambda _: Reach.ALL,
}


def _member_asks_this(member: MemberNode) -> bool:
    match member:
        case PropertyNode(type=node) | IndexNode(value=node):
            if node is None or _is_plain(node):
                return False
            names = names_in(node)
            return names is None or THIS in names
    return False


def _is_plain(node: TypeNode) -> bool:
    """Whether a type is `this`, or lists and unions of it and others without arguments."""
    match node:
        case UnionType(members):
            return all(map(_is_plain, members))
        case ArrayType(element):
            return _is_plain(element)
        case ReferenceType(arguments=arguments):
            return not arguments
    return isinstance(node, KeywordType | LiteralType | FunctionType)


def _is_plain_key(node: TypeNode) -> bool:
    """Whether a key names properties or elements, and is the same in all instances."""
    match node:
        case UnionType(members):
            return all(map(_is_plain_key, members))
        case KeywordType(name):
            return name in ("number", "string")
    return isinstance(node, LiteralType)


def _looked_up(owner: _Reaches) -> _Reaches:
    """The reach of names in the type of a property: what was within may be all of it."""
    looked_up = {Reach.NOTHING: Reach.NOTHING, Reach.WITHIN: Reach.ITSELF}
    return {name: looked_up.get(reach, Reach.ALL) for name, reach in owner.items()}


def _joined(parts: Iterable[_Reaches]) -> _Reaches:
    whole: dict[str, Reach] = {}
    for part in parts:
        for name, reach in part.items():
            whole[name] = max(reach, whole.get(name, Reach.NOTHING))
    return whole
