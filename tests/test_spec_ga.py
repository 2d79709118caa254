"""The pinned declarations of the generally available API: documented, usable, and the same.

`test_spec_origin.py` holds them to the published ones; here is what is generated from them.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.model.nodes import Declaration, Model, Ref, UnionType
from realtime_codegen.pipeline import Result
from realtime_codegen.text.source import SourceFile
from tests.tools.checkers import mypy_findings, pyright_findings
from tests.tools.node import npm_package, require_node
from tests.tools.packages import compiled_folder, import_package, write_tree

SPEC = Path(__file__).parents[1] / "spec" / "openai-realtime-ga"
FACTS = SourceFile("facts.toml", (SPEC / "facts.toml").read_bytes())
PACKAGE = "pinned_realtime_ga"
TARGETS = ("dispatcher", "audio", "peer")
