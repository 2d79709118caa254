"""The plans that the native core reads classes by, each made when the class is first met.

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
from ._native import ANYTHING, CORE, FALSE, KIND_BITS, TRUE
from ._readers import array_members, object_member
from ._runtime import UNSET, EventReader, Reader, UnknownEvent
from ._telling import UntoldError, told_by_fields, told_by_literals
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
_MOST_TAGS: Final = 4  # One in the branch of another; the core is given no more.


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
            other: Any = make(shape.other) if shape.other else self._unknown()
            find = partial(self._branch, shape, (tag,), make)
            return CORE.Tagged(tag, find, None, other, tag)

        read: EventReader = CORE.Reader(plan, fallback)
        return read

    def class_reader(self, name: str, fallback: EventReader) -> EventReader:
        """Reads a message as an instance of a class, or has the fallback do it."""
        read: EventReader = CORE.Reader(partial(self._record, name), fallback)
        return read

    def union_reader(self, name: str, fallback: EventReader) -> EventReader:
        """Reads a message as a member of a union, or has the fallback do it."""
        plan = partial(self._object_of, sh.Named(name))
        read: EventReader = CORE.Reader(plan, fallback)
        return read

    def checker(
        self, names: Mapping[Any, str], fallback: Callable[[str, Any, Any], None]
    ) -> Callable[[str, Any, Any], None]:
        """Lets events that surely fit pass; the fallback decides about all others."""
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
        find = self._finder(names)

        def find_any(cls: Any) -> Any:
            return self._unknown() if cls is UnknownEvent else find(cls)

        write: Callable[[Any], str] = CORE.Writer(find_any, fallback)
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

    def _unknown(self) -> Any:
        """The plan of objects of no declared type, which are kept whole."""
        record = self._records.get("")
        if record is None:
            record = CORE.Record(UnknownEvent, UNSET, _tag_alone, _tag_alone, True)
            record = self._records.setdefault("", record)
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
        if not self._codec.holds_class(shape):
            return None, None
        if isinstance(shape, sh.Named):
            return self._named(sh.last_name(self._shapes, shape))
        if isinstance(shape, sh.Tagged):
            return self._tagged(shape, ()), None
        if isinstance(shape, sh.MapOf):
            return CORE.Mapping(self._value(shape.value)), None
        if isinstance(shape, sh.ListOf):
            return None, self._value(shape.element)
        if isinstance(shape, sh.TupleOf) and _has_clear_places(shape):
            return None, _places(shape, self._value)
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
        if any(map(sh.is_loose, members)):
            return self._codec.reader(union)
        if isinstance(member, sh.ByKeys):
            python = self._codec.reader(union)
            return self._by_keys(member, python, self._object_of)
        if isinstance(member, sh.Tagged):
            return self._tagged(member, ())
        return None if member is None else self._containers(member)[0]

    def _array(self, union: sh.Shape, members: tuple[sh.Shape, ...]) -> Any:
        arrays = array_members(self._shapes, members)
        if not any(self._codec.holds_class(member) for member in arrays):
            return None
        if len(arrays) == 1:
            return self._containers(arrays[0])[1]
        return self._codec.reader(union)

    def _tagged(self, shape: sh.Tagged, tags: tuple[str, ...]) -> Any:
        """How an object is read that a tag tells; `tags` have told it to be one of these."""
        texts = all(isinstance(key, str) for key in shape.branches)
        own, *inner = shape.path
        if not texts or inner:
            python = self._codec.reader(shape)
            return self._by_literal(shape, python, self._object_of)
        tags = (*tags, own)
        absent = None if shape.absent is None else self._object_of(shape.absent)
        other: Any = self._object_of(shape.other) if shape.other else self._unknown()
        find = partial(self._branch, shape, tags, self._codec.reader)
        return CORE.Tagged(own, find, absent, other, own)

    def _by_keys(
        self, union: sh.ByKeys, python: Reader, made: Callable[[sh.Shape], Any]
    ) -> Any:
        """How an object is read that its fields tell: as what is `made` of a member.

        `python` reads what they leave open.
        """
        telling = told_by_fields(self._shapes, union)
        if telling is None:
            return python
        numbers = {
            number: partial(_same, number) for number in range(len(union.members))
        }
        choose = self._codec.choose(self._shapes, union.members, numbers, dict)

        def decide(signature: bytes) -> Any:
            try:
                number = choose(telling.sample(signature))
            except UntoldError:
                return python
            if not isinstance(number, int):
                return python
            return made(union.members[number])

        return CORE.Choice(telling.paths, telling.literals, decide)

    def _by_literal(
        self, shape: sh.Tagged, python: Reader, made: Callable[[sh.Shape], Any]
    ) -> Any:
        """How an object is read that a number, or what is in another object, tells.

        It is what is `made` of a branch; `python` reads what no branch is for.
        """
        literals = map(sh.tag_literal, shape.branches)
        telling = told_by_literals(shape.path, literals)
        if telling is None:
            return python

        def decide(signature: bytes) -> Any:
            value = telling.value(signature[0])
            branch = shape.absent if value is None else None
            if value is not None:
                branch = shape.branches.get(sh.tag_key(value))
            branch = branch or shape.other
            return made(branch) if branch else python

        return CORE.Choice(telling.paths, telling.literals, decide)

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
        if make != self._codec.reader:
            return self._event(target, tags, make(branch))
        if isinstance(target, sh.Tagged) and len(tags) < _MOST_TAGS:
            return self._tagged(target, tags)
        if isinstance(target, (sh.ByKeys, sh.MapOf)):
            return self._object_of(branch)
        return make(branch)

    def _event(self, shape: sh.Shape, tags: tuple[str, ...], python: Reader) -> Any:
        """How an event is read that its tag alone does not tell.

        An event is always an instance: `python` makes one of what is not read as a class.
        """

        def made(part: sh.Shape) -> Any:
            target = sh.resolved(self._shapes, part)
            if isinstance(part, sh.Named) and isinstance(target, sh.Object):
                name = sh.last_name(self._shapes, part).name
                if self._codec.fields_of(name).keys() >= set(tags):
                    return self._record(name)
            return self._event(target, tags, python)

        if isinstance(shape, sh.ByKeys):
            return self._by_keys(shape, python, made)
        if not isinstance(shape, sh.Tagged) or len(tags) >= _MOST_TAGS:
            return python
        own, *inner = shape.path
        if inner or not all(isinstance(key, str) for key in shape.branches):
            return self._by_literal(shape, python, made)
        event_tag, tags = tags[0], (*tags, own)
        absent = None if shape.absent is None else made(shape.absent)
        other = self._unknown() if shape.other is None else made(shape.other)

        def find(tag: str) -> Any:
            branch = shape.branches.get(tag)
            return None if branch is None else made(branch)

        return CORE.Tagged(own, find, absent, other, event_tag)

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
        elif isinstance(shape, sh.Constant):
            for value in shape.values:
                if isinstance(value, bool):
                    parts.kinds |= TRUE if value else FALSE
                else:
                    parts.literals.add(value)
        elif isinstance(shape, sh.Named):
            self._add_named(parts, sh.last_name(self._shapes, shape))
        elif isinstance(shape, (sh.Tagged, sh.ByKeys)):
            for member in sh.variants(self._shapes, shape):
                if isinstance(member, sh.Named):
                    self._add_class(parts, member.name)
        elif isinstance(shape, sh.ListOf) and parts.element is None:
            parts.element = self._check(shape.element)
        elif (
            isinstance(shape, sh.TupleOf)
            and parts.element is None
            and _has_clear_places(shape)
        ):
            parts.element = _places(shape, self._check)
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


def _tag_alone() -> tuple[list[Any], Any]:
    """The fields of an unknown event but for what has all of it."""
    return [("type", "type", CORE.Value(None, None, None), True, True)], None


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
    return CORE.Places(items, rest, after, shape.required)


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
