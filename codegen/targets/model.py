"""The target `model`: the intermediate model as JSON, for other programs and for review."""

from __future__ import annotations

from ..model.json import to_json
from .base import Emission, Page, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    page = Page(
        path=f"model/{request.package}.json",
        template="model/model.json.j2",
        variables={"text": to_json(request.model)},
    )
    return Emission(pages=(page,))


TARGET = Target(
    name="model",
    summary="The intermediate model as JSON: model/PACKAGE.json.",
    emit=_emit,
)
