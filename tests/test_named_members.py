"""Strict decoding of a union without a tag names the member whose keys fit, and the field."""

from __future__ import annotations

import random

import pytest

from realtime_codegen.runtime import _shapes as sh
from realtime_codegen.runtime._strict import find_problems

_NUMBER = sh.NUMBER
_NAMES = "abcdefgh"


def union(rand: random.Random) -> sh.ByKeys:
    """Members with random keys of numbers, none of which is another one's."""
    members: dict[frozenset[str], sh.Object] = {}
    for _ in range(rand.randint(2, 6)):
        names = rand.sample(_NAMES, rand.randint(1, 5))
        kept = rand.randint(1, len(names))
        fields = dict.fromkeys(names, _NUMBER)
        required = {name: fields[name] for name in names[:kept]}
        optional = {name: fields[name] for name in names[kept:]}
        members[frozenset(names)] = sh.Object(required, optional)
    return sh.ByKeys(*members.values())


def fits(member: sh.Object, value: dict[str, int]) -> int:
    return sum(name in member.required or name in member.optional for name in value)


@pytest.mark.parametrize("seed", range(12))
def test_a_value_that_lacks_a_field_is_of_the_member_that_declares_most_of_it(seed: int) -> None:
    """Law: where one member alone declares all that is there, its missing field is named."""
    rand = random.Random(f"named {seed}")
    told = 0
    for _ in range(50):
        shape = union(rand)
        member = rand.choice(shape.members)
        assert isinstance(member, sh.Object)
        lost = rand.choice(list(member.required))
        value = {name: 1 for name in (*member.required, *member.optional) if name != lost}
        others = [one for one in shape.members if isinstance(one, sh.Object) and one is not member]
        if any(
            fits(one, value) == len(value) or one.required.keys() <= value.keys() for one in others
        ):
            continue
        problems = find_problems({}, shape, value)
        assert [(one.path, one.message) for one in problems] == [
            (f"$.{lost}", "expected number, but it is missing")
        ], (shape, value)
        told += 1
    assert told > 5


def test_the_smallest_union_names_the_field() -> None:
    """`{"a": 1}` of `{ a; b } | { c; d } | { f }` lacks `b`, and not `f`."""
    shape = sh.ByKeys(
        *(sh.Object(dict.fromkeys(names, _NUMBER), {}) for names in ("ab", "cd", "f"))
    )
    [problem] = find_problems({}, shape, {"a": 1})
    assert problem.path == "$.b"
