"""Laws: an enum is the union of its members for what maps texts and names."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import file_of, told_beside
from tests.tools.node import require_node

_BEFORE: Final = """
declare enum Tone { A = 'a', Be = 'be-c' }
declare enum Alone { Only = 'only' }
declare enum Mixed { S = 's', N = 3 }
declare const enum Named { Up = 'UP', Down = 'down', Left = 'left' }
type Data<T> = { [K in keyof T]: T[K] };
"""
_ENUMS: Final = (
    *("Tone", "Tone.Be", "Alone", "Mixed", "Named", "Exclude<Named, Named.Up>", "Tone | 'z'"),
)
_FORMS: Final = (
    *("Uppercase<T & string>", "Lowercase<`x${T}`>", "Capitalize<Extract<T, string>>", "Data<T>"),
    *("Record<Uncapitalize<T & string>, 1>", "{ [K in T]: K }", "{ [K in T as `on${K}`]: K }"),
    *("{ [K in T as Exclude<K, 's'>]: K }", "{ [K in T as K extends Tone.A ? never : K]: [K] }"),
    *("{ [K in T as Capitalize<K & string>]?: K }", "{ [K in `${T}`]: K }", "`${T}-${T}`"),
    *("{ [K in T as K extends string ? `${K}s` : 'n']: K }", "T extends string ? [T] : T"),
)


@pytest.mark.network
def test_each_member_of_an_enum_is_mapped(tmp_path: Path) -> None:
    require_node()
    types = [(enum, form, False) for enum, form in product(_ENUMS, _FORMS)]
    told = told_beside([file_of(types, _BEFORE)], tmp_path)
    assert told.wrong == [], str(told)
    assert told.right == told.taken > 0.8 * len(types)
