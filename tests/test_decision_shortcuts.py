"""What decisions leave untried tells no members apart: with and without it they are the same."""

from __future__ import annotations

import pytest
from hypothesis import example, given, strategies as st

from realtime_codegen.frontend.resolve.decisions import Decider
from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.text.source import MemoryFiles

_VALUES = ("'x'", "'y'", "'x' | 'y'", "string", "1", "null | 'x'", "{ in: 'x' }")

_member = st.dictionaries(
    st.sampled_from(("a", "b", "c", "d?", "a?")), st.sampled_from(_VALUES), max_size=4
)


def _decided(text: str) -> str:
    result = compile_spec(
        MemoryFiles({"spec.d.ts": text.encode()}), "spec.d.ts", Options(targets=("model",))
    )
    assert not result.failed
    return "".join(result.files.values())


@given(st.lists(_member, min_size=2, max_size=6))
@example([{"a": "'x'"}, {"a": "string"}])
@example([{"a": "'x'"}, {"a": "'x' | 'y'"}])
def test_what_literals_have_in_common_is_left_untried(members: list[dict[str, str]]) -> None:
    """Law: decisions are those that trying each property gives."""
    heirs = "".join(
        f"interface I{number} {{ {'; '.join(f'{key}: {value}' for key, value in member.items())} }}"
        f" interface H{number} extends I{number} {{ more: {number} }}"
        for number, member in enumerate(members)
        if not {"a", "a?"} <= member.keys()
    )
    if not heirs:
        return
    names = [name for name in heirs.split() if name[0] in "IH" and name[1:].isdigit()]
    text = f"{heirs} export type U = {' | '.join(dict.fromkeys(names))}; export type E = 1;"
    quick = _decided(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Decider, "_tells_none_apart", lambda *_: False)
        assert _decided(text) == quick


def test_what_an_interface_and_its_heir_share_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = 0
    split = Decider._split

    def counted(self: Decider, *given: object) -> object:
        nonlocal tried
        tried += 1
        return split(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Decider, "_split", counted)
    fields = "".join(f"p{number}: {number}; " for number in range(50))
    both = f"interface B {{ {fields} }} interface C extends B {{ x: 1 }}"
    _decided(f"{both} export interface A {{ q: B | C | {{ a: 1 }} }}")
    assert tried < 10
