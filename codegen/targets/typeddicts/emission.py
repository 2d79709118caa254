"""The target `typeddicts`: typed_dicts.py."""

from __future__ import annotations

from ...python.plan import plan_module
from ...python.printer import all_of
from ...python.spelling import TYPED_DICTS
from ..base import Emission, Export, Page, Request

__all__ = ["emit"]


def emit(request: Request) -> Emission:
    """The module `typed_dicts`."""
    module = plan_module(request.model, request.names, TYPED_DICTS)
    page = Page(
        path=f"{request.package}/typed_dicts.py",
        template="typeddicts/typed_dicts.py.j2",
        variables={
            "header_lines": request.python_header,
            "title": f"The declarations of the {request.model.spec.name}, as TypedDicts.",
            "module": module,
            "exported": all_of(module.names),
        },
        defines=module.defines,
        data_only=True,
    )
    export = Export("typed_dicts", module.names, fallback=True, whole=True)
    return Emission(pages=(page,), exports=(export,))
