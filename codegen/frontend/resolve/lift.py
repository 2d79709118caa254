"""Lifting: from terms to the model's declarations.

Anonymous object types become declarations named by their path; what JSON cannot carry is
left out with a note; declarations are made as they are reached.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from functools import partial
from typing import Final

from ... import model
from ...model import (
    NULL,
    UNKNOWN,
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    Interface,
    Literal,
    Map,
    Opaque,
    Primitive,
    Property,
    Ref,
    Type,
)
from ...text.diagnostics import note, warning
from ...text.records import dataclass
from ...text.source import Span
from ..syntax import DeclarationNode, EnumBody
from .budget import DEEPEST, MOST_NESTED, MOST_NODES, OUT_OF_BOUNDS, SpentError
from .endings import is_recursive
from .growth import Growth
from .ids import Ids
from .protocol import Types
from .reduction import absorbed, flat, union_of_types
from .scopes import Symbol
from .semantics import (
    ANY,
    BIGINT,
    FUNCTION,
    NEVER,
    SYMBOL,
    UNDEFINED,
    BigIntLiteral,
    Lazy,
    LibraryClass,
    Named,
    ObjectShape,
    Placeholder,
    ShapeProperty,
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
from .shapes import array_base
from .templates import template_of_term

__all__ = ["Lifter"]

_STRING: Final = Primitive("string")
_NUMBER: Final = Primitive("number")
_LITERALS: Final = 5
"""Members of a union that count as one node of a type."""
_EMPTY: Final = Primitive("defined")
"""An object type without properties: anything but null, also if it has methods."""
_MOST_INSTANCES: Final = 20_000

Path = tuple[str, ...]


@dataclass(eq=False)
class Lifter:
    """Makes declarations out of named and anonymous types, each once."""

    types: Types
    declarations: dict[DeclId, Declaration] = field(default_factory=dict)
    _ids: Ids = field(init=False)
    _queue: deque[tuple[DeclId, Named | ObjectShape | Placeholder]] = field(default_factory=deque)
    _queued: set[DeclId] = field(default_factory=set)
    _reached: dict[DeclId, Named] = field(default_factory=dict)
    _inlining: dict[object, bool] = field(default_factory=dict)
    _shapes: dict[ObjectShape, dict[DeclId, None]] = field(default_factory=dict)
    _taken: dict[DeclId, ObjectShape] = field(default_factory=dict)
    _growth: Growth = field(init=False)
    _nodes: int = 0
    _nested: int = 0

    def __post_init__(self) -> None:
        self._ids = Ids(self.types)
        self._growth = Growth(self.types.force)

    def lift_roots(self, roots: Iterable[Named]) -> None:
        """Declare the roots and everything that they reach.

        A root keeps its own name also where another reaches it first.
        """
        named = [(root, self._ids.named(root, plain=True)) for root in roots]
        for root, id_ in named:
            self._reach(root, id_)
            self._drain()

    def _drain(self) -> None:
        while self._queue:
            id_, term = self._queue.popleft()
            with self._growth.inside(term):
                declaration = self._bounded(id_, term)
            if declaration is not None:
                self.declarations[id_] = declaration

    def _reach(self, term: Named | ObjectShape | Placeholder, id_: DeclId) -> Ref:
        if id_ not in self._queued:
            self._queued.add(id_)
            self._queue.append((id_, term))
            if isinstance(term, Named):
                self._reached[id_] = term
        return Ref(id_)

    # -------------------------------------------------------------- declarations

    def _bounded(self, id_: DeclId, term: Named | ObjectShape | Placeholder) -> Declaration | None:
        """`_declare`; what costs too much as a whole is declared as `Any`."""
        try:
            return self._declare(id_, term)
        except OUT_OF_BOUNDS:
            span = term.symbol.span() if isinstance(term, Named) else None
            return Alias(id_, self._too_large(str(id_), span), None, None, span)

    def _declare(self, id_: DeclId, term: Named | ObjectShape | Placeholder) -> Declaration | None:
        match term:
            case Placeholder(text=text, at=at):
                doc = f"Placeholder: `{text}` could not be resolved."
                return Alias(id_, Opaque("the import cannot be resolved", text), doc, None, at)
            case ObjectShape():
                span = term.span or self._holder(id_.module, id_.path)[1]
                return self._object(id_, term, None, span)
            case Named(symbol):
                node = _documented(symbol)
                if symbol.of_kind("enum"):
                    return self._enum(id_, symbol)
                if symbol.of_kind("alias"):
                    return self._alias(id_, term, node)
                element = array_base(self.types, term)
                if element is not None:
                    inner = Array(self._element(element, id_.module, (*id_.path, ".item")))
                    return Alias(id_, inner, *_doc(node), symbol.span())
                shape = self.types.shape(term)
                assert shape is not None
                if shape.callable and not shape.properties:
                    self._leave_out(f"{id_} is a function", symbol.span())
                    return None
                return self._object(id_, shape, node, symbol.span(), declared=True)

    def _alias(self, id_: DeclId, named: Named, node: DeclarationNode) -> Declaration | None:
        body = self._unwrapped(self.types.alias_body(named))
        span = named.symbol.span()
        if (
            isinstance(body, ObjectShape)
            and not self._is_left_out(body)
            and (body.home is None or not body.properties)
        ):
            return self._object(id_, body, node, span)
        lifted = self._whole(body, id_.module, id_.path, named.symbol.name, span)
        if lifted is None:
            self._leave_out(f"{id_} has no JSON form", span)
            return None
        return Alias(id_, lifted, *_doc(node), span)

    def _unwrapped(self, term: TypeTerm) -> TypeTerm:
        """A generic alias's body, so that `type A = Generic<B>` is an object type of its own."""
        term = self.types.force(term)
        passed: set[Named] = set()
        while isinstance(term, Named) and term.arguments and term.symbol.of_kind("alias"):
            if term in passed:
                return self.types.peel(term)  # Which says that they stand for each other.
            passed.add(term)
            inner = self.types.force(self.types.alias_body(term))
            if not isinstance(inner, ObjectShape | Named):
                return term
            term = inner
        return term

    def _enum(self, id_: DeclId, symbol: Symbol) -> Enum:
        members: list[EnumMember] = []
        for node in symbol.of_kind("enum"):
            assert isinstance(node.body, EnumBody)
            for entry in node.body.entries:
                value = None
                if entry.value is not None:
                    is_text = isinstance(entry.value, str)
                    value = Literal("string" if is_text else "number", entry.value)
                doc = entry.doc.text if entry.doc is not None else None
                members.append(EnumMember(entry.name, value, doc))
        return Enum(id_, tuple(members), *_doc(_documented(symbol)), symbol.span())

    def _object(
        self,
        id_: DeclId,
        shape: ObjectShape,
        node: DeclarationNode | None,
        span: Span | None,
        *,
        declared: bool = False,
    ) -> Declaration:
        doc, deprecated = _doc(node)
        whole = partial(self._whole, name=id_.path[-1], span=shape.span)
        index = self._index(shape, id_.module, id_.path, whole)
        if not shape.properties and (index is not None or not declared):
            only = index if index is not None else _EMPTY
            return Alias(id_, only, doc, deprecated, span)
        properties: list[Property] = []
        for item in shape.properties.values():
            lifted = self._property(item, id_)
            if lifted is not None:
                properties.append(lifted)
        for what, name, at in shape.skipped:
            if what != "hidden member":
                self._leave_out(f"the {what} {name}".strip() + f" of {id_}", at)
        return Interface(id_, tuple(properties), index, doc, deprecated, span)

    def _index(
        self, shape: ObjectShape, module: str, path: Path, lift: Callable[..., Type | None]
    ) -> Map | None:
        """The index signature: the one over all strings, or else the first.

        `lift` is for its value, which is the whole of a type or a part of one.
        """
        index: Map | None = None
        for key, value in shape.indexes:
            lifted_key = self.lift(key, module, path) or _STRING
            lifted = lift(value, module, (*path, ".value"))
            if lifted is None:
                continue
            if index is None or lifted_key == _STRING:
                index = Map(lifted_key, lifted)
        return index

    def _property(self, item: ShapeProperty, owner: DeclId) -> Property | None:
        path = (*owner.path, f".{item.name}")
        lifted = self._whole(item.type, owner.module, path, item.name, item.span)
        undefined = self._includes_undefined(item.type)
        if lifted is None and item.span is None:
            return None  # A method of the library's, of which nobody wrote anything.
        if lifted is None:
            self._leave_out(f"the property {item.name!r} of {owner} has no JSON form", item.span)
            return None
        return Property(
            item.name,
            lifted,
            not (item.optional or undefined),
            item.readonly,
            item.doc,
            item.deprecated,
            item.span,
        )

    def _leave_out(self, what: str, span: Span | None) -> None:
        self.types.program.diagnostics.append(note("RC205", f"left out: {what}", span))

    def _includes_undefined(self, term: TypeTerm) -> bool:
        """Whether undefined is a member of a type: the property may then be absent."""
        try:
            return self._finds_undefined(term)
        except OUT_OF_BOUNDS:
            return False

    def _includes_left_out(self, term: TypeTerm) -> bool:
        """Whether a function or a symbol is a member of a union."""
        peeled = self.types.peel(term)
        return isinstance(peeled, TUnion) and any(
            map(self._is_left_out, self._flat_members(peeled.members))
        )

    def _finds_undefined(self, term: TypeTerm) -> bool:
        pending = [self.types.peel(term)]
        seen: dict[int, TypeTerm] = {}  # Unions of unions lead to one of them on many ways.
        # A generic alias that stands for a union with a longer one of itself has no end.
        while pending and len(seen) <= DEEPEST:
            peeled = pending.pop()
            if peeled == UNDEFINED:
                return True
            if isinstance(peeled, TUnion) and id(peeled) not in seen:
                seen[id(peeled)] = peeled
                members = list(self._flat_members(peeled.members))
                # TypeScript: nothing stands beside `unknown` or `any` in a union.
                if UNKNOWN not in members and ANY not in members:
                    pending += map(self.types.peel, members)
        return False

    # ---------------------------------------------------------------------- types

    def _is_left_out(self, term: TypeTerm) -> bool:
        peeled = self.types.peel(term)
        if isinstance(peeled, Signature) or peeled in (FUNCTION, SYMBOL, Special("module")):
            return True
        shape = self.types.shape(peeled)
        return shape is not None and shape.callable and not shape.properties

    def _whole(
        self, term: TypeTerm, module: str, path: Path, name: str, span: Span | None
    ) -> Type | None:
        """`lift` for the whole of a type: one of too many parts, or too deep ones, is `Any`."""
        outer = self._nodes, self._nested
        self._nodes = self._nested = 0
        try:
            return self.lift(term, module, path)
        except OUT_OF_BOUNDS:
            return self._too_large(name, span or self._holder(module, path)[1])
        finally:
            self._nodes, self._nested = outer

    def _too_large(self, name: str, span: Span | None) -> Opaque:
        message = f"the type of {name!r} has too many parts, or nests too deeply"
        advice = "It becomes Any; give parts of it names of their own, or leave some out."
        self.types.say(warning("RC206", message, span, advice))
        return Opaque("it has too many parts, or nests too deeply", name)

    @contextmanager
    def _part(self, term: TypeTerm) -> Iterator[None]:
        """One more part of a type that is written out. Raises SpentError where it is too large."""
        self._nodes += not isinstance(term, Literal)
        self._nested += 1
        try:
            if self._nodes > MOST_NODES or self._nested > MOST_NESTED:
                raise SpentError
            yield
        finally:
            self._nested -= 1

    def lift(self, term: TypeTerm, module: str, path: Path) -> Type | None:
        """The model's type of a term; None for what JSON cannot carry.

        `path` names the place, and with it the anonymous object types there. Raises SpentError
        for a type that is too large to be written out in one place.
        """
        with self._part(term):
            return self._lifted(term, module, path)

    def _lifted(self, term: TypeTerm, module: str, path: Path) -> Type | None:
        term = self.types.force(term)
        match term:
            case LibraryClass(reason=reason, env=env, at=at):
                return self.types.opaque(env, at, reason)
            case Literal(kind, value):
                return Literal(kind, value)
            case TTemplate():
                return template_of_term(term)
            case StringMapping():
                return _STRING
            case BigIntLiteral():
                return self._special(BIGINT)
            case Primitive() | Opaque():
                return term
            case Special():
                return self._special(term)
            case Signature():
                return None
            case Placeholder(id=id_):
                return self._reach(term, id_)
            case TArray(element):
                inner = (*path, ".item") if DeclId(module, path) in self._reached else path
                return Array(self._element(element, module, inner))
            case TTuple():
                return self._tuple(term, module, path)
            case TUnion(members):
                return self._union(members, module, path)
            case Named():
                return self._named(term, module, path)
            case ObjectShape():
                return self._anonymous(term, module, path)
            case Lazy():
                raise AssertionError("a forced term is not lazy")

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
            case "bigint":
                return Opaque("JSON cannot carry a bigint", "bigint")
            case _:
                return None

    def _element(self, term: TypeTerm, module: str, path: Path) -> Type:
        """An element of an array: JSON.stringify writes null for undefined and functions."""
        lifted = self.lift(term, module, path)
        if lifted is None or lifted == NEVER:
            return NULL if lifted is None or self._includes_undefined(term) else NEVER
        if self._includes_undefined(term) or self._includes_left_out(term):
            return union_of_types([*flat(lifted), NULL])
        return lifted

    def _tuple(self, term: TTuple, module: str, path: Path) -> Type:
        return model.Tuple(
            tuple(
                model.TupleItem(
                    self._tuple_item(item.type, item.optional, module, (*path, f".{position}")),
                    item.optional,
                    item.rest,
                    item.name,
                )
                for position, item in enumerate(term.items)
            )
        )

    def _tuple_item(self, term: TypeTerm, optional: bool, module: str, path: Path) -> Type:
        if optional:
            return self.lift(term, module, path) or NULL
        return self._element(term, module, path)

    def _named(self, term: Named, module: str, path: Path) -> Type | None:
        if self._is_left_out(term):
            return None
        if not term.arguments:
            return self._reach(term, self._ids.named(term))
        if not self._may_grow(term):
            return self._endless(term.symbol.name, term.symbol.span())
        if not term.symbol.of_kind("alias"):
            return self._reach(term, self._ids.named(term))
        return self._generic_alias(term, module, path)

    def _generic_alias(self, term: Named, module: str, path: Path) -> Type | None:
        """An object type keeps the alias's name; anything else stands in its place.

        A recursive alias cannot stand in its own place: it becomes a declaration.
        """
        key = identity(term)
        if key in self._inlining:
            self._inlining[key] = True
            return self._reach(term, self._ids.named(term))
        body = self.types.force(self.types.alias_body(term))
        if isinstance(body, ObjectShape):
            return self._reach(term, self._ids.named(term))
        if isinstance(body, Named) and body.symbol is term.symbol:
            # An alias that ends in another instance of itself is followed to its end.
            body = self.types.peel(body)
        self._inlining[key] = False
        try:
            with self._growth.inside(term):
                lifted = self.lift(body, module, path)
            recursive = self._inlining[key]
        finally:
            del self._inlining[key]
        return self._reach(term, self._ids.named(term)) if recursive else lifted

    def _may_grow(self, term: Named) -> bool:
        return len(self._ids) < _MOST_INSTANCES and self._growth.may_follow(term)

    def _endless(self, name: str, span: Span | None) -> Opaque:
        message = f"{name!r} is instantiated with ever larger arguments"
        advice = "It becomes Any where they are too large; give the recursion an end."
        self.types.say(warning("RC206", message, span, advice))
        return Opaque("it has no end", name)

    def _anonymous(self, shape: ObjectShape, module: str, path: Path) -> Type | None:
        if shape.callable and not shape.properties:
            return None
        if not shape.properties:
            return self._index(shape, module, path, self.lift) or _EMPTY
        if shape.home is not None:
            module, path = shape.home.module, shape.home.path
        known = self._shapes.setdefault(shape, {})
        if known and (
            (shape.merged and is_recursive(self.types, shape)) or self._growth.nests(shape)
        ):
            return Ref(next(iter(known)))
        for length in range(len(path) + 1):
            # The same type inside itself: a recursion that passes through an intersection.
            if (id_ := DeclId(module, path[:length])) in known:
                return Ref(id_)
        id_ = DeclId(module, path)
        first = self._taken.setdefault(id_, shape)
        digest = self._ids.digest
        if first is not shape and digest(first, module) != digest(shape, module):
            # Two types at one place, as in `T | (T & U)[]`.
            id_ = DeclId(module, (*path, f".{digest(shape, module)}"))
        if id_ not in self._queued and not self._growth.may_nest(shape):
            if self._taken.get(id_) is shape:
                del self._taken[id_]
            return self._endless(*self._holder(module, path))
        known[id_] = None
        return self._reach(shape, id_)

    def _holder(self, module: str, path: Path) -> tuple[str, Span | None]:
        """The name and the place of the named type that a path is in."""
        for length in range(len(path), 0, -1):
            named = self._reached.get(DeclId(module, path[:length]))
            if named is not None:
                return named.symbol.name, named.symbol.span()
        return path[0], None

    # --------------------------------------------------------------------- unions

    def _union(self, members: Sequence[TypeTerm], module: str, path: Path) -> Type | None:
        flattened = list(self._flat_members(members))
        kept = [member for member in flattened if not self._is_left_out(member)]
        defined = [member for member in kept if member != UNDEFINED]
        if not defined and len(kept) < len(flattened):
            return None
        is_open = any(map(self._is_open, kept))
        kept = defined
        shapes = [member for member in kept if isinstance(member, ObjectShape)]
        anonymous = [shape for shape in shapes if shape.properties]
        # Under an alias's own path even a single one needs a name of its own.
        several = len(anonymous) > 1 or DeclId(module, path) in self._reached
        segments = self._ids.segments(anonymous, module) if several else {}
        types: list[Type] = []
        for member in kept:
            segment = segments.get(member) if isinstance(member, ObjectShape) else None
            place = path if segment is None else (*path, segment)
            lifted = self.lift(member, module, place)
            if lifted is not None:
                types += flat(lifted)
        # Literals alone are cheap, but not where unions of them are made again and again.
        self._nodes += len(types) // _LITERALS
        return union_of_types(absorbed(types, is_open=is_open, behind=self._behind))

    def _is_open(self, term: TypeTerm) -> bool:
        """Whether literals stay beside the string that a term is, or stands for in place."""
        if isinstance(term, Named) and term.arguments and term.symbol.of_kind("alias"):
            return any(map(self._is_open, self.types.members(term)))
        return term == Special("open string")

    def _flat_members(self, members: Sequence[TypeTerm]) -> Iterator[TypeTerm]:
        """The members of a union, those of unions in it too. Raises SpentError if too deep."""
        waiting = [iter(members)]
        while waiting:
            member = next(waiting[-1], None)
            if member is None:
                waiting.pop()
                continue
            forced = self.types.force(member)
            if not isinstance(forced, TUnion):
                yield forced
            elif len(waiting) > DEEPEST:
                raise SpentError
            else:
                waiting.append(iter(forced.members))

    def _behind(self, id_: DeclId) -> Iterator[TypeTerm] | None:
        """The members of what an id stands for; None if it is that of no named type."""
        term = self._reached.get(id_)
        return self.types.members(term) if term is not None else None


def _documented(symbol: Symbol) -> DeclarationNode:
    """The declaration of a symbol that carries its text: the first that has one."""
    for node in symbol.declarations:
        if node.doc is not None:
            return node
    return symbol.declarations[0]


def _doc(node: DeclarationNode | None) -> tuple[str | None, str | None]:
    doc = node.doc if node is not None else None
    return (None, None) if doc is None else (doc.text, doc.deprecated)
