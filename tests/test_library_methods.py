"""Conditions on methods of dates, addresses, texts and numbers are what TypeScript says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.node import require_node

SOURCES = ("Date", "URL", "string", "number", "'x'", "7", "{ a: 1 }", "Date | URL | null")
METHODS = ("getTime", "toISOString", "toJSON", "toString", "trim", "valueOf", "absent")
CONDITIONS = (
    "{source} extends {{ {method}(): string }} ? 'text' : 'other'",
    "{source} extends {{ {method}: () => number }} ? 'number' : 'other'",
    "{source} extends {{ {method}(): infer R }} ? [R] : 'none'",
    "Extract<{source}, {{ {method}(): string }}>",
    "Json<{{ deep: ({source})[] }}>",
)
ALONE = (
    "Date extends URL ? 1 : 2",
    "Date extends Date ? 1 : 2",
    "Date extends Map<any, any> ? 1 : 2",
    "Date extends null ? 1 : 2",
    "Date extends 'x' | { a?: 1 } ? 1 : 2",
    "Date extends string | { getTime(): infer R } ? R : 0",
    "Date extends { [name: string]: number } ? 1 : 2",
    "Date extends { toJSON(key: string): infer R } ? R : 0",
    "URL extends { href: infer H; toString(): infer S } ? [H, S] : 0",
    "string[] extends { map: any } ? 1 : 2",
    "string extends { sub(other: string): number; own: 1 } ? 1 : 2",
    "string extends { own: 1; at(place: string): boolean } ? 1 : 2",
    "number extends { toFixed(digits: string): number; own(): 1 } ? 1 : 2",
    "'x'[] extends { concat(more: number): number; own: 1 } ? 1 : 2",
    "Date extends { setTime(): string; own: 1 } ? 1 : 2",
    "string extends { charAt: Function } ? 1 : 2",
    "Function extends () => void ? 1 : 2",
    "ReturnType<Date['getTime']>",
    "true extends { valueOf(): boolean } ? 1 : 2",
    "boolean extends { valueOf(): string } ? 1 : 2",
    "bigint extends { toString(): string } ? 1 : 2",
    "bigint extends { valueOf(): infer R extends string } ? R : 2",
    "Set<1> extends { a?: 1 } ? 1 : 2",
    "Set<1> extends { size: 1 } ? 1 : 2",
    "Set<1> extends {} ? 1 : 2",
    "Promise<1> extends { then: unknown } ? 1 : 2",
    "RegExp extends { global: infer G; flags: infer F } ? [G, F] : 0",
    "Error extends { name: string; message: string } ? 1 : 2",
    "Map<1, 2> extends { toString(): infer R } ? R : 0",
    "Set<1> | { size: 2 } extends { size: infer S } ? S : 0",
    "Set<1>['size']",
    "ArrayBuffer extends { byteLength: number } ? 1 : 2",
    "Uint8Array extends { length: string } ? 1 : 2",
    "RegExp['global'] | Map<1, 2>['size']",
)
CLASSES = (
    *("Map<1, 2>", "ReadonlyMap<1, 2>", "Set<1>", "ReadonlySet<1>", "WeakMap<{}, 1>"),
    *("WeakSet<{}>", "WeakRef<{}>", "RegExp", "Promise<1>", "PromiseLike<1>"),
    *("Error", "RangeError"),
)
MEMBERS = (
    *("size", "source", "lastIndex", "global", "byteLength", "length", "message", "stack"),
    *("then", "catch", "has", "get", "forEach", "deref", "exec", "slice", "toString"),
)
ASKED = ("unknown", "string", "number | boolean", "Function")
BEFORE = """
type Json<T> = T extends { toJSON(): infer J } ? J
  : T extends (infer U)[] ? Json<U>[]
  : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
"""


@pytest.mark.network
def test_conditions_on_methods_are_what_the_compiler_says(tmp_path: Path) -> None:
    require_node()
    asked = [
        condition.format(source=source, method=method)
        for source in SOURCES
        for method in METHODS
        for condition in CONDITIONS
    ]
    asked += [
        f"{name} extends {{ {member}{mark}: {wanted} }} ? 1 : 2"
        for name in CLASSES
        for member in MEMBERS
        for mark in ("", "?")
        for wanted in ASKED
    ]
    types = [*dict.fromkeys(asked), *ALONE]
    result = values_beside(tmp_path, BEFORE, types)
    wrong = wrong_types(result, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])
    assert result.properties >= len(types)
