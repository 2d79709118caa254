"""Evaluate type nodes to terms.

Names resolve to declarations and stay lazy, so recursive declarations need no special care; types
that are computed (`T[K]`, mapped and conditional types, intersections, utilities) have modules of
their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from functools import partial
from typing import Final

from ...model import NULL, UNKNOWN, Literal, Primitive
from ...text.diagnostics import warning
from ...text.records import dataclass
from ..syntax import (
    AliasBody,
    ArrayType,
    CallType,
    ClassType,
    ConditionalType,
    FunctionType,
    IndexedType,
    InferType,
    IntersectionType,
    KeyofType,
    KeywordType,
    LiteralType,
    MappedType,
    ObjectType,
    OperationType,
    QueryType,
    Range,
    ReferenceType,
    SatisfiedType,
    TemplateType,
    TupleType,
    TypeNode,
    TypeParameter,
    UnionType,
    UnsupportedType,
)
from .budget import (
    DEEPEST,
    HEAVIEST,
    INSTANCE,
    ITEMS,
    LONGEST_TAIL,
    MOST_FAILED,
    OUT_OF_BOUNDS,
    SpentError,
)
from .calls import result_of_call
from .class_expressions import class_expression
from .closed import Closed
from .conditional import conditional
from .constants import query
from .endings import Settled, is_member_of, shortened, span_of, stands_for
from .enums import keys_of_units
from .growth import parts_of_identity
from .intersections import intersect, intersection
from .library_declarations import meaning_of
from .library_known import KnownLibrary
from .mapped import mapped
from .merging import remerged
from .operations import operated
from .operators import has_methods, indexed, keyof_node
from .protocol import Asked
from .references import reference
from .reporting import Reporter
from .satisfied import satisfied
from .semantics import (
    ANY,
    BIGINT,
    HALVES,
    NEVER,
    SYMBOL,
    UNDEFINED,
    UNRESOLVED,
    VOID,
    BigIntLiteral,
    Env,
    Lazy,
    LibraryClass,
    Named,
    ObjectShape,
    Signature,
    TArray,
    TTemplate,
    TTuple,
    TUnion,
    TypeTerm,
    UniqueSymbol,
    Variance,
    identity,
)
from .shapes import (
    add_members,
    bases,
    bound,
    fill,
    list_base,
    members_with_this,
    operands,
    statics,
)
from .symbols import Module, Symbol
from .templates import template
from .tuples import tuple_type
from .widening import widened_lookup

__all__ = ["Evaluator"]

_KEYWORDS: Final[dict[str, TypeTerm]] = {
    "string": Primitive("string"),
    "number": Primitive("number"),
    "boolean": Primitive("boolean"),
    "null": NULL,
    "any": ANY,
    "unknown": UNKNOWN,
    "undefined": UNDEFINED,
    "void": VOID,
    "never": NEVER,
    "object": Primitive("object"),
    "symbol": SYMBOL,
    "unique symbol": UniqueSymbol("symbol"),
    "bigint": BIGINT,
}


_WRITTEN: Final = (ObjectType, FunctionType, MappedType)
"""The types of which an alias is compared by its arguments."""
_BOOLEAN: Final = _KEYWORDS["boolean"]
_VISITS: Final = 3
"""The visits to each part of the arguments of an instance: count, key, and look-up of the key."""


class _BusyError(Exception):
    """Inspecting a type without computing it needs a type that is being computed."""


@dataclass(eq=False)
class Evaluator(Reporter):
    """Evaluates type nodes to terms, and resolves terms. Results are cached."""

    objects: dict[Symbol | Module, ObjectShape] = field(default_factory=dict)
    """The object types of classes, namespaces and modules as values."""
    variables: dict[Symbol, TypeTerm] = field(default_factory=dict)
    """The types of constants: one term, however often they are asked for."""
    self_calling: dict[Symbol, bool] = field(default_factory=dict)
    merged: dict[object, TypeTerm] = field(default_factory=dict)
    """The intersections of two object types, by their operands."""
    parts: dict[ObjectShape, tuple[object, ...]] = field(default_factory=dict)
    """The identities of the operands of intersections."""
    impossible: dict[ObjectShape, bool] = field(default_factory=dict)
    """Whether intersections have no value."""
    presences: dict[tuple[ObjectShape, bool], ObjectShape] = field(default_factory=dict)
    """The object types with all or no properties optional, by their source."""
    recursive: dict[ObjectShape, bool] = field(default_factory=dict)
    """Whether anonymous object types contain themselves."""
    closed: dict[int, Closed] = field(default_factory=dict)
    """The analysis of type arguments, by the `id()` of their node."""
    asked: dict[int, Asked] = field(default_factory=dict)
    keys: dict[ObjectShape, tuple[object, TypeTerm]] = field(default_factory=dict)
    filling: set[Named] = field(default_factory=set)
    """The interfaces and classes whose members are being read."""
    early: set[Lazy] = field(default_factory=set)
    called: dict[ObjectShape, tuple[object, ObjectShape]] = field(default_factory=dict)
    unordered: set[ObjectShape] = field(default_factory=set)
    guesses: int = 0
    lookups: dict[object, tuple[tuple[TypeTerm, TypeTerm], TypeTerm]] = field(default_factory=dict)
    """The types, keys and results of lookups."""
    bare: dict[Symbol, Named] = field(default_factory=dict)
    """The types of symbols without arguments."""
    unions_with: dict[object, dict[int, tuple[TUnion, bool]]] = field(default_factory=dict)
    """Whether unions have a member for which a test holds, by the test and their `id()`."""
    required: dict[Symbol, int] = field(default_factory=dict)
    """The least number of type arguments of symbols."""
    list_bases: dict[Named, TArray | TTuple | None] = field(default_factory=dict)
    """The arrays and tuples that interfaces and classes extend; None for others."""
    with_this: dict[Named | ObjectShape, frozenset[str]] = field(default_factory=dict)
    """The names of the members of object types that refer to `this` as a type."""
    rigid: dict[int, tuple[TypeParameter, ObjectShape]] = field(default_factory=dict)
    """The types that stand for the parameters of generic functions, by the `id()` of these."""
    functions: dict[ObjectShape, bool] = field(default_factory=dict)
    """Whether callable objects have no property with a JSON form."""
    absent: dict[tuple[object, TypeTerm], bool] = field(default_factory=dict)
    """Whether types have a member that JSON leaves out, by the test."""
    circles: dict[Symbol, int] = field(default_factory=dict)
    """The numbers of the circles of types that extend each other."""
    base_terms: dict[tuple[Named, int], TypeTerm] = field(default_factory=dict)
    """The bases of interfaces and classes, by the `id()` of their nodes."""
    variances: dict[tuple[Symbol, int], Variance] = field(default_factory=dict)
    instances: dict[ObjectShape | Signature, Named] = field(default_factory=dict)
    verdicts: dict[tuple[object, object], bool | None] = field(default_factory=dict)
    """Whether object types are assignable to others, without inference."""
    compared: dict[tuple[int, int, bool], tuple[Signature, Signature, bool | None]] = field(
        default_factory=dict
    )
    """Whether functions are others, by the `id()` of both, and in one type; both are kept."""
    library: KnownLibrary = field(default_factory=KnownLibrary)
    _named: dict[object, Named] = field(default_factory=dict)
    _shapes: dict[Named, ObjectShape] = field(default_factory=dict)
    _too_large: set[Named] = field(default_factory=set)
    """Interfaces that exceeded the budget of repetition."""
    _aliases: dict[object, TypeTerm | None] = field(default_factory=dict)
    _peeled: dict[Named, TypeTerm] = field(default_factory=dict)
    _settled: Settled = field(default_factory=Settled)
    """What is known not to be a member of itself."""
    _split: dict[int, tuple[TUnion, frozenset[object], tuple[TypeTerm, ...]]] = field(
        default_factory=dict
    )
    """The results of `split`, by the union's `id()`; unions are kept so that it is not reused."""
    _bases: dict[Named, tuple[Named, ...]] = field(default_factory=dict)
    _depth: int = 0
    _looking: int = 0

    # ------------------------------------------------------------------- evaluation

    def lazy(self, node: TypeNode, env: Env, compute: Callable[[], TypeTerm]) -> Lazy:
        """Make a term that is computed on demand."""
        return Lazy(compute, partial(self.text, env, node.at), self.span(env, node.at))

    def deferred(self, node: TypeNode | None, env: Env) -> TypeTerm:
        """The term of a node, computed on demand if it is compound."""
        match node:
            case None:
                return ANY
            case KeywordType() | LiteralType() | ReferenceType(arguments=()):
                return self.term(node, env)
            case _:
                lazy = self.lazy(node, env, lambda: self.term(node, env))
                lazy.origin = node, env
                return lazy

    def term(self, node: TypeNode, env: Env) -> TypeTerm:
        """The term of a type node in its place."""
        match node:
            case KeywordType(name):
                return self._keyword(name, node, env)
            case LiteralType(kind, value):
                return BigIntLiteral(int(value)) if kind == "bigint" else Literal(kind, value)
            case ReferenceType():
                return reference(self, node, env.nowhere())
            case ArrayType(element):
                return TArray(self.deferred(element, env), node.readonly)
            case TupleType():
                return tuple_type(self, node, env.nowhere())
            case UnionType(members):
                self.spend_items(len(members))
                compound = [m for m in members if not isinstance(m, (KeywordType, LiteralType))]
                inside = env if len(compound) == 1 else env.nowhere()
                return TUnion(tuple(self.term(member, inside) for member in members))
            case ObjectType(members):
                shape = ObjectShape(span=self.span(env, node.at), home=env.home)
                add_members(self, shape, members, env)
                return shape
            case FunctionType():
                return Signature(node, env.nowhere())
            case UnsupportedType(why=why):
                return self.opaque(env, node.at, why)
            case InferType(name=name):
                return env.parameters.get(name, UNKNOWN)
            case _:
                return self.lazy(node, env, lambda: self._computed(node, env.nowhere()))

    def _computed(self, node: TypeNode, env: Env) -> TypeTerm:
        match node:
            case IntersectionType():
                return intersection(self, node, env)
            case TemplateType():
                return template(self, node, env)
            case IndexedType():
                return widened_lookup(self, node, env, indexed(self, node, env))
            case KeyofType(inner):
                target = self.term(inner, env)
                if has_methods(self, target):
                    self._warn_of_methods(env, node.at)
                return keyof_node(self, inner, env)
            case MappedType():
                return mapped(self, node, env)
            case ConditionalType():
                return conditional(self, node, env)
            case QueryType():
                return query(self, node, env)
            case CallType():
                return result_of_call(self, node, env)
            case ClassType():
                return class_expression(self, node, env)
            case OperationType():
                return operated(self, node, env)
            case SatisfiedType():
                return self.term(satisfied(self, node, env), env)
            case _:
                raise AssertionError(type(node))

    def _warn_of_methods(self, env: Env, at: Range) -> None:
        """Warn that the keys of a text, a number or a list are names of library methods."""
        message = f"{shortened(self.text(env, at))!r} names methods of the library"
        advice = "They are named as far as they are known; no value in JSON has them."
        self.report(env, at, warning("RC204", message, self.span(env, at), advice))

    def _keyword(self, name: str, node: KeywordType, env: Env) -> TypeTerm:
        if name == "this":
            return env.this if env.this is not None else UNKNOWN
        keyword = _KEYWORDS.get(name)
        return keyword if keyword is not None else self.opaque(env, node.at, "an unknown keyword")

    # ----------------------------------------------------------------- references

    def named(self, symbol: Symbol, arguments: Iterable[TypeTerm] = ()) -> Named:
        """The named type of a symbol with arguments: one object for equal arguments."""
        terms = tuple(arguments)
        # Each part is visited to count it, to build the key, and to look up the key. No more are
        # counted than the steps left pay for.
        payable = self.budget.payable(_VISITS) if self._depth else HEAVIEST
        heavy = parts_of_identity(terms, min(payable, HEAVIEST))
        if heavy >= HEAVIEST:
            raise SpentError
        self.spend_or_read(_VISITS * heavy // ITEMS)
        key = (symbol, *map(identity, terms))
        term = self._named.get(key)
        if term is None:
            self.spend(INSTANCE + len(terms))
            term = self._named[key] = Named(symbol, terms)
        return term

    # ------------------------------------------------------------- looking into terms

    def force(self, term: TypeTerm) -> TypeTerm:
        """Compute a lazy term; a type that depends on its own result is unknown."""
        start, tail = term, 0
        while isinstance(term, Lazy):
            if term.value is None:
                tail += 1
                if tail > (LONGEST_TAIL if not self.budget.is_low else 1):
                    term.value = self.too_costly(term.text(), term.at)
                else:
                    term.value = self._compute(term)
            term = term.value
        if isinstance(start, Lazy):
            start.value = term
        return term

    def _compute(self, term: Lazy) -> TypeTerm:
        if term.running:
            if self._looking:
                raise _BusyError
            return self.endless(term.text(), term.at)
        term.running = True
        try:
            value = self.descend(term.compute)
        except OUT_OF_BOUNDS:
            if self._depth:
                raise
            return self.too_costly(term.text(), term.at)
        finally:
            term.running = False
        return (
            self.endless(term.text(), term.at) if stands_for(value, term, self._settled) else value
        )

    def _assert_hope(self, named: Named) -> None:
        """Raise SpentError for an instance of which many others took too many steps before."""
        if not self._depth and self.budget.is_low and self.failed[named.symbol] >= MOST_FAILED:
            raise SpentError

    def descend(self, compute: Callable[[], TypeTerm]) -> TypeTerm:
        """Compute one level deeper. Raises SpentError for too many steps, or too deep ones.

        Callers handle it at the outermost level.
        """
        if not self._depth:
            self.budget.begin(self.program.size)
        if self._depth > DEEPEST:
            self.budget.halve()
            raise SpentError
        self.budget.spend(1)
        self._depth += 1
        try:
            return compute()
        finally:
            self._depth -= 1
            if not self._depth:
                self.budget.end()

    def settled(self, term: TypeTerm) -> TypeTerm | None:
        """Resolve a term like `peel`, but None if that needs a type that is being computed."""
        self._looking += 1
        try:
            return self.peel(term)
        except _BusyError:
            return None
        finally:
            self._looking -= 1

    def peel(self, term: TypeTerm) -> TypeTerm:
        """Resolve lazy terms and aliases; an interface or enum stays named."""
        if isinstance(term, Lazy):
            term = self.force(term)
        if not isinstance(term, Named) or not term.symbol.is_alias:
            return meaning_of(self, term) if isinstance(term, LibraryClass) else term
        known = self._peeled.get(term)
        if known is None:
            try:
                self._assert_hope(term)
                known = self.descend(lambda: self._behind_aliases(term))
            except OUT_OF_BOUNDS:
                if self._depth:
                    raise
                known = self.given_up(term)
            if not self._looking:
                self._peeled[term] = known
        return known

    def _behind_aliases(self, start: Named) -> TypeTerm:
        passed: dict[Named, None] = {}
        term: TypeTerm = start
        generic = 0
        while isinstance(term, Named) and term.symbol.is_alias:
            if (known := self._peeled.get(term)) is not None:
                term = known
                break
            if term in passed:
                for alias in list(passed)[list(passed).index(term) :]:
                    self.circular(alias)
                return UNRESOLVED
            generic += bool(term.arguments)
            if generic > LONGEST_TAIL:
                return self.too_costly(start.symbol.name, span_of(start))
            passed[term] = None
            term = self.force(self.alias_body(term))
        if not self._looking:
            self._peeled.update(dict.fromkeys(passed, term))
        return term

    def alias_body(self, named: Named) -> TypeTerm:
        """The target of an alias."""
        key = identity(named)
        if key in self._aliases:
            value = self._aliases[key]
            if value is None and self._looking:
                raise _BusyError
            return value if value is not None else self.circular(named)
        self._aliases[key] = None
        body = named.symbol.of_kind("alias")[0].body
        assert isinstance(body, AliasBody)
        env = Env.inside(named, body.parameters, named.symbol.scope)
        try:
            self._assert_hope(named)
            value = self.descend(lambda: self.force(self.term(body.type, env)))
        except _BusyError:
            del self._aliases[key]
            raise
        except OUT_OF_BOUNDS:
            if self._depth:
                del self._aliases[key]
                raise
            value = self.given_up(named)
        if is_member_of(named, value, self._aliases, self._peeled, self._settled):
            value = self.circular(named)
        self._aliases[key] = value
        if isinstance(value, ObjectShape | Signature) and isinstance(body.type, _WRITTEN):
            self.instances.setdefault(value, named)
        return value

    def members(self, term: TypeTerm, depth: int = 0) -> Iterator[TypeTerm]:
        """The members of a union, flattened behind aliases; any other term is its only member."""
        unions: list[Iterator[TypeTerm]] = [iter((term,))]
        while unions:
            member = next(unions[-1], None)
            if member is None:
                unions.pop()
                continue
            if isinstance(member, Literal):
                yield member  # Yielded early: there may be thousands of literals.
                continue
            peeled = self.peel(member)
            if isinstance(peeled, TUnion):
                if depth + len(unions) > DEEPEST + 1:
                    raise SpentError
                self.spend_items(len(peeled.members))
                unions.append(iter(peeled.members))
            elif peeled == _BOOLEAN:
                yield from HALVES
            else:
                yield peeled

    def shape(self, term: TypeTerm) -> ObjectShape | None:
        """The object type behind a term; None if it is none."""
        term = self.peel(term)
        if isinstance(term, ObjectShape):
            return term
        if not isinstance(term, Named) or not term.symbol.is_of_kind("interface", "class"):
            return None
        known = self._shapes.get(term)
        return known if known is not None else self._interface_shape(term)

    def _interface_shape(self, named: Named) -> ObjectShape:
        if named in self._too_large:
            raise SpentError
        symbol = named.symbol
        shape = self._shapes[named] = ObjectShape(hint=symbol.name, span=symbol.span())
        self.filling.add(named)
        try:
            fill(self, shape, named)
        except (_BusyError, *OUT_OF_BOUNDS) as fault:
            del self._shapes[named]
            if self.budget.is_full and not isinstance(fault, _BusyError):
                # It will not get smaller: derived types need not try all their bases again.
                self._too_large.add(named)
            raise
        finally:
            self.filling.discard(named)
        return shape

    def split(self, union: TUnion) -> tuple[frozenset[object], tuple[TypeTerm, ...]]:
        """Split a union into the keys of its literals and templates, and all but the literals."""
        parts = self._split.get(id(union))
        if parts is None:
            templates = (identity(m) for m in union.members if isinstance(m, TTemplate))
            literals = keys_of_units(union.members).union(templates)
            others = tuple(m for m in union.members if not isinstance(m, Literal))
            parts = self._split[id(union)] = (union, literals, others)
        return parts[1:]

    # ------------------------------------------------------------------- what work costs

    def spend(self, steps: int) -> None:
        """Spend steps of a computation. Raises SpentError if too few are left."""
        if self._depth:
            self.budget.spend(steps)

    def spend_or_read(self, count: int) -> None:
        """Spend steps; outside of any computation, as for bases, these are members read again."""
        if self._depth:
            self.budget.spend(count)
        elif count:
            self.budget.read_more(count, self.program.size)

    def spend_items(self, count: int) -> None:
        """Spend steps for elements of a tuple that a computation copies; as `spend`."""
        if self._depth:
            self.budget.spend_items(count)

    def spend_text(self, units: int) -> None:
        """Spend steps for text that a computation makes or searches; as `spend`."""
        if self._depth:
            self.budget.spend_text(units)

    def intersection(self, terms: Sequence[TypeTerm]) -> TypeTerm:
        """The intersection of types."""
        return intersect(self, terms)

    def list_base(self, term: TypeTerm) -> TArray | TTuple | None:
        """The array or tuple that a type is beside other types; None of any other type."""
        return list_base(self, term)

    def ancestor(self, named: Named, symbol: Symbol) -> Named | None:
        """The instance of a symbol that an interface or a class is, or inherits from."""
        waiting, passed = [named], {named}
        while waiting:
            current = waiting.pop()
            if current.symbol is symbol:
                return current
            above = [base for base in self.bases(current) if base not in passed]
            passed.update(above)
            waiting += above
        return None

    def bases(self, named: Named) -> tuple[Named, ...]:
        """The interfaces and classes that one of them extends, as instances."""
        if named not in self._bases:
            self._bases[named] = ()  # Assumed during the recursion: a base may be an heir.
            self._bases[named] = tuple(bases(self, named))
        return self._bases[named]

    def bound(self, term: TypeTerm, this: TypeTerm) -> ObjectShape | None:
        """The members of an object type, in which `this` is another type."""
        return bound(self, term, this)

    def members_with_this(self, term: TypeTerm) -> frozenset[str]:
        """The names of the members of an object type that refer to `this`."""
        return members_with_this(self, self.peel(term))

    def remerged(self, shape: ObjectShape, this: TypeTerm) -> ObjectShape | None:
        """The members of an intersection, in which `this` is another type."""
        whole = remerged(self, operands(self, shape), this)
        others = [part for part in self.parts[shape] if isinstance(part, Signature)]
        bases = [] if whole is None else [b for b in shape.library if b not in whole.library]
        if whole is None or not (others or bases):
            return whole
        calls, library = [*whole.calls, *others], [*whole.library, *bases]
        return replace(whole, calls=calls, callable=whole.callable or bool(calls), library=library)

    def statics(self, symbol: Symbol) -> ObjectShape:
        """The static members of a class, without its base's."""
        return statics(self, symbol)
