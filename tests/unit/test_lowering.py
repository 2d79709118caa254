"""The lowering of a model is made once for all targets of a run, and ends with it."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator

import pytest

from realtime_codegen.model import Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.python.names import Names
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.wire import Lowering, lower, lowering_of
from tests.tools.packages import ENTRY, compiled_text

SPECS = (
    "export interface Say { type: 'say'; text: string }\nexport type Event = Say;\n",
    "export interface Ask { type: 'ask'; mood?: 'good' | Mood }\nexport interface Mood { of: 1 }\n",
)


def model_and_names(text: str) -> tuple[Model, Names]:
    model = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options()).model
    assert model is not None
    return model, package_names(model, ENTRY)[0]


def kept() -> list[Lowering]:
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Lowering)]


@pytest.fixture
def before() -> Iterator[list[Lowering]]:
    """The lowerings of other tests in this process."""
    lowerings = kept()
    yield lowerings
    lowerings.clear()


def test_one_run_lowers_its_model_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Model] = []
    init = Lowering.__init__

    def counted(self: Lowering, model: Model, names: Names) -> None:
        made.append(model)
        init(self, model, names)

    monkeypatch.setattr(Lowering, "__init__", counted)
    for number, text in enumerate(SPECS, 1):
        assert not compiled_text(text, "made").failed
        assert len(made) == number


def test_a_run_keeps_no_lowering(before: list[Lowering]) -> None:
    """A project has many specs, and `--watch` and programs that use the library run for long."""
    for text in SPECS:
        result = compiled_text(text, "made")
        assert result.files
        assert all(any(one is other for other in before) for one in kept())


def test_models_in_turn_have_their_own_shapes() -> None:
    pairs = [model_and_names(text) for text in SPECS]
    expected = [Lowering(*pair).declarations() for pair in pairs]
    for index in itertools.islice(itertools.cycle([0, 1, 1, 0]), 8):
        assert lower(*pairs[index]) == expected[index]
        assert lowering_of(*pairs[index]) is lowering_of(*pairs[index])


def test_the_names_of_one_model_are_not_those_of_another() -> None:
    """Two requests about one model may call its declarations by other names."""
    (model, names), (other, _) = model_and_names(SPECS[0]), model_and_names(SPECS[0])
    again = package_names(model, ENTRY)[0]
    assert lowering_of(model, names) is not lowering_of(model, again)
    assert lowering_of(model, names) is not lowering_of(other, names)
