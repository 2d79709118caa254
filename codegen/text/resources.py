"""Paths of the tool's resources: templates, facts and runtime modules; the work folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .disk import read_file

__all__ = ["WORK", "has_runtime", "runtime_source", "shipped_facts_path", "templates_dir"]

WORK: Final = ".realtime-codegen.tmp"
"""The name of the folder for unfinished work, inside of each output folder."""

_PACKAGE: Final = Path(__file__).parents[1]


def templates_dir() -> Path:
    """Return the folder of the templates.

    A wheel has them inside the package; in a checkout (also one that is installed editable)
    they are in `templates/` beside the package's folder. Raises FileNotFoundError, naming both
    places, where neither exists: the installation is broken.
    """
    places = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"no templates at {places[0]} or {places[1]}: install the tool anew")


def shipped_facts_path(name: str) -> Path:
    """Return the path of shipped facts by their name.

    A wheel has them inside the package; in a checkout they are below `spec/`, beside the
    declarations that they are for.
    """
    inside = _PACKAGE / "facts" / "shipped" / f"{name}.toml"
    return inside if inside.is_file() else _PACKAGE.parent / "spec" / name / "facts.toml"


def has_runtime(name: str) -> bool:
    """Whether there is a runtime module of this name."""
    return (_PACKAGE / "runtime" / f"{name}.py").is_file()


def runtime_source(name: str) -> str:
    r"""Return the text of the runtime module `name`, which targets copy into what they generate.

    `name` is a module's name, without a folder or an ending. Line ends are `\n` whatever the
    checkout has. Raises ValueError for anything but a name, FileNotFoundError where there is no
    such module.
    """
    if not name.isidentifier():
        raise ValueError(f"not the name of a module: {name!r}")
    text = read_file(_PACKAGE / "runtime" / f"{name}.py").decode("utf-8")
    return text.replace("\r\n", "\n")
