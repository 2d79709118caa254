"""Functions in sources: their results are what the compiler infers, or a diagnostic says why not.

What flows through a function narrows its names. What is not followed is told.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import model_beside, of_values
from tests.oracle.told import assert_told, sources_of
from tests.oracle.typescript import ask
from tests.tools.night import share
from tests.tools.node import require_node
from tests.tools.source_texts import BEFORE, class_text, function_text

_BEFORE: Final = """
interface Options { count?: number; label: string; kind: 'x' | 'y' }
interface Cat { kind: 'cat'; meow: 1 }
interface Dog { kind: 'dog'; bark: 'b' }
declare function make(text: string): { made: string };
declare const listed: string[];
declare const given: Options;
declare let changing: string | number;
declare function isText(value: unknown): value is string;
enum Side { Left = 'l', Right = 'r' }
enum Level { Low, High, Top = 7, Over }
"""
_PARAMETERS: Final = (
    *("string", "number", "boolean", "string | number", "string | undefined", "number | null"),
    *("Options", "Options | undefined", "Cat | Dog", "unknown", "1 | 2", "'a' | 'b'", "string[]"),
    *("number[]", "Record<string, number>", "[1, 'x']", "Date", "Options[]", "any", "bigint"),
)
_TESTS: Final = (
    *("{0}", "!{0}", "typeof {0} === 'string'", "typeof {0} === 'number'", "{0} === 1"),
    *("{0} !== undefined", "{0} != null", "{0} instanceof Date", "{0}.kind === 'cat'"),
    *("'meow' in {0}", "{0}.count !== undefined", "{0} > 1", "Array.isArray({0})", "{1}", "!!{0}"),
    *("isText({0})", "!isText({0})", "{0} != 'a'", "{0} !== 'a'"),
    *("{0} && {1}", "{0} || {1}", "given.count", "typeof changing === 'string'", "{0}.length > 0"),
)
_VALUES: Final = (
    *("{0}", "{0}", "{1}", "{0}.kind", "{0}.label", "{0}.length", "{0}.count", "null", "'v'", "7"),
    *("[{0}]", "{{ p: {0} }}", "{{ p: {0}, q: 'q' }}", "{{ {0} }}", "{0} ?? 'd'", "{0} || 1"),
    *("{0} && {1}", "{0} ? {0} : 'no'", "{0} ? 'yes' : {1}", "`t${{{0}}}`", "!{0}", "{0} + 1"),
    *("{0} + {1}", "make({0})", "make({0}).made", "{0}?.label", "{0}?.length", "{0}!", "true"),
    *("{{ ...{0}, own: 1 }}", "{{ own: 1, ...{0} }}", "{{ ...{0}, label: 2 }}", "[...{0}, 1]"),
    *("{0}[0]", "{0}.map(item => item)", "{0}.map(item => ({{ item }}))", "{0}.join('-')"),
    *("{0}.slice(1)", "{0}.trim()", "{0}.split(',')", "{0}.toUpperCase().length", "String({0})"),
    *("Number({0})", "Math.max({0}, 1)", "Object.keys({0})", "JSON.stringify({0})", "{0} as 'a'"),
    *("[{0}, {1}]", "{{ get p() {{ return {0}; }} }}", "given.count", "changing"),
    *(
        "{0}.includes('a')",
        "{0}.indexOf({1})",
        "[1, {0}] as const",
        "({0})",
        "{0} satisfies unknown",
    ),
    *(
        "Side.Left",
        "{{ side: Side.Left }}",
        "[Level.High]",
        "Level.Over",
        "{{ ...{{ l: Level.Low }} }}",
    ),
    *("{0}.toFixed(1)", "{0}.getTime()", "{0}.map(String)", "{0}.at(0)", "-{0}", "listed[0]"),
)
_STATEMENTS: Final = (
    *(
        "if ({test}) return {value};",
        "if ({test}) {{ return {value}; }} else {{ return {other}; }}",
    ),
    *("if ({test}) throw new Error('e');", "const {local} = {value};", "let {local} = {value};"),
    *("for (const item of listed) {{ if ({test}) return item; }}", "{0} = {value};"),
    *("while ({test}) {{ return {value}; }}", "const {{ kind: {local} }} = {0};", "make('x');"),
    *("switch ({0}) {{ case 1: return {value}; default: return {other}; }}", "if ({test}) return;"),
    *("try {{ return {value}; }} catch {{ return {other}; }}", "const [{local}] = {0};"),
    "switch ({0}.kind) {{ case 'cat': return {value}; case 'dog': return {other}; }}",
    *(
        "if ({test}) {{ const inner = {value}; return inner; }}",
        "const {{ count, ...{local} }} = {0};",
    ),
    *(
        "let {local} = null; if ({test}) {local} = {value};",
        "const {local} = []; {local}.push({value});",
    ),
    *(
        "let {local} = undefined; {local} = {value};",
        "const {local} = []; if ({test}) return {local};",
    ),
    *("const {local} = (text: string) => {value};", "do {{ if ({test}) break; }} while ({0});"),
    *("const {local}: string | number = {value};", "{{ const {0} = 'hidden'; return {0}; }}"),
)
_Kind: TypeAlias = Callable[[random.Random, int], tuple[str, str]]

_LEAST_RIGHT: Final = 0.5
"""The share of the functions that are read as the compiler does; of the others most are `Any`."""


def function(rand: random.Random, number: int) -> str:
    """A function of two parameters, a statement or two and a result."""
    names = [f"a{number}", f"b{number}"]
    types = rand.choices(_PARAMETERS, k=2)
    marks = [rand.choice(("", "", "", "?")) for _ in names]
    if marks[0]:
        marks[1] = "?"

    def filled(text: str, local: str = "") -> str:
        one, two = rand.choice(names), rand.choice(names)
        test, value, other = (
            rand.choice(pool).format(rand.choice(names), rand.choice(names))
            for pool in (_TESTS, _VALUES, _VALUES)
        )
        return text.format(one, two, test=test, value=value, other=other, local=local)

    lines = []
    for place in range(rand.choice((0, 1, 1, 2))):
        local = f"c{place}{number}"
        lines.append(filled(rand.choice(_STATEMENTS), local))
        if local in lines[-1]:
            names.append(local)
    lines.append(f"return {filled(rand.choice(_VALUES))};" if rand.random() < 0.9 else "")
    given = ", ".join(f"{n}{m}: {t}" for n, m, t in zip(names, marks, types, strict=False))
    return f"export function f{number}({given}) {{ {' '.join(lines)} }}"


def written(functions: Sequence[str]) -> str:
    """A file of functions, one in a line, and an interface of their results."""
    asked = [f"p{number}: ReturnType<typeof f{number}>;" for number in range(len(functions))]
    return "\n".join([*functions, "export interface Values {", *asked, "}", _BEFORE])


@pytest.mark.network
def test_results_that_are_read_otherwise_are_told(tmp_path: Path) -> None:
    require_node()
    rand = random.Random("sources")
    texts = [
        written([function(rand, number) for number in range(200)]) for _ in range(share(60, 10))
    ]
    paths = [tmp_path / f"f{place}" / "input.ts" for place in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    taken = right = 0
    wrong: list[str] = []
    for text, oracle in zip(texts, ask(paths, errors=True), strict=True):
        loaded = load_model(MemoryFiles({"input.ts": text.encode()}), "input.ts", Options())
        assert loaded.model is not None
        spans = [i.span for i in loaded.diagnostics if i.severity is not Severity.NOTE]
        told = {span.line for span in spans if span is not None}
        otherwise = {int(m.property[1:]): m for m in of_values(model_beside(loaded.model, oracle))}
        functions = text.split("\n")
        for number in range(200):
            lines = {number + 1, 202 + number}
            if lines & oracle.erring:
                continue
            taken += 1
            right += number not in otherwise
            if number in otherwise and not lines & told:
                wrong.append(f"{functions[number]}\n    {otherwise[number]}")
    assert not wrong, "\n".join([f"{len(wrong)} of {taken}, {right} right", *wrong[:30]])
    assert taken > 400
    assert right >= _LEAST_RIGHT * taken, f"{right} of {taken}"


@pytest.mark.network
@pytest.mark.parametrize("kind", [function_text, class_text])
def test_sources_that_are_read_otherwise_are_told(kind: _Kind, tmp_path: Path) -> None:
    """Law: functions and classes of the kinds that real sources have."""

    def written(rand: random.Random, count: int) -> tuple[list[str], str]:
        return sources_of([kind(rand, number) for number in range(count)], BEFORE)

    assert_told(
        written,
        f"sources of {kind.__name__}",
        tmp_path,
        at_night=60,
        in_a_push=4,
        taken=0.3,
        right=0.75,
        name="input.ts",
    )


_REPEATED: Final = {
    "callbacks": ("return [1]", ".map(n => n + 1)", ";"),
    "tests": ("return given", " && given.count", ";"),
    "chains": ("return linked", "?.next", ";"),
    "sums": ("return given.count", " + given.count", ";"),
    "functions": ("", "const inner = () => {{ ", "return 1; " + "}}; return inner; " * 60),
    "locals": (
        "const c0 = {{ given }}; ",
        "const c{after} = {{ x: c{n}, y: c{n} }}; ",
        "return c60;",
    ),
    "branches": ("", "if (given) return {n}; ", ""),
}


@pytest.mark.parametrize("kind", _REPEATED)
def test_sixty_of_a_kind_in_a_function_are_read_in_a_moment(kind: str) -> None:
    """What doubles with each of them would have no end."""
    start, part, end = _REPEATED[kind]
    parts = "".join(part.format(n=n, after=n + 1) for n in range(60))
    body = start.format() + parts + end.format()
    text = f"""
    interface Linked {{ next?: Linked }}
    declare const linked: Linked; declare const given: {{ count: number }};
    export function made() {{ {body} }}
    export interface Values {{ made: ReturnType<typeof made>; other: 1 }}
    """
    loaded = load_model(MemoryFiles({"input.ts": text.encode()}), "input.ts", Options())
    assert loaded.model is not None
    assert "RC104" not in {item.code for item in loaded.diagnostics}
