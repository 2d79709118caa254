"""Classes that are unions in the new spec: what a program made before, it makes after."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from realtime_codegen.migrate.packages import PackageName, Packages
from tests.tools.migration import plan_between, program
from tests.tools.packages import compiled_text, import_package

REST = """
export interface Add { type: 'add'; item: Item }
export interface Stop { type: 'stop' }
export type ClientEvent = Add | Stop;
"""
OLD = """
export interface Item {
  kind: 'note' | 'call' | 'picture'; id?: string; text?: string;
  name?: string; body?: string; url?: string
}
"""
NEW = """
export interface NoteItem { kind: 'note'; id?: string; text: string }
export interface CallItem { kind: 'call'; id?: string; name: string; body: string }
export interface PictureItem { kind: 'picture'; id?: string; url: string; text?: string }
export type Item = NoteItem | CallItem | PictureItem;
"""
MEMBERS = {
    "NoteItem": {"kind": "note", "text": "a"},
    "CallItem": {"kind": "call", "name": "b", "body": "c"},
    "PictureItem": {"kind": "picture", "url": "d"},
}


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("specs")
    for name, text in (("old", OLD), ("new", NEW)):
        (folder / f"{name}.d.ts").write_text(text + REST, encoding="utf-8")
    return folder / "old.d.ts", folder / "new.d.ts"


@pytest.fixture(scope="module", autouse=True)
def package(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The package of the new spec, as the migrated programs import it."""
    result = compiled_text(NEW + REST, "splits", targets=("dataclasses",))
    import_package(tmp_path_factory.mktemp("package"), result.files, "splits")


def _call(chooser: random.Random, member: str, callee: str) -> str:
    given = dict(MEMBERS[member])
    if chooser.random() < 0.5:
        given["id"] = "i"
    if chooser.random() < 0.5:
        del given["kind"]
    items = list(given.items())
    chooser.shuffle(items)
    return f"{callee}({', '.join(f'{name}={value!r}' for name, value in items)})"


@pytest.mark.parametrize("seed", range(40))
def test_each_call_makes_the_member_that_takes_its_arguments(
    seed: int, specs: tuple[Path, Path]
) -> None:
    chooser = random.Random(seed)
    wanted = chooser.choices(list(MEMBERS), k=4)
    callees = chooser.choices(["Item", "rt.Item"], k=4)
    calls = [_call(chooser, *pair) for pair in zip(wanted, callees, strict=True)]
    first = chooser.choice(["Item", "Add, Item", "Item, Stop", "(\n    Add,\n    Item,\n)"])
    lines = ["import splits as rt", f"from splits import {first}", "made = ["]
    text = "\n".join([*lines, *(f"    {call}," for call in calls), "]", ""])
    packages = Packages((PackageName(("splits",)),))
    (outcome,) = program([(Path("app.py"), text.encode())], plan_between(*specs), packages)
    assert outcome.problem == ""
    assert outcome.notes == ()
    names: dict[str, object] = {}
    exec(compile(outcome.after or b"", "app.py", "exec"), names)
    made = names["made"]
    assert isinstance(made, list)
    assert [type(item).__name__ for item in made] == wanted


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("from splits import Item\nItem(id='i')\n", 1),
        ("from splits import Item\nItem(**given)\n", 1),
        ("from splits import Item as Thing\nThing(kind='note', text='a')\n", 1),
        ("from splits import Item\nNoteItem = 1\nItem(kind='note', text='a')\n", 1),
        ("import splits\nsplits.Item(kind='note', url='a')\n", 1),
        ("from splits import Item\nmatch x:\n    case Item(text=t):\n        print(t)\n", 1),
        ("from splits import Item\ndef f(item: Item) -> Item: ...\n", 0),
    ],
)
def test_what_is_not_certain_is_told_and_left(
    text: str, notes: int, specs: tuple[Path, Path]
) -> None:
    packages = Packages((PackageName(("splits",)),))
    (outcome,) = program([(Path("app.py"), text.encode())], plan_between(*specs), packages)
    assert outcome.after in (None, text.encode())
    told = [note for note in outcome.notes if "no class any more" in note.message]
    assert len(told) == notes
