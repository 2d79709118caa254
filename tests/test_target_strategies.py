"""The targets `strategies` and `fixtures`: values that are what they are said to be."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, find, given, settings, strategies as st
from hypothesis.errors import NoSuchExample

from realtime_codegen.pipeline import Options, Result, compile_spec, load_model
from realtime_codegen.runtime._ranks import ranks_of
from realtime_codegen.runtime._shapes import Named
from realtime_codegen.runtime._strategies import Strategies
from realtime_codegen.runtime._strict import find_problems
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles, MemoryFiles, SourceFile
from realtime_codegen.wire import lower
from tests.test_sample_laws import specs
from tests.tools.cases import USABLE, Case, model_of, over
from tests.tools.night import at_night, share
from tests.tools.packages import ENTRY, compiled_text, import_package, write_tree

ROOT = Path(__file__).parents[1]
SPECS = {
    "ga": (ROOT / "spec/openai-realtime-ga", "realtime.d.ts"),
    "beta": (ROOT / "spec/openai-realtime-beta", "resources/beta/realtime/realtime.d.ts"),
}
QUICK = settings(
    max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@cache
def made(which: str) -> Result:
    folder, entry = SPECS[which]
    facts = SourceFile("facts.toml", (folder / "facts.toml").read_bytes())
    targets = ("strategies", "fixtures")
    options = Options(targets, f"made_{which}", facts=facts)
    result = compile_spec(DiskFiles(folder), entry, options)
    assert not result.failed
    return result


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package of the GA API with its strategies."""
    yield import_package(tmp_path_factory.mktemp("made"), made("ga").files, "made_ga")
    for name in [name for name in sys.modules if name.partition(".")[0] == "made_ga"]:
        del sys.modules[name]


# ------------------------------------------------------------------- the law of strategies


def hold(shapes: Any, name: str, examples: int) -> None:
    """What is valid is taken, and what is made at all is JSON."""
    its = Strategies(st, shapes)

    @settings(QUICK, max_examples=examples)
    @given(its.messages(name), its.messages(name, "lenient"), its.messages(name, "nearly"))
    def run(valid: Any, lenient: Any, nearly: Any) -> None:
        assert find_problems(shapes, Named(name), valid) == []
        for value in (valid, lenient, nearly):
            assert json.loads(json.dumps(value)) == value

    run()


@over(tuple(case for case in USABLE if case.construct != "bad")[::10])
def test_strategies_of_a_case(case: Case) -> None:
    model, names = model_of(case)
    shapes = lower(model, names)
    for name in ranks_of(shapes):
        hold(shapes, name, 3)


@pytest.mark.nightly
@over(USABLE)
def test_strategies_of_each_case(case: Case) -> None:
    model, names = model_of(case)
    shapes = lower(model, names)
    for name in ranks_of(shapes):
        hold(shapes, name, 100)


@pytest.mark.parametrize("many", [2, at_night(pytest.param(1000, id="1000"))])
def test_strategies_of_random_specs(many: int) -> None:
    @settings(QUICK, max_examples=many)
    @given(specs())
    def run(text: str) -> None:
        model = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options()).model
        assume(model is not None)
        assert model is not None
        shapes = lower(model, package_names(model, ENTRY)[0])
        for name in ranks_of(shapes):
            hold(shapes, name, 2)
        for name in shapes.keys() - ranks_of(shapes).keys():
            with pytest.raises(ValueError, match="no finite value exists"):
                Strategies(st, shapes).messages(name)

    run()


@pytest.mark.parametrize("examples", [25, at_night(pytest.param(3000, id="3000"))])
def test_events_of_a_protocol(package: Any, examples: int) -> None:
    """Events are of the annotated classes, and give the message back."""
    make = package.strategies
    names = list(package._schema.SHAPES.objects())

    @settings(QUICK, max_examples=examples)
    @given(
        make.any_realtime_server_event(),
        make.messages("RealtimeServerEvent", "lenient"),
        st.sampled_from(names).flatmap(lambda name: make.events(getattr(package, name))),
    )
    def run(event: Any, lenient: Any, other: Any) -> None:
        message = package.to_dict(event)
        assert package.decode_realtime_server_event(message, strict=True) == event
        read = package.decode_realtime_server_event(lenient)
        assert package.to_dict(read) == lenient
        assert package.decode(type(other), package.encode(other), strict=True) == other

    run()


def test_kinds_have_what_they_are_for(package: Any) -> None:
    """Not every message of a kind, but some."""
    make, decode = package.strategies, package.decode_realtime_server_event

    def strictly(message: Any) -> bool:
        try:
            decode(message, strict=True)
        except package.DecodeError:
            return False
        return True

    some: dict[str, tuple[str, Callable[[Any], bool]]] = {
        "unknown tag": ("lenient", lambda m: isinstance(decode(m), package.UnknownEvent)),
        "undeclared field": ("lenient", lambda m: bool(getattr(decode(m), "unknown_fields", 0))),
        "null": ("lenient", lambda m: None in m.values() and not strictly(m)),
        "refused": ("nearly", lambda m: not strictly(m)),
        "taken": ("nearly", strictly),
    }
    for what, (kind, is_found) in some.items():
        try:
            find(
                make.messages("RealtimeServerEvent", kind),
                is_found,
                settings=settings(QUICK, max_examples=share(3000), phases=[Phase.generate]),
            )
        except NoSuchExample:
            pytest.fail(f"no {kind} message has {what}")


def test_members_that_are_texts_are_read_as_they_are(tmp_path: Path) -> None:
    text = "export interface A { a: '1' }\nexport type T = A | '1' | '{}' | number[] | T2;\n"
    text += "export type T2 = A | null;\nexport interface No { no: No }\n"
    result = compiled_text(text, "mixed_members", targets=("strategies",))
    mixed: Any = import_package(tmp_path, result.files, "mixed_members")
    seen = set()

    @settings(QUICK, max_examples=share(100))
    @given(mixed.strategies.any_t())
    def run(member: Any) -> None:
        seen.add(type(member) if not isinstance(member, str) else member)

    run()
    assert seen == {mixed.A, "1", "{}", list, type(None)}
    with pytest.raises(ValueError, match="no finite value exists of No"):
        mixed.strategies.events(mixed.No)
    with pytest.raises(KeyError):
        mixed.strategies.messages("Nobody")


# ------------------------------------------------------------------------------- fixtures


@pytest.mark.parametrize("which", SPECS)
def test_each_event_has_a_fixture(which: str) -> None:
    folder, entry = SPECS[which]
    facts = SourceFile("facts.toml", (folder / "facts.toml").read_bytes())
    model = load_model(DiskFiles(folder), entry, Options(facts=facts)).model
    assert model is not None
    shapes = lower(model, package_names(model, entry)[0])
    start = f"fixtures/made_{which}/"
    files = {p: json.loads(t) for p, t in made(which).files.items() if p.startswith(start)}
    events = files.pop(f"{start}index.json")["events"]
    assert [(drawn["group"], drawn["tag"]) for drawn in events] == [
        (str(group.id), tag) for group in model.groups for tag, _ in group.members
    ]
    assert {f"{start}{drawn['file']}" for drawn in events} == set(files)
    for event in events:
        value = files[f"{start}{event['file']}"]
        assert value["type"] == event["tag"]
        assert find_problems(shapes, Named(event["class"]), value) == []
        assert find_problems(shapes, Named(event["group"]), value) == []


def test_fixtures_of_hostile_names() -> None:
    text = """
    export interface index { type: 'a' | 'b' }
    export interface Foo { type: '../../x' }
    export interface foo { type: 'CON'; other: '\\u202e' }
    export interface Con { type: 1 }
    export interface Never { type: 'n'; no: never }
    export type Events = index | Foo | foo | Con | Never;
    """
    result = compiled_text(text, "made", targets=("fixtures",))
    index = json.loads(result.files["fixtures/made/index.json"])["events"]
    assert [(key["tag"], key["file"]) for key in index] == [
        ("a", "index-0.json"),
        ("b", "index-0.2.json"),
        ("../../x", "Foo-1.json"),
        ("CON", "foo-0.json"),
        (1, "Con-1.json"),
        ("n", None),
    ]
    assert "\\u202e" in result.files["fixtures/made/foo-0.json"]
    assert len({path.casefold() for path in result.files}) == 6


def test_without_groups_there_are_no_fixtures(tmp_path: Path) -> None:
    result = compiled_text("export interface A { a: 1 }", "made", targets=("fixtures",))
    assert dict(result.files) == {}
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["RC307"]
    write_tree(tmp_path, result.files)
