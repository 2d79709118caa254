"""Lowering of enums: the value of each member, computed as the compiler computes it."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Final, TypeAlias

from ...text.modules import is_source
from ...text.records import dataclass
from ..syntax import EnumEntry
from .cursor import Cursor, Node, number_value, unescape

__all__ = ["lower_entries"]

Value: TypeAlias = str | int | float


def _int32(value: int) -> int:
    """Convert a number to the 32 bits of ECMAScript's bitwise operators."""
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value & 0x80000000 else value


def _bitwise(apply: Callable[[int, int], int]) -> Callable[[float, float], int]:
    return lambda left, right: _int32(apply(_int32(int(left)), _int32(int(right))))


def _double(apply: Callable[[float, float], float]) -> Callable[[float, float], float]:
    """Make an operator on doubles, as all numbers of ECMAScript are: results are bounded."""

    def applied(left: float, right: float) -> float:
        value = apply(float(left), float(right))
        if not math.isfinite(value):
            raise ArithmeticError("no number")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value

    return applied


_OPERATORS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": _double(operator.add),
    "-": _double(operator.sub),
    "*": _double(operator.mul),
    "**": _double(math.pow),
    "/": _double(operator.truediv),
    "%": _double(math.fmod),
    "|": _bitwise(operator.or_),
    "&": _bitwise(operator.and_),
    "^": _bitwise(operator.xor),
    "<<": _bitwise(lambda left, right: left << (right & 31)),
    ">>": _bitwise(lambda left, right: left >> (right & 31)),
    ">>>": lambda left, right: (int(left) & 0xFFFFFFFF) >> (int(right) & 31),
}
_LONGEST_TEXT: Final = 2**16
"""The longest concatenated text: a few doublings would exceed any memory."""
_ALL_TEXTS: Final = 2**20
"""The total length of the concatenated texts of an enum: each may contain the one before."""


@dataclass(slots=True)
class _Known:
    """The values that an initializer can name: those of its enum so far, and of other enums."""

    enum: Node
    name: str
    cursor: Cursor
    values: dict[str, Value | None] = field(default_factory=dict)

    def of(self, enum: str, member: str) -> Value | None:
        """The value of a member that is named with its enum, which is in the same file."""
        if enum == self.name and member in self.values:
            return self.values[member]
        block = self.enum.parent
        while block is not None:
            enums = _enums_in(block, self.cursor)
            if enum in enums:
                return enums[enum].get(member)
            block = block.parent
        return None


def _enums_in(block: Node, cursor: Cursor) -> Mapping[str, Mapping[str, Value | None]]:
    """The values of the enums in a block, by their names; none for what is no block.

    They are computed once, in the order of the file: TypeScript has no values for an initializer
    that names an enum further down.
    """
    if block.type not in ("program", "statement_block"):
        return {}
    if (enums := cursor.enums.get(block.id)) is None:
        enums = cursor.enums[block.id] = {}
        for enum in filter(None, map(_enum_of, block.named_children)):
            known = enums.setdefault(_name_of(enum, cursor), {})
            known |= {entry.name: entry.value for entry in lower_entries(enum, cursor)}
    return enums


def _enum_of(statement: Node) -> Node | None:
    """The enum that a statement declares or exports."""
    node = statement
    while node.type in ("export_statement", "ambient_declaration") and node.named_children:
        node = node.named_children[-1]
    return node if node.type == "enum_declaration" else None


def _name_of(enum: Node, cursor: Cursor) -> str:
    name = enum.child_by_field_name("name")
    return cursor.text(name) if name is not None else ""


def lower_entries(enum: Node, cursor: Cursor) -> Iterator[EnumEntry]:
    """Lower the members of an enum declaration.

    In a `const enum`, and in one of a source, a member without an initializer is one more than the
    numeric member before it, the first one 0; in a declared enum without `const` its value is
    unknown. A value that cannot be computed is None.
    """
    body = enum.child_by_field_name("body")
    constant = any(child.type == "const" for child in enum.children)
    counts = constant or not _is_declared(enum, cursor)
    known = _Known(enum, _name_of(enum, cursor), cursor)
    values = known.values
    previous: Value | None = -1
    joined = 0
    comment: Node | None = None
    for child in body.named_children if body is not None else ():
        if child.type == "comment":
            comment = child
            continue
        assigned = child.type == "enum_assignment"
        name_node = child.child_by_field_name("name") if assigned else child
        if name_node is None:
            continue
        name = _member_name(name_node, cursor)
        if assigned:
            value_node = child.child_by_field_name("value")
            value = _evaluate(value_node, known) if value_node is not None else None
            if isinstance(value, str) and value_node is not None and value_node.type != "string":
                joined += len(value)
                value = value if joined <= _ALL_TEXTS else None
        else:
            value = previous + 1 if counts and isinstance(previous, int | float) else None
        values[name] = previous = value
        yield EnumEntry(name, value, cursor.doc(comment), cursor.at(name_node))
        comment = None


def _is_declared(enum: Node, cursor: Cursor) -> bool:
    """Whether an enum is declared only: in a declaration file, or below `declare`."""
    if not is_source(cursor.source.path):
        return True
    node: Node | None = enum
    while node is not None and node.type != "ambient_declaration":
        node = node.parent
    return node is not None


def _member_name(node: Node, cursor: Cursor) -> str:
    if node.type == "computed_property_name":
        return _member_name(node.named_children[0], cursor)
    return cursor.string(node) if node.type == "string" else cursor.text(node)


def _evaluate(node: Node, known: _Known) -> Value | None:
    match node.type:
        case "number":
            return number_value(known.cursor.text(node))
        case "string":
            return known.cursor.string(node)
        case "template_string":
            return _evaluate_template(node, known)
        case "identifier":
            return known.values.get(known.cursor.text(node))
        case "member_expression" | "subscript_expression":
            owner = node.child_by_field_name("object")
            name = node.child_by_field_name("property") or node.child_by_field_name("index")
            if owner is None or name is None or name.type not in ("property_identifier", "string"):
                return None
            return known.of(known.cursor.text(owner), _member_name(name, known.cursor))
        case "parenthesized_expression":
            return _evaluate(node.named_children[0], known)
        case "unary_expression":
            return _evaluate_unary(node, known)
        case "binary_expression":
            return _evaluate_binary(node, known)
        case _:
            return None


def _evaluate_template(node: Node, known: _Known) -> str | None:
    text = ""
    for child in node.named_children:
        if child.type == "template_substitution":
            value = _evaluate(child.named_children[0], known)
            if value is None:
                return None
            text += str(value)
        else:
            text += unescape(known.cursor.text(child))
    return _joined(text)


def _joined(text: str) -> str | None:
    return text if len(text) <= _LONGEST_TEXT else None


def _evaluate_unary(node: Node, known: _Known) -> Value | None:
    argument = node.child_by_field_name("argument")
    value = _evaluate(argument, known) if argument is not None else None
    if not isinstance(value, int | float):
        return None
    match node.children[0].type:
        case "-":
            return -value
        case "+":
            return value
        case "~":
            return ~_int32(int(value))
        case _:
            return None


def _evaluate_binary(node: Node, known: _Known) -> Value | None:
    left_node, right_node = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = node.child_by_field_name("operator")
    if left_node is None or right_node is None or sign is None:
        return None
    left, right = (_evaluate(side, known) for side in (left_node, right_node))
    if left is None or right is None:
        return None
    if isinstance(left, str) or isinstance(right, str):
        return _joined(f"{left}{right}") if sign.type == "+" else None
    apply = _OPERATORS.get(sign.type)
    try:
        return apply(left, right) if apply is not None else None
    except (ArithmeticError, ValueError):
        return None
