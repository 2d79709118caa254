"""The target `typescript`: the whole model as one declaration file without imports."""

from __future__ import annotations

from ...model.typescript import flatten, to_typescript
from ..base import Emission, Page, Request

__all__ = ["emit"]


def emit(request: Request) -> Emission:
    """The declarations as one page of TypeScript."""
    model = flatten(request.model, request.names.declarations)
    page = Page(
        path=f"typescript/{request.package}.d.ts",
        template="typescript/declarations.d.ts.j2",
        variables={"text": to_typescript(model, request.header)},
    )
    return Emission(pages=(page,))
