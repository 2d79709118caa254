"""What the core and packages have agreed on, and the number that stands for it.

Packages and cores of all ages meet. One takes the other only if both have the same number, so a
change of what one reads of the other has to be a change of the number.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from realtime_codegen.runtime import _codec, _compile, _runtime, _shapes, _unions, _unset

if TYPE_CHECKING:
    from realtime_codegen_native import Binding
    from realtime_codegen_native.interface import UnionsModule

    HANDED_IN: UnionsModule = _unions

    def bound(codec: _codec.Codec) -> Binding:
        """mypy compares all of the interface with the runtime here."""
        return Binding(codec, _shapes, _runtime, _compile, _unset)


ROOT = Path(__file__).parents[2]
CORE = ROOT / "native" / "realtime_codegen_native"
MODULES = {
    "Codec": _codec.Codec,
    "ShapesModule": _shapes,
    "RuntimeModule": _runtime,
    "CompileModule": _compile,
    "UnionsModule": _unions,
    "UnsetModule": _unset,
}
"""What the protocols of the interface are of."""


def interface() -> ModuleType:
    """The module of the core that has the interface, which needs no compiled part."""
    spec = importlib.util.spec_from_file_location("native_interface", CORE / "interface.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def members(protocol: type[Any]) -> list[str]:
    """The names that a protocol asks for."""
    names = {*vars(protocol), *protocol.__annotations__}
    return sorted(name for name in names if not name.startswith("_"))


def form(value: Any) -> str:
    """How a name of the runtime may be used: the arguments, and the attributes of shapes."""
    if isinstance(value, type):
        arguments = inspect.signature(value) if issubclass(value, _shapes._Data) else ""
        return f"{vars(value).get('__match_args__')} {arguments}"
    return str(inspect.signature(value)) if inspect.isfunction(value) else ""


def agreed(module: ModuleType) -> Iterator[str]:
    """What the number stands for, a line for each name."""
    for protocol, owner in MODULES.items():
        for name in members(getattr(module, protocol)):
            value = getattr(owner, name, None)
            yield f"{protocol}.{name} {form(value)}"
    tree = ast.parse((CORE / "bind.py").read_text("utf-8"))
    [binding] = [
        node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Binding"
    ]
    for method in binding.body:
        if isinstance(method, ast.FunctionDef) and re.match("__init__|[a-z]", method.name):
            yield f"Binding.{method.name} {ast.unparse(method.args)}"
    yield from re.findall(r"^\w+: \w+$", (CORE / "_core.pyi").read_text("utf-8"), re.MULTILINE)


def digest(lines: Iterator[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def test_the_number_stands_for_what_the_core_reads_of_a_package() -> None:
    module = interface()
    number, known = module.AGREED
    now = digest(agreed(module))
    assert now == known, (
        f"what the core reads of packages has changed: give ABI a new number (core.h, _native.py),"
        f" and write AGREED = ({number + 1}, {now!r}) in interface.py"
    )


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("native/src/core.h", r"ABI = (\d+),"),
        ("codegen/runtime/_native.py", r"_ABI: Final = (\d+) "),
    ],
)
def test_both_sides_have_the_number(path: str, pattern: str) -> None:
    [number] = re.findall(pattern, (ROOT / path).read_text("utf-8"))
    assert int(number) == interface().AGREED[0]


def test_a_change_of_any_name_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The digest is of each name of the interface: its arguments, and its attributes."""
    module = interface()
    before = digest(agreed(module))
    changed: list[tuple[Any, str, Any]] = [
        (_shapes.Tagged, "__match_args__", ("path", "branches")),
        (_shapes, "holds_class", lambda shape: True),
        (_compile, "leading_fields", lambda shape, more: set()),
        (_codec.Codec, "reader", lambda self, shape, name: None),
        (_unset, "advise_yaml", None),
    ]
    for owner, name, value in changed:
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, value)
            assert digest(agreed(module)) != before, name
    assert digest(agreed(module)) == before


def test_the_core_imports_nothing_of_a_package() -> None:
    """At run time: which runtime it reads, a package says."""
    for path in sorted(CORE.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                assert (node.module or "").split(".")[0] in {
                    *("__future__", "collections", "functools", "itertools", "typing")
                }, f"{path.name}: {ast.unparse(node)}"
