"""Which file an import names: held to what the TypeScript compiler says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from realtime_codegen.project.freshness import RecordedFiles, are_unchanged
from realtime_codegen.text.modules import resolve_module
from realtime_codegen.text.source import DiskFiles
from tests.oracle.typescript import TYPESCRIPT
from tests.tools.node import node_modules, run_node

_PACKAGE = "node_modules/p/package.json"
_IN = "node_modules/p/"

PROJECTS: dict[str, tuple[dict[str, object], tuple[str, ...], tuple[str, ...]]] = {
    # Files of JSON, the other files, and what is imported.
    "types": ({_PACKAGE: {"types": "./t.d.ts"}}, (f"{_IN}t.d.ts", f"{_IN}s.d.ts"), ("p", "p/s")),
    "typings": ({_PACKAGE: {"typings": "t"}}, (f"{_IN}t.d.ts",), ("p", "p/t", "p/u")),
    "types before typings": (
        {_PACKAGE: {"typings": "a.d.ts", "types": "b.d.ts"}},
        (f"{_IN}a.d.ts", f"{_IN}b.d.ts"),
        ("p",),
    ),
    "main": ({_PACKAGE: {"main": "lib/m.js"}}, (f"{_IN}lib/m.d.ts", f"{_IN}index.d.ts"), ("p",)),
    "index": ({_PACKAGE: {}}, (f"{_IN}index.d.ts",), ("p", "p/index", "p/none")),
    "no manifest": ({}, (f"{_IN}index.d.ts", f"{_IN}s/index.d.ts"), ("p", "p/s")),
    "manifest in a folder": (
        {_PACKAGE: {}, f"{_IN}s/package.json": {"types": "../t.d.ts"}},
        (f"{_IN}t.d.ts",),
        ("p/s",),
    ),
    "@types": ({}, ("node_modules/@types/q/index.d.ts",), ("q", "r")),
    "@types of a scope": ({}, ("node_modules/@types/s__q/index.d.ts",), ("@s/q", "@s/r")),
    "exports as text": ({_PACKAGE: {"exports": "./e.js"}}, (f"{_IN}e.d.ts",), ("p", "p/e")),
    "exports hide files": (
        {_PACKAGE: {"types": "t.d.ts", "exports": {".": "./e.js", "./s": "./deep/s.js"}}},
        (f"{_IN}t.d.ts", f"{_IN}e.d.ts", f"{_IN}deep/s.d.ts"),
        ("p", "p/s", "p/t", "p/deep/s"),
    ),
    "the order of conditions is that of the file": (
        {_PACKAGE: {"exports": {"default": "./a.js", "types": "./b.d.ts"}}},
        (f"{_IN}a.d.ts", f"{_IN}b.d.ts"),
        ("p",),
    ),
    "conditions inside conditions": (
        {
            _PACKAGE: {
                "exports": {
                    ".": {
                        "browser": "./b.js",
                        "import": {"types": "./i.d.mts", "default": "./i.mjs"},
                        "require": {"types": "./r.d.ts"},
                    }
                }
            }
        },
        (f"{_IN}i.d.mts", f"{_IN}r.d.ts", f"{_IN}b.d.ts"),
        ("p",),
    ),
    "conditions of a version": (
        {
            _PACKAGE: {
                "exports": {
                    ".": {
                        "types@<5": "./old.d.ts",
                        "types@>=5.1": "./new.d.ts",
                        "types": "./t.d.ts",
                    }
                }
            }
        },
        (f"{_IN}old.d.ts", f"{_IN}new.d.ts", f"{_IN}t.d.ts"),
        ("p",),
    ),
    "a condition whose file is missing": (
        {_PACKAGE: {"exports": {".": {"types": "./none.d.ts", "default": "./d.js"}}}},
        (f"{_IN}d.d.ts",),
        ("p",),
    ),
    "arrays": (
        {_PACKAGE: {"exports": {".": [{"browser": "./b.js"}, "./none.js", "./a.js"]}}},
        (f"{_IN}a.d.ts", f"{_IN}b.d.ts"),
        ("p",),
    ),
    "patterns": (
        {
            _PACKAGE: {
                "exports": {
                    "./*": "./lib/*.js",
                    "./events/*": {"types": "./e/*.d.ts"},
                    "./events/*.js": "./x/*.js",
                    "./private/*": None,
                    "./twice/*": "./t/*/*.js",
                }
            }
        },
        tuple(
            _IN + name
            for name in (
                "lib/a.d.ts",
                "lib/a/b.d.ts",
                "e/a.d.ts",
                "x/a.d.ts",
                "lib/private/a.d.ts",
                "t/a/a.d.ts",
            )
        ),
        (
            "p",
            "p/a",
            "p/a/b",
            "p/events/a",
            "p/events/a.js",
            "p/private/a",
            "p/twice/a",
            "p/events/none",
        ),
    ),
    "sources beside declarations": (
        {_PACKAGE: {"main": "lib/m.js"}, "node_modules/q/package.json": {"exports": "./e.mjs"}},
        (
            *("a.ts", "a.d.ts", "b/index.ts", "b/index.d.ts", "c.mts", "c.d.mts", "d.d.ts"),
            *("d/index.ts", "e.cts", "e.d.cts", "f/index.ts", f"{_IN}lib/m.ts", f"{_IN}lib/m.d.ts"),
            *(f"{_IN}s.ts", f"{_IN}s.d.ts", "node_modules/q/e.mts", "node_modules/q/e.d.mts"),
        ),
        (
            *("./a", "./a.js", "./a.jsx", "./b", "./b/index.js", "./c.mjs", "./d", "./e.cjs"),
            *("./f", "p", "p/s", "p/s.js", "q", "./a.d.ts"),
        ),
    ),
    "a pattern of declarations": (
        {_PACKAGE: {"exports": {"./*.js": "./src/*.ts", "./*": {"types": "./d/*"}}}},
        (f"{_IN}src/a.ts", f"{_IN}d/a.d.ts"),
        ("p/a.js", "p/a.d.ts", "p/a"),
    ),
    "typesVersions": (
        {
            _PACKAGE: {
                "types": "index.d.ts",
                "typesVersions": {
                    "<4.0": {"*": ["old/*"]},
                    ">=4.1 <6": {"index.d.ts": ["new/main.d.ts"], "*": ["none/*", "new/*"]},
                    "*": {"*": ["star/*"]},
                },
            }
        },
        tuple(
            _IN + name
            for name in (
                "index.d.ts",
                "old/a.d.ts",
                "new/main.d.ts",
                "new/a.d.ts",
                "star/a.d.ts",
                "b.d.ts",
            )
        ),
        ("p", "p/a", "p/b"),
    ),
    "typesVersions with exports": (
        {_PACKAGE: {"exports": "./e.js", "typesVersions": {"*": {"*": ["v/*"]}}}},
        (f"{_IN}e.d.ts", f"{_IN}v/e.d.ts"),
        ("p",),
    ),
    "imports": (
        {
            "package.json": {
                "name": "own",
                "imports": {
                    "#a": "./lib/a.js",
                    "#in/*": {"types": "./lib/*.d.ts"},
                    "#p": "p/s",
                    "#no": None,
                },
            },
            _PACKAGE: {"exports": {"./s": "./s.js"}},
        },
        ("lib/a.d.ts", "lib/b.d.ts", f"{_IN}s.d.ts"),
        ("#a", "#in/b", "#in/none", "#p", "#no", "#other"),
    ),
    "a package by its own name": (
        {"package.json": {"name": "own", "exports": {".": "./o.js", "./s/*": "./lib/*.js"}}},
        ("o.d.ts", "lib/a.d.ts"),
        ("own", "own/s/a", "own/none"),
    ),
    "paths": (
        {
            "tsconfig.json": {
                "compilerOptions": {
                    "paths": {
                        "@/*": ["./none/*", "./lib/*"],
                        "x": ["./lib/x"],
                        "p": ["./lib/p.d.ts"],
                    }
                }
            }
        },
        ("lib/a.d.ts", "lib/x/index.d.ts", "lib/p.d.ts", f"{_IN}index.d.ts"),
        ("@/a", "x", "p", "@/none"),
    ),
    "paths and baseUrl": (
        {"tsconfig.json": {"compilerOptions": {"baseUrl": "./lib", "paths": {"x/*": ["in/*"]}}}},
        ("lib/in/a.d.ts", "lib/b.d.ts", "lib/x/there.d.ts", f"{_IN}index.d.ts"),
        ("x/a", "b", "p", "c", "x/there"),
    ),
    "paths of what is extended": (
        {
            "tsconfig.json": {"extends": "./config/base"},
            "config/base.json": {"compilerOptions": {"paths": {"x": ["./x.d.ts"]}}},
        },
        ("config/x.d.ts", "x.d.ts"),
        ("x",),
    ),
    "endings": (
        {},
        ("a.d.ts", "b.d.mts", "c.d.cts", "d/index.d.ts"),
        ("./a", "./a.js", "./a.d.ts", "./b.mjs", "./c.cjs", "./d", "./e"),
    ),
}

_SCRIPT = """
const ts = require('typescript'), path = require('path');
const out = {};
for (const [root, names] of JSON.parse(process.argv[2])) {
  const config = path.join(root, 'tsconfig.json');
  const own = ts.sys.fileExists(config)
    ? ts.getParsedCommandLineOfConfigFile(config, {}, ts.sys).options : {};
  const options = { ...own, module: ts.ModuleKind.ESNext,
                    moduleResolution: ts.ModuleResolutionKind.Bundler, customConditions: ['node'] };
  out[root] = names.map((name) => {
    const { resolvedModule: found } =
      ts.resolveModuleName(name, path.join(root, 'main.d.ts'), options, ts.sys);
    const file = found?.resolvedFileName;
    return file && /ts$/.test(file) ? path.relative(root, file) : null;
  });
}
console.log(JSON.stringify(out));
"""


def _laid(root: Path, documents: dict[str, object], others: tuple[str, ...]) -> None:
    texts = {name: json.dumps(content) for name, content in documents.items()}
    for name, text in {**texts, **dict.fromkeys(others, "export type T = 1;")}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, list[str | None]]]:
    """For each project its folder, and the files that the compiler finds for its imports."""
    folder = tmp_path_factory.mktemp("projects").resolve()
    roots = {name: folder / f"p{number}" for number, name in enumerate(PROJECTS)}
    for name, (documents, others, _) in PROJECTS.items():
        _laid(roots[name], documents, others)
    script = folder / "ask.cjs"
    script.write_text(_SCRIPT)
    asked = json.dumps([(str(roots[name]), names) for name, (_, _, names) in PROJECTS.items()])
    answers = json.loads(run_node(script, asked, modules=node_modules([TYPESCRIPT])))
    return {name: (root, answers[str(root)]) for name, root in roots.items()}


@pytest.mark.network
@pytest.mark.xdist_group("modules")
@pytest.mark.parametrize("project", PROJECTS)
def test_an_import_names_the_file_that_the_compiler_finds(
    said: dict[str, tuple[Path, list[str | None]]], project: str
) -> None:
    root, wanted = said[project]
    names = PROJECTS[project][2]
    answers = [resolve_module(DiskFiles(root), "main.d.ts", name) for name in names]
    assert dict(zip(names, answers, strict=True)) == dict(zip(names, wanted, strict=True))
    assert any(wanted)


def test_a_configuration_may_have_comments(tmp_path: Path) -> None:
    _laid(tmp_path, {}, ("lib/a.d.ts",))
    (tmp_path / "tsconfig.json").write_text(
        '{ // one\n "compilerOptions": { /* two */ "paths": { "@/*": ["./lib/*",], }, }, }'
    )
    assert resolve_module(DiskFiles(tmp_path), "main.d.ts", "@/a") == "lib/a.d.ts"


def test_a_package_that_is_installed_later_is_noticed(tmp_path: Path) -> None:
    """A folder that was missing is an input of the run, as a file is."""
    sums: dict[str, str] = {}
    files = RecordedFiles(DiskFiles(tmp_path), tmp_path, sums)
    assert resolve_module(files, "main.d.ts", "p") is None
    assert are_unchanged(sums)
    _laid(tmp_path, {}, ("node_modules/p/index.d.ts",))
    assert not are_unchanged(sums)
    sums.clear()
    files = RecordedFiles(DiskFiles(tmp_path), tmp_path, sums)
    assert resolve_module(files, "main.d.ts", "p") == "node_modules/p/index.d.ts"
    assert are_unchanged(sums)


_OF_TWO_FORMS = {"exports": {"import": {"types": "./i.d.ts"}, "require": {"types": "./r.d.ts"}}}
_IMPORTERS: dict[str, dict[str, object]] = {
    "plain/index.d.ts": {},
    "module/index.d.ts": {"type": "module"},
    "required/index.d.cts": {"type": "module"},
    "ending/index.d.mts": {"type": "commonjs"},
    "common/deep/index.d.ts": {"type": "commonjs"},
}
"""Files of a package that import another one, and the package.json of their folder."""

_LOADED = """
const ts = require('typescript'), path = require('path');
const [root, ...names] = process.argv.slice(2);
const options = { module: ts.ModuleKind.ESNext, types: [], noLib: true,
                  moduleResolution: ts.ModuleResolutionKind.Bundler };
console.log(JSON.stringify(names.map((name) => {
  const files = ts.createProgram([path.join(root, name)], options).getSourceFiles();
  return files.map((file) => path.relative(root, file.fileName));
})));
"""


@pytest.mark.network
@pytest.mark.xdist_group("modules")
def test_a_file_of_a_commonjs_package_requires_what_it_imports(tmp_path: Path) -> None:
    """TypeScript for bundlers: where package.json or the file's ending says so."""
    root = tmp_path.resolve()
    importers = [f"{_IN}{name}" for name in _IMPORTERS]
    manifests = {
        f"{_IN}{name.split('/')[0]}/package.json": manifest for name, manifest in _IMPORTERS.items()
    }
    _laid(root, {"node_modules/q/package.json": _OF_TWO_FORMS, **manifests}, ())
    _laid(root, {}, ("node_modules/q/i.d.ts", "node_modules/q/r.d.ts"))
    for name in importers:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("export * from 'q';")
    script = root / "ask.cjs"
    script.write_text(_LOADED)
    asked = run_node(script, str(root), *importers, modules=node_modules([TYPESCRIPT]))
    wanted = {name: files[0] for name, files in zip(importers, json.loads(asked), strict=True)}
    answers = {name: resolve_module(DiskFiles(root), name, "q") for name in importers}
    assert answers == wanted
    assert len(set(wanted.values())) == 2
