"""Laws: names that the parser takes for keywords are read as TypeScript's compiler reads them."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.node import require_node
from tests.tools.packages import write_tree

pytestmark = pytest.mark.network


_PRIMITIVES: Final = (
    *("any", "bigint", "boolean", "never", "number", "object", "string", "symbol", "unknown"),
)
_NAMESPACE: Final = """
declare namespace @ {
  interface sub { @: 1 }
  interface of<T> { of: T }
  const value: { value: '@' };
  namespace deep { interface sub { deep: '@' } }
}
interface H@ extends @.sub { own: @.sub }
type A@<T extends @.sub = @.sub> = [T, { any: any; string: string; object?: @.deep.sub }];
declare class D@ { readonly c: @.sub; m(): @.sub }
"""
_QUALIFIED: Final = (
    *("@.sub", "@ . sub[]", "Array<@.sub>", "@.sub | null", "@.deep.sub", "@.of<@.sub>"),
    *("typeof @.value", "[@.sub, ...@.sub[]]", "keyof @.sub", "@.sub['@']", "Pick<@.sub, '@'>"),
    *("1 extends @.sub ? 1 : @.sub", "{ [k: string]: @.sub }", "{ a: @.sub, b?: @./* c */sub }"),
    *("Parameters<(a: @.sub) => @.deep.sub>", "@", "@[]", "`${@.deep.sub['deep']}-`", "H@", "A@"),
    *("D@['c']", "ReturnType<D@['m']>"),
)


def test_a_namespace_may_be_called_as_a_primitive_type_is(tmp_path: Path) -> None:
    require_node()
    types = [form.replace("@", name) for form, name in product(_QUALIFIED, _PRIMITIVES)]
    before = "".join(_NAMESPACE.replace("@", name) for name in _PRIMITIVES)
    assert wrong_types(values_beside(tmp_path, before, types, is_sound=True), types) == []


_NAMES: Final = ("type", "as", "from", "Ark")
_MODULE: Final = (
    "".join(f"export interface {name} {{ {name}: 1 }}\n" for name in _NAMES)
    + "interface other { default: 1 }\nexport default other;\n"
)
_SPECIFIERS: Final = (
    *("@", "type @", "@ as @1", "type @ as @1", "Ark as @", "type Ark as @", "@ as as"),
    *("type @ as as", "@ as type", "type @ as type", "type /* it */ @", "type\n@ as\n'@'"),
)
_LISTS: Final = ("@", "@,", "Ark as K, @", "@, type Ark as K", "type Ark as type1, @, from as as1")


def _clauses() -> list[str]:
    """What may stand in braces of an export, each form of a specifier in some list."""
    specifiers = [
        form.replace("@", name) for form, name in product(_SPECIFIERS, (*_NAMES, "default"))
    ]
    return [
        _LISTS[number % len(_LISTS)].replace("@", text)
        for number, text in enumerate(dict.fromkeys(specifiers))
    ]


def _last_names(clause: str) -> list[str]:
    return [part.split()[-1].strip("'") for part in clause.split(",") if part.strip()]


@pytest.mark.parametrize("kind", ["", "type "])
def test_what_a_clause_names_may_be_called_type_or_as(kind: str, tmp_path: Path) -> None:
    """Law: of exports and imports, with the modifier `type` and without, alone or among others."""
    require_node()
    write_tree(tmp_path, {"x.d.ts": _MODULE})
    before, types = "", []
    for number, clause in enumerate(_clauses()):
        if kind and _is_for_types(clause):
            continue
        files = {f"e{number}.d.ts": f"export {kind}{{ {clause} }} from './x';\n"}
        before += f"import * as e{number} from './e{number}';\n"
        types += [f"e{number}.{name}" for name in _last_names(clause) if name != "default"]
        if "default" not in _last_names(clause) and "'" not in clause:
            holder = "".join(f"{name}_: {name}; " for name in _last_names(clause))
            text = f"import {kind}{{ {clause} }} from './x';\nexport interface W {{ {holder} }}\n"
            files[f"i{number}.d.ts"] = text
            types.append(f"import('./i{number}').W")
        write_tree(tmp_path, files)
    assert len(types) > 30
    assert wrong_types(values_beside(tmp_path, before, types, is_sound=True), types) == []


def _is_for_types(clause: str) -> bool:
    """Whether a specifier of a clause has a modifier of its own."""
    return any(
        part.split()[:1] == ["type"] and len(part.replace("/* it */", "").split()) in (2, 4)
        for part in clause.split(",")
    )


_MEMBERS: Final = (
    *("accessor", "static", "readonly", "declare", "get", "set", "async", "override", "abstract"),
    *("constructor", "public", "private", "protected", "type", "new", "in", "out", "is", "as"),
    *("of", "delete", "export", "import", "function", "enum", "module", "namespace", "infer"),
)
_OF_BOTH: Final = (
    *("@(x?: string): void", "@<T>(x: T): T", "@?(): void", "@: 'a'", "@?: 'a'", "readonly @: 2"),
    *("readonly @?: 2", "get @(): 3", "set @(value: 3)", "@?: (x: 1) => void", "@\n: 4"),
    *("get @(): 5; set @(value: 5)", "@: { @: 6; @?(): void }", "@: 1, @_: 7"),
)
_OF_CLASSES: Final = (
    *("static @: 1", "static @(x: string): void", "static readonly @: 1", "abstract @: 1"),
    *("abstract @(): void", "protected abstract readonly @: 1", "private @;", "protected @: 1"),
    *("private @(): void", "declare readonly @: 1", "@ = 1", "readonly @ = 'b'", "declare @: 8"),
    *("abstract get @(): 9", "public @?: 10", "@"),
)


def _members(forms: tuple[str, ...]) -> list[str]:
    return [
        form.replace("@", name)
        for form, name in product(forms, _MEMBERS)
        # A class has a constructor of this name.
        if name != "constructor"
    ]


def test_members_may_be_called_as_modifiers_are(tmp_path: Path) -> None:
    """Law: of interfaces, object types and classes, as property, method and accessor."""
    require_node()
    before, types = "", []
    for number, member in enumerate(_members(_OF_BOTH)):
        before += f"interface I{number} {{ z: 1; {member}; y: 1 }}\n".replace("1, ", "1; ")
        types += [f"I{number}", f"{{ {member}; y: 1 }}"]
    for number, member in enumerate(_members((*_OF_BOTH, *_OF_CLASSES))):
        body = f"z: 1; {member}; y: 1".replace("1, ", "1; ")
        before += f"declare abstract class C{number} {{ {body} }}\n"
        types.append(f"Pick<C{number}, keyof C{number}>")
    result = values_beside(tmp_path, before, types)
    assert result.properties > len(types)
    assert wrong_types(result, types) == []


_STATIC: Final = (
    *("static [k: string]: number; static s: 1", "static readonly [k: string]: 's'; b: 1"),
    *("static [key: number]: 1; [key: string]: unknown", "static accessor x: 1; accessor y: 2"),
    *("static accessor: 1; static async: 2", "static readonly accessor = 3; accessor readonly = 4"),
    *("static  [ k : `a${string}` ]: 1; readonly [k: number]: 2", "static static: 1"),
)


def test_static_members_may_be_index_signatures_and_accessors(tmp_path: Path) -> None:
    require_node()
    before = "".join(f"declare class S{n} {{ {body} }}\n" for n, body in enumerate(_STATIC))
    before += "".join(f"declare class H{n} extends S{n} {{ h: 1 }}\n" for n in range(len(_STATIC)))
    forms = ("#", "typeof # | 0", "keyof typeof #", "(typeof #)[keyof typeof #] | 0", "keyof #")
    names = [f"{kind}{n}" for kind in "SH" for n in range(len(_STATIC))]
    types = [form.replace("#", name) for form in forms for name in names]
    assert wrong_types(values_beside(tmp_path, before, types), types) == []
