"""What looks like very many comments is read in one pass, and means what it meant."""

from __future__ import annotations

import random
import re
from typing import Final

import pytest

from realtime_codegen.frontend.parse import comments
from realtime_codegen.frontend.parse.comments import without_dense_comments
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.source import MemoryFiles

_TOKENS: Final = (
    *("]", "[", "(", "?", "}", "{", "<", "new", "export", "type", "...", "readonly", "keyof", ":"),
    *("/*", "*/", "//", "a", "'x'", "']/*'", '"//"', "`/*`", "\n"),
)
_BEGUN: Final = re.compile(rb"/\*|(?<!\*)//")
_COMMENT: Final = re.compile(rb"/\*(?:[^*]|\*(?!/))*+(?:\*/)?+|//[^\n]*+")


def _searched(data: bytes) -> int:
    """The bytes that are read where a comment is looked for at each place that begins like one."""
    comments_there = (_COMMENT.match(data, begun.start()) for begun in _BEGUN.finditer(data))
    return sum(len(match[0]) for match in comments_there if match is not None)


@pytest.mark.parametrize("seed", range(300))
def test_no_byte_is_in_many_comments(seed: int) -> None:
    rng = random.Random(seed)
    unit = "".join(
        rng.choice(_TOKENS) + rng.choice(("", "", " ")) for _ in range(rng.randint(1, 6))
    )
    data = (unit * 4_000)[:20_000].encode()
    hidden = without_dense_comments(data)
    assert len(hidden) == len(data)
    assert hidden.count(b"\n") == data.count(b"\n")
    assert _searched(hidden) <= (comments._DENSE + 2) * len(data), unit


_MEMBERS: Final = (
    "a{n}: '[/*' | '//' | '*/';",
    "/** Says `]/*` and {{@link A}}. */ b{n}?: string;",
    "c{n}: number; // ends // twice",
    'd{n}: "http://a/b" | `x/*${{string}}//`;',
    "e{n}: [/* one */ 1, /* two ] ( */ 2];",
    "f{n}/* why */: /* what */ {{ g: /* '//' */ true }};",
    "/* not a document */ h{n}: 1; /* two */ /* three */",
    "new /* made */ (a: 1): A;",
    "i{n}: import('./other' /* with */).B;",
    "j{n}: '\\'/*' | '\\\\';",
)


def _loaded(text: str) -> Loaded:
    files = {"input.d.ts": text.encode(), "other.d.ts": b"export type B = 'x/*y';"}
    return load_model(MemoryFiles(files), "input.d.ts", Options())


@pytest.mark.parametrize("seed", range(20))
def test_hiding_changes_no_meaning(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    parts = [
        "/// <reference path='./other.d.ts' />\n",
        "import { B as C } from /* where // */ './other';\nexport interface A { z: C }\n",
        "export type M = { readonly /* a */ [ /* [ */ K in 'x//' | 'y' ] /* ] */ ? : K };\n",
    ]
    for number in range(rng.randint(1, 9)):
        kept = rng.sample(_MEMBERS, k=4)
        members = "\n".join(member.format(n=at) for at, member in enumerate(kept))
        parts.append(f"export interface I{number} {{\n{members}\n}}\n")
    text = "".join(parts)
    told = _loaded(text)
    assert told.model is not None, (told.diagnostics, text)
    monkeypatch.setattr(comments, "_DENSE", 0)
    assert without_dense_comments(text.encode()) != text.encode()
    hidden = _loaded(text)
    assert hidden.model == told.model
    assert hidden.diagnostics == told.diagnostics
