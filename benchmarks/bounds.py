"""What inputs of at most a megabyte cost: CPU seconds and peak memory of whole runs.

    python -m benchmarks.bounds [--kinds WORD ...] [--size BYTES]

The command writes the default targets of each text of `benchmarks.crafted`, and everything counts:
the parser, the types, the emission. The bar is 10 s of the processor and 1 GiB; what is above it is
marked. On a machine that does other work beside, the seconds are more: the pinned spec of the beta
is measured first, for scale, and takes 0.29 to 0.34 s with nothing beside.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .crafted import KINDS, SIZE

__all__ = ["Cost", "measure", "measure_file"]

SECONDS: Final = 10
MEBIBYTES: Final = 1024
_TIMEOUT: Final = 300
_PINNED: Final = (
    Path(__file__).parent.parent / "spec/openai-realtime-beta/resources/beta/realtime/realtime.d.ts"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took, and how it ended."""

    seconds: float
    mebibytes: float
    code: int
    size: int
    said: str

    @property
    def is_above(self) -> bool:
        """Whether it is above the bar."""
        return self.seconds > SECONDS or self.mebibytes > MEBIBYTES


_CHILD: Final = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=-3, stderr=subprocess.PIPE, timeout=%d)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, done.returncode)
print(done.stderr[-4000:].decode(errors="replace"))
"""


def measure(text: str) -> Cost:
    """One whole run of the command on a text, with the default targets."""
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "spec.d.ts"
        spec.write_text(text, encoding="utf-8")
        return measure_file(spec)


def measure_file(spec: Path) -> Cost:
    """One whole run of the command on a file, with the default targets."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "realtime_codegen", str(spec), "-o", f"{folder}/out"]
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _CHILD % _TIMEOUT, *command],
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,
        )
    figures, _, said = done.stdout.partition("\n")
    seconds, kibibytes, code = figures.split()
    return Cost(float(seconds), int(kibibytes) / 1024, int(code), spec.stat().st_size, said)


def main() -> None:
    """Print what each kind costs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kinds", nargs="*", default=[""], help="words of the kinds to try")
    parser.add_argument("--size", type=int, default=SIZE)
    options = parser.parse_args()
    pinned = min((measure_file(_PINNED) for _ in range(3)), key=lambda cost: cost.seconds)
    print(f"{pinned.seconds:6.2f} s {pinned.mebibytes:5.0f} MiB the pinned spec of the beta")
    for kind, text in KINDS.items():
        if any(word in kind for word in options.kinds):
            cost = measure(text(options.size))
            codes = ", ".join(sorted({*re.findall(r"RC\d+", cost.said)}))
            mark = "above" if cost.is_above else ""
            figures = f"{cost.seconds:6.2f} s {cost.mebibytes:5.0f} MiB {cost.size:9,}"
            print(f"{figures} {mark:5} exit {cost.code} {kind} {codes}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
