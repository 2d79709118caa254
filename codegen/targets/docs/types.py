"""Types as the pages show them: Python's annotations, with each declaration linked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from ...model import (
    Alias,
    DeclId,
    Enum,
    Literal,
    Primitive,
    Ref,
    Template,
    Tuple,
    Type,
    nested,
    refs,
)
from ...model.notation import SEPARATOR
from ...python.literals import literal
from ...python.names import Names
from ...python.spelling import DATACLASSES, TYPED_DICTS, Speller, literal_value
from ...python.tree import Display, Either, Expression, Name, Starred, String, Subscript
from ...text.markdown import code
from .places import Places
from .reference import type_text

__all__ = ["Types"]

_LONGEST_MEANING: Final = 300
"""The length, in characters, up to which the meaning of a name is shown beside it."""


class Types:
    """Formats the types of one model."""

    def __init__(self, places: Places, names: Names, as_dicts: bool) -> None:
        self._places = places
        self._links = {name: places.links[id_] for id_, name in places.names.items()}
        dialect = TYPED_DICTS if as_dicts else DATACLASSES
        self._speller = Speller(dialect, names, lambda _: False)
        self._cells: dict[DeclId | str | int, tuple[Type, str]] = {}  # Types keep their `id()`.
        self._meanings: dict[DeclId, str] = {}

    def text(self, type_: Type, *, in_table: bool) -> str:
        """The annotation of a type."""
        if isinstance(type_, Literal) and "Literal" not in self._links:
            value = literal_value(type_)
            if isinstance(value, (String, Name)):  # As below, but thousands need no walk.
                shown = literal(value.value) if isinstance(value, String) else value.id
                return code(f"Literal[{shown}]", in_table=in_table)
        return self._text(self._speller.definition(type_), in_table=in_table)

    def cell(self, type_: Type) -> str:
        """The annotation of a field, with the meaning of names for plain values."""
        key = (
            type_.id
            if isinstance(type_, Ref)
            else type_.name
            if isinstance(type_, Primitive)
            else id(type_)
        )
        known = self._cells.get(key)
        if known is None:
            known = self._cells[key] = type_, self._cell(type_)
        return known[1]

    def _cell(self, type_: Type) -> str:
        lines = [self.text(type_, in_table=True)]
        if not isinstance(type_, (Primitive, Literal)):
            lines += filter(None, map(self._meaning, dict.fromkeys(refs(type_))))
            if not isinstance(type_, Ref) and any(map(_is_inexact, nested(type_))):
                shown = type_text(type_, self._places.link, in_table=True)
                lines.append(f"in TypeScript: {shown}")
        return "<br>".join(lines)

    def _meaning(self, id_: DeclId) -> str:
        """The meaning of a declaration's name, if it is short and no object."""
        known = self._meanings.get(id_)
        if known is None:
            known = self._meanings[id_] = self._stands_for(id_)
        return known

    def _stands_for(self, id_: DeclId) -> str:
        declaration = self._places.declarations[id_]
        match declaration:
            case Alias(_, type_) if not any(True for _ in refs(type_)):
                text = self.text(type_, in_table=True)
            case Enum(_, members):
                values = [literal_value(m.value) for m in members if m.value is not None]
                shown = [value for value in values if value is not None]
                text = self._text(Subscript(Name("Literal"), tuple(shown)), in_table=True)
            case _:
                return ""
        return f"{code(self._places.names[id_])}: {text}" if len(text) < _LONGEST_MEANING else ""

    def _text(self, annotation: Expression, *, in_table: bool) -> str:
        out: list[str] = []
        plain: list[str] = []
        bar = " \\| " if in_table else " | "
        for piece in self._pieces(annotation):
            link = self._links.get(piece)
            if link is None and piece != SEPARATOR:
                plain.append(piece)
                continue
            if plain:
                out.append(code("".join(plain), in_table=in_table))
                plain.clear()
            out.append(bar if link is None else link)
        if plain:
            out.append(code("".join(plain), in_table=in_table))
        return "".join(out)

    def _pieces(self, annotation: Expression) -> Iterator[str]:
        """Split an annotation's text into names and separators."""
        # The next one is the last: generators in each other would hand on each piece through all.
        waiting: list[Expression | _Piece] = [annotation]
        while waiting:
            match waiting.pop():
                case _Piece(text) | Name(id=text):
                    yield text
                case String(value):
                    yield literal(value)
                case Subscript(of, items):
                    waiting += (_CLOSED, *_listed(items, _COMMA), _OPENED, of)
                case Display(_, items):
                    waiting += (_Piece(")"), *_listed(items, _COMMA), _Piece("("))
                case Starred(value):
                    waiting += (value, _Piece("*"))
                case Either(items):
                    waiting += _listed(items, _BAR)
                case other:
                    raise AssertionError(f"no annotation: {other}")


class _Piece(NamedTuple):
    """A piece of text between the parts of an annotation."""

    text: str


_OPENED: Final = _Piece("[")
_CLOSED: Final = _Piece("]")
_COMMA: Final = _Piece(", ")
_BAR: Final = _Piece(SEPARATOR)


def _listed(items: tuple[Expression, ...], between: _Piece) -> Iterator[Expression | _Piece]:
    """Items with a separator between them, the last one first."""
    for position, item in enumerate(reversed(items)):
        if position:
            yield between
        yield item


def _is_inexact(type_: Type) -> bool:
    """Whether Python's annotation of a type is less exact than the type itself."""
    return isinstance(type_, (Template, Tuple))
