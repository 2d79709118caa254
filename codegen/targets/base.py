"""The interface of targets: pure functions from a model to pages, and their requirements.

A target is one module or package of this folder that defines `TARGET`, and one folder of templates
of the same name. It declares all that other rooms use of it, so that a new target edits nothing
else. The declarations of all targets are loaded in every run: the modules that make pages are
imported by `emit` when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ..facts.kinds import CheckedFacts, FactKind
from ..model import DeclId, Model
from ..output.page import Page
from ..python.names import Names
from ..python.package import LEFT_ALONE, MAY_USE_DEPRECATED
from ..text.records import dataclass
from ._derived import Derived
from ._options import Option, OptionValue

__all__ = [
    "Classes",
    "Derived",
    "Emission",
    "Export",
    "Note",
    "Notes",
    "Option",
    "Page",
    "Request",
    "Target",
]

Classes: TypeAlias = Literal["objects", "dicts"]
"""The kind of values of a package's classes."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a target on a field: `title` is a short noun phrase, `text` is Markdown."""

    title: str
    wire_name: str
    text: str


Notes: TypeAlias = Mapping[DeclId, tuple[Note, ...]]
"""The notes on the fields of each declaration."""


@dataclass(frozen=True, slots=True)
class Request:
    """The input of a target.

    `package` is the name of the generated package; `header` the lines (without comment marks) that
    open every generated file. `facts` has the results of the target's kinds of fact, by kind, and
    `options` the values of the target's options, by name. `classes` and `notes` are those of all
    targets of the run.
    """

    model: Model
    names: Names
    package: str
    header: tuple[str, ...]
    facts: CheckedFacts = field(default_factory=CheckedFacts)
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    classes: frozenset[Classes] = frozenset()
    notes: Notes = field(default_factory=dict)

    @property
    def python_header(self) -> tuple[str, ...]:
        """The first lines of a Python module, which turn formatters and linters off."""
        return self.header_with()

    def header_with(self, *words: str) -> tuple[str, ...]:
        """The first lines of a Python module, with further comments for checkers."""
        declarations = self.model.declarations
        is_any_deprecated = any(declared.deprecated is not None for declared in declarations)
        checked = MAY_USE_DEPRECATED if is_any_deprecated else ()
        return (*self.header, *words, *checked, *LEFT_ALONE)


@dataclass(frozen=True, slots=True)
class Export:
    """Names that the package's `__init__` imports from one of its modules.

    A `fallback` export counts only if no other target exports the same name. The module of a `lazy`
    export is imported when one of the names is first used. The names of a `whole` one are all that
    the module lists in its `__all__`, so that `__init__` need not list them.
    """

    module: str
    names: tuple[str, ...]
    fallback: bool = False
    lazy: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Emission:
    """The result of a target for a spec: pages, and exports. Without pages, nothing is copied.

    A target that makes nothing may give the reason in half a sentence, which is shown to users.
    `without` are the modules of the target's `runtime` that this spec does not need.
    """

    pages: tuple[Page, ...]
    exports: tuple[Export, ...] = ()
    why_empty: str = ""
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Target:
    """A named output.

    `requires` are the targets that a run with this one includes as well. One that is made
    `by_default` is made if no targets are named. `decodes` is whether it reads messages, so that
    ambiguous unions matter to it: other targets cause no warnings about them.

    `modules` are the modules that it adds to the package, `runtime` those that are copied with its
    pages, and `reserved` the further names that these need: no class gets a name of the three,
    whichever targets are made. `classes` is the kind of values of its classes, if it has a class
    for each declaration. `derived` makes the names that it derives from declarations: a rename that
    collides with one of them is an error, whichever targets are made.

    `facts` are its kinds of fact, and `options` its options. `notes` makes notes on declarations
    for the documentation. `path` is the path of the module, if it is in a folder of the user's; the
    loader sets it.
    """

    name: str
    summary: str
    emit: Callable[[Request], Emission]
    requires: tuple[str, ...] = ()
    decodes: bool = False
    by_default: bool = False
    modules: tuple[str, ...] = ()
    runtime: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    classes: Classes | None = None
    facts: tuple[FactKind[Any, Any], ...] = ()
    options: tuple[Option, ...] = ()
    notes: Callable[[Request], Notes] | None = None
    derived: Callable[[Request], Iterable[Derived]] | None = None
    path: Path | None = None
