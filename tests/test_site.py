"""The site: its navigation and the reference of the command, and at night the site itself."""

from __future__ import annotations

import importlib.util
import random
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import click
import pytest
import yaml

from realtime_codegen.cli import main as command
from tests.tools.browser import Tab, browser, chromium, served
from tests.tools.site import COMMANDS, Link, SiteError, command_reference, places

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "website" / "mkdocs.yml"
HTML = ROOT / "build" / "site" / "html"


class Loader(yaml.SafeLoader):
    """YAML with the names of Python objects that MkDocs takes, which are not looked at."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


@cache
def config() -> Any:
    return yaml.load(CONFIG.read_text("utf-8"), Loader)


def navigation(entries: Any) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, str):
            yield entry
        else:
            for value in entry.values():
                yield from [value] if isinstance(value, str) else navigation(value)


def test_each_page_is_in_the_navigation_and_each_entry_is_a_page() -> None:
    """Records of decisions and single pages of the reference are reached from their indexes."""
    named = list(navigation(config()["nav"]))
    pages = {*places().values(), COMMANDS}
    reached = {page for page in pages if re.match(r"decisions/\d|reference/[^/]+/.*", page)}
    indexes = {"reference/openai_realtime/README.md", "reference/openai_realtime_beta/README.md"}
    assert len(named) == len(set(named))
    assert set(named) == (pages - reached) | indexes


def test_each_link_of_a_page_leads_somewhere() -> None:
    """Law: what a page links to is a page, or a file that comes along."""
    pages = places()
    for source in pages:
        if not source.startswith("generated/"):
            assert Link(ROOT, pages, source).rewritten((ROOT / source).read_text("utf-8"))


def test_links_are_those_of_the_site() -> None:
    pages = places()
    page = Link(ROOT, pages, "docs/decisions/README.md")
    text = "[a](../../SECURITY.md#x) [b](../facts.md) ![c](../../LICENSE) `[d](nowhere)` [e](#f)\n"
    assert page.rewritten("| `a \\| b` \\| |\n`a \\| b`") == "| `a | b` \\| |\n`a \\| b`"
    assert page.rewritten(f"{text}```\n[g](nowhere)\n```\n") == (
        "[a](../promises.md#x) [b](../facts.md) ![c](../files/LICENSE) `[d](nowhere)` [e](#f)\n"
        "```\n[g](nowhere)\n```\n"
    )
    assert page.assets == {"files/LICENSE": "LICENSE"}
    assert page.rewritten("[a](../../examples)") == "[a](../files/examples/index.md)"
    assert page.assets["files/examples/index.md"] == "examples"
    for wrong in ("nowhere.md", "../../../README.md", "../../spec"):
        with pytest.raises(SiteError, match="leads to no file"):
            page.rewritten(f"[a]({wrong})")


def test_the_reference_of_the_command_has_all_of_it() -> None:
    """Law: each command with each option, its meaning and its examples."""
    text = command_reference()
    assert isinstance(command, click.Group)
    context = click.Context(command, info_name="realtime-codegen")
    names = command.list_commands(context)
    assert re.findall(r"^## `(.*)`$", text, re.MULTILINE) == names
    assert text.count("| `-h, --help` | Show this message and exit. |") == len(names)
    assert "\ndataclasses* " in text
    for name, section in zip(names, re.split(r"^## ", text, flags=re.MULTILINE)[1:], strict=True):
        own = command.get_command(context, name)
        assert own is not None
        for parameter in own.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                for option in (*parameter.opts, *parameter.secondary_opts):
                    assert re.search(rf"^\| `[^`]*{option}\b", section, re.MULTILINE), option
        examples = section.partition("```console\n")[2].partition("```")[0].splitlines()
        assert examples == [f"$ {line}" for line in getattr(own, "examples", ())]


def test_the_examples_of_the_command_are_its_own() -> None:
    """Law: an example names a command, or none, and options that it has."""
    assert isinstance(command, click.Group)
    context = click.Context(command, info_name="realtime-codegen")
    names = command.list_commands(context)
    lines = [
        line
        for own in (command, *(command.get_command(context, name) for name in names))
        for line in getattr(own, "examples", ())
    ]
    assert len(lines) > 20
    for line in lines:
        _, *words = shlex.split(line.rpartition("| ")[2])
        named = words[0] if words and words[0] in names else "generate"
        own = command.get_command(context, named)
        assert own is not None
        known = {option for parameter in own.get_params(context) for option in parameter.opts}
        known |= {option for parameter in own.params for option in parameter.secondary_opts}
        options = {word.partition("=")[0] for word in words if word[:1] == "-" and word != "-"}
        assert options <= known, line


# ---------------------------------------------------------------------- the site itself


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the site, which was just made."""
    if importlib.util.find_spec("material") is None:
        pytest.skip("MkDocs Material is not installed: make site does it")
    python = [sys.executable, "-m"]
    subprocess.run([*python, "tests.tools.site"], cwd=ROOT, check=True)
    build = ["mkdocs", "build", "--quiet", "--strict", "--config-file", str(CONFIG)]
    subprocess.run([*python, *build], cwd=ROOT, check=True)
    with served(HTML) as address:
        yield address


class Page(HTMLParser):
    """What a page of HTML links to and loads, and its anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors += [
            name for key in ("id", "name") if (name := given.get(key)) and tag != "meta"
        ]
        target = given.get("href") or given.get("src")
        if target:
            (self.links if tag == "a" else self.loaded).append(target)


def pages_of_site() -> dict[str, Page]:
    """All pages by their path in the site."""
    return {
        path.relative_to(HTML).as_posix(): Page(path.read_text("utf-8"))
        for path in sorted(HTML.rglob("*.html"))
    }


@pytest.mark.nightly
@pytest.mark.network
@pytest.mark.xdist_group("site")
def test_each_link_and_anchor_of_each_page_is_there(site: str) -> None:
    pages = pages_of_site()
    assert len(pages) > 100
    for path, page in pages.items():
        if path == "404.html":
            continue
        assert not [link for link in page.loaded if urlsplit(link).netloc], path
        for link in (*page.links, *page.loaded):
            parts = urlsplit(urljoin(f"http://site/{path}", link))
            if parts.netloc != "site" or parts.scheme != "http":
                continue
            target = unquote(parts.path).lstrip("/")
            target = f"{target}index.html" if target == "" or target.endswith("/") else target
            assert (HTML / target).is_file(), f"{path}: {link}"
            if parts.fragment and target in pages:
                anchor = unquote(parts.fragment)
                assert anchor in pages[target].anchors or anchor == "__search", f"{path}: {link}"


WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed")
    with browser(path) as opened:
        yield opened


def chosen(seed: int) -> list[str]:
    """All written pages, and some of the reference and of the decisions."""
    paths = [path.parent.relative_to(HTML).as_posix() for path in HTML.rglob("index.html")]
    many = [path for path in paths if re.match(r"reference/[^/]+/.|decisions/\d", path)]
    few = sorted(set(paths) - set(many))
    return [*few, *random.Random(seed).sample(sorted(many), 40)]


def is_clean(tab: Tab, site: str, width: int, where: str) -> None:
    assert not tab.faults, where
    foreign = [url for url in tab.requests if not url.startswith((site, "data:", "blob:"))]
    assert not foreign, where
    wide = tab.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
    assert wide <= width, where


DIAGRAMS = "document.querySelectorAll('pre.mermaid').length == 0"
EMPTY = "[...document.querySelectorAll('div.mermaid')].filter(e => e.offsetHeight < 20).length"
UNFOLD = """
[...document.querySelectorAll('article details')].filter(details => {
    if (!details.open) details.querySelector('summary').click();
    return !details.open;
}).length
"""


@pytest.mark.nightly
@pytest.mark.network
@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("screen", WIDTHS)
def test_pages_in_a_browser(screen: str, site: str, tab: Tab) -> None:
    """Each opens without an error, draws its diagrams, unfolds, and is as wide as the screen."""
    seed = random.randrange(10**6)
    width, height = WIDTHS[screen]
    tab.resize(width, height)
    for path in chosen(seed):
        where = f"{path or '/'} on a {screen}, seed {seed}"
        tab.open(f"{site}{path}/".replace("/./", "/"))
        assert tab.evaluate("document.querySelector('article h1') !== null"), where
        tab.wait(DIAGRAMS)
        assert tab.evaluate(EMPTY) == 0, where
        is_clean(tab, site, width, where)
        assert tab.evaluate(UNFOLD) == 0, where
        is_clean(tab, site, width, f"{where}, unfolded")


FAULTY = {
    "wide": '<div style="width: 2000px">wide</div>',
    "of another host": '<img alt="" src="http://example.org/a.png">',
    "not there": '<img alt="" src="a.png">',
    "an error": "<script>throw new Error('x')</script>",
    "a complaint": "<script>console.error('x')</script>",
}


@pytest.mark.nightly
@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("body", FAULTY.values(), ids=FAULTY)
def test_what_is_wrong_with_a_page_is_seen(body: str, tab: Tab, tmp_path: Path) -> None:
    page = '<!doctype html><meta name="viewport" content="width=device-width">'
    page += '<link rel="icon" href="data:,">{}<h1>A</h1>'
    (tmp_path / "bad.html").write_text(page.format(body), encoding="utf-8")
    (tmp_path / "good.html").write_text(page.format(""), encoding="utf-8")
    tab.resize(390, 844)
    with served(tmp_path) as address:
        tab.open(f"{address}good.html")
        is_clean(tab, address, 390, "good")
        tab.open(f"{address}bad.html")
        with pytest.raises(AssertionError):
            is_clean(tab, address, 390, "bad")


@pytest.mark.nightly
@pytest.mark.network
@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("screen", WIDTHS)
def test_the_search_and_the_colours(screen: str, site: str, tab: Tab) -> None:
    tab.resize(*WIDTHS[screen])
    tab.open(site)
    tab.evaluate("document.querySelector('#__search').click()")
    tab.wait("(document.querySelector('.md-search__input').focus(), true)")
    tab.type("backpressure handlers dispatcher")
    links = "document.querySelectorAll('.md-search-result__link')"
    tab.wait(f"{links}.length > 0")
    target = tab.evaluate(f"{links}[0].href")
    tab.open(target)
    assert tab.evaluate("document.querySelector('article h1') !== null")
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    before = tab.evaluate(scheme)
    tab.evaluate("document.querySelector('label[for^=__palette]:not([hidden])').click()")
    tab.wait(f"{scheme} != {before!r}")
    assert not tab.faults
