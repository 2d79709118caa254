"""Rendering: pages to text, through strict Jinja templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from ..python.docstrings import comment_line, docstring
from ..text.diagnostics import shown_fault
from .page import Page

__all__ = ["TemplateUseError", "render"]


class TemplateUseError(Exception):
    """A template that fails for a page: its name, the line if known, and the reason."""

    def __init__(self, template: str, line: int | None, message: str) -> None:
        super().__init__(f"{template}: {message}")
        self.template, self.line, self.message = template, line, message


def _refuse_none(value: object) -> object:
    """StrictUndefined prints None as "None", which is never intended."""
    if value is None:
        raise ValueError("a template printed None")
    return value


class _Environment(jinja2.Environment):
    """An environment whose templates have their globals in a dict, as each page copies them."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


@cache
def _environment(folders: tuple[Path, ...], compiled: Path | None) -> jinja2.Environment:
    environment = _Environment(
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
    """Render each page to text, by its path.

    `folders` are searched for templates, in order; compiled templates are cached in the folder
    `compiled`, if given. Raises TemplateUseError if a template does not fit its variables: a bug of
    a target, or of a template of the user.
    """
    # Users' templates may change between two runs of a process; the tool's do not.
    makes = _environment if len(folders) == 1 else _environment.__wrapped__
    loaded = cache(makes(tuple(folders), compiled).get_template)
    return {page.path: _rendered(page, loaded) for page in pages}


def _text_of(fault: Exception) -> str:
    try:
        return str(fault)
    except Exception:
        return shown_fault(fault)


def _rendered(page: Page, loaded: Callable[[str], jinja2.Template]) -> str:
    try:
        return loaded(page.template).render(page.variables)
    except jinja2.TemplateSyntaxError as fault:
        name = fault.name or page.template
        raise TemplateUseError(name, fault.lineno, fault.message or "no template") from fault
    except (jinja2.TemplateError, ValueError, TypeError, AttributeError, OSError) as fault:
        raise TemplateUseError(page.template, None, _text_of(fault)) from fault
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # The variables may be those of a user's target.
        raise TemplateUseError(page.template, None, shown_fault(fault)) from fault
