"""The target `typeddicts`: typed_dicts.py."""

from __future__ import annotations

from ...python.plan import plan_module
from ...python.spelling import TYPED_DICTS
from .._modules import module_pages
from ..base import Emission, Export, Request
from . import TARGET

__all__ = ["emit"]


def emit(request: Request) -> Emission:
    """The module `typed_dicts`."""
    module = plan_module(request.model, request.names, TYPED_DICTS, "typed_dicts")
    title = f"The declarations of the {request.model.spec.name}, as TypedDicts."
    pages = module_pages(request, "typed_dicts", "typeddicts/typed_dicts.py.j2", title, module)
    export = Export("typed_dicts", module.names, fallback=True, whole=True)
    without = frozenset(name for name in TARGET.runtime if f".{name}" not in module.imported)
    return Emission(pages=pages, exports=(export,), without=without)
