"""Read statements in the order in which they run, with the values known at each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ..model import Type
from . import classes, constructing, displays, hints, moved, patterns
from .assigned import assigned_paths, walk
from .expressions import Expressions
from .narrowing import narrow
from .paths import last_name, path_of
from .proposals import Strength
from .reader import FunctionKey
from .scene import Scene
from .tree import nodes as cst
from .values import Handles, Instance, Method, TagOf, Value

__all__ = ["Statements"]

_SELF: Final = ("self", "cls")


class Statements(Expressions):
    """The reader of a whole file."""

    def module(self, node: cst.Module) -> None:
        """Read a file."""
        self.result_type: Type | None = None
        self.function_key: FunctionKey | None = None
        self.scene, self.entry, self.in_class = Scene(), Scene(), False
        self.counts: Counter[str] = Counter(map(_root, assigned_paths(list(node.body))))
        self.block(node.body)

    def block(self, body: Iterable[cst.BaseStatement]) -> bool:
        """Read statements; return whether the code after them is unreachable."""
        ended = False
        for statement in body:
            # Unreachable statements are read all the same.
            ended = self.statement(statement) or ended
        return ended

    def suite(self, node: cst.IndentedBlock) -> bool:
        """Read the body of a compound statement; return whether it ends in a jump."""
        return self.block(node.body)

    def statement(self, node: cst.BaseStatement) -> bool:
        """Read a statement; return whether the code after it is unreachable."""
        match node:
            case cst.If():
                return self._if(node)
            case cst.For():
                self._for(node)
            case cst.While():
                self._while(node)
            case cst.Try() | cst.TryStar():
                return self._try(node)
            case cst.With():
                return self._with(node)
            case cst.Match():
                return self._match(node)
            case cst.FunctionDef():
                self._function(node)
            case cst.ClassDef():
                self._class(node)
            case _:
                return self._small(node)
        return False

    # ------------------------------------------------------------- simple statements

    def _small(self, node: cst.CSTNode) -> bool:
        match node:
            case cst.Expr(value=cst.SimpleString() as text):
                self.seen.add(text)
                self.documents.add(text)
            case cst.Expr(value=cst.ConcatenatedString() as texts):
                self.seen.update(n for n in walk(texts) if isinstance(n, cst.SimpleString))
                self.expr(texts)
            case cst.Expr(value=cst.Call() as call):
                self.alone = call
                self.expr(call)
                self.alone = None
            case cst.Expr(value=cst.Await(expression=cst.Call() as call)):
                self.expr(call)
            case cst.Return(value=value):
                if value is not None:
                    self._returned(value)
                return True
            case cst.Raise():
                self.children(node)
                return True
            case cst.Continue() | cst.Break():
                return True
            case cst.Assert(test=test, msg=message):
                self.expr(test)
                if message is not None and not isinstance(message, cst.SimpleString):
                    self.expr(message)
                narrow(self, test, truth=True)
            case cst.Assign():
                self._assign(node)
            case cst.AnnAssign():
                self._declare(node)
            case cst.AugAssign(target=target, value=value):
                if _is_all(target):
                    self._public_names(value)
                    return False
                self._augmented(node, target, value)
            case cst.Import() | cst.ImportFrom() | cst.Global() | cst.Nonlocal():
                pass
            case _:
                self.children(node)
        return False

    def _augmented(
        self, node: cst.AugAssign, target: cst.BaseExpression, value: cst.BaseExpression
    ) -> None:
        """Read `x += y`; `x |= {...}` may be an update of a dictionary of a known type."""
        held = self.scene.get(path_of(target))
        if held is None:
            held = self.peek(target)
        updates = isinstance(node.operator, cst.BitOrAssign) and isinstance(held, Instance)
        if updates and isinstance(held, Instance) and held.plain and isinstance(value, cst.Dict):
            self.expr(target)
            done = moved.update(self, node, target, value, held.type, is_call=False)
            displays.partial(self, value, held.type, done)
            return
        self.store(target)
        self.expr(value)
        self.scene.set(path_of(target), None)

    def _returned(self, value: cst.BaseExpression) -> None:
        if isinstance(value, cst.SimpleString):
            return
        held = self.expr(value, self.result_type)
        if self.result_type is not None and (held is None or isinstance(held, Method)):
            self.expectations.note(self, value, self.result_type)
        elif isinstance(held, Instance) and self.function_key in self.expectations.results:
            self.expectations.met.add(self.function_key)

    def _assign(self, node: cst.Assign) -> None:
        targets = [target.target for target in node.targets]
        if any(map(_is_all, targets)):
            self._public_names(node.value)
            return
        self._move(node)
        before = [self.store(target) for target in targets]
        known = next((value for value in before if value is not None), None)
        value = self._assigned(targets[0], node.value, known)
        for assigned in node.targets:
            if isinstance(assigned.target, cst.Tuple | cst.List):
                self.scene.forget_all(assigned_paths([assigned]))
            else:
                self.scene.set(path_of(assigned.target), value)

    def _move(self, node: cst.Assign) -> None:
        """Rewrite the assignment of an attribute that moved."""
        target = node.targets[0].target
        held = self.peek(target.value) if isinstance(target, cst.Attribute) else None
        if not isinstance(target, cst.Attribute) or not isinstance(held, Instance) or held.plain:
            return
        move = constructing.assign(self, node, held.type)
        if move is not None:
            self.anew.add(target.attr)
            given = displays.given_to_field(self, node.value)
            self.uses.tell_type(self.span(node.value), move, given)

    def _assigned(
        self, target: cst.BaseExpression, value: cst.BaseExpression, known: Value | None
    ) -> Value | None:
        """Read the value of an assignment; `known` is the target's previous or declared value."""
        if isinstance(value, cst.SimpleString):
            if isinstance(known, TagOf) and known.owners:
                self.given(value, known.owners, known.wire)
            elif isinstance(known, TagOf):
                self.against(value, known)
            elif isinstance(target, cst.Name):
                own = target.value in self.schema.discriminators
                self.tag(value, Strength.STRONG if own else Strength.WEAK)
            return None
        if isinstance(target, cst.Name) and target.value in self.schema.discriminators:
            self._default_of_tag(value)
            return self.expr(value)
        expected = known.type if isinstance(known, Instance) else None
        if expected is None:
            expected = self.expectations.of(self, target)
        if expected is None and isinstance(value, cst.Dict):
            expected = self.expectations.guess(self, target, displays.keys(self, value) or [])
        held = self.expr(value, expected)
        if expected is not None and isinstance(held, Instance):
            self.expectations.meet(self, target)
        elif expected is not None and (held is None or isinstance(held, Method)):
            self.expectations.note(self, value, expected)
            if self.expectations.is_met(self, value):
                self.expectations.meet(self, target)
            if isinstance(target, cst.Subscript) and isinstance(known, Instance) and known.plain:
                displays.unseen(self, value, expected, f"what is put under {last_name(target)}")
        return held

    def _default_of_tag(self, value: cst.BaseExpression) -> None:
        """Read `type: str = field(default="tag")`: the default is a tag."""
        if isinstance(value, cst.Call):
            for argument in value.args:
                named = argument.keyword is not None and argument.keyword.value != "default"
                if isinstance(argument.value, cst.SimpleString):
                    if named:
                        self.seen.add(argument.value)
                    else:
                        self.tag(argument.value, Strength.STRONG)

    def _declare(self, node: cst.AnnAssign) -> None:
        target, value = node.target, node.value
        own = isinstance(target, cst.Name) and target.value in self.schema.discriminators
        stated = hints.annotation(
            self, node.annotation.annotation, Strength.STRONG if own else Strength.WEAK
        )
        self.store(target)
        assigned: Value | None = None
        if value is not None and _is_all(target):
            self._public_names(value)
        elif value is not None:
            assigned = self._assigned(target, value, stated)
        self.scene.set(path_of(target), stated if stated is not None else assigned)

    def _public_names(self, node: cst.BaseExpression) -> None:
        """Read `__all__`: it may name imported symbols."""
        for inner in walk(node):
            if not isinstance(inner, cst.SimpleString):
                continue
            self.seen.add(inner)
            quoted = self.quoted(inner)
            if quoted is not None and quoted.verbatim:
                self.public_name(quoted.span, quoted.text, inner.scope)

    # ---------------------------------------------------------------------- branches

    def _if(self, node: cst.If) -> bool:
        self.expr(node.test)
        before = self.scene
        self.scene = before.copy()
        narrow(self, node.test, truth=True)
        first_ends = self.suite(node.body)
        first, self.scene = self.scene, before.copy()
        narrow(self, node.test, truth=False)
        match node.orelse:
            case cst.If() as other:
                second_ends = self._if(other)
            case cst.Else(body=body):
                second_ends = self.suite(body)
            case _:
                second_ends = False
        self.scene = self._meet([(first, first_ends), (self.scene, second_ends)], before)
        return first_ends and second_ends

    def _meet(self, ways: Sequence[tuple[Scene, bool]], before: Scene) -> Scene:
        """Join the scenes of branches, except for those that end in a jump: pairs with True."""
        open_ways = [scene for scene, ends in ways if not ends]
        if not open_ways:
            return before.copy()
        result = open_ways[0]
        for other in open_ways[1:]:
            result = self._joined(result, other)
        return result

    def _joined(self, one: Scene, two: Scene) -> Scene:
        values: dict[str, Value] = {}
        for path, first in one.values.items():
            second = two.get(path)
            if first == second:
                values[path] = first
            elif (
                isinstance(first, Instance)
                and isinstance(second, Instance)
                and first.plain == second.plain
                and (type_ := self.schema.union((first.type, second.type))) is not None
            ):
                values[path] = Instance(type_, first.plain)
        return Scene(values)

    def _match(self, node: cst.Match) -> bool:
        value = self.expr(node.subject)
        path, hint = path_of(node.subject), last_name(node.subject)
        before = self.scene
        ways: list[tuple[Scene, bool]] = []
        for case in node.cases:
            self.scene = before.copy()
            patterns.pattern(self, case.pattern, value, path, hint)
            if case.guard is not None:
                self.expr(case.guard)
                narrow(self, case.guard, truth=True)
            ends = self.suite(case.body)
            ways.append((self.scene, ends))
        if not any(patterns.is_catch_all(case) for case in node.cases):
            ways.append((before.copy(), False))
        self.scene = self._meet(ways, before)
        return all(ends for _, ends in ways)

    # ------------------------------------------------------------- loops, with, try

    def _for(self, node: cst.For) -> None:
        iterated = self.expr(node.iter)
        self.scene.forget_all(assigned_paths([node]))
        after = self.scene.copy()
        self.bind_element(node.target, iterated)
        self.suite(node.body)
        self.scene = after
        if node.orelse is not None:
            self.suite(node.orelse.body)

    def _while(self, node: cst.While) -> None:
        self.scene.forget_all(assigned_paths([node]))
        self.expr(node.test)
        after = self.scene.copy()
        narrow(self, node.test, truth=True)
        self.suite(node.body)
        self.scene = after
        if node.orelse is not None:
            self.suite(node.orelse.body)

    def _try(self, node: cst.Try | cst.TryStar) -> bool:
        before = self.scene.copy()
        before.forget_all(assigned_paths([node.body]))
        ended = self.suite(node.body)
        if node.orelse is not None:
            ended = self.suite(node.orelse.body) or ended
        ways = [(self.scene, ended)]
        for handler in node.handlers:
            self.scene = before.copy()
            if handler.type is not None:
                self.expr(handler.type)
            if handler.name is not None:
                self.scene.set(path_of(handler.name.name), None)
            ends = self.suite(handler.body)
            ways.append((self.scene, ends))
        self.scene = self._meet(ways, before)
        if node.finalbody is not None:
            return self.suite(node.finalbody.body) or all(ends for _, ends in ways)
        return all(ends for _, ends in ways)

    def _with(self, node: cst.With) -> bool:
        for item in node.items:
            self.expr(item.item)
            if item.asname is not None:
                self.store(item.asname.name)
                self.scene.forget_all(assigned_paths([item.asname]))
        return self.suite(node.body)

    # ------------------------------------------------------------ functions, classes

    def _captured(self) -> Scene:
        """The scene that a function captures: the outer variables with a single assignment."""
        kept = Scene()
        for path, value in self.scene.values.items():
            count = self.counts[_root(path)]
            stated = self.entry.get(path)
            if stated is not None and not count:
                kept.refine(path, stated)
            elif count == 1 and path == _root(path):
                kept.refine(path, value)
        return kept

    def _function(self, node: cst.FunctionDef) -> None:
        first = self._decorated(node.decorators)
        if node.type_parameters is not None:
            self.children(node.type_parameters)
        name = node.name.value
        key = (self.owner, name) if self.in_class else (id(node), name)
        first = first or self.handlers.get(key)
        parameters = self._parameters(node.params, first)
        result = (
            hints.annotation(self, node.returns.annotation) if node.returns is not None else None
        )
        if result is not None:
            self.results[key] = result
        local = list(assigned_paths([node.body]))
        scene = self.entry.copy() if self.in_class else self._captured()
        scene.forget_all(path for path in local if not path.startswith("self."))
        for name, value in parameters.items():
            if value is not None or name not in _SELF:
                scene.set(name, value)
        kept = (self.entry, self.counts, self.result_type, self.in_class, self.function_key)
        self.function_key = key
        self.entry, self.counts, self.in_class = scene.copy(), Counter(map(_root, local)), False
        self.result_type = result.type if isinstance(result, Instance) else None
        if self.result_type is None:
            self.result_type = self.expectations.results.get(key)
        with self.within(scene):
            self.suite(node.body)
        self.entry, self.counts, self.result_type, self.in_class, self.function_key = kept
        self.scene.set(node.name.value, None)
        named = [*node.params.posonly_params, *node.params.params]
        self.expectations.parameters[key] = tuple(
            (parameter.name.value, self.expectations.of(self, parameter.name))
            for parameter in named
            if parameter.name.value not in _SELF
        )
        gathered = node.params.star_kwarg
        expected = None if gathered is None else self.expectations.of(self, gathered.name)
        if expected is not None:
            self.expectations.keywords[key] = expected

    def _decorated(self, decorators: Iterable[cst.Decorator]) -> Type | None:
        """Read decorators; return the type of the events that they register a function for."""
        handled: Type | None = None
        for decorator in decorators:
            value = self.expr(decorator.decorator)
            if isinstance(value, Handles):
                handled = (
                    value.type if handled is None else self.schema.union((handled, value.type))
                )
        return handled

    def _parameters(self, node: cst.Parameters, first: Type | None) -> dict[str, Value | None]:
        """Read parameters; return their values at the start of the function.

        `first` is the type of the first one, if the function is a handler.
        """
        positional = [*node.posonly_params, *node.params]
        others = [*node.kwonly_params]
        stars = (node.star_arg, node.star_kwarg)
        others += [star for star in stars if isinstance(star, cst.Param)]
        values: dict[str, Value | None] = {}
        for parameter in (*positional, *others):
            stated = None
            if parameter.annotation is not None:
                stated = hints.annotation(self, parameter.annotation.annotation)
            if parameter.default is not None and not isinstance(
                parameter.default, cst.SimpleString
            ):
                self.expr(parameter.default, stated.type if isinstance(stated, Instance) else None)
            values[parameter.name.value] = None if parameter in stars else stated
        handled = [
            parameter.name.value for parameter in positional if parameter.name.value not in _SELF
        ]
        if first is not None and handled and values[handled[0]] is None:
            values[handled[0]] = Instance(first)
        return values

    def _class(self, node: cst.ClassDef) -> None:
        self._decorated(node.decorators)
        if node.type_parameters is not None:
            self.children(node.type_parameters)
        for argument in (*node.bases, *node.keywords):
            self.expr(argument.value)
        attributes = classes.attributes(self, node, self.expectations.variables)
        self.expectations.model(self, node, list(classes.class_level(node.body)))
        own = self.expectations.classes.get(id(node))
        if own is not None:
            names = [classes.name_of(small) for small in classes.class_level(node.body)]
            owners = self.schema.interfaces(own)
            self.uses.tell_constants(self.span(node.name), owners, names)
            for small in classes.class_level(node.body):
                holders = self.schema.holders(own, classes.name_of(small), wire=True)
                self.uses.field(
                    self.span(small.target),
                    holders,
                    classes.name_of(small),
                    "write",
                    wire=True,
                    sure=False,
                )
        kept = (self.entry, self.counts, self.in_class, self.owner)
        captured = self._captured()
        for name, value in attributes.items():
            captured.set(name, value)
        self.entry, self.in_class, self.owner = captured, True, id(node)
        with self.within(captured.copy()):
            self.suite(node.body)
        self.entry, self.counts, self.in_class, self.owner = kept
        self.scene.set(node.name.value, None)


def _root(path: str) -> str:
    """The variable at the start of a path."""
    return path.split(".", 1)[0].split("[", 1)[0]


def _is_all(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Name) and node.value == "__all__"
