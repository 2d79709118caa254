"""The declarations of TypeScript's and the web's libraries.

`library.txt` has them as the compiler merges them, one name a line: the name, a tab and all its
declarations. A value is called `typeof NAME`, what is in a namespace `NAMESPACE.NAME`. They are
those of TypeScript 5.9's `lib.esnext` and `lib.dom`, and what only `lib.webworker` has;
`tests/tools/library_declarations.py` writes the file, and a test compares it. It is only read where
a member or a signature of the library is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from ...text.disk import read_file
from ...text.source import SourceFile, Span
from ..parse import parse
from ..syntax import DeclarationNode, FunctionBody, ModuleSyntax, Range, TypeNode, VariableBody
from .defaults import bare, completed
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

_FILE: Final = "library "
"""What the names of files of the library's declarations begin with."""
DECLARATIONS: Final = Path(__file__).with_name("library.txt")


@cache
def _texts() -> Mapping[str, str]:
    """The declarations by name."""
    lines = read_file(DECLARATIONS).decode("ascii").splitlines()
    return dict(line.split("\t", 1) for line in lines)


@cache
def _aliases() -> frozenset[str]:
    """The names that are aliases; `intrinsic` is what the compiler alone can say."""
    texts = _texts().items()
    return frozenset(n for n, t in texts if t.startswith("type ") and not t.endswith("intrinsic;"))


@cache
def _syntax(name: str) -> ModuleSyntax | None:
    """The declarations of a name, read once for all programs; None for an unknown name."""
    text = _texts().get(name)
    if text is None:
        return None
    return parse(SourceFile(f"{_FILE}{name}", f"{text} export {{}};".encode()))


def written_in_library(shape: ObjectShape) -> str | None:
    """The name of the declaration of the library that an object type is written in, if it is."""
    span = None if shape.mapped else shape.span
    return span.file.removeprefix(_FILE) if span is not None and is_of_library(span) else None


def is_of_library(span: Span | None) -> bool:
    """Whether a place is in a declaration of the library."""
    return span is not None and span.file.startswith(_FILE)


def symbol_of_library(types: Types, name: str) -> Symbol | None:
    """The symbol of a name of the library in a scope of its own; None for an unknown name.

    Its scope has no names: what it refers to is what an undeclared name means in the spec.
    """
    if name not in types.library.symbols:
        types.library.symbols[name] = _bound(name)
    return types.library.symbols[name]


def _bound(name: str) -> Symbol | None:
    syntax = _syntax(name)
    if syntax is None:
        return None
    module = Module(f"{_FILE}{name}", syntax, is_library=True)
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
    if term.name not in _aliases() or term.reason != OF_LIBRARY or term.keys:
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
