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
