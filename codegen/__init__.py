"""Typed Python for the OpenAI Realtime protocol, generated from its TypeScript declarations.

`pipeline.compile` is the way in for programs, the command `realtime-codegen` for people.
"""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
