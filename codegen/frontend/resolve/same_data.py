"""Which types are the same data: what their type arguments change has no JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Final

from ...model import UNKNOWN, Literal, Primitive
from ...text.records import dataclass
from ..syntax import TypeNode
from .absent import flat_members, includes_undefined, is_left_out
from .budget import OUT_OF_BOUNDS
from .ids import Ids
from .places import Places
from .positions import THIS, Positions, Reach
from .protocol import Types
from .semantics import (
    ANY,
    OF_LIBRARY,
    Env,
    Lazy,
    LibraryClass,
    Named,
    ObjectShape,
    Special,
    TArray,
    TUnion,
    TypeTerm,
    identity,
)
from .shapes import list_base, primitive_base
from .symbols import Symbol

__all__ = ["SameData"]

_MOST: Final = 20
"""The number of members of a union that are compared."""
_DEEPEST: Final = 5
_DEEPEST_ARGUMENT: Final = 20
"""The depth of arguments in arguments that are looked into."""
_BEHAVIOUR: Final = "behaviour"
_ANYTHING: Final = "anything"


@dataclass(eq=False)
class SameData:
    """Finds the type that stands for all those of the same origin and with the same data.

    These are instances of generic types, anonymous object types, and the types of properties.
    """

    types: Types
    ids: Ids
    places: Places
    """Has the names of all instances for the one that stands for them."""
    positions: Positions = field(init=False)
    _first: dict[object, Named] = field(default_factory=dict)
    _stands_for: dict[Named, Named] = field(default_factory=dict)
    _instances: dict[object, Named] = field(default_factory=dict)
    _instance_of: dict[Named, Named] = field(default_factory=dict)
    _met: dict[Named, dict[Named, None]] = field(default_factory=dict)
    """The other instances that each stands for."""
    _lazies: dict[object, Lazy] = field(default_factory=dict)
    _lazy_of: dict[int, tuple[Lazy, Lazy]] = field(default_factory=dict)
    """The term that stands for each, by its `id()`; both are kept."""
    _keys: dict[int, tuple[TypeTerm, object]] = field(default_factory=dict)
    """The keys of the types of properties, by the `id()` of the term, which is kept."""
    _shapes: dict[object, ObjectShape] = field(default_factory=dict)
    _shape_of: dict[ObjectShape, ObjectShape] = field(default_factory=dict)
    _exports: dict[Symbol, Named] = field(default_factory=dict)
    """The exported instances of generic types that no other was compared with."""

    def __post_init__(self) -> None:
        self.positions = Positions(self.types)

    # ------------------------------------------------------------ by the arguments alone

    def instance(self, term: Named) -> Named:
        """The instance of which the arguments are the same as far as they reach data."""
        known = self._instance_of.get(term)
        if known is None:
            try:
                known = self._instance(term, 0)
            except OUT_OF_BOUNDS:
                known = self._instance_of[term] = term
        return known

    def _instance(self, term: Named, depth: int) -> Named:
        known = self._instance_of.get(term)
        if known is not None or not term.arguments or depth > _DEEPEST_ARGUMENT:
            return known or term
        reaches = self.positions.of_symbol(term.symbol)
        pairs = zip(reaches, term.arguments, strict=True)
        key = term.symbol, *(self._word(reach, one, depth + 1) for reach, one in pairs)
        known = self._instance_of[term] = self._instances.setdefault(key, term)
        if known is not term:
            self._met.setdefault(known, {})[term] = None
        return known

    def _word(self, reach: Reach, argument: TypeTerm, depth: int) -> object:
        """A key that is equal for arguments that are the same as far as they reach."""
        if reach is Reach.NOTHING:
            return None
        if reach is Reach.ALL:
            return identity(argument)
        term = self.types.force(argument)
        if isinstance(term, Named):
            is_object = not term.symbol.is_alias
            same = self._instance(term, depth) if is_object or reach <= Reach.ITSELF else term
            if reach is Reach.MEMBERS or not is_left_out(self.types, same):
                return same
        elif reach is Reach.MEMBERS or depth > _DEEPEST_ARGUMENT:
            return identity(term)
        if is_left_out(self.types, term):
            return _BEHAVIOUR, includes_undefined(self.types, term)
        match term:
            case LibraryClass(reason=reason) if reason == OF_LIBRARY:
                return OF_LIBRARY
            case TArray(element):
                return "list", self._word(Reach.WITHIN, element, depth + 1)
            case TUnion(members) if len(members) <= _MOST:
                return "union", *(self._word(reach, one, depth + 1) for one in members)
            case _:
                return identity(term)

    def term(self, term: TypeTerm) -> TypeTerm:
        """The first type of a property with the same node, and the same data in its arguments."""
        if not isinstance(term, Lazy) or term.origin is None:
            return term
        known = self._lazy_of.get(id(term))
        if known is None:
            try:
                key = self._lazy_key(*term.origin)
            except OUT_OF_BOUNDS:
                key = None
            same = term if key is None else self._lazies.setdefault(key, term)
            known = self._lazy_of[id(term)] = term, same
        return known[1]

    def _lazy_key(self, node: TypeNode, env: Env) -> object:
        if env.narrowed:
            return None
        reaches = self.positions.of_node(node, env.scope)
        if reaches is None:
            return None
        words: list[object] = [id(node), id(env.scope), env.place, frozenset(env.whole)]
        for name, reach in reaches.items():
            argument = env.this if name == THIS else env.parameters.get(name)
            if argument is not None:
                words.append(self._word(reach, argument, 0))
        return tuple(words)

    def export(self, term: Named) -> None:
        """Let an exported type, which has its own name, stand for others that are the same."""
        self.instance(term)
        if term.arguments:
            self._exports[term.symbol] = term

    def name_all(self) -> None:
        """Give each declared instance the places of those that it stands for."""
        for known, others in self._met.items():
            self._name(known, others)

    def _name(self, known: Named, others: Iterable[Named]) -> None:
        id_ = self.ids.named(known)
        if id_ != known.symbol.id:  # An export has its own name.
            self.places.add(id_, id_)
            for other in others:
                self.places.add(id_, self.ids.named(other))

    # --------------------------------------------------------------- by what they contain

    def of(self, term: Named, shape: ObjectShape) -> Named:
        """The instance that stands for this one, whose shape is given.

        It is this one if that is not seen at a glance: types of properties are compared that have
        names in the spec, lists and unions of these, and types with one origin.
        """
        known = self._stands_for.get(term)
        if known is None:
            known = self._stands_for[term] = self._found(term, shape)
        return known

    def _found(self, term: Named, shape: ObjectShape) -> Named:
        if self.ids.named(term) == term.symbol.id:
            return term  # An export has its own name.
        try:
            self._compare_export(term.symbol)
            key = None if shape.home is not None else self._key(shape, term)
        except OUT_OF_BOUNDS:
            return term
        first = term if key is None else self._first.setdefault((term.symbol, key), term)
        if first is not term:
            self._name(first, (term,))
        return first

    def _compare_export(self, symbol: Symbol) -> None:
        """Let the exported instance of a generic type stand for others, once one is met."""
        export = self._exports.pop(symbol, None)
        shape = None if export is None else self.types.shape(export)
        key = None if export is None or shape is None else self._key(shape, export)
        if export is not None and key is not None:
            self._first[symbol, key] = export

    def shape(self, shape: ObjectShape) -> ObjectShape:
        """The first anonymous object type with the same properties."""
        known = self._shape_of.get(shape)
        if known is None:
            try:
                key = self._key(shape, shape)
            except OUT_OF_BOUNDS:
                key = None
            known = self._shapes.setdefault(key, shape) if key else shape
            self._shape_of[shape] = known
        return known

    def _key(self, shape: ObjectShape, whole: Named | ObjectShape) -> tuple[object, ...] | None:
        """A key that is equal for types of the same data; None if that is not known."""
        if list_base(self.types, whole) or list_base(self.types, shape):
            return None
        if primitive_base(shape) is not None:
            return None
        indexes = [(identity(self.types.force(k)), self._index_key(v)) for k, v in shape.indexes]
        if any(value is None for _, value in indexes):
            return None
        properties: list[object] = [*indexes]
        for item in shape.properties.values():
            term = self.term(item.type)
            known = self._type_key(term)
            if known == _BEHAVIOUR:
                continue
            if known is None or item.span is None:
                return None
            texts = item.doc, item.deprecated
            absent = item.optional or includes_undefined(self.types, term)
            properties.append((item.name, item.span, absent, item.readonly, texts, known))
        return tuple(properties)

    def _index_key(self, value: TypeTerm) -> object:
        """The key of the type of an index signature; one of behaviour alone is not written."""
        term = self.term(value)
        known = self._type_key(term)
        return known if known is None else (known, includes_undefined(self.types, term))

    def _type_key(self, term: TypeTerm) -> object:
        """The key of the type of a property."""
        known = self._keys.get(id(term))
        if known is None:
            key = _of_property(self.types, term)
            if key is None and isinstance(term, Lazy) and self._lazy_of.get(id(term)):
                key = "origin", id(term)
            known = self._keys[id(term)] = term, key
        return known[1]


def _of_property(types: Types, term: TypeTerm) -> object:
    """A key by what is written of the type of a property; None if that is too much.

    A type that anything is of is the same whether it is `any` or has no JSON form.
    """
    key = _structure(types, term, 0)
    members = key[1:] if isinstance(key, tuple) and key[0] == "union" else (key,)
    return _ANYTHING if any(map(_is_anything, members)) else key


def _is_anything(key: object) -> bool:
    return key in (ANY, UNKNOWN) or (isinstance(key, tuple) and key[0] == "library")


def _structure(types: Types, term: TypeTerm, depth: int) -> object:
    """A key by what a type is made of; None if that is too much."""
    term = types.force(term)
    if is_left_out(types, term):
        return _BEHAVIOUR
    match term:
        case Primitive() | Literal() | Named(arguments=()):
            return identity(term)
        case LibraryClass(reason=reason, text=text) if reason == OF_LIBRARY:
            return "library", text
        case Special(name) if name != "bigint":  # Its note is at the place.
            return identity(term)
        case TArray(element) if depth < _DEEPEST:
            inner = _structure(types, element, depth + 1)
            return None if inner is None else ("list", inner)
        case TUnion(members) if len(members) <= _MOST and depth < _DEEPEST:
            keys = [_structure(types, m, depth + 1) for m in flat_members(types, members, _DEEPEST)]
            return None if None in keys else ("union", *dict.fromkeys(keys))
        case _:
            return None
