"""Whether a type may be a function of the library, such as `ObjectConstructor`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import product
from typing import Final

from .functions import result_of, signatures_of
from .library_lookup import all_keys, bases_of, sure_members
from .protocol import Types
from .semantics import FUNCTION, LibraryFunction, Signature, TypeTerm

__all__ = ["may_be_function"]

Check = Callable[[TypeTerm, TypeTerm], bool | None]

_CALLED_BOTH_WAYS: Final = frozenset(
    f"{name}Constructor"
    for name in "Array Boolean Date Error Function Number Object RegExp String".split()
)
"""What is called with `new` and without it."""


def may_be_function(types: Types, source: TypeTerm, target: LibraryFunction, check: Check) -> bool:
    """Whether a type that is called may be a function of the library, for all that is known."""
    if target.of in _CALLED_BOTH_WAYS:
        if isinstance(source, LibraryFunction):
            return target.of in bases_of(source.of)
        calls = [signatures_of(types, source, constructs=new) for new in (True, False)]
        if source != FUNCTION and not (all(calls) and _may_return(types, calls[1], target, check)):
            return False
    names = _names_of(types, source)
    return names is None or all(member in names for member in sure_members(target.of))


@cache
def _of_any_function() -> frozenset[str]:
    return frozenset[str]().union(*(all_keys(name) or () for name in ("Function", "Object")))


def _may_return(
    types: Types, calls: Sequence[Signature], target: LibraryFunction, check: Check
) -> bool:
    """Whether one of some calls may return what a call of a function of the library does."""
    results = [result_of(types, call) for call in signatures_of(types, target, constructs=False)]
    own = [result_of(types, call) for call in calls]
    return not results or any(check(*pair) is not False for pair in product(own, results))


def _names_of(types: Types, source: TypeTerm) -> frozenset[str] | None:
    """The names of all members of what is called; None if not all are known."""
    if isinstance(source, LibraryFunction):
        known = all_keys(source.of)
        return None if known is None else known | _of_any_function()
    if source == FUNCTION or isinstance(source, Signature):
        return _of_any_function()
    shape = types.shape(source)
    if shape is None or any(base != FUNCTION for base in shape.library):
        return None
    return _of_any_function().union(shape.properties, shape.methods)
