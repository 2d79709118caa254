"""The target `dispatcher`: what it plans, what is written, and that it works when imported."""

from __future__ import annotations

import ast
import importlib
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.model import (
    DeclId,
    EventGroup,
    Interface,
    Literal,
    Model,
    Property,
    SpecInfo,
)
from realtime_codegen.output.rendering import render
from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.python.identifiers import function_stem
from realtime_codegen.python.names import Names
from realtime_codegen.targets.base import Emission, Request
from realtime_codegen.targets.dispatcher import TARGET
from realtime_codegen.text.resources import templates_dir
from realtime_codegen.text.source import MemoryFiles
from tests.tools.packages import forget

HOSTILE_TAG = 'a"b\n\\ {{x}} """ \u202e'
SPEC = r"""
export interface Quoted { from: 'a"b\n\\ {{x}} "\"" \u202e'; n: number }
export interface Moved { from: 'up' | 'down' }
export interface Failure { from: 'error'; message?: string }
export interface Item { from: 'item'; from_?: string }
export type Event = Quoted | Moved | Failure | Item;
export interface EventDispatcher { x: string }
export interface Dispatcher { type: 'x' }
export interface Literal { type: 'y' }
export interface UnhandledEventError { type: 'z' }
export type Hostile = Dispatcher | Literal | UnhandledEventError;
"""
PACKAGE = "dispatcher_target_test"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """A package made of `SPEC`, imported."""
    options = Options(targets=("dispatcher",), package=PACKAGE)
    result = compile_spec(MemoryFiles({"spec.d.ts": SPEC.encode()}), "spec.d.ts", options)
    assert not result.failed, result.diagnostics
    folder = tmp_path_factory.mktemp("generated")
    for path, text in result.files.items():
        (folder / path).parent.mkdir(exist_ok=True, parents=True)
        (folder / path).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(PACKAGE)
    finally:
        sys.path.remove(str(folder))
        forget(PACKAGE)


Members = Sequence[tuple[str, str]]


def emit(
    groups: Mapping[str, Members],
    discriminator: str = "type",
    fields: Mapping[str, str] | None = None,
    other: Sequence[str] = (),
) -> Emission:
    """What the target makes of groups given as `{union: [(tag, class), ...]}`.

    `other` are the classes that have other tags too.
    """
    event_groups: list[EventGroup] = []
    interfaces: dict[DeclId, Interface] = {}
    declarations: dict[DeclId, str] = {}
    names: dict[DeclId, dict[str, str]] = {}
    for union, members in groups.items():
        ids = {name: DeclId("x.d.ts", (name,)) for name in [union, *(m[1] for m in members)]}
        declarations.update((id_, name) for name, id_ in ids.items())
        for name, id_ in ids.items():
            names[id_] = {discriminator: (fields or {}).get(name, discriminator)}
        tagged = tuple((tag, ids[name]) for tag, name in members)
        for tag, id_ in tagged:
            interfaces[id_] = Interface(id_, (Property(discriminator, Literal("string", tag)),))
        others = tuple(ids[name] for name in other)
        event_groups.append(EventGroup(ids[union], (discriminator,), tagged, others))
    stems = {id_: function_stem(name, ()) for id_, name in declarations.items()}
    model = Model(SpecInfo("x", "1", "0"), tuple(interfaces.values()), tuple(event_groups))
    return TARGET.emit(Request(model, Names(declarations, names, stems), "pkg", ("Header.",)))


def texts(emission: Emission) -> dict[str, str]:
    """The pages of an emission by the name of the module."""
    rendered = render(emission.pages, (templates_dir(),))
    return {Path(path).stem: text for path, text in rendered.items()}


def overloads(text: str) -> list[str]:
    """The heads of the overloads of a module, with what its aliases stand for."""
    tree = ast.parse(text)
    forms = {"Key": "Union[{}, type[{}]]"}
    aliases = {
        node.target.id: node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
    }

    class Expand(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return self.visit(aliases[node.id]) if node.id in aliases else node

        def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
            self.generic_visit(node)
            form = forms.get(ast.unparse(node.value))
            if form is None:
                return node
            items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return ast.parse(form.format(*map(ast.unparse, items)), mode="eval").body

    return [
        ast.unparse(Expand().visit(node)).splitlines()[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]


# ------------------------------------------------------------------------- the plan


def test_a_spec_without_groups_needs_nothing() -> None:
    nothing = emit({})
    assert nothing == Emission(pages=(), why_empty=nothing.why_empty)
    assert "--group" in nothing.why_empty


def test_what_is_asked_of_the_package() -> None:
    emission = emit({"Event": [("a", "A"), ("b", "B")]})
    assert [page.path for page in emission.pages] == [
        "pkg/dispatcher.py",
        "pkg/_dispatcher_types.py",
    ]
    exported = {(export.module, name) for export in emission.exports for name in export.names}
    assert exported == {
        ("dispatcher", "EventDispatcher"),
        ("dispatcher", "EventTag"),
        ("_dispatch", "UnhandledEventError"),
    }
    assert set(TARGET.runtime) == {"_dispatch", "_peek", "_registrations", "_unwrap"}
    assert TARGET.requires == ("dataclasses",)


def test_both_forms_are_typed_by_tag_and_by_class() -> None:
    made = texts(emit({"Event": [("a", "A"), ("b", "B")]}))
    assert overloads(made["_dispatcher_types"]) == [
        ("def __call__(self, tag: Union[Literal['a'], type[models.A]], /) -> Callable[[H1], H1]:"),
        (
            "def __call__(self, tag: Union[Literal['a'], type[models.A]],"
            " handler: Handler[models.A], /) -> None:"
        ),
        ("def __call__(self, tag: Union[Literal['b'], type[models.B]], /) -> Callable[[H2], H2]:"),
        (
            "def __call__(self, tag: Union[Literal['b'], type[models.B]],"
            " handler: Handler[models.B], /) -> None:"
        ),
    ]


def test_one_event_still_makes_two_overloads() -> None:
    """Type checkers refuse a single one."""
    made = texts(emit({"Event": [("only", "Only")]}))
    assert len(overloads(made["_dispatcher_types"])) == 2
    assert 'EventTag: TypeAlias = Literal["only"]' in made["dispatcher"]


def test_several_tags_of_one_class_share_an_overload() -> None:
    made = texts(emit({"Event": [("up", "Moved"), ("a", "A"), ("down", "Moved")]}))
    written = overloads(made["_dispatcher_types"])
    assert len(written) == 4
    assert "Union[Literal['up', 'down'], type[models.Moved]]" in written[0]


def test_classes_that_share_a_tag_have_handlers_of_their_own() -> None:
    """A handler of the tag is given the events of both, one of a class only its own."""
    members = [("x", "Left"), ("x", "Right"), ("y", "Left"), ("z", "Other")]
    made = texts(emit({"Event": members}))
    calls = overloads(made["_dispatcher_types"])[1::2]
    assert calls == [
        (
            "def __call__(self, tag: Literal['x'],"
            " handler: Handler[Union[models.Left, models.Right]], /) -> None:"
        ),
        "def __call__(self, tag: Literal['y'], handler: Handler[models.Left], /) -> None:",
        (
            "def __call__(self, tag: Union[Literal['z'], type[models.Other]],"
            " handler: Handler[models.Other], /) -> None:"
        ),
        "def __call__(self, tag: type[models.Left], handler: Handler[models.Left], /) -> None:",
        "def __call__(self, tag: type[models.Right], handler: Handler[models.Right], /) -> None:",
    ]
    assert '"x": (models.Left, models.Right)' in made["dispatcher"]


def test_a_class_with_shared_and_with_other_tags_has_one_pair_of_overloads() -> None:
    members = [("x", "Left"), ("x", "Right")]
    made = texts(emit({"Event": members}, other=["Left"]))
    heads = overloads(made["_dispatcher_types"])
    assert len(heads) == len(set(heads)) == 6


def test_two_groups_with_one_class() -> None:
    made = texts(emit({"One": [("a", "A"), ("b", "B")], "Two": [("a", "A"), ("c", "C")]}))
    assert made["_dispatcher_types"].count("bound=Handler[E1])") == 1
    assert "class OneOn(Protocol)" in made["_dispatcher_types"]
    assert "class TwoOn(Protocol)" in made["_dispatcher_types"]


def test_only_groups_with_an_error_tag_raise() -> None:
    one = texts(emit({"Event": [("a", "A"), ("b", "B")]}))["dispatcher"]
    two = texts(emit({"Event": [("a", "A"), ("error", "B")]}))["dispatcher"]
    assert "_raise_unhandled" not in one
    assert '_raise_unhandled = frozenset({"error"})' in two


def test_names_that_the_spec_has_are_left_to_it() -> None:
    groups = {"A": [("x", "ADispatcher"), ("y", "ATag"), ("z", "UnhandledEventError")]}
    exported = {name for export in emit(groups).exports for name in export.names}
    assert exported == {"ADispatcher_", "ATag_"}


def test_the_discriminator_is_named_where_it_is_not_type() -> None:
    fields = {"A": "from_", "B": "field_from"}
    made = texts(emit({"Event": [("a", "A"), ("b", "B")]}, "from", fields))["dispatcher"]
    assert '_wire_tag = "from"' in made
    assert '_field = "from_"' in made
    assert 'models.B: "field_from",' in made
    assert "models.A:" not in made
    assert "_wire_tag" not in texts(emit({"Event": [("a", "A")]}))["dispatcher"]


def test_any_names_are_in_the_format_of_the_formatter(tmp_path: Path) -> None:
    """Lengths on both sides of every line break."""
    source = random.Random(0)

    def name(longest: int) -> str:
        return "C" + "".join(source.choice("abcD") for _ in range(source.randint(1, longest)))

    for number in range(80):
        classes = [f"{name(56)}{index}" for index in range(source.randint(1, 5))]
        members: dict[str, str] = {}
        for _ in range(source.randint(1, 6)):
            tag = source.choice(["x." * source.randint(0, 30) + "é", "'", "\n", "\\", "{{ x }}"])
            members[tag] = source.choice(classes)
        for module, text in texts(emit({name(40): list(members.items())})).items():
            (tmp_path / f"{module}{number}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[:5000] + done.stderr


# ---------------------------------------------------------------------- the package


def test_a_hostile_tag_survives(package: Any) -> None:
    seen: list[object] = []
    dispatcher = package.EventDispatcher_()
    dispatcher.on(HOSTILE_TAG, seen.append)
    assert dispatcher.dispatch({"from": HOSTILE_TAG, "n": 1})
    (event,) = seen
    assert isinstance(event, package.Quoted)


@pytest.mark.parametrize("tag", [HOSTILE_TAG, "up", "down", "error", "item"])
def test_every_tag_reaches_its_handler_and_no_other(package: Any, tag: str) -> None:
    dispatcher = package.EventDispatcher_()
    seen: list[str] = []
    for other in dispatcher._events:
        dispatcher.on(other, lambda event, other=other: seen.append(other))
    assert dispatcher.dispatch({"from": tag})
    assert seen == [tag]


def test_events_are_dispatched_by_whatever_their_tag_is_called(package: Any) -> None:
    dispatcher = package.EventDispatcher_()
    seen: list[object] = []
    dispatcher.on_any(seen.append)
    events = [package.Item(field_from="item"), package.Moved(from_="down")]
    for event in events:
        assert dispatcher.dispatch(event)
    assert seen == events
    with pytest.raises(TypeError, match="EventDispatcher_ takes"):
        dispatcher.dispatch(package.Dispatcher())


def test_unknown_events_and_unhandled_errors(package: Any) -> None:
    dispatcher = package.EventDispatcher_()
    seen: list[Any] = []
    dispatcher.on_unknown(seen.append)
    assert dispatcher.dispatch('{"from": "new", "a": 1}')
    assert seen == [package.UnknownEvent("new", {"from": "new", "a": 1})]
    with pytest.raises(Exception, match="no handler for Failure"):
        dispatcher.dispatch('{"from": "error"}')
    with pytest.raises(package.DecodeError):
        dispatcher.dispatch('{"from": ')


def test_strict_and_skipping(package: Any) -> None:
    misfit = '{"from": "item", "from_": 3}'
    assert package.EventDispatcher_().dispatch(misfit) is False
    with pytest.raises(package.DecodeError, match="from_"):
        package.EventDispatcher_(strict=True).dispatch(misfit)
    skipping = package.EventDispatcher_(skip_unhandled=True)
    assert skipping.dispatch('{"from": "item", "n": }') is False


def test_the_module_for_type_checkers_is_not_loaded(package: Any) -> None:
    package.HostileDispatcher().on("x", print)
    assert f"{PACKAGE}.dispatcher" in sys.modules
    assert f"{PACKAGE}._dispatcher_types" not in sys.modules
    importlib.import_module(f"{PACKAGE}._dispatcher_types")
