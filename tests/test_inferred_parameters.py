"""Laws: what conditions infer at the parameters of functions is what the compiler infers."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import file_of, told_beside
from tests.tools.node import require_node

_WAYS: Final = {
    "() => {0}": "() => {0}",
    "(a: {0}) => void": "(a: {0}) => void",
    "(...a: [{0}]) => void": "(...a: {0}) => void",
    "(a: 1, ...b: [2, {0}]) => void": "(a: 1, ...b: {0}) => void",
    "new (a: {0}) => 1": "new (a: {0}) => 1",
    "(f: (a: {0}) => void) => void": "(f: (a: {0}) => void) => void",
    "(f: (...a: [{0}]) => 1) => void": "(f: (...a: {0}) => 1) => void",
    "(f: (g: (a: {0}) => void) => void) => void": "(f: (g: (a: {0}) => void) => void) => void",
    "{{ m(a: {0}): void }}": "{{ m(a: {0}): void }}",
    "{{ m(...a: [{0}]): void }}": "{{ m(...a: {0}): void }}",
    "{{ m(f: (a: {0}) => void): void }}": "{{ m(f: (a: {0}) => void): void }}",
    "{{ p: (a: {0}) => void }}": "{{ m(a: {0}): void }}",
}
"""Functions of a type, each with one of which it may be; braces are written twice."""
_PAIRS: Final = (("{ x: 1 }", "{ y: 2 }"), ("1", "'x'"))


def _types() -> list[str]:
    """Conditions that infer one type of two functions."""
    types = []
    for (way, asked), (other, also), (one, two) in product(_WAYS.items(), _WAYS.items(), _PAIRS):
        given = way.replace("p:", "m:").format(one), other.replace("p:", "m:").format(two)
        wanted = asked.format("infer A"), also.format("infer A")
        types.append(f"[{', '.join(given)}] extends [{', '.join(wanted)}] ? [A] : 0")
    return types


@pytest.mark.network
def test_one_type_is_inferred_of_two_parameters(tmp_path: Path) -> None:
    """Law: parameters are intersected, those of methods and of parameters are joined."""
    require_node()
    made = file_of([("0", type_, False) for type_ in _types()], "declare const none: 1;")
    told = told_beside([made], tmp_path)
    assert told.wrong == [], str(told)
    assert told.right > 0.8 * told.taken > 200
