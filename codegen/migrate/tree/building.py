"""The tree of a program: what `ast` has parsed, with the places of names and texts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import Any

from ...text.records import dataclass
from . import nodes as cst
from .locator import SKIPPED
from .of_expressions import OfExpressions
from .scopes import Assignment, Scope

__all__ = ["Built", "build", "build_expression"]


@dataclass(frozen=True, slots=True)
class Built:
    """The tree of a file, with the bindings and uses of its names."""

    module: cst.Module
    bound: dict[str, list[Assignment]]
    read: dict[str, list[cst.Name]]
    imports: Sequence[cst.Import | cst.ImportFrom]


def build(tree: ast.Module, source: bytes) -> Built:
    """Build the tree of a file from that of `ast`; `source` is UTF-8."""
    builder = _Builder(source, Scope("module", None))
    module = cst.Module(0, len(source), builder.statements(tree.body))
    return Built(module, builder.bound, builder.read, builder.imports)


def build_expression(text: str, source: bytes, start: int, scope: Scope) -> cst.BaseExpression:
    """Build the tree of an expression in a text, such as a quoted annotation.

    `start` is its offset in the file. Raises SyntaxError and the like.
    """
    builder = _Builder(source, scope)
    return builder.inside(text.encode(), start)


class _Builder(OfExpressions):
    """Builds the nodes of a whole file."""

    # -------------------------------------------------------------------- statements

    def statements(self, nodes: Iterable[ast.stmt]) -> list[cst.BaseStatement]:
        """Several statements."""
        return [self.make.get(type(node), self._other_statement)(node) for node in nodes]

    def block(self, nodes: Sequence[ast.stmt]) -> cst.IndentedBlock:
        """The body of a compound statement."""
        body = self.statements(nodes)
        return cst.IndentedBlock(body[0].start, body[-1].end, body)

    def _other_statement(self, node: ast.stmt) -> cst.BaseStatement:
        inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return cst.OtherStatement(*self.span(node), self.expressions(inner))

    def _of_expr(self, node: ast.Expr) -> cst.Expr:
        return cst.Expr(*self.span(node), self.expression(node.value))

    def _of_return(self, node: ast.Return) -> cst.Return:
        return cst.Return(*self.span(node), self.maybe(node.value))

    def _of_raise(self, node: ast.Raise) -> cst.Raise:
        return cst.Raise(*self.span(node), self.maybe(node.exc), self.maybe(node.cause))

    def _of_assert(self, node: ast.Assert) -> cst.Assert:
        return cst.Assert(*self.span(node), self.expression(node.test), self.maybe(node.msg))

    def _of_assign(self, node: ast.Assign) -> cst.Assign:
        value = self.expression(node.value)
        targets = [
            cst.AssignTarget(target.start, target.end, target)
            for target in self.expressions(node.targets)
        ]
        return cst.Assign(*self.span(node), targets, value)

    def _of_annassign(self, node: ast.AnnAssign) -> cst.AnnAssign:
        target, stated = self.expression(node.target), self.expression(node.annotation)
        hint = cst.Annotation(stated.start, stated.end, stated)
        return cst.AnnAssign(*self.span(node), target, hint, self.maybe(node.value))

    def _of_augassign(self, node: ast.AugAssign) -> cst.AugAssign:
        target, value = self.expression(node.target), self.expression(node.value)
        kind = cst.BitOrAssign if isinstance(node.op, ast.BitOr) else cst.Operator
        return cst.AugAssign(*self.span(node), target, kind(0, 0), value)

    def _of_delete(self, node: ast.Delete) -> cst.Del:
        start, end = self.span(node)
        targets = [self._element(target) for target in node.targets]
        only = targets[0]
        if len(targets) == 1 and isinstance(only, cst.Element):
            return cst.Del(start, end, only.value)
        return cst.Del(start, end, cst.Tuple(only.start, end, targets))

    def _of_global(self, node: ast.Global) -> cst.Global:
        self.scope.declare(node.names, is_global=True)
        return cst.Global(*self.span(node))

    def _of_nonlocal(self, node: ast.Nonlocal) -> cst.Nonlocal:
        self.scope.declare(node.names, is_global=False)
        return cst.Nonlocal(*self.span(node))

    def _of_continue(self, node: ast.Continue) -> cst.Continue:
        return cst.Continue(*self.span(node))

    def _of_break(self, node: ast.Break) -> cst.Break:
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

    def _of_import(self, node: ast.Import) -> cst.Import:
        made = cst.Import(*self.span(node), [self._alias(name) for name in node.names], self.scope)
        self._imported(made)
        return made

    def _of_importfrom(self, node: ast.ImportFrom) -> cst.ImportFrom:
        start, end = self.span(node)
        position = start + len("from")
        for _ in range(node.level):
            position = self.behind_dot(position)
        module = None if node.module is None else self._dotted(position, node.module)
        names: list[cst.ImportAlias] | cst.ImportStar
        if node.names[0].name == "*":
            names = cst.ImportStar(end - 1, end)
        else:
            names = [self._alias(name) for name in node.names]
        made = cst.ImportFrom(start, end, module, names, node.level, self.scope)
        self._imported(made)
        return made

    # ----------------------------------------------------------- compound statements

    def _else(self, nodes: Sequence[ast.stmt]) -> cst.Else | None:
        if not nodes:
            return None
        body = self.block(nodes)
        return cst.Else(body.start, body.end, body)

    def _of_if(self, node: ast.If) -> cst.If:
        test, body = self.expression(node.test), self.block(node.body)
        other: cst.If | cst.Else | None
        match node.orelse:
            case [ast.If() as inner] if self.source.startswith(b"elif", self.begin(inner)):
                other = self._of_if(inner)
            case _:
                other = self._else(node.orelse)
        return cst.If(*self.span(node), test, body, other)

    def _of_for(self, node: ast.For | ast.AsyncFor) -> cst.For:
        iterated, target = self.expression(node.iter), self.expression(node.target)
        body = self.block(node.body)
        return cst.For(*self.span(node), target, iterated, body, self._else(node.orelse))

    _of_asyncfor = _of_for

    def _of_while(self, node: ast.While) -> cst.While:
        test, body = self.expression(node.test), self.block(node.body)
        return cst.While(*self.span(node), test, body, self._else(node.orelse))

    def _of_try(self, node: Any) -> cst.Try:
        kind = cst.Try if isinstance(node, ast.Try) else cst.TryStar
        body = self.block(node.body)
        handlers = [self._handler(one) for one in node.handlers]
        other = self._else(node.orelse)
        last = self.block(node.finalbody) if node.finalbody else None
        end = None if last is None else cst.Finally(last.start, last.end, last)
        return kind(*self.span(node), body, handlers, other, end)

    _of_trystar = _of_try

    def _handler(self, node: ast.ExceptHandler) -> cst.ExceptHandler:
        caught = self.maybe(node.type)
        name: cst.AsName | None = None
        if node.name is not None and caught is not None:
            position = caught.end
            closed = SKIPPED.match(self.source, position)
            position = (closed.end() if closed is not None else position) + len("as")
            bound = self._name_after(position, node.name)
            name = cst.AsName(bound.start, bound.end, bound)
            self.bind(node.name, bound)
        return cst.ExceptHandler(*self.span(node), self.block(node.body), caught, name)

    def _of_with(self, node: ast.With | ast.AsyncWith) -> cst.With:
        items = []
        for item in node.items:
            held = self.expression(item.context_expr)
            name = self.maybe(item.optional_vars)
            bound = None if name is None else cst.AsName(name.start, name.end, name)
            end = held.end if bound is None else bound.end
            items.append(cst.WithItem(held.start, end, held, bound))
        return cst.With(*self.span(node), items, self.block(node.body))

    _of_asyncwith = _of_with

    def _decorators(self, nodes: Iterable[ast.expr]) -> list[cst.Decorator]:
        return [
            cst.Decorator(decorator.start, decorator.end, decorator)
            for decorator in self.expressions(nodes)
        ]

    def _type_parameters(self, node: Any) -> cst.TypeParameters | None:
        """The parameters in brackets, which are names of a scope of their own."""
        given: Sequence[Any] = getattr(node, "type_params", ())
        inner: list[cst.BaseExpression] = []
        for parameter in given:
            name = self._name(self.begin(parameter), parameter.name)
            self.bind(parameter.name, name)
            bounds = (getattr(parameter, "bound", None), getattr(parameter, "default_value", None))
            inner += self.expressions(bound for bound in bounds if bound is not None)
        return cst.TypeParameters(0, 0, inner) if given else None

    def _defined(self, start: int, keyword: bytes, value: str) -> cst.Name:
        """The name behind `def` or `class`."""
        position = self.source.index(keyword, start) + len(keyword)
        return self._name_after(position, value)

    def _of_functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> cst.FunctionDef:
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

    _of_asyncfunctiondef = _of_functiondef

    def _typed_scope(self, node: Any) -> cst.TypeParameters | None:
        """Enter the scope of type parameters, if there are any."""
        if not getattr(node, "type_params", ()):
            return None
        self._within("function")
        return self._type_parameters(node)

    def _of_classdef(self, node: ast.ClassDef) -> cst.ClassDef:
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

    def _of_typealias(self, node: Any) -> cst.OtherStatement:
        name = self._name(self.begin(node.name), node.name.id)
        self.bind(name.value, name)
        around = self.scope
        kinds = self._typed_scope(node)
        value = self.expression(node.value)
        self.scope = around
        parts = [value] if kinds is None else [kinds, value]
        return cst.OtherStatement(*self.span(node), parts)

    # ---------------------------------------------------------------------- patterns

    def _of_match(self, node: ast.Match) -> cst.Match:
        subject = self.expression(node.subject)
        cases = [self._case(case) for case in node.cases]
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

    def _of_matchvalue(self, node: ast.MatchValue) -> cst.MatchValue:
        return cst.MatchValue(*self.span(node), self.expression(node.value))

    def _of_matchsingleton(self, node: ast.MatchSingleton) -> cst.MatchSingleton:
        return cst.MatchSingleton(*self.span(node))

    def _of_matchstar(self, node: ast.MatchStar) -> cst.MatchStar:
        start, end = self.span(node)
        return cst.MatchStar(start, end, self._bound(end, node.name))

    def _of_matchas(self, node: ast.MatchAs) -> cst.MatchAs:
        start, end = self.span(node)
        inner = None if node.pattern is None else self.pattern(node.pattern)
        return cst.MatchAs(start, end, inner, self._bound(end, node.name))

    def _of_matchor(self, node: ast.MatchOr) -> cst.MatchOr:
        patterns = [self.pattern(pattern) for pattern in node.patterns]
        elements = [cst.MatchOrElement(pattern.start, pattern.end, pattern) for pattern in patterns]
        return cst.MatchOr(*self.span(node), elements)

    def _of_matchsequence(self, node: ast.MatchSequence) -> cst.MatchSequence:
        patterns = map(self.pattern, node.patterns)
        elements = [
            pattern if isinstance(pattern, cst.MatchStar) else self._positional(pattern)
            for pattern in patterns
        ]
        start, end = self.span(node)
        first = node.patterns[0] if node.patterns else None
        if self.source.startswith(b"(", start) and (first is None or self.begin(first) > start):
            start, end = start + 1, end - 1
        return cst.MatchSequence(start, end, elements)

    def _positional(self, node: cst.MatchPattern) -> cst.MatchSequenceElement:
        return cst.MatchSequenceElement(node.start, node.end, node)

    def _of_matchmapping(self, node: ast.MatchMapping) -> cst.MatchMapping:
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

    def _of_matchclass(self, node: ast.MatchClass) -> cst.MatchClass:
        class_ = self.expression(node.cls)
        patterns = [self._positional(self.pattern(one)) for one in node.patterns]
        position = patterns[-1].end if patterns else class_.end
        named = []
        for key, inner in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
            skipped = SKIPPED.match(self.source, position)
            name = self._name(skipped.end() if skipped is not None else position, key)
            pattern = self.pattern(inner)
            named.append(cst.MatchKeywordElement(name.start, pattern.end, name, pattern))
            position = pattern.end
        return cst.MatchClass(*self.span(node), class_, patterns, named)
