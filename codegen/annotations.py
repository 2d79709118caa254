"""Annotations as small trees, and their layout in `ruff format`'s way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from .layout import WIDTH, width

__all__ = ["Annotation", "Either", "Name", "Subscript", "flat", "statement"]

_INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class Name:
    """A name, a literal, or any other text that is never broken."""

    text: str


@dataclass(frozen=True, slots=True)
class Subscript:
    """`head[items]`."""

    head: str
    items: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """A union: `a | b` on one line, `Union[a, b]` where it is broken.

    `union` spells the name `Union`; it is called only where that is written, as it imports it.
    `spelled_out` asks for the second form in any case (an operand is a string).
    """

    items: tuple[Annotation, ...]
    union: Callable[[], str] = field(compare=False)
    spelled_out: bool = False


Annotation: TypeAlias = Name | Subscript | Either


def flat(annotation: Annotation) -> str:
    """An annotation on one line."""
    match annotation:
        case Name(text):
            return text
        case Subscript(head, items):
            return f"{head}[{', '.join(map(flat, items))}]"
        case Either(items, union, spelled_out):
            if spelled_out:
                return f"{union()}[{', '.join(map(flat, items))}]"
            return " | ".join(map(flat, items))


def _broken(annotation: Annotation, indent: str, prefix: str, suffix: str) -> str:
    """An annotation whose line is too long: its brackets opened, outermost first."""
    match annotation:
        case Name(text):
            return f"{prefix}{text}{suffix}"
        case Subscript(head, items):
            return _opened(head, items, indent, prefix, suffix)
        case Either(items, union):
            return _opened(union(), items, indent, prefix, suffix)


def _opened(head: str, items: Sequence[Annotation], indent: str, prefix: str, suffix: str) -> str:
    inner = indent + _INDENT
    if len(items) == 1:
        body = _placed(items[0], inner, inner, "")
        return f"{prefix}{head}[\n{body}\n{indent}]{suffix}"
    together = inner + ", ".join(map(flat, items))
    if width(together) <= WIDTH:
        return f"{prefix}{head}[\n{together}\n{indent}]{suffix}"
    lines = "\n".join(_placed(item, inner, inner, ",") for item in items)
    return f"{prefix}{head}[\n{lines}\n{indent}]{suffix}"


def _placed(annotation: Annotation, indent: str, prefix: str, suffix: str) -> str:
    line = f"{prefix}{flat(annotation)}{suffix}"
    return line if width(line) <= WIDTH else _broken(annotation, indent, prefix, suffix)


def statement(target: str, annotation: Annotation, tail: str = "", *, indent: str = "") -> str:
    """`target` + annotation + `tail` as one statement, on as many lines as it needs.

    A default (`tail` begins with ` = `) gives way before the annotation does. A name alone is
    put between parentheses if that makes it fit.
    """
    line = f"{indent}{target}{flat(annotation)}"
    inner = f"{indent}{_INDENT}{flat(annotation)}"
    opens = width(f"{indent}{target}") < WIDTH
    if not tail and opens and width(line) > WIDTH:
        # `Union` is not spelled to be measured, as that would import it.
        head = f"{annotation.head}[" if isinstance(annotation, Subscript) else "_Union["
        if isinstance(annotation, Name):
            body = inner
        elif width(f"{indent}{target}{head}") > WIDTH:
            body = _placed(annotation, indent + _INDENT, indent + _INDENT, "")
        else:
            body = ""
        if body and max(map(width, body.split("\n"))) <= WIDTH:
            return f"{indent}{target}(\n{body}\n{indent})"
    if width(line + tail) > WIDTH and tail.startswith(" = ") and width(line) + 4 <= WIDTH:
        return f"{line} = (\n{indent}{_INDENT}{tail[3:]}\n{indent})"
    return _placed(annotation, indent, indent + target, tail)
