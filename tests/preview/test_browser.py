"""Test the preview in Chromium after files are saved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from octavo.preview.http import Server
from octavo.preview.supervisor import Preview, running
from octavo.project import Project
from tests.conftest import copy_project
from tests.preview import browser as chrome
from tests.preview.browser import Browser
from tests.preview.stress import stress

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not chrome.is_there(), reason="node, Chromium or playwright-core is missing"),
]

PAGE = "one/index"
SHADOW = "document.querySelector('octavo-preview').shadowRoot"
READY = "document.querySelector('octavo-preview[data-ready]') !== null"


@dataclass(frozen=True)
class Desk:
    """Hold a project, its running preview, and a browser that shows the page."""

    project: Project
    preview: Preview
    server: Server
    browser: Browser

    @property
    def po(self) -> Path:
        return self.project.catalogs(self.project.language("fr")) / f"{PAGE}.po"

    def shows(self, text: str) -> bool:
        return self.browser(wait=text, timeout=60000) is not None

    def until(self, expression: str) -> None:
        self.browser(until=expression, timeout=60000)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Preview, Server, Browser]]:
    project = copy_project("small", tmp_path_factory.mktemp("desk"))
    languages = [project.language("fr"), project.language("zh_CN")]
    editor = "vscode://file/{path}:{line}"
    with running(project, languages, editor=editor) as (preview, server), chrome.chromium() as browser:
        yield project, preview, server, browser


@pytest.fixture
def desk(started: tuple[Project, Preview, Server, Browser]) -> Iterator[Desk]:
    workplace = Desk(*started)
    before = workplace.po.read_bytes()
    workplace.browser(open=workplace.server.link(f"fr/{PAGE}.html"))
    workplace.until(READY)
    yield workplace
    workplace.po.write_bytes(before)
    assert workplace.browser(errors=1) == []


def test_a_saved_catalog_changes_the_page_without_a_reload(desk: Desk) -> None:
    desk.browser(ask="window.stays = 1; document.body.style.minHeight = '4000px'; 1")
    desk.browser(ask="window.scrollTo({top: 300, behavior: 'instant'}); 1")
    loads = desk.browser(loads=1)
    desk.po.write_text(desk.po.read_text().replace("Premier guide", "Le guide de tête"))
    assert desk.shows("Le guide de tête")
    assert desk.browser(ask="[window.stays, window.scrollY, document.title.includes('tête')]") == [1, 300, True]
    assert desk.browser(loads=1) == loads
    # The menu says it as well.
    assert desk.browser(ask="document.querySelector('.sidebar-tree').textContent.includes('tête')") is True


def test_a_page_that_is_saved_while_it_loads_is_whole_before_it_is_ready(desk: Desk) -> None:
    desk.browser(page="quick", open=desk.server.link(f"fr/{PAGE}.html"))
    desk.po.write_text(desk.po.read_text().replace("Premier guide", "Guide pressé"))
    desk.browser(page="quick", until=READY, timeout=60000)
    loads = desk.browser(page="quick", loads=1)
    assert desk.browser(page="quick", wait="Guide pressé", timeout=60000)
    assert desk.browser(page="quick", loads=1) == loads


def test_another_page_that_shows_the_title_changes_too(desk: Desk) -> None:
    desk.browser(page="other", open=desk.server.link("fr/two/index.html"))
    desk.po.write_text(desk.po.read_text().replace("Premier guide", "Guide renommé"))
    assert desk.browser(page="other", wait="Guide renommé", timeout=60000)


def test_the_focus_stays_on_its_element(desk: Desk) -> None:
    desk.browser(click=".octavo-language-menu summary")
    desk.po.write_text(desk.po.read_text().replace("Premier guide", "Guide changé"))
    assert desk.shows("Guide changé")
    # The page has its new text a moment before the focus is back.
    desk.until("document.activeElement === document.querySelector('.octavo-language-menu[open] summary')")


def test_a_broken_catalog_shows_an_alert_and_keeps_the_page(desk: Desk) -> None:
    whole = desk.po.read_text()
    desk.po.write_text(whole + '\nmsgid "cut off')
    desk.until(f"{SHADOW}.querySelector('.alert').textContent.includes('{PAGE}.po:')")
    assert "Premier guide" in desk.browser(ask="document.body.textContent")
    desk.po.write_text(whole.replace("Premier guide", "Guide réparé"))
    assert desk.shows("Guide réparé")
    desk.until(f"{SHADOW}.querySelector('.alert').textContent === ''")


def test_only_untranslated_text_is_marked(desk: Desk) -> None:
    desk.po.write_text(desk.po.read_text().replace('msgid "The plan."', '#, fuzzy\nmsgid "The plan."'))
    desk.browser(click="octavo-preview #marks")
    desk.until("document.querySelector('[data-octavo-state=fuzzy]') !== null")
    assert desk.browser(ask="document.querySelectorAll('[data-octavo-state=translated]').length") == 0
    desk.browser(click="octavo-preview #marks")
    desk.until("document.querySelector('[data-octavo-state]') === null")


def test_the_panel_lists_refused_messages_and_passes_axe(desk: Desk) -> None:
    desk.po.write_text(desk.po.read_text().replace("Premier guide", "Premier `guide <javascript:alert(1)>`_"))
    desk.browser(click="octavo-preview #findings")
    desk.until(f"{SHADOW}.querySelector('#view-page').textContent.includes('guard-')")
    desk.browser(click="octavo-preview #marks")
    desk.until("document.querySelector('h1[data-octavo-state=blocked]') !== null")
    assert desk.browser(axe=1) == []
    desk.browser(click="octavo-preview #marks")


def test_the_messages_of_a_broken_catalog_stay_in_the_panel(desk: Desk) -> None:
    desk.po.write_text(desk.po.read_text().replace('msgid "The plan."', '#, fuzzy\nmsgid "The plan."'))
    desk.browser(click="octavo-preview #findings")
    desk.until(f"{SHADOW}.querySelector('#view-page').textContent.includes('The plan.')")
    desk.po.write_text(desk.po.read_text() + '\nmsgid "cut off')
    desk.until(f"{SHADOW}.querySelector('#mend') !== null")
    assert "The plan." in desk.browser(ask=f"{SHADOW}.querySelector('#view-page').textContent")


def test_the_links_of_a_page_raise_no_alarm(desk: Desk) -> None:
    """Every link leads to a page of the preview, or to one that says what the preview does not have."""
    desk.browser(page="links", open=desk.server.link("fr/one/chapter.html"))
    addresses = "new Set([...document.links].map((link) => link.href.split('#')[0]))"
    links = f"[...{addresses}].filter((link) => link.startsWith(location.origin))"
    row = "[link, answer.ok, (await answer.text()).includes('octavo-preview-data')]"
    fetched = f"Promise.all({links}.map((link) => fetch(link).then(async (answer) => {row})))"
    answers = desk.browser(page="links", ask=fetched)
    assert len(answers) > 5
    assert [link for link, is_there, is_watched in answers if not is_there and is_watched] == []
    # The one-page PDF of a checklist is made when the site is built.
    assert [link.rpartition("/")[2][-4:] for link, is_there, _ in answers if not is_there] == [".pdf"]


def test_pages_of_the_master_can_be_added_changed_and_removed(desk: Desk) -> None:
    source = desk.project.source / "two/new.rst"
    source.write_text("New page\n========\n\nFirst.\n")
    index = desk.project.source / "two/index.rst"
    before = index.read_text()
    index.write_text(before + "\n.. toctree::\n\n   new\n")
    desk.browser(page="new", open=desk.server.link("fr/two/new.html"))
    assert desk.browser(page="new", wait="First.", timeout=60000)
    source.write_text("New page\n========\n\nSecond.\n")
    assert desk.browser(page="new", wait="Second.", timeout=60000)
    index.write_text(before)
    source.unlink()
    desk.browser(page="new", until=f"{SHADOW}.querySelector('.alert').textContent !== ''", timeout=60000)


def test_the_search_page_says_that_there_is_no_search(desk: Desk) -> None:
    desk.browser(open=desk.server.link("fr/search.html"))
    assert desk.shows("L’aperçu n’a pas de recherche")


def test_a_build_contains_nothing_of_the_preview(desk: Desk) -> None:
    from octavo.catalogs.extract import sphinx_run

    language, output = desk.project.language("fr"), desk.project.build / "plain"
    from octavo.compiler import compilation

    compilation.compile_catalogs(desk.project, language)
    sphinx_run.run_sphinx(desk.project, language, "html", output, log=desk.project.build / "plain.log")
    assert "octavo-message-" not in (output / f"{PAGE}.html").read_text()
    assert "octavo-preview" not in (output / f"{PAGE}.html").read_text()


def test_random_saves_show_up_in_an_open_browser(tmp_path: Path) -> None:
    """Save 40 times by default; OCTAVO_SAVES=1000 makes a long run."""
    project = copy_project("small", tmp_path)
    report = stress(project, project.language("fr"), int(os.environ.get("OCTAVO_SAVES", "40")), say=lambda _: None)
    assert (report.stale, report.errors, report.restarts) == ([], [], 0)
    assert report.broken
    assert report.memory[-1][1] < report.memory[len(report.memory) // 2][1] * 1.2
