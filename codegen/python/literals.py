"""Literals of Python, quoted as the formatter quotes them."""

from __future__ import annotations

from .docstrings import escaped_hidden
from .tree import FormatString, Name

__all__ = ["format_string", "literal"]


def literal(text: str) -> str:
    """Format a text as a Python string literal, with hidden characters escaped."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'  # Most texts are of this kind.
    quote = _quote(text)
    return f"{quote}{_quoted(text, quote)}{quote}"


def format_string(value: FormatString) -> str:
    """The literal of an f-string."""
    texts = [part for part in value.parts if isinstance(part, str)]
    quote = _quote("".join(texts))
    parts = [
        f"{{{part.id}}}"
        if isinstance(part, Name)
        else _quoted(part, quote).replace("{", "{{").replace("}", "}}")
        for part in value.parts
    ]
    return f"f{quote}{''.join(parts)}{quote}"


def _quote(text: str) -> str:
    """Double quotes, unless single ones need fewer escapes."""
    return "'" if text.count('"') > text.count("'") else '"'


def _quoted(text: str, quote: str) -> str:
    """Escape a text for the inside of quotes."""
    # With a double quote in it, repr uses single quotes and escapes those of the text. Unicode's
    # marks are not escaped by repr.
    body = escaped_hidden(repr(f'"{text}')[2:-1])
    if quote == '"':
        body = body.replace("\\'", "'").replace('"', '\\"')
    return body
