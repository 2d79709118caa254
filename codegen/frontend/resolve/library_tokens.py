"""The tokens of `autocomplete` in the web's library, which are templates: `AutoFill`.

They are those of TypeScript 5.9's `lib.dom`; a test compares them. The module is only loaded for an
undeclared name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..syntax import KeywordType, LiteralType, ReferenceType, TemplateType, TypeNode, UnionType

__all__ = ["TOKENS", "token"]

_AT: Final = (0, 0)


def _named(name: str) -> TypeNode:
    return ReferenceType((name,), (), _AT)


def _template(*parts: str | TypeNode) -> TypeNode:
    return TemplateType(parts, _AT)


def _union(*members: TypeNode) -> TypeNode:
    return UnionType(members, _AT)


_NOTHING: Final = LiteralType("string", "", _AT)


def _before(inner: TypeNode) -> TypeNode:
    """`OptionalPrefixToken<T>`: a token and a space, or nothing."""
    return _union(_template(inner, " "), _NOTHING)


def _behind(inner: TypeNode) -> TypeNode:
    return _union(_template(" ", inner), _NOTHING)


_ALIASES: Final = {
    "AutoFillSection": _template("section-", KeywordType("string", _AT)),
    "AutoFillField": _union(
        _named("AutoFillNormalField"),
        _template(_before(_named("AutoFillContactKind")), _named("AutoFillContactField")),
    ),
    "AutoFill": _union(
        _named("AutoFillBase"),
        _template(
            _before(_named("AutoFillSection")),
            _before(_named("AutoFillAddressKind")),
            _named("AutoFillField"),
            _behind(_named("AutoFillCredentialField")),
        ),
    ),
}
_APPLIED: Final = {"OptionalPrefixToken": _before, "OptionalPostfixToken": _behind}

TOKENS: Final = frozenset((*_ALIASES, *_APPLIED))
"""The names of such types."""


def token(name: str, arguments: Sequence[TypeNode]) -> TypeNode | None:
    """What an alias of the library stands for; None if it is no such alias, or takes no type."""
    if not arguments:
        return _ALIASES.get(name)
    applied = _APPLIED.get(name)
    return None if applied is None or len(arguments) != 1 else applied(arguments[0])
