"""Names of the web's library: what they are in JSON, their keys and their functions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from realtime_codegen.frontend.resolve.library_keys import REGISTRIES
from realtime_codegen.frontend.resolve.library_members import MEMBERS, plain_members
from realtime_codegen.frontend.resolve.library_names import OPAQUE
from tests.oracle.beside import beside, of_values, values_beside, wrong_types
from tests.oracle.compare import Mismatch
from tests.oracle.typescript import TYPESCRIPT, ask
from tests.tools.node import node_modules, require_node, run_node

pytestmark = pytest.mark.network

BEFORE = """
declare namespace inner {
  type Date = string | number | globalThis.Date;
  type Own = globalThis.Ours | null;
  class Failure extends globalThis.Error { code: number }
  class Set { get got(): string; set got(value: string); get alone(): 1; set only(value: 2) }
  class Hides extends Set { set got(value: string); set alone(value: 1); get alone(): 1 }
  interface Listed<T> extends ArrayLike<T | Listed<T>> {}
  class Kept<T> extends Array<T> { private own: T; own_too: 1; has(value: T): boolean }
  abstract class Row extends Kept<'cell'> { abstract get(id: string): string }
  interface Rows extends Row { all(): void }
}
declare const raw: unique symbol;
declare global {
  interface Ours { a: 1 }
  var ours: Ours;
}
"""
TYPES = (
    "inner.Date",
    "inner.Own",
    "inner.Failure",
    "inner.Set",
    "Pick<inner.Set, 'got' | 'only'>",
    "inner.Hides",
    "inner.Listed<string>",
    "inner.Kept<string>",
    "inner.Rows | 0",
    "(inner.Row extends (infer C)[] ? C : 0) | 'x'",
    "globalThis.URL",
    "globalThis.Record<string, number>",
    "globalThis.Array<globalThis.Function | 1>",
    "globalThis.Partial<globalThis.Ours>",
    "typeof globalThis.ours",
    "WindowOrWorkerGlobalScope['fetch']",
    "Window['setTimeout'] | null",
    "(typeof globalThis)['fetch'] | 1",
    *(
        f"typeof globalThis extends {{ {members} }} ? 1 : 2"
        for members in ("window: unknown", "onmessage: any; ReadableStream: infer T", "Math: any")
    ),
    "typeof window extends { document: unknown; JSON: any; fetch: unknown } ? 1 : 2",
    "Node extends { [raw]?: true } ? 1 : 2",
    "Error extends { [raw]?: true; message: string } ? 1 : 2",
    "keyof typeof console",
    "Extract<keyof typeof console, 'log' | 'warn' | 'absent'>",
    "{ [K in keyof HTMLElementTagNameMap as `on:${K}`]?: K }",
    "keyof HTMLElementTagNameMap | 'ours'",
    "ReturnType<typeof setTimeout> | null",
    "{ a?: ReturnType<typeof globalThis.setInterval> }",
    "ReturnType<typeof requestAnimationFrame>[]",
    "[ReturnType<typeof parseInt>, ReturnType<typeof isNaN>, ReturnType<typeof atob>]",
    "ReturnType<typeof prompt>",
    "HTMLElement['id'] | Response['status'] | HTMLInputElement['checked']",
    "MouseEvent['type']",
    "PropertyKey[]",
    "{ key?: PropertyKey }",
    "Record<PropertyKey, number>",
    "{ [K in PropertyKey]: 1 }",
    "Extract<PropertyKey, string>",
    "7 extends PropertyKey ? 1 : 2",
    "Record<'12' | `${number}`, { a: 1 }>",
    "{ [K in 'x' | `x${string}`]: 1 }",
    "{ [K in 'y' | `x${string}`]: 1 }",
    "Pick<{ [key: `x${string}`]: 1; x1: 1 }, 'x1' | `x${string}`>",
    "{ [K in Capitalize<string> | 'Ab' | 'ab']: 1 }",
)


OTHER_ALIASES = frozenset(
    """
    AutoFill AutoFillField AutoFillSection BuiltinIteratorReturn ClipboardItems CookieList
    DecoratorMetadata DecoratorMetadataObject LineAndPositionSetting PerformanceEntryList
    PublicKeyCredentialClientCapabilities ReportList TimerHandler VibratePattern WeakKey webkitURL
    """.split()
)
"""Names of the library that are `Any`, though they mean more than classes and functions."""


@pytest.fixture(autouse=True)
def _with_node() -> None:
    require_node()


def compared(folder: Path, types: Mapping[str, str]) -> list[Mismatch]:
    """The properties whose type is another one in the model than the compiler says."""
    path = folder / "input.d.ts"
    properties = "".join(f"  {name}: {text};\n" for name, text in types.items())
    path.write_text(f"{BEFORE}export interface Values {{\n{properties}}}\n", encoding="utf-8")
    (oracle,) = ask([path])
    result = beside(path, oracle)
    assert result.matched > len(types) / 2
    return of_values(result)


def test_the_keys_of_registries_are_typescripts_own(tmp_path: Path) -> None:
    assert len(REGISTRIES) > 80
    assert compared(tmp_path, {name: f"keyof {name}" for name in REGISTRIES}) == []


def test_what_is_a_function_in_the_library_is_no_data(tmp_path: Path) -> None:
    """Names with type parameters, and those of a worker's library, are not resolved there."""
    names = sorted(OPAQUE - OTHER_ALIASES)
    wrong = compared(tmp_path, {name: f"{name} | 0" for name in names})
    assert [m for m in wrong if m.expected not in ("required unknown", "unknown")] == []


_VALUES = """
const ts = require('typescript');
const options = { strict: true, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], types: [] };
const program = ts.createProgram([process.argv[2]], options);
const checker = program.getTypeChecker();
const called = {};
const note = (name) => {
  const type = checker.getTypeAtLocation(name);
  const signatures = [type.getCallSignatures(), type.getConstructSignatures()].flat();
  if (signatures.length > 0 || type.symbol) called[name.text] = signatures.length > 0;
};
for (const file of program.getSourceFiles()) {
  if (!program.isSourceFileDefaultLibrary(file)) continue;
  ts.forEachChild(file, (statement) => {
    if (ts.isFunctionDeclaration(statement)) note(statement.name);
    if (!ts.isVariableStatement(statement)) return;
    statement.declarationList.declarations.forEach((declared) => note(declared.name));
  });
}
console.log(JSON.stringify(called));
"""


@pytest.mark.nightly
def test_each_value_of_the_library_is_a_function_or_an_object(tmp_path: Path) -> None:
    """Law: `typeof` each value that has a type of its own; the handlers of events may be null."""
    (tmp_path / "empty.d.ts").write_text("export {};")
    (tmp_path / "ask.cjs").write_text(_VALUES)
    said = run_node(
        tmp_path / "ask.cjs", str(tmp_path / "empty.d.ts"), modules=node_modules([TYPESCRIPT])
    )
    called: dict[str, bool] = json.loads(said)
    names = {name: is_called for name, is_called in called.items() if not name.startswith("on")}
    assert sum(names.values()) > 700
    assert len(names) - sum(names.values()) > 20
    types = {name: f"typeof {name} | 0" for name in names}
    assert compared(tmp_path, types) == []


def test_global_names_are_read_as_the_compiler_reads_them(tmp_path: Path) -> None:
    types = {f"p{number}": text for number, text in enumerate(TYPES)}
    wrong = compared(tmp_path, types)
    assert [f"{types[mismatch.property]}: {mismatch}" for mismatch in wrong] == []


def test_plain_members_of_classes_are_what_the_compiler_says(tmp_path: Path) -> None:
    require_node()
    members = [(name, word.lstrip("#?")) for name in MEMBERS for word in MEMBERS[name]]
    asked = [f"{name}['{word}']" for name, word in members if word[0] not in "+-"]
    asked.remove("RegExp['unicodeSets']")  # It is one of the library of 2024.
    # What is inherited is not listed again: one of each class with a base.
    asked += [
        f"{name}['{member}']"
        for name, words in MEMBERS.items()
        if any(word.startswith("+") for word in words)
        for member in [[*plain_members(name)][-1][0]]
    ]
    wrong = wrong_types(values_beside(tmp_path, "", asked), asked)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(asked)}", *wrong[:20]])
    assert len(asked) > 1_500


_BESIDE_CLASSES = ("{ other: 1 }", "string[]", "[]", "Own", "'a'", "() => string", "{ # : any }")


def test_what_lacks_a_member_of_a_class_is_none(tmp_path: Path) -> None:
    """Law: of each class with a plain member; a type without it is no such class."""
    names = [name for name in MEMBERS if [*plain_members(name)] and name != "AggregateError"]
    forms = [(source, name) for name in names for source in _BESIDE_CLASSES]
    types = [
        f"{source.replace('#', next(plain_members(name))[0])} extends {name} ? 1 : 0"
        for source, name in forms
    ]
    result = values_beside(tmp_path, "declare class Own { own: 1 }\n", types)
    wrong = wrong_types(result, types)
    # What has the plain members may have the others, for all that is known; it is told.
    assert [text for text in wrong if not text.endswith("unknown")] == []
    assert len(wrong) < 0.06 * len(types)
