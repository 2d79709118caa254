"""Evaluation: from a type as written to what it means.

Names become the declarations that they stand for and stay lazy, so recursive
declarations need no special care; what computes a type (`T[K]`, mapped and conditional
types, intersections, utilities) has modules of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from ..diagnostics import Diagnostic, error, warning
from ..model import NULL, UNKNOWN, Literal, Opaque, Primitive
from ..source import Span
from ..syntax import (
    AliasBody,
    ArrayType,
    ConditionalType,
    DeclarationNode,
    FunctionType,
    IndexedType,
    IndexNode,
    InferType,
    InterfaceBody,
    IntersectionType,
    KeyofType,
    KeywordType,
    LiteralType,
    MappedType,
    MemberNode,
    ObjectType,
    PropertyNode,
    QueryType,
    Range,
    ReferenceType,
    SkippedNode,
    TemplateType,
    TupleType,
    TypeNode,
    TypeParameter,
    UnionType,
    UnsupportedType,
)
from .conditional import conditional
from .constants import base_instance, constant, enum_member, placeholder, query
from .functions import FUNCTION_UTILITIES
from .intersections import intersect
from .library import CONVERTED, LIBRARY_NAMESPACES, WRAPPERS
from .mapped import mapped
from .operators import indexed, keyof, template
from .scopes import Meaning, Module, Program, Symbol, Unresolved
from .semantics import (
    BIGINT,
    NEVER,
    SYMBOL,
    UNDEFINED,
    Env,
    Lazy,
    LibraryClass,
    Named,
    ObjectShape,
    Placeholder,
    ShapeProperty,
    Signature,
    TArray,
    TTuple,
    TTupleItem,
    TUnion,
    TypeTerm,
    identity,
    tuple_of,
)
from .utilities import UTILITIES

__all__ = ["Evaluator"]

_DEEPEST_STRUCTURE: Final = 12
_DEEPEST: Final = 40
"""How deep types may be computed from each other: TypeScript's own limit is near this."""

_KEYWORDS: Final[dict[str, TypeTerm]] = {
    "string": Primitive("string"),
    "number": Primitive("number"),
    "boolean": Primitive("boolean"),
    "null": NULL,
    "any": UNKNOWN,
    "unknown": UNKNOWN,
    "undefined": UNDEFINED,
    "void": UNDEFINED,
    "never": NEVER,
    "object": Primitive("object"),
    "symbol": SYMBOL,
    "unique symbol": SYMBOL,
    "bigint": BIGINT,
}


class _BusyError(Exception):
    """A type was only to be looked at, and it needs one that is being computed."""


class _TooDeepError(Exception):
    """Types are computed from each other more deeply than any real one is."""


@dataclass(eq=False)
class Evaluator:
    """Turns type nodes into terms, and looks into terms. Results are remembered."""

    program: Program
    objects: dict[Symbol, ObjectShape] = field(default_factory=dict)
    """What classes and namespaces are as values, by their symbol."""
    merged: dict[frozenset[object], TypeTerm] = field(default_factory=dict)
    parts: dict[ObjectShape, tuple[object, ...]] = field(default_factory=dict)
    """Intersections of two object types, by what they are of."""
    _named: dict[object, Named] = field(default_factory=dict)
    _shapes: dict[object, ObjectShape] = field(default_factory=dict)
    _aliases: dict[object, TypeTerm | None] = field(default_factory=dict)
    _reported: set[tuple[str, Range, str]] = field(default_factory=set)
    _depth: int = 0
    _looking: int = 0

    # --------------------------------------------------------------- diagnostics

    def span(self, env: Env, at: Range) -> Span:
        """The place of a range in the file that is being read."""
        return env.scope.module.source.span(*at)

    def text(self, env: Env, at: Range) -> str:
        """The TypeScript of a range, white space folded."""
        data = env.scope.module.source.data[at[0] : at[1]]
        return " ".join(data.decode("utf-8", "replace").split())

    def report(self, env: Env, at: Range, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic, once for each place and code."""
        key = (env.scope.module.path, at, diagnostic.code)
        if key not in self._reported:
            self._reported.add(key)
            self.program.diagnostics.append(diagnostic)

    def opaque(self, env: Env, at: Range, reason: str) -> Opaque:
        """A type that cannot be expressed, with its warning."""
        text = self.text(env, at)
        message = f"{_shortened(text)!r} cannot be expressed: {reason}"
        advice = "It becomes Any; declare a plain type there to have it checked."
        self.report(env, at, warning("RC204", message, self.span(env, at), advice))
        return Opaque(reason, text)

    # ------------------------------------------------------------------- evaluation

    def lazy(self, node: TypeNode, env: Env, compute: Callable[[], TypeTerm]) -> Lazy:
        """A term that is computed when it is looked into."""
        return Lazy(compute, self.text(env, node.at), self.span(env, node.at))

    def deferred(self, node: TypeNode | None, env: Env) -> TypeTerm:
        """The term of a node, not looked into before somebody needs it."""
        match node:
            case None:
                return UNKNOWN
            case KeywordType() | LiteralType() | ReferenceType(arguments=()):
                return self.term(node, env)
            case _:
                return self.lazy(node, env, lambda: self.term(node, env))

    def term(self, node: TypeNode, env: Env) -> TypeTerm:
        """What a type means in its place."""
        match node:
            case KeywordType(name):
                return self._keyword(name, node, env)
            case LiteralType(kind, value):
                return BIGINT if kind == "bigint" else Literal(kind, value)
            case ReferenceType():
                return self._reference(node, env.nowhere())
            case ArrayType(element):
                return TArray(self.deferred(element, env))
            case TupleType():
                return self._tuple(node, env.nowhere())
            case UnionType(members):
                compound = [m for m in members if not isinstance(m, KeywordType | LiteralType)]
                inside = env if len(compound) == 1 else env.nowhere()
                return TUnion(tuple(self.term(member, inside) for member in members))
            case ObjectType(members):
                shape = ObjectShape(span=self.span(env, node.at), home=env.place)
                self._add_members(shape, members, env)
                return shape
            case FunctionType():
                return Signature(node, env.nowhere())
            case UnsupportedType():
                return self.opaque(env, node.at, "no rule covers this syntax")
            case InferType(name=name):
                return env.parameters.get(name, UNKNOWN)
            case _:
                return self.lazy(node, env, lambda: self._computed(node, env.nowhere()))

    def _computed(self, node: TypeNode, env: Env) -> TypeTerm:
        match node:
            case IntersectionType(members):
                return intersect(self, [self.term(m, env) for m in members])
            case TemplateType():
                return template(self, node, env)
            case IndexedType():
                return indexed(self, node, env)
            case KeyofType(inner):
                return keyof(self, self.term(inner, env))
            case MappedType():
                return mapped(self, node, env)
            case ConditionalType():
                return conditional(self, node, env)
            case QueryType():
                return query(self, node, env)
            case _:
                raise AssertionError(type(node))

    def intersection(self, terms: Sequence[TypeTerm]) -> TypeTerm:
        """The intersection of types."""
        return intersect(self, terms)

    def _keyword(self, name: str, node: KeywordType, env: Env) -> TypeTerm:
        if name == "this":
            return env.this if env.this is not None else UNKNOWN
        found = _KEYWORDS.get(name)
        return found if found is not None else self.opaque(env, node.at, "an unknown keyword")

    def _tuple(self, node: TupleType, env: Env) -> TypeTerm:
        items: list[TTupleItem] = []
        for element in node.elements:
            term = self.deferred(element.type, env)
            if not element.rest:
                items.append(TTupleItem(term, element.optional, False, element.name))
                continue
            match self.peel(term):
                case TTuple(items=inner):
                    items += inner
                case TArray(element=each):
                    items.append(TTupleItem(each, False, True, element.name))
                case Opaque() as opaque:
                    items.append(TTupleItem(opaque, False, True, element.name))
                case _:
                    items.append(TTupleItem(UNKNOWN, False, True, element.name))
        return tuple_of(items)

    # ----------------------------------------------------------------- references

    def _reference(self, node: ReferenceType, env: Env) -> TypeTerm:
        if len(node.name) == 1 and node.module is None:
            bound = env.parameters.get(node.name[0])
            if bound is not None:
                return bound
        entity = self._entity(node.name, node.module, env, node.at)
        match entity:
            case Symbol():
                return self._instance(entity, node, env)
            case Unresolved():
                return placeholder(entity)
            case Module():
                return self.opaque(env, node.at, "a module is not a type")
            case None:
                return self._unbound(node, env)

    def _entity(
        self, name: tuple[str, ...], specifier: str | None, env: Env, at: Range
    ) -> Symbol | Module | Unresolved | None:
        if specifier is None:
            return self.program.lookup_path(env.scope, name, "type")
        importer = env.scope.module
        target = self.program.module(importer, specifier, at)
        if target is None:
            return Unresolved(specifier, ".".join(name) or "*", importer.source.span(*at))
        entity: Symbol | Module | Unresolved | None = target
        for position, part in enumerate(name, start=1):
            if entity is not None:
                meaning: Meaning = "type" if position == len(name) else "namespace"
                entity = self.program.member(entity, part, meaning)
        return entity

    def _unbound(self, node: ReferenceType, env: Env) -> TypeTerm:
        """A name that no declaration of the spec has: an enum member, or the library's."""
        member = enum_member(self, node.name, env)
        if member is not None:
            return member
        if len(node.name) == 1:
            found = self._library(node.name[0], node, env)
            if found is not None:
                return found
        elif node.name[0] in LIBRARY_NAMESPACES:
            return self.opaque(env, node.at, "JSON does not carry this library type")
        name = ".".join(node.name)
        advice = "Declare it, import it, or correct its name."
        message = f"nobody declares {name!r}"
        self.report(env, node.at, error("RC201", message, self.span(env, node.at), advice))
        return UNKNOWN

    def _library(self, name: str, node: ReferenceType, env: Env) -> TypeTerm | None:
        if name in CONVERTED:
            return CONVERTED[name]
        if name in ("Array", "ReadonlyArray"):
            inner = node.arguments[0] if node.arguments else None
            return TArray(self.deferred(inner, env))
        if name in WRAPPERS and node.arguments:
            return self.term(node.arguments[0], env)
        utility = UTILITIES.get(name) or FUNCTION_UTILITIES.get(name)
        if utility is None:
            return self._library_class(name, node, env)
        arity, apply = utility
        if len(node.arguments) != arity:
            self._report_arity(name, (arity, arity), node, env)
            return UNKNOWN
        match name, node.arguments:
            case ("NonNullable", (KeywordType(name="unknown"),)):
                return ObjectShape()
        given = [self.deferred(argument, env) for argument in node.arguments]
        return self.lazy(node, env, lambda: apply(self, given))

    def _library_class(self, name: str, node: ReferenceType, env: Env) -> TypeTerm | None:
        from .library_names import OPAQUE

        if name not in OPAQUE:
            return None
        arguments = tuple(self.deferred(argument, env) for argument in node.arguments)
        reason, text = "JSON does not carry this library type", self.text(env, node.at)
        return LibraryClass(reason, text, name, arguments, env, node.at)

    def _report_arity(
        self, name: str, allowed: tuple[int, int], node: ReferenceType, env: Env
    ) -> None:
        low, high = allowed
        wanted = str(high) if low == high else f"{low} to {high}"
        message = f"{name!r} takes {wanted} type arguments, got {len(node.arguments)}"
        advice = "Give every type parameter without a default an argument."
        self.report(env, node.at, error("RC202", message, self.span(env, node.at), advice))

    def _instance(self, symbol: Symbol, node: ReferenceType, env: Env) -> TypeTerm:
        parameters = self.parameters(symbol)
        given = len(node.arguments)
        required = sum(parameter.default is None for parameter in parameters)
        if not required <= given <= len(parameters):
            self._report_arity(symbol.name, (required, len(parameters)), node, env)
            return UNKNOWN
        if not parameters:
            return self.named(symbol)
        arguments = [self.force(self.term(argument, env)) for argument in node.arguments]
        return self.named(symbol, self.completed(symbol, parameters, arguments))

    def named(self, symbol: Symbol, arguments: Iterable[TypeTerm] = ()) -> Named:
        """The type that a symbol names with these arguments: always the same object."""
        terms = tuple(arguments)
        key = (symbol, *map(identity, terms))
        found = self._named.get(key)
        if found is None:
            found = self._named[key] = Named(symbol, terms)
        return found

    def completed(
        self,
        symbol: Symbol,
        parameters: Sequence[TypeParameter],
        arguments: Sequence[TypeTerm],
    ) -> Iterator[TypeTerm]:
        """The arguments, followed by the defaults of the parameters that have none.

        A parameter without a default stands for its constraint, or for unknown.
        """
        bound: dict[str, TypeTerm] = {}
        for position, parameter in enumerate(parameters):
            if position < len(arguments):
                term = arguments[position]
            else:
                node = parameter.default or parameter.constraint
                env = Env(symbol.scope, dict(bound))
                term = self.force(self.term(node, env)) if node is not None else UNKNOWN
            bound[parameter.name] = term
            yield term

    def parameters(self, symbol: Symbol) -> tuple[TypeParameter, ...]:
        """The type parameters of a declared type."""
        for node in symbol.of_kind("interface", "class", "alias"):
            if isinstance(node.body, InterfaceBody | AliasBody):
                return node.body.parameters
        return ()

    # ------------------------------------------------------------- looking into terms

    def force(self, term: TypeTerm) -> TypeTerm:
        """A lazy term's value; a type that needs itself to be computed is unknown."""
        while isinstance(term, Lazy):
            if term.value is None:
                term.value = self._compute(term)
            term = term.value
        return term

    def _compute(self, term: Lazy) -> TypeTerm:
        if term.running:
            if self._looking:
                raise _BusyError
            return self._endless(term)
        term.running = True
        try:
            return self._descend(term.compute)
        except _TooDeepError:
            if self._depth:
                raise
            return self._endless(term)
        finally:
            term.running = False

    def _descend(self, compute: Callable[[], TypeTerm]) -> TypeTerm:
        """Compute one level further down; too deep a descent ends at its outermost type."""
        if self._depth > _DEEPEST:
            raise _TooDeepError
        self._depth += 1
        try:
            return compute()
        finally:
            self._depth -= 1

    def _endless(self, term: Lazy) -> TypeTerm:
        message = f"{_shortened(term.text)!r} has no end: computing it needs its own result"
        advice = "Name the recursive part with an interface."
        found = warning("RC206", message, term.at, advice)
        if found not in self.program.diagnostics:
            self.program.diagnostics.append(found)
        return Opaque("it has no end", term.text)

    def structure(self, term: TypeTerm, depth: int = 0) -> object:
        """A key of a type with everything in it looked into: equal types have equal keys."""
        term = self.force(term)
        if depth > _DEEPEST_STRUCTURE:
            return identity(term)
        inner = depth + 1
        match term:
            case TArray(element):
                return ("array", self.structure(element, inner))
            case TTuple(items):
                return ("tuple", *((self.structure(i.type, inner), i.optional) for i in items))
            case TUnion(members):
                return ("union", *(self.structure(member, inner) for member in members))
            case ObjectShape(properties=properties, indexes=indexes):
                return (
                    "object",
                    *(
                        (p.name, p.optional, self.structure(p.type, inner))
                        for p in properties.values()
                    ),
                    *((identity(key), self.structure(value, inner)) for key, value in indexes),
                )
            case _:
                return identity(term)

    def settled(self, term: TypeTerm) -> TypeTerm | None:
        """What a term is, or None if that takes a type that is being computed right now."""
        self._looking += 1
        try:
            return self.peel(term)
        except _BusyError:
            return None
        finally:
            self._looking -= 1

    def peel(self, term: TypeTerm) -> TypeTerm:
        """What a term is behind lazy terms and aliases; an interface or enum stays named."""
        passed: set[object] = set()
        while True:
            term = self.force(term)
            if not isinstance(term, Named) or not term.symbol.of_kind("alias"):
                return term
            key = identity(term)
            if key in passed:
                return self._circular(term)
            if len(passed) > _DEEPEST:
                return self._endless(Lazy(lambda: UNKNOWN, term.symbol.name, _span_of(term)))
            passed.add(key)
            term = self.alias_body(term)

    def alias_body(self, named: Named) -> TypeTerm:
        """What an alias stands for."""
        key = identity(named)
        if key in self._aliases:
            found = self._aliases[key]
            if found is None and self._looking:
                raise _BusyError
            return found if found is not None else self._circular(named)
        self._aliases[key] = None
        node = named.symbol.of_kind("alias")[0]
        assert isinstance(node.body, AliasBody)
        body = node.body
        names = [parameter.name for parameter in body.parameters]
        symbol = named.symbol
        place = None if names else symbol.id
        env = Env(symbol.scope, dict(zip(names, named.arguments, strict=False)), None, place)
        try:
            found = self._descend(lambda: self.force(self.term(body.type, env)))
        except _BusyError:
            del self._aliases[key]
            raise
        except _TooDeepError:
            if self._depth:
                del self._aliases[key]
                raise
            found = self._endless(Lazy(lambda: UNKNOWN, named.symbol.name, _span_of(named)))
        self._aliases[key] = found
        return found

    def _circular(self, named: Named) -> TypeTerm:
        span = named.symbol.span()
        found = error(
            "RC206",
            f"the alias {named.symbol.name!r} stands for itself",
            span,
            "Give it a type of its own.",
        )
        if found not in self.program.diagnostics:
            self.program.diagnostics.append(found)
        return UNKNOWN

    def members(self, term: TypeTerm) -> Iterator[TypeTerm]:
        """The members of a union behind aliases, flat; the term itself if it is none."""
        peeled = self.peel(term)
        if isinstance(peeled, TUnion):
            for member in peeled.members:
                yield from self.members(member)
        elif peeled == Primitive("boolean"):
            yield Literal("boolean", True)
            yield Literal("boolean", False)
        else:
            yield peeled

    def shape(self, term: TypeTerm) -> ObjectShape | None:
        """The object type that a term is, or None."""
        match self.peel(term):
            case ObjectShape() as shape:
                return shape
            case Named(symbol) as named if symbol.of_kind("interface", "class"):
                return self._interface_shape(named)
            case _:
                return None

    def _interface_shape(self, named: Named) -> ObjectShape:
        key = identity(named)
        found = self._shapes.get(key)
        if found is not None:
            return found
        symbol = named.symbol
        shape = self._shapes[key] = ObjectShape(hint=symbol.name, span=symbol.span())
        try:
            self._fill(shape, named)
        except _BusyError:
            del self._shapes[key]
            raise
        return shape

    def array_base(self, named: Named, passed: frozenset[Symbol] = frozenset()) -> TypeTerm | None:
        """The element of an interface that extends an array; None of any other type."""
        if named.symbol in passed:
            return None
        for node, module in zip(named.symbol.declarations, named.symbol.sources, strict=True):
            body = node.body
            if node.kind != "interface" or not isinstance(body, InterfaceBody):
                continue
            names = [parameter.name for parameter in body.parameters]
            scope = named.symbol.scope if module is named.symbol.scope.module else module.scope
            env = Env(scope, dict(zip(names, named.arguments, strict=False)), named)
            for base in body.extends:
                term = self.peel(self.term(base, env))
                if isinstance(term, TArray):
                    return term.element
                if isinstance(term, Named):
                    found = self.array_base(term, passed | {named.symbol})
                    if found is not None:
                        return found
        return None

    def _fill(self, shape: ObjectShape, named: Named) -> None:
        symbol = named.symbol
        own = ObjectShape()
        for node, module in zip(symbol.declarations, symbol.sources, strict=True):
            if isinstance(node.body, InterfaceBody):
                scope = symbol.scope if module is symbol.scope.module else module.scope
                names = [parameter.name for parameter in node.body.parameters]
                place = None if names else symbol.id
                env = Env(scope, dict(zip(names, named.arguments, strict=False)), named, place)
                self._add_bases(shape, node, node.body, env)
                self._add_members(own, node.body.members, env)
        _merge_into(shape, own)

    def statics(self, symbol: Symbol) -> ObjectShape:
        """What is static in a class, without what it extends."""
        shape = ObjectShape(callable=True)
        for node in symbol.of_kind("class"):
            if isinstance(node.body, InterfaceBody):
                self._add_members(shape, node.body.statics, Env(symbol.scope))
        return shape

    def _add_bases(
        self, shape: ObjectShape, node: DeclarationNode, body: InterfaceBody, env: Env
    ) -> None:
        for base in body.extends:
            term = base_instance(self, base, env) if node.kind == "class" else None
            term = self.term(base, env) if term is None else term
            inherited = self.shape(term)
            if inherited is not None:
                _merge_into(shape, inherited)
            elif (
                not isinstance(self.peel(term), Placeholder | Opaque | TArray | TTuple)
                and node.kind != "class"
            ):
                message = f"{self.text(env, base.at)!r} is no object type to extend"
                advice = "Extend an interface or an object type."
                self.report(
                    env, base.at, warning("RC204", message, self.span(env, base.at), advice)
                )

    def _add_computed(self, shape: ObjectShape, member: PropertyNode, env: Env) -> None:
        """A property whose name is a constant's value; a symbol's is no data."""
        key = constant(self, member.computed, env)
        if isinstance(key, Literal):
            named = replace(member, name=str(key.value), numeric=key.kind == "number", computed=())
            self._add_members(shape, [named], env)
        else:
            place = self.span(env, member.at)
            shape.skipped.append(("symbol key", ".".join(member.computed), place))

    def _check_merge(self, shape: ObjectShape, member: PropertyNode, env: Env) -> None:
        """TypeScript: merged declarations must give a property the same type."""
        known = shape.properties.get(member.name)
        if known is None:
            return
        again = self.deferred(member.type, env)
        if self.structure(known.type) != self.structure(again):
            message = f"the property {member.name!r} is declared twice, with two types"
            related = [(known.span, "declared here first")] if known.span is not None else []
            advice = "Give both declarations the same type, or remove one."
            span = self.span(env, member.at)
            self.report(env, member.at, error("RC207", message, span, advice, related))

    def _add_signature(self, shape: ObjectShape, member: SkippedNode, env: Env) -> None:
        if member.signature_of is None:
            return
        signature = Signature(member.signature_of(), env)
        if member.what != "method":
            shape.calls.append(signature)
        elif member.key is not None:
            shape.methods[member.key] = ShapeProperty(member.key, signature, member.optional)

    def _add_members(self, shape: ObjectShape, members: Sequence[MemberNode], env: Env) -> None:
        for member in members:
            match member:
                case PropertyNode(computed=(_, *_)):
                    self._add_computed(shape, member, env)
                case PropertyNode(name=name, type=type_, doc=doc):
                    self._check_merge(shape, member, env)
                    shape.properties[name] = ShapeProperty(
                        name,
                        self.deferred(type_, env.within(f".{name}")),
                        member.optional,
                        member.readonly,
                        doc.text if doc is not None else None,
                        doc.deprecated if doc is not None else None,
                        self.span(env, member.at),
                        member.numeric,
                    )
                case IndexNode(key=key, value=value):
                    inside = env.within(".value")
                    shape.indexes.append((self.term(key, inside), self.deferred(value, inside)))
                case SkippedNode(what=what, name=name):
                    shape.skipped.append((what, name, self.span(env, member.at)))
                    shape.callable |= what in ("call signature", "construct signature")
                    self._add_signature(shape, member, env)
                case _:
                    assert_never(member)


def _merge_into(shape: ObjectShape, other: ObjectShape) -> None:
    """Add the members of another type; a property of the same name is replaced in its place."""
    shape.properties.update(other.properties)
    shape.methods.update(other.methods)
    shape.calls += other.calls
    for key, value in other.indexes:
        shape.indexes = [pair for pair in shape.indexes if identity(pair[0]) != identity(key)]
        shape.indexes.append((key, value))
    shape.skipped += other.skipped
    shape.callable |= other.callable


def _span_of(named: Named) -> Span:
    return named.symbol.span() or Span(named.symbol.id.module, 1, 1, 1, 1)


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."
