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


_KEYED: Final = (
    *(
        "Record<Tone, 1>",
        "{ [K in Tone]: [K] }",
        "{ [K in Tone]?: 1 }",
        "ByTone",
        "Partial<ByTone>",
    ),
    *("Data<Record<Tone, 1>>", "Record<Tone | 'z', 1>", "ByTone & { z: 1 }", "Record<Mixed, 1>"),
    *("{ 'a': 1; b: 2 }", "Record<Named, Tone>", "Pick<Record<Named, 1>, Named.Up>", "Other"),
    "{ [K in Tone as K]: 1 }",
    "Omit<ByTone, 'z'>",
)
_TAKEN: Final = (
    *("keyof T", "Omit<T, Tone.A>", "Exclude<keyof T, Tone.A>", "Extract<keyof T, Tone.Be>"),
    *("Omit<T, 'a'>", "Omit<T, Named>", "Extract<keyof T, string>", "Data<Omit<T, Tone.A>>"),
    *("{ [K in keyof T as K extends Tone.A ? never : K]: 1 }", "keyof T extends Tone ? 1 : 0"),
    *("{ [K in keyof T]: K extends Tone.A ? 1 : 2 }", "Tone extends keyof T ? 1 : 0", "T"),
    *("'a' extends keyof T ? 1 : 0", "{ [K in keyof T]: K }", "Partial<Omit<T, Tone.Be>>"),
    *(
        "Extract<keyof T, Mixed | Named>",
        "{ [K in keyof T as `on${K & string}`]: K }",
        "T[keyof T]",
    ),
    *("Pick<T, Exclude<keyof T, Tone.A>>", "keyof (T | Record<Tone, 2>)", "keyof (T & { q: 1 })"),
)


@pytest.mark.network
def test_keys_that_are_members_of_an_enum_stay_them(tmp_path: Path) -> None:
    """Law: in `keyof`, and what is left out, picked and renamed by it."""
    require_node()
    before = (
        _BEFORE
        + """
interface ByTone { [Tone.A]: 1; [Tone.Be]?: 2 }
declare class Other { [Named.Up]: 1; [Tone.A]: Tone; z?: 1 }
"""
    )
    types = [(keyed, form, False) for keyed, form in product(_KEYED, _TAKEN)]
    told = told_beside([file_of(types, before)], tmp_path)
    assert told.wrong == [], str(told)
    assert told.right > 0.95 * told.taken > 0.8 * 0.95 * len(types)


_OTHERS: Final = """
declare enum Base { A = 256, B = 1024, C = A | B }
declare enum Kind { X = Base.A, Y = Base['B'], Z = Base.C + 1 }
declare enum Text { A = 'a', B = `${Text.A}b` }
declare enum More { A = Text.B, B = `${Text.A}-${Kind.X}`, C = -Kind.Y }
declare namespace Inner { export enum Deep { A = Base.A, B = Text.A, C = Kind.Z << 1 } }
declare enum Same { A = Base.B, B = Same.A, X = Kind.X }
declare enum Split { A = 5 } declare enum Split { B = Split.A }
"""


@pytest.mark.network
def test_members_of_other_enums_have_their_values(tmp_path: Path) -> None:
    require_node()
    enums = ("Kind", "More", "Inner.Deep", "Same", "Split", "Text")
    forms = ("T", "`${T}`", "{ [K in T]: 1 }", "{ [K in T]: K }", "T extends 256 | 'a' ? [T] : T")
    types = [(enum, form, False) for enum, form in product(enums, forms)]
    told = told_beside([file_of(types, _OTHERS)], tmp_path)
    assert told.wrong == [], str(told)
    assert told.right == told.taken == len(types)
