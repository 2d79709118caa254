"""The signatures of the library's converters, such as `String`, as functions."""

from __future__ import annotations

from typing import Final

from ..syntax import ArrayType, FunctionType, KeywordType, TupleElement, TypeNode, UnionType
from .protocol import Types
from .semantics import Env, LibraryFunction, Signature

__all__ = ["calls_of"]

_AT: Final = (0, 0)


def _word(name: str) -> TypeNode:
    return KeywordType(name, _AT)


def _function(result: str | TypeNode, *parameter: TupleElement) -> FunctionType:
    node = _word(result) if isinstance(result, str) else result
    return FunctionType(_AT, elements=parameter, result=node)


def _value(type_: TypeNode, *, optional: bool) -> TupleElement:
    return TupleElement(type_, optional, False, "value")


_ANYTHING: Final = _value(_word("any"), optional=True)
_WORDS: Final = TupleElement(ArrayType(_word("string"), _AT), False, True, "words")
_ALL: Final = TupleElement(ArrayType(_word("any"), _AT), False, True, "values")
_TEXT_OR_NUMBER: Final = UnionType((_word("string"), _word("number")), _AT)

_CALLS: Final = {
    "String": (_function("string", _ANYTHING),),
    "Number": (_function("number", _ANYTHING),),
    # It has a type parameter, of which nothing is known.
    "Boolean": (_function("boolean", _value(_word("unknown"), optional=True)),),
    # The last of three, as far as it is asked for: it takes elements of a type parameter.
    "Array": (_function(ArrayType(_word("unknown"), _AT), _ANYTHING),),
    "Date": (_function("string"),),
    "Object": (_function("any"), _function("any", _value(_word("any"), optional=False))),
    # It returns a `Function`: of what it takes and returns nothing is known.
    "Function": (_function(_function("any", _ALL), _WORDS),),
    "Symbol": (_function("symbol", _value(_TEXT_OR_NUMBER, optional=True)),),
}
"""The ways to call a class of the library without `new`, by its name."""


def calls_of(types: Types, function: LibraryFunction) -> list[Signature]:
    """The ways to call a function of the library that are known.

    Their signatures name no type: they are the same in every module.
    """
    nodes = _CALLS.get(function.of.removesuffix("Constructor"), ())
    module = next(module for module in types.program.modules.values() if module is not None)
    return [Signature(node, Env(module.scope)) for node in nodes]
