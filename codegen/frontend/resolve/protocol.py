"""The evaluator's interface for the modules that compute kinds of types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from ...model import Opaque
from ...text.diagnostics import Diagnostic
from ...text.source import Span
from ..syntax import ConditionalType, InferType, Range, TypeNode, TypeParameter
from .budget import Budget
from .closed import Closed
from .library_known import KnownLibrary
from .scopes import Program
from .semantics import (
    Env,
    Lazy,
    Named,
    ObjectShape,
    Signature,
    TArray,
    TTuple,
    TUnion,
    TypeTerm,
    Variance,
)
from .symbols import Module, Symbol

__all__ = ["Asked", "Types"]


class Asked(NamedTuple):
    """The `infer`s of a condition, and the constraints that TypeScript implies for some.

    The node is kept, so that its `id()` is not reused.
    """

    node: ConditionalType
    named: tuple[InferType, ...]
    implied: tuple[tuple[str, TypeTerm], ...]


class Types(Protocol):
    """The types of one program: evaluates nodes, resolves terms, and caches results."""

    program: Program
    objects: dict[Symbol | Module, ObjectShape]
    """The object types of classes, namespaces and modules as values."""
    variables: dict[Symbol, TypeTerm]
    """The types of constants: one term, however often they are asked for."""
    self_calling: dict[Symbol, bool]
    """Whether functions depend on their own results."""
    merged: dict[object, TypeTerm]
    """The intersections of two object types, by their operands."""
    parts: dict[ObjectShape, tuple[object, ...]]
    """The operands of merged object types."""
    impossible: dict[ObjectShape, bool]
    """Whether no value is a merged object type."""
    presences: dict[tuple[ObjectShape, bool], ObjectShape]
    """The object types with all or no properties optional, by their source."""
    recursive: dict[ObjectShape, bool]
    """Whether anonymous object types contain themselves."""
    budget: Budget
    """The steps and parts that all computations have spent."""
    closed: dict[int, Closed]
    """The analysis of type arguments, by the `id()` of their node."""
    keys: dict[ObjectShape, tuple[object, TypeTerm]]
    """The keys of object types, and the size of the types at that time."""
    filling: set[Named]
    """The interfaces and classes whose members are being read."""
    early: set[Lazy]
    """The type arguments that name one of them, and wait for its members."""
    called: dict[ObjectShape, tuple[object, ObjectShape]]
    """Types that can be called, with a function's members, by the types and their size."""
    unordered: set[ObjectShape]
    """Intersections of functions that come from the members of a union, in no known order."""
    guesses: int
    """How often one of these was taken for the last."""
    lookups: dict[object, tuple[tuple[TypeTerm, TypeTerm], TypeTerm]]
    """The types, keys and results of lookups, by what they ask for."""
    asked: dict[int, Asked]
    """The analysis of conditions, by the `id()` of their node."""
    bare: dict[Symbol, Named]
    """The types of symbols without arguments."""
    required: dict[Symbol, int]
    """The least number of type arguments of symbols."""
    unions_with: dict[object, dict[int, tuple[TUnion, bool]]]
    """Whether unions have a member for which a test holds, by the test and their `id()`."""
    list_bases: dict[Named, TArray | TTuple | None]
    """The arrays and tuples that interfaces and classes extend; None for others."""
    with_this: dict[Named | ObjectShape, frozenset[str]]
    """The names of the members of object types that refer to `this` as a type."""
    rigid: dict[int, tuple[TypeParameter, ObjectShape]]
    """The types that stand for the parameters of generic functions, by the `id()` of these."""
    functions: dict[ObjectShape, bool]
    """Whether callable objects have no property with a JSON form."""
    absent: dict[tuple[object, TypeTerm], bool]
    """Whether types have a member that JSON leaves out, by the test."""
    circles: dict[Symbol, int]
    """The numbers of the circles of types that extend each other."""
    base_terms: dict[tuple[Named, int], TypeTerm]
    """The bases of interfaces and classes, by the `id()` of their nodes."""
    variances: dict[tuple[Symbol, int], Variance]
    """How instances of generic types follow their arguments."""
    instances: dict[ObjectShape | Signature, Named]
    """The aliases, with arguments, that object types and functions are written in."""
    verdicts: dict[tuple[object, object], bool | None]
    """Whether object types are assignable to others, without inference."""
    compared: dict[tuple[int, int, bool], tuple[Signature, Signature, bool | None]]
    """Whether functions are others, by the `id()` of both, and in one type; both are kept."""
    library: KnownLibrary
    """What was asked of the library."""

    def span(self, env: Env, at: Range) -> Span:
        """The place of a range in the file that is being read."""
        ...

    def text(self, env: Env, at: Range) -> str:
        """The TypeScript of a range, white space folded."""
        ...

    def report(self, env: Env, at: Range, diagnostic: Diagnostic) -> None:
        """Report a diagnostic, once for each place and code."""
        ...

    def say(self, diagnostic: Diagnostic) -> None:
        """Report a diagnostic, once."""
        ...

    def lost(self, symbol: Symbol) -> Opaque | None:
        """The type in place of further instances; None if there is hope for them."""
        ...

    def count_failed(self, symbol: Symbol) -> None:
        """Count an instance whose arguments or defaults take too many steps."""
        ...

    def too_costly(self, text: str, at: Span) -> Opaque:
        """A type whose computation ends before its result, with its warning."""
        ...

    def opaque(self, env: Env, at: Range, reason: str) -> Opaque:
        """A type that cannot be expressed, with its warning."""
        ...

    def lazy(self, node: TypeNode, env: Env, compute: Callable[[], TypeTerm]) -> Lazy:
        """Make a term that is computed on demand."""
        ...

    def deferred(self, node: TypeNode | None, env: Env) -> TypeTerm:
        """The term of a node, computed on demand if it is compound."""
        ...

    def term(self, node: TypeNode, env: Env) -> TypeTerm:
        """The term of a type node in its environment."""
        ...

    def named(self, symbol: Symbol, arguments: Iterable[TypeTerm] = ()) -> Named:
        """The named type of a symbol with arguments: one object for equal arguments."""
        ...

    def descend(self, compute: Callable[[], TypeTerm]) -> TypeTerm:
        """Compute one level deeper, as steps. Raises SpentError for too many, or too deep ones."""
        ...

    def force(self, term: TypeTerm) -> TypeTerm:
        """Compute a lazy term; a type that depends on its own result is unknown."""
        ...

    def settled(self, term: TypeTerm) -> TypeTerm | None:
        """Resolve a term like `peel`, but None if that needs a type that is being computed."""
        ...

    def peel(self, term: TypeTerm) -> TypeTerm:
        """Resolve lazy terms and aliases; an interface or enum stays named."""
        ...

    def alias_body(self, named: Named) -> TypeTerm:
        """The target of an alias."""
        ...

    def members(self, term: TypeTerm, depth: int = 0) -> Iterator[TypeTerm]:
        """The members of a union, flattened behind aliases; any other term is its only member."""
        ...

    def shape(self, term: TypeTerm) -> ObjectShape | None:
        """The object type behind a term; None if it is none."""
        ...

    def list_base(self, term: TypeTerm) -> TArray | TTuple | None:
        """The array or tuple that a type is beside other types; None of any other type."""
        ...

    def ancestor(self, named: Named, symbol: Symbol) -> Named | None:
        """The instance of a symbol that an interface or a class is, or inherits from."""
        ...

    def bases(self, named: Named) -> tuple[Named, ...]:
        """The interfaces and classes that one of them extends, as instances."""
        ...

    def bound(self, term: TypeTerm, this: TypeTerm) -> ObjectShape | None:
        """The members of an object type, in which `this` is another type."""
        ...

    def members_with_this(self, term: TypeTerm) -> frozenset[str]:
        """The names of the members of an object type that refer to `this`."""
        ...

    def remerged(self, shape: ObjectShape, this: TypeTerm) -> ObjectShape | None:
        """The members of an intersection, in which `this` is another type."""
        ...

    def statics(self, symbol: Symbol) -> ObjectShape:
        """The static members of a class, without its base's."""
        ...

    def intersection(self, terms: Sequence[TypeTerm]) -> TypeTerm:
        """The intersection of types."""
        ...

    def split(self, union: TUnion) -> tuple[frozenset[object], tuple[TypeTerm, ...]]:
        """Split a union into the identities of its literals, and its other members."""
        ...

    def spend(self, steps: int) -> None:
        """Spend steps of a computation. Raises SpentError if too few are left."""
        ...

    def spend_or_read(self, count: int) -> None:
        """Spend steps; outside of any computation, as for bases, these are members read again."""
        ...

    def spend_items(self, count: int) -> None:
        """Spend steps for elements of a tuple that a computation copies; as `spend`."""
        ...

    def spend_text(self, units: int) -> None:
        """Spend steps for text that a computation makes or searches; as `spend`."""
        ...
