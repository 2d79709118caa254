"""The type operators `keyof` and `T[K]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from ...model import NULL, UNKNOWN, Literal, Opaque, Primitive, Template
from ..syntax import (
    IndexedType,
    KeywordType,
    LiteralType,
    ReferenceType,
    TypeNode,
    UnionType,
)
from .apparent import (
    apparent,
    declared_keys,
    declared_member,
    functional,
    inherited,
    is_iterable,
    lacks,
    length_of,
    library_member,
    of_every_object,
)
from .assignability import assignable
from .closed import names_in
from .enums import spread
from .index_signatures import value_of_no_key
from .library_additions import added_above, added_member
from .library_declarations import declared_function, placed, symbol_of_library
from .library_lookup import bases_of, known_members
from .library_wholes import whole_of, whole_of_function
from .protocol import Types
from .rigid import rigid_lookup
from .semantics import (
    ANY,
    BIGINT,
    BOXES,
    DATE,
    ERASED,
    FUNCTION,
    NEVER,
    OF_LIBRARY,
    OPEN_NUMBER,
    OPEN_STRING,
    SYMBOL,
    UNDEFINED,
    UNRESOLVED,
    URL,
    BigIntLiteral,
    Branded,
    EnumNumber,
    Env,
    LibraryClass,
    LibraryFunction,
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
    TTupleItem,
    TUnion,
    TypeTerm,
    UniqueSymbol,
    identity,
    partly,
    property_name,
)
from .unions import as_read, union_of

__all__ = [
    "MISSING",
    "has_methods",
    "indexed",
    "is_set_alone",
    "keyof",
    "keyof_node",
    "keys_of",
    "note_keys",
    "note_keys_of",
    "property_of_union",
    "property_type",
]

_STRING: Final = Primitive("string")
_NUMBER: Final = Primitive("number")
_ALL_KEYS: Final = (_STRING, _NUMBER, SYMBOL)
_KEYS_OF_ANY: Final = union_of(_ALL_KEYS)
_LENGTH: Final = Literal("string", "length")
_VALUES: Final = (
    *(Literal, Template, TTemplate, BigIntLiteral, EnumNumber, LibraryClass, TArray, TTuple),
)
_WITH_MORE: Final = (OPEN_STRING, OPEN_NUMBER, DATE, URL, SYMBOL, BIGINT, FUNCTION, *BOXES)
_PRIMITIVES: Final = (_STRING, _NUMBER, Primitive("boolean"))
MISSING: Final = "there is no such property"
"""The reason for which a lookup is opaque."""

# ------------------------------------------------------------------- keyof and T[K]


def keyof(types: Types, term: TypeTerm) -> TypeTerm:
    """`keyof T`: the property names; of a union, those that all members have."""
    peeled = types.peel(term)
    if peeled == NEVER:
        return union_of(_ALL_KEYS)  # Every key is a key of never.
    if isinstance(peeled, TUnion):
        members = {identity(member): member for member in types.members(peeled)}
        if any(types.peel(member) == ANY for member in members.values()):
            return union_of(_ALL_KEYS)
        keys = [list(types.members(keyof(types, member))) for member in members.values()]
        if any(ANY in own for own in keys):
            return ANY
        having = [({*map(identity, own)}, [*filter(_is_wide, own)]) for own in keys]
        # An index signature of one member includes keys of the others.
        ordered = chain.from_iterable(sorted(keys, key=lambda own: _STRING in own))
        return union_of(
            key
            for key in {identity(key): key for key in ordered}.values()
            if all(identity(key) in own or _covered(types, key, wide) for own, wide in having)
        )
    if isinstance(peeled, LibraryClass):
        return _library_keys(types, peeled)
    if isinstance(peeled, LibraryFunction):
        whole = whole_of_function(types, peeled)
        return NEVER if whole is None else union_of(keys_of(types, whole))
    shape = types.shape(peeled)
    if shape is not None and shape.library:
        return _keys_of_heir(types, shape)
    # `Function` has keys, but what is called has none, such as the methods of the library.
    if shape is None and not isinstance(peeled, Signature) and peeled != FUNCTION:
        shape = apparent(types, peeled)
    if shape is None:
        is_any = peeled == ANY or isinstance(peeled, Opaque | Placeholder)
        return union_of(_ALL_KEYS) if is_any else NEVER
    size = _size(shape)
    known = types.keys.get(shape)
    if known is None or known[0] != size:  # The type may have been incomplete.
        if (of_any := _keys_of_parts(types, shape)) is not None:
            return of_any
        names = [key for key in keys_of(types, shape) if not (shape.enum and key == _NUMBER)]
        # A key that an index signature covers is not listed.
        covering = [*filter(_is_wide, names)]
        known = types.keys[shape] = (
            size,
            union_of(n for n in names if n in covering or not _covered(types, n, covering)),
        )
    return known[1]


def _keys_of_parts(types: Types, shape: ObjectShape) -> TypeTerm | None:
    """The keys of an intersection with a part whose keys are any, or all; None of any other."""
    parts = (part for part in types.parts.get(shape, ()) if isinstance(part, ObjectShape | Named))
    above = (types.shape(part) for part in parts)
    known = [types.keys[one][1] for one in above if one is not None and one in types.keys]
    return ANY if ANY in known else next(filter(_is_all_keys, known), None)


def _is_all_keys(keys: TypeTerm) -> bool:
    """Whether keys are those of any; one symbol equals another, but is not all of them."""
    return identity(keys) == identity(_KEYS_OF_ANY)


def keyof_node(types: Types, node: TypeNode, env: Env) -> TypeTerm:
    """`keyof` of a type as it is written."""
    if isinstance(node, ReferenceType) and node.name == ("Function",):
        # All members of a function, where it is written so.
        shape = apparent(types, FUNCTION)
        return NEVER if shape is None else union_of(keys_of(types, shape))
    names = names_in(node) if isinstance(node, UnionType) and env.parameters else None
    if names is not None and not names.isdisjoint(env.parameters):
        assert isinstance(node, UnionType)
        members = [types.term(member, env) for member in node.members]
        if ANY in map(types.peel, members):
            # TypeScript: where a parameter is any, it is still `keyof P & keyof X`.
            return types.intersection([keyof(types, member) for member in members])
    return keyof(types, types.term(node, env))


def note_keys(types: Types, shape: ObjectShape, keys: Sequence[TypeTerm]) -> None:
    """Note the keys of a mapped type that its members do not show.

    TypeScript: where it is over `any`, its keys are any, too; all keys have symbols among them.
    """
    if ANY in keys:
        types.keys[shape] = (_size(shape), ANY)
    elif SYMBOL in keys:
        types.keys[shape] = (_size(shape), union_of(keys))


def note_keys_of(
    types: Types, shape: ObjectShape, source: ObjectShape | None, *, is_written: bool = False
) -> None:
    """Note that the keys of a mapped type are any, if those of what it maps are.

    TypeScript: they are all keys where `keyof` of the type `is_written`, not of a parameter.
    """
    known = None if source is None else types.keys.get(source)
    if known is not None and (known[1] == ANY or _is_all_keys(known[1])):
        kept = _KEYS_OF_ANY if is_written else known[1]
        types.keys[shape] = (_size(shape), kept)


def _keys_of_heir(types: Types, shape: ObjectShape) -> TypeTerm:
    """The keys of a type that inherits from the library, as far as they are known."""
    whole = inherited(types, shape)
    classes = [base for base in whole.library if isinstance(base, LibraryClass)]
    known = [_library_keys(types, base) for base in classes if _has_known_keys(types, base)]
    return union_of([*keys_of(types, whole), *known])


def _library_keys(types: Types, term: LibraryClass) -> TypeTerm:
    """The keys of a library type: those that were picked, or all of a registry or a class."""
    if term.keys:
        return union_of(term.keys)
    if term.made is not None:
        return keyof(types, term.made)
    own = declared_keys(term.name)
    above = (types.shape(added) for added in added_above(types, term.name))
    added = [key for shape in above if shape is not None for key in keys_of(types, shape)]
    return union_of([own, *added]) if added else own


def has_methods(types: Types, term: TypeTerm) -> bool:
    """Whether `keyof` of a type names library methods.

    It does for a text, a number, a list or a library class, which may have more properties, too. A
    nullable type has no keys.
    """
    members = [types.peel(member) for member in spread(types.members(term))]
    if NULL in members or UNDEFINED in members:
        return False
    return any(_has_methods(types, member) for member in members)


def _has_methods(types: Types, term: TypeTerm) -> bool:
    if isinstance(term, _VALUES):
        return not _has_only_data(types, term)
    if term in _PRIMITIVES or term in _WITH_MORE or isinstance(term, Branded):
        return True
    shape = types.shape(term)
    bases = shape.library if shape is not None else ()
    return shape is not None and not all(_has_only_data(types, base) for base in bases)


def _has_only_data(types: Types, term: TypeTerm) -> bool:
    """Whether all keys of a library type are known, and none is that of a method."""
    if not isinstance(term, LibraryClass) or not _has_known_keys(types, term):
        return False
    return bool(term.keys) or FUNCTION not in spread(known_members(term.name).values())


def _has_known_keys(types: Types, term: LibraryClass) -> bool:
    """Whether a library type has no other keys than those that are known."""
    return _library_keys(types, term) != union_of(_ALL_KEYS)


def keys_of(types: Types, shape: ObjectShape) -> list[TypeTerm]:
    """The names of an object type and the keys of its index signatures."""
    names: list[TypeTerm] = [
        item.key
        or (Literal("number", _number_of(name)) if item.numeric else Literal("string", name))
        for name, item in (*shape.properties.items(), *shape.methods.items())
    ]
    for key, _ in shape.indexes:
        both = types.peel(key) == _STRING and not shape.mapped
        names += [_STRING, _NUMBER] if both else [key]
    return [*names, *(UniqueSymbol("symbol", name) for name in shape.symbols)]


def is_set_alone(shape: ObjectShape, name: str) -> bool:
    """Whether a property can only be set."""
    return name in shape.methods and ("setter", name) in (
        (what, of) for what, of, _ in shape.skipped
    )


def _is_wide(key: TypeTerm) -> bool:
    """Whether a key includes others: TypeScript has no texts beside a template that they fit."""
    return key in (_STRING, _NUMBER) or isinstance(key, TTemplate | StringMapping)


def _covered(types: Types, name: TypeTerm, covering: Sequence[TypeTerm]) -> bool:
    return any(assignable(types, name, key) for key in covering)


def _number_of(name: str) -> int | float:
    """The number of a property name, if it was written as one."""
    value = float(name)
    return int(value) if value.is_integer() else value


def indexed(types: Types, node: IndexedType, env: Env) -> TypeTerm:
    """`T[K]`, for each member of both."""
    target = types.term(node.object, env)
    nodes = node.key.members if isinstance(node.key, UnionType) else (node.key,)
    parts = [(part, types.term(part, env)) for part in nodes]
    if len(parts) == 1 and types.peel(parts[0][1]) is ERASED:
        return target
    if types.rigid and len(parts) == 1:
        rigid = rigid_lookup(types, target, parts[0][1], property_type)
        if rigid is not None:
            return rigid
    asked = _asked(types, target, parts[0][1]) if len(parts) == 1 else None
    if asked is None:
        return placed(types, _looked_up(types, node, env, target, parts), node, env)
    known = types.lookups.get(asked)
    if known is None:
        result = placed(types, _looked_up(types, node, env, target, parts), node, env)
        if isinstance(result, Opaque) or _is_of_parameter(node, env):
            return result  # What is said of it is said of its place.
        terms = (types.peel(target), types.peel(parts[0][1]))
        known = types.lookups[asked] = (terms, result)
    return known[1]


_MANY: Final = 20
"""The keys of a union for which a lookup is remembered: such a union is one for many lookups."""


def _asked(types: Types, target: TypeTerm, key: TypeTerm) -> object:
    """What a lookup asks for, by identity; None for one that is not remembered."""
    keys = types.peel(key)
    if isinstance(keys, Literal):
        asked = identity(keys)
    elif isinstance(keys, TUnion) and len(keys.members) >= _MANY:
        asked = id(keys)
    else:
        return None
    whole = types.peel(target)
    if isinstance(whole, TUnion):
        return id(whole), asked
    shape = types.shape(whole) if isinstance(whole, Named | ObjectShape) else None
    return None if shape is None else (whole, asked, _size(shape))


def _size(shape: ObjectShape) -> tuple[int, int, int]:
    """The number of members of an object type, which may be incomplete."""
    return len(shape.properties), len(shape.methods), len(shape.indexes)


def _looked_up(
    types: Types,
    node: IndexedType,
    env: Env,
    target: TypeTerm,
    parts: Sequence[tuple[TypeNode, TypeTerm]],
) -> TypeTerm:
    values: list[TypeTerm] = []
    whole = (key for _, term in parts for key in spread(types.members(term)))
    keys = [key for key in whole if key != NEVER]
    if not keys:
        return value_of_no_key(types, target)
    members = [member for member in types.members(target) if member != NEVER]
    types.spend(max(0, len(keys) * len(members) - 1))
    for key in keys:
        for member in members:
            term = property_type(types, member, key)
            if _is_of_base(types, member, term):
                return types.opaque(env, node.at, OF_LIBRARY)
            if term is None and key == ANY:
                term = ANY
            name = _parameter(node, env)
            if term is None or (term == UNKNOWN and member == UNKNOWN and name is not None):
                if not _is_of_parameter(node, env):
                    return types.opaque(env, node.at, MISSING)
                if name is not None and not _may_have(types, name, node.key, env):
                    types.opaque(env, node.at, MISSING)  # It is told, and unknown.
                term = UNKNOWN
            values.append(term)
    if len(values) == 1 and not isinstance(values[0], TUnion):
        return values[0]  # `union_of` gives the same, and passes all unions behind it.
    return UNKNOWN if UNKNOWN in values else union_of(values)


def _is_of_base(types: Types, target: TypeTerm, term: TypeTerm | None) -> bool:
    """Whether a lookup gave the library class that an heir has the property of."""
    shape = types.shape(target) if isinstance(term, LibraryClass) else None
    return shape is not None and any(base is term for base in shape.library)


def _of_symbol(types: Types, target: TypeTerm, key: UniqueSymbol) -> TypeTerm | None:
    """The type of a property that a symbol names."""
    if target in (ANY, UNKNOWN):
        return target
    if isinstance(target, LibraryClass):
        shape = whole_of(types, target)
    else:
        shape = apparent(types, target) if isinstance(target, Branded) else types.shape(target)
    if shape is None:
        return None
    item = shape.symbols.get(key.of)
    if item is not None:
        return as_read(item)
    return next((value for index, value in shape.indexes if types.peel(index) == SYMBOL), None)


def _is_of_parameter(node: IndexedType, env: Env) -> bool:
    """TypeScript: what depends on a type parameter and lacks a key has unknown there."""
    names = names_in(node.object)
    return names is not None and not names.isdisjoint(env.parameters)


def _parameter(node: IndexedType, env: Env) -> str | None:
    """The type parameter T of `T[K]`."""
    target = node.object
    if isinstance(target, ReferenceType) and len(target.name) == 1:
        return target.name[0] if target.name[0] in env.parameters else None
    return None


def _may_have(types: Types, name: str, key: TypeNode, env: Env) -> bool:
    """Whether a type parameter may have a property with a key, as the compiler asks of `T[K]`."""
    if not isinstance(key, LiteralType | KeywordType):
        return True
    written = types.term(key, env)
    for node in (env.constraints.get(name), env.narrowed.get(name)):
        members = [] if node is None else [*types.members(types.term(node, env))]
        if members and all(_has(types, member, written) for member in members):
            return True
    return False


def _has(types: Types, target: TypeTerm, key: TypeTerm) -> bool:
    if target in (UNKNOWN, ANY):
        return target is UNRESOLVED  # What was not found may have it.
    return property_type(types, target, key) is not None


def property_type(types: Types, target: TypeTerm, key: TypeTerm) -> TypeTerm | None:
    """The type of a property, with undefined if it is optional; None if there is none."""
    target = types.peel(target)
    if isinstance(key, UniqueSymbol) and key.of:
        return _of_symbol(types, target, key)
    match target:
        case LibraryClass(name=name) if isinstance(key, Literal):
            added = added_member(types, name, property_name(key))
            if added is not None:
                return as_read(added)
            return _of_library(types, target, key) or partly(target)
        case LibraryClass() if (whole := whole_of(types, target)) is not None:
            return property_type(types, whole, key)
        case LibraryFunction(of=name) if isinstance(key, Literal):
            declared = declared_function(types, target)
            if declared is not None:
                return property_type(types, declared, key)
            own = library_member(name, str(key.value))
            if own is not None:
                return own
        case Primitive("defined") if isinstance(key, Literal):
            inherited = of_every_object(types, str(key.value))
            return None if inherited is None else as_read(inherited)
        case Opaque() | Placeholder() | Primitive("unknown") | Special("any"):
            return target
        case TArray(element):
            if _is_number(key):
                return element
        case TTuple(items) if _is_number(key):
            return _item_type(items, key)
    if isinstance(target, TArray | TTuple) and key == _LENGTH:
        return length_of(target)
    shape = types.shape(target)
    if shape is not None and (of_both := _of_list_and_class(types, shape, key)) is not None:
        return of_both
    shape = apparent(types, target) if shape is None else functional(types, shape)
    if shape is None:
        return None
    if isinstance(key, Literal):
        name = property_name(key)
        item = shape.properties.get(name) or shape.methods.get(name)
        if item is not None:
            if isinstance(target, TArray | TTuple) and item.type == FUNCTION:
                return _method_of_list(types, target, name) or FUNCTION
            return as_read(item)
    if isinstance(key, Literal):
        name = str(key.value)
        for base in shape.library:
            if isinstance(base, LibraryClass) and not lacks(base.name, name):
                return _of_library(types, base, key) or base
    for index_key, value in shape.indexes:
        if assignable(types, key, index_key) or (
            _is_number(key) and types.peel(index_key) == _STRING
        ):
            return value
    return None


def _method_of_list(types: Types, term: TArray | TTuple, name: str) -> TypeTerm | None:
    """A method of a list as the library declares it."""
    symbol = symbol_of_library(types, "ReadonlyArray" if term.readonly else "Array")
    if symbol is None:
        return None
    element = term.element if isinstance(term, TArray) else property_type(types, term, _NUMBER)
    shape = types.bound(types.named(symbol, [element or UNKNOWN]), term)
    item = None if shape is None else shape.methods.get(name)
    return None if item is None else item.type


def _of_list_and_class(types: Types, shape: ObjectShape, key: TypeTerm) -> TypeTerm | None:
    """The class of the library, if a list is one as well, and both may have a property."""
    listed = types.list_base(shape)
    if listed is None or property_type(types, listed, key) is None:
        return None
    for base in shape.library:
        if isinstance(base, LibraryClass):
            number = _is_number(key) and is_iterable(base.name) is not False
            if number or (isinstance(key, Literal) and not lacks(base.name, property_name(key))):
                return base
    return None


def _of_library(types: Types, term: LibraryClass, key: Literal) -> TypeTerm | None:
    """The type of a member of a library class, or of an intersection of such; None if unknown."""
    if term.made is not None:
        return property_type(types, term.made, key)
    names = term.name.split(" & ")
    if len(names) > 1 and all("EventTarget" in bases_of(part) for part in names):
        return None  # Most of these exclude each other.
    parts = [term] if len(names) == 1 else [replace(term, name=name) for name in names]
    known = [of for part in parts if (of := _of_class(types, part, key)) is not None]
    return known[0] if len({identity(member) for member in known}) == 1 else None


def _of_class(types: Types, term: LibraryClass, key: Literal) -> TypeTerm | None:
    """The type of a member of a library class, as it is declared; None if it is not known."""
    item = declared_member(types, term, property_name(key))
    if item is not None:
        return as_read(item)
    whole = whole_of(types, term)
    if whole is not None and (of_index := property_type(types, whole, key)) is not None:
        return of_index
    return library_member(term.name, property_name(key))


def property_of_union(types: Types, term: TypeTerm, key: Literal) -> ShapeProperty | None:
    """A property that all members of a union have: it may be absent if it may be in one of them."""
    members, name = list(types.members(term)), property_name(key)
    picked = [property_type(types, member, key) for member in members]
    present = [value for value in picked if value is not None]
    if len(present) < max(len(picked), 1):
        return None
    shapes = [shape for shape in map(types.shape, members) if shape is not None]
    own = [shape.properties[name] for shape in shapes if name in shape.properties]
    span = own[0].span if own else None
    optional = any(item.optional for item in own)
    keys = {item.key for item in own}
    return ShapeProperty(
        name, union_of(present), optional, span=span, key=keys.pop() if len(keys) == 1 else None
    )


def _is_number(key: TypeTerm) -> bool:
    return key == _NUMBER or (
        isinstance(key, Literal) and (key.kind == "number" or str(key.value).isdigit())
    )


def _item_type(items: tuple[TTupleItem, ...], key: TypeTerm) -> TypeTerm:
    """The type of one or all elements of a tuple, with undefined if they are optional."""
    places: Sequence[TTupleItem] = ()
    if not isinstance(key, Literal):
        places = items
    else:
        position = int(key.value)
        for index, item in enumerate(items):
            if item.rest and index <= position:
                places = items[index:]
                break
            if index == position:
                places = [item]
        if not places:
            return UNDEFINED
    absent = [UNDEFINED] if any(item.optional for item in places) else []
    return union_of([*(item.type for item in places), *absent])
