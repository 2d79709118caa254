"""Expected types of variables, results and parameters, inferred from where messages use them.

The first pass over a file collects them: in `send({"type": "session.update", "session": config})`
the variable `config` is expected to be a session, wherever it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import Any, Final

from ..model import Type
from ..text.records import dataclass
from .assigned import walk
from .paths import last_name, path_of
from .reader import FunctionKey, Reader
from .tree import nodes as cst
from .tree.scopes import Assignment

__all__ = ["Expectations", "payload_type"]

_AS_DICTIONARY: Final = frozenset({"asdict", "dict", "model_dump", "to_dict", "vars", "as_dict"})
"""Functions and methods that convert an object of one of the program's classes to a dict."""


@dataclass(slots=True)
class Expectations:
    """The expected types of a file's names: variables, results of functions, own classes."""

    variables: dict[tuple[int | None, str], Type] = field(default_factory=dict)
    tags: dict[tuple[int | None, str], str] = field(default_factory=dict)
    met: set[object] = field(default_factory=set)
    """The variables and functions for which a value of the expected type was read."""
    results: dict[FunctionKey, Type] = field(default_factory=dict)
    classes: dict[int, Type] = field(default_factory=dict)
    parameters: dict[FunctionKey, tuple[tuple[str, Type | None], ...]] = field(default_factory=dict)
    """The positional parameters of functions, without `self`, with their expected types."""

    keywords: dict[FunctionKey, Type] = field(default_factory=dict)
    """The types of the objects that functions build from their `**keywords`."""
    fields: dict[str, set[int]] = field(default_factory=dict)
    """The program's classes of the fields of its classes, by the names of the fields."""

    def copy(self) -> tuple[object, ...]:
        """A snapshot of the state, to compare with a later one."""
        names = {name: set(own) for name, own in self.fields.items()}
        tables: tuple[dict[Any, Any], ...] = (
            self.variables,
            self.tags,
            self.results,
            self.classes,
            self.keywords,
        )
        return *(known.copy() for known in tables), self.parameters.copy(), set(self.met), names

    def note(self, reader: Reader, node: cst.BaseExpression, type_: Type) -> None:
        """Expect a type of an expression: of its variable, its function's result, or its class."""
        match node:
            case cst.Await(expression=inner):
                self.note(reader, inner, type_)
            case cst.Name() | cst.Attribute():
                for key in _keys(reader, node):
                    self.variables.setdefault(key, type_)
            case cst.Call(func=function, args=[cst.Arg(value=inner)]) if (
                last_name(function) == "deepcopy"
            ):
                self.note(reader, inner, type_)
            case cst.Call(func=function, args=arguments):
                if last_name(function) in _AS_DICTIONARY:
                    self._own(reader, _made(function, arguments), type_)
                else:
                    name = reader.function(function)
                    if name is not None:
                        self.results.setdefault(name, type_)

    def is_parameter(self, reader: Reader, node: cst.Name) -> bool:
        """Whether a name is a parameter, whose value callers determine."""
        return any(
            isinstance(assignment.node, cst.Param) for assignment in _assignments(reader, node)
        )

    def of(self, reader: Reader, target: cst.BaseExpression) -> Type | None:
        """The expected type of an assignment's target, or of a parameter."""
        known = (self.variables.get(key) for key in _keys(reader, target))
        return next((type_ for type_ in known if type_ is not None), None)

    def meet(self, reader: Reader, target: cst.BaseExpression) -> None:
        """Record that a variable with an expected type was assigned such a value."""
        self.met.update(key for key in _keys(reader, target) if key in self.variables)

    def is_met(self, reader: Reader, node: cst.BaseExpression) -> bool:
        """Whether the value of an expression was read where it is made."""
        match node:
            case cst.Await(expression=inner):
                return self.is_met(reader, inner)
            case cst.Name() | cst.Attribute():
                return any(key in self.met for key in _keys(reader, node))
            case cst.Call(func=function, args=given) if last_name(function) in _AS_DICTIONARY:
                own = self._own_classes(reader, _made(function, given))
                return any(class_ in self.classes for class_ in own)
            case cst.Call(func=function):
                return reader.function(function) in self.met
        return False

    def beside(self, reader: Reader, node: cst.BaseExpression, tag: str) -> None:
        """Record a variable that is passed together with a tag: it may be the payload."""
        if isinstance(node, cst.Name | cst.Attribute):
            for key in _keys(reader, node):
                self.tags.setdefault(key, tag)

    def guess(self, reader: Reader, target: cst.BaseExpression, keys: Sequence[str]) -> Type | None:
        """The type of a display with these keys, if its variable is passed together with a tag."""
        tags = (self.tags.get(key) for key in _keys(reader, target))
        tag = next((tag for tag in tags if tag is not None), None)
        type_ = payload_type(reader, tag, keys) if tag is not None else None
        if tag is not None and type_ is not None:
            reader.uses.payloads.add(tag)
        return type_

    def parameter(
        self, function: FunctionKey | None, argument: cst.Arg, given: Sequence[cst.Arg]
    ) -> Type | None:
        """The expected type of an argument of a function of the file."""
        known = self.parameters.get(function, ()) if function is not None else ()
        if argument.keyword is not None:
            return next((type_ for name, type_ in known if name == argument.keyword.value), None)
        position = list(given).index(argument)
        before = given[:position]
        if argument.star or any(earlier.star for earlier in before) or position >= len(known):
            return None
        return known[position][1]

    def gathered(self, function: FunctionKey | None, argument: cst.Arg) -> Type | None:
        """The type of the object that the function builds of its keywords, if this is one."""
        type_ = self.keywords.get(function) if function is not None else None
        named = [name for name, _ in self.parameters.get(function, ())] if function else []
        if argument.keyword is not None:
            return None if argument.keyword.value in named else type_
        return type_ if argument.star == "**" else None

    def _own(self, reader: Reader, node: cst.BaseExpression | None, type_: Type) -> None:
        """Record the program's class whose object is converted to a dictionary of a type."""
        for own in self._own_classes(reader, node):
            self.classes.setdefault(own, type_)
        if isinstance(node, cst.Name | cst.Attribute):
            for key in _keys(reader, node):
                self.variables.setdefault((key[0], f"{key[1]}()"), type_)

    def _own_classes(self, reader: Reader, node: cst.BaseExpression | None) -> Iterable[int]:
        """The program's classes of an expression: of its constructor call, or of its field."""
        match node:
            case cst.Call(func=cst.Name() as name):
                bound = (assignment.node for assignment in _assignments(reader, name))
                return [id(class_) for class_ in bound if isinstance(class_, cst.ClassDef)]
            case cst.Attribute(attr=cst.Name(value=name)) if path_of(node) is not None:
                own = self.fields.get(name, set())
                return own if len(own) == 1 else ()
        return ()

    def model(self, reader: Reader, node: cst.ClassDef, fields: Sequence[cst.AnnAssign]) -> None:
        """Record the classes of the fields of one of the program's classes that is an event.

        It is one if its tag is declared, as in `type: Literal["session.update"]`, or if its type is
        already known from its uses.
        """
        for field_ in fields:
            own = self._classes_in(reader, field_)
            if own:
                self.fields.setdefault(last_name(field_.target), set()).update(own)
        type_ = self.classes.get(id(node))
        for field_ in fields if type_ is None else ():
            if isinstance(field_.target, cst.Name) and field_.target.value in (
                reader.schema.discriminators
            ):
                texts = (n for n in walk(field_) if isinstance(n, cst.SimpleString))
                tags = [quoted.text for n in texts if (quoted := reader.quoted(n)) is not None]
                type_ = reader.schema.tag_type(tags[0]) if tags else None
                if type_ is not None:
                    self.classes[id(node)] = type_
                    reader.uses.payloads.add(tags[0])
        if type_ is not None:
            self._inner_models(reader, type_, fields)

    def _inner_models(self, reader: Reader, type_: Type, fields: Sequence[cst.AnnAssign]) -> None:
        for field_ in fields:
            name = field_.target.value if isinstance(field_.target, cst.Name) else ""
            content = reader.schema.content(reader.schema.holders(type_, name, wire=True))
            if content is None:
                continue
            for own in self._classes_in(reader, field_):
                self.classes.setdefault(own, content)

    def _classes_in(self, reader: Reader, declared: cst.AnnAssign) -> list[int]:
        """The program's classes that an annotation names."""
        names = (node for node in walk(declared.annotation) if isinstance(node, cst.Name))
        bound = (assignment.node for name in names for assignment in _assignments(reader, name))
        return [id(node) for node in bound if isinstance(node, cst.ClassDef)]


def _made(function: cst.BaseExpression, given: Sequence[cst.Arg]) -> cst.BaseExpression | None:
    """The object that a call converts to a dictionary: its argument, or the method's object."""
    first = next(
        (argument.value for argument in given if argument.keyword is None and not argument.star),
        None,
    )
    if first is None and isinstance(function, cst.Attribute):
        return function.value
    return first


def _keys(reader: Reader, node: cst.BaseExpression) -> Iterator[tuple[int | None, str]]:
    """The key of a variable: its scope, or the class of an attribute of `self`, with the path."""
    path = path_of(node)
    if path is None:
        return
    if isinstance(node, cst.Name):
        for assignment in _assignments(reader, node)[:1]:  # All of them are of one scope.
            yield id(assignment.scope), path
    elif path.startswith("self."):
        yield reader.owner, path


def _assignments(reader: Reader, node: cst.Name) -> Sequence[Assignment]:
    return node.scope.assignments(node.value)


def payload_type(reader: Reader, tag: str, keys: Sequence[str]) -> Type | None:
    """The type of a payload with these keys for a tag: the event, or the one fitting part of it."""
    event = reader.schema.tag_type(tag)
    if event is None or not keys:
        return None
    if _has_all(reader, event, keys):
        return event
    parts = [
        property_.type
        for owner in reader.schema.interfaces(event)
        for property_ in owner.properties
        if _has_all(reader, property_.type, keys)
    ]
    return parts[0] if len(parts) == 1 else None


def _has_all(reader: Reader, type_: Type, keys: Sequence[str]) -> bool:
    return all(reader.schema.holders(type_, key, wire=True) for key in keys)
