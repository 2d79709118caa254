"""Trees of Python as nodes of the standard library's `ast`, made without the printer."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from realtime_codegen.python.printer import Printer
from realtime_codegen.python.tree import (
    Annotated,
    Assert,
    Assign,
    Attribute,
    Call,
    Case,
    Class,
    Compare,
    Conditional,
    Dict,
    Display,
    Docstring,
    Dotted,
    Either,
    Evaluate,
    Expression,
    FormatString,
    FromImport,
    Function,
    If,
    Import,
    Match,
    Name,
    Operation,
    Pass,
    Quoted,
    RawText,
    Return,
    Starred,
    Statement,
    String,
    Subscript,
)

UNION = Name("Union", "typing")


def expression(node: Expression) -> ast.expr:
    """Convert a tree to a node of `ast`."""
    match node:
        case Name(id):
            return ast.parse(id, mode="eval").body
        case Attribute(of, name):
            return ast.Attribute(expression(of), name, ast.Load())
        case String(value):
            return ast.Constant(value)
        case FormatString(parts):
            return ast.JoinedStr(list(format_parts(parts)))
        case Starred(value):
            return ast.Starred(expression(value), ast.Load())
        case Subscript(of, items):
            return subscript(expression(of), items)
        case Either(items, union):
            return subscript(expression(union), items)
        case Call(function, arguments, keywords):
            return ast.Call(
                expression(function),
                [expression(argument) for argument in arguments],
                [ast.keyword(name, expression(value)) for name, value in keywords],
            )
        case Display(opening, items):
            elements = [expression(item) for item in items]
            if opening == "{":
                return ast.Set(elements)
            return (ast.Tuple if opening == "(" else ast.List)(elements, ast.Load())
        case Dict(entries):
            return ast.Dict(
                [expression(entry.key) for entry in entries],
                [expression(entry.value) for entry in entries],
            )
        case Compare(left, operator, right):
            parsed = ast.parse(f"a {operator} b", mode="eval").body
            assert isinstance(parsed, ast.Compare)
            return ast.Compare(expression(left), parsed.ops, [expression(right)])
        case Operation(operator, operands):
            joined = ast.And() if operator == "and" else ast.Or()
            return ast.BoolOp(joined, [expression(operand) for operand in operands])
        case Conditional(body, test, orelse):
            return ast.IfExp(expression(test), expression(body), expression(orelse))
        case Quoted():
            return ast.Constant(quoted_text(node))


def quoted_text(node: Quoted) -> str:
    """The text between the quotes; `test_a_quoted_type_is_the_type` is about that."""
    printed_line = Printer().statement(Evaluate(node))
    text = ast.literal_eval(printed_line)
    assert isinstance(text, str)
    return text


def subscript(of: ast.expr, items: Sequence[Expression]) -> ast.expr:
    inside: list[ast.expr] = [expression(item) for item in items]
    if len(items) == 1 and not isinstance(items[0], Starred):
        return ast.Subscript(of, inside[0], ast.Load())
    return ast.Subscript(of, ast.Tuple(inside, ast.Load()), ast.Load())


def format_parts(parts: Sequence[str | Name]) -> Sequence[ast.expr]:
    values: list[ast.expr] = []
    for part in parts:
        if isinstance(part, Name):
            values.append(ast.FormattedValue(expression(part), -1))
        elif values and isinstance(values[-1], ast.Constant):
            values[-1] = ast.Constant(str(values[-1].value) + part)
        elif part:
            values.append(ast.Constant(part))
    return values


def as_stored(node: Dotted) -> ast.Name | ast.Attribute:
    stored = expression(node)
    assert isinstance(stored, ast.Name | ast.Attribute)
    stored.ctx = ast.Store()
    return stored


def statement(node: Statement) -> ast.stmt:
    """Convert a tree to a statement of `ast`."""
    match node:
        case Assign(target, value, "="):
            return ast.Assign([as_stored(target)], expression(value))
        case Assign(target, value):
            return ast.AugAssign(as_stored(target), ast.Add(), expression(value))
        case RawText(target, lines):
            whole = ast.Constant("".join(f"{line}\n" for line in ("", *lines)))
            return ast.Assign([ast.Name(target, ast.Store())], whole)
        case Annotated(target, annotation, value):
            stored = ast.Name(target, ast.Store())
            given_value = None if value is None else expression(value)
            return ast.AnnAssign(stored, expression(annotation), given_value, 1)
        case Return(value):
            return ast.Return(expression(value))
        case Evaluate(value):
            return ast.Expr(expression(value))
        case Assert(test):
            return ast.Assert(expression(test))
        case Docstring(text):
            return ast.Expr(ast.Constant(text))
        case Pass():
            return ast.Pass()
        case If(test, body):
            return ast.If(expression(test), [statement(part) for part in body], [])
        case Import(module, alias):
            return ast.Import([ast.alias(module, alias)])
        case Match(subject, cases):
            return ast.Match(expression(subject), [match_case(case) for case in cases])
        case FromImport(module, imported):
            level = len(module) - len(module.lstrip("."))
            aliases = [ast.alias(name, alias or None) for name, alias in imported]
            return ast.ImportFrom(module.lstrip(".") or None, aliases, level)
        case Function():
            return function(node)
        case Class(name, bases, body, decorators):
            return ast.ClassDef(
                name,
                [expression(base) for base in bases],
                [],
                [statement(part) for part in body],
                [expression(decorator) for decorator in decorators],
            )


def match_case(node: Case) -> ast.match_case:
    keywords = node.pattern.keywords
    captured: list[ast.pattern] = []
    for _, value in keywords:
        assert isinstance(value, Name)
        captured.append(ast.MatchAs(name=value.id))
    class_ = expression(node.pattern.function)
    pattern = ast.MatchClass(class_, [], [name for name, _ in keywords], captured)
    return ast.match_case(pattern, None, [statement(part) for part in node.body])


def function(node: Function) -> ast.FunctionDef:
    arguments = ast.arguments([], [], None, [], [], None, [])
    keyword_only = False
    for name, annotation, default in node.parameters:
        argument = ast.arg(name, None if annotation is None else expression(annotation))
        value = None if default is None else expression(default)
        if name == "/":
            arguments.posonlyargs, arguments.args = arguments.args, []
        elif name == "*":
            keyword_only = True
        elif keyword_only:
            arguments.kwonlyargs.append(argument)
            arguments.kw_defaults.append(value)
        else:
            arguments.args.append(argument)
            arguments.defaults += [] if value is None else [value]
    body = [statement(part) for part in node.body] or [ast.Expr(ast.Constant(...))]
    decorators = [expression(decorator) for decorator in node.decorators]
    returns = None if node.returns is None else expression(node.returns)
    return ast.FunctionDef(node.name, arguments, body, decorators, returns)


class _OneSpelling(ast.NodeTransformer):
    """`a | b` as `Union[a, b]`, so that the two spellings of a union are one."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        left = node.left
        items = [left, node.right]
        if getattr(left, "joined", False):
            assert isinstance(left, ast.Subscript)
            assert isinstance(left.slice, ast.Tuple)
            items = [*left.slice.elts, node.right]
        union = ast.Subscript(
            ast.Name("Union", ast.Load()), ast.Tuple(items, ast.Load()), ast.Load()
        )
        union.joined = True  # type: ignore[attr-defined]
        return union


def dumped(nodes: Sequence[ast.AST]) -> list[str]:
    """Format nodes as text, in which the two spellings of a union are one."""
    return [ast.dump(_OneSpelling().visit(node)) for node in nodes]
