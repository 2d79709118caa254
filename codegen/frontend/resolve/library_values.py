"""The types of the library's values and of their members: `typeof document.title`."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Literal
from ..syntax import QueryType
from .apparent import library_member
from .library import CONVERTED, INSTANCES, global_name, global_value
from .library_declarations import placed, symbol_of_library, value_of_library
from .operators import MISSING, property_type
from .protocol import Types
from .semantics import ANY, OF_LIBRARY, Env, LibraryClass, LibraryFunction, TArray, TypeTerm

__all__ = ["along", "library_value"]


def library_value(types: Types, node: QueryType, env: Env) -> TypeTerm:
    """The type of a value of the library, or of a member of it; what is no such value is opaque."""
    name, known = global_name(node.name), global_value(node.name)
    path: Sequence[str] = name[1:]
    if path[:1] == ("prototype",) and known is not None:
        base, path = _prototype(types, name[0], node, env), path[1:]
    elif name[0] in INSTANCES:
        base = _instance(types, INSTANCES[name[0]], node, env)
    elif known is not None:
        base, path = known
    elif name != node.name and library_member("Window", name[0]) is not None:
        base, path = _instance(types, "Window", node, env), name
    elif (named := _declared(types, name)) is not None:
        base, path = named
    else:
        wanted = node.name[: 1 + (node.name[0] == "globalThis")]
        reason = f"no declaration of the value {'.'.join(wanted)!r} was found"
        return types.opaque(env, node.at, reason)
    return placed(types, along(types, base, path, node, env), node, env)


def _declared(types: Types, name: Sequence[str]) -> tuple[TypeTerm, Sequence[str]] | None:
    """The type of a value that the library declares, and the names that are left to look up."""
    for length in range(len(name), 0, -1):
        dotted = ".".join(name[:length])
        symbol = symbol_of_library(types, f"typeof {dotted}")
        if symbol is not None and symbol.of_kind("function"):
            return LibraryFunction("function", dotted), name[length:]
        value = value_of_library(types, dotted)
        if value is not None:
            return value, name[length:]
    return None


def along(types: Types, term: TypeTerm, path: Sequence[str], node: QueryType, env: Env) -> TypeTerm:
    """The type of a property of a value, along a path of names; opaque if there is none."""
    for name in path:
        inner = property_type(types, term, Literal("string", name))
        if inner is None:
            return types.opaque(env, node.at, MISSING)
        term = inner
    return term


def _instance(types: Types, name: str, node: QueryType, env: Env) -> LibraryClass:
    reason, text = OF_LIBRARY, types.text(env, node.at)
    return LibraryClass(reason, text, name, (), env, node.at)


def _prototype(types: Types, name: str, node: QueryType, env: Env) -> TypeTerm:
    """The instance that a class of the library has as its `prototype`."""
    known = TArray(ANY) if name == "Array" else CONVERTED.get(name)
    return known or _instance(types, name, node, env)
