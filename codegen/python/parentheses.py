"""Decide on parentheses: those that precedence needs, and those that allow line breaks.

The second kind follows the rules of ruff, which are those of Black.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from ..text.records import dataclass
from .tree import (
    Attribute,
    Call,
    Compare,
    Conditional,
    Dict,
    Display,
    Either,
    Expression,
    Name,
    Operation,
    Starred,
    Subscript,
)

__all__ = ["Need", "can_omit", "in_parentheses", "need"]


class Need(Enum):
    """Whether a value at the end of a statement gets parentheses if the line is too long."""

    NEVER = auto()
    """Never: the value has brackets of its own."""
    BEST_FIT = auto()
    """If it only fits with them."""
    MULTILINE = auto()
    """Always, as it could not be broken without."""


def need(value: Expression) -> Need:
    """The need of a value for parentheses."""
    if isinstance(value, (Display, Dict)):
        return Need.NEVER
    if isinstance(value, (Compare, Operation, Conditional, Starred)):
        return Need.MULTILINE
    return Need.BEST_FIT


def in_parentheses(operand: Expression, parent: Expression) -> bool:
    """Whether an operand is in parentheses.

    Operations in operations always are, as few people know the precedence of `and` and `or`.
    """
    if isinstance(operand, Compare):
        return isinstance(parent, Compare)
    if isinstance(operand, Operation):
        return isinstance(parent, (Compare, Operation))
    return isinstance(operand, Conditional)


def can_omit(value: Expression) -> bool:
    """Whether a value with operators may be broken in the brackets of its first or last operand.

    That is so if it has a single operator of the lowest precedence.
    """
    scan = _Scan()
    scan.inside(value)
    if not scan.brackets or scan.operators > 1:
        return False
    return scan.precedence == 0 or scan.last_has_brackets or scan.first_has_brackets is True


_PRECEDENCES: Final = {Either: 1, Compare: 2, Operation: 3, Conditional: 4}


@dataclass(slots=True)
class _Scan:
    """The results of a scan of an expression, without the contents of brackets."""

    precedence: int = 0
    operators: int = 0
    brackets: bool = False
    first_has_brackets: bool | None = None
    last_has_brackets: bool = False

    def inside(self, value: Expression) -> None:
        """Scan an expression and its operands, in parentheses or not."""
        match value:
            case Display() | Dict():
                self.brackets = True
            case Call(function) | Subscript(function):
                self.brackets = True
                self.operand(function, parenthesized=False)
                self.last_has_brackets = _has_brackets(value)
            case Attribute(of):
                self.operand(of, parenthesized=False)
                self.last_has_brackets = False
            case Compare(left, _, right):
                self._operators(value, 1, (left, right))
            case Operation(_, operands):
                self._operators(value, len(operands) - 1, operands)
            case Conditional(body, test, orelse):
                self._operators(value, 2, (body, test, orelse))
            case Starred(inner):
                self._token()
                self.operand(inner, parenthesized=False)
            case Name(id) if id.startswith("-"):
                self._token()
            case _:
                pass

    def operand(self, value: Expression, *, parenthesized: bool) -> None:
        """Scan an operand."""
        self.last_has_brackets = parenthesized or _has_brackets(value)
        if parenthesized:
            self.brackets = True
        else:
            self.inside(value)
        if self.first_has_brackets is None:
            self.first_has_brackets = parenthesized or _has_brackets(value)

    def _token(self) -> None:
        if self.first_has_brackets is None:
            self.first_has_brackets = False

    def _operators(self, value: Expression, count: int, operands: tuple[Expression, ...]) -> None:
        precedence = _PRECEDENCES[type(value)]
        if precedence > self.precedence:
            self.precedence, self.operators = precedence, count
        elif precedence == self.precedence:
            self.operators += count
        for operand in operands:
            self.operand(operand, parenthesized=in_parentheses(operand, value))


def _has_brackets(value: Expression) -> bool:
    """Whether an expression has nonempty brackets other than a subscript's."""
    match value:
        case Display(items=items):
            return bool(items)
        case Dict(entries=entries):
            return bool(entries)
        case Call(arguments=arguments, keywords=keywords):
            return bool(arguments or keywords)
        case _:
            return False
