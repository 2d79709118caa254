"""What `infer` finds in unions is what the compiler says: random sources and targets."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import beside, values_beside, wrong_types
from tests.oracle.typescript import ask
from tests.tools.night import sampled, share
from tests.tools.node import require_node

_SOURCES = """
string number boolean null undefined 'a' 1 true string[] number[] 'a'[] Box<string> Box<number>
Pair<string,1> {a:1} {b:'b'} Promise<string> Promise<number> Maybe<string> [1,'x'] unknown any never
Both<1>
""".split()
_TARGETS = """
null undefined (infer|X)[] Box<infer|X> Pair<infer|X,infer|Y> Promise<infer|X> Maybe<infer|X>
string 'a' {a:infer|X} {b:infer|Y} true [infer|X,infer|Y] Both<infer|X> (infer|Y)
""".split()


def _union(chance: random.Random, words: list[str], most: int) -> list[str]:
    return chance.sample(words, chance.randint(1, most))


def conditions(seed: int, count: int) -> list[str]:
    """Conditional types whose targets are unions with a place for `infer` of their own."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        source = " | ".join(_union(chance, _SOURCES, 3))
        members = _union(chance, _TARGETS, 3)
        if chance.random() < 0.8:
            members.insert(chance.randint(0, len(members)), "(infer|X)")
        target = " | ".join(members).replace("infer|", "infer ")
        fields = [f"{name.lower()}: {name}" for name in "XY" if f"infer {name}" in target]
        made[f"({source}) extends {target} ? {{ {'; '.join(fields)} }} : 'no'"] = None
    return list(made)


def _assert_as_the_compiler_says(types: list[str], folder: Path) -> None:
    require_node()
    lines = [
        "interface Box<T> { boxed: T }",
        "interface Pair<A, B> { first: A; second: B }",
        "type Maybe<T> = T | Promise<T>;",
        "type Both<T> = { one: T } | { two: T[] };",
        "export interface Values {",
        *(f"  p{number}: {text};" for number, text in enumerate(types)),
        "}",
    ]
    path = folder / "input.d.ts"
    path.write_text("\n".join(lines), encoding="utf-8")
    (oracle,) = ask([path])
    result = beside(path, oracle)
    wrong = wrong_types(result, types)
    assert not wrong, f"{len(wrong)} of {len(types)}\n" + "\n".join(wrong[:20])


@pytest.mark.network
@pytest.mark.parametrize("seed", sampled(range(4), 4))
def test_what_infer_finds_in_unions_is_what_the_compiler_says(seed: int, tmp_path: Path) -> None:
    _assert_as_the_compiler_says(conditions(seed, 150), tmp_path)


_OF_PARAMETERS = [
    "((a: 'x' | 'y') => 'x') extends (a: infer U) => infer U ? U : 0",
    "{ a: 'x'; b: (q: 'x' | 'z') => void } extends { a: infer U; b: (q: infer U) => void } ? U : 0",
    "{ b: (q: 'x' | 'z') => void; a: 'x' } extends { b: (q: infer U) => void; a: infer U } ? U : 0",
    "{ b: (q: 'z') => void; a: 'x' } extends { b: (q: infer U) => void; a: infer U } ? U : 0",
    "((a: 1 | Box<1>) => 1) extends (a: infer U | Box<infer U>) => infer U ? U : 0",
    "((a: (b: 'x') => void) => void) extends (a: (b: infer U) => void) => void ? U : 0",
]


@pytest.mark.network
def test_what_parameters_take_goes_behind_what_is_found_elsewhere(tmp_path: Path) -> None:
    _assert_as_the_compiler_says(_OF_PARAMETERS, tmp_path)


_BESIDE = (
    *(
        "{0} extends {{ a: infer U & {{}} }} ? [U] : 0",
        "{0} extends infer U & {{ a: any }} ? [U] : 0",
    ),
    "{0} extends {{ a: infer U & {{}}; b?: infer U }} ? [U] : 0",
    "{0} extends {{ b?: infer U; a: infer U & {{}} }} ? [U] : 0",
    "{0} extends {{ a: infer U & {{}} }} | {{ b: infer U }} ? [U] : 0",
    "{0} extends {{ a: infer U & {{ z: 1 }}; b?: infer U }} ? [U] : 0",
    "{0} extends {{ a: infer U & string; b?: (infer U)[] }} ? [U] : 0",
    "[{0}, {0}] extends [{{ a: infer U & {{}} }}, {{ b?: infer U }}] ? [U] : 0",
)
_HELD = """
any string string&{} 'x' 'x'|'y' number[] {z:1} {z:1}&{y:2} {y:2} null undefined|1 Box<1>
string&{z:1}
""".split()


@pytest.mark.network
def test_what_is_found_beside_a_type_goes_behind_what_is_found_elsewhere(tmp_path: Path) -> None:
    """Law: for TypeScript, unless what stands beside it is met in the source."""
    chance = random.Random("beside")
    # If `any` is found elsewhere, the compiler takes more for true.
    sources = [f"{{ a: {a}; b: {b} }}" for a in _HELD for b in _HELD if b != "any"]
    types = [form.format(source) for source in sources for form in _BESIDE]
    _assert_as_the_compiler_says(chance.sample(types, share(len(types), 6)), tmp_path)


_OPERANDS = (
    *("{ y: 2 }", "{ z?: 1 }", "{ z: 1 }", "{ z: any }", "{ u?: 1; z?: 1 }", "{}", "Box<1>"),
    *("Partial<{ z: 1 }>", "{ readonly z: 1 }", "{ z(): 1 }", "{ z: () => 1 }"),
    *("Empty", "Optional", "{ y: 1 | 2 }", "Record<'y', 2>", "{ a: 1 }"),
)


@pytest.mark.network
def test_what_is_left_of_an_intersection_goes_to_the_infer_in_another(tmp_path: Path) -> None:
    """Law: only operands that are identical are met; `{ z?: 1 }` is not `{}`."""
    require_node()
    chance = random.Random("left")
    before = "interface Empty {}\ninterface Optional { y: 2; z?: 1 }\n"
    before += "interface Box<T> { a: T }\n"

    def some(most: int) -> str:
        return " & ".join(chance.choices(_OPERANDS, k=chance.randint(1, most)))

    types = [f"({some(3)}) extends (infer V & {some(2)}) ? [V] : 0" for _ in range(share(2400, 6))]
    wrong = wrong_types(values_beside(tmp_path, before, types), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])


_WHOLES = (
    *("any", "never", "unknown", "null", "string", "'a'", "1[]", "() => 1", "Empty", "Optional"),
    *("Map<string, 1>", "Set<1>", "Date", "RegExp", "Error", "Promise<1>", "Uint8Array", "Blob"),
    *("{ d: Date }", "{ m: Map<string, 1>; y: 2 }", "{ d: any }", "{ d: never }", "{ d?: Date }"),
)
_BESIDES = (
    *("{ a: 1 }", "{ d: Date }", "{ d: { getTime(): number } }", "{ size: number }", "Empty"),
    *("Optional", "{ d: RegExp }", "{ d: unknown }", "{ m: Map<string, 1> }", "{ y: 2 }"),
    *("Date", "Map<string, 1>", "{ length: number }", "string", "{ d: any }", "{ d: never }"),
)


@pytest.mark.network
def test_what_stands_beside_an_infer_is_asked_of_all_types(tmp_path: Path) -> None:
    """Law: `any`, `never` and classes of the library have what types compare by, too."""
    require_node()
    before = "interface Empty {}\ninterface Optional { y: 2; z?: 1 }\n"
    kinds = (
        "({0}) extends (infer V & {1}) ? [V] : 0",
        "{{ h: {0} }} extends {{ h: infer V & {1} }} ? [V] : 0",
    )
    types = [kind.format(one, other) for kind in kinds for one in _WHOLES for other in _BESIDES]
    wrong = wrong_types(values_beside(tmp_path, before, types), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])


_ALIASES = """
interface Named<T> { x: 1 }
type Unused<T> = { x: 1 }; type Called<T> = () => 1; type First<T, U> = { a: T };
type Mapped<T> = { [K in 'x']: 1 };
type Shown<T> = { x: 1; t: T }; type Deep<T> = { n: Unused<T> };
"""
_INSTANCES = (
    *("Unused<#>", "Called<#>", "First<#, 1>", "First<1, #>", "Shown<#>", "Deep<#>", "Named<#>"),
    *("{ q: Unused<#> }", "Unused<Unused<#>>", "[Called<#>]", "Unused<#> | 1", "Mapped<#>"),
)


@pytest.mark.network
def test_what_aliases_hide_is_inferred_from_their_arguments(tmp_path: Path) -> None:
    """Law: for TypeScript, from all arguments of two instances of one alias."""
    require_node()
    chance = random.Random("aliases")
    types: dict[str, None] = {}
    while len(types) < share(400):
        source = chance.choice(_INSTANCES)
        target = chance.choice((source, source, chance.choice(_INSTANCES)))
        argument = chance.choice(("'a'", "string | 1", "{ z: 1 }", "2[]", "Named<1>"))
        given, wanted = source.replace("#", argument), target.replace("#", "infer U")
        types[f"{given} extends {wanted} ? [U] : 0"] = None
    wrong = wrong_types(values_beside(tmp_path, _ALIASES, [*types]), [*types])
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])


def test_the_order_of_a_union_is_told() -> None:
    """TypeScript has an order of its own, of which nothing is known here."""
    text = """
    type All<U> = (U extends any ? (k: U) => void : never) extends (k: infer I) => void ? I : 0;
    type Last<T> = All<T extends any ? () => T : never> extends () => infer R ? R : never;
    interface Many { (a: 1): 1; (a: 2): 2 }
    export interface Values {
      last: Last<'b' | 'a'>;
      only: Last<'b'>;
      written: Many extends (a: any) => infer R ? R : 0;
    }
    """
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    told = [item for item in loaded.diagnostics if "another order" in item.message]
    assert [item.span.line for item in told if item.span is not None] == [3]
