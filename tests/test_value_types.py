"""Fields of classes in sources have the types that the compiler infers of their initializers."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.oracle.beside import beside, wrong_types
from tests.oracle.typescript import ask
from tests.tools.night import is_nightly
from tests.tools.node import require_node

GIVEN = {
    "n": "number",
    "s": "string",
    "b": "boolean",
    "m": "number | undefined",
    "t": "string | null",
    "l": "'x' | 'y'",
    "o": "{ k: number }",
    "a": "string[]",
    "z": "0 | 5 | 'x'",
}
ADDED = (
    "this.n",
    "this.s",
    "1",
    "'q'",
    "this.l",
    "this.o.k",
    "`${this.n}`",
    "-this.n",
    "this.a.length",
)
# Beside literals, the compiler makes template literal types of templates.
OTHERS = (*ADDED, "this.b", "this.m", "this.t", "this.z", "this.a", "null", "!this.b")


def expression(rand: random.Random, depth: int = 2) -> str:
    way = rand.randrange(9) if depth else 0
    inner = depth - 1
    if way == 1:
        return f"{rand.choice(ADDED)} + {rand.choice(ADDED)}"
    if way == 2:
        return f"({rand.choice(ADDED)} + {rand.choice(ADDED)}) + {rand.choice(ADDED)}"
    if way in (3, 4):
        left = rand.choice(("this.m", "this.t", "this.n", "this.s", "this.b", "this.z", "this.l"))
        return f"{left} {rand.choice(('||', '??'))} ({expression(rand, inner)})"
    if way == 5:
        return f"{rand.choice(('this.m', 'this.t', 'this.n'))}!"
    if way == 6:
        return f"typeof {rand.choice(OTHERS)}"
    if way == 7:
        return f"{rand.choice(('this.n', '2'))} {rand.choice('-*/%')} this.n"
    if way == 8:
        return f"[{expression(rand, inner)}]"
    return rand.choice([text for text in OTHERS if "$" not in text])


def _repeats(text: str) -> bool:
    names = re.findall(r"this\.\w", text)
    return len(names) != len(set(names)) and ("||" in text or "??" in text)


@pytest.mark.network
def test_values_have_the_types_that_the_compiler_infers(tmp_path: Path) -> None:
    require_node()
    rand = random.Random("values")
    texts = [expression(rand) for _ in range(1500 if is_nightly() else 400)]
    # The compiler narrows what is on the right of `||` by what is on the left.
    made = [text for text in dict.fromkeys(texts) if not _repeats(text)]
    lines = ["export class Fields {"]
    lines += [f"  {name}!: {type_};" for name, type_ in GIVEN.items()]
    lines += [f"  {rand.choice(('', 'readonly '))}p{n} = {text};" for n, text in enumerate(made)]
    lines += ["}", "export interface Values {"]
    lines += [f"  p{n}: Fields['p{n}'];" for n in range(len(made))]
    path = tmp_path / "input.ts"
    path.write_text("\n".join([*lines, "}", ""]), encoding="utf-8")
    (oracle,) = ask([path])
    result = beside(path, oracle)
    wrong = wrong_types(result, made)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(made)}", *wrong[:20]])
    assert result.properties >= len(made)


_LITERALS = {
    "1": ("number", "1 | 2", "unknown", "any", "number | string", "number | undefined", "1"),
    "'q'": ("string", "'q' | 'r'", "unknown", "`q${string}`", "string | number", "'q' | null"),
    "true": ("boolean", "true", "unknown", "boolean | undefined", "boolean | 'x'", "true | 1"),
    "null": ("null", "null | string", "unknown"),
}
_KEYS = ("k", "j", "'x y'", "5")


def _value(rand: random.Random, depth: int) -> tuple[str, str]:
    """An expression without names, and a type that it satisfies."""
    way = rand.randrange(4) if depth else 0
    if way == 1:
        keys = rand.sample(_KEYS, rand.randint(1, 2))
        pairs = [(key, *_value(rand, depth - 1)) for key in keys]
        type_ = "{ " + "; ".join(f"{key}: {of}" for key, _, of in pairs) + " }"
        forms = (type_, f"Partial<{type_}>", f"{type_} | {{ zz: 1 }}", f"Readonly<{type_}>")
        type_ = rand.choice((*forms, "unknown", "Record<string, unknown>", "object"))
        if len(pairs) == 1:
            type_ = rand.choice((type_, f"Record<string, {pairs[0][2]}>"))
            if pairs[0][0] == "k":
                type_ = rand.choice((type_, f"Boxed<{pairs[0][2]}>"))
        return "{ " + ", ".join(f"{key}: {value}" for key, value, _ in pairs) + " }", type_
    if way == 2:
        value, of = _value(rand, depth - 1)
        type_ = rand.choice((f"({of})[]", f"readonly ({of})[]", f"[{of}]", "unknown", "object"))
        return f"[{value}]", type_
    value = rand.choice([*_LITERALS])
    return value, rand.choice(_LITERALS[value])


def _copied(rand: random.Random) -> str:
    """An expression around a value that leaves it as it is."""
    value, of = _value(rand, 3)
    way = rand.randrange(8)
    if way == 0:
        return f"Object.freeze({value})"
    if way == 1 and value[0] in "[{":
        return f"Object.freeze({value} as const)"
    if way == 2 and value[0] == "{":
        return f"Object.assign({value}, {{ b: 's', c: [1] }})"
    if way == 3:
        return f"Object.seal({value})"
    if way == 4:
        return f"{{ f: Object.freeze({value}), g: {value} satisfies {of} }}"
    return f"{value} satisfies {of}"


@pytest.mark.network
def test_what_is_frozen_or_satisfies_a_type_has_the_type_that_the_compiler_infers(
    tmp_path: Path,
) -> None:
    require_node()
    rand = random.Random("copies")
    made = [*dict.fromkeys(_copied(rand) for _ in range(1500 if is_nightly() else 300))]
    lines = ["interface Boxed<T> { k: T }", "export class Fields {"]
    lines += [f"  {rand.choice(('', 'readonly '))}p{n} = {text};" for n, text in enumerate(made)]
    lines += ["}", "export interface Values {"]
    lines += [f"  p{n}: Fields['p{n}'];" for n in range(len(made))]
    path = tmp_path / "input.ts"
    path.write_text("\n".join([*lines, "}", ""]), encoding="utf-8")
    (oracle,) = ask([path], errors=True)
    assert oracle.errors == ()
    result = beside(path, oracle)
    wrong = wrong_types(result, made)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(made)}", *wrong[:20]])
    assert result.properties >= len(made)
