"""Generate packages in tests: in memory, on the disk, imported under a new name."""

from __future__ import annotations

import importlib
import importlib.util
import json
import py_compile
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from realtime_codegen.pipeline import Options, Result, compile_spec
from realtime_codegen.targets import target_names
from realtime_codegen.text.source import DiskFiles, Files, MemoryFiles

__all__ = [
    "ALL_TARGETS",
    "ENTRY",
    "RUNTIME",
    "compiled",
    "compiled_folder",
    "compiled_text",
    "exactly",
    "forget",
    "import_package",
    "reader_of",
    "share_runtime",
    "tree_of",
    "write_tree",
]

ALL_TARGETS = target_names()
ENTRY = "input.d.ts"
RUNTIME = tuple(
    sorted(path.stem for path in (Path(__file__).parents[2] / "codegen" / "runtime").glob("*.py"))
)
"""The modules that are copied into packages verbatim."""

_ANY_OF_RUNTIME = "|".join(RUNTIME)
_FROM_RUNTIME = re.compile(
    rf"^(\s*from )\.(?=({_ANY_OF_RUNTIME}) import\b| import ({_ANY_OF_RUNTIME})\b)", re.MULTILINE
)


def compiled(files: Files, package: str, entry: str = ENTRY, **options: Any) -> Result:
    """Compile a spec, with every target unless `targets` limits them."""
    return compile_spec(
        files, entry, Options(**{"targets": ALL_TARGETS, **options, "package": package})
    )


def compiled_text(text: str, package: str, **options: Any) -> Result:
    """Compile one file with this text; an error fails the test."""
    result = compiled(MemoryFiles({ENTRY: text.encode()}), package, **options)
    assert not result.failed, result.diagnostics
    return result


def compiled_folder(folder: Path, package: str, **options: Any) -> Result:
    """Compile the entry of a folder."""
    return compiled(DiskFiles(folder), package, **options)


def write_tree(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder, byte for byte."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def share_runtime(files: Mapping[str, str]) -> dict[str, str]:
    """The modules of a package inside of a package that has the copied modules.

    Only the imports of the copied ones are changed, so that tools read these once for many
    packages.
    """
    shared: dict[str, str] = {}
    for path, text in files.items():
        if path.endswith(".py") and Path(path).stem in RUNTIME:
            shared[Path(path).name] = text
        elif path.endswith(".py"):
            shared[path] = _FROM_RUNTIME.sub(r"\1..", text)
    return shared


def tree_of(folder: Path) -> dict[str, bytes]:
    """The files below a folder, except for Python's caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def reader_of(package: str, name: str) -> Callable[[Any], Any]:
    """The reader that an imported package has for values of a declaration.

    Unions of events are read as messages alone, where nothing else refers to them.
    """
    codec = importlib.import_module(f"{package}.codec")._codec
    shapes = importlib.import_module(f"{package}._shapes")
    target = shapes.resolved(codec.shapes, shapes.Named(name))
    if isinstance(target, shapes.Tagged) and target.absent is None:
        read: Callable[[Any], Any] = codec.event_reader(name)
    else:
        read = codec.reader(shapes.Named(name))
    return read


def forget(package: str) -> None:
    """Forget that a package, and what is in it, was imported."""
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]


def import_package(folder: Path, files: Mapping[str, str], package: str) -> ModuleType:
    """Write a package below a folder and import it. Its name has to be new to the process."""
    assert package not in sys.modules, f"{package} is imported already"
    write_tree(folder, files)
    for name, text in files.items():
        if name.endswith(".py") and Path(name).stem in RUNTIME:
            _precompile(folder / name, text)
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        module = importlib.import_module(package)
        for path in sorted((folder / package).glob("*.py")):
            if path.stem != "__init__":
                importlib.import_module(f"{package}.{path.stem}")
    finally:
        sys.path.remove(str(folder))
    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(folder)
    return module


_BYTECODE: dict[str, bytes] = {}
"""Copied modules that this process has compiled, by their text."""


def _precompile(path: Path, text: str) -> None:
    """Put the bytecode beside a copied module, which is the same in hundreds of packages.

    A file of bytecode may only be copied if it is not checked against its source. The import system
    sets the path of the module in the code.
    """
    cached = Path(importlib.util.cache_from_source(str(path)))
    if text not in _BYTECODE:
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(path), cfile=str(cached), doraise=True, invalidation_mode=mode)
        _BYTECODE[text] = cached.read_bytes()
    cached.parent.mkdir(exist_ok=True)
    cached.write_bytes(_BYTECODE[text])


def exactly(value: object) -> str:
    """A text that two JSON values share only if they are equal, `1`, `1.0` and `true` apart."""
    return json.dumps(value, sort_keys=True)
