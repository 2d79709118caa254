"""A syntax tree of Python, for the statements of generated modules.

It holds what the generated package needs and no more. A name knows where it is imported
from, so imports are collected from the names, when they are printed, and never from text. Nothing
here says how a line is broken; that is the printer's alone.

Nodes are named tuples, as making one has to be cheap. Only nodes of one kind are compared.
"""

from __future__ import annotations

from math import isinf, isnan
from typing import Final, Literal, NamedTuple, TypeAlias

__all__ = [
    "ELLIPSIS",
    "KEYWORD_ONLY",
    "NONE",
    "POSITIONAL_ONLY",
    "TRUE",
    "Annotated",
    "Assert",
    "Assign",
    "Attribute",
    "Call",
    "Case",
    "Class",
    "Compare",
    "Conditional",
    "Dict",
    "Display",
    "Docstring",
    "Dotted",
    "Either",
    "Entry",
    "Evaluate",
    "Expression",
    "FormatString",
    "FromImport",
    "Function",
    "If",
    "Import",
    "Keyword",
    "Match",
    "Name",
    "Operation",
    "Parameter",
    "Pass",
    "Quoted",
    "RawText",
    "Return",
    "Simple",
    "Starred",
    "Statement",
    "String",
    "Subscript",
    "list_of",
    "literal",
    "number",
    "set_of",
    "tuple_of",
]

# ---------------------------------------------------------------------- expressions


class Name(NamedTuple):
    """An identifier, or another token without quotes: `None`, `...`, `-1`.

    `home` is the module that it is imported from, as an import statement spells it, or empty for
    names of the module and builtins. `imported` is the name in `home`, if that is another one.
    """

    id: str
    home: str = ""
    imported: str = ""


class Attribute(NamedTuple):
    """`of.name`."""

    of: Dotted
    name: str


class String(NamedTuple):
    """A string literal of any text."""

    value: str


class FormatString(NamedTuple):
    """An f-string: literal texts, and names in its replacement fields."""

    parts: tuple[str | Name, ...]


class Starred(NamedTuple):
    """`*value`, among arguments, items or the items of a subscript."""

    value: Dotted | Subscript


class Subscript(NamedTuple):
    """`of[items]`; `expanded` puts each of several items on its own line."""

    of: Dotted
    items: tuple[Expression, ...]
    expanded: bool = False


class Keyword(NamedTuple):
    """`name=value` among arguments."""

    name: str
    value: Expression


class Call(NamedTuple):
    """`function(arguments, keywords)`; `expanded` puts each argument on its own line."""

    function: Dotted
    arguments: tuple[Expression, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    expanded: bool = False


class Display(NamedTuple):
    """A tuple, list or set display, as `opening` is `(`, `[` or `{`.

    `expanded` puts each item on its own line. A set must have an item.
    """

    opening: str
    items: tuple[Expression, ...]
    expanded: bool = False


class Entry(NamedTuple):
    """`key: value` in a dict. `comment` follows on the line on which the entry begins.

    A comment has to be one for tools, such as `pyright: ignore`: its width is not counted.
    """

    key: Expression
    value: Expression
    comment: str = ""


class Dict(NamedTuple):
    """`{key: value}`; `expanded` puts each entry on its own line."""

    entries: tuple[Entry, ...]
    expanded: bool = False


class Compare(NamedTuple):
    """`left operator right`, with one operator of comparison, `in`, `is` and their negations."""

    left: Expression
    operator: str
    right: Expression


class Operation(NamedTuple):
    """Two or more operands joined by `and` or `or`."""

    operator: str
    operands: tuple[Expression, ...]


class Conditional(NamedTuple):
    """`body if test else orelse`."""

    body: Expression
    test: Expression
    orelse: Expression


class Either(NamedTuple):
    """A union of types: `a | b` on one line, `Union[a, b]` if that is too long.

    `union` is the name `Union`, imported only if it is printed. `spelled_out` requires the second
    form.
    """

    items: tuple[Expression, ...]
    union: Name
    spelled_out: bool = False


class Quoted(NamedTuple):
    """A type as a string, for one with an undefined name."""

    type: Expression


Dotted: TypeAlias = Name | Attribute
Expression: TypeAlias = (
    Name
    | Attribute
    | String
    | FormatString
    | Starred
    | Subscript
    | Call
    | Display
    | Dict
    | Compare
    | Operation
    | Conditional
    | Either
    | Quoted
)

NONE: Final = Name("None")
TRUE: Final = Name("True")
ELLIPSIS: Final = Name("...")


def tuple_of(*items: Expression) -> Display:
    """A tuple display."""
    return Display("(", items)


def list_of(*items: Expression) -> Display:
    """A list display."""
    return Display("[", items)


def set_of(*items: Expression) -> Display:
    """A set display of at least one item."""
    return Display("{", items)


def number(value: float) -> Name:
    """The literal of a number or a boolean. Raises ValueError for NaN, which has none."""
    if isnan(value):
        raise ValueError("no literal is not a number")
    if isinf(value):
        return Name("1e999" if value > 0 else "-1e999")
    return Name(repr(value).replace("e+", "e"))


def literal(value: str | float | None) -> Expression:
    """The literal of a text, a number, a boolean or None, as `number` has it."""
    if value is None:
        return NONE
    return String(value) if isinstance(value, str) else number(value)


# ----------------------------------------------------------------------- statements


class Assign(NamedTuple):
    """`target = value`, or with another operator that assigns."""

    target: Dotted
    value: Expression
    operator: Literal["=", "+="] = "="


class RawText(NamedTuple):
    """A name for a raw string of whole lines, which begin on the line below the quotes.

    The lines must be of printable ASCII characters, without three double quotes in a row.
    """

    target: str
    lines: tuple[str, ...]


class Annotated(NamedTuple):
    """`target: annotation`, and ` = value` where there is one."""

    target: str
    annotation: Expression
    value: Expression | None = None


class Return(NamedTuple):
    """`return value`."""

    value: Expression


class Assert(NamedTuple):
    """`assert test`."""

    test: Expression


class Evaluate(NamedTuple):
    """An expression as a statement."""

    value: Expression


class Pass(NamedTuple):
    """`pass`."""


class Docstring(NamedTuple):
    """The docstring of the enclosing or the preceding statement."""

    text: str


class FromImport(NamedTuple):
    """`from module import name as alias`: pairs of a name and its alias, which may be empty."""

    module: str
    names: tuple[tuple[str, str], ...]


class Import(NamedTuple):
    """`import module as alias`."""

    module: str
    alias: str


class If(NamedTuple):
    """`if test:` and its body."""

    test: Expression
    body: tuple[Simple, ...]


class Case(NamedTuple):
    """`case pattern:` and its body; the pattern is a class, with keywords that name its fields."""

    pattern: Call
    body: tuple[Simple, ...]


class Match(NamedTuple):
    """`match subject:` and one or more cases."""

    subject: Expression
    cases: tuple[Case, ...]


class Parameter(NamedTuple):
    """A parameter of a function; `POSITIONAL_ONLY` and `KEYWORD_ONLY` stand between them."""

    name: str
    annotation: Expression | None = None
    default: Expression | None = None


POSITIONAL_ONLY: Final = Parameter("/")
KEYWORD_ONLY: Final = Parameter("*")


class Function(NamedTuple):
    """A function. An empty body is `...`."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: Expression | None
    body: tuple[Simple | If | Docstring, ...] = ()
    decorators: tuple[Expression, ...] = ()


class Class(NamedTuple):
    """A class with at least one statement in its body."""

    name: str
    bases: tuple[Expression, ...]
    body: tuple[Simple | Docstring | Function, ...]
    decorators: tuple[Expression, ...] = ()


Simple: TypeAlias = Assert | Assign | Annotated | Return | Evaluate | Pass | FromImport | Import
Statement: TypeAlias = Simple | Docstring | RawText | If | Match | Function | Class
