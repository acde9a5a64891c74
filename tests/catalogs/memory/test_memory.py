"""Test the translation memory: exact and fuzzy matches, versions, retired text, TMX files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from octavo.catalogs import memory
from octavo.catalogs.memory import NEAREST, FuzzyIndex, Memory, MemoryEntry, adapted, essence, is_slight, made_for
from octavo.catalogs.memory.retired import as_obsolete, with_retired
from octavo.catalogs.po import Message
from octavo.errors import ContentError
from octavo.project import Language

EN, FR, ZH = Language("en"), Language("fr"), Language("zh_CN")
FUZZY = ("fuzzy",)


def of(*messages: Message) -> Memory:
    return memory.build([("a", messages)])


# --- exact --------------------------------------------------------------------------------------------


LONG = " ".join(f"word{number}" for number in range(10_000))


@pytest.mark.parametrize("space", [" ", "\u3001"])
def test_long_texts_are_compared_without_quadratic_time(monkeypatch, space):
    """RapidFuzz, which needs it, never sees two of them."""
    seen = []

    def extract_iter(text, choices, **options):
        seen.extend((text, other) for other in choices.values())
        return iter(())

    monkeypatch.setattr(process, "extract_iter", extract_iter)
    text = LONG.replace(" ", space)
    index = FuzzyIndex()
    others = [text.replace("9", "8"), text.upper(), text[: len(text) // 4], text.replace("word77", "other")]
    for other in others:
        index.add(other)
    assert [number for number, _ in index.near(text, NEAREST)] == [3]
    assert index.nearest(text, NEAREST)[1] > 98
    assert not any(min(map(len, pair)) > 5_000 for pair in seen)


def test_an_exact_match_has_its_origin() -> None:
    message = Message("One", ("Un",))
    assert of(message).same((None, "One")) == MemoryEntry(message, "a")
    assert of(message).same((None, "one")) is None


def test_a_text_without_context_matches_in_any_context_only() -> None:
    assert of(Message("Open", ("Ouvrir",))).same(("menu", "Open")) is not None
    assert of(Message("Open", ("Ouvrir",), msgctxt="menu")).same((None, "Open")) is None


def test_the_first_of_two_translations_is_used_unless_it_is_fuzzy() -> None:
    first, second = Message("One", ("Un",)), Message("One", ("Une",))
    match = memory.build([("a", [first]), ("b", [second])]).same((None, "One"))
    assert match == MemoryEntry(first, "a")
    match = memory.build([("a", [first.edited(flags=FUZZY)]), ("b", [second])]).same((None, "One"))
    assert match == MemoryEntry(second, "b")


@pytest.mark.parametrize(
    "message",
    [Message("", ("Language: fr\n",)), Message("One"), Message("one", ("un", "des"), msgid_plural="many")],
    ids=["header", "empty", "plural"],
)
def test_headers_untranslated_and_plural_messages_are_no_entries(message: Message) -> None:
    assert list(memory.entries("a", [message])) == []


def test_a_fuzzy_message_is_also_an_entry_for_its_previous_text() -> None:
    fuzzy = Message("Go home now", ("Rentrez",), flags=(*FUZZY, "no-wrap"), previous=(None, "Go home", None))
    translations = of(fuzzy)
    entry = translations.same((None, "Go home"))
    assert entry is not None
    assert (entry.message.flags, entry.message.msgstr) == (("no-wrap",), "Rentrez")
    assert translations.same((None, "Go home now")) == MemoryEntry(fuzzy, "a")


def test_the_translation_of_a_previous_text_gets_its_previous_url() -> None:
    fuzzy = Message(
        "See https://b.example",
        ("Voir https://b.example",),
        flags=FUZZY,
        previous=(None, "See https://a.example", None),
    )
    assert made_for(fuzzy).msgstr == "Voir https://a.example"


# --- near ---------------------------------------------------------------------------------------------


def test_a_fuzzy_match_has_its_score() -> None:
    translations = of(
        Message("Find a quiet place to work.", ("Trouvez",)), Message("Something else entirely.", ("Autre",))
    )
    entry, score = translations.near("Find a quiet room to work.", NEAREST) or pytest.fail("not found")
    assert entry.message.msgstr == "Trouvez"
    assert score == fuzz.ratio("Find a quiet place to work.", "Find a quiet room to work.")
    assert translations.near("Nothing of the kind was ever said here.", NEAREST) is None


def test_a_fuzzy_translation_is_no_fuzzy_match() -> None:
    assert of(Message("Find a quiet place.", ("x",), flags=FUZZY)).near("Find a calm place.", NEAREST) is None


WORDS = ("find", "a", "quiet", "place", "open", "the", "page", "now", "then", "later")
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)


@given(st.lists(TEXT.map(" ".join), max_size=12), TEXT.map(" ".join))
def test_all_similar_texts_are_found_and_the_nearest_is_the_best(texts: list[str], wanted: str) -> None:
    index = FuzzyIndex()
    for text in texts:
        index.add(text)
    scores = dict(index.near(wanted, NEAREST))
    assert scores == {n: fuzz.ratio(wanted, t) for n, t in enumerate(texts) if fuzz.ratio(wanted, t) >= NEAREST}
    best = index.nearest(wanted, NEAREST)
    assert (best is None) == (not scores)
    assert best is None or best[1] == max(scores.values())


@pytest.mark.slow
def test_search_time_grows_slower_than_the_number_of_texts() -> None:
    """All texts consist of the same few words, the worst case for the index."""

    def text(number: int) -> str:
        return " ".join(WORDS[number // 7**k % len(WORDS)] for k in range(6)) + f" {number % 97}"

    def seconds(size: int) -> float:
        index = FuzzyIndex()
        for number in range(size):
            index.add(text(number))
        start = time.perf_counter()
        for number in range(100):
            index.nearest(text(number * 31) + " more", NEAREST)
        return time.perf_counter() - start

    assert seconds(80_000) < 4 * seconds(8_000)


# --- versions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "slight"),
    [
        ("Go home", "GO HOME!", True),
        ("A **bold** word", "A bold word", True),
        ("See :ref:`it <a>`", "See :doc:`it </b>`", True),
        ("See https://a.example", "See https://b.example/x", True),
        ("Wait 5 days", "Wait 6 days", False),
        ("Do", "Do not", False),
        ("…", "!", False),
    ],
)
def test_an_edit_is_slight_if_no_word_changes(old: str, new: str, slight: bool) -> None:
    assert is_slight(old, new) is slight


def test_the_essence_is_the_visible_words() -> None:
    assert essence("**See** :ref:`The Page <x-y>`, [#n]_ ``code`` now.") == "see the page now"


def test_urls_are_not_adapted_if_their_order_is_ambiguous() -> None:
    two, one = "https://a.example https://b.example", "https://c.example"
    assert adapted(two, two, one) == two
    assert adapted("x https://a.example", "https://a.example https://a.example", two) == "x https://a.example"


ADDRESSES = st.lists(st.sampled_from(["https://a.example", "https://b.example/x", "https://c.example"]), max_size=3)


@given(ADDRESSES, ADDRESSES)
def test_an_adapted_translation_has_all_urls_of_the_new_text_or_is_unchanged(old: list[str], new: list[str]) -> None:
    before, after = (f"See {' and '.join(items)} ." for items in (old, new))
    result = adapted(before.replace("See", "Voir"), before, after)
    assert result in (after.replace("See", "Voir"), before.replace("See", "Voir"))


# --- retired ------------------------------------------------------------------------------------------


def test_retired_text_has_no_duplicate_keys_or_translations() -> None:
    one, same, other = (Message("One", (text,)) for text in ("Un", "Un", "Une"))
    retired = with_retired([as_obsolete(one)], [("a", same), ("b", other), ("b", Message("One", ("Uns",)))])
    assert [(message.msgctxt, message.msgstr) for message in retired] == [(None, "Un"), ("b", "Une"), ("b 2", "Uns")]
    assert all(message.obsolete for message in retired)
    assert with_retired(retired, [("b", other)]) == retired


# --- TMX ----------------------------------------------------------------------------------------------


def tmx(folder: Path, *units: str) -> Path:
    path = folder / "m.tmx"
    body = "".join(f"<tu>{unit}</tu>" for unit in units)
    path.write_text(f'<tmx version="1.4"><header/><body>{body}</body></tmx>', encoding="utf-8")
    return path


def tuv(tag: str, text: str, attribute: str = "xml:lang") -> str:
    return f'<tuv {attribute}="{tag}"><seg>{text}</seg></tuv>'


@pytest.mark.parametrize(
    ("master", "translation", "language", "found"),
    [
        (tuv("en", "One"), tuv("fr", "Un"), FR, ["Un"]),
        (tuv("EN-GB", "One"), tuv("FR-ca", "Un"), FR, ["Un"]),
        (tuv("en", "One", "lang"), tuv("fr", "U<bpt i='1'/>n", "lang"), FR, ["Un"]),
        (tuv("en", "One"), tuv("zh-CN", "一"), ZH, ["一"]),
        (tuv("en", "One"), tuv("zh", "一"), ZH, ["一"]),
        (tuv("en", "One"), tuv("zh-TW", "一"), ZH, []),
        (tuv("en", "One"), tuv("de", "Eins"), FR, []),
        (tuv("en", "One"), tuv("fr", ""), FR, []),
        (tuv("en", "One"), '<tuv xml:lang="fr"/>', FR, []),
    ],
)
def test_units_of_a_tmx_file_are_selected_by_language(
    tmp_path: Path, master: str, translation: str, language: Language, found: list[str]
) -> None:
    entries = memory.read_tmx(tmx(tmp_path, master + translation), EN, language)
    assert [entry.message.msgstr for entry in entries] == found


def test_an_invalid_tmx_file_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    path.write_text("<tmx>\n<body>\n</tmx>", encoding="utf-8")
    with pytest.raises(ContentError, match=r"m\.tmx:3: .*\[tmx-syntax\]"):
        list(memory.read_tmx(path, EN, FR))
    with pytest.raises(ContentError, match="tmx-unreadable"):
        list(memory.read_tmx(tmp_path / "none.tmx", EN, FR))


def test_a_tmx_file_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden", encoding="utf-8")
    path = tmp_path / "m.tmx"
    path.write_text(
        f'<!DOCTYPE tmx [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f"<tmx><body><tu>{tuv('en', 'One')}{tuv('fr', 'a&x;')}</tu></body></tmx>",
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"m\.tmx:1: the file has the entity &x;.*\[tmx-syntax\]"):
        list(memory.read_tmx(path, EN, FR))


def test_a_tmx_file_that_grows_without_end_is_one_sentence(tmp_path: Path) -> None:
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10)]
    path = tmp_path / "m.tmx"
    for pair in (tuv("fr", "&e9;"), '<tuv xml:lang="fr" note="&e9;"><seg>Un</seg></tuv>'):
        path.write_text(f"<!DOCTYPE tmx [{''.join(lines)}]><tmx><body><tu>{tuv('en', 'One')}{pair}</tu></body></tmx>")
        with pytest.raises(ContentError, match="tmx-syntax"):
            list(memory.read_tmx(path, EN, FR))


def test_the_doctype_of_the_standard_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    body = f"<tmx><body><tu>{tuv('en', 'One')}{tuv('fr', 'Un')}</tu></body></tmx>"
    path.write_text(f'<!DOCTYPE tmx SYSTEM "tmx14.dtd">{body}', encoding="utf-8")
    assert [entry.message.msgstr for entry in memory.read_tmx(path, EN, FR)] == ["Un"]
