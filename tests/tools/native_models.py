"""Packages of random declarations with the native core, held against the same without it.

    python -m tests.tools.native_models [--models N] [--rounds N] [--seed S]

What the declarations have is what the realtime API has little of: unions that no tag tells apart
or that a number, a truth value, a text of a pattern or a tag inside of another object tells, in
fields, arrays, maps, tuples and each other. Messages are made of the declarations, mostly as these
say, and then changed as `tests.tools.native` changes them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from .native import Differential, both
from .packages import compiled_text, write_tree

__all__ = ["declarations", "hold"]

_KEYS: Final = ("a", "b", "c", "d", "kind")
_MOST_MESSAGES: Final = 60
_DEEPEST: Final = 3
_LONGEST: Final = 1500


class _Type(NamedTuple):
    """A type as TypeScript has it, and what makes a value of it, at some depth."""

    text: str
    make: Callable[[int], Any]


def _fixed(value: Any) -> _Type:
    return _Type(json.dumps(value), lambda _: value)


class _Declarations:
    """Random declarations: interfaces, unions of these, and events with both in their fields."""

    def __init__(self, rand: random.Random) -> None:
        self.rand = rand
        self.lines: list[str] = []
        self.makers: dict[str, Callable[[int], Any]] = {}
        self.names = [f"I{number}" for number in range(rand.randrange(3, 8))]
        self.unions = [f"U{number}" for number in range(rand.randrange(2, 5))]
        for name in self.names:
            self._interface(name, {key: self._type() for key in self._some(_KEYS)})
        for name in self.unions:
            members = self._some(self.names, least=2)
            self.lines.append(f"export type {name} = {' | '.join(members)};")
            self.makers[name] = self._one_of([self._named(member) for member in members])
        self.events = [f"E{number}" for number in range(4)]
        for number, name in enumerate(self.events):
            tag = _fixed(f"e{number}")
            if number == 0 and rand.random() < 0.5:
                tag = self._pattern("p.")
            elif number == 1 and rand.random() < 0.4:
                tag = _Type("null", lambda _: None)
            fields = {key: self._holder() for key in ("u", "v", "w")}
            self._interface(name, {"type": tag, **fields}, always=("type",))
        self.lines.append(f"export type ServerEvent = {' | '.join(self.events)};")

    def message(self) -> dict[str, Any]:
        """An event, or something like it."""
        made: dict[str, Any] = self.makers[self.rand.choice(self.events)](0)
        return made

    def _some(self, names: Any, least: int = 0) -> list[str]:
        return self.rand.sample(list(names), self.rand.randrange(least, len(names) + 1))

    def _interface(self, name: str, fields: dict[str, _Type], always: tuple[str, ...] = ()) -> None:
        optional = {key for key in fields if key not in always and self.rand.random() < 0.4}
        parts = [f"{key}{'?' * (key in optional)}: {fields[key].text}" for key in fields]
        self.lines.append(f"export interface {name} {{ {'; '.join(parts)} }}")

        def make(depth: int) -> dict[str, Any]:
            chances = {key: 0.5 if key in optional else 0.97 for key in fields}
            kept = [key for key in fields if key in always or self.rand.random() < chances[key]]
            if self.rand.random() < 0.1:
                self.rand.shuffle(kept)
            value = {key: self._value(fields[key], depth) for key in kept}
            if self.rand.random() < 0.1:
                value[self.rand.choice((*_KEYS, "new"))] = self._junk()
            return value

        self.makers[name] = make

    def _value(self, type_: _Type, depth: int) -> Any:
        return self._junk() if self.rand.random() < 0.04 else type_.make(depth)

    def _junk(self) -> Any:
        return self.rand.choice(
            (None, True, False, 0, 1, 2, 1.0, 2.5, 0.5, "", "x", "y", [], {}, [1], {"a": 1}, [{}])
        )

    def _one_of(self, types: list[_Type]) -> Callable[[int], Any]:
        return lambda depth: self.rand.choice(types).make(depth)

    def _named(self, name: str) -> _Type:
        def make(depth: int) -> Any:
            return self.makers[name](depth + 1) if depth < _DEEPEST else {}

        return _Type(name, make)

    def _pattern(self, prefix: str) -> _Type:
        endings = ("", "x", "y", ".z")
        return _Type(f"`{prefix}${{string}}`", lambda _: prefix + self.rand.choice(endings))

    def _literal(self) -> _Type:
        if self.rand.random() < 0.15:
            return self._pattern(self.rand.choice(("x", "y", "w")))
        value = self.rand.choice(("x", "y", "z", 1, 2, 2.5, True, False))
        return _fixed(value)

    def _plain(self) -> _Type:
        rand = self.rand
        makers: dict[str, Callable[[int], Any]] = {
            "string": lambda _: rand.choice(("x", "y", "w", "")),
            "number": lambda _: rand.choice((1, 2, 3, 2.0, 2.5, 0.25)),
            "boolean": lambda _: rand.random() < 0.5,
            "null": lambda _: None,
        }
        text = rand.choice(list(makers))
        return _Type(text, makers[text])

    def _type(self) -> _Type:
        way = self.rand.random()
        if way < 0.4:
            return self._literal()
        if way < 0.65:
            return self._plain()
        if way < 0.75:
            return self._either([self._literal(), self._plain()])
        return self._holder()

    def _holder(self) -> _Type:
        """A type that contains a union or an interface."""
        name = self.rand.choice((*self.unions, *self.unions, *self.names))
        inner = self._named(name)
        way = self.rand.randrange(7)
        if way == 0:
            return self._either([inner, self._plain()])
        if way == 1:
            return self._list(inner)
        if way == 2:
            maker = self._list(inner).make
            keys = ("k", "l", "m", "n")
            return _Type(
                f"{{ [key: string]: {name} }}",
                lambda depth: dict(zip(keys, maker(depth), strict=False)),
            )
        if way == 3:
            return self._tuple(inner)
        if way == 4:
            return self._either([self._list(inner), self._plain(), self._literal()])
        return inner

    def _either(self, types: list[_Type]) -> _Type:
        return _Type(f"({' | '.join(type_.text for type_ in types)})", self._one_of(types))

    def _list(self, inner: _Type) -> _Type:
        def make(depth: int) -> list[Any]:
            return [self._value(inner, depth) for _ in range(self.rand.randrange(4))]

        return _Type(f"Array<{inner.text}>", make)

    def _tuple(self, inner: _Type) -> _Type:
        rand = self.rand
        before = [self.rand.choice((inner, self._plain())) for _ in range(rand.randrange(3))]
        after = [self.rand.choice((inner, self._plain())) for _ in range(rand.randrange(3))]
        rest = self._list(self._named(rand.choice((*self.unions, *self.names))))
        texts = [*(type_.text for type_ in before), f"...{rest.text}"]
        texts += [type_.text for type_ in after]

        def make(depth: int) -> list[Any]:
            first = [self._value(type_, depth) for type_ in before]
            last = [self._value(type_, depth) for type_ in after]
            whole = [*first, *rest.make(depth), *last]
            return whole if rand.random() < 0.9 else whole[: rand.randrange(len(whole) + 1)]

        return _Type(f"[{', '.join(texts)}]", make)


def declarations(seed: int) -> tuple[str, list[bytes]]:
    """Declarations, and messages that are much as these say."""
    made = _Declarations(random.Random(seed))
    messages = [json.dumps(made.message()).encode() for _ in range(4 * _MOST_MESSAGES)]
    short = [message for message in messages if len(message) <= _LONGEST]
    return "\n".join(made.lines) + "\n", short[:_MOST_MESSAGES]


def hold(folder: Path, seed: int, rounds: int) -> Counter[str]:
    """Hold the package of some declarations to itself. Raises AssertionError."""
    text, messages = declarations(seed)
    name = f"made{seed}"
    made = compiled_text(text, name, targets=("dataclasses", "dispatcher"))
    write_tree(folder, made.files)
    differential = Differential(*both(folder / name), messages)
    try:
        for number in range(rounds):
            differential.round(seed * 1_000_000 + number)
    except AssertionError as error:
        raise AssertionError(f"--seed {seed}: {error}\n{text}") from None
    return differential.counts


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--models", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for seed in range(options.seed, options.seed + options.models):
        with tempfile.TemporaryDirectory() as folder:
            try:
                counts += hold(Path(folder), seed, options.rounds)
            except AssertionError as error:
                raise SystemExit(str(error)) from None
    told = ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
    total = options.models * options.rounds
    sys.stdout.write(f"{total:,} messages alike: {told}\n")


if __name__ == "__main__":
    main()
