"""Members of unions that values of one field tell apart: literals, null and kinds of values."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import pytest

from tests.tools.night import sampled
from tests.tools.packages import compiled_text, import_package

_VALUES: Final = ("a", "b", 1, 2, True, False, None)
_KINDS: Final[dict[str, Callable[[Any], bool]]] = {
    "'a'": lambda value: value == "a",
    "'b'": lambda value: value == "b",
    "1": lambda value: value == 1 and value is not True,
    "null": lambda value: value is None,
    "'a' | null": lambda value: value in ("a", None),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "true": lambda value: value is True,
}


@pytest.mark.parametrize("seed", sampled(range(300), 8))
def test_values_of_different_kinds_tell_members_apart(seed: int, tmp_path: Path) -> None:
    """Law: no warning where no value is of two members, and each value is read as its member."""
    rand = random.Random(f"scalar tags {seed}")
    chosen = rand.sample(sorted(_KINDS), rand.choice((2, 2, 3)))
    members = {f"M{number}": kind for number, kind in enumerate(chosen)}
    text = "".join(f"export interface {name} {{ t: {kind} }}\n" for name, kind in members.items())
    text += f"export interface Holder {{ one: {' | '.join(members)} }}\n"
    name = f"scalar_tags_{seed}"
    result = compiled_text(text, name, targets=("dataclasses",))
    told = [item for item in result.diagnostics if item.code == "RC208"]
    shared = [
        value
        for value in _VALUES
        for one, other in combinations(chosen, 2)
        if _KINDS[one](value) and _KINDS[other](value)
    ]
    assert bool(shared) or not told, text
    package: Any = import_package(tmp_path, result.files, name)
    for value in _VALUES:
        fitting = {member for member, kind in members.items() if _KINDS[kind](value)}
        if fitting:
            holder = package.decode(package.Holder, {"one": {"t": value}}, strict=True)
            assert type(holder.one).__name__ in fitting, (value, text)
        else:
            with pytest.raises(package.DecodeError):
                package.decode(package.Holder, {"one": {"t": value}}, strict=True)
