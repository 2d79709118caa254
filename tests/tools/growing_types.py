"""Seeded declarations that recurse: generics, lookups, mapped and conditional types."""

from __future__ import annotations

import random

__all__ = ["recursive_spec"]

_COPIES = [
    "Partial<{}>",
    "Required<{}>",
    "Readonly<{}>",
    "Pick<{}, 'a' | 'b'>",
    "Omit<{}, 'a'>",
    "Record<'k', {}>",
    "({}) & {{ c?: string }}",
    "{{ [K in keyof ({0})]: ({0})[K] }}",
    "({} & {{ b?: string }})['b']",
]
"""Anonymous types that are derived from another one."""
_LEAVES = ["string", "number", "'a'", "null", "1 | 2"]


def _type(chance: random.Random, depth: int, parameters: tuple[str, ...], names: list[str]) -> str:
    """A type that may refer to any declaration, with arguments that keep, shrink or grow."""
    if depth <= 0:
        return chance.choice([*_LEAVES, *parameters])

    def inner() -> str:
        return _type(chance, depth - 1, parameters, names)

    name = chance.choice(names)
    key = chance.choice(["a", "b", "length", "0"])
    copy = chance.choice(_COPIES)
    return chance.choice(
        [
            f"{name}<{inner()}>",
            f"{name}<{inner()}>",
            f"{name}<[{inner()}, {inner()}]>",
            f"{name}<{{ x: {inner()} }}>",
            f"{inner()}[]",
            f"[{inner()}, ...{inner()}[]]",
            f"{{ a: {inner()}; b?: {inner()} }}",
            f"({inner()}) | ({inner()})",
            f"({inner()}) & ({inner()})",
            f"({name}<{inner()}>)['{key}']",
            f"(({inner()}) extends {inner()} ? {inner()} : {inner()})",
            f"(({inner()}) extends (infer U)[] ? {name}<U> : {inner()})",
            f"(({inner()}) extends [infer H, ...infer R] ? [...R, H, ...R] : {inner()})",
            f"(({inner()}) extends `${{infer H}}${{infer R}}` ? {name}<`${{R}}${{H}}${{R}}`> : 1)",
            f"{{ [K in keyof ({inner()})]: {inner()} }}",
            f"keyof ({inner()})",
            copy.format(inner()),
            copy.format(f"{name}<{inner()}>"),
            copy.format(f"{name}<{{ x: {inner()} }}>"),
            copy.format(f"{name}<[{inner()}]>"),
            f"Exclude<{inner()}, {inner()}>",
            f"`x-${{({inner()}) & string}}`",
        ]
    )


def recursive_spec(seed: int) -> str:
    """A file of a few generic declarations over each other, and one type that uses them."""
    chance = random.Random(seed)
    names = [f"T{number}" for number in range(chance.randint(1, 4))]
    lines = []
    for name in names:
        bound = chance.choice(["", "", "", " extends unknown[]", f" extends {name}<T>"])
        if chance.random() < 0.5:
            body = _type(chance, 3, ("T",), names)
            lines.append(f"export type {name}<T{bound}> = {body};")
        else:
            first, second = (_type(chance, 2, ("T",), names) for _ in range(2))
            lines.append(f"export interface {name}<T{bound}> {{ a: {first}; b?: {second} }}")
    uses = [f"  u{number}: {_type(chance, 2, (), names)};" for number in range(3)]
    return "\n".join([*lines, "export interface Plain {", "  kept: string;", *uses, "}", ""])
