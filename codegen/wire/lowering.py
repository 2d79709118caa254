"""Lower a model to shapes: the only place that knows the JSON form of types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, TypeVar, assert_never
from weakref import ref

from ..model import (
    NULL,
    UNKNOWN,
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Opaque,
    Primitive,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
    leaves,
    tag_value,
)
from ..python.names import Names
from ..runtime import _shapes as shapes
from ..runtime._template import Template as TextTemplate
from .holding import holding
from .parts import all_parts
from .undecided import Undecided, with_leaves
from .unknown import Unknowns

__all__ = [
    "Lowering",
    "decoded_unions",
    "has_objects_only",
    "lower",
    "lowering_of",
    "pattern",
    "reads_events",
    "tag_of_stream",
    "tags_of_classes",
]

_What = TypeVar("_What", Type, Decision)

_KINDS: Final[Mapping[str, shapes.Shape]] = {
    "string": shapes.TEXT,
    "number": shapes.NUMBER,
    "integer": shapes.INTEGER,
    "boolean": shapes.BOOLEAN,
    "null": shapes.NULL,
    "unknown": shapes.ANYTHING,
    "object": shapes.CONTAINER,
    "defined": shapes.DEFINED,
    "never": shapes.NOTHING,
}


def lower(model: Model, names: Names) -> shapes.Shapes:
    """The shape of each declaration, by its Python name, in the model's order."""
    return lowering_of(model, names).declarations()


_latest: list[tuple[ref[Names], Model, Lowering]] = []


def lowering_of(model: Model, names: Names) -> Lowering:
    """The lowering of a model, the same one until another model is lowered.

    The targets of a run ask for it one by one. It is dropped with the names, at the end of the run.
    """
    for latest_names, latest_model, lowering in _latest:
        if latest_model is model and latest_names() is names:
            return lowering
    lowering = Lowering(model, names)
    _latest[:] = [(ref(names, _drop), model, lowering)]
    return lowering


def _drop(names: ref[Names]) -> None:
    if any(latest is names for latest, _, _ in _latest):
        _latest.clear()


def tag_of_stream(shape: shapes.Shape) -> str | None:
    """The field whose texts discriminate the members of a union, if it is one of their own."""
    if not isinstance(shape, shapes.Tagged):
        return None
    texts = all(isinstance(key, str) for key in shape.branches)
    if not texts or shape.absent is not None or shape.other is not None:
        return None
    return shape.path[0] if len(shape.path) == 1 else None


def reads_events(shape: shapes.Shape) -> bool:
    """Whether a union is of tagged objects, as the messages of a connection."""
    if not isinstance(shape, shapes.Tagged):
        return False
    return shape.absent is None or shape.branches.get(shapes.NULL_TAG) == shape.absent


def decoded_unions(model: Model, names: Names, declared: shapes.Shapes) -> tuple[Alias, ...]:
    """The unions with classes among their members, in the model's order.

    Each has a function that reads it. `declared` has the shapes of the declarations.
    """
    holds_class = holding(declared)
    return tuple(
        declaration
        for declaration in model.declarations
        if isinstance(declaration, Alias)
        and isinstance(declaration.type, Union)
        and holds_class(declared[names.declarations[declaration.id]])
    )


def has_objects_only(declared: shapes.Shapes, shape: shapes.Shape) -> bool:
    """Whether every value of a shape is an object of a declared class."""
    others = (
        *(shapes.Kind, shapes.Constant, shapes.Pattern),
        *(shapes.ListOf, shapes.TupleOf),
    )
    return not any(isinstance(one, others) for one in shapes.variants(declared, shape))


def tags_of_classes(declared: shapes.Shapes) -> dict[str, frozenset[str]]:
    """The fields of each class that are tags, by the names of both.

    A tag discriminates the unions or streams that the class is in: a class in no union has the tag
    of the spec's streams. A tag in a nested object is one of that object's class.
    """
    streams = {tag for shape in declared.values() if (tag := tag_of_stream(shape)) is not None}
    tags_by_class = {
        name: set(streams) for name, shape in declared.items() if isinstance(shape, shapes.Object)
    }
    for shape in all_parts(declared.values()):
        if isinstance(shape, shapes.Tagged):
            for member in shapes.variants(declared, shape):
                owner = _object_at(declared, member, shape.path[:-1])
                if owner is not None:
                    tags_by_class[owner.name].add(shape.path[-1])
    return {name: frozenset(tags) for name, tags in tags_by_class.items()}


def _object_at(
    declared: shapes.Shapes, shape: shapes.Shape, path: shapes.TagPath
) -> shapes.Named | None:
    """The class of the object at required fields; None if there is none."""
    for key in path:
        target = shapes.resolved(declared, shape)
        field = target.required.get(key) if isinstance(target, shapes.Object) else None
        if field is None:
            return None
        shape = field
    return shapes.last_name(declared, shape) if isinstance(shape, shapes.Named) else None


class Lowering:
    """Lowers the declarations and types of one model."""

    def __init__(self, model: Model, names: Names) -> None:
        self._names = names.declarations
        self._declarations = model.by_id()
        self._undecided = Undecided()
        self._lowered: dict[int, tuple[Type | Decision, shapes.Shape]] = {}
        self._shapes: dict[str, shapes.Shape] = {}

    def declarations(self) -> shapes.Shapes:
        """The shape of each declaration, by its Python name, in the model's order."""
        if not self._shapes:
            self._shapes = {
                self._names[id_]: self._declaration(declaration)
                for id_, declaration in self._declarations.items()
            }
        return self._shapes

    @cached_property
    def unknowns(self) -> Unknowns:
        """The test for shapes that may have an `UnknownEvent`."""
        return Unknowns(self.declarations())

    def _declaration(self, declaration: Declaration) -> shapes.Shape:
        """The shape of a declaration."""
        match declaration:
            case Interface():
                return self._interface(declaration)
            case Alias():
                return self.type(declaration.type)
            case Enum():
                return self._enum(declaration)
            case _:
                assert_never(declaration)

    def _interface(self, interface: Interface) -> shapes.Shape:
        extra = names = None
        if interface.index is not None:
            extra = self.type(interface.index.value)
            if isinstance(interface.index.key, Template):
                # An index signature over a pattern only applies to matching keys.
                names = self.type(interface.index.key)
        required = {p.wire_name: self.type(p.type) for p in interface.properties if p.required}
        optional = {p.wire_name: self.type(p.type) for p in interface.properties if not p.required}
        return shapes.Object(required, optional, extra, names)

    def _enum(self, enum: Enum) -> shapes.Shape:
        values = [member.value for member in enum.members]
        known = [value.value for value in values if value is not None]
        if None in values:
            # TypeScript numbers the members of unknown value.
            texts = [value for value in known if isinstance(value, str)]
            return _either([shapes.Constant(*texts)] * bool(texts) + [shapes.NUMBER])
        return shapes.Constant(*known) if known else shapes.NOTHING

    def type(self, type_: Type) -> shapes.Shape:
        """The shape of a type, one object for all places of the type."""
        return self._once(type_, self._type)

    def _once(self, what: _What, lower: Callable[[_What], shapes.Shape]) -> shapes.Shape:
        """Cache the result of `lower`; the source is kept so that its `id()` is not reused."""
        if id(what) not in self._lowered:
            self._lowered[id(what)] = (what, lower(what))
        return self._lowered[id(what)][1]

    def _type(self, type_: Type) -> shapes.Shape:
        match type_:
            case Primitive(name):
                return _KINDS[name]
            case Literal(_, value):
                return shapes.Constant(value)
            case Template(parts):
                return pattern(parts)
            case Array(element):
                return shapes.ListOf(self.type(element))
            case Tuple():
                return self._tuple(type_)
            case Map(_, value):
                return shapes.MapOf(self.type(value))
            case Union():
                return self._union(type_)
            case Ref(id_):
                return shapes.Named(self._names[id_])
            case Opaque():
                return shapes.ANYTHING
            case _:
                assert_never(type_)

    def _tuple(self, type_: Tuple) -> shapes.Shape:
        places = [index for index, item in enumerate(type_.items) if item.rest]
        split = places[0] if places else len(type_.items)
        before, after = type_.items[:split], type_.items[split + 1 :]
        return shapes.TupleOf(
            *(self.type(item.type) for item in before),
            required=sum(not item.optional for item in before),
            rest=self.type(type_.items[split].type) if places else None,
            after=tuple(self.type(item.type) for item in after),
        )

    def _union(self, type_: Union) -> shapes.Shape:
        """Literals first, as one shape; then the objects, as their decision orders them."""
        literals = [member.value for member in type_.members if isinstance(member, Literal)]
        members: list[shapes.Shape] = [shapes.Constant(*literals)] if literals else []
        decision = type_.decision or self._by_keys(type_)
        decided: set[Type] = set()
        if decision is not None:
            # What a decision finds has no decisions of its own, unlike the members.
            own = {self._undecided.of(i): i for i in _flat(type_) if isinstance(i, Map)}
            if any(plain is not whole for plain, whole in own.items()):
                decision = with_leaves(decision, own)
            members.append(self._decision(decision))
            for leaf in leaves(decision):
                decided.update(self._plain(leaf))
        members += (
            self.type(member)
            for member in type_.members
            if not isinstance(member, Literal) and not decided.issuperset(self._plain(member))
        )
        return _either(members)

    def _plain(self, type_: Type) -> Iterator[Type]:
        """What is behind a type, without decisions."""
        return map(self._undecided.of, self._behind(type_))

    def _by_keys(self, type_: Union) -> Decision | None:
        """The decision of a union that has several objects and no decision of its own."""
        objects = tuple(member for member in type_.members if self._can_be_object(member))
        return ByKeys(objects) if len(objects) > 1 else None

    def _can_be_object(self, type_: Type) -> bool:
        """Whether a value of a type can be an object; aliases are resolved."""
        if isinstance(type_, Union):
            return any(map(self._can_be_object, type_.members))
        if isinstance(type_, Ref):
            return type_.id in self._objects
        return isinstance(type_, Map)

    @cached_property
    def _objects(self) -> set[DeclId]:
        """The interfaces, and the aliases of interfaces or maps, found from these."""
        users: dict[DeclId, list[DeclId]] = {}
        objects: set[DeclId] = set()
        for id_, declaration in self._declarations.items():
            if isinstance(declaration, Interface):
                objects.add(id_)
            elif isinstance(declaration, Alias):
                for member in _flat(declaration.type):
                    if isinstance(member, Ref):
                        users.setdefault(member.id, []).append(id_)
                    elif isinstance(member, Map):
                        objects.add(id_)
        waiting = list(objects)
        while waiting:
            new = set(users.get(waiting.pop(), ())) - objects
            objects |= new
            waiting += new
        return objects

    def _behind(self, type_: Type) -> Iterator[Type]:
        """The variants of a type, with aliases and unions resolved."""
        seen: set[DeclId] = set()
        stack: list[Type] = [type_]
        while stack:
            current = stack.pop()
            if isinstance(current, Union):
                stack += current.members
            elif not isinstance(current, Ref):
                yield current
            elif current.id not in seen:
                seen.add(current.id)
                target = self._declarations[current.id]
                if isinstance(target, Alias):
                    stack.append(target.type)
                else:
                    yield current

    def _decision(self, decision: Decision) -> shapes.Shape:
        return self._once(decision, self._decided)

    def _decided(self, decision: Decision) -> shapes.Shape:
        match decision:
            case Member(type_):
                return self.type(type_)
            case ByKeys(members):
                return shapes.ByKeys(*map(self.type, members))
            case ByTag(path, branches, absent, other):
                return shapes.Tagged(
                    path,
                    [(tag_value(tag), self._decision(branch)) for tag, branch in branches],
                    absent=None if absent is None else self._decision(absent),
                    other=None if other is None else self._decision(other),
                    other_tags=() if other is None else self._other_tags(path, other),
                )
            case _:
                assert_never(decision)

    def _other_tags(self, path: shapes.TagPath, other: Decision) -> tuple[shapes.Shape, ...]:
        """The tags of the members behind `other`; none if one of them may have any text."""
        types = [inner for leaf in leaves(other) for inner in self._behind(leaf)]
        for key in path:
            fields = [self._field(type_, key) for type_ in types]
            types = [inner for field in fields for inner in self._behind(field)]
        texts = dict.fromkeys(type_ for type_ in types if type_ != NULL)  # Null is as no tag.
        if not all(isinstance(type_, Literal | Template) for type_ in texts):
            return ()
        return tuple(map(self.type, texts))

    def _field(self, type_: Type, key: str) -> Type:
        """The type of a property; unknown if it is not declared."""
        declaration = self._declarations[type_.id] if isinstance(type_, Ref) else None
        properties = declaration.properties if isinstance(declaration, Interface) else ()
        return next((item.type for item in properties if item.wire_name == key), UNKNOWN)


def _flat(type_: Type) -> Iterator[Type]:
    """The members of a type, with nested unions flattened; names are not resolved."""
    stack = [type_]
    while stack:
        current = stack.pop()
        if isinstance(current, Union):
            stack += current.members
        else:
            yield current


def _either(members: Iterable[shapes.Shape]) -> shapes.Shape:
    some = tuple(members)
    return some[0] if len(some) == 1 else shapes.AnyOf(*some)


def pattern(parts: Iterable[str | Primitive]) -> shapes.Pattern:
    """The shape of a template literal type."""
    spelled = [(p, False) if isinstance(p, str) else (p.name, True) for p in parts]
    text = "".join(f"${{{part}}}" if is_hole else part for part, is_hole in spelled)
    return shapes.Pattern(f"`{text}`", TextTemplate(*spelled))
