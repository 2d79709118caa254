"""Resolve references: a name with type arguments."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from ...model import Literal, Opaque, Primitive
from ...text.diagnostics import warning
from ...text.source import Span
from ..syntax import (
    IntersectionType,
    KeywordType,
    LiteralType,
    QueryType,
    ReferenceType,
    TypeNode,
    UnionType,
)
from .absent import absorbed
from .budget import OUT_OF_BOUNDS
from .closed import closed_term, names_in
from .constants import enum_member, placeholder
from .defaults import bare, completed
from .enums import member_of_enum
from .functions import FUNCTION_UTILITIES
from .library import (
    ARITIES,
    CONVERTED,
    LIBRARY_NAMESPACES,
    LISTS,
    MADE_OF_ANY,
    WRAPPERS,
    library_function,
    library_result,
)
from .library_declarations import meaning_of, placed, symbol_of_library
from .library_lookup import is_plain_alias
from .library_node import library_name
from .mapped import OF_LIST
from .protocol import Types
from .semantics import (
    ANY,
    NEVER,
    OF_LIBRARY,
    UNRESOLVED,
    Env,
    Lazy,
    LibraryClass,
    ObjectShape,
    Special,
    TArray,
    TTuple,
    TUnion,
    TypeTerm,
)
from .stand_ins import of_library
from .symbols import Entity, Meaning, Module, Scope, Symbol, Unresolved
from .unions import union_of
from .utilities import UTILITIES

__all__ = ["entity_of", "heritage", "is_of_library", "reference"]


def reference(types: Types, node: ReferenceType, env: Env) -> TypeTerm:
    """Resolve a name: a type parameter, a declared type, or one of the library."""
    if len(node.name) == 1 and node.module is None:
        bound = env.parameters.get(node.name[0])
        if bound is not None:
            nothing = bound is ANY and _is_no_more(types, node.name[0], env)
            return NEVER if nothing else _in_place(bound, node.name[0])
    entity = entity_of(types, node, env.scope)
    match entity:
        case Symbol():
            return _instance(types, entity, node, env)
        case Unresolved(specifier, name):
            shared = library_name(specifier, name)
            known = None if shared is None else _library(types, shared, node, env)
            return placeholder(entity) if known is None else known
        case Module():
            return types.opaque(env, node.at, "a module is not a type")
        case None:
            return _unbound(types, node, env)


def _is_no_more(types: Types, name: str, env: Env) -> bool:
    """Whether conditions above ask for what no type is. TypeScript: there, any is never.

    It finds that of primitive types alone: a list and a text are a type of both.
    """
    tested = env.narrowed.get(name)
    if tested is None:
        return False
    parts: list[TypeNode] = [tested]
    terms: list[TypeTerm] = []
    while parts:
        part = parts.pop()
        if isinstance(part, IntersectionType):
            parts += part.members
        else:
            terms.append(types.peel(types.term(part, env.bind({name: ANY}))))
    plain = [term for term in terms if isinstance(term, Primitive | Literal)]
    return NEVER in terms or types.peel(types.intersection(plain)) == NEVER


def _in_place(bound: TypeTerm, name: str) -> TypeTerm:
    """The term of a type parameter where it is named.

    One without a JSON form has the text that is written there, so that all instances have it.
    """
    if isinstance(bound, LibraryClass) and bound.text != name:
        return replace(bound, text=name)
    return bound


def heritage(types: Types, node: TypeNode, env: Env) -> TypeTerm:
    """The type that a class extends. TypeScript: the library makes lists and maps of any there."""
    match node:
        case ReferenceType(name=(*_, name), arguments=()) if name in MADE_OF_ANY:
            if entity_of(types, node, env.scope) is None:
                node = replace(node, arguments=(KeywordType("any", node.at),) * ARITIES[name])
    return types.term(node, env)


def entity_of(types: Types, node: ReferenceType, scope: Scope) -> Entity | None:
    """The declaration of a name, or of an `import("module").Name`."""
    program, name, importer = types.program, node.name, scope.module
    if node.module is None:
        return program.lookup_path(scope, name, "type")
    target = program.module(importer, node.module, node.at)
    if target is None:
        return Unresolved(node.module, ".".join(name) or "*", importer.source.span(*node.at))
    # Without a name it is what an `export =` assigns.
    assigned = None if name else program.export_assignment(target, "type")
    entity: Entity | None = assigned or target
    for position, part in enumerate(name, start=1):
        if entity is not None:
            meaning: Meaning = "type" if position == len(name) else "namespace"
            entity = program.member(entity, part, meaning)
    return entity


def _imported_member(types: Types, node: ReferenceType, env: Env) -> TypeTerm | None:
    """Resolve `import("module").Enum.Member`; None if it is no member of an enum."""
    if node.module is None or len(node.name) < 2:
        return None
    entity: Entity | None = types.program.module(env.scope.module, node.module, node.at)
    for position, part in enumerate(node.name[:-1], start=2):
        if entity is not None:
            meaning: Meaning = "value" if position == len(node.name) else "namespace"
            entity = types.program.member(entity, part, meaning)
    return member_of_enum(entity, node.name[-1]) if isinstance(entity, Symbol) else None


def _unbound(types: Types, node: ReferenceType, env: Env) -> TypeTerm:
    """Resolve an undeclared name: an enum member, or one of the library."""
    member = _imported_member(types, node, env) or enum_member(types, node.name, env)
    if member is not None:
        return member
    if len(node.name) == 1 or (len(node.name) == 2 and node.name[0] == "globalThis"):
        standard = _library(types, node.name[-1], node, env)
        if standard is not None:
            return standard
    if env.scope.module.is_library and env.scope.path:
        node = replace(node, name=(*env.scope.path, *node.name))
    if len(node.name) > 1 and node.name[0] in LIBRARY_NAMESPACES:
        name, text = ".".join(node.name), types.text(env, node.at)
        known = _in_namespace(types, name, text, node, env)
        return known or of_library(types, env, node.at, text)
    if types.program.misses(env.scope.module, node.name[0]):
        return UNRESOLVED
    name = ".".join(node.name)
    advice = "It becomes Any; declare it, import it, or correct its name."
    message = f"nobody declares {name!r}"
    types.report(env, node.at, warning("RC201", message, types.span(env, node.at), advice))
    return UNRESOLVED


def _in_namespace(
    types: Types, name: str, text: str, node: ReferenceType, env: Env
) -> TypeTerm | None:
    """A type of the library's `Intl` or `WebAssembly`; None if it is not known."""
    symbol = symbol_of_library(types, name)
    if symbol is not None and symbol.is_alias:
        return types.alias_body(bare(types, symbol))
    function = library_function(name)
    if function is not None or symbol is None or not symbol.of_kind("interface"):
        return function
    arguments = tuple(types.deferred(argument, env) for argument in node.arguments)
    return LibraryClass(OF_LIBRARY, text, name, arguments, env, node.at)


def _library(types: Types, name: str, node: ReferenceType, env: Env) -> TypeTerm | None:
    if name in CONVERTED:
        return CONVERTED[name]
    arity = ARITIES.get(name)
    if arity is not None and len(node.arguments) != arity:
        _report_arity(types, name, (arity, arity), node, env)
        return UNRESOLVED
    if name in LISTS:
        return TArray(types.deferred(node.arguments[0], env), name == "ReadonlyArray")
    if name in WRAPPERS:
        wrapped = types.term(node.arguments[0], env)
        if name == "Readonly":
            return types.lazy(node, env, lambda: _readonly(types, wrapped, node, env))
        return wrapped
    utility = UTILITIES.get(name) or FUNCTION_UTILITIES.get(name)
    if utility is None:
        return _library_alias(types, name, node, env) or _library_class(types, name, node, env)
    arity, apply = utility
    if len(node.arguments) != arity:
        _report_arity(types, name, (arity, arity), node, env)
        return UNRESOLVED
    match name, node.arguments:
        case "ReturnType", (QueryType(name=path),) if (result := library_result(path)) is not None:
            if types.program.lookup_path(env.scope, path, "value") is None:
                return result
    given = [types.deferred(argument, env) for argument in node.arguments]
    return types.lazy(node, env, lambda: _told(types, apply(types, given), node, env))


_OF_ANOTHER: Final = ("Partial", "Required")
"""The utilities that copy properties: an opaque one was reported where it is declared."""


def _told(types: Types, result: TypeTerm, node: ReferenceType, env: Env) -> TypeTerm:
    """The result of a utility type; what is opaque in it gets the place of the reference."""
    result = placed(types, result, node, env)
    for member in result.members if isinstance(result, TUnion) else (result,):
        if isinstance(member, Opaque) and not member.text:
            return types.opaque(env, node.at, member.reason)
    if not isinstance(result, ObjectShape) or node.name[-1] in _OF_ANOTHER:
        return result
    if node.name[-1] == "Record":
        _declare_at(result, types.span(env, node.at))
    for name, item in result.properties.items():
        if isinstance(item.type, Opaque) and not item.type.text:
            told = types.opaque(env, node.at, f"{item.type.reason} {name!r}")
            result.properties[name] = replace(item, type=told)
    return result


def _declare_at(shape: ObjectShape, span: Span) -> None:
    """Give an object type and its properties the place of the reference that makes them."""
    shape.span = span
    for name, item in shape.properties.items():
        shape.properties[name] = replace(item, span=span)


def _readonly(types: Types, term: TypeTerm, node: ReferenceType, env: Env) -> TypeTerm:
    """Make a list readonly; other types stay, as it changes nothing on the wire.

    TypeScript: what is a list and another type is an object of the elements and the members.
    """
    whole = absorbed(types, term)
    if types.list_base(whole) is not None:
        return types.opaque(env, node.at, OF_LIST)
    match whole:
        case TArray(element):
            return TArray(element, readonly=True)
        case TTuple(items):
            return TTuple(items, readonly=True)
        case Special("any"):
            # TypeScript: a mapped type over `any` has an index signature over strings.
            return ObjectShape(indexes=[(Primitive("string"), ANY)])
        case _:
            return term


def _library_alias(types: Types, name: str, node: ReferenceType, env: Env) -> TypeTerm | None:
    """The type of a library name that stands for texts or numbers; None for other names."""
    if not is_plain_alias(name):
        return None
    symbol = symbol_of_library(types, name)
    assert symbol is not None
    if len(node.arguments) != len(symbol.parameters):
        return None
    given = [types.deferred(argument, env) for argument in node.arguments]
    return types.alias_body(types.named(symbol, given) if given else bare(types, symbol))


_EVALUATED: Final = frozenset(CONVERTED).union(
    UTILITIES, FUNCTION_UTILITIES, WRAPPERS, LISTS, ("Intl", "WebAssembly", "globalThis")
)


@lru_cache(maxsize=1024)
def is_of_library(name: str) -> bool:
    """Whether a name that no file of the spec declares is one of the library's."""
    if name in _EVALUATED:
        return True
    from .library_names import OPAQUE

    return name in OPAQUE or is_plain_alias(name)


def _library_class(types: Types, name: str, node: ReferenceType, env: Env) -> TypeTerm | None:
    from .library_names import OPAQUE

    if name not in OPAQUE:
        return None
    function = library_function(name)
    if function is not None:
        return function
    arguments = tuple(types.deferred(argument, env) for argument in node.arguments)
    reason, text = OF_LIBRARY, types.text(env, node.at)
    whole = LibraryClass(reason, text, name, arguments, env, node.at)
    meaning = meaning_of(types, whole)
    members = meaning.members if isinstance(meaning, TUnion) else (meaning,)
    return whole if any(isinstance(one, LibraryClass) for one in members) else meaning


def _report_arity(
    types: Types, name: str, allowed: tuple[int, int], node: ReferenceType, env: Env
) -> None:
    low, high = allowed
    wanted = str(high) if low == high else f"{low} to {high}"
    message = f"{name!r} takes {wanted} type arguments, got {len(node.arguments)}"
    advice = "It becomes Any; give every type parameter without a default an argument."
    types.report(env, node.at, warning("RC202", message, types.span(env, node.at), advice))


def _instance(types: Types, symbol: Symbol, node: ReferenceType, env: Env) -> TypeTerm:
    parameters = symbol.parameters
    given = len(node.arguments)
    required = types.required.get(symbol)
    if required is None:
        required = sum(parameter.default is None for parameter in parameters)
        types.required[symbol] = required
    if not required <= given <= len(parameters):
        _report_arity(types, symbol.name, (required, len(parameters)), node, env)
        return UNRESOLVED
    if not node.arguments:
        return bare(types, symbol)
    lost = types.lost(symbol)
    if lost is not None:
        return lost
    try:
        arguments = [_forced_argument(types, argument, env) for argument in node.arguments]
        return types.named(symbol, completed(types, symbol, arguments))
    except OUT_OF_BOUNDS:
        types.count_failed(symbol)
        raise


def _forced_argument(types: Types, node: TypeNode, env: Env) -> TypeTerm:
    """A type argument, computed unless it merges members that are not all known yet."""
    if types.filling and _is_early(types, node, env):
        early = types.lazy(node, env, lambda: _argument(types, node, env))
        types.early.add(early)
        return early
    term = _argument(types, node, env)
    # An alias may pass on what it got.
    is_early = types.filling and isinstance(term, Lazy) and term in types.early
    return term if is_early else types.force(term)


def _is_early(types: Types, node: TypeNode, env: Env) -> bool:
    """Whether a type merges an interface whose members are being read.

    It is so in a base that names its heir: `interface A<T> extends M<T & A<T>>`.
    """
    if isinstance(node, UnionType):
        return any(_is_early(types, member, env) for member in node.members)
    if not isinstance(node, IntersectionType):
        return False
    names = (names_in(node, types.closed) or frozenset()).difference(env.parameters)
    read = {named.symbol for named in types.filling}
    return any(types.program.lookup(env.scope, name, "type") in read for name in names)


def _argument(types: Types, node: TypeNode, env: Env) -> TypeTerm:
    """Evaluate a type argument.

    One without a type parameter is the same term in all instances. So an instance that needs itself
    with such an argument is the same one, as in TypeScript. So is one that passes on a union of
    such a type with its own argument.
    """
    if isinstance(node, KeywordType | LiteralType):
        return types.term(node, env)
    if isinstance(node, UnionType):
        types.spend_items(len(node.members))
        return union_of(_argument(types, member, env) for member in node.members)
    return closed_term(types.closed, node, env, types.term)
