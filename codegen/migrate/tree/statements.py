"""The nodes of statements, and of the patterns in `match`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

from ...text.records import dataclass
from .expressions import (
    Annotation,
    Arg,
    Attribute,
    BaseExpression,
    CSTNode,
    Name,
    Operator,
    Parameters,
)
from .scopes import Scope

__all__ = [
    "AnnAssign",
    "AsName",
    "Assert",
    "Assign",
    "AssignTarget",
    "AugAssign",
    "BaseStatement",
    "Break",
    "ClassDef",
    "Continue",
    "Decorator",
    "Del",
    "Else",
    "ExceptHandler",
    "Expr",
    "Finally",
    "For",
    "FunctionDef",
    "Global",
    "If",
    "Import",
    "ImportAlias",
    "ImportFrom",
    "ImportStar",
    "IndentedBlock",
    "Match",
    "MatchAs",
    "MatchCase",
    "MatchClass",
    "MatchKeywordElement",
    "MatchMapping",
    "MatchMappingElement",
    "MatchOr",
    "MatchOrElement",
    "MatchPattern",
    "MatchSequence",
    "MatchSequenceElement",
    "MatchSingleton",
    "MatchStar",
    "MatchValue",
    "Module",
    "Nonlocal",
    "OtherStatement",
    "Raise",
    "Return",
    "Try",
    "TryStar",
    "TypeParameters",
    "While",
    "With",
    "WithItem",
]


@dataclass(eq=False, slots=True)
class BaseStatement(CSTNode):
    """A statement."""


@dataclass(eq=False, slots=True)
class Module(CSTNode):
    """A whole file."""

    body: Sequence[BaseStatement]


@dataclass(eq=False, slots=True)
class IndentedBlock(CSTNode):
    """The statements of a compound statement."""

    body: Sequence[BaseStatement]


# ------------------------------------------------------------------------ statements


@dataclass(eq=False, slots=True)
class Expr(BaseStatement):
    """An expression as a statement."""

    value: BaseExpression


@dataclass(eq=False, slots=True)
class Return(BaseStatement):
    """`return value`."""

    value: BaseExpression | None


@dataclass(eq=False, slots=True)
class Raise(BaseStatement):
    """`raise exc from cause`."""

    exc: BaseExpression | None
    cause: BaseExpression | None


@dataclass(eq=False, slots=True)
class Assert(BaseStatement):
    """`assert test, msg`."""

    test: BaseExpression
    msg: BaseExpression | None


@dataclass(eq=False, slots=True)
class AssignTarget(CSTNode):
    """One of the targets of an assignment."""

    target: BaseExpression


@dataclass(eq=False, slots=True)
class Assign(BaseStatement):
    """`targets = value`."""

    targets: Sequence[AssignTarget]
    value: BaseExpression


@dataclass(eq=False, slots=True)
class AnnAssign(BaseStatement):
    """`target: annotation = value`."""

    target: BaseExpression
    annotation: Annotation
    value: BaseExpression | None


@dataclass(eq=False, slots=True)
class AugAssign(BaseStatement):
    """`target += value`."""

    target: BaseExpression
    operator: Operator
    value: BaseExpression


@dataclass(eq=False, slots=True)
class AsName(CSTNode):
    """The target of `as`."""

    name: BaseExpression


@dataclass(eq=False, slots=True)
class ImportAlias(CSTNode):
    """One of the names of an import."""

    name: Name | Attribute
    asname: AsName | None


@dataclass(eq=False, slots=True)
class ImportStar(CSTNode):
    """The `*` of an import."""


@dataclass(eq=False, slots=True)
class Import(BaseStatement):
    """`import names`."""

    names: Sequence[ImportAlias]
    scope: Scope


@dataclass(eq=False, slots=True)
class ImportFrom(BaseStatement):
    """`from module import names`; `relative` counts the dots before the module."""

    module: Name | Attribute | None
    names: Sequence[ImportAlias] | ImportStar
    relative: int
    scope: Scope


@dataclass(eq=False, slots=True)
class Global(BaseStatement):
    """`global names`."""


@dataclass(eq=False, slots=True)
class Nonlocal(BaseStatement):
    """`nonlocal names`."""


@dataclass(eq=False, slots=True)
class Del(BaseStatement):
    """`del target`; several targets are a tuple."""

    target: BaseExpression


@dataclass(eq=False, slots=True)
class Continue(BaseStatement):
    """`continue`."""


@dataclass(eq=False, slots=True)
class Break(BaseStatement):
    """`break`."""


@dataclass(eq=False, slots=True)
class OtherStatement(BaseStatement):
    """A statement that no reader asks for: `pass`, `type`."""

    parts: Sequence[CSTNode]


@dataclass(eq=False, slots=True)
class Else(CSTNode):
    """The body of `else`."""

    body: IndentedBlock


@dataclass(eq=False, slots=True)
class Finally(CSTNode):
    """The body of `finally`."""

    body: IndentedBlock


@dataclass(eq=False, slots=True)
class If(BaseStatement):
    """`if test`; for `elif` the other branch is another one."""

    test: BaseExpression
    body: IndentedBlock
    orelse: Union[If, Else, None]


@dataclass(eq=False, slots=True)
class For(BaseStatement):
    """`for target in iter`."""

    target: BaseExpression
    iter: BaseExpression
    body: IndentedBlock
    orelse: Else | None


@dataclass(eq=False, slots=True)
class While(BaseStatement):
    """`while test`."""

    test: BaseExpression
    body: IndentedBlock
    orelse: Else | None


@dataclass(eq=False, slots=True)
class ExceptHandler(CSTNode):
    """`except type as name`."""

    body: IndentedBlock
    type: BaseExpression | None
    name: AsName | None


@dataclass(eq=False, slots=True)
class Try(BaseStatement):
    """`try`."""

    body: IndentedBlock
    handlers: Sequence[ExceptHandler]
    orelse: Else | None
    finalbody: Finally | None


class TryStar(Try):
    """`try` with `except*`."""


@dataclass(eq=False, slots=True)
class WithItem(CSTNode):
    """`item as asname`."""

    item: BaseExpression
    asname: AsName | None


@dataclass(eq=False, slots=True)
class With(BaseStatement):
    """`with items`."""

    items: Sequence[WithItem]
    body: IndentedBlock


@dataclass(eq=False, slots=True)
class Decorator(CSTNode):
    """`@decorator`."""

    decorator: BaseExpression


@dataclass(eq=False, slots=True)
class TypeParameters(CSTNode):
    """The bounds and defaults of type parameters in brackets."""

    params: Sequence[BaseExpression]


@dataclass(eq=False, slots=True)
class FunctionDef(BaseStatement):
    """`def name(params)`."""

    name: Name
    params: Parameters
    body: IndentedBlock
    decorators: Sequence[Decorator]
    returns: Annotation | None
    type_parameters: TypeParameters | None


@dataclass(eq=False, slots=True)
class ClassDef(BaseStatement):
    """`class name(bases, keywords)`."""

    name: Name
    body: IndentedBlock
    bases: Sequence[Arg]
    keywords: Sequence[Arg]
    decorators: Sequence[Decorator]
    type_parameters: TypeParameters | None


# ------------------------------------------------------------------------- patterns


@dataclass(eq=False, slots=True)
class MatchPattern(CSTNode):
    """A pattern."""


@dataclass(eq=False, slots=True)
class MatchValue(MatchPattern):
    """A literal or a dotted name."""

    value: BaseExpression


@dataclass(eq=False, slots=True)
class MatchSingleton(MatchPattern):
    """`None`, `True` or `False`."""


@dataclass(eq=False, slots=True)
class MatchSequenceElement(CSTNode):
    """An element of a sequence, or a positional one of a class."""

    value: MatchPattern


@dataclass(eq=False, slots=True)
class MatchStar(MatchPattern):
    """`*name`."""

    name: Name | None


@dataclass(eq=False, slots=True)
class MatchSequence(MatchPattern):
    """Patterns of a sequence."""

    patterns: Sequence[MatchSequenceElement | MatchStar]


@dataclass(eq=False, slots=True)
class MatchMappingElement(CSTNode):
    """A key of a mapping pattern, and the pattern for its value."""

    key: BaseExpression
    pattern: MatchPattern


@dataclass(eq=False, slots=True)
class MatchMapping(MatchPattern):
    """`{key: pattern, **rest}`."""

    elements: Sequence[MatchMappingElement]
    rest: Name | None


@dataclass(eq=False, slots=True)
class MatchKeywordElement(CSTNode):
    """An attribute of a class pattern, and the pattern for its value."""

    key: Name
    pattern: MatchPattern


@dataclass(eq=False, slots=True)
class MatchClass(MatchPattern):
    """`cls(patterns, kwds)`."""

    cls: BaseExpression
    patterns: Sequence[MatchSequenceElement]
    kwds: Sequence[MatchKeywordElement]


@dataclass(eq=False, slots=True)
class MatchAs(MatchPattern):
    """`pattern as name`, a name alone, or `_`."""

    pattern: MatchPattern | None
    name: Name | None


@dataclass(eq=False, slots=True)
class MatchOrElement(CSTNode):
    """One of several patterns."""

    pattern: MatchPattern


@dataclass(eq=False, slots=True)
class MatchOr(MatchPattern):
    """`pattern | pattern`."""

    patterns: Sequence[MatchOrElement]


@dataclass(eq=False, slots=True)
class MatchCase(CSTNode):
    """`case pattern if guard`."""

    pattern: MatchPattern
    body: IndentedBlock
    guard: BaseExpression | None


@dataclass(eq=False, slots=True)
class Match(BaseStatement):
    """`match subject`."""

    subject: BaseExpression
    cases: Sequence[MatchCase]
