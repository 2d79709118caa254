"""What a file declares for its users: its data, or else the fields of its classes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from realtime_codegen.model import Interface
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles, MemoryFiles
from tests.oracle.typescript import ask
from tests.tools.night import share
from tests.tools.node import require_node

ID = "export class ID { constructor(client: number); client: number; clock: number }"
DOC = "export class Doc<T> { private own: 1; items: T[]; by: ID | null; get(): T }"
SENDER = "export class Sender { send(text: string): void; closed: () => boolean }"
CALLED = "export interface Called { (id: ID): void } export declare function call(id: ID): void;"
OWN = "interface Own { own: 1 }"
OWN_VALUE = "declare const own: Own; export { own };"

FILES = {
    "classes with behaviour": (f"{ID} {DOC} {SENDER}", {"ID", "Doc"}),
    "a class beside data": (f"{ID} {DOC} export interface Own {{ own: 1 }}", {"Own"}),
    "a class that data leads to": (f"{ID} {SENDER} export type Own = ID[];", {"ID", "Own"}),
    "a class in a namespace": (f"export namespace inner {{ {ID} }} {SENDER}", {"inner.ID"}),
    "an heir": (f"{SENDER} {ID} export class Heir extends Sender {{ id: ID }}", {"ID", "Heir"}),
    "beside functions": (f"{ID} export type Call = (id: ID) => void; {CALLED}", {"ID"}),
    "beside an empty union": (f"{ID} export type None = never;", {"None"}),
    "an index signature": ("export class Bag { get(): 1; [name: string]: any }", {"Bag"}),
    "no fields": (SENDER, set()),
    "functions alone": (f"{SENDER} export type Call = () => void; {CALLED}", set()),
    "no types": ("export declare const x: number;", set()),
    "a value": (f"{OWN} declare const own: Own; export = own;", {"Own"}),
    "a default value": (f"{OWN} declare const own: Own; export default own;", {"Own"}),
    "a function": (f"{OWN} declare function call(own: Own): void; export = call;", {"Own"}),
    "with a namespace": (
        f"{OWN} declare function call(own: Own): void; declare namespace call {{}} export = call;",
        {"Own"},
    ),
    "a namespace that is not exported": (
        f"{OWN} declare namespace inner {{ interface Row {{ row: 1 }} }} {OWN_VALUE}",
        {"Own", "inner.Row"},
    ),
    "a type beside a namespace, neither exported": (
        f"{OWN} type R<T = 1> = {{ row: T }}; declare namespace R {{ type A = 1 }} {OWN_VALUE}",
        {"Own", "R", "R.A"},
    ),
    "a value beside what is exported": (
        f"{OWN} export interface Out {{ out: 1 }} declare const own: Own; export default own;",
        {"Out"},
    ),
    "a value beside a class": (
        f"{OWN} {ID} declare const own: Own; export default own;",
        {"ID"},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), FILES.values(), ids=FILES)
def test_a_file_gives_its_data_or_its_fields(text: str, wanted: set[str]) -> None:
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    if not wanted:
        assert loaded.model is None
        # A note says of each function that it is no data.
        assert [item.code for item in loaded.diagnostics if item.code != "RC205"] == ["RC105"]
        return
    assert loaded.model is not None
    # What an argument is not known of has its words in the path.
    names = {str(item.id).partition(".<")[0] for item in loaded.model.declarations}
    assert names == wanted


def test_another_file_of_classes_alone() -> None:
    files = {"input.d.ts": b"export { ID as Id } from './more';", "more.d.ts": ID.encode()}
    loaded = load_model(MemoryFiles(files), "input.d.ts", Options())
    assert loaded.model is not None
    assert len(loaded.model.declarations) == 1


@pytest.mark.parametrize(
    "rest",
    ["export = own;", "export default own;", "export { own };", "export {};"],
)
def test_a_file_of_values_has_the_types_it_refers_to(rest: str) -> None:
    """The entry of `@types/jquery` is `export = jQuery;` below the scripts with all the types."""
    files = {
        "input.d.ts": f'/// <reference path="one.d.ts" />\n{rest}\n'.encode(),
        "one.d.ts": b'/// <reference path="two.d.ts" />\ninterface One { two: ns.Two }',
        "two.d.ts": b"declare namespace ns { interface Two { two: 2 } } declare const own: One;",
    }
    loaded = load_model(MemoryFiles(files), "input.d.ts", Options())
    assert loaded.model is not None
    assert [str(item.id) for item in loaded.model.declarations] == ["ns.Two", "One"]


CLASSES = f"""{OWN}
export interface Given {{ given: Own }}
export class Client {{ private key: string; retries?: number; by: Own; call(): void }}
export class Heir extends Client {{ region: 'eu' | 'us'; constructor(own: Own) }}
export class Reached {{ reached: 1; get(): 1 }}
export interface Reaching {{ to: Reached }}
export namespace inner {{ class Within {{ within: Own; get(): 1 }} }}
export class Doer {{ run(): void }}
"""


@pytest.mark.parametrize(
    ("root", "fields"),
    [
        ("Client", {"retries", "by"}),
        ("Heir", {"retries", "by", "region"}),
        ("inner.Within", {"within"}),
        ("Given", {"given"}),
    ],
)
def test_any_exported_class_can_be_asked_for(root: str, fields: set[str]) -> None:
    files = MemoryFiles({"input.d.ts": CLASSES.encode()})
    loaded = load_model(files, "input.d.ts", Options(roots=(root,)))
    assert loaded.model is not None
    (made,) = (item for item in loaded.model.declarations if str(item.id) == root)
    assert isinstance(made, Interface)
    assert {item.wire_name for item in made.properties} == fields


@pytest.mark.parametrize("ending", [".d.ts", ".ts"])
@pytest.mark.parametrize(
    ("pattern", "root"), [("Cl*", "Client"), ("inner.*", "inner.Within"), ("*[et]ir", "Heir")]
)
def test_a_pattern_asks_for_exported_classes(pattern: str, root: str, ending: str) -> None:
    entry = f"input{ending}"
    files = MemoryFiles({entry: CLASSES.encode()})
    loaded = load_model(files, entry, Options(roots=(pattern,)))
    assert loaded.model is not None, loaded.diagnostics
    assert root in {str(item.id) for item in loaded.model.declarations}


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ("", "Client and 2 other classes"),
        ("export interface All { a: Heir; b: inner.Within }", "Client with"),
        ("export interface All { a: Heir; b: inner.Within; c: Client }", None),
    ],
)
def test_classes_that_are_left_out_are_told_once(rest: str, told: str | None) -> None:
    files = MemoryFiles({"input.d.ts": (CLASSES + rest).encode()})
    loaded = load_model(files, "input.d.ts", Options())
    notes = [item.message for item in loaded.diagnostics if "nothing refers to" in item.message]
    assert len(notes) == (told is not None)
    assert all(told is not None and told in text for text in notes)


VALUES = {
    "a class": "import { Own } from './own'; export default class A { get(): Own; private x: 1 }",
    "a function": "import { Own } from './own'; export declare function call(own: Own): void;",
    "under another name": "import { Own as O } from './own'; declare const own: O; export = own;",
    "a default import": "import Own from './own'; export declare const own: Own;",
    "a namespace": "import * as own from './own'; export declare const x: own.Own;",
    "exported from a file": "export { default } from './class';",
    "imported, then exported": "import { call } from './class'; export { call as run };",
    "imported, then the default": "import Class from './class'; export default Class;",
    "imported, then all there is": "import Class from './class'; export = Class;",
    "required, then all there is": "import all = require('./class'); export = all;",
    "all of a file": "export * from './class';",
    "all of a file as one": "export * as all from './class';",
}


@pytest.mark.parametrize("text", VALUES.values(), ids=VALUES)
def test_a_file_of_values_has_the_types_that_it_imports(text: str) -> None:
    """The entry of `mailgun.js` is a class, whose methods have types of other files."""
    files = {
        "input.d.ts": text.encode(),
        "own.d.ts": b"interface Own { own: 1 } export { Own, Own as default };",
        "class.d.ts": b"import { Own } from './own'; export default class { get(): Own }\n"
        b"export declare function call(own: Own): void;",
    }
    loaded = load_model(MemoryFiles(files), "input.d.ts", Options())
    assert loaded.model is not None
    assert [item.id.path for item in loaded.model.declarations] == [("Own",)]


def test_a_file_of_values_has_the_classes_that_it_imports_where_it_imports_no_data() -> None:
    files = {
        "input.d.ts": b"import { ID } from './id'; export default function call(): ID;",
        "id.d.ts": ID.encode(),
    }
    loaded = load_model(MemoryFiles(files), "input.d.ts", Options())
    assert loaded.model is not None
    assert [item.id.path for item in loaded.model.declarations] == [("ID",)]


_DECLARATIONS = (
    "interface {0} {{ own: {1} }}",
    "type {0} = {{ own: {1} }};",
    "enum {0} {{ A = {1} }}",
    "namespace {0} {{ interface Inner {{ own: {1} }} }}",
    "namespace {0}.Deep {{ interface Inner {{ own: {1} }} }}",
    "interface {0} {{ own: {1} }} namespace {0} {{ interface Inner {{ own: {1} }} }}",
)


def _module(rand: random.Random) -> str:
    """A file of declarations, some of which it exports, where they stand or in a clause."""
    lines, listed = ["export interface Always { own: 0 }"], []
    for number in range(rand.randint(1, 5)):
        name, declared = f"N{number}", rand.choice(_DECLARATIONS)
        kind = rand.choice(("declare ", "export declare ", "declare ", "declare "))
        parts = declared.format(name, number).replace(" namespace N", f"\n{kind}namespace N")
        lines.append(kind + parts)
        if not kind.startswith("export") and rand.random() < 0.3:
            listed.append(name)
    if listed or rand.random() < 0.7:
        lines.append(f"export {{ {', '.join(listed)} }};")
    return "\n".join(lines) + "\n"


@pytest.mark.network
def test_what_a_module_exports_is_what_the_compiler_says(tmp_path: Path) -> None:
    """Law: of interfaces, aliases, enums and namespaces, exported in each way or not at all."""
    require_node()
    rand = random.Random("exports")
    paths = []
    for number in range(share(200, 5)):
        paths.append(tmp_path / f"m{number}" / "input.d.ts")
        paths[-1].parent.mkdir()
        paths[-1].write_text(_module(rand), encoding="utf-8")
    wrong = []
    for path, oracle in zip(paths, ask(paths), strict=True):
        loaded = load_model(DiskFiles(path.parent), path.name, Options())
        assert loaded.model is not None
        names = {str(item.id) for item in loaded.model.declarations}
        meant = {declared.name for declared in oracle.declarations if declared.node is not None}
        if names != meant:
            wrong.append(f"{path.read_text(encoding='utf-8')}{names ^ meant}")
    assert not wrong, f"{len(wrong)} of {len(paths)}\n" + "\n".join(wrong[:4])
