"""`export *`: what is behind it is found, in a time that does not grow with the files behind it."""

from __future__ import annotations

import random
from collections.abc import Iterator

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
    monkeypatch.setattr(Stars, "leading_to", lambda _, module, *__: module.scope.export_all)
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
