"""The lock file `realtime-codegen.lock`: the inputs and outputs of each configured spec.

It has, for each spec, its source, the version and the SHA-512 integrity of its package, the SHA-256
of each file that was read and of each manifest that was written. The text depends on nothing else,
so that it can be committed and compared.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from ..output.manifest import MANIFEST, ManifestError, read_manifest
from ..output.tree import Tree
from ..text.disk import OUTPUT_LIMIT, read_file
from ..text.documents import read_toml, toml_string
from ..text.lines import text_sum
from ..text.records import dataclass

__all__ = [
    "LOCK_NAME",
    "NO_LOCK",
    "Lock",
    "LockError",
    "LockedSpec",
    "drift",
    "lock_text",
    "manifests_of",
    "read_lock",
    "relative",
]

LOCK_NAME: Final = "realtime-codegen.lock"
_FORMAT: Final = 1
_HEAD: Final = "# Written by realtime-codegen: do not edit. `realtime-codegen update` renews it.\n"


class LockError(ValueError):
    """A lock file that cannot be used."""


@dataclass(frozen=True, slots=True)
class LockedSpec:
    """The inputs and the output of one spec.

    `files` are those that were read: below the configuration's folder, or below the package's, and
    `facts:NAME` for facts of the tool. `output` has the manifests, below the configuration's
    folder.
    """

    source: str
    version: str = ""
    integrity: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    output: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lock:
    """A whole lock file; `generator` is the version of the tool that wrote it."""

    generator: str
    specs: Mapping[str, LockedSpec]


NO_LOCK: Final = Lock("", {})


def relative(path: Path | str, folder: Path) -> str:
    """The path of a file in the lock file: relative to the folder of the configuration."""
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # Another drive.
        return Path(path).as_posix()


def manifests_of(tree: Tree, folder: Path) -> dict[str, str]:
    """The manifests of an output with their sums, for the lock file."""
    return {
        relative(tree.folder / path, folder): text_sum(data)
        for path, data in tree.files.items()
        if path.rpartition("/")[2] == MANIFEST
    }


# ------------------------------------------------------------------------------ text


def lock_text(lock: Lock) -> str:
    """The text of a lock file."""
    lines = [_HEAD, f"format = {_FORMAT}\n", f"generator = {toml_string(lock.generator)}\n"]
    for name in sorted(lock.specs):
        spec = lock.specs[name]
        lines.append(f"\n[specs.{name}]\nsource = {toml_string(spec.source)}\n")
        lines += [f"version = {toml_string(spec.version)}\n"] if spec.version else []
        lines += [f"integrity = {toml_string(spec.integrity)}\n"] if spec.integrity else []
        for key, sums in (("files", spec.files), ("output", spec.output)):
            lines.append(f"\n[specs.{name}.{key}]\n")
            lines += [f"{toml_string(path)} = {toml_string(sums[path])}\n" for path in sorted(sums)]
    return "".join(lines)


def read_lock(data: bytes) -> Lock:
    """Parse a lock file. Raises LockError."""
    try:
        content = read_toml(data.decode("utf-8"))
        if content.get("format") != _FORMAT:
            raise LockError("it is of another version of the tool")
        specs = {name: _read_spec(table) for name, table in content.get("specs", {}).items()}
        return Lock(_text(content["generator"]), specs)
    except LockError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError):
        raise LockError("it is not a lock file") from None


def _read_spec(table: Any) -> LockedSpec:
    return LockedSpec(
        _text(table["source"]),
        _text(table.get("version", "")),
        _text(table.get("integrity", "")),
        _sums(table["files"]),
        _sums(table["output"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _sums(table: Any) -> dict[str, str]:
    return {path: _text(known) for path, known in table.items()}


# -------------------------------------------------------------------------- verifying


def drift(spec: LockedSpec, folder: Path) -> tuple[tuple[str, str], ...]:
    """The files of an output that differ from the lock file, each with the difference.

    Only sums are compared: those of the manifests with the lock file, and those of the files with
    the manifests. `folder` is the configuration's.
    """
    return tuple(_drift(spec, folder))


def _drift(spec: LockedSpec, folder: Path) -> Iterable[tuple[str, str]]:
    for path in sorted(spec.output):
        place = folder / path
        try:
            data = read_file(place, OUTPUT_LIMIT)
            manifest = read_manifest(data)
        except OSError:
            yield path, "missing"
            continue
        except ManifestError:
            yield path, "not readable as a manifest"
            continue
        if spec.output[path] != text_sum(data):
            yield path, "of another run than the lock file"
        for inner in sorted(manifest.files):
            file = place.parent / inner
            try:
                fits = manifest.knows(inner, read_file(file, OUTPUT_LIMIT))
            except OSError:
                yield relative(file, folder), "missing"
                continue
            if not fits:
                yield relative(file, folder), "edited"
