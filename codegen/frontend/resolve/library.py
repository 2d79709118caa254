"""The JSON forms of names in TypeScript's standard library."""

from __future__ import annotations

from typing import Final

from ...model import NULL, Primitive
from .library_lookup import all_keys, plain_name, value_name
from .semantics import (
    BIGINT,
    BOXES,
    DATE,
    FUNCTION,
    SYMBOL,
    UNDEFINED,
    URL,
    LibraryFunction,
    TUnion,
    TypeTerm,
)
from .symbols import Symbol, adds_nothing, is_of_node

__all__ = [
    "ARITIES",
    "CONVERTED",
    "GLOBAL",
    "INSTANCES",
    "LIBRARY_NAMESPACES",
    "LISTS",
    "MADE_OF_ANY",
    "WRAPPERS",
    "global_name",
    "global_value",
    "is_global",
    "library_function",
    "library_result",
    "repeats_library",
]

CONVERTED: Final[dict[str, TypeTerm]] = {
    # JSON.stringify calls toJSON, which returns a string for these.
    "Date": DATE,
    "URL": URL,
    **{box.name: box for box in BOXES},
    "Object": Primitive("defined"),
    "Function": FUNCTION,
    "CallableFunction": FUNCTION,
    "NewableFunction": FUNCTION,
    "Symbol": SYMBOL,
    "PropertyKey": TUnion((Primitive("string"), Primitive("number"), SYMBOL)),
    # It sets the type of `this` in methods, and is no data.
    "ThisType": Primitive("defined"),
    # The grammar parses the keyword only as a name.
    "bigint": BIGINT,
}
"""Library types with a plain JSON form."""


LISTS: Final = ("Array", "ReadonlyArray")
"""The library's lists, which stay lists in JSON whatever is added to them."""


def is_global(symbol: Symbol) -> bool:
    """Whether a name is declared for all files, by a script or a global block.

    TypeScript: it is merged with the library's type of that name.
    """
    scope = symbol.scope
    return scope.origin == "global" or not (scope.parent or scope.module.syntax.is_module)


def repeats_library(symbol: Symbol) -> bool:
    """Whether a global name of the library is declared again, and means what it means there.

    It does without members, or by Node's types; what is added to a list is not in JSON.
    """
    if symbol.name in LISTS:
        return is_global(symbol) and symbol.of_kind("interface") == symbol.declarations
    if symbol.name in CONVERTED:
        return is_global(symbol) and adds_nothing(symbol)
    if not is_global(symbol) or not adds_nothing(symbol) or is_of_node(symbol):
        return False
    from .library_names import OPAQUE

    return symbol.name in OPAQUE


ARITIES: Final[dict[str, int]] = {
    **dict.fromkeys(("Array", "ReadonlyArray", "Set", "ReadonlySet", "WeakSet", "Promise"), 1),
    **dict.fromkeys(("PromiseLike", "ArrayLike", "ConcatArray", "Readonly", "NoInfer"), 1),
    **dict.fromkeys(("WeakRef", "FinalizationRegistry"), 1),
    **dict.fromkeys(("Map", "ReadonlyMap", "WeakMap"), 2),
}
"""The number of type arguments of generic types of the library, utilities left out."""
MADE_OF_ANY: Final = frozenset({"Array", "Map", "Set", "WeakMap", "WeakSet"})
"""The classes that a class can extend without arguments, which are any then."""

WRAPPERS: Final = frozenset({"NoInfer", "Readonly"})
"""Generic library types whose JSON form is that of their argument."""

LIBRARY_NAMESPACES: Final = frozenset(
    {"Intl", "NodeJS", "WebAssembly", "globalThis", "React", "JSX"}
)
"""Namespaces of library types."""

_FUNCTIONS: Final = frozenset(
    """
    addEventListener alert atob blur btoa cancelAnimationFrame cancelIdleCallback captureEvents
    clearInterval clearTimeout close confirm createImageBitmap decodeURI decodeURIComponent
    dispatchEvent encodeURI encodeURIComponent escape eval fetch focus getComputedStyle
    getSelection isFinite isNaN matchMedia moveBy moveTo open parseFloat parseInt postMessage
    print prompt queueMicrotask releaseEvents removeEventListener reportError
    requestAnimationFrame requestIdleCallback resizeBy resizeTo scroll scrollBy scrollTo
    setInterval setTimeout stop structuredClone toString unescape
    """.split()
)

_CLASSES: Final = frozenset({"Array", "Audio", "Image", "Option", "Proxy"})
"""Values that are constructors, though no type of the library has their name, or another form."""


_RESULTS: Final[dict[str, TypeTerm]] = {
    **dict.fromkeys(
        "atob btoa decodeURI decodeURIComponent encodeURI encodeURIComponent".split(),
        Primitive("string"),
    ),
    **dict.fromkeys(
        """
        parseFloat parseInt requestAnimationFrame requestIdleCallback setInterval setTimeout
        """.split(),
        Primitive("number"),
    ),
    **dict.fromkeys("confirm isFinite isNaN".split(), Primitive("boolean")),
    "prompt": TUnion((Primitive("string"), NULL)),
}
"""What global functions return, timers in browsers a number."""


_NUMBERS: Final = ("NaN", "Infinity")


def global_name(path: tuple[str, ...]) -> tuple[str, ...]:
    """The dotted name of a value without the global object before it."""
    return path[1:] if path[0] in ("globalThis", "window", "self") and path[1:] else path


def library_result(path: tuple[str, ...]) -> TypeTerm | None:
    """The type that a global function returns, by its dotted name; None if it is not known."""
    name = global_name(path)
    return _RESULTS.get(name[0]) if len(name) == 1 else None


def library_function(name: str) -> TypeTerm | None:
    """The type of a library name that means functions or classes; None for another name."""
    term = plain_name(name)
    if isinstance(term, TUnion) and FUNCTION in term.members:
        return TUnion((FUNCTION, NULL))
    return LibraryFunction("function", name) if term == FUNCTION else None


GLOBAL: Final = "typeof globalThis"
"""The class of the global object: a window that has the global values as well."""

INSTANCES: Final = {
    "Atomics": "Atomics",
    "JSON": "JSON",
    "Math": "Math",
    "NodeFilter": "typeof NodeFilter",
    "console": "Console",
    "crypto": "Crypto",
    "customElements": "CustomElementRegistry",
    "document": "Document",
    "globalThis": GLOBAL,
    "history": "History",
    "localStorage": "Storage",
    "location": "Location",
    "navigator": "Navigator",
    "performance": "Performance",
    "screen": "Screen",
    "self": GLOBAL,
    "sessionStorage": "Storage",
    "window": GLOBAL,
}
"""The library classes of values that are there for every program."""


_WITHOUT_HANDLER: Final = frozenset(
    "DOMContentLoaded compositionend compositionstart compositionupdate focusin focusout".split()
)
"""The events of a window that are only listened to."""


def _handler(event: str) -> TypeTerm | None:
    """The type of the global handler of an event, such as `onclick`; None if there is none."""
    if event in _WITHOUT_HANDLER or event not in (all_keys("WindowEventMap") or ()):
        return None
    # No browser without a screen that is touched has these.
    absent = (UNDEFINED,) if event.startswith("touch") else ()
    return TUnion((FUNCTION, NULL, *absent))


def global_value(path: tuple[str, ...]) -> tuple[TypeTerm, tuple[str, ...]] | None:
    """The type of a library value by its dotted name, and the names that are left to look up.

    It is a function, a class or a number. None for another value.
    """
    from .library_names import OPAQUE

    name, *rest = global_name(path)
    term: TypeTerm | None = None
    if name in _NUMBERS:
        term = Primitive("number")
    elif name == "undefined":
        term = UNDEFINED
    elif name in INSTANCES:
        return None
    elif name.startswith("on"):
        term = _handler(name.removeprefix("on"))
    elif any(name in names for names in (_FUNCTIONS, _CLASSES, OPAQUE, CONVERTED)):
        term = LibraryFunction("function", value_name(name) or name)
    return None if term is None else (term, tuple(rest))
