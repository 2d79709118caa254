"""The architecture, readable in a minute: declarations -> model -> plan -> files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from . import __version__
from .extent import idle_targets, most_declarations, too_many
from .facts.applying import check as check_facts
from .facts.fitting import Fitted, UsedFacts, apply_fitting, apply_named
from .facts.integers import INTEGERS, IntegerFact
from .facts.kinds import CheckedFacts, FactKind, Facts, SpecFacts
from .facts.movement import movement_of
from .facts.reading import NO_FACTS, OWN_KINDS, read as read_facts
from .facts.shipped import SHIPPED_PATHS
from .frontend.deep import deeply
from .frontend.resolve import resolve
from .model import DeclId, EventGroup, Model, SpecInfo
from .model.groups import named_groups
from .model.selection import reached_from, root_names, without_comments, without_internal
from .output.own_templates import (
    MEND,
    blamed_on_templates,
    own_templates,
    search_path,
    unused_templates,
)
from .output.rendering import TemplateUseError, render
from .output.tree import MARK
from .output.verification import verify
from .python.identifiers import module_name
from .python.names import FieldCase
from .python.package import LEFT_ALONE
from .sources.origin import Origin
from .targets import (
    GivenOption,
    derived_names,
    discover,
    fact_kinds,
    init_page,
    misspelt_targets,
    of_targets,
    own_targets,
    package_names,
    page_faults,
    settled_options,
    taken_names,
    with_requirements,
)
from .targets.base import Emission, Note, Request, Target
from .text.diagnostics import Diagnostic, Severity, error, summed_up
from .text.paths import package_fault
from .text.placed import Placed, place_of
from .text.records import dataclass
from .text.resources import runtime_source
from .text.similar import similar_name
from .text.source import Files, SourceFile

__all__ = ["Options", "Result", "compile_spec", "load_model"]

_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run.

    `package` is the generated package's name, by default the facts file's or the spec's. `placed`
    has the values that are from the configuration, so that errors in them have a place. `integers`
    are facts beside those of the facts file, and `config` is the file they cite. `facts_found` is
    whether no option named the facts file: an entry of it that does not apply is left out, with a
    note. `origin` is the published package that the spec is from: its version counts, not the
    version of the facts. `target_folders` hold further targets, and `target_options` are values
    that users gave for options of targets. `strict` makes every warning an error. `groups` are
    names of unions: these are groups of events and no others. `roots` are patterns: only the
    declarations that they reach are kept. Without `docs` the model has no comments, without
    `internal` no properties and types marked so. `field_case` is the case of Python fields: that of
    the properties, or snake case. A `large` spec may repeat any number of its types.
    """

    targets: tuple[str, ...] = ()
    package: str | None = None
    facts: SourceFile | None = None
    facts_found: bool = False
    integers: tuple[IntegerFact, ...] = ()
    config: SourceFile | None = None
    origin: Origin | None = None
    spec_name: str | None = None
    spec_version: str | None = None
    target_folders: tuple[Path, ...] = ()
    strict: bool = False
    groups: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    docs: bool = True
    internal: bool = True
    field_case: FieldCase = "wire"
    large: bool = False
    compiled: Path | None = None
    placed: tuple[Placed, ...] = ()
    target_options: tuple[GivenOption, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """A spec resolved to its model, which is None after an error.

    `facts_path` is the facts file, as diagnostics cite it, and `used` its entries. `cut` are the
    groups of the spec if no root reaches any of them. `left` is a lower bound of the declarations
    of a spec with far too many, which has no model.
    """

    model: Model | None
    spec: SpecFacts
    facts: CheckedFacts
    sources: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    used: UsedFacts
    facts_path: str | None = None
    cut: tuple[EventGroup, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a run: files by path below the output folder; none after an error.

    `used` are the entries of the facts file.
    """

    files: Mapping[str, str]
    package: str
    sources: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    used: UsedFacts = UsedFacts()

    @property
    def failed(self) -> bool:
        """Whether the spec could not be used."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)


def load_model(files: Files, entry: str, options: Options, *, decodes: bool = True) -> Loaded:
    """Resolve a spec to its model, with its facts applied.

    Without `decodes`, diagnostics about the decoding of unions are left out. Raises TargetError for
    a folder of targets that cannot be used.
    """
    folders = options.target_folders
    kinds = fact_kinds(discover(None, folders)) if folders else OWN_KINDS
    return deeply(lambda: _load_model(files, entry, options, decodes, kinds))


def _load_model(
    files: Files,
    entry: str,
    options: Options,
    decodes: bool,
    kinds: Sequence[FactKind[Any, Any]],
    *,
    whole: bool = True,
) -> Loaded:
    """Load a model; unless the `whole` of it is needed, stop at far too many declarations."""
    source = options.facts
    facts, problems = (NO_FACTS, ()) if source is None else read_facts(source, kinds)
    integers = facts.of(INTEGERS) + options.integers
    facts = replace(facts, records={**facts.records, INTEGERS.table: integers})
    resolution = resolve(
        files,
        entry,
        _spec_info(entry, options, facts.spec),
        decodes=decodes,
        large=options.large,
        wanted=options.roots,
        # Facts, and `internal`, may remove some of them.
        most=None if whole or facts.entries or not options.internal else most_declarations,
    )
    model = resolution.model
    diagnostics = (*problems, *resolution.diagnostics)
    checked, used = CheckedFacts(), UsedFacts(facts.entries)
    cut: tuple[EventGroup, ...] = ()
    if model is not None:
        fitted = _with_facts(model, facts, kinds, options)
        applied, facts, used = fitted.applied, fitted.facts, fitted.used
        model, checked = applied.model, applied.checked
        diagnostics += applied.diagnostics
        if options.groups:
            model, problems = _with_groups(model, options.groups, entry)
            # Diagnostics about the default groups are not about these.
            diagnostics = (*(d for d in diagnostics if d.code != "RC308"), *problems)
        groups = model.groups
        model, idle = _part(model, options)
        diagnostics += idle
        cut = () if model.groups else groups
        if options.roots:
            # Facts about removed declarations have to be dropped.
            checked, _ = check_facts(model, facts, kinds)
        model = replace(model, movement=movement_of(checked))
    diagnostics = _judged(summed_up(diagnostics), options.strict)
    sources = resolution.sources + _own_sources(options) + facts.bases
    if any(d.severity is Severity.ERROR for d in diagnostics):
        model = None
    path = None if source is None else source.path
    left = resolution.count
    return Loaded(model, facts.spec, checked, sources, diagnostics, used, path, cut, left)


def _spec_info(entry: str, options: Options, facts: SpecFacts) -> SpecInfo:
    """The name and the version of a spec: as the user says, or by its facts or its origin."""
    origin = options.origin or Origin(entry.rsplit("/", 1)[-1], facts.version or "", "", "")
    return SpecInfo(
        options.spec_name or facts.name or origin.name,
        options.spec_version or origin.version,
        "",
        origin.source,
        origin.integrity,
    )


def _with_facts(
    model: Model, facts: Facts, kinds: Sequence[FactKind[Any, Any]], options: Options
) -> Fitted:
    """Apply facts to a model; stale ones are only allowed if no option named the facts."""
    if options.facts_found:
        return apply_fitting(model, facts, kinds)
    path = None if options.facts is None else options.facts.path
    name = path.partition(":")[2] if path in SHIPPED_PATHS else None
    return apply_named(model, facts, kinds, name)


def _with_groups(
    model: Model, names: Sequence[str], entry: str
) -> tuple[Model, tuple[Diagnostic, ...]]:
    """Set the named groups and no others, with an error for each that cannot be one."""
    groups, reasons = named_groups(model, names, entry)
    by_id = model.by_id()
    advice = "A group is a union of interfaces that each require a tag: a literal of their own."
    return replace(model, groups=groups), tuple(
        error("RC308", reason.text, None if reason.id is None else by_id[reason.id].span, advice)
        for reason in reasons
    )


def _part(model: Model, options: Options) -> tuple[Model, tuple[Diagnostic, ...]]:
    """Select the requested part of a model, with an error for each root that selects nothing."""
    if not options.internal:
        model = without_internal(model)
    if not options.docs:
        model = without_comments(model)
    if not options.roots:
        return model, ()
    part, idle = reached_from(model, options.roots)
    return part, (
        *(
            error(
                "RC305",
                f"the root {pattern!r} selects no declaration",
                place_of(options.placed, "roots", pattern),
                _meant(pattern, model),
            )
            for pattern in idle
        ),
        *(_cut_away(model, part, options) if options.groups and not idle else ()),
    )


def _cut_away(model: Model, part: Model, options: Options) -> Iterator[Diagnostic]:
    """An error for each requested group that no root reaches."""
    left = {group.id for group in part.groups}
    for group in model.groups:
        if group.id not in left:
            name = str(group.id)
            message = f"no root reaches the group {name}, so that nothing would be left of it"
            advice = f"Add the root {name}, or do not ask for the group."
            yield error("RC308", message, place_of(options.placed, "groups", name), advice)


def _meant(pattern: str, model: Model) -> str:
    """Advice for a root: a similar name, or the syntax of roots."""
    close = similar_name(pattern, root_names(model))
    if close is not None:
        return f"Did you mean {close!r}?"
    return "Name a declaration as the spec does, or the type of an event; `*` is any text."


def _judged(diagnostics: Sequence[Diagnostic], strict: bool) -> tuple[Diagnostic, ...]:
    """Turn warnings into errors under `strict`."""
    if not strict:
        return tuple(diagnostics)
    return tuple(
        Diagnostic(Severity.ERROR, d.code, d.message, d.span, d.advice, d.related, d.file)
        if d.severity is Severity.WARNING
        else d
        for d in diagnostics
    )


def compile_spec(files: Files, entry: str, options: Options) -> Result:
    """Compile a spec to files.

    `entry` is a path of `files`. Raises TargetError for a target that does not exist.
    """
    return deeply(lambda: _compile_spec(files, entry, options))


def _compile_spec(files: Files, entry: str, options: Options) -> Result:
    misspelt = _misspelt(options)
    if misspelt:
        return Result({}, "", _own_sources(options), misspelt)
    targets = discover(options.targets, options.target_folders)
    own = own_templates(options.target_folders, targets)
    users = own_targets(options.target_folders)
    unused = unused_templates(own, users) if own else ()
    if unused:
        return Result({}, "", _own_sources(options), unused)
    chosen = with_requirements(options.targets, targets)
    made = [targets[name] for name in chosen]
    values, misused = settled_options(
        options.target_options, targets, chosen, options.target_folders
    )
    kinds = fact_kinds(targets)
    decodes = any(target.decodes for target in made)
    whole = bool(options.roots) or options.large
    loaded = _load_model(files, entry, options, decodes, kinds, whole=whole)
    package, wrong = _package(entry, options, loaded.spec)
    large = _too_many(loaded, entry, options)
    diagnostics = (*misused, *wrong, *loaded.diagnostics, *large)
    if loaded.model is None or wrong or misused or large:
        return Result({}, package, loaded.sources, diagnostics, loaded.used)
    request, naming = _request(loaded.model, loaded.facts, package, targets, entry, options)
    diagnostics += naming
    classes = frozenset(target.classes for target in made if target.classes is not None)
    request = replace(request, classes=classes)
    request = replace(request, notes=_notes(request, made))
    emissions = [target.emit(replace(request, options=values[target.name])) for target in made]
    pages = [page for emission in emissions for page in emission.pages]
    diagnostics += idle_targets(chosen, emissions, entry, loaded.model, loaded.cut)
    astray = page_faults(made, emissions, package)
    if astray:
        return Result({}, package, loaded.sources, (*diagnostics, *astray), loaded.used)
    if any(emission.exports for emission in emissions):
        pages.append(init_page(request, emissions))
    try:
        rendered = render(pages, search_path(options.target_folders), options.compiled)
    except TemplateUseError as fault:
        blamed = own.get(fault.template) or _user_of(fault.template, made, emissions)
        if blamed is None:
            raise
        diagnostics += (_template_error(fault, blamed),)
        return Result({}, package, loaded.sources, diagnostics, loaded.used)
    texts = {**rendered, **_runtime_files(package, made, emissions)}
    if any(path.endswith(".py") for path in texts):
        texts[f"{package}/py.typed"] = ""
    wrong = blamed_on_templates(verify(pages, texts), pages, own, users)
    diagnostics += of_targets(wrong, texts, made, emissions, package)
    failed = any(d.severity is Severity.ERROR for d in diagnostics)
    return Result({} if failed else texts, package, loaded.sources, diagnostics, loaded.used)


def _request(
    model: Model,
    facts: CheckedFacts,
    package: str,
    targets: Mapping[str, Target],
    entry: str,
    options: Options,
) -> tuple[Request, tuple[Diagnostic, ...]]:
    """The request to the targets, and the diagnostics about its names."""

    def requested(model: Model) -> tuple[Request, tuple[Diagnostic, ...]]:
        names, naming = package_names(model, entry, targets.values(), options.field_case)
        return Request(model, names, package, _header(model), facts), naming

    request, naming = requested(model)
    naming += tuple(taken_names(model, lambda model: derived_names(requested(model)[0], targets)))
    if options.facts_found:
        # The user did not name the facts, so a name in them that collides is no error.
        naming = tuple(
            replace(d, severity=Severity.WARNING) if d.severity is Severity.ERROR else d
            for d in naming
        )
    return request, _judged(summed_up(naming), options.strict)


def _misspelt(options: Options) -> tuple[Diagnostic, ...]:
    """An error for each target of the configuration that does not exist."""
    wrong = misspelt_targets(options.targets, options.target_folders)
    return tuple(
        error("RC743", f"there is no target {name!r}", span, advice)
        for name, advice in wrong.items()
        if (span := place_of(options.placed, "targets", name)) is not None
    )


def _user_of(template: str, made: Sequence[Target], emissions: Sequence[Emission]) -> Path | None:
    """The file of the user's target that fills a template, if there is one."""
    for target, emission in zip(made, emissions, strict=True):
        if target.path is not None and any(page.template == template for page in emission.pages):
            return target.path
    return None


def _template_error(fault: TemplateUseError, path: Path) -> Diagnostic:
    line = f"line {fault.line}: " if fault.line else ""
    return error("RC306", f"{line}{fault.message}", advice=MEND, file=path.as_posix())


def _own_sources(options: Options) -> tuple[SourceFile, ...]:
    """The files of the user that diagnostics cite."""
    return tuple(own for own in (options.facts, options.config) if own is not None)


def _package(entry: str, options: Options, facts: SpecFacts) -> tuple[str, tuple[Diagnostic, ...]]:
    """The package's name, and an error if it is not valid.

    All names are checked here, wherever they are from.
    """
    if options.package is not None:
        name, span = options.package, place_of(options.placed, "package", options.package)
        code = "RC303" if span is None else "RC743"
    elif facts.package is not None:
        name, span, code = facts.package, facts.package_span, "RC502"
    else:
        name, span, code = module_name(entry.rsplit("/", 1)[-1]), None, "RC303"
    fault = package_fault(name)
    if fault is None:
        return name, ()
    advice = "Give a name that Python can import: letters, digits and underscores."
    shown = repr(name) if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]!r}..."
    return name, (error(code, f"{shown} is no name for a package: {fault}", span, advice),)


def _too_many(loaded: Loaded, entry: str, options: Options) -> tuple[Diagnostic, ...]:
    """An error for far too many declarations, unless an option allows them."""
    if options.roots or options.large:
        return ()
    count = loaded.left if loaded.model is None else len(loaded.model.declarations)
    size = sum(len(source.data) for source in loaded.sources)
    return too_many(count, size, entry, at_least=bool(loaded.left))


def _header(model: Model) -> tuple[str, ...]:
    spec = model.spec
    version = f", {spec.version}" if spec.version else ""
    return (
        f"{MARK} {__version__}: do not edit.",
        f"Spec: {spec.name}{version}",
        f"sha256: {spec.sha256}",
        *((f"Source: {spec.source}", f"integrity: {spec.integrity}") if spec.source else ()),
    )


def _notes(request: Request, made: Sequence[Target]) -> dict[DeclId, tuple[Note, ...]]:
    """The notes of all targets of the run on each declaration."""
    notes: dict[DeclId, tuple[Note, ...]] = {}
    for target in made:
        own = {} if target.notes is None else target.notes(request)
        for id_, said in own.items():
            notes[id_] = notes.get(id_, ()) + said
    return notes


def _runtime_files(
    package: str, made: Sequence[Target], emissions: Sequence[Emission]
) -> dict[str, str]:
    """The runtime modules that the targets with pages need, copied verbatim."""
    pairs = zip(made, emissions, strict=True)
    modules = dict.fromkeys(
        name
        for target, emission in pairs
        if emission.pages
        for name in target.runtime
        if name not in emission.without
    )
    lines = (f"{MARK} {__version__}: do not edit.", *LEFT_ALONE)
    mark = "".join(f"# {line}\n" for line in lines)
    return {f"{package}/{name}.py": mark + runtime_source(name) for name in modules}
