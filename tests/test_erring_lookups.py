"""A lookup `T[K]` that the compiler refuses has a warning at its place, and no other has one.

The compiler makes `unknown` of such a lookup in an instance that lacks the property, and of some
that it accepts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from realtime_codegen.model import UNKNOWN, Interface, Opaque, Type, children
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.typescript import ask
from tests.tools.night import is_nightly
from tests.tools.node import require_node

CONSTRAINTS = (
    ("", ("{}", "string", "[1]", "{ z: 1 }")),
    (" extends string", ("'x'", "string")),
    (" extends { a?: 1 }", ("{}", "{ b: 2 }")),
    (" extends { [key: string]: 1 }", ("{}", "{ b: 1 }")),
    (" extends unknown[]", ("[]", "1[]", "[1, 2]")),
    (" extends { a?: 1 } | { a?: 2; b?: 3 }", ("{}", "{ b: 3 }")),
)
CONDITIONS = (
    "any",
    "{ a?: 1 }",
    "{ [key: string]: unknown }",
    "unknown[]",
    "{ a?: infer Q%s }",
    "(infer Q%s)[]",
)
KEYS = ("'a'", "'b'", "'length'", "'nothing'", "number", "0", "string")


def alias(rand: random.Random, number: int) -> tuple[str, str]:
    """A generic alias with lookups in its parameters, and a use of it."""
    constraint, arguments = rand.choice(CONSTRAINTS)
    name = f"T{number}"
    lookup = f"{name}[{rand.choice(KEYS)}]"
    way = rand.randrange(4)
    if way == 1:
        lookup = f"[{lookup}, {name}[{rand.choice(KEYS)}] | 1]"
    elif way >= 2:
        condition = rand.choice(CONDITIONS)
        then = f"{name}[{rand.choice(KEYS)}]"
        if "%s" in condition:
            condition %= number
            then = f"Q{number}[{rand.choice(KEYS)}]"
        check, extends = (f"[{name}]", f"[{condition}]") if way == 3 else (name, condition)
        lookup = f"{check} extends {extends} ? {then} : 0"
    text = f"type G{number}<{name}{constraint}> = {lookup};"
    return text, f"v{number}: G{number}<{rand.choice(arguments)}>;"


@pytest.mark.network
def test_a_lookup_that_the_compiler_refuses_is_told(tmp_path: Path) -> None:
    require_node()
    count = 400 if is_nightly() else 120
    rand = random.Random("lookups")
    aliases = [alias(rand, number) for number in range(count)]
    lines = [text for text, _ in aliases]
    lines += ["export interface Values {", *(use for _, use in aliases), "}"]
    text = "\n".join(lines) + "\n"
    path = tmp_path / "input.d.ts"
    path.write_text(text, encoding="utf-8")
    [errors] = (oracle.errors for oracle in ask([path], errors=True))
    refused = {
        number
        for number in range(count)
        for parameter in (f"'T{number}'.", f"'Q{number}'.")
        if any(error.endswith(f"cannot be used to index type {parameter}") for error in errors)
    }
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None
    [values] = (item for item in loaded.model.declarations if isinstance(item, Interface))
    told = {item.span.line - 1 for item in loaded.diagnostics if item.span is not None}
    unknown = {
        number
        for number, item in enumerate(values.properties)
        if any(isinstance(part, Opaque) or part == UNKNOWN for part in parts(item.type))
    }
    assert len(refused & unknown) > count // 10
    assert len(unknown - refused) > count // 20
    wrong = (refused & unknown) ^ {number for number in told if number < count}
    assert not wrong, "\n".join(" ".join(aliases[number]) for number in sorted(wrong))


def parts(type_: Type) -> Iterator[Type]:
    """A type, and all that it is made of."""
    yield type_
    for child in children(type_):
        yield from parts(child)
