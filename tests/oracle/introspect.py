"""What a generated module of TypedDicts says, by introspection of the imported module."""

from __future__ import annotations

import collections.abc
import importlib
import re
import sys
import types
import typing
from pathlib import Path
from types import ModuleType
from typing import Any, ForwardRef, Literal, NotRequired, Required, Union

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
    literal,
)

__all__ = ["Introspection", "import_module"]

_ATOMS: dict[object, Atom] = {
    str: Atom("string"),
    int: Atom("number"),
    float: Atom("number"),
    bool: Atom("boolean"),
    None: Atom("null"),
    type(None): Atom("null"),
    Any: UNKNOWN,
    object: UNKNOWN,
}
_GENERIC_FORM = re.compile(r"_(\w+)Of\d*\[_T\d+(?:, _T\d+)*\]")
_LISTS = (list, collections.abc.Sequence)
_MAPS = (dict, collections.abc.Mapping)


def import_module(folder: Path, package: str, module: str = "typed_dicts") -> ModuleType:
    """Import `package.module` from a folder, fresh, without leaving the folder on the path."""
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(f"{package}.{module}")
    finally:
        sys.path.remove(str(folder))


class Introspection:
    """The types that a module defines, as nodes of a graph.

    `typing.get_type_hints` is not used: it makes new objects of recursive aliases without end,
    and `__required_keys__` is wrong in Python 3.11 where annotations are strings. Strings are
    evaluated here, in the module that defines them.
    """

    def __init__(self, module: ModuleType, graph: Graph) -> None:
        self._module = module
        self._graph = graph
        self._known: dict[object, int] = {}
        self._kept: list[object] = []
        # What a node is, is worked out later: specs refer on and on through thousands of types.
        self._pending: list[tuple[int, object, ModuleType]] = []

    def node(self, name: str) -> int | None:
        """The node of what the module calls `name`; None if it has no such name."""
        if not hasattr(self._module, name):
            return None
        node = self._node(ForwardRef(name), self._module)
        while self._pending:
            reserved, annotation, module = self._pending.pop()
            if isinstance(annotation, str):
                value = eval(annotation, vars(module))
                self._graph.nodes[reserved] = UnionOf((self._node(value, module),))
            else:
                self._graph.nodes[reserved] = self._shape(annotation, module)
        return node

    def _node(self, annotation: object, module: ModuleType) -> int:
        # Names are the way on through recursion: a name is one node, whatever it stands for.
        if isinstance(annotation, ForwardRef):
            annotation = annotation.__forward_arg__
        key: object
        if isinstance(annotation, str):
            # In the generic form of an alias, the form with its own variables is the alias.
            itself = _GENERIC_FORM.fullmatch(annotation)
            annotation = itself[1] if itself else annotation
            key = (module.__name__, annotation)
        else:
            key = id(annotation)
            self._kept.append(annotation)
        if key not in self._known:
            node = self._graph.reserve()
            self._known[key] = node
            self._pending.append((node, annotation, module))
        return self._known[key]

    def _shape(self, annotation: object, module: ModuleType) -> Shape:
        try:
            if annotation in _ATOMS:
                return _ATOMS[annotation]
        except TypeError:
            pass
        if annotation is list:
            return ListOf(self._graph.add(UNKNOWN))
        if annotation is dict:
            return MapOf(self._graph.add(UNKNOWN))
        if annotation in (typing.Never, typing.NoReturn):
            return UnionOf(())
        if type(annotation).__name__ == "TypeAliasType":
            assert hasattr(annotation, "__value__")
            return UnionOf((self._node(annotation.__value__, module),))
        if typing.is_typeddict(annotation):
            return self._typed_dict(annotation)
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is Literal:
            return UnionOf(tuple(self._graph.add(literal(value)) for value in arguments))
        if origin in (Union, types.UnionType):
            return UnionOf(tuple(self._node(argument, module) for argument in arguments))
        if origin in _LISTS:
            return ListOf(self._node(arguments[0], module))
        if origin in _MAPS:
            return MapOf(self._node(arguments[1], module))
        if origin is tuple or annotation is tuple:
            return self._tuple(arguments, module)
        if origin is typing.Annotated:
            return UnionOf((self._node(arguments[0], module),))
        raise TypeError(f"{module.__name__}: an annotation that is no type of data: {annotation!r}")

    def _tuple(self, arguments: tuple[object, ...], module: ModuleType) -> Shape:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return TupleOf((), self._node(arguments[0], module))
        before: list[int] = []
        after: list[int] = []
        rest: int | None = None
        for argument in arguments:
            unpacked = typing.get_origin(argument) is typing.Unpack
            if unpacked or getattr(argument, "__unpacked__", False):
                inner = typing.get_args(argument)[0] if unpacked else argument
                rest = self._node(typing.get_args(inner)[0], module)
            else:
                (before if rest is None else after).append(self._node(argument, module))
        return TupleOf(tuple(before), rest, tuple(after))

    def _typed_dict(self, class_: Any) -> Shape:
        module = sys.modules[class_.__module__]
        props = []
        for name, annotation in class_.__annotations__.items():
            value = annotation
            if isinstance(value, ForwardRef):
                value = value.__forward_arg__
            if isinstance(value, str):
                value = eval(value, vars(module))
            optional = name not in class_.__required_keys__
            while typing.get_origin(value) in (Required, NotRequired, *_READ_ONLY):
                if typing.get_origin(value) in (Required, NotRequired):
                    optional = typing.get_origin(value) is NotRequired
                (value,) = typing.get_args(value)
            if not (optional and value in (typing.Never, typing.NoReturn)):
                props.append((name, Prop(self._node(value, module), optional)))
        return ObjectOf(tuple(props), class_.__name__)


_READ_ONLY: tuple[object, ...] = tuple(
    getattr(typing, name) for name in ("ReadOnly",) if hasattr(typing, name)
)
