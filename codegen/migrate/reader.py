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
"""The kind of access to a key: `x[key]`, `x[key] = ...`, `x.get(key)`, `x.setdefault(key, ...)`."""

FunctionKey: TypeAlias = tuple[int | None, str]
"""The key of a function by its definition, or of a method by its class and name."""


class Expecting(Protocol):
    """The part of `Expectations` that readers of expressions need."""

    def note(self, reader: Reader, node: cst.BaseExpression, type_: Type) -> None:
        """Expect a type of an expression."""

    def is_met(self, reader: Reader, node: cst.BaseExpression) -> bool:
        """Whether the value of an expression was read where it is made."""

    def beside(self, reader: Reader, node: cst.BaseExpression, tag: str) -> None:
        """Record a variable that is passed together with a tag."""

    def is_parameter(self, reader: Reader, node: cst.Name) -> bool:
        """Whether a name is a parameter, whose value callers determine."""

    def parameter(
        self, function: FunctionKey | None, argument: cst.Arg, given: Sequence[cst.Arg]
    ) -> Type | None:
        """The expected type of an argument of a function of the file."""

    def gathered(self, function: FunctionKey | None, argument: cst.Arg) -> Type | None:
        """The type of the object that the function builds of its keywords, if this is one."""


class Reader(Protocol):
    """Reads expressions in a scene, and collects the uses of renamed names.

    The modules for calls, displays, conditions, patterns and annotations read their inner
    expressions with it.
    """

    source: bytes
    """The text of the file, in bytes: spans are offsets in it."""
    uses: Uses
    schema: Schema
    bindings: Bindings
    scene: Scene
    """The known values of variables at this point."""
    handlers: dict[FunctionKey, Type]
    """The event types that functions are registered for."""
    results: dict[FunctionKey, Value]
    """The results of functions, by their annotations."""
    seen: set[cst.CSTNode]
    """The string literals that are already interpreted."""
    alone: cst.CSTNode | None
    """The call that is the whole of an expression statement."""
    owner: int | None
    """The class whose methods are being read."""
    documents: set[cst.CSTNode]
    """String literals for people: docstrings, and logged texts."""
    around: list[dict[str, str]]
    """The string values of the enclosing dictionaries, by their keys, the outermost first."""

    @property
    def expectations(self) -> Expecting:
        """The expected types of names."""

    def muted(self) -> AbstractContextManager[None]:
        """A context in which no uses are collected."""

    def within(self, scene: Scene) -> AbstractContextManager[None]:
        """A context in which another scene is current."""

    def expr(self, node: cst.BaseExpression, expected: Type | None = None) -> Value | None:
        """Read an expression; `expected` is the type that its context asks for."""

    def children(self, node: cst.CSTNode) -> None:
        """Read the child expressions of a node of no special kind."""

    def peek(self, node: cst.BaseExpression) -> Value | None:
        """Infer the value of an expression without collecting uses."""

    def lambda_(self, node: cst.Lambda, first: Type | None) -> None:
        """Read a lambda; `first` is the type of its first argument."""

    def span(self, node: cst.CSTNode) -> ByteSpan:
        """The range of a node in the file, in bytes."""

    def quoted(self, node: cst.SimpleString) -> QuotedText | None:
        """The text of a string literal; None for bytes."""

    def text(self, node: cst.BaseExpression) -> str | None:
        """The text of a literal or of a constant of the program; None for other expressions."""

    def function(self, node: cst.BaseExpression) -> FunctionKey | None:
        """Resolve an expression to a function of this file."""

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
        """Read a string literal as the value of a field, or as compared with one.

        `make` spells a class of the new spec there, if objects are class instances.
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
