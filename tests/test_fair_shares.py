"""Law: what grows from one instance to the next takes nothing from the types beside it."""

from __future__ import annotations

import random

import pytest

from realtime_codegen.frontend.resolve import budget
from realtime_codegen.model import Interface, Literal
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import counted

_PLAIN = """
interface Base<T> { id: string; of: T; list: Base2<T>[]; in: { a: { b: T } } }
interface Base2<T> { two: T }
type Omitted<T, K> = { [P in keyof T as P extends K ? never : P]: T[P] };
"""
_USER = """
export interface User# extends Omitted<Base<{ n#: number }>, 'list'> {
    more: Base<User#>;
    k?: keyof Base2<'k#'> | 'k#';
}
"""
_METHODS = " ".join(f"m{number}(): {number};" for number in range(30))
_CONDITIONS = " ".join(f"T extends {{ a{number}: 1 }} ? {number} :" for number in range(30))
_GROWERS = {
    "instances for methods": (
        "type Of<T> = { [P in keyof T]?: Options<T[P]> };"
        "interface Options<T> { of: Of<T | Methods>; type: Item<T>; x: { y: Options<Item<T>> } }"
        f"type Item<T> = {_CONDITIONS} T extends (infer U)[] ? U : T;"
        f"interface Methods {{ {_METHODS} }}"
        "export interface Grower extends Options<Methods> {}"
    ),
    "anonymous types in instances": (
        "type Of<T> = { [P in keyof T]?: { of: Of<{ a: T[P]; b: T }>; c: { d: Of<T[P]> } } };"
        "export interface Grower { of: Of<{ x: string }> }"
    ),
}


def _users(text: str, count: int = 12) -> dict[str, object]:
    """The properties of the declarations that `_USER` makes, beside others."""
    users = "".join(_USER.replace("#", str(number)) for number in range(count))
    files = MemoryFiles({"input.d.ts": f"{text}\n{_PLAIN}\n{users}".encode()})
    loaded = load_model(files, "input.d.ts", Options())
    assert loaded.model is not None
    return {
        str(one.id): [(item.wire_name, item.type, item.required) for item in one.properties]
        for one in loaded.model.declarations
        if isinstance(one, Interface) and str(one.id).startswith(("User", "Base<", "Base2<"))
    }


@pytest.mark.parametrize("grower", _GROWERS.values(), ids=_GROWERS)
def test_what_grows_without_end_takes_nothing_from_others(
    grower: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_ALL", "_EACH", "MOST_COPIED"):
        monkeypatch.setattr(budget, name, getattr(budget, name) // 8)
    assert _users(grower) == _users("")


def _repeater(copies: int, place: str) -> str:
    """An export that copies a wide interface again and again, and refers to the others."""
    wide = " ".join(f"w{number}: {{ a: number }};" for number in range(60))
    copied = " ".join(f"c{number}: Copied<Wide, 'k{number}'>;" for number in range(copies))
    users = " ".join(f"u{number}: User{number};" for number in range(12))
    inside = {
        "after": f"{copied} {users}",
        "within": f"{copied} c: Copied<{{ {users} }}, 'u'>;",
        "not at all": copied,
    }
    return (
        "type Copied<T, K> = { [P in keyof T]: { of: T[P]; k: K } };"
        f"interface Wide {{ {wide} }}"
        f"export interface Repeater {{ {inside[place]} }}"
    )


@pytest.mark.parametrize("place", ["after", "within", "not at all"])
def test_what_repeats_too_much_takes_nothing_from_others(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export that repeats more than a spec may leaves the other exports their share."""
    monkeypatch.setattr(budget, "MOST_COPIED", budget.MOST_COPIED // 8)
    assert _users(_repeater(80, place)) == _users("")


def _ring(rand: random.Random, classes: int, parameters: int) -> str:
    """Classes whose methods take and give instances of each other; `T0` is only their data."""
    names = [f"T{number}" for number in range(1, parameters)]

    def instance() -> str:
        return f"C{rand.randrange(classes)}<{', '.join(['1', *rand.sample(names, len(names))])}>"

    def declared(number: int) -> str:
        methods = " ".join(f"m{one}(a: {instance()}): {instance()};" for one in range(12))
        return f"declare class C{number}<T0, {', '.join(names)}> {{ a: T0; {methods} }}"

    return "\n".join(map(declared, range(classes)))


def test_a_variance_needs_those_of_the_type_parameters_that_it_reaches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Large classes refer to each other with arguments of their own; few follow all of them."""
    spent = counted(monkeypatch, budget.Budget, "spend", lambda _, steps: steps)
    asking = (
        "interface D<T> { of: C0<T, 1, 1, 1, 1, 1> }"
        "export interface X { x: D<'a'> extends D<string> ? 'yes' : 'no' }"
    )

    def steps_of(classes: int) -> int:
        spent.clear()
        text = f"{_ring(random.Random(1), classes, 6)}\n{asking}"
        loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
        assert loaded.model is not None
        (answer,) = (one for one in loaded.model.declarations if str(one.id) == "X")
        assert isinstance(answer, Interface)
        assert answer.properties[0].type == Literal("string", "yes")
        return sum(spent)

    assert 0 < steps_of(40) < 2 * steps_of(10)
