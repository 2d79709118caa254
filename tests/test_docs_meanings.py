"""The meaning of a field takes no longer for a union of many than for one of a few."""

from __future__ import annotations

from typing import cast

from realtime_codegen.model import NULL, Array, DeclId, Primitive, Ref, Type, Union
from realtime_codegen.targets.docs.meanings import Meanings
from realtime_codegen.targets.docs.places import Places
from tests.tools.counting import calls_of


def _calls(type_: Type) -> int:
    meanings = Meanings(cast(Places, None))
    return calls_of(lambda: meanings._of_type(type_, str), in_c=True)


def test_a_union_of_many_has_no_meaning_of_its_own_at_once() -> None:
    members = [Ref(DeclId("m", (f"I{number}",))) for number in range(500)]
    few, many = (Union((*members[:count], NULL)) for count in (5, 500))
    assert _calls(few) == _calls(many) == _calls(Array(many))


def test_null_is_no_member_of_its_own() -> None:
    text = Primitive("string")
    assert Meanings(cast(Places, None))._of_type(Union((NULL, Array(text))), str) == ""
