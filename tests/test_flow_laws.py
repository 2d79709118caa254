"""Variables of a source's top level: what is read behind a test or an assignment is told."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import assert_told, sources_of

_BEFORE: Final = """
interface Cat { kind: 'cat'; meow: 1 } interface Dog { kind: 'dog'; bark: 'b' }
declare const s: string; declare const n: number; declare const flag: boolean;
declare const either: string | number; declare const maybe: string | undefined;
declare const pet: Cat | Dog; declare const cat: Cat; declare const anything: any;
declare const unsure: unknown; declare const texts: string[];
declare function isText(value: unknown): value is string;
declare function assertText(value: unknown): asserts value is string;
"""
_DECLARED: Final = (
    *("let {0}: string | number = 1;", "let {0}: string | undefined;", "let {0} = 1;", "let {0};"),
    *("let {0}: string | null = null;", "let {0}: 'a' | 'b' = 'a';", "const {0} = either;"),
    *("const {0}: string | undefined = maybe;", "let {0} = null;", "let {0} = [];", "let {0} = s;"),
    *("let {0}: unknown = unsure;", "const {0} = unsure;", "let {0}: Cat | Dog = pet;"),
    *("const {0} = pet;", "let {0}: boolean = true;", "var {0}: string | number = either;"),
    *(
        "const {0} = {{ a: either }};",
        "const {0}: string = s;",
        "let {0}: any = 1;",
        "let {0} = '';",
    ),
    *("const {0} = [];", "let {0} = either;", "let {0} = undefined;", "const {0} = cat;"),
)
_STATEMENTS: Final = (
    *("{0} = s;", "{0} = 1;", "if (flag) {0} = s;", "if (!{0}) throw 1;", "{0};", "{{ {0} = s; }}"),
    *("if (typeof {0} === 'string') throw 1;", "if (typeof {0} !== 'string') throw 1;"),
    *("for (const z of texts) {0} = z;", "function f{0}() {{ {0} = s; }}", "[{0}] = [s];"),
    *(
        "({{ {0} }} = {{ {0}: s }});",
        "try {{ {0} = s; }} catch {{}}",
        "{0} ??= 'x';",
        "{0} += 's';",
    ),
    *("switch (n) {{ case 1: {0} = s; }}", "flag && ({0} = s);", "const z{0} = ({0} = s);"),
    *("if ({0}.kind === 'cat') throw 1;", "{0} = cat;", "{0}.push(1);", "{0}.a = 's';", "{0}++;"),
    *("assertText({0});", "if (!isText({0})) throw 1;", "if ({0} == null) throw 1;", "{0} = 'b';"),
    *("while ({0} === 's') {{ {0} = 1; }}", "if ('meow' in {0}) throw 1;", "const y{0} = {0};"),
    *(
        "if (!Array.isArray({0})) throw 1;",
        "{0} = undefined;",
        "label: {{ {0} = s; }}",
        "{0} = false;",
    ),
    *(
        "if ({0} === 'a') {{ throw 1; }}",
        "if (!({0} instanceof Date)) throw 1;",
        "{0} = {0} + 's';",
    ),
)
_READ: Final = (
    *("{0}", "{0}", "[{0}]", "{{ p: {0} }}", "{0}.a", "{0}.kind", "{0} ?? 'd'", "{0} || 1", "!{0}"),
    *("() => {0}", "{0} ? {0} : 'no'", "flag ? {0} : 1", "[{0}, 1]", "{{ ...{0} }}", "[...{0}]"),
    *("{0} && [{0}]", "typeof {0} === 'string' ? {0} : 0", "function () {{ return {0}; }}"),
    *("{0} as const", "{0}!", "`t${{{0}}}`", "({0})", "{0}?.length"),
)


def _read(rand: random.Random, number: int) -> tuple[str, str]:
    """A variable, what happens to it, and what is read of it before or after that."""
    name = f"l{number}"
    lines = [text.format(name) for text in rand.choices(_STATEMENTS, k=rand.choice((0, 1, 1, 2)))]
    read = f"export const c{number} = {rand.choice(_READ).format(name)};"
    lines.insert(rand.randint(0, len(lines)) if rand.random() < 0.3 else len(lines), read)
    return " ".join([rand.choice(_DECLARED).format(name), *lines]), f"typeof c{number}"


def _reads(rand: random.Random, count: int) -> tuple[list[str], str]:
    return sources_of([_read(rand, number) for number in range(count)], _BEFORE)


@pytest.mark.network
def test_variables_behind_flow_are_told(tmp_path: Path) -> None:
    """Law: what is left of a variable's type is what the compiler says, or told."""
    assert_told(
        _reads,
        "flow",
        tmp_path,
        at_night=60,
        in_a_push=4,
        taken=0.3,
        right=0.4,
        name="input.ts",
    )
