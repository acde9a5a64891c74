"""Test the sort order of indexes and glossaries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from octavo.editions.formats import collation, pinyin
from octavo.project import Language


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("zh_CN", ["带宽", "反馈", "个人信息", "互动式广播教学", "双重验证", "元认知", "云存储"]),
        ("zh_CN", ["技术支持", "技术支持服务台", "课", "课A", "课表", "密码", "密码管理器"]),
        ("zh_CN", ["加密", "加强", "家里的语言", "家庭", "家庭作业"]),
        ("zh_CN", ["EPUB", "儿童", "二维码", "PDF", "屏幕阅读器"]),
        ("fr", ["cote", "coté", "côte", "côté", "Ecole", "école", "écran", "élève", "équité", "zone"]),
        ("fr", ["haut débit", "hors ligne", "hors-ligne"]),
        ("en", ["Accessibility", "asynchronous", "blended learning", "Zimmerman"]),
    ],
)
def test_words_are_sorted_by_the_rules_of_the_language(locale: str, words: list[str]) -> None:
    language = Language(locale)
    mixed = sorted(words)[::-1]
    ordered = sorted(mixed, key=lambda word: collation.sort_key(word, language))
    assert ordered == words


@pytest.mark.parametrize(
    ("locale", "word", "head"),
    [
        ("zh_CN", "重要", "Z"),
        ("zh_CN", "长度", "C"),
        ("zh_CN", "EPUB", "E"),
        ("fr", "Égalité", "E"),
        ("fr", "10 h", ""),
    ],
)
def test_a_word_gets_the_heading_of_its_first_letter(locale: str, word: str, head: str) -> None:
    assert collation.index_heading(word, Language(locale)) == head


def test_a_regrouped_index_keeps_targets_and_sub_entries() -> None:
    groups = [
        ("Symbols", [("2020", (["a"], [], None))]),
        ("云", [("云存储", (["b"], [("用途", ["c"]), ("安全", ["d"])], None))]),
        ("带", [("带宽", (["e"], [], None))]),
    ]
    assert collation.regroup_index(groups, Language("zh_CN")) == [
        ("Symbols", [("2020", (["a"], [], None))]),
        ("D", [("带宽", (["e"], [], None))]),
        ("Y", [("云存储", (["b"], [("安全", ["d"]), ("用途", ["c"])], None))]),
    ]


PROGRAM = """
import json, sys
from pypinyin import Style, lazy_pinyin
texts = json.load(sys.stdin)
print(json.dumps([lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True) for text in texts]))
"""


@pytest.mark.slow
def test_texts_are_read_as_with_all_phrases_of_pypinyin() -> None:
    # Phrases, parts of phrases, and characters that are in many phrases, with other text between them.
    words = (
        "重要",
        "重量",
        "长度",
        "校长",
        "一丁不识",
        "一丁",
        "龠合",
        "银行",
        "行为",
        "不",
        "得",
        "都",
        "了",
        "A",
        "，",
        "乐",
    )
    random = Random(1)
    texts = ["", "龢", *("".join(random.choices(words, k=random.randint(1, 6))) for _ in range(300))]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(texts), capture_output=True, text=True, check=True, env={}
    )
    assert [pinyin.readings(text) for text in texts] == json.loads(done.stdout)


def test_stored_readings_need_no_dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pinyin.json"
    monkeypatch.setattr(pinyin, "_known", {})
    with pinyin.stored(file):
        read = pinyin.readings("重量与长度")
    written = file.read_bytes()
    monkeypatch.setattr(pinyin, "_known", {})
    monkeypatch.setattr(pinyin, "_reader", lambda: pytest.fail("the dictionary was loaded"))
    with pinyin.stored(file):
        assert pinyin.readings("重量与长度") == read
    assert file.read_bytes() == written
    # Another version of pypinyin may read a text in another way.
    monkeypatch.setattr(pinyin, "version", lambda name: "0")
    monkeypatch.setattr(pinyin, "_known", {})
    with pinyin.stored(file):
        assert not pinyin._known
