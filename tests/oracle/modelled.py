"""What a model says, as nodes of a graph."""

from __future__ import annotations

from typing import assert_never

from realtime_codegen.model import (
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Model,
    Opaque,
    Primitive,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from tests.oracle.shapes import (
    UNKNOWN,
    Atom,
    Graph,
    ListOf,
    MapOf,
    ObjectOf,
    Prop,
    Shape,
    TupleOf,
    UnionOf,
    exact_literal,
)

__all__ = ["Modelled"]

_NEVER = UnionOf(())


class Modelled:
    """The declarations of a model, each one node of the graph."""

    def __init__(self, model: Model, graph: Graph) -> None:
        self._declarations = model.by_id()
        self._graph = graph
        self._known: dict[DeclId, int] = {}

    def node(self, id_: DeclId) -> int | None:
        """The node of a declaration; None if the model has no such."""
        declaration = self._declarations.get(id_)
        if declaration is None:
            return None
        if id_ not in self._known:
            node = self._known[id_] = self._graph.reserve()
            self._graph.nodes[node] = self._declared(declaration)
        return self._known[id_]

    def _declared(self, declaration: Declaration) -> Shape:
        match declaration:
            case Interface():
                return self._object(declaration)
            case Alias(_, type_):
                return UnionOf((self._add(type_),))
            case Enum(_, members):
                values = [member.value for member in members]
                shapes = [Atom("number") if v is None else exact_literal(v.value) for v in values]
                return UnionOf(tuple(map(self._graph.add, shapes)))
            case _:
                assert_never(declaration)

    def _object(self, interface: Interface) -> Shape:
        props = tuple(
            (property_.wire_name, Prop(self._add(property_.type), not property_.required))
            for property_ in interface.properties
            if property_.required or not self._is_never(property_.type)
        )
        index = interface.index
        key = None if index is None else (_pattern(index.key), self._add(index.value))
        return ObjectOf(props, str(interface.id), key)

    def _is_never(self, type_: Type) -> bool:
        while isinstance(type_, Ref) and isinstance(named := self._declarations[type_.id], Alias):
            type_ = named.type
        return type_ == Primitive("never")

    def _add(self, type_: Type) -> int:
        if isinstance(type_, Ref):
            node = self.node(type_.id)
            assert node is not None
            return node
        return self._graph.add(self._shape(type_))

    def _shape(self, type_: Type) -> Shape:
        match type_:
            case Primitive(name):
                return self._primitive(name)
            case Literal(_, value):
                return exact_literal(value)
            case Template():
                return Atom("template", _pattern(type_))
            case Array(element):
                return ListOf(self._add(element))
            case Tuple():
                return self._tuple(type_)
            case Map(key, value):
                pattern, inner = _pattern(key), self._add(value)
                return MapOf(inner) if pattern == "string" else ObjectOf((), "", (pattern, inner))
            case Union(members):
                return UnionOf(tuple(map(self._add, members)))
            case Ref():
                return UnionOf((self._add(type_),))
            case Opaque(reason, text):
                return Atom("unknown", opaque=f"{reason}: {text}")
            case _:
                assert_never(type_)

    def _primitive(self, name: str) -> Shape:
        match name:
            case "never":
                return _NEVER
            case "unknown" | "defined":
                return UNKNOWN
            case "integer":
                return Atom("number")
            case "object":
                anything = self._graph.add(UNKNOWN)
                return UnionOf(
                    (self._graph.add(ListOf(anything)), self._graph.add(MapOf(anything)))
                )
            case _:
                return Atom(name)

    def _tuple(self, type_: Tuple) -> Shape:
        """A tuple; optional elements make it a union of tuples of each length."""
        nodes = tuple(self._add(item.type) for item in type_.items)
        rest = [place for place, item in enumerate(type_.items) if item.rest]
        fixed = rest[0] if rest else len(nodes)
        fewest = sum(not item.optional for item in type_.items[:fixed])
        shapes: list[Shape] = [TupleOf(nodes[:length]) for length in range(fewest, fixed)]
        if rest:
            shapes.append(TupleOf(nodes[:fixed], nodes[fixed], nodes[fixed + 1 :]))
        else:
            shapes.append(TupleOf(nodes))
        return shapes[0] if len(shapes) == 1 else UnionOf(tuple(map(self._graph.add, shapes)))


def _pattern(type_: Type) -> str:
    """The keys of an index signature, or the text of a template literal type."""
    match type_:
        case Template(parts):
            return "".join(p if isinstance(p, str) else f"${{{p.name}}}" for p in parts)
        case Primitive(name):
            return name
        case _:
            return "string"
