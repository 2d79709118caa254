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
from realtime_codegen.model.json import from_json, to_json
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
        (["started"], {"Event", "Started", "Inner", "Leaf", "Hidden"}),
        (["*ded"], {"Event", "Ended"}),
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
    named = {
        declaration.id for declaration in whole.declarations if str(declaration.id) == str(root)
    }
    tagged = {id_ for group in whole.groups for tag, id_ in group.members if tag == str(root)}
    reached = named | tagged
    cut = {group.id for group in whole.groups if str(root) in group.tags}
    while (
        more := {to for id_ in reached for type_ in types_of(by_id[id_]) for to in refs(type_)}
        - reached
    ):
        reached |= more
    assert inside == reached | cut
    assert {group.id for group in part.groups} == {g.id for g in whole.groups} & inside


EVENTS = """
export interface A { type: 'a'; b?: B } export interface B { type: 'b'; x: number }
export interface C { type: 'c'; of: Of } export interface D { type: 'd' }
export interface Of { o: 1 }
export interface E { kind: 'a' } export interface F { kind: 'f' }
export type Client = A | B; export type Server = C | D | A; export type Both = Client | Server;
export type Other = E | F;
"""


@examples(40)
@given(st.sets(st.sampled_from("abcdf"), min_size=1))
def test_events_by_tag_keep_their_groups(tags: set[str]) -> None:
    """Each group of the events is there with these alone, and decodes them; others are unknown."""
    files = MemoryFiles({ENTRY: EVENTS.encode()})
    whole = load_model(files, ENTRY, Options()).model
    part = load_model(files, ENTRY, Options(roots=tuple(sorted(tags)))).model
    assert whole is not None
    assert part is not None
    left = {declaration.id for declaration in part.declarations}
    for group in whole.groups:
        expected = tuple(member for member in group.members if member[1] in left)
        mine = [one for one in part.groups if one.id == group.id]
        assert [one.members for one in mine] == ([expected] if tags & {*group.tags} else [])
        assert tags & {*group.tags} <= {tag for tag, _ in expected}
    assert from_json(to_json(part)) == part


@pytest.mark.parametrize("roots", [("a",), ("c", "b"), ("a", "f"), ("b", "A"), ("Server", "b")])
def test_a_package_of_events_by_tag(tmp_path: Path, roots: tuple[str, ...]) -> None:
    """It is made of all targets, decodes as the whole package does, and dispatches."""
    files = MemoryFiles({ENTRY: EVENTS.encode()})
    name = f"by_tag_{'_'.join(roots)}"
    result = compiled(files, name, roots=roots)
    assert not result.failed, result.diagnostics
    package = import_package(tmp_path, result.files, name)
    messages = (
        ("A", {"type": "a"}),
        ("B", {"type": "b", "x": 1}),
        ("C", {"type": "c", "of": {"o": 1}}),
    )
    for class_, message in messages:
        kept = hasattr(package, class_)
        assert kept or (message["type"] not in roots and "Server" not in roots)
        decode = package.decode_both
        event = decode(message)
        if kept:
            assert type(event) is getattr(package, class_)
            assert decode(message, strict=True) == event
        else:
            assert type(event) is package.UnknownEvent
        assert package.to_dict(event) == message
    heard: list[object] = []
    dispatcher = package.BothDispatcher()
    dispatcher.on_any(heard.append)
    dispatcher.dispatch({"type": "zzz"})
    assert heard


@pytest.mark.parametrize("root", ["InputAudioBufferClearEvent", "RealtimeSession"])
def test_roots_without_events_are_told_which_to_add(root: str) -> None:
    facts = SourceFile("facts.toml", (GA / "facts.toml").read_bytes())
    result = compiled(DiskFiles(GA), "no_events", "realtime.d.ts", facts=facts, roots=(root,))
    [told] = (one.message for one in result.diagnostics if "dispatcher" in one.message)
    assert "add the root RealtimeServerEvent or RealtimeClientEvent" in told or (
        "add the root RealtimeClientEvent or RealtimeServerEvent" in told
    )
    assert "--group" not in told


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
