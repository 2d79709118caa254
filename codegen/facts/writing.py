"""Write facts files: new entries, and the head of a new file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..text.documents import DocumentError, read_toml, toml_string
from ..text.source import SourceFile
from .fitting import UsedFacts
from .kinds import FactEntry, SpecFacts

__all__ = ["Value", "base_text", "cannot_be_added", "entry_text"]

Value = str | int | float | bool


def entry_text(
    table: str, values: Mapping[str, Value], tables: Mapping[str, Mapping[str, Value]]
) -> str:
    """Format an entry `[[table]]` with its values, and with tables nested in it."""
    lines = [f"[[{table}]]", *_pairs(values)]
    for name, inner in tables.items():
        lines += [f"[{table}.{name}]", *_pairs(inner, quoted=True)]
    return "".join(f"{line}\n" for line in lines)


def _pairs(values: Mapping[str, Value], *, quoted: bool = False) -> Iterable[str]:
    return (f"{toml_string(k) if quoted else k} = {_spelled(v)}" for k, v in values.items())


def _spelled(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return toml_string(value) if isinstance(value, str) else repr(value)


def base_text(
    source: SourceFile | None,
    shipped: str | None,
    spec: SpecFacts,
    used: UsedFacts,
    sources: Iterable[SourceFile],
) -> str:
    """The head of a facts file that has all the facts of a run.

    `source` is their file, and `shipped` their name if they come with the tool: the new file then
    extends them by name. If some of their entries do not apply, which named facts may not have, it
    has a copy of the others, out of the `sources`. A user's file is continued as it is.
    """
    if source is None:
        return ""
    if shipped is None:
        text = source.data.decode()
        return text if not text or text.endswith("\n") else f"{text}\n"
    if not used.idle:
        return f"[spec]\nextends = {toml_string(shipped)}\n"
    by_path = {file.path: file for file in sources}
    names = {"name": spec.name, "package": spec.package}
    lines = ["[spec]", *_pairs({key: text for key, text in names.items() if text is not None})]
    head = "".join(f"{line}\n" for line in lines)
    copies = (_text_of(entry, by_path[entry.head.file]) for entry in used.entries)
    return "\n".join((head, *copies))


def _text_of(entry: FactEntry, source: SourceFile) -> str:
    """The text of an entry in a shipped file, without the comments and blank lines after it."""
    lines = source.data.decode().splitlines()[entry.head.line - 1 :]
    text = lines[:1]
    for line in lines[1:]:
        if line.startswith("[") and not line.startswith(f"[{entry.table}."):
            break
        text.append(line)
    while text[-1].startswith("#") or not text[-1].strip():
        text.pop()
    return "".join(f"{line}\n" for line in text)


def cannot_be_added(text: str, tables: Iterable[str]) -> tuple[str, ...]:
    """The tables to which no entry can be appended at the end of a facts file."""
    return tuple(table for table in tables if not _is_toml(f"{text}\n[[{table}]]\n"))


def _is_toml(text: str) -> bool:
    try:
        read_toml(text)
    except DocumentError:
        return False
    return True
