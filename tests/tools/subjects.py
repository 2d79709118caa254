"""Generated packages together with the models that they were generated from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from realtime_codegen.model import Alias, DeclId, Interface, Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.python.names import Names
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import Files, MemoryFiles
from tests.tools.packages import ENTRY, compiled, forget, import_package

__all__ = ["Root", "Subject", "generated", "subject_of", "subject_of_text"]

_NUMBERS = count()


@dataclass(frozen=True)
class Root:
    """A declaration that a message can be decoded as: how, and the annotation of the result."""

    id: DeclId
    name: str
    decode: Callable[..., Any]
    hint: Any


@dataclass(frozen=True)
class Subject:
    """An imported package, the model that it was made of, and the model's names."""

    package: ModuleType
    model: Model
    names: Names

    @property
    def models(self) -> ModuleType:
        """The module of the classes, which annotations are evaluated in."""
        return sys.modules[f"{self.package.__name__}.models"]

    def roots(self) -> Iterator[Root]:
        """Everything that the package can decode, in the order of the model."""
        codec = sys.modules[f"{self.package.__name__}.codec"]
        for declaration in self.model.declarations:
            name = self.names.declarations[declaration.id]
            hint = getattr(self.models, name)
            decode: Callable[..., Any] | None
            if isinstance(declaration, Interface):
                decode = partial(codec.decode, hint)
            elif isinstance(declaration, Alias):
                decode = getattr(codec, f"decode_{self.names.stems[declaration.id]}", None)
            else:
                continue
            if decode is not None:
                yield Root(declaration.id, name, decode, hint)

    def fields_of(self, cls: type[Any]) -> dict[str, str]:
        """The fields of a class by the names that messages have for them."""
        [fields] = (
            self.names.fields[id_]
            for id_, name in self.names.declarations.items()
            if name == cls.__name__ and id_ in self.names.fields
        )
        return dict(fields)


@contextmanager
def generated(
    folder: Path, files: Files, entry: str = ENTRY, *, targets: tuple[str, ...] = ("dataclasses",)
) -> Iterator[Subject | None]:
    """The package of a spec, imported for the time of a `with`; None where it is refused."""
    name = f"subject_{next(_NUMBERS)}"
    result = compiled(files, name, entry, targets=targets)
    model = load_model(files, entry, Options()).model
    if result.failed or model is None:
        yield None
        return
    package = import_package(folder, result.files, name)
    try:
        yield Subject(package, model, package_names(model, entry)[0])
    finally:
        forget(name)


def subject_of(folder: Path, files: Files, entry: str, **options: Any) -> Subject:
    """The package of a spec, imported for good. A spec that is refused fails the test."""
    name = f"subject_{next(_NUMBERS)}"
    result = compiled(files, name, entry, targets=("dataclasses",), **options)
    assert not result.failed, result.diagnostics
    model = load_model(files, entry, Options(**options)).model
    assert model is not None
    package = import_package(folder, result.files, name)
    return Subject(package, model, package_names(model, entry)[0])


def subject_of_text(folder: Path, text: str) -> Subject:
    """The package of one file."""
    return subject_of(folder, MemoryFiles({ENTRY: text.encode()}), ENTRY)
