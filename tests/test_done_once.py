"""What is the same in many places is read, printed and compared once: calls are counted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from unittest.mock import ANY as ANYTHING

import pytest
from hypothesis import given, strategies

from realtime_codegen.frontend.resolve import semantics, shapes
from realtime_codegen.model import Literal, Primitive
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.python import parts
from realtime_codegen.python.printer import Printer
from realtime_codegen.text import modules
from realtime_codegen.text.lines import blank
from realtime_codegen.text.modules import resolve_module
from realtime_codegen.text.source import MemoryFiles
from tests.tools.packages import compiled_text


def _counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[object]:
    """What a function is called with: the last argument of each call."""
    calls: list[object] = []
    made: Callable[..., Any] = getattr(owner, name)

    def counting(*given: Any, **named: Any) -> Any:
        calls.append(given[-1])
        return made(*given, **named)

    monkeypatch.setattr(owner, name, counting)
    return calls


_FIELDS, _HEIRS = 30, 20


def _with_heirs() -> str:
    fields = " ".join(f"a{n}: string | H{n % _HEIRS}; b{n}?: number;" for n in range(_FIELDS))
    heirs = "".join(f"export interface H{n} extends B {{ own{n}: {n} }}\n" for n in range(_HEIRS))
    return f"export interface B {{ {fields} }}\n{heirs}"


@pytest.mark.parametrize("target", ["dataclasses", "typeddicts"])
def test_a_field_of_many_classes_is_printed_once_for_all_parts(
    target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_NODES", 200)
    printed = _counted(monkeypatch, Printer, "_annotated")
    looked = _counted(monkeypatch, parts._Finder, "_in_field")
    files = compiled_text(_with_heirs(), "heirs", targets=(target,)).files
    assert sum("models_" in path or "dicts_" in path for path in files) > _HEIRS // 2
    # A forward reference is quoted until its class is defined, so such a field has two forms.
    distinct = 2 * _FIELDS * 2 + _HEIRS
    assert _FIELDS < len(printed) <= distinct
    assert _FIELDS < len(looked) <= distinct


def test_the_signatures_of_a_method_are_collected_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    class Counted(shapes._Overloads):
        __slots__ = ()

        def __init__(self, **given: Any) -> None:
            made.append(given)
            super().__init__(**given)

    monkeypatch.setattr(shapes, "_Overloads", Counted)
    overloads = "".join(f"m(a: {n}): {n};" for n in range(500))
    text = f"export interface A {{ {overloads} x: 1 }} export type L = ReturnType<A['m']>;"
    loaded = load_model(MemoryFiles({"a.d.ts": text.encode()}), "a.d.ts", Options())
    assert loaded.model is not None
    last = loaded.model.by_id()[
        next(d.id for d in loaded.model.declarations if d.id.path == ("L",))
    ]
    assert last.type == Literal("number", 499)  # type: ignore[union-attr]
    assert len(made) == 1


def test_a_manifest_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = _counted(monkeypatch, modules, "read_json")
    manifest = {"name": "once", "exports": {".": "./index.js", "./*": "./lib/*.js"}}
    files: dict[str, bytes] = {"node_modules/once/package.json": json.dumps(manifest).encode()}
    for number in range(50):
        files[f"node_modules/once/lib/f{number}.d.ts"] = b""
    on_disk = MemoryFiles(files)
    for importer in ("main.d.ts", "other/main.d.ts"):
        for number in range(50):
            path = resolve_module(on_disk, importer, f"once/f{number}")
            assert path == f"node_modules/once/lib/f{number}.d.ts"
    assert len(parsed) == 1


@given(strategies.binary())
def test_a_blank_text_has_the_lines_of_the_text(data: bytes) -> None:
    assert blank(data) == re.sub(rb"[^\n]", b" ", data)


def test_records_of_two_classes_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record is asked whether it equals another one, and only one of both is."""
    number: object = Primitive("number")
    text: object = Literal("string", "number")
    assert number != text
    assert number == Primitive("number") == ANYTHING
    function, own = semantics.FUNCTION, semantics.LibraryFunction("function", "f")
    assert function == own
    assert own == function
    assert text.__eq__(number) is False
    asked = _counted(monkeypatch, Literal, "__eq__")
    assert number != text
    assert asked == []
