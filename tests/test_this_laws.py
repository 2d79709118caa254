"""`this` as a type is the heir, or the intersection, in all members that are handed down."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.frontend.parse import members
from realtime_codegen.frontend.parse.signatures import lower_signature
from realtime_codegen.frontend.resolve import shapes
from realtime_codegen.frontend.resolve.budget import Budget
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import values_beside, wrong_types
from tests.tools.night import share
from tests.tools.node import require_node

_MEMBERS = (
    *("save(): this", "me: this", "take(it: this): void", "then: (it: this) => void"),
    *("list: () => this[]", "maybe?(it: this): 1", "both<T>(it: T): [T, this]", "held: Held<this>"),
    *("of(use: (it: this) => this | null): 2", "pair: [this, 1]", "get it(): this"),
    *("plain(): 3", "more: this & { more: 1 }", "call(): [inside: this]"),
)
_ASKED = {
    "save": "ReturnType<{0}['save']>",
    "me": "{0}['me']",
    "take": "Parameters<{0}['take']>",
    "then": "{0} extends {{ then: (it: infer I) => void }} ? I : 0",
    "list": "ReturnType<{0}['list']>",
    "maybe": "Parameters<NonNullable<{0}['maybe']>>",
    "both": "ReturnType<{0}['both']>",
    "held": "{0}['held']['value']",
    "of": "Parameters<Parameters<{0}['of']>[0]>",
    "pair": "{0}['pair']",
    "get it": "{0}['it']",
    "plain": "ReturnType<{0}['plain']>",
    "more": "{0}['more']['more']",
    "call": "ReturnType<{0}['call']>",
}
_FORMS = (
    "{0}",
    "{0} & {{ beside: 1 }}",
    "InstanceType<typeof {0}>",
    "{0} & Beside",
    "Pick<{0}, 'own'>",
)


def _name(member: str) -> str:
    return next(name for name in _ASKED if member.startswith(name))


def family(rand: random.Random, number: int) -> tuple[str, list[str]]:
    """Some heirs of a class, an interface or a mixin, and types that ask for their members."""
    kind = rand.choice(("interface", "class", "mixin", "generic"))
    word = "interface" if kind == "interface" else "declare class"
    parameter, argument = ("<T>", f"<{number}>") if kind == "generic" else ("", "")
    members = rand.sample(_MEMBERS, rand.randint(1, 4))
    declared = [f"{word} A{number}{parameter} {{ own: {number}; {'; '.join(members)} }}"]
    above = f"A{number}{argument}"
    if kind == "mixin":
        mixed = f"(new (...a: any[]) => {{ mixed: 1 }}) & typeof A{number}"
        declared.append(f"declare const Mixed{number}: {mixed};")
        above = f"Mixed{number}"
    names = [f"A{number}{argument}"]
    for position in range(rand.randint(1, 3)):
        name = f"H{number}_{position}"
        more = rand.choice(_MEMBERS) if rand.random() < 0.3 else ""
        more = more if _name(more or "me") not in map(_name, members) else ""
        declared.append(f"{word} {name} extends {above} {{ at{position}: 1; {more} }}")
        names.append(name)
        above = name
    types: list[str] = []
    for member in members:
        form = rand.choice(_FORMS)
        name = rand.choice(names[1:])
        if kind == "interface" and "typeof" in form:
            form = "{0}"
        if "Pick" in form:
            form = f"Pick<{{0}}, '{_name(member).removeprefix('get ')}' | 'own'>"
        types.append(_ASKED[_name(member)].format(f"({form.format(name)})"))
    types.append(f"{names[-1]} extends {names[0]} ? 1 : 0")
    types.append(f"{names[0]} extends {names[-1]} ? 1 : 0")
    types.append(f"{names[-1]} & {{ beside: 1 }}")
    return "\n".join(declared), types


@pytest.mark.network
def test_this_is_the_heir(tmp_path: Path) -> None:
    """Law: random members of random families are what the compiler says."""
    require_node()
    rand = random.Random("this")
    before, types = ["interface Held<T> { value: T }", "interface Beside { save2(): this }"], []
    for number in range(share(2000, 10)):
        declared, asked = family(rand, number)
        before.append(declared)
        types += asked
    text = "\n".join((*before, ""))
    wrong = wrong_types(values_beside(tmp_path, text, types, is_sound=True), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])


_QUERIED = """
declare class A {
  own: { a: 1 }; copy(): typeof this; list: () => (typeof this)[];
  same(it: typeof this): [typeof this];
}
declare class H extends A { own: { a: 1; b: 2 }; at: 3 }
"""
_OF_QUERIED = (
    *("ReturnType<A['copy']>['own']", "ReturnType<H['copy']>['at']", "H['list']"),
    *("ReturnType<H['list']>[0]['at']", "Parameters<H['same']>[0]['at']", "H extends A ? 1 : 2"),
    *("A extends H ? 1 : 2", "ReturnType<H['same']>[0]['own']", "keyof ReturnType<H['copy']>"),
)


@pytest.mark.network
def test_this_is_queried(tmp_path: Path) -> None:
    """`typeof this` is the heir, as `this` is."""
    require_node()
    compared = values_beside(tmp_path, _QUERIED, _OF_QUERIED, is_sound=True)
    assert not wrong_types(compared, _OF_QUERIED)


def _chain(depth: int) -> str:
    """Interfaces of twenty properties and a method of `this`, each the base of the next."""
    fields = "".join(f" p{number}: T;" for number in range(20))
    above = ["interface I0<T> { save(): this; }"]
    above += [f"interface I{n}<T> extends I{n - 1}<T> {{{fields} }}" for n in range(1, depth + 1)]
    return "\n".join([*above, f"export type R = I{depth}<string>['p0'];", ""])


def _read(text: str) -> None:
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None


def test_an_heir_reads_only_what_refers_to_this_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: the steps for the members of a chain of interfaces grow with it, not with its square."""
    spent: list[int] = []
    spend = Budget.spend

    def counted(budget: Budget, steps: int) -> None:
        spent.append(steps)
        spend(budget, steps)

    monkeypatch.setattr(Budget, "spend", counted)
    steps = []
    for depth in (20, 40):
        spent.clear()
        _read(_chain(depth))
        steps.append(sum(spent))
    assert steps[0] > 20 * 20
    assert steps[1] < 2.6 * steps[0], steps


def test_methods_are_read_once_for_all_instances(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: the signatures of a generic interface are lowered once for all instances."""
    lowered: list[object] = []

    def counted(node: Any, cursor: Any) -> Any:
        lowered.append(node)
        return lower_signature(node, cursor)

    monkeypatch.setattr(members, "lower_signature", counted)
    counts = []
    for instances in (2, 40):
        lowered.clear()
        fields = "".join(f" p{n}: G<{n}>['v'];" for n in range(instances))
        _read(
            "interface G<T> { v: T; save(to: T): this; load(from: T[]): [T, this] }\n"
            f"export interface Values {{{fields} }}\n"
        )
        counts.append(len(lowered))
    assert counts == [2, 2]


def test_what_an_heir_replaces_is_not_read_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: classes that each declare the same member with `this` are read as often as they are."""
    filled: list[object] = []
    add_bases = shapes._add_bases

    def counted(*arguments: Any) -> None:
        filled.append(arguments)
        add_bases(*arguments)

    monkeypatch.setattr(shapes, "_add_bases", counted)
    for declared in ("m(): this", "m: this", "m(): this; m(a: 1): this", "get m(): this"):
        counts = []
        for depth in (20, 40):
            filled.clear()
            heirs = (
                f"export declare class C{n} extends C{n - 1} {{ a: {n}; {declared} }}\n"
                for n in range(1, depth)
            )
            _read(f"export declare class C0 {{ a: 0; {declared} }}\n{''.join(heirs)}")
            counts.append(len(filled))
        assert counts[1] <= 2.2 * counts[0], (declared, counts)
