"""Types of the library that JSON does not carry: no error, but told where they are read."""

from __future__ import annotations

import random
from typing import Final

import pytest

from realtime_codegen.frontend.resolve.library_names import OPAQUE
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles

_FORMS: Final = ("{0}", "{0}[]", "{{ a?: {0} }}", "[{0}, 1]", "{0} | 1", "Record<string, {0}>")
_ARITIES: Final = {"Promise": 1, "PromiseLike": 1, "Set": 1, "Map": 2, "WeakMap": 2, "ArrayLike": 1}
_KNOWN: Final = (
    *("Uint8Array", "ArrayBuffer", "Document", "Blob", "RegExp", "Error", "FormData", "WebSocket"),
    *("Promise", "Map", "Set", "WeakMap", "PromiseLike", "ArrayLike", "Worker", "Response"),
)


def _load(types: list[str]) -> Loaded:
    fields = "".join(f"  p{number}: {type_};\n" for number, type_ in enumerate(types))
    text = f"export interface Values {{\n{fields}}}\n"
    return load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())


@pytest.mark.parametrize("seed", range(10))
def test_a_type_of_the_library_is_told_by_a_note(seed: int) -> None:
    """Law: whole types of the library, wherever they stand."""
    rand = random.Random(f"library notes {seed}")
    types = []
    for name in rand.choices(_KNOWN, k=12):
        given = f"<{', '.join(['1'] * _ARITIES[name])}>" if name in _ARITIES else ""
        types.append(rand.choice(_FORMS).format(name + given))
    loaded = _load(types)
    assert loaded.model is not None
    assert {item.severity for item in loaded.diagnostics} == {Severity.NOTE}, types
    told = " ".join(item.message for item in loaded.diagnostics)
    assert all(name in told for name in _KNOWN if any(name in type_ for type_ in types))


@pytest.mark.parametrize(
    "type_",
    [
        "Document['nosuch']",
        "Partial<Uint8Array>",
        "Pick<Document, 'body'>",
        "Document & HTMLElement",
        "{ [K in keyof Document]: 1 }",
        "(string[] & Float32Array)[0]",
    ],
)
def test_what_is_not_known_of_a_type_of_the_library_is_a_warning(type_: str) -> None:
    assert Severity.WARNING in {item.severity for item in _load([type_]).diagnostics}


def test_the_names_are_those_of_the_library() -> None:
    assert set(_KNOWN) <= set(OPAQUE)
