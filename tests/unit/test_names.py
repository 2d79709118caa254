"""What a declaration is called where another has its name already."""

from __future__ import annotations

import pytest

from realtime_codegen.model import DeclId, Interface, Model, SpecInfo
from realtime_codegen.python.names import assign_names


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


def _names(*modules: str) -> dict[str, str]:
    """The names of the declarations `A` of some modules, the first being the entry."""
    declarations = tuple(Interface(DeclId(module, ("A",)), ()) for module in modules)
    names, _ = assign_names(Model(SpecInfo("", "", ""), declarations), modules[0])
    return {id_.module: name for id_, name in names.declarations.items()}
