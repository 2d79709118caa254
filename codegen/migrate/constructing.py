"""Rebuild calls of constructors whose fields moved, with the classes of the new spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from ..model import Type
from ..text.records import dataclass
from . import splits
from .edits import ByteSpan, Shifted
from .moved import between_statements
from .nesting import Chunk, Composer, Display, InDisplay, Notation, entry_of, tree_of
from .paths import path_of
from .plan import FieldMove
from .reader import Reader
from .tree import nodes as cst
from .tree.scopes import Scope
from .values import ClassObject, ModuleObject

__all__ = ["assign", "class_text", "nest_call"]


def class_text(
    reader: Reader,
    callee: cst.BaseExpression,
    name: str,
    confidence: float = 1.0,
    *,
    propose: bool = True,
) -> str | None:
    """The spelling of a class of the new spec in the place of a called one.

    It is taken from the same module, or its import is proposed beside that of the called class.
    None if neither is possible. Without `propose` no import is proposed.
    """
    match callee:
        case cst.Name():
            is_there = splits.imported(reader, callee, name, confidence, propose=propose)
            return name if is_there else None
        case cst.Attribute(value=module):
            held = reader.peek(module)
            if not isinstance(held, ModuleObject):
                return None
            inside = reader.bindings.packages.inside(held.parts)
            if inside is None or not reader.bindings.packages.holds(inside[0], name):
                return None
            start, end = reader.span(module)
            return f"{reader.source[start:end].decode()}.{name}"
    return None


def _class_texts(
    reader: Reader, scope: Scope, names: Sequence[str], confidence: float
) -> list[str] | None:
    """The spelling of classes of the new spec in a scope, by the file's imports of the package.

    Missing imports are proposed beside that of another class. None if there is no such import.
    """
    holds = reader.bindings.packages.holds
    for brought in reader.bindings.by_statement.values():
        for bound, import_ in brought.items():
            name = cst.Name(0, 0, bound, scope)
            inside = reader.bindings.packages.inside(import_.parts)
            if (
                reader.bindings.imported(bound, scope) != import_
                or import_.alias is None
                or import_.plain
            ):
                continue
            if import_.symbol is None and inside is not None:
                is_whole = import_.alias.asname is not None or len(import_.parts) == 1
                if is_whole and all(holds(inside[0], new) for new in names):
                    return [f"{bound}.{new}" for new in names]
            elif import_.symbol is not None and all(
                splits.imported(reader, name, new, confidence, propose=False) for new in names
            ):
                for new in names:
                    splits.imported(reader, name, new, confidence)
                return list(names)
    return None


def assign(reader: Reader, node: cst.Assign, type_: Type) -> FieldMove | None:
    """Rewrite an assignment `x.voice = ...` of a field that moved into other objects.

    Missing objects are created first. Returns the move; None where it is left to a person.
    """
    match node.targets, node.targets[0].target:
        case [_], cst.Attribute(value=held, attr=attribute) if path_of(held) is not None:
            pass
        case _:
            return None
    holders = reader.schema.holders(type_, attribute.value, wire=False)
    move = reader.uses.moved(holders)
    if move is None or len(move.holders) != len(move.new_python) - 1 or not move.holders:
        return None
    texts = _class_texts(reader, attribute.scope, move.holders, move.confidence)
    if texts is None:
        return None
    start, end = reader.span(node)
    holder = reader.span(held)
    between = between_statements(reader.source, start)
    parts: list[str | ByteSpan | Shifted] = []
    path = ""
    for name, text in zip(move.new_python, texts, strict=False):
        path = f"{path}.{name}"
        parts += [holder, f"{path} = ", holder, f"{path} or {text}()", between]
    rest = (reader.span(attribute)[1], end)
    parts += [holder, f"{path}.{move.new_python[-1]}", rest]
    label = f"{'.'.join(move.old)} of {reader.schema.python_name(move.owner)}"
    new = ".".join(move.new_python)
    reader.uses.replace((start, end), tuple(parts), label, new, move.confidence)
    return move


def arguments_of(reader: Reader, node: cst.Call) -> Display | None:
    """Cut the arguments of a call into entries; None unless all of them are keywords."""
    end = reader.span(node)[1]
    after = reader.span(node.func)[1]
    start = reader.source.index(b"(", after)
    if not isinstance(node.func, cst.Name | cst.Attribute) or b")" in reader.source[after:start]:
        return None
    cut = Display((start, end))
    position = start + 1
    for argument in node.args:
        if argument.keyword is None:
            return None
        place = (position, reader.span(argument), reader.span(argument.keyword)[1], end - 1)
        key = argument.keyword.value
        chunk, position = entry_of(reader.source, key, argument.value, b"=", place)
        cut.chunks.append(chunk)
        if isinstance(argument.value, cst.SimpleString) and len(argument.value.quote) == 1:
            cut.quote = argument.value.quote
    cut.tail = reader.source[position : end - 1].decode()
    return cut


@dataclass(frozen=True, slots=True)
class _InCall:
    """Objects written as calls of classes; `classes` are those of new objects, by path."""

    reader: Reader
    classes: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def cut(self, node: cst.BaseExpression) -> Display | None:
        """Cut the call of a class."""
        if not isinstance(node, cst.Call):
            return None
        is_class = isinstance(self.reader.peek(node.func), ClassObject)
        return arguments_of(self.reader, node) if is_class else None

    def key(self, path: tuple[str, ...], quote: str) -> str:
        """Format a keyword."""
        return f"{path[-1]}="

    def opening(self, path: tuple[str, ...]) -> str:
        """Format the name of the class and the opening parenthesis."""
        return f"{self.classes[path]}("

    def closing(self, path: tuple[str, ...]) -> str:
        """Format the closing parenthesis."""
        return ")"


@dataclass(frozen=True, slots=True)
class _InTypedDict:
    """Objects written as the call of a TypedDict: keywords, and displays inside."""

    inner: InDisplay

    def cut(self, node: cst.BaseExpression) -> Display | None:
        """Cut a display."""
        return self.inner.cut(node)

    def key(self, path: tuple[str, ...], quote: str) -> str:
        """Format a keyword for the outermost entries, a string inside."""
        return f"{path[-1]}=" if len(path) == 1 else self.inner.key(path, quote)

    def opening(self, path: tuple[str, ...]) -> str:
        """Format an opening brace."""
        return self.inner.opening(path)

    def closing(self, path: tuple[str, ...]) -> str:
        """Format a closing brace."""
        return self.inner.closing(path)


def nest_call(reader: Reader, node: cst.Call, type_: Type, *, plain: bool) -> frozenset[str] | None:
    """Rebuild the call of a class if fields that it gets moved.

    `plain` is the call of a TypedDict, which gets the constants that are now required as well;
    classes have them by default. Returns the handled keywords; None if the call is not understood,
    or cannot be rebuilt.
    """
    owners = reader.schema.interfaces(type_)
    if len(owners) != 1:
        return None
    (owner,) = owners
    cut = arguments_of(reader, node)
    if cut is None:
        return None
    names = reader.schema.names.fields.get(owner.id, {})
    chunks = {chunk.key: chunk for chunk in cut.chunks}
    moved = [
        (move, chunks[key])
        for move in reader.uses.moves.get(owner.id, {}).values()
        if len(move.old) == 1 and (key := move.old[0] if plain else names[move.old[0]]) in chunks
    ]
    constants = {
        constant.wire: constant.value
        for constant in reader.uses.constants.get(owner.id, ())
        if plain and constant.wire not in chunks
    }
    if not moved and not constants:
        return frozenset()
    moved.sort(key=lambda pair: pair[1].entry)
    notation: Notation | None = _InTypedDict(InDisplay(reader)) if plain else None
    if notation is None:
        classes = _classes(reader, node.func, moved, propose=False)
        notation = None if classes is None else _InCall(reader, classes)
    tree = tree_of([(move.new if plain else move.new_python, chunk) for move, chunk in moved])
    if notation is None or tree is None:
        return None
    dropped = frozenset((chunk.key,) for _, chunk in moved)
    parts = Composer(reader, notation).compose(cut, tree, dropped, constants)
    if parts is None:
        return None
    if not plain:
        _classes(reader, node.func, moved, propose=True)
    reader.uses.reshape(cut.span, parts, owner, [move for move, _ in moved], constants)
    return frozenset(chunk.key for _, chunk in moved)


def _classes(
    reader: Reader,
    callee: cst.BaseExpression,
    moved: list[tuple[FieldMove, Chunk]],
    *,
    propose: bool,
) -> dict[tuple[str, ...], str] | None:
    """The classes of the objects that moved fields are now in, by path; None if unknown."""
    confidence = min((move.confidence for move, _ in moved), default=1.0)
    classes: dict[tuple[str, ...], str] = {}
    for move, _ in moved:
        if len(move.holders) != len(move.new) - 1:
            return None
        for depth, name in enumerate(move.holders, 1):
            text = class_text(reader, callee, name, confidence, propose=propose)
            if text is None or classes.setdefault(move.new_python[:depth], text) != text:
                return None
    return classes
