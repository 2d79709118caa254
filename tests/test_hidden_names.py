"""Names that a field of a class hides from its annotations."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import get_type_hints

import pytest

from tests.tools.packages import compiled_text, import_package


@pytest.mark.parametrize("name", ["E", "Any", "Literal", "str"])
def test_a_name_that_a_field_hides_is_at_hand_under_one_of_its_own(
    tmp_path: Path, name: str
) -> None:
    """A class may be called as the hidden one would be: annotations still mean what they say."""
    text = (
        f"export interface E {{ a: string }}\nexport interface _{name} {{ b: number }}\n"
        f"export interface F {{ {name}: E; any: unknown; one: 'x'; text: string; y: _{name} }}\n"
    )
    package = f"hidden_{name}"
    result = compiled_text(text, package, targets=("dataclasses", "typeddicts", "pydantic"))
    assert not result.failed, result.diagnostics
    module = import_package(tmp_path, result.files, package)
    hints = get_type_hints(module.F, vars(module.models))
    assert hints[name] is module.E
    assert hints["text"] is str
    assert hints["y"] is getattr(module, f"_{name}")
    pydantic_models = importlib.import_module(f"{package}.pydantic_models")
    message = {name: {"a": "x"}, "any": 1, "one": "x", "text": "t", "y": {"b": 2}}
    read = pydantic_models.F.model_validate(message)
    assert type(getattr(read, name)) is pydantic_models.E
    assert type(read.y) is getattr(pydantic_models, f"_{name}")


@pytest.mark.parametrize("name", ["Ellipsis", "NotImplemented"])
def test_no_alias_is_called_like_a_builtin_value(name: str) -> None:
    """Type checkers take the name for that value where it stands above the alias."""
    text = f"export type {name} = 1 | {name}[]; export interface F {{ a: {name} }}\n"
    for path, module in compiled_text(text, "values").files.items():
        if path.endswith(("models.py", "typed_dicts.py")):
            assert f"{name}_" in module
            assert not re.search(rf"\b{name}\b", module)
