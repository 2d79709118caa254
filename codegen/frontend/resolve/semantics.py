"""Types while they are being worked out.

The leaves are the model's own; the rest are what the model has no place for: named types
with their arguments, anonymous object types, and types that are computed on demand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Final, Literal as OneOf, TypeAlias

from ...model import DeclId, Literal, Opaque, Primitive
from ...text.records import dataclass
from ...text.source import Span
from ..syntax import FunctionType, Range, TypeNode, TypeParameter, canonical_number
from .symbols import Scope, Symbol

__all__ = [
    "ANY",
    "BIGINT",
    "DATE",
    "FUNCTION",
    "NEVER",
    "OPEN_STRING",
    "SYMBOL",
    "UNDEFINED",
    "URL",
    "BigIntLiteral",
    "EnumLiteral",
    "Env",
    "Lazy",
    "LibraryClass",
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
    "identity",
    "property_name",
    "tuple_of",
]


@dataclass(frozen=True, slots=True)
class Special:
    """A type that JSON cannot carry, or that the model spells another way.

    `open string` and `open number` are `string & {}` and `number & {}`: in a union they
    stand beside literals instead of swallowing them. `date` and `url` are the library's
    classes that JSON.stringify turns into a string. `any` is the model's `unknown`, but
    conditional types and intersections tell the two apart.
    """

    name: OneOf[
        "any",
        "undefined",
        "symbol",
        "function",
        "bigint",
        "open string",
        "open number",
        "module",
        "date",
        "url",
    ]


ANY: Final = Special("any")
UNDEFINED: Final = Special("undefined")
SYMBOL: Final = Special("symbol")
FUNCTION: Final = Special("function")
DATE: Final = Special("date")
URL: Final = Special("url")
BIGINT: Final = Special("bigint")
OPEN_STRING: Final = Special("open string")
NEVER: Final = Primitive("never")


@dataclass(frozen=True, slots=True, eq=False)
class EnumLiteral(Literal):
    """The type of an enum's member: the literal, which is also of the enum."""

    symbol: Symbol


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """A function or constructor type, in its place; `functions` works its parts out."""

    node: FunctionType
    env: Env


@dataclass(frozen=True, slots=True, eq=False)
class LibraryClass(Opaque):
    """A class of TypeScript's library that JSON does not carry, with its arguments.

    It is opaque only where it ends up in the model; `env` and `at` are its place.
    """

    name: str
    arguments: tuple[TypeTerm, ...]
    env: Env
    at: Range


@dataclass(frozen=True, slots=True)
class BigIntLiteral:
    """The type of one bigint, `42n`: JSON cannot carry it, but its text can become a key."""

    value: int


@dataclass(frozen=True, slots=True)
class TTemplate:
    """A template literal type that is no finite set: a text, then a hole and a text each.

    A hole is `string`, `number` or `bigint`, a mapping of these, or what `infer` is to find.
    """

    texts: tuple[str, ...]
    holes: tuple[TypeTerm, ...]


@dataclass(frozen=True, slots=True)
class StringMapping:
    """`Uppercase<string>` and the like: the texts of `inner` that `name` leaves as they are."""

    name: str
    inner: TypeTerm


@dataclass(frozen=True, slots=True)
class TArray:
    element: TypeTerm
    readonly: bool = False


@dataclass(frozen=True, slots=True)
class TTupleItem:
    """One position of a tuple; the type of a rest item is the type of each element.

    A `variadic` one is `...infer X`, whose type is the tuple of all these elements.
    """

    type: TypeTerm
    optional: bool
    rest: bool
    name: str | None
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class TTuple:
    """A tuple type. `keys` has its identity once that does not change any more."""

    items: tuple[TTupleItem, ...]
    readonly: bool = False
    keys: list[object] = field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TUnion:
    members: tuple[TypeTerm, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A declared interface, class, alias or enum with its type arguments.

    Made by `Evaluator.named` alone, which makes one for each symbol and arguments, so that
    two of them are the same type only if they are one object.
    """

    symbol: Symbol
    arguments: tuple[TypeTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name from a module that cannot be read."""

    id: DeclId
    text: str
    at: Span


@dataclass(eq=False, slots=True)
class Lazy:
    """A type that is computed when somebody looks, so that declarations may be recursive."""

    compute: Callable[[], TypeTerm]
    text: str
    at: Span
    value: TypeTerm | None = None
    running: bool = False


@dataclass(eq=False, slots=True)
class ShapeProperty:
    """A property of an object type. `type` may be lazy; undefined in it is not presence yet.

    `numeric` is a name that was written as a number.
    """

    name: str
    type: TypeTerm
    optional: bool
    readonly: bool = False
    doc: str | None = None
    deprecated: str | None = None
    span: Span | None = None
    numeric: bool = False


@dataclass(eq=False, slots=True)
class ObjectShape:
    """An object type: properties in order, index signatures as (key, value).

    `hint` is a word that tells an anonymous member of a union from its siblings; `skipped`
    counts the members that are no data; `callable` is an object that can be called;
    `mapped` is one whose index signature comes from a mapped type, `merged` one that is an
    intersection. `methods` and `calls` are the signatures of what is no data, for the types
    that ask for them, and `symbols` the properties whose names are symbols. `home` is the
    member of a declaration where the type is written, if it means the same wherever it is used.
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

    @property
    def is_empty(self) -> bool:
        """Whether the type is `{}`."""
        return not (self.properties or self.indexes or self.skipped or self.calls)

    @property
    def is_map(self) -> bool:
        """Whether the type is one index signature and nothing else."""
        beside = self.properties or self.skipped or self.callable or self.merged
        return len(self.indexes) == 1 and not beside


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
    """Where a type is read: its scope, what its type parameters stand for, and `this`.

    `place` is the declaration and the path in it, if what is written there has a path of its
    own and no type parameter in it. `whole` are type parameters that conditional types do not
    distribute over. `constraints` are those of type parameters, as written.
    """

    scope: Scope
    parameters: Mapping[str, TypeTerm] = field(default_factory=dict)
    this: TypeTerm | None = None
    place: DeclId | None = None
    whole: frozenset[str] = frozenset()
    constraints: Mapping[str, TypeNode] = field(default_factory=dict)

    @classmethod
    def inside(
        cls,
        named: Named,
        parameters: Iterable[TypeParameter],
        scope: Scope,
        this: TypeTerm | None = None,
    ) -> Env:
        """The place inside a declaration, its parameters standing for what a type names."""
        written = list(parameters)
        place = None if written else named.symbol.id
        names = [parameter.name for parameter in written]
        constraints = {own.name: own.constraint for own in written if own.constraint is not None}
        bound = dict(zip(names, named.arguments, strict=False))
        return cls(scope, bound, this, place, constraints=constraints)

    def bind(
        self,
        parameters: Mapping[str, TypeTerm],
        constraints: Mapping[str, TypeNode] = MappingProxyType({}),
    ) -> Env:
        """The same place with further type parameters."""
        bound = {**self.parameters, **parameters}
        whole = self.whole - parameters.keys()
        known = {**self.constraints, **constraints} if constraints else self.constraints
        return Env(self.scope, bound, self.this, None, whole, known)

    def undistributed(self, name: str) -> Env:
        """The same place, where conditional types take a type parameter as a whole."""
        return self._at(self.place, self.whole | {name})

    def within(self, segment: str) -> Env:
        """The place of a member."""
        if self.place is None:
            return self
        return self._at(DeclId(self.place.module, (*self.place.path, segment)), self.whole)

    def _at(self, place: DeclId | None, whole: frozenset[str]) -> Env:
        return Env(self.scope, self.parameters, self.this, place, whole, self.constraints)

    @property
    def home(self) -> DeclId | None:
        """The place, if it is a member's: the declaration itself has a name."""
        place = self.place
        return place if place is not None and place.path[-1].startswith(".") else None

    def nowhere(self) -> Env:
        """For a type that shares its path with others."""
        if self.place is None:
            return self
        return self._at(None, self.whole)


def tuple_of(items: Iterable[TTupleItem], *, readonly: bool = False) -> TypeTerm:
    """A tuple type. TypeScript: `[...T[]]` is `T[]`."""
    flat = tuple(items)
    if len(flat) == 1 and flat[0].rest and not flat[0].variadic:
        return TArray(flat[0].type, readonly)
    return TTuple(flat, readonly)


def property_name(key: Literal) -> str:
    """What a property is called whose key is a literal."""
    value = key.value
    if key.kind == "number" and not isinstance(value, str):
        return canonical_number(value)
    return str(value)


def identity(term: TypeTerm) -> object:
    """A hashable key: equal keys mean the same type.

    A named type is one object (see `Named`). An anonymous object type is the same only as
    itself, and so is a lazy term that nobody has looked into; comparing their structure
    would cost more than it finds.
    """
    match term:
        case Lazy(value=value) if value is not None:
            return identity(value)
        case Literal(kind, value):
            return ("literal", kind, value)
        case TArray(element, readonly):
            return ("array", identity(element), readonly)
        case TTuple(keys=[key]):
            return key
        case TTuple(items, readonly, keys):
            key = ("tuple", readonly, *((identity(i.type), i.optional, i.rest) for i in items))
            if all(_is_settled(item.type) for item in items):
                keys.append(key)
            return key
        case TUnion(members):
            return ("union", *map(identity, members))
        case LibraryClass(name=name, arguments=arguments):
            return ("library", name, *map(identity, arguments))
        case _:
            return term


def _is_settled(term: TypeTerm) -> bool:
    """Whether the identity of a term stays as it is: no lazy term in it is yet to be computed."""
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
