"""Declarations that are called like what a generated module has, or uses, itself."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from tests.tools.packages import RUNTIME, compiled_text

RICH = """
export interface One { type: 'one'; a: 1 | 2; b: boolean; c: never[]; d?: string | null }
export interface Two { type: 'two'; t: `x-${string}`; u: One | Two; v: Left | Right }
export interface Left { a: 1; b: true; k: { type: 'x' } }
export interface Right { a: 2; c: number; k: { type: 'y' } }
export interface In { kind: { type: 'in' }; id?: string }
export interface Out { kind: { type: 'out' }; text: string[] }
export type Events = One | Two;
export type Inner = In | Out;
export type Texts = `a-${string}` | 'b';
export type List = (One | Two)[];
export type Maps = { [key: string]: One };
export type Pair = [One, Two?];
export enum Color { Red = 'red', Blue = 'blue' }
"""
BUILTINS = frozenset(name for name in dir(builtins) if name[0].isupper())


def modules(files: Mapping[str, str]) -> dict[str, ast.Module]:
    """The modules of a package that are made of a spec."""
    return {
        path: ast.parse(text)
        for path, text in files.items()
        if path.endswith(".py") and PurePath(path).stem not in RUNTIME
    }


def spelled(tree: ast.AST) -> Iterator[str]:
    """The names that a module binds or reads, as often as it does."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.alias(name=name, asname=own):
                yield own or name.partition(".")[0]


def bound(tree: ast.Module) -> Iterator[str]:
    """The names that a module has, and the builtin ones that it uses."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (own.asname or own.name.partition(".")[0] for own in names)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass
    yield from BUILTINS.intersection(spelled(tree))


def with_further(names: list[str]) -> str:
    """The spec with a further interface of each name, which a property of its own tells."""
    lines = (f"export interface {name} {{ own{at}: 1 }}" for at, name in enumerate(names))
    return RICH + "\n".join(lines) + "\n"


def classes(tree: ast.Module) -> dict[str, str]:
    """The classes of the further interfaces, by their property."""
    return {
        item.target.id: node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        if item.target.id.startswith("own")
    }


def declared(tree: ast.Module) -> Iterator[str]:
    """What a module makes public."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            yield from ast.literal_eval(node.value)


def test_a_declaration_takes_no_name_that_a_module_needs() -> None:
    """Where a further name occurs, it does so as often as one that no module has."""
    package = "taken"
    plain = modules(compiled_text(RICH, package).files)
    home = f"{package}/models.py"
    own = {name for tree in plain.values() for name in bound(tree)} - {*declared(plain[home])}
    names = sorted(name for name in own if not name.startswith("__"))
    assert {"RecursionError", "UnknownEvent", "_Message"} <= {*names}
    neutral = modules(
        compiled_text(with_further([f"Zq{n}" for n in range(len(names))]), package).files
    )
    hostile = modules(compiled_text(with_further(names), package).files)
    before, after = classes(neutral[home]), classes(hostile[home])
    assert len(before) > len(names) * 0.5
    wrong = []
    for path in hostile:
        expected, counts = Counter(spelled(neutral[path])), Counter(spelled(hostile[path]))
        wrong += [
            f"{path}: {after[key]} {counts[after[key]]} times, not {expected[before[key]]}"
            for key in before
            if expected[before[key]] not in (0, counts[after[key]])
        ]
    assert not wrong, "\n".join(wrong)
