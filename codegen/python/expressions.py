"""Format expressions of Python: on one line, with broken brackets, or as documents.

An expression that fits on one line is that line. One that does not, and has brackets, is composed
of the texts of its items. For all others a document is made (`document.py`), by ruff's rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from .document import (
    SOFT,
    SPACE,
    WIDTH,
    Document,
    Flat,
    Group,
    Indent,
    LineEnd,
    Mark,
    Parenthesized,
    Tail,
    When,
    layout,
)
from .literals import format_string, literal
from .parentheses import Need, can_omit, in_parentheses, need
from .tree import (
    Attribute,
    Call,
    Compare,
    Conditional,
    Dict,
    Display,
    Dotted,
    Either,
    Entry,
    Expression,
    FormatString,
    Keyword,
    Name,
    Operation,
    Quoted,
    Starred,
    String,
    Subscript,
)
from .widths import width

__all__ = ["OPTIONAL", "STATEMENT", "Expressions", "joined", "parentheses_if_broken"]

_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_ATOMS: Final = frozenset({Name, Attribute, String, FormatString, Quoted})
STATEMENT: Final = 0
"""The level outside of all brackets, where operators are never broken."""
_BRACKETS: Final = -1
"""The level inside of brackets.

A level above zero is the id of a group of optional parentheses, printed if the group is broken.
"""
OPTIONAL: Final = 1


class Expressions:
    """Formats expressions, and collects their names, from which imports are made.

    With `commas`, the only item in brackets is followed by a comma, too, if it takes several lines.
    The formatter keeps such a comma, but does not add it.
    """

    def __init__(self, *, commas: bool = False) -> None:
        self.names: set[Name] = set()
        self._commas = commas
        self._lines: dict[int, str | None] = {}
        # By the `id()` of nodes, which are kept, so that it is not reused.
        self._written: dict[tuple[int, int, int], tuple[Entry, str | None]] = {}

    def _opened(self, value: Expression, indent: int) -> str | None:
        """Format an expression too wide for its line: its items on lines between the brackets.

        The result is that of the document's layout, in a fraction of the time. None if an item can
        be broken in more ways than one, and for expressions without brackets.
        """
        match value:
            case Call(function, arguments, keywords, expanded):
                start, items, end = f"{self._dotted(function)}(", (*arguments, *keywords), ")"
                lone = len(items) == 1 and not expanded
            case Subscript(of, items, expanded) if len(items) > 1:
                start, end = f"{self._dotted(of)}[", "]"
                lone = False
            case Display(start, items, expanded):
                end = _CLOSING[start]
                lone = len(items) == 1 and not expanded and start != "("
            case Dict(items, expanded):
                start, end = "{", "}"
                lone = len(items) == 1 and not expanded
            case _:
                return None
        inner = indent + 4
        if not items:
            return None
        if lone or (isinstance(value, (Call, Subscript)) and not expanded):
            # These may be together on one line in the brackets.
            text = self._flat_list("", items, "")
            if text and inner + width(text) <= WIDTH:
                return f"{start}\n{' ' * inner}{text}\n{' ' * indent}{end}"
        comma = "," if not lone or self._commas else ""
        lines: list[str] = []
        for item in items:
            line = self._opened_once(item, inner, len(comma))
            if line is None:
                return None
            lines.append(line)
        between = f"{comma}\n{' ' * inner}"
        return f"{start}\n{' ' * inner}{between.join(lines)}{comma}\n{' ' * indent}{end}"

    def _opened_once(
        self, item: Expression | Entry | Keyword, indent: int, behind: int
    ) -> str | None:
        """The result of `_opened_item`, cached, as an entry may be in many dicts."""
        if not isinstance(item, Entry):
            return self._opened_item(item, indent, behind)
        key = (id(item), indent, behind)
        known = self._written.get(key)
        if known is None:
            text = self._opened_item(item, indent, behind)
            if text is None and not item.comment:
                # On its own lines an entry has the same layout as with the others.
                laid_out = layout([self._pair(item), "," * behind], indent)
                text = laid_out[: len(laid_out) - behind]
            known = self._written[key] = (item, text)
        return known[1]

    def _opened_item(
        self, item: Expression | Entry | Keyword, indent: int, behind: int
    ) -> str | None:
        """Format an item on its own lines; `behind` is the width of the text that follows it."""
        if isinstance(item, Keyword):
            start, value = f"{item.name}=", item.value
        elif isinstance(item, Entry):
            if item.comment or type(item.key) not in _ATOMS:
                return None
            start, value = f"{self._atom(item.key)}: ", item.value
        else:
            start, value = "", item
        if type(value) in _ATOMS:
            return start + self._atom(value)
        text = self._flat(value)
        if text and indent + width(start) + width(text) + behind <= WIDTH:
            return start + text
        opened = self._opened(value, indent)
        return None if opened is None else start + opened

    def _value(self, value: Expression) -> Document:
        """A value at the end of a statement, with parentheses if they help."""
        if isinstance(value, Either):
            # It is too wide for one line, or there would be no document of it.
            opened = self._opened_union(value.items, value.union, OPTIONAL)
            return Parenthesized(opened, OPTIONAL)
        match need(value):
            case Need.NEVER:
                return self._document(value, STATEMENT)
            case Need.BEST_FIT:
                return Parenthesized(self._document(value, OPTIONAL), OPTIONAL)
            case Need.MULTILINE:
                level = OPTIONAL if can_omit(value) else _BRACKETS
                return parentheses_if_broken(self._document(value, level))

    def _item(self, value: Expression) -> Document:
        """An expression in brackets: a single text, if it fits on one line."""
        kind = type(value)
        if kind in _ATOMS:
            return self._atom(value)
        text = self._flat(value)
        if text is None:
            return self._document(value, _BRACKETS)
        return Flat(text, partial(self._document, value, _BRACKETS))

    def _dotted(self, value: Dotted) -> str:
        if isinstance(value, Name):
            if value.home:
                self.names.add(value)
            return value.id
        return f"{self._dotted(value.of)}.{value.name}"

    def _atom(self, value: Expression) -> str:
        """An expression that is never broken."""
        if isinstance(value, Name):
            if value.home:
                self.names.add(value)
            return value.id
        if isinstance(value, String):
            return literal(value.value)
        if isinstance(value, Attribute):
            return self._dotted(value)
        if isinstance(value, FormatString):
            self.names.update(part for part in value.parts if isinstance(part, Name) and part.home)
            return format_string(value)
        assert isinstance(value, Quoted)
        return literal(self._one_line(value.type))

    def _one_line(self, type_: Expression) -> str:
        """A type on one line, however wide it is."""
        match type_:
            case Subscript(of, items):
                return f"{self._dotted(of)}[{', '.join(map(self._one_line, items))}]"
            case Either(items):
                return " | ".join(map(self._one_line, items))
            case Starred(value):
                return f"*{self._one_line(value)}"
            case Display(items=()):
                return "()"
            case _:
                return self._atom(type_)

    def _flat(self, value: Expression) -> str | None:
        """An expression on one line.

        None if a part of it is `expanded`, and empty if it can be broken and is too wide for any
        line.
        """
        kind = type(value)
        if kind in _ATOMS:
            return self._atom(value)
        key = id(value)
        if key not in self._lines:
            self._lines[key] = self._flattened(value)
        return self._lines[key]

    def _flattened(self, value: Expression) -> str | None:
        match value:
            case Subscript(of, items, expanded):
                text = self._flat_list(f"{self._dotted(of)}[", items, "]")
                return None if expanded and len(items) > 1 else text
            case Either(items, union, spelled_out):
                if spelled_out:
                    return self._flat_list(f"{self._dotted(union)}[", items, "]")
                return self._flat_list("", items, "", " | ")
            case Call(function, arguments, keywords, expanded):
                inside = (*arguments, *keywords)
                text = self._flat_list(f"{self._dotted(function)}(", inside, ")")
                return None if expanded and inside else text
            case Display(opening, items, expanded):
                closing = ",)" if opening == "(" and len(items) == 1 else _CLOSING[opening]
                text = self._flat_list(opening, items, closing)
                # The comma of a tuple of one item does not expand it.
                return None if expanded and items and closing != ",)" else text
            case Dict(entries, expanded):
                return None if expanded and entries else self._flat_list("{", entries, "}")
            case Starred(inner):
                return self._flat_list("*", (inner,), "")
            case Compare(left, operator, right):
                return self._flat_operands((left, right), (f" {operator} ",), value)
            case Operation(operator, operands):
                separators = (f" {operator} ",) * (len(operands) - 1)
                return self._flat_operands(operands, separators, value)
            case Conditional(body, test, orelse):
                return self._flat_operands((body, test, orelse), (" if ", " else "), value)
            case _:
                return _fitting(self._atom(value))

    def _flat_list(
        self,
        start: str,
        items: Sequence[Expression | Entry | Keyword],
        end: str,
        separator: str = ", ",
    ) -> str | None:
        texts: list[str] = []
        opened = too_wide = False
        for item in items:
            text: str | None
            if type(item) in _ATOMS:
                text = self._atom(item)  # type: ignore[arg-type]
            elif isinstance(item, Keyword):
                text = self._flat(item.value)
                text = f"{item.name}={text}" if text else text
            elif isinstance(item, Entry):
                text = self._flat_entry(item)
            else:
                text = self._flat(item)
            if text:
                texts.append(text)
            elif text is None:
                opened = True
            else:
                too_wide = True
        if opened or too_wide:
            return None if opened else ""
        return _fitting(f"{start}{separator.join(texts)}{end}")

    def _flat_entry(self, entry: Entry) -> str | None:
        key, value = self._flat(entry.key), self._flat(entry.value)
        if key is None or value is None or entry.comment:
            return None
        return f"{key}: {value}" if key and value else ""

    def _flat_operands(
        self, operands: Sequence[Expression], separators: Sequence[str], parent: Expression
    ) -> str | None:
        texts = [self._flat(operand) for operand in operands]
        if None in texts:
            return None
        line = ""
        for operand, text, separator in zip(operands, texts, (*separators, ""), strict=True):
            if not text:
                return ""
            line += f"({text})" if in_parentheses(operand, parent) else text
            line += separator
        return _fitting(line)

    def _document(self, value: Expression, level: int) -> Document:
        """An expression with its line breaks."""
        match value:
            case Subscript(of, items, expanded):
                parts = [self._item(item) for item in items]
                inside = self._arguments(parts, level, expanded=expanded and len(items) > 1)
                return [self._dotted(of), "[", inside, "]"]
            case Either(items, union, spelled_out):
                text = "" if spelled_out else self._flat(value)
                opened = partial(self._opened_union, items, union, level)
                return Flat(text, opened) if text else opened()
            case Call(function, arguments, keywords, expanded):
                parts = [self._item(argument) for argument in arguments]
                parts += [[f"{name}=", self._item(item)] for name, item in keywords]
                start = self._dotted(function)
                if not parts:
                    return f"{start}()"
                if len(parts) == 1 and self._commas and not expanded:
                    parts = [_with_comma(parts[0])]
                return [start, "(", self._arguments(parts, level, expanded=expanded), ")"]
            case Display(opening, items, expanded):
                parts = [self._item(item) for item in items]
                return self._display(opening, parts, level, expanded=expanded)
            case Dict(entries, expanded):
                parts = [self._entry(entry) for entry in entries]
                return self._display("{", parts, level, expanded=expanded)
            case Starred(inner):
                return ["*", self._document(inner, level)]
            case Compare() | Operation():
                return self._operation(value, level)
            case Conditional(body, test, orelse):
                line = _operator_line(level)
                parts = [self._operand(part, value, level) for part in (body, test, orelse)]
                last = _operator_group(parts[2], level)
                document = [parts[0], line, "if ", parts[1], line, "else ", last]
                return _operator_group(document, level)
            case _:
                return self._atom(value)

    def _opened_union(self, items: Sequence[Expression], union: Name, level: int) -> Document:
        return [
            Mark(partial(self.names.add, union)),
            union.id,
            "[",
            self._brackets(items, level),
            "]",
        ]

    def _brackets(self, items: Sequence[Expression], level: int) -> Document:
        parts = [self._item(item) for item in items]
        return self._arguments(parts, level, expanded=False)

    def _arguments(self, parts: Sequence[Document], level: int, *, expanded: bool) -> Document:
        """The inside of a call's brackets: all on one line, or each argument on its own."""
        inside = joined(parts)
        if len(parts) > 1 or expanded:
            return _bracketed(Group([*inside, When(",")], expanded=expanded), level)
        return _bracketed(inside, level)

    def _display(
        self, opening: str, parts: Sequence[Document], level: int, *, expanded: bool
    ) -> Document:
        closing = _CLOSING[opening]
        if not parts:
            return opening + closing
        inside = joined(parts)
        if opening == "(" and len(parts) == 1:
            inside.append(",")
            expanded = False
        elif len(parts) > 1 or expanded:
            inside.append(When(","))
        elif self._commas:
            inside = [_with_comma(parts[0])]
        return [opening, _bracketed(inside, level, expanded=expanded), closing]

    def _entry(self, entry: Entry) -> Document:
        if entry.comment:
            return [LineEnd(f"  # {entry.comment}"), self._pair(entry)]
        text = self._flat_entry(entry)
        return self._pair(entry) if text is None else Flat(text, partial(self._pair, entry))

    def _pair(self, entry: Entry) -> Document:
        return Group([self._item(entry.key), ": ", self._item(entry.value)])

    def _operand(self, operand: Expression, parent: Expression, level: int) -> Document:
        if in_parentheses(operand, parent):
            return ["(", _bracketed(self._document(operand, _BRACKETS), level), ")"]
        return self._document(operand, level)

    def _operation(self, operation: Compare | Operation, level: int) -> Document:
        """Operands with operators, which begin a line if it is broken."""
        if isinstance(operation, Compare):
            operator: str = operation.operator
            operands: Sequence[Expression] = (operation.left, operation.right)
        else:
            operator, operands = operation.operator, operation.operands
        document: list[Document] = []
        for operand in operands:
            if document:
                document += [_operator_line(level), f"{operator} "]
            document.append(self._operand(operand, operation, level))
        return _operator_group(document, level)


def _fitting(text: str) -> str:
    """A text if it fits on a line, else ""."""
    return text if (len(text) if text.isascii() else width(text)) <= WIDTH else ""


def joined(parts: Sequence[Document]) -> list[Document]:
    """Documents with commas, each of which may be followed by a line break."""
    document: list[Document] = []
    for part in parts:
        if document:
            document += [",", SPACE]
        document.append(part)
    return document


def _with_comma(part: Document) -> Document:
    """The only item in brackets, with a comma where it takes several lines."""
    return Group([part, When(",")])


def _bracketed(content: Document, level: int, *, expanded: bool = False) -> Document:
    """The inside of brackets, indented on its own lines if it is broken."""
    inside = Group([Indent([SOFT, content]), SOFT], expanded=expanded)
    return Tail(inside, level) if level > 0 else inside


def parentheses_if_broken(content: Document) -> Document:
    """A document in parentheses, which are only printed if it takes several lines."""
    inside = Indent([SOFT, content], OPTIONAL)
    return Group([When("("), inside, SOFT, When(")")], OPTIONAL)


def _operator_line(level: int) -> Document:
    if level == STATEMENT:
        return " "
    if level == _BRACKETS:
        return SPACE
    return [When(SPACE, group=level), When(" ", broken=False, group=level)]


def _operator_group(content: Document, level: int) -> Document:
    if level == STATEMENT:
        return content
    return Group(content) if level == _BRACKETS else Group(content, within=level)
