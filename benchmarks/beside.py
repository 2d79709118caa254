"""Measure a run of the command in this checkout, and in another one of the same project.

    python -m benchmarks.beside CHECKOUT SPEC [--runs N] [--import] [OPTION ...]

Whole processes in turn, each with the checkout's own code, compiled beforehand, and an empty cache
and output folder: the least CPU seconds, of the process in user and in system mode together, the
least peak memory, and the ratio to the other checkout. OPTION is handed to the command as it is.
Then what was made: the lines of Python, the megabytes of `codec.py` and `_schema.py` together, and
with `--import` the CPU seconds of importing it above an empty process, without compiled files and
with them. The table is Markdown. Only for systems that have `wait4`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
_PARTS: Final = {"realtime_codegen": "codegen", "templates": "templates", "spec": "spec"}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds and peak MiB of a process."""

    cpu: float
    mib: float


def least(costs: list[Cost]) -> Cost:
    """The least of each figure."""
    return Cost(min(cost.cpu for cost in costs), min(cost.mib for cost in costs))


def measure(command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command and discard its output. Raises CalledProcessError if it fails."""
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def installed(checkout: Path, folder: Path) -> dict[str, str]:
    """An environment with a checkout as the distribution, and caches below a folder."""
    path = folder / "path"
    path.mkdir(parents=True)
    for name, part in _PARTS.items():
        (path / name).symlink_to(checkout.resolve() / part)
    caches = {"PYTHONPYCACHEPREFIX": folder / "compiled", "XDG_CACHE_HOME": folder / "cache"}
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(path), **{name: str(at) for name, at in caches.items()}}


def package_in(output: Path) -> Path:
    """The package in an output folder."""
    return next(output.rglob("__init__.py")).parent


def importing(package: Path, environment: dict[str, str]) -> tuple[float, float]:
    """CPU seconds of an import above an empty process: without and with bytecode."""
    folder = Path(environment["PYTHONPYCACHEPREFIX"]).with_name("of_the_package")
    own = {**environment, "PYTHONPATH": str(package.parent), "PYTHONPYCACHEPREFIX": str(folder)}
    empty = least([measure([sys.executable, "-c", "pass"], own) for _ in range(3)]).cpu
    command = [sys.executable, "-c", f"import {package.name}"]
    first = measure(command, own).cpu
    return first - empty, least([measure(command, own) for _ in range(3)]).cpu - empty


def compare(options: argparse.Namespace, more: list[str], work: Path) -> None:
    """Measure the checkouts in turn and print the table."""
    checkouts = {"other": options.checkout, "this": ROOT}
    environments = {name: installed(at, work / name) for name, at in checkouts.items()}
    outputs = {name: work / name / "output" for name in checkouts}
    costs: dict[str, list[Cost]] = {name: [] for name in checkouts}
    for turn in range(options.runs + 1):
        for name, environment in environments.items():
            for used in (outputs[name], work / name / "cache"):
                shutil.rmtree(used, ignore_errors=True)
            command = [sys.executable, "-m", "realtime_codegen", options.spec, *more]
            cost = measure([*command, "-o", str(outputs[name])], environment)
            if turn:  # The first one compiles.
                costs[name].append(cost)
    base = least(costs["other"]).cpu
    print(
        "| checkout | CPU s | MiB | ratio | lines | codec + shapes, MB | import, cold / warm, s |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, environment in environments.items():
        cost = least(costs[name])
        package = package_in(outputs[name])
        lines = sum(path.read_bytes().count(b"\n") for path in package.rglob("*.py"))
        sizes = ((package / part).stat().st_size for part in ("codec.py", "_schema.py"))
        cells = [name, f"{cost.cpu:.3f}", f"{cost.mib:.0f}", f"{cost.cpu / base:.3f}"]
        cells += [f"{lines:,}", f"{sum(sizes) / 1e6:.1f}", ""]
        if options.imports:
            cells[-1] = " / ".join(f"{took:.3f}" for took in importing(package, environment))
        print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("checkout", type=Path, help="the folder of the other checkout")
    parser.add_argument("spec", help="the file of declarations")
    parser.add_argument("--runs", type=int, default=9, help="counted runs of each")
    parser.add_argument("--import", dest="imports", action="store_true", help="import what is made")
    options, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(options, more, Path(folder))


if __name__ == "__main__":
    main()
