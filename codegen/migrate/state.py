"""The state of a reader, and how it reads literals as tags and values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from ..model import DeclId, Type
from .bindings import Bindings
from .constants import Constants
from .edits import ByteSpan
from .expectations import Expectations
from .literals import QuotedText, quoted_text
from .proposals import Collected, Strength
from .reader import FunctionKey
from .scene import Scene
from .tree import nodes as cst
from .uses import Uses
from .values import Value

__all__ = ["State"]

_PREFIXES: Final = ("server.", "client.")
"""Prefixes of tags in programs that give the direction: `server.response.done`."""


class State:
    """The state while a program is read.

    `handlers` has the events that functions are registered for, `results` the results of functions
    by their annotations. `owner` is the class whose methods are being read.
    """

    def __init__(
        self,
        uses: Uses,
        bindings: Bindings,
        constants: Constants,
        source: bytes = b"",
    ) -> None:
        self.source = source
        self.uses = uses
        self.schema = uses.schema
        self.bindings = bindings
        self._constants = constants
        self.scene = Scene()
        self.owner: int | None = None
        self.handlers: dict[FunctionKey, Type] = {}
        self.results: dict[FunctionKey, Value] = {}
        self.seen: set[cst.CSTNode] = set()
        self.anew: set[cst.CSTNode] = set()
        """The attributes whose assignments are rewritten."""
        self.documents: set[cst.CSTNode] = set()
        self.around: list[dict[str, str]] = []
        self.expectations: Expectations = Expectations()
        self.alone: cst.CSTNode | None = None

    def knowledge(self) -> tuple[object, ...]:
        """The knowledge that one pass hands to the next; equal if the pass learned nothing."""
        return self.expectations.copy(), dict(self.handlers), dict(self.results)

    # ----------------------------------------------------------------------- spans

    @contextmanager
    def muted(self) -> Iterator[None]:
        """A context in which no uses are collected: to infer a value a second time."""
        kept, self.uses.collected = self.uses.collected, Collected()
        seen = set(self.seen)
        try:
            yield
        finally:
            self.uses.collected, self.seen = kept, seen

    @contextmanager
    def within(self, scene: Scene) -> Iterator[None]:
        """A context in which another scene is current."""
        kept, self.scene = self.scene, scene
        try:
            yield
        finally:
            self.scene = kept

    def span(self, node: cst.CSTNode) -> ByteSpan:
        """The range of a node in the file, in bytes."""
        return node.start, node.end

    def quoted(self, node: cst.SimpleString) -> QuotedText | None:
        """The text of a string literal; None for bytes."""
        return quoted_text(node)

    def text(self, node: cst.BaseExpression) -> str | None:
        """The text of a literal or of a constant of the program; None for other expressions."""
        if isinstance(node, cst.SimpleString):
            quoted = quoted_text(node)
            return None if quoted is None else quoted.text
        return self._constants.text(node)

    def function(self, node: cst.BaseExpression) -> FunctionKey | None:
        """Resolve a name, or a method of `self`, to a function of this file."""
        match node:
            case cst.Name():
                return self.bindings.function(node.value, node.scope)
            case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
                return self.owner, str(name)
        return None

    # ----------------------------------------------------------------------- texts

    def tag(
        self, node: cst.SimpleString, strength: Strength, owners: Sequence[DeclId] = ()
    ) -> None:
        """Read a string literal as the tag of an event, if it is one of its tags."""
        quoted = self.quoted(node)
        if quoted is None:
            return
        span, text, verbatim = quoted
        if text in self.schema.tags or text in self.uses.plan.new_tags:
            self.seen.add(node)
            self.uses.tag(span, text, strength, owners, verbatim=verbatim)
            return
        for prefix in _PREFIXES:
            rest = text.removeprefix(prefix)
            if rest != text and rest in self.schema.tags:
                self.seen.add(node)
                self.uses.tag(span, rest, strength, owners, verbatim=verbatim, prefix=prefix)

    def given(
        self,
        node: cst.SimpleString,
        owners: Sequence[DeclId],
        wire: str,
        *,
        write: bool = True,
        make: Callable[[str], str | None] | None = None,
    ) -> None:
        """Read a literal as the value of a field; `owners` are the interfaces of the field.

        Without `write` it is compared with the field. `make` spells a class of the new spec there,
        if objects are class instances.
        """
        events = [owner for owner in owners if owner in self.schema.event_groups]
        if events and wire in self.schema.discriminators:
            self.tag(node, Strength.SURE, events)
            return
        self.seen.add(node)
        quoted = self.quoted(node)
        if quoted is not None:
            span, text, verbatim = quoted
            forms = (self.uses.forms.get((owner, wire, text)) for owner in owners)
            form = next((form for form in forms if form is not None), None)
            if form is not None and len(node.quote) == 1:
                whole = self.span(node)
                if self.uses.form(whole, node.quote, form, self.around, write=write, make=make):
                    return
            self.uses.value(span, text, owners, wire, verbatim=verbatim)
