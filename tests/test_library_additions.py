"""What a spec adds to interfaces of the library is read as the compiler reads it.

Where it is not, a diagnostic stands at its line: nothing is read otherwise without a word.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests.oracle.told import assert_told, file_of

_CHAINS: Final = (
    ("Element", "HTMLElement", "HTMLCanvasElement", "HTMLDivElement"),
    ("EventTarget", "HTMLElement", "HTMLMediaElement", "HTMLVideoElement"),
    ("Event", "UIEvent", "MouseEvent", "PointerEvent"),
    ("Error", "TypeError", "RangeError", "AggregateError"),
    ("Blob", "File", "FileReader", "Response"),
    ("Map<K, V>", "Set<T>", "WeakMap<K, V>", "ReadonlyMap<K, V>"),
    ("Promise<T>", "PromiseLike<T>", "Headers", "FormData"),
    ("Screen", "Selection", "Navigator", "Location"),
    ("AbortSignal", "WebSocket", "Request", "URLSearchParams"),
    ("ImageData", "DOMRect", "RegExp", "Crypto"),
)
"""Names of the library as they are declared; many of a line inherit from one another."""
_WITHOUT_VALUE: Final = ("Like<", "Readonly", "Error")
"""Interfaces that no class can extend, or none that adds to them."""
_ADDED: Final = ("added: 1;", "added?: 'a' | null;", "added(): 1;", "added: string[];")
"""One of these is the member `added` of a file: an heir has that of its bases."""
_MORE: Final = (
    *("", "", "other: string;", "again: Other;", "more: 2;"),
    "onadded: ((ev: Event) => any) | null;",
)
_MEMBERS: Final = (
    *("added", "other", "more", "again", "onadded", "own", "nothing", "name", "length", "size"),
    *("message", "width", "type", "then", "get"),
)
_FORMS: Final = (
    *("{0}", "{0}", "{0}[]", "{0}['{1}']", "{0}['{1}']", "keyof {0}", "Pick<{0}, '{1}'>"),
    *("'{1}' extends keyof {0} ? 1 : 0", "{0} extends {2} ? 1 : 0", "{0} extends {2} ? 1 : 0"),
    *("{0} extends {{ {1}: any }} ? 1 : 0", "{0} & {2}"),
    *("{{ added: 1 }} extends {0} ? 1 : 0", "{{ [K in keyof {0}]: 1 }}", "Omit<{0}, '{1}'>"),
    *("Partial<{0}>", "Exclude<{0} | 'x', {2}>", "Extract<{0} | {2}, {2}>", "Awaited<{0}>"),
    *("{0} extends {{ {1}: infer V }} ? [V] : 0", "ReturnType<() => {0}>", "{0} | {2} | null"),
)
_LEAST_RIGHT: Final = 0.65
"""The share of the types that are read as the compiler does; of the others most are `Any`."""


def _applied(name: str) -> str:
    """A name of the library with arguments."""
    return name.replace("K, V", "{}, 1").replace("<T>", "<2>")


def additions(rand: random.Random) -> tuple[list[str], str]:
    """Types that are added to, or have heirs; and what adds to them."""
    names = [name for line in rand.sample(_CHAINS, 3) for name in line]
    added = rand.choice(_ADDED)
    lines = []
    for name in names:
        if rand.random() < 0.5:
            base = rand.choice(("", "", "", " extends Other"))
            own = rand.choice(("", added))
            members = f"{own} {rand.choice(_MORE)}".strip()
            lines.append(f"interface {name}{base} {{ {members} }}")
    heirs = ["interface Other { other: string }"]
    for number, name in enumerate(rand.sample(names, 4)):
        is_value = not any(word in name for word in _WITHOUT_VALUE)
        kind = rand.choice(("interface", "declare class")) if is_value else "interface"
        own = rand.choice(("own: 1", "", added))
        heirs.append(f"{kind} Heir{number} extends {_applied(name)} {{ {own} }}")
    types = [*map(_applied, names), *(f"Heir{number}" for number in range(4))]
    return types, "\n".join(["declare global {", *lines, "}", *heirs])


def written(rand: random.Random, count: int) -> tuple[list[str], str]:
    """Some types, and a file of them."""
    names, before = additions(rand)
    types = []
    for _ in range(count):
        form, source = rand.choice(_FORMS), rand.choice(names)
        type_ = form.format("(T)", rand.choice(_MEMBERS), rand.choice(names))
        types.append((source, type_, rand.random() < 0.3))
    return file_of(types, before)


@pytest.mark.network
def test_what_is_added_to_the_library_is_read_as_the_compiler_does(tmp_path: Path) -> None:
    assert_told(
        written, "additions", tmp_path, at_night=60, in_a_push=10, taken=0.5, right=_LEAST_RIGHT
    )
