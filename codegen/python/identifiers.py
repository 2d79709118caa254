"""Identifiers: convert the words of a spec to names of functions, modules and fields.

Each is a function of one name alone, so that an added declaration renames no other.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Container
from functools import lru_cache
from typing import Final

from ..text.paths import is_forbidden

__all__ = [
    "escaped_field_name",
    "field_name",
    "function_stem",
    "identifier",
    "is_field_name",
    "module_name",
    "pascal",
    "snake_field_name",
    "unused",
]

_LONGEST_MODULE: Final = 80
_WORD: Final = re.compile(r"[^\W_]+")
_WORD_START: Final = re.compile(r"(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])")

_RESERVED_FIELDS: Final = frozenset({"self", "unknown_fields"})
_MANGLED: Final = re.compile(r"^_+")

_KEPT: Final = 8192
"""The number of cached property names: many properties have the same."""


def _words_apart(name: str) -> str:
    """`RealtimeServerEvent` as `realtime_server_event`, `HTTPError_` as `http_error_`."""
    return _WORD_START.sub("_", name).lower()


def _snake_case(name: str) -> str:
    """`RealtimeServerEvent` as `realtime_server_event`, `HTTPError_` as `http_error`."""
    return _words_apart(name).strip("_")


def function_stem(name: str, taken: Container[str]) -> str:
    """The stem of function names for a name: snake case, unless another one has it.

    `taken` are stems in upper case: no two differ in case alone, as constants are named after them.
    """
    # Some characters are part of words for `re`, but not of names in Python, such as fractions.
    if not f"a{name}".isidentifier():
        name = "".join(character if f"a{character}".isidentifier() else "_" for character in name)
    plain = re.sub(r"\W", "_", name)
    candidate = re.sub(r"\W+|_+", "_", _snake_case(name)).strip("_") or "_"
    if candidate.upper() in taken:
        candidate = plain
    while candidate.upper() in taken:
        candidate += "_"
    return candidate


def unused(name: str, taken: Container[str]) -> str:
    """Append underscores to a name until it is not taken."""
    while name in taken:
        name += "_"
    return name


def module_name(text: str) -> str:
    """Make a package name of any text: `realtime.d.ts` gives `realtime`."""
    stem = re.sub(r"(\.d)?\.[cm]?tsx?$", "", text)
    module = re.sub(r"\W+", "_", _snake_case(stem), flags=re.ASCII).strip("_") or "spec"
    if module[0].isdigit():
        module = f"spec_{module}"
    module = module[:_LONGEST_MODULE]
    return f"{module}_" if is_forbidden(module) else module


@lru_cache(4096)
def pascal(text: str) -> str:
    """Join the capitalised words of a text, without all other characters."""
    return "".join(word[:1].upper() + word[1:] for word in _WORD.findall(text))


def identifier(text: str) -> str:
    """Replace each character that no identifier can have by its code."""
    normal = unicodedata.normalize("NFKC", text)
    if text.isidentifier() and normal == text:
        return text
    parts: list[str] = []
    for character in text:
        if f"a{character}".isidentifier() and unicodedata.normalize("NFKC", character) == character:
            parts.append(character)
        elif character.isascii():
            parts.append("_")
        else:
            parts.append(f"_u{ord(character):x}_")
    # Python normalises identifiers, which may make two characters equal.
    return unicodedata.normalize("NFKC", re.sub(r"_{2,}", "_", "".join(parts)))


@lru_cache(_KEPT)
def field_name(wire_name: str) -> str:
    """The Python name of a property: its wire name unless Python forbids that.

    Two leading underscores would be mangled or special, so all leading ones are removed if there
    are several; a keyword gets one at its end.
    """
    if wire_name.isidentifier() and unicodedata.normalize("NFKC", wire_name) == wire_name:
        name = wire_name
    else:
        name = identifier(wire_name).strip("_")
    if name.startswith("__"):
        name = _MANGLED.sub("", name).rstrip("_") + "_"
    if not name.strip("_"):
        name = "empty" if wire_name == "" else "field"
    if not (name[0].isalpha() or name[0] == "_"):
        name = f"field_{name}"
    if keyword.iskeyword(name) or name in _RESERVED_FIELDS:
        name = f"{name}_"
    return name


def is_field_name(wire_name: str) -> bool:
    """Whether the wire name of a property can be that of a field."""
    return field_name(wire_name) == wire_name


def snake_field_name(wire_name: str) -> str:
    """The field name in snake case; one without capitals stays as it is."""
    name = field_name(wire_name)
    return name if name == name.lower() else field_name(_words_apart(name))


def escaped_field_name(wire_name: str) -> str:
    """A name that is unique to a wire name, for fields that would collide."""
    escaped = "".join(
        character if character.isascii() and character.isalnum() else f"_x{ord(character):x}_"
        for character in wire_name
    )
    return f"field_{escaped}".rstrip("_")
