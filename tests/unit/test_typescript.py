"""Printing a model as TypeScript: reading the text again gives the same model."""

from __future__ import annotations

from pathlib import Path

import pytest

from realtime_codegen.frontend.resolve import resolve
from realtime_codegen.model import (
    NULL,
    UNKNOWN,
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    EventGroup,
    Interface,
    Literal,
    Map,
    Model,
    Opaque,
    Primitive,
    Property,
    Ref,
    SpecInfo,
    Template,
    Tuple,
    TupleItem,
    Type,
    Union,
)
from realtime_codegen.model.typescript import flatten, to_typescript
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles, Files, MemoryFiles

STRING = Primitive("string")
NUMBER = Primitive("number")
SPEC = SpecInfo("spec", "1", "")
ROOT = Path(__file__).parents[2]


def _read(files: Files, entry: str) -> Model:
    resolution = resolve(files, entry, SPEC)
    assert resolution.model is not None, resolution.diagnostics
    return resolution.model


def _read_text(text: str) -> Model:
    return _read(MemoryFiles({"spec.d.ts": text.encode()}), "spec.d.ts")


def _flat(model: Model, entry: str = "spec.d.ts") -> Model:
    return flatten(model, package_names(model, entry)[0].declarations)


def _read_again(model: Model) -> Model:
    module = model.declarations[0].id.module
    return _read(MemoryFiles({module: to_typescript(model).encode()}), module)


def _assert_same(model: Model, again: Model) -> None:
    expected, printed = model.by_id(), again.by_id()
    for id_, declaration in expected.items():
        assert printed.get(id_) == declaration, id_
    assert printed == expected
    assert again.groups == model.groups


SOURCES = {
    "presence": """
        export interface A {
          required: string; optional?: string; nullable: string | null; both?: string | null;
          readonly fixed: 'x'; readonly maybe?: 1;
        }
    """,
    "documents": """
        /**
         * A interface.
         *
         * - first
         *   continued
         * - second "quoted" \\N{DASH} {{ braces }} `code` é 😀
         *
         * @deprecated Use `B`.
         */
        export interface A {
          /** One line. */
          a: string;
          /**
           * @deprecated
           */
          b: string;
        }
        /** An alias. */
        export type B = string | null;
        /** @deprecated gone */
        export enum E { /** The first. */ A = 'a', B = 2 }
    """,
    "types": """
        export interface A {
          anything: unknown; whatever: any; obj: object; some: {}; never?: never;
          lists: string[]; matrix: (number | null)[][]; readonlyList: readonly ('a' | 'b')[];
          pair: [string, number?, ...boolean[]]; none: []; unnamed: [(string | null)?];
          named: [first: string, second?: (1 | 2), ...rest: (string | null)[]];
          map: Record<string, number>; nested: { [key: string]: { [key: number]: string } };
          open: (string & {}) | 'a' | 'b'; half: number | 'inf'; yes: true; negative: -1 | 1.5;
          id: `item_${string}`; version: `v${number}.${number}`;
          templates: (string & {}) | `x${string}`;
        }
    """,
    "literals": r"""
        export type A = 'it\'s' | "say \"hi\"" | 'line\nbreak'
         | 'back\\slash' | '\u202e' | '' | '`${x}`';
        export type B = `a'b"${string}$`;
    """,
    "names": """
        export interface A {
          'a-b': string; '1st': string; $ref: string; '': string; from: string; 12: string;
          '😀': string; 'new': string; readonly: string; get?: string; set: string; "it's": 1;
          constructor: string; static: string; async: string; déjà: string; type: 'a';
          'a\\nb': string; __class__: string;
        }
    """,
    "inline objects": """
        export interface A {
          /** Inside. */
          inline: { a: string; deeper?: { b: number } | null };
          list: { c: string }[];
          choice: { type: 'x'; x: string } | { type: 'y'; y: number } | string;
          items?: Array<{ kind: 'p' } | { kind: 'q'; q?: { r: boolean } }>;
          tuple: [{ d: string }, ...{ e: string }[]];
          index: { [key: string]: { f: string } };
        }
        export namespace A { interface B { inside: { a: string }; up: A } }
        export type X = Array<{ a: string }>;
        export type Y = { a: 1 } | null;
    """,
    "namespaces": """
        export interface A { b: A.B; c: A.B.C; d: D }
        export namespace A {
          interface B { a: A; c: B.C }
          namespace B {
            interface C { d: D; b: B } interface A { own: string } interface E { a: A }
          }
          interface D { shadow: true }
        }
        export interface D { top: 1 }
        export namespace N { interface N { n: N.M } namespace N { interface M { x: D } } }
    """,
    "shadowed": """
        import * as Self from './spec.js';
        export interface Outer { type: 'outer' }
        export namespace Box {
          type Outer = Self.Outer;
          interface Inner { outer: Outer; direct: Self.Outer }
        }
        export type $root = string;
    """,
    "unions": """
        export type Event = Ping | Pong | Both;
        export interface Ping { type: 'ping'; id: Id }
        export interface Pong { type: 'pong'; to: Event | null; ids: Id[] }
        export type Both = { type: 'a'; a?: string } | { type: 'b'; b: Both[] };
        export type Id = 'auto' | 'none';
        export interface Open { id: (string & {}) | Id; mixed: string | Ping | Ping[] }
    """,
    "maps": """
        export type M = Record<string, string>;
        export type N = { [key: `x-${string}`]: number };
        export interface A { a: string; [key: string]: unknown }
        export interface E {}
        export type Alias = A;
    """,
    "enums": """
        export enum Colour { Red = 'red', Blue = 'blue', 'dark-blue' = 'dark' }
        export declare enum Level { Low = 1, High = 2, Odd = -1 }
        export interface A { colour: Colour; level?: Level.Low | Level.High }
        export namespace A { enum Inner { X = 1 } }
    """,
    "recursion": """
        export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
        export interface Tree { left?: Tree; right: Tree | null; inline?: { tree: Tree } }
    """,
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_printing_and_reading_is_identity(source: str) -> None:
    model = _flat(_read_text(source))
    _assert_same(model, _read_again(model))


def test_a_plain_model_is_flat_already() -> None:
    for name, source in SOURCES.items():
        model = _read_text(source)
        assert _flat(model) == model, name


def test_the_spec_survives() -> None:
    spec = ROOT / "spec" / "openai-realtime-beta"
    entry = "resources/beta/realtime/realtime.d.ts"
    model = _flat(_read(DiskFiles(spec), entry), entry)
    assert len(model.declarations) > 60
    again = _read_again(model)
    _assert_same(model, again)
    assert again.declarations == model.declarations


def test_flattening_twice_changes_nothing_more() -> None:
    model = _read(
        MemoryFiles(
            {
                "main.d.ts": b"import * as O from './other.js';\n"
                b"export interface Session { other: O.Session; tool: O.Session.Tool }\n"
                b"export interface Pages { pages: O.Page<Session> }",
                "other.d.ts": b"export interface Session { a: 1; inline: { x: 1 } }\n"
                b"export namespace Session { interface Tool { name: string } }\n"
                b"export interface Page<T> { items: T[]; first: { item: T } }",
            }
        ),
        "main.d.ts",
    )
    flat = _flat(model, "main.d.ts")
    assert len({id_.module for id_ in flat.by_id()}) == 1
    assert flatten(flat, {}) == flat
    assert _read_again(flat).by_id() == flat.by_id()
    names = [str(id_) for id_ in flat.by_id()]
    assert len(set(names)) == len(names) == len(model.declarations)
    assert flat.by_id()[DeclId(flat.declarations[0].id.module, ("Session",))] in flat.declarations
    # What another module declares under the same name moves, with all that is in it.
    (moved,) = [
        declaration for declaration in flat.declarations if str(declaration.id).endswith(".Tool")
    ]
    assert moved.id.path[0] != "Session"


def test_an_anonymous_type_with_two_users_gets_a_name() -> None:
    shared, once = _id("A", ".a"), _id("A", ".a", ".b")
    model = _model(
        Interface(_id("A"), (Property("a", Ref(shared)), Property("c", Array(Ref(shared))))),
        Interface(shared, (Property("b", Ref(once)),)),
        Interface(once, (Property("x", STRING),)),
    )
    flat = flatten(model, {_id("A"): "A", shared: "AA", once: "AAB"})
    assert [declaration.id.path for declaration in flat.declarations] == [
        ("A",),
        ("AA",),
        ("AA", ".b"),
    ]
    assert _read_again(flat).by_id() == flat.by_id()


def test_what_typescript_cannot_say_becomes_what_it_can() -> None:
    count = Property("count", Union((Primitive("integer"), NUMBER)))
    opaque = Property("opaque", Union((Opaque("undecided", "T extends U ? 1 : 2"), NULL)))
    key = Property("key", Template(("v", Primitive("integer"))))
    interface = Interface(_id("A"), (count, opaque, key))
    flat = flatten(_model(interface), {})
    assert flat.declarations == (
        Interface(
            _id("A"),
            (
                Property("count", NUMBER),
                Property("opaque", UNKNOWN),
                Property("key", Template(("v", NUMBER))),
            ),
        ),
    )
    with pytest.raises(ValueError, match="flatten the model first"):
        to_typescript(_model(interface))


def _id(*path: str) -> DeclId:
    return DeclId("spec.d.ts", path)


def _model(*declarations: Declaration, groups: tuple[EventGroup, ...] = ()) -> Model:
    return Model(SPEC, declarations, groups)


def _printed(type_: Type) -> str:
    alias = Alias(_id("A"), type_)
    number = EnumMember("X", Literal("number", 1))
    refs: list[Declaration] = [Interface(_id("B"), ()), Enum(_id("E"), (number,))]
    line = to_typescript(_model(alias, *refs)).split("\n", 1)[0]
    return line.removeprefix("export type A = ").removesuffix(";")


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (Primitive("defined"), "{}"),
        (Literal("string", "it's\n\u202e\\"), r"'it\'s\n\u202e\\'"),
        (Literal("number", 1e21), "1e+21"),
        (Literal("number", float("-inf")), "-1e999"),
        (Literal("boolean", True), "true"),
        (Template(("a`${", STRING, "$")), "`a\\`\\${${string}$`"),
        (Array(Union((STRING, NULL))), "(string | null)[]"),
        (Array(Array(STRING)), "string[][]"),
        (Tuple((TupleItem(Union((STRING, NULL)), optional=True),)), "[(string | null)?]"),
        (Tuple((TupleItem(STRING, rest=True, name="all"),)), "[...all: string[]]"),
        (Map(STRING, Array(UNKNOWN)), "{ [key: string]: unknown[] }"),
        (Union((STRING, Literal("string", "a"))), "(string & {}) | 'a'"),
        (Union((Literal("string", "a"), STRING, NULL)), "'a' | (string & {}) | null"),
        (Union((STRING, Ref(_id("E")))), "(string & {}) | E"),
        (Union((STRING, Ref(_id("B")))), "string | B"),
        (Union((NUMBER, Literal("string", "inf"))), "number | 'inf'"),
    ],
)
def test_types_are_spelled_as_typescript(type_: Type, text: str) -> None:
    assert _printed(type_) == text


def test_comments_cannot_be_left() -> None:
    interface = Interface(
        _id("A"),
        (Property("a", STRING, doc="*/ export type X = 1; /*", deprecated="*/ x\u2028"),),
        doc="one\r\n\n*/\n\u202e two",
    )
    text = to_typescript(_model(interface), ["made by\nexport type Y = 1; \u202e"])
    assert text == (
        "// made by\n"
        "// export type Y = 1; \\u202e\n"
        "\n"
        "/**\n"
        " * one\\u000d\n"
        " *\n"
        " * *\\/\n"
        " * \\u202e two\n"
        " */\n"
        "export interface A {\n"
        "  /**\n"
        "   * *\\/ export type X = 1; /*\n"
        "   * @deprecated *\\/ x\\u2028\n"
        "   */\n"
        "  a: string;\n"
        "}\n"
    )
    assert [str(id_) for id_ in _read_text(text).by_id()] == ["A"]


def test_the_layout() -> None:
    model = _model(
        Interface(_id("A", "B"), (Property("x", Ref(_id("A", "B", ".x"))),), doc="Inner."),
        Interface(_id("A", "B", ".x"), (Property("y", NUMBER, required=False, readonly=True),)),
        Enum(_id("A", "E"), (EnumMember("X", None), EnumMember("a-b", Literal("string", "c")))),
        Interface(_id("A"), (Property("type", Literal("string", "a")),)),
        Alias(_id("C"), Union((Ref(_id("A")), Ref(_id("A", "B"))))),
    )
    assert to_typescript(model) == (
        """export declare namespace A {
  /**
   * Inner.
   */
  interface B {
    x: {
      readonly y?: number;
    };
  }
  enum E {
    X,
    'a-b' = 'c',
  }
}

export interface A {
  type: 'a';
}

export type C = A | A.B;
"""
    )
    assert to_typescript(_model()) == "export {};\n"


def test_a_group_of_several_modules_is_one_of_one_module() -> None:
    files = {
        "more.d.ts": "export interface B { op: 2 }\nexport interface Other { op: number }\n",
        "spec.d.ts": (
            "import { B, Other } from './more';\nexport interface A { op: 1 }\n"
            "export type Event = A | B | Other;\n"
        ),
    }
    model = _read(MemoryFiles({name: text.encode() for name, text in files.items()}), "spec.d.ts")
    flat = _flat(model)
    assert flat.groups[0].other
    assert set(flat.groups[0].interfaces) <= flat.by_id().keys()
    _assert_same(flat, _read_again(flat))
