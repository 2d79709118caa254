"""Check values against annotations at every depth."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

__all__ = ["hints_of", "members_of", "misfit"]


def misfit(value: Any, hint: Any, module: ModuleType, path: str = "$") -> str | None:
    """The first place where a value does not fit its annotation; None if there is none.

    The fields of dataclasses and the keys of TypedDicts are checked too. `module` is that of the
    annotation; a tuple type is for a JSON array, which is a list. A whole number may be an int or a
    float, as JSON has one kind of number, but it is never a bool.
    """
    hint = _evaluated(hint, module)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return None
    if origin is typing.Union or type(hint).__name__ == "UnionType":
        return _union_misfit(value, arguments, module, path)
    if origin is typing.Literal:
        return (
            None
            if any(_is_literal(value, argument) for argument in arguments)
            else _no(value, hint, path)
        )
    if origin is list:
        if type(value) is not list:
            return _no(value, hint, path)
        items: Any = enumerate(value)
        return _first(misfit(v, arguments[0], module, f"{path}[{i}]") for i, v in items)
    if origin is dict:
        if type(value) is not dict or any(type(key) is not str for key in value):
            return _no(value, hint, path)
        return _first(misfit(v, arguments[1], module, f"{path}[{k!r}]") for k, v in value.items())
    if origin is tuple:
        fits = type(value) is list and _fits_tuple(value, arguments, module)
        return None if fits else _no(value, hint, path)
    if typing.is_typeddict(hint):
        return _key_misfit(value, hint, module, path)
    if dataclasses.is_dataclass(hint):
        if type(value) is not hint:
            return _no(value, hint, path)
        return _first(
            misfit(getattr(value, name), annotation, module, f"{path}.{name}")
            for name, annotation in hints_of(hint).items()
        )
    if hint is None:
        hint = type(None)
    if hint is float:
        return None if type(value) in (int, float) else _no(value, hint, path)
    return None if type(value) is hint else _no(value, hint, path)


def hints_of(cls: Any) -> dict[str, Any]:
    """The annotations of a class, evaluated."""
    return dict(_hints(cls))


def members_of(hint: Any, module: ModuleType) -> list[Any]:
    """The members of a union, nested ones flattened; any other annotation as it is."""
    hint = _evaluated(hint, module)
    if typing.get_origin(hint) is typing.Union or type(hint).__name__ == "UnionType":
        return [
            inner for argument in typing.get_args(hint) for inner in members_of(argument, module)
        ]
    return [hint]


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _evaluated(hint: Any, module: ModuleType) -> Any:
    """Resolve a string annotation in a module."""
    while isinstance(hint, str | typing.ForwardRef):
        hint = eval(hint if isinstance(hint, str) else hint.__forward_arg__, vars(module))
    return hint


def _first(misfits: Iterator[str | None]) -> str | None:
    return next((text for text in misfits if text is not None), None)


def _no(value: Any, hint: Any, path: str) -> str:
    return f"{path} is annotated {hint}, and is {type(value).__name__} {value!r:.200}"


def _union_misfit(
    value: Any, members: tuple[Any, ...], module: ModuleType, path: str
) -> str | None:
    """None if any member fits; otherwise the misfit in the member that the value resembles."""
    problems = []
    for member in members:
        problem = misfit(value, member, module, path)
        if problem is None:
            return None
        problems.append(problem)
    inside = [problem for problem in problems if not problem.startswith(f"{path} ")]
    union = " | ".join(map(str, members))
    return inside[0] if inside else _no(value, union, path)


def _is_literal(value: Any, literal: Any) -> bool:
    if isinstance(literal, bool) or isinstance(value, bool):
        return value is literal
    return type(value) in (int, float, str) and bool(value == literal)


def _key_misfit(value: Any, hint: Any, module: ModuleType, path: str) -> str | None:
    if type(value) is not dict or not hint.__required_keys__ <= value.keys():
        return _no(value, hint, path)
    return _first(
        misfit(value[key], annotation, module, f"{path}[{key!r}]")
        for key, annotation in hints_of(hint).items()
        if key in value
    )


def _fits_tuple(value: list[Any], items: tuple[Any, ...], module: ModuleType) -> bool:
    """Whether the elements of a list fit the items of a tuple, one of which may be unbounded."""
    if len(items) == 2 and items[1] is Ellipsis:
        return all(misfit(element, items[0], module) is None for element in value)
    spreads = [
        place for place, item in enumerate(items) if typing.get_origin(item) is typing.Unpack
    ]
    if not spreads:
        return len(value) == len(items) and all(
            misfit(v, item, module) is None for v, item in zip(value, items, strict=True)
        )
    [place] = spreads
    after = len(items) - place - 1
    if len(value) < place + after:
        return False
    end = len(value) - after
    [spread] = typing.get_args(items[place])
    element, _ = typing.get_args(spread)
    return (
        _fits_tuple(value[:place], items[:place], module)
        and all(misfit(inner, element, module) is None for inner in value[place:end])
        and _fits_tuple(value[end:], items[place + 1 :], module)
    )
