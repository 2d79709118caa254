"""Variances: how two instances of one generic type compare by their arguments alone.

TypeScript measures them where it compares two instances of one interface, class or alias, and asks
the structure only where it cannot measure. They are read from the declarations here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ..syntax import (
    AliasBody,
    ArrayType,
    ConditionalType,
    FunctionType,
    IndexedType,
    IndexNode,
    InterfaceBody,
    IntersectionType,
    KeyofType,
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
    TypeParameter,
    UnionType,
)
from .closed import closed_argument, infers
from .fixpoints import Fixpoint
from .protocol import Types
from .semantics import Variance
from .symbols import Scope, Symbol

__all__ = ["is_used", "variances"]

_DEEPEST: Final = 50
"""The depth of types within each other that is looked into."""
_UNUSED: Final = Variance(up=True, down=True, used=False)
_COVARIANT: Final = Variance(up=True, down=False)
_FIXED: Final = Variance(up=False, down=False, plain=False)
_EITHER: Final = Variance(up=True, down=True, asked=True, plain=False)
_ASKED: Final = _COVARIANT._replace(asked=True, plain=False)
_UNKNOWN: Final = _FIXED._replace(sure=False)
"""The variance of what is not followed here."""
_DECLARED: Final = {
    "out": _COVARIANT._replace(plain=False),
    "in": Variance(up=False, down=True, plain=False),
    "in out": _FIXED,
}
_OF_LIBRARY: Final = {
    **dict.fromkeys(("Array", "ReadonlyArray", "Promise", "PromiseLike", "Set"), (_COVARIANT,)),
    **dict.fromkeys(("ReadonlySet", "Iterable", "NonNullable"), (_COVARIANT,)),
    **dict.fromkeys(("Map", "ReadonlyMap"), (_COVARIANT, _COVARIANT)),
    **dict.fromkeys(("Partial", "Readonly"), (_COVARIANT._replace(sure=False, plain=False),)),
    **dict.fromkeys(("Exclude", "Extract"), (_ASKED, _FIXED)),
    "Awaited": (_ASKED,),
    **dict.fromkeys(("ReturnType", "Parameters"), (_EITHER,)),
    **dict.fromkeys(("InstanceType", "ConstructorParameters"), (_EITHER,)),
    **dict.fromkeys(("Uppercase", "Lowercase", "Capitalize", "Uncapitalize"), (_COVARIANT,)),
    "Pick": (_COVARIANT, _UNKNOWN),
    "Record": (Variance(up=False, down=True, sure=False, plain=False), _COVARIANT),
}


class _Place(NamedTuple):
    """The type parameter that is measured, the scope and the depth of a type.

    `own` are the type parameters of functions around it.
    """

    name: str
    scope: Scope
    depth: int = 0
    own: frozenset[str] = frozenset()


def variances(types: Types, symbol: Symbol) -> tuple[Variance, ...]:
    """The variance of each type parameter of an interface, a class or an alias."""
    keys = [(symbol, position) for position in range(len(symbol.parameters))]
    if any(key not in types.variances for key in keys):
        types.variances.update(_Measuring(types).found.measured(*keys))
    return tuple(types.variances[key] for key in keys)


def is_used(types: Types, symbol: Symbol, position: int) -> bool:
    """Whether the members of a generic type show one of its type parameters.

    It takes less than the variance, which needs all types that these members are of.
    """
    key = (symbol, position)
    if key not in types.variances:
        known = _Measuring(types).found.measured(key, enough=lambda known: known[key].used)
        if known[key].used:
            return True
        types.variances.update(known)
    return types.variances[key].used


class _Measuring:
    """Measures type parameters; one that is not known yet is assumed to be unused.

    Each is one of its own: few of those of large classes that refer to each other need all others.
    """

    def __init__(self, types: Types) -> None:
        self.types = types
        self.found = Fixpoint(types.variances, lambda _: _UNUSED, self._of_parameter)

    def _of_parameter(self, key: tuple[Symbol, int]) -> Variance:
        symbol, position = key
        parameter = symbol.parameters[position]
        if parameter.variance:
            return _DECLARED[parameter.variance]
        return self._by_members(symbol, parameter)

    def _by_members(self, symbol: Symbol, parameter: TypeParameter, depth: int = 0) -> Variance:
        """The variance of a parameter, whatever is declared of it; `depth` is that of heirs."""
        whole = _UNUSED
        for node, scope in zip(symbol.declarations, symbol.places, strict=True):
            place, body = _Place(parameter.name, scope), node.body
            if isinstance(body, AliasBody):
                whole = _both(whole, self._of(body.type, place))
            elif isinstance(body, InterfaceBody):
                parts = [self._of_base(base, place, depth) for base in body.extends]
                whole = _all((whole, *parts, *self._of_members(body.members, place)))
        return whole

    def _of_base(self, node: TypeNode, place: _Place, depth: int) -> Variance:
        """The variance of a base. TypeScript: its members count, not what it declares of them."""
        if not isinstance(node, ReferenceType) or node.module is not None:
            return self._of(node, place)
        entity = self.types.program.lookup_path(place.scope, node.name, "type")
        parameters = entity.parameters if isinstance(entity, Symbol) else ()
        if not any(one.variance for one in parameters):
            return self._of(node, place)
        if depth > _DEEPEST:
            return _UNKNOWN
        assert isinstance(entity, Symbol)
        outer = [self._by_members(entity, one, depth + 1) for one in parameters]
        arguments = [self._of(argument, place) for argument in node.arguments]
        return _all(_composed(one, inner) for one, inner in zip(outer, arguments, strict=False))

    def _of_members(self, members: Iterable[MemberNode], place: _Place) -> Iterator[Variance]:
        for member in members:
            self.types.spend(1)
            match member:
                case PropertyNode(type=node) | IndexNode(value=node):
                    yield _UNUSED if node is None else self._of(node, place)
                case SkippedNode(what="hidden member", type_of=type_of) if type_of is not None:
                    yield self._of(type_of(), place)
                case SkippedNode(what="setter", signature_of=made) if made is not None:
                    yield from (self._of(element.type, place) for element in made().elements[:1])
                case SkippedNode(key=key, signature_of=made) if made is not None:
                    yield _UNUSED if key == "constructor" else self._of(made(), place)

    def _of(self, node: TypeNode, place: _Place) -> Variance:
        """The variance of a type in a type parameter."""
        self.types.spend(1)
        place = place._replace(depth=place.depth + 1)
        names = closed_argument(self.types.closed, node).names
        if names is not None and place.name not in names:
            return _UNUSED
        if place.depth > _DEEPEST:
            return _UNKNOWN
        match node:
            case ReferenceType(name=(name,), arguments=(), module=None) if name == place.name:
                return _COVARIANT
            case ReferenceType():
                return self._of_reference(node, place)
            case ArrayType(element):
                return self._of(element, place)
            case UnionType(members) | IntersectionType(members):
                return _all(self._of(member, place) for member in members)
            case TupleType(elements):
                return _all(self._of_element(element, place) for element in elements)
            case ObjectType(members):
                return _all(self._of_members(members, place))
            case FunctionType():
                return self._of_function(node, place)
            case IndexedType(object=ReferenceType(name=(name,), arguments=())) if name in place.own:
                return _UNUSED  # TypeScript: the type parameter is any type.
            case IndexedType(object=owner, key=key):
                # What is called by its name in an object type is a member like any other.
                is_member = isinstance(owner, ObjectType) and isinstance(key, LiteralType)
                looked_up = _both(self._of(owner, place), self._of(key, place))
                return looked_up._replace(plain=looked_up.plain and is_member)
            case KeyofType(ReferenceType(name=(name,), arguments=(), module=None)):
                return _flipped(_COVARIANT)._replace(plain=False)
            case ConditionalType():
                return self._of_condition(node, place)
            case MappedType(constraint=constraint, rename=None, type=value):
                keys = _flipped(self._of(constraint, place))
                inner = (
                    _UNUSED if value is None else self._of(value, _within(place, node.parameter))
                )
                keys = keys._replace(sure=not keys.used, plain=not keys.used)
                return _both(keys, inner)
        return _UNKNOWN

    def _of_element(self, element: TupleElement, place: _Place) -> Variance:
        """The variance of an element or a parameter; a rest of unknown length is not measured."""
        is_open = element.rest and not isinstance(element.type, ArrayType)
        measured = self._of(element.type, place)
        is_known = not is_open or not measured.used
        return measured if is_known else measured._replace(sure=False, plain=False)

    def _of_reference(self, node: ReferenceType, place: _Place) -> Variance:
        """The variance of an instance of another generic type, by that of its parameters."""
        arguments = [self._of(argument, place) for argument in node.arguments]
        if all(one == _UNUSED for one in arguments):
            return _UNUSED
        entity = self.types.program.lookup_path(place.scope, node.name, "type")
        outer: Sequence[Variance] | None = None
        if node.module is None and isinstance(entity, Symbol):
            outer = self._of_arguments(entity, arguments)
        elif node.module is None and entity is None:
            outer = _OF_LIBRARY.get(node.name[-1])
        if outer is None or len(outer) < len(arguments):
            return _UNKNOWN
        parts = zip(outer, arguments, node.arguments, strict=False)
        if any(one.asked and inner.used and not _stays_open(at) for one, inner, at in parts):
            return _UNKNOWN  # The condition is decided for all arguments at once, or infers.
        return _all(_composed(one, inner) for one, inner in zip(outer, arguments, strict=False))

    def _of_arguments(self, symbol: Symbol, arguments: Sequence[Variance]) -> list[Variance]:
        """The variance of the type parameters of a symbol, of those that an argument needs."""
        return [
            self.found.of((symbol, position)) if argument.used else _UNUSED
            for position, argument in enumerate(arguments[: len(symbol.parameters)])
        ]

    def _of_function(self, node: FunctionType, place: _Place) -> Variance:
        """The variance of a function. TypeScript: its own type parameters are any type."""
        if any(one.name == place.name for one in node.parameters):
            return _UNUSED
        place = _within(place, *(one.name for one in node.parameters))
        parts = [self._of_taken(element, node.is_method, place) for element in node.elements]
        if node.this is not None:
            own = self._of(node.this, place)
            parts.append(_either_way(own) if node.is_method else _flipped(own))
        told = node.predicate
        given = (node.result, None if told is None or told.asserts else told.type)
        parts += [self._of(result, place) for result in given if result is not None]
        return _all(parts)

    def _of_condition(self, node: ConditionalType, place: _Place) -> Variance:
        """The variance of a condition. TypeScript: two are one if they extend the same type."""
        wanted = self._of(node.extends, place)
        if wanted.used:
            return _FIXED if wanted.sure else _UNKNOWN
        is_open = _stays_open(node.check, node.extends)
        if not is_open and infers(node.extends):
            return _UNKNOWN
        asked = _either_way(self._of(node.check, place))
        asked = asked._replace(asked=asked.used, plain=not asked.used)
        return _all((asked, self._of(node.then, place), self._of(node.otherwise, place)))

    def _of_taken(self, element: TupleElement, is_method: bool, place: _Place) -> Variance:
        """The variance of a parameter. TypeScript: one of a method may be compared both ways.

        A function that it takes is compared by its own parameters, which are not.
        """
        callback = element.type
        if is_method and isinstance(callback, FunctionType) and not callback.constructs:
            if any(one.name == place.name for one in callback.parameters):
                return _UNUSED
            place = _within(place, *(one.name for one in callback.parameters))
            parts = [self._of_element(inner, place) for inner in callback.elements]
            result = _UNUSED if callback.result is None else self._of(callback.result, place)
            return _both(_all(parts), _either_way(result))
        own = self._of_element(element, place)
        return _either_way(own) if is_method else _flipped(own)


def _within(place: _Place, *names: str) -> _Place:
    """The place inside a function, or a mapped type, with type parameters of its own."""
    return place._replace(own=place.own.union(names))


def _stays_open(node: TypeNode, extends: TypeNode | None = None) -> bool:
    """Whether a condition on a type is not decided before its type parameter is known.

    TypeScript: the elements of a tuple count where another tuple is asked for.
    """
    match node:
        case ReferenceType(name=(_,), arguments=()) | IndexedType() | KeyofType():
            return True
        case UnionType(members) | IntersectionType(members):
            return any(map(_stays_open, members))
        case TupleType(elements):
            is_pair = isinstance(extends, TupleType) and len(extends.elements) == len(elements)
            return any(_stays_open(one.type) for one in elements if is_pair or one.rest)
    return False


def _composed(outer: Variance, inner: Variance) -> Variance:
    """The variance of an argument at the place of a parameter."""
    if not inner.used or not outer.used:
        return _UNUSED
    both = inner.up and inner.down
    followed = Variance(up=both, down=both)
    if outer.up and outer.down:
        followed = _either_way(inner)
    elif outer.up or outer.down:
        followed = inner if outer.up else _flipped(inner)
    return followed._replace(
        sure=inner.sure and outer.sure,
        asked=inner.asked or outer.asked,
        plain=inner.plain and outer.plain,
    )


def _both(one: Variance, other: Variance) -> Variance:
    """The variance of what has two parts."""
    return Variance(
        up=one.up and other.up,
        down=one.down and other.down,
        used=one.used or other.used,
        sure=one.sure and other.sure,
        asked=one.asked or other.asked,
        plain=one.plain and other.plain,
    )


def _all(parts: Iterable[Variance]) -> Variance:
    whole = _UNUSED
    for part in parts:
        whole = _both(whole, part)
    return whole


def _flipped(one: Variance) -> Variance:
    """The variance of a parameter by that of its type."""
    return one._replace(up=one.down, down=one.up)


def _either_way(one: Variance) -> Variance:
    """The variance of what is compared both ways."""
    either = one.up or one.down
    return one._replace(up=either, down=either)
