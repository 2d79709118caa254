"""The job: one spec with all options of a run, as one record.

The record is also the key of the cache: every field of it counts, none is listed by hand. A new
option is one field here. Its `Setting` describes how users give it, from which the command and the
configuration are made; the pipeline gets the fields that its `Options` share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field, field, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ..sources.origin import NPM
from ..text.records import dataclass

if TYPE_CHECKING:
    from ..facts.integers import IntegerFact
    from ..pipeline import Options
    from ..python.names import FieldCase
    from ..targets import GivenOption
    from ..text.placed import Placed
    from ..text.source import SourceFile

__all__ = ["FACTS_HELP", "Job", "Kind", "Setting", "key_of", "settings"]

Kind: TypeAlias = Literal[
    "text", "texts", "choice", "flag", "output", "facts", "folders", "patterns", "options"
]
"""The kind of a setting's value: `output` and `folders` are paths, `facts` one or a name."""

_SETTING: Final = "setting"
FACTS_HELP: Final = (
    "Facts about the spec: a file, the name of facts that the tool has, or none.  "
    "[default: those for the package that the spec is of]"
)
"""The help of the option `--facts` of all commands."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The user interface of a field of `Job`.

    `key` is its name in the configuration, `flags` are its names on the command line, empty if it
    is no option of the command, and `says` is the help of that. A key that is not `shared` is for
    one spec, and has no default for all. `choices` are all the values of one that has a choice.
    """

    kind: Kind
    key: str
    flags: tuple[str, ...] = ()
    says: str = ""
    shared: bool = True
    choices: tuple[str, ...] = ()


def _set_by(
    kind: Kind,
    key: str,
    *flags: str,
    says: str = "",
    shared: bool = True,
    choices: tuple[str, ...] = (),
) -> Mapping[str, Setting]:
    """The metadata of a field that users set."""
    return {_SETTING: Setting(kind, key, flags, says, shared, choices)}


@dataclass(frozen=True, slots=True)
class Job:
    """A spec with the options of a run; paths are relative to the working directory.

    A configured job has a `name`, in `placed` the values that are in the configuration, and in
    `config` the file that these and its `integers` refer to. `pinned`: the lock file has the sums
    of all files that are read, also from a package.
    """

    spec: str = field(metadata=_set_by("text", "source", shared=False))
    package: str | None = field(
        default=None,
        metadata=_set_by(
            "text",
            "package",
            "--package",
            says="The name of the generated package.  [default: as the spec is called]",
            shared=False,
        ),
    )
    folder: str = field(
        default="generated",
        metadata=_set_by(
            *("output", "output", "--output", "-o"),
            says="The output folder.",
        ),
    )
    targets: tuple[str, ...] = field(
        default=(),
        metadata=_set_by(
            "texts",
            "targets",
            "--target",
            "-t",
            says="What to emit; may be repeated.  [default: those marked * below]",
        ),
    )
    facts: str | None = field(
        default=None,
        metadata=_set_by("facts", "facts", "--facts", says=FACTS_HELP),
    )
    integers: tuple[IntegerFact, ...] = field(default=(), metadata=_set_by("patterns", "integers"))
    roots: tuple[str, ...] = field(
        default=(),
        metadata=_set_by(
            *("texts", "roots", "--root"),
            says="A declaration or the type of an event, also as a pattern: only what the roots "
            "reach is generated; may be repeated.",
        ),
    )
    groups: tuple[str, ...] = field(
        default=(),
        metadata=_set_by(
            *("texts", "groups", "--group"),
            says="A union that a dispatcher is made for, by its name in the spec; the named ones "
            "and no others; may be repeated.",
        ),
    )
    docs: bool = field(
        default=True,
        metadata=_set_by(
            *("flag", "docs", "--docs/--no-docs"),
            says="Whether the comments of the spec are taken over.",
        ),
    )
    internal: bool = field(
        default=True,
        metadata=_set_by(
            *("flag", "internal", "--internal/--no-internal"),
            says="Whether properties that the spec calls @internal, and types that only they "
            "need, are generated.",
        ),
    )
    field_case: FieldCase = field(
        default="wire",
        metadata=_set_by(
            *("choice", "field-case", "--field-case"),
            says="How Python fields are called: as the properties of the spec are, or in snake "
            "case; messages have the names of the spec.",
            choices=("wire", "snake"),
        ),
    )
    large: bool = field(
        default=False,
        metadata=_set_by(
            *("flag", "large", "--large/--no-large"),
            says="Write out types that a spec inherits or instantiates very often, instead of Any, "
            "and far more declarations than a spec of its length has; takes time and memory, so "
            "not for a spec that nobody trusts.",
        ),
    )
    strict: bool = field(
        default=False,
        metadata=_set_by(
            "flag", "strict", "--strict/--no-strict", says="Treat every warning as an error."
        ),
    )
    verbose: bool = field(
        default=False,
        metadata=_set_by(
            *("flag", "verbose", "--verbose/--no-verbose", "-v"),
            says="Show notes as well, and the traceback of an error of the tool.",
        ),
    )
    target_folders: tuple[Path, ...] = field(
        default=(),
        metadata=_set_by(
            "folders", "target-path", "--target-path", says="A folder with further targets."
        ),
    )
    target_options: tuple[GivenOption, ...] = field(
        default=(),
        metadata=_set_by(
            *("options", "options", "--option", "-O"),
            says="TARGET.NAME=VALUE: an option of a target; may be repeated.",
        ),
    )
    name: str = ""
    config: SourceFile | None = None
    pinned: bool = False
    placed: tuple[Placed, ...] = ()

    @property
    def is_npm(self) -> bool:
        """Whether the spec is a file in a published package."""
        return self.spec.startswith(NPM)

    def options(self, facts: SourceFile | None, compiled: Path | None) -> Options:
        """The options of the pipeline: the fields that `Options` shares.

        `facts` is the facts file as read, `compiled` the folder of compiled templates.
        """
        from ..pipeline import Options

        known = {option.name for option in fields(Options)}
        same = {own.name: getattr(self, own.name) for own in fields(self) if own.name in known}
        return Options(**{**same, "facts": facts, "compiled": compiled})


def settings() -> Iterator[tuple[Field[Any], Setting]]:
    """The fields of `Job` that users set, in the order of the record."""
    for own in fields(Job):
        setting = own.metadata.get(_SETTING)
        if setting is not None:
            yield own, setting


def key_of(job: Job) -> str:
    """A text that is equal for two jobs only if they are equal in every field."""
    return _canonical(job)


def _canonical(value: object) -> str:
    """Format a value as text with its type, its fields and their values.

    Raises TypeError for a type without a complete text.
    """
    if is_dataclass(value):
        inside = [f"{own.name}={_canonical(getattr(value, own.name))}" for own in fields(value)]
        return f"{type(value).__qualname__}({', '.join(inside)})"
    if isinstance(value, tuple):
        return f"({', '.join(map(_canonical, value))})"
    if value is None or isinstance(value, str | int | bytes | Path):
        return repr(value)
    raise TypeError(f"a job cannot hold a {type(value).__qualname__}")
