"""Translate in the page, in Chromium, as a translator would."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from octavo.catalogs import po
from octavo.catalogs.po import State
from octavo.preview.http import Server
from octavo.preview.supervisor import running
from octavo.project import Project
from tests.conftest import ROOT, copy_project
from tests.preview import browser as chrome
from tests.preview.browser import Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not chrome.is_there(), reason="node, Chromium or playwright-core is missing"),
]

PAGE = "one/chapter"
SHADOW = "document.querySelector('octavo-preview').shadowRoot"
BOX = f"{SHADOW}.querySelector('#box-0')"
PARAGRAPHS = 40
ATTACKS = tomllib.loads((ROOT / "tests/compiler/guard/attacks.toml").read_text(encoding="utf-8"))["attack"]


class EditorService:
    def __init__(self, project: Project, server: Server | None, browser: Browser) -> None:
        self.project, self.browser = project, browser
        self.link = server.link if server else str
        self.port = server.port if server else 0
        self.po = project.catalogs(project.language("fr")) / f"{PAGE}.po"

    def open(self, page: str = PAGE, name: str = "page") -> None:
        self.browser(page=name, open=self.link(f"fr/{page}.html"))
        self.until("document.querySelector('octavo-preview[data-ready]') !== null", name)

    def open_with_empty_work_list(self) -> None:
        """Open the page after a search of the work list for words that no message has."""
        self.ask("sessionStorage.setItem('octavo-work', JSON.stringify({ text: 'no such words' })) || 1")
        self.open()

    def edit(self, text: str, name: str = "page") -> None:
        """Click the block that contains *text*, and wait for its box."""
        blocks = "[...document.querySelectorAll('[class*=octavo-message-]')]"
        index = self.ask(f"{blocks}.findIndex((block) => block.textContent.includes('{text}'))", name)
        assert isinstance(index, int)
        self.browser(page=name, click=f":nth-match([class*=octavo-message-], {index + 1})")
        self.until(f"{BOX} !== null && {SHADOW}.activeElement === {BOX}", name)

    def until(self, expression: str, name: str = "page") -> None:
        self.browser(page=name, until=expression, timeout=60000)

    def ask(self, expression: str, name: str = "page") -> object:
        return self.browser(page=name, ask=expression)

    def type(self, text: str, name: str = "page") -> None:
        self.browser(page=name, press="Control+a")
        self.browser(page=name, type=text)

    def until_approved(self, count: int) -> None:
        end = time.monotonic() + 20
        while len(re.findall(r"reviewed .* by Ada", self.po.read_text())) != count:
            assert time.monotonic() < end
            time.sleep(0.05)

    def said(self, name: str = "page") -> str:
        return str(self.ask(f"{SHADOW}.querySelector('.status').textContent", name))


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditorService]:
    project = copy_project("small", tmp_path_factory.mktemp("translating"))
    source = project.source / "two/index.rst"
    catalog = project.catalogs(project.language("fr")) / "two/index.po"
    texts = [f"Sentence number {number} is here." for number in range(PARAGRAPHS)]
    source.write_text(source.read_text() + "\n" + "\n\n".join(texts) + "\n")
    catalog.write_text(catalog.read_text() + "".join(f'\nmsgid "{text}"\nmsgstr ""\n' for text in texts))
    with running(project, [project.language("fr")]) as (_, server), chrome.chromium() as browser:
        yield EditorService(project, server, browser)


@pytest.fixture
def service(started: EditorService) -> Iterator[EditorService]:
    before = {path: path.read_bytes() for path in started.project.locales.rglob("*.po")}
    started.open()
    yield started
    started.browser(ask="localStorage.clear() || sessionStorage.clear() || 1")
    for path, data in before.items():
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
    assert started.browser(errors=1) == []


def test_a_click_opens_the_message_and_saving_changes_page_and_catalog(service: EditorService) -> None:
    before = service.po.read_text()
    service.edit("Asseyez-vous.")
    assert "Sit down." in str(service.ask(f"{SHADOW}.querySelector('.master').textContent"))
    service.type("Installez-vous bien.")
    service.browser(press="Control+s")
    assert service.browser(wait="Installez-vous bien.", timeout=60000)
    assert service.po.read_text() == before.replace("Asseyez-vous.", "Installez-vous bien.")
    # Focus and text of the box stay where they were while the page changes.
    assert service.ask(f"{SHADOW}.activeElement === {BOX}") is True


def test_the_finding_of_the_text_in_the_box_is_fixed_by_a_click(service: EditorService) -> None:
    service.edit("Asseyez-vous.")
    service.type("Asseyez-vous...")
    service.until(f"{SHADOW}.querySelector('#judged .finding') !== null")
    service.browser(click="octavo-preview #judged button")
    service.until(f"{BOX}.value === 'Asseyez-vous…'")


def test_markup_is_inserted_by_key(service: EditorService) -> None:
    service.edit("Regardez")
    service.type("Voir ")
    service.browser(press="Alt+1")
    service.until(f"{BOX}.value === 'Voir :numref:`fig-one`'")


def test_forty_open_messages_are_translated_by_keyboard_alone(service: EditorService) -> None:
    service.open("two/index")
    catalog = service.project.catalogs(service.project.language("fr")) / "two/index.po"
    service.browser(press="F2")
    service.until(f"{BOX} !== null && {SHADOW}.activeElement === {BOX}")
    for number in range(PARAGRAPHS):
        service.until(f"{SHADOW}.querySelector('.master').textContent.includes('number {number} is')")
        service.browser(type=f"Voici la phrase {number}.")
        service.browser(press="Control+Enter")
    service.until(f"{SHADOW}.querySelector('.notice.end')?.textContent.includes('plus de message')")
    messages = [m for m in po.read(catalog) if m.msgid.startswith("Sentence")]
    assert [m.msgstr for m in messages] == [f"Voici la phrase {number}." for number in range(PARAGRAPHS)]


def test_the_end_of_the_work_list_is_still_said_after_the_page_is_updated(service: EditorService) -> None:
    service.open_with_empty_work_list()
    service.edit("Asseyez-vous.")
    service.browser(press="Alt+ArrowDown")
    service.until(f"{SHADOW}.querySelector('.notice.end')?.textContent.includes('plus de message')")
    service.po.write_text(service.po.read_text().replace("Commencez.", "Commencez donc."))
    assert service.browser(wait="Commencez donc.", timeout=60000)
    assert "plus de message" in str(service.ask(f"{SHADOW}.querySelector('.told').textContent"))
    service.edit("Commencez donc.")
    service.until(f"{SHADOW}.querySelector('.notice.end') === null")


def test_a_draft_survives_a_reload(service: EditorService) -> None:
    service.edit("Asseyez-vous.")
    service.type("Un brouillon")
    service.browser(ask="location.reload() || 1")
    service.until(f"document.querySelector('octavo-preview') !== null && {BOX}?.value === 'Un brouillon'")
    assert "Un brouillon" not in service.po.read_text()
    service.browser(press="Control+s")
    assert service.browser(wait="Un brouillon", timeout=60000)


def refuse_once(port: int) -> None:
    """Answer the next request for events with an error, after which a browser does not ask again by itself."""
    refused = threading.Event()

    class Refusal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(503)
            if self.path.startswith("/_octavo/events"):
                refused.set()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", port), Refusal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert refused.wait(60)
        server.shutdown()


def test_text_survives_the_crash_of_the_preview(tmp_path: Path) -> None:
    project = copy_project("small", tmp_path)

    def start(port: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-m", "octavo", "preview", "fr", "--no-open", "--port", port]
        process = subprocess.Popen(command, cwd=project.root, text=True, stderr=subprocess.PIPE)
        assert process.stderr
        link = next(line.split()[0] for line in process.stderr if "http://127.0.0.1" in line)
        return process, link

    process, link = start("0")
    try:
        with chrome.chromium() as browser:
            service = EditorService(project, None, browser)
            browser(open=link.replace("/?", f"/fr/{PAGE}.html?"))
            service.until("document.querySelector('octavo-preview[data-ready]') !== null")
            service.edit("Asseyez-vous.")
            service.type("Pas encore gardé")
            process.kill()
            process.wait()
            browser(press="Control+s")
            service.until(f"{SHADOW}.querySelector('.notice.failed') !== null")
            refuse_once(int(link.split(":")[2].split("/")[0]))
            process, _ = start(link.split(":")[2].split("/")[0])
            service.until(f"{SHADOW}.querySelector('.alert').textContent === ''")
            assert service.ask(f"{BOX}.value") == "Pas encore gardé"
            browser(click="octavo-preview #save")
            assert browser(wait="Pas encore gardé", timeout=60000)
        assert "Pas encore gardé" in service.po.read_text()
    finally:
        process.terminate()
        process.wait(30)


def test_a_message_that_somebody_else_changed_shows_both_versions(service: EditorService) -> None:
    service.edit("Asseyez-vous.")
    service.type("Le mien")
    service.po.write_text(service.po.read_text().replace("Asseyez-vous.", "Le leur"))
    service.until(f"{SHADOW}.querySelector('.notice.changed') !== null")
    service.browser(press="Control+s")
    service.until(f"{SHADOW}.querySelector('.notice.conflict')?.textContent.includes('Le leur')")
    assert (service.ask(f"{BOX}.value"), "Le leur" in service.po.read_text()) == ("Le mien", True)
    service.browser(click="octavo-preview .notice.conflict button")
    assert service.browser(wait="Le mien", timeout=60000)


def test_a_refresh_does_not_interrupt_an_input_method(service: EditorService) -> None:
    service.edit("Asseyez-vous.")
    service.browser(press="Control+a")
    service.browser(compose="ni hao")
    # Somebody saves the same message while the word is being composed.
    service.po.write_text(
        service.po.read_text().replace("Commencez.", "Commencez donc.").replace("Asseyez-vous.", "Autre")
    )
    assert service.browser(wait="Commencez donc.", timeout=60000)
    assert service.ask(f"{BOX}.value") == "ni hao"
    # Enter ends the word; it does not save.
    service.browser(commit="你好")
    service.until(f"{BOX}.value === '你好'")
    assert "你好" not in service.po.read_text()


def test_undo_takes_the_last_save_back(service: EditorService) -> None:
    before = service.po.read_text()
    service.edit("Asseyez-vous.")
    service.type("Trop vite")
    service.browser(press="Control+s")
    assert service.browser(wait="Trop vite", timeout=60000)
    service.browser(press="Alt+z")
    assert service.browser(wait="Asseyez-vous.", timeout=60000)
    assert service.po.read_text() == before


def test_the_name_of_a_reviewer_is_asked_once(service: EditorService) -> None:
    # With an empty work list, the editor stays on this page after an approval.
    service.open_with_empty_work_list()
    service.edit("Asseyez-vous.")
    service.browser(press="Control+Shift+Enter")
    service.until(f"{SHADOW}.activeElement?.id === 'reviewer'")
    service.browser(type="Ada")
    service.browser(press="Control+Shift+Enter")
    service.until_approved(1)
    service.edit("Commencez.")
    service.browser(press="Control+Shift+Enter")
    service.until_approved(2)


def test_the_words_of_a_figure_are_opened_by_a_click_on_it(service: EditorService) -> None:
    service.open("one/index")
    service.browser(click="img[class*=octavo-message-]")
    service.until(f"{SHADOW}.querySelectorAll('.figure .item').length > 1")


def test_a_broken_catalog_is_mended_in_the_page(service: EditorService) -> None:
    whole = service.po.read_text()
    service.po.write_text(whole.replace('msgstr "Asseyez-vous."', "msgstr Asseyez-vous."))
    service.until(f"{SHADOW}.querySelector('#mend') !== null")
    service.browser(click="octavo-preview #mend")
    service.until(f"{SHADOW}.querySelector('#catalog') !== null")
    selected = (
        f"((area) => area.value.slice(area.selectionStart, area.selectionEnd))({SHADOW}.querySelector('#catalog'))"
    )
    assert service.ask(selected) == "msgstr Asseyez-vous."
    assert service.browser(axe=1) == []
    service.browser(type='msgstr "Réparé."')
    service.browser(click="octavo-preview .catalog .main")
    assert service.browser(wait="Réparé.", timeout=60000)
    service.until(f"{SHADOW}.querySelector('.alert').textContent === ''")


@pytest.mark.parametrize("view", [{}, {"width": 390, "height": 844}, {"scheme": "dark"}])
def test_the_views_pass_axe(service: EditorService, view: dict[str, object]) -> None:
    name = "-".join(map(str, view.values())) or "page"
    service.browser(page=name, view=view, open=service.link(f"fr/{PAGE}.html"))
    service.until("document.querySelector('octavo-preview[data-ready]') !== null", name)
    service.edit("Regardez", name)
    service.browser(page=name, type="... <b>")
    service.until(f"{SHADOW}.querySelector('#judged .finding') !== null", name)
    assert service.browser(page=name, axe=1) == []
    for tab in ("page", "work"):
        service.browser(page=name, click=f"octavo-preview #tab-{tab}")
        service.until(f"{SHADOW}.querySelector('#view-{tab} h2, #view-{tab} .today')?.textContent", name)
        assert service.browser(page=name, axe=1) == []
    assert service.ask("document.documentElement.scrollWidth <= innerWidth", name) is True


def test_nothing_that_is_typed_is_run(service: EditorService) -> None:
    service.browser(ask="window.alert = () => { window.harmed = 1; }; 1")
    service.edit("Asseyez-vous.")
    for attack in [
        '<img src=x onerror="alert(1)">',
        "<script>alert(1)</script>",
        *(attack["text"] for attack in ATTACKS[::12]),
    ]:
        text = attack.replace("\n", " ")[:300]
        service.ask(f"(() => {{ {BOX}.value = {text!r}; {BOX}.dispatchEvent(new Event('input')); }})()")
        service.browser(click="octavo-preview #save")
        service.until(
            f"{SHADOW}.querySelector('.status').textContent !== '' || {SHADOW}.querySelector('.notice.failed') !== null"
        )
    service.open()
    service.browser(click="octavo-preview #findings")
    assert service.ask("window.harmed === undefined") is True
    assert service.ask(f"{SHADOW}.querySelectorAll('img, script, iframe').length") == 0
    assert (
        service.ask("[...document.querySelectorAll('main a, .body a')].every((a) => !a.href.startsWith('javascript'))")
        is True
    )


class _Evil(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>x</title><body>x")

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_a_page_of_another_origin_can_neither_read_nor_write(service: EditorService) -> None:
    before = service.po.read_text()
    with HTTPServer(("127.0.0.1", 0), _Evil) as evil:
        threading.Thread(target=evil.serve_forever, daemon=True).start()
        service.browser(page="evil", open=f"http://127.0.0.1:{evil.server_address[1]}/")
        at = f"http://127.0.0.1:{service.port}"
        body = '{"domain": "one/chapter"}'
        for kind in ("application/json", "text/plain"):
            for mode in ("cors", "no-cors"):
                options = f"method: 'POST', mode: '{mode}', credentials: 'include', body: '{body}'"
                options += f", headers: {{ 'Content-Type': '{kind}' }}"
                address = f"{at}/_octavo/api/undo?language=fr"
                call = f"fetch('{address}', {{ {options} }}).then((r) => r.type + r.status, () => 'refused')"
                outcome = service.ask(call, "evil")
                assert outcome in ("refused", "opaque0")
        read = f"fetch('{at}/fr/{PAGE}.html', {{ credentials: 'include' }}).then((r) => r.text(), () => 'refused')"
        assert service.ask(read, "evil") == "refused"
        evil.shutdown()
    assert service.po.read_text() == before
    assert all(m.state is State.TRANSLATED for m in po.read(service.po))
