"""The target `dataclasses`: models.py and codec.py."""

from __future__ import annotations

from ..codec import codec_parts
from ..python.plan import plan_module
from ..python.printer import all_of
from ..python.spelling import DATACLASSES
from .base import Emission, Export, Page, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    module = plan_module(request.model, request.names, DATACLASSES)
    models = Page(
        path=f"{request.package}/models.py",
        template="dataclasses/models.py.j2",
        variables={
            "header_lines": request.header,
            "title": f"The declarations of the {request.model.spec.name}, as dataclasses.",
            "module": module,
            "exported": all_of(module.names),
        },
        defines=module.defines,
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
