"""The ways in which one file takes a type from another: each means what the compiler says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.model import Alias, Interface, Literal, Model, Primitive, Ref, Type
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles

_INNER = "{ interface O { o: 1 } type T = string }"
_CLASS = f"declare class C {{ a: string }} declare namespace C {_INNER}"
_FUNCTION = f"declare function f(): void; declare namespace f {_INNER}"
_VALUE = f"declare namespace v {_INNER} declare let v: v.O;"
_KINDS = "export enum Kind { A = 'a', B = 'b' } export namespace N { enum Inner { X = 'x' } }"
_PLAIN = "export interface O { o: 1 } export type T = string;"

FORMS = {
    # The statement before, the other file, the type, and what it is or refers to.
    "default of a class": ("import C from './o'", f"{_CLASS} export = C;", "C.T", "T"),
    "default of a function": ("import f from './o'", f"{_FUNCTION} export = f;", "f.T", "T"),
    "default of a value": ("import v from './o'", f"{_VALUE} export = v;", "v.T", "T"),
    "object of a default": ("import C from './o'", f"{_CLASS} export = C;", "C.O", "O"),
    "required": ("import C = require('./o')", f"{_CLASS} export = C;", "C.T", "T"),
    "everything": ("import * as C from './o'", f"{_CLASS} export = C;", "C.T", "T"),
    "named": ("import { T } from './o'", f"{_CLASS} export = C;", "T", "T"),
    "default of an interface": (
        "import I from './o'",
        "interface I { o: 1 } export = I;",
        "I",
        "I",
    ),
    **{
        f"default of a class without a name, {kind}": (
            "import C from './o'",
            f"export default {kind} {{ x: 1 }}",
            "C",
            "default",
        )
        for kind in ("class", "abstract class", "class extends Error")
    },
    "import type": ("", _PLAIN, "import('./o').T", "T"),
    "import type with an attribute": (
        "",
        _PLAIN,
        "import('./o', { with: { 'resolution-mode': 'import' } }).T",
        "T",
    ),
    "import type with an assertion": (
        "",
        _PLAIN,
        "import('./o', { assert: { 'resolution-mode': 'require' }, }).O",
        "O",
    ),
    "import type of what is assigned": (
        "",
        "interface I { o: 1 } export = I;",
        "import('./o')",
        "I",
    ),
    "import type in what is assigned": ("", f"{_CLASS} export = C;", "import('./o').T", "T"),
    "import type of a member": ("", _KINDS, "import('./o').Kind.A", "'a'"),
    "import type of an inner member": ("", _KINDS, "import('./o').N.Inner.X", "'x'"),
}


def _shown(type_: Type) -> str:
    match type_:
        case Primitive(name):
            return name
        case Literal(_, value):
            return repr(value)
        case Ref(id_):
            return id_.path[-1]
    return repr(type_)


@pytest.mark.parametrize(("before", "other", "type_", "wanted"), FORMS.values(), ids=FORMS)
def test_a_type_of_another_file(before: str, other: str, type_: str, wanted: str) -> None:
    text = f"{before}\nexport interface Plain {{ x: {type_} }}\n"
    files = MemoryFiles({"main.d.ts": text.encode(), "o.d.ts": other.encode()})
    loaded = load_model(files, "main.d.ts", Options())
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    [plain] = [
        declaration
        for declaration in loaded.model.declarations
        if declaration.id.path == ("Plain",)
    ]
    assert isinstance(plain, Interface)
    assert _shown(plain.properties[0].type) == wanted


GLOBAL_FORMS = {
    "what a module exports": (_PLAIN, "G.T", "string"),
    "what is assigned, a class": (f"{_CLASS} export = C;", "G.O", "O"),
    "what is assigned, a function": (f"{_FUNCTION} export = f;", "G.T", "string"),
    "what is assigned, a value": (f"{_VALUE} export = v;", "G.O", "O"),
    "a class itself": (f"{_CLASS} export = C;", "G", "C"),
    "an interface itself": ("interface I { o: 1 } export = I;", "G", "I"),
    "its own name": ("declare namespace G { type T = 7 } export = G;", "G.T", "7"),
    "nothing that is declared": ("export = G;", "G.T", None),
}


@pytest.mark.parametrize("reference", ['path="o.d.ts"', 'types="o"', 'path="other.d.ts"'])
@pytest.mark.parametrize(("other", "type_", "wanted"), GLOBAL_FORMS.values(), ids=GLOBAL_FORMS)
def test_a_module_may_name_itself_for_all_files(
    other: str, type_: str, wanted: str | None, reference: str
) -> None:
    """Law: `export as namespace G` means what an import of it does, wherever it is read."""
    named = f"export as namespace G;\n{other}".encode()
    files = {
        "main.d.ts": f"/// <reference {reference} />\ninterface Plain {{ x: {type_} }}\n".encode(),
        "o.d.ts": named,
        "other.d.ts": b'/// <reference types="o" />\ndeclare const other: 1;',
        "node_modules/@types/o/package.json": b'{ "name": "@types/o", "version": "1.0.0" }',
        "node_modules/@types/o/index.d.ts": named,
    }
    loaded = load_model(MemoryFiles(files), "main.d.ts", Options())
    assert loaded.model is not None
    (plain,) = (item for item in loaded.model.declarations if item.id.path == ("Plain",))
    assert isinstance(plain, Interface)
    if wanted is None:
        assert [item.code for item in loaded.diagnostics] == ["RC201"]
    else:
        assert loaded.diagnostics == ()
        assert _shown(_resolved(loaded.model, plain.properties[0].type)) == wanted


def _resolved(model: Model, type_: Type) -> Type:
    """What an alias stands for."""
    declared = model.by_id().get(type_.id) if isinstance(type_, Ref) else None
    return declared.type if isinstance(declared, Alias) else type_


@pytest.mark.parametrize("kind", ["class", "abstract class"])
def test_a_default_class_without_a_name_has_that_of_its_file(kind: str) -> None:
    text = f"export default {kind} {{ in: {{ deep: 1 }} }}"
    main = "import A from './my-part'; import B from './b/other.part'; export class Main {"
    texts = {"main.d.ts": f"{main} a: A; b: B }}", "my-part.d.ts": text, "b/other.part.d.ts": text}
    for entry, names in (
        ("main.d.ts", ["Main", "MyPart", "MyPartIn", "OtherPart", "OtherPartIn"]),
        ("my-part.d.ts", ["MyPart", "MyPartIn"]),
    ):
        files = MemoryFiles({name: inner.encode() for name, inner in texts.items()})
        loaded = load_model(files, entry, Options())
        assert loaded.model is not None
        assert sorted(package_names(loaded.model, entry)[0].declarations.values()) == names


@pytest.mark.parametrize("first", ["a", "b", "own"])
def test_a_name_that_a_file_keeps_is_not_exported(first: str) -> None:
    """TypeScript: a declaration file with `export {}` exports what it says, here and by `*`."""
    kept = "type S = 'kept'; export type {letter} = S; export {{}};"
    stars = {"a": "export * from './a'; export * from './b';"}
    stars["b"] = "export * from './b'; export * from './a';"
    stars["own"] = f"export * from './b'; {kept.format(letter='O')}"
    texts = {
        "main.d.ts": "import { S } from './all';\nexport interface Plain { x: S }",
        "all.d.ts": stars[first],
        "a.d.ts": kept.format(letter="A"),
        "b.d.ts": "export type S = 'exported';",
    }
    loaded = load_model(
        MemoryFiles({name: text.encode() for name, text in texts.items()}), "main.d.ts", Options()
    )
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    aliases = {item.id.path[-1]: item for item in loaded.model.declarations}
    plain = aliases["Plain"]
    assert isinstance(plain, Interface)
    assert plain.properties[0].type == Ref(aliases["S"].id)
    assert aliases["S"].id.module == "b.d.ts"


def test_a_file_of_json() -> None:
    text = """
        import data from './data.json';
        import * as whole from './data.json';
        export interface Plain {
          x: typeof data.n; y: (typeof data)['s'][number]; z: typeof whole.o;
        }
    """
    json = b'\xef\xbb\xbf{"n": 1,\n "s": ["a", null], "o": {"with-a-dash": true}}'
    files = MemoryFiles({"main.d.ts": text.encode(), "data.json": json})
    loaded = load_model(files, "main.d.ts", Options())
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    plain, inner = (item for item in loaded.model.declarations if isinstance(item, Interface))
    if plain.id.path != ("Plain",):
        plain, inner = inner, plain
    x, y, z = (item.type for item in plain.properties)
    assert x == Primitive("number")
    assert getattr(y, "members", ()) == (Primitive("string"), Primitive("null"))
    assert z == Ref(inner.id)
    assert [item.wire_name for item in inner.properties] == ["with-a-dash"]


def test_what_an_import_is_exported_as() -> None:
    """TypeScript: `export import` exports what it names, also a whole module."""
    text = """
        import M = require("./m");
        export import Deep = M.Inner.Deep;
        export namespace util { export import all = M; import hidden = M.Inner; }
        export import other = require("./o");
        export type { other as again };
        export interface Use { x: typeof util }
    """
    files = MemoryFiles(
        {
            "main.d.ts": text.encode(),
            "m.d.ts": b"export const k: 1; export namespace Inner { interface Deep { d: 1 } }",
            "o.d.ts": b"export interface O { o: 1 }",
        }
    )
    loaded = load_model(files, "main.d.ts", Options())
    assert not [item for item in loaded.diagnostics if item.severity is not Severity.NOTE]
    assert loaded.model is not None
    declared = {item.id.path for item in loaded.model.declarations}
    assert {("Inner", "Deep"), ("O",), ("Use", ".x"), ("Use", ".x", ".all")} <= declared


def test_what_is_required_is_what_a_package_says_of_require() -> None:
    manifest = b'{"exports": {"import": "./i.d.mts", "require": "./r.d.cts"}}'
    files = MemoryFiles(
        {
            "main.d.ts": b"""
                import A from "p"; import B = require("p");
                export interface Plain { a: A; b: B }
            """,
            "node_modules/p/package.json": manifest,
            "node_modules/p/i.d.mts": b"export default interface I { i: 1 }",
            "node_modules/p/r.d.cts": b"interface R { r: 1 } export = R;",
        }
    )
    loaded = load_model(files, "main.d.ts", Options())
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    assert {item.id.path[-1] for item in loaded.model.declarations} == {"Plain", "I", "R"}


_BRACES = """
declare global {
  namespace Shared {
    interface A { a: Inner.B }
    // Each of them is a block.
    namespace Inner { /** B. */ interface B { b: Deep.Er.C } namespace Deep.Er { type C = 'c' } }
    enum Kind { A = 'a' }
  }
}
declare module "m" {
  namespace N { interface D { d: Shared.Kind } }
  global { interface Everywhere { e: 1 } }
  export { N };
}
declare namespace Own { namespace Of { class F { f: Shared.Inner.B } } }
export namespace Out { namespace Of { type G = { g: Everywhere } } }
export interface Plain { a: Shared.A; d: import('m').N.D; f: Own.Of.F; g: Out.Of.G }
export {};
"""


def test_a_brace_may_stand_on_a_line_of_its_own() -> None:
    models = []
    behind_comments = re.sub(r"(namespace [\w.]+) {", r"\1 // of\n\n {", _BRACES)
    for text in (_BRACES, _BRACES.replace(" {", "\n{"), behind_comments):
        loaded = load_model(MemoryFiles({"main.d.ts": text.encode()}), "main.d.ts", Options())
        assert loaded.diagnostics == ()
        assert loaded.model is not None
        models.append(re.sub(r"Span\(.*?\)", "", str(loaded.model.declarations)))
    assert len(set(models)) == 1
    assert "Literal(kind='string', value='c')" in models[0]


def test_a_file_of_references_alone_declares_what_the_files_do() -> None:
    files = {
        "spec.d.ts": b'/// <reference path="a.d.ts" />\n/// <reference path="b.d.ts" />\n',
        "a.d.ts": b"declare namespace N { interface A { a: 1 } }",
        "b.d.ts": b'/// <reference path="c.d.ts" />\ndeclare namespace N { interface B { b: A } }',
        "c.d.ts": b"declare namespace N { interface C { c: 1 } }",
    }
    result = load_model(MemoryFiles(files), "spec.d.ts", Options())
    assert not result.diagnostics
    assert result.model is not None
    assert [str(item.id) for item in result.model.declarations] == ["N.A", "N.B", "N.C"]


_DECLARED = {
    "interface": "interface {} {{ own: '{}' }}",
    "class": "declare class {} {{ own: '{}' }}",
    "generic": "interface {}<T = 1> {{ own: '{}'; given: T }}",
    "alias": "type {} = {{ own: '{}' }}",
}
"""Declarations of a name, each with a text that tells it from the others."""


@given(
    declared=st.dictionaries(
        st.sampled_from(["A", "B", "C", "D_1", "E$1"]), st.sampled_from(sorted(_DECLARED))
    ),
    clauses=st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "C", "D_1", "E$1"]),
            st.sampled_from(["A", "B", "C", "D", "E", "F", "default", '"odd name"']),
        ),
        max_size=6,
        unique_by=lambda clause: clause[1],
    ),
    exported=st.sets(st.sampled_from(["A", "B", "C"])),
)
def test_what_is_exported_has_the_name_that_others_see(
    declared: dict[str, str], clauses: list[tuple[str, str]], exported: set[str]
) -> None:
    """A declaration that the entry exports under one other name is called by it."""
    clauses = [
        (local, name) for local, name in clauses if local in declared and name not in exported
    ]
    lines = [
        f"{'export ' if name in exported else ''}{_DECLARED[kind].format(name, name)}"
        for name, kind in declared.items()
    ]
    uses = " ".join(f"{number}: {name};" for number, name in enumerate(declared))
    lines += [f"export {{ {local} as {name} }};" for local, name in clauses]
    text = "\n".join([*lines, f"export interface Uses {{ {uses} }}"])
    model = load_model(MemoryFiles({"a.d.ts": text.encode()}), "a.d.ts", Options()).model
    assert model is not None
    called = {
        str(item.type.value): declaration.id.path[0]
        for declaration in model.declarations
        if isinstance(declaration, Interface)
        for item in declaration.properties
        if item.wire_name == "own" and isinstance(item.type, Literal)
    }
    for local in declared:
        others = [name for own, name in clauses if own == local and name.isidentifier()]
        keeps = local in exported or local in others or "default" in others
        seen = [name for name in others if name not in declared]
        assert called[local] == (local if keeps or not seen else seen[0]), text


_OF_OTHERS = (
    ("export { A as B } from './x';", {"A": "B"}),
    ("import { A as L } from './x'; export { L as B };", {"A": "B"}),
    ("import { A } from './x'; export { type A as B };", {"A": "B"}),
    ("export { A as B, A } from './x';", {"A": "A"}),
    (
        "export { A as B } from './x'; export * from './x';",
        {"A": "A", "C": "C"},
    ),
    ("export { A as B, A as D } from './x';", {"A": "B"}),
    ("export { A as C } from './x';", {"A": "A"}),
    ("export { A as default } from './x';", {"A": "A"}),
    ("export { A as B, A as default } from './x';", {"A": "A"}),
    ("export { default as B } from './x';", {"A": "A", "Default": "B"}),
    ("export { A as 'odd name' } from './x';", {"A": "A"}),
    ("export { A as B, C as A } from './x';", {"A": "B", "C": "C"}),
    ("export { Y as B } from './y';", {"A": "B"}),
    ("export { A as B } from './x'; export { Y as B2 } from './y';", {"A": "B"}),
    ("export { A as B } from './x'; export interface A { own: 'mine' }", {"A": "B", "mine": "A"}),
)


@pytest.mark.parametrize(("clauses", "wanted"), _OF_OTHERS)
def test_what_others_declare_has_the_name_of_its_export(
    clauses: str, wanted: dict[str, str]
) -> None:
    """A declaration of another file is called as the entry exports it, if by one other name."""
    files = {
        "a.d.ts": f"{clauses} export interface Uses {{ a: import('./x').A }}",
        "x.d.ts": "export interface A { own: 'A' } export interface C { own: 'C' }"
        " interface Default { own: 'Default' } export default Default;",
        "y.d.ts": "export { A as Y } from './x';",
    }
    memory = MemoryFiles({name: text.encode() for name, text in files.items()})
    loaded = load_model(memory, "a.d.ts", Options())
    assert loaded.model is not None
    called = {
        str(item.type.value): declaration.id.path[0]
        for declaration in loaded.model.declarations
        if isinstance(declaration, Interface)
        for item in declaration.properties
        if item.wire_name == "own" and isinstance(item.type, Literal)
    }
    assert called == wanted
