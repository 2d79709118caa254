"""Records: dataclasses that are quick to define, as a run of the command defines some hundred.

A type checker reads `dataclasses.dataclass` here, and enforces `frozen`, which at run time only
means that instances are hashable. `__init__` is compiled for each class; the other methods are
closures over the names of the fields. `dataclasses.fields` and `replace` work: their data is made
on demand. Decision 0034 has the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from dataclasses import MISSING, Field
    from operator import attrgetter

    _FIELDS = "__dataclass_fields__"
    _compared = set()
    """The classes whose instances are compared by their fields, and equal those of no other."""

    def dataclass(cls=None, *, frozen=False, eq=True, order=False, slots=False):
        """`dataclasses.dataclass`, as far as records need it.

        An ordered one is made by the standard library.
        """

        def decorate(cls):
            if order:
                return dataclasses.dataclass(cls, frozen=frozen, eq=eq, order=order, slots=slots)
            above = [vars(base)[_FIELDS].fields for base in cls.__bases__ if _FIELDS in vars(base)]
            new = {name: cls.__dict__.get(name, MISSING) for name in cls.__annotations__}
            fields = {
                name: given for inherited in (*above, new) for name, given in inherited.items()
            }
            methods = _methods(fields, frozen=frozen, eq=eq)
            methods["__init__"] = _first_call(fields, "__post_init__" in cls.__dict__)
            methods["__match_args__"] = tuple(n for n, given in fields.items() if _is_given(given))
            methods[_FIELDS] = _Fields(fields)
            own = dict(cls.__dict__)
            if slots:
                for name in (*new, "__dict__", "__weakref__"):
                    own.pop(name, None)
                methods["__slots__"] = tuple(new)
                cls = type(cls)(cls.__name__, cls.__bases__, {**methods, **own})
            else:
                for name, method in methods.items():
                    if name not in own:
                        setattr(cls, name, method)
                for name, given in new.items():
                    if isinstance(given, Field):
                        delattr(cls, name)
            if eq and "__eq__" not in own:
                _compared.add(cls)
            return cls

        return decorate if cls is None else decorate(cls)

    def _is_given(given):
        """Whether the constructor takes a field, by the default in the class body."""
        return not isinstance(given, Field) or given.init

    def _first_call(fields, has_post_init):
        """Make an `__init__` that compiles that of the class on the first call."""

        def __init__(self, *given, **named):  # noqa: N807
            cls = next(cls for cls in type(self).__mro__ if vars(cls).get("__init__") is __init__)
            cls.__init__ = _constructor(fields, has_post_init)
            cls.__init__(self, *given, **named)

        return __init__

    def _constructor(fields, has_post_init):
        """Compile the `__init__` of a class from the names of the class body."""
        names = {"MISSING": MISSING}
        head, lines = ["self"], []
        for name, given in fields.items():
            default = given.default if isinstance(given, Field) else given
            factory = given.default_factory if isinstance(given, Field) else MISSING
            value = name
            if factory is not MISSING:
                names[f"_make_{name}"] = factory
                value = f"_make_{name}()"
                if _is_given(given):
                    value += f" if {name} is MISSING else {name}"
                    default = MISSING
            if _is_given(given):
                has_default = default is not MISSING or factory is not MISSING
                names[f"_default_{name}"] = default
                head.append(f"{name}=_default_{name}" if has_default else name)
            if _is_given(given) or factory is not MISSING:
                lines.append(f" self.{name} = {value}")
        if has_post_init:
            lines.append(" self.__post_init__()")
        exec("\n".join([f"def __init__({', '.join(head)}):", *lines, " pass"]), names)
        return names["__init__"]

    def _methods(fields, *, frozen, eq):
        """Make the methods that show, compare and hash instances by their fields."""
        shown = [n for n, given in fields.items() if not isinstance(given, Field) or given.repr]
        methods = {"__repr__": _shower(shown)}
        if eq:
            values = _values(
                [n for n, given in fields.items() if not isinstance(given, Field) or given.compare]
            )

            def is_equal(self, other):
                if self is other:
                    return True
                if other.__class__ is self.__class__:
                    return values(self) == values(other)
                # A record of another class would be asked as well, and say the same.
                return False if other.__class__ in _compared else NotImplemented

            def hashed(self):
                return hash(values(self))

            methods["__eq__"] = is_equal
            methods["__hash__"] = hashed if frozen else None
        return methods

    def _values(names):
        """Make a function that returns the tuple of some attributes."""
        if not names:
            return lambda _: ()
        get = attrgetter(*names)
        return get if len(names) > 1 else lambda record: (get(record),)

    def _shower(names):
        def shown(self):
            fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{self.__class__.__qualname__}({fields})"

        return shown

    class _Fields:
        """The data that `dataclasses` needs of a class: its own decorator makes it for a twin."""

        def __init__(self, fields):
            self.fields = fields
            self.made = None

        def __get__(self, instance, owner):
            if self.made is None:
                given = {n: value for n, value in self.fields.items() if value is not MISSING}
                body = {"__annotations__": dict.fromkeys(self.fields, "object"), **given}
                twin = type("Twin", (), body)
                dataclasses.dataclass(twin, init=False, eq=False, repr=False)
                self.made = getattr(twin, _FIELDS)
            return self.made
