"""The page `__init__` of a package: the exports of all targets of a run, and the spec."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import SpecInfo
from ..python.package import LAZY, SPEC, init_parts
from .base import Emission, Export, Page, Request

__all__ = ["init_page"]


def init_page(request: Request, emissions: Sequence[Emission]) -> Page:
    """The package's `__init__`: everything public, and SPEC."""
    exports = [export for emission in emissions for export in emission.exports]
    eager, later, modules = _settled(exports)
    parts = init_parts(
        [(export.module, export.names) for export in eager],
        [(export.module, export.names) for export in later],
        modules,
        _spec_entries(request.model.spec),
        _listed(exports, eager),
    )
    lazily = {LAZY} if parts["lazy_table"] else set()
    return Page(
        path=f"{request.package}/__init__.py",
        template="_shared/__init__.py.j2",
        variables={"header_lines": request.python_header, "spec": request.model.spec, **parts},
        defines=frozenset({SPEC, *lazily}),
    )


def _spec_entries(spec: SpecInfo) -> tuple[tuple[str, str], ...]:
    """The entries of the constant `SPEC`."""
    published = (("source", spec.source), ("integrity", spec.integrity)) if spec.source else ()
    own = (("name", spec.name), ("version", spec.version), ("sha256", spec.sha256))
    return own + published


def _listed(exports: Sequence[Export], eager: Sequence[Export]) -> str:
    """The eager module whose exports are its whole `__all__`, the longest one; "" for none."""
    settled = {export.module: export.names for export in eager}
    whole = [
        export
        for export in exports
        if export.whole and settled.get(export.module) == tuple(sorted(export.names))
    ]
    return max(whole, key=lambda export: len(export.names)).module if whole else ""


def _settled(
    exports: Sequence[Export],
) -> tuple[tuple[Export, ...], tuple[Export, ...], tuple[str, ...]]:
    """Split exports into eager and lazy ones, and modules that are loaded lazily.

    A fallback loses the names that others export; if it has none left, its module is an alternative
    to another with the same names, and stays accessible as a module.
    """
    merged: dict[tuple[bool, str], tuple[str, ...]] = {}
    modules: list[str] = []
    for export in sorted(exports, key=lambda export: export.fallback):
        taken = {name for names in merged.values() for name in names}
        names = tuple(name for name in export.names if not export.fallback or name not in taken)
        key = (export.lazy, export.module)
        if names:
            merged[key] = tuple(sorted({*merged.get(key, ()), *names}))
        elif not export.module.startswith("_"):
            modules.append(export.module)
    eager, later = (
        tuple(Export(key[1], merged[key]) for key in sorted(merged) if key[0] == lazy)
        for lazy in (False, True)
    )
    return eager, later, tuple(sorted(modules))
