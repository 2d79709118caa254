"""Long lines of generated Python, broken as `ruff format` breaks them.

A template can only hold the short form of a statement. Where a name from a spec makes it
too long, the last pair of brackets is opened: first its content on a line of its own, then
one item a line with a comma after the last. So a plan states each statement in one line.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["WIDTH", "fold", "literal", "width"]

WIDTH: Final = 88
_OPENING: Final = "([{"
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


def literal(text: str) -> str:
    """A text as a Python string literal, quoted as the formatter quotes it."""
    # With a double quote in it, repr takes single ones and escapes those of the text.
    body = repr(f'"{text}')[2:-1]
    if text.count('"') > text.count("'"):
        return _escape_surrogates(f"'{body}'")
    body = body.replace("\\'", "'").replace('"', '\\"')
    return _escape_surrogates(f'"{body}"')


def _escape_surrogates(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def width(text: str) -> int:
    """How many columns a line has: some characters take two, and marks on others none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fold(text: str, before: str = "") -> str:
    """One logical line of Python as one or more physical lines.

    The line must hold its own indentation, and be a statement of names, literals, calls,
    subscripts and displays: whatever else is too long stays so, as the formatter leaves it.
    `before` is what stands before the value of an assignment or a return, indentation and all.
    """
    line = before + text
    if width(line) <= WIDTH:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    inner = f"{indent}    "
    definition = line.startswith("def ", len(indent))
    pairs = [pair for pair in _pairs(line) if pair[1] - pair[0] > 1]
    if not pairs:
        fits = before and width(inner + text) <= WIDTH > width(before)
        return f"{before}(\n{inner}{text}\n{indent})" if fits else line
    start, end = pairs[0] if definition else pairs[-1]
    head, content, tail = line[: start + 1], line[start + 1 : end], line[end:]
    display = line[start - 1] in " ([{=" or start == 0
    if before and not display and width(head) > WIDTH > width(before):
        value = fold(inner + text)
        if max(map(width, value.split("\n"))) <= WIDTH:
            return f"{before}(\n{value}\n{indent})"
    items = _split(content)
    if not display and not (definition and len(items) == 1):
        joined = ", ".join(items)
        if width(inner + joined) <= WIDTH or len(items) == 1:
            return f"{head}\n{fold(inner + joined)}\n{indent}{tail}"
    body = "".join(f"{fold(f'{inner}{item},')}\n" for item in items)
    return f"{head}\n{body}{indent}{tail}"


def _pairs(line: str) -> list[tuple[int, int]]:
    """The outermost pairs of brackets outside string literals."""
    pairs: list[tuple[int, int]] = []
    depth = 0
    start = 0
    for index, char in _code(line):
        if char in _OPENING:
            if depth == 0:
                start = index
            depth += 1
        elif char in _CLOSING.values():
            depth -= 1
            if depth == 0:
                pairs.append((start, index))
    return pairs


def _split(content: str) -> list[str]:
    """The items of a bracket's content, split at its own commas."""
    items: list[str] = []
    depth = begin = 0
    for index, char in _code(content):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING.values():
            depth -= 1
        elif char == "," and depth == 0:
            items.append(content[begin:index].strip())
            begin = index + 1
    items.append(content[begin:].strip())
    return [item for item in items if item]


def _code(line: str) -> list[tuple[int, str]]:
    """The characters of a line that are in no string literal, with their places."""
    found: list[tuple[int, str]] = []
    quote = ""
    escaped = False
    for index, char in enumerate(line):
        if not quote:
            if char in "'\"":
                quote = char
            else:
                found.append((index, char))
        elif escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == quote:
            quote = ""
    return found
