"""libFuzzer on the native core, and the inputs that are kept of it.

    python -m tests.tools.native_fuzz fuzz [--seconds N]
    python -m tests.tools.native_fuzz check

`fuzz` needs clang. It builds `native/fuzz/target.c` with the sanitizers, which calls `one` with
each input, and keeps what leads to new places in the core: in `native/fuzz/corpus.txt`, one input
a line, in base64. `check` holds the core to Python on what is kept.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any, Final

from .fuzzing import ROOT, messages_of
from .native import Differential, both

__all__ = ["kept", "one"]

NATIVE: Final = ROOT / "native"
CORPUS: Final = NATIVE / "fuzz" / "corpus.txt"
_MARKS: Final = (r"\\u", r"\\ud83d\\ude00", r"\\u0074ype", "null", "true", "1e9", "-0.5", ":[{")
_LONGEST: Final = 4096  # Longer inputs are not kept: they take long, and show no more.
_MOST: Final = 600


@cache
def _differential() -> tuple[Differential, list[Any]]:
    packages = both(ROOT / "generated" / "openai_realtime")
    calls = [vars(package)["decode_realtime_server_event"] for package in packages]
    return Differential(*packages, []), calls


def one(data: bytes) -> None:
    """Hold the core to Python on an input as bytes, as text, and parsed.

    Raises AssertionError where they differ.
    """
    differential, calls = _differential()
    differential.try_form(calls, data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    differential.try_form(calls, text)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    differential.try_form(calls, value)


def kept() -> list[bytes]:
    """The inputs that are kept."""
    return [base64.b64decode(line) for line in CORPUS.read_text().splitlines()]


def _seed(folder: Path) -> None:
    """Write what to begin with, and the words of messages beside it."""
    messages = [message for message in messages_of() if len(message) < _LONGEST]
    for data in (*messages[::5], *kept()):
        (folder / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    objects = [json.loads(message) for message in messages]
    words = {*(key for value in objects for key in value), *(value["type"] for value in objects)}
    lines = [rf'"\"{word}\""' for word in sorted(words)] + [f'"{mark}"' for mark in _MARKS]
    folder.with_suffix(".dict").write_text("\n".join(lines) + "\n")


def _keep(folder: Path) -> None:
    inputs = {path.read_bytes() for path in folder.iterdir()}
    short = sorted((data for data in inputs if len(data) <= _LONGEST), key=lambda d: (len(d), d))
    chosen = short[:: -(-len(short) // _MOST) or 1]
    CORPUS.write_text("".join(f"{base64.b64encode(data).decode()}\n" for data in chosen))


def _build(target: Path) -> None:
    variable = sysconfig.get_config_var
    library = variable("LIBDIR")
    command = ["clang", "-O1", "-g", "-fsanitize=fuzzer,address,undefined", "-std=c11", "-Wall"]
    command += ["-Wextra", f"-I{sysconfig.get_path('include')}", str(NATIVE / "fuzz" / "target.c")]
    command += sorted(map(str, (NATIVE / "src").glob("*.c")))
    command += [f"-L{library}", f"-Wl,-rpath,{library}", f"-lpython{variable('LDVERSION')}"]
    subprocess.run([*command, "-o", str(target)], check=True)


def _fuzz(seconds: int) -> None:
    build = ROOT / "build" / "fuzz"
    corpus, merged, target = build / "corpus", build / "merged", build / "target"
    for folder in (corpus, merged):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    _build(target)
    _seed(corpus)
    paths = [str(ROOT), str(NATIVE), *(path for path in sys.path if path.endswith("site-packages"))]
    environment = {
        **os.environ,
        "PYTHONHOME": sys.base_prefix,
        "PYTHONPATH": os.pathsep.join(paths),
        "ASAN_OPTIONS": "detect_leaks=0",
    }
    options = [f"-max_total_time={seconds}", "-max_len=8192", "-timeout=120", "-rss_limit_mb=4096"]
    options += [f"-dict={corpus.with_suffix('.dict')}", f"-artifact_prefix={build}/"]
    for arguments in ([*options, str(corpus)], ["-merge=1", str(merged), str(corpus)]):
        subprocess.run([str(target), *arguments], check=True, env=environment, cwd=ROOT)
    _keep(merged)


def _check() -> None:
    inputs = kept()
    for data in inputs:
        one(data)
    sys.stdout.write(f"{len(inputs):,} inputs alike\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("fuzz", "check"))
    parser.add_argument("--seconds", type=int, default=3600)
    options = parser.parse_args()
    if options.what == "check":
        _check()
    else:
        _fuzz(options.seconds)


if __name__ == "__main__":
    main()
