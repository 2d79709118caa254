"""Template literal types: what `infer` finds and what they hold is what TypeScript says."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from realtime_codegen.frontend.syntax import canonical_number
from realtime_codegen.model import Alias, Interface, Model, Primitive, Template
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.wire import pattern
from tests.oracle.beside import beside, wrong_types
from tests.oracle.typescript import ask
from tests.tools.node import require_node
from tests.tools.template_types import expressions, spec


def _model(text: str) -> Model:
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None, [str(diagnostic) for diagnostic in loaded.diagnostics]
    return loaded.model


def _assert_as_the_compiler_says(types: list[str], folder: Path) -> None:
    require_node()
    path = folder / "input.d.ts"
    path.write_text(spec(types), encoding="utf-8")
    (oracle,) = ask([path])
    result = beside(path, oracle)
    wrong = wrong_types(result, types)
    assert result.complete, "\n".join(wrong[:20]) or result.report()
    assert result.properties >= len(types)


@pytest.mark.network
@pytest.mark.parametrize("seed", [11])
def test_template_types_are_what_the_compiler_says(seed: int, tmp_path: Path) -> None:
    _assert_as_the_compiler_says(expressions(seed, 500), tmp_path)


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 110))
def test_more_template_types_are_too(seed: int, tmp_path: Path) -> None:
    _assert_as_the_compiler_says(expressions(seed, 1000), tmp_path)


def test_the_expressions_infer_split_convert_and_rename() -> None:
    types = expressions(11, 500)
    assert sum("infer" in text for text in types) > 200
    assert sum(" extends number" in text for text in types) > 5
    assert any(text.startswith("Keys<") for text in types)
    assert sum(bool(re.search(r"\}\$\{infer", text)) for text in types) > 20, "adjacent holes"


@pytest.mark.parametrize(
    ("use", "is_never"),
    [
        ("Exclude<any, 'x'>", False),
        ("Exclude<any, `a${string}`>", False),
        ("Exclude<unknown, string>", False),
        ("Extract<any, 'x'>", False),
        ("Exclude<any, any>", True),
        ("Exclude<any, unknown>", True),
        ("Extract<any, unknown>", False),
    ],
)
def test_anything_is_in_both_branches(use: str, is_never: bool) -> None:
    (values,) = _model(f"export interface Values {{ a: {use} }}").declarations
    assert isinstance(values, Interface)
    assert values.properties[0].type == Primitive("never" if is_never else "unknown")


@pytest.mark.network
def test_a_key_that_is_not_known_is_no_property(tmp_path: Path) -> None:
    """What a name is mapped to without being known costs the type, never a wrong name."""
    text = """
        import { Missing } from './nowhere';
        type Renamed<T> = { [K in keyof T as `x_${K & string}_${Missing}`]: T[K] };
        export interface Values { a: Renamed<{ one: 1 }>; b: number }
    """
    values = next(
        declaration
        for declaration in _model(text).declarations
        if declaration.id.path == ("Values",)
    )
    assert isinstance(values, Interface)
    assert "'one'" not in repr(values)
    assert "Opaque" in repr(values)


def test_a_template_of_the_model_takes_what_javascript_takes() -> None:
    model = _model(
        "export type T = `${string}/${number}.wav`; export type U = `a${string}${number}`;"
    )
    whole, adjacent = (
        declaration.type for declaration in model.declarations if isinstance(declaration, Alias)
    )
    assert isinstance(whole, Template)
    assert isinstance(adjacent, Template)
    assert pattern(whole.parts).allows("x/y/1.wav") is False, "the first slash ends the first hole"
    assert pattern(whole.parts).allows("x/1e3.wav")
    assert not pattern(whole.parts).allows("x/.wav")
    assert pattern(adjacent.parts).allows("ab12")
    assert not pattern(adjacent.parts).allows("abc12"), "a hole before another takes one unit"


NUMBERS = {
    1: "1",
    1.5: "1.5",
    -0.0: "0",
    1e21: "1e+21",
    1e20: "100000000000000000000",
    1e-6: "0.000001",
    1e-7: "1e-7",
    1.5e300: "1.5e+300",
    2**53 + 1: "9007199254740992",
    10**400: "Infinity",
    123456789.125: "123456789.125",
}


@pytest.mark.parametrize(("value", "text"), NUMBERS.items(), ids=NUMBERS.values())
def test_numbers_are_written_as_javascript_writes_them(value: float, text: str) -> None:
    assert canonical_number(value) == text
    if abs(value) < 2**1000:
        assert float(text) == float(value)


def test_numbers_keep_their_value_in_javascripts_form() -> None:
    chance = random.Random(3)
    for _ in range(2000):
        value = chance.uniform(-1, 1) * 10 ** chance.randint(-30, 30)
        assert float(canonical_number(value)) == value
