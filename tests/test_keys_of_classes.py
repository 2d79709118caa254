"""Properties named by the static members of classes are those that the compiler has."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.node import require_node

_BEFORE: Final = """
declare class Names {
  static readonly A: "a-a"; static readonly B = "b-b"; static readonly N: 5;
  static readonly S: unique symbol; static readonly O: { readonly x: "ox" };
  static readonly D: Names.Kept;
}
declare namespace Names { type Kept = "kept"; const K: "of a namespace"; }
declare class Heir extends Names { static readonly A: "a-a"; static readonly C: "c" }
declare const made: { new (): {}; readonly M: "m" };
declare class Made extends made {}
declare namespace ns { class Inner { static readonly Z: "z" } const I: typeof Inner; }
"""
_NAMES: Final = (
    *("Names.A", "Names.B", "Names.N", "Names.S", "Names.O.x", "Names.D", "Names.K"),
    *("Heir.A", "Heir.B", "Heir.C", "Made.M", "ns.Inner.Z", "ns.I.Z"),
)
_FORMS: Final = (
    *("{ [#]: 1 }", "{ [#]?: string }", "{ readonly [#]: 1; more: 2 }", "keyof { [#]: 1 }"),
    *("{ [#]: 1 }[typeof #]", "{ [#](): 1; more: 2 }", "{ [#]: 1 } & { [Heir.C]?: 2 }"),
    *("Partial<{ [#]: 1 }>", "{ [#]: 1; [Heir.C]: 1 }['c']", "Record<typeof # & string, 1>"),
)


@pytest.mark.network
def test_a_static_member_is_a_key(tmp_path: Path) -> None:
    require_node()
    types = [form.replace("#", name) for name, form in product(_NAMES, _FORMS)]
    types = [type_ for type_ in types if type_.count("[Heir.C]") < 2]
    assert wrong_types(values_beside(tmp_path, _BEFORE, types, is_sound=True), types) == []
