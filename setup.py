"""What `pyproject.toml` cannot say: which folders are packages, and where the templates go.

The package `realtime_codegen` is the folder `codegen/`, and its templates are in `templates/`
beside it. Mapping a nested package to that folder would break editable installs, so a build
step of its own copies the templates into the built package. An editable install copies
nothing: `codegen/text/resources.py` finds the folder in the checkout.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import ClassVar

from setuptools import Command, find_namespace_packages, setup
from setuptools.command.build import build

PACKAGE = "realtime_codegen"
SOURCE = "codegen"
TEMPLATES = "templates"


class CleanBuild(build):
    """A build that starts from nothing, so that no deleted module lives on in a wheel."""

    sub_commands: ClassVar = [*build.sub_commands, ("build_templates", None)]

    def run(self) -> None:
        """Empty the build folder, then build."""
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


class BuildTemplates(Command):
    """Copy `templates/` into the built package (a sub-command as setuptools defines them)."""

    description = "copy the templates into the package"
    user_options: ClassVar[list[tuple[str, str, str]]] = []

    def initialize_options(self) -> None:
        """Declare what setuptools fills in."""
        self.build_lib: str | None = None
        self.editable_mode = False

    def finalize_options(self) -> None:
        """Build where the other steps build."""
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def run(self) -> None:
        """Copy each template, unless the install is editable."""
        if self.editable_mode:
            return
        for target, source in self.get_output_mapping().items():
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)

    def get_source_files(self) -> list[str]:
        """Return the templates, which the source distribution needs as well."""
        return sorted(
            path.as_posix()
            for path in Path(TEMPLATES).rglob("*")
            if path.is_file() and not any(part.startswith(".") for part in path.parts)
        )

    def get_outputs(self) -> list[str]:
        """Return what `run` writes."""
        return list(self.get_output_mapping())

    def get_output_mapping(self) -> dict[str, str]:
        """Return each file that `run` writes and the template that it is copied from."""
        folder = Path(self.build_lib or "", PACKAGE)
        return {str(folder / source): source for source in self.get_source_files()}


folders = find_namespace_packages(SOURCE, exclude=["*__pycache__*"])

setup(
    packages=[PACKAGE, *(f"{PACKAGE}.{name}" for name in folders)],
    cmdclass={"build": CleanBuild, "build_templates": BuildTemplates},
)
