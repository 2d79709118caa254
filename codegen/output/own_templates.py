"""Templates in folders of the user: each is used, or it is an error.

One with the path of a template of the tool replaces it; others belong to a target of the same
folder, or are included by one that is used.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import jinja2
import jinja2.meta

from ..text.diagnostics import Diagnostic, error
from ..text.disk import read_file
from ..text.resources import templates_dir
from ..text.similar import similar_name
from .page import Page

__all__ = [
    "MEND",
    "blamed_on_templates",
    "own_templates",
    "replaceable_templates",
    "search_path",
    "unused_templates",
]

_ENDING: Final = ".j2"
_ENDINGS: Final = (_ENDING, ".jinja", ".jinja2")
"""The endings of templates' names; the tool's have the first."""
_SHARED: Final = "_shared"
MEND: Final = "The template is one of your own: mend it, or remove it."


def search_path(folders: Sequence[Path]) -> tuple[Path, ...]:
    """The folders of templates: the user's, the last first, then the tool's."""
    return (*reversed(folders), templates_dir())


def own_templates(folders: Iterable[Path], targets: Iterable[str]) -> Mapping[str, Path]:
    """The templates in the user's folders, by name; the last folder counts.

    They are in a folder of a target, however deep, or look as if they should be.
    """
    return {
        path.relative_to(folder).as_posix(): path
        for folder in folders
        for path in _template_files(folder, frozenset((*targets, _SHARED)))
    }


def _template_files(folder: Path, known: Container[str]) -> Iterator[Path]:
    """The files named like a template, or like one of the tool's but for the ending."""
    replaceable = replaceable_templates()
    for path in _files(folder, known, depth=2):
        name = path.relative_to(folder).as_posix()
        if path.name.lower().endswith(_ENDINGS) or f"{name}{_ENDING}" in replaceable:
            yield path


def _files(folder: Path, known: Container[str], depth: int) -> Iterator[Path]:
    """The files of a folder: below the folders of targets all, in others to a small depth.

    A folder that is called like a template is one of them, as it is in the place of a template.
    """
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if not path.is_dir():
            yield path
        elif path.name in known:
            inside = path.rglob("*")
            yield from sorted(p for p in inside if p.suffix == _ENDING or not p.is_dir())
        elif depth and not path.name.startswith("."):
            yield from _files(path, known, depth - 1)


def replaceable_templates() -> tuple[str, ...]:
    """The templates of the tool that a user's can replace."""
    base = templates_dir()
    return tuple(sorted(path.relative_to(base).as_posix() for path in base.rglob(f"*{_ENDING}")))


def unused_templates(
    templates: Mapping[str, Path], own_targets: Container[str]
) -> tuple[Diagnostic, ...]:
    """An error for each template that nothing in use refers to, or that cannot be read.

    `own_targets` are the targets whose modules are in the user's folders.
    """
    unreadable = tuple(_unreadable(templates))
    if unreadable:
        return unreadable
    replaceable = replaceable_templates()
    used: set[str] = set()
    pending = [
        name for name in templates if name in replaceable or name.split("/")[0] in own_targets
    ]
    while pending:
        name = pending.pop()
        if name in used or name not in templates:
            continue
        used.add(name)
        references = _references(templates[name])
        pending += templates if None in references else [own for own in references if own]
    return tuple(
        error(
            "RC306",
            "no target uses this template",
            advice=_advice(name, replaceable),
            file=templates[name].as_posix(),
        )
        for name in templates
        if name not in used
    )


def _unreadable(templates: Mapping[str, Path]) -> Iterator[Diagnostic]:
    """An error for each unreadable template: the tool's own does not take its place."""
    for path in templates.values():
        try:
            read_file(path)
        except OSError as fault:
            message = f"the template cannot be read: {fault.strerror}"
            yield error("RC306", message, advice=MEND, file=path.as_posix())


def _references(path: Path) -> set[str | None]:
    """The names of the templates that a template includes; None for a computed name.

    A template that cannot be parsed has no includes here; its error is reported when it is used.
    """
    try:
        source = read_file(path).decode("utf-8")
        return set(jinja2.meta.find_referenced_templates(jinja2.Environment().parse(source)))
    except (OSError, ValueError, jinja2.TemplateError):
        return set()


def _advice(name: str, replaceable: Sequence[str]) -> str:
    file = _plain(name)
    path = _plain(name, whole=True)
    same_path = [known for known in replaceable if _plain(known, whole=True) == path]
    same_file = same_path or [known for known in replaceable if _plain(known) == file]
    close = same_file[0] if same_file else similar_name(name, replaceable)
    if close is not None:
        return f"Did you mean {close}, below the folder of --target-path?"
    return f"Those of the tool that one can stand for are {', '.join(replaceable)}."


def _plain(name: str, *, whole: bool = False) -> str:
    """The name of a template without its ending; with `whole`, the folder is kept."""
    file = name if whole else name.rpartition("/")[2]
    ending = next((ending for ending in _ENDINGS if file.lower().endswith(ending)), "")
    return file[: len(file) - len(ending)]


def blamed_on_templates(
    diagnostics: Iterable[Diagnostic],
    pages: Iterable[Page],
    templates: Mapping[str, Path],
    own_targets: Container[str],
) -> tuple[Diagnostic, ...]:
    """Attribute errors in generated text to the user's templates that may have caused them.

    If the target is the user's too, its plan may be the cause as well.
    """
    of_page = {
        page.path: templates[page.template]
        for page in pages
        if page.template in templates and page.template.split("/")[0] not in own_targets
    }
    others = ", ".join(path.as_posix() for path in templates.values())
    return tuple(
        replace(diagnostic, code="RC306", advice=MEND, file=of_page[diagnostic.file].as_posix())
        if diagnostic.file in of_page
        else replace(diagnostic, advice=f"Mend your own templates: {others}.")
        if templates
        else diagnostic
        for diagnostic in diagnostics
    )
