"""What the native core is told of shapes: a plan for each class, when it is first met.

A plan says no more than what the functions of `_readers` and `_checks` do. What the core has
no plan for it hands to such a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from . import _shapes as sh
from ._checks import is_anything
from ._compile import Codec, declared_texts, leading_fields
from ._native import ANYTHING, CORE, KIND_BITS
from ._readers import array_members, object_member
from ._runtime import UNSET, EventReader, Reader, UnknownEvent, unknown
from ._unset import advise_yaml

_KINDS: Final[dict[str, tuple[type[Any], ...]]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
    "an array or object": (list, dict),
    "anything but null": (str, int, float, bool, list, dict),
}
_MOST_TAGS: Final = (
    4  # As many tags, one in the branch of another, are told to the core.
)


class Binding:
    """Hands the core the plans of one spec."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._shapes = codec.shapes
        self._records: dict[str, Any] = {}
        self._open: set[str] = set()

    def event_reader(
        self,
        shape: sh.Tagged,
        make: Callable[[sh.Shape], Reader],
        fallback: EventReader,
    ) -> EventReader:
        """What `_runtime.event_reader` makes, which is `fallback`, with the core before it."""

        def plan() -> Any:
            tag = shape.path[0]
            other: Any = make(shape.other) if shape.other else _unknown(tag)
            find = partial(self._branch, shape, (tag,), make)
            return CORE.Tagged(tag, find, None, other)

        read: EventReader = CORE.Reader(plan, fallback)
        return read

    def class_reader(self, name: str, fallback: EventReader) -> EventReader:
        """Reads a message as an instance of a class, or has the fallback do it."""
        read: EventReader = CORE.Reader(partial(self._record, name), fallback)
        return read

    def checker(
        self, names: Mapping[Any, str], fallback: Callable[[str, Any, Any], None]
    ) -> Callable[[str, Any, Any], None]:
        """Lets events that surely fit pass; what comes of others the fallback says."""
        find = self._finder(names)
        check: Callable[[str, Any, Any], None] = CORE.Checker(find, fallback)
        return check

    def decoder(
        self, name: str, read: EventReader, check: Callable[[str, Any, Any], None]
    ) -> Callable[[Any], Any]:
        """Decorates the function that reads a message of a union and may check it."""

        def decorate(function: Any) -> Any:
            if isinstance(read, CORE.Reader):
                return CORE.Decoder(read, check, name, function)
            return function

        return decorate

    def writer(
        self, names: Mapping[Any, str], fallback: Callable[[Any], str]
    ) -> Callable[[Any], str]:
        """Writes a value as JSON text, or has the fallback do it."""
        write: Callable[[Any], str] = CORE.Writer(self._finder(names), fallback)
        return write

    def _finder(self, names: Mapping[Any, str]) -> Callable[[Any], Any]:
        return lambda cls: self._record(names[cls]) if cls in names else None

    def _record(self, name: str) -> Any:
        """The plan of a class, which asks for more when the class is first met."""
        record = self._records.get(name)
        if record is None:
            fields, checks = partial(self._fields, name), partial(self._checks, name)
            record = CORE.Record(self._codec.class_of(name), UNSET, fields, checks)
            record = self._records.setdefault(name, record)
        return record

    # ---------------------------------------------------------------- reading

    def _fields(self, name: str) -> tuple[list[Any], Any]:
        """The fields of a class, each with its value, and the value of undeclared ones."""
        shape = self._shapes[name]
        assert isinstance(shape, sh.Object)
        advise_yaml(self._codec.class_of(name))
        declared = {**shape.required, **shape.optional}
        leading = leading_fields(shape)
        fields = [
            (
                *(wire, attribute, self._field(declared[wire])),
                *(wire in shape.required, wire in leading),
            )
            for wire, attribute in self._codec.fields_of(name).items()
        ]
        return fields, None if shape.extra is None else self._value(shape.extra)

    def _field(self, shape: sh.Shape) -> Any:
        """How a field is read: events share the string literals of its shape."""
        texts = declared_texts(self._shapes, shape)
        for text in texts:
            self._codec.declared.setdefault(text, text)
        return CORE.Value(
            self._codec.declared if texts else None, *self._containers(shape)
        )

    def _value(self, shape: sh.Shape) -> Any:
        return CORE.Value(None, *self._containers(shape))

    def _containers(self, shape: sh.Shape) -> tuple[Any, Any]:
        """How an object, and how an array, of a shape is read; None: it stays as it is."""
        if not sh.holds_class(self._shapes, shape):
            return None, None
        if isinstance(shape, sh.Named):
            return self._named(sh.last_name(self._shapes, shape))
        if isinstance(shape, sh.Tagged):
            return self._tagged(shape, ()), None
        if isinstance(shape, sh.MapOf):
            return CORE.Mapping(self._value(shape.value)), None
        if isinstance(shape, sh.ListOf):
            return None, self._value(shape.element)
        if isinstance(shape, sh.TupleOf) and not shape.after:
            rest = None if shape.rest is None else self._value(shape.rest)
            return None, CORE.Places(tuple(map(self._value, shape.items)), rest)
        if isinstance(shape, (sh.AnyOf, sh.ByKeys)):
            members = shape.members if isinstance(shape, sh.AnyOf) else (shape,)
            return self._object(shape, members), self._array(shape, members)
        return None, self._codec.reader(shape)

    def _named(self, shape: sh.Named) -> tuple[Any, Any]:
        if isinstance(self._shapes[shape.name], sh.Object):
            return self._record(shape.name), None
        if shape.name in self._open:  # A shape that has itself in it.
            reader = self._codec.reader(shape)
            return reader, reader
        self._open.add(shape.name)
        try:
            return self._containers(self._shapes[shape.name])
        finally:
            self._open.discard(shape.name)

    def _object(self, union: sh.Shape, members: tuple[sh.Shape, ...]) -> Any:
        member = object_member(self._shapes, members)
        if isinstance(member, sh.ByKeys) or any(map(sh.is_loose, members)):
            return self._codec.reader(union)
        if isinstance(member, sh.Tagged):
            return self._tagged(member, ())
        return None if member is None else self._containers(member)[0]

    def _array(self, union: sh.Shape, members: tuple[sh.Shape, ...]) -> Any:
        arrays = array_members(self._shapes, members)
        if not any(sh.holds_class(self._shapes, member) for member in arrays):
            return None
        if len(arrays) == 1:
            return self._containers(arrays[0])[1]
        return self._codec.reader(union)

    def _tagged(self, shape: sh.Tagged, tags: tuple[str, ...]) -> Any:
        """How an object is read that a tag tells; `tags` have told it to be one of these."""
        texts = all(isinstance(key, str) for key in shape.branches)
        own, *inner = shape.path
        if not texts or inner:
            return self._codec.reader(shape)
        tags = (*tags, own)
        absent = None if shape.absent is None else self._object_of(shape.absent)
        other: Any = self._object_of(shape.other) if shape.other else _unknown(own)
        find = partial(self._branch, shape, tags, self._codec.reader)
        return CORE.Tagged(own, find, absent, other)

    def _object_of(self, shape: sh.Shape) -> Any:
        """How the objects of a shape are read that were parsed as a whole."""
        return self._containers(shape)[0] or self._codec.reader(shape)

    def _branch(
        self,
        shape: sh.Tagged,
        tags: tuple[str, ...],
        make: Callable[[sh.Shape], Reader],
        tag: str,
    ) -> Any:
        """How objects with a tag are read; None for a tag that is not declared.

        The core looks the tag up in the text, before it reads the object. It finds a second
        one only if the tag is a field of the class.
        """
        branch = shape.branches.get(tag)
        if branch is None:
            return None
        target = sh.resolved(self._shapes, branch)
        if isinstance(branch, sh.Named) and isinstance(target, sh.Object):
            name = sh.last_name(self._shapes, branch).name
            if self._codec.fields_of(name).keys() >= set(tags):
                return self._record(name)
        # An event is always an instance, and so a tag of its own decides less.
        may_nest = make == self._codec.reader and len(tags) < _MOST_TAGS
        if isinstance(target, sh.Tagged) and may_nest:
            return self._tagged(target, tags)
        return make(branch)

    # ---------------------------------------------------------------- checking

    def _checks(self, name: str) -> tuple[list[Any], bool]:
        """The checks of a class's fields, and whether undeclared ones are for the walk."""
        shape = self._shapes[name]
        assert isinstance(shape, sh.Object)
        declared = {**shape.required, **shape.optional}
        fields = self._codec.fields_of(name)
        others = shape.extra is not None and not is_anything(shape.extra)
        return [self._check(declared[wire]) for wire in fields], others

    def _check(self, shape: sh.Shape) -> Any:
        parts = _Parts()
        self._add(parts, shape)
        return parts.check()

    def _add(self, parts: _Parts, shape: sh.Shape) -> None:
        """Have the parts of a check take the values of one more shape."""
        if isinstance(shape, sh.Kind):
            if is_anything(shape):
                parts.kinds |= ANYTHING
            for kind in _KINDS.get(shape.name, ()):
                parts.kinds |= KIND_BITS[kind]
        elif isinstance(shape, sh.AnyOf):
            for member in shape.members:
                self._add(parts, member)
        elif isinstance(shape, sh.Constant) and all(
            type(value) in (str, int, float) for value in shape.values
        ):
            parts.literals.update(shape.values)
        elif isinstance(shape, sh.Named):
            self._add_named(parts, sh.last_name(self._shapes, shape))
        elif isinstance(shape, (sh.Tagged, sh.ByKeys)):
            for member in sh.variants(self._shapes, shape):
                if isinstance(member, sh.Named):
                    self._add_class(parts, member.name)
        elif isinstance(shape, sh.ListOf) and parts.element is None:
            parts.element = self._check(shape.element)
        elif isinstance(shape, sh.MapOf) and parts.item is None:
            parts.item = self._check(shape.value)
        else:
            parts.functions.append(self._codec.check(shape))

    def _add_class(self, parts: _Parts, name: str) -> None:
        parts.classes[self._codec.class_of(name)] = self._record(name)

    def _add_named(self, parts: _Parts, shape: sh.Named) -> None:
        target = self._shapes[shape.name]
        if isinstance(target, sh.Object):
            self._add_class(parts, shape.name)
        elif shape.name in self._open:  # A shape that has itself in it.
            parts.functions.append(self._codec.check(shape))
        else:
            self._open.add(shape.name)
            try:
                self._add(parts, target)
            finally:
                self._open.discard(shape.name)


def _unknown(tag: str) -> Callable[[dict[str, Any]], UnknownEvent]:
    """What makes an unknown event of an object, by the field that has the tag."""
    return lambda data: unknown(data, tag)


class _Parts:
    """The values that a check takes, of all the members of a union."""

    def __init__(self) -> None:
        self.kinds = 0
        self.literals: set[Any] = set()
        self.classes: dict[Any, Any] = {}
        self.element: Any = None
        self.item: Any = None
        self.functions: list[Callable[[Any], bool]] = []

    def check(self) -> Any:
        """The check of the core that takes them."""
        functions = self.functions
        function: Callable[[Any], bool] | None = None
        if functions:
            function = lambda value: any(check(value) for check in functions)  # noqa: E731
        return CORE.Check(
            self.kinds,
            frozenset(self.literals) or None,
            self.classes or None,
            self.element,
            self.item,
            function,
        )
