"""Documents, and their layout: text with possible line breaks.

The algebra is Wadler's ("A prettier printer"), with the additions that ruff's format needs: groups
whose mode controls other places, and parentheses that only occur if a line is broken.

A document is a string, a list of documents, or an object of one of the classes here. The time is
linear: measuring ends at the end of a line, and content that fits is one text (`Flat`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from .widths import width

__all__ = [
    "HARD",
    "SOFT",
    "SPACE",
    "WIDTH",
    "Document",
    "FirstFitting",
    "Flat",
    "Group",
    "Indent",
    "LineEnd",
    "Mark",
    "Parenthesized",
    "Tail",
    "When",
    "expands",
    "layout",
]

WIDTH: Final = 88
_INDENT: Final = 4


class _Line:
    """A line break; in a flat group it is the text `flat`, if it has one."""

    __slots__ = ("flat",)

    def __init__(self, flat: str | None) -> None:
        self.flat = flat


SPACE: Final = _Line(" ")
"""A line break, or a space in a flat group."""
SOFT: Final = _Line("")
"""A line break, or nothing in a flat group."""
HARD: Final = _Line(None)
"""A hard line break: it breaks the enclosing groups."""


class Indent:
    """Content whose line breaks are indented; with `group`, only if that group is broken."""

    __slots__ = ("content", "expands", "group")

    def __init__(self, content: Document, group: int = 0) -> None:
        self.content = content
        self.group = group
        self.expands = expands(content)


class Group:
    """Content that is flat if it fits on the line, and broken otherwise.

    Other places refer to its mode by `id`. With `within`, it is a group only if the group of that
    id is broken, and plain content otherwise. `expanded` always breaks it.
    """

    __slots__ = ("content", "expands", "id", "within")

    def __init__(
        self, content: Document, group_id: int = 0, within: int = 0, *, expanded: bool = False
    ) -> None:
        self.content = content
        self.id = group_id
        self.within = within
        self.expands = expanded or expands(content)


class When:
    """Content for one mode of a group: if it is `broken`, or if it is not.

    The group is the one of the id `group`, or the enclosing one.
    """

    __slots__ = ("broken", "content", "expands", "group")

    def __init__(self, content: Document, *, broken: bool = True, group: int = 0) -> None:
        self.content = content
        self.broken = broken
        self.group = group
        self.expands = expands(content)


class Flat:
    """Content in brackets whose document is made on demand.

    `text` is the content on one line, or empty if that is too wide for any line.
    """

    __slots__ = ("_document", "_make", "text")

    def __init__(self, text: str, make: Callable[[], Document]) -> None:
        self.text = text
        self._make = make
        self._document: Document | None = None

    def opened(self) -> Document:
        """The document of the content."""
        if self._document is None:
            self._document = self._make()
        return self._document


class Tail:
    """The inside of brackets, which may be broken while the group `group` counts as flat.

    It allows `f(` and `)` in the place of parentheses around the whole. The content has to be a
    group that ends with a line break at its own indentation.
    """

    __slots__ = ("content", "expands", "group")

    def __init__(self, content: Document, group: int) -> None:
        self.content = content
        self.group = group
        self.expands = expands(content)


class Parenthesized:
    """Content in parentheses, which are only printed if it fits with them, and not without."""

    __slots__ = ("content", "id")

    def __init__(self, content: Document, group_id: int) -> None:
        self.content = content
        self.id = group_id


class FirstFitting:
    """The first of some documents that fits up to its first line break, or the last."""

    __slots__ = ("variants",)

    def __init__(self, *variants: Document) -> None:
        self.variants = variants


class Mark:
    """An empty text with an action that runs when the content behind it is printed."""

    __slots__ = ("note",)

    def __init__(self, note: Callable[[], None]) -> None:
        self.note = note


class LineEnd:
    """A text that is moved to the end of the line; its width does not count."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


Document: TypeAlias = (
    "str | list[Document] | _Line | Indent | Group | When | Flat | Tail | Parenthesized"
    " | FirstFitting | LineEnd | Mark"
)


def expands(content: Document) -> bool:
    """Whether content has a line break that breaks the enclosing groups."""
    kind = type(content)
    if kind is list:
        return any(map(expands, content))  # type: ignore[arg-type]
    if kind is str or kind is Flat:
        return False
    if kind is _Line:
        return content is HARD
    return isinstance(content, (Group, Indent, When)) and content.expands


# How much of measured content has to fit: the line, all lines, or up to the first break.
_FIRST_LINE, _ALL_LINES = range(2)
_Frame: TypeAlias = tuple[int, bool, Document]
_Measured: TypeAlias = tuple[int, bool, int, Document]


def layout(document: Document, indent: int = 0) -> str:
    """Lay out a document whose first line begins at the column `indent`."""
    return _Layout(document, indent).text()


class _Layout:
    """The layout of a document in progress.

    A frame is content that is still to be printed, with its indentation, and whether it is flat.
    `_fits` is whether flat content has been measured.
    """

    def __init__(self, document: Document, indent: int) -> None:
        self._stack: list[_Frame] = [(indent, False, document)]
        self._texts: list[str] = []
        self._line_end = ""
        self._column = indent
        self._flat_groups: dict[int, bool] = {}
        self._fits = False

    def text(self) -> str:
        """Print all frames."""
        stack = self._stack
        while stack:
            indent, flat, document = stack.pop()
            if isinstance(document, str):
                self._write(document)
            elif isinstance(document, list):
                stack.extend([(indent, flat, part) for part in reversed(document)])
            elif isinstance(document, Flat):
                self._print_flat(indent, flat, document)
            elif isinstance(document, _Line):
                if flat and document.flat is not None:
                    self._write(document.flat)
                else:
                    self._break(indent)
            elif isinstance(document, Group):
                self._print_group(indent, flat, document)
            elif isinstance(document, Indent):
                deeper = indent + _INDENT if self._indents(document) else indent
                stack.append((deeper, flat, document.content))
            elif isinstance(document, When):
                if self._applies(document, flat):
                    stack.append((indent, flat, document.content))
            elif isinstance(document, Tail):
                if self._flat_groups[document.group]:
                    self._fits = False
                stack.append((indent, flat, document.content))
            elif isinstance(document, Parenthesized):
                self._print_parenthesized(indent, flat, document)
            elif isinstance(document, FirstFitting):
                self._print_first_fitting(indent, flat, document)
            elif isinstance(document, LineEnd):
                self._line_end += document.text
            else:
                document.note()
        return "".join(self._texts) + self._line_end

    def _write(self, text: str) -> None:
        self._texts.append(text)
        self._column += width(text)

    def _break(self, indent: int) -> None:
        self._texts.append(f"{self._line_end}\n{' ' * indent}")
        self._line_end = ""
        self._column = indent
        self._fits = False

    def _indents(self, document: Indent) -> bool:
        return not document.group or not self._flat_groups[document.group]

    def _applies(self, document: When, flat: bool) -> bool:
        group_is_flat = self._flat_groups[document.group] if document.group else flat
        return group_is_flat is not document.broken

    def _print_flat(self, indent: int, flat: bool, document: Flat) -> None:
        if document.text and flat and self._fits:
            self._write(document.text)
        elif document.text and self._measures((indent, True, _FIRST_LINE, document.text)):
            self._fits = True
            self._write(document.text)
        else:
            self._stack.append((indent, flat, document.opened()))

    def _print_group(self, indent: int, flat: bool, group: Group) -> None:
        if not group.within or not self._flat_groups[group.within]:
            flat = not group.expands and self._flat_group(indent, flat, group)
            if group.id:
                self._flat_groups[group.id] = flat
        self._stack.append((indent, flat, group.content))

    def _flat_group(self, indent: int, flat: bool, group: Group | Parenthesized) -> bool:
        """Whether a group is flat: it is inside a flat one, or it fits."""
        if flat and self._fits:
            return True
        self._fits = True
        if group.id:
            self._flat_groups[group.id] = True
        return self._measures((indent, True, _FIRST_LINE, group.content))

    def _print_parenthesized(self, indent: int, flat: bool, document: Parenthesized) -> None:
        inner = indent + _INDENT
        if self._flat_group(indent, flat, document):
            parenthesized = False
        else:
            self._flat_groups[document.id] = False
            parenthesized = self._measures(
                (indent, False, _ALL_LINES, [HARD, ")"]),
                (inner, False, _ALL_LINES, [HARD, document.content]),
                (indent, False, _ALL_LINES, "("),
            )
        self._flat_groups[document.id] = not parenthesized
        if parenthesized:
            self._write("(")
            self._stack.append((indent, False, [HARD, ")"]))
            self._stack.append((inner, False, [HARD, document.content]))
        else:
            self._stack.append((indent, True, document.content))

    def _print_first_fitting(self, indent: int, flat: bool, document: FirstFitting) -> None:
        *others, last = document.variants
        if flat and self._fits:
            self._stack.append((indent, True, document.variants[0]))
            return
        self._fits = True
        for variant in others:
            if self._measures((indent, True, _FIRST_LINE, variant)):
                self._stack.append((indent, True, variant))
                return
        self._stack.append((indent, False, last))

    def _measures(self, *frames: _Measured) -> bool:
        """Whether content, and the rest of its last line, fits; the last frame is first."""
        todo = list(frames)
        column = self._column
        rest = len(self._stack)
        groups = self._flat_groups
        while todo or rest:
            if todo:
                indent, flat, lines, document = todo.pop()
            else:
                rest -= 1
                indent, flat, document = self._stack[rest]
                lines = _FIRST_LINE
            while isinstance(document, Flat):
                if flat and not document.text:
                    return False
                document = document.text if flat else document.opened()
            if isinstance(document, str):
                column += width(document)
                if column > WIDTH:
                    return False
            elif isinstance(document, list):
                todo.extend([(indent, flat, lines, part) for part in reversed(document)])
            elif isinstance(document, _Line):
                if flat and document.flat is not None:
                    column += len(document.flat)
                    if document.flat and column > WIDTH:
                        return False
                elif flat or lines == _FIRST_LINE:
                    return True
                else:
                    column = indent
            elif isinstance(document, Group):
                if not document.within or not groups[document.within]:
                    flat = flat and not document.expands
                    if document.id:
                        groups[document.id] = flat
                todo.append((indent, flat, lines, document.content))
            elif isinstance(document, Indent):
                deeper = indent + _INDENT if self._indents(document) else indent
                todo.append((deeper, flat, lines, document.content))
            elif isinstance(document, When):
                if self._applies(document, flat):
                    todo.append((indent, flat, lines, document.content))
            elif isinstance(document, Tail):
                if not flat:
                    todo.append((indent, flat, lines, document.content))
                elif groups[document.group]:
                    # Its own lines are measured when they are printed; it ends with a line break.
                    column = indent
                elif document.expands:
                    return False
                else:
                    todo.append((indent, flat, lines, document.content))
            elif isinstance(document, Parenthesized):
                groups[document.id] = flat
                todo.append((indent, flat, lines, document.content))
            elif isinstance(document, FirstFitting):
                variant = document.variants[0 if flat else -1]
                todo.append((indent, flat, _FIRST_LINE if flat else lines, variant))
        return True
