"""The printer: format a tree of Python as text, in ruff's default format.

It and `expressions.py` are the only places that break lines. A statement that fits on one line is
that line; for any other a document is made (`document.py`), by ruff's rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, TypeAlias, assert_never

from .docstrings import docstring
from .document import (
    SOFT,
    WIDTH,
    Document,
    FirstFitting,
    Group,
    Indent,
    Parenthesized,
    When,
    expands,
    layout,
)
from .expressions import OPTIONAL, STATEMENT, Expressions, joined, parentheses_if_broken
from .imports import import_sections
from .parentheses import Need, need
from .tree import (
    Annotated,
    Assert,
    Assign,
    Attribute,
    Call,
    Class,
    Docstring,
    Either,
    Evaluate,
    Expression,
    FromImport,
    Function,
    If,
    Import,
    Match,
    Name,
    Parameter,
    Pass,
    RawText,
    Return,
    Statement,
    String,
    Subscript,
    list_of,
)
from .widths import width

__all__ = ["Known", "Printer", "all_of"]


Known: TypeAlias = dict[tuple[int, int], tuple[Statement, str, frozenset[Name]]]
"""Fields and docstrings, each with its text and the imported names in it.

They are known by their `id()`, and are kept, so that it is not reused, and by their indents.
"""


class Printer(Expressions):
    """Prints statements, and collects their names, as `Expressions` does.

    `known` has the fields that printers with the same `commas` have printed.
    """

    def __init__(self, *, commas: bool = False, known: Known | None = None) -> None:
        super().__init__(commas=commas)
        self._known: Known = {} if known is None else known

    def statement(self, statement: Statement, indent: int = 0) -> str:
        """Format a statement with indented lines, the first one included."""
        self._lines.clear()
        return " " * indent + self._statement(statement, indent)

    def statements(self, statements: Iterable[Statement], indent: int = 0) -> str:
        """Statements as text, one below the other."""
        return "\n".join(self.statement(statement, indent) for statement in statements)

    def imports(self, indent: int = 0) -> str:
        """The imports of all printed names, in sections."""
        sections = import_sections(self.names)
        return "\n\n".join(self.statements(section, indent) for section in sections)

    # ------------------------------------------------------------------ statements

    def _statement(self, statement: Statement, indent: int) -> str:
        match statement:
            case Annotated(target, annotation, value):
                return self._annotated(target, annotation, value, indent)
            case Docstring(text):
                return docstring(text, " " * indent)
            case RawText(target, lines):
                return "\n".join((f'{target} = r"""', *lines, '"""'))
            case Assign(target, value, operator):
                return self._line(f"{self._dotted(target)} {operator} ", value, indent)
            case Return(value):
                return self._line("return ", value, indent)
            case Evaluate(value):
                return self._line("", value, indent, bare=True)
            case Assert(test):
                return self._line("assert ", test, indent)
            case Class():
                return self._class(statement, indent)
            case Function():
                return self._function(statement, indent)
            case FromImport(module, names):
                return layout(_from_import(module, names), indent)
            case Import(module, alias):
                return f"import {module} as {alias}"
            case Match():
                return self._match(statement, indent)
            case If(test, body):
                head = self._line("if ", test, indent, ":")
                return f"{head}\n{self._body(body, indent)}"
            case Pass():
                return "pass"
            case _:
                assert_never(statement)

    def _line(
        self, start: str, value: Expression, indent: int, end: str = "", *, bare: bool = False
    ) -> str:
        """A statement, or a line of one, that ends with a value and `end`.

        A `bare` value gets no parentheses if the line is too long.
        """
        text = self._flat(value)
        if text:
            line = f"{start}{text}{end}"
            if indent + width(line) <= WIDTH:
                return line
        opened = self._opened(value, indent)
        if opened is not None and indent + width(start + opened.partition("\n")[0]) <= WIDTH:
            return f"{start}{opened}{end}"
        document = self._document(value, STATEMENT) if bare else self._value(value)
        return layout([start, document, end], indent)

    def _annotated(
        self, name: str, annotation: Expression, value: Expression | None, indent: int
    ) -> str:
        start = f"{name}: "
        if value is None:
            return self._line(start, annotation, indent)
        if not isinstance(annotation, (Subscript, Either)):
            return self._line(f"{start}{self._atom(annotation)} = ", value, indent)
        text, value_text = self._flat(annotation), self._flat(value)
        if text and value_text:
            line = f"{start}{text} = {value_text}"
            if indent + width(line) <= WIDTH:
                return line
        return layout([start, *self._right_first(annotation, value)], indent)

    def _right_first(self, annotation: Expression, value: Expression) -> list[Document]:
        """Annotation and value: the value is broken before the annotation is."""
        left = self._document(annotation, STATEMENT)
        # For the formatter, a negative number and `...` are no single tokens.
        operator = isinstance(value, Name) and value.id.startswith(("-", "."))
        if operator or need(value) is not Need.BEST_FIT:
            return [left, " = ", self._value(value)]
        right = self._document(value, STATEMENT)
        if expands(left):
            return [left, " = ", right]
        in_brackets: Document = ["(", Group([Indent([SOFT, right]), SOFT], expanded=True), ")"]
        opened: tuple[Document, ...] = ()
        if isinstance(value, (Call, Subscript, Attribute)):
            opened = ([left, " = ", Group(right, expanded=True)],)
        return [
            FirstFitting(
                [left, " = ", right],
                *opened,
                [left, " = ", in_brackets],
                [Group(left, expanded=True), " = ", right],
            )
        ]

    def _body(self, body: Sequence[Statement], indent: int, *, apart: bool = False) -> str:
        """The statements of a body; `apart` puts an empty line behind the first one."""
        inner = indent + 4
        parts: list[str] = []
        before: Statement | None = None
        for statement in body:
            if before is not None and (apart or _is_apart(before, statement)):
                parts.append("")
            apart = apart and before is None
            parts.append(" " * inner + self._once(statement, inner))
            before = statement
        return "\n".join(parts)

    def _once(self, statement: Statement, indent: int) -> str:
        """A statement of a body, cached, as a field may be in many classes."""
        if not isinstance(statement, (Annotated, Docstring)):
            return self._statement(statement, indent)
        key = id(statement), indent
        known = self._known.get(key)
        if known is None:
            around = self.names, self._lines, self._written
            # Its names are collected apart, also those in what was formatted before.
            self.names, self._lines, self._written = set(), {}, {}
            text = self._statement(statement, indent)
            known = self._known[key] = (statement, text, frozenset(self.names))
            self.names, self._lines, self._written = around
        self.names |= known[2]
        return known[1]

    def _decorators(self, decorators: Sequence[Expression], indent: int) -> str:
        lines = [self._line("@", decorator, indent, bare=True) for decorator in decorators]
        return "".join(f"{line}\n{' ' * indent}" for line in lines)

    def _class(self, class_: Class, indent: int) -> str:
        decorators = self._decorators(class_.decorators, indent)
        head = f"class {class_.name}"
        if class_.bases:
            # The layout of bases is that of arguments.
            head = self._line("", Call(Name(head), class_.bases), indent, ":", bare=True)
        else:
            head += ":"
        body = self._body(class_.body, indent, apart=isinstance(class_.body[0], Docstring))
        return f"{decorators}{head}\n{body}"

    def _match(self, match: Match, indent: int) -> str:
        lines = [self._line("match ", match.subject, indent, ":")]
        inner = indent + 4
        for pattern, body in match.cases:
            # The formatter puts no class pattern into parentheses, even if it would fit there.
            head = self._line("case ", pattern, inner, ":", bare=isinstance(pattern, Call))
            lines.append(f"{' ' * inner}{head}\n{self._body(body, inner)}")
        return "\n".join(lines)

    def _function(self, function: Function, indent: int) -> str:
        end = ":" if function.body else ": ..."
        decorators = self._decorators(function.decorators, indent)
        text = self._head_in_a_line(function, end, indent) or self._head(function, end, indent)
        if not function.body:
            return decorators + text
        return f"{decorators}{text}\n{self._body(function.body, indent)}"

    def _head_in_a_line(self, function: Function, end: str, indent: int) -> str | None:
        """The head of a function on a line; None if it does not fit, or may be laid out apart."""
        parameters: list[str] = []
        for name, annotation, default in function.parameters:
            if default is not None:
                return None
            flat = "" if annotation is None else self._flat(annotation)
            if annotation is not None and not flat:
                return None
            parameters.append(f"{name}: {flat}" if flat else name)
        returns = "" if function.returns is None else self._flat(function.returns)
        if function.returns is not None and not returns:
            return None
        arrow = " -> " if returns else ""
        text = f"def {function.name}({', '.join(parameters)}){arrow}{returns}{end}"
        return text if indent + width(text) <= WIDTH else None

    def _head(self, function: Function, end: str, indent: int) -> str:
        parameters = [self._parameter(parameter) for parameter in function.parameters]
        content: list[Document] = ["()"]
        if parameters:
            inside: Document = [*joined(parameters), When(",")]
            if len(parameters) > 1:
                inside = Group(inside)
            content = ["(", Indent([SOFT, inside]), SOFT, ")"]
        if function.returns is not None:
            content += [" -> ", self._returns(function.returns, bool(parameters))]
        return layout([f"def {function.name}", Group(content), end], indent)

    def _parameter(self, parameter: Parameter) -> Document:
        name, annotation, default = parameter
        document: list[Document] = [name]
        if annotation is not None:
            document += [": ", self._item(annotation)]
        if default is not None:
            document += [" = " if annotation is not None else "=", self._item(default)]
        return document

    def _returns(self, annotation: Expression, behind_parameters: bool) -> Document:
        if isinstance(annotation, (Subscript, Either)):
            if behind_parameters:
                return self._document(annotation, STATEMENT)
            return parentheses_if_broken(self._document(annotation, OPTIONAL))
        document = self._document(annotation, STATEMENT)
        if behind_parameters:
            return Parenthesized(document, OPTIONAL)
        return parentheses_if_broken(document)


def all_of(names: Iterable[str], operator: Literal["=", "+="] = "=") -> str:
    """The statement that lists what a module makes public, in the order that is given."""
    value = list_of(*map(String, names))
    return Printer().statement(Assign(Name("__all__"), value, operator))


def _from_import(module: str, names: Sequence[tuple[str, str]]) -> Document:
    parts = [f"{name} as {alias}" if alias else name for name, alias in names]
    inside = [*joined(list[Document](parts)), When(",")]
    return [f"from {module} import ", parentheses_if_broken(inside)]


_SET_APART: Final = frozenset({Function, FromImport, Import})


def _is_apart(before: Statement, after: Statement) -> bool:
    """Whether an empty line separates two statements of a body."""
    if type(before) not in _SET_APART and type(after) not in _SET_APART:
        return False  # Fields and their docstrings, as most statements are.
    if isinstance(before, Function) and isinstance(after, Function):
        return bool(before.body) or not after.decorators
    if isinstance(before, (FromImport, Import)):
        return not isinstance(after, (FromImport, Import))
    return isinstance(before, Function) or isinstance(after, Function)
