"""What a declaration is called where another has its name already."""

from __future__ import annotations

import ast

import pytest

from realtime_codegen.model import DeclId, Interface, Model, SpecInfo
from realtime_codegen.python.names import assign_names
from tests.tools.packages import compiled_text


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("other.d.ts", "OtherA"),
        ("a.d.ts", "AA"),
        ("x/a.d.ts", "XA"),
        ("x/types/a.d.ts", "TypesA"),
        ("../node_modules/@x/y/a.d.ts", "YA"),
    ],
)
def test_the_prefix_is_what_tells_two_modules_apart(module: str, name: str) -> None:
    assert _names("input.d.ts", module)[module] == name


def test_the_way_to_a_package_is_no_part_of_a_name() -> None:
    module = "../../node_modules/x/lib/other.d.ts"
    assert _names("input.d.ts", "../../a/other.d.ts", module)[module] == "XLibOther_A"


def _names(*modules: str, entry: str = "") -> dict[str, str]:
    """The names of the declarations `A` of some modules, the first being the entry if none is."""
    declarations = tuple(Interface(DeclId(module, ("A",)), ()) for module in modules)
    names, _ = assign_names(Model(SpecInfo("", "", ""), declarations), entry or modules[0])
    return {id_.module: name for id_, name in names.declarations.items()}


@pytest.mark.parametrize("further", ["a-first.d.ts", "get-team.d.ts", "z.d.ts"])
def test_no_file_of_several_keeps_the_plain_name_and_a_further_one_renames_none(
    further: str,
) -> None:
    modules = ("get-user.d.ts", "get-room.d.ts")
    names = _names(*modules, entry="input.d.ts")
    assert names == {"get-user.d.ts": "GetUserA", "get-room.d.ts": "GetRoomA"}
    assert _names(*modules, further, entry="input.d.ts").items() >= names.items()


@pytest.mark.parametrize(
    "name", ["decode_e", "decode_E", "decode_e_", "encode_e", "EDispatcher", "ETag"]
)
def test_a_class_called_as_a_function_would_be_leaves_the_function_in_reach(name: str) -> None:
    """Law: no two modules of a package have one public name."""
    spec = (
        "export interface A { type: 'a' } export interface B { type: 'b' }\n"
        f"export type E = A | B; export interface {name} {{ x: 1 }}"
    )
    init = ast.parse(compiled_text(spec, "made").files["made/__init__.py"])
    imported = [
        alias.name
        for node in ast.walk(init)
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    ]
    assert sorted(imported) == sorted(set(imported))
