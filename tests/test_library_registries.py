"""Names of the web's library: what they are in JSON, their keys and their functions."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from realtime_codegen.frontend.resolve.library import INSTANCES
from realtime_codegen.frontend.resolve.library_lookup import (
    all_keys,
    is_registry,
    known_members,
    plain_members,
)
from realtime_codegen.frontend.resolve.library_names import OPAQUE
from realtime_codegen.frontend.resolve.semantics import FUNCTION, UNDEFINED, TUnion, TypeTerm
from realtime_codegen.model import NULL, Literal, Primitive
from tests.oracle.beside import beside, of_values, values_beside
from tests.oracle.compare import Comparison, Mismatch
from tests.oracle.typescript import TYPESCRIPT, ask
from tests.tools.library_declarations import SHIPPED
from tests.tools.night import share
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
    *("AutoFill", "AutoFillField[]", "AutoFillSection | null", "Exclude<AutoFill, '' | 'on'>"),
    *("OptionalPrefixToken<'a' | 'b'>", "`${OptionalPrefixToken<AutoFillAddressKind>}x`"),
    *("OptionalPostfixToken<'a' | `b${string}`>", "'home tel' extends AutoFill ? 1 : 2"),
    "'shipping name webauthn' extends AutoFill ? 1 : 2",
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
    BuiltinIteratorReturn ClipboardItems CookieList
    DecoratorMetadata DecoratorMetadataObject PerformanceEntryList
    PublicKeyCredentialClientCapabilities ReportList TimerHandler VibratePattern WeakKey webkitURL
    """.split()
)
"""Names of the library that are `Any`, though they mean more than classes and functions."""


def names_of_types() -> list[str]:
    """The names of types that the library has, those of a namespace left out."""
    names = [line.partition("\t")[0] for line in SHIPPED.read_text("ascii").splitlines()]
    return [name for name in names if name.isidentifier()]


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
    registries = [name for name in names_of_types() if is_registry(name) and "Global" not in name]
    assert len(registries) > 80
    assert compared(tmp_path, {name: f"keyof {name}" for name in registries}) == []


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


_ASKS_FOR_ALL = Path(__file__).parent / "oracle" / "library.mjs"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the compiler says of all members of the library's interfaces and values."""
    require_node()
    empty = tmp_path_factory.mktemp("library") / "empty.d.ts"
    empty.write_text("export {};")
    said = run_node(_ASKS_FOR_ALL, str(empty), modules=node_modules([TYPESCRIPT]))
    known: dict[str, list[str]] = json.loads(said)
    return known


def _meant(words: Mapping[str, list[str]], name: str) -> dict[str, str]:
    """The members of an interface, with their words."""
    members: dict[str, str] = {}
    for word in words.get(name, ()):
        if word[0] == "+":
            members |= _meant(words, word[1:])
    for word in words.get(name, ()):
        member = word.lstrip("!#?-").rstrip("~?")
        if word[0] == "-":
            del members[member]
        elif word[0] in "='":
            members[word[1:].partition(word[0])[0]] = word
        elif word[0] not in "+*":
            members[member] = word
    return members


def _spelled(member: str, term: TypeTerm) -> str:
    parts = list(term.members) if isinstance(term, TUnion) else [term]
    marks = ("~" if NULL in parts else "") + ("?" if UNDEFINED in parts else "")
    kind = next(part for part in parts if part not in (NULL, UNDEFINED))
    texts = sorted(str(part.value) for part in parts if isinstance(part, Literal))
    if isinstance(kind, Literal) and kind.kind == "string":
        return f"'{member}'{'|'.join(texts)}'{marks}"
    if isinstance(kind, Literal):
        return f"={member}={kind.value}"
    names: dict[TypeTerm, str] = {
        Primitive("string"): "",
        Primitive("number"): "#",
        Primitive("boolean"): "?",
        FUNCTION: "!",
    }
    return f"{names[kind]}{member}{marks}"


def test_all_members_that_are_known_are_typescripts_own(words: dict[str, list[str]]) -> None:
    """Law: functions, texts, numbers, truth values, constants and choices, no more and no fewer."""
    assert sum(map(len, words.values())) > 8_000
    wrong = {
        name: (meant, known)
        for name in words
        if (meant := _meant(words, name))
        != (known := {one: _spelled(one, term) for one, term in known_members(name).items()})
    }
    assert wrong == {}


def test_all_names_of_members_are_typescripts_own(words: dict[str, list[str]]) -> None:
    """Law: those whose types are not known, too, no more and no fewer."""
    wrong = {
        name: known ^ meant
        for name, own in words.items()
        if "*" in own
        for meant in [{*_meant(words, name), *(word[1:] for word in own if word[0] == "*")} - {""}]
        if (known := all_keys(name) or frozenset()) != meant
    }
    assert wrong == {}


_OF_LATER = (
    r" |(Array|Atomics|Buffer|Constructor|Function|Highlight|KeyTypes|Math|Object|Set|View"
    r"|NumberFormatOptions)$"
)
"""Values, what is called, and what has more members in a library later than the oracle's."""

_OF_EVERY_OBJECT = """
    constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable
    """.split()


def _about_keys(rand: random.Random, name: str, names: Sequence[str]) -> Iterator[str]:
    """Types that all members of an interface decide. Of some names it may have some."""
    yield f"keyof {name}"
    key, other = rand.choice(names), rand.choice(("next", *names))
    yield f"'{key}' extends keyof {name} ? 1 : 2"
    yield f"Exclude<'{key}' | '{other}', keyof {name}>"
    yield f"({{ a: {name} }} extends {{ a: {{ {other}: infer I }} }} ? 1 : 2) | '{key}'"
    yield f"string extends keyof {name} ? 1 : 2"
    yield f"{{ [K in '{key}' | '{other}' as K extends keyof {name} ? K : never]: 1 }}"


def test_all_keys_of_the_library_are_the_compilers(
    words: dict[str, list[str]], tmp_path: Path
) -> None:
    """Law: of each interface, and what is decided by them; some names are of another interface."""
    rand = random.Random("keys")
    names = [name for name in sorted(words) if re.search(_OF_LATER, name) is None]
    named = [word.lstrip("!#?*-").rstrip("~?") for name in names for word in words[name]]
    named = [word for word in named if word.isidentifier() and word not in _OF_EVERY_OBJECT]
    types = [text for name in names for text in _about_keys(rand, name, named)]
    types = rand.sample(types, share(len(types), 4))
    result = values_beside(tmp_path, "", types)
    taken = _taken(tmp_path, types, 1)
    assert len(taken) > 0.7 * len(types)
    # What is inferred from a member of which only the name is known is told.
    wrong = [text for text in _wrong(result, types, taken) if not text.endswith("unknown")]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(taken)}", *wrong[:20]])


def _accesses(words: Mapping[str, list[str]], name: str) -> Iterator[str]:
    """How a type names the members of an interface or a value."""
    members = _meant(words, name)
    if name.startswith("typeof "):
        yield from (f"{name}.{member}" for member in members)
        yield from (f"({name})['{member}']" for member in members)
    elif name.endswith("Constructor"):
        value = name.removesuffix("Constructor")
        yield from (f"{name}['{member}']" for member in members)
        yield from (f"typeof {value}.{member}" for member in members)
    else:
        yield from (f"{name}['{member}']" for member in members)
        yield from (f"{name}['{member}'] | 0" for member in members)
        if name in VALUES:
            yield from (f"typeof {VALUES[name]}.{member}" for member in members)
        if f"{name}Constructor" in words or f"typeof {name}" in words:
            yield from (f"typeof {name}.prototype.{member}" for member in members)


def _taken(folder: Path, types: Sequence[str], before: int) -> frozenset[int]:
    """The numbers of types that are no error, below so many lines.

    What needs type arguments, or is of a later library than the oracle has, is one.
    """
    (oracle,) = ask([folder / "input.d.ts"], errors=True)
    return frozenset(n for n in range(len(types)) if n + before + 1 not in oracle.erring)


def _wrong(result: Comparison, types: Sequence[str], taken: Container[int]) -> list[str]:
    """Those of some types that differ, and are no error."""
    differing = ((int(mismatch.property[1:]), mismatch) for mismatch in of_values(result))
    return [f"{types[n]}: {mismatch}" for n, mismatch in differing if n in taken]


VALUES = {kind: value for value, kind in INSTANCES.items() if value not in ("globalThis", "self")}


def test_members_of_the_library_are_what_the_compiler_says(
    words: dict[str, list[str]], tmp_path: Path
) -> None:
    """Law: looked up in random interfaces, in their values and in the prototypes of these."""
    rand = random.Random("members")
    names = (name for name in sorted(words) if not name.endswith("DecoratorContext"))
    asked = [access for name in names for access in _accesses(words, name)]
    assert len(asked) > 20_000
    asked = rand.sample(asked, share(16_000, 10))
    result = values_beside(tmp_path, "", asked)
    taken = _taken(tmp_path, asked, 1)
    assert len(taken) > 0.7 * len(asked)
    wrong = _wrong(result, asked, taken)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(taken)}", *wrong[:20]])


_INTL = ("Collator", "DateTimeFormat", "DisplayNames", "ListFormat", "NumberFormat", "PluralRules")
_CALLED = ("(...args: never[]) => unknown", "new () => infer I", "() => void", "(infer E)[]")


def test_classes_of_the_library_are_no_functions(tmp_path: Path) -> None:
    """Law: whether a class is called, constructed or a list; what is called is."""
    rand = random.Random("called")
    classes = OPAQUE - OTHER_ALIASES - {"PublicKeyCredentialJSON"}  # It is any.
    names = [*sorted(classes), *(f"Intl.{name}Options" for name in _INTL)]
    types = [
        f"{name} extends {rand.choice(_CALLED)} ? 1 : 0"
        for name in rand.sample(names, share(len(names), 4))
    ]
    result = values_beside(tmp_path, "", types)
    # Of what is called the signature is not known; that is told.
    wrong = _wrong(result, types, _taken(tmp_path, types, 1))
    assert [text for text in wrong if not text.endswith("unknown")] == []
    assert len(wrong) < 0.1 * len(types)


_BESIDE_CLASSES = ("{ other: 1 }", "string[]", "[]", "Own", "'a'", "() => string", "{ # : any }")


def test_what_lacks_a_member_of_a_class_is_none(tmp_path: Path) -> None:
    """Law: of each class with a plain member; a type without it is no such class."""
    names = [name for name in names_of_types() if [*plain_members(name)]]
    forms = [(source, name) for name in names for source in _BESIDE_CLASSES]
    types = [
        f"{source.replace('#', next(plain_members(name)))} extends {name} ? 1 : 0"
        for source, name in forms
    ]
    result = values_beside(tmp_path, "declare class Own { own: 1 }\n", types)
    wrong = _wrong(result, types, _taken(tmp_path, types, 2))
    # What has the plain members may have the others, for all that is known; it is told.
    assert [text for text in wrong if not text.endswith("unknown")] == []
    assert len(wrong) < 0.06 * len(types)


def test_classes_of_the_library_are_compared_by_their_members(tmp_path: Path) -> None:
    """Law: of pairs; where one has the names of all members of the other, that may be told."""
    rand = random.Random("pairs")
    names = [name for name in names_of_types() if re.search(_OF_LATER, name) is None]
    types = [
        f"{source} extends {target} ? 1 : 0"
        for source, target in zip(
            rand.choices(names, k=share(2_000, 5)),
            rand.choices(names, k=share(2_000, 5)),
            strict=True,
        )
    ]
    result = values_beside(tmp_path, "", types)
    wrong = _wrong(result, types, _taken(tmp_path, types, 1))
    assert [text for text in wrong if not text.endswith("unknown")] == []
    assert len(wrong) < 0.05 * len(types)
