"""Import generated packages under a given name, with or without the native core."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

__all__ = ["load_package"]


def load_package(folder: Path, name: str, *, native: bool) -> ModuleType:
    """The package in a folder, imported as `name`. Raises ImportError without the core."""
    before = os.environ.get("REALTIME_NATIVE")
    os.environ["REALTIME_NATIVE"] = "1" if native else "0"
    try:
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None
        assert spec.loader is not None
        package = importlib.util.module_from_spec(spec)
        sys.modules[name] = package
        spec.loader.exec_module(package)
        importlib.import_module(f"{name}.codec")
    finally:
        del os.environ["REALTIME_NATIVE"]
        if before is not None:
            os.environ["REALTIME_NATIVE"] = before
    if bool(package.NATIVE) is not native:
        raise ImportError("the native core is not installed: make native")
    return package
