"""The model of a file beside what the compiler says of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from realtime_codegen.model import Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles
from tests.oracle.compare import Comparison, Mismatch, compare_model
from tests.oracle.generate import ids_of, placed
from tests.oracle.typescript import Oracle, ask

__all__ = ["beside", "model_beside", "of_values", "values_beside", "wrong_types"]


def beside(path: Path, oracle: Oracle) -> Comparison:
    """Compare the model of a file with what the compiler says. Its folder is the root."""
    loaded = load_model(DiskFiles(path.parent), path.name, Options())
    assert loaded.model is not None, [str(finding) for finding in loaded.diagnostics]
    return model_beside(loaded.model, oracle)


def model_beside(model: Model, oracle: Oracle) -> Comparison:
    """Compare a model with what the compiler says of the same files."""
    ids = ids_of(model)
    return compare_model(oracle, model, lambda d: placed(ids, d))


def values_beside(
    folder: Path, before: str, types: Sequence[str], *, is_sound: bool = False
) -> Comparison:
    """Compare the properties `p0`, `p1` ... of an interface `Values`, which have some types.

    `before` is what the types name. If it `is_sound`, the compiler must have no complaint.
    """
    properties = "".join(f"  p{number}: {text};\n" for number, text in enumerate(types))
    path = folder / "input.d.ts"
    path.write_text(f"{before}export interface Values {{\n{properties}}}\n", encoding="utf-8")
    (oracle,) = ask([path], errors=is_sound)
    assert not is_sound or oracle.errors == ()
    return beside(path, oracle)


def of_values(result: Comparison) -> list[Mismatch]:
    """The properties of the interface `Values` that differ."""
    return [mismatch for mismatch in result.mismatches if mismatch.declaration == "Values"]


def wrong_types(result: Comparison, types: Sequence[str]) -> list[str]:
    """Those of some types that differ: `p0` of `Values` has the first of them, and so on."""
    return [f"{types[int(mismatch.property[1:])]}: {mismatch}" for mismatch in of_values(result)]
