"""What functions and methods of the library return, in sources with values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...model import Literal, Primitive
from ..syntax import FunctionType, IndexedType, QueryType, TypeNode
from .apparent import kind_of
from .library import library_result
from .protocol import Types
from .semantics import ANY, UNDEFINED, Env, Signature, TArray, TTuple, TypeTerm
from .unions import union_of

__all__ = ["result_of_library"]

_STRING: Final = Primitive("string")
_NUMBER: Final = Primitive("number")
_BOOLEAN: Final = Primitive("boolean")


def _each(names: str, term: TypeTerm, owner: str = "") -> dict[str, TypeTerm]:
    return {owner + name: term for name in names.split()}


_OF_VALUES: Final[dict[str, TypeTerm]] = {
    **_each("String String.fromCharCode String.fromCodePoint JSON.stringify", _STRING),
    **_each("Number Date.now Date.parse Date.UTC performance.now", _NUMBER),
    **_each("Number.parseInt Number.parseFloat", _NUMBER),
    **_each(
        """
        abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround
        hypot imul log log10 log1p log2 max min pow random round sign sin sinh sqrt tan tanh trunc
        """,
        _NUMBER,
        "Math.",
    ),
    **_each("Boolean Object.is Object.isFrozen Object.isSealed Array.isArray", _BOOLEAN),
    **_each("isFinite isInteger isNaN isSafeInteger", _BOOLEAN, "Number."),
    **_each("Object.keys Object.getOwnPropertyNames", TArray(_STRING)),
    "JSON.parse": ANY,
}
"""What functions of the library return, by their dotted names."""

_OF_TEXTS: Final[dict[str, TypeTerm]] = {
    **_each(
        """
        charAt concat normalize padEnd padStart repeat replace replaceAll slice substr substring
        toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase trim trimEnd trimStart
        toString valueOf
        """,
        _STRING,
    ),
    **_each("charCodeAt indexOf lastIndexOf localeCompare search", _NUMBER),
    **_each("endsWith includes startsWith", _BOOLEAN),
    "at": union_of([_STRING, UNDEFINED]),
    "codePointAt": union_of([_NUMBER, UNDEFINED]),
    "split": TArray(_STRING),
}
_OF_LISTS: Final[dict[str, TypeTerm]] = {
    **_each("join toLocaleString toString", _STRING),
    **_each("findIndex indexOf lastIndexOf push unshift", _NUMBER),
    **_each("every includes some", _BOOLEAN),
}
_SAME_LIST: Final = ("reverse", "slice", "splice")
_ONE_OF_LIST: Final = ("at", "pop", "shift")


def result_of_library(
    types: Types, function: TypeNode, arguments: Sequence[TypeNode], env: Env
) -> TypeTerm | None:
    """The type of what a function or a method of the library returns; None if it is not known."""
    match function:
        case QueryType(name=(name,)) if not _is_declared(types, name, env):
            return _OF_VALUES.get(name) or library_result((name,))
        case QueryType(name=(owner, name)) if not _is_declared(types, owner, env):
            return _OF_VALUES.get(f"{owner}.{name}")
        case QueryType(name=(_, *_, method) as path, arguments=()):
            target: TypeNode = QueryType(path[:-1], function.at)
        case IndexedType(object=target, key=key):
            literal = types.peel(types.term(key, env))
            if not isinstance(literal, Literal) or not isinstance(literal.value, str):
                return None
            method = literal.value
        case _:
            return None
    owner_type = types.peel(types.term(target, env))
    if kind_of(owner_type) == "string":
        return _OF_TEXTS.get(method)
    if isinstance(owner_type, TArray | TTuple):
        return _of_list(types, owner_type, method, arguments, env)
    return None


def _is_declared(types: Types, name: str, env: Env) -> bool:
    return types.program.lookup_path(env.scope, (name,), "value") is not None


def _of_list(
    types: Types, owner: TArray | TTuple, method: str, arguments: Sequence[TypeNode], env: Env
) -> TypeTerm | None:
    """The type of what a method of a list returns.

    What `filter` and `find` keep depends on the callback, which may tell the type of an element.
    """
    known = _OF_LISTS.get(method)
    if known is not None:
        return known
    if method == "map" and len(arguments) == 1:
        return _mapped(types, arguments[0], env)
    if not isinstance(owner, TArray):
        return None
    if method in _SAME_LIST:
        return TArray(owner.element, owner.readonly and method != "slice")
    return union_of([owner.element, UNDEFINED]) if method in _ONE_OF_LIST else None


def _mapped(types: Types, callback: TypeNode, env: Env) -> TypeTerm | None:
    """The list of what a callback returns."""
    if isinstance(callback, FunctionType):
        result = callback.result
        return None if result is None else TArray(types.term(result, env))
    if isinstance(callback, QueryType):
        of_library = result_of_library(types, callback, (), env)
        if of_library is not None:
            return TArray(of_library)
        signature = types.peel(types.term(callback, env))
        if isinstance(signature, Signature) and not signature.node.parameters:
            result = signature.node.result
            return None if result is None else TArray(types.term(result, signature.env))
    return None
