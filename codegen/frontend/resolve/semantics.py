"""The terms of evaluation: types while they are computed.

The leaves are the model's own; the others are types that the model lacks: named types with their
arguments, anonymous object types, and lazy types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from ...model import DeclId, Literal, Opaque, Primitive
from ...text.records import dataclass
from ...text.source import Span
from ..syntax import (
    FunctionType,
    IntersectionType,
    Range,
    TypeNode,
    TypeParameter,
    canonical_number,
)
from .specials import (
    ANY,
    BIGINT,
    BOXES,
    DATE,
    ERASED,
    FUNCTION,
    OPEN_NUMBER,
    OPEN_STRING,
    SYMBOL,
    UNDEFINED,
    UNRESOLVED,
    URL,
    VOID,
    LibraryFunction,
    Special,
    UniqueSymbol,
    Void,
)
from .symbols import Scope, Symbol

__all__ = [
    "ANY",
    "BIGINT",
    "BOXES",
    "DATE",
    "ERASED",
    "EXCLUDED",
    "FUNCTION",
    "HALVES",
    "NEVER",
    "NOT_IMPORTED",
    "OF_LIBRARY",
    "OPEN_NUMBER",
    "OPEN_STRING",
    "SYMBOL",
    "UNDEFINED",
    "UNRESOLVED",
    "URL",
    "VOID",
    "BigIntLiteral",
    "EnumLiteral",
    "EnumNumber",
    "Env",
    "KnownKey",
    "Lazy",
    "LibraryClass",
    "LibraryFunction",
    "Named",
    "ObjectShape",
    "Placeholder",
    "ShapeProperty",
    "Signature",
    "Special",
    "StringMapping",
    "TArray",
    "TTemplate",
    "TTuple",
    "TTupleItem",
    "TUnion",
    "TypeTerm",
    "UniqueSymbol",
    "Variance",
    "Void",
    "identity",
    "partly",
    "property_name",
    "tuple_of",
]


OF_LIBRARY: Final = "JSON does not carry this library type"
NOT_IMPORTED: Final = Opaque("an import cannot be resolved", "")
"""The type that needs a name which no module has, of which its import was told."""
NEVER: Final = Primitive("never")
EXCLUDED: Final = Primitive("never")
"""What is never as a required property of it has no value; the compiler finds out late."""
HALVES: Final = (Literal("boolean", True), Literal("boolean", False))
"""The members of `boolean`, which is a union in TypeScript."""


@dataclass(frozen=True, slots=True)
class Branded(Special):
    """A primitive or a date with a brand: `string & { readonly __brand: 'Id' }`.

    `bare` is what it is without one, and may be a literal, a template or a member of an enum.
    `brands` are the object types beside it, and `whole` is their intersection. Only types that ask
    for the brand see it: JSON does not carry one, and the model has what is bare.
    """

    bare: TypeTerm
    brands: tuple[TypeTerm, ...]
    whole: TypeTerm = field(compare=False)

    def __repr__(self) -> str:
        return repr(Special(self.name) if isinstance(self.bare, Primitive) else self.bare)


class Variance(NamedTuple):
    """How a generic type follows its argument: `up` to instances of wider ones, `down` to narrower.

    One that does neither needs the same argument; one that does not use it needs none. Where it is
    not `sure`, the structure may show that an instance is another one although this does not.
    Where it is `asked` for by a condition, heirs are compared by what this is for them. It is
    `plain` if the members of two instances compare as the arguments do.
    """

    up: bool
    down: bool
    used: bool = True
    sure: bool = True
    asked: bool = False
    plain: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class HoleBeside(Opaque):
    """An `infer` that is intersected with other types: `infer B & { tag: 'A' }`."""

    beside: tuple[TypeTerm, ...]


@dataclass(frozen=True, slots=True, eq=False)
class EnumLiteral(Literal):
    """The type of an enum's member: the literal, which is also of the enum."""

    symbol: Symbol


@dataclass(frozen=True, slots=True)
class EnumNumber(Primitive):
    """The type of an enum's member whose value is not known: a number, which is of the enum."""

    symbol: Symbol
    member: str

    def __repr__(self) -> str:
        return repr(Primitive(self.name))


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """A function or constructor type in its environment; `functions` evaluates its parts.

    A constructor that is `mixed` in those of the other types of an intersection is only one of the
    ways to make an instance: what is asked of the intersection is asked of the others.
    """

    node: FunctionType
    env: Env
    mixed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LibraryClass(Opaque):
    """A library class that JSON does not carry, with its arguments.

    It is only opaque if it gets into the model; `env` and `at` are its place. `keys` are the names
    that `Pick` leaves of it, `made` what a mapped type makes of its members. Its reason is
    `OF_LIBRARY` if it is the whole class.
    """

    name: str
    arguments: tuple[TypeTerm, ...]
    env: Env
    at: Range
    keys: tuple[Literal, ...] = ()
    made: ObjectShape | None = None


@dataclass(frozen=True, slots=True)
class BigIntLiteral:
    """The type of one bigint, `42n`: JSON does not carry it, but it can become a key."""

    value: int


@dataclass(frozen=True, slots=True)
class TTemplate:
    """A template literal type with infinitely many texts: a text, then a hole and a text each.

    A hole is `string`, `number` or `bigint`, a mapping of these, or an `infer`.
    """

    texts: tuple[str, ...]
    holes: tuple[TypeTerm, ...]


@dataclass(frozen=True, slots=True)
class StringMapping:
    """`Uppercase<string>` and the like: the texts of `inner` that `name` does not change."""

    name: str
    inner: TypeTerm


@dataclass(frozen=True, slots=True)
class TArray:
    element: TypeTerm
    readonly: bool = False


@dataclass(frozen=True, slots=True)
class TTupleItem:
    """An element of a tuple; the type of a rest element is that of each of its values.

    A `variadic` one is `...infer X`, whose type is the tuple of its values.
    """

    type: TypeTerm
    optional: bool
    rest: bool
    name: str | None
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class TTuple:
    """A tuple type. `keys` caches its identity once it is final."""

    items: tuple[TTupleItem, ...]
    readonly: bool = False
    keys: list[KnownKey] = field(default_factory=list, compare=False, repr=False)


class KnownKey:
    """The identity of a long type that is final: it is hashed once.

    `parts` is the number of parts that it was made of, once they were counted.
    """

    __slots__ = ("_hash", "_key", "parts")

    def __init__(self, key: object) -> None:
        self._key = key
        self._hash = hash(key)
        self.parts = 0

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KnownKey):
            return NotImplemented
        return self is other or (self._hash == other._hash and self._key == other._key)


@dataclass(frozen=True, slots=True)
class TUnion:
    members: tuple[TypeTerm, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A declared interface, class, alias or enum with its type arguments.

    Only `Evaluator.named` makes them, one for each symbol and arguments, so that two of them are
    the same type if and only if they are one object.
    """

    symbol: Symbol
    arguments: tuple[TypeTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name from a module that was not read."""

    id: DeclId
    text: str
    at: Span


@dataclass(eq=False, slots=True)
class Lazy:
    """A type that is computed on demand, so that declarations may be recursive.

    So is its text, which only diagnostics need: that of a condition has all the branches behind it.
    `origin` is the node that it is the type of, and its environment, if it is that and no more.
    """

    compute: Callable[[], TypeTerm]
    text: Callable[[], str]
    at: Span
    origin: tuple[TypeNode, Env] | None = None
    value: TypeTerm | None = None
    running: bool = False


@dataclass(eq=False, slots=True)
class ShapeProperty:
    """A property of an object type.

    `type` may be lazy, and include undefined apart from `optional`. `numeric` is for a name that
    was written as a number, `key` is the member of an enum that names it. `operands` are the
    properties of different types that were merged into it. `loose` is the type where literal types
    of an initializer are widened, and `accessor` whether a class computes the value.
    """

    name: str
    type: TypeTerm
    optional: bool
    readonly: bool = False
    doc: str | None = None
    deprecated: str | None = None
    span: Span | None = None
    numeric: bool = False
    key: EnumLiteral | None = None
    operands: tuple[ShapeProperty, ...] = ()
    loose: TypeTerm | None = None
    accessor: bool = False


@dataclass(eq=False, slots=True)
class ObjectShape:
    """An object type: properties in order, index signatures as (key, value).

    `hint` is a word that distinguishes an anonymous member of a union from its siblings; `skipped`
    counts the members that are no data; `callable` objects can be called; a `mapped` one has its
    index signature from a mapped type, a `merged` one is an intersection. `methods` and `calls` are
    the signatures of members that are no data, for the types that use them, and `symbols` the
    properties whose names are symbols. `home` is the member of a declaration in which the type is
    written, if it means the same wherever it is used. `library` are the types of the library that
    it inherits from, whose members are no data. Of an `enum` as a value `keyof` does not name the
    index signature, by which numbers have the names of members. `hidden` are the private and
    protected members with a type, by their places: two instances of a class are compared by them.
    """

    properties: dict[str, ShapeProperty] = field(default_factory=dict)
    indexes: list[tuple[TypeTerm, TypeTerm]] = field(default_factory=list)
    hint: str | None = None
    skipped: list[tuple[str, str, Span]] = field(default_factory=list)
    callable: bool = False
    span: Span | None = None
    mapped: bool = False
    merged: bool = False
    methods: dict[str, ShapeProperty] = field(default_factory=dict)
    calls: list[Signature] = field(default_factory=list)
    symbols: dict[str, ShapeProperty] = field(default_factory=dict)
    home: DeclId | None = None
    library: list[TypeTerm] = field(default_factory=list)
    enum: bool = False
    hidden: dict[Span, ShapeProperty] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the type is `{}`."""
        beside = self.indexes or self.skipped or self.calls or self.library
        return not (self.properties or self.methods or self.symbols or beside)

    @property
    def is_map(self) -> bool:
        """Whether the type is one index signature and nothing else."""
        beside = self.properties or self.skipped or self.callable or self.merged
        return len(self.indexes) == 1 and not beside

    @property
    def private(self) -> list[tuple[str, str, Span]]:
        """The private and protected members, which are `skipped`."""
        return [member for member in self.skipped if member[0] == "hidden member"]

    def with_members(
        self, properties: dict[str, ShapeProperty], methods: dict[str, ShapeProperty]
    ) -> ObjectShape:
        """A copy with other properties and methods."""
        return ObjectShape(
            properties,
            [*self.indexes],
            self.hint,
            [*self.skipped],
            self.callable,
            self.span,
            self.mapped,
            self.merged,
            methods,
            [*self.calls],
            {**self.symbols},
            self.home,
            [*self.library],
            self.enum,
            {**self.hidden},
        )

    def replace_members(self, other: ObjectShape) -> None:
        """Add the members of another type; those of the same name are replaced, of any kind."""
        for name in other.methods.keys() - other.properties.keys():
            self.properties.pop(name, None)
        for name in other.properties.keys() - other.methods.keys():
            self.methods.pop(name, None)
        self.properties.update(other.properties)
        self.methods.update(other.methods)


TypeTerm: TypeAlias = (
    Primitive
    | Literal
    | BigIntLiteral
    | TTemplate
    | StringMapping
    | Opaque
    | Special
    | Signature
    | TArray
    | TTuple
    | TUnion
    | Named
    | Placeholder
    | Lazy
    | ObjectShape
)


@dataclass(frozen=True, slots=True)
class Env:
    """The environment of a type node: its scope, the terms of type parameters, and `this`.

    `place` is the declaration and the path in it, if the node has a path of its own and no type
    parameter in it. `whole` are type parameters over which conditional types do not distribute.
    `constraints` are those of type parameters, as nodes, and `narrowed` what conditions above have
    tested them for.
    """

    scope: Scope
    parameters: Mapping[str, TypeTerm] = field(default_factory=dict)
    this: TypeTerm | None = None
    place: DeclId | None = None
    whole: frozenset[str] = frozenset()
    constraints: Mapping[str, TypeNode] = field(default_factory=dict)
    narrowed: Mapping[str, TypeNode] = field(default_factory=dict)

    @classmethod
    def inside(
        cls,
        named: Named,
        parameters: Iterable[TypeParameter],
        scope: Scope,
        this: TypeTerm | None = None,
    ) -> Env:
        """The environment inside a declaration, with the type arguments as its parameters.

        Where others are merged with it, these may have more of them, which it does not see.
        """
        merged = named.symbol.parameters
        if not merged:
            return cls(scope, {}, this, named.symbol.id)
        own = {parameter.name: parameter.constraint for parameter in parameters}
        constraints = {name: node for name, node in own.items() if node is not None}
        arguments = zip(merged, named.arguments, strict=False)
        bound = {item.name: argument for item, argument in arguments if item.name in own}
        return cls(scope, bound, this, constraints=constraints)

    def bind(
        self,
        parameters: Mapping[str, TypeTerm],
        constraints: Mapping[str, TypeNode] = MappingProxyType({}),
    ) -> Env:
        """The environment with further type parameters."""
        bound = {**self.parameters, **parameters}
        whole = self.whole - parameters.keys()
        known = {**self.constraints, **constraints} if constraints else self.constraints
        narrowed = self.narrowed
        if not narrowed.keys().isdisjoint(parameters):
            narrowed = {name: own for name, own in narrowed.items() if name not in parameters}
        return Env(self.scope, bound, self.this, None, whole, known, narrowed)

    def undistributed(self, name: str) -> Env:
        """The environment in which conditional types do not distribute over a type parameter."""
        return self._at(self.place, self.whole | {name})

    def narrow(self, name: str, extends: TypeNode) -> Env:
        """The environment in which a type parameter is of a type."""
        before = self.narrowed.get(name)
        both = extends if before is None else IntersectionType((before, extends), extends.at)
        known, narrowed = self.constraints, {**self.narrowed, name: both}
        return Env(self.scope, self.parameters, self.this, self.place, self.whole, known, narrowed)

    def within(self, segment: str) -> Env:
        """The environment of a member."""
        if self.place is None:
            return self
        return self._at(DeclId(self.place.module, (*self.place.path, segment)), self.whole)

    def _at(self, place: DeclId | None, whole: frozenset[str]) -> Env:
        known, narrowed = self.constraints, self.narrowed
        return Env(self.scope, self.parameters, self.this, place, whole, known, narrowed)

    @property
    def home(self) -> DeclId | None:
        """The place, if it is that of a member: the declaration itself has a name."""
        place = self.place
        return place if place is not None and place.path[-1].startswith(".") else None

    def nowhere(self) -> Env:
        """The environment of a type that shares its path with others."""
        if self.place is None:
            return self
        return self._at(None, self.whole)


def partly(term: LibraryClass) -> LibraryClass:
    """What stands for a part of a library class, or for more than it, that is not known."""
    return replace(term, reason="what it has of a library type is not known")


def tuple_of(items: Iterable[TTupleItem], *, readonly: bool = False) -> TypeTerm:
    """Make a tuple type. TypeScript: `[...T[]]` is `T[]`."""
    flat = tuple(items)
    if len(flat) == 1 and flat[0].rest and not flat[0].variadic:
        return TArray(flat[0].type, readonly)
    return TTuple(flat, readonly)


def property_name(key: Literal) -> str:
    """The property name of a literal key."""
    value = key.value
    if key.kind == "number" and not isinstance(value, str):
        return canonical_number(value)
    return str(value)


def identity(term: TypeTerm) -> object:
    """A hashable key: equal keys mean the same type.

    A named type is one object (see `Named`). An anonymous object type is only equal to itself, and
    so is a lazy term that is not computed; comparing their structure would cost more than it gains.
    """
    if isinstance(term, Literal):
        # A member of an enum is not the literal that it has.
        owner = term.symbol if isinstance(term, EnumLiteral) else "literal"
        return (owner, term.kind, term.value)
    if isinstance(term, Named):
        return term
    match term:
        case Lazy(value=value) if value is not None:
            return identity(value)
        case TArray(element, readonly):
            return ("array", identity(element), readonly)
        case TTuple(keys=[known]):
            return known
        case TTuple(items, readonly, keys):
            key = ("tuple", readonly, *((identity(i.type), i.optional, i.rest) for i in items))
            if all(_is_settled(item.type) for item in items):
                keys.append(KnownKey(key))
                return keys[0]
            return key
        case TUnion(members):
            return ("union", *map(identity, members))
        case Branded(bare=bare, brands=brands):
            return ("branded", identity(bare), frozenset(map(identity, brands)))
        case HoleBeside(text=text, beside=beside):
            return ("infer", text, *map(identity, beside))
        case Void():
            return ("void",)
        case UniqueSymbol(of=of):
            return ("symbol", of)
        case LibraryFunction(of=of):
            return ("function", of)
        case LibraryClass(name=name, arguments=arguments, keys=keys, made=made):
            return ("library", name, keys, made, *map(identity, arguments))
        case _:
            return term


def _is_settled(term: TypeTerm) -> bool:
    """Whether the identity of a term is final: it contains no lazy term that is not computed."""
    match term:
        case Lazy(value=value):
            return value is not None and _is_settled(value)
        case TArray(element):
            return _is_settled(element)
        case TTuple(keys=keys):
            return bool(keys)
        case TUnion(members):
            return all(map(_is_settled, members))
        case _:
            return True
