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


_INFERRED: Final = (
    *("`${infer X extends T}`", "`x-${infer X extends T}`", "`${infer X extends T}-${infer Y}`"),
    *("`${infer X extends T | number}`", "`${infer X extends T | 'q'}`"),
    "`${infer X extends T | boolean}${infer Y}`",
)
_TEXTS: Final = ("a", "be-c", "x-a", "3", "x-3", "UP-a", "q", "0", "2", "x-UP", "true", "s", "")


@pytest.mark.network
def test_members_are_inferred_from_texts(tmp_path: Path) -> None:
    """Law: `infer X extends Enum` in a template is the member with that text or number."""
    require_node()
    before = (
        _BEFORE
        + "declare enum Loose { A, Two = 2 }\ndeclare enum Numbers { Zero = 0, Three = 3 }\n"
    )
    enums = ("Tone", "Alone", "Mixed", "Named", "Numbers", "Tone | Mixed", "Named.Up")
    types = [
        (enum, f"'{text}' extends {pattern} ? [X, X extends T ? 1 : 0] : 0", False)
        for enum, text, pattern in product(enums, _TEXTS, _INFERRED)
    ]
    told = told_beside([file_of(types, before)], tmp_path)
    assert told.wrong == [], str(told)
    assert told.right == told.taken > 0.9 * len(types)


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


_AS_VALUES: Final = """
declare enum Text { A = 'a', B = 'b' }
declare enum Whole { One = 1, Two = 2 }
declare enum Mixed { One = 1, S = 's' }
declare const enum Fixed { P = 5 }
declare enum Loose { A, B, Sea = 'sea' }
declare enum Split { A = -1, B = 1.5 }
declare enum Beside { A = 'a', B = 'b' }
declare namespace Beside { const some: Beside[]; function f(): void; interface Extra { a: 1 } }
declare enum Numbered { A = 'a' }
declare namespace Numbered { const all: 1; type T = Numbered.A }
declare namespace Inner {
  enum Deep { A = 'a', B = 2 }
  namespace Deep { const more: 'more'; namespace Lower { const low: 1 } }
  interface Both { a: 1 }
  const Both: { b: Deep };
}
"""
_VALUES: Final = (
    *("Text", "Whole", "Mixed", "Fixed", "Loose", "Split", "Beside", "Numbered"),
    *("Inner", "Inner.Deep", "Inner.Both"),
)
_OF_VALUES: Final = (
    *("typeof T", "(typeof T)[number]", "keyof typeof T", "{ [K in keyof typeof T]: K }"),
    *("{ [K in keyof typeof T]?: (typeof T)[K] }", "Partial<typeof T>", "Readonly<typeof T>[]"),
    *("Required<Partial<typeof T>>", "Record<keyof typeof T, 1>", "typeof T & { x: 1 }"),
    *("Omit<typeof T, 'A'>", "(typeof T)[keyof typeof T]", "[typeof T, 1]", "typeof T | 0"),
    *("typeof T extends { [n: number]: string } ? 1 : 0", "Pick<typeof T, keyof typeof T>"),
    *("{ [K in keyof typeof T as `on${K}`]: 1 }", "keyof (typeof T & { x: 1 })"),
    *("typeof T extends { [n: number]: infer V } ? V : 0", "typeof T extends object ? 1 : 0"),
)


@pytest.mark.network
def test_enums_as_values(tmp_path: Path) -> None:
    """Law: the names of their members by number, and the namespaces beside them."""
    require_node()
    types = [(value, form, False) for value, form in product(_VALUES, _OF_VALUES)]
    told = told_beside([file_of(types, _AS_VALUES)], tmp_path)
    assert told.wrong == [], str(told)
    assert told.right > 0.95 * told.taken > 0.8 * 0.95 * len(types)


_NAMED_BY: Final = (
    *("{ [Loose.A]: 1 }", "{ [Loose.A]: 1; [Loose.B]?: 2 }", "{ [Loose.Sea]: 1; [Loose.A]: 2 }"),
    *("{ [Loose.B]: Loose.A }", "ByLoose", "Heir"),
)


@pytest.mark.network
def test_properties_named_by_members_without_a_value(tmp_path: Path) -> None:
    require_node()
    before = (
        _AS_VALUES
        + """
interface ByLoose { [Loose.A]: 'a'; [Loose.B]: 'b'; own: 1 }
declare class Heir implements ByLoose { [Loose.A]: 'a'; [Loose.B]: 'b'; own: 1 }
"""
    )
    forms = (
        "T",
        "keyof T",
        "T[number]",
        "{ [K in keyof T]: T[K] }",
        "Partial<T>",
        "Record<'a', T>",
    )
    types = [(named, form, False) for named, form in product(_NAMED_BY, forms)]
    told = told_beside([file_of(types, before)], tmp_path)
    assert told.wrong == [], str(told)
    assert told.right == told.taken > 0.8 * len(types)


_SETTERS: Final = """
declare class Own { set s(value: 1); get g(): 2; set g(value: 2); own?: 3 }
declare class Below extends Own { set other(value: 1); m(): void }
interface Setting { set s(value: 1); own: 3 }
type Data<T> = { [K in keyof T]: T[K] };
type Flags<T> = { readonly [K in keyof T]?: boolean };
"""


@pytest.mark.network
def test_what_can_only_be_set_is_not_mapped(tmp_path: Path) -> None:
    require_node()
    sources = ("Own", "Below", "Setting", "Own & { x: 1 }", "Own | Setting", "Pick<Own, 's' | 'g'>")
    forms = (
        *("Data<T>", "Flags<T>", "Partial<T>", "Data<Data<T>>", "Omit<T, 'own'>", "Required<T>"),
        *("{ [K in keyof T]-?: 1 }", "{ [K in keyof T as K extends 's' ? never : K]: 1 }"),
    )
    types = [(source, form, False) for source, form in product(sources, forms)]
    told = told_beside([file_of(types, _SETTERS)], tmp_path)
    assert told.wrong == [], str(told)
    assert told.right > 0.95 * told.taken > 0.8 * 0.95 * len(types)
