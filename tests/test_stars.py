"""`export *`: what is behind it is found, in a time that does not grow with the files behind it."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from realtime_codegen.frontend.resolve.scopes import Program
from realtime_codegen.frontend.resolve.stars import Stars
from realtime_codegen.frontend.resolve.symbols import Module
from realtime_codegen.model.json import to_json
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.night import sampled

_FILES = 6
_NAMES = "ABCD"


def _statements(rand: random.Random, number: int) -> Iterator[str]:
    """The statements of a file: stars in circles, too, and all that may give it a name."""
    name, other = rand.choice(_NAMES), rand.choice(_NAMES)
    for target in rand.sample(range(_FILES), rand.randrange(4)):
        yield f"export * from './f{target}';"
    own = rand.random()
    if own < 0.5:
        yield f"export interface {name} {{ of{number}: 1 }}"
    elif own < 0.6:
        yield f"interface Hidden {{ of{number}: 1 }} export {{ Hidden as {name} }};"
    elif own < 0.7:
        yield f"export * as {name} from './f{rand.randrange(_FILES)}';"
    elif own < 0.8:
        yield f"declare namespace N {{ interface {name} {{ of{number}: 1 }} }} export = N;"
    elif own < 0.9:
        yield f"declare module './f{rand.randrange(_FILES)}' {{ interface {name} {{ more: 1 }} }}"
        yield "export {};"
    else:
        yield f"import {{ {other} }} from './f{rand.randrange(_FILES)}'; export {{ {other} }};"


def _files(seed: int) -> dict[str, bytes]:
    rand = random.Random(seed)
    texts = {
        f"f{number}.d.ts": "\n".join(_statements(rand, number)).encode() for number in range(_FILES)
    }
    used = " ".join(f"import {{ {name} as I{name} }} from './f1';" for name in _NAMES)
    wanted = "; ".join(f"{name}: I{name}" for name in _NAMES)
    entry = f"{used}\nexport * from './f0';\nexport interface Used {{ {wanted} }}"
    return {"spec.d.ts": entry.encode(), **texts}


def _model(files: dict[str, bytes]) -> tuple[str | None, list[str]]:
    loaded = load_model(MemoryFiles(files), "spec.d.ts", Options())
    model = None if loaded.model is None else to_json(loaded.model)
    return model, [str(finding) for finding in loaded.diagnostics]


@pytest.mark.parametrize("seed", sampled(range(1, 401), 6))
def test_each_name_is_that_of_all_stars_in_turn(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: to ask the stars that may lead to a name says what asking all of them does."""
    quick = _model(_files(seed))
    monkeypatch.setattr(
        Stars, "leading_to", lambda _, module, *__: [(s, None) for s in module.scope.export_all]
    )
    assert quick == _model(_files(seed))


def test_a_name_is_not_asked_of_all_files(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    behind = Program.module

    def counted(self: Program, *args: object, **options: object) -> Module | None:
        nonlocal asked
        asked += 1
        return behind(self, *args, **options)  # type: ignore[arg-type]

    def count(size: int) -> int:
        nonlocal asked
        asked = 0
        stars = "".join(f"export * from './t{number}';\n" for number in range(size))
        own = {
            f"t{number}.d.ts": f"export interface T{number} {{ a: 1 }}".encode()
            for number in range(size)
        }
        files = {"spec.d.ts": b"export * from './all';", "all.d.ts": stars.encode(), **own}
        loaded = load_model(MemoryFiles(files), "spec.d.ts", Options())
        assert loaded.model is not None
        assert len(loaded.model.declarations) == size
        return asked

    monkeypatch.setattr(Program, "module", counted)
    small, large = count(50), count(100)
    assert small > 50
    assert large < 2.3 * small


def _interface(number: int) -> str:
    return f"export interface A{number} {{ a: {number} }}"


def _stars(*targets: int) -> str:
    return "".join(f"export * from './f{target}'; " for target in targets)


MANY_WAYS: dict[str, Callable[[int], dict[int, str]]] = {
    "a chain": lambda n: {i: _stars(*range(i + 1, min(i + 2, n))) for i in range(n)},
    "two ways at each of many": lambda n: {
        i: _stars(*(j for j in range(i // 2 * 2 + 2, i // 2 * 2 + 4) if j < n)) for i in range(n)
    },
    "a ring": lambda n: {i: _stars((i + 1) % n) for i in range(n)},
    "from one to all": lambda n: {i: "" if i else _stars(*range(1, n)) for i in range(n)},
    "from all to one": lambda n: {i: _stars(0 if i else 1) for i in range(n)},
}
"""The `export *` of so many files."""


def _calls(monkeypatch: pytest.MonkeyPatch, stars: dict[int, str]) -> int:
    """How often files are asked for names, or walked through, until all is resolved."""
    calls = 0
    with monkeypatch.context() as patched:
        for name in ("module", "behind", "exported", "_exported_itself"):
            real = getattr(Program, name)

            def counting(
                self: Program, *given: object, real: object = real, **more: object
            ) -> object:
                nonlocal calls
                calls += 1
                return real(self, *given, **more)  # type: ignore[operator]

            patched.setattr(Program, name, counting)
        texts = {f"f{i}.d.ts": f"{own} {_interface(i)}".encode() for i, own in stars.items()}
        last = max(stars)
        entry = f"import {{ A{last}, B }} from './f0'; export * from './f0';"
        entry += f" export interface X {{ a: A{last}; b: B }}"
        loaded = load_model(
            MemoryFiles({"spec.d.ts": entry.encode(), **texts}), "spec.d.ts", Options()
        )
        assert loaded.model is not None
    return calls


@pytest.mark.parametrize("kind", MANY_WAYS)
def test_files_behind_many_ways_are_asked_a_few_times(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = (_calls(monkeypatch, MANY_WAYS[kind](size)) for size in (40, 80))
    assert 0 < large < 2.3 * small


def test_files_that_all_lead_to_each_other_are_asked_for_each_statement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def of_size(size: int) -> int:
        return _calls(monkeypatch, {i: _stars(*range(size)) for i in range(size)})

    small, large = of_size(8), of_size(16)
    assert 0 < large < 2 * 2.3 * small  # There are four times as many statements.


def test_a_chain_takes_the_memory_of_its_modules() -> None:
    """The modules that were asked are one set for the whole chain, not one for each of them."""

    def peak(length: int) -> int:
        text = "declare module 'm0' { export interface A { a: 1 } }\n"
        text += "".join(
            f"declare module 'm{n}' {{ export * from 'm{n - 1}'; }}\n" for n in range(1, length)
        )
        text += f"import {{ A, B }} from 'm{length - 1}'; export interface X {{ a: A; b: B }}"
        tracemalloc.start()
        try:
            loaded = load_model(MemoryFiles({"spec.d.ts": text.encode()}), "spec.d.ts", Options())
            assert loaded.model is not None
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(800) < 2.3 * peak(400)
