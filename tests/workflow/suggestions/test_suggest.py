"""Test suggestions of engines: markup is kept or the answer is not stored, and what is stored is fuzzy."""

from __future__ import annotations

import json
import shutil
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.catalogs import po
from octavo.catalogs.po import State
from octavo.cli import main
from octavo.errors import OctavoError
from octavo.project import Project
from octavo.text import markup
from octavo.workflow import suggestions

ROOT = Path(__file__).parents[3]


class Upper:
    """An engine that translates into capitals and leaves tags alone, or does *harm* to its answer."""

    def __init__(self, harm: Callable[[str], str] = str) -> None:
        self.harm = harm
        self.asked: list[str] = []

    def translate(self, texts, source, target):
        assert (source, target) == ("en", "fr")
        self.asked += texts
        return [self.harm(text.upper().replace("<SPAN ID", "<span id").replace("</SPAN", "</span").replace(
            "<X ID", "<x id")) for text in texts]  # fmt: skip


@given(st.text(alphabet="ab *`:_<>|&;\\[]#1é中", max_size=40))
def test_any_text_survives_the_protection(text):
    cut = markup.tokens(text)
    assert suggestions.restore(suggestions.protect(cut), cut) == text


@pytest.mark.parametrize(
    ("master", "answer", "expected"),
    [
        ("See :ref:`the plan <plan>`.", 'Voir <span id="0">le projet</span>.', None),
        ("See :ref:`the plan <plan>`.", 'Voir <span id="1">le projet</span>.', "Voir :ref:`le projet <plan>`."),
        ("Run ``pip`` & wait.", 'Attendez &amp; lancez <x id="1"></x>.', "Attendez & lancez ``pip``."),
        ("Run ``pip``.", "Lancez.", None),
        ("Run ``pip``.", 'Lancez <x id="1"/> et <x id="1"/>.', None),
        ("A **bold** word.", 'Un mot <span id="1">gras.', None),
        ("A **bold** word.", "Un mot</span> gras.", None),
        ("A **bold** word.", 'Un mot <x id="1"/>.', None),
    ],
)
def test_an_answer_has_the_markup_of_the_master_or_is_refused(master, answer, expected):
    assert suggestions.restore(answer, markup.tokens(master)) == expected


def test_suggestions_are_fuzzy_and_leave_the_rest_as_it_is(lagging: Project) -> None:
    language = lagging.language("fr")
    path = lagging.catalogs(language) / "two/index.po"
    other = (lagging.catalogs(language) / "one/index.po").read_bytes()
    engine = Upper()
    result = suggestions.suggest(lagging, language, engine)
    assert result.filled == len(engine.asked) > 2
    assert result.written == [path]
    filled = [m for m in po.read(path) if not m.is_header]
    assert {m.state for m in filled} == {State.FUZZY}
    assert all("octavo: suggested by a machine; please review" in m.comments for m in filled)
    assert (lagging.catalogs(language) / "one/index.po").read_bytes() == other
    assert suggestions.suggest(lagging, language, Upper()).filled == 0


def test_a_suggestion_that_the_guard_refuses_is_not_stored(lagging: Project) -> None:
    result = suggestions.suggest(lagging, lagging.language("fr"), Upper(lambda text: text + " :raw-html:`&lt;script>`"))
    assert result.filled == 0
    assert sum(result.refused.values()) > 2


def test_a_translation_saved_meanwhile_stays(lagging: Project) -> None:
    path = lagging.catalogs(lagging.language("fr")) / "two/index.po"
    content = po.read(path)
    first = next(m for m in content if not m.is_header)

    def save(text: str) -> str:
        messages = tuple(m.edited(msgstrs=("À la main",)) if m.key == first.key else m for m in content.messages)
        po.write(replace(content, messages=messages))
        return text

    suggestions.suggest(lagging, lagging.language("fr"), Upper(save))
    assert next(m for m in po.read(path) if m.key == first.key).msgstrs == ("À la main",)


SCRIPT = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    assert asked["format"] == "html" and asked["target"] == "fr", asked
    print(json.dumps({"text": asked["text"].replace("the", "LE")}))
"""


def test_any_command_can_be_the_engine(
    lagging: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "engine.py"
    script.write_text(SCRIPT, encoding="utf-8")
    monkeypatch.chdir(lagging.root)
    arguments = ["suggest", "fr", "two", "--engine", f"{sys.executable} {script}", "-n", "2", "--json"]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["filled"] == 2


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("import sys; sys.exit('no such pair')", "ends with status 1: no such pair"),
        ("print('hello')", "answers with a line that is not"),
        ('print(\'{"text": "one"}\')', "gives 1 answers to 2 texts"),
        ("import sys; sys.stdin.read(); print('[]')", "answers with a line that is not"),
    ],
)
def test_a_command_that_fails_is_one_sentence(program: str, says: str) -> None:
    engine = suggestions.CommandEngine((sys.executable, "-c", program))
    with pytest.raises(OctavoError, match=says):
        engine.translate(["a", "b"], "en", "fr")


def test_an_engine_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(OctavoError, match="does not run"):
        suggestions.engine_of("no-such-engine").translate(["a"], "en", "fr")
    with pytest.raises(OctavoError, match="cannot be reached"):
        suggestions.engine_of("http://127.0.0.1:9/translate").translate(["a"], "en", "fr")
    with pytest.raises(OctavoError, match="not protected"):
        suggestions.engine_of("http://translate.example.org/translate")


@pytest.mark.parametrize(
    "engine",
    ['a "b', "http://[x", "https://[::1", "https://ex ample/", "https://a:b/", "a\0b", "https://é\ud800/", " "],
)
def test_a_wrong_engine_is_one_sentence(engine: str) -> None:
    with pytest.raises(OctavoError, match="suggest-engine"):
        suggestions.engine_of(engine).translate(["a"], "en", "fr")


def test_a_server_in_the_form_of_libretranslate_can_be_the_engine() -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps({"translatedText": [f"{asked['target']}: {text}" for text in asked["q"]]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        engine = suggestions.engine_of(f"http://127.0.0.1:{server.server_port}/translate")
        assert engine.translate(["a", "b"], "en", "fr") == ["fr: a", "fr: b"]
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("apertium"), reason="Apertium is not installed")
def test_apertium_keeps_markup() -> None:
    example = ROOT / "docs/how-to/examples/apertium.py"
    engine = suggestions.engine_of(f"{sys.executable} {example} eng-spa")
    cut = markup.tokens("Hello, **teacher**. Run ``pip`` in :ref:`the school <school>`.")
    (answer,) = engine.translate([suggestions.protect(cut)], "en", "es")
    text = suggestions.restore(answer, cut)
    assert text is not None
    assert "**profesor**" in text
    assert "``pip``" in text
    assert "<school>`" in text
