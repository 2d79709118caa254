"""The declarations of TypeScript's and the web's libraries, in a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...text.source import Span
from ..syntax import DeclarationNode, FunctionBody, Range, TypeNode, VariableBody
from .defaults import bare, completed
from .library_text import FILE, aliases, syntax_of
from .protocol import Types
from .semantics import (
    OF_LIBRARY,
    Env,
    LibraryClass,
    LibraryFunction,
    Named,
    ObjectShape,
    Signature,
    TUnion,
    TypeTerm,
    identity,
)
from .symbols import Module, Symbol

__all__ = [
    "calls_of_library",
    "declared_class",
    "declared_function",
    "is_of_library",
    "meaning_of",
    "placed",
    "symbol_of_library",
    "value_of_library",
    "written_in_library",
]


def written_in_library(shape: ObjectShape) -> str | None:
    """The name of the declaration of the library that an object type is written in, if it is."""
    span = None if shape.mapped else shape.span
    return span.file.removeprefix(FILE) if span is not None and is_of_library(span) else None


def is_of_library(span: Span | None) -> bool:
    """Whether a place is in a declaration of the library."""
    return span is not None and span.file.startswith(FILE)


def symbol_of_library(types: Types, name: str) -> Symbol | None:
    """The symbol of a name of the library in a scope of its own; None for an unknown name.

    Its scope has no names: what it refers to is what an undeclared name means in the spec.
    """
    if name not in types.library.symbols:
        types.library.symbols[name] = _bound(name)
    return types.library.symbols[name]


def _bound(name: str) -> Symbol | None:
    syntax = syntax_of(name)
    if syntax is None:
        return None
    module = Module(f"{FILE}{name}", syntax, is_library=True)
    scope = module.scope
    scope.is_unseen = True
    *within, last = name.removeprefix("typeof ").split(".")
    scope.path = tuple(within)
    symbol = scope.symbol(last)
    for node in syntax.statements:
        if isinstance(node, DeclarationNode):
            symbol.declarations.append(node)
            symbol.places.append(scope)
    return symbol


def declared_class(types: Types, term: LibraryClass) -> Named | None:
    """The interface that declares a class of the library, with its arguments."""
    symbol = symbol_of_library(types, term.name)
    if symbol is None or not symbol.of_kind("interface"):
        return None
    given = term.arguments[: len(symbol.parameters)]
    return types.named(symbol, completed(types, symbol, given)) if given else bare(types, symbol)


def meaning_of(types: Types, term: LibraryClass) -> TypeTerm:
    """What an alias of the library stands for, told where it is written; any other class as it is.

    Whoever asks no more than what it is on the wire needs no meaning of it.
    """
    if term.name not in aliases() or term.reason != OF_LIBRARY or term.keys:
        return term
    key = identity(term)
    if key not in types.library.meanings:
        symbol = symbol_of_library(types, term.name)
        assert symbol is not None
        given = term.arguments[: len(symbol.parameters)]
        named = types.named(symbol, completed(types, symbol, given))
        types.library.meanings[key] = term  # Assumed during the recursion.
        meaning = types.peel(types.alias_body(named))
        types.library.meanings[key] = _placed(meaning, term.text, term.env, term.at)
    return types.library.meanings[key]


def value_of_library(types: Types, name: str) -> TypeTerm | None:
    """The type of a value of the library as it is declared; None for a function, or no value."""
    symbol = symbol_of_library(types, f"typeof {name}")
    if symbol is None:
        return None
    bodies = (node.body for node in symbol.of_kind("variable"))
    written = [b.type for b in bodies if isinstance(b, VariableBody) and b.type is not None]
    return types.term(written[0], Env(symbol.scope)) if written else None


def placed(types: Types, term: TypeTerm, node: TypeNode, env: Env) -> TypeTerm:
    """What the library has in one of its types, told at the place that asks for it."""
    members = term.members if isinstance(term, TUnion) else (term,)
    if not any(map(_is_unplaced, members)):
        return term
    return _placed(term, types.text(env, node.at), env, node.at)


def _placed(term: TypeTerm, text: str, env: Env, at: Range) -> TypeTerm:
    if isinstance(term, TUnion):
        return TUnion(tuple(_placed(member, text, env, at) for member in term.members))
    if isinstance(term, LibraryClass) and _is_unplaced(term):
        return replace(term, text=text, env=env, at=at)
    return term


def _is_unplaced(term: TypeTerm) -> bool:
    return isinstance(term, LibraryClass) and term.env.scope.module.is_library


def declared_function(types: Types, function: LibraryFunction) -> TypeTerm | None:
    """The type of a function or a class of the library as it is declared; None if unknown."""
    name = function.of.removeprefix("typeof ")
    value = value_of_library(types, name)
    if isinstance(value, LibraryFunction) and value.of != function.of:
        return declared_function(types, value)
    if value is not None:
        return value
    symbol = symbol_of_library(types, name)
    return bare(types, symbol) if symbol is not None and symbol.of_kind("interface") else None


def calls_of_library(types: Types, function: LibraryFunction) -> Sequence[Signature]:
    """The ways to call a function of the library, or to make instances of a class."""
    symbol = symbol_of_library(types, f"typeof {function.of}")
    if symbol is not None and symbol.of_kind("function"):
        bodies = [node.body for node in symbol.declarations]
        return [Signature(b.type, Env(symbol.scope)) for b in bodies if isinstance(b, FunctionBody)]
    declared = declared_function(types, function)
    shape = None if declared is None else types.shape(declared)
    return [] if shape is None else shape.calls
