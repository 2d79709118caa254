"""Events with parts set by hand, to write them with the native core and without."""

from __future__ import annotations

import enum
import random
import sys
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any, Final

__all__ = ["with_parts_set"]


class _Text(str):
    __slots__ = ()


class _Integer(int):
    pass


class _Number(float):
    pass


class _Elements(list[Any]):
    pass


class _Color(enum.Enum):
    RED = "red"


class _Level(enum.IntEnum):
    HIGH = 1


class _Meta(type):
    def __hash__(cls) -> int:
        raise ValueError("a class that cannot be a key")


class _Odd(metaclass=_Meta):
    pass


_TEXTS: Final = (
    *("", "plain", 'q"b\\s/', "\b\f\n\r\t", "\x00\x1f", "\x7f", "\x80\xff", "é", "\u2028", "😀"),
    *("\ud800", "\udc00\ud800", "\ud83d\ude00", "A" * 7 + "\x7f", "A" * 8 + '"', "A" * 63 + "\\"),
    *("A" * 64 + "é", "A" * 5000, "A" * 5000 + "\n", "😀" * 3000, "é" * 5000, "\n" * 5000),
)
_NUMBERS: Final = (
    *(0, 1, -1, 10**18, -(10**18), 2**63 - 1, -(2**63), 2**63, 2**64, 10**400, 10**5000),
    *(0.0, -0.0, 1.0, 0.06, 0.8, 1.1, 100.5, 1e16, 9999999999999998.0, 1e22, 1e-4, 1e-5, 0.001),
    *(5e-324, 0.1 + 0.2, 99999999.9999999, 1e8, 0.0010000000000000002, 2**53 + 0.0),
    *(1 / 3, 123456.789012, 0.000999999, 1.7976931348623157e308),
    *(float("nan"), float("inf"), float("-inf")),
)


def with_parts_set(package: ModuleType, event: Any, seed: int) -> Any:
    """An event after some of its parts were set, or a value that holds it.

    Two packages with equal events give equal ones for one seed.
    """
    maker = _Maker(package, random.Random(seed))
    for _ in range(maker.rand.randrange(1, 4)):
        maker.set_part(event)
    return maker.holder(event) if maker.rand.random() < 0.3 else event


@cache
def _classes(models: Any) -> list[Any]:
    values = [getattr(models, name) for name in sorted(models.__all__)]
    return [value for value in values if isinstance(value, type)]


class _Maker:
    def __init__(self, package: ModuleType, rand: random.Random) -> None:
        self.package: Any = package
        self.rand = rand
        self.models = sys.modules[f"{package.__name__}.models"]
        self.classes = _classes(self.models)

    def is_instance(self, value: Any) -> bool:
        return type(value).__module__ == self.models.__name__

    def instances(self, value: Any, depth: int = 0) -> list[Any]:
        """The instances of the package's classes in a value, itself first."""
        if depth > 8:
            return []
        parts: list[Any] = []
        if self.is_instance(value):
            parts = [getattr(value, name, None) for name in type(value).__slots__]
        elif type(value) is list:
            parts = value[:20]
        elif type(value) is dict:
            parts = list(value.values())[:20]
        own = [value] if self.is_instance(value) else []
        return own + [instance for part in parts for instance in self.instances(part, depth + 1)]

    def set_part(self, event: Any) -> None:
        """Set, delete or wrap one attribute of an instance in the event."""
        instances = self.instances(event)
        if not instances:
            return
        target = self.rand.choice(instances)
        *names, others = type(target).__slots__
        if not names or self.rand.random() < 0.15:
            setattr(target, others, self.others(names))
            return
        name = self.rand.choice(names)
        way = self.rand.random()
        if way < 0.03 and hasattr(target, name):
            delattr(target, name)
        elif way < 0.06:
            setattr(target, name, target)
        else:
            setattr(target, name, self.value())

    def others(self, names: list[str]) -> Any:
        return self.rand.choice(
            (
                None,
                {},
                [],
                {"new": self.value(), "ä\x7f": 1},
                {self.rand.choice(names) if names else "type": self.value()},
                {_Text("sub"): 1},
                {1: 2},
                OrderedDict(new=self.value()),
                "text",
            )
        )

    def value(self, depth: int = 0) -> Any:
        """Any value: scalars, containers, and instances of all kinds."""
        ways: tuple[Callable[[], Any], ...] = (
            lambda: self.rand.choice(_TEXTS),
            lambda: self.rand.choice(_NUMBERS),
            lambda: self.rand.choice((None, True, False, self.package.UNSET)),
            lambda: round(
                self.rand.random() * 10 ** self.rand.randrange(9), self.rand.randrange(9)
            ),
            lambda: self.rand.uniform(-1, 1) * 10.0 ** self.rand.randrange(-20, 20),
            lambda: self.rand.choice(
                (
                    _Text("x"),
                    _Integer(3),
                    _Number(2.5),
                    _Color.RED,
                    _Level.HIGH,
                    b"x",
                    {1, 2},
                    _Odd(),
                )
            ),
            self.instance,
            lambda: [self.value(depth + 1) for _ in range(self.rand.choice((0, 1, 3, 8, 9, 12)))],
            lambda: [self.instance() for _ in range(self.rand.choice((1, 9)))],
            lambda: [self.rand.choice((1, "x", None)), *(self.instance() for _ in range(9))],
            lambda: {f"k{number}": self.value(depth + 1) for number in range(3)},
            lambda: self.rand.choice(({1: 2}, {None: 1}, {"a": {2.5: True}}, {_Text("x"): 1})),
            lambda: self.rand.choice((OrderedDict(a=1), _Elements([1]), (1, 2), ())),
            lambda: self.package.UnknownEvent("new", {"type": "new", "a": [self.instance()]}),
            self.nested,
        )
        return self.rand.choice(ways if depth < 3 else ways[:6])()

    def nested(self) -> Any:
        value: Any = self.instance()
        for _ in range(self.rand.choice((55, 62, 63, 64, 70))):
            value = self.rand.choice(([value], {"a": value}))
        return value

    def instance(self) -> Any:
        """An instance of some class, or of a class made of it, with few fields."""
        cls = self.rand.choice(self.classes)
        *names, others = cls.__slots__
        if self.rand.random() < 0.1:
            cls = type("Derived", (cls,), self.rand.choice(({}, {"__slots__": ("more",)})))
        made = object.__new__(cls)
        setattr(made, others, self.package.UNSET)
        for name in names:
            value = self.rand.choice((self.package.UNSET, "x", 1, name))
            setattr(made, name, value)
        return made

    def holder(self, event: Any) -> Any:
        return self.rand.choice(
            (
                [event],
                [event] * 9,
                [1, event] * 5,
                {"a": event},
                [[event], {"b": [event]}],
                (event,),
                self.package.UnknownEvent("x", {"a": event}),
                None,
                self.rand.choice(_TEXTS),
                self.rand.choice(_NUMBERS),
            )
        )
