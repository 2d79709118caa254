"""TypedDicts that refer to each other by aliases: mypy has few paths to follow."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.python import tangles
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.compare import compare
from tests.oracle.generate import names_of
from tests.oracle.introspect import import_module
from tests.oracle.typescript import ask
from tests.tools.checkers import mypy_findings, pyright_findings
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


def named(node: ast.AST) -> set[str]:
    """The names in a part of a module, also those in strings."""
    words: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            words.add(part.id)
        elif (
            isinstance(part, ast.Constant)
            and isinstance(part.value, str)
            and re.fullmatch(r"[\w |\[\],]+", part.value)
        ):
            words |= named(ast.parse(part.value.strip(), mode="eval").body)
    return words


def graph_of(module: ast.Module) -> tuple[dict[str, set[str]], set[str]]:
    """What each definition names, and which of them are aliases."""
    graph: dict[str, set[str]] = {}
    aliases: set[str] = set()
    for statement in module.body:
        if isinstance(statement, ast.ClassDef):
            graph[statement.name] = named(statement)
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            assert statement.value is not None
            graph[statement.target.id] = named(statement.value)
            aliases.add(statement.target.id)
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            graph[statement.targets[0].id] = named(statement.value)
    graph.pop("__all__")
    graph = {name: {word for word in words if word in graph} for name, words in graph.items()}
    for name in graph.keys() - aliases:
        graph[name].discard(name)  # The call that makes a TypedDict says its name.
    return graph, aliases


def steps(graph: dict[str, set[str]], aliases: set[str]) -> int:
    """The steps of mypy from each recursive alias along paths that visit nothing twice."""
    count = 0

    def follow(name: str, path: frozenset[str]) -> None:
        nonlocal count
        for target in sorted(graph[name] - path):
            count += 1
            if count <= MOST:
                follow(target, path | {target})

    for alias in sorted(aliases):
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
    graph, aliases = graph_of(emitted(text, tmp_path))
    assert aliases == set(members)
    assert steps(graph, aliases) <= MOST
    for alias, nodes in members.items():
        assert graph[alias] == nodes


@pytest.mark.parametrize("written", [nested, mutual])
@pytest.mark.parametrize("seed", range(4))
def test_mypy_has_few_paths_from_unions_that_contain_themselves(
    written: Callable[[int, int, int], tuple[str, dict[str, set[str]]]], seed: int, tmp_path: Path
) -> None:
    """So it has from those that contain each other."""
    text, members = written(8 + 9 * seed, 2 + 2 * seed, seed)
    graph, aliases = graph_of(emitted(text, tmp_path))
    assert aliases >= set(members)
    assert steps(graph, aliases) <= MOST
    named_at_last = {
        alias: {
            word
            for name in {*graph[alias] & aliases, alias}
            for word in graph[name] - aliases
            if not word.startswith("_")
        }
        for alias in members
    }
    assert named_at_last == members


@pytest.mark.network
@pytest.mark.parametrize("written", [nested, mutual])
def test_generic_forms_of_aliases_are_what_the_compiler_says(
    written: Callable[[int, int, int], tuple[str, dict[str, set[str]]]], tmp_path: Path
) -> None:
    require_node()
    text, _ = written(35, 8, 3)
    assert "Of[" in ast.unparse(emitted(text, tmp_path))
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
    text += "export interface _U0Of { _T1: U0; self: 1; of: U1 }\n"
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
    assert "_U1Of[" in ast.unparse(emitted(text, tmp_path, "dataclasses"))
    use = USE.replace("N0, U0", "N0, U0, U1").replace("N0 | U0", "N0 | U0 | U1")
    use = use.replace('[[], "word"], None', "[[], 'w0'], 'w1'")
    (tmp_path / "out" / "use.py").write_text(use, encoding="utf-8")
    assert findings(tmp_path, ["out"]) == []


def test_generic_forms_are_in_the_order_of_the_model() -> None:
    """What is written is the same in each run, whatever the hashes of texts."""
    files = MemoryFiles({"spec.d.ts": mutual(26, 6, 2)[0].encode()})
    model = load_model(files, "spec.d.ts", Options()).model
    assert model is not None
    generic = list(tangles.tangled_aliases(model).generic)
    assert len(generic) == 6
    assert generic == [item.id for item in model.declarations if item.id in generic]


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
    graph, aliases = graph_of(emitted(text, tmp_path))
    assert steps(graph, aliases) > 0
    assert {word for name in graph.keys() - aliases for word in graph[name]} == set(members)


def test_what_nobody_could_read_is_not_written_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vocabulary of 900 classes would have 14 millions of names in its fields."""
    text, members = tree(20, 4, 0)
    folders = tmp_path / "few", tmp_path / "many"
    for folder in folders:
        folder.mkdir()
    assert named_in_fields(text, folders[0]) > set(members)
    monkeypatch.setattr(tangles, "MOST_WRITTEN", 20 * 2 * 20 // 3)
    assert named_in_fields(text, folders[1]) <= set(members)


def named_in_fields(text: str, folder: Path) -> set[str]:
    graph, aliases = graph_of(emitted(text, folder))
    return {word for name in graph.keys() - aliases for word in graph[name]} | aliases


@pytest.mark.parametrize("written", [tree, nested, mutual])
def test_an_alias_within_itself_keeps_its_name(
    written: Callable[[int, int, int], tuple[str, dict[str, set[str]]]], tmp_path: Path
) -> None:
    """One that names nothing else leads nowhere, whatever others there are."""
    text, _ = written(30, 6, 0)
    text += "export type Json = string | Json[] | { [key: string]: Json };\n"
    text += "export type Nothing = null; export type Void = Void[] | Nothing;\n"
    text += "export interface Holder { json: Json; void: Void; of: U0 }\n"
    graph, _ = graph_of(emitted(text, tmp_path))
    assert {"Json", "Void"} <= graph["Holder"]
    assert "U0" not in graph["Holder"] or "Holder" not in graph["U0"]
