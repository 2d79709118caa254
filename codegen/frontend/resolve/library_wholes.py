"""The classes of the library as object types: all of their members, own and inherited ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .apparent import apparent
from .library_additions import added_above
from .library_declarations import declared_class, declared_function, symbol_of_library
from .protocol import Types
from .semantics import (
    BOXES,
    DATE,
    URL,
    Env,
    LibraryClass,
    LibraryFunction,
    ObjectShape,
    TypeTerm,
    identity,
    property_name,
)

__all__ = [
    "NO_DATA",
    "data_mapped_of",
    "members_alone",
    "whole_of",
    "whole_of_function",
    "with_library",
]

NO_DATA: Final = "JSON does not carry the members of the library"


def whole_of(types: Types, term: LibraryClass) -> ObjectShape | None:
    """All members of a class of the library, or those that are picked; None if it is not known.

    What a mapped type makes of a class has the members that it makes.
    """
    key = identity(term)
    if key not in types.library.wholes:
        types.library.wholes[key] = None  # Assumed during the recursion.
        types.library.wholes[key] = _whole(types, term)
    return types.library.wholes[key]


def _whole(types: Types, term: LibraryClass) -> ObjectShape | None:
    if term.keys:
        whole = whole_of(types, replace(term, keys=()))
        return None if whole is None else _picked(whole, {*map(property_name, term.keys)})
    if term.made is not None:
        return term.made
    named = declared_class(types, term)
    own = None if named is None else types.shape(named)
    added = (types.shape(one) for one in added_above(types, term.name))
    return None if own is None else _flat(types, own, [one for one in added if one is not None])


def whole_of_function(types: Types, term: LibraryFunction) -> ObjectShape | None:
    """All members of a function of the library, or of a class as a value; None if unknown."""
    declared = declared_function(types, term)
    own = None if declared is None else types.shape(declared)
    return None if own is None else _flat(types, own)


def with_library(types: Types, shape: ObjectShape) -> ObjectShape:
    """An object type with all members of what it inherits from of the library."""
    if not any(map(_has_members, shape.library)):
        return shape
    whole = _flat(types, shape)
    return replace(
        shape,
        properties=whole.properties,
        methods=whole.methods,
        symbols=whole.symbols,
        indexes=whole.indexes,
        library=[],
    )


def _has_members(base: TypeTerm) -> bool:
    """Whether heirs of a base have members that every object or function has not."""
    if isinstance(base, LibraryFunction):
        return bool(base.of)
    return isinstance(base, LibraryClass) or base in (DATE, URL, *BOXES)


def members_alone(types: Types, made: ObjectShape) -> LibraryClass:
    """What is made of members of the library: no data, but it can be asked.

    It is told where it is named.
    """
    symbol = symbol_of_library(types, "Object")
    assert symbol is not None
    return LibraryClass(NO_DATA, "", "members", (), Env(symbol.scope), (0, 0), made=made)


def _flat(types: Types, own: ObjectShape, added: Sequence[ObjectShape] = ()) -> ObjectShape:
    """An object type with the members of its bases, and those that are added to them."""
    whole = ObjectShape()
    above = (_above(types, base) for base in own.library)
    for shape in (*(one for one in above if one is not None), *added, own):
        _add(whole, shape)
    return whole


def _above(types: Types, base: TypeTerm) -> ObjectShape | None:
    match base:
        case LibraryClass():
            return whole_of(types, base)
        case LibraryFunction():
            return whole_of_function(types, base)
        case _:
            return apparent(types, base)


def _add(whole: ObjectShape, shape: ObjectShape) -> None:
    """Add members, which replace those of the same name."""
    for name in shape.properties:
        whole.methods.pop(name, None)
    for name in shape.methods:
        whole.properties.pop(name, None)
    whole.properties.update(shape.properties)
    whole.methods.update(shape.methods)
    whole.symbols.update(shape.symbols)
    whole.indexes = [*shape.indexes, *whole.indexes]
    whole.calls = [*shape.calls, *whole.calls]
    whole.callable |= shape.callable


def _picked(whole: ObjectShape, names: set[str]) -> ObjectShape:
    properties = {name: item for name, item in whole.properties.items() if name in names}
    methods = {name: item for name, item in whole.methods.items() if name in names}
    return ObjectShape(properties=properties, methods=methods)


def data_mapped_of(term: LibraryClass) -> ObjectShape | None:
    """What a mapped type makes of a class, if something of that is data in an heir."""
    made = term.made
    return made if made is not None and (made.indexes or made.properties) else None
