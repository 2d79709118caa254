"""The text of Python files, decoded and encoded without any loss."""

from __future__ import annotations

import ast
import codecs
import io
import re
import sys
import tokenize
import warnings
from typing import Final

from ..text.records import dataclass

__all__ = [
    "PythonText",
    "UnreadableError",
    "compiles",
    "newer_python",
    "read_text",
    "same_shape",
    "syntax",
]


class UnreadableError(Exception):
    """A file that this interpreter cannot read as Python; the message says why."""


_NEWEST_SYNTAX: Final = re.compile(
    rb"(?<![\w.])t[rR]?[\"']|^\s*except\*?\s+[\w.]+\s*,\s*[\w.]+.*:\s*$", re.MULTILINE
)
"""Texts of templates, and several exceptions without parentheses: Python 3.14."""


_DEEPEST: Final = 100
"""The brackets in one another up to which libcst is asked: it has no limit of its own."""


def _depth(body: bytes) -> int:
    """How many brackets stand in one another, at the most; those in strings count too."""
    depth = deepest = 0
    for match in re.finditer(rb"[(\[{]|[)\]}]", body):
        depth += 1 if match[0] in b"([{" else -1
        deepest = max(deepest, depth)
    return deepest


def newer_python(body: bytes) -> str:
    """The Python that a text is written for, if this one does not read it; "" if none does."""
    import libcst as cst

    if _depth(body) > _DEEPEST:
        return ""
    if sys.version_info < (3, 12):
        try:
            cst.parse_module(body.decode("utf-8"))
        except (cst.ParserSyntaxError, RecursionError):
            pass
        else:
            return "3.12"
    is_newest = sys.version_info < (3, 14) and _NEWEST_SYNTAX.search(body) is not None
    return "3.14" if is_newest else ""


@dataclass(frozen=True, slots=True)
class PythonText:
    """A decoded file: `body` is its text in UTF-8, without a byte order mark."""

    body: bytes
    encoding: str
    mark: bytes

    def encoded(self, body: bytes) -> bytes:
        """The bytes of the file with another body.

        Raises UnicodeEncodeError for a character that the file's encoding does not have.
        """
        return self.mark + body.decode("utf-8").encode(self.encoding)


def read_text(data: bytes) -> PythonText:
    """Decode a file by its byte order mark or coding comment.

    Raises UnreadableError.
    """
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        decoded = data[len(mark) :].decode(encoding)
        body = decoded.encode("utf-8")
    except (SyntaxError, UnicodeError, LookupError) as fault:
        raise UnreadableError(str(fault)) from None
    text = PythonText(body, encoding, mark)
    if text.encoded(body) != data:
        raise UnreadableError(f"its text does not survive {encoding}")
    return text


def compiles(body: bytes) -> ast.Module:
    """Compile a text; returns its syntax tree. Raises UnreadableError."""
    return syntax(body, compiled=True)


def syntax(body: bytes, *, compiled: bool = False) -> ast.Module:
    """The syntax tree of a text, which Python also takes if it is compiled.

    Raises UnreadableError.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(body.decode("utf-8"))
            if compiled:
                compile(tree, "<text>", "exec", dont_inherit=True)
    except SyntaxError as fault:
        raise UnreadableError(f"line {fault.lineno}: {fault.msg}") from fault
    except (ValueError, RecursionError, MemoryError) as fault:
        raise UnreadableError(str(fault) or type(fault).__name__) from None
    return tree


def same_shape(old: ast.Module, new: ast.Module) -> bool:
    """Whether two syntax trees differ in names and strings only."""
    pairs = zip(ast.walk(old), ast.walk(new), strict=False)
    if any(type(a) is not type(b) for a, b in pairs):
        return False
    return sum(1 for _ in ast.walk(old)) == sum(1 for _ in ast.walk(new))
