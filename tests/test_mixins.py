"""Intersections of constructors and of methods: mixins, and overloads in their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.node import require_node

_BEFORE = """
declare class Model { id: string; static made: number; constructor(a: string); }
declare class Box<T> { box: T; constructor(a: T, b?: 1); }
type Ctor<T = any> = new (...args: any[]) => T;
type M1 = new (...args: any[]) => { m1: 1 };
type M2 = { new (...args: any[]): { m2: 2 }; st: 1 };
type NM = new (a: number, b: 'b') => { nm: 1 };
type OV = { new (a: 1): { o: 1 }; new (a: 2): { o: 2 } };
declare const a1: typeof Model & M1;
declare const a2: M1 & typeof Model;
declare const a3: M1 & M2;
declare const a4: M1 & typeof Model & M2;
declare const a5: typeof Model & NM;
declare const a6: OV & M1;
declare const a7: M1 & M2 & NM;
declare const a8: typeof Box & M1;
declare const a9: Ctor & typeof Model;
declare const a10: typeof Model & Ctor;
declare class H1 extends a1 { h: 1 }
declare class H2 extends a2 { h: 1 }
declare class H3 extends a3 { h: 1 }
declare class H4 extends a4 { h: 1 }
declare class H8 extends a8<string> { h: 1 }
declare class H9 extends a9 { h: 1 }
declare class H10 extends a10 { h: 1 }
interface F1 { m(a: 'a'): 1 }
interface F2 { m(b: 'b'): 2; k?(): 1 }
interface F3 { m: (c: 'c') => 3 }
"""
_TYPES = (
    "InstanceType<typeof a1>",
    "InstanceType<typeof a2>",
    "InstanceType<typeof a3>",
    "InstanceType<typeof a4>",
    "InstanceType<typeof a5>",
    "InstanceType<typeof a6>",
    "InstanceType<typeof a7>",
    "InstanceType<typeof a8>",
    "InstanceType<typeof a9>",
    "InstanceType<typeof a10>",
    "ConstructorParameters<typeof a1>",
    "ConstructorParameters<typeof a2>",
    "ConstructorParameters<typeof a3>",
    "ConstructorParameters<typeof a4>",
    "ConstructorParameters<typeof a5>",
    "ConstructorParameters<typeof a6>",
    "ConstructorParameters<typeof a7>",
    "ConstructorParameters<typeof a9>",
    "ConstructorParameters<typeof a10>",
    "H1",
    "H2",
    "H3",
    "H4",
    "H8",
    "H9",
    "H10",
    "typeof a1 extends new (a: any) => infer R ? R : 0",
    "typeof a2 extends new (a: any) => infer R ? R : 0",
    "typeof a7 extends new (a: any, b: any) => infer R ? R : 0",
    "typeof a3 extends new (...a: any[]) => infer R ? R : 0",
    "keyof typeof a4",
    "ConstructorParameters<typeof H1>",
    "ConstructorParameters<typeof H2>",
    "ConstructorParameters<typeof H3>",
    "ConstructorParameters<typeof H4>",
    "typeof a1 extends new (a: number) => any ? 1 : 2",
    "typeof a2 extends new (a: number) => any ? 1 : 2",
    "typeof a3 extends new (a: number) => any ? 1 : 2",
    "(F1 & F2)['m'] extends (b: 'b') => 2 ? 1 : 2",
    "(F1 & F2)['m'] extends (b: 'a') => 1 ? 1 : 2",
    "ReturnType<(F1 & F2)['m']>",
    "ReturnType<(F2 & F1)['m']>",
    "Parameters<(F1 & F2)['m']>",
    "ReturnType<(F1 & F3)['m']>",
    "F1 & F2 extends F1 ? 1 : 2",
    "F1 & F2 extends F2 ? 1 : 2",
    "ReturnType<(F3 & F1)['m']>",
    "F1 & F3 extends F3 ? 1 : 2",
    "F1 & F3 extends F1 ? 1 : 2",
    "F1 & F2",
)


@pytest.mark.network
def test_intersections_of_what_is_called_are_as_the_compiler_says(tmp_path: Path) -> None:
    require_node()
    wrong = wrong_types(values_beside(tmp_path, _BEFORE, _TYPES), _TYPES)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(_TYPES)}", *wrong])
