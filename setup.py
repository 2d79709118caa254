"""What `pyproject.toml` cannot say: which folders are packages, and where other files go.

The package `realtime_codegen` is the folder `codegen/`. Its templates are in `templates/`
beside it, and the facts that it ships are in `spec/`, beside the declarations that they are
about. Mapping nested packages to those folders would break editable installs, so a build step
of its own copies the files into the built package. An editable install copies nothing:
`codegen/text/resources.py` finds the folders in the checkout.

Both distributions are reproducible: the same files give the same bytes, whoever builds them, when
and where. Times are SOURCE_DATE_EPOCH, or else the first that a zip file can hold.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tarfile
from pathlib import Path
from typing import Any, ClassVar

from setuptools import Command, find_namespace_packages, setup
from setuptools.command.build import build
from setuptools.command.sdist import sdist

EPOCH = int(os.environ.setdefault("SOURCE_DATE_EPOCH", "315532800"))
os.umask(0o022)  # Wheels have the permissions of the files that a build makes.

PACKAGE = "realtime_codegen"
SOURCE = "codegen"
TEMPLATES = "templates"
FACTS = "spec"


class CleanBuild(build):
    """A build that starts from nothing, so that no deleted module lives on in a wheel."""

    sub_commands: ClassVar = [*build.sub_commands, ("build_resources", None)]

    def run(self) -> None:
        """Empty the build folder, then build; permissions are not those of the checkout."""
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        for path in Path(self.build_lib).rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)


class ReproducibleSdist(sdist):
    """A source distribution that says nothing of who built it, and when."""

    def make_archive(self, base_name: Any, format: str, *places: Any, **options: Any) -> str:  # noqa: A002
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


def _anybodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Strip a member of the archive of its owner, time and permissions."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = EPOCH
    member.mode = 0o755 if member.isdir() else 0o644
    return member


class BuildResources(Command):
    """Copy templates and facts into the built package (a sub-command as setuptools has them)."""

    description = "copy the templates and the facts into the package"
    user_options: ClassVar[list[tuple[str, str, str]]] = []

    def initialize_options(self) -> None:
        """Declare what setuptools fills in."""
        self.build_lib: str | None = None
        self.editable_mode = False

    def finalize_options(self) -> None:
        """Build where the other steps build."""
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def run(self) -> None:
        """Copy each file, unless the install is editable."""
        if self.editable_mode:
            return
        for target, source in self.get_output_mapping().items():
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)

    def get_source_files(self) -> list[str]:
        """Return the files, which the source distribution needs as well."""
        return sorted(self._places())

    def get_outputs(self) -> list[str]:
        """Return what `run` writes."""
        return list(self.get_output_mapping())

    def get_output_mapping(self) -> dict[str, str]:
        """Return each file that `run` writes and the one that it is copied from."""
        folder = Path(self.build_lib or "", PACKAGE)
        return {str(folder / place): source for source, place in self._places().items()}

    @staticmethod
    def _places() -> dict[str, str]:
        """Return each file that is copied, and its place in the package."""
        templates = {
            path.as_posix(): path.as_posix()
            for path in Path(TEMPLATES).rglob("*")
            if path.is_file() and not any(part.startswith(".") for part in path.parts)
        }
        facts = {
            path.as_posix(): f"facts/shipped/{path.parent.name}.toml"
            for path in Path(FACTS).glob("*/facts.toml")
        }
        return {**templates, **facts}


folders = find_namespace_packages(SOURCE, exclude=["*__pycache__*"])

setup(
    packages=[PACKAGE, *(f"{PACKAGE}.{name}" for name in folders)],
    cmdclass={
        "build": CleanBuild,
        "build_resources": BuildResources,
        "sdist": ReproducibleSdist,
    },
)
