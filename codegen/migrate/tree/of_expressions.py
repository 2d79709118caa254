"""Convert the expressions of `ast` to nodes of the tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from . import nodes as cst
from .locator import LINE_END, Locator
from .scopes import Scope
from .strings import GAP, Piece, Replaced, Verbatim, pieces

__all__ = ["OfExpressions"]

_LITERAL: Final = re.compile(
    rb"[a-zA-Z]*(?:\"(?!\"\")(?:[^\\\"\r\n]|\\(?:\r\n|.))*\"|'(?!'')(?:[^\\'\r\n]|\\(?:\r\n|.))*')",
    re.DOTALL,
)
"""A literal on a single line."""
_TO_PARENTHESIS: Final = re.compile(rb"(?:[\s\f),]|\\\r?\n|#[^\r\n]*)*")

_OPERATORS: Final[dict[type[ast.AST], type[cst.Operator]]] = {
    ast.Add: cst.Add, ast.BitOr: cst.BitOr, ast.And: cst.And, ast.Or: cst.Or, ast.Not: cst.Not,
    ast.Eq: cst.Equal, ast.NotEq: cst.NotEqual, ast.Is: cst.Is, ast.In: cst.In,
    ast.NotIn: cst.NotIn, ast.Mod: cst.Modulo,
}  # fmt: skip


class OfExpressions(Locator):
    """Builds the nodes of expressions, bottom up."""

    def __init__(self, source: bytes, scope: Scope) -> None:
        super().__init__(source, scope)
        self.make: dict[type[ast.AST], Callable[[Any], Any]] = {
            kind: getattr(self, f"_of_{kind.__name__.lower()}")
            for kind in vars(ast).values()
            if isinstance(kind, type) and hasattr(self, f"_of_{kind.__name__.lower()}")
        }

    def inside(self, text: bytes, start: int) -> cst.BaseExpression:
        """Build an expression in a text that begins at a byte of the file."""
        tree = ast.parse(b"(" + text + b"\n)", mode="eval")
        kept, ends = self.lines, (line.end() for line in LINE_END.finditer(text))
        self.lines = [start - 1, *(start + end for end in ends)]
        try:
            return self.expression(tree.body)
        finally:
            self.lines = kept

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
        inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return cst.OtherExpression(*self.span(node), self.expressions(inner))

    def _of_name(self, node: ast.Name) -> cst.Name:
        value = node.id
        made = cst.Name(*self.span(node), value, self.scope)
        if isinstance(node.ctx, ast.Store):
            self.bind(value, made)
        else:
            self.read.setdefault(value, []).append(made)
        return made

    def _of_attribute(self, node: ast.Attribute) -> cst.Attribute:
        value = self.expression(node.value)
        start, end = self.span(node)
        return cst.Attribute(start, end, value, self._name_before(end, node.attr))

    def _of_constant(self, node: ast.Constant) -> cst.BaseExpression:
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

    def _of_joinedstr(self, node: ast.JoinedStr) -> cst.BaseExpression:
        return self._strings(pieces(self.source, *self.span(node)), None)

    _of_templatestr = _of_joinedstr

    def _strings(self, given: Sequence[Piece], value: str | bytes | None) -> cst.BaseExpression:
        """One literal, or several adjacent ones."""
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
                made.append(cst.FormattedStringExpression(part.start, part.end, inner, format_))
        return made

    # -------------------------------------------------------------------- operations

    def _operator(self, node: ast.AST) -> cst.Operator:
        return _OPERATORS.get(type(node), cst.Operator)(0, 0)

    def _of_boolop(self, node: ast.BoolOp) -> cst.BaseExpression:
        start, _ = self.span(node)
        made = self.expression(node.values[0])
        end = made.end
        for value in node.values[1:]:
            right = self.expression(value)
            end = self._closed(right.end, self._parentheses(end, right.start))
            made = cst.BooleanOperation(start, end, made, self._operator(node.op), right)
        return made

    def _of_binop(self, node: ast.BinOp) -> cst.BinaryOperation:
        left, right = self.expression(node.left), self.expression(node.right)
        return cst.BinaryOperation(*self.span(node), left, self._operator(node.op), right)

    def _of_unaryop(self, node: ast.UnaryOp) -> cst.UnaryOperation:
        inner = self.expression(node.operand)
        return cst.UnaryOperation(*self.span(node), self._operator(node.op), inner)

    def _of_compare(self, node: ast.Compare) -> cst.Comparison:
        left = self.expression(node.left)
        pairs = zip(node.ops, node.comparators, strict=True)
        targets = [
            cst.ComparisonTarget(right.start, right.end, self._operator(sign), right)
            for sign, right in ((sign, self.expression(value)) for sign, value in pairs)
        ]
        return cst.Comparison(*self.span(node), left, targets)

    def _of_ifexp(self, node: ast.IfExp) -> cst.IfExp:
        test, body = self.expression(node.test), self.expression(node.body)
        return cst.IfExp(*self.span(node), test, body, self.expression(node.orelse))

    def _of_await(self, node: ast.Await) -> cst.Await:
        return cst.Await(*self.span(node), self.expression(node.value))

    def _of_namedexpr(self, node: ast.NamedExpr) -> cst.NamedExpr:
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

    def _of_starred(self, node: ast.Starred) -> cst.StarredElement:
        return cst.StarredElement(*self.span(node), self.expression(node.value))

    def _of_list(self, node: ast.List) -> cst.List:
        return cst.List(*self.span(node), [self._element(inner) for inner in node.elts])

    def _of_set(self, node: ast.Set) -> cst.Set:
        return cst.Set(*self.span(node), [self._element(inner) for inner in node.elts])

    def _of_tuple(self, node: ast.Tuple) -> cst.Tuple:
        start, end = self.span(node)
        elements = [self._element(inner) for inner in node.elts]
        if self._is_in_parentheses(start, end, elements):
            start, end = start + 1, end - 1
            if elements:
                start = min(elements[0].start, start + len(self._space(start)))
                end = start + len(self.source[start:end].rstrip())
        return cst.Tuple(start, end, elements)

    def _space(self, position: int) -> bytes:
        gap = GAP.match(self.source, position)
        return gap[0] if gap is not None else b""

    def _is_in_parentheses(self, start: int, end: int, elements: Sequence[cst.AnyElement]) -> bool:
        """Whether a tuple has parentheses of its own, apart from those of its elements."""
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

    def _of_dict(self, node: ast.Dict) -> cst.Dict:
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
                skipped = _TO_PARENTHESIS.match(self.source, before)
                first = skipped.end() if skipped is not None else first
            after = self._closed(held.end, self._parentheses(name.end, held.start))
            elements.append(cst.DictElement(first, after, name, held))
            before = after
        return cst.Dict(start, end, elements)

    # -------------------------------------------------------------- calls, subscripts

    def _of_call(self, node: ast.Call) -> cst.Call:
        function = self.expression(node.func)
        return cst.Call(*self.span(node), function, self._arguments(node.args, node.keywords))

    def _arguments(
        self, positional: Sequence[ast.expr], named: Sequence[ast.keyword]
    ) -> list[cst.Arg]:
        given: list[ast.expr | ast.keyword] = [*positional, *named]
        if positional and named and isinstance(positional[-1], ast.Starred):
            given.sort(key=lambda argument: (argument.lineno, argument.col_offset))
        return [self._argument(argument) for argument in given]

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

    def _of_subscript(self, node: ast.Subscript) -> cst.Subscript:
        value = self.expression(node.value)
        key = node.slice
        keys = [key]
        if isinstance(key, ast.Tuple) and key.elts:
            start, end = self.span(key)
            starts = [cst.Element(self.begin(part), self.end(part), value) for part in key.elts[:1]]
            if not self._is_in_parentheses(start, end, starts):
                keys = list(key.elts)
        return cst.Subscript(*self.span(node), value, [self._subscripted(part) for part in keys])

    def _subscripted(self, node: ast.expr) -> cst.SubscriptElement:
        made: cst.Index | cst.Slice
        if isinstance(node, ast.Slice):
            parts = [bound for bound in (node.lower, node.upper, node.step) if bound is not None]
            made = cst.Slice(*self.span(node), self.expressions(parts))
        elif isinstance(node, ast.Starred):
            made = cst.Index(*self.span(node), self.expression(node.value), "*")
        else:
            value = self.expression(node)
            made = cst.Index(value.start, value.end, value, None)
        return cst.SubscriptElement(made.start, made.end, made)

    # ------------------------------------------------------- functions, comprehensions

    def _within(self, kind: Any) -> Scope:
        """Enter a new scope; return the outer one, so that it can be entered again."""
        outer, self.scope = self.scope, Scope(kind, self.scope)
        return outer

    def _parameters(self, node: ast.arguments, outer: Scope) -> cst.Parameters:
        """Parameters; their annotations and defaults are in the outer scope."""
        positional = [*node.posonlyargs, *node.args]
        lacking = len(positional) - len(node.defaults)
        defaults = [*([None] * lacking), *node.defaults]
        first = [
            self._parameter(parameter, default, outer)
            for parameter, default in zip(positional, defaults, strict=True)
        ]
        star = self._parameter(node.vararg, None, outer) if node.vararg is not None else None
        named = [
            self._parameter(parameter, default, outer)
            for parameter, default in zip(node.kwonlyargs, node.kw_defaults, strict=True)
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

    def _of_lambda(self, node: ast.Lambda) -> cst.Lambda:
        outer = self._within("function")
        parameters = self._parameters(node.args, outer)
        body = self.expression(node.body)
        self.scope = outer
        return cst.Lambda(*self.span(node), parameters, body)

    def _clauses(self, given: Sequence[ast.comprehension], outer: Scope) -> cst.CompFor:
        """The loops of a comprehension; the iterable of the first one is in the outer scope."""
        made: list[cst.CompFor] = []
        for position, clause in enumerate(given):
            inner = self.scope
            self.scope = inner if position else outer
            iterated = self.expression(clause.iter)
            self.scope = inner
            target = self.expression(clause.target)
            tests = [
                cst.CompIf(test.start, test.end, test) for test in self.expressions(clause.ifs)
            ]
            end = tests[-1].end if tests else iterated.end
            made.append(cst.CompFor(target.start, end, target, iterated, tests, None))
        for before, after in pairwise(made):
            before.inner_for_in = after
        return made[0]

    def _simple(self, node: Any, kind: type[cst.BaseSimpleComp]) -> cst.BaseSimpleComp:
        outer = self._within("comprehension")
        clauses = self._clauses(node.generators, outer)
        element = self.expression(node.elt)
        self.scope = outer
        return kind(*self.span(node), clauses, element)

    def _of_listcomp(self, node: ast.ListComp) -> cst.BaseSimpleComp:
        return self._simple(node, cst.ListComp)

    def _of_setcomp(self, node: ast.SetComp) -> cst.BaseSimpleComp:
        return self._simple(node, cst.SetComp)

    def _of_generatorexp(self, node: ast.GeneratorExp) -> cst.BaseSimpleComp:
        return self._simple(node, cst.GeneratorExp)

    def _of_dictcomp(self, node: ast.DictComp) -> cst.DictComp:
        outer = self._within("comprehension")
        clauses = self._clauses(node.generators, outer)
        key, value = self.expression(node.key), self.expression(node.value)
        self.scope = outer
        return cst.DictComp(*self.span(node), clauses, key, value)
