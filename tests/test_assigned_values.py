"""Constants of a union are narrowed by what they are assigned, as the compiler does in sources."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import pytest

from realtime_codegen.frontend.parse import statements
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.told import assert_told, sources_of
from tests.tools.counting import counted

_BEFORE: Final = """
type PQ = 'p' | 'q';
type Tagged = { t: 'a'; x: 1 } | { t: 'b'; y: 2 };
enum Tone { A = 'a', B = 'b' }
interface One { k: 1; s: string }
interface Two { k: 2; n: number }
declare const pq: PQ;
declare const some: string | number;
declare const one: One;
declare function make(): One | null;
const kept: PQ = 'q';
"""
_MEMBERS: Final = {
    "'p'": ("'p'", "`p`"),
    "'q'": ("'q'", "kept"),
    "PQ": ("'p'", "pq", "kept", "`p`"),
    "string": ("'p'", "'other'", "pq", "`p`"),
    "number": ("1", "3", "pq === 'p' ? 1 : 2"),
    "1": ("1",),
    "2": ("2", "1 + 1 as 2"),
    "null": ("null", "null"),
    "undefined": ("undefined",),
    "boolean": ("true", "false", "!pq"),
    "true": ("true",),
    "Tagged": ("{ t: 'a', x: 1 }", "{ t: 'b', y: 2 }"),
    "Tone": ("Tone.A", "Tone.B"),
    "Tone.A": ("Tone.A",),
    "One": ("{ k: 1, s: '' }", "one"),
    "Two": ("{ k: 2, n: 2 }",),
    "string[]": ("['a']", "[]"),
    "number[]": ("[1]", "[]"),
    "[1]": ("[1]",),
    "{ a: PQ }": ("{ a: 'p' }",),
    "PQ[]": ("['p']", "[pq]"),
    "(() => number)": ("() => 1",),
    "Record<string, 1>": ("{}", "{ z: 1 }"),
    "{ a?: string }": ("{ a: 'x' }", "{}"),
    "Date": ("new Date()",),
    "(string | number)": ("some", "1"),
    "(One | null)": ("make()",),
    "any": ("1",),
    "unknown": ("'p'",),
}
"""The members of unions, each with values of it."""
_READS: Final = (
    *("{w}", "{w}", "{w}", "[{w}]", "{{ {w} }}", "{{ v: {w} }}", "() => {w}", "{w} as const"),
    *(
        "{w} ?? 'none'",
        "function () {{ return {w} }}",
        "{{ f: {w}, g: [{w}] }}",
        "class {{ v = {w} }}",
    ),
)


def written(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some constants, each read by another one, and a file of them."""
    pairs: list[tuple[str, str]] = []
    for number in range(count):
        members = rand.sample(list(_MEMBERS), rand.choice((1, 2, 2, 3, 4)))
        declared, value = " | ".join(members), rand.choice(_MEMBERS[rand.choice(members)])
        read = rand.choice(_READS).format(w=f"w{number}")
        keyword = rand.choice(("const", "const", "const", "let"))
        again = f" w{number} = null as any;" if keyword == "let" and rand.random() < 0.3 else ""
        text = f"{keyword} w{number}: {declared} = {value}; const r{number} = {read};{again}"
        asked = f"typeof r{number}"
        if "=>" in read or "function" in read:
            asked = f"ReturnType<{asked}>"
        pairs.append((text, f"InstanceType<{asked}>" if "class" in read else asked))
    return sources_of(pairs, _BEFORE)


@pytest.mark.network
def test_what_is_read_is_what_was_assigned(tmp_path: Path) -> None:
    """Law: what is read otherwise than the compiler does is told."""
    assert_told(
        written,
        "assigned",
        tmp_path,
        at_night=40,
        in_a_push=3,
        taken=0.9,
        right=0.85,
        name="input.ts",
    )


def test_a_file_is_looked_through_once_for_assignments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: what tells where variables are assigned again reads no more than the file."""
    lines = (
        f"export let v{n}: string | number = {n}; export const r{n} = v{n};" for n in range(50)
    )
    fields = " ".join(f"f{n}: typeof r{n};" for n in range(50))
    text = "\n".join([*lines, f"export interface All {{ {fields} }}"]).encode()
    looks = SimpleNamespace(finditer=getattr(statements, "_ASSIGNED").finditer)  # noqa: B009
    monkeypatch.setattr(statements, "_ASSIGNED", looks)
    read = counted(monkeypatch, looks, "finditer", len)
    assert load_model(MemoryFiles({"input.ts": text}), "input.ts", Options()).model is not None
    assert read == [len(text)]
