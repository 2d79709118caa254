"""What a module exports by default is what the compiler takes it for, with a name or without."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.oracle.beside import values_beside, wrong_types

_VALUES: Final = (
    *("{ a: 1 }", "{ a: 1 } as const", "{ a: 'x' } satisfies { a: string }", "5", "'text'"),
    *(
        "[1, 'a'] as const",
        "[1]",
        "true",
        "null",
        "-1",
        "`x`",
        "(a = 1) => [a]",
        "{ f: [1] }",
    ),
    *("function (a: 1): 2 { return 2 }", "function named(a: 1): 2 { return 2 }"),
    *("class { a = 1 }", "class Named { a = 1 }", "kept", "{ ...kept }", "make(1)"),
)
_BEFORE: Final = """
const kept = { k: 1, l: 'x' };
function make(one: number) { return { one } }
"""
_ASKED: Final = (
    "typeof v{0}",
    "typeof v{0} extends (...given: any) => infer R ? R : 'no'",
    "typeof v{0} extends new () => infer I ? I : 'no'",
    "keyof typeof v{0}",
)


@pytest.mark.network
def test_the_default_export_is_what_the_compiler_takes_it_for(tmp_path: Path) -> None:
    """Law: no default export is lost without a word."""
    files: dict[str, str] = {}
    imports, types = "", list[str]()
    for number, value in enumerate(_VALUES):
        files[f"m{number}.ts"] = f"{_BEFORE}export default {value};\n"
        imports += f"import v{number} from './m{number}';\n"
        types += [asked.format(number) for asked in _ASKED]
    files["d0.d.ts"] = "export default function (a: 1): 2;\n"
    files["d1.d.ts"] = "declare const _default: { a: 1 };\nexport default _default;\n"
    for name in ("d0", "d1"):
        imports += f"import v{name} from './{name}';\n"
        types += [asked.format(name) for asked in _ASKED]
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    result = values_beside(tmp_path, imports, types)
    wrong = wrong_types(result, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong])
