"""A warning that follows from another one is not reported: that of an import says it all."""

from __future__ import annotations

import random
from typing import Final

import pytest

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles

_NAMES: Final = ("A", "B", "A['x']", "N.C", "A & B")
_OTHERS: Final = (*_NAMES, "A[]", "A | 1", "Box<A>", "{ a: A }", "Own")
_FORMS: Final = (
    *("{1}", "{1} extends string ? 1 : 2", "string extends {1} ? 1 : 2", "keyof {0}", "({0})['x']"),
    *("`a${{{0} & string}}`", "{{ [K in keyof {0}]: 1 }}", "Partial<{1}>", "Omit<{0}, 'x'>"),
    *("Exclude<{0}, 'x'>", "Extract<{1}, {0}>", "({0}) & {{ z: 1 }}", "ReturnType<B>", "{1}[]"),
    *(
        "[{0}] extends [{1}] ? 1 : 2",
        "{0} extends infer U ? [U] : 0",
        "Chosen<{1}>",
        "Uppercase<B>",
    ),
    *("{0} extends {1} ? 1 : 2", "{0} extends {{ x: infer X }} ? X : 0", "Box<{0} | {1}>"),
)
_BEFORE: Final = """
import { A, B } from 'missing';
import * as N from 'missing';
type Box<T> = { boxed: T };
type Chosen<T> = T extends { kind: infer K } ? K : T extends string ? 'text' : never;
interface Own extends A { own: 1 }
"""


@pytest.mark.parametrize("seed", range(12))
def test_what_follows_from_a_missing_import_is_not_told(seed: int) -> None:
    """Law: of types of names that no module has, only their imports are told."""
    rand = random.Random(f"missing {seed}")
    types = [
        rand.choice(_FORMS).format(rand.choice(_NAMES), rand.choice(_OTHERS)) for _ in range(20)
    ]
    fields = "".join(f"  p{number}: {type_};\n" for number, type_ in enumerate(types))
    text = f"{_BEFORE}export interface Values {{\n{fields}}}\n"
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None
    told = [item for item in loaded.diagnostics if item.severity is not Severity.NOTE]
    lines = text.split("\n")
    others = [
        f"{item.message}: {lines[item.span.line - 1] if item.span else ''}"
        for item in told
        if item.code != "RC106"
    ]
    assert not others, "\n".join(others)
    assert {item.code for item in told} == {"RC106"}
