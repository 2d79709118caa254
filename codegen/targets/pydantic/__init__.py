"""The target `pydantic`: a model of pydantic for each class: pydantic_models.py."""

from __future__ import annotations

from ..base import Emission, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="pydantic",
    summary="Models of pydantic (2.9 and newer), as the dataclasses: pydantic_models.py.",
    emit=_emit,
    requires=("dataclasses",),
    modules=("pydantic_models",),
    runtime=("_members",),
    reserved=tuple(
        "_Annotated _Message _Nothing _SHAPES _TABLE _Table _Template"
        " _TypeAlias _TypeAliasType _UNIONS _UnknownEvent _ValueError _build _cast _choose"
        " _kept _member _member_of _p _read _refuse _sys _threading _unknown _unknown_event"
        " _unknown_names".split()
    ),
)
