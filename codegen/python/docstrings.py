"""Format doc comments as Python docstrings: no text in a comment can end the string."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from ..text.hidden import HIDDEN

__all__ = ["comment_line", "docstring", "escaped_hidden"]

_KEPT: Final = 16_384
"""The number of cached docstrings, as several targets have those of the same comments."""
_FINAL_QUOTE: Final = re.compile(r'(?<!\\)((?:\\\\)*)"\Z')


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escaped(line: str) -> str:
    return escaped_hidden(line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"'))


def escaped_hidden(text: str) -> str:
    """Escape hidden characters, and tabs, for a literal of Python."""
    if text.isascii() and text.isprintable():
        return text
    return _unsafe().sub(_escape, text)


@cache
def _unsafe() -> re.Pattern[str]:
    """A pattern for the characters to escape, compiled on first use, as most runs need none."""
    return re.compile(f"[{HIDDEN}\\t]")


def _end_escaped(line: str) -> str:
    """Change a line that would end in a quote or a backslash, before the closing quotes."""
    return _FINAL_QUOTE.sub(r'\1\\"', line)


@lru_cache(_KEPT)
def docstring(text: str, indent: str = "    ") -> str:
    """Format a text as a triple-quoted literal whose lines are indented by `indent`.

    The first line is not indented, as the literal is placed where a statement begins. The layout is
    the one of `ruff format`.
    """
    is_plain = text.isascii() and '"' not in text and "\\" not in text
    if is_plain and text.isprintable():
        return f'"""{text.strip() or "."}"""'  # Most texts are such a line.
    if is_plain and text.replace("\n", "").isprintable():
        lines = [line.rstrip() for line in text.split("\n")]
    else:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = [_escaped(line.expandtabs(4).rstrip()) for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    if not lines:
        return '"""."""'
    first = lines[0].lstrip()
    if first.startswith('"'):
        first = f"\\{first}"
    rest = [line for line in lines[1:] if line]
    hanging = bool(rest) and all(line.startswith(" ") for line in rest)
    if len(lines) == 1:
        return f'"""{_end_escaped(first)}"""'
    if hanging:
        body = "\n".join(f"{indent}{line}" if line else "" for line in [first, *lines[1:]])
        return f'"""\n{body}\n{indent}"""'
    body = "\n".join([first, *(f"{indent}{line}" if line else "" for line in lines[1:])])
    return f'"""{body}\n{indent}"""'


def comment_line(text: str) -> str:
    """Format a text as the inside of a one-line comment."""
    return _escaped(" ".join(text.split()))
