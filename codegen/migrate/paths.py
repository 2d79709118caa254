"""Names of expressions: the path of a variable, its last name, a dotted name."""

from __future__ import annotations

from typing import Final

from .tree import nodes as cst

__all__ = ["READING_METHODS", "dotted", "is_tag_name", "last_name", "path_of"]

READING_METHODS: Final = frozenset({"get", "pop", "setdefault"})
"""Methods of a dictionary that return the value under a key."""

_TAG_WORDS: Final = ("type", "event", "tag", "kind")
"""Words in the names of variables that hold a tag."""


def is_tag_name(name: str) -> bool:
    """Whether a variable's name suggests that it holds a tag."""
    return any(word in name.lower() for word in _TAG_WORDS)


def path_of(node: cst.CSTNode) -> str | None:
    """The path of a variable, an attribute or an item, as text; None for other expressions."""
    match node:
        case cst.Name(value=name):
            return str(name)
        case cst.Attribute(value=left, attr=cst.Name(value=name)):
            before = path_of(left)
            return None if before is None else f"{before}.{name}"
        case cst.Subscript(
            value=left,
            slice=[
                cst.SubscriptElement(
                    slice=cst.Index(value=cst.SimpleString(value=key) | cst.Integer(value=key))
                )
            ],
        ):
            before = path_of(left)
            return None if before is None else f"{before}[{key}]"
        case cst.Await(expression=inner):
            return path_of(inner)
        case cst.NamedExpr(target=target):
            return path_of(target)
    return None


def last_name(node: cst.CSTNode) -> str:
    """The last name in an expression: of an attribute, a key, or the function of a call."""
    match node:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return str(name)
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=inner))]):
            return str(inner.value) if isinstance(inner, cst.SimpleString) else ""
        case cst.Call(func=function, args=[cst.Arg(value=cst.SimpleString(value=key)), *_]):
            return str(key) if last_name(function) in READING_METHODS else last_name(function)
        case cst.Call(func=cst.Attribute(value=inner)) | cst.NamedExpr(value=inner):
            return last_name(inner)
    return ""


def dotted(node: cst.CSTNode | None) -> tuple[str, ...]:
    """The parts of a dotted name; empty for anything else."""
    match node:
        case cst.Name(value=value):
            return (value,)
        case cst.Attribute(value=left, attr=cst.Name(value=value)):
            before = dotted(left)
            return (*before, value) if before else ()
    return ()
