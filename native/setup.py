"""Builds the one extension; what else is to be said of it stands in pyproject.toml."""

import os
import sysconfig
from pathlib import Path

from setuptools import Extension, setup

if sysconfig.get_config_var("Py_GIL_DISABLED"):
    raise SystemExit(
        "realtime-codegen-native relies on the GIL; generated packages work without it"
    )

flags = [] if os.name == "nt" else ["-O3", "-std=c11", "-Wall", "-Wextra"]

setup(
    ext_modules=[
        Extension(
            "realtime_codegen_native",
            sorted(path.as_posix() for path in Path("src").glob("*.c")),
            depends=["src/core.h"],
            extra_compile_args=flags,
        )
    ]
)
