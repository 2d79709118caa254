"""The target `model`: the intermediate model as JSON, for other programs and for review."""

from __future__ import annotations

from ...model.json import to_json
from ..base import Emission, Page, Request

__all__ = ["emit"]


def emit(request: Request) -> Emission:
    """The model as one page of JSON."""
    page = Page(
        path=f"model/{request.package}.json",
        template="model/model.json.j2",
        variables={"text": to_json(request.model)},
    )
    return Emission(pages=(page,))
