"""A package made from declarations by the command, for the proofs."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from realtime_codegen.model import Alias, Declaration, DeclId, Model, Opaque
from realtime_codegen.pipeline import Options, compile_spec, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles
from tests.oracle.typescript import Declared
from tests.tools.packages import write_tree

__all__ = ["Made", "generate", "generate_here", "ids_of", "names_of", "placed"]

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True)
class Made:
    """A generated package, what making it printed and cost: seconds of the processor, and memory.

    `names` are those of the declarations, by file (relative to the entry's) and path.
    """

    folder: Path
    package: str
    output: str
    seconds: float
    mebibytes: float
    names: Mapping[tuple[str, tuple[str, ...]], str]

    def name(self, declared: Declared) -> str | None:
        """The Python name of a declaration, or None if the model has it only in place."""
        return placed(self.names, declared)


def ids_of(model: Model) -> Mapping[tuple[str, tuple[str, ...]], DeclId]:
    """The declarations of a model by file and path."""
    by_path = {(ids.id.module, ids.id.path): ids.id for ids in model.declarations}
    # What cannot be imported is declared at no line of the file that imports it.
    placed = [(one.span, one.id) for one in model.declarations if one.span and not _is_missing(one)]
    # A `declare module` gives its name to what it declares; the compiler tells the file.
    for span, id_ in placed:
        by_path.setdefault((span.file, id_.path), id_)
    # What is exported under another name, or is added to a namespace of another file, is called
    # by that; the compiler tells the name it has. What is written in place begins with a dot.
    named = [(span, id_) for span, id_ in placed if not id_.path[-1].startswith(".")]
    lines = Counter((span.file, span.line) for span, _ in named)
    for span, id_ in named:
        if lines[span.file, span.line] == 1:
            by_path[span.file, (str(span.line),)] = id_
    return by_path


def _is_missing(declaration: Declaration) -> bool:
    """Whether a declaration stands for an import that cannot be resolved."""
    type_ = declaration.type if isinstance(declaration, Alias) else None
    return isinstance(type_, Opaque) and type_.reason == "the import cannot be resolved"


def placed(known: Mapping[tuple[str, tuple[str, ...]], Name], declared: Declared) -> Name | None:
    """What is known of a declaration by its path, or else by its line."""
    name = known.get((declared.file, declared.path))
    if name is None and len(declared.path) == 1:
        name = known.get((declared.file, (str(declared.line),)))
    return name


def names_of(entry: Path) -> Mapping[tuple[str, tuple[str, ...]], str]:
    """The Python names of a file's declarations, by file and path."""
    model = load_model(DiskFiles(entry.parent), entry.name, Options()).model
    if model is None:
        return {}
    names, _ = package_names(model, entry.name)
    return {place: names.declarations[id_] for place, id_ in ids_of(model).items()}


# The command, which leaves its own peak of memory (in KiB) in a file. That of `wait4` would be
# the peak of the process that started it, where that is larger.
_WITH_PEAK = """
import atexit, resource, runpy, sys

def note(path):
    try:
        lines = open("/proc/self/status").read().splitlines()
    except OSError:
        lines = []
    peaks = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    open(path, "w").write(peaks[0] if peaks else "0")

atexit.register(note, sys.argv.pop(1))
most = int(sys.argv.pop(1)) * 2**20
if most:
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
runpy.run_module("realtime_codegen", run_name="__main__", alter_sys=True)
"""


def generate(
    entry: Path,
    folder: Path,
    package: str,
    targets: tuple[str, ...] = ("typeddicts",),
    limits: tuple[float | None, int] = (None, 0),
) -> Made:
    """Run the command on a file; a run that fails raises with what it printed.

    `limits` are seconds, after which it raises TimeoutExpired, and MiB, of which 0 are any.
    """
    seconds_at_most, most = limits
    peak = folder / "peak"
    command = [sys.executable, "-c", _WITH_PEAK, str(peak), str(most), str(entry)]
    command += ["-o", str(folder)]
    command += ["--package", package, "--facts", "none"]
    for target in targets:
        command += ["--target", target]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=seconds_at_most,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    output = done.stdout + done.stderr
    if done.returncode != 0:
        raise RuntimeError(f"{entry.name}: exit code {done.returncode}\n{output[:3000]}")
    mebibytes = int(peak.read_text(encoding="ascii")) / 1024
    return Made(folder, package, output, seconds, mebibytes, names_of(entry))


def generate_here(entry: Path, folder: Path, package: str) -> Made:
    """What `generate` makes, in this process: quicker, and without a figure for the memory."""
    started = time.perf_counter()
    options = Options(targets=("typeddicts",), package=package)
    made = compile_spec(DiskFiles(entry.parent), entry.name, options)
    seconds = time.perf_counter() - started
    output = "\n".join(map(str, made.diagnostics))
    if made.failed:
        raise RuntimeError(f"{entry.name}: {output[:3000]}")
    write_tree(folder, made.files)
    return Made(folder, package, output, seconds, 0, names_of(entry))
