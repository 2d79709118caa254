"""The text of Python files, decoded and encoded without any loss."""

from __future__ import annotations

import ast
import codecs
import io
import tokenize
import warnings

from ..text.records import dataclass

__all__ = [
    "PythonText",
    "UnreadableError",
    "compiles",
    "read_text",
    "same_shape",
    "syntax",
]


class UnreadableError(Exception):
    """A file that this interpreter cannot parse as Python; the message is the reason."""


@dataclass(frozen=True, slots=True)
class PythonText:
    """A decoded file: `body` is its text in UTF-8, without a byte order mark."""

    body: bytes
    encoding: str
    mark: bytes

    def encoded(self, body: bytes) -> bytes:
        """Encode another body in the file's encoding.

        Raises UnicodeEncodeError for a character that the encoding lacks.
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
    """Parse a text that also has to compile.

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
