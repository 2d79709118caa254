"""Unions within themselves with the native core, held against Python, and their cost by depth.

    python -m tests.tools.native_nested [--models N] [--seed S]

The declarations are those of `tests/test_nested_unions.py`. What a message is read, checked and
written as is the same, however deep it is and whatever stands innermost; and each level costs the
core as much as any other, so that a message is not read in vain for each member that it may be of.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.test_nested_unions import OTHERS, OWN, WRAPPINGS, spec_of

from .growth import EVEN, growth
from .native import Differential, both
from .packages import compiled_text, write_tree

__all__ = ["hold"]

_DEPTHS: Final = (0, 1, 2, 5, 11, 20)
_SHALLOW: Final = 10
_TIMES: Final = 2


def hold(folder: Path, seed: int) -> int:
    """Hold the package of some declarations to it; return how many messages were compared.

    Raises AssertionError.
    """
    chance = random.Random(seed)
    wrapping = list(WRAPPINGS)[seed % len(WRAPPINGS)]
    own = chance.sample(range(len(OWN)), k=chance.randint(1, 3))
    others = chance.sample(OTHERS, k=chance.randint(0, 2))
    spec, package = spec_of(own, others, wrapping), f"nested_{seed}"
    write_tree(folder, compiled_text(spec, package, targets=("dataclasses",)).files)
    packages = both(folder / package)
    calls = [made.decode_e for made in packages]
    differential = Differential(*packages, [])
    count = 0
    for message in _messages(own, wrapping):
        text = json.dumps(message)
        for form in (text, text.encode(), message):
            differential.compare(calls, form)
            count += 1
    for last in ([1], [False]):
        _assert_even(calls[1], own[0], wrapping, last, spec)
    return count


def _messages(own: list[int], wrapping: str) -> Iterator[dict[str, Any]]:
    for member in own:
        _, fields, one = OWN[member]
        for depth in _DEPTHS:
            for many in ([one], [one, False], {"a": one}):
                for wrong in ({}, {"n": None}):
                    yield _nest(wrapping, {**fields, **wrong}, depth, many)


def _nest(wrapping: str, fields: dict[str, Any], depth: int, many: Any) -> dict[str, Any]:
    node: Any = {**fields, "many": many}
    for _ in range(depth):
        node = {**fields, "kid": WRAPPINGS[wrapping](node)}
    return {"type": "a", "node": node}


def _assert_even(decode: Any, member: int, wrapping: str, last: list[Any], spec: str) -> None:
    fields = OWN[member][1]

    def prepare(depth: int) -> str:
        return json.dumps(_nest(wrapping, fields, depth, last))

    for strict in (False, True):

        def act(text: str, *, strict: bool = strict) -> None:
            with contextlib.suppress(ValueError):
                decode(text, strict=strict)

        act(prepare(1))  # The first message makes the functions of the classes.
        grown = growth(prepare, act, _SHALLOW, _TIMES)
        assert grown < EVEN, (grown, strict, last, spec)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--models", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seeds = range(options.seed, options.seed + options.models)
        count = sum(hold(Path(folder), seed) for seed in seeds)
    sys.stdout.write(f"{count:,} messages alike\n")


if __name__ == "__main__":
    main()
