"""A default that needs itself, or a long chain of others, is paid for as any computation is."""

from __future__ import annotations

import pytest

from realtime_codegen.frontend.resolve import budget, defaults, references
from realtime_codegen.model import Interface
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import counted
from tests.tools.written import each

_STEPS = 20_000
_MOST = 8_000

KINDS = {
    "itself": "export interface C<T = 1, U = C<T>> { u: U }",
    "itself with more": "export interface C<T = 1, U = C<[T]>> { u: U }",
    "itself in an object": "export interface C<T = 1, U = { c: C<[T]> }['c']> { u: U }",
    "each other": "export interface C<T = 1, U = D<T>> { u: U }"
    " interface D<T, U = C<[T]>> { u: U }",
    "a class": "export declare class C<T = 1, U = C<T>> { u: U }",
    "a base": "interface C<T, U = C<[T]>> { u: U } export interface H extends C<1> { h: 1 }",
    "many bases": "interface C<T, U = C<[T]>> { u: U }"
    + each(40, "export interface H# extends C<#> { h: # }"),
    "many places": "interface C<T, U = C<[T]>> { u: U }"
    f"export interface H {{ {each(40, 'h#: C<#>;')} }}",
    "many that lead there": "export declare class C0<T = 1, U = C0<T>> { u: U }"
    + each(40, "export declare class D#<T = #, U = C0<T>> { u: U }"),
    "a chain": "export interface D0<T = 1> { t: T }"
    + "".join(
        f"export interface D{n}<T = {n}, U = D{n - 1}<T>> {{ u: U }} " for n in range(1, 400)
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_defaults_inside_each_other_are_steps(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "_ALL", _STEPS)
    monkeypatch.setattr(budget, "_EACH", _STEPS)
    monkeypatch.setattr(budget, "MOST_READ_AGAIN", _STEPS)
    calls = [counted(monkeypatch, module, "completed") for module in (defaults, references)]
    files = MemoryFiles({"input.d.ts": KINDS[kind].encode()})
    loaded = load_model(files, "input.d.ts", Options())
    assert loaded.model is not None
    assert any(item.code == "RC206" for item in loaded.diagnostics)
    assert any(isinstance(item, Interface) for item in loaded.model.declarations)
    assert 0 < sum(map(len, calls)) <= _MOST
