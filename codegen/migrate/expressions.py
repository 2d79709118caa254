"""Read expressions: infer their values, and collect the uses of renamed names in them."""

from __future__ import annotations

from ..model import Ref, Type
from . import calls, displays, hints, moved, narrowing
from .assigned import children
from .edits import ByteSpan
from .paths import is_tag_name, last_name, path_of
from .plan import Use
from .proposals import Strength
from .reader import Access
from .schema import Holders
from .state import State
from .tree import nodes as cst
from .tree.scopes import Scope
from .uses import Given
from .values import (
    ClassObject,
    DispatcherObject,
    Foreign,
    FunctionObject,
    Instance,
    Likely,
    Method,
    ModuleObject,
    TagOf,
    Value,
)

__all__ = ["Expressions"]


class Expressions(State):
    """The reader of expressions. Each expression is read once."""

    def peek(self, node: cst.BaseExpression) -> Value | None:
        """Infer the value of an expression without collecting uses."""
        with self.muted(), self.within(self.scene.copy()):
            return self.expr(node)

    def against(self, node: cst.CSTNode, value: Value | None, hint: str = "") -> None:
        """Read the literals that a value is compared with.

        `hint` is the name of the other operand, if it has one.
        """
        match node:
            case cst.SimpleString():
                self._literal_against(node, value, hint)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                for element in elements:
                    self.against(element.value, value, hint)
            case cst.Set(elements=elements):
                for element in elements:
                    self.against(element.value, value, hint)
            case cst.BaseExpression():
                self.expr(node)

    def _literal_against(self, node: cst.SimpleString, value: Value | None, hint: str) -> None:
        quoted = self.quoted(node)
        if quoted is not None:
            self.uses.compared.add(quoted.text)
        match value:
            case TagOf(wire=wire, owners=owners) if owners:
                self.given(node, owners, wire, write=False)
            case TagOf():
                self.tag(node, Strength.STRONG)
            case Foreign():
                self.seen.add(node)
            case Instance() | ClassObject() | Likely():
                self.tag(node, Strength.LOOSE)
            case _:
                self.tag(node, Strength.STRONG if is_tag_name(hint) else Strength.WEAK)

    # ----------------------------------------------------------------- expressions

    def expr(self, node: cst.BaseExpression, expected: Type | None = None) -> Value | None:
        """Read an expression, infer its value; `expected` is the type that the context asks for."""
        match node:
            case cst.Name():
                return self.name(node)
            case cst.Attribute():
                return self._attribute(node)
            case cst.Subscript():
                return self._subscript(node, write=False)
            case cst.NamedExpr(target=target, value=value):
                result = self.expr(value, expected)
                self.scene.set(path_of(target), result)
                return result
            case cst.Await(expression=inner):
                return self.expr(inner, expected)
            case cst.Call():
                return calls.call(self, node, expected)
            case cst.Dict():
                return displays.dictionary(self, node, expected)
            case cst.List() | cst.Tuple() | cst.Set():
                return displays.collection(self, node, expected)
            case cst.Comparison():
                narrowing.comparison(self, node)
            case cst.BooleanOperation():
                return narrowing.boolean(self, node, expected)
            case cst.IfExp():
                return narrowing.conditional(self, node, expected)
            case cst.Lambda():
                self.lambda_(node, None)
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp() | cst.DictComp():
                self._comprehension(node)
            case cst.FormattedString():
                displays.formatted(self, node)
            case cst.ConcatenatedString():
                displays.concatenated(self, node)
            case cst.SimpleString():
                pass
            case _:
                self.children(node)
        return None

    def children(self, node: cst.CSTNode) -> None:
        """Read the child expressions of a node of no special kind."""
        for child in children(node):
            if isinstance(child, cst.BaseExpression):
                self.expr(child)
            else:
                self.children(child)

    def name(self, node: cst.Name) -> Value | None:
        """The value of a name: that of a variable, or of an import."""
        local = self.scene.get(node.value)
        if local is not None:
            return local
        imported = self.bindings.imported(node.value, node.scope)
        if imported is None:
            return None
        if imported.symbol is None:
            return ModuleObject(imported.parts)
        if imported.alias is None:
            self._starred(node, imported.symbol)
        return self.symbol(imported.symbol, plain=imported.plain)

    def _starred(self, node: cst.Name, symbol: str) -> None:
        """Rename a name that `import *` binds."""
        rename = self.uses.symbol(self.span(node), symbol)
        if rename is not None and not self.bindings.is_bound(rename.new, node.scope):
            self.uses.rename_symbol(self.span(node), rename)

    def public_name(self, span: ByteSpan, text: str, scope: Scope) -> None:
        """Rename a quoted name that refers to a renamed import."""
        imported = self.bindings.imported(text, scope)
        rename = self.uses.symbols.get(text)
        if imported is None or imported.symbol != text or rename is None:
            return
        if self.bindings.renamed_in_place(text, rename.new):
            self.uses.rename_symbol(span, rename)

    def symbol(self, name: str, *, plain: bool) -> Value:
        """The value of a public name of the package."""
        schema = self.schema
        if name in schema.by_name:
            return ClassObject(name, Ref(schema.by_name[name]), plain)
        if name in schema.dispatchers:
            return DispatcherObject(schema.dispatchers[name])
        union = schema.decoders.get(name)
        return FunctionObject(name, None if union is None else Ref(union))

    # ------------------------------------------------------------ attributes, items

    def _attribute(self, node: cst.Attribute) -> Value | None:
        value = self._attribute_of(node, self.expr(node.value))
        narrowed = self.scene.get(path_of(node))
        return value if narrowed is None else narrowed

    def _attribute_of(self, node: cst.Attribute, value: Value | None) -> Value | None:
        name = node.attr.value
        match value:
            case ModuleObject(parts):
                return self._member(node.attr, parts)
            case Instance(type_, plain=False):
                return self.attribute(node.attr, type_, path_of(node.value))
            case Likely(type_) if name not in self.schema.discriminators:
                return self.likely(node.attr, type_)
            case ClassObject(type=type_, plain=False):
                self.attribute(node.attr, type_, None)
            case Instance() | DispatcherObject() | TagOf():
                return Method(value, path_of(node.value), name)
            case Foreign():
                return value
            case None | Likely() if name in self.schema.discriminators:
                return TagOf(path_of(node.value), name, plain=False)
            case None:
                return Method(None, path_of(node.value), name)
        return None

    def _member(self, node: cst.Name, module: tuple[str, ...]) -> Value:
        """Read the attribute of a module."""
        exported = self.bindings.symbol_in(module, node.value)
        if exported is None:
            return ModuleObject((*module, node.value))
        symbol, plain = exported
        rename = self.uses.symbol(self.span(node), symbol)
        if rename is not None:
            self.uses.rename_symbol(self.span(node), rename)
        return self.symbol(symbol, plain=plain)

    def attribute(
        self, node: cst.Name, type_: Type, subject: str | None, *, write: bool = False
    ) -> Value | None:
        """Read an attribute of an object of a known type."""
        holders = self.schema.holders(type_, node.value, wire=False)
        if not holders:
            return None
        if write and node in self.anew:
            return self.content(holders, subject, plain=False)
        use: Use = "write" if write else "read"
        move = None if write else self.uses.moved(holders)
        if move is None:
            self.uses.field(self.span(node), holders, node.value, use, wire=False)
        else:
            label = f"{'.'.join(move.old)} of {self.schema.python_name(move.owner)}"
            new = ".".join(move.new_python)
            self.uses.replace(self.span(node), (new,), label, new, move.confidence)
            self.uses.tell_type(self.span(node), move, None)
        return self.content(holders, subject, plain=False)

    def likely(self, node: cst.Name, type_: Type, *, write: bool = False) -> Value | None:
        """Read an attribute of an object whose type is only guessed from its tag."""
        holders = self.schema.holders(type_, node.value, wire=False)
        use: Use = "write" if write else "read"
        self.uses.field(self.span(node), holders, node.value, use, wire=False, sure=False)
        content = self.schema.content(holders)
        return None if content is None else Likely(content)

    def item(
        self,
        node: cst.SimpleString,
        type_: Type,
        subject: str | None,
        *,
        write: bool = False,
        how: Access = "",
        subscript: cst.Subscript | None = None,
        given: Given | None = None,
    ) -> Value | None:
        """Read the value under a key of a dictionary of a known type."""
        self.seen.add(node)
        quoted = self.quoted(node)
        if quoted is None:
            return None
        span, text, verbatim = quoted
        holders = self.schema.holders(type_, text, wire=True)
        if not holders:
            return None
        use: Use = "write" if write else "read"
        move = self.uses.moved(holders) if verbatim else None
        ends: tuple[ByteSpan | None, ByteSpan | None] = (None, None)
        if subscript is not None:
            ends = (self.span(subscript.value), self.span(subscript))
        if move is None or not moved.access(self, node, move, how, *ends):
            self.uses.field(span if verbatim else None, holders, text, use, wire=True, given=given)
        else:
            self.uses.tell_type(span, move, given)
        return self.content(holders, subject, plain=True)

    def content(self, holders: Holders, subject: str | None, *, plain: bool) -> Value | None:
        """The value of a field: a tag if its type has literals only, else an instance."""
        type_ = self.schema.content(holders)
        if type_ is None:
            return None
        if self.schema.literals(type_) and not self.schema.interfaces(type_):
            owners = tuple(owner.id for owner, _ in holders)
            return TagOf(subject, holders[0][1].wire_name, plain, owners)
        return Instance(type_, plain)

    def _subscript(self, node: cst.Subscript, *, write: bool) -> Value | None:
        if last_name(node.value) in hints.HEADS:
            hints.annotation(self, node)
            return None
        value = self.expr(node.value)
        key = _key(node)
        narrowed = self.scene.get(path_of(node))
        result: Value | None = None
        match value, key:
            case Instance(type_, plain=plain), cst.SimpleString() if plain:
                how: Access = "write" if write else "read"
                path = path_of(node.value)
                result = self.item(key, type_, path, write=write, how=how, subscript=node)
            case Instance(type_, plain=plain), _:
                self._slices(node)
                if plain and not isinstance(key, cst.Integer):
                    self.uses.by_unknown_name(self.span(node), type_)
                element = self.schema.element(type_)
                result = None if element is None else Instance(element, plain)
            case Foreign(), _:
                self._slices(node)
                result = value
            case None | Method(), cst.SimpleString():
                result = self.unknown_item(key, path_of(node.value))
            case _:
                self._slices(node)
        return result if narrowed is None else narrowed

    def unknown_item(self, key: cst.SimpleString, subject: str | None) -> Value | None:
        """The value under a key of an unknown object: a tag for a discriminator, else None."""
        quoted = self.quoted(key)
        if quoted is not None and quoted.text in self.schema.discriminators:
            return TagOf(subject, quoted.text, plain=True)
        return None

    def _slices(self, node: cst.Subscript) -> None:
        for element in node.slice:
            self.children(element)

    def store(self, node: cst.BaseExpression) -> Value | None:
        """Read the target of an assignment; returns its value before the assignment."""
        match node:
            case cst.Name():
                return None
            case cst.Attribute(value=left, attr=attr):
                match self.expr(left):
                    case Instance(type_, plain=False):
                        return self.attribute(attr, type_, path_of(left), write=True)
                    case None | Likely() if attr.value in self.schema.discriminators:
                        return TagOf(path_of(left), attr.value, plain=False)
                    case Likely(type_):
                        return self.likely(attr, type_, write=True)
            case cst.Subscript():
                return self._subscript(node, write=True)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                for element in elements:
                    self.store(element.value)
            case cst.StarredElement(value=inner):
                self.store(inner)
            case _:
                self.children(node)
        return None

    # ----------------------------------------------------------------- nested scopes

    def lambda_(self, node: cst.Lambda, first: Type | None) -> None:
        """Read a lambda; `first` is the type of its first argument."""
        parameters = [*node.params.posonly_params, *node.params.params]
        for parameter in (*parameters, *node.params.kwonly_params):
            if parameter.default is not None:
                self.expr(parameter.default)
        scene = self.scene.copy()
        scene.forget_all(
            parameter.name.value for parameter in (*parameters, *node.params.kwonly_params)
        )
        if parameters and first is not None:
            scene.set(parameters[0].name.value, Instance(first))
        with self.within(scene):
            self.expr(node.body)

    def _comprehension(self, node: cst.BaseComp) -> None:
        with self.within(self.scene.copy()):
            clause: cst.CompFor | None = node.for_in
            while clause is not None:
                self.bind_element(clause.target, self.expr(clause.iter))
                for condition in clause.ifs:
                    self.expr(condition.test)
                    narrowing.narrow(self, condition.test, truth=True)
                clause = clause.inner_for_in
            match node:
                case cst.DictComp(key=key, value=value):
                    self.expr(key)
                    self.expr(value)
                case cst.BaseSimpleComp(elt=element):
                    self.expr(element)

    def bind_element(self, target: cst.BaseExpression, iterated: Value | None) -> None:
        """Bind the target of a loop to the type of the elements of a value."""
        self.store(target)
        element: Value | None = None
        match iterated:
            case Instance(type_, plain=plain):
                type_of = self.schema.element(type_)
                element = None if type_of is None else Instance(type_of, plain)
            case Foreign():
                element = iterated
        match target:
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                for item in elements:
                    self.scene.set(path_of(item.value), None)
            case _:
                self.scene.set(path_of(target), element)


def _key(node: cst.Subscript) -> cst.BaseExpression | None:
    """The key of a subscript; None for slices and several keys."""
    match node.slice:
        case [cst.SubscriptElement(slice=cst.Index(value=key, star=None))]:
            return key
    return None
