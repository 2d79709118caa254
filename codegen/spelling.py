"""How types are spelled in Python: the only place where annotations are made.

A `Dialect` is a kind of module that types are written in. Spelling a name is what imports it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from .annotations import Annotation, Either, Name, Subscript, flat
from .layout import literal
from .model import (
    NULL,
    Array,
    DeclId,
    Literal,
    Map,
    Opaque,
    Primitive,
    PrimitiveName,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from .names import Names

__all__ = ["DATACLASSES", "TYPED_DICTS", "Dialect", "Speller", "literal_text", "origin"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How types are written in one kind of module.

    `lists_for_tuples` writes a tuple as a list of its items' types, which is what a JSON
    reader gives.
    """

    name: str
    lists_for_tuples: bool


DATACLASSES: Final = Dialect("dataclasses", lists_for_tuples=True)
"""Slotted keyword-only dataclasses: absent is `UNSET`, null is None."""

TYPED_DICTS: Final = Dialect("typed_dicts", lists_for_tuples=False)
"""TypedDicts, exactly the spec: absent is `NotRequired`, null is None."""

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
    {"Any", "Literal", "Never", "NotRequired", "TypeAlias", "TypedDict", "Union"}
)


@dataclass
class Speller:
    """Spells types, and remembers which names it has used.

    `shadowed` are the names that fields of the class at hand hide. `evaluated` says that the
    annotation at hand is, when the module is run: what is not `defined` yet is then quoted.
    """

    dialect: Dialect
    names: Names
    defined: set[DeclId] = field(default_factory=set)
    typing: set[str] = field(default_factory=set)
    runtime: set[str] = field(default_factory=set)
    aliased: set[str] = field(default_factory=set)
    shadowed: frozenset[str] = frozenset()
    evaluated: bool = False
    _forward: bool = False

    def use(self, name: str) -> str:
        """A builtin or a typing name; under its alias where a field hides it."""
        root = name.split("[", 1)[0]
        if root in _TYPING:
            self.typing.add(root)
        return self._unhidden(name, root)

    def from_runtime(self, name: str) -> str:
        """A name of the runtime; under its alias where a field hides it."""
        self.runtime.add(name)
        return self._unhidden(name, name)

    def _unhidden(self, name: str, root: str) -> str:
        if root not in self.shadowed:
            return name
        self.aliased.add(root)
        return f"_{name}"

    def either(self, items: Iterable[Annotation]) -> Annotation:
        """A union of the distinct annotations."""
        distinct = tuple(dict.fromkeys(items))
        if not distinct:
            return Name(self.use("Never"))
        if len(distinct) == 1:
            return distinct[0]
        quoted = any(_is_quoted(item) for item in distinct) and self.evaluated
        return Either(distinct, lambda: self.use("Union"), spelled_out=quoted)

    def type(self, type_: Type) -> Annotation:
        """The annotation of a type."""
        match type_:
            case Primitive("object"):
                containers = [self.map(Name(self.use("Any"))), self.list(Name(self.use("Any")))]
                return self.either(containers)
            case Primitive(name):
                return Name(self.use(_PRIMITIVES[name]))
            case Template():
                return Name(self.use("str"))
            case Opaque():
                return Name(self.use("Any"))
            case Literal():
                return self._literals([type_])
            case Array(element):
                return self.list(self.type(element))
            case Map(value=value):
                return self.map(self.type(value))
            case Tuple():
                return self._tuple(type_)
            case Ref(id=id_):
                return self._reference(id_)
            case Union(members):
                return self._members(members)
            case _:
                assert_never(type_)

    def quoted(self, type_: Type) -> Annotation:
        """A type that is evaluated: a string as a whole if it names what is not yet defined."""
        self._forward = False
        annotation = self.type(type_)
        if not self._forward:
            return annotation
        self.evaluated = False
        text = flat(self.type(type_))
        self.evaluated = True
        return Name(literal(text))

    def list(self, element: Annotation) -> Annotation:
        """A list of such elements."""
        return Subscript(self.use("list"), (element,))

    def map(self, value: Annotation) -> Annotation:
        """A dict of such values."""
        return Subscript(self.use("dict"), (Name(self.use("str")), value))

    def _literals(self, literals: Sequence[Literal]) -> Annotation:
        """Literal types, as far as Python has them."""
        texts = [literal_text(item) for item in literals]
        items = tuple(Name(text) for text in texts if text is not None)
        found: list[Annotation] = []
        if items:
            found.append(Subscript(self.use("Literal"), items))
        if None in texts:
            found.append(Name(self.use("float")))
        return self.either(found)

    def _members(self, members: Sequence[Type]) -> Annotation:
        """A union: literals together where the first one stands, null last."""
        items: list[Annotation] = []
        literals = [member for member in members if isinstance(member, Literal)]
        for member in members:
            if isinstance(member, Literal):
                if member is literals[0]:
                    items.append(self._literals(literals))
            elif member != NULL:
                items.append(self.type(member))
        if NULL in members:
            items.append(Name("None"))
        return self.either(_flattened(items))

    def _reference(self, id_: DeclId) -> Annotation:
        name = self.names.declarations[id_]
        if self.evaluated and id_ not in self.defined:
            self._forward = True
            return Name(f'"{name}"')
        return Name(self._unhidden(name, name))

    def _tuple(self, type_: Tuple) -> Annotation:
        if self.dialect.lists_for_tuples:
            if not type_.items:
                return self.list(Name(self.use("Any")))
            return self.list(self.either(_flattened(self.type(i.type) for i in type_.items)))
        required = [item for item in type_.items if not item.optional]
        optional = [item for item in type_.items if item.optional and not item.rest]
        if not optional:
            return self._exact_tuple(type_, len(type_.items))
        shortest = len(required) - sum(item.rest for item in required)
        # With a rest of no elements, the whole is as long as all that stands before the rest.
        open_ended = len(required) + len(optional) < len(type_.items) or type_.items[-1].rest
        longest = len(type_.items)
        lengths = (*range(shortest, longest - open_ended), longest)
        return self.either(self._exact_tuple(type_, length) for length in lengths)

    def _exact_tuple(self, type_: Tuple, length: int) -> Annotation:
        items: list[Annotation] = []
        for item in type_.items[:length]:
            inner = self.type(item.type)
            if item.rest:
                spread = (inner, Name("..."))
                if len(type_.items) == 1:
                    return Subscript(self.use("tuple"), spread)
                items.append(Subscript(f"*{self.use('tuple')}", spread))
            else:
                items.append(inner)
        return Subscript(self.use("tuple"), tuple(items) or (Name("()"),))


_LARGEST_INTEGER: Final = 2**53
"""Beyond it a number of TypeScript is no longer exact, and checkers refuse the literal."""


def literal_text(item: Literal) -> str | None:
    """How Python spells a literal; None where it has no literal type, as for fractions."""
    value = item.value
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, float) or abs(value) > _LARGEST_INTEGER:
        return None
    return repr(value)


def _flattened(items: Iterable[Annotation]) -> list[Annotation]:
    """The members of nested unions beside each other, null last."""
    found: list[Annotation] = []
    for item in items:
        found += item.items if isinstance(item, Either) else (item,)
    null = Name("None")
    if null in found:
        found = [item for item in found if item != null] + [null]
    return found


def _is_quoted(annotation: Annotation) -> bool:
    return isinstance(annotation, Name) and annotation.text.startswith('"')


def origin(name: str) -> str:
    """The module that has a name which the speller used, and which no declaration has."""
    if name in _TYPING:
        return "typing"
    return "._runtime" if name in ("Maybe", "UNSET") else "builtins"
