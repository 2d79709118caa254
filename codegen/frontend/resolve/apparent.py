"""The members of values whose types declare none: lists, texts, numbers, library classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Final

from ...model import Literal, Opaque, Primitive
from ..syntax import FunctionType, KeywordType
from .budget import MEMBER
from .library import GLOBAL, global_value
from .library_declarations import declared_class, declared_function, symbol_of_library
from .library_lookup import all_keys, bases_of, known_members, required_keys
from .protocol import Types
from .semantics import (
    ANY,
    BIGINT,
    BOXES,
    FUNCTION,
    OF_LIBRARY,
    SYMBOL,
    UNDEFINED,
    BigIntLiteral,
    Branded,
    Env,
    LibraryClass,
    LibraryFunction,
    Named,
    ObjectShape,
    ShapeProperty,
    Signature,
    Special,
    StringMapping,
    TArray,
    TTemplate,
    TTuple,
    TTupleItem,
    TypeTerm,
)
from .unions import union_of

__all__ = [
    "ITERATOR",
    "TAKES_LISTS",
    "TAKES_TEXT",
    "apparent",
    "declared_keys",
    "declared_member",
    "distinctive",
    "functional",
    "inherited",
    "is_error",
    "is_iterable",
    "is_list",
    "iterated",
    "kind_of",
    "lacks",
    "length_of",
    "library_base",
    "library_member",
    "library_names",
    "of_every_object",
    "primitive_kind",
    "required_members",
]

_STRING: Final = Primitive("string")
_NUMBER: Final = Primitive("number")
_BOOLEAN: Final = Primitive("boolean")

_OF_READONLY_LISTS: Final = """
    toString toLocaleString concat join slice indexOf lastIndexOf every some forEach map filter
    reduce reduceRight find findIndex entries keys values includes flatMap flat at
    """.split()
_OF_LISTS: Final = """
    toString toLocaleString pop push concat join reverse shift slice sort splice unshift indexOf
    lastIndexOf every some forEach map filter reduce reduceRight find findIndex fill copyWithin
    entries keys values includes flatMap flat at
    """.split()
_OF_TEXTS: Final = """
    toString charAt charCodeAt concat indexOf lastIndexOf localeCompare match replace search slice
    split substring toLowerCase toLocaleLowerCase toUpperCase toLocaleUpperCase trim substr
    valueOf codePointAt includes endsWith normalize repeat startsWith padStart padEnd trimEnd
    trimStart trimLeft trimRight matchAll replaceAll at anchor big blink bold fixed fontcolor
    fontsize italics link small strike sub sup
    """.split()
_OF_NUMBERS: Final = "toString toFixed toExponential toPrecision valueOf toLocaleString".split()

_OF_FUNCTIONS: Final = "apply call bind".split()

_OF_DATES: Final = """
    toLocaleString toLocaleDateString toLocaleTimeString
    setTime setMilliseconds setUTCMilliseconds setSeconds
    setUTCSeconds setMinutes setUTCMinutes setHours setUTCHours setDate setUTCDate setMonth
    setUTCMonth setFullYear setUTCFullYear
    """.split()
_TEXTS_OF_DATES: Final = """
    toString toDateString toTimeString toUTCString toISOString toJSON
    """.split()
_NUMBERS_OF_DATES: Final = """
    valueOf getTime getFullYear getUTCFullYear getMonth getUTCMonth getDate getUTCDate getDay
    getUTCDay getHours getUTCHours getMinutes getUTCMinutes getSeconds getUTCSeconds
    getMilliseconds getUTCMilliseconds getTimezoneOffset
    """.split()
_TEXTS_OF_URLS: Final = """
    hash host hostname href origin password pathname port protocol search username
    """.split()

_SAYS_TEXT: Final = FunctionType((0, 0), result=KeywordType("string", (0, 0)))
_SAYS_NUMBER: Final = FunctionType((0, 0), result=KeywordType("number", (0, 0)))
_ALL_KEYS: Final = (_STRING, _NUMBER, SYMBOL)
_OF_INDEXES: Final[dict[str, Sequence[TypeTerm]]] = {
    "[string]": (_STRING, _NUMBER),
    "[number]": (_NUMBER,),
    "[symbol]": (SYMBOL,),
}

ITERATOR: Final = "Symbol.iterator"

TAKES_TEXT: Final = frozenset({"ArrayLike", "Iterable"})
TAKES_LISTS: Final = frozenset({"ArrayLike", "ConcatArray", "Iterable", "RelativeIndexable"})
"""Generic interfaces of the library that texts, and lists, are of."""

_ERRORS: Final = """
    Error EvalError RangeError ReferenceError SyntaxError TypeError URIError
    """.split()
_ALL_KNOWN: Final = frozenset(
    """
    EventTarget Iterable Map Promise PromiseLike ReadonlyMap ReadonlySet RegExp Set WeakMap WeakRef
    WeakSet
    """.split()
).union(_ERRORS)
"""Library classes all of whose members are known, and are no data but in errors."""

_BYTES: Final = frozenset(
    f"{kind}Array"
    for kind in (
        *("BigInt64", "BigUint64", "Float16", "Float32", "Float64", "Int16", "Int32", "Int8"),
        *("Uint16", "Uint32", "Uint8", "Uint8Clamped"),
    )
) | {"Buffer"}
"""The classes of numbers in memory."""


def library_member(name: str, member: str) -> TypeTerm | None:
    """The type of a member of a library class; None if it is not known."""
    if name == GLOBAL and member != "Buffer":
        known = global_value((member,))
        return known_members("Window").get(member) if known is None else known[0]
    return known_members(name).get(member)


def declared_member(types: Types, term: LibraryClass, name: str) -> ShapeProperty | None:
    """A member of a class of the library, own or inherited; None if it has none of that name."""
    whole = declared_class(types, term)
    shape = None if whole is None else types.shape(whole)
    return None if shape is None else _member(types, shape, name)


def _member(types: Types, shape: ObjectShape, name: str) -> ShapeProperty | None:
    own = shape.properties.get(name) or shape.methods.get(name)
    if own is not None:
        return own
    for base in shape.library:
        if isinstance(base, LibraryClass):
            inherited = declared_member(types, base, name)
        else:
            above = apparent(types, base)
            inherited = None if above is None else _member(types, above, name)
        if inherited is not None:
            return inherited
    return None


@cache
def declared_keys(name: str) -> TypeTerm:
    """The keys of an interface of the library as it is declared; all keys if it is not known."""
    names = all_keys(name)
    if names is None:
        return union_of(_ALL_KEYS)
    named = sorted(names - {"()"})
    return union_of(key for one in named for key in _OF_INDEXES.get(one) or (_key_of_name(one),))


def _key_of_name(name: str) -> Literal:
    """The key of a member of the library: those of digits are numbers."""
    return Literal("number", int(name)) if name.isdecimal() else Literal("string", name)


def lacks(name: str, member: str) -> bool:
    """Whether instances of a library class surely have no such member."""
    keys = all_keys(name)
    if keys is None or member in keys or not keys.isdisjoint(("[string]", "()")):
        return False
    return not (member.isdecimal() and "[number]" in keys)


_ITERABLE: Final = frozenset(
    {
        *("Map", "ReadonlyMap", "Set", "ReadonlySet", "Iterable", "IterableIterator", "Generator"),
        *("Headers", "URLSearchParams", "FormData"),
        *_BYTES,
    }
)
_BASES: Final = {
    **dict.fromkeys(_ERRORS[1:], "Error"),
    "Map": "ReadonlyMap",
    "Promise": "PromiseLike",
    "Set": "ReadonlySet",
}


def is_iterable(name: str) -> bool | None:
    """Whether a library class has an iterator; None if that is not known."""
    return True if name in _ITERABLE else False if name in _ALL_KNOWN else None


def is_list(name: str) -> bool:
    """Whether a library class inherits from `Array`."""
    return "Array" in bases_of(name)


def iterated(term: LibraryClass) -> TypeTerm | None:
    """The type of the values that a library class iterates over; None if it is not known."""
    if term.name in ("Map", "ReadonlyMap") and len(term.arguments) == 2:
        return TTuple(tuple(TTupleItem(inner, False, False, None) for inner in term.arguments))
    if term.name in ("Headers", "URLSearchParams"):
        return TTuple((TTupleItem(_STRING, False, False, None),) * 2)
    if term.name in _BYTES:
        return BIGINT if term.name.startswith("Big") else _NUMBER
    return term.arguments[0] if is_iterable(term.name) and term.arguments else None


def library_base(name: str) -> str | None:
    """The library class, of the same arguments, that one inherits from; None if none is known."""
    return _BASES.get(name)


def library_names(name: str) -> list[str]:
    """The names of all members of a library class that has methods alone; none for any other."""
    return sorted(all_keys(name) or ()) if name in _ALL_KNOWN else []


def is_error(name: str) -> bool:
    """Whether a library class is `Error` or one that has nothing more."""
    return name in _ERRORS


def distinctive(name: str) -> str | None:
    """A member that every instance of a library class has, and no list; None if none is known."""
    return min(required_members(name) - (all_keys("Array") or frozenset()), default=None)


def required_members(name: str) -> frozenset[str]:
    """The members that every instance of a library class has, and no other object."""
    if name == "Buffer":
        return frozenset(("subarray",))
    return required_keys(name) - (all_keys("Object") or frozenset())


def length_of(term: TArray | TTuple) -> TypeTerm:
    """The type of `length`: one literal for each possible number of a tuple's elements."""
    if isinstance(term, TArray) or any(item.rest for item in term.items):
        return _NUMBER
    fewest = sum(not item.optional for item in term.items)
    return union_of(Literal("number", count) for count in range(fewest, len(term.items) + 1))


def apparent(types: Types, term: TypeTerm) -> ObjectShape | None:
    """The members of a list, a text, a number, a date or a URL as an object type, else None."""
    match types.peel(term):
        case Special("String" | "Number" | "Boolean") as box:
            return apparent(types, BOXES[box])
        case Branded() as branded:
            return _with_brand(types, branded)
        case TArray(element) as array:
            shape = _with_methods(_OF_READONLY_LISTS if array.readonly else _OF_LISTS)
            shape.indexes.append((_NUMBER, element))
            _add(shape, "length", _NUMBER)
        case TTuple(items) as tuple_:
            shape = _with_methods(_OF_READONLY_LISTS if tuple_.readonly else _OF_LISTS)
            absent = [UNDEFINED] if any(item.optional for item in items) else []
            shape.indexes.append((_NUMBER, union_of([*(item.type for item in items), *absent])))
            _add(shape, "length", length_of(tuple_))
            for position, item in enumerate(items):
                if item.rest:
                    break
                _add(shape, str(position), item.type, optional=item.optional)
        case Primitive("string") | Literal("string") | TTemplate() | StringMapping():
            shape = _text(types)
        case Special("open string"):
            shape = _text(types)
        case other:
            return _without_elements(types, other)
    shape.symbols[ITERATOR] = ShapeProperty(ITERATOR, FUNCTION, False)
    return shape


def _without_elements(types: Types, term: TypeTerm) -> ObjectShape | None:
    """The members of a value that no loop takes apart: of a number, a function or a date."""
    match term:
        case Primitive("number") | Literal("number") | Special("open number"):
            shape = _with_methods(_OF_NUMBERS, _declared_methods(types, "Number"))
        case Primitive("boolean") | Literal("boolean"):
            shape = _with_methods([])
            node = FunctionType((0, 0), result=KeywordType("boolean", (0, 0)))
            _add_methods(types, shape, ["valueOf"], node)
        case BigIntLiteral() | Special("bigint"):
            shape = _with_methods(["toLocaleString"])
            _add_methods(types, shape, ["toString"], _SAYS_TEXT)
            node = FunctionType((0, 0), result=KeywordType("bigint", (0, 0)))
            _add_methods(types, shape, ["valueOf"], node)
        case Special("symbol"):
            shape = _with_methods([])
            _add_methods(types, shape, ["toString"], _SAYS_TEXT)
            node = FunctionType((0, 0), result=KeywordType("symbol", (0, 0)))
            _add_methods(types, shape, ["valueOf"], node)
            _add(shape, "description", union_of([_STRING, UNDEFINED]))
        case LibraryFunction() if (declared := _declared(types, term)) is not None:
            return declared
        case Special("function") | Signature():
            shape = _with_methods(_OF_FUNCTIONS, _declared_methods(types, _class_of(term)))
            _add_methods(types, shape, ["toString"], _SAYS_TEXT)
            _add(shape, "length", _NUMBER)
            _add(shape, "name", _STRING)
            for name in ("prototype", "arguments"):
                _add(shape, name, ANY)
            _add(shape, "caller", FUNCTION)
        case Special("date"):
            names = [*_OF_DATES, *_TEXTS_OF_DATES, *_NUMBERS_OF_DATES]
            shape = _with_methods(names, _declared_methods(types, "Date"))
        case Special("url"):
            return _url(types)
        case _:
            return None
    return shape


def _declared(types: Types, term: LibraryFunction) -> ObjectShape | None:
    """The members of a function or a class of the library as it is declared, and a function's."""
    declared = declared_function(types, term)
    shape = None if declared is None else types.shape(declared)
    return None if shape is None or not shape.callable else functional(types, shape)


def _with_brand(types: Types, term: Branded) -> ObjectShape:
    """The members of a text or a number, and those of its brand."""
    bare, own = apparent(types, term.bare), types.shape(term.whole)
    assert bare is not None
    if own is None:
        is_class = isinstance(term.whole, LibraryClass)
        return replace(bare, library=[term.whole] if is_class else [])
    brand = functional(types, own)
    methods = {name: item for name, item in bare.methods.items() if name not in brand.properties}
    return replace(
        bare,
        properties={**bare.properties, **brand.properties},
        methods={**methods, **brand.methods},
        symbols={**bare.symbols, **brand.symbols},
        indexes=[*bare.indexes, *brand.indexes],
        calls=brand.calls,
        skipped=brand.skipped,
        library=brand.library,
    )


def inherited(types: Types, shape: ObjectShape) -> ObjectShape:
    """An object type with the members that it has from lists, texts, dates and functions.

    The library classes whose members are not known stay beside it.
    """
    bases = [above for base in shape.library if (above := apparent(types, base)) is not None]
    if not bases:
        return shape
    types.spend(MEMBER * sum(len(base.methods) for base in bases))
    own = {*shape.properties, *shape.methods}
    whole = replace(shape, properties={}, methods={}, symbols={}, indexes=[])
    for above in (*bases, shape):
        whole.properties.update(above.properties)
        whole.methods.update(above.methods)
        whole.symbols.update(above.symbols)
        whole.indexes += above.indexes
    for name in own:  # A property may replace a method, and a method a property.
        for known, kept in ((whole.properties, shape.properties), (whole.methods, shape.methods)):
            if name not in kept:
                known.pop(name, None)
    # What a type says of all numbers precedes what its list does.
    whole.indexes.sort(key=lambda pair: pair not in shape.indexes or pair[0] != _NUMBER)
    whole.library = [base for base in shape.library if isinstance(base, LibraryClass)]
    return whole


def functional(types: Types, shape: ObjectShape) -> ObjectShape:
    """An object type as a lookup sees it: one that can be called has a function's members."""
    if not shape.callable:
        return inherited(types, shape)
    known = types.called.get(shape)
    size = (len(shape.properties), len(shape.methods), len(shape.calls), len(shape.indexes))
    if known is None or known[0] != size:
        whole = inherited(types, replace(shape, library=[FUNCTION, *shape.library]))
        known = types.called[shape] = (size, whole)
    return known[1]


def _text(types: Types) -> ObjectShape:
    shape = _with_methods(_OF_TEXTS, _declared_methods(types, "String"))
    shape.indexes.append((_NUMBER, _STRING))
    _add(shape, "length", _NUMBER)
    return shape


def _url(types: Types) -> ObjectShape:
    shape = ObjectShape()
    _add_methods(types, shape, ["toString", "toJSON"], _SAYS_TEXT)
    for name in _TEXTS_OF_URLS:
        _add(shape, name, _STRING)
    _add(shape, "searchParams", Opaque(OF_LIBRARY, "URLSearchParams"))
    return shape


def _class_of(term: TypeTerm) -> str:
    """The interface of the library for the methods of a function."""
    if not isinstance(term, Signature):
        return "Function"
    return "NewableFunction" if term.node.constructs else "CallableFunction"


def _declared_methods(types: Types, name: str) -> Mapping[str, ShapeProperty]:
    """The methods of an interface of the library that is not generic."""
    symbol = symbol_of_library(types, name)
    shape = None if symbol is None else types.shape(types.named(symbol))
    return {} if shape is None else shape.methods


def _with_methods(
    names: Sequence[str], declared: Mapping[str, ShapeProperty] = MappingProxyType({})
) -> ObjectShape:
    methods = {name: declared.get(name) or ShapeProperty(name, FUNCTION, False) for name in names}
    return ObjectShape(methods=methods)


def _add_methods(types: Types, shape: ObjectShape, names: list[str], node: FunctionType) -> None:
    """Add methods that need no arguments, and whose result is a text or a number."""
    shape.methods.update((name, _method(types, name, node)) for name in names)


def _method(types: Types, name: str, node: FunctionType) -> ShapeProperty:
    """A method whose signature names no type: it is the same in every module."""
    module = next(module for module in types.program.modules.values() if module is not None)
    return ShapeProperty(name, Signature(node, Env(module.scope)), False)


def of_every_object(types: Types, name: str) -> ShapeProperty | None:
    """The member of a name that objects have though their type does not declare it."""
    symbol = symbol_of_library(types, "Object")
    shape = None if symbol is None else types.shape(types.named(symbol))
    return None if shape is None else shape.methods.get(name) or shape.properties.get(name)


def _add(shape: ObjectShape, name: str, term: TypeTerm, *, optional: bool = False) -> None:
    shape.properties[name] = ShapeProperty(name, term, optional)


def kind_of(source: TypeTerm) -> str | None:
    """The primitive kind of a text, number, bigint or boolean type; None for any other."""
    match source:
        case Literal(kind):
            return kind
        case Branded(bare=bare):
            return kind_of(bare)
        case TTemplate() | StringMapping() | Special("open string"):
            return "string"
        case Special("open number"):
            return "number"
        case BigIntLiteral() | Special("bigint"):
            return "bigint"
        case Primitive("string" | "number" | "boolean" as name):
            return name
        case _:
            return None


def primitive_kind(term: TypeTerm) -> str | None:
    """The kind of a primitive type, null and undefined included; None for objects and unknown."""
    match term:
        case Primitive("null"):
            return "null"
        case Special("undefined" | "symbol" as name):
            return name
        case Named(symbol) if symbol.of_kind("enum"):
            return "enum"
        case _:
            return kind_of(term)
