"""The reader of expressions, as the modules for single kinds of expressions see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Literal as OneOf, Protocol, TypeAlias

from ..model import DeclId, Type
from .bindings import Bindings
from .edits import ByteSpan
from .literals import QuotedText
from .proposals import Strength
from .scene import Scene
from .schema import Holders, Schema
from .tree import nodes as cst
from .tree.scopes import Scope
from .uses import Given, Uses
from .values import Value

__all__ = ["Access", "Expecting", "FunctionKey", "Reader"]

Access: TypeAlias = OneOf["read", "write", "get", "setdefault", ""]
"""How a key is used: `x[key]`, `x[key] = ...`, `x.get(key)`, `x.setdefault(key, ...)`."""

FunctionKey: TypeAlias = tuple[int | None, str]
"""A function by its definition, or a method by its class and name."""


class Expecting(Protocol):
    """What names are to hold, as far as readers of expressions note and ask it."""

    def note(self, reader: Reader, node: cst.BaseExpression, type_: Type) -> None:
        """Note that an expression is to give a value of a type."""

    def is_met(self, reader: Reader, node: cst.BaseExpression) -> bool:
        """Whether what an expression gives was seen where it is made."""

    def beside(self, reader: Reader, node: cst.BaseExpression, tag: str) -> None:
        """Note a variable that is given beside a tag."""

    def is_parameter(self, reader: Reader, node: cst.Name) -> bool:
        """Whether a name is a parameter, so that callers tell what it holds."""

    def parameter(
        self, function: FunctionKey | None, argument: cst.Arg, given: Sequence[cst.Arg]
    ) -> Type | None:
        """What an argument of a function of the file is to be."""

    def gathered(self, function: FunctionKey | None, argument: cst.Arg) -> Type | None:
        """The object whose fields an argument is one of, or has: the function gathers them."""


class Reader(Protocol):
    """Reads expressions in a scene, and collects the uses of renamed things.

    The modules for calls, displays, conditions, patterns and annotations read the expressions
    inside of theirs with it.
    """

    source: bytes
    """The text of the file, whose bytes the spans count."""
    uses: Uses
    schema: Schema
    bindings: Bindings
    scene: Scene
    """The known values of variables at this point."""
    handlers: dict[FunctionKey, Type]
    """The types of the events that functions are registered for."""
    results: dict[FunctionKey, Value]
    """What functions return, by their annotations."""
    seen: set[cst.CSTNode]
    """The string literals whose meaning is known."""
    alone: cst.CSTNode | None
    """The call that is a statement by itself."""
    owner: int | None
    """The class whose methods are read."""
    documents: set[cst.CSTNode]
    """The string literals that people read: docstrings, and what is logged."""
    around: list[dict[str, str]]
    """The texts in the dictionaries around the expression, by their keys, the outermost first."""

    @property
    def expectations(self) -> Expecting:
        """What names are to hold."""

    def muted(self) -> AbstractContextManager[None]:
        """Read without collecting anything."""

    def within(self, scene: Scene) -> AbstractContextManager[None]:
        """Read in another scene."""

    def expr(self, node: cst.BaseExpression, expected: Type | None = None) -> Value | None:
        """Read an expression; `expected` is the type that its context asks for."""

    def children(self, node: cst.CSTNode) -> None:
        """Read the expressions inside a node that needs no handling of its own."""

    def peek(self, node: cst.BaseExpression) -> Value | None:
        """Infer the value of an expression that is read elsewhere; nothing is collected."""

    def lambda_(self, node: cst.Lambda, first: Type | None) -> None:
        """Read a lambda; `first` is the type of its first argument."""

    def span(self, node: cst.CSTNode) -> ByteSpan:
        """The bytes that a node takes in the file."""

    def quoted(self, node: cst.SimpleString) -> QuotedText | None:
        """The text of a string literal; None for bytes."""

    def text(self, node: cst.BaseExpression) -> str | None:
        """The text that an expression gives: a literal, or a constant of the program."""

    def function(self, node: cst.BaseExpression) -> FunctionKey | None:
        """The function of this file that an expression names."""

    def tag(
        self, node: cst.SimpleString, strength: Strength, owners: Sequence[DeclId] = ()
    ) -> None:
        """Read a string literal as the tag of an event."""

    def given(
        self,
        node: cst.SimpleString,
        owners: Sequence[DeclId],
        wire: str,
        *,
        write: bool = True,
        make: Callable[[str], str | None] | None = None,
    ) -> None:
        """Read a string literal as the value of a field, or what one is compared with.

        `make` tells how a class of the new spec is written there, if objects are of classes.
        """

    def against(self, node: cst.CSTNode, value: Value | None, hint: str = "") -> None:
        """Read the literals that a value is compared with; `hint` is the value's name."""

    def attribute(
        self, node: cst.Name, type_: Type, subject: str | None, *, write: bool = False
    ) -> Value | None:
        """Read an attribute of an object of a known type."""

    def item(
        self,
        node: cst.SimpleString,
        type_: Type,
        subject: str | None,
        *,
        write: bool = False,
        how: Access = "",
        subscript: cst.Subscript | None = None,
        given: Given | None = None,
    ) -> Value | None:
        """Read the value under a key of a dictionary of a known type."""

    def unknown_item(self, key: cst.SimpleString, subject: str | None) -> Value | None:
        """The value under a key of an unknown object: a tag for a discriminator, else None."""

    def content(self, holders: Holders, subject: str | None, *, plain: bool) -> Value | None:
        """The value of a field."""

    def public_name(self, span: ByteSpan, text: str, scope: Scope) -> None:
        """Rename a quoted name that refers to a renamed import."""
