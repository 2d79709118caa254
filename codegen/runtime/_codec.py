"""The codec of a package: reads, writes and checks messages by the shapes of declarations.

The functions of a class are compiled when it is first met. Threads that meet it at once may
each compile them; they do the same, and one of them stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from . import _runtime as rt, _shapes as sh  # pyright: ignore[reportPrivateUsage]
from ._compile import Check, Choice, Unions
from ._native import CORE, NATIVE
from ._readers import class_reader, shape_reader
from ._table import objects_of

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


class Codec:
    """Reads, writes and checks the messages of one spec.

    `models` has the classes by the names of their `shapes`, `renamed` the wire names of
    attributes that differ from them, by class. `unions` is the module `_unions`, for packages
    with other unions than those of events, and `choose` makes the readers of unions without a
    tag, where there are any.
    """

    def __init__(
        self,
        shapes: sh.Shapes,
        models: Mapping[str, Any],
        renamed: Mapping[str, Mapping[str, str]],
        unions: Unions | None = None,
        choose: Choice | None = None,
    ) -> None:
        self.shapes = shapes
        self.unions = unions
        self.choose = choose or _no_choice
        self.declared: dict[str, str] = {}
        self.quoted: dict[str, str] = {}
        self._holding: dict[str, bool] = {}
        self._models = models
        self._renamed = renamed
        self._names = {models[name]: name for name in objects_of(shapes)}
        self._readers: dict[str, rt.Reader] = {}
        self._writers: dict[Any, rt.Writer] = {}
        self._checks: dict[str, Check] = {}
        wires = {models[name]: fields for name, fields in renamed.items()}
        self._open = rt.event_opener(self._names, wires)
        self._plain = rt.plain_maker(self._open)
        # Functions, as methods would take longer to call.
        self.text: Callable[[Any], str] = rt.text_writer(
            self._writers, self._open, self._names, self._new_writer
        )
        self.check_message = _message_check(self, self._names)
        self._binding: Any = None
        self._class_readers: dict[Any, rt.EventReader] = {}
        self._union_readers: dict[str, rt.EventReader] = {}
        if NATIVE:
            from . import _compile, _unset

            self._binding = CORE.Binding(self, sh, rt, _compile, _unset)
            self.check_message = self._binding.checker(self._names, self.check_message)

    def holds_class(self, shape: sh.Shape) -> bool:
        return sh.holds_class(self.shapes, shape, self._holding)

    def read(self, cls: Any, message: Any) -> Any:
        """A message as an instance of a class; raises what `read_object` does."""
        read = self._class_readers.get(cls)
        if read is None:
            name = self._names.get(cls)
            if name is None:
                raise TypeError(f"{cls!r} is not a class of this package's models")
            read = partial(self._read_plainly, name)
            if self._binding is not None:
                read = self._binding.class_reader(name, read)
            self._class_readers[cls] = read
        return read(message)

    def read_union(self, name: str, message: Any, objects_only: bool) -> Any:
        """A message as a member of a union; raises what `read_object` does."""
        read = self._union_readers.get(name)
        if read is None:
            read = partial(self._read_plainly, name, objects_only=objects_only)
            if self._binding is not None:
                read = self._binding.union_reader(name, read)
            self._union_readers[name] = read
        return read(message)

    def _read_plainly(self, name: str, message: Any, objects_only: bool = True) -> Any:
        return rt.read_as(self.reader(sh.Named(name)), message, objects_only)

    def event_reader(self, name: str) -> rt.EventReader:
        """Make the reader of the messages of a union whose members one tag tells."""
        shape = sh.resolved(self.shapes, sh.Named(name))
        assert isinstance(shape, sh.Tagged)
        path = shape.path
        if len(path) == 1 and all(isinstance(key, str) for key in shape.branches):
            read_event = partial(self._event_branch, path)
            other = shape if shape.other_tags else shape.other
            read = rt.event_reader(path[0], shape.branches.get, read_event, other)
            if self._binding is not None:
                read = self._binding.event_reader(shape, read_event, read)
            return read

        def read_any(message: rt.Message) -> Any:
            return rt.read_as(_as_event(self.reader(sh.Named(name)), path), message)

        return read_any

    def decoder(
        self, name: str, read: rt.EventReader
    ) -> Callable[[FunctionT], FunctionT]:
        """Decorates a function that decodes the messages of a union: the core replaces it."""
        if self._binding is None:
            return lambda function: function
        decorate: Callable[[FunctionT], FunctionT]
        decorate = self._binding.decoder(name, read, self.check_message)
        return decorate

    def encoder(self, function: FunctionT) -> FunctionT:
        """Decorates the function that encodes events."""
        if self._binding is not None:
            function = self._binding.writer(self._names, function)
        return function

    def _event_branch(self, path: sh.TagPath, branch: sh.Shape) -> rt.Reader:
        reader = self.reader(branch)
        several = isinstance(branch, (sh.ByKeys, sh.Tagged))
        return _as_event(reader, path) if several else reader

    def encode_deep(self, event: Any) -> str:
        """An event as compact JSON text, however deeply it nests."""
        return rt.write_deep(self._open, event)

    def to_dict(self, event: Any) -> dict[str, Any]:
        """An event as a JSON object. Raises TypeError for anything but an event."""
        value: rt.Json = self._plain(event)
        if isinstance(value, dict):
            return value
        raise TypeError(f"{type(event).__name__} is not an event")

    def class_of(self, name: str) -> Any:
        return self._models[name]

    def outline(self, name: str) -> Check:
        """Whether an instance of a class may fit it: that is all which its type tells."""
        return lambda event: True

    def fields_of(self, name: str) -> Mapping[str, str]:
        wires = self._renamed.get(name, {})
        *attributes, _ = self._models[name].__slots__  # The last: `unknown_fields`.
        return {wires.get(attribute, attribute): attribute for attribute in attributes}

    def reader(self, shape: sh.Shape) -> rt.Reader:
        if not isinstance(shape, sh.Named):
            return shape_reader(self, shape)
        shape = sh.last_name(self.shapes, shape)
        reader = self._readers.get(shape.name)
        if reader is None:
            target = self.shapes[shape.name]
            if isinstance(target, sh.Object):
                reader = class_reader(self, shape.name)
            else:
                reader = shape_reader(self, target)
            self._readers[shape.name] = reader
        return reader

    def writer(self, name: str) -> rt.Writer:
        cls = self._models[name]
        return self._writers.get(cls) or self._new_writer(cls)

    def _new_writer(self, cls: Any) -> rt.Writer:
        from ._writers import class_writer

        writer = self._writers[cls] = class_writer(self, self._names[cls])
        return writer

    def check(self, shape: sh.Shape) -> Check:
        from ._checks import class_check, object_check, shape_check

        if isinstance(shape, (sh.Tagged, sh.ByKeys)):
            return object_check(self, shape)
        if not isinstance(shape, sh.Named):
            return shape_check(self, shape)
        shape = sh.last_name(self.shapes, shape)
        check = self._checks.get(shape.name)
        if check is None:
            target = self.shapes[shape.name]
            if isinstance(target, sh.Object):
                check = class_check(self, shape.name)
            else:
                check = self.check(target)
            self._checks[shape.name] = check
        return check


def _as_event(reader: rt.Reader, path: sh.TagPath) -> rt.Reader:
    """A reader of events: an object of no class becomes an `UnknownEvent`."""

    def read(value: Any) -> Any:
        event = reader(value)
        if isinstance(event, (dict, rt.UnknownEvent)):
            return rt.unknown(value, path)
        return event

    return read


def for_pydantic(codec: Codec) -> Codec:
    """Give a codec's classes the two methods that pydantic looks for in a field of a model."""

    def core_schema(cls: type[Any], _source: Any, _handler: Any) -> dict[str, Any]:
        from ._pydantic import core_schema

        return core_schema(codec, cls)

    def json_schema(cls: type[Any], _schema: Any, _handler: Any) -> dict[str, Any]:
        from ._pydantic import json_schema

        return json_schema(codec.shapes, cls)

    core, json = classmethod(core_schema), classmethod(json_schema)
    cls: Any
    for cls in (*map(codec.class_of, objects_of(codec.shapes)), rt.UnknownEvent):
        cls.__get_pydantic_core_schema__ = core
        cls.__get_pydantic_json_schema__ = json
    return codec


def _no_choice(*_: Any) -> rt.Reader:
    raise LookupError("the package was made without what tells members by their fields")


def _message_check(
    codec: Codec, names: Mapping[Any, str]
) -> Callable[[str, Any, Any], None]:
    """The function that refuses an event that does not fit the declaration of a name.

    It takes that name, the message that the event was read from, and the event.
    """
    checks: dict[Any, Check] = {}

    def check_message(name: str, message: Any, event: Any) -> None:
        cls = event.__class__
        check = checks.get(cls)
        if check is None and cls in names:
            check = checks[cls] = codec.check(sh.Named(names[cls]))
        if check is None or not check(event):
            from ._strict import check_message

            check_message(codec.shapes, name, message)

    return check_message
