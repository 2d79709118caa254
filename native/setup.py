"""Builds the one extension; what else is to be said of it stands in pyproject.toml.

The same files give the same source distribution, whoever builds it, when and where, and wheels
without times and paths of whoever built them. It is done as in the `setup.py` of the tool, which
is another distribution.
"""

import gzip
import os
import sysconfig
import tarfile
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

EPOCH = int(os.environ.setdefault("SOURCE_DATE_EPOCH", "315532800"))
os.umask(0o022)


class CopyWithoutPermissions(build_py):
    """Copies the files of the package; their permissions are not those of the checkout."""

    def run(self):
        """Copy, then set permissions, unless the install is editable and copies nothing."""
        super().run()
        if not self.editable_mode:
            for path in self.get_outputs(include_bytecode=False):
                Path(path).chmod(0o644)


class ReproducibleSdist(sdist):
    """A source distribution that says nothing of who built it, and when."""

    def make_archive(self, base_name, format, *places, **options):  # noqa: A002
        """Write the `.tar.gz`, its members in order; other formats are left to setuptools."""
        base_dir = options.get("base_dir")
        if format != "gztar" or base_dir is None or places:
            return super().make_archive(base_name, format, *places, **options)
        name = f"{base_name}.tar.gz"
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        with (
            Path(name).open("wb") as file,
            gzip.GzipFile("", "wb", 9, file, EPOCH) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for path in (Path(base_dir), *sorted(Path(base_dir).rglob("*"))):
                archive.add(path, recursive=False, filter=_anybodys)
        return name


def _anybodys(member):
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = EPOCH
    member.mode = 0o755 if member.isdir() else 0o644
    return member


if sysconfig.get_config_var("Py_GIL_DISABLED"):
    raise SystemExit(
        "realtime-codegen-native relies on the GIL; generated packages work without it"
    )

flags = [] if os.name == "nt" else ["-O3", "-g0", "-std=c11", "-fvisibility=hidden"]
warnings = [] if os.name == "nt" else ["-Wall", "-Wextra"]

setup(
    cmdclass={"build_py": CopyWithoutPermissions, "sdist": ReproducibleSdist},
    ext_modules=[
        Extension(
            "realtime_codegen_native._core",
            sorted(path.as_posix() for path in Path("src").glob("*.c")),
            depends=sorted(path.as_posix() for path in Path("src").glob("*.h")),
            extra_compile_args=flags + warnings,
        )
    ],
)
