"""Random files of declarations of every construct, most of them valid, by seed.

`written(seed)` is a file; `broken(seed)` one with random changes of its text. Names are few, so
that declarations refer to each other, and to themselves, in all ways.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

__all__ = ["broken", "written"]

_KEYS: Final = ("type", "id", "a", "b", "c")
_TEXTS: Final = ("'a'", "'b'", "'type'", '"x-y"', "''", r"'\u0041'", r"'\n'")
_NUMBERS: Final = ("0", "1", "-1", "1.5", "0x10", "1e3", "1_000")
_ATOMS: Final = (
    *("string", "number", "boolean", "null", "any", "never", "object", "undefined"),
    *("true", "false", "Date", "{}"),
)
_DEEPEST: Final = 4
_MAPPED: Final = ("'a'", "'b'")
"""The keys of mapped types."""


class _Writer:
    """The state of one file: its names, and the type parameters in scope."""

    def __init__(self, seed: int) -> None:
        self.rand = random.Random(seed)
        count = self.rand.randint(2, 6)
        self.names = [f"T{index}" for index in range(count)]
        self.generic = {name: self.rand.random() < 0.3 for name in self.names}
        self.scope: list[str] = []
        self.enums: list[str] = []

    def file(self) -> str:
        parts = []
        if self.rand.random() < 0.3:
            parts.append(self._enum("Color"))
        if self.rand.random() < 0.2:
            parts.append("export declare const LIMITS: { readonly a: 1; b: string };")
        parts += [self._declaration(name) for name in self.names]
        uses = [f"  v{index}: {self.type()};" for index in range(self.rand.randint(2, 6))]
        lines = "\n".join(uses)
        parts.append(f"export interface Values {{\n  type: 'values';\n{lines}\n}}")
        if self.rand.random() < 0.3:
            self.rand.shuffle(parts)
        gap = self.rand.choice(("\n", "\n\n", "\n/** Said of it. */\n", "\n// A comment\n"))
        return gap.join(parts) + "\n"

    def _enum(self, name: str) -> str:
        self.enums.append(name)
        members = self.rand.choice(("A, B", "A = 'a', B = 'b'", "A = 1, B = 1 << 2, C", "A = 'x'"))
        word = self.rand.choice(("enum", "declare enum", "const enum"))
        return f"export {word.replace('enum', f'enum {name}')} {{ {members} }}"

    def _declaration(self, name: str) -> str:
        generic = self.generic[name]
        bound = self.rand.choice(("", "", " extends string", " = string", f" extends {name}<any>"))
        self.scope = ["P"] if generic else []
        head = f"{name}<P{bound}>" if generic else name
        exported = self.rand.choice(("export ", "export ", "export declare "))
        if self.rand.random() < 0.55:
            text = f"{exported}interface {head}{self._bases(name)} {self._object()}"
        else:
            text = f"{exported}type {head} = {self.type()};"
        self.scope = []
        return text

    def _bases(self, name: str) -> str:
        others = [other for other in self.names if other != name]
        if self.rand.random() < 0.75 or not others:
            return ""
        return f" extends {self._named(self.rand.choice(others), 2)}"

    def _named(self, name: str, depth: int) -> str:
        return f"{name}<{self.type(depth + 1)}>" if self.generic[name] else name

    def type(self, depth: int = 0) -> str:
        """A type."""
        rand = self.rand
        if depth >= _DEEPEST or rand.random() < 0.25:
            leaves = [rand.choice(_ATOMS), rand.choice(_TEXTS), rand.choice(_NUMBERS), *self.scope]
            if depth < _DEEPEST + 2:
                leaves.append(self._named(rand.choice(self.names), depth))
            leaves += [rand.choice((name, f"{name}.A")) for name in self.enums]
            return rand.choice(leaves)
        forms: list[Callable[[int], str]] = [
            *(self._union, self._union, self._intersection, self._list, self._tuple, self._inline),
            *(self._keys, self._lookup, self._conditional, self._mapped, self._template),
            *(self._utility, self._utility),
        ]
        return rand.choice(forms)(depth + 1)

    def _union(self, depth: int) -> str:
        members = [self.type(depth) for _ in range(self.rand.randint(2, 4))]
        return f"({' | '.join(members)})"

    def _intersection(self, depth: int) -> str:
        # JSON only has the elements of an array with more properties, which the compiler ignores.
        others = (self._object(depth), self._object(depth), self._union(_DEEPEST), "string")
        return f"({self._object(depth)} & {self.rand.choice(others)})"

    def _list(self, depth: int) -> str:
        form = self.rand.choice(("({})[]", "Array<{}>", "readonly ({})[]", "ReadonlyArray<{}>"))
        return form.format(self.type(depth))

    def _tuple(self, depth: int) -> str:
        items = [self.type(depth) for _ in range(self.rand.randint(0, 3))]
        end = self.rand.choice(("", "", "({})?", "...({})[]"))
        if end:
            items.append(end.format(self.type(depth)))
        return f"[{', '.join(items)}]"

    def _inline(self, depth: int) -> str:
        return self._object(depth)

    def _object(self, depth: int = 0) -> str:
        members = []
        for key in self.rand.sample(_KEYS, k=self.rand.randint(0, 3)):
            mark = self.rand.choice(("", "", "?"))
            readonly = self.rand.choice(("", "", "", "readonly "))
            spelled = self.rand.choice((key, key, f"'{key}'"))
            members.append(f"{readonly}{spelled}{mark}: {self.type(depth + 1)}")
        if self.rand.random() < 0.1:
            members.append(f"[key: string]: {self.rand.choice(('unknown', 'any'))}")
        return f"{{ {'; '.join(members)} }}"

    def _keys(self, depth: int) -> str:
        return f"keyof ({self.type(depth)})"

    def _lookup(self, depth: int) -> str:
        key = self.rand.choice(_KEYS)
        if self.rand.random() < 0.5:
            return f"{{ {key}: {self.type(depth)}; z: 1 }}['{key}']"
        held = self._object(depth)
        return f"{held}[keyof {held}]"

    def _conditional(self, depth: int) -> str:
        test = self.rand.choice(
            (self.type(depth), "string", "{ a: infer I }", "(infer I)[]", "`${infer I}-${string}`")
        )
        yes = "I" if "infer I" in test and self.rand.random() < 0.7 else self.type(depth)
        asked = self.type(depth)
        if asked in _MAPPED:
            # Where 'a' was asked about, the compiler loses the key 'a' of a mapped type.
            asked = "'c'"
        return f"({asked} extends {test} ? {yes} : {self.type(depth)})"

    def _mapped(self, depth: int) -> str:
        if self.rand.random() < 0.5:
            return f"{{ [K in 'a' | 'b']{self.rand.choice(('', '?'))}: {self.type(depth)} }}"
        held = self._object(depth)
        value = self.rand.choice((f"{held}[K]", self.type(depth), "K"))
        named = self.rand.choice(("", "", " as `x_${K & string}`", " as Exclude<K, 'a'>"))
        mark = self.rand.choice(("", "?", "-?"))
        return f"{{ [K in keyof {held}{named}]{mark}: {value} }}"

    def _template(self, _depth: int) -> str:
        part = self.rand.choice(("${string}", "${number}", "${'a' | 'b'}", "${boolean}", ""))
        return f"`{self.rand.choice(('x', '', 'a-'))}{part}{self.rand.choice(('', '.z', part))}`"

    def _utility(self, depth: int) -> str:
        key = self.rand.choice(("'a'", "'b' | 'c'", "'type'"))
        held = self._object(depth)
        union = self._union(depth)
        return self.rand.choice(
            (
                *(f"Partial<{held}>", f"Required<{held}>", f"Readonly<{held}>"),
                *(f"Omit<{held}, {key}>", f"Pick<{{ a: 1; b: 2; c?: 3; type: 4 }}, {key}>"),
                *(f"Record<{key}, {self.type(depth)}>", f"Record<string, {self.type(depth)}>"),
                *(f"Exclude<{union}, string>", f"Extract<{union}, string>"),
                *(f"NonNullable<{union}>", "Uppercase<'ab' | 'c'>", "Capitalize<'ab' | 'c'>"),
                *(f"ReturnType<() => {held}>", f"Awaited<Promise<{held}>>"),
            )
        )


def written(seed: int) -> str:
    """The file of a seed."""
    return _Writer(seed).file()


_TOKENS: Final = (
    *("{", "}", "[", "]", "<", ">", "(", ")", "|", "&", ";", ":", "?", "=>", "...", "'", "`", "${"),
    *(
        "extends",
        "infer X",
        "keyof",
        "typeof",
        "export",
        "interface",
        "enum",
        "declare module 'm' {",
    ),
    *("\0", "\ufeff", "\u202e", "/*", "//", "\\u0041", "T0", "T1<T0>", "this", "unique symbol"),
)


def broken(seed: int) -> str:
    """The file of a seed with its text cut, doubled or filled in some places."""
    rand = random.Random(seed)
    text = written(seed)
    for _ in range(rand.choice((1, 1, 2, 4, 16))):
        start = rand.randrange(len(text) + 1)
        stop = min(len(text), start + rand.choice((0, 0, 1, 5, 40)))
        middle = rand.choice(("", text[start:stop] * 2, rand.choice(_TOKENS)))
        text = f"{text[:start]}{middle}{text[stop:]}"
    return text
