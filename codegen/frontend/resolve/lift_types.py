"""Lift terms to types of the model; anonymous object types get names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from ... import model
from ...model import NULL, UNKNOWN, Array, DeclId, Literal, Map, Opaque, Primitive, Ref, Type, Union
from ...text.records import dataclass
from ...text.source import Span
from .absent import (
    flat_members,
    includes_left_out,
    includes_null_in_lists,
    includes_undefined,
    is_function,
    is_left_out,
)
from .budget import (
    ARGUMENTS_OF_A_COPY,
    INSTANCE_COPIES,
    LONGEST_NAME,
    MEMBERS_OF_A_COPY,
    OUT_OF_BOUNDS,
    PLAIN_ARGUMENTS,
    PLAIN_PARTS,
    PROPERTIES_OF_A_COPY,
    SHARED_PARTS,
    SpentError,
)
from .endings import is_recursive
from .enums import folded
from .growth import Growth
from .ids import Ids
from .instances import Instances
from .library_declarations import written_in_library
from .parts import Inlined, Parts, is_level
from .places import Places
from .protocol import Types
from .reached import Path, Reached, Term
from .reduction import absorbed, flat, union_of_types
from .same_data import SameData
from .semantics import (
    BOXES,
    NEVER,
    OF_LIBRARY,
    UNDEFINED,
    BigIntLiteral,
    Branded,
    EnumLiteral,
    EnumNumber,
    Lazy,
    LibraryClass,
    Named,
    ObjectShape,
    Placeholder,
    Signature,
    Special,
    StringMapping,
    TArray,
    TTemplate,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
)
from .stand_ins import (
    a_bigint,
    a_part,
    endless,
    is_too_large,
    of_library,
    too_large,
    too_many_instances,
)
from .templates import template_of_term
from .union_aliases import UnionAliases, is_open
from .unions import union_of

__all__ = ["EMPTY", "TypeLifter"]

_STRING: Final = Primitive("string")
_NUMBER: Final = Primitive("number")
_SYMBOL: Final = Special("symbol")
_LITERALS: Final = 5
"""The number of members of a union that count as one node."""
EMPTY: Final = Primitive("defined")
"""The type without properties: anything but null, even if it has methods."""
_MOST_INSTANCES: Final = 20_000
_FEW_PROPERTIES: Final = 100
"""The properties of the anonymous members of a union that cost nothing in each place."""
_OFTEN: Final = 20
"""The number of places that are many."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """The lifted type of a property, shared by all heirs, and the instances in it."""

    term: TypeTerm
    type: Type | None
    uses: tuple[Named, ...]
    parts: int


@dataclass(eq=False)
class TypeLifter:
    """Lifts terms to types. The declarations that they refer to are put into `reached`."""

    types: Types
    ids: Ids
    reached: Reached
    growth: Growth = field(init=False)
    places: Places = field(init=False)
    same: SameData = field(init=False)
    _inlining: dict[object, bool] = field(default_factory=dict)
    _declared: set[Named] = field(default_factory=set)
    """The instances of generic aliases that contain themselves, which are declarations."""
    _shapes: dict[ObjectShape, dict[DeclId, None]] = field(default_factory=dict)
    _maps: dict[ObjectShape, DeclId] = field(default_factory=dict)
    """The maps that contain themselves, with the ids of their declarations."""
    _mapping: dict[ObjectShape, DeclId] = field(default_factory=dict)
    """The maps that are being lifted, with their places."""
    _inlined: dict[Named, Inlined] = field(default_factory=dict)
    _uses: Counter[Named] = field(default_factory=Counter)
    _aliases: UnionAliases = field(init=False)
    _plain: Instances = field(init=False)
    _wholes: dict[int, _Whole] = field(default_factory=dict)
    _literals: dict[tuple[str, str], Literal] = field(default_factory=dict)
    """One object for each literal: what is made of a type is often known by its `id()`."""
    _opaques: dict[str, Opaque] = field(default_factory=dict)
    _used: list[Named] = field(default_factory=list)
    """The instances of generic aliases in the type that is being lifted."""
    _instances: set[Named] = field(default_factory=set)
    _segments_of: dict[tuple[ObjectShape, ...], Mapping[ObjectShape, str]] = field(
        default_factory=dict
    )
    _braces: set[Span] = field(default_factory=set)
    """The places of the declared anonymous types."""
    _parts: Parts = field(default_factory=Parts)
    """The parts of the type that is being lifted, or was lifted last."""
    _places: int = 0
    """The number of results that depend on their place, or on the enclosing types."""

    def __post_init__(self) -> None:
        self.growth = Growth(
            self.types.force, lambda: self.types.program.size, self.types.budget.times
        )
        self._aliases = UnionAliases(self.types)
        self._plain = Instances(self.types)
        self.places = Places(self.ids.digest)
        self.same = SameData(self.types, self.ids, self.places)

    def whole(
        self,
        term: TypeTerm,
        module: str,
        path: Path,
        name: str,
        span: Span | None,
        *,
        plain: int = PLAIN_PARTS,
    ) -> Type | None:
        """Lift a whole type like `lift`; one of too many parts, or too deep, is `Any`.

        Parts beyond `plain` ones count as repeated. A type that heirs share is lifted once, and
        stays one object.
        """
        if not isinstance(term, Lazy):
            return self._lifted_whole(term, module, path, name, span, plain)
        known, at_once = self._wholes.get(id(term)), SHARED_PARTS
        union = None if known is not None else self.types.force(term)
        if isinstance(union, TUnion) and id(union) in self._wholes:
            # Many lookups have one union as their result, which is written at each of them.
            known, at_once = replace(self._wholes[id(union)], term=term), 1
            self._wholes[id(term)] = known
        if known is None:
            self._used, places = [], self._places
            lifted = self._lifted_whole(term, module, path, name, span, plain)
            if places != self._places or is_too_large(lifted):
                return lifted
            known = _Whole(term, lifted, tuple(self._used), self._parts.written(lifted))
            self._wholes[id(term)] = known
            if isinstance(union, TUnion):
                self._wholes[id(union)] = known
            return lifted
        self._uses.update(known.uses)
        try:
            self._copy_parts(self._parts_left(known) // at_once, plain)
        except OUT_OF_BOUNDS:
            return too_large(self.types, name, span or self.reached.holder(module, path)[1])
        return known.type

    def _lifted_whole(
        self, term: TypeTerm, module: str, path: Path, name: str, span: Span | None, plain: int
    ) -> Type | None:
        self._parts = Parts()
        try:
            lifted = self.lift(term, module, path)
            self._copy_parts(self._parts.repeated, plain)
        except OUT_OF_BOUNDS:
            return too_large(self.types, name, span or self.reached.holder(module, path)[1])
        return lifted

    def _parts_left(self, whole: _Whole) -> int:
        """The number of parts, without those that a reference finally replaces."""
        referred = 0
        for term in whole.uses:
            known = self._inlined.get(term)
            if known is not None and self._is_repeated(term, known):
                referred += known.nodes - 1
        return max(1, whole.parts - referred)

    def _copy_parts(self, parts: int, plain: int) -> None:
        """Spend the parts of a type beyond `plain` ones."""
        if parts > plain:
            self._copy(parts - plain)

    def _copy(self, count: int) -> None:
        """Spend repeated parts. Raises SpentError for too many."""
        self.types.budget.copy(count, self.types.program.size)

    def lift(self, term: TypeTerm, module: str, path: Path) -> Type | None:
        """Lift a term; None if it has no JSON form.

        `path` is the place, which names the anonymous object types in it. Raises SpentError for a
        type that is too large for one place.
        """
        term = self.types.force(term)
        parts = self._parts
        try:
            parts.enter(term, is_full=self.types.budget.is_full)
            return self._lifted(term, module, path)
        finally:
            parts.nested -= is_level(term)

    def _lifted(self, term: TypeTerm, module: str, path: Path) -> Type | None:
        match term:
            case LibraryClass() if term.env.scope.module.is_library:
                return self._of_library(term.text, term.reason, module, path)
            case LibraryClass(reason=reason, env=env, at=at) if term.made or reason != OF_LIBRARY:
                return self.types.opaque(env, at, reason)
            case LibraryClass(text=text, env=env, at=at):
                return self._opaques.setdefault(text, of_library(self.types, env, at, text))
            case Literal(kind, value):
                return self._literals.setdefault((kind, repr(value)), Literal(kind, value))
            case TTemplate():
                return template_of_term(term)
            case StringMapping():
                return _STRING
            case EnumNumber():
                return _NUMBER
            case Primitive() | Opaque():
                return term
            case Branded(bare=bare):
                return self._lifted(bare, module, path)
            case BigIntLiteral() | Special("bigint"):
                self._places += 1  # The note names the place.
                return a_bigint(self.types, self.reached.holder(module, path)[1])
            case Special():
                return self._special(term)
            case Signature():
                return None
            case Placeholder(id=id_):
                return self.reached.refer(term, id_)
            case TArray(element):
                inner = (*path, ".item") if DeclId(module, path) in self.reached.named else path
                return Array(self.element(element, module, inner))
            case TTuple():
                return self._tuple(term, module, path)
            case TUnion(members):
                return self._union(members, module, path)
            case Named():
                return self._named(term, module, path)
            case ObjectShape():
                listed = self.types.list_base(term)
                if listed is not None:
                    return self._lifted(listed, module, path)
                if (owner := written_in_library(term)) is not None:
                    return self._of_library(f"a part of {owner}", OF_LIBRARY, module, path)
                return self._anonymous(term, module, path)
            case Lazy():
                raise AssertionError("a forced term is not lazy")

    def _of_library(self, text: str, reason: str, module: str, path: Path) -> Type:
        """The placeholder for what the library has in one of its types."""
        self._places += 1  # The note names the place.
        return a_part(self.types, text, reason, self.reached.holder(module, path)[1])

    def _special(self, term: Special) -> Type | None:
        match term.name:
            case "any":
                return UNKNOWN
            case "undefined":
                return NEVER
            case "open string" | "date" | "url":
                return _STRING
            case "open number":
                return _NUMBER
            case "String" | "Number" | "Boolean":
                return BOXES[term]
            case _:
                return None

    def element(self, term: TypeTerm, module: str, path: Path) -> Type:
        """An element of an array: JSON.stringify writes null for undefined and functions."""
        lifted = self.lift(term, module, path)
        if lifted is None:
            return NULL
        if includes_null_in_lists(self.types, term):
            return NULL if lifted == NEVER else union_of_types([*flat(lifted), NULL])
        return lifted

    def _tuple(self, term: TTuple, module: str, path: Path) -> Type:
        if self.types.budget.is_full and len(term.items) > PLAIN_PARTS:
            raise SpentError  # As in `Parts.enter`, but before any element is visited.
        items = tuple(
            model.TupleItem(
                self._tuple_item(item.type, item.optional, module, (*path, f".{position}")),
                item.optional,
                item.rest,
                item.name,
            )
            for position, item in enumerate(term.items)
        )
        literals = sum(isinstance(item.type, Literal) for item in items)
        self._parts.in_lines(len(items), literals)
        return model.Tuple(items)

    def _tuple_item(self, term: TypeTerm, optional: bool, module: str, path: Path) -> Type:
        if optional:
            # Undefined says only that it may be missing; for what is left out JSON writes null.
            lifted = self.lift(term, module, path)
            if lifted is None or not includes_left_out(self.types, term):
                return lifted or NULL
            return union_of_types([*flat(lifted), NULL])
        return self.element(term, module, path)

    def index(
        self, shape: ObjectShape, module: str, path: Path, lift: Callable[..., Type | None]
    ) -> Map | None:
        """Lift the index signature: that over all strings, or else the first; symbols are skipped.

        `lift` is for its value: as a whole type, or as a part of one.
        """
        index: Map | None = None
        texts = [pair for pair in shape.indexes if self.types.peel(pair[0]) != _SYMBOL]
        for key, value in texts:
            lifted_key = self.lift(key, module, path) or _STRING
            lifted = lift(value, module, (*path, ".value"))
            if lifted is None:
                if not includes_undefined(self.types, value):
                    continue
                lifted = NEVER
            if index is None or lifted_key == _STRING:
                index = Map(lifted_key, lifted)
        return index

    def _named(self, term: Named, module: str, path: Path) -> Type | None:
        if term.arguments and self.types.budget.is_full:
            raise SpentError
        if is_left_out(self.types, term):
            return None
        if not term.arguments:
            return self.reached.refer(term, self.ids.named(term))
        term = self.same.instance(self._plain.of(term))
        if not term.arguments:
            return self.reached.refer(term, self.ids.named(term))
        if not self._may_grow(term):
            self._places += 1
            return endless(self.types, term.symbol.name, term.symbol.span())
        if term not in self._instances:
            self._instances.add(term)
            heavy = max(0, self.growth.parts(term) - PLAIN_ARGUMENTS)
            self._copy(INSTANCE_COPIES + heavy // ARGUMENTS_OF_A_COPY)
        if not term.symbol.of_kind("alias"):
            return self._instance(term, self.types.shape(term))
        return self._generic_alias(term, module, path)

    def _instance(self, term: Named, shape: ObjectShape | None) -> Type:
        """A reference to an instance of a generic type, unless too many are emitted.

        Of those that are the same data one is emitted, with the best name of all.
        """
        term = term if shape is None else self.same.of(term, shape)
        if not self.growth.may_write(term, 0 if shape is None else len(shape.properties)):
            return too_many_instances(self.types, term.symbol.name, term.symbol.span())
        return self._declared_late(term, self.ids.named(term))

    def _declared_late(self, term: Term, id_: DeclId) -> Ref:
        """A reference to a type whose declaration may wait for those of all others."""
        return self.reached.refer(term, id_, late=self.growth.is_deep(term))

    def _generic_alias(self, term: Named, module: str, path: Path) -> Type | None:
        """Lift an instance of a generic alias: an object type keeps its name, others are inlined.

        A recursive alias cannot be inlined: it becomes a declaration. The lifted type of an
        instance is cached.
        """
        self._uses[term] += 1
        self._used.append(term)
        known = self._inlined.get(term)
        if known is not None:
            self._parts.again(known, by_reference=self._is_repeated(term, known))
            return known.type
        if term in self._declared:
            return self.reached.refer(term, self.ids.named(term))
        key = identity(term)
        if key in self._inlining:
            self._inlining[key] = True
            self._places += 1
            return self.reached.refer(term, self.ids.named(term))
        places = self._places
        with self._parts.instance() as inlined:
            lifted = self._in_place(term, key, module, path)
            if places == self._places:
                self._inlined[term] = inlined(lifted)
        return lifted

    def repeated(self) -> Iterator[tuple[Named, Type]]:
        """The large instances of generic aliases that are inlined at many places."""
        for term, known in self._inlined.items():
            if self._is_repeated(term, known):
                assert isinstance(known.type, Union)
                yield term, known.type

    def _is_repeated(self, term: Named, known: Inlined) -> bool:
        """Whether an instance becomes a declaration for all of its places to refer to."""
        return known.is_large and self._uses[term] >= _OFTEN

    def _in_place(self, term: Named, key: object, module: str, path: Path) -> Type | None:
        body = self.types.force(self.types.alias_body(term))
        if isinstance(body, ObjectShape) and self.types.list_base(body) is None:
            return self._instance(term, body)
        if isinstance(body, Named) and body.symbol is term.symbol:
            # A chain of instances of the same alias is followed to its end.
            body = self.types.peel(body)
        self._inlining[key] = False
        try:
            with self.growth.inside(term):
                lifted = self.lift(body, module, path)
            recursive = self._inlining[key]
        finally:
            del self._inlining[key]
        if not recursive:
            return lifted
        self._declared.add(term)
        return self.reached.refer(term, self.ids.named(term))

    def _may_grow(self, term: Named) -> bool:
        return len(self.ids) < _MOST_INSTANCES and self.growth.may_follow(term)

    def _anonymous(self, shape: ObjectShape, module: str, path: Path) -> Type | None:
        if is_function(self.types, shape):
            return None
        if not shape.properties:
            return self._map(shape, module, path)
        shape = self.same.shape(shape)
        if shape.home is not None:
            module, path = shape.home.module, shape.home.path
        else:
            self._places += 1
        known = self._shapes.setdefault(shape, {})
        if known and (is_recursive(self.types, shape) or self.growth.nests(shape)):
            first = next(iter(known))
            if shape.home is None:
                self.places.add(first, DeclId(module, path))
            return Ref(first)
        for length in range(len(path) + 1) if known else ():
            # Nested in itself: a recursion through an intersection.
            if (id_ := DeclId(module, path[:length])) in known:
                return Ref(id_)
        id_ = self.places.reserved(DeclId(module, path), shape)
        if known and shape.home is None and self.places.stands_once(shape):
            first = next(iter(known))
            self.places.add(first, id_)
            return Ref(first)
        if id_ not in self.reached and not self.growth.may_nest(shape):
            self.places.release(id_, shape)
            self._places += 1
            return endless(self.types, *self.reached.holder(module, path))
        known[id_] = None
        if shape.home is None:
            self.places.add(id_, id_)
        if id_ not in self.reached:
            # Its name is that of its place, and longer the deeper that is.
            self._copy(sum(map(len, id_.path)) // LONGEST_NAME)
            if shape.span is not None:
                if shape.span in self._braces:
                    new = (self.same.term(item.type) for item in shape.properties.values())
                    self._copy(1 + sum(id(term) not in self._wholes for term in new))
                self._braces.add(shape.span)
        return self._declared_late(shape, id_)

    def _map(self, shape: ObjectShape, module: str, path: Path) -> Type:
        """Lift a type with an index signature alone; one within itself becomes a declaration."""
        place = self._mapping.get(shape)
        if place is not None:
            self._places += 1
            self._maps[shape] = self.places.reserved(place, shape)
        if shape in self._maps:
            return self.reached.refer(shape, self._maps[shape])
        self._mapping[shape] = shape.home or DeclId(module, path)
        try:
            lifted = self.index(shape, module, path, self.lift) or EMPTY
        finally:
            del self._mapping[shape]
        return Ref(self._maps[shape]) if shape in self._maps else lifted

    def _union(self, members: Sequence[TypeTerm], module: str, path: Path) -> Type | None:
        if self.types.budget.is_full:
            # As in `Parts.enter`, but before all members are visited.
            flattened = list(_few_literals(flat_members(self.types, members, PLAIN_PARTS)))
        else:
            flattened = list(flat_members(self.types, members))
        kept = [
            member for member in _bare(self.types, flattened) if not is_left_out(self.types, member)
        ]
        defined = [m for m in kept if not isinstance(m, Special) or m != UNDEFINED]
        has_none = all(self.types.peel(member) == NEVER for member in defined)
        if len(kept) < len(flattened) and has_none:
            return None
        behind = sum(map(self._aliases.members, kept))
        if behind >= MEMBERS_OF_A_COPY:
            self._copy(behind // MEMBERS_OF_A_COPY)
        opened = any(is_open(self.types, member) for member in kept)
        kept = defined
        shapes = [member for member in kept if isinstance(member, ObjectShape)]
        anonymous = [s for s in shapes if s.properties and self.types.list_base(s) is None]
        # Under an alias's own path, even a single one needs a segment.
        several = len(anonymous) > 1 or DeclId(module, path) in self.reached.named
        segments = self._segments(anonymous) if several else {}
        types: list[Type] = []
        for member in kept:
            segment = segments.get(member) if isinstance(member, ObjectShape) else None
            place = path if segment is None else (*path, segment)
            lifted = self.lift(member, module, place)
            if lifted is not None:
                types += flat(lifted)
        # Literals alone are cheap, unless unions of them are made many times.
        self._parts.nodes += len(types) // _LITERALS
        return union_of_types(absorbed(types, is_open=opened, behind=self._behind))

    def _segments(self, shapes: Sequence[ObjectShape]) -> Mapping[ObjectShape, str]:
        """The path segments of the anonymous members of a union.

        Their literals and names are compared, once for the same members. The properties that they
        share count once.
        """
        key = tuple(shapes)
        if key not in self._segments_of:
            properties = len({id(one) for shape in shapes for one in shape.properties.values()})
            self._copy(max(0, properties - _FEW_PROPERTIES) // PROPERTIES_OF_A_COPY)
            self._segments_of[key] = self.ids.segments(shapes)
        return self._segments_of[key]

    def _behind(self, id_: DeclId) -> Iterator[TypeTerm] | None:
        """The members behind a declared id; None if it is anonymous."""
        term = self.reached.named.get(id_)
        return self.types.members(term) if term is not None else None


def _bare(types: Types, members: Sequence[TypeTerm]) -> Sequence[TypeTerm]:
    """Members without the brands of literals: all of an enum are the enum."""
    if not any(map(_is_unit, members)):
        return members
    parts = [m.bare if isinstance(m, Branded) and _is_unit(m) else m for m in members]
    owners = dict.fromkeys(part.symbol for part in parts if isinstance(part, EnumLiteral))
    whole = folded(union_of(parts), map(types.named, owners))
    return whole.members if isinstance(whole, TUnion) else (whole,)


def _is_unit(term: TypeTerm) -> bool:
    """Whether a type is a literal, a template or a member of an enum with a brand."""
    return isinstance(term, Branded) and term.name == "unit"


def _few_literals(members: Iterable[TypeTerm]) -> Iterator[TypeTerm]:
    """Members, of which a few may be literals. Raises SpentError for the first of too many."""
    left = PLAIN_PARTS
    for member in members:
        left -= isinstance(member, Literal)
        if left < 0:
            raise SpentError
        yield member
