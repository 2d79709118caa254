"""Texts of template literal types: what the compiler says, and in how many steps.

a text is taken if and only if a slow matcher, and the TypeScript compiler, take it
the characters that are looked at are in proportion to the text, whatever the pattern
"""

from __future__ import annotations

import itertools
import json
import random
import re
from pathlib import Path
from typing import Any, SupportsIndex

import pytest

from realtime_codegen.runtime import _template
from realtime_codegen.runtime._template import Template, is_bigint, is_number
from tests.oracle.typescript import TYPESCRIPT
from tests.tools.night import sampled
from tests.tools.node import node_modules, require_node, run_node
from tests.tools.packages import compiled_text, import_package

Part = tuple[str, bool]
Parts = tuple[Part, ...]

HOLES = ("string", "string", "number", "integer", "boolean", "null", "unknown")
NUMBERS = """
0 1 -1 01 -0 +1 007 1.0 1. .5 . - + e 1e3 1E+3 1e-3 1e e3 1e400 -1e400 1e-400 0x10 0X1f -0x10 0xg
0x 0o17 0o8 0b101 0b2 0B1 1_000 Infinity -Infinity NaN 1n 1,5 ١ 1e3.5 00 -01 --1 0.1e1 1.7976e308
1.7976931348623159e308 9007199254740993 12345678901234567890123 true null
""".split()
SPACES = ["", " ", "\t1", " 1 ", "1\u00a0", "\ufeff1", "\u20281\u2029", "1\u200b", "\x851", "1 2"]
LIMIT = 2**1024 - 2**970
EDGES = [hex(LIMIT), hex(LIMIT - 1), f"0x{'0' * 2000}1", f"0o{'7' * 400}", f"0b{'1' * 1025}"]
ALPHABET = ["a", "b", "1", "0", ".", "-", "e", "ab", "/", "é", "\U0001f600", "true", "null"]


def random_parts(chance: random.Random, holes: tuple[str, ...] = HOLES) -> Parts:
    """A pattern of up to six parts, of which neighbours may be of a kind."""
    parts: list[Part] = []
    for _ in range(chance.randint(1, 6)):
        if chance.random() < 0.5:
            parts.append((chance.choice(holes), True))
        else:
            parts.append(("".join(chance.choices(ALPHABET, k=chance.randint(1, 2))), False))
    return tuple(parts)


def random_text(chance: random.Random, parts: Parts) -> str:
    """A text that is often of the type, or nearly."""
    made = ""
    for part, is_hole in parts:
        if not is_hole:
            made += part
        elif part in ("number", "integer"):
            made += chance.choice([*NUMBERS, "1", "7", "12"])
        elif part in ("boolean", "null"):
            made += chance.choice(["true", "false", "null"])
        else:
            made += "".join(chance.choices(ALPHABET, k=chance.randint(0, 3)))
    if made and chance.random() < 0.3:
        at = chance.randrange(len(made))
        made = made[:at] + chance.choice(["", *ALPHABET]) + made[at + chance.randint(0, 1) :]
    return made


def units(text: str) -> str:
    """A text as JavaScript counts it."""
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[i] + 256 * data[i + 1]) for i in range(0, len(data), 2))


def slowly(parts: Parts, text: str) -> bool:
    """Of all the ways to place the fixed texts the first, and whether its holes are right."""
    options: list[tuple[Part, ...]] = []
    for part, is_hole in parts:
        if is_hole and part == "boolean":
            options.append((("true", False), ("false", False)))
        else:
            options.append((("null", False) if is_hole and part == "null" else (part, is_hole),))
    return any(first_way(way, units(text)) for way in itertools.product(*options))


def first_way(parts: Parts, text: str) -> bool:
    texts, holes = [""], []
    for part, is_hole in parts:
        if is_hole:
            holes.append(part)
            texts.append("")
        else:
            texts[-1] += units(part)
    if not holes:
        return text == texts[0]
    if not any(texts) and set(holes) == {"string"}:
        return True  # The compiler makes it `string`.
    for places in itertools.combinations_with_replacement(range(len(text) + 1), len(holes) - 1):
        starts = [0, *places, len(text) - len(texts[-1])]
        ends = [start + len(fixed) for start, fixed in zip(starts, texts, strict=True)]
        filled = [text[end:start] for end, start in zip(ends, starts[1:], strict=False)]
        if (
            all(text[max(s, 0) : e] == t for s, e, t in zip(starts, ends, texts, strict=True))
            and all(end <= start for end, start in zip(ends, starts[1:], strict=False))
            and all(len(f) == 1 for f, t in zip(filled, texts[1:-1], strict=False) if not t)
        ):
            return all(map(fills, holes, filled))
    return False


def fills(hole: str, text: str) -> bool:
    if hole == "number":
        return is_number(text)
    return is_bigint(text) if hole == "integer" else True


@pytest.mark.parametrize("seed", sampled(range(20), 3))
def test_a_text_is_taken_as_a_slow_matcher_takes_it(seed: int) -> None:
    chance = random.Random(seed)
    verdicts = set()
    for _ in range(300):
        parts = random_parts(chance)
        template = Template(*parts)
        for text in [random_text(chance, parts) for _ in range(3)]:
            expected = slowly(parts, text)
            assert template.allows(text) is expected, (parts, text)
            verdicts.add(expected)
    assert verdicts == {True, False}


def test_texts_alone_are_a_regular_language() -> None:
    """Where every hole takes any text the first way is as good as any."""
    chance = random.Random(1)
    for _ in range(3000):
        parts = random_parts(chance, ("string",))
        if any(one[1] and two[1] for one, two in itertools.pairwise(parts)):
            continue
        regex = "".join("[\\s\\S]*" if is_hole else re.escape(part) for part, is_hole in parts)
        text = random_text(chance, parts)
        assert Template(*parts).allows(text) is (re.fullmatch(regex, text) is not None)


# --------------------------------------------------------------------------- the compiler


def spelled(parts: Parts) -> str:
    """A pattern as a type of TypeScript; the compiler's bigint is our integer."""
    names = {"integer": "bigint", "unknown": "any"}
    return "".join(
        f"${{{names.get(part, part)}}}" if is_hole else part for part, is_hole in parts
    ).join("``")


def ask_compiler(questions: list[tuple[str, list[str]]], folder: Path) -> list[list[bool]]:
    path = folder / "questions.json"
    path.write_text(json.dumps(questions), encoding="utf-8")
    script = Path(__file__).parent / "oracle" / "templates.mjs"
    answers: list[list[bool]] = json.loads(
        run_node(script, str(path), modules=node_modules([TYPESCRIPT]))
    )
    return answers


@pytest.mark.network
def test_a_text_is_taken_as_the_compiler_takes_it(tmp_path: Path) -> None:
    require_node()
    chance = random.Random(7)
    asked = [(("number", True),), (("integer", True),), (("x", False), ("number", True))]
    numbers = [*NUMBERS, *SPACES, *EDGES]
    patterns: list[tuple[Parts, list[str]]] = [
        (parts, [f"x{text}" if len(parts) == 2 else text for text in numbers]) for parts in asked
    ]
    for _ in range(3000):
        parts = random_parts(chance)
        patterns.append((parts, [random_text(chance, parts) for _ in range(4)]))
    answers = ask_compiler([(spelled(parts), texts) for parts, texts in patterns], tmp_path)
    # The compiler's scanner steps over this one space before a bigint, and over no other.
    known = ("`${bigint}`", "\x851", True)
    differing = [
        (spelled(parts), text, expected)
        for (parts, texts), answer in zip(patterns, answers, strict=True)
        for text, expected in zip(texts, answer, strict=True)
        if Template(*parts).allows(text) is not expected
        and (spelled(parts), text, expected) != known
    ]
    assert not differing, differing[:20]
    verdicts = list(itertools.chain(*answers))
    assert 0.2 < sum(verdicts) / len(verdicts) < 0.8


# ------------------------------------------------------------------------------- steps


class Counted(str):
    """A text that counts the characters that are looked at."""

    __slots__ = ()
    steps = 0

    def find(self, sub: str, start: Any = None, end: Any = None, /) -> int:
        place = super().find(sub, start, end)
        Counted.steps += (end if place < 0 else place + len(sub)) - start
        return place

    def startswith(self, *arguments: Any) -> bool:
        Counted.steps += len(arguments[0])
        return super().startswith(*arguments)

    def endswith(self, *arguments: Any) -> bool:
        Counted.steps += len(arguments[0])
        return super().endswith(*arguments)

    def __getitem__(self, key: SupportsIndex | slice, /) -> str:
        part = super().__getitem__(key)
        Counted.steps += len(part)
        return part


HOSTILE: list[tuple[Parts, str, str]] = [
    (tuple([("string", True), ("/", False)] * 2 + [("string", True), (".wav", False)]), "/", ""),
    (tuple([("string", True), ("a", False)] * 30), "a", "b"),
    (tuple([("string", True), ("aab", False)] * 30), "aa", ""),
    (tuple([("number", True), (".", False)] * 6 + [("number", True)]), "1.", "1"),
    (tuple([("string", True)] * 20), "a", ""),
    (tuple([("number", True)] * 20), "1", "x"),
    ((("string", True), ("number", True), ("string", True)), "1", "x"),
    ((("number", True), ("e", False), ("number", True)), "1e", ""),
]


@pytest.mark.parametrize(("parts", "unit", "end"), HOSTILE)
def test_steps_are_in_proportion_to_the_text(parts: Parts, unit: str, end: str) -> None:
    def steps(length: int) -> int:
        Counted.steps = 0
        Template(*parts).allows(Counted(unit * length + end))
        return Counted.steps

    few, many = steps(1_000), steps(64_000)
    assert many <= 64 * few + 64_000 * len(unit)
    assert many <= 3 * 64_000 * len(unit) + 1_000


def test_the_count_of_steps_finds_what_is_slow() -> None:
    """A matcher that looks at each rest of the text again is found out."""
    Counted.steps = 0
    text = Counted("/" * 1_000)
    for start in range(1_000):
        text.find("x", start, 1_000)
    assert Counted.steps > 3 * 1_000 + 1_000


@pytest.mark.parametrize(
    "digits", ["1" * 4_000_000, "0." + "1" * 4_000_000, "0x" + "0" * 4_000_000]
)
def test_long_numbers_are_no_work(digits: str) -> None:
    assert is_number(digits) is (digits[:1] == "0")
    assert not is_number(f"{digits}x")


def test_only_possessive_repetition_is_used() -> None:
    """Whatever a regular expression of this module repeats it never gives back."""
    for value in vars(_template).values():
        if isinstance(value, re.Pattern):
            assert not re.search(
                r"[*+}](?![+])", re.sub(r"\[[^]]*\]|\\.|[*+}]\+", "", value.pattern)
            )


# -------------------------------------------------------------------------- in packages

SPEC = """
export interface A { type: 'a'; file: `${string}/${string}/${string}.wav` }
export interface F { path: `${string}/${string}/${string}.wav` }
export interface U { path: string; user?: string }
export interface B { type: 'b'; s: F | U }
export interface C { type: 'c'; [key: `x-${string}-${string}.z`]: number | 'c' }
export type E = A | B | C;
"""


def test_slashes_hold_nobody_up(tmp_path: Path) -> None:
    """Each of these took minutes; pytest's own time limit is the judge."""
    rt: Any = import_package(tmp_path, compiled_text(SPEC, "slashes").files, "slashes")
    slashes = "/" * 100_000
    with pytest.raises(rt.DecodeError, match=r"\.wav"):
        rt.decode_e({"type": "a", "file": slashes}, strict=True)
    rt.decode_e({"type": "a", "file": f"{slashes}.wav"}, strict=True)
    assert type(rt.decode_e({"type": "b", "s": {"path": slashes}}).s) is rt.U
    both = {"path": f"{slashes}.wav"}
    assert type(rt.decode_e({"type": "b", "s": both}).s) is rt.F  # The more specific one.
    assert type(rt.decode_e({"type": "b", "s": {**both, "user": "u"}}).s) is rt.U
    rt.decode_e({"type": "c", f"x-{'-' * 100_000}": "any"}, strict=True)
