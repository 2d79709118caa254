"""Law: what is imported by its name from a module that is one value is a property of that value."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.beside import beside
from tests.oracle.typescript import ask
from tests.tools.node import require_node

_COLOR = "declare type Color = 'red' | 'blue';"
_VALUES = {
    "an intersection": (
        "declare namespace value { interface One { nested: { deep: string; 'a-b': 1 } } }"
        "declare const value: value.One & { Color: Color; fn(a: 1): number; many: Color[] };"
    ),
    "an object": (
        "declare const value: { Color: Color; nested: { deep: string; 'a-b': 1 };"
        " fn: (a: 1) => number; many: Color[]; };"
    ),
    "an instance": (
        "declare class Own<T> { Color: Color; nested: { deep: T; 'a-b': 1 }; fn(a: 1): number;"
        " readonly many: Color[]; } declare const value: Own<string>;"
    ),
    "an interface with bases": (
        "interface Base { nested: { deep: string; 'a-b': 1 }; fn(a: 1): number }"
        "interface Value extends Base { Color: Color; many: Color[] } declare const value: Value;"
    ),
}
_ASKED = (
    *("typeof Color", "typeof nested", "typeof nested.deep", "ReturnType<typeof fn>"),
    *("Parameters<typeof fn>[0]", "typeof many", "(typeof many)[number]", "keyof typeof nested"),
    *(
        "typeof renamed",
        "{ [K in typeof Color]: K }",
        "typeof nested['a-b']",
        "typeof renamed.deep",
    ),
)


@pytest.mark.network
def test_a_name_of_an_exported_value_is_its_property(tmp_path: Path) -> None:
    require_node()
    properties = "".join(f"  p{number}: {text};\n" for number, text in enumerate(_ASKED))
    paths = []
    for number, value in enumerate(_VALUES.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        text = f"{_COLOR}\n{value}\nexport = value;\n"
        (folder / "value.d.ts").write_text(text, encoding="utf-8")
        paths.append(folder / "input.d.ts")
        paths[-1].write_text(
            "import { Color, nested, fn, many, nested as renamed } from './value';\n"
            f"export interface Values {{\n{properties}}}\n",
            encoding="utf-8",
        )
    for kind, path, oracle in zip(_VALUES, paths, ask(paths, errors=True), strict=True):
        assert oracle.errors == (), kind
        result = beside(path, oracle)
        assert result.properties >= len(_ASKED)
        assert not result.mismatches, kind
