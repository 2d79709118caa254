"""Where a statement may go on in the next line, it means what it does on one line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from realtime_codegen.model import Interface
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles, MemoryFiles
from tests.oracle.beside import beside
from tests.oracle.typescript import ask
from tests.tools.night import is_nightly
from tests.tools.node import require_node

_BEFORE = """interface A { a : 1 }
declare namespace N { interface Q { q : 1 } }
declare const q : 1;
"""
_OTHER = "export interface X { x: 1 }\nexport default X;\n"
# The spaces are where a line may end.
_STATEMENTS = (
    "export { A } ;",
    "export { A as B } ;",
    "export type { A } ;",
    "export { type A } ;",
    "export * from './o' ;",
    "export type * from './o' ;",
    "export * as O from './o' ;",
    "export { X } from './o' ;",
    "export type { X } from './o' ;",
    "import { X } from './o' ; export { X } ;",
    "import type { X } from './o' ; export { X } ;",
    "import D , { X } from './o' ; export { X , D } ;",
    "import E = N . Q ; export type U = E ;",
    "export import E = N . Q ;",
    "export default A ;",
    "export default interface Z { z : 1 }",
    "export default class Z { z : 1 }",
    "export declare abstract class Z < T > { abstract z : 1 }",
    "export declare namespace M { interface Z { z : 1 } }",
    "export declare const enum Z { a , b }",
    "export type Z < T = 1 > = { z : T } ;",
    "export interface Z < T extends 1 = 1 > extends A { z : T }",
    "declare global { interface GG { g : 1 } } export { A } ;",
    "export interface Z { readonly a ? : 1 ; [ k : string ] : unknown ; m ? ( ) : 1 }",
    "export interface Z { a : { new ( ) : 1 } ; b : 1 }",
    "export declare class Z { readonly b : 1 ; declare d : 1 ; protected readonly g ? : 1 }",
    "export type Z = A extends infer U extends A ? keyof U : unique symbol ;",
    "export type Z = { a : readonly string [ ] | typeof q [ ] | abstract new ( ) => A } ;",
    "export type Z = { readonly [ K in keyof A as `x${K}` ] -? : A [ K ] } ;",
    "export type Z = { - readonly [ K in keyof A ] + ? : A [ K ] } ;",
    "export type Z = { [ K in 'a' | 'b' ] ? : K } ;",
)
_GAPS = ("\n", " /* of\n */ ", " // of\n")


def _broken(statements: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each statement, and what it is with a line break in one of its places."""
    for statement in statements:
        words = statement.split(" ")
        for gap in _GAPS:
            for at in range(1, len(words)):
                yield statement, " ".join(words[:at]) + gap + " ".join(words[at:])


def _codes(folder: Path, name: str) -> list[str]:
    return [item.code for item in load_model(DiskFiles(folder), name, Options()).diagnostics]


@pytest.mark.network
def test_a_line_may_end_where_it_may_for_the_compiler(tmp_path: Path) -> None:
    """Law: no text that the compiler takes is read otherwise for where its lines end."""
    require_node()
    cases = list(_broken(_STATEMENTS))[:: 1 if is_nightly() else 8]
    (tmp_path / "o.d.ts").write_text(_OTHER, encoding="utf-8")
    paths = [tmp_path / f"case{number}.d.ts" for number in range(len(cases))]
    for path, (_, text) in zip(paths, cases, strict=True):
        path.write_text(f"{_BEFORE}{text}\n", encoding="utf-8")
    usual = {}
    for number, statement in enumerate(_STATEMENTS):
        name = f"usual{number}.d.ts"
        (tmp_path / name).write_text(f"{_BEFORE}{statement}\n", encoding="utf-8")
        usual[statement] = _codes(tmp_path, name)
    wrong = []
    taken = 0
    for path, (statement, text), oracle in zip(paths, cases, ask(paths, errors=True), strict=True):
        if oracle.errors == ():
            taken += 1
            is_right = _codes(tmp_path, path.name) == usual[statement]
            if not is_right or not beside(path, oracle).complete:
                wrong.append(text)
    assert taken > len(cases) // 2
    assert wrong == []


@pytest.mark.parametrize("gap", _GAPS)
@pytest.mark.parametrize(
    "statement",
    [
        "export{ Z };",
        "export{ Z }from './main';",
        "exporttype { Z };",
        "exportdefault Z;",
    ],
)
def test_an_export_goes_on_in_the_next_line(statement: str, gap: str) -> None:
    text = "interface Z { z: { readonly [K in 'a']?: K } }\n"
    text += statement.replace("export", f"export{gap}").replace("from", f"{gap}from")
    loaded = load_model(MemoryFiles({"main.d.ts": text.encode()}), "main.d.ts", Options())
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    assert [item for item in loaded.model.declarations if isinstance(item, Interface)]
