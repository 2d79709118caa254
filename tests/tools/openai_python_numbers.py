"""The number types of the Realtime API in the `openai` Python package: int or float.

The package's type files are read as text with `ast`, never imported: each module of
`openai/types/beta/realtime/` holds one declaration of the spec, named first in `__all__`,
and those of its namespace, named without the first one's name.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

__all__ = ["PACKAGE", "VERSION", "WHEEL_SHA256", "numbers_text", "read_numbers"]

PACKAGE = "openai"
VERSION = "1.61.0"
WHEEL_SHA256 = "e8c512c0743accbdbe77f3429a1490d862f8352045de8dc81969301eb4a4f666"

_NUMBERS = {"int", "float"}
_TYPES = Path("openai", "types", "beta", "realtime")


def read_numbers(package: Path) -> dict[str, dict[str, str]]:
    """For each class with numbers, each property that holds one: "int" or "float".

    `package` is the folder that an unpacked wheel is in. A class is named as the spec's
    declaration, nested names joined. Where the package has a class for reading and one for
    writing (`...Param`), they have to agree; ValueError where they do not, and where a
    property is said to be both int and float.
    """
    numbers: dict[str, dict[str, str]] = {}
    for path in sorted((package / _TYPES).glob("*.py")):
        if path.name != "__init__.py":
            _read_module(path, numbers)
    return {name: dict(sorted(fields.items())) for name, fields in sorted(numbers.items())}


def numbers_text(numbers: dict[str, dict[str, str]]) -> str:
    """The numbers in the format of the stored JSON file."""
    origin = {"package": PACKAGE, "version": VERSION, "wheel_sha256": WHEEL_SHA256}
    return json.dumps({"origin": origin, "numbers": numbers}, indent=2) + "\n"


def _read_module(path: Path, into: dict[str, dict[str, str]]) -> None:
    module = ast.parse(path.read_text(encoding="utf-8"), path.name)
    root = _exported(module)[0] if _exported(module) else ""
    declaration = root.removesuffix("Param") if path.stem.endswith("_param") else root
    for class_ in module.body:
        if not isinstance(class_, ast.ClassDef):
            continue
        name = declaration if class_.name == root else declaration + class_.name
        for statement in class_.body:
            if not isinstance(statement, ast.AnnAssign) or not isinstance(
                statement.target, ast.Name
            ):
                continue
            numbers = _numbers_in(statement.annotation)
            if not numbers:
                continue
            field = statement.target.id
            known = into.setdefault(name, {}).setdefault(field, "/".join(sorted(numbers)))
            if {known} != numbers:
                raise ValueError(f"{path.name}: {name}.{field} is {known} and {sorted(numbers)}")


def _exported(module: ast.Module) -> list[str]:
    for statement in module.body:
        match statement:
            case ast.Assign([ast.Name("__all__")], value):
                names = ast.literal_eval(value)
                assert isinstance(names, list)
                return names
    return []


def _numbers_in(annotation: ast.expr) -> set[str]:
    """The number types that an annotation names, those inside `Literal[...]` left out."""
    match annotation:
        case ast.Name(name):
            return {name} & _NUMBERS
        case ast.Subscript(ast.Name("Literal")):
            return set()
    return set().union(
        *(
            _numbers_in(child)
            for child in ast.iter_child_nodes(annotation)
            if isinstance(child, ast.expr)
        )
    )
