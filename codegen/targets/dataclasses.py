"""The target `dataclasses`: models.py and codec.py."""

from __future__ import annotations

from ..codec import codec_parts
from ..python.plan import PyClass, plan_module
from ..spelling import DATACLASSES
from .base import Emission, Export, Page, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    module = plan_module(request.model, request.names, DATACLASSES)
    shadows = {f"_{name}" for d in module.definitions for name in d.shadows}
    models = Page(
        path=f"{request.package}/models.py",
        template="dataclasses/models.py.j2",
        variables={
            "header_lines": request.header,
            "title": f"The declarations of the {request.model.spec.name}, as dataclasses.",
            "module": module,
            "needs_dataclass": any(isinstance(d, PyClass) for d in module.definitions),
        },
        defines=frozenset(module.names) | shadows,
        data_only=True,
    )
    pages, exports = codec_parts(request)
    return Emission(
        pages=(models, *pages),
        exports=(Export("models", module.names), *exports),
        runtime=("_record", "_runtime", "_strict", "_wire"),
    )


TARGET = Target(
    name="dataclasses",
    summary="Dataclasses, and the codec that reads and writes them: models.py, codec.py.",
    emit=_emit,
)
