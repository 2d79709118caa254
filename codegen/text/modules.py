"""Resolve imports to files, by TypeScript's rules for modern packages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, TypeAlias

from .documents import DocumentError, read_json
from .source import Files

__all__ = ["closest_pattern", "is_source", "resolve_module", "types_package"]

Candidates: TypeAlias = Iterator[str | None]
"""Paths to try, in order. None ends the search: the package forbids this import."""

_DECLARATIONS: Final = (".d.ts", ".d.mts", ".d.cts", ".d.json.ts")
_EXTENSIONS: Final = {".js": ".d.ts", ".mjs": ".d.mts", ".cjs": ".d.cts", ".jsx": ".d.ts"}
_ENDINGS: Final = (
    *(".ts", ".d.ts", ".d.mts", ".d.cts", "/index.ts", "/index.d.ts", "/index.d.mts"),
)
"""The endings of a path without one. TypeScript: a source precedes what is declared of it."""
Ways: TypeAlias = Sequence[frozenset[str]]
"""The conditions of an import, with the ones that take precedence first."""

_CONDITIONS: Final[Ways] = (
    frozenset({"types", "import", "default"}),
    frozenset({"types", "import", "node", "module-sync", "default"}),
    frozenset({"types", "require", "node", "module-sync", "default"}),
)
_REQUIRING: Final[Ways] = (frozenset({"types", "require", "default"}), *_CONDITIONS[:0:-1])
_VERSION: Final = (5, 9)
_LONGEST: Final = 10
"""The version of TypeScript that `typesVersions` are matched against."""

_FOLDERS_ABOVE: Final = 8
_MOST_EXTENDED: Final = 8


def resolve_module(
    files: Files, importer: str, specifier: str, *, required: bool = False
) -> str | None:
    """Resolve an import to the path of a file, or None.

    Follows TypeScript's rules: `.js` means `.ts`, or else `.d.ts`, a folder its `index.ts` or
    `index.d.ts`, or the file in its package.json; `#x` is in the `imports` of the importer's
    package; other names are in the `paths` of the nearest tsconfig.json, or in `node_modules`,
    where a package names its files in `exports`, `typesVersions` and `types`: first under `import`,
    or under `require` for a `required` one and all that a CommonJS file imports. A file has one
    path, however it is named.
    """
    if specifier.startswith("."):
        path = _join(posixpath.dirname(importer), specifier)
        source = [path.replace(".d.", ".")] if path.endswith((".d.ts", ".d.mts", ".d.cts")) else []
        relative: Candidates = chain(source, _candidates(path), _folder(files, path))
        return _first(files, relative)
    ways = _REQUIRING if required or _is_commonjs(files, importer) else _CONDITIONS
    candidates: Candidates
    if specifier.startswith("#"):
        candidates = _imported(files, importer, specifier, ways)
    else:
        candidates = chain(
            _configured(files, importer, specifier),
            _packaged(files, posixpath.dirname(importer), importer, specifier, ways),
        )
    return _first(files, candidates)


def _first(files: Files, candidates: Candidates) -> str | None:
    """The first candidate that exists."""
    path_found = next((path for path in candidates if path is None or _exists(files, path)), None)
    return None if path_found is None else files.canonical(posixpath.normpath(path_found))


def _is_commonjs(files: Files, importer: str) -> bool:
    """Whether a file is CommonJS, as its ending or its package says. TypeScript: not by default."""
    if importer.endswith((".cts", ".mts")):
        return importer.endswith(".cts")
    around = _package_around(files, importer)
    return around is not None and around[1].get("type") == "commonjs"


def _exists(files: Files, path: str) -> bool:
    return files.read(path) is not None


@lru_cache(4096)
def _join(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


def _read(files: Files, path: str) -> dict[str, object] | None:
    """Parse a file as a JSON object; None for any other file, and for none."""
    data = files.read(posixpath.normpath(path))
    return None if data is None else _object(data)


@lru_cache(256)
def _object(data: bytes) -> dict[str, object] | None:
    """Parse a JSON object, which nobody may change; None for any other text.

    The package.json of a package is read again for each import in each of its files.
    """
    try:
        document = read_json(data)
    except DocumentError:
        return None
    return document if isinstance(document, dict) else None


@lru_cache
def _folders(importer: str) -> tuple[str, ...]:
    """The folder of a file, and those above it."""
    folder = posixpath.dirname(importer)
    folders = []
    for _ in range(importer.count("/") + _FOLDERS_ABOVE):
        folders.append(folder)
        folder = posixpath.normpath(posixpath.join(folder, "..")) if folder else ".."
    return tuple(folders)


def is_source(path: str) -> bool:
    """Whether a file is a source, and no declaration file."""
    return path.endswith((".ts", ".mts", ".cts")) and not path.endswith(_DECLARATIONS)


def _as_named(path: str) -> Iterator[str]:
    """The files that a path with an extension may mean."""
    if path.endswith(_DECLARATIONS):
        yield path
        return
    if path.endswith(".json"):
        yield f"{path.removesuffix('.json')}.d.json.ts"
        yield path
    for extension, declared in _EXTENSIONS.items():
        if path.endswith(extension):
            # TypeScript: a source precedes what is declared of it.
            yield path.removesuffix(extension) + declared.removeprefix(".d")
            yield path.removesuffix(extension) + declared
    if path.endswith((".ts", ".mts", ".cts")):
        yield path
        stem, extension = posixpath.splitext(path)
        yield f"{stem}.d{extension}"


def _candidates(path: str) -> Iterator[str]:
    """The files that a path may mean, with an extension or without, in TypeScript's order."""
    yield from _as_named(path)
    if not path.endswith(_DECLARATIONS):
        for ending in _ENDINGS:
            yield path + ending


def _folder(files: Files, folder: str) -> Iterator[str]:
    """The files of a folder, by its package.json without `exports`."""
    manifest = _read(files, posixpath.join(folder, "package.json"))
    if manifest is None:
        return
    targets = [manifest.get(key) for key in ("typings", "types", "main")]
    named = next((target for target in targets if isinstance(target, str)), None)
    entry = posixpath.normpath(named or "index")
    for path in _of_version(manifest, entry) or (entry, "index"):
        yield from _candidates(_join(folder, path))


def _of_version(manifest: Mapping[str, object], path: str) -> list[str]:
    """The paths that `typesVersions` gives for a path in a package: no others are tried."""
    versions = manifest.get("typesVersions")
    for wanted, paths in versions.items() if isinstance(versions, dict) else ():
        if _fits(wanted):
            patterns = _patterns(paths, path) if isinstance(paths, dict) else ()
            return [named for templates, star in patterns for named in _starred(templates, star)]
    return []


def _fits(wanted: str) -> bool:
    """Whether a range of versions includes the version of TypeScript."""
    return any(
        all(_compares(part) for part in re.findall(r"[<>=~^]*\s*[\d.x*]+", option))
        for option in wanted.split("||")
    )


def _number(text: str) -> int:
    """A part of a version as a number; 0 for other text, and for too many digits."""
    return int(text) if text.isdecimal() and len(text) < _LONGEST else 0


def _compares(part: str) -> bool:
    sign, text = re.fullmatch(r"([<>=~^]*)\s*(.*)", part, re.DOTALL).groups()  # type: ignore[union-attr]
    numbers = [_number(number) for number in text.split(".")[:2]]
    if text.startswith(("*", "x")):
        return True
    whole = len(numbers) == 1 or not text.split(".")[1].isdecimal()
    version = (numbers[0], 0 if whole else numbers[1])
    match sign:
        case ">=":
            return version <= _VERSION
        case ">":
            return (version[0] < _VERSION[0]) if whole else version < _VERSION
        case "<":
            return version > _VERSION
        case "<=":
            return (version[0] >= _VERSION[0]) if whole else version >= _VERSION
        case "^":
            return version[0] == _VERSION[0] and version <= _VERSION
    return version[0] == _VERSION[0] if whole else version == _VERSION


def closest_pattern(patterns: Iterable[str], name: str) -> str | None:
    """The pattern with a star that a name fits, with the longest text before the star."""
    starts = _by_start(tuple(patterns))
    for length, of_length in starts.items():
        fitting = [
            (len(pattern), pattern)
            for pattern, after in of_length.get(name[:length], ())
            if len(name) >= length + len(after) and name.endswith(after)
        ]
        if fitting:
            return max(fitting)[1]
    return None


@lru_cache(64)
def _by_start(patterns: tuple[str, ...]) -> Mapping[int, Mapping[str, list[tuple[str, str]]]]:
    """Patterns and their texts after the star, by the text before it and its length.

    The longest come first. A table of patterns is asked again for each import.
    """
    starts: dict[int, dict[str, list[tuple[str, str]]]] = {}
    for pattern in patterns:
        before, star, after = pattern.partition("*")
        if star:
            of_length = starts.setdefault(len(before), {})
            of_length.setdefault(before, []).append((pattern, after))
    return dict(sorted(starts.items(), reverse=True))


def _patterns(table: Mapping[str, object], name: str) -> Iterator[tuple[object, str]]:
    """The entry for a name, with the text of its star: its own, or the closest pattern."""
    if name in table and "*" not in name:
        yield table[name], ""
        return
    key = closest_pattern(table, name)
    if key is not None:
        length = key.index("*")
        yield table[key], name[length : len(name) - len(key) + length + 1]


def _starred(templates: object, star: str) -> Iterator[str]:
    for template in templates if isinstance(templates, list) else ():
        if isinstance(template, str):
            yield template.replace("*", star)


def _targets(target: object, star: str, conditions: frozenset[str]) -> Candidates:
    """The paths in an entry of `exports` or `imports`; None if it forbids the import."""
    # Recursion is safe: `read_json` limits the depth.
    if target is None:
        yield None
    elif isinstance(target, str):
        yield target.replace("*", star)
    elif isinstance(target, list):
        for option in target:
            yield from (path for path in _targets(option, star, conditions) if path is not None)
    elif isinstance(target, dict):
        for condition, inner in target.items():
            if _holds(condition, conditions):
                yield from _targets(inner, star, conditions)


def _holds(condition: str, conditions: frozenset[str]) -> bool:
    name, versioned, wanted = condition.partition("@")
    return name in conditions and (not versioned or (name == "types" and _fits(wanted)))


def _exported(files: Files, home: str, exports: object, inside: str, ways: Ways) -> Candidates:
    """The files that `exports` of a package gives for a path in it, "" for the package."""
    has_paths = isinstance(exports, dict) and any(key.startswith(".") for key in exports)
    table = exports if isinstance(exports, dict) and has_paths else {".": exports}
    name = f"./{inside}" if inside else "."
    for conditions in ways:
        for target, star in _patterns(table, name):
            for path in _targets(target, star, conditions):
                if path is None:
                    return
                if path.startswith("./"):
                    yield from _as_named(_join(home, path))


def _installed(files: Files, home: str, inside: str, ways: Ways) -> Candidates:
    """The files of a package's folder for a path in it."""
    manifest = _read(files, posixpath.join(home, "package.json"))
    if manifest is not None and manifest.get("exports") is not None:
        yield from _exported(files, home, manifest["exports"], inside, ways)
    elif inside:
        versioned = _of_version(manifest or {}, inside)
        for path in versioned or (inside,):
            yield from chain(_candidates(_join(home, path)), _folder(files, _join(home, path)))
    else:
        yield from _folder(files, home)
        yield from _candidates(_join(home, "index"))


def _packaged(files: Files, folder: str, importer: str, specifier: str, ways: Ways) -> Candidates:
    """The files of a package: itself by its name, `node_modules` upwards, then `@types`."""
    parts = specifier.split("/")
    length = 2 if specifier.startswith("@") else 1
    package, inside = "/".join(parts[:length]), "/".join(parts[length:])
    around = _package_around(files, importer)
    if around is not None and around[1].get("name") == package and "exports" in around[1]:
        yield from _exported(files, around[0], around[1]["exports"], inside, ways)
    for above in _folders(posixpath.join(folder, "file")):
        modules = _join(above, "node_modules")
        if files.lacks(modules):
            continue
        for base in (package, types_package(package)):
            yield from _installed(files, _join(modules, base), inside, ways)


def types_package(package: str) -> str:
    """The package of types for a package, by npm's rule: `@types/a__b` for `@a/b`."""
    if package.startswith("@"):
        package = package.removeprefix("@").replace("/", "__")
    return f"@types/{package}"


def _package_around(files: Files, importer: str) -> tuple[str, dict[str, object]] | None:
    """The folder and the package.json of the package that a file is part of."""
    for folder in _folders(importer):
        manifest = _read(files, posixpath.join(folder, "package.json"))
        if manifest is not None:
            return folder, manifest
    return None


def _imported(files: Files, importer: str, specifier: str, ways: Ways) -> Candidates:
    """The files for `#name` by the `imports` of the package that a file is part of."""
    around = _package_around(files, importer)
    table = around[1].get("imports") if around is not None else None
    if around is None or not isinstance(table, dict):
        return
    for conditions in ways:
        for target, star in _patterns(table, specifier):
            for path in _targets(target, star, conditions):
                if path is None:
                    return
                if path.startswith("./"):
                    yield from _as_named(_join(around[0], path))
                elif not path.startswith((".", "/", "#")):
                    yield from _packaged(files, around[0], importer, path, ways)


def _configured(files: Files, importer: str, specifier: str) -> Iterator[str]:
    """The files for a name by the nearest tsconfig.json: `paths`, then `baseUrl`."""
    if "node_modules" in importer.split("/"):
        return
    for folder in _folders(importer):
        config = _join(folder, "tsconfig.json")
        if not _exists(files, config):
            continue
        base, paths, home = _compiler_options(files, config)
        matches = list(_patterns(paths, specifier))
        for templates, star in matches:
            for path in _starred(templates, star):
                named = _join(base if base is not None else home, path)
                yield from chain(_candidates(named), _folder(files, named))
        # TypeScript: `baseUrl` is not tried for a name that matches `paths`.
        if base is not None and not matches:
            named = _join(base, specifier)
            yield from chain(_candidates(named), _folder(files, named))
        return


def _compiler_options(files: Files, config: str) -> tuple[str | None, dict[str, object], str]:
    """`baseUrl`, `paths` and their folder, in a configuration and those it extends."""
    base: str | None = None
    paths: dict[str, object] | None = None
    home = posixpath.dirname(config)
    for _ in range(_MOST_EXTENDED):
        document = _read_commented(files, config)
        folder = posixpath.dirname(config)
        options = document.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        if base is None and isinstance(options.get("baseUrl"), str):
            base = _join(folder, str(options["baseUrl"]))
        if paths is None and isinstance(options.get("paths"), dict):
            paths, home = dict(options["paths"]), folder
        extended = document.get("extends")
        if not isinstance(extended, str) or not extended.startswith("."):
            break
        config = _join(folder, extended)
        config = config if config.endswith(".json") else f"{config}.json"
    return base, paths or {}, home


# An unclosed token extends to the end, so that each character is scanned once.
_STRING: Final = rb'("(?:[^"\\]|\\.)*+"?+)'
_COMMENTS: Final = re.compile(_STRING + rb"|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?+", re.DOTALL)
_LAST_COMMAS: Final = re.compile(_STRING + rb"|,(?=\s*[}\]])", re.DOTALL)


def _read_commented(files: Files, path: str) -> Mapping[str, object]:
    """The JSON object in a file that may have comments, and commas after the last item."""
    return _commented_object(files.read(path) or b"{}")


@lru_cache(64)
def _commented_object(data: bytes) -> Mapping[str, object]:
    """Parse a JSON object with comments, which nobody may change; empty for any other text.

    The nearest tsconfig.json is read again for each import of a name in each of its files.
    """
    for pattern in (_COMMENTS, _LAST_COMMAS):
        data = pattern.sub(lambda match: match[1] or b"", data)
    try:
        document = read_json(data)
    except DocumentError:
        return {}
    return document if isinstance(document, dict) else {}
