"""Typeset Chinese of mainland China: full-width punctuation, no spaces beside Chinese characters.

Sources: GB/T 15834-2011 (punctuation), W3C Requirements for Chinese Text Layout (clreq). The thin gap between Chinese
and Latin is a matter of style, added by CSS ``text-autospace`` and xeCJK (clreq 3.2.1).
"""

from __future__ import annotations

import re

from octavo.text import markup
from octavo.text.typography.rules import CLOSE, ENDED, MARKS, rule

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_WIDE = r"，。；：？！、（）《》【】"
#: Marks that Latin text uses too; the character on their other side decides.
_SHARED = r"“”‘’…—"
_CHINESE = rf"[{_HAN}{_WIDE}]"
_BESIDE = rf"[{_HAN}{_WIDE}{_SHARED}]"
_SPACE = r"[ \u00a0\u3000]+"

_SIGN = re.compile(rf"(?<=[{_HAN}》”’）])[,;:?!](?![\d/])|(?<!^)[,;:?!](?=[“‘]?[{_HAN}]|[（《])")
_SIGN_AT_END = re.compile(rf"(?<=[{ENDED}])(?:{_SPACE})?[,;:?!](?=$|{CLOSE}$)")
_TO_FULL = str.maketrans(",;:?!", "，；：？！")
_STOP = re.compile(rf"(?<=[{_HAN}》”’）])\.(?=$|[\s{_HAN}])")
_BRACKETS = re.compile(rf"\(([^()]*[{_HAN}][^()]*)\)")
_DOTS = re.compile(rf"(?<={_BESIDE})(?:\.{{3,}}|。{{3,}}|(?<!…)…(?!…))")
_DASH = re.compile(rf"(?<=[{_HAN}”）》])(?:--+|(?<!—)—(?!—))(?=[{_HAN}“（《])")
_QUOTED = re.compile(r'"([^"\n]*)"')
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
#: After the full stop of a Latin sentence, the space belongs to the sentence.
_NO_LATIN_STOP = rf"(?<![A-Za-z){CLOSE}]\.)(?<![A-Za-z)]\.{CLOSE})"
_GAPS = re.compile(
    rf"(?<={_CHINESE}){_SPACE}|(?<={_CHINESE}[{_SHARED}]){_SPACE}|(?<={_CHINESE}[{_SHARED}]{{2}}){_SPACE}"
    rf"|{_NO_LATIN_STOP}{_SPACE}(?=[{_SHARED}]{{0,2}}{_CHINESE})"
)
#: A bar that separates links keeps its spaces: without them, docutils would take it for a substitution.
_GAP_AFTER_MARK = re.compile(rf"(?<={_CHINESE})([{MARKS}]){_SPACE}(?=([^|]?))(?!\|)")
_GAP_BEFORE_MARK = re.compile(rf"(^|[^\\|]){_NO_LATIN_STOP}{_SPACE}([{MARKS}])(?={_CHINESE})")
_NO_JOINT = re.compile(rf"{_BESIDE}|[{MARKS}\s]|^$")


@rule("zh-quotes", "zh", signs='"')
def quotes(text: str) -> str:
    """Replace straight quotes in Chinese text by curved ones.

    Bad:: 先说"早上好"。
    Good:: 先说“早上好”。

    Source: GB/T 15834-2011, 4.8.
    """
    return _QUOTED.sub(r"“\1”", text) if _HAN_CHARACTER.search(text) else text


@rule("zh-signs", "zh", signs=",;:?!.")
def signs(text: str) -> str:
    """Use full-width punctuation beside a Chinese character.

    Bad:: 你好,请坐.
    Good:: 你好，请坐。

    Source: GB/T 15834-2011, 5.1.
    """
    text = _STOP.sub("。", _SIGN.sub(_full, text))
    return _SIGN_AT_END.sub(_full, text) if _HAN_CHARACTER.search(text) else text


def _full(match: re.Match[str]) -> str:
    return match.group().lstrip().translate(_TO_FULL)


@rule("zh-brackets", "zh", signs="(")
def brackets(text: str) -> str:
    """Use full-width brackets around Chinese text.

    Bad:: 设备(手机)
    Good:: 设备（手机）

    Source: GB/T 15834-2011, 4.9.
    """
    return _BRACKETS.sub(r"（\1）", text)


@rule("zh-ellipsis", "zh", signs=".。…")
def ellipsis(text: str) -> str:
    """Replace an ellipsis by six dots in two characters.

    Bad:: 等等...
    Good:: 等等……

    Source: GB/T 15834-2011, 4.11.
    """
    return _DOTS.sub("……", text)


@rule("zh-dash", "zh", signs="-—")
def dash(text: str) -> str:
    """Replace a dash by one of two characters.

    Bad:: 目标--学习
    Good:: 目标——学习

    Source: GB/T 15834-2011, 4.10.
    """
    return _DASH.sub("——", text)


@rule("zh-spaces", "zh", signs=" \u00a0\u3000")
def spaces(text: str) -> str:
    """Remove spaces beside a Chinese character, but not after a Latin sentence; style sheets add gaps to Latin letters.

    Bad:: 使用 EPUB 格式 ，见the Outbreak. 北京
    Good:: 使用EPUB格式，见the Outbreak. 北京

    Source: clreq, 3.2.1.
    """
    text = _GAPS.sub("", text)
    # Beside a Latin letter or a digit, docutils needs an invisible joint to recognise the markup.
    text = _GAP_AFTER_MARK.sub(lambda match: match[1] + _joint(match[2]), text)
    return _GAP_BEFORE_MARK.sub(lambda match: match[1] + _joint(match[1]) + match[2], text)


def _joint(neighbour: str) -> str:
    return "" if _NO_JOINT.fullmatch(neighbour) else markup.JOINT
