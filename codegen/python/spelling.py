"""Spell types in Python: the only place that makes annotations.

A `Dialect` is a kind of module. Annotations are trees, whose names have the module they are
imported from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from functools import cache
from typing import Final, NamedTuple, TypeVar, assert_never, cast

from ..model import (
    NULL,
    Array,
    DeclId,
    Literal,
    Map,
    Opaque,
    Primitive,
    PrimitiveName,
    Property,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
    refs,
)
from ..text.records import dataclass
from .identifiers import unused
from .names import Names
from .tree import (
    ELLIPSIS,
    NONE,
    Either,
    Expression,
    Name,
    Quoted,
    Starred,
    String,
    Subscript,
    number,
    tuple_of,
)

__all__ = ["DATACLASSES", "TYPED_DICTS", "Dialect", "Speller", "literal_value", "only_value"]


_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The spelling of types in one kind of module.

    `lists_for_tuples` spells a tuple as a list of its elements' types, which is what a JSON reader
    returns.
    """

    name: str
    lists_for_tuples: bool


DATACLASSES: Final = Dialect("dataclasses", lists_for_tuples=True)
"""Slotted keyword-only dataclasses: absent is `UNSET`, null is None."""

TYPED_DICTS: Final = Dialect("typed_dicts", lists_for_tuples=False)
"""TypedDicts, exactly the spec: absent is `NotRequired`, null is None."""

_MOST_ELEMENTS: Final = 400
"""The elements of all lengths of a tuple that are written out; their number is quadratic."""

_MOST_LENGTHS: Final = 3
"""The lengths that are written out of a tuple that has more elements."""

_PRIMITIVES: Final[dict[PrimitiveName, str]] = {
    "string": "str",
    "number": "float",
    "integer": "int",
    "boolean": "bool",
    "null": "None",
    "unknown": "Any",
    "defined": "Any",
    "never": "Never",
}

_TYPING: Final = frozenset(
    {"Any", "Literal", "Never", "NotRequired", "TypeAlias", "TypedDict", "TypeVar", "Union"}
)


class _Kept(NamedTuple):
    """A cached result for a property, with the names in it, and an undefined one of these.

    The type is kept, so that its `id()` is not reused.
    """

    type: Type
    made: object
    asked: frozenset[str]
    undefined: DeclId | None


@dataclass
class Speller:
    """Spells types.

    `may_be_unknown` is whether a value of a union can be read as an `UnknownEvent`. `shadowed` are
    the names that fields of the current class hide: such a name is spelled with a leading
    underscore, as which it is imported, or defined for a declaration (`aliased` are those).
    `evaluated` is whether the annotation is evaluated at run time: undefined names are then quoted,
    all but those in `defined`. `nulls` are the aliases of null, of which Python makes no union with
    each other or with None. What refers to `tangled` declarations stands in brackets after
    `reference`, the alias `Ref` of the runtime. `endless` aliases are always quoted by themselves.
    """

    dialect: Dialect
    names: Names
    may_be_unknown: Callable[[Type], bool]
    nulls: frozenset[DeclId] = frozenset()
    tangled: frozenset[DeclId] = frozenset()
    reference: Name = Name("Ref", "._references")
    endless: frozenset[DeclId] = frozenset()
    defined: set[DeclId] = field(default_factory=set)
    aliased: set[str] = field(default_factory=set)
    shadowed: frozenset[str] = frozenset()
    evaluated: bool = False
    _forward: bool = False
    _in_reference: bool = False
    _taken: frozenset[str] | None = None
    _kept: dict[object, _Kept] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _undefined: DeclId | None = None

    def once(self, item: Property, kind: object, make: Callable[[], _Made]) -> _Made:
        """Cache the result of `make` for equal properties of several classes.

        `kind` is the kind of result, as one spec has its properties in several forms. Classes
        inherit the same property from one interface, a hundred of them in each of a thousand
        classes.
        """
        key = (kind, item.wire_name, item.required, id(item.type), item.doc, item.deprecated)
        kept = self._kept.get(key)
        if kept is not None and self._still_holds(kept):
            return cast("_Made", kept.made)
        self._asked, self._undefined = set(), None
        made = make()
        if self._asked.isdisjoint(self.shadowed):
            self._kept[key] = _Kept(item.type, made, frozenset(self._asked), self._undefined)
        return made

    def _still_holds(self, kept: _Kept) -> bool:
        """Whether a result is valid here: no name in it is shadowed or defined by now."""
        if kept.undefined is not None and kept.undefined in self.defined:
            return False
        return kept.asked.isdisjoint(self.shadowed)

    def use(self, name: str) -> Name:
        """A builtin or a name of `typing`."""
        return self._imported(name, "typing" if name in _TYPING else "")

    def from_runtime(self, name: str) -> Name:
        """A name of the runtime modules."""
        return self._imported(name, "._runtime")

    def hidden(self, name: str) -> str:
        """The alternative spelling of a shadowed name, which no declaration has.

        One underscore leads it: with two, Python reads another name in the body of a class.
        """
        if self._taken is None:
            self._taken = frozenset(self.names.declarations.values())
        return unused(f"_{name.lstrip('_')}", self._taken)

    def _imported(self, name: str, home: str) -> Name:
        self._asked.add(name)
        if name not in self.shadowed:
            return _name(name, home)
        return Name(self.hidden(name), home or "builtins", name)

    def either(self, items: Iterable[Expression]) -> Expression:
        """Make a union of the distinct annotations."""
        distinct = tuple(dict.fromkeys(items))
        if not distinct:
            return self.use("Never")
        if len(distinct) == 1:
            return distinct[0]
        # At run time, a string has no operator `|`.
        quoted = any(isinstance(item, Quoted) for item in distinct) and self.evaluated
        return Either(distinct, self.use("Union"), spelled_out=quoted)

    def type(self, type_: Type) -> Expression:
        """The annotation of a type."""
        match type_:
            case Primitive("object"):
                containers = [self.map(self.use("Any")), self.list(self.use("Any"))]
                return self.either(containers)
            case Primitive(name):
                return self.use(_PRIMITIVES[name])
            case Template():
                return self.use("str")
            case Opaque():
                return self.use("Any")
            case Literal():
                return self._literals([type_])
            case Array(element):
                return self.list(self.type(element))
            case Map(value=value):
                return self.map(self.type(value))
            case Tuple():
                return self._tuple(type_)
            case Ref() | Union():
                annotation = self.definition(type_)
                if self.may_be_unknown(type_):
                    unknown = self.from_runtime("UnknownEvent")
                    return self.either(_flattened([annotation, unknown]))
                return annotation
            case _:
                assert_never(type_)

    def definition(self, type_: Type) -> Expression:
        """The annotation of an alias's target: of a union its members."""
        if not isinstance(type_, (Ref, Union)):
            return self.type(type_)
        if self._in_reference or self.tangled.isdisjoint(refs(type_)):
            return self._named(type_)
        self._in_reference = True
        annotation = self._named(type_)
        self._in_reference = False
        return Subscript(self.reference, (annotation,))

    def _named(self, type_: Ref | Union) -> Expression:
        if isinstance(type_, Ref):
            return self._reference(type_.id)
        return self._members(type_.members)

    def quoted(self, type_: Type) -> Expression:
        """An annotation for evaluation, quoted as a whole if it has undefined names."""
        self._forward = False
        annotation = self.type(type_)
        # pyright evaluates each operand of `|` inside the previous one: many overflow its stack.
        if not self._forward or self.tangled or not self.endless.isdisjoint(refs(type_)):
            return annotation
        self.evaluated = False
        annotation = Quoted(self.type(type_))
        self.evaluated = True
        return annotation

    def list(self, element: Expression) -> Expression:
        """A list of such elements."""
        return Subscript(self.use("list"), (element,))

    def map(self, value: Expression) -> Expression:
        """A dict of such values."""
        return Subscript(self.use("dict"), (self.use("str"), value))

    def _literals(self, literals: Sequence[Literal]) -> Expression:
        """Literal types, as far as Python has them."""
        values = [literal_value(item) for item in literals]
        if len(values) == 1 and values[0] is not None:
            return Subscript(self.use("Literal"), (values[0],))  # As most of thousands are.
        items = tuple(value for value in values if value is not None)
        alternatives: list[Expression] = []
        if items:
            alternatives.append(Subscript(self.use("Literal"), items))
        if None in values:
            alternatives.append(self.use("float"))
        return self.either(alternatives)

    def _members(self, members: Sequence[Type]) -> Expression:
        """A union: literals together at the place of the first one, null last."""
        items: list[Expression] = []
        literals = [member for member in members if isinstance(member, Literal)]
        for member in members:
            if isinstance(member, Literal):
                if member is literals[0]:
                    items.append(self._literals(literals))
            elif not self._is_null(member):
                items.append(self.definition(member))
        if any(map(self._is_null, members)):
            items.append(NONE)
        return self.either(_flattened(items))

    def _is_null(self, type_: Type) -> bool:
        if isinstance(type_, Ref):
            return type_.id in self.nulls
        return isinstance(type_, Primitive) and type_ == NULL

    def _reference(self, id_: DeclId) -> Expression:
        name = self.names.declarations[id_]
        self._asked.add(name)
        if self.evaluated and id_ in self.endless:
            return Quoted(Name(name))
        if self.evaluated and id_ not in self.defined:
            self._forward, self._undefined = True, id_
            return Quoted(Name(name))
        if name not in self.shadowed:
            return Name(name)
        self.aliased.add(name)
        return Name(self.hidden(name))

    def _tuple(self, type_: Tuple) -> Expression:
        if self.dialect.lists_for_tuples:
            if not type_.items:
                return self.list(self.use("Any"))
            return self.list(self._any_of(type_))
        required = [item for item in type_.items if not item.optional]
        optional = [item for item in type_.items if item.optional and not item.rest]
        if not optional:
            return self._exact_tuple(type_, len(type_.items))
        shortest = len(required) - sum(item.rest for item in required)
        # A rest may be empty: the shortest tuple has only the elements before it.
        open_ended = len(required) + len(optional) < len(type_.items) or type_.items[-1].rest
        longest = len(type_.items)
        lengths = (*range(shortest, longest - open_ended), longest)
        if sum(lengths) > max(_MOST_ELEMENTS, _MOST_LENGTHS * longest):
            return Subscript(self.use("tuple"), (self._any_of(type_), ELLIPSIS))
        return self.either(self._exact_tuple(type_, length) for length in lengths)

    def _any_of(self, type_: Tuple) -> Expression:
        """The elements of a tuple, whatever their places."""
        return self.either(_flattened(self.type(item.type) for item in type_.items))

    def _exact_tuple(self, type_: Tuple, length: int) -> Expression:
        items: list[Expression] = []
        for item in type_.items[:length]:
            inner = self.type(item.type)
            if item.rest:
                spread = Subscript(self.use("tuple"), (inner, ELLIPSIS))
                if len(type_.items) == 1:
                    return spread
                items.append(Starred(spread))
            else:
                items.append(inner)
        return Subscript(self.use("tuple"), tuple(items) or (tuple_of(),))


@cache
def _name(name: str, home: str) -> Name:
    """The node of a builtin name, or of `typing` or the runtime: one for all places."""
    return Name(name, home)


_LARGEST_INTEGER: Final = 2**53
"""The largest integer that a number of TypeScript has exactly; checkers refuse more."""


def literal_value(item: Literal) -> Expression | None:
    """A literal in Python; None if it has no literal type, as fractions."""
    value = item.value
    if not isinstance(value, str) and (isinstance(value, float) or abs(value) > _LARGEST_INTEGER):
        return None
    return only_value(item)


def only_value(item: Literal) -> Expression:
    """The value of a literal in Python, a fraction too."""
    return String(item.value) if isinstance(item.value, str) else number(item.value)


def _flattened(items: Iterable[Expression]) -> list[Expression]:
    """Flatten the members of nested unions, null last."""
    alternatives: list[Expression] = []
    for item in items:
        alternatives += item.items if isinstance(item, Either) else (item,)
    if NONE in alternatives:
        alternatives = [item for item in alternatives if item != NONE] + [NONE]
    return alternatives
