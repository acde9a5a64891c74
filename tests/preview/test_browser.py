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
class EditorService:
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
    project = copy_project("small", tmp_path_factory.mktemp("service"))
    languages = [project.language("fr"), project.language("zh_CN")]
    editor = "vscode://file/{path}:{line}"
    with running(project, languages, editor=editor) as (preview, server), chrome.chromium() as browser:
        yield project, preview, server, browser


@pytest.fixture
def service(started: tuple[Project, Preview, Server, Browser]) -> Iterator[EditorService]:
    workplace = EditorService(*started)
    before = workplace.po.read_bytes()
    workplace.browser(open=workplace.server.link(f"fr/{PAGE}.html"))
    workplace.until(READY)
    yield workplace
    workplace.po.write_bytes(before)
    assert workplace.browser(errors=1) == []


def test_a_saved_catalog_changes_the_page_without_a_reload(service: EditorService) -> None:
    service.browser(ask="window.stays = 1; document.body.style.minHeight = '4000px'; 1")
    service.browser(ask="window.scrollTo({top: 300, behavior: 'instant'}); 1")
    loads = service.browser(loads=1)
    service.po.write_text(service.po.read_text().replace("Premier guide", "Le guide de tête"))
    assert service.shows("Le guide de tête")
    assert service.browser(ask="[window.stays, window.scrollY, document.title.includes('tête')]") == [1, 300, True]
    assert service.browser(loads=1) == loads
    # The menu says it as well.
    assert service.browser(ask="document.querySelector('.sidebar-tree').textContent.includes('tête')") is True


def test_a_page_that_is_saved_while_it_loads_is_whole_before_it_is_ready(service: EditorService) -> None:
    service.browser(page="quick", open=service.server.link(f"fr/{PAGE}.html"))
    service.po.write_text(service.po.read_text().replace("Premier guide", "Guide pressé"))
    service.browser(page="quick", until=READY, timeout=60000)
    loads = service.browser(page="quick", loads=1)
    assert service.browser(page="quick", wait="Guide pressé", timeout=60000)
    assert service.browser(page="quick", loads=1) == loads


def test_another_page_that_shows_the_title_changes_too(service: EditorService) -> None:
    service.browser(page="other", open=service.server.link("fr/two/index.html"))
    service.po.write_text(service.po.read_text().replace("Premier guide", "Guide renommé"))
    assert service.browser(page="other", wait="Guide renommé", timeout=60000)


def test_the_focus_stays_on_its_element(service: EditorService) -> None:
    service.browser(click=".octavo-language-menu summary")
    service.po.write_text(service.po.read_text().replace("Premier guide", "Guide changé"))
    assert service.shows("Guide changé")
    # The page has its new text a moment before the focus is back.
    service.until("document.activeElement === document.querySelector('.octavo-language-menu[open] summary')")


def test_a_broken_catalog_shows_an_alert_and_keeps_the_page(service: EditorService) -> None:
    whole = service.po.read_text()
    service.po.write_text(whole + '\nmsgid "cut off')
    service.until(f"{SHADOW}.querySelector('.alert').textContent.includes('{PAGE}.po:')")
    assert "Premier guide" in service.browser(ask="document.body.textContent")
    service.po.write_text(whole.replace("Premier guide", "Guide réparé"))
    assert service.shows("Guide réparé")
    service.until(f"{SHADOW}.querySelector('.alert').textContent === ''")


def test_only_untranslated_text_is_marked(service: EditorService) -> None:
    service.po.write_text(service.po.read_text().replace('msgid "The plan."', '#, fuzzy\nmsgid "The plan."'))
    service.browser(click="octavo-preview #marks")
    service.until("document.querySelector('[data-octavo-state=fuzzy]') !== null")
    assert service.browser(ask="document.querySelectorAll('[data-octavo-state=translated]').length") == 0
    service.browser(click="octavo-preview #marks")
    service.until("document.querySelector('[data-octavo-state]') === null")


def test_the_panel_lists_refused_messages_and_passes_axe(service: EditorService) -> None:
    service.po.write_text(service.po.read_text().replace("Premier guide", "Premier `guide <javascript:alert(1)>`_"))
    service.browser(click="octavo-preview #findings")
    service.until(f"{SHADOW}.querySelector('#view-page').textContent.includes('guard-')")
    service.browser(click="octavo-preview #marks")
    service.until("document.querySelector('h1[data-octavo-state=blocked]') !== null")
    assert service.browser(axe=1) == []
    service.browser(click="octavo-preview #marks")


def test_the_messages_of_a_broken_catalog_stay_in_the_panel(service: EditorService) -> None:
    service.po.write_text(service.po.read_text().replace('msgid "The plan."', '#, fuzzy\nmsgid "The plan."'))
    service.browser(click="octavo-preview #findings")
    service.until(f"{SHADOW}.querySelector('#view-page').textContent.includes('The plan.')")
    service.po.write_text(service.po.read_text() + '\nmsgid "cut off')
    service.until(f"{SHADOW}.querySelector('#mend') !== null")
    assert "The plan." in service.browser(ask=f"{SHADOW}.querySelector('#view-page').textContent")


def test_the_links_of_a_page_raise_no_alarm(service: EditorService) -> None:
    """Every link leads to a page of the preview, or to one that says what the preview does not have."""
    service.browser(page="links", open=service.server.link("fr/one/chapter.html"))
    addresses = "new Set([...document.links].map((link) => link.href.split('#')[0]))"
    links = f"[...{addresses}].filter((link) => link.startsWith(location.origin))"
    row = "[link, answer.ok, (await answer.text()).includes('octavo-preview-data')]"
    fetched = f"Promise.all({links}.map((link) => fetch(link).then(async (answer) => {row})))"
    answers = service.browser(page="links", ask=fetched)
    assert len(answers) > 5
    assert [link for link, is_there, is_watched in answers if not is_there and is_watched] == []
    # The one-page PDF of a checklist is made when the site is built.
    assert [link.rpartition("/")[2][-4:] for link, is_there, _ in answers if not is_there] == [".pdf"]


def test_pages_of_the_master_can_be_added_changed_and_removed(service: EditorService) -> None:
    source = service.project.source / "two/new.rst"
    source.write_text("New page\n========\n\nFirst.\n")
    index = service.project.source / "two/index.rst"
    before = index.read_text()
    index.write_text(before + "\n.. toctree::\n\n   new\n")
    service.browser(page="new", open=service.server.link("fr/two/new.html"))
    assert service.browser(page="new", wait="First.", timeout=60000)
    source.write_text("New page\n========\n\nSecond.\n")
    assert service.browser(page="new", wait="Second.", timeout=60000)
    index.write_text(before)
    source.unlink()
    service.browser(page="new", until=f"{SHADOW}.querySelector('.alert').textContent !== ''", timeout=60000)


def test_the_search_page_says_that_there_is_no_search(service: EditorService) -> None:
    service.browser(open=service.server.link("fr/search.html"))
    assert service.shows("L’aperçu n’a pas de recherche")


def test_a_build_contains_nothing_of_the_preview(service: EditorService) -> None:
    from octavo.catalogs.extract import sphinx_run

    language, output = service.project.language("fr"), service.project.build / "plain"
    from octavo.compiler import compilation

    compilation.compile_catalogs(service.project, language)
    sphinx_run.run_sphinx(service.project, language, "html", output, log=service.project.build / "plain.log")
    assert "octavo-message-" not in (output / f"{PAGE}.html").read_text()
    assert "octavo-preview" not in (output / f"{PAGE}.html").read_text()


def test_random_saves_show_up_in_an_open_browser(tmp_path: Path) -> None:
    """Save 40 times by default; OCTAVO_SAVES=1000 makes a long run."""
    project = copy_project("small", tmp_path)
    report = stress(project, project.language("fr"), int(os.environ.get("OCTAVO_SAVES", "40")), say=lambda _: None)
    assert (report.stale, report.errors, report.restarts) == ([], [], 0)
    assert report.broken
    assert report.memory[-1][1] < report.memory[len(report.memory) // 2][1] * 1.2
