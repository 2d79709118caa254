"""Count the parts of a spec's messages that the native core leaves to Python.

    python -m tests.tools.native_share ENTRY.d.ts [--facts FILE]

A sample of each class, and the same with a field that is not declared, is read as bytes, as text
and parsed: as the class, which is checked and written, and as each union of events, of which it may
be none. What counts is how often a function of the package was asked: for the whole message, or for
a part of it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.packages import load_package
from realtime_codegen.model import Interface, Model
from realtime_codegen.pipeline import Options, compile_spec, load_model
from realtime_codegen.python.names import Names
from realtime_codegen.runtime import _shapes as sh
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles, SourceFile
from realtime_codegen.wire.samples import Sampler, plain

from .packages import write_tree

__all__ = ["share"]


class _Counted:
    """The codec of a package, which counts what the core asks it for."""

    def __init__(self, codec: Any, asked: Counter[str]) -> None:
        self.codec = codec
        self.asked = asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self.codec, name)

    def reader(self, shape: sh.Shape) -> Callable[[Any], Any]:
        made: Callable[[Any], Any] = self.counting("part read", self.codec.reader(shape), shape)
        return made

    def check(self, shape: sh.Shape) -> Callable[[Any], Any]:
        made: Callable[[Any], Any] = self.counting("part checked", self.codec.check(shape), shape)
        return made

    def counting(self, what: str, call: Callable[..., Any], shape: Any = "") -> Any:
        """A function that is counted when it is called."""
        told = f"{what}: {type(shape).__name__} {getattr(shape, 'name', '')}".strip(" :")

        def counted(*arguments: Any) -> Any:
            self.asked[told if shape else what] += 1
            return call(*arguments)

        return counted


def _samples(model: Model, names: Names) -> Iterator[tuple[str, Any]]:
    """A sample of each class that has a value, by its name."""
    sampler = Sampler(model, names)
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            try:
                made = sampler.sampled(declaration.id)
            except ValueError:
                continue
            yield names.declarations[declaration.id], plain(made)


class _Calls:
    """The functions of a package with the core, whose way back to Python is counted."""

    def __init__(self, package: Any, asked: Counter[str]) -> None:
        codec = vars(sys.modules[f"{package.__name__}.codec"])["_codec"]
        self.package = package
        self.counted = _Counted(codec, asked)
        modules = ("_shapes", "_runtime", "_compile", "_unset")
        runtime = (sys.modules[f"{package.__name__}.{name}"] for name in modules)
        self.binding: Any = type(codec._binding)(self.counted, *runtime)
        names = codec._names
        whole = self.counted.counting
        self.codec = codec
        self.check = self.binding.checker(names, whole("whole checked", codec.check_message))
        self.write = self.binding.writer(names, whole("whole written", codec.text))
        unions = {name: sh.resolved(codec.shapes, sh.Named(name)) for name in codec.shapes}
        self.events = [
            self._event_reader(name, shape)
            for name, shape in unions.items()
            if isinstance(shape, sys.modules[f"{package.__name__}._shapes"].Tagged)
            and len(shape.path) == 1
            and all(isinstance(key, str) for key in shape.branches)
        ]

    def class_reader(self, name: str) -> Callable[[Any], Any]:
        cls = self.codec.class_of(name)
        plainly = self.counted.counting("whole read", partial(self.codec.read, cls))
        read: Callable[[Any], Any] = self.binding.class_reader(name, plainly)
        return read

    def _event_reader(self, name: str, shape: sh.Tagged) -> Callable[[Any], Any]:
        def make(branch: sh.Shape) -> Callable[[Any], Any]:
            reader = self.codec._event_branch(shape.path, branch)
            made: Callable[[Any], Any] = self.counted.counting("branch read", reader, branch)
            return made

        plainly = self.counted.counting("whole read", self.codec.event_reader(name))
        read: Callable[[Any], Any] = self.binding.event_reader(shape, make, plainly)
        return read

    def use(self, name: str, message: Any) -> None:
        """Read, check and write a sample of a class."""
        event = self.class_reader(name)(message)
        self.check(name, message, event)
        assert self.write(event) == self.codec.text(event)
        for read in self.events:
            event = read(message)
            assert self.write(event) == self.codec.text(event)


def share(entry: Path, facts: Path | None = None) -> tuple[int, Counter[str]]:
    """The number of samples, and the calls of Python by their kind."""
    source = None if facts is None else SourceFile(facts.name, facts.read_bytes())
    options = Options(facts=source, targets=("dataclasses",), package="shared")
    files = DiskFiles(entry.parent)
    model = load_model(files, entry.name, options).model
    assert model is not None
    names, _ = package_names(model, entry.name)
    asked: Counter[str] = Counter()
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        made = compile_spec(files, entry.name, options)
        assert not made.failed, made.diagnostics
        write_tree(Path(folder), made.files)
        name = f"shared_{len(sys.modules)}"
        calls = _Calls(load_package(Path(folder) / "shared", name, native=True), asked)
        for cls, value in _samples(model, names):
            for more in ({}, {"undeclared": {"a": [1]}}):
                text = json.dumps({**value, **more})
                for message in (text.encode(), text, {**value, **more}):
                    calls.use(cls, message)
                    count += 1
    return count, asked


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("entry", type=Path)
    parser.add_argument("--facts", type=Path)
    options = parser.parse_args()
    count, asked = share(options.entry, options.facts)
    told = ", ".join(f"{what} {number:,}" for what, number in sorted(asked.items()))
    sys.stdout.write(f"{count:,} messages, left to Python: {told or 'nothing'}\n")


if __name__ == "__main__":
    main()
