"""The tree of a program: what `ast` has parsed, with the places of names and texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from ..text.records import dataclass
from . import nodes as cst
from .scopes import Assignment, Scope
from .strings import GAP, Piece, Replaced, Verbatim, pieces

__all__ = ["Built", "build", "build_expression"]

_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_WORD: Final = re.compile(rb"[\w\x80-\xff]+")
_SKIPPED: Final = re.compile(rb"(?:[\s\f(),]|\\\r?\n|#[^\r\n]*)*")
_COMMENT: Final = re.compile(rb"#[^\r\n]*")
_NEXT_NAME: Final = re.compile(rb"(?:[\s\f]|\\\r?\n)*([\w\x80-\xff]+)")
_DOT: Final = re.compile(rb"(?:[\s\f]|\\\r?\n)*\.")
_LITERAL: Final = re.compile(
    rb"[a-zA-Z]*(?:\"(?!\"\")(?:[^\\\"\r\n]|\\(?:\r\n|.))*\"|'(?!'')(?:[^\\'\r\n]|\\(?:\r\n|.))*')",
    re.DOTALL,
)
"""A literal that has no line end in it."""

_OPERATORS: Final[dict[type[ast.AST], type[cst.Operator]]] = {
    ast.Add: cst.Add, ast.BitOr: cst.BitOr, ast.And: cst.And, ast.Or: cst.Or, ast.Not: cst.Not,
    ast.Eq: cst.Equal, ast.NotEq: cst.NotEqual, ast.Is: cst.Is, ast.In: cst.In,
    ast.NotIn: cst.NotIn,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Built:
    """The tree of a file, and what binds and reads its names."""

    module: cst.Module
    bound: dict[str, list[Assignment]]
    read: dict[str, list[cst.Name]]
    imports: Sequence[cst.Import | cst.ImportFrom]


def build(tree: ast.Module, source: bytes) -> Built:
    """The tree of a file from what `ast` has parsed of its text, which is UTF-8."""
    builder = _Builder(source, Scope("module", None))
    module = cst.Module(0, len(source), builder.statements(tree.body))
    return Built(module, builder.bound, builder.read, builder.imports)


def build_expression(text: str, source: bytes, start: int, scope: Scope) -> cst.BaseExpression:
    """The tree of an expression that stands in a text, as annotations do in quotes.

    `start` is where it begins in the file. Raises SyntaxError and the like.
    """
    builder = _Builder(source, scope)
    return builder.inside(text.encode(), start)


class _Builder:
    """Makes the nodes of a tree, from the inside out."""

    def __init__(self, source: bytes, scope: Scope) -> None:
        self.source = source
        self.scope = scope
        self.lines = [0, *(found.end() for found in _LINE_END.finditer(source))]
        self.bound: dict[str, list[Assignment]] = {}
        self.read: dict[str, list[cst.Name]] = {}
        self.imports: list[cst.Import | cst.ImportFrom] = []
        self.make: dict[type[ast.AST], Callable[[Any], Any]] = {
            kind: getattr(self, f"_{kind.__name__}")
            for kind in vars(ast).values()
            if isinstance(kind, type) and hasattr(self, f"_{kind.__name__}")
        }

    # ------------------------------------------------------------------------- places

    def begin(self, node: Any) -> int:
        """Where a node of `ast` begins."""
        return int(self.lines[node.lineno - 1] + node.col_offset)

    def end(self, node: Any) -> int:
        """Where a node of `ast` ends."""
        return int(self.lines[node.end_lineno - 1] + node.end_col_offset)

    def span(self, node: Any) -> tuple[int, int]:
        """Where a node of `ast` begins and ends."""
        lines = self.lines
        return (
            lines[node.lineno - 1] + node.col_offset,
            lines[node.end_lineno - 1] + node.end_col_offset,
        )

    def inside(self, text: bytes, start: int) -> cst.BaseExpression:
        """An expression inside of a text, which begins at a byte of the file."""
        tree = ast.parse(b"(" + text + b"\n)", mode="eval")
        kept, ends = self.lines, (found.end() for found in _LINE_END.finditer(text))
        self.lines = [start - 1, *(start + end for end in ends)]
        try:
            return self.expression(tree.body)
        finally:
            self.lines = kept

    def _parentheses(self, start: int, end: int) -> int:
        """How many parentheses are opened between two places, comments left out."""
        gap = self.source[start:end]
        if b"(" not in gap:
            return 0
        return _COMMENT.sub(b"", gap).count(b"(")

    def _closed(self, position: int, count: int) -> int:
        """Where the next parentheses end, so many of them."""
        for _ in range(count):
            gap = GAP.match(self.source, position)
            position = (gap.end() if gap is not None else position) + 1
        return position

    def _name(self, start: int, value: str, scope: Scope | None = None) -> cst.Name:
        """A name at a place; as it is written it may be longer or shorter than its value."""
        end = start + len(value)
        if not self.source.startswith(value.encode(), start) or not value.isascii():
            word = _WORD.match(self.source, start)
            end = word.end() if word is not None else start
        return cst.Name(start, end, value, scope or self.scope)

    def _name_before(self, end: int, value: str) -> cst.Name:
        """A name that ends at a place."""
        start = end - len(value)
        if not value.isascii() or self.source[start:end] != value.encode():
            start = end
            while start and _WORD.fullmatch(self.source, start - 1, end):
                start -= 1
        return cst.Name(start, end, value, self.scope)

    def _name_after(self, position: int, value: str) -> cst.Name:
        """The next name behind a place."""
        found = _NEXT_NAME.match(self.source, position)
        start = found.start(1) if found is not None else position
        return self._name(start, value)

    def _dotted(self, position: int, text: str) -> cst.Name | cst.Attribute:
        """A dotted name behind a place."""
        first, *rest = text.split(".")
        made: cst.Name | cst.Attribute = self._name_after(position, first)
        for part in rest:
            dot = _DOT.match(self.source, made.end)
            name = self._name_after(dot.end() if dot is not None else made.end, part)
            made = cst.Attribute(made.start, name.end, made, name)
        return made

    # ------------------------------------------------------------------------- names

    def bind(self, name: str, node: cst.CSTNode, scope: Scope | None = None) -> None:
        """Note what binds a name."""
        assignment = (scope or self.scope).bind(name, node)
        self.bound.setdefault(name, []).append(assignment)

    def expression(self, node: ast.expr) -> cst.BaseExpression:
        """An expression."""
        make = self.make.get(type(node))
        return make(node) if make is not None else self._other(node)

    def expressions(self, nodes: Iterable[ast.expr]) -> list[cst.BaseExpression]:
        """Several expressions."""
        return [self.expression(node) for node in nodes]

    def maybe(self, node: ast.expr | None) -> cst.BaseExpression | None:
        """An expression, if there is one."""
        return None if node is None else self.expression(node)

    def _other(self, node: ast.expr) -> cst.BaseExpression:
        inner = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
        return cst.OtherExpression(*self.span(node), self.expressions(inner))

    def _Name(self, node: ast.Name) -> cst.Name:
        value = node.id
        made = cst.Name(*self.span(node), value, self.scope)
        if isinstance(node.ctx, ast.Store):
            self.bind(value, made)
        else:
            self.read.setdefault(value, []).append(made)
        return made

    def _Attribute(self, node: ast.Attribute) -> cst.Attribute:
        value = self.expression(node.value)
        start, end = self.span(node)
        return cst.Attribute(start, end, value, self._name_before(end, node.attr))

    def _Constant(self, node: ast.Constant) -> cst.BaseExpression:
        start, end = self.span(node)
        value = node.value
        if isinstance(value, str | bytes):
            whole = _LITERAL.match(self.source, start)
            if whole is not None and whole.end() == end:
                return cst.SimpleString(start, end, whole[0].decode(), value, self.scope)
            return self._strings(pieces(self.source, start, end), value)
        if value is None or value is True or value is False:
            return cst.Name(start, end, str(value), self.scope)
        if isinstance(value, int):
            return cst.Integer(start, end, self.source[start:end].decode())
        return cst.OtherExpression(start, end, ())

    def _JoinedStr(self, node: ast.JoinedStr) -> cst.BaseExpression:
        return self._strings(pieces(self.source, *self.span(node)), None)

    _TemplateStr = _JoinedStr

    def _strings(self, given: Sequence[Piece], value: str | bytes | None) -> cst.BaseExpression:
        """One literal, or several beside each other."""
        alone = len(given) == 1
        made = [self._string(piece, value if alone else None) for piece in given]
        joined: cst.SimpleString | cst.FormattedString | cst.ConcatenatedString = made[-1]
        for left in reversed(made[:-1]):
            joined = cst.ConcatenatedString(left.start, joined.end, left, joined, None)
        if isinstance(joined, cst.ConcatenatedString):
            joined.evaluated_value = value
        return joined

    def _string(
        self, piece: Piece, value: str | bytes | None
    ) -> cst.SimpleString | cst.FormattedString:
        if piece.parts is not None:
            parts = self._parts(piece.parts)
            return cst.FormattedString(piece.start, piece.end, parts, piece.opening.decode())
        text = self.source[piece.start : piece.end].decode()
        known: str | bytes = ast.literal_eval(text) if value is None else value
        return cst.SimpleString(piece.start, piece.end, text, known, self.scope)

    def _parts(self, given: Sequence[Verbatim | Replaced]) -> list[cst.FormattedPart]:
        """The parts of an f-string."""
        made: list[cst.FormattedPart] = []
        for part in given:
            text = self.source[part.start : part.end]
            if isinstance(part, Verbatim):
                made.append(cst.FormattedStringText(part.start, part.end, text.decode()))
            else:
                inner = self.inside(text, part.start)
                format_ = self._parts(part.format)
                made.append(
                    cst.FormattedStringExpression(part.start, part.end, inner, format_)
                )
        return made

    # -------------------------------------------------------------------- operations

    def _operator(self, node: ast.AST) -> cst.Operator:
        return _OPERATORS.get(type(node), cst.Operator)(0, 0)

    def _BoolOp(self, node: ast.BoolOp) -> cst.BaseExpression:
        start, _ = self.span(node)
        made = self.expression(node.values[0])
        for value in node.values[1:]:
            right = self.expression(value)
            end = self.end(node) if value is node.values[-1] else right.end
            made = cst.BooleanOperation(start, end, made, self._operator(node.op), right)
        return made

    def _BinOp(self, node: ast.BinOp) -> cst.BinaryOperation:
        left, right = self.expression(node.left), self.expression(node.right)
        return cst.BinaryOperation(*self.span(node), left, self._operator(node.op), right)

    def _UnaryOp(self, node: ast.UnaryOp) -> cst.UnaryOperation:
        inner = self.expression(node.operand)
        return cst.UnaryOperation(*self.span(node), self._operator(node.op), inner)

    def _Compare(self, node: ast.Compare) -> cst.Comparison:
        left = self.expression(node.left)
        pairs = zip(node.ops, node.comparators, strict=True)
        targets = [
            cst.ComparisonTarget(right.start, right.end, self._operator(sign), right)
            for sign, right in ((sign, self.expression(value)) for sign, value in pairs)
        ]
        return cst.Comparison(*self.span(node), left, targets)

    def _IfExp(self, node: ast.IfExp) -> cst.IfExp:
        test, body = self.expression(node.test), self.expression(node.body)
        return cst.IfExp(*self.span(node), test, body, self.expression(node.orelse))

    def _Await(self, node: ast.Await) -> cst.Await:
        return cst.Await(*self.span(node), self.expression(node.value))

    def _NamedExpr(self, node: ast.NamedExpr) -> cst.NamedExpr:
        value = self.expression(node.value)
        start, end = self.span(node)
        target = cst.Name(*self.span(node.target), node.target.id, self.scope)
        self.bind(target.value, target, self.scope.walrus())
        return cst.NamedExpr(start, end, target, value)

    # ---------------------------------------------------------------------- displays

    def _element(self, node: ast.expr) -> cst.AnyElement:
        inner = self.expression(node)
        if isinstance(inner, cst.StarredElement):
            return inner
        return cst.Element(inner.start, inner.end, inner)

    def _Starred(self, node: ast.Starred) -> cst.StarredElement:
        return cst.StarredElement(*self.span(node), self.expression(node.value))

    def _List(self, node: ast.List) -> cst.List:
        return cst.List(*self.span(node), [self._element(inner) for inner in node.elts])

    def _Set(self, node: ast.Set) -> cst.Set:
        return cst.Set(*self.span(node), [self._element(inner) for inner in node.elts])

    def _Tuple(self, node: ast.Tuple) -> cst.Tuple:
        start, end = self.span(node)
        elements = [self._element(inner) for inner in node.elts]
        if self._is_in_parentheses(start, end, elements):
            start, end = start + 1, end - 1
            if elements:
                start = min(elements[0].start, start + len(self._space(start)))
        return cst.Tuple(start, end, elements)

    def _space(self, position: int) -> bytes:
        gap = GAP.match(self.source, position)
        return gap[0] if gap is not None else b""

    def _is_in_parentheses(
        self, start: int, end: int, elements: Sequence[cst.AnyElement]
    ) -> bool:
        """Whether a tuple has parentheses of its own, besides those of its elements."""
        if not self.source.startswith(b"(", start) or self.source[end - 1 : end] != b")":
            return False
        if not elements:
            return True
        opened = self._parentheses(start, elements[0].start)
        position = elements[0].end
        for _ in range(opened):
            gap = GAP.match(self.source, position)
            position = gap.end() if gap is not None else position
            if not self.source.startswith(b")", position):
                return True
            position += 1
        return False

    def _Dict(self, node: ast.Dict) -> cst.Dict:
        start, end = self.span(node)
        before = start + 1
        elements: list[cst.DictElement | cst.StarredDictElement] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                held = self.expression(value)
                elements.append(cst.StarredDictElement(held.start, held.end, held))
                before = self._closed(held.end, self._parentheses(before, held.start))
                continue
            name, held = self.expression(key), self.expression(value)
            opened = self._parentheses(before, name.start)
            first = name.start
            if opened:
                skipped = _SKIPPED_TO_PARENTHESIS.match(self.source, before)
                first = skipped.end() if skipped is not None else first
            after = self._closed(held.end, self._parentheses(name.end, held.start))
            elements.append(cst.DictElement(first, after, name, held))
            before = after
        return cst.Dict(start, end, elements)

    # -------------------------------------------------------------- calls, subscripts

    def _Call(self, node: ast.Call) -> cst.Call:
        function = self.expression(node.func)
        return cst.Call(*self.span(node), function, self._arguments(node.args, node.keywords))

    def _arguments(
        self, positional: Sequence[ast.expr], named: Sequence[ast.keyword]
    ) -> list[cst.Arg]:
        given: list[ast.expr | ast.keyword] = [*positional, *named]
        if positional and named and isinstance(positional[-1], ast.Starred):
            given.sort(key=lambda one: (one.lineno, one.col_offset))
        return [self._argument(one) for one in given]

    def _argument(self, node: ast.expr | ast.keyword) -> cst.Arg:
        if isinstance(node, ast.keyword):
            start, end = self.span(node)
            value = self.expression(node.value)
            if node.arg is None:
                return cst.Arg(start, end, value, None, "**")
            return cst.Arg(start, end, value, self._name(start, node.arg), "")
        if isinstance(node, ast.Starred):
            return cst.Arg(*self.span(node), self.expression(node.value), None, "*")
        value = self.expression(node)
        return cst.Arg(value.start, value.end, value, None, "")

    def _Subscript(self, node: ast.Subscript) -> cst.Subscript:
        value = self.expression(node.value)
        key = node.slice
        keys = [key]
        if isinstance(key, ast.Tuple) and key.elts:
            start, end = self.span(key)
            starts = [cst.Element(self.begin(one), self.end(one), value) for one in key.elts[:1]]
            if not self._is_in_parentheses(start, end, starts):
                keys = list(key.elts)
        return cst.Subscript(*self.span(node), value, [self._subscripted(one) for one in keys])

    def _subscripted(self, node: ast.expr) -> cst.SubscriptElement:
        made: cst.Index | cst.Slice
        if isinstance(node, ast.Slice):
            parts = [one for one in (node.lower, node.upper, node.step) if one is not None]
            made = cst.Slice(*self.span(node), self.expressions(parts))
        elif isinstance(node, ast.Starred):
            made = cst.Index(*self.span(node), self.expression(node.value), "*")
        else:
            value = self.expression(node)
            made = cst.Index(value.start, value.end, value, None)
        return cst.SubscriptElement(made.start, made.end, made)

    # ------------------------------------------------------- functions, comprehensions

    def _within(self, kind: Any) -> Scope:
        """Enter a scope; returns the one around it, to be entered again."""
        outer, self.scope = self.scope, Scope(kind, self.scope)
        return outer

    def _parameters(self, node: ast.arguments, outer: Scope) -> cst.Parameters:
        """Parameters; annotations and defaults are of the scope around the function."""
        positional = [*node.posonlyargs, *node.args]
        lacking = len(positional) - len(node.defaults)
        defaults = [*([None] * lacking), *node.defaults]
        first = [
            self._parameter(one, default, outer)
            for one, default in zip(positional, defaults, strict=True)
        ]
        star = self._parameter(node.vararg, None, outer) if node.vararg is not None else None
        named = [
            self._parameter(one, default, outer)
            for one, default in zip(node.kwonlyargs, node.kw_defaults, strict=True)
        ]
        rest = self._parameter(node.kwarg, None, outer) if node.kwarg is not None else None
        count = len(node.posonlyargs)
        return cst.Parameters(0, 0, first[count:], star, named, rest, first[:count])

    def _parameter(self, node: ast.arg, default: ast.expr | None, outer: Scope) -> cst.Param:
        start, end = self.span(node)
        name = self._name(start, node.arg)
        inner, self.scope = self.scope, outer
        stated = self._annotation(node.annotation)
        value = self.maybe(default)
        self.scope = inner
        made = cst.Param(start, end, name, stated, value)
        self.bind(node.arg, made)
        return made

    def _annotation(self, node: ast.expr | None) -> cst.Annotation | None:
        if node is None:
            return None
        inner = self.expression(node)
        return cst.Annotation(inner.start, inner.end, inner)

    def _Lambda(self, node: ast.Lambda) -> cst.Lambda:
        outer = self._within("function")
        parameters = self._parameters(node.args, outer)
        body = self.expression(node.body)
        self.scope = outer
        return cst.Lambda(*self.span(node), parameters, body)

    def _clauses(self, given: Sequence[ast.comprehension], outer: Scope) -> cst.CompFor:
        """The loops of a comprehension; what the first one loops over is of the scope around."""
        made: list[cst.CompFor] = []
        for position, one in enumerate(given):
            inner = self.scope
            self.scope = inner if position else outer
            iterated = self.expression(one.iter)
            self.scope = inner
            target = self.expression(one.target)
            tests = [
                cst.CompIf(test.start, test.end, test) for test in self.expressions(one.ifs)
            ]
            end = tests[-1].end if tests else iterated.end
            made.append(cst.CompFor(target.start, end, target, iterated, tests, None))
        for before, after in zip(made, made[1:], strict=False):
            before.inner_for_in = after
        return made[0]

    def _simple(self, node: Any, kind: type[cst.BaseSimpleComp]) -> cst.BaseSimpleComp:
        outer = self._within("comprehension")
        clauses = self._clauses(node.generators, outer)
        element = self.expression(node.elt)
        self.scope = outer
        return kind(*self.span(node), clauses, element)

    def _ListComp(self, node: ast.ListComp) -> cst.BaseSimpleComp:
        return self._simple(node, cst.ListComp)

    def _SetComp(self, node: ast.SetComp) -> cst.BaseSimpleComp:
        return self._simple(node, cst.SetComp)

    def _GeneratorExp(self, node: ast.GeneratorExp) -> cst.BaseSimpleComp:
        return self._simple(node, cst.GeneratorExp)

    def _DictComp(self, node: ast.DictComp) -> cst.DictComp:
        outer = self._within("comprehension")
        clauses = self._clauses(node.generators, outer)
        key, value = self.expression(node.key), self.expression(node.value)
        self.scope = outer
        return cst.DictComp(*self.span(node), clauses, key, value)

    # -------------------------------------------------------------------- statements

    def statements(self, nodes: Iterable[ast.stmt]) -> list[cst.BaseStatement]:
        """Several statements."""
        return [self.make.get(type(node), self._other_statement)(node) for node in nodes]

    def block(self, nodes: Sequence[ast.stmt]) -> cst.IndentedBlock:
        """The statements inside of another one."""
        body = self.statements(nodes)
        return cst.IndentedBlock(body[0].start, body[-1].end, body)

    def _other_statement(self, node: ast.stmt) -> cst.BaseStatement:
        inner = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
        return cst.OtherStatement(*self.span(node), self.expressions(inner))

    def _Expr(self, node: ast.Expr) -> cst.Expr:
        return cst.Expr(*self.span(node), self.expression(node.value))

    def _Return(self, node: ast.Return) -> cst.Return:
        return cst.Return(*self.span(node), self.maybe(node.value))

    def _Raise(self, node: ast.Raise) -> cst.Raise:
        return cst.Raise(*self.span(node), self.maybe(node.exc), self.maybe(node.cause))

    def _Assert(self, node: ast.Assert) -> cst.Assert:
        return cst.Assert(*self.span(node), self.expression(node.test), self.maybe(node.msg))

    def _Assign(self, node: ast.Assign) -> cst.Assign:
        value = self.expression(node.value)
        targets = [
            cst.AssignTarget(one.start, one.end, one) for one in self.expressions(node.targets)
        ]
        return cst.Assign(*self.span(node), targets, value)

    def _AnnAssign(self, node: ast.AnnAssign) -> cst.AnnAssign:
        target, stated = self.expression(node.target), self.expression(node.annotation)
        hint = cst.Annotation(stated.start, stated.end, stated)
        return cst.AnnAssign(*self.span(node), target, hint, self.maybe(node.value))

    def _AugAssign(self, node: ast.AugAssign) -> cst.AugAssign:
        target, value = self.expression(node.target), self.expression(node.value)
        kind = cst.BitOrAssign if isinstance(node.op, ast.BitOr) else cst.Operator
        return cst.AugAssign(*self.span(node), target, kind(0, 0), value)

    def _Delete(self, node: ast.Delete) -> cst.Del:
        start, end = self.span(node)
        targets = [self._element(one) for one in node.targets]
        only = targets[0]
        if len(targets) == 1 and isinstance(only, cst.Element):
            return cst.Del(start, end, only.value)
        return cst.Del(start, end, cst.Tuple(only.start, end, targets))

    def _Global(self, node: ast.Global) -> cst.Global:
        self.scope.declare(node.names, is_global=True)
        return cst.Global(*self.span(node))

    def _Nonlocal(self, node: ast.Nonlocal) -> cst.Nonlocal:
        self.scope.declare(node.names, is_global=False)
        return cst.Nonlocal(*self.span(node))

    def _Continue(self, node: ast.Continue) -> cst.Continue:
        return cst.Continue(*self.span(node))

    def _Break(self, node: ast.Break) -> cst.Break:
        return cst.Break(*self.span(node))

    # ----------------------------------------------------------------------- imports

    def _alias(self, node: ast.alias) -> cst.ImportAlias:
        start, end = self.span(node)
        name = self._dotted(start, node.name)
        if node.asname is None:
            return cst.ImportAlias(start, end, name, None)
        bound = self._name_before(end, node.asname)
        return cst.ImportAlias(start, end, name, cst.AsName(bound.start, end, bound))

    def _imported(self, statement: cst.Import | cst.ImportFrom) -> None:
        self.imports.append(statement)
        for alias in statement.names if not isinstance(statement.names, cst.ImportStar) else ():
            name: cst.BaseExpression = alias.asname.name if alias.asname is not None else alias.name
            while isinstance(name, cst.Attribute):
                name = name.value
            if isinstance(name, cst.Name):
                self.bind(name.value, statement)

    def _Import(self, node: ast.Import) -> cst.Import:
        made = cst.Import(*self.span(node), [self._alias(one) for one in node.names], self.scope)
        self._imported(made)
        return made

    def _ImportFrom(self, node: ast.ImportFrom) -> cst.ImportFrom:
        start, end = self.span(node)
        position = start + len("from")
        for _ in range(node.level):
            dot = _DOT.match(self.source, position)
            position = dot.end() if dot is not None else position
        module = None if node.module is None else self._dotted(position, node.module)
        names: list[cst.ImportAlias] | cst.ImportStar
        if node.names[0].name == "*":
            names = cst.ImportStar(end - 1, end)
        else:
            names = [self._alias(one) for one in node.names]
        made = cst.ImportFrom(start, end, module, names, node.level, self.scope)
        self._imported(made)
        return made

    # ----------------------------------------------------------- compound statements

    def _else(self, nodes: Sequence[ast.stmt]) -> cst.Else | None:
        if not nodes:
            return None
        body = self.block(nodes)
        return cst.Else(body.start, body.end, body)

    def _If(self, node: ast.If) -> cst.If:
        test, body = self.expression(node.test), self.block(node.body)
        other: cst.If | cst.Else | None
        match node.orelse:
            case [ast.If() as inner] if self.source.startswith(b"elif", self.begin(inner)):
                other = self._If(inner)
            case _:
                other = self._else(node.orelse)
        return cst.If(*self.span(node), test, body, other)

    def _For(self, node: ast.For | ast.AsyncFor) -> cst.For:
        iterated, target = self.expression(node.iter), self.expression(node.target)
        body = self.block(node.body)
        return cst.For(*self.span(node), target, iterated, body, self._else(node.orelse))

    _AsyncFor = _For

    def _While(self, node: ast.While) -> cst.While:
        test, body = self.expression(node.test), self.block(node.body)
        return cst.While(*self.span(node), test, body, self._else(node.orelse))

    def _Try(self, node: Any) -> cst.Try:
        kind = cst.Try if isinstance(node, ast.Try) else cst.TryStar
        body = self.block(node.body)
        handlers = [self._handler(one) for one in node.handlers]
        other = self._else(node.orelse)
        last = self.block(node.finalbody) if node.finalbody else None
        end = None if last is None else cst.Finally(last.start, last.end, last)
        return kind(*self.span(node), body, handlers, other, end)

    _TryStar = _Try

    def _handler(self, node: ast.ExceptHandler) -> cst.ExceptHandler:
        caught = self.maybe(node.type)
        name: cst.AsName | None = None
        if node.name is not None and caught is not None:
            position = caught.end
            closed = _SKIPPED.match(self.source, position)
            position = (closed.end() if closed is not None else position) + len("as")
            bound = self._name_after(position, node.name)
            name = cst.AsName(bound.start, bound.end, bound)
            self.bind(node.name, bound)
        return cst.ExceptHandler(*self.span(node), self.block(node.body), caught, name)

    def _With(self, node: ast.With | ast.AsyncWith) -> cst.With:
        items = []
        for one in node.items:
            held = self.expression(one.context_expr)
            name = self.maybe(one.optional_vars)
            bound = None if name is None else cst.AsName(name.start, name.end, name)
            end = held.end if bound is None else bound.end
            items.append(cst.WithItem(held.start, end, held, bound))
        return cst.With(*self.span(node), items, self.block(node.body))

    _AsyncWith = _With

    def _decorators(self, nodes: Iterable[ast.expr]) -> list[cst.Decorator]:
        return [cst.Decorator(one.start, one.end, one) for one in self.expressions(nodes)]

    def _type_parameters(self, node: Any) -> cst.TypeParameters | None:
        """The parameters in brackets, which are names of a scope of their own."""
        given: Sequence[Any] = getattr(node, "type_params", ())
        inner: list[cst.BaseExpression] = []
        for one in given:
            name = self._name(self.begin(one), one.name)
            self.bind(one.name, name)
            bounds = (getattr(one, "bound", None), getattr(one, "default_value", None))
            inner += self.expressions(bound for bound in bounds if bound is not None)
        return cst.TypeParameters(0, 0, inner) if given else None

    def _defined(self, start: int, keyword: bytes, value: str) -> cst.Name:
        """The name behind `def` or `class`."""
        position = self.source.index(keyword, start) + len(keyword)
        return self._name_after(position, value)

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> cst.FunctionDef:
        start, end = self.span(node)
        name = self._defined(start, b"def", node.name)
        decorators = self._decorators(node.decorator_list)
        around = self.scope
        kinds = self._typed_scope(node)
        returns = self._annotation(node.returns)
        outer = self._within("function")
        parameters = self._parameters(node.args, outer)
        body = self.block(node.body)
        self.scope = around
        made = cst.FunctionDef(start, end, name, parameters, body, decorators, returns, kinds)
        self.bind(node.name, made)
        return made

    _AsyncFunctionDef = _FunctionDef

    def _typed_scope(self, node: Any) -> cst.TypeParameters | None:
        """Enter the scope of type parameters, if there are any."""
        if not getattr(node, "type_params", ()):
            return None
        self._within("function")
        return self._type_parameters(node)

    def _ClassDef(self, node: ast.ClassDef) -> cst.ClassDef:
        start, end = self.span(node)
        name = self._defined(start, b"class", node.name)
        decorators = self._decorators(node.decorator_list)
        around = self.scope
        kinds = self._typed_scope(node)
        bases = self._arguments(node.bases, ())
        named = self._arguments((), node.keywords)
        self._within("class")
        body = self.block(node.body)
        self.scope = around
        made = cst.ClassDef(start, end, name, body, bases, named, decorators, kinds)
        self.bind(node.name, made)
        return made

    def _TypeAlias(self, node: Any) -> cst.OtherStatement:
        name = self._name(self.begin(node.name), node.name.id)
        self.bind(name.value, name)
        around = self.scope
        kinds = self._typed_scope(node)
        value = self.expression(node.value)
        self.scope = around
        parts = [value] if kinds is None else [kinds, value]
        return cst.OtherStatement(*self.span(node), parts)

    # ---------------------------------------------------------------------- patterns

    def _Match(self, node: ast.Match) -> cst.Match:
        subject = self.expression(node.subject)
        cases = [self._case(one) for one in node.cases]
        return cst.Match(*self.span(node), subject, cases)

    def _case(self, node: ast.match_case) -> cst.MatchCase:
        pattern = self.pattern(node.pattern)
        guard, body = self.maybe(node.guard), self.block(node.body)
        return cst.MatchCase(pattern.start, body.end, pattern, body, guard)

    def pattern(self, node: ast.pattern) -> cst.MatchPattern:
        """A pattern."""
        return self.make[type(node)](node)  # type: ignore[no-any-return]

    def _bound(self, end: int, value: str | None) -> cst.Name | None:
        """The name that a pattern binds, which ends at a place."""
        if value is None:
            return None
        name = self._name_before(end, value)
        self.bind(value, name)
        return name

    def _MatchValue(self, node: ast.MatchValue) -> cst.MatchValue:
        return cst.MatchValue(*self.span(node), self.expression(node.value))

    def _MatchSingleton(self, node: ast.MatchSingleton) -> cst.MatchSingleton:
        return cst.MatchSingleton(*self.span(node))

    def _MatchStar(self, node: ast.MatchStar) -> cst.MatchStar:
        start, end = self.span(node)
        return cst.MatchStar(start, end, self._bound(end, node.name))

    def _MatchAs(self, node: ast.MatchAs) -> cst.MatchAs:
        start, end = self.span(node)
        inner = None if node.pattern is None else self.pattern(node.pattern)
        return cst.MatchAs(start, end, inner, self._bound(end, node.name))

    def _MatchOr(self, node: ast.MatchOr) -> cst.MatchOr:
        patterns = [self.pattern(one) for one in node.patterns]
        elements = [cst.MatchOrElement(one.start, one.end, one) for one in patterns]
        return cst.MatchOr(*self.span(node), elements)

    def _MatchSequence(self, node: ast.MatchSequence) -> cst.MatchSequence:
        elements: list[cst.MatchSequenceElement | cst.MatchStar] = []
        for one in map(self.pattern, node.patterns):
            elements.append(one if isinstance(one, cst.MatchStar) else self._positional(one))
        start, end = self.span(node)
        first = node.patterns[0] if node.patterns else None
        if self.source.startswith(b"(", start) and (first is None or self.begin(first) > start):
            start, end = start + 1, end - 1
        return cst.MatchSequence(start, end, elements)

    def _positional(self, node: cst.MatchPattern) -> cst.MatchSequenceElement:
        return cst.MatchSequenceElement(node.start, node.end, node)

    def _MatchMapping(self, node: ast.MatchMapping) -> cst.MatchMapping:
        start, end = self.span(node)
        elements = []
        for key, inner in zip(node.keys, node.patterns, strict=True):
            name, pattern = self.expression(key), self.pattern(inner)
            elements.append(cst.MatchMappingElement(name.start, pattern.end, name, pattern))
        rest: cst.Name | None = None
        if node.rest is not None:
            position = self.source.index(b"**", elements[-1].end if elements else start) + 2
            rest = self._name_after(position, node.rest)
            self.bind(node.rest, rest)
        return cst.MatchMapping(start, end, elements, rest)

    def _MatchClass(self, node: ast.MatchClass) -> cst.MatchClass:
        class_ = self.expression(node.cls)
        patterns = [self._positional(self.pattern(one)) for one in node.patterns]
        position = patterns[-1].end if patterns else class_.end
        named = []
        for key, inner in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
            skipped = _SKIPPED.match(self.source, position)
            name = self._name(skipped.end() if skipped is not None else position, key)
            pattern = self.pattern(inner)
            named.append(cst.MatchKeywordElement(name.start, pattern.end, name, pattern))
            position = pattern.end
        return cst.MatchClass(*self.span(node), class_, patterns, named)


_SKIPPED_TO_PARENTHESIS: Final = re.compile(rb"(?:[\s\f),]|\\\r?\n|#[^\r\n]*)*")
