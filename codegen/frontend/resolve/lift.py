"""Lift terms to the model's declarations.

Anonymous object types become declarations named by their path; members without a JSON form are left
out with a note; declarations are made as they are reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from functools import partial

from ...model import (
    UNKNOWN,
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    Interface,
    Literal,
    Opaque,
    Primitive,
    Property,
    Ref,
)
from ...text.diagnostics import note
from ...text.records import dataclass
from ...text.source import Span
from ..syntax import DeclarationNode, EnumBody
from .absent import includes_undefined, is_function, is_left_out
from .budget import (
    KEY_COPIES,
    LONGEST_NAME,
    LONGEST_TAIL,
    MOST_LEFT_OUT,
    OUT_OF_BOUNDS,
    PLAIN_PARTS,
    SHARES,
    SHORT_TAIL,
    SpentError,
)
from .ids import Ids
from .lift_types import EMPTY, TypeLifter
from .places import renamed
from .protocol import Types
from .reached import Reached, Term
from .repeats import ByReference
from .semantics import NEVER, Named, ObjectShape, Placeholder, ShapeProperty, TypeTerm
from .shapes import list_base, primitive_base
from .stand_ins import is_too_large, too_large
from .symbols import Symbol

__all__ = ["Lifter", "TooManyError"]


class TooManyError(Exception):
    """A spec has more declarations than allowed: at least `count`."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@dataclass(eq=False)
class Lifter:
    """Makes declarations of named and anonymous types, each once."""

    types: Types
    declarations: dict[DeclId, Declaration] = field(default_factory=dict)
    _ids: Ids = field(init=False)
    _reached: Reached = field(default_factory=Reached)
    _lifter: TypeLifter = field(init=False)
    _written: set[Span] = field(default_factory=set)
    """The origins of the properties of all declarations."""
    _left_out: set[Span] = field(default_factory=set)
    """The places of members that are no data, as far as they are noted."""
    _repeated_notes: int = 0
    _distinct: int = 0
    """Declarations with a property of a new origin, which are the same as no other one."""
    _most: Callable[[int], int] | None = None
    """The number of declarations allowed for a number of bytes, if there is a limit."""
    _documented: dict[tuple[int, int], tuple[str | None, str | None]] = field(default_factory=dict)
    """The documentation of all declarations and properties, by the `id()` of its texts."""

    def __post_init__(self) -> None:
        self._ids = Ids(self.types)
        self._lifter = TypeLifter(self.types, self._ids, self._reached)

    def lift_roots(self, roots: Iterable[Named], most: Callable[[int], int] | None = None) -> None:
        """Declare the roots and all that they reach.

        A root keeps its own name even if another one reaches it first. Raises TooManyError for more
        declarations than the `most` for the bytes of the spec, before equal ones are merged.
        """
        self._most = most
        named = [(root, self._ids.named(root, plain=True)) for root in roots]
        declared = 0
        for root, _ in named:
            self._lifter.same.export(root)
        for root, id_ in named:
            self._reached.refer(root, id_)
            self._reached.hasten(id_)
            self._drain_fairly()
            declared += id_ in self.declarations
            self._assert_few(declared)
        self._drain(self._reached.late())
        self._name_repeated()
        self._lifter.places.owner = None
        self._lifter.same.name_all()
        names = self._lifter.places.names(self.declarations)
        declarations = renamed([*self.declarations.values()], names)
        self.declarations = {declaration.id: declaration for declaration in declarations}

    def _name_repeated(self) -> None:
        """Give declarations to the types that would be repeated too often."""
        named = [(term, type_) for term, type_ in self._lifter.repeated()]
        refs: dict[int, Ref] = {}
        for term, type_ in named:
            refs[id(type_)] = self._reached.refer(term, self._ids.named(term))
        self._drain(self._reached.late())
        if refs:
            by_reference = ByReference(refs)
            self.declarations = {
                id_: by_reference.declaration(declaration)
                for id_, declaration in self.declarations.items()
            }

    def _drain_fairly(self) -> None:
        """Declare what waits; once it repeats more than its share, the rest is put off."""
        budget = self.types.budget
        most = budget.copied + budget.most_copied(self.types.program.size) // SHARES
        for one in self._reached.undeclared():
            self._drain((one,))
            if budget.copied > most:
                self._reached.put_off()

    def _drain(self, reached: Iterable[tuple[DeclId, Term]]) -> None:
        for id_, term in reached:
            self._lifter.places.owner = id_
            with self._lifter.growth.inside(term):
                declaration = self._bounded(id_, term)
            if declaration is not None:
                self.declarations[id_] = declaration
                self._assert_few(self._distinct)

    def _assert_few(self, count: int) -> None:
        """Raise TooManyError for more declarations than allowed."""
        if self._most is not None and count > self._most(self.types.program.size):
            raise TooManyError(count)

    def _bounded(self, id_: DeclId, term: Term) -> Declaration | None:
        """Like `_declare`; a declaration that exceeds the budget becomes `Any`."""
        try:
            return self._declare(id_, term)
        except OUT_OF_BOUNDS:
            span = term.symbol.span() if isinstance(term, Named) else None
            if span is None:
                span = self._reached.holder(id_.module, id_.path)[1]
            return Alias(id_, too_large(self.types, str(id_), span), None, None, span)

    def _counted(
        self, shape: ObjectShape, places: Sequence[Span]
    ) -> list[tuple[ShapeProperty, int]]:
        """The properties of an object type, each with the parts that do not count as repeated.

        Properties that another declaration has already, and whose origin is not in `places`, count
        as repeated, and so do those that a mapped type makes at one place. Raises SpentError if the
        spec repeats too much.
        """
        counted = []
        repeated = 0
        here: set[Span] = set()
        for item in shape.properties.values():
            span = item.span
            is_own = (
                span is not None
                and span not in here
                and (span not in self._written or any(_is_within(span, place) for place in places))
            )
            counted.append((item, PLAIN_PARTS if is_own else 0))
            if not is_own:
                repeated += 1 + len(item.name) // LONGEST_NAME
                repeated += (KEY_COPIES - 1) * (span in here)
            if span is not None:
                here.add(span)
        self._distinct += not here <= self._written
        self._written |= here
        if repeated:
            self.types.budget.copy(repeated, self.types.program.size)
        return counted

    def _declare(self, id_: DeclId, term: Term) -> Declaration | None:
        if self.types.budget.is_full and isinstance(term, Named) and term.arguments:
            raise SpentError
        match term:
            case Placeholder(text=text, at=at):
                doc = f"Placeholder: `{text}` could not be resolved."
                return Alias(id_, Opaque("the import cannot be resolved", text), doc, None, at)
            case ObjectShape():
                span = term.span or self._reached.holder(id_.module, id_.path)[1]
                return self._object(id_, term, None, span)
            case Named(symbol):
                node = _documented(symbol)
                if symbol.of_kind("enum"):
                    return self._enum(id_, symbol)
                if symbol.of_kind("alias"):
                    return self._alias(id_, term, node)
                base = list_base(self.types, term)
                if base is not None:
                    span = symbol.span()
                    items = self._lifter.whole(base, id_.module, id_.path, symbol.name, span)
                    return Alias(id_, items or Array(UNKNOWN), *self._doc(node), span)
                shape = self.types.shape(term)
                assert shape is not None
                primitive = primitive_base(shape)
                if primitive is not None:
                    return Alias(id_, primitive, *self._doc(node), symbol.span())
                if is_function(self.types, shape):
                    self._leave_out(f"{id_} is a function", symbol.span())
                    return None
                places = () if term.arguments else _places(symbol)
                return self._object(id_, shape, node, symbol.span(), declared=True, places=places)

    def _alias(self, id_: DeclId, named: Named, node: DeclarationNode) -> Declaration | None:
        body = self._unwrapped(self.types.alias_body(named))
        span = named.symbol.span()
        if (
            isinstance(body, ObjectShape)
            and list_base(self.types, body) is None
            and not is_left_out(self.types, body)
            and (body.home is None or not body.properties)
        ):
            places = () if named.arguments else _places(named.symbol)
            return self._object(id_, body, node, span, places=places)
        lifted = self._lifter.whole(body, id_.module, id_.path, named.symbol.name, span)
        if lifted is None:
            self._leave_out(f"{id_} has no JSON form", span)
            return None
        return Alias(id_, lifted, *self._doc(node), span)

    def _unwrapped(self, term: TypeTerm) -> TypeTerm:
        """Resolve a generic alias's instance, so that `type A = Generic<B>` is an object type.

        Each alias on the way is a computation of its own, so the chain itself has a limit.
        """
        start = term = self.types.force(term)
        passed: set[Named] = set()
        while isinstance(term, Named) and term.arguments and term.symbol.of_kind("alias"):
            if term in passed:
                return self.types.peel(term)  # The alias is circular, which was reported.
            if len(passed) > (LONGEST_TAIL if not self.types.budget.is_low else SHORT_TAIL):
                return self.types.peel(start)  # Each instance is another one: that is reported.
            passed.add(term)
            inner = self.types.force(self.types.alias_body(term))
            if not isinstance(inner, ObjectShape | Named):
                return term
            term = inner
        return term

    def _enum(self, id_: DeclId, symbol: Symbol) -> Declaration:
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
        doc, deprecated = self._doc(_documented(symbol))
        if not members:
            return Alias(id_, Primitive("number"), doc, deprecated, symbol.span())
        return Enum(id_, tuple(members), doc, deprecated, symbol.span())

    def _object(
        self,
        id_: DeclId,
        shape: ObjectShape,
        node: DeclarationNode | None,
        span: Span | None,
        *,
        declared: bool = False,
        places: Sequence[Span] = (),
    ) -> Declaration:
        doc, deprecated = self._doc(node)
        whole = partial(self._lifter.whole, name=id_.path[-1], span=shape.span)
        index = self._lifter.index(shape, id_.module, id_.path, whole)
        counted = self._counted(shape, places)
        lifted = [self._property(item, id_, plain) for item, plain in counted]
        properties = [property_ for property_ in lifted if property_ is not None]
        # A map stays one if a property of it can have no value.
        is_map = index is not None and all(_is_never(property_) for property_ in properties)
        if is_map or not (shape.properties or declared):
            return Alias(id_, index or EMPTY, doc, deprecated, span)
        self._leave_out_members(shape, id_)
        return Interface(id_, tuple(properties), index, doc, deprecated, span)

    def _leave_out_members(self, shape: ObjectShape, owner: DeclId) -> None:
        """Note the members that are no data, those of a base for its heirs, too, up to a number."""
        for description, name, at in shape.skipped:
            if description in ("hidden member", "setter"):
                continue
            if at in self._left_out:
                self._repeated_notes += 1
                if self._repeated_notes > MOST_LEFT_OUT:
                    continue
            self._left_out.add(at)
            self._leave_out(f"the {description} {name}".strip() + f" of {owner}", at)

    def _property(self, item: ShapeProperty, owner: DeclId, plain: int) -> Property | None:
        path = (*owner.path, f".{item.name}")
        term = self._lifter.same.term(item.type)
        lifted = self._lifter.whole(term, owner.module, path, item.name, item.span, plain=plain)
        undefined = not is_too_large(lifted) and includes_undefined(self.types, term)
        if lifted is None and item.span is None:
            return None  # A method of the library has no text in the spec.
        if lifted is None:
            self._leave_out(f"the property {item.name!r} of {owner} has no JSON form", item.span)
            return None
        return Property(
            item.name,
            lifted,
            not (item.optional or undefined),
            item.readonly,
            *self._texts(item.doc, item.deprecated),
            item.span,
        )

    def _doc(self, node: DeclarationNode | None) -> tuple[str | None, str | None]:
        doc = node.doc if node is not None else None
        return (None, None) if doc is None else self._texts(doc.text, doc.deprecated)

    def _texts(self, doc: str | None, deprecated: str | None) -> tuple[str | None, str | None]:
        """The documentation of a declaration or a property; none if it is repeated too often.

        A piece of source is quoted once, however many types contain it.
        """
        text = len(doc or "") + len(deprecated or "")
        if text == 0:
            return doc, deprecated
        key = id(doc), id(deprecated)
        if key in self._documented and not self.types.budget.may_repeat(
            text, self.types.program.size
        ):
            return None, None if deprecated is None else ""
        self._documented[key] = (doc, deprecated)
        return doc, deprecated

    def _leave_out(self, description: str, span: Span | None) -> None:
        self.types.program.diagnostics.append(note("RC205", f"left out: {description}", span))


def _places(symbol: Symbol) -> list[Span]:
    """The places of the declarations of a symbol, as whole statements."""
    return [
        scope.module.source.span(*node.at)
        for node, scope in zip(symbol.declarations, symbol.places, strict=True)
    ]


def _is_within(inner: Span, outer: Span) -> bool:
    begin, end = (outer.line, outer.column), (outer.end_line, outer.end_column)
    return inner.file == outer.file and begin <= (inner.line, inner.column) <= end


def _is_never(property_: Property) -> bool:
    return property_.type == NEVER and not property_.required


def _documented(symbol: Symbol) -> DeclarationNode:
    """The declaration of a symbol that carries its text: the first that has one."""
    for node in symbol.declarations:
        if node.doc is not None:
            return node
    return symbol.declarations[0]
