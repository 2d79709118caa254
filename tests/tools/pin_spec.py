"""The pinned declarations of the generally available API, written from the published ones.

`make pin` writes `spec/openai-realtime-ga/realtime.d.ts` anew: what the version of `openai` that
`ORIGIN.toml` names declares, as the target `typescript` prints it, with the comments of the file
that is there. Comments are edited in the file; declarations come from the package.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, TypeAlias

from realtime_codegen.facts.reading import read
from realtime_codegen.facts.renaming import RENAMES, with_renames
from realtime_codegen.model import Declaration, Interface, Model
from realtime_codegen.model.typescript import flatten, to_typescript
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.python.names import assign_names
from realtime_codegen.text.source import DiskFiles, SourceFile
from tests.tools.node import npm_package

__all__ = ["PINNED", "as_published", "lost_comments", "pinned_text", "read_model"]

SPEC: Final = Path(__file__).parents[2] / "spec" / "openai-realtime-ga"
PINNED: Final = SPEC / "realtime.d.ts"
Comment: TypeAlias = tuple[str | None, str | None]
"""A comment, and its text on deprecation."""
Place: TypeAlias = tuple[str, ...]


def read_model(folder: Path, path: str) -> Model:
    """The declarations of a file and of what it imports, without facts."""
    loaded = load_model(DiskFiles(folder), path, Options())
    if loaded.model is None:
        raise ValueError(f"{path}: {loaded.diagnostics}")
    return loaded.model


def as_published() -> Model:
    """The published declarations as one module, with the names that facts give them."""
    origin = tomllib.loads((SPEC / "ORIGIN.toml").read_text(encoding="utf-8"))["origin"]
    name = origin["package"].removeprefix("npm:")
    model = read_model(npm_package(name, origin["version"]), origin["entry"])
    facts, _ = read(SourceFile("facts.toml", (SPEC / "facts.toml").read_bytes()))
    names, _ = assign_names(with_renames(model, facts.of(RENAMES)), origin["entry"])
    return flatten(model, names.declarations)


def pinned_text(published: Model, text: str, comments: Model) -> str:
    """The new pinned file: the published declarations below the head of its `text`.

    `comments` is the model of that text, whose comments are kept.
    """
    head = takewhile(lambda line: line.startswith("//"), text.splitlines())
    lines = [line.removeprefix("//").strip() for line in head]
    return to_typescript(_with_comments(published, comments), lines)


def lost_comments(published: Model, comments: Model) -> list[str]:
    """The places of comments whose declaration or property is no longer published."""
    kept = {place for place, _ in _comments(published)}
    return [
        ".".join(place)
        for place, (doc, _) in _comments(comments)
        if doc is not None and place not in kept
    ]


def _with_comments(model: Model, comments: Model) -> Model:
    """Copy the comments of another model, by their place.

    A deprecation in the model stays, with or without a reason in the other one.
    """
    by_place = dict(_comments(comments))

    def commented(item: Any, place: Place) -> Any:
        doc, reason = by_place.get(place, (None, None))
        deprecated = None if item.deprecated is None else reason or ""
        return replace(item, doc=doc, deprecated=deprecated)

    def declared(declaration: Declaration) -> Declaration:
        path = declaration.id.path
        result: Declaration = commented(declaration, path)
        if not isinstance(result, Interface):
            return result
        properties = (
            commented(property_, (*path, property_.wire_name)) for property_ in result.properties
        )
        return replace(result, properties=tuple(properties))

    return replace(model, declarations=tuple(map(declared, model.declarations)))


def _comments(model: Model) -> Iterator[tuple[Place, Comment]]:
    for declaration in model.declarations:
        path = declaration.id.path
        yield path, (declaration.doc, declaration.deprecated)
        if isinstance(declaration, Interface):
            for property_ in declaration.properties:
                yield (*path, property_.wire_name), (property_.doc, property_.deprecated)


def main() -> None:
    """Write the pinned file; print its sum, and the comments whose place is gone."""
    published, comments = as_published(), read_model(SPEC, PINNED.name)
    text = pinned_text(published, PINNED.read_text(encoding="utf-8"), comments)
    PINNED.write_bytes(text.encode())
    sys.stdout.write(f"{PINNED.name}: sha256 {hashlib.sha256(text.encode()).hexdigest()}\n")
    for place in lost_comments(published, comments):
        sys.stdout.write(f"no longer there, so its comment is gone: {place}\n")


if __name__ == "__main__":
    main()
