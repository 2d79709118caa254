"""TypedDicts that refer to each other by aliases: mypy has few paths to follow."""

from __future__ import annotations

import ast
import contextlib
import random
import re
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.model import DeclId
from realtime_codegen.python import tangles
from tests.oracle.compare import compare
from tests.oracle.generate import names_of
from tests.oracle.introspect import import_module
from tests.oracle.typescript import ask
from tests.tools.checkers import mypy_findings, pyright_findings
from tests.tools.counting import calls_of
from tests.tools.node import require_node

MOST = 20_000


def tree(nodes: int, unions: int, seed: int) -> tuple[str, dict[str, set[str]]]:
    """Interfaces as of a syntax tree, with fields that are unions of many; and those unions."""
    rand = random.Random(seed)
    lines: list[str] = []
    members: dict[str, set[str]] = {}
    for number in range(unions):
        size = rand.randint(nodes // 3, nodes * 4 // 5)
        chosen = [f"N{member}" for member in rand.sample(range(nodes), size)]
        members[f"U{number}"] = set(chosen)
        lines.append(f"export type U{number} = {' | '.join(chosen)};")
    word = "with-dash"
    for number in range(nodes):
        fields = "; ".join(
            f"'{word if number == 3 else 'of'}{union}': U{union}{rand.choice(['', '[]'])}"
            for union in rand.sample(range(unions), 2)
        )
        lines.append(f'export interface N{number} {{ type: "n{number}"; {fields} }}')
    rand.shuffle(lines)
    return "\n".join(lines) + "\n", members


def nested(nodes: int, unions: int, seed: int) -> tuple[str, dict[str, set[str]]]:
    """The same, with unions that contain lists or records of themselves, and what is left out."""
    text, members = tree(nodes, unions, seed)
    for number in range(unions):
        inner = ("U0[]", "(U0 | null)[]", "{ [key: string]: U0 }", "[U0, U0?]")[number % 4]
        own = f" | null | 'word' | {inner}".replace("U0", f"U{number}")
        text = re.sub(rf"(export type U{number} = .*);", rf"\1{own};", text)
    return text, members


def mutual(nodes: int, unions: int, seed: int) -> tuple[str, dict[str, set[str]]]:
    """The same, with unions of the same members that contain lists of each other, two or three."""
    text, members = tree(nodes, unions, seed)
    size = 2 + seed % 2
    for start in range(0, unions - size + 1, size):
        first = re.search(rf"export type U{start} = (.*);", text)
        assert first is not None
        for number in range(start, start + size):
            following = f"U{start + (number + 1 - start) % size}"
            inner = (f"{following}[]", f"({following} | null)[]")[number % 2]
            own = f"export type U{number} = {first[1]} | 'w{number}' | {inner};"
            text = re.sub(rf"export type U{number} = .*;", own, text)
            members[f"U{number}"] = members[f"U{start}"]
    return text, members


def emitted(text: str, folder: Path, *more: str) -> ast.Module:
    """The module of TypedDicts that a spec becomes."""
    (folder / "spec.d.ts").write_text(text, encoding="utf-8")
    arguments = [str(folder / "spec.d.ts"), "-o", str(folder), "--package", "out"]
    for target in ("typeddicts", *more):
        arguments += ["--target", target]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return ast.parse((folder / "out" / "typed_dicts.py").read_text(encoding="utf-8"))


class Named(ast.NodeVisitor):
    """The names in a part of a module, also those in strings; those behind `_Ref` by themselves."""

    def __init__(self) -> None:
        self.plain = set[str]()
        self.behind = set[str]()
        self._names = self.plain

    def visit_Name(self, node: ast.Name) -> None:
        self._names.add(node.id)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and re.fullmatch(r"[\w |\[\],]+", node.value):
            with contextlib.suppress(SyntaxError):
                self.visit(ast.parse(node.value.strip(), mode="eval"))

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.value, ast.Name) and node.value.id == "_Ref":
            assert self._names is self.plain, "a reference is in no other one"
            self._names = self.behind
            self.visit(node.slice)
            self._names = self.plain
        else:
            self.generic_visit(node)


@dataclass
class Graph:
    """What each definition of a module names, and behind `_Ref`; and which are aliases."""

    plain: dict[str, set[str]]
    behind: dict[str, set[str]]
    aliases: set[str]

    def __getitem__(self, name: str) -> set[str]:
        return self.plain[name] | self.behind[name]

    def classes(self) -> set[str]:
        return self.plain.keys() - self.aliases


def graph_of(module: ast.Module) -> Graph:
    """What each definition names, and which of them are aliases."""
    graph = Graph({}, {}, set())
    for statement in module.body:
        holder: ast.AST
        if isinstance(statement, ast.ClassDef):
            name, holder = statement.name, statement
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            assert statement.value is not None
            name, holder = statement.target.id, statement.value
            graph.aliases.add(name)
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name, holder = statement.targets[0].id, statement.value
        else:
            continue
        names = Named()
        names.visit(holder)
        graph.plain[name], graph.behind[name] = names.plain, names.behind
    graph.plain.pop("__all__")
    for edges in (graph.plain, graph.behind):
        for name, words in edges.items():
            edges[name] = words & graph.plain.keys()
    for name in graph.classes():
        graph.plain[name].discard(name)  # The call that makes a TypedDict says its name.
    return graph


def steps(graph: Graph) -> int:
    """The steps of mypy from each recursive alias along paths that visit nothing twice.

    `_Ref` is an alias, too.
    """
    count = 0

    def follow(name: str, path: frozenset[str]) -> None:
        nonlocal count
        targets = [(target, {target}) for target in sorted(graph.plain[name] - path)]
        if "_Ref" in path:
            count += len(graph.behind[name])
        else:
            behind = sorted(graph.behind[name] - path)
            targets += [(target, {target, "_Ref"}) for target in behind]
        for target, more in targets:
            count += 1
            if count <= MOST:
                follow(target, path | more)

    for alias in sorted(graph.aliases):
        reached, waiting = set[str](), [alias]
        while waiting:
            fresh = graph[waiting.pop()] - reached
            reached |= fresh
            waiting += fresh
        if alias in reached:
            follow(alias, frozenset({alias}))
    return count


@pytest.mark.parametrize("seed", range(4))
def test_mypy_has_few_paths_to_follow(seed: int, tmp_path: Path) -> None:
    text, members = tree(8 + 9 * seed, 2 + 3 * seed, seed)
    graph = graph_of(emitted(text, tmp_path))
    assert graph.aliases == set(members)
    assert steps(graph) <= MOST
    for alias, nodes in members.items():
        assert graph[alias] == nodes


@pytest.mark.parametrize("written", [nested, mutual])
@pytest.mark.parametrize("seed", range(4))
def test_mypy_has_few_paths_from_unions_that_contain_themselves(
    written: Callable[[int, int, int], tuple[str, dict[str, set[str]]]], seed: int, tmp_path: Path
) -> None:
    """So it has from those that contain each other."""
    text, members = written(8 + 9 * seed, 2 + 2 * seed, seed)
    graph = graph_of(emitted(text, tmp_path))
    assert graph.aliases == set(members)
    assert steps(graph) <= MOST
    named_at_last = {
        alias: {
            word
            for name in {*graph[alias] & graph.aliases, alias}
            for word in graph[name] - graph.aliases
        }
        for alias in members
    }
    assert named_at_last == members


@pytest.mark.network
@pytest.mark.parametrize("written", [nested, mutual])
def test_what_is_named_by_reference_is_what_the_compiler_says(
    written: Callable[[int, int, int], tuple[str, dict[str, set[str]]]], tmp_path: Path
) -> None:
    require_node()
    text, _ = written(35, 8, 3)
    assert "_Ref[" in ast.unparse(emitted(text, tmp_path))
    (oracle,) = ask([tmp_path / "spec.d.ts"])
    names = names_of(tmp_path / "spec.d.ts")
    module = import_module(tmp_path, "out")
    result = compare(oracle, module, lambda declared: names[declared.file, declared.path])
    assert result.complete, result.report()


@pytest.mark.checkers
@pytest.mark.parametrize(
    "findings", [mypy_findings, pytest.param(pyright_findings, marks=pytest.mark.nightly)]
)
def test_type_checkers_end_on_unions_that_contain_themselves(
    findings: Callable[[Path, Sequence[str]], list[str]], tmp_path: Path
) -> None:
    text, _ = nested(26, 3, 2)
    text += "export interface _Ref { self: 1; of: U1; T: U0 }\n"
    emitted(text, tmp_path, "dataclasses")
    (tmp_path / "out" / "use.py").write_text(USE, encoding="utf-8")
    assert findings(tmp_path, ["out"]) == []


@pytest.mark.checkers
@pytest.mark.parametrize(
    "findings", [mypy_findings, pytest.param(pyright_findings, marks=pytest.mark.nightly)]
)
def test_type_checkers_end_on_unions_that_contain_each_other(
    findings: Callable[[Path, Sequence[str]], list[str]], tmp_path: Path
) -> None:
    text, _ = mutual(26, 6, 2)
    assert "_Ref[" in ast.unparse(emitted(text, tmp_path, "dataclasses"))
    use = USE.replace("N0, U0", "N0, U0, U1").replace("N0 | U0", "N0 | U0 | U1")
    use = use.replace('[[], "word"], None', "[[], 'w0'], 'w1'")
    (tmp_path / "out" / "use.py").write_text(use, encoding="utf-8")
    assert findings(tmp_path, ["out"]) == []


USE = """
from .typed_dicts import N0, U0


def first(value: U0) -> N0 | U0:
    if isinstance(value, list):
        return value[0]
    return value


EMPTY: U0 = [[], [[], "word"], None]
WRONG: U0 = [[1]]  # type: ignore[list-item]
"""


def test_few_that_refer_to_each_other_are_called_by_their_names(tmp_path: Path) -> None:
    text, members = tree(5, 2, 0)
    graph = graph_of(emitted(text, tmp_path))
    assert steps(graph) > 0
    assert {word for name in graph.classes() for word in graph[name]} == set(members)
    assert not any(graph.behind.values())


@pytest.mark.parametrize("unions", [1, 3])
def test_a_union_is_written_once(unions: int, tmp_path: Path) -> None:
    """Twice the members are twice the text, not four times, in however many fields they are."""
    sizes: list[int] = []
    for nodes in (40, 80, 160):
        emitted(syntax(nodes, unions), tmp_path)
        text = (tmp_path / "out" / "typed_dicts.py").read_text(encoding="utf-8")
        sizes.append(text.count("\n"))
    assert sizes[2] - sizes[1] < 2.1 * (sizes[1] - sizes[0]), sizes
    assert sizes[2] < 160 * (10 + 4 * unions), sizes


def syntax(nodes: int, unions: int) -> str:
    """Nodes that name two others each, and unions of all of them in their fields."""
    everything = " | ".join(f"N{node}" for node in range(nodes))
    lines = [f"export type U{union} = {everything};" for union in range(unions)]
    fields = " ".join(f"u{union}: U{union}[]; p{union}?: U{union};" for union in range(unions))
    for node in range(nodes):
        others = f"N{(7 * node + 3) % nodes} | N{(11 * node + 5) % nodes}"
        lines.append(f"export interface N{node} {{ kind: 'k{node}'; {fields} other?: {others} }}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("unions", [1, 2])
def test_hints_are_what_the_names_stand_for(unions: int, tmp_path: Path) -> None:
    emitted(syntax(60, unions), tmp_path)
    module = import_module(tmp_path, "out", "typed_dicts")
    nodes = [getattr(module, f"N{node}") for node in range(60)]
    for number, node in enumerate(nodes):
        hints = typing.get_type_hints(node)
        for union in range(unions):
            (element,) = typing.get_args(hints[f"u{union}"])
            assert element == hints[f"p{union}"]
            assert set(typing.get_args(element)) == set(nodes)
        others = {nodes[(7 * number + 3) % 60], nodes[(11 * number + 5) % 60]}
        assert {*typing.get_args(hints["other"])} | {hints["other"]} >= others


def test_hints_of_a_language_of_expressions_are_soon_read(tmp_path: Path) -> None:
    """An alias within itself is put once more into each field, not into each of its places."""

    def calls(operators: int) -> int:
        folder = tmp_path / str(operators)
        folder.mkdir()
        tuples = " | ".join(f"['f{number}', E, E | string]" for number in range(operators))
        text = f"export type E = number | {tuples}; export type F = boolean | E;\n"
        text += (
            "export interface Paint { a?: E; b: F[] | null; c?: E | string; 'd-e': E; n?: Next }\n"
        )
        text += "export interface Next { e: E[]; last: Last | E } export interface Last { of: F }\n"
        emitted(text, folder)
        module = import_module(folder, "out", "typed_dicts")
        paint = typing.get_type_hints(module.Paint)
        assert len(typing.get_args(paint["d-e"])) == operators + 1
        assert typing.get_args(paint["b"])[1] is type(None)
        return calls_of(lambda: [typing.get_type_hints(getattr(module, name)) for name in names])

    names = ("Paint", "Next", "Last")
    assert calls(100) < 2.5 * calls(50)


@pytest.mark.checkers
def test_mypy_ends_on_many_that_refer_to_each_other(tmp_path: Path) -> None:
    """It took 74 s of the processor for as many where each field wrote the union out."""
    emitted(syntax(250, 2), tmp_path)
    assert mypy_findings(tmp_path, ["out"]) == []


@pytest.mark.checkers
@pytest.mark.nightly
def test_pyright_ends_on_unions_of_many(tmp_path: Path) -> None:
    """It does not go from member to member; it ended where each field wrote the union out."""
    text = re.sub(r" other\?: [^}]*", "", syntax(150, 2))
    emitted(text, tmp_path, "dataclasses")
    assert pyright_findings(tmp_path, ["out"]) == []


@pytest.mark.parametrize("written", [tree, nested, mutual])
def test_an_alias_within_itself_keeps_its_name(
    written: Callable[[int, int, int], tuple[str, dict[str, set[str]]]], tmp_path: Path
) -> None:
    """One that names nothing else leads nowhere, whatever others there are."""
    text, _ = written(30, 6, 0)
    text += "export type Json = string | Json[] | { [key: string]: Json };\n"
    text += "export type Nothing = null; export type Void = Void[] | Nothing;\n"
    text += "export interface Holder { json: Json; void: Void; of: U0 }\n"
    graph = graph_of(emitted(text, tmp_path))
    assert {"Json", "Void", "U0"} <= graph["Holder"]
    assert {"Json", "Void"}.isdisjoint(graph.behind["Holder"])


def test_those_of_one_circle_have_one_tuple_of_it() -> None:
    """A circle of thousands has one tuple and not the square of its size."""
    circle = [DeclId("m", (f"N{number}",)) for number in range(6)]
    graph = dict(zip(circle, ((target,) for target in (*circle[1:], circle[0])), strict=True))
    circles = tangles._on_cycles(graph)
    assert list(circles) == circle
    assert len({id(others) for others in circles.values()}) == 1
