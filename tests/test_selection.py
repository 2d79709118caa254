"""Parts of a spec: what roots reach, no comments, no internal properties."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st

from realtime_codegen.cli import main
from realtime_codegen.model import Model, refs, types_of
from realtime_codegen.model.selection import reached_from
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles, MemoryFiles, SourceFile
from tests.tools.models import HOSTILE, examples, models, text_of
from tests.tools.packages import ENTRY, compiled, import_package

ROOT = Path(__file__).parents[1]
GA = ROOT / "spec" / "openai-realtime-ga"
SPEC = """
/** First. */
export interface Started {
  type: 'started';
  /** Shown. */
  inner?: Inner;
  /** @internal */
  hidden?: Hidden;
}
export interface Inner { again?: Inner; map: { [key: string]: Leaf } }
export interface Leaf { a: 1 }
export interface Hidden { h: 1 }
/** @deprecated Old. */
export interface Ended { type: 'ended' }
export type Event = Started | Ended;
export enum Unused { /** One. */ A = 'a' }
"""


def names(*roots: str, internal: bool = True) -> set[str]:
    """The declarations that are left of the spec above."""
    given_ = Options(roots=roots, internal=internal)
    model = load_model(MemoryFiles({ENTRY: SPEC.encode()}), ENTRY, given_).model
    assert model is not None
    return {str(declaration.id) for declaration in model.declarations}


@pytest.mark.parametrize(
    ("roots", "expected"),
    [
        (["Leaf"], {"Leaf"}),
        (["Inner"], {"Inner", "Leaf"}),
        (["started"], {"Started", "Inner", "Leaf", "Hidden"}),
        (["*ded"], {"Ended"}),
        (["E*t"], {"Event", "Started", "Ended", "Inner", "Leaf", "Hidden"}),
        (["Leaf", "Ended"], {"Leaf", "Ended"}),
        (["*"], {"Event", "Started", "Ended", "Inner", "Leaf", "Hidden", "Unused"}),
    ],
)
def test_roots(roots: list[str], expected: set[str]) -> None:
    assert names(*roots) == expected


def test_internal_properties_are_left_out() -> None:
    assert "Hidden" not in names("Event", internal=False)
    assert "Hidden" in names("Event")


INTERNAL = """
export interface A { type: 'a'; /** @internal */ h?: { x: { y: 1 } }; k?: { z: Kept } }
/** @internal */
export interface B { type: 'b'; n: { m: 1 } }
/** Of A. @internal */
export interface Kept { l: Gone[] }
/** @internal */
export type Gone = { o: 1 };
/** @internal */
export interface Unused { u: { v: 1 } }
/** @internal */
export enum Number { One = 1 }
"""


def left_of(text: str) -> set[str]:
    """The declarations that are left without what is internal."""
    files = MemoryFiles({ENTRY: text.encode()})
    model = load_model(files, ENTRY, Options(internal=False)).model
    assert model is not None
    return {str(declaration.id) for declaration in model.declarations}


def test_internal_types_are_left_out_where_nothing_needs_them() -> None:
    assert left_of(INTERNAL) == {"A", "A.k", "Kept", "Gone"}
    union = f"{INTERNAL}export type E = A | B;"
    assert left_of(union) == {"A", "A.k", "Kept", "Gone", "E", "B", "B.n"}


def test_something_is_left_where_all_is_internal() -> None:
    assert left_of("/** @internal */ export interface A { a: 1 }") == {"A"}


@examples(60)
@given(models(HOSTILE), st.data())
def test_a_part_is_closed_and_no_larger_than_needed(drawn: Model, data: st.DataObject) -> None:
    """For random models: what is left refers to nothing that is not, and is reached by a root."""
    files = MemoryFiles({ENTRY: text_of(drawn).encode()})
    whole = load_model(files, ENTRY, Options()).model
    if whole is None or not whole.declarations:
        return
    root = data.draw(st.sampled_from(whole.declarations)).id
    part, idle = reached_from(whole, [str(root).replace("[", "[[]").replace("*", "[*]")])
    assert idle == ()
    inside = {declaration.id for declaration in part.declarations}
    assert root in inside
    by_id = whole.by_id()
    named = {each.id for each in whole.declarations if str(each.id) == str(root)}
    tagged = {id_ for group in whole.groups for tag, id_ in group.members if tag == str(root)}
    reached = named | tagged
    while (
        more := {to for id_ in reached for type_ in types_of(by_id[id_]) for to in refs(type_)}
        - reached
    ):
        reached |= more
    assert inside == reached
    assert {group.id for group in part.groups} == {g.id for g in whole.groups} & inside


def test_without_comments(tmp_path: Path) -> None:
    files = MemoryFiles({ENTRY: SPEC.encode()})
    result = compiled(files, "no_comments", docs=False)
    assert not result.failed, result.diagnostics
    text = "".join(result.files.values())
    assert "First." not in text
    assert "Shown." not in text
    assert "Old." not in text
    package = import_package(tmp_path, result.files, "no_comments")
    assert package.decode_event('{"type": "ended"}', strict=True) == package.Ended()
    assert "@deprecated(" in result.files["no_comments/models.py"]


def test_the_two_unions_of_the_ga_api() -> None:
    """Of 222 classes they need 139; facts about the others are no errors."""
    facts = SourceFile("facts.toml", (GA / "facts.toml").read_bytes())
    roots = ("RealtimeServerEvent", "RealtimeClientEvent")
    result = compiled(DiskFiles(GA), "two_unions", "realtime.d.ts", facts=facts, roots=roots)
    assert not result.failed, result.diagnostics
    assert result.files["two_unions/models.py"].count("\nclass ") == 139


def test_facts_of_what_is_left_out_are_left_out() -> None:
    facts = SourceFile("facts.toml", (GA / "facts.toml").read_bytes())
    roots = ("InputAudioBufferClearEvent",)
    result = compiled(DiskFiles(GA), "one_event", "realtime.d.ts", facts=facts, roots=roots)
    assert not result.failed, result.diagnostics


def test_roots_are_given_by_command_and_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.d.ts").write_text(SPEC, encoding="utf-8")
    run = CliRunner().invoke
    done = run(main, ["a.d.ts", "--root", "Inner", "--no-docs", "--no-internal"])
    assert done.exit_code == 0, done.output
    models_of = tmp_path / "generated" / "a" / "models.py"
    assert models_of.read_text("utf-8").count("\nclass ") == 2
    wrong = run(main, ["a.d.ts", "--root", "Innner"])
    assert wrong.exit_code == 2
    assert "RC305" in wrong.output
    configuration = {"source": "a.d.ts", "roots": ["ended"], "docs": False}
    lines = [f"{key} = {json.dumps(value)}" for key, value in configuration.items()]
    (tmp_path / "realtime-codegen.toml").write_text("\n".join(["[specs.a]", *lines]), "utf-8")
    assert run(main, []).exit_code == 0
    assert models_of.read_text("utf-8").count("\nclass ") == 1


def test_the_package_has_its_comments(realtime: ModuleType) -> None:
    assert realtime.SessionUpdateEvent.__doc__
