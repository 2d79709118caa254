"""The declarations of a class: its annotated names, and the attributes of `self`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..model import Type
from . import hints
from .assigned import walk
from .paths import path_of
from .reader import Reader
from .tree import nodes as cst
from .values import DispatcherObject, Foreign, Instance, Value

__all__ = ["attributes", "class_level", "name_of"]


def attributes(
    reader: Reader, node: cst.ClassDef, variables: Mapping[tuple[int | None, str], Type]
) -> dict[str, Value]:
    """The values of the attributes of `self` that the class declares, or assigns once.

    `variables` has the expected types of attributes, by their class and path.
    """
    set_to: dict[str, list[cst.Assign | cst.AnnAssign]] = {}
    for inner in walk(node.body):
        match inner:
            case cst.AnnAssign(target=target):
                path = path_of(target)
            case cst.Assign(targets=[cst.AssignTarget(target=target)]):
                path = path_of(target)
            case _:
                continue
        if path is not None and path.startswith("self."):
            set_to.setdefault(path, []).append(inner)
    for small in class_level(node.body):
        set_to.setdefault(f"self.{name_of(small)}", []).append(small)
    values: dict[str, Value] = {}
    for path, statements in set_to.items():
        expected = variables.get((id(node), path))
        value = _attribute_value(reader, statements, expected)
        if value is not None:
            values[path] = value
    return values


def _attribute_value(
    reader: Reader, statements: Sequence[cst.Assign | cst.AnnAssign], expected: Type | None
) -> Value | None:
    declared = [statement for statement in statements if isinstance(statement, cst.AnnAssign)]
    with reader.muted(), reader.within(reader.scene.copy()):
        if declared:
            return hints.annotation(reader, declared[0].annotation.annotation)
        if len(statements) != 1 or statements[0].value is None:
            return None
        value = reader.expr(statements[0].value, expected)
    return value if isinstance(value, Instance | DispatcherObject | Foreign) else None


def class_level(body: cst.IndentedBlock) -> Iterable[cst.AnnAssign]:
    """The annotated names at the level of the class body."""
    for small in body.body:
        if isinstance(small, cst.AnnAssign) and isinstance(small.target, cst.Name):
            yield small


def name_of(node: cst.AnnAssign) -> str:
    """The name that an annotated assignment binds; empty where it binds an attribute."""
    return node.target.value if isinstance(node.target, cst.Name) else ""
