"""Diagnostics name types as TypeScript writes them, and say what was not found."""

from __future__ import annotations

import pytest

from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.declarations import written
from tests.tools.night import sampled

INSTANCES = """
export interface Msg<T> { type: 'a'; value: T; inner: { kind: 'x'; v: T } | { kind: 'x'; w: T } }
export interface Other<T> { type: 'a'; value: T; on: () => void }
declare namespace N { interface In<T> { type: 'a'; a: T; '.<odd>': { kind: 'x'; '<': T } | T } }
export type U = Msg<string> | Msg<{ z: 1 }> | Other<Msg<number>> | N.In<'x-y'> | N.In<1>;
"""


def loaded(text: str, *groups: str) -> Loaded:
    options = Options(groups=groups)
    return load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", options)


def messages(result: Loaded) -> list[str]:
    return [f"{item.message} {item.advice or ''}" for item in result.diagnostics]


def test_instances_are_written_with_their_arguments() -> None:
    said = messages(loaded(INSTANCES))
    assert any("Msg<string>, " in text for text in said)
    assert any("N.In<" in text for text in said)
    assert not [text for text in said if ".<" in text]
    [refused] = (text for text in messages(loaded(INSTANCES, "Msg<strin>")) if "strin>" in text)
    assert "did you mean Msg<string>?" in refused


@pytest.mark.parametrize("seed", sampled(range(1, 401), 40))
def test_no_diagnostic_has_the_inner_form_of_a_name(seed: int) -> None:
    assert not [text for text in messages(loaded(written(seed))) if ".<" in text]


def test_a_union_in_a_generic_type_is_told_once_for_all_instances() -> None:
    said = [text for text in messages(loaded(INSTANCES)) if "share the tag kind" in text]
    assert len(said) == 1


def test_a_value_that_nobody_declares_is_named() -> None:
    text = "export interface V { a: typeof missing; b: typeof missing.of; c: typeof here.gone }"
    result = loaded(
        f"{text} declare const here: {{ x: 1 }}; export type D = typeof E.No; enum E {{ A }}"
    )
    assert [item.message for item in result.diagnostics] == [
        "'typeof missing' cannot be expressed: no declaration of the value 'missing' was found",
        "'typeof missing.of' cannot be expressed: no declaration of the value 'missing' was found",
        "'typeof here.gone' cannot be expressed: there is no such property",
        "'typeof E.No' cannot be expressed: there is no such property",
    ]
