"""The nodes of expressions: as in `ast`, with their source ranges.

Names and keywords are nodes as well, and literals have their text with quotes. Nodes are compared
by identity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from typing import Final, TypeAlias

from ...text.records import dataclass
from .scopes import Scope

__all__ = [
    "Add",
    "And",
    "Annotation",
    "AnyElement",
    "Arg",
    "Attribute",
    "Await",
    "BaseComp",
    "BaseExpression",
    "BaseSimpleComp",
    "BinaryOperation",
    "BitOr",
    "BitOrAssign",
    "BooleanOperation",
    "CSTNode",
    "Call",
    "CompFor",
    "CompIf",
    "Comparison",
    "ComparisonTarget",
    "ConcatenatedString",
    "Dict",
    "DictComp",
    "DictElement",
    "Element",
    "Equal",
    "FormattedPart",
    "FormattedString",
    "FormattedStringExpression",
    "FormattedStringText",
    "GeneratorExp",
    "IfExp",
    "In",
    "Index",
    "Integer",
    "Is",
    "Lambda",
    "List",
    "ListComp",
    "Modulo",
    "Name",
    "NamedExpr",
    "Not",
    "NotEqual",
    "NotIn",
    "Operator",
    "Or",
    "OtherExpression",
    "Param",
    "Parameters",
    "Set",
    "SetComp",
    "SimpleString",
    "Slice",
    "StarredDictElement",
    "StarredElement",
    "Subscript",
    "SubscriptElement",
    "Tuple",
    "UnaryOperation",
]

_OPENING: Final = re.compile("([a-zA-Z]*)(\"\"\"|'''|\"|')")


@dataclass(eq=False, slots=True)
class CSTNode:
    """A node: `start` and `end` are its byte offsets in the file."""

    start: int
    end: int


@dataclass(eq=False, slots=True)
class BaseExpression(CSTNode):
    """An expression."""


# ------------------------------------------------------------------------ expressions


@dataclass(eq=False, slots=True)
class Name(BaseExpression):
    """A name, or `True`, `False` or `None`; `scope` is the scope it is in."""

    value: str
    scope: Scope


@dataclass(eq=False, slots=True)
class Integer(BaseExpression):
    """A whole number as spelled."""

    value: str


@dataclass(eq=False, slots=True)
class SimpleString(BaseExpression):
    """A literal of text or bytes as spelled, and its value."""

    value: str
    evaluated_value: str | bytes
    scope: Scope
    prefix: str = field(init=False)
    quote: str = field(init=False)

    def __post_init__(self) -> None:
        """Split off the prefix and the opening quotes."""
        opening = _OPENING.match(self.value)
        self.prefix, self.quote = opening.groups() if opening is not None else ("", "")
        self.prefix = self.prefix.lower()

    @property
    def raw_value(self) -> str:
        """The text between the quotes."""
        return self.value[len(self.prefix) + len(self.quote) : -len(self.quote)]


@dataclass(eq=False, slots=True)
class FormattedStringText(CSTNode):
    """The text between the expressions of an f-string, as spelled."""

    value: str


@dataclass(eq=False, slots=True)
class FormattedStringExpression(CSTNode):
    """An expression in an f-string, and the parts of its format."""

    expression: BaseExpression
    format_spec: Sequence[FormattedPart]


FormattedPart: TypeAlias = FormattedStringText | FormattedStringExpression


@dataclass(eq=False, slots=True)
class FormattedString(BaseExpression):
    """An f-string; `opening` is its prefix with the quotes."""

    parts: Sequence[FormattedPart]
    opening: str


@dataclass(eq=False, slots=True)
class ConcatenatedString(BaseExpression):
    """Literals beside each other. The value is None if one of them is an f-string."""

    left: SimpleString | FormattedString
    right: SimpleString | FormattedString | ConcatenatedString
    evaluated_value: str | bytes | None


@dataclass(eq=False, slots=True)
class Attribute(BaseExpression):
    """`value.attr`."""

    value: BaseExpression
    attr: Name


@dataclass(eq=False, slots=True)
class Index(CSTNode):
    """A key in brackets; `star` is `*` for several."""

    value: BaseExpression
    star: str | None


@dataclass(eq=False, slots=True)
class Slice(CSTNode):
    """`lower:upper:step`."""

    parts: Sequence[BaseExpression]


@dataclass(eq=False, slots=True)
class SubscriptElement(CSTNode):
    """One of the keys in brackets."""

    slice: Index | Slice


@dataclass(eq=False, slots=True)
class Subscript(BaseExpression):
    """`value[slice]`."""

    value: BaseExpression
    slice: Sequence[SubscriptElement]


@dataclass(eq=False, slots=True)
class Arg(CSTNode):
    """An argument; `star` is `*`, `**` or nothing."""

    value: BaseExpression
    keyword: Name | None
    star: str


@dataclass(eq=False, slots=True)
class Call(BaseExpression):
    """`func(args)`."""

    func: BaseExpression
    args: Sequence[Arg]


@dataclass(eq=False, slots=True)
class Await(BaseExpression):
    """`await expression`."""

    expression: BaseExpression


@dataclass(eq=False, slots=True)
class NamedExpr(BaseExpression):
    """`target := value`."""

    target: BaseExpression
    value: BaseExpression


@dataclass(eq=False, slots=True)
class Element(CSTNode):
    """An element of a list, tuple or set."""

    value: BaseExpression


@dataclass(eq=False, slots=True)
class StarredElement(BaseExpression):
    """`*value`."""

    value: BaseExpression


AnyElement: TypeAlias = Element | StarredElement


@dataclass(eq=False, slots=True)
class List(BaseExpression):
    """A list display."""

    elements: Sequence[AnyElement]


@dataclass(eq=False, slots=True)
class Tuple(BaseExpression):
    """A tuple display. Enclosing parentheses are not a part of it."""

    elements: Sequence[AnyElement]


@dataclass(eq=False, slots=True)
class Set(BaseExpression):
    """A set display."""

    elements: Sequence[AnyElement]


@dataclass(eq=False, slots=True)
class DictElement(CSTNode):
    """`key: value`, with parentheses of its own included."""

    key: BaseExpression
    value: BaseExpression


@dataclass(eq=False, slots=True)
class StarredDictElement(CSTNode):
    """`**value`."""

    value: BaseExpression


@dataclass(eq=False, slots=True)
class Dict(BaseExpression):
    """A dictionary display."""

    elements: Sequence[DictElement | StarredDictElement]


@dataclass(eq=False, slots=True)
class Operator(CSTNode):
    """An operator. Those that readers ask for have subclasses."""


class Add(Operator):
    """`+`."""


class Modulo(Operator):
    """`%`."""


class BitOr(Operator):
    """`|`."""


class BitOrAssign(Operator):
    """`|=`."""


class And(Operator):
    """`and`."""


class Or(Operator):
    """`or`."""


class Not(Operator):
    """`not`."""


class Equal(Operator):
    """`==`."""


class NotEqual(Operator):
    """`!=`."""


class Is(Operator):
    """`is`."""


class In(Operator):
    """`in`."""


class NotIn(Operator):
    """`not in`."""


@dataclass(eq=False, slots=True)
class UnaryOperation(BaseExpression):
    """`not expression`, `-expression`."""

    operator: Operator
    expression: BaseExpression


@dataclass(eq=False, slots=True)
class BinaryOperation(BaseExpression):
    """`left + right`."""

    left: BaseExpression
    operator: Operator
    right: BaseExpression


@dataclass(eq=False, slots=True)
class BooleanOperation(BaseExpression):
    """`left and right`; of three operands, the first two form an operation."""

    left: BaseExpression
    operator: Operator
    right: BaseExpression


@dataclass(eq=False, slots=True)
class ComparisonTarget(CSTNode):
    """An operator of a comparison, and its right operand."""

    operator: Operator
    comparator: BaseExpression


@dataclass(eq=False, slots=True)
class Comparison(BaseExpression):
    """`left < middle < right`."""

    left: BaseExpression
    comparisons: Sequence[ComparisonTarget]


@dataclass(eq=False, slots=True)
class IfExp(BaseExpression):
    """`body if test else orelse`."""

    test: BaseExpression
    body: BaseExpression
    orelse: BaseExpression


@dataclass(eq=False, slots=True)
class Annotation(CSTNode):
    """An annotation."""

    annotation: BaseExpression


@dataclass(eq=False, slots=True)
class Param(CSTNode):
    """A parameter."""

    name: Name
    annotation: Annotation | None
    default: BaseExpression | None


@dataclass(eq=False, slots=True)
class Parameters(CSTNode):
    """The parameters of a function."""

    params: Sequence[Param]
    star_arg: Param | None
    kwonly_params: Sequence[Param]
    star_kwarg: Param | None
    posonly_params: Sequence[Param]


@dataclass(eq=False, slots=True)
class Lambda(BaseExpression):
    """`lambda params: body`."""

    params: Parameters
    body: BaseExpression


@dataclass(eq=False, slots=True)
class CompIf(CSTNode):
    """A condition in a comprehension."""

    test: BaseExpression


@dataclass(eq=False, slots=True)
class CompFor(CSTNode):
    """A loop in a comprehension, and the loop inside of it."""

    target: BaseExpression
    iter: BaseExpression
    ifs: Sequence[CompIf]
    inner_for_in: CompFor | None


@dataclass(eq=False, slots=True)
class BaseComp(BaseExpression):
    """A comprehension."""

    for_in: CompFor


@dataclass(eq=False, slots=True)
class BaseSimpleComp(BaseComp):
    """A comprehension with one expression an element."""

    elt: BaseExpression


class ListComp(BaseSimpleComp):
    """`[elt for ...]`."""


class SetComp(BaseSimpleComp):
    """`{elt for ...}`."""


class GeneratorExp(BaseSimpleComp):
    """`(elt for ...)`."""


@dataclass(eq=False, slots=True)
class DictComp(BaseComp):
    """`{key: value for ...}`."""

    key: BaseExpression
    value: BaseExpression


@dataclass(eq=False, slots=True)
class OtherExpression(BaseExpression):
    """An expression that no reader asks for: `yield`, numbers, `...`."""

    parts: Sequence[BaseExpression]
