"""The pages of a module of types: one, or one for each of its parts and one that joins them."""

from __future__ import annotations

from typing import Final

from ..python.parts import part_module
from ..python.plan import PyModule
from ..python.printer import all_of
from .base import Page, Request

__all__ = ["module_pages"]

_OF_PART: Final = """{title}

Part {number} of {count}, which is private: `{name}` has the names of all."""


def module_pages(
    request: Request, name: str, template: str, title: str, module: PyModule
) -> tuple[Page, ...]:
    """The pages of a module called `name`, by a template that fits each of them."""
    count = len(module.parts)
    titles = (
        _OF_PART.format(title=title, number=number, count=count, name=name)
        for number in range(1, count + 1)
    )
    named = {
        name: (title, module),
        **{
            part_module(name, number): pair
            for number, pair in enumerate(zip(titles, module.parts, strict=True), 1)
        },
    }
    return tuple(
        Page(
            path=f"{request.package}/{stem}.py",
            template=template,
            variables={
                "header_lines": request.python_header,
                "title": title,
                "module": page,
                "exported": all_of(page.names),
            },
            defines=page.defines,
            data_only=not page.parts,
        )
        for stem, (title, page) in named.items()
    )
