"""Typed Python for the OpenAI Realtime protocol, generated from its TypeScript declarations.

The way in for people is the command `realtime-codegen`. The ways in for programs are below, and
`docs/library.md` in the repository shows each at work:

- `pipeline.compile_spec` makes the files of a package from declarations,
- `pipeline.load_model` makes the model, which is the spec as data,
- `sources.opening.open_spec` opens a path or a file of a published package,
- `output.tree.write` writes files into a folder, all or none,
- `changes.compare` lists the changes between two models, and which of them break programs,
- `audit.auditor.Auditor` checks recorded events against a model,
- `migrate.rewrite.migrate` changes Python programs for a new spec.
"""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.2.0"
