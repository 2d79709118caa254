"""Rendering: pages to text, through strict Jinja templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import jinja2

from ..python.docstrings import comment_line, docstring
from .page import Page

__all__ = ["render"]


def _refuse_none(value: object) -> object:
    """StrictUndefined lets None through as "None"; a template must not print it."""
    if value is None:
        raise ValueError("a template printed None")
    return value


@cache
def _environment(folders: tuple[Path, ...], compiled: Path | None) -> jinja2.Environment:
    environment = jinja2.Environment(
        bytecode_cache=None if compiled is None else jinja2.FileSystemBytecodeCache(str(compiled)),
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        finalize=_refuse_none,
        # The output is source code and Markdown; each target escapes by its own rules.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters["docstring"] = docstring
    environment.filters["comment_line"] = comment_line
    return environment


def render(
    pages: Iterable[Page], folders: Sequence[Path], compiled: Path | None = None
) -> Mapping[str, str]:
    """The text of each page by its path.

    `folders` are searched for templates, in order; compiled templates are kept in the
    folder `compiled`, if there is one. Raises jinja2.TemplateError, or
    ValueError for a None, where a template does not fit its variables: a bug of a target.
    """
    environment = _environment(tuple(folders), compiled)
    return {
        page.path: environment.get_template(page.template).render(page.variables) for page in pages
    }
