"""Counts in samples whose total is the sum of the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from ..runtime import _shapes as shapes

__all__ = ["is_count", "sums"]

_Words: TypeAlias = tuple[str, ...]
_Numbers: TypeAlias = dict[_Words, "int | float"]

_NUMBERS: Final = frozenset({shapes.NUMBER.name, shapes.INTEGER.name})
_WORD: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_DETAIL: Final = "detail"
_TOTAL: Final = "total"
_KINDS: Final = ("text", "audio", "image", "video")
"""The kinds of counts that do not overlap; cached ones are included in them."""
_WAYS: Final = (("input", "output"), ("prompt", "completion"), ("prompt", "response"))
"""The names of the counts of input and of output, which add up to the total."""


def is_count(shape: shapes.Object, declared: shapes.Shapes) -> bool:
    """Whether an object has nothing but numbers, and objects with details of these.

    Any other field makes it False. `declared` has the shapes behind names.
    """
    numbers = 0
    for name, field in (*shape.required.items(), *shape.optional.items()):
        if isinstance(field, shapes.Kind) and field.name not in _NUMBERS:
            return False  # Most fields are texts.
        kinds = tuple(shapes.variants(declared, field))
        if any(isinstance(kind, shapes.Kind) and kind.name in _NUMBERS for kind in kinds):
            numbers += 1
        elif not _is_detail(name) or not any(isinstance(kind, shapes.Named) for kind in kinds):
            return False
    return numbers > 1


def _is_detail(name: str) -> bool:
    return _DETAIL in name.lower() and _words(name)[-1:] == (_DETAIL,)


def sums(count: Mapping[str, Any]) -> Iterator[tuple[str, int | float]]:
    """The numbers of an object that are sums, each with its name.

    `text_tokens` and `audio_tokens` in `input_token_details` add up to `input_tokens`, and these
    and the `output_tokens` to `total_tokens`.
    """
    names = {_words(name): name for name in count}
    numbers = _numbers(count)
    for words, name in names.items():
        if words[-1:] == (_DETAIL,) and words[:-1] in numbers and isinstance(count[name], Mapping):
            parts = _numbers(count[name])
            unit = words[1:-1]
            inside = _sum(parts, ((kind, *unit) for kind in _KINDS if (kind, *unit) in parts))
            if inside is not None:
                numbers[words[:-1]] = inside
                yield names[words[:-1]], inside
    for words in numbers:
        if words[:1] == (_TOTAL,):
            ways = (_sum(numbers, ((way, *words[1:]) for way in both)) for both in _WAYS)
            total = next((way for way in ways if way is not None), None)
            if total is not None:
                yield names[words], total


def _sum(numbers: _Numbers, parts: Iterable[_Words]) -> int | float | None:
    """The sum of at least two numbers; None if one of them is missing."""
    values = [numbers.get(part) for part in parts]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) > 1 else None


def _numbers(count: Mapping[str, Any]) -> _Numbers:
    return {
        _words(name): value
        for name, value in count.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _words(name: str) -> _Words:
    """The words of a name in the singular: `input_token_details` is for `input_tokens`."""
    return tuple(word.lower().removesuffix("s") for word in _WORD.findall(name))
