"""The plans that the native core reads classes by, each made when the class is first met.

A plan says no more than what the functions of `_readers` and `_checks` do. What the core has
no plan for it hands to such a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from . import _core as core

if TYPE_CHECKING:
    from realtime_codegen.runtime import _shapes as sh
    from realtime_codegen.runtime._runtime import EventReader, Reader

    from . import interface

KIND_BITS: Final[dict[type[Any], int]] = {
    str: core.TEXT,
    int: core.INTEGER,
    float: core.FLOAT,
    bool: core.BOOLEAN,
    type(None): core.NULL,
    list: core.LIST,
    dict: core.DICT,
}
"""The bit that the core knows each of the types of JSON values by."""

_KINDS: Final[dict[str, tuple[type[Any], ...]]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
    "an array or object": (list, dict),
    "anything but null": (str, int, float, bool, list, dict),
}
_MOST_TAGS: Final = 4  # One in the branch of another; the core is given no more.


class Binding:
    """Hands the core the plans of one package."""

    def __init__(
        self,
        codec: interface.Codec,
        shapes: interface.ShapesModule,
        runtime: interface.RuntimeModule,
        compiling: interface.CompileModule,
        unset: interface.UnsetModule,
    ) -> None:
        self._codec = codec
        self._sh = shapes
        self._compiling = compiling
        self._advise_yaml = unset.advise_yaml
        self._unset, self._unknown_event = runtime.UNSET, runtime.UnknownEvent
        self._shapes = codec.shapes
        self._records: dict[str, Any] = {}
        self._open: set[str] = set()
        self._holding: dict[str, bool] = {}

    def event_reader(
        self,
        shape: sh.Tagged,
        make: Callable[[sh.Shape], Reader],
        fallback: EventReader,
    ) -> EventReader:
        """The reader of `_runtime.event_reader`, `fallback`, with the core before it."""

        def plan() -> Any:
            tag = shape.path[0]
            end = shape if shape.other_tags else shape.other
            other: Any = make(end) if end else self._unknown()
            find = partial(self._branch, shape, (tag,), make)
            return core.Tagged(tag, find, None, other, tag)

        read: EventReader = core.Reader(plan, fallback)
        return read

    def class_reader(self, name: str, fallback: EventReader) -> EventReader:
        """Reads a message as an instance of a class, or has the fallback do it."""
        read: EventReader = core.Reader(partial(self._record, name), fallback)
        return read

    def union_reader(self, name: str, fallback: EventReader) -> EventReader:
        """Reads a message as a member of a union, or has the fallback do it."""
        plan = partial(self._object_of, self._sh.Named(name))
        read: EventReader = core.Reader(plan, fallback)
        return read

    def checker(
        self, names: Mapping[Any, str], fallback: Callable[[str, Any, Any], None]
    ) -> Callable[[str, Any, Any], None]:
        """Lets events that surely fit pass; the fallback decides about all others."""
        find = self._finder(names)
        check: Callable[[str, Any, Any], None] = core.Checker(find, fallback)
        return check

    def decoder(
        self, name: str, read: EventReader, check: Callable[[str, Any, Any], None]
    ) -> Callable[[Any], Any]:
        """Decorates the function that reads a message of a union and may check it."""

        def decorate(function: Any) -> Any:
            if isinstance(read, core.Reader):
                return core.Decoder(read, check, name, function)
            return function

        return decorate

    def writer(
        self, names: Mapping[Any, str], fallback: Callable[[Any], str]
    ) -> Callable[[Any], str]:
        """Writes a value as JSON text, or has the fallback do it."""
        find = self._finder(names)

        def find_any(cls: Any) -> Any:
            return self._unknown() if cls is self._unknown_event else find(cls)

        write: Callable[[Any], str] = core.Writer(find_any, fallback)
        return write

    def _finder(self, names: Mapping[Any, str]) -> Callable[[Any], Any]:
        return lambda cls: self._record(names[cls]) if cls in names else None

    def _record(self, name: str) -> Any:
        """The plan of a class, which asks for more when the class is first met."""
        record = self._records.get(name)
        if record is None:
            fields, checks = partial(self._fields, name), partial(self._checks, name)
            record = core.Record(self._codec.class_of(name), self._unset, fields, checks)
            record = self._records.setdefault(name, record)
        return record

    def _unknown(self) -> Any:
        """The plan of objects of no declared type, which are kept whole."""
        record = self._records.get("")
        if record is None:
            record = core.Record(self._unknown_event, self._unset, _tag_alone, _tag_alone, True)
            record = self._records.setdefault("", record)
        return record

    # ---------------------------------------------------------------- reading

    def _fields(self, name: str) -> tuple[list[Any], Any]:
        """The fields of a class, each with its value, and the value of undeclared ones."""
        shape = self._shapes[name]
        assert isinstance(shape, self._sh.Object)
        self._advise_yaml(self._codec.class_of(name))
        declared = {**shape.required, **shape.optional}
        leading = self._compiling.leading_fields(shape)
        fields = [
            (
                *(wire, attribute, self._field(declared[wire])),
                *(wire in shape.required, wire in leading),
            )
            for wire, attribute in self._codec.fields_of(name).items()
        ]
        return fields, None if shape.extra is None else self._value(shape.extra)

    def _field(self, shape: sh.Shape) -> Any:
        """The reader of a field: events share the string literals of its shape."""
        texts = self._compiling.declared_texts(self._shapes, shape)
        for text in texts:
            self._codec.declared.setdefault(text, text)
        return core.Value(self._codec.declared if texts else None, *self._containers(shape))

    def _value(self, shape: sh.Shape) -> Any:
        return core.Value(None, *self._containers(shape))

    def _containers(self, shape: sh.Shape) -> tuple[Any, Any]:
        """The readers of objects and of arrays of a shape; None if they stay as they are."""
        if not self._holds_class(shape):
            return None, None
        if isinstance(shape, self._sh.Named):
            return self._named(self._sh.last_name(self._shapes, shape))
        if isinstance(shape, self._sh.Tagged):
            return self._tagged(shape, ()), None
        if isinstance(shape, self._sh.MapOf):
            return core.Mapping(self._value(shape.value)), None
        if isinstance(shape, self._sh.ListOf):
            return None, self._value(shape.element)
        if isinstance(shape, self._sh.TupleOf) and _has_clear_places(shape):
            return None, _places(shape, self._value)
        if isinstance(shape, self._sh.AnyOf) and (only := self._sh.but_for_scalars(shape)):
            return self._containers(only)
        if isinstance(shape, (self._sh.AnyOf, self._sh.ByKeys)):
            members = shape.members if isinstance(shape, self._sh.AnyOf) else (shape,)
            return self._object(shape, members), self._array(shape, members)
        return None, self._codec.reader(shape)

    def _holds_class(self, shape: sh.Shape) -> bool:
        return self._sh.holds_class(self._shapes, shape, self._holding)

    def _named(self, shape: sh.Named) -> tuple[Any, Any]:
        if isinstance(self._shapes[shape.name], self._sh.Object):
            return self._record(shape.name), None
        if shape.name in self._open:  # A shape that has itself in it.
            reader = self._codec.reader(shape)
            return reader, reader
        self._open.add(shape.name)
        try:
            return self._containers(self._shapes[shape.name])
        finally:
            self._open.discard(shape.name)

    @property
    def _unions(self) -> interface.UnionsModule:
        """The module `_unions` of the package, which one with such unions has."""
        unions: interface.UnionsModule = self._codec.unions
        return unions

    def _object(self, union: sh.Shape, members: tuple[sh.Shape, ...]) -> Any:
        member = self._unions.object_member(self._shapes, members)
        if any(map(self._sh.is_loose, members)):
            return self._codec.reader(union)
        if isinstance(member, self._sh.ByKeys):
            python = self._codec.reader(union)
            return self._by_keys(member, python, self._object_of)
        if isinstance(member, self._sh.Tagged):
            return self._tagged(member, ())
        return None if member is None else self._containers(member)[0]

    def _array(self, union: sh.Shape, members: tuple[sh.Shape, ...]) -> Any:
        arrays = self._unions.array_members(self._shapes, members)
        if not any(map(self._holds_class, arrays)):
            return None
        if len(arrays) == 1:
            return self._containers(arrays[0])[1]
        return self._codec.reader(union)

    def _tagged(self, shape: sh.Tagged, tags: tuple[str, ...]) -> Any:
        """The reader of objects that a tag tells apart; `tags` are the keys seen before."""
        own, *inner = shape.path
        if inner or not self._has_texts(shape):
            python = self._codec.reader(shape)
            return self._by_literal(shape, python, self._object_of)
        tags = (*tags, own)
        absent = None if shape.absent is None else self._object_of(shape.absent)
        other: Any = self._object_of(shape.other) if shape.other else self._unknown()
        if shape.other_tags:  # Python tells which tags these are.
            other = self._codec.reader(shape)
        find = partial(self._branch, shape, tags, self._codec.reader)
        return core.Tagged(own, find, absent, other, own)

    def _by_keys(self, union: sh.ByKeys, python: Reader, made: Callable[[sh.Shape], Any]) -> Any:
        """The reader of objects that their fields tell apart: as the `made` of a member.

        `python` reads what they leave open.
        """
        from .telling import UntoldError, told_by_fields

        telling = told_by_fields(self._sh, self._shapes, union)
        if telling is None:
            return python
        numbers = {number: partial(_same, number) for number in range(len(union.members))}
        choose = self._codec.choose(self._shapes, union.members, numbers, dict)

        def decide(signature: bytes) -> Any:
            try:
                number = choose(telling.sample(signature))
            except UntoldError:
                return python
            if not isinstance(number, int):
                return python
            return made(union.members[number])

        return core.Choice(telling.paths, telling.literals, decide)

    def _by_literal(self, shape: sh.Tagged, python: Reader, made: Callable[[sh.Shape], Any]) -> Any:
        """The reader of objects that a number, or a tag in an inner object, tells apart.

        It is what is `made` of a branch; `python` reads what no branch is for.
        """
        from .telling import told_by_literals

        literals = map(self._sh.tag_literal, shape.branches)
        telling = told_by_literals(shape.path, (one for one in literals if one is not None))
        if telling is None:
            return python

        def decide(signature: bytes) -> Any:
            missing = self._sh.MISSING
            branch = shape.branch(telling.value(signature[0], missing))
            if branch is None and not shape.other_tags:
                branch = shape.other
            return made(branch) if branch else python

        return core.Choice(telling.paths, telling.literals, decide)

    def _has_texts(self, shape: sh.Tagged) -> bool:
        """Whether texts alone tell objects apart, but for null that is read as what is missing."""
        null = self._sh.NULL_TAG
        return all(
            isinstance(key, str) or (key == null and branch == shape.absent)
            for key, branch in shape.branches.items()
        )

    def _object_of(self, shape: sh.Shape) -> Any:
        """The reader of objects of a shape that were parsed as a whole."""
        return self._containers(shape)[0] or self._codec.reader(shape)

    def _branch(
        self,
        shape: sh.Tagged,
        tags: tuple[str, ...],
        make: Callable[[sh.Shape], Reader],
        tag: str,
    ) -> Any:
        """The reader of objects with a tag; None for an undeclared tag.

        The core looks the tag up in the text, before it reads the object. It finds a second
        one only if the tag is a field of the class.
        """
        branch = shape.branches.get(tag)
        if branch is None:
            return None
        target = self._sh.resolved(self._shapes, branch)
        if isinstance(branch, self._sh.Named) and isinstance(target, self._sh.Object):
            name = self._sh.last_name(self._shapes, branch).name
            if self._codec.fields_of(name).keys() >= set(tags):
                return self._record(name)
        if make != self._codec.reader:
            return self._event(target, tags, make(branch))
        if isinstance(target, self._sh.Tagged) and len(tags) < _MOST_TAGS:
            return self._tagged(target, tags)
        if isinstance(target, (self._sh.ByKeys, self._sh.MapOf)):
            return self._object_of(branch)
        return make(branch)

    def _event(self, shape: sh.Shape, tags: tuple[str, ...], python: Reader) -> Any:
        """The reader of an event that its tag alone does not tell.

        An event is always an instance: `python` makes one of what is not read as a class.
        """

        def made(part: sh.Shape) -> Any:
            target = self._sh.resolved(self._shapes, part)
            if isinstance(part, self._sh.Named) and isinstance(target, self._sh.Object):
                name = self._sh.last_name(self._shapes, part).name
                if self._codec.fields_of(name).keys() >= set(tags):
                    return self._record(name)
            return self._event(target, tags, python)

        if isinstance(shape, self._sh.ByKeys):
            return self._by_keys(shape, python, made)
        if not isinstance(shape, self._sh.Tagged) or len(tags) >= _MOST_TAGS:
            return python
        own, *inner = shape.path
        if inner or not self._has_texts(shape):
            return self._by_literal(shape, python, made)
        event_tag, tags = tags[0], (*tags, own)
        absent = None if shape.absent is None else made(shape.absent)
        other = self._unknown() if shape.other is None else made(shape.other)
        if shape.other_tags:
            other = python

        def find(tag: str) -> Any:
            branch = shape.branches.get(tag)
            return None if branch is None else made(branch)

        return core.Tagged(own, find, absent, other, event_tag)

    # ---------------------------------------------------------------- checking

    def _is_anything(self, shape: sh.Shape) -> bool:
        """Whether every value is of a shape."""
        return isinstance(shape, self._sh.Kind) and object in shape.types

    def _checks(self, name: str) -> tuple[list[Any], bool]:
        """The checks of a class's fields, and whether undeclared ones are for the walk."""
        shape = self._shapes[name]
        assert isinstance(shape, self._sh.Object)
        declared = {**shape.required, **shape.optional}
        fields = self._codec.fields_of(name)
        others = shape.extra is not None and not self._is_anything(shape.extra)
        return [self._check(declared[wire]) for wire in fields], others

    def _check(self, shape: sh.Shape) -> Any:
        parts = _Parts()
        try:
            self._add(parts, shape)
            self._finish(parts)
        finally:
            self._open.difference_update(parts.entered)
        return parts.check()

    def _add(self, parts: _Parts, shape: sh.Shape) -> None:
        """Have the parts of a check take the values of one more shape."""
        if isinstance(shape, self._sh.Kind):
            if self._is_anything(shape):
                parts.kinds |= core.ANYTHING
            for kind in _KINDS.get(shape.name, ()):
                parts.kinds |= KIND_BITS[kind]
        elif isinstance(shape, self._sh.AnyOf):
            for member in shape.members:
                self._add(parts, member)
        elif isinstance(shape, self._sh.Constant):
            for value in shape.values:
                if isinstance(value, bool):
                    parts.kinds |= core.TRUE if value else core.FALSE
                else:
                    parts.literals.add(value)
        elif isinstance(shape, self._sh.Named):
            self._add_named(parts, self._sh.last_name(self._shapes, shape))
        elif isinstance(shape, (self._sh.Tagged, self._sh.ByKeys)):
            for member in self._sh.variants(self._shapes, shape):
                if isinstance(member, self._sh.Named):
                    self._add_class(parts, member.name)
        elif isinstance(shape, (self._sh.ListOf, self._sh.TupleOf)):
            parts.arrays.append(shape)
        elif isinstance(shape, self._sh.MapOf):
            parts.maps.append(shape)
        else:
            parts.functions.append(self._codec.check(shape))

    def _finish(self, parts: _Parts) -> None:
        """Decide what the core looks into itself.

        A value is looked into in one way: to do so again in another would take twice as long
        for each value around it. What there are several ways for, Python's check tells apart.
        """
        if parts.opened:
            asked = [*map(self._sh.Named, parts.names), *parts.arrays, *parts.maps, *parts.opened]
            parts.classes, parts.arrays, parts.maps = {}, [], []
            parts.functions.append(self._codec.check(_union(self._sh, asked)))
        for shapes in (parts.arrays, parts.maps):
            if len(shapes) > 1 or not all(map(self._is_clear, shapes)):
                parts.functions.append(self._codec.check(_union(self._sh, shapes)))
                shapes.clear()
        for array in parts.arrays:
            is_list = isinstance(array, self._sh.ListOf)
            made = self._check(array.element) if is_list else _places(array, self._check)
            parts.element = made
        for mapping in parts.maps:
            parts.item = self._check(mapping.value)

    def _is_clear(self, shape: sh.Shape) -> bool:
        return not isinstance(shape, self._sh.TupleOf) or _has_clear_places(shape)

    def _add_class(self, parts: _Parts, name: str) -> None:
        parts.names.append(name)
        parts.classes[self._codec.class_of(name)] = self._record(name)

    def _add_named(self, parts: _Parts, shape: sh.Named) -> None:
        target = self._shapes[shape.name]
        if isinstance(target, self._sh.Object):
            self._add_class(parts, shape.name)
        elif shape.name in parts.entered:
            return
        elif shape.name in self._open:  # A shape that has itself in it.
            parts.opened.append(shape)
        else:
            self._open.add(shape.name)
            parts.entered.append(shape.name)
            self._add(parts, target)


def _tag_alone() -> tuple[list[Any], Any]:
    """The fields of an unknown event but for what has all of it."""
    return [("type", "type", core.Value(None, None, None), True, True)], None


def _union(shapes: Any, members: list[Any]) -> Any:
    return members[0] if len(members) == 1 else shapes.AnyOf(*members)


def _same(number: int, _: Any) -> int:
    return number


def _has_clear_places(shape: sh.TupleOf) -> bool:
    """Whether each element of a tuple has one place, if it has as many as it must have."""
    is_empty = not (shape.items or shape.rest or shape.after)
    return not is_empty and (not shape.after or shape.required == len(shape.items))


def _places(shape: sh.TupleOf, made: Callable[[sh.Shape], Any]) -> Any:
    """The plan of a tuple, with `made` of the shape of each place."""
    items, after = tuple(map(made, shape.items)), tuple(map(made, shape.after))
    rest = None if shape.rest is None else made(shape.rest)
    return core.Places(items, rest, after, shape.required)


class _Parts:
    """The values that a check takes, of all the members of a union."""

    def __init__(self) -> None:
        self.kinds = 0
        self.literals: set[Any] = set()
        self.classes: dict[Any, Any] = {}
        self.names: list[str] = []
        self.entered: list[str] = []
        self.arrays: list[Any] = []
        self.maps: list[Any] = []
        self.opened: list[Any] = []
        self.element: Any = None
        self.item: Any = None
        self.functions: list[Callable[[Any], bool]] = []

    def check(self) -> Any:
        """The check of the core that takes them."""
        functions = self.functions
        function: Callable[[Any], bool] | None = None
        if functions:
            function = lambda value: any(check(value) for check in functions)  # noqa: E731
        return core.Check(
            self.kinds,
            frozenset(self.literals) or None,
            self.classes or None,
            self.element,
            self.item,
            function,
        )
