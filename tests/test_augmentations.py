"""What a file adds to a module is in the types of that module, wherever they are declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from realtime_codegen.frontend.resolve.awaited import Awaited
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles, MemoryFiles
from tests.oracle.beside import model_beside
from tests.oracle.typescript import ask
from tests.tools.node import require_node

_OWN = "export interface Own { own: 1 } export interface Held { held: Own[] }"
_ADDED = "declare module 'p' { interface Own { added?: 2 } }"
_VALUES = "export interface Values { own: Own; held: Held }"
_IMPORT = "import { Own, Held } from 'p';"

PROJECTS: dict[str, dict[str, str]] = {
    # The files of the package `p`, and those that add to it; the entry is `main`.
    "declared there": {"p/index": _OWN, "main": f"{_IMPORT} {_ADDED} {_VALUES}"},
    "re-exported by name": {
        "p/index": "export { Own, Held } from './inner';",
        "p/inner": _OWN,
        "main": f"{_IMPORT} {_ADDED} {_VALUES}",
    },
    "re-exported under another name": {
        "p/index": "export { O as Own, Held } from './inner';",
        "p/inner": _OWN.replace("Own", "O"),
        "main": f"{_IMPORT} {_ADDED} {_VALUES}",
    },
    "imported and exported": {
        "p/index": "import { Own as O, Held } from './inner'; export { type O as Own, Held };",
        "p/inner": _OWN,
        "main": f"{_IMPORT} {_ADDED} {_VALUES}",
    },
    "exported under another name than its own": {
        "p/index": "interface O { own: 1 } interface Held { held: O[] } export { O as Own, Held };",
        "main": f"{_IMPORT} {_ADDED} {_VALUES}",
    },
    "all re-exported": {
        "p/index": "export * from './inner'; export * from './more';",
        "p/inner": _OWN,
        "p/more": "export interface More { more: 1 }",
        "main": f"{_IMPORT} {_ADDED} {_VALUES}",
    },
    "re-exported twice": {
        "p/index": "export * from './middle';",
        "p/middle": "export { Own, Held } from './inner';",
        "p/inner": _OWN,
        "main": f"{_IMPORT} {_ADDED} {_VALUES}",
    },
    "by several files": {
        "p/index": "export { Own, Held } from './inner';",
        "p/inner": _OWN,
        **{
            f"add{name}": f"import {{ Own }} from 'p'; {_ADDED.replace('added', name)} export {{}};"
            for name in "abc"
        },
        "main": f"import './adda'; import './addb'; import './addc'; {_IMPORT} {_VALUES}",
    },
    "of the same file": {
        "p/index": "export { Own, Held } from './inner';",
        "p/inner": _OWN,
        "main": f"{_IMPORT} export interface Extension {{ more: 3 }} {_VALUES}"
        " declare module 'p' { interface Own extends Extension {} }",
    },
    "by imports inside the braces": {
        "p/index": _OWN,
        "first": "declare module 'm' { import p = require('p'); import { Held as H } from 'p';"
        " export interface A { own: p.Own; held: H } }",
        "second": "declare module 'm' { import q = require('p'); import { Own as H } from 'p';"
        " import I = q.Held; export interface A { more?: H[]; in?: I }"
        " export interface B { q: q.Own }"
        " export import Again = q.Own; export { q as all, H as Other } }",
        "main": '/// <reference path="./first.d.ts" />\n/// <reference path="./second.d.ts" />\n'
        "declare module 'm' { export interface Values { a: A; b: B;"
        " c: import('m').Again; d: import('m').all.Held; e: import('m').Other } }",
    },
    "by another file": {
        "p/index": "export { Own, Held } from './inner';",
        "p/inner": _OWN,
        "more": f"export interface More {{ x: 1 }} {_ADDED.replace('2', 'More')}",
        "main": f"import {{ More }} from './more'; {_IMPORT} {_VALUES}",
    },
    "by a file without a name": {
        "p/index": "export { Own, Held } from './inner';",
        "p/inner": _OWN,
        "more": f"{_ADDED} export {{}};",
        "main": f"import './more'; {_IMPORT} {_VALUES}",
    },
    "to a file of one's own": {
        "p/index": _OWN,
        "own": "export { Own, Held } from 'p';",
        "main": "import { Own, Held } from './own';"
        f" {_ADDED.replace(chr(39) + 'p', chr(39) + './own')} {_VALUES}",
    },
    "in a namespace": {
        "p/index": "export { N } from './inner';",
        "p/inner": "export namespace N { interface Own { own: 1 } interface Held { h: Own } }",
        "main": "import { N } from 'p'; declare module 'p' { namespace N"
        " { interface Own { added: 2 } } }"
        " export interface Values { own: N.Own; held: N.Held }",
    },
    "to what is assigned": {
        "p/index": "declare namespace P { interface Own { own: 1 } } export = P;",
        "main": "import * as P from 'p'; declare module 'p' { interface Own { added: 2 } }"
        " export interface Values { own: P.Own }",
    },
    "by scripts that share a namespace": {
        "first": "declare namespace N { interface Own { own: 1 } interface Held { held: Own } }",
        "second": "declare namespace N { interface Own { added: Other } type Other = 'o' }",
        "main": '/// <reference path="./first.d.ts" />\n/// <reference path="./second.d.ts" />\n'
        "export interface Values { own: N.Own; held: N.Held; other: N.Other }",
    },
    "to a namespace that is in other files": {
        "first": "declare namespace N { interface Own { own: 1 } interface Left { left: 1 } }",
        "main": '/// <reference path="./first.d.ts" />\n'
        "declare namespace N { interface Own { added: 2 } interface Values { own: Own } }",
    },
    "by global blocks": {
        "first": "export {}; declare global { namespace N { interface Own { own: 1 } } }",
        "second": "export {}; declare global { namespace N { interface Own { added: 2 } } }",
        "main": "import './first'; import './second'; export interface Values { own: N.Own }",
    },
    "with a default that is all of a module": {
        "p/index": _OWN,
        "main": "import P, { type Held } from 'p'; declare module 'p' { interface Own { x: 1 } }"
        " export interface Values { own: P.Own; held: Held }",
    },
    "something new": {
        "p/index": "export { Own, Held } from './inner';",
        "p/inner": _OWN,
        "main": f"import {{ Own, Held, New }} from 'p'; {_ADDED.replace('Own', 'New')}"
        " export interface Values { own: Own; held: Held; new: New }",
    },
    "by a file that no type leads to": {
        "p/index": "export { Own, Held } from './own'; export { far } from './far';",
        "p/own": _OWN,
        "p/far": "declare module './own' { interface Own { added: 2 } } export const far: 1;",
        "main": f"{_IMPORT} {_VALUES}",
    },
    "by a file that no type leads to, and by the entry": {
        "p/index": "export { Own, Held } from './own'; export { far } from './far';",
        "p/own": _OWN,
        "p/far": "declare module './own' { interface Own { far: 3 } } export const far: 1;",
        "main": f"{_IMPORT} {_ADDED} {_VALUES}",
    },
    "by a file far behind others, to a package": {
        "p/index": _OWN,
        "near": "export { far as near } from './middle'; export interface Near { near: 1 }",
        "middle": "export const far: import('./far').Far;",
        "far": f"{_ADDED} export interface Far {{ far: 1 }}",
        "main": f"import {{ Near }} from './near'; {_IMPORT} {_VALUES}",
    },
    "to all files, by a file that no type leads to": {
        "p/index": "export { Own } from './own'; export { far } from './far';",
        "p/own": "declare global { interface Everywhere { own: 1 } }"
        " export interface Own { e: Everywhere }",
        "p/far": "declare global { interface Everywhere { far: 1 } } export const far: 1;",
        "main": "import { Own } from 'p'; export interface Values { own: Own }",
    },
    "by no file that only a comment imports": {
        "p/index": "// import './far';\n/* import './far'; */ export type Kind = 'a/*' | \"//\";\n"
        "/**\n * import './far';\n */\nexport { Own, Held } from './own';",
        "p/own": _OWN,
        "p/far": "declare module './own' { interface Own { added: 2 } } export {};",
        "main": f"{_IMPORT} {_VALUES}",
    },
}

_TYPES = "@types/machine"
"""A package of types as Node's is: modules and names for all files, each in a file of its own."""
_MACHINE = {
    f"{_TYPES}/index": '/// <reference path="emitter.d.ts" />\n'
    '/// <reference path="streams.d.ts" />\n/// <reference path="names.d.ts" />',
    f"{_TYPES}/names": "declare namespace Machine { interface Own { own: 1 } }\n"
    "interface Everywhere { e: Machine.Own } interface Date { added: 1 }",
    f"{_TYPES}/emitter": "declare module 'emitter' { interface Options { deep: boolean }"
    " class Emitter { name: string }"
    " namespace Emitter { interface Given extends Options { signal?: string } }"
    " global { namespace Machine { interface Own { added?: 2 } interface Emits { x: Own } } }"
    " export = Emitter; }\n"
    "declare module 'machine:emitter' { import emitter = require('emitter'); export = emitter; }",
    f"{_TYPES}/streams": "declare module 'streams' {"
    " import { Given } from 'machine:emitter';"
    " export interface Stream { given: Given; emits: Machine.Emits } }\n"
    "declare module 'machine:streams' { export * from 'streams'; }",
}
_ASKS = f'/// <reference types="{_TYPES.removeprefix("@types/")}" />\n'
_USES = (
    "import Emitter = require('machine:emitter'); import { Stream } from 'machine:streams';"
    " export interface Values { a: Emitter; b: Emitter.Given; c: Stream; d: Everywhere;"
    " e: Machine.Own; f: Machine.Emits; g: Date }"
)
PROJECTS |= {
    "a package of types": {**_MACHINE, "main": f"{_ASKS}{_USES}"},
    "a package of types that another file asks for": {
        **_MACHINE,
        "more": f"{_ASKS}export interface More {{ x: 1 }}",
        "main": f"import {{ More }} from './more'; {_USES}",
    },
    "a package of types that no type leads to": {
        **_MACHINE,
        "p/index": "import './far'; export interface Own { own: 1 }",
        "p/far": f"{_ASKS}export {{}};",
        "main": f"import {{ Own }} from 'p'; {_USES}",
    },
    "a name behind a comment that ends with a keyword": {
        f"{_TYPES}/index": "declare module 'm' { global { // The class\ntype Level = 'a' | 'b' } }",
        "main": f"{_ASKS}export interface Values {{ level: Level }}",
    },
    "a module that a script of its own package declares": {
        "p/index": '/// <reference path="./more.d.ts" />\n'
        "declare module 'p' { export interface Own { added: Added; all: typeof C.Inner }"
        " export class C<T = any> { of: T } }",
        "p/more": "import { Far } from './far'; declare module 'p' {"
        " interface Added { own: Own; far: Far; c: C<1> }"
        " namespace C { namespace Inner { const x: 1 } } }",
        "p/far": "export interface Far { far: 1 }",
        "main": "import { Own, Added } from 'p'; export interface Values { o: Own; a: Added }",
    },
    "types of the library, which are declared again without members": {
        "p/index": "declare global { interface URL {} interface Date {} interface String {} }"
        " export interface Own { url: URL; at?: Date }",
        "main": "import { Own } from 'p';"
        " export interface Values { own: Own; at: Date; urls: URL[]; said: Record<'x', String> }",
    },
    "types of the library, which a script declares again without members": {
        "main": "interface URL {} interface Date {} interface String {} interface Object {}"
        " interface Values { url: URL; at?: Date[]; said: String | 1; held: Held }"
        " declare namespace N { interface Date {} interface In { own: Date } }"
        " interface Held { in: N.In } interface Number { added: 1 }",
    },
    "types of the library, which a global block declares again without members": {
        "main": "export {}; declare global { interface URL {} interface Held { url: URL } }"
        " export interface Values { held: Held; url: URL }",
    },
    "to types of the library, by a file that no type leads to": {
        "p/index": "export { far } from './far'; export interface Own { own: 1 }",
        "p/far": "declare global { interface HTMLElement { added: 1 }\n"
        " interface HTMLCanvasElement { onadded: ((ev: Event) => any) | null }"
        " interface Array<T> { first(): T } interface ReadonlyArray<T> { last: T } }"
        " export const far: 1;",
        "main": "import { Own } from 'p'; interface Heir extends HTMLDivElement { own: 1 }"
        " export interface Values { own: Own; c: HTMLCanvasElement; h: Heir; list: Array<string>;"
        " is: HTMLCanvasElement extends HTMLElement ? 1 : 2; rest: ReadonlyArray<1>;"
        " added: HTMLCanvasElement['added' | 'onadded'] }",
    },
    "modules by patterns of their names": {
        f"{_TYPES}/index": "declare module '*.css' {"
        " const names: { readonly [key: string]: string }; export default names }\n"
        "declare module 'data/*' { export interface Far { far: 1 } }\n"
        "declare module 'data/near-*' { export interface Near { near: 1 } }\n"
        "declare module 'data/own' { export interface Own { own: 1 } }\n"
        "declare module '*!text' { const text: string; export = text }",
        "here.css": "export interface Here { here: 1 }",
        "main": f"{_ASKS}import names from './far.css'; import {{ Here }} from './here.css';"
        " import { Far } from 'data/x/y'; import { Near } from 'data/near-x';"
        " import { Own } from 'data/own'; import text from './x!text';"
        " export interface Values { names: typeof names; here: Here; far: Far; near: Near;"
        " own: Own; text: typeof text; there: import('data/there').Far }",
    },
    "modules by patterns of their names, in the file itself": {
        "types": "declare module '*.svg' { const of: { path: string }; export default of }\n"
        "declare module 'at/*/one' { export interface One { one: 1 } }",
        "main": '/// <reference path="./types.d.ts" />\n'
        "import of from '../a/b.svg'; import { One } from 'at/x/one';"
        " export interface Values { of: typeof of; one: One }",
    },
    "to a module of a package of types": {
        **_MACHINE,
        "main": f"{_ASKS}{_USES} declare module 'streams' {{ interface Stream {{ more: 1 }} }}",
    },
}


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = (
            folder
            / ("node_modules" if name.startswith(("p/", "@types/")) else ".")
            / f"{name}.d.ts"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n", encoding="utf-8")
    return folder / "main.d.ts"


@pytest.mark.network
def test_what_is_added_is_there(tmp_path: Path) -> None:
    require_node()
    folders = [tmp_path / str(number) for number in range(len(PROJECTS))]
    entries = [_write(*pair) for pair in zip(folders, PROJECTS.values(), strict=True)]
    differing: dict[str, list[str]] = {}
    for name, entry, oracle in zip(PROJECTS, entries, ask(entries, errors=True), strict=True):
        assert not oracle.errors, (name, oracle.errors)
        loaded = load_model(DiskFiles(entry.parent), entry.name, Options())
        assert loaded.model is not None
        assert loaded.diagnostics == (), name
        result = model_beside(loaded.model, oracle)
        assert result.properties
        wrong = [str(mismatch) for mismatch in result.mismatches]
        if wrong:
            differing[name] = wrong
    assert differing == {}


LEADING = (
    "import './other';",
    "import type { A } from './other';",
    "import A = require('./other');",
    "export import A = require('./other');",
    "export * from './other';",
    "export * as all from './other';",
    "export { A } from './other';",
    "export type { A as B } from './other';",
    "export interface B { a: import('./other').A }",
    "export type B = typeof import ('./other');",
    'export type B = import\n("./other").A;',
    "export namespace N { type B = import('./other').A }",
    "declare module 'm' { import { A } from './other'; }",
    "declare module 'm' { export * from './other'; }",
)
"""What leads from a file to another one."""


@pytest.mark.parametrize("text", LEADING)
def test_a_file_that_leads_to_another_is_not_alone(text: str) -> None:
    """What is added for all files by a file that the entry leads to is found."""
    spec = f"{text}\nexport interface Values {{ added: Added }}"
    files = MemoryFiles(
        {
            "spec.d.ts": spec.encode(),
            "other.d.ts": b"export interface A { a: 1 }"
            b" declare global { interface Added { a: 1 } }",
        }
    )
    loaded = load_model(files, "spec.d.ts", Options())
    assert loaded.model is not None
    assert "Added" in {declaration.id.path[-1] for declaration in loaded.model.declarations}


def test_a_file_that_leads_nowhere_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that nobody declares is no reason to look for imports in the text of one file."""
    searched: list[str] = []

    def leads_to(_: Awaited, path: str, data: bytes) -> tuple[str, ...]:
        searched.append(path)
        return ()

    monkeypatch.setattr(Awaited, "_leads_to", leads_to)
    for text, expected in (("", []), ("import './other';", ["spec.d.ts"])):
        spec = f"{text} export interface Values {{ a: Unheard; b: 1 }} // from 'other'"
        assert load_model(MemoryFiles({"spec.d.ts": spec.encode()}), "spec.d.ts", Options()).model
        assert searched == expected


@pytest.mark.parametrize("text", ["/* ", '\\"', "\\'"])
def test_what_is_never_closed_is_looked_at_once(text: str) -> None:
    """A search from each of 200,000 beginnings to the end of the file would never end."""
    data = b"import './other'; // a comment */\n" + text.encode() * 200_000
    files = MemoryFiles({"spec.d.ts": data, "other.d.ts": b"export interface A { a: 1 }"})
    awaited = Awaited(files)
    assert awaited.look_everywhere("spec.d.ts")
    assert list(awaited.with_module("none")) == []
    assert "other.d.ts" in awaited._met


_PLACES = {
    "block": "interface X { block: 1 }",
    "file": "interface X { file: 1 }",
    "package": "export interface X { package: 1 }",
    "inner": "export interface X { inner: 1 }",
    "all": "declare global { interface X { all: 1 } }",
}
_ASKING = (
    "interface Own { x: X; y: Y; held?: Held; of: N.In }",
    "export interface Own { x: X[]; y: Y | null; z: import('p').Own['own'] } type Z = X",
    "interface Own extends X { y: Y } interface New { x: X; y: Y; own: Own }",
    "namespace N { interface In { x: X; y: Y } }",
)
_GIVEN = (
    ("export * from './inner';", True),
    ("export { Own, Held, N } from './inner';", True),
    ("import { Own, Held, N } from './inner'; export { Own, Held, N };", True),
    ("", False),
)
_OWN_OF_ALL = f"{_OWN} export namespace N {{ interface In {{ in: 1 }} }}"


def _asking() -> list[dict[str, str]]:
    """Files in which a block names `X`, which some of the places around it declare."""
    projects = []
    for number in range(1, 2 ** len(_PLACES)):
        chosen = {name for bit, name in enumerate(_PLACES) if number >> bit & 1}
        if not chosen & {"block", "file", "package", "all"}:
            continue
        said = {name: text if name in chosen else "" for name, text in _PLACES.items()}
        given, is_inner = _GIVEN[number % len(_GIVEN)]
        index = f"{given} {said['package']} {'' if is_inner else _OWN_OF_ALL}"
        block = f"interface Y {{ y: 1; x: X }} {said['block']} {_ASKING[number // 2 % 4]}"
        projects.append(
            {
                "p/index": index,
                "p/inner": f"{_OWN_OF_ALL} {said['inner']}",
                "main": f"import {{ Own, Held, N }} from 'p'; {said['file']} {said['all']}"
                f" declare module 'p' {{ {block} }}"
                " export interface Values { own: Own; held: Held; n: N.In }",
            }
        )
    return projects


@pytest.mark.network
def test_a_block_that_adds_sees_itself_and_its_module(tmp_path: Path) -> None:
    """Law: then what is around it; not what is around a type that the module has from others."""
    require_node()
    projects = _asking()
    folders = [tmp_path / str(number) for number in range(len(projects))]
    entries = [_write(*pair) for pair in zip(folders, projects, strict=True)]
    wrong, taken = [], 0
    for files, entry, oracle in zip(projects, entries, ask(entries, errors=True), strict=True):
        if oracle.errors:
            continue
        taken += 1
        loaded = load_model(DiskFiles(entry.parent), entry.name, Options())
        assert loaded.model is not None
        result = model_beside(loaded.model, oracle)
        # The compiler tells two of the name `X` of one file.
        told = [mismatch for mismatch in result.mismatches if mismatch.declaration != "X"]
        wrong += [f"{files}\n{mismatch}" for mismatch in told]
    assert wrong == []
    assert taken > 0.7 * len(projects)
