"""What the modules that compute a kind of type need of the evaluator that calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from ...model import Opaque
from ...text.diagnostics import Diagnostic
from ...text.source import Span
from ..syntax import ConditionalType, InferType, Range, TypeNode
from .budget import Budget
from .closed import Closed
from .scopes import Program
from .semantics import Env, Lazy, Named, ObjectShape, TArray, TTuple, TUnion, TypeTerm
from .symbols import Module, Symbol

__all__ = ["Asked", "Types"]


class Asked(NamedTuple):
    """What `infer` names in a condition, and what TypeScript takes some of it to be at least.

    The node is kept, so that its `id` stays its own.
    """

    node: ConditionalType
    named: tuple[InferType, ...]
    implied: tuple[tuple[str, TypeTerm], ...]


class Types(Protocol):
    """The types of one program: makes terms of nodes, looks into terms, and remembers results."""

    program: Program
    objects: dict[Symbol | Module, ObjectShape]
    """What classes, namespaces and modules are as values."""
    self_calling: dict[Symbol, bool]
    """Which functions need their own results."""
    merged: dict[frozenset[object], TypeTerm]
    """Intersections of two object types, by what they are of."""
    parts: dict[ObjectShape, tuple[object, ...]]
    """What object types are merged of."""
    presences: dict[tuple[ObjectShape, bool], ObjectShape]
    """Object types with all properties optional, or none, by what they are of."""
    recursive: dict[ObjectShape, bool]
    """Which object types without a name contain themselves."""
    budget: Budget
    """What all computations have spent."""
    closed: dict[int, Closed]
    """Type arguments as written, by the `id` of their node."""
    keys: dict[ObjectShape, tuple[object, TypeTerm]]
    """The keys of object types, and how much the types had then."""
    asked: dict[int, Asked]
    """What conditions ask, by the `id` of their node."""
    bare: dict[Symbol, Named]
    """The types that symbols name without arguments."""
    required: dict[Symbol, int]
    """How many type arguments symbols need at least."""
    unions_with: dict[object, dict[int, tuple[TUnion, bool]]]
    """Whether unions have a member of the kind that was looked for, by that and their `id`."""
    list_bases: dict[Named, TArray | TTuple | None]
    """The arrays and tuples that interfaces extend, None of those that extend none."""
    this_users: dict[Named, bool]
    """Which interfaces and classes have `this` as a type in their members, or inherit it."""
    functions: dict[ObjectShape, bool]
    """Which objects that can be called have no property with a JSON form."""
    absent: dict[tuple[object, TypeTerm], bool]
    """Which types have a member that JSON leaves out, by what was looked for."""
    verdicts: dict[tuple[object, object], bool | None]
    """Which object types are assignable to which, where nothing is inferred."""

    def span(self, env: Env, at: Range) -> Span:
        """The place of a range in the file that is being read."""
        ...

    def text(self, env: Env, at: Range) -> str:
        """The TypeScript of a range, white space folded."""
        ...

    def report(self, env: Env, at: Range, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic, once for each place and code."""
        ...

    def say(self, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic, once."""
        ...

    def opaque(self, env: Env, at: Range, reason: str) -> Opaque:
        """A type that cannot be expressed, with its warning."""
        ...

    def lazy(self, node: TypeNode, env: Env, compute: Callable[[], TypeTerm]) -> Lazy:
        """A term that is computed when it is looked into."""
        ...

    def deferred(self, node: TypeNode | None, env: Env) -> TypeTerm:
        """The term of a node, not looked into before somebody needs it."""
        ...

    def term(self, node: TypeNode, env: Env) -> TypeTerm:
        """What a type means in its place."""
        ...

    def named(self, symbol: Symbol, arguments: Iterable[TypeTerm] = ()) -> Named:
        """The type that a symbol names with these arguments: always the same object."""
        ...

    def force(self, term: TypeTerm) -> TypeTerm:
        """A lazy term's value; a type that needs itself to be computed is unknown."""
        ...

    def settled(self, term: TypeTerm) -> TypeTerm | None:
        """What a term is, or None if that takes a type that is being computed right now."""
        ...

    def peel(self, term: TypeTerm) -> TypeTerm:
        """What a term is behind lazy terms and aliases; an interface or enum stays named."""
        ...

    def alias_body(self, named: Named) -> TypeTerm:
        """What an alias stands for."""
        ...

    def members(self, term: TypeTerm, depth: int = 0) -> Iterator[TypeTerm]:
        """The members of a union, flat and behind aliases; of any other term, the term itself."""
        ...

    def shape(self, term: TypeTerm) -> ObjectShape | None:
        """The object type that a term is, or None."""
        ...

    def list_base(self, named: Named) -> TArray | TTuple | None:
        """The array or tuple that an interface extends; None of any other type."""
        ...

    def statics(self, symbol: Symbol) -> ObjectShape:
        """The static members of a class, without its base's."""
        ...

    def intersection(self, terms: Sequence[TypeTerm]) -> TypeTerm:
        """The intersection of types."""
        ...

    def split(self, union: TUnion) -> tuple[frozenset[object], tuple[TypeTerm, ...]]:
        """The identities of the literals in a union, and its other members."""
        ...

    def spend(self, steps: int) -> None:
        """Count steps of a computation. Raises SpentError where it has none left."""
        ...

    def spend_items(self, count: int) -> None:
        """Count elements of a tuple that a computation copies; as `spend`."""
        ...

    def spend_text(self, units: int) -> None:
        """Count text that a computation makes or searches; as `spend`."""
        ...
