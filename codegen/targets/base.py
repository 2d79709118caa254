"""What a target is: a pure function from a model to pages, and what it asks of the package.

A target is one module of this folder that defines `TARGET`, and one folder of templates
of the same name. Targets are discovered, so adding one edits nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from ..model import AudioField, AudioFormat, ErrorAnswer, Model
from ..output.page import Page
from ..python.names import Names
from ..python.package import LEFT_ALONE, MAY_USE_DEPRECATED
from ..text.records import dataclass

__all__ = ["Emission", "Export", "Page", "Request", "Target"]


@dataclass(frozen=True, slots=True)
class Request:
    """What a target works from.

    `package` is the name of the generated package; `header` the lines (without comment
    marks) that open every generated file; `targets` the names of all the targets of the run.
    `audio`, `audio_formats` and `answers` are facts, checked against the model.
    """

    model: Model
    names: Names
    package: str
    header: tuple[str, ...]
    targets: frozenset[str] = field(default=frozenset())
    audio: tuple[AudioField, ...] = ()
    audio_formats: tuple[AudioFormat, ...] = ()
    answers: tuple[ErrorAnswer, ...] = ()

    @property
    def python_header(self) -> tuple[str, ...]:
        """The lines that open a Python module: other people's tools leave the module alone."""
        kept: tuple[str, ...] = LEFT_ALONE
        if any(declaration.deprecated is not None for declaration in self.model.declarations):
            kept += MAY_USE_DEPRECATED
        return (*self.header, *kept)


@dataclass(frozen=True, slots=True)
class Export:
    """Names that the package's `__init__` takes from one of its modules.

    A `fallback` export counts only where no other target exports the same name. The module
    of a `lazy` export is imported when one of the names is first used.
    """

    module: str
    names: tuple[str, ...]
    fallback: bool = False
    lazy: bool = False


@dataclass(frozen=True, slots=True)
class Emission:
    """What a target makes: pages, exports, and the modules of `runtime` that it needs copied."""

    pages: tuple[Page, ...]
    exports: tuple[Export, ...] = ()
    runtime: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A named output; `requires` are the targets that a run with this one includes as well.

    `decodes` says that it reads messages, so that unions whose members are hard to tell apart
    matter to it. A run of targets that do not hears nothing about them.
    """

    name: str
    summary: str
    emit: Callable[[Request], Emission]
    requires: tuple[str, ...] = ()
    decodes: bool = False
