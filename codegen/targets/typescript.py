"""The target `typescript`: the whole model as one declaration file without imports."""

from __future__ import annotations

from ..model.typescript import flatten, to_typescript
from .base import Emission, Page, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    model = flatten(request.model, request.names.declarations)
    page = Page(
        path=f"typescript/{request.package}.d.ts",
        template="typescript/declarations.d.ts.j2",
        variables={"text": to_typescript(model, request.header)},
    )
    return Emission(pages=(page,))


TARGET = Target(
    name="typescript",
    summary="The spec as one TypeScript file without imports: typescript/PACKAGE.d.ts.",
    emit=_emit,
)
