"""Test the editor of the preview without a browser: edits of catalogs, help, work list, and who may write."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from octavo.catalogs import edit, po
from octavo.catalogs.edit import ConflictError, Content, change, content_of, merged, message_id, with_content
from octavo.catalogs.po import Message, reviews
from octavo.files import brief_lock, is_locked, lock, write_atomically
from octavo.preview.editor import api
from octavo.preview.editor import service as service_module
from octavo.preview.editor.service import EditorService
from octavo.preview.editor.spelling import _dictionary
from octavo.preview.http import Server
from octavo.preview.supervisor import Preview
from octavo.project import Language, Project

PAGE = "one/chapter"
KEY = "k" * 32


@pytest.fixture
def project(small: Project) -> Project:
    return small


@pytest.fixture
def french(project: Project) -> Language:
    return project.language("fr")


@pytest.fixture
def service(project: Project, french: Language) -> Iterator[EditorService]:
    found = EditorService(project, french)
    yield found
    found.speller.close()


def catalog(service: EditorService, domain: str = PAGE) -> Path:
    return service.project.catalogs(service.language) / f"{domain}.po"


def named(service: EditorService, msgid: str, domain: str = PAGE) -> tuple[str, Message]:
    message = next(m for m in po.read(catalog(service, domain)) if m.msgid == msgid)
    return message_id(message), message


def save(service: EditorService, msgid: str, text: str, base: str, domain: str = PAGE, **more: Any) -> dict[str, Any]:
    name, _ = named(service, msgid, domain)
    return service.save(domain, name, Content((base,)), Content((text,), **more))


def changed_lines(before: str, after: str) -> list[str]:
    import difflib

    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and not line.startswith(("---", "+++"))]


# --- one message, and nothing else ----------------------------------------------------------------------


def test_saving_changes_the_lines_of_one_message_only(service: EditorService) -> None:
    before = catalog(service).read_text()
    assert save(service, "Sit down.", "Installez-vous.", "Asseyez-vous.")["status"] == "saved"
    assert changed_lines(before, catalog(service).read_text()) == [
        '-msgstr "Asseyez-vous."',
        '+msgstr "Installez-vous."',
    ]


LAYOUTS = {
    "windows": lambda text: text.replace("\n", "\r\n"),
    "mark": lambda text: "\ufeff" + text,
    "gaps": lambda text: text.replace("\n\n", "\n\n\n"),
    "wrapped": lambda text: text.replace('msgid "Sit down."', 'msgid ""\n"Sit "\n"down."'),
    "references": lambda text: text.replace('msgid "Sit down."', '#: a.rst:1 b.rst:2\n#, no-wrap\nmsgid "Sit down."'),
    "no end": lambda text: text.rstrip("\n"),
    "other end": lambda text: text + "\n\n# a last comment\n",
    "obsolete": lambda text: text + '\n#~ msgid "Old"\n#~ msgstr "Vieux"\n',
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_of_the_file_stays(service: EditorService, layout: str) -> None:
    path = catalog(service)
    path.write_bytes(LAYOUTS[layout](path.read_text()).encode())
    before = path.read_bytes()
    assert save(service, "Sit down.", "Installez-vous.", "Asseyez-vous.")["status"] == "saved"
    assert path.read_bytes() == before.replace(b"Asseyez-vous.", b"Installez-vous.")


def test_a_fuzzy_message_that_is_mended_loses_flag_and_previous_text(service: EditorService) -> None:
    path = catalog(service)
    note = "# mine\n# octavo: nobody had reviewed this translation when the text changed\n"
    fuzzy = f'{note}#, fuzzy\n#| msgid "Sit."\nmsgid "Sit down."'
    path.write_text(path.read_text().replace('msgid "Sit down."', fuzzy))
    name, message = named(service, "Sit down.")
    base = content_of(message)
    assert base == Content(("Asseyez-vous.",), True, ("mine",))
    row = service.message(PAGE, name)
    assert row["previous"] == [["removed", "Sit."], ["added", "Sit down."]]
    service.save(PAGE, name, base, Content(("Asseyez-vous.",), False, ("mine",)))
    saved = named(service, "Sit down.")[1]
    assert (saved.flags, saved.previous_msgid, saved.comments) == ((), None, ("mine",))


def test_changes_of_different_parts_are_merged(service: EditorService) -> None:
    name, message = named(service, "Sit down.")
    base = content_of(message)
    # Somebody else adds a comment meanwhile.
    change(catalog(service), name, lambda m: with_content(m, Content(m.msgstrs, False, ("theirs",))))
    assert service.save(PAGE, name, base, Content(("Mien",), False, ()))["status"] == "saved"
    assert content_of(named(service, "Sit down.")[1]) == Content(("Mien",), False, ("theirs",))


def test_a_true_conflict_returns_both_versions_and_writes_nothing(service: EditorService) -> None:
    name, message = named(service, "Sit down.")
    base = content_of(message)
    change(catalog(service), name, lambda m: with_content(m, Content(("Le leur",))))
    before = catalog(service).read_bytes()
    row = service.save(PAGE, name, base, Content(("Le mien",)))
    assert (row["status"], row["msgstrs"]) == ("conflict", ["Le leur"])
    assert catalog(service).read_bytes() == before


def test_other_messages_that_changed_on_disk_stay(service: EditorService) -> None:
    service.index.refresh()
    path = catalog(service)
    path.write_text(path.read_text().replace("Commencez.", "Commencez donc."))
    assert save(service, "Sit down.", "Installez-vous.", "Asseyez-vous.")["status"] == "saved"
    assert "Commencez donc." in path.read_text() and "Installez-vous." in path.read_text()


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        (Content(("a",)), Content(("b",)), Content(("a",)), Content(("b",))),
        (Content(("a",)), Content(("a",)), Content(("c",)), Content(("c",))),
        (Content(("a",)), Content(("b",)), Content(("b",)), Content(("b",))),
        (Content(("a",)), Content(("b",)), Content(("c",)), None),
        (Content(("a",), True), Content(("b",), False), Content(("a",), True, ("x",)), Content(("b",), False, ("x",))),
    ],
)
def test_contents_are_merged_by_part(base: Content, mine: Content, theirs: Content, result: Content | None) -> None:
    assert merged(base, mine, theirs) == result


def test_a_file_saved_between_reading_and_writing_is_read_again(service: EditorService) -> None:
    name, _ = named(service, "Sit down.")
    path, calls = catalog(service), []

    def edit(message: Message) -> Message:
        if not calls:
            path.write_text(path.read_text().replace("Commencez.", "Commencez donc."))
        calls.append(message)
        return with_content(message, Content(("Installez-vous.",)))

    change(path, name, edit)
    assert len(calls) == 2
    assert "Commencez donc." in path.read_text() and "Installez-vous." in path.read_text()


def test_a_message_that_is_gone_is_a_conflict(service: EditorService) -> None:
    with pytest.raises(ConflictError):
        change(catalog(service), "0" * 16, lambda message: message)


def test_undo_restores_the_file(service: EditorService) -> None:
    before = catalog(service).read_bytes()
    save(service, "Sit down.", "Un", "Asseyez-vous.")
    save(service, "Sit down.", "Deux", "Un")
    assert service.undo()["msgstrs"] == ["Un"]
    assert service.undo()["status"] == "undone"
    assert catalog(service).read_bytes() == before
    assert service.undo() == {"status": "nothing"}


def test_undo_does_not_overwrite_a_later_change(service: EditorService) -> None:
    name, _ = named(service, "Sit down.")
    save(service, "Sit down.", "Un", "Asseyez-vous.")
    change(catalog(service), name, lambda m: with_content(m, Content(("Autre",))))
    assert service.undo()["status"] == "conflict"
    assert named(service, "Sit down.")[1].msgstr == "Autre"


def test_a_command_that_holds_the_lock_does_not_stop_a_translator(project: Project, service: EditorService) -> None:
    with lock(project.build, "octavo publish"), brief_lock(project.build, 0.05) as is_taken:
        assert not is_taken
        assert save(service, "Sit down.", "Un", "Asseyez-vous.")["status"] == "saved"


@pytest.mark.parametrize("action", ["save", "undo", "review", "repair"])
def test_every_change_is_written_while_the_lock_is_held(
    project: Project, service: EditorService, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    """A command that waits for the lock begins after the change, and one that has it ends before, if it can."""
    path = service.project.catalogs(service.language) / f"{PAGE}.po"
    name, _ = named(service, "Sit down.")
    save(service, "Sit down.", "Un", "Asseyez-vous.")
    locked: list[bool] = []

    def write(target: Path, data: bytes, **options: Any) -> None:
        locked.append(is_locked(project.build / ".lock"))
        write_atomically(target, data, **options)

    monkeypatch.setattr(edit, "write_atomically", write)
    monkeypatch.setattr(service_module, "write_atomically", write)
    match action:
        case "save":
            save(service, "Sit down.", "Deux", "Un")
        case "undo":
            service.undo()
        case "review":
            service.review(PAGE, name, reviews.code(named(service, "Sit down.")[1]), "Ada")
        case "repair":
            given = service.catalog(PAGE)
            service.repair(PAGE, str(given["version"]), path.read_text("utf-8") + "\n# more\n")
    assert locked == [True]


def test_ten_edits_give_ten_changed_messages(service: EditorService) -> None:
    before = {path: path.read_text() for path in service.project.catalogs(service.language).rglob("*.po")}
    service.index.refresh()
    found = [(state, name, message) for state, name, message in service.index.messages() if message.msgstr][:10]
    for number, (state, name, message) in enumerate(found):
        service.save(state.domain, name, content_of(message), Content((f"Texte {number}",)))
    lines = [line for path, text in before.items() for line in changed_lines(text, path.read_text())]
    assert len([line for line in lines if line.startswith("+")]) == 10
    for path in before:
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True, capture_output=True)


# --- help -----------------------------------------------------------------------------------------------


def test_the_text_in_the_box_is_judged_with_a_fix(service: EditorService) -> None:
    name, _ = named(service, "Sit down.")
    row = service.check(PAGE, name, ["Asseyez-vous..."], [])
    fixes = [finding["fixed"] for finding in row["findings"]]  # type: ignore[attr-defined]
    assert "Asseyez-vous…" in fixes
    assert catalog(service).read_text().count("...") == 0


def test_a_refused_text_says_why(service: EditorService) -> None:
    name, _ = named(service, "Sit down.")
    row = service.check(PAGE, name, ["`x <https://evil.example/>`_"], [])
    assert "guard-link" in [finding["code"] for finding in row["findings"]]  # type: ignore[attr-defined]


@pytest.mark.skipif(not _dictionary("fr"), reason="hunspell or its French dictionary is missing")
def test_unknown_words_are_named_with_words_that_are_like_them(service: EditorService) -> None:
    name, _ = named(service, "Sit down.")
    rows = service.spell(PAGE, name, ["Lisez d’abord la consinge de Zanzibar."])
    assert [row["word"] for row in rows] == ["consinge"]
    assert "consigne" in rows[0]["similar"]  # type: ignore[operator]


def test_markup_of_the_master_is_offered(service: EditorService) -> None:
    name, _ = named(service, "Look at :numref:`fig-one`. The formula is :math:`a = b \\times c`.")
    chips = [chip["before"] for chip in service.message(PAGE, name)["chips"]]  # type: ignore[attr-defined]
    assert chips == [":numref:`fig-one`", ":math:`a = b \\times c`"]


def test_terms_and_their_agreed_words_are_offered(service: EditorService) -> None:
    service.project.term_base.write_text('[[term]]\nen = "Sit down"\nfr = ["assis", "assise"]\n')
    name, _ = named(service, "Sit down.")
    row = service.message(PAGE, name)
    assert row["terms"] == [{"term": "Sit down", "words": ["assis", "assise"], "note": "", "isUsed": False}]
    assert service.check(PAGE, name, ["Restez assis."], [])["terms"][0]["isUsed"] is True  # type: ignore[index]


def test_similar_texts_are_suggested_from_catalogs_and_tmx_files(service: EditorService) -> None:
    texts = (("en", "Sit down now."), ("fr", "Asseyez-vous donc."))
    unit = "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in texts)
    folder = service.project.locales / "fr"
    (folder / "old.tmx").write_text(f'<tmx version="1.4"><header srclang="en"/><body><tu>{unit}</tu></body></tmx>')
    name, _ = named(service, "Sit down.")
    found = service.suggest(PAGE, name)
    assert [(row["text"], row["origin"]) for row in found] == [("Asseyez-vous donc.", "old.tmx")]
    assert ["removed", "now."] in found[0]["diff"] or found[0]["score"] > 80  # type: ignore[attr-defined, operator]


# --- the work list --------------------------------------------------------------------------------------


def test_the_work_list_is_in_reading_order_and_moves_across_pages(service: EditorService) -> None:
    service.index.refresh()
    everything = [(state.domain, name) for state, name, _ in service.index.messages()]
    from octavo.preview.editor.work import Query

    walked, here = [], ("", "")
    while item := service.work.neighbour(Query("all"), *here, 1):
        here = (item.state.domain, item.name)
        walked.append(here)
    assert walked == everything
    assert len({domain for domain, _ in walked}) > 3


def test_search_looks_in_text_translation_and_comments(service: EditorService) -> None:
    from octavo.preview.editor.work import Query

    name, _ = named(service, "Sit down.")
    change(catalog(service), name, lambda m: with_content(m, Content(m.msgstrs, False, ("zzz comment",))))
    service.index.refresh()
    for text in ("sit down", "ASSEYEZ", "zzz"):
        assert name in [item.name for item in service.work.find(Query("all", text=text))]
    assert service.work.find(Query("all", text="no such words")) == []


def test_the_messages_that_changed_since_a_tag_or_a_day_are_listed_and_counted(service: EditorService) -> None:
    from octavo.preview.editor.work import Query

    def git(*arguments: str) -> None:
        about = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *about, *arguments], cwd=service.project.root, check=True, capture_output=True)

    git("init", "-q")
    git("add", "locales")
    git("commit", "-qm", "Begin")
    git("tag", "v1.0")
    service.index.refresh()
    everything = len(service.work.find(Query("all")))
    save(service, "Sit down.", "Autre", "Asseyez-vous.")
    service.index.refresh()
    for point in ("v1.0", "HEAD"):
        row = service.work.rows(Query("all", since=point), 0)
        assert [item["text"] for item in row["items"]] == ["Sit down."]  # type: ignore[attr-defined]
        assert row["counts"]["all"] == [1, 2]  # type: ignore[index]
    assert row["releases"] == ["v1.0"]
    # A text that moved to another page did not change.
    catalog(service, "one/moved").write_bytes(catalog(service, "one/index").read_bytes())
    catalog(service, "one/index").unlink()
    service.index.refresh()
    assert len(service.work.find(Query("all", since="v1.0"))) == 1
    assert len(service.work.find(Query("all", since="2000-01-01"))) == everything
    assert service.work.find(Query("all", since="2098-01-01")) == service.work.find(Query("all", since="HEAD"))
    status, answer = api.respond(service, "work", {"kind": "all", "since": "--all"}, is_read_only=False)
    assert (status, answer) == (404, {"error": "since"})


def test_what_is_done_today_is_counted_once_and_kept(
    service: EditorService, project: Project, french: Language
) -> None:
    save(service, "Sit down.", "Un", "Asseyez-vous.")
    save(service, "Sit down.", "Deux", "Un")
    assert EditorService(project, french).journal.today() == [1, 2]


def test_an_approval_counts_until_the_text_changes(service: EditorService) -> None:
    name, _ = named(service, "Sit down.")
    code = str(service.message(PAGE, name)["code"])
    assert service.review(PAGE, name, code, "Ada")["isReviewed"] is True
    save(service, "Sit down.", "Autre", "Asseyez-vous.", comments=())
    assert service.message(PAGE, name)["isReviewed"] is False
    assert service.review(PAGE, name, code, "Ada")["status"] == "conflict"


# --- a broken catalog -----------------------------------------------------------------------------------


def test_a_broken_catalog_is_mended(service: EditorService) -> None:
    service.index.refresh()
    path = catalog(service)
    whole = path.read_text()
    path.write_text(whole + '\nmsgid "cut off')
    shown = service.catalog(PAGE)
    assert shown["line"] == whole.count("\n") + 2 and "guillemet double" in str(shown["error"])
    assert (shown["lang"], "dépôt" in str(shown["remedy"])) == ("fr", True)
    text, version = str(shown["text"]), str(shown["version"])
    assert service.repair(PAGE, version, text)["status"] == "broken"
    path.write_text(path.read_text() + "again")
    assert service.repair(PAGE, version, whole)["status"] == "conflict"
    assert service.repair(PAGE, str(service.catalog(PAGE)["version"]), whole) == {"status": "saved"}
    assert path.read_text() == whole


# --- who may write --------------------------------------------------------------------------------------


@pytest.fixture
def served(project: Project, french: Language) -> Iterator[tuple[Preview, Server]]:
    import threading

    preview = Preview(project, [french], on_change=lambda _: None)
    with Server(0, preview, KEY) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield preview, server
        server.shutdown()
        preview.close()


def post(served: tuple[Preview, Server], action: str, values: object, **headers: str) -> int:
    preview, server = served
    port = server.server_address[1]
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    sent = {"Content-Type": "application/json", "Octavo-Token": preview.token, "Origin": f"http://127.0.0.1:{port}"}
    sent["Cookie"] = f"octavo-preview-{port}={KEY}"
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST", f"/_octavo/api/{action}?language=fr", json.dumps(values), sent)
    status = connection.getresponse().status
    connection.close()
    return status


def edit_of(service: EditorService) -> dict[str, object]:
    name, message = named(service, "Sit down.")
    base = {"msgstrs": list(message.msgstrs), "isFuzzy": False, "comments": []}
    return {"domain": PAGE, "id": name, "base": base, "mine": {**base, "msgstrs": ["Écrit"]}}


def test_the_preview_s_own_page_may_write(served: tuple[Preview, Server], service: EditorService) -> None:
    assert post(served, "save", edit_of(service)) == 200
    assert "Écrit" in catalog(service).read_text()


@pytest.mark.parametrize(
    "headers",
    [
        {"Octavo_Token": ""},
        {"Octavo_Token": "x" * 43},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Cookie": "octavo-preview-1=x"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
    ],
)
def test_another_site_may_not_write(
    served: tuple[Preview, Server], service: EditorService, headers: dict[str, str]
) -> None:
    before = catalog(service).read_bytes()
    assert post(served, "save", edit_of(service), **headers) == 403
    assert post(served, "message", edit_of(service), **headers) == 403
    assert catalog(service).read_bytes() == before


@pytest.mark.parametrize(
    "values",
    [
        None, [], {}, {"domain": 1}, {"domain": PAGE, "id": "x", "base": [], "mine": {}},
        {"domain": PAGE, "id": "x", "base": {"msgstrs": []}, "mine": {"msgstrs": []}},
        {"domain": "../../../etc/passwd", "id": "x", "base": {"msgstrs": ["a"]}, "mine": {"msgstrs": ["b"]}},
    ],
)  # fmt: skip
def test_wrong_values_are_refused(served: tuple[Preview, Server], values: object) -> None:
    assert post(served, "save", values) in (400, 404)


def test_a_read_only_preview_saves_nothing(service: EditorService) -> None:
    before = catalog(service).read_bytes()
    for action in api.WRITES:
        assert api.respond(service, action, edit_of(service), is_read_only=True)[0] == 403
    assert api.respond(service, "message", edit_of(service), is_read_only=True)[0] == 200
    assert catalog(service).read_bytes() == before


def test_a_link_is_neither_shown_nor_written(service: EditorService, tmp_path: Path) -> None:
    path = catalog(service)
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    path.unlink()
    path.symlink_to(secret)
    status, value = api.respond(service, "catalog", {"domain": PAGE}, is_read_only=False)
    assert status != 200 and "secret words" not in str(value)
    assert secret.read_text() == "secret words"


# --- scripts --------------------------------------------------------------------------------------------


def test_scripts_and_texts_of_the_interface_fit_together() -> None:
    import re

    from octavo.preview.ui_strings import ui_strings

    folder = Path(__file__).parents[2] / "octavo/preview/browser"
    code = "\n".join(path.read_text() for path in folder.glob("*.js"))
    known = ui_strings(Language("en")).keys()
    named = set(re.findall(r"\bwords\.([a-zA-Z]\w*)", code)) - {"slice", "length"}
    assert named - known == set()
    computed = {"untranslated", "fuzzy", "translated", "blocked", "error", "warning", "note"}
    assert {name for name in known if not name.startswith("kind_") and not name.endswith("View")} - named <= computed
    # Nothing of a catalog can become HTML, because no script writes HTML.
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", code)
