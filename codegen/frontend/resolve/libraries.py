"""Assignability of the library's classes, and of what inherits from its types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from ...model import UNKNOWN, Literal, Primitive
from .apparent import (
    ITERATOR,
    TAKES_LISTS,
    TAKES_TEXT,
    apparent,
    declared_member,
    distinctive,
    functional,
    is_iterable,
    is_list,
    iterated,
    kind_of,
    lacks,
    library_base,
    library_member,
    of_every_object,
    primitive_kind,
    required_members,
)
from .budget import DEEPEST_COMPARISON
from .library import GLOBAL, INSTANCES
from .library_additions import added_above, added_member, are_alike
from .library_lookup import all_keys, bases_of, is_empty, is_of_any, is_weak
from .semantics import (
    ANY,
    FUNCTION,
    NEVER,
    UNDEFINED,
    LibraryClass,
    ObjectShape,
    ShapeProperty,
    Signature,
    Special,
    TArray,
    TTemplate,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
)
from .sequences import Sequences, taken
from .unions import as_read, union_of

__all__ = ["Libraries", "classes_of"]


_LIBRARYS: Final = "Symbol."
"""The names of the library's symbols start so: its classes have no others."""


_NOTHING: Final = ("null", "undefined")


class Libraries(Sequences):
    """The part of a comparison that is about the library's classes."""

    def _beside_library(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Compare with a library class, or one with a type; recursive types need it for itself."""
        key = (identity(source), identity(target))
        self.assuming += 1
        if key in self.busy:
            return True
        if len(self.busy) > DEEPEST_COMPARISON:
            return None
        held = len(self.held)
        self.busy.add(key)
        try:
            verdict = self._library(source, target)
        finally:
            self.busy.discard(key)
        if verdict is not True:
            self._drop_held(held)
        return verdict

    def _library(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Library classes are compared by name; the structure of most is unknown."""
        if isinstance(source, LibraryClass):
            if source.made is not None and not isinstance(target, LibraryClass):
                return self.check(source.made, target)
            if isinstance(target, LibraryClass):
                return self._between(source, target)
            known = (Primitive("object"), Primitive("defined"))
            if target in known or target in (UNKNOWN, ANY):
                return True
            shape = self.types.shape(target)
            if shape is not None and not (shape.indexes or shape.calls):
                above = (self._is_of_base(source, base) for base in shape.library)
                return self._every([*above, *self._members_of(source, shape)])
            if isinstance(target, TArray | TTuple) and is_list(source.name):
                return None
            # None of them can be called: those that can are functions.
            others = Primitive | Literal | TTemplate | TArray | TTuple | Signature
            no_class = isinstance(target, others)
            return False if no_class or isinstance(target, Special) else None
        assert isinstance(target, LibraryClass)
        if source in (ANY, NEVER) or isinstance(source, TUnion):
            return None if isinstance(source, TUnion) else True
        if source == UNKNOWN:
            return False
        kind = primitive_kind(source)
        if kind not in _NOTHING and self._is_empty(target):
            return True
        if kind is not None:
            if target.name not in TAKES_TEXT or kind_of(source) != "string":
                return None if kind not in _NOTHING and is_of_any(target.name) else False
            # TypeScript infers nothing from the members of a pattern.
            is_text = isinstance(source, Primitive | Literal) and len(target.arguments) == 1
            return self.check(Primitive("string"), target.arguments[0]) if is_text else None
        if isinstance(source, TArray | TTuple):
            if target.name not in TAKES_LISTS:
                return False if distinctive(target.name) else None
            return self._every(self.check(_element(source), inner) for inner in target.arguments)
        shape = self.types.shape(source) or apparent(self.types, source)
        return None if shape is None else self._of_shape(shape, target)

    def _between(self, source: LibraryClass, target: LibraryClass) -> bool | None:
        """Whether a class of the library is another, or inherits from it."""
        names = source.name.split(" & ")
        if len(names) > 1:
            above = {*names, *(base for name in names for base in bases_of(name))}
            return (
                True
                if above.issuperset(target.name.split(" & ")) and not target.arguments
                else None
            )
        if source.name == target.name or library_base(source.name) == target.name:
            pairs = zip(source.arguments, target.arguments, strict=False)
            return self._every(self.check(*pair) for pair in pairs)
        if not (source.arguments or target.arguments):
            if target.name in bases_of(source.name):
                return True
            if (alike := are_alike(source.name, target.name)) is not None:
                return alike
        if target.name == "Iterable" and len(target.arguments) == 1:
            item = iterated(source)
            if item is not None:
                return self.check(item, target.arguments[0])
            return None if is_iterable(source.name) is not False else False
        if library_base(target.name) == source.name == "Error":
            return True
        return self._by_names(target, partial(self._lacks, source), self._is_empty(source))

    def _by_names(
        self, target: LibraryClass, lacks: Callable[[str], bool], is_empty: bool
    ) -> bool | None:
        """Whether a type that may lack members is a class, as far as the names of these tell."""
        if self._is_empty(target):
            return True
        if any(lacks(key) for key in required_members(target.name)):
            return False
        # TypeScript: if all are optional, at least one of them has to be present.
        keys = all_keys(target.name)
        if keys is not None and is_weak(target.name) and all(map(lacks, keys)):
            return is_empty
        return None

    def _is_empty(self, term: LibraryClass) -> bool:
        """Whether a class of the library has no members at all."""
        return is_empty(term.name) and not any(added_above(self.types, term.name))

    def _lacks(self, term: LibraryClass, name: str) -> bool:
        """Whether a class surely lacks a member, which the spec may add to its bases."""
        return lacks(term.name, name) and added_member(self.types, term.name, name) is None

    def _of_shape(self, shape: ObjectShape, target: LibraryClass) -> bool | None:
        """Whether an object type inherits from a class of the library, or may be like it."""
        inherits = self._some(self.check(base, target) for base in shape.library)
        if inherits is not False:
            return inherits
        whole = functional(self.types, shape)
        if target.name == "Iterable":
            return None if ITERATOR in whole.symbols else False
        own = whole.properties.keys() | whole.methods.keys()
        bases = [*classes_of(shape)]
        if any(target.name in (base.name, *bases_of(base.name)) for base in bases):
            return False

        def lacks(name: str) -> bool:
            return name not in own and all(self._lacks(base, name) for base in bases)

        return self._by_names(target, lacks, is_empty=not (own or bases))

    def _is_heir(self, source: TypeTerm, target: TypeTerm) -> bool:
        """Whether a type inherits from a date, an address or a function."""
        shape = self.types.shape(source)
        return shape is not None and target in shape.library

    def _is_of_base(self, source: TypeTerm, base: TypeTerm) -> bool | None:
        """Whether a type is of a base, which may be that of texts, numbers or dates."""
        if not isinstance(base, Primitive | Special):
            return self.check(source, base)
        if source == base or self._is_heir(source, base):
            return True
        shape = self.types.shape(source)
        given = apparent(self.types, source) if shape is None else functional(self.types, shape)
        wanted = apparent(self.types, base)
        if given is None or wanted is None:
            return False
        own = given.properties.keys() | given.methods.keys()
        return None if wanted.properties.keys() | wanted.methods.keys() <= own else False

    def _members_of(self, of: LibraryClass, wanted: ObjectShape) -> Iterator[bool | None]:
        """Whether a library class has each of some members."""
        name = of.name
        names = {**wanted.properties, **wanted.methods}
        some: bool | None = False
        for key, item in names.items():
            added = added_member(self.types, name, key)
            added = added or declared_member(self.types, of, key)
            own = library_member(name, key) if added is None else as_read(added)
            some = some or own is not None
            if added is not None and added.optional and not item.optional:
                yield False  # It may lack it, whatever its type says.
            if own is None and (inherited := of_every_object(self.types, key)) is not None:
                own = inherited.type
                some = some or not item.optional or (False if lacks(name, key) else None)
            if own is None and name == GLOBAL and key in INSTANCES:
                some = True
                yield True if self.types.peel(item.type) in (UNKNOWN, ANY) else None
            elif own is not None:
                yield self._member_of(own, item)
            elif not lacks(name, key):
                some = some or None
                yield None
            elif not item.optional:
                yield False
        for symbol, item in wanted.symbols.items():
            is_declared = not symbol.startswith(_LIBRARYS)
            if symbol == ITERATOR:
                some = some or is_iterable(name)
                yield self._iterator_of(name, item)
            else:
                some = some or (False if is_declared else None)
                yield item.optional if is_declared else None
        # TypeScript: if all are optional, at least one of them has to be present.
        yield some if (names or wanted.symbols) and not wanted.library else True

    def _iterator_of(self, name: str, item: ShapeProperty) -> bool | None:
        """Whether a library class has the method that makes it iterable."""
        has = is_iterable(name)
        if has is None:
            return None
        return self._member_of(FUNCTION, item) if has else item.optional

    def _member_of(self, own: TypeTerm, wanted: ShapeProperty) -> bool | None:
        """Whether a member of a library class is what a property asks for."""
        target = self.types.peel(wanted.type)
        if own == FUNCTION and isinstance(target, Signature):
            return None
        present = [member for member in self.types.members(own) if member != UNDEFINED]
        if UNDEFINED in self.types.members(own) and not wanted.optional:
            return False  # It may lack it.
        return self.check(union_of(present), target)

    def _of_library(self, given: ObjectShape, name: str, item: ShapeProperty) -> bool | None:
        """Whether a member that a type does not declare is one of its library classes."""
        asked = ObjectShape(properties={name: item})
        bases = [*classes_of(given)]
        if item.optional and all(lacks(base.name, name) for base in bases):
            return True
        return self._some(self._every(self._members_of(base, asked)) for base in bases)

    def _symbol_of_library(self, given: ObjectShape, name: str, item: ShapeProperty) -> bool | None:
        """Whether a member of a symbol that a type does not declare is one of its classes."""
        names = [base.name for base in classes_of(given)]
        if name != ITERATOR:
            return None if names and name.startswith(_LIBRARYS) else item.optional
        has = self._some(self._iterator_of(base, item) for base in names)
        return item.optional if has is False else has


def classes_of(shape: ObjectShape) -> Iterator[LibraryClass]:
    """The classes of the library that an object type inherits from."""
    return (base for base in shape.library if isinstance(base, LibraryClass))


def _element(source: TArray | TTuple) -> TypeTerm:
    """The element type of a list."""
    if isinstance(source, TArray):
        return source.element
    return union_of(taken(item) for item in source.items)
