"""The methods of library classes, and which of these classes have no other members.

They are those of TypeScript 5.9's `lib.esnext`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["COMPLETE", "METHODS"]

_OF_SETS: Final = """
    forEach has entries keys values union intersection difference symmetricDifference isSubsetOf
    isSupersetOf isDisjointFrom
    """.split()

METHODS: Final[dict[str, frozenset[str]]] = {
    "EventTarget": frozenset(("addEventListener", "dispatchEvent", "removeEventListener")),
    "Iterable": frozenset(),
    "ArrayBuffer": frozenset(("slice", "resize", "transfer", "transferToFixedLength")),
    "Map": frozenset("clear delete forEach get has set entries keys values".split()),
    "Promise": frozenset(("then", "catch", "finally")),
    "PromiseLike": frozenset(("then",)),
    "ReadonlyMap": frozenset("forEach get has entries keys values".split()),
    "ReadonlySet": frozenset(_OF_SETS),
    "RegExp": frozenset(("exec", "test", "compile")),
    "Set": frozenset((*_OF_SETS, "add", "clear", "delete")),
    "WeakMap": frozenset(("delete", "get", "has", "set")),
    "WeakRef": frozenset(("deref",)),
    "WeakSet": frozenset(("add", "delete", "has")),
}

COMPLETE: Final = METHODS.keys() - {"ArrayBuffer"}
"""Classes all of whose members are known, with the data that `apparent` has."""
