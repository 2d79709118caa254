"""Make a text of Python shorter before it is parsed, without a change of what parsing it tells."""

from __future__ import annotations

import keyword
import re
from typing import Final

__all__ = ["thinned"]

_NAME: Final = "[A-Za-z_][A-Za-z0-9_]*+"
_DEFINED: Final = rf"(?!None\b){_NAME}"
_TEXT: Final = r'"[ !#-\[\]-~]++"'
_INTEGER: Final = r"-?(?:0|[1-9][0-9]{0,17}+)(?![0-9A-Za-z_.])"
_DOTTED: Final = rf"{_NAME}(?:\.{_NAME})*+"
_ATOM: Final = rf"(?:{_DOTTED}(?:\({_TEXT}\))?+|{_TEXT}|{_INTEGER})"
"""A name, what is made of one text, a text without quotes or escapes, or an integer.

The integer is read at once.
"""


def _brackets(argument: str) -> str:
    return rf"\[{argument}(?:, {argument})*+\]"


def _union(argument: str) -> str:
    """A union of atoms, each of which may have arguments in brackets."""
    operand = rf"{_ATOM}(?:{_brackets(argument)})?+"
    return rf"{operand}(?: \| {operand})*+"


_ARGUMENT: Final = _union(_ATOM)
_TYPE: Final = _union(_ARGUMENT)
_FIELD: Final = rf"    {_NAME}: {_TYPE}(?: = {_ATOM})?+\n"
_DOCSTRING: Final = r'    """(?:[^"\\]|"(?!""))*+"""\n\n?+'
_PLAIN_FIELDS: Final = re.compile(
    rf"^(class {_NAME}(?:\({_NAME}(?:, {_NAME})*+\))?+:\n(?:{_DOCSTRING})?+)(?:{_FIELD})++",
    re.MULTILINE,
)
"""The head of a class, its docstring, and fields of a line that certainly parse.

A head is no part of another statement. Within a text, of which a docstring may then be the end,
the fields are text as well: none has three quotes. Names that are keywords are not told apart.
"""
_ITEMS: Final = "|".join(
    rf"{item},\n(?:\1{item},\n)++"
    for item in (
        *(_DEFINED, _TEXT, _INTEGER),
        *(f"{_NAME}{_brackets(_ARGUMENT)}", f"{_TEXT}: {_TYPE}"),
    )
)
_PLAIN_ITEMS: Final = re.compile(rf"(?<!\\\n)^( {{4,}}+)(?:{_ITEMS})", re.MULTILINE)
"""Items of one kind in brackets, each in a line of its own that certainly parses.

The text around them parses with the first of them exactly if it does with all, unless it is a
pattern of `match`: in a target or among parameters, none may stand where the first may not.
"""
_OVERLOAD: Final = (
    rf"    @overload\n    def {_DEFINED}\(self(?:, {_NAME}: {_TYPE})*+(?:, /)?+\)"
    rf" -> (?:{_NAME}\[\[{_TYPE}\], {_TYPE}\]|{_TYPE}): \.\.\.\n"
)
_PLAIN_OVERLOADS: Final = re.compile(rf"^({_OVERLOAD})(?:{_OVERLOAD})++", re.MULTILINE)
"""Overloads of methods, each of which certainly parses, and behind another one."""
_CASE: Final = re.compile(r"^[ \t\f]*case\b", re.MULTILINE)
_TEXTS: Final = re.compile(_TEXT)
_KEYWORD: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(set(keyword.kwlist) - {'None'}))}|None(?=:))\b"
)


def thinned(part: str) -> str:
    """A text that parses exactly if `part` does, with the same definitions and less to parse.

    Making a tree of a field takes thirty times as long as seeing that it is plain.
    """
    part = _PLAIN_FIELDS.sub(_without_fields, part)
    part = _PLAIN_OVERLOADS.sub(_with_one_overload, part)
    return part if _CASE.search(part) else _PLAIN_ITEMS.sub(_with_one_item, part)


def _without_fields(match: re.Match[str]) -> str:
    head = match[1]
    return match[0] if _names_keyword(match[0][len(head) :]) else f"{head}    pass\n"


def _with_one_overload(match: re.Match[str]) -> str:
    first = match[1]
    # Each has a keyword before its name, and a colon behind its result, which may be None.
    others = match[0][len(first) :].replace("\n    def ", "\n").replace(": ...\n", "\n")
    return match[0] if _names_keyword(others) else first


def _with_one_item(match: re.Match[str]) -> str:
    first, _, others = match[0].partition("\n")
    return match[0] if _names_keyword(others) else f"{first}\n"


def _names_keyword(text: str) -> bool:
    """Whether a keyword is among the names of plain fields or items."""
    if not _KEYWORD.search(text):
        return False
    return _KEYWORD.search(_TEXTS.sub("0", text)) is not None
