"""The `dataclass` of this package: the standard library's, made on demand.

The decorator only gives the class its slots, which is all that decoding needs. `__init__`,
`__eq__`, `__repr__` and what `dataclasses` asks of a class come from the standard library's
own decorator when one of them is first used: to compile all would make the import slow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass", "deprecated"]

if TYPE_CHECKING:
    from dataclasses import dataclass

    from typing_extensions import deprecated
else:
    from ._unset import UNSET, advise_yaml

    def deprecated(_message):
        """PEP 702, for type checkers alone: a decorator that changes nothing."""
        return lambda decorated: decorated

    _MADE_LATER = (
        "__init__",
        "__repr__",
        "__eq__",
        "__replace__",
        "__dataclass_fields__",
        "__dataclass_params__",
    )

    def dataclass(*, slots, kw_only=False):
        """`dataclasses.dataclass(slots=True, kw_only=...)`, with the rest made when used."""

        def decorate(cls):
            namespace = dict(cls.__dict__)
            names = tuple(cls.__annotations__)
            defaults = {n: namespace.pop(n) for n in names if n in namespace}
            namespace.pop("__dict__", None)
            namespace.pop("__weakref__", None)
            plan = _Plan(defaults, kw_only)
            namespace.update(_LATER, __plan__=plan)
            namespace["__slots__"] = names
            namespace["__match_args__"] = () if kw_only else names
            namespace["__hash__"] = None
            namespace["__qualname__"] = cls.__qualname__
            plan.cls = type(cls)(cls.__name__, cls.__bases__, namespace)
            return plan.cls

        return decorate

    class _Plan:
        """A class and its options, for the standard library's decorator to finish later."""

        __slots__ = ("cls", "defaults", "kw_only")

        def __init__(self, defaults, kw_only):
            self.defaults = defaults
            self.kw_only = kw_only

        def finish(self):
            """Give the class what the standard library makes for its twin."""
            import dataclasses

            cls = self.cls
            shared = ("__annotations__", "__module__", "__qualname__", "__doc__")
            namespace = {name: getattr(cls, name) for name in shared} | self.defaults
            twin = type(cls.__name__, (), namespace)
            made = vars(dataclasses.dataclass(slots=True, kw_only=self.kw_only)(twin))
            made = {name: made[name] for name in _MADE_LATER if name in made}
            made["__repr__"] = _representation(made["__repr__"])
            for name, value in made.items():
                setattr(cls, name, value)
            advise_yaml(cls)
            return made

    def _representation(standard):
        """The standard library's `__repr__` of a class, without absent fields."""
        from functools import wraps
        from reprlib import recursive_repr

        def represent(self):
            fields = [(name, getattr(self, name)) for name in self.__dataclass_fields__]
            shown = [f"{name}={got!r}" for name, got in fields if got is not UNSET]
            return f"{self.__class__.__qualname__}({', '.join(shown)})"

        # `wraps`, since `pprint` knows a dataclass by what its `__repr__` wraps.
        made = wraps(standard.__wrapped__)(recursive_repr()(represent))
        made.__qualname__ = standard.__qualname__
        return made

    class _Later:
        """An attribute of each class that the first use of it makes."""

        __slots__ = ("name",)

        def __init__(self, name):
            self.name = name

        def __get__(self, instance, owner):
            made = owner.__plan__.finish()
            if self.name not in made:
                raise AttributeError(self.name)
            value = made[self.name]
            get = getattr(value, "__get__", None)
            return value if get is None else get(instance, owner)

    _LATER = {name: _Later(name) for name in _MADE_LATER}
